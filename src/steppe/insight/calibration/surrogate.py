"""
A quick stand-in for the run: what is expected of each count, as a polynomial of what is not known.

It is used to find the peak, and to propose steps that a real run then accepts or
refuses; so it decides how fast a calibration is, never what it finds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from steppe.insight.calibration.observation import LEAST_MEAN, SOFTENING_PEOPLE
from steppe.insight.calibration.priors import ARRIVAL_SPREAD, REPORT_NOISE, REPORT_SPREAD
from steppe.insight.calibration.quick import Tables
from steppe.insight.calibration.target import Expected, Target
from steppe.result.measures import AnyArray, FloatArray

# Found by leaving runs out on a reference case; they decide how fast a chain is, not where it goes.
_HELD_CURVES, _FAR = 100.0, 3.0
WORDS = (REPORT_SPREAD, REPORT_NOISE, ARRIVAL_SPREAD)


def signals(expected: Expected) -> FloatArray:
    """Logarithms of all that is expected, softened as the likelihood does. Shape ``(count,)``."""
    softened = (expected.stocks + SOFTENING_PEOPLE, np.maximum(expected.arrivals, LEAST_MEAN))
    return np.asarray(np.log(np.concatenate(softened)))


@dataclass(frozen=True, eq=False)
class Surrogate:
    """
    Expected counts near a point.

    Parameters
    ----------
    centre
        The point, without bounds. Shape ``(parameter,)``.
    level
        Signals there. Shape ``(count,)``.
    slope
        Their change by each parameter that moves people. Shape ``(count, moving)``.
    scale
        Coordinates in which the curves are written are ``scale`` times the way from the centre.
        Shape ``(moving, moving)``.
    curve
        Coefficients of the squares and products of those coordinates; none before anything was
        learned. Shape ``(count, pair)``.
    """

    centre: FloatArray
    level: FloatArray
    slope: FloatArray
    scale: FloatArray
    curve: FloatArray

    def tables(self, target: Target, *, heat: float = 1.0) -> Tables:
        """Everything the compiled density reads; see there for the ``heat``."""
        seen, parameters = target.seen, target.parameters
        words = [each.target if each.kind == "reports" else "" for each in parameters.each]
        return Tables(
            prior_mean=parameters.mean,
            prior_sd=parameters.sd,
            moving=parameters.moves_people,
            centre=self.centre,
            level=self.level,
            slope=np.ascontiguousarray(self.slope),
            scale=np.ascontiguousarray(self.scale),
            curve=np.ascontiguousarray(self.curve),
            stocks=np.log(seen.stocks.value + SOFTENING_PEOPLE),
            day=seen.stocks.day,
            start=seen.stocks.start,
            arrivals=seen.arrivals.value,
            household=target.household,
            reports=np.array([words.index(word) if word in words else -1 for word in WORDS]),
            heat=heat,
        )


def straight(
    centre: FloatArray, expected: Expected, nearby: Sequence[Expected | None], step: FloatArray
) -> Surrogate:
    """
    A surrogate without curves.

    Parameters
    ----------
    expected
        What is expected at the centre.
    nearby
        And with one parameter after the other moved by its ``step``; ``None`` counts as no change.
    step
        Shape ``(moving,)``.
    """
    level = signals(expected)
    slope = np.zeros((len(level), len(step)))
    for number, each in enumerate(nearby):
        if each is not None:
            slope[:, number] = (signals(each) - level) / step[number]
    return Surrogate(centre, level, slope, np.eye(len(step)), np.zeros((len(level), 0)))


def curved(
    surrogate: Surrogate, target: Target, covariance: FloatArray, vectors: FloatArray, found: FloatArray
) -> Surrogate:
    """
    The same with slopes and curves learned from runs.

    Ridge regression of what the slopes miss, in coordinates in which the posterior is about
    round; coefficients are held near zero the more, the fewer runs there are.

    Parameters
    ----------
    covariance
        Of the posterior, about. Shape ``(parameter, parameter)``.
    vectors, found
        Where runs were made, and their signals. Shapes ``(run, parameter)`` and ``(run, count)``.
    """
    moving = target.parameters.moves_people
    away = vectors[:, moving] - surrogate.centre[moving]
    scale = np.linalg.inv(np.linalg.cholesky(covariance[np.ix_(moving, moving)]))
    round_away = away @ scale.T
    missed = found - surrogate.level - away @ surrogate.slope.T
    terms = np.hstack([np.ones((len(away), 1)), round_away, _products(round_away)])
    # Runs far out say little of what is near.
    weight = 1.0 / (1.0 + ((round_away**2).mean(axis=1) / _FAR) ** 2)
    held = np.full(terms.shape[1], 1.0)
    held[0] = 1e-3
    held[1 + len(moving) :] = _HELD_CURVES
    left = (terms * weight[:, None]).T
    coefficients = np.linalg.solve(left @ terms + np.diag(held), left @ missed).T
    return replace(
        surrogate,
        level=surrogate.level + coefficients[:, 0],
        slope=surrogate.slope + coefficients[:, 1 : 1 + len(moving)] @ scale,
        scale=scale,
        curve=coefficients[:, 1 + len(moving) :],
    )


def _products(points: FloatArray) -> FloatArray:
    """Squares and products of coordinates. Shapes ``(point, coordinate)`` to ``(point, pair)``."""
    one, other = _pairs(points.shape[1])
    return np.asarray(points[:, one] * points[:, other])


def _pairs(size: int) -> tuple[AnyArray, AnyArray]:
    return np.triu_indices(size)
