"""
The CSV tables of a scenario folder: rows in files <-> frozen rows.

Reading gathers what is wrong in every cell and goes on; a row with a fault is
left out, and a place, group or pathway with a fault keeps its name, so that
nobody is told that it is unknown.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from steppe.errors import Problem, ScenarioError
from steppe.field import Field
from steppe.scenario.columns import EVIDENCE
from steppe.scenario.model import Scenario
from steppe.scenario.nearest import suggestion
from steppe.scenario.tables import (
    PLACE_WORTH,
    ROW_TYPES,
    TABLES,
    event_fields,
    event_type,
    fields_of_row,
    kept_by_name,
    rows_of,
)
from steppe.scenario.text_file import TextRow, read_rows
from steppe.scenario.values import Refused, read_value, written_value

_BLANK = " \t\u00a0"


@dataclass(slots=True)
class ReadTable:
    """
    What came of one file.

    Parameters
    ----------
    rows
        The rows without fault, in file order.
    lines
        The line each of them begins on.
    problems
        Everything that is wrong in the file.
    complete
        Whether the file could be read as a table at all.
    """

    rows: list[Any] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    complete: bool = True


@dataclass(frozen=True, slots=True)
class _Header:
    """Which column of a file holds which field."""

    columns: dict[str, int]
    width: int


def read_table(path: Path, table: str) -> ReadTable:
    """
    Read one CSV file of a scenario folder.

    Parameters
    ----------
    path
        The file, which is known to be there.
    table
        Which table it is, one of ``TABLES``.

    Returns
    -------
    read_table
        Rows, their lines, and every problem of the file.
    """
    found = ReadTable()
    try:
        text_rows = read_rows(path)
        header = _read_header(path.name, text_rows[0], table)
    except ScenarioError as error:
        found.problems += error.problems
        found.complete = False
        return found
    for text_row in text_rows[1:]:
        where = f"{path.name} line {text_row.line}"
        row, problems = _read_row(where, text_row, header, table)
        found.problems += problems
        if row is not None:
            found.rows.append(row)
            found.lines.append(text_row.line)
    return found


def _read_header(file: str, head: TextRow, table: str) -> _Header:
    """Match the column names of a file with the fields of its table, and say everything that does not fit."""
    where = f"{file} line {head.line}"
    known = [each.name for each in TABLES[table]]
    columns: dict[str, int] = {}
    problems = []
    for position, cell in enumerate(head.cells):
        name = cell.strip(_BLANK).casefold()
        if not name:
            continue
        if name not in known:
            listed = f"Known are {', '.join(known)}."
            problems.append(
                Problem(
                    where,
                    f"'{' '.join(cell.split())}' is not a column.",
                    suggestion(name, known, otherwise=listed),
                )
            )
        elif name in columns:
            problems.append(
                Problem(where, f"column '{name}' stands there twice.", "Keep one of the two columns.")
            )
        else:
            columns[name] = position
    missing = [each.name for each in TABLES[table] if each.required and each.name not in columns]
    problems += [
        Problem(where, f"there is no column '{name}'.", "Add it; the first line names the columns.")
        for name in missing
    ]
    if problems:
        raise ScenarioError(problems)
    return _Header(columns, len(head.cells))


def _read_row(where: str, text_row: TextRow, header: _Header, table: str) -> tuple[Any | None, list[Problem]]:
    problems = [
        Problem(
            where,
            f"'{' '.join(cell.split())}' stands in column {position + 1}, which has no name.",
            "A text that holds a comma needs quotation marks; otherwise name the column or empty the cell.",
        )
        for position, cell in enumerate(text_row.cells)
        if cell.strip(_BLANK) and position not in header.columns.values()
    ]
    cells = {
        name: text_row.cells[position]
        for name, position in header.columns.items()
        if position < len(text_row.cells) and text_row.cells[position] != ""
    }
    return row_of(where, cells, table, already=problems)


def row_of(
    where: str, cells: dict[str, str], table: str, *, already: Iterable[Problem] = ()
) -> tuple[Any | None, list[Problem]]:
    """
    One row of a table from its cells, wherever they were written.

    Parameters
    ----------
    where
        Words for where the row stands.
    cells
        Text of each cell that is not empty, by the name of its column.
    table
        Which table it is, one of ``TABLES``.
    already
        What is wrong with the row besides.

    Returns
    -------
    row, problems
        No row where there are problems, but for the name of one that others speak of.
    """
    problems = list(already)
    row_type, fields = ROW_TYPES.get(table), TABLES[table]
    if table == "events":
        row_type, fields, wrong = _event_of(where, cells)
        problems += wrong
    values, wrong = _read_cells(where, cells, fields)
    problems += wrong
    if row_type is None:
        return None, problems
    if not problems:
        return row_type(**values), []
    return kept_by_name(row_type, values), problems


def _event_of(where: str, cells: dict[str, str]) -> tuple[Any | None, tuple[Field, ...], list[Problem]]:
    """The type of event a row stands for, the columns it uses, and cells it has no use for."""
    of_table = TABLES["events"]
    word = cells.get("event", "")
    try:
        kind = event_type(read_value(of_table[0], word) if word.strip(_BLANK) else "")
    except (Refused, KeyError):
        return None, of_table, []
    fields = event_fields(kind)
    used = {"event", *(each.name for each in fields)}
    problems = [
        Problem(
            where,
            f"{name} '{' '.join(cell.split())}' means nothing for the event '{kind.word}'.",
            f"Empty that cell; '{kind.word}' uses {', '.join(each.name for each in fields)}.",
        )
        for name, cell in cells.items()
        if name not in used and cell.strip(_BLANK)
    ]
    del cells["event"]
    return kind, fields, problems


def _read_cells(
    where: str, cells: dict[str, str], fields: Iterable[Field]
) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    problems = []
    for each in fields:
        cell = cells.get(each.name, "")
        if cell == "" or (each.type != "text" and not cell.strip(_BLANK)):
            if each.required:
                problems.append(Problem(where, f"{each.name} is empty.", f"Fill it in: {_asked(each)}"))
            else:
                values[each.name] = each.default
            continue
        try:
            values[each.name] = read_value(each, cell)
        except Refused as refused:
            problems.append(Problem(where, refused.found, refused.remedy))
    return values, problems


def _asked(each: Field) -> str:
    return f"{each.meaning[:1].lower()}{each.meaning[1:]}"


def table_texts(scenario: Scenario) -> dict[str, str]:
    """The CSV files of a scenario, name of the file to text; a table without rows has no file."""
    return {
        f"{table}.csv": _table_text(table, rows_of(scenario, table))
        for table in TABLES
        if table == "places" or rows_of(scenario, table)
    }


def _table_text(table: str, rows: Sequence[Any]) -> str:
    names = [each.name for each in TABLES[table] if not _is_later(table, each) or _any_has(rows, each)]
    return "".join(_line(cells) for cells in (names, *(_cells(table, row, names) for row in rows)))


def _is_later(table: str, column: Field) -> bool:
    return column.name == EVIDENCE.name or (table == "places" and column.name == PLACE_WORTH.name)


def _any_has(rows: Sequence[Any], column: Field) -> bool:
    """Whether any row fills in a column; where none does, it is left out, as in worlds older than the column."""
    return any(getattr(row, column.name) != column.default for row in rows)


def _cells(table: str, row: Any, names: list[str]) -> list[str]:
    cells = {each.name: written_value(each, getattr(row, each.name)) for each in fields_of_row(table, row)}
    if table == "events":
        cells["event"] = row.word
    return [cells.get(name, "") for name in names]


def _line(cells: list[str]) -> str:
    """One line of a CSV file; the module quotes a carriage return only if it ends its own lines with one."""
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().removesuffix("\r\n") + "\n"
