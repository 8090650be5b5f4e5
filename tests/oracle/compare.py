"""
Two samples of histories: are they from one distribution?

Histories of the two samples are paired at random.  Where both come from one
distribution, the difference of any feature of a pair is as likely to be ``d`` as
``-d``, and so, whatever that distribution is, the sum of the differences over the
root of the sum of their squares exceeds ``x`` in size with a chance of at most
``2 exp(-x**2 / 2)`` (Hoeffding 1963; Efron 1969, "Student's t-test under symmetry
conditions").  Divided over all features (Bonferroni) this bounds the chance that
equal worlds are told apart, for rare cells and skewed counts alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from steppe.engine.ensemble import ReplicaOutput, run_replicas
from steppe.engine.plan import Plan, compile_plan
from steppe.scenario.model import Scenario
from tests.oracle.run import ACCOUNTS, STEPS, Histories

FALSE_ALARM = 1e-4
"""Chance that two samples of one distribution are told apart, for a whole world."""
_DIRECTIONS = 64
_SCALES = (1.0, 3.0)

Cells = NDArray[np.float64]


@dataclass(frozen=True)
class Verdict:
    """
    How far two samples are apart.

    Parameters
    ----------
    means, variances, joint
        Largest self-normalised sum over all cells, of the counts, of their squared
        distance from the common mean, and of waves over all cells at once.
    bound
        What each stays below, but for a chance of ``FALSE_ALARM``.
    worst
        The cell or wave that is furthest apart, in words.
    """

    means: float
    variances: float
    joint: float
    bound: float
    worst: str

    @property
    def same(self) -> bool:
        """Whether nothing is further apart than chance allows."""
        return max(self.means, self.variances, self.joint) <= self.bound


def run_engine(scenario: Scenario, *, replicas: int, seed: int, expected: bool = False) -> Histories:
    """Run the engine and lay its counts out as the oracle does."""
    plan = compile_plan(scenario)
    shape = (replicas, plan.days)
    pathways = len(plan.pathway_names)
    kept = Histories(
        np.zeros((*shape, len(plan.place_names))),
        np.zeros((*shape, len(plan.route_names))),
        np.zeros((*shape, len(plan.route_names))),
        np.zeros(shape),
        np.zeros(shape),
        np.zeros((*shape, len(plan.group_names), len(plan.place_names))),
        np.zeros((*shape, len(ACCOUNTS), len(plan.posts))),
        np.zeros((*shape, len(STEPS), pathways)),
        np.zeros((replicas, plan.days if pathways else 0)),
    )

    def record(replica: int, output: ReplicaOutput) -> None:
        for name, array in kept._asdict().items():
            array[replica] = getattr(output, name)

    run_replicas(plan, replicas=replicas, seed=seed, record=record, expected=expected, threads=1)
    return kept


def cells_of(histories: Histories, plan: Plan) -> Cells:
    """Everything that was counted, side by side. Shape ``(replica, cell)``."""
    routes = len(plan.route_names)
    assert not histories.flow[:, :, routes:].any()
    parts = (
        histories.stock,
        histories.flow[:, :, :routes],
        histories.turned_back[:, :, :routes],
        histories.en_route,
        histories.entered,
        histories.group_stock,
        histories.border,
        histories.pathway,
        histories.went_home,
    )
    return np.concatenate([part.reshape(len(part), -1) for part in parts], axis=1).astype(np.float64)


def cell_names(plan: Plan) -> list[str]:
    """Names of the cells of :func:`cells_of`."""
    found = []
    groups = [f"{group} at {place}" for group in plan.group_names for place in plan.place_names]
    posts = [f"{word} on {plan.route_names[post]}" for word in ACCOUNTS for post in plan.posts]
    pathways = [f"{word} in {pathway}" for word in STEPS for pathway in plan.pathway_names]
    for what, names in (
        ("at {}", plan.place_names),
        ("along {}", plan.route_names),
        ("turned back on {}", plan.route_names),
        ("on the road", [""]),
        ("entered", [""]),
        ("{}", groups),
        ("{}", posts),
        ("{}", pathways),
        ("went home", [""] if plan.pathway_names else []),
    ):
        found += [f"{what.format(name)} on day {day}" for day in range(plan.days) for name in names]
    return found


def compare(one: Cells, two: Cells, names: list[str]) -> Verdict:
    """
    Compare two samples in means, variances and everything at once.

    Parameters
    ----------
    one, two
        Shape ``(replica, cell)`` each; replicas are independent.
    names
        Of the cells.
    """
    centre = (one + two).mean(axis=0) / 2
    first, second = one - centre, two - centre
    spread = np.sqrt((first**2 + second**2).mean(axis=0) / 2)
    waves = _waves(first.shape[1], np.where(spread > 0, spread, 1.0))
    sums = (
        _self_normalised(first - second),
        _self_normalised(first**2 - second**2),
        _self_normalised(_seen_through(first, waves) - _seen_through(second, waves)),
    )
    features = sum(int(np.count_nonzero(each)) for each in sums)
    words = (
        [f"mean {name}" for name in names],
        [f"variance {name}" for name in names],
        [f"wave {number}" for number in range(sums[2].size)],
    )
    sizes = [float(each.max(initial=0.0)) for each in sums]
    furthest = int(np.argmax(sizes))
    worst = words[furthest][int(np.argmax(sums[furthest]))]
    return Verdict(*sizes, bound_for(features), worst)


def bound_for(features: int) -> float:
    """What so many self-normalised sums all stay below, but for a chance of ``FALSE_ALARM``."""
    return math.sqrt(2.0 * math.log(2.0 * max(1, features) / FALSE_ALARM))


def _self_normalised(difference: Cells) -> Cells:
    """Size of the sum over the root of the sum of squares, of each column; 0 where nothing differs."""
    root = np.sqrt(np.einsum("rc,rc->c", difference, difference))
    return np.abs(difference.sum(axis=0)) / np.where(root > 0, root, 1.0)


def _waves(cells: int, spread: Cells) -> Cells:
    """Random directions through all cells at once, each cell in its own spread. Shape ``(cell, wave)``."""
    draws = np.random.default_rng(1).normal(size=(cells, _DIRECTIONS))
    varying = max(1, int(np.count_nonzero(spread != 1.0)))
    return np.concatenate([scale * draws for scale in _SCALES], axis=1) / (spread[:, None] * varying**0.5)


def _seen_through(cells: Cells, waves: Cells) -> Cells:
    """Empirical characteristic function, history by history: cosines and sines. Shape ``(replica, 2 wave)``."""
    phase = cells @ waves
    return np.concatenate([np.cos(phase), np.sin(phase)], axis=1)
