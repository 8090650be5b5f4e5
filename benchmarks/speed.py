"""
What one replica costs at full scale on one core, and what compiling a world costs.

Run with ``python -m benchmarks.speed``.
"""

from __future__ import annotations

import sys
from time import process_time

from benchmarks.cases import (
    AFGHANISTAN,
    CAR,
    CAR_SHORT_STINTS,
    MALI,
    MALI_SHORT_STINTS,
    SYRIA,
    Case,
    left_out,
)
from benchmarks.replica import Replica
from benchmarks.table import Row, quickest_seconds, report
from steppe.engine.plan import compile_plan

CASES = (MALI, CAR, SYRIA, AFGHANISTAN, MALI_SHORT_STINTS, CAR_SHORT_STINTS)
COMPILE_LIMIT_MS = 500
NOTES = (
    "A replica runs on one thread and is warm; both it and the peer in processor seconds, Steppe's the best of several.",
    "The peer's run of syria at full scale was not made: its figure is estimated from its runs at 1:100.",
    "car2013 and mali2012 also track how far each person came of late (avoid_short_stints), in up to 401 steps: the same people in many more situations, which costs more. They have no limit.",
    "Compiling first: the first time in this process, after loading; at its best: of several.",
)


def compile_rows(case: Case) -> list[Row]:
    """What turning a world into tables takes, at first and at its best."""
    world = case.load()
    started = process_time()
    compile_plan(world)
    first = process_time() - started
    best = min(first, quickest_seconds(lambda: compile_plan(world), tries=3, seconds=1.0))
    return [
        Row(f"compile {case.name}, first", 1e3 * first, "ms", COMPILE_LIMIT_MS),
        Row(f"compile {case.name}, at its best", 1e3 * best, "ms", COMPILE_LIMIT_MS),
    ]


def replica_row(case: Case) -> Row:
    """What one replica takes."""
    world = case.load()
    replica = Replica(compile_plan(world))
    replica.run(0)
    seconds = quickest_seconds(lambda: replica.run(1), tries=5)
    return Row(f"{case.name}, {world.days:,} days", 1e3 * seconds, "ms", case.limit_ms, peer=case.peer)


def main() -> int:
    """Print the table; 1 where a limit is missed."""
    there = [case for case in CASES if case.is_there]
    compiling = [row for case in there for row in compile_rows(case)]
    rows = [*map(replica_row, there), *compiling]
    return report("Speed on one core", rows, [*NOTES, *left_out(*CASES)])


if __name__ == "__main__":
    sys.exit(main())
