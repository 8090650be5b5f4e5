"""
A text file as a person's editor sees it: its text, and rows with line numbers.

What spreadsheets do to a file is undone here (a byte order mark, semicolons, a
first line ``sep=;``, empty rows and columns at the end); what cannot be undone
(another encoding, a workbook under the name of a table) is told.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from steppe.errors import Problem, ScenarioError

SAVE_AS = "Save it again as 'CSV UTF-8 (comma delimited)'."
_SEP_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row of a table as it stands in a file, and the line it begins on (1 is the first)."""

    line: int
    cells: tuple[str, ...]


def read_text(path: Path, *, is_table: bool) -> str:
    """
    The text of a file.

    Parameters
    ----------
    path
        The file.
    is_table
        It is a CSV file, so that remedies can speak of spreadsheets.

    Raises
    ------
    ScenarioError
        Where there is no such file, it cannot be read, or it is not UTF-8 text.
    """
    save_again = SAVE_AS if is_table else "Save it again as UTF-8 text."
    if path.is_dir():
        raise _fault(path.name, "is a folder, not a file.", f"Move it away and put a file {path.name} there.")
    try:
        if path.exists() and not path.is_file():
            raise _fault(path.name, "is not an ordinary file.", "Put an ordinary file there.")
        raw = path.read_bytes()
    except OSError as error:
        raise _fault(
            path.name, f"cannot be read ({error.strerror or error}).", "Check the file and your rights."
        ) from None
    if not raw.strip(b" \t\r\n\xef\xbb\xbf"):
        raise _fault(path.name, "is empty.", _what_belongs(path.name))
    return _decoded(path.name, raw, save_again)


def _what_belongs(name: str) -> str:
    if name.endswith(".toml"):
        return "Write at least [scenario] with name, start and days; `steppe new DIR` makes an example."
    return "Write its line of column names, or delete the file if there are no rows."


def _fault(where: str, found: str, remedy: str) -> ScenarioError:
    return ScenarioError(Problem(where, found, remedy))


def _decoded(name: str, raw: bytes, save_again: str) -> str:
    if raw[:4] == b"PK\x03\x04" or raw[:4] == b"\xd0\xcf\x11\xe0":
        raise _fault(name, "is a workbook under the name of a text file.", f"Open it in Excel. {SAVE_AS}")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in raw[:200]:
        raise _fault(name, "is not UTF-8 text but UTF-16, or not text at all.", save_again)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = len(re.split(rb"\r\n|\r|\n", before))
        start = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
        word = re.split(rb"[\r\n]", raw[start:])[0].decode("cp1252", errors="replace")
        shown = word if len(word) <= 60 else word[:57] + "..."
        raise _fault(
            f"{name} line {line}",
            f"is not UTF-8 but another encoding, perhaps Windows-1252 ('{shown}').",
            save_again,
        ) from None


def read_rows(path: Path) -> tuple[TextRow, ...]:
    """
    The rows of a CSV file, the line of column names first; rows with nothing in them are left out.

    Raises
    ------
    ScenarioError
        Where the file cannot be read or a quotation mark is not closed.
    """
    text = read_text(path, is_table=True)
    separator, begins = separated(text)
    text, first_line = text[begins:], 2 if begins else 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, line = [], first_line
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(TextRow(line, tuple(cells)))
            line = reader.line_num + first_line
    except csv.Error:
        raise _fault(
            f"{path.name} line {line}",
            "has a quotation mark that is not closed, or text beside one.",
            'Put one " at each end of a text that holds a comma, and write "" for a mark within it.',
        ) from None
    if not rows:
        raise _fault(path.name, "is empty.", _what_belongs(path.name))
    return tuple(rows)


def separated(text: str) -> tuple[str, int]:
    """By what the cells of a table are separated, and where it begins: behind a first line that says so."""
    told = _SEP_LINE.match(text)
    return (told[1], told.end()) if told else (_separator(text), 0)


def _separator(text: str) -> str:
    """Comma, or what the line of column names is separated by instead."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=head.count)
