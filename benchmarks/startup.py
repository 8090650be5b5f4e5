"""
How long it takes until Steppe answers, beside how long Python itself takes.

Run with ``python -m benchmarks.startup``.  Each command is run several times and
the quickest counts; the limits are those of the house (0.3 s to import, 0.4 s
for a first answer).
"""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter

TRIES = 7
LIMITS_SECONDS = {
    "python -c pass": None,
    "import steppe": 0.3,
    "steppe --version": 0.4,
    "steppe --help": 0.4,
    "steppe run --help": 0.4,
}


def words_of(name: str) -> list[str]:
    """The command behind a row of the table, as words for the system."""
    if name.startswith("steppe"):
        return [sys.executable, "-m", *name.split()]
    return [sys.executable, "-c", name.removeprefix("python -c ")]


def quickest_seconds(words: list[str]) -> float:
    """Wall-clock seconds of the quickest of several runs."""
    taken = []
    for _ in range(TRIES):
        started = perf_counter()
        subprocess.run(words, check=True, capture_output=True)
        taken.append(perf_counter() - started)
    return min(taken)


def main() -> int:
    """Print the table; 1 where a limit is passed."""
    bare = None
    passed = True
    print(f"{'command':<20}{'seconds':>9}{'limit':>8}{'times bare Python':>20}")
    for name, limit in LIMITS_SECONDS.items():
        seconds = quickest_seconds(words_of(name))
        bare = bare or seconds
        passed = passed and (limit is None or seconds < limit)
        print(f"{name:<20}{seconds:>9.3f}{limit or '':>8}{seconds / bare:>20.1f}")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
