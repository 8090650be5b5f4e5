"""
What a thousand times more people cost.

Run with ``python -m benchmarks.scaling``.  The same world is run twice: as it
is, and with every count of people multiplied by a thousand: populations, people
already there, capacities and their changes, schedules and observations.  Shares,
routes, days and events stay, so every place is as full as before.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from benchmarks.cases import AFGHANISTAN, CAR, MALI, SYRIA, left_out
from benchmarks.replica import Replica
from benchmarks.table import Peer, Row, quickest_seconds, report
from steppe import CapacityChange, Place, Scenario
from steppe.engine.plan import compile_plan

CASES = (MALI, CAR, SYRIA, AFGHANISTAN)
TIMES = 1_000
LIMIT = 1.5
LIMITED = (MALI, CAR, SYRIA)
SMALLER = (10, 100, 1_000)
NOTES = (
    "Limited are the peer's cases at full scale: from a world in which most situations are inhabited to one with a thousand times more people in the same situations.",
    "A smaller start (people_per_count of 10, 100 and 1,000) is cheaper than a full one, because most situations are empty and empty ones cost nothing: the cost rises with the number of inhabited situations, and then no more. How many draws more there are is in the first column.",
    "afghanistan-2021 counts places by hours of the day: its situations are many, and with its own people about half of the draws are not needed.",
    "Processor seconds on one thread, the two worlds in turn, best of many.",
    "The peer moves people one by one, so its cost is in proportion: estimated, not run.",
)


def _more_at(place: Place, times: int) -> Place:
    return replace(
        place,
        population=place.population * times,
        capacity=None if place.capacity is None else place.capacity * times,
        present=None if place.present is None else place.present * times,
    )


def multiplied(world: Scenario, times: int) -> Scenario:
    """
    The same world with every count of people multiplied.

    Parameters
    ----------
    world
        The world.
    times
        Whole number, at least 1.
    """
    return replace(
        world,
        places=tuple(_more_at(each, times) for each in world.places),
        observations=tuple(replace(each, value=each.value * times) for each in world.observations),
        pushes=tuple(replace(each, people=each.people * times) for each in world.pushes),
        events=tuple(
            replace(each, capacity=each.capacity * times)
            if isinstance(each, CapacityChange) and each.capacity is not None
            else each
            for each in world.events
        ),
    )


@dataclass(frozen=True, slots=True)
class Cost:
    """What a replica of a world takes: people, draws, seconds at its best."""

    people: float
    draws: float
    seconds: float


def costs_of(worlds: Sequence[Scenario], tries: int = 15) -> list[Cost]:
    """Run worlds in turn, several times, so that a busy moment of the machine meets them all."""
    replicas = [Replica(compile_plan(world)) for world in worlds]
    draws = [replica.run(1) for replica in replicas]
    best = [float("inf")] * len(worlds)
    for _ in range(tries):
        for number, replica in enumerate(replicas):
            taken = quickest_seconds(partial(replica.run, 1), tries=3, seconds=0.05)
            best[number] = min(best[number], taken)
    return [Cost(replica.people, *each) for replica, *each in zip(replicas, draws, best, strict=True)]


def scaling_row(name: str, world: Scenario, limit: float | None = None, times: int = TIMES) -> Row:
    """How many times as much the multiplied world costs."""
    few, many = costs_of([world, multiplied(world, times)])
    draws = f"draws × {many.draws / few.draws:.1f}"
    peer = Peer(times, times, f"× {times:,}, estimated")
    return Row(
        f"{name}, from {few.people:,.0f} people, {draws}",
        many.seconds / few.seconds,
        "times",
        limit,
        peer=peer,
    )


def main() -> int:
    """Print the table; 1 where a limit is missed."""
    there = [case for case in CASES if case.is_there]
    full = [scaling_row(case.name, case.load(), LIMIT if case in LIMITED else None) for case in there]
    small = [
        scaling_row(case.name, case.load().with_settings(people_per_count=share))
        for case in there
        for share in SMALLER
    ]
    return report("A thousand times more people", [*full, *small], [*NOTES, *left_out(*CASES)])


if __name__ == "__main__":
    sys.exit(main())
