"""
``sim_period.csv``, ``conflicts.csv`` and ``closures.csv`` of a Flee folder: what happens, and when.

Days count from 0 at the start date.  A closure acts on the very days it names,
so that one with a negative start never comes and one with an end before its
start never goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from steppe.field import Field
from steppe.scenario.events import (
    BorderRegime,
    CampClosed,
    Conflict,
    Event,
    PlaceSealed,
    RedirectionRemoved,
)
from steppe.scenario.flee_files import Reading, Row, column, quoted
from steppe.scenario.flee_places import Locations
from steppe.scenario.model import Place
from steppe.scenario.nearest import suggestion
from steppe.scenario.tables import HEADING
from steppe.units import date_of

_INTENSITY = column("events", "intensity")
_DAY = Field("day", "integer", "A day of the run, counted from 0.")
_CLOSURES = ("country", "location", "link", "camp", "idpcamp", "remove_forced_redirection")
_CAMP_OF_WORD = {"camp": "camp", "idpcamp": "idp_camp"}
# Weaker conflict is none.
_THRESHOLD = 1e-6
_LAST_DATE = date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Period:
    """First day and number of days."""

    start: date
    days: int

    def date_of(self, day: int) -> date:
        """The date of a day; far days are the last date that can be written."""
        latest = (_LAST_DATE - self.start).days
        return date_of(min(day, latest), self.start)


def read_period(reading: Reading) -> Period | None:
    """Read ``sim_period.csv``; ``None`` where an error keeps it from being known."""
    rows = reading.rows("input_csv/sim_period.csv")
    row_of = {row.cell(0).casefold(): row for row in rows}
    start = days = None
    if (row := row_of.pop("startdate", None)) is not None:
        start = reading.needed(row, 1, HEADING["start"])
    elif not reading.problems:
        reading.wrong("sim_period.csv", "there is no row StartDate.", "Add StartDate,year-month-day.")
    if (row := row_of.pop("length", None)) is not None:
        days = reading.needed(row, 1, HEADING["days"])
    elif not reading.problems:
        reading.wrong("sim_period.csv", "there is no row Length.", "Add Length and the number of days.")
    for word, row in row_of.items():
        if not row.is_comment:
            offer = suggestion(word, ("StartDate", "Length"), "Delete the row.")
            reading.note(row.where, f"'{row.cell(0)}' is not known.", offer)
    return None if start is None or days is None else Period(start, days)


def read_conflicts(reading: Reading, period: Period, locations: Locations) -> tuple[Conflict, ...]:
    """
    Read ``conflicts.csv``: one event for each stretch of days with the same intensity.

    A zone typed as in conflict from the start that the file never mentions, or
    never with more than 0, is in conflict from the day before the first on.
    """
    rows = reading.rows("input_csv/conflicts.csv")
    if not rows:
        if not reading.problems:
            reading.wrong("conflicts.csv", "is empty.", "Give a line of place names and a line for each day.")
        return ()
    names = _conflict_names(reading, rows[0], locations)
    days = rows[1 : period.days + 1]
    _tell_of_length(reading, rows, period)
    tables = {name: _intensities(reading, days, number) for name, number in names.items()}
    _tell_of_days(reading, days)
    _tell_of_peace(reading, locations, tables)
    events = [
        Conflict(place=name, start=period.date_of(first), end=_end(period, last), intensity=intensity)
        for name, values in tables.items()
        for first, last, intensity in _stretches(values)
    ]
    return (*_from_start(reading, period, locations, tables), *events)


def _conflict_names(reading: Reading, heading: Row, locations: Locations) -> dict[str, int]:
    """Columns by place; names that are on no map are noted, as the program goes on without them."""
    known = {place.name for place in locations.places}
    found: dict[str, int] = {}
    for number in range(1, len(heading.cells)):
        name = heading.cell(number)
        if not name:
            continue
        if name in found:
            reading.wrong(heading.where, f"there are two columns '{name}'.", "Delete one of them.")
        found[name] = number
    unknown = [name for name in found if name not in known]
    for name in unknown:
        offer = suggestion(name, known, "Correct the name, or delete the column.")
        reading.note(heading.where, f"'{name}' is not in locations.csv; its conflict is left out.", offer)
    return {name: number for name, number in found.items() if name in known}


def _intensities(reading: Reading, days: list[Row], number: int) -> list[float]:
    """One column; what is too weak to count is 0."""
    values = [reading.needed(row, number, _INTENSITY) for row in days]
    return [float(value) if value is not None and value > _THRESHOLD else 0.0 for value in values]


def _stretches(values: list[float]) -> Iterator[tuple[int, int | None, float]]:
    """First day, day it is over (``None`` if it is not) and intensity of every stretch of conflict."""
    first = 0
    for day in range(1, len(values) + 1):
        if day < len(values) and values[day] == values[first]:
            continue
        if values[first] > 0:
            yield first, (day if day < len(values) else None), values[first]
        first = day


def _end(period: Period, day: int | None) -> date | None:
    return None if day is None else period.date_of(day)


def _from_start(
    reading: Reading, period: Period, locations: Locations, tables: dict[str, list[float]]
) -> Iterator[Conflict]:
    """Zones typed as in conflict from the start, as far as ``conflicts.csv`` does not say otherwise."""
    for name, intensity in locations.from_start.items():
        values = tables.get(name, [])
        if values and values[0] > 0:
            continue
        begins = next((day for day, value in enumerate(values) if value > 0), None)
        why = (
            "conflicts.csv never says so"
            if begins is None
            else f"conflicts.csv says so from day {begins} only"
        )
        reading.note(
            "conflicts.csv",
            f"'{name}' is typed as in conflict from the start, but {why}; Flee has it in conflict all along.",
            "Give its conflict_date a day above 0 if it begins in peace.",
        )
        end = None if begins is None else period.date_of(begins)
        yield Conflict(place=name, start=period.date_of(-1), end=end, intensity=intensity)


def _tell_of_length(reading: Reading, rows: list[Row], period: Period) -> None:
    given = len(rows) - 1
    if given == 0:
        reading.wrong("conflicts.csv", "there is no day in it.", f"Give {period.days} lines of days.")
    elif given < period.days:
        reading.note(
            "conflicts.csv",
            f"{given} days are given, {period.days} are run; Flee stops there. The last day goes on to the end.",
            "Add the missing days.",
        )
    elif given > period.days:
        reading.note(
            "conflicts.csv",
            f"{given - period.days} days after the last day of the run are left out.",
            "Raise Length in sim_period.csv to use them.",
        )


def _tell_of_peace(reading: Reading, locations: Locations, tables: dict[str, list[float]]) -> None:
    """Zones that are to be in conflict some day, of which no day comes."""
    calm = [name for name in locations.later if not any(tables.get(name, ()))]
    if calm:
        reading.note(
            "conflicts.csv",
            f"{quoted(calm)} typed as in conflict from a later day: no day in the file says so, and as in Flee"
            " peace lasts.",
            "Add the days, or correct the name of the column.",
        )


def _tell_of_days(reading: Reading, days: list[Row]) -> None:
    """The first column says which day it is, but only the order of the rows counts."""
    for number, row in enumerate(days):
        if row.cell(0) != str(number):
            reading.note(
                row.where,
                f"is day {number} by its place in the file, but says '{row.cell(0)}'.",
                "As in Flee, the order of the rows counts.",
            )
            return


def read_closures(reading: Reading, period: Period, places: tuple[Place, ...]) -> tuple[Event, ...]:
    """Read ``closures.csv``, row by row in its order, which under the peer's rules matters."""
    rows = [row for row in reading.rows("input_csv/closures.csv") if not row.is_comment]
    events = []
    for row in rows:
        span = _span(reading, row, period)
        event = _closure(reading, row, span, places) if span is not None else None
        if event is not None:
            events.append(event)
    return tuple(events)


