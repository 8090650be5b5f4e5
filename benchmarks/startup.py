"""
How long it takes until Steppe answers, and until a first run has ended.

Run with ``python -m benchmarks.startup``.  Each command is a process of its own,
run several times, and the quickest counts.  "Warm" is with compiled code on disk
from an earlier run, "the very first time" with none, as after an installation.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

from benchmarks.table import Row, quickest_seconds, report

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "steppe"
TRIES = 7
LIMITS_SECONDS = {
    "python -c pass": None,
    "import steppe": 0.3,
    "steppe --version": 0.4,
    "steppe --help": 0.4,
    "steppe run --help": 0.4,
}
RUN = "steppe run afghanistan-2021 --replicas 100"
YEAR = f"{RUN} --days 365"
WARM_LIMIT, FIRST_LIMIT, YEAR_LIMIT = 4.0, 25.0, 5.0
NONE_CHANGED: Mapping[str, str] = {}
NOTES = (
    "Wall-clock seconds, unless said otherwise: they grow where others use the same processors.",
    "The built-in case has all features on: groups, rules by papers, queues, pathways, limits of hosts.",
    "The run compiles the world, simulates 100 replicas on all processors, and writes tables, charts and a map.",
    "Caching is made impossible by files that stand where the folders for compiled code would be.",
    "The peer needs no compiling and has no command of this kind; it is left out.",
)


def words_of(name: str) -> list[str]:
    """The command behind a row of the table, as words for the system."""
    if name.startswith("steppe"):
        return [sys.executable, "-m", *name.split()]
    return [sys.executable, "-c", name.removeprefix("python -c ")]


def answer_row(name: str, limit: float | None, tries: int = TRIES) -> Row:
    """How long a short command takes at its best."""
    words = words_of(name)
    seconds = quickest_seconds(
        lambda: subprocess.run(words, check=True, capture_output=True),
        tries=tries,
        seconds=0.0,
        clock=perf_counter,
    )
    return Row(name, seconds, "s", limit)


def run_seconds(surroundings: Mapping[str, str] = NONE_CHANGED, run: str = RUN) -> tuple[float, float]:
    """Wall-clock and processor seconds of a whole run of the built-in case, once, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [*words_of(run), "--out", str(Path(folder) / "run"), "--quiet"]
        environment = os.environ | dict(surroundings)
        started, before = perf_counter(), processor_seconds()
        subprocess.run(command, check=True, capture_output=True, env=environment)
        return perf_counter() - started, processor_seconds() - before


def processor_seconds() -> float:
    """What all processes started from here have used so far."""
    used = os.times()
    return used.children_user + used.children_system


def first_run_seconds() -> tuple[float, float]:
    """The run with nowhere a trace of an earlier one."""
    with tempfile.TemporaryDirectory() as empty:
        return run_seconds({"NUMBA_CACHE_DIR": empty})


def uncached_run_seconds() -> tuple[float, float]:
    """The run where no compiled code can be kept: a copy of the package, and files in the way of every folder."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "steppe"
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
        for room in [copy, *(each for each in copy.rglob("*") if each.is_dir())]:
            (room / "__pycache__").touch()
        in_the_way = Path(folder) / "in-the-way"
        in_the_way.touch()
        nowhere = str(in_the_way / "cache")
        names = ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME", "HOME", "LOCALAPPDATA", "IPYTHONDIR")
        return run_seconds({**dict.fromkeys(names, nowhere), "PYTHONPATH": folder})


def run_rows() -> list[Row]:
    """The built-in case from one end to the other."""
    run_seconds()
    warm, warm_busy = map(min, zip(*(run_seconds() for _ in range(5)), strict=True))
    year, year_busy = map(min, zip(*(run_seconds(run=YEAR) for _ in range(5)), strict=True))
    first, first_busy = map(min, zip(*(first_run_seconds() for _ in range(2)), strict=True))
    uncached, uncached_busy = uncached_run_seconds()
    return [
        Row(f"{RUN}, warm", warm, "s", WARM_LIMIT),
        Row(f"{YEAR}, warm", year, "s", YEAR_LIMIT),
        Row("the very first time", first, "s", FIRST_LIMIT),
        Row("where caching is impossible", uncached, "s"),
        Row("warm, processor seconds of all threads", warm_busy, "s"),
        Row("365 days warm, processor seconds of all threads", year_busy, "s"),
        Row("the very first time, processor seconds", first_busy, "s"),
        Row("where caching is impossible, processor seconds", uncached_busy, "s"),
    ]


def main() -> int:
    """Print the table; 1 where a limit is missed."""
    answers = [answer_row(name, limit) for name, limit in LIMITS_SECONDS.items()]
    return report("Start-up", [*answers, *run_rows()], NOTES)


if __name__ == "__main__":
    sys.exit(main())
