"""
The most memory an ensemble takes: a whole process, with everything it imports and compiles.

Run with ``python -m benchmarks.memory``.  Each row is a fresh process, and the
figure is the most resident memory the system saw it take.  It is started by a
small process, because the system counts one in with the memory of the other.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.cases import CAR_SHORT_STINTS, left_out
from benchmarks.table import Peer, Row, report

REPLICAS = 100
LIMIT_MB = 400
KEEPS = ("summary", "disk", "memory")
PEER = Peer(284, 284, "284 MB for one run, measured")
MB_PER_UNIT = (
    1e-6 if sys.platform == "darwin" else 1024e-6
)  # ru_maxrss counts bytes there, else 1,024 of them
START_AND_MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
NONE_CHANGED: Mapping[str, str] = {}
NOTES = (
    "car2013: 820 days, 415 thousand people, at the scale of its folder; all processors work at once, each with working memory of its own.",
    "The peer's figure is for one run of car at full scale, not for a hundred.",
)


def peak_mb(words: Sequence[str], surroundings: Mapping[str, str] = NONE_CHANGED) -> float:
    """
    The most resident memory of a command.

    Parameters
    ----------
    words
        The command; it must end well.
    surroundings
        Variables of the environment that are set for it.

    Returns
    -------
    peak
        In MB of 1,000,000 bytes.
    """
    ended = subprocess.run(
        [sys.executable, "-c", START_AND_MEASURE, *words],
        stdout=subprocess.PIPE,
        env=os.environ | dict(surroundings),
        check=True,
    )
    return int(ended.stdout) * MB_PER_UNIT


def ensemble_row(keep: str, replicas: int = REPLICAS) -> Row:
    """The most memory of a process that simulates and keeps its result in one of the three ways."""
    with tempfile.TemporaryDirectory() as folder:
        run = str(Path(folder) / "run")
        words = [sys.executable, "-m", "benchmarks.ensemble", CAR_SHORT_STINTS.path, str(replicas), keep, run]
        return Row(
            f'{replicas} replicas of car2013, keep="{keep}"', peak_mb(words), "MB", LIMIT_MB, peer=PEER
        )


def compiled_anew_row() -> Row:
    """The most memory of a process that also has to compile, which happens once after an installation."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "benchmarks.ensemble", "afghanistan-2021", "2", "memory", ""]
        return Row(
            "2 replicas of afghanistan-2021, compiled anew",
            peak_mb(words, {"NUMBA_CACHE_DIR": folder}),
            "MB",
        )


def main() -> int:
    """Print the table; 1 where a limit is missed."""
    rows = [compiled_anew_row()]
    if CAR_SHORT_STINTS.is_there:
        rows = [*map(ensemble_row, KEEPS), *rows]
    return report("Memory", rows, [*NOTES, *left_out(CAR_SHORT_STINTS)])


if __name__ == "__main__":
    sys.exit(main())
