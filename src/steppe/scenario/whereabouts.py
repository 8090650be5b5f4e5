"""
Where in a folder a row or a setting stands, so that every problem can point at it.

A world made in Python has no files; its rows are then told by their number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from steppe.errors import Problem
from steppe.scenario.fields import SETTINGS
from steppe.scenario.tables import TABLES

TOML_FILE = "scenario.toml"
_ORDER = (TOML_FILE, *(f"{table}.csv" for table in TABLES))


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """
    Lines of rows and settings.

    Parameters
    ----------
    lines
        For each table read from a file, the line of each of its rows.
    headings
        For each name in ``scenario.toml``, its line.
    from_files
        Whether the world was read from a folder at all.
    named
        Rows that go by a name of their own, ``(table, number)`` to words.
    """

    lines: Mapping[str, Sequence[int]] = field(default_factory=dict)
    headings: Mapping[str, int] = field(default_factory=dict)
    from_files: bool = False
    named: Mapping[tuple[str, int], str] = field(default_factory=dict)

    def row(self, table: str, number: int) -> str:
        """Words for a row, counted from 0."""
        if (table, number) in self.named:
            return self.named[table, number]
        if table in self.lines:
            return f"{table}.csv line {self.lines[table][number]}"
        return f"{table} row {number + 1}"

    def table(self, table: str) -> str:
        """Words for a whole table."""
        return f"{table}.csv" if self.from_files else table

    def setting(self, name: str) -> str:
        """Words for a setting, or for a name in the heading."""
        if name in self.headings:
            return f"{TOML_FILE} line {self.headings[name]}"
        section = SETTINGS[name].section if name in SETTINGS else "scenario"
        return f"{TOML_FILE} [{section}]" if self.from_files else f"{section}, {name}"


def in_file_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems as a person goes through the folder: file by file, line by line, errors before warnings."""
    return sorted(dict.fromkeys(problems), key=_place_in_folder)


def _place_in_folder(problem: Problem) -> tuple[bool, int, int]:
    file = problem.where.split(" ")[0]
    line = re.search(r"(?:line|row) (\d+)", problem.where)
    return (
        problem.severity == "warning",
        _ORDER.index(file) if file in _ORDER else -1,
        int(line[1]) if line else 0,
    )
