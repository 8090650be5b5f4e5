"""
The files of a Flee folder as rows with line numbers, and what is found wrong on the way.

A :class:`Reading` goes through all readers of one folder.  They put into it
every error (``wrong``), everything that cannot be carried over (``note``) and
which files they used, so that all of it is told at once and nothing is dropped
in silence.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from steppe.errors import Problem, ScenarioError
from steppe.field import Field
from steppe.scenario.tables import TABLES
from steppe.scenario.text_file import read_text
from steppe.scenario.values import Refused, read_value

_NOTHING = b" \t\r\n\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Row:
    """
    A row of a file that is not empty.

    Parameters
    ----------
    where
        File and line, such as ``"locations.csv line 4"``.
    cells
        As they stand; :meth:`cell` takes off the blanks around one.
    """

    where: str
    cells: tuple[str, ...]

    @property
    def is_comment(self) -> bool:
        """Whether the row is a comment or a line of column names."""
        return self.cells[0].lstrip().startswith("#")

    def cell(self, number: int) -> str:
        """One cell without blanks around it; empty where the row is shorter."""
        return self.cells[number].strip() if number < len(self.cells) else ""


@dataclass(slots=True)
class Reading:
    """
    One folder being read.

    Parameters
    ----------
    folder
        The Flee folder.
    problems, notes
        Errors, and what is not carried over, in the order they are found.
    used
        Files that some reader looked into.
    commented
        Names of those with remarks in them.
    """

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    used: set[Path] = field(default_factory=set)
    commented: list[str] = field(default_factory=list)

    def wrong(self, where: str, found: str, remedy: str) -> None:
        """Keep an error."""
        self.problems.append(Problem(where, found, remedy))

    def note(self, where: str, found: str, remedy: str) -> None:
        """Keep a word on something that is not, or not fully, carried over."""
        self.notes.append(Problem(where, found, remedy, "warning"))

    def text(self, name: str, *, required: bool = True, asked_by: str = "") -> str:
        """
        The text of a file; empty where there is none.

        Parameters
        ----------
        name
            Path within the folder.
        required
            A missing file is an error.
        asked_by
            The row that names the file, where that is not the format itself.
        """
        path = self.folder / name
        self.used.add(path)
        if not path.exists():
            if required:
                where = asked_by or path.name
                self.wrong(where, f"there is no file {name}.", "Add the file, or correct its name.")
            return ""
        try:
            if path.is_file() and not path.read_bytes().strip(_NOTHING):
                return ""
            return read_text(path, is_table=path.suffix == ".csv")
        except OSError as error:
            self.wrong(path.name, f"cannot be read ({error.strerror or error}).", "Check your rights.")
        except ScenarioError as error:
            self.problems += error.problems
        return ""

    def rows(self, name: str, *, required: bool = True, asked_by: str = "") -> list[Row]:
        """Rows of a CSV file, comments among them; rows with nothing in them are left out."""
        text = self.text(name, required=required, asked_by=asked_by)
        file = Path(name).name
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        rows, line = [], 1
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    rows.append(Row(f"{file} line {line}", tuple(cells)))
                line = reader.line_num + 1
        except csv.Error:
            self.wrong(
                f"{file} line {line}",
                "has a quotation mark that is not closed, or text beside one.",
                'Put one " at each end of a text that holds a comma.',
            )
        if any(row.is_comment and _says_something(row, rows) for row in rows):
            self.commented.append(file)
        return rows

    def value(self, row: Row, number: int, kind: Field) -> Any:
        """One cell as a value of a field; ``None`` where it is empty or, which is told, no such value."""
        text = row.cell(number)
        if not text:
            return None
        try:
            return read_value(kind, text)
        except Refused as refused:
            self.wrong(row.where, refused.found, refused.remedy)
            return None

    def needed(self, row: Row, number: int, kind: Field) -> Any:
        """As :meth:`value`, where an empty cell is an error."""
        if not row.cell(number):
            self.wrong(row.where, f"{kind.name} is empty.", f"Fill in column {number + 1}.")
        return self.value(row, number, kind)


def _says_something(row: Row, rows: list[Row]) -> bool:
    """Whether a comment is a remark: neither a first line of column names nor what a spreadsheet put there."""
    first = row.cells[0].strip("# \t")
    is_heading = row is rows[0] and row.cell(1) != "" and " " not in first
    return not is_heading and first not in ("", "sep=")


def column(table: str, name: str, called: str = "") -> Field:
    """What a column of ours may hold, under the name it is called in a Flee folder."""
    found = next(each for each in TABLES[table] if each.name == name)
    return replace(found, name=called or name)


def named_columns(rows: Iterable[Row], first: int) -> dict[int, str]:
    """Names that the line of column names gives to the columns from ``first`` on."""
    for row in rows:
        if row.is_comment and len(row.cells) > first:
            return {number: row.cell(number) for number in range(first, len(row.cells)) if row.cell(number)}
    return {}


def quoted(names: Iterable[str]) -> str:
    """Names in quotation marks, one after another."""
    return ", ".join(f"'{name}'" for name in names)
