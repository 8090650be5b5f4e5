"""
What happens when: every event and pathway of a world as one row in order of date.

A row says what is done in a plain sentence (``event_words.py``), where, to whom
and on what source.  Drawing rows over time is left to ``timeline_figure.py``,
printing them to the command line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from steppe.errors import Problem, UsageError
from steppe.field import Field
from steppe.insight.basemap import names_by_code
from steppe.insight.event_words import describe_event, describe_pathway, describe_pathway_end
from steppe.scenario.events import EVENT_TYPES, Event, PathwayChange, RouteSpeed, Statement, listed
from steppe.scenario.model import Pathway, Scenario
from steppe.scenario.nearest import suggestion
from steppe.scenario.values import Refused, read_value

if TYPE_CHECKING:
    import polars

COLUMNS = ("event", "start", "end", "what", "place", "country", "groups", "source", "note")
PATHWAY_OPENS, PATHWAY_ENDS = "pathway_opens", "pathway_ends"
KINDS = tuple(each.word for each in EVENT_TYPES)
MOMENTS = (PATHWAY_ENDS, Statement.word)  # without an end they are of one day
SHORT_SOURCE = 48
WEB_SITE = re.compile(r"https?://(?:www\.)?([^/\s,;)]+)[^\s,;)]*")


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """
    One thing that happens.

    Parameters
    ----------
    event
        Its word in ``events.csv``, or ``pathway_opens`` and ``pathway_ends`` for a row of ``pathways.csv``.
    start, end
        The first day it holds, ``None`` from before the world begins; the first day it
        holds no more, ``None`` for good.
    what
        A sentence.
    place, country, groups
        Names of the places and countries it speaks of, and of the groups it holds for (none is everybody).
    source, note
        As in the table.
    """

    event: str
    start: date | None
    end: date | None
    what: str
    place: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    source: str = ""
    note: str = ""

    @property
    def changes_nothing(self) -> bool:
        """Whether it only stands on the timeline."""
        return self.event == Statement.word

    @property
    def kind(self) -> str:
        """Its word, one and the same for all that a pathway does."""
        return PathwayChange.word if self.event in (PATHWAY_OPENS, PATHWAY_ENDS) else self.event

    def holds_between(self, first: date | None, last: date | None) -> bool:
        """Whether it holds on a day from ``first`` to ``last``, both included; ``None`` is no bound."""
        begins_later = last is not None and self.start is not None and self.start > last
        end = self.end
        if end is None and self.start is not None and self.event in MOMENTS:
            end = self.start + timedelta(days=1)
        return not (begins_later or (first is not None and end is not None and end <= first))

    def as_record(self) -> dict[str, Any]:
        """Its columns by name; dates as text, names as lists."""
        record: dict[str, Any] = {name: getattr(self, name) for name in COLUMNS}
        dates = {name: record[name] and record[name].isoformat() for name in ("start", "end")}
        return record | dates | {name: list(record[name]) for name in ("place", "country", "groups")}


@dataclass(frozen=True, slots=True)
class Choice:
    """
    Which rows are wanted.

    Parameters
    ----------
    first, last
        Days between which it holds, both included; ``None`` is no bound.
    kinds
        Words of ``events.csv``; none is all.
    place, country
        Named by what is wanted; empty is any.  A country as the world writes it.
    """

    first: date | None = None
    last: date | None = None
    kinds: tuple[str, ...] = ()
    place: str = ""
    country: str = ""

    def takes(self, row: TimelineRow) -> bool:
        """Whether a row is wanted."""
        return row.holds_between(self.first, self.last) and self.takes_subject(
            row.kind, row.place, row.country
        )

    def takes_subject(self, kind: str, places: Iterable[str], countries: Iterable[str]) -> bool:
        """Whether a kind of event at places and in countries is wanted, on whatever day."""
        return (
            (not self.kinds or kind in self.kinds)
            and (not self.place or self.place in places)
            and (not self.country or self.country in countries)
        )


EVERYTHING = Choice()


def timeline(scenario: Scenario, choice: Choice = EVERYTHING) -> tuple[TimelineRow, ...]:
    """
    Everything that happens in a world, in order of date.

    Parameters
    ----------
    scenario
        The world.  What comes back every year has a row for every time that meets its days.
    choice
        Which rows are wanted; all by default.

    Returns
    -------
    rows
        What holds from before the beginning first; on one day in the order of the tables.
    """
    rows = [*_event_rows(scenario), *_pathway_rows(scenario)]
    wanted = [row for row in rows if choice.takes(row)]
    return tuple(sorted(wanted, key=lambda row: row.start or date.min))


def timeline_table(scenario: Scenario, choice: Choice = EVERYTHING) -> polars.DataFrame:
    """
    The timeline as a table.

    Returns
    -------
    table
        Columns as in ``COLUMNS``; several places, countries or groups separated by semicolons.
    """
    import polars

    names = ("place", "country", "groups")
    rows = [
        {column: getattr(row, column) for column in COLUMNS}
        | {column: "; ".join(getattr(row, column)) for column in names}
        for row in timeline(scenario, choice)
    ]
    schema = {column: polars.Date if column in ("start", "end") else polars.String for column in COLUMNS}
    return polars.DataFrame(rows, schema=schema)


def chosen(
    scenario: Scenario,
    *,
    first: date | str | None = None,
    last: date | str | None = None,
    kinds: Iterable[str] = (),
    place: str = "",
    country: str = "",
) -> Choice:
    """
    A choice among what is in a world.

    Parameters
    ----------
    scenario
        The world.
    first, last, kinds, place, country
        As in :class:`Choice`; a date may be text, and a country go by its name or its code.

    Raises
    ------
    UsageError
        With everything that is unknown or no date, and where the last day is before the first.
    """
    problems: list[Problem] = []
    first, last = _day("from", first, problems), _day("until", last, problems)
    if first is not None and last is not None and last < first:
        problems.append(Problem(f"--until {last}", f"is before --from {first}.", "Swap the dates."))
    wanted = tuple(kinds)
    for each in wanted:
        _require("kind", each, KINDS, problems)
    countries = _countries(scenario)
    _require("place", place, [each.name for each in scenario.places], problems)
    _require("country", country, countries, problems)
    if problems:
        raise UsageError(problems)
    return Choice(first, last, wanted, place, countries.get(country, country))


def _day(option: str, day: date | str | None, problems: list[Problem]) -> date | None:
    if not isinstance(day, str):
        return day
    try:
        return cast("date", read_value(Field("date", "date", "A day."), day))
    except Refused as refused:
        problems.append(Problem(f"--{option} {day}", refused.found, refused.remedy))
        return None


def _require(option: str, name: str, known: Collection[str], problems: list[Problem]) -> None:
    if name and name not in known:
        found = "is no kind of event." if option == "kind" else f"is no {option} of this scenario."
        problems.append(Problem(f"--{option} {name}", found, suggestion(name, known)))


def _countries(scenario: Scenario) -> dict[str, str]:
    """Every country of a world under its own word and under its name, if it is known."""
    words = {each.country for each in scenario.places}
    words |= {word for event in scenario.events for word in event_subject(event, scenario)[1]}
    named = {names_by_code().get(word, word): word for word in sorted(words) if word}
    return named | {word: word for word in sorted(words) if word}


def _event_rows(scenario: Scenario) -> Iterator[TimelineRow]:
    groups_of = {each.name: each.groups for each in scenario.pathways}
    for event in scenario.events:
        groups = groups_of.get(event.pathway, "") if isinstance(event, PathwayChange) else ""
        about = (*event_subject(event, scenario), listed(getattr(event, "groups", groups)))
        what = describe_event(event, scenario)
        for start, end in occurrences(event, scenario):
            yield TimelineRow(event.word, start, end, what, *about, event.source, event.note)


def _pathway_rows(scenario: Scenario) -> Iterator[TimelineRow]:
    for each in scenario.pathways:
        about = (*pathway_subject(each, scenario), listed(each.groups), each.source, each.note)
        yield TimelineRow(PATHWAY_OPENS, each.start, each.end, describe_pathway(each), *about)
        yield TimelineRow(PATHWAY_ENDS, each.end, None, describe_pathway_end(each), *about)


def event_subject(event: Event, scenario: Scenario) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Places that an event names, and the countries that it names or that these lie in."""
    if isinstance(event, PathwayChange):
        of_name = {each.name: each for each in scenario.pathways}
        return pathway_subject(of_name[event.pathway], scenario) if event.pathway in of_name else ((), ())
    places = [getattr(event, name, "") for name in ("place", "other_place")]
    country_of = {each.name: each.country for each in scenario.places}
    countries = [getattr(event, name, "") for name in ("country", "other_country")]
    countries += [country_of.get(each, "") for each in places]
    return tuple(each for each in places if each), tuple(dict.fromkeys(each for each in countries if each))


