"""
An event in one line, as on a command line: its word, then ``column=value`` pairs.

``border country=AFG other_country=UZB status=open start=2021-08-15`` is the row of
``events.csv`` with these cells, and is judged as that row is.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from steppe.errors import Problem, UsageError
from steppe.scenario.events import EVENT_TYPES, Event
from steppe.scenario.nearest import suggestion
from steppe.scenario.tables import TABLES
from steppe.scenario.tables_io import row_of

EXAMPLE = "border country=AFG other_country=UZB status=open start=2021-08-15"


def read_events(texts: Iterable[str], *, option: str = "--event") -> tuple[Event, ...]:
    """
    Read events that were written in one line each.

    Parameters
    ----------
    texts
        One event each; a value with blanks in it stands in quotation marks.
    option
        What the texts are called in an error.

    Returns
    -------
    events
        In the order they were given.

    Raises
    ------
    UsageError
        With everything that is wrong in any of them.
    """
    events: list[Event] = []
    problems: list[Problem] = []
    for number, text in enumerate(texts, start=1):
        event, wrong = _read_event(text, f"{option} {number}")
        problems += wrong
        if event is not None:
            events.append(event)
    if problems:
        raise UsageError(problems)
    return tuple(events)


def _read_event(text: str, where: str) -> tuple[Event | None, list[Problem]]:
    try:
        words = shlex.split(text)
    except ValueError:
        return None, [
            Problem(where, f"'{text}' has a quotation mark that is not closed.", "Close it, or leave it out.")
        ]
    if not words or "=" in words[0]:
        known = ", ".join(each.word for each in EVENT_TYPES)
        remedy = f"Begin with one of {known}; for example: {EXAMPLE}."
        return None, [Problem(where, f"'{text}' does not begin with the word of an event.", remedy)]
    cells, problems = _cells(words[1:], where)
    event, wrong = row_of(f"{where} ({words[0]})", {"event": words[0], **cells}, "events", already=problems)
    return event, wrong


def _cells(pairs: list[str], where: str) -> tuple[dict[str, str], list[Problem]]:
    """Text by column, and the pairs that are none."""
    known = [each.name for each in TABLES["events"] if each.name != "event"]
    cells: dict[str, str] = {}
    problems = []
    for pair in pairs:
        name, equals, value = pair.partition("=")
        column = name.strip().casefold()
        if not equals or not column:
            remedy = "Write COLUMN=VALUE; a value with blanks in it needs quotation marks."
            problems.append(Problem(where, f"'{pair}' names no column and value.", remedy))
        elif column not in known:
            listed = f"Known are {', '.join(known)}."
            found = f"'{name.strip()}' is not a column of events."
            problems.append(Problem(where, found, suggestion(column, known, otherwise=listed)))
        elif column in cells:
            problems.append(Problem(where, f"{column} is given twice.", "Keep one of them."))
        elif value:
            cells[column] = value
    return cells, problems
