"""
How much sharper the effect of one change is with the same luck in both runs.

Run with ``python -m benchmarks.paired``.  Quota of one border post one person a
day higher: the width of the interval that holds nine in ten differences, with
pairs and with independent seeds.
"""

from __future__ import annotations

import sys

import numpy as np

import steppe
from benchmarks.table import Row, report
from steppe.insight.compare import spread
from tests.paired.worlds import two_gates

REPLICAS, TIMES_NARROWER = 400, 5.0
PLACES = ("Camp", "City", "North Gate")
# People who flee, and the quota that binds: the more people, the more other luck hides one person a day.
CROWDS = ((12_000, 40), (60_000, 200), (600_000, 2_000))


def people_at(quota: int, crowd: int, seed: int) -> np.ndarray:
    """People at each of ``PLACES`` on the last day. Shape ``(replica, place)``."""
    result = steppe.simulate(two_gates(quota, crowd), replicas=REPLICAS, seed=seed)
    return np.asarray(result.stock.at(place=list(PLACES)).values)[:, -1]


def widths(base: np.ndarray, variant: np.ndarray) -> np.ndarray:
    """Width of the 90 % interval of the differences at each place, people."""
    found = spread(base, variant)
    return found["p95"] - found["p05"]


def main() -> int:
    """Print the ratios; 1 where an interval is not narrow enough."""
    rows, notes = [], [f"{REPLICAS} replicas; a width below one person counts as one"]
    for crowd, quota in CROWDS:
        base = people_at(quota, crowd, 1)
        paired = widths(base, people_at(quota + 1, crowd, 1))
        independent = widths(base, people_at(quota + 1, crowd, 2))
        ratios = zip(PLACES, independent / np.maximum(paired, 1.0), strict=True)
        rows += [
            Row(f"{crowd:,} people, {place}", ratio, "times", TIMES_NARROWER, at_least=True)
            for place, ratio in ratios
        ]
        notes.append(
            f"{crowd:,} people, quota {quota:,}: widths in people with the same luck {_words(paired)},"
            f" with other luck {_words(independent)}"
        )
    return report("Width with other luck over width with the same: one more person a day", rows, notes)


def _words(numbers: np.ndarray) -> str:
    return ", ".join(f"{number:.0f}" for number in numbers)


if __name__ == "__main__":
    sys.exit(main())
