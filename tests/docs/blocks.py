"""The code blocks of the documents, taken out and run."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(\S*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, its text and the line it starts on."""

    language: str
    text: str
    line: int


def documents() -> list[Path]:
    """The README, what stands beside it, and every page of the documentation."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def blocks_of(page: str) -> list[Block]:
    """Every fenced block of a page, in order."""
    return [
        Block(found[1], found[2], page.count("\n", 0, found.start()) + 1) for found in FENCE.finditer(page)
    ]


def commands_of(text: str) -> list[tuple[str, str]]:
    """Commands of a console block, each with the output that the page shows after it."""
    parts = re.split(r"^\$ ", text, flags=re.MULTILINE)
    if parts[0].strip():
        raise ValueError("a console block begins with '$ '")
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts[1:]]


def output_matches(shown: str, printed: str) -> bool:
    """Whether the page tells the truth; ``...`` stands for anything, no output for any output."""
    return not shown.strip() or doctest.OutputChecker().check_output(shown, printed, OPTIONS)


def printed(ended: subprocess.CompletedProcess[str]) -> str:
    """What a page shows of a command: its results or, where it has none, what it complains of."""
    return ended.stdout or ended.stderr


def run_command(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one shell command in a folder, with this environment's programs first."""
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    surroundings = os.environ | {"PATH": programs, "COLUMNS": "110", "MPLBACKEND": "agg"}
    return subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder, env=surroundings, text=True, capture_output=True, timeout=240,
        check=False,
    )  # fmt: skip
