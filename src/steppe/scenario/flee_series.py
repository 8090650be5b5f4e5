"""
``source_data/`` and ``registration_corrections.csv`` of a Flee folder: counts, and how to mend them.

The order of records is kept as it is in the files, dates out of order and
dates given twice included, since it decides what a day's value is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from steppe.scenario.flee_files import Reading, Row, column, quoted
from steppe.scenario.model import CAMP_KINDS, Correction, Observation, Place
from steppe.scenario.nearest import suggestion
from steppe.scenario.series import TOTAL

_DATE = column("observations", "date")
_COUNT = column("observations", "value", "count")
_CORRECTION = column("corrections", "date")
# What the first cell of a line of column names may say.
_HEADINGS = ("", "date", "datetime")


@dataclass(frozen=True, slots=True)
class Record:
    """A count of one day."""

    day: date
    count: float


@dataclass(frozen=True, slots=True)
class _Listed:
    """A row of the layout: the name of a series, the files it is added up from, and where that is said."""

    name: str
    place: str
    files: tuple[str, ...]
    where: str


def read_observations(
    reading: Reading, places: Sequence[Place], *, required: bool = True
) -> tuple[Observation, ...]:
    """
    Read ``data_layout.csv`` and the files it names.

    Parameters
    ----------
    reading
        The folder.
    places
        Camps among them need a series; a series of a name that is no place is
        kept without one, as it counts in the total.
    required
        Whether the folder must have counts.

    Returns
    -------
    observations
        Series after series in the order of the layout, the total first.
    """
    layout = "source_data/data_layout.csv"
    rows = reading.rows(layout, required=required)
    listed = _listed(reading, [row for row in rows if not row.is_comment], places)
    found = [each for series in listed for each in _observations(reading, series)]
    names = {series.name for series in listed}
    for place in places:
        if place.kind in CAMP_KINDS and place.name not in names and (listed or required):
            offer = suggestion(place.name, names, "Add a row with its name and its file.")
            reading.wrong("data_layout.csv", f"the camp '{place.name}' has no series.", offer)
    if rows and not listed:
        reading.wrong("data_layout.csv", "names no series.", "Give a name and a file on each row.")
    return tuple(found)


def _listed(reading: Reading, rows: list[Row], places: Sequence[Place]) -> list[_Listed]:
    """Rows of the layout; the first is the total, and a name that comes again gets a number."""
    known = {place.name for place in places}
    listed: list[_Listed] = []
    seen: dict[str, int] = {}
    for row in rows:
        given = row.cell(0)
        files = tuple(row.cell(number) for number in range(1, len(row.cells)) if row.cell(number))
        if not files:
            reading.note(row.where, f"'{given}' has no file, and is left out as in Flee.", "Name its file.")
            continue
        name = given if listed else TOTAL
        if name != given:
            reading.note(
                row.where, f"the first series, '{given}', is taken for the total.", "Call it 'total'."
            )
        seen[name] = seen.get(name, 0) + 1
        if seen[name] == 1:
            place = name if name in known and listed else ""
            listed.append(_Listed(name, place, files, row.where))
        else:
            listed.append(_Listed(f"{name} ({seen[name]})", "", files, row.where))
            reading.note(
                row.where,
                f"'{name}' is there already; both count in the total, the first is compared.",
                "Delete one of them if that is not meant.",
            )
        if listed[-1].name != TOTAL and name not in known:
            reading.note(
                row.where,
                f"'{name}' is not in locations.csv; its counts still make people flee, but are compared"
                " with nothing.",
                suggestion(name, known, "Add the place, or delete the row."),
            )
    return listed


def _observations(reading: Reading, series: _Listed) -> list[Observation]:
    tables = [_records(reading, file, series.where) for file in series.files]
    if not all(tables):
        return []
    merged = tables[0]
    for number, table in enumerate(tables[1:], 1):
        if merged[0].day < table[0].day:
            reading.wrong(
                series.where,
                f"{series.files[number]} begins {table[0].day}, after {merged[0].day}, the first day of what it"
                " is added to.",
                "Put the file that begins first last in the row, or give it an earlier count.",
            )
            return []
        merged = added_up(merged, table)
    note = f"added up from {len(tables)} files" if len(tables) > 1 else ""
    source = " + ".join(series.files)
    return [
        Observation(
            date=each.day, place=series.place, value=each.count, series=series.name, source=source, note=note
        )
        for each in merged
    ]


def added_up(first: list[Record], second: list[Record]) -> list[Record]:
    """
    Add up two tables of counts by the peer's rule, which steps from date to date and never interpolates.

    A date that only the second table has takes the *next* count of the first; a
    date that only the first has takes the last count seen of the second.  What
    the first counts after the last date of the second is lost, and for every
    date of the second after the end of the first, the last row of the first
    comes again.

    Parameters
    ----------
    first, second
        Not empty; the first must not begin before the second.
    """
    merged: list[Record] = []
    position, seen = 0, 0.0
    last = len(first) - 1
    for each in second:
        while each.day > first[position].day:
            merged.append(Record(first[position].day, first[position].count + seen))
            if position == last:
                break
            position += 1
        here = first[position]
        if each.day > here.day:
            continue
        merged.append(Record(each.day, each.count + here.count))
        seen = each.count
        if each.day == here.day and position < last:
            position += 1
    return merged


def _records(reading: Reading, file: str, asked_by: str) -> list[Record]:
    """Counts of one file in its order."""
    problems = len(reading.problems)
    rows = reading.rows(f"source_data/{file}", asked_by=asked_by)
    records = []
    for row in rows:
        is_heading = row is rows[0] and row.cell(0).casefold() in _HEADINGS
        if row.is_comment or is_heading or not row.cell(1):
            continue
        day, count = reading.needed(row, 0, _DATE), reading.value(row, 1, _COUNT)
        if day is not None and count is not None:
            records.append(Record(day, float(count)))
    if not records and len(reading.problems) == problems:
        reading.wrong(file, "has no counts.", "Give a date and a count on each row.")
    _tell_of_more(reading, rows)
    return records


def _tell_of_more(reading: Reading, rows: list[Row]) -> None:
    """Columns after the second stay behind."""
    wide = [row for row in rows if not row.is_comment and any(cell.strip() for cell in row.cells[2:])]
    if wide:
        reading.note(wide[0].where, "the columns after the second are not kept.", "Flee reads two columns.")


def read_corrections(
    reading: Reading, observations: tuple[Observation, ...], start: date
) -> tuple[tuple[Correction, ...], tuple[Observation, ...]]:
    """
    Read ``registration_corrections.csv``, in its order.

    Returns
    -------
    corrections, observations
        A correction of a series that is of no place is applied to its counts
        here, as a correction is of a place.
    """
    rows = reading.rows("input_csv/registration_corrections.csv", required=False)
    corrections: list[Correction] = []
    for row in rows:
        name, when = row.cell(0), row.cell(1)
        if row.is_comment or not when:
            continue
        since = reading.value(row, 1, _CORRECTION)
        if since is None or not _can_be_corrected(reading, row, observations, since, start):
            continue
        if any(each.series == name and each.place for each in observations):
            corrections.append(Correction(place=name, date=since, note=row.cell(2)))
        else:
            observations = _corrected(observations, name, since)
            reading.note(row.where, f"'{name}' is no place; the correction is made in its counts.", "")
    return tuple(corrections), observations


def _can_be_corrected(
    reading: Reading, row: Row, observations: tuple[Observation, ...], since: date, start: date
) -> bool:
    """Whether a series has a count on the day and one before it; if not, it is told."""
    name = row.cell(0)
    counts = [each for each in observations if each.series == name]
    if not counts:
        if observations:
            names = {each.series for each in observations}
            reading.wrong(row.where, f"'{name}' has no series.", suggestion(name, names, "Delete the row."))
        return False
    if since < start:
        reading.note(
            row.where, f"is of {since}, before the first day {start}, and is left out as in Flee.", ""
        )
        return False
    at = next((number for number, each in enumerate(counts) if number and each.date == since), None)
    if at is None:
        days = quoted(str(each.date) for each in counts[1:9])
        reading.wrong(
            row.where,
            f"'{name}' has no count on {since} with another before it.",
            f"It has counts on {days}.",
        )
    elif counts[at - 1].value < 1:
        reading.wrong(
            row.where,
            f"the count of '{name}' before {since} is {counts[at - 1].value:g}, and cannot be rescaled.",
            "Delete the row, or take another day.",
        )
    else:
        return True
    return False


def _corrected(observations: tuple[Observation, ...], name: str, since: date) -> tuple[Observation, ...]:
    numbers = [number for number, each in enumerate(observations) if each.series == name]
    at = next(place for place, number in enumerate(numbers) if place and observations[number].date == since)
    factor = observations[numbers[at]].value / observations[numbers[at - 1]].value
    mended = list(observations)
    for number in numbers[:at]:
        mended[number] = replace(mended[number], value=mended[number].value * factor)
    return tuple(mended)
