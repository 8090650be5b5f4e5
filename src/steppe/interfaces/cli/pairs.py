"""``NAME=VALUE`` as it is written after ``--set``."""

from __future__ import annotations

from collections.abc import Iterable

from steppe.errors import Problem


def read_pairs(
    pairs: Iterable[str], *, option: str = "--set ", what: str = "NAME"
) -> tuple[dict[str, str], list[Problem]]:
    """
    Values by name, and the pairs that are none or come twice.

    Parameters
    ----------
    pairs
        As they were written.
    option
        What stands before a pair in an error.
    what
        What the names are of: ``NAME`` of settings; those of a ``COLUMN`` may be in capitals, too.
    """
    values: dict[str, str] = {}
    problems: list[Problem] = []
    for pair in pairs:
        name, equals, value = (part.strip() for part in pair.partition("="))
        name = name.casefold() if what == "COLUMN" else name
        if not name or not equals:
            problems.append(Problem(f"{option}'{pair}'", "names no value.", f"Write {what}=VALUE."))
        elif name in values:
            problems.append(Problem(f"{option}{name}", "is given twice.", "Keep one of them."))
        else:
            values[name] = value
    return values, problems
