"""A table on standard output: as wide as the terminal, or a fixed width in a file or a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

WIDTH_ELSEWHERE = 120


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Sequence[str] = ()
) -> None:
    """
    Print a table with a title above it and an empty line below.

    Parameters
    ----------
    title
        One line.
    columns
        Names of the columns.
    rows
        Cells as text.
    numbers
        Columns that hold numbers, which stand to the right.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(
        file=sys.stdout, width=None if sys.stdout.isatty() else WIDTH_ELSEWHERE, highlight=False
    )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in columns:
        table.add_column(name, justify="right" if name in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_plain(cell) for cell in row))
    console.print(_plain(title), style="bold")
    console.print(table)
    console.print()


def _plain(text: str) -> str:
    """Text as it is, with nothing in it taken for a mark of style."""
    from rich.markup import escape

    return escape(text)