def pathway_subject(pathway: Pathway, scenario: Scenario) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Places that a pathway names, and the countries in which it begins and ends."""
    country_of = {each.name: each.country for each in scenario.places}
    places = tuple(each for each in (pathway.place, pathway.destination) if each)
    begins = pathway.country or country_of.get(pathway.place, "")
    both = (begins, country_of.get(pathway.destination, ""))
    return places, tuple(dict.fromkeys(each for each in both if each))


def occurrences(event: Event, scenario: Scenario) -> list[tuple[date | None, date | None]]:
    """
    The spans in which an event holds.

    Returns
    -------
    spans
        First day and first day after.  One, but for what comes back every year: then each
        that meets the days of the world, or the one that is written if none does.
    """
    if not (isinstance(event, RouteSpeed) and event.every_year and event.end is not None):
        return [(event.start, event.end)]
    last = date.fromordinal(scenario.start.toordinal() + scenario.days - 1)
    lasts = event.end.year - event.start.year
    spans = [
        (_in_year(event.start, year), _in_year(event.end, year + lasts))
        for year in range(scenario.start.year - lasts - 1, last.year + 1)
    ]
    met = [(start, end) for start, end in spans if start <= last and end > scenario.start]
    return [*met] or [(event.start, event.end)]


def _in_year(day: date, year: int) -> date:
    """The same month and day of another year; 29 February counts as the 28th."""
    return day.replace(year=year, day=28 if (day.month, day.day) == (2, 29) else day.day)


def short_source(source: str) -> str:
    """
    A source in few characters: the web sites it names, or the beginning of its words.

    Returns
    -------
    short
        Such as ``"reliefweb.int (2), dawn.com"``.
    """
    sites = WEB_SITE.findall(source)
    if sites:
        counts = {site: sites.count(site) for site in sites}
        return ", ".join(site if count == 1 else f"{site} ({count})" for site, count in counts.items())
    words = " ".join(source.split())
    return words if len(words) <= SHORT_SOURCE else words[: SHORT_SOURCE - 1].rstrip() + "…"
