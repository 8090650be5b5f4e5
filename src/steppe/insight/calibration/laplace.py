"""
The peak of a posterior and how wide it is there: a Gaussian to start from.

Slopes of what is expected come from runs with one number moved at a time, a few
runs at once; on the surrogate they make, the peak is found without further
runs, and a real run says whether to go there (Gauss & Newton, with steps cut).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from steppe.errors import Problem, ScenarioError
from steppe.insight.calibration.quick import log_density
from steppe.insight.calibration.surrogate import Surrogate, straight
from steppe.insight.calibration.target import Expected, Target
from steppe.result.measures import FloatArray

_STEP = 0.05
_REACH = 2.0
_MOST_ROUNDS = 25
_ENOUGH = 0.02
_WIDEST = 1.0
_TWICE = 1e-4


@dataclass(frozen=True, eq=False)
class Peak:
    """
    A Gaussian at the peak.

    Parameters
    ----------
    mode
        Without bounds. Shape ``(parameter,)``.
    covariance
        Shape ``(parameter, parameter)``.
    log_density
        Of the target at the mode.
    surrogate
        Around the mode.
    """

    mode: FloatArray
    covariance: FloatArray
    log_density: float
    surrogate: Surrogate


def find_peak(target: Target, pool: Executor, told: Callable[[str], object] = lambda _: None) -> Peak:
    """
    Climb from the middle of the priors to the peak.

    Parameters
    ----------
    target
        What to climb.
    pool
        Runs several runs at once; the result does not depend on how many.
    told
        Called with a line at each round.

    Raises
    ------
    ScenarioError
        Where the middle of the priors cannot be run.
    """
    here = target.parameters.mean.copy()
    height, expected = target.judged(here)
    if expected is None or not math.isfinite(height):
        raise ScenarioError(
            Problem(
                f"'{target.scenario.name}'",
                "cannot be run in the middle of the priors of its settings.",
                "Raise cost_per_hop or cost_per_travel_day in scenario.toml.",
            )
        )
    reach, surrogate = _REACH, None
    for number in range(_MOST_ROUNDS):
        if surrogate is None:
            surrogate = _sloped(target, pool, here, expected)
        there, gain = _best_on(surrogate, target, here, reach)
        new_height, new_expected = target.judged(there)
        told(f"peak, round {number + 1}: log density {max(height, new_height):.1f}")
        if new_expected is not None and new_height > height:
            small = new_height - height < _ENOUGH
            here, height, expected, surrogate = there, new_height, new_expected, None
            reach = min(_REACH, 2.0 * reach)
            if small:
                break
        elif gain < _ENOUGH:
            break
        else:
            reach /= 3.0
    surrogate = surrogate or _sloped(target, pool, here, expected)
    return Peak(here, _covariance(surrogate, target, here), height, surrogate)


def _sloped(target: Target, pool: Executor, here: FloatArray, expected: Expected) -> Surrogate:
    moving = target.parameters.moves_people
    step = _STEP * target.parameters.sd[moving]
    moved = [here + size * _unit(len(here), int(n)) for n, size in zip(moving, step, strict=True)]
    return straight(here, expected, list(pool.map(target.expected, moved)), step)


def _unit(size: int, position: int) -> FloatArray:
    unit = np.zeros(size)
    unit[position] = 1.0
    return unit


def _best_on(
    surrogate: Surrogate, target: Target, here: FloatArray, reach: float
) -> tuple[FloatArray, float]:
    """The highest point of the surrogate within so many prior deviations, and how much higher it is."""
    from scipy.optimize import minimize

    sd, tables = target.parameters.sd, surrogate.tables(target)

    def depth(steps: FloatArray) -> float:
        return -max(log_density(tables, here + sd * steps), -1e12)

    none = np.zeros(len(here))
    found = minimize(depth, none, method="L-BFGS-B", bounds=[(-reach, reach)] * len(here))
    return here + sd * found.x, float(depth(none) - found.fun)


def _covariance(surrogate: Surrogate, target: Target, mode: FloatArray) -> FloatArray:
    """Inverse of the curvature at the mode, in no direction wider than the prior."""
    sd, tables = target.parameters.sd, surrogate.tables(target)

    def depth(steps: FloatArray) -> float:
        return -log_density(tables, mode + sd * steps)

    curvature = hessian(depth, np.zeros(len(mode)), 0.02)
    values, axes = np.linalg.eigh(curvature)
    widths = 1.0 / np.maximum(values, 1.0 / _WIDEST**2)
    scaled = (axes * widths) @ axes.T
    return np.asarray(scaled * np.outer(sd, sd))


def hessian(function: Callable[[FloatArray], float], point: FloatArray, step: float) -> FloatArray:
    """
    Second derivatives by central differences.

    Returns
    -------
    hessian
        Shape ``(parameter, parameter)``, symmetric.
    """
    size = len(point)
    middle = function(point)
    moves = np.eye(size) * step
    ahead = np.array([function(point + move) for move in moves])
    behind = np.array([function(point - move) for move in moves])
    found = np.diag(ahead - 2.0 * middle + behind)
    for one in range(size):
        for other in range(one):
            both = function(point + moves[one] + moves[other])
            neither = function(point - moves[one] - moves[other])
            mixed = both + neither - ahead[one] - behind[one] - ahead[other] - behind[other] + 2.0 * middle
            found[one, other] = found[other, one] = 0.5 * mixed
    return np.asarray(found / step**2)
