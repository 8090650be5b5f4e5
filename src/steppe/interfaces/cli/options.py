"""What several commands have in common: options, and what is typed after them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from steppe.errors import Problem

ScenarioName = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO", help="A scenario folder, a Flee folder, or the name of a built-in world."
    ),
]
FixedSeed = Annotated[
    int, typer.Option(metavar="N", min=0, max=2**63 - 1, help="Where all chance starts from.")
]
Threads = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        max=1024,
        help="Threads to use; all cores by default. Numbers do not depend on it.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only say where the results are.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output, nothing else there.")]
Horizons = Annotated[
    str, typer.Option("--horizon", metavar="DAYS,...", help="Days ahead, with commas between.")
]


def read_day(text: str | None, option: str) -> tuple[date | None, list[Problem]]:
    """
    A day as typed after an option.

    Returns
    -------
    day, problems
        ``None`` where nothing was typed, or no day.
    """
    from steppe.errors import Problem

    if text is None:
        return None, []
    try:
        return date.fromisoformat(text.strip()), []
    except ValueError:
        return None, [Problem(f"{option} {text}", "is not a date.", "Write it as 2025-03-31.")]


def read_horizons(written: str, farthest: int) -> tuple[tuple[int, ...], list[Problem]]:
    """
    Days ahead as typed, rising, and everything that is wrong with them.

    Parameters
    ----------
    written
        Whole numbers with commas between.
    farthest
        The most days ahead.

    Returns
    -------
    horizons, problems
        Each horizon once.
    """
    from steppe.errors import Problem

    found: list[int] = []
    problems: list[Problem] = []
    for text in (part.strip() for part in written.split(",")):
        where = f"--horizon '{text}'"
        if not (text.isascii() and text.isdigit()):
            remedy = "Write days with commas between, such as 7,30,90."
            problems.append(Problem(where, "is not a whole number of days.", remedy))
        elif not 1 <= int(text) <= farthest:
            problems.append(Problem(where, "is out of range.", f"Give 1 to {farthest:,} days."))
        elif int(text) in found:
            problems.append(Problem(where, "is given twice.", "Keep one of them."))
        else:
            found.append(int(text))
    return tuple(sorted(found)), problems
