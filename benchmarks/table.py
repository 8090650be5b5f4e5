"""
The table every part prints: figure, limit, how much room that leaves, and the peer's figure.

Needs nothing but Python itself, so that a part which measures the memory of
others stays small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter, process_time

HEADINGS = ("what", "figure", "limit", "limit ÷ figure", "the peer", "peer ÷ figure", "verdict")
WITHIN, MISSED, NO_LIMIT = "within", "MISSED", "-"


@dataclass(frozen=True, slots=True)
class Peer:
    """
    What the peer needs for the same thing.

    Parameters
    ----------
    low, high
        The range that was seen, in the unit of the row.
    shown
        The same in words, with its own unit.
    """

    low: float
    high: float
    shown: str


@dataclass(frozen=True, slots=True)
class Row:
    """
    One thing that was measured.

    Parameters
    ----------
    what
        In words.
    figure
        The best of several tries, in ``unit``.
    unit
        Of figure and limit.
    limit
        What the figure may not exceed, or for a rate not fall short of; ``None`` for information only.
    at_least
        The figure is a rate, and the limit its least.
    peer
        The peer's figure, if there is one.
    """

    what: str
    figure: float
    unit: str
    limit: float | None = None
    at_least: bool = False
    peer: Peer | None = None

    @property
    def room(self) -> float | None:
        """How many times within its limit the figure is; below 1 the limit is missed."""
        if self.limit is None:
            return None
        return self.figure / self.limit if self.at_least else self.limit / self.figure

    @property
    def verdict(self) -> str:
        """Whether the limit holds."""
        if self.room is None:
            return NO_LIMIT
        return WITHIN if self.room >= 1.0 else MISSED


def shown_number(number: float) -> str:
    """Three digits that mean something, and thousands apart."""
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.{2 if number < 10 else 1}f}"


def cells_of(row: Row) -> tuple[str, ...]:
    """A row of the table, in words."""
    peer = row.peer
    bound = "at least " if row.at_least else ""
    ratios = [shown_number(each / row.figure) for each in (peer.low, peer.high)] if peer else []
    return (
        row.what,
        f"{shown_number(row.figure)} {row.unit}",
        f"{bound}{shown_number(row.limit)} {row.unit}" if row.limit is not None else "",
        shown_number(row.room) if row.room is not None else "",
        peer.shown if peer else "",
        "–".join(dict.fromkeys(ratios)),
        row.verdict,
    )


def table_lines(rows: Sequence[Row]) -> list[str]:
    """The rows as a table in Markdown, columns aligned."""
    cells = [HEADINGS, *map(cells_of, rows)]
    widths = [max(len(each[column]) for each in cells) for column in range(len(HEADINGS))]
    lines = [
        "| " + " | ".join(text.ljust(width) for text, width in zip(each, widths, strict=True)) + " |"
        for each in cells
    ]
    return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]


def report(title: str, rows: Sequence[Row], notes: Iterable[str] = ()) -> int:
    """
    Print a part's table and what to know about it.

    Returns
    -------
    code
        1 where a limit is missed, else 0.
    """
    print(f"\n## {title}\n")
    if rows:
        print("\n".join(table_lines(rows)))
        print()
    for note in notes:
        print(f"- {note}")
    return int(any(row.verdict == MISSED for row in rows))


def quickest_seconds(
    action: Callable[[], object],
    *,
    tries: int,
    seconds: float = 2.0,
    clock: Callable[[], float] = process_time,
) -> float:
    """
    How long the quickest of several tries takes.

    Parameters
    ----------
    action
        What to do.
    tries
        How often at least.
    seconds
        How long to go on trying at least, wall-clock s.
    clock
        What to read; by default the processor time of this process, which does not
        count what others do on the same processor.
    """
    begun = perf_counter()
    best, done = float("inf"), 0
    while done < tries or perf_counter() - begun < seconds:
        started = clock()
        action()
        best = min(best, clock() - started)
        done += 1
    return best