def _span(reading: Reading, row: Row, period: Period) -> tuple[date, date | None] | None:
    """Dates of a closure, or ``None`` where it never comes."""
    start, end = reading.needed(row, 3, _DAY), reading.needed(row, 4, _DAY)
    if start is None or end is None:
        return None
    if start < 0:
        reading.note(
            row.where, f"starts on day {start}, which never comes, and is left out.", "Let it start on day 0."
        )
        return None
    if 0 <= end < start:
        reading.note(
            row.where,
            f"ends on day {end}, before it starts on day {start}; once it has come, it stays.",
            "Correct the days, or write -1 if it is for good.",
        )
    return period.date_of(start), None if end < start else period.date_of(end)


def _closure(
    reading: Reading, row: Row, span: tuple[date, date | None], places: tuple[Place, ...]
) -> Event | None:
    word, name, other = row.cell(0), row.cell(1), row.cell(2)
    start, end = span
    if word not in _CLOSURES:
        offer = suggestion(word, _CLOSURES, "Write one of " + quoted(_CLOSURES) + ".")
        reading.note(row.where, f"closure type '{word}' is unknown, and has no effect in Flee either.", offer)
        return None
    if word == "country":
        if not (name and other):
            reading.wrong(row.where, "one of the two countries is empty.", "Name both.")
            return None
        return BorderRegime(country=name, other_country=other, start=start, end=end)
    if not _knows(reading, row, places, name, other if word in ("link", "remove_forced_redirection") else ""):
        return None
    if word == "link":
        reading.note(
            row.where,
            f"the closure of the link {name} – {other} is left out: from a file it has no effect in Flee.",
            "Add an event 'route' to the imported scenario to close it.",
        )
        return None
    if word == "location":
        _tell_of_second_name(reading, row)
        return PlaceSealed(place=name, start=start, end=end)
    if word == "remove_forced_redirection":
        return RedirectionRemoved(place=name, other_place=other, start=start, end=end)
    return _camp_closure(reading, row, span, next(place for place in places if place.name == name))


def _camp_closure(reading: Reading, row: Row, span: tuple[date, date | None], place: Place) -> CampClosed:
    if place.kind != _CAMP_OF_WORD[row.cell(0)]:
        reading.note(
            row.where,
            f"'{place.name}' is a {place.kind}; that Flee makes it a camp of another kind at the end of the"
            f" closure '{row.cell(0)}' is not carried over.",
            "Correct its location_type, or the closure.",
        )
    return CampClosed(place=place.name, start=span[0], end=span[1])


def _tell_of_second_name(reading: Reading, row: Row) -> None:
    if row.cell(2):
        reading.note(
            row.where,
            f"'{row.cell(2)}' has no effect: the closure seals {row.cell(1)} on every side, as in Flee.",
            "Put an event 'route' or 'border' in its place if one way only was closed.",
        )


def _knows(reading: Reading, row: Row, places: tuple[Place, ...], name: str, other: str) -> bool:
    """Whether the places of a closure exist; if not, it is an error. An empty second name is none."""
    known = {place.name for place in places}
    unknown = [each for each in (name, *((other,) if other else ())) if each not in known]
    for each in unknown if known else ():
        found = f"place '{each}' is unknown." if each else "the name of the place is empty."
        reading.wrong(row.where, found, suggestion(each, known) if each else "Fill in the second column.")
    return not unknown
