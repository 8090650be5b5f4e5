"""
Rows put at the end of a table's file, which otherwise stays as a person wrote it.

The file keeps its separator, its ends of lines, its order of columns and every
row that is there.  A column that it lacks is added to its first line, behind the
others; the rows above are then short of an empty cell, which is no fault.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from steppe.scenario.tables import TABLES, fields_of_row
from steppe.scenario.text_file import separated
from steppe.scenario.values import written_value
from steppe.scenario.written import BYTE_ORDER_MARK

_ALWAYS = {"events": ("event", "start", "end"), "observations": ("date", "place", "value")}


def appended(content: bytes, table: str, rows: Sequence[Any]) -> bytes:
    """
    The content of a table's file with rows at its end.

    Parameters
    ----------
    content
        Of the file, which can be read as that table; empty for a file that is not there yet.
    table
        Which table it is, one of ``TABLES``.
    rows
        What to append.

    Returns
    -------
    content
        As it is to be written.
    """
    text = content.decode("utf-8-sig")
    has_mark = content.startswith(BYTE_ORDER_MARK.encode()) or text.isascii()
    cells = [_cells(table, each) for each in rows]
    wanted = [each.name for each in TABLES[table] if any(row.get(each.name) for row in cells)]
    if not text.strip():
        text = ",".join(dict.fromkeys((*_ALWAYS.get(table, ()), *wanted))) + "\n"
    separator, begins = separated(text)
    newline = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
    header, ends = _first_row(text, begins, separator)
    names = [each.strip(" \t\u00a0").casefold() for each in header]
    missing = [each for each in wanted if each not in names]
    text = text[:ends] + "".join(separator + each for each in missing) + text[ends:]
    names += missing
    text += "" if text.endswith(("\n", "\r")) else newline
    text += "".join(_line([row.get(name, "") for name in names], separator, newline) for row in cells)
    return (BYTE_ORDER_MARK if has_mark and not text.isascii() else "").encode() + text.encode()


def _first_row(text: str, begins: int, separator: str) -> tuple[list[str], int]:
    """The names of the columns, and where in the text the line that has them ends."""
    at = begins
    for line in text[begins:].splitlines(keepends=True):
        if line.strip():
            bare = line.rstrip("\r\n")
            return next(csv.reader([bare], delimiter=separator)), at + len(bare)
        at += len(line)
    return [], len(text)


def _cells(table: str, row: Any) -> dict[str, str]:
    """Cells of a row; those that are as always are left empty, but for what a person looks for."""
    cells = {
        each.name: written_value(each, value)
        for each in fields_of_row(table, row)
        for value in [getattr(row, each.name)]
        if each.required or each.type == "choice" or value != each.default
    }
    return {"event": row.word, **cells} if table == "events" else cells


def _line(cells: list[str], separator: str, newline: str) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=separator, lineterminator="\r\n").writerow(cells)
    return line.getvalue().removesuffix("\r\n") + newline
