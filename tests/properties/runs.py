"""Runs of small worlds, laid out for property tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from steppe.engine.ensemble import ReplicaOutput, run_replicas
from steppe.engine.plan import Plan, compile_plan
from steppe.engine.policy import ACCOUNTS, STEPS
from steppe.scenario.model import Scenario

Counts = NDArray[np.float64]


class Run(NamedTuple):
    """
    What a few replicas counted.

    Parameters
    ----------
    stock
        Shape ``(replica, day, place)``.
    flow, turned_back
        Shape ``(replica, day, route)``.
    en_route, entered, went_home
        Shape ``(replica, day)``; nobody goes home in a world without pathways.
    group_stock
        Shape ``(replica, day, group, place)``.
    border
        Shape ``(replica, day, account, post)``.
    pathway
        Shape ``(replica, day, step, pathway)``.
    """

    stock: Counts
    flow: Counts
    turned_back: Counts
    en_route: Counts
    entered: Counts
    went_home: Counts
    group_stock: Counts
    border: Counts
    pathway: Counts

    def same_as(self, other: Run) -> bool:
        """Whether every number is the same, bit by bit."""
        return all(np.array_equal(one, two) for one, two in zip(self, other, strict=True))

    def close_to(self, other: Run) -> bool:
        """Whether every number is the same but for rounding."""
        return all(np.allclose(one, two, rtol=1e-6, atol=1e-6) for one, two in zip(self, other, strict=True))

    def until(self, days: int) -> Run:
        """The same on the first days only."""
        return Run(*(each[:, :days] for each in self))


def run(
    scenario: Scenario | Plan,
    *,
    replicas: int = 3,
    seed: int = 1,
    expected: bool = False,
    threads: int = 1,
    chunks: tuple[tuple[int, int, tuple[int, ...]], ...] | None = None,
) -> Run:
    """Run a world; ``chunks`` are (first, replicas, skip) of several calls that make up all replicas."""
    plan = scenario if isinstance(scenario, Plan) else compile_plan(scenario)
    kept = Run(*(np.full((replicas, plan.days, *shape), np.nan) for shape in _shapes(plan)))

    def record(replica: int, output: ReplicaOutput) -> None:
        for name, array in kept._asdict().items():
            counts = getattr(output, name)
            array[replica] = counts if counts.size else 0

    for first, number, skip in chunks or ((0, replicas, ()),):
        run_replicas(
            plan,
            replicas=number,
            seed=seed,
            record=record,
            expected=expected,
            threads=threads,
            first=first,
            skip=skip,
        )
    return kept


def _shapes(plan: Plan) -> Iterator[tuple[int, ...]]:
    """What is counted of each field of a run in one replica on one day."""
    places, routes = len(plan.place_names), len(plan.route_names)
    yield from ((places,), (routes,), (routes,), (), (), ())
    yield (len(plan.group_names), places)
    yield (len(ACCOUNTS), len(plan.posts))
    yield (len(STEPS), len(plan.pathway_names))
