"""
``steppe.read``: the doorway from a text to its candidates, with arguments checked and named.

What a report says is found by ``reader.py``; files are opened by ``document.py``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from steppe.errors import Problem, UsageError
from steppe.sources.news.candidate import Candidate, hash_of
from steppe.sources.news.reader import read_text


def read(text: str, *, date: datetime.date | str, places: Iterable[str] = ()) -> list[Candidate]:
    """
    Find what a report says that matters to a world.

    Nothing is decided and nothing is written. The same text, day and places always give the same candidates.

    Parameters
    ----------
    text
        The report as plain text. Offsets of candidates count its Unicode code points.
    date
        Day of publication, from which "on Sunday" and "last week" are reckoned; a day, or text such as
        ``"2021-08-23"``.
    places
        Names of places to look for beside those that are known, such as those of a scenario.

    Returns
    -------
    candidates
        In the order in which the text tells them; the passage of each is ``text[start:end]``. Their ids are
        those that ``steppe read`` gives for a file with this text.

    Raises
    ------
    UsageError
        With every argument that is at fault.
    """
    problems: list[Problem] = []
    _require_text(text, problems)
    day = _day(date)
    if day is None:
        problems.append(Problem("date", f"{date!r} is no day.", "Write it as 2021-08-23."))
    names = _names(places, problems)
    if problems or day is None:
        raise UsageError(problems)
    return read_text(text, day, places=names, document=hash_of(text))


def _require_text(text: object, problems: list[Problem]) -> None:
    if not isinstance(text, str):
        found = f"{type(text).__name__} is no text."
        problems.append(Problem("text", found, "Give a str; the command `steppe read` takes files."))


def _day(written: object) -> datetime.date | None:
    """The day that is meant, without its hour; ``None`` where it is none."""
    if isinstance(written, datetime.datetime):
        return written.date()
    if isinstance(written, datetime.date):
        return written
    try:
        return datetime.date.fromisoformat(written.strip()) if isinstance(written, str) else None
    except ValueError:
        return None


def _names(places: object, problems: list[Problem]) -> tuple[str, ...]:
    """The names, once it is sure that they are names."""
    given = list(places) if isinstance(places, Iterable) and not isinstance(places, str | bytes) else None
    if given is not None and all(isinstance(each, str) for each in given):
        return tuple(each for each in given if each.strip())
    problems.append(
        Problem("places", f"{places!r} is no list of names.", 'Give names, as ["Herat", "Torkham"].')
    )
    return ()
