"""
Published counts as one value a day: what stood in the camps, and how many left home.

Only stocks of persons marked ``use`` are looked at, in the order of the
observations table.  Between two counts the line is straight, before the first
and after the last it is flat.  Under the peer's rules the series named
``total`` is kept apart, every value is cut to whole counts, corrections are
applied, and the day-zero total is taken twice, as there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from steppe.scenario.model import CAMP_KINDS, Observation, Scenario
from steppe.units import day_number

TOTAL = "total"
# Rounding errors of a sum must not lose a whole person.
_SLACK = 1e-9

Counts = NDArray[np.int64]
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Series:
    """
    Counts that belong together, in the order of the table.

    Parameters
    ----------
    name
        Unique among the series of a scenario.
    place
        Where the counts are from, or empty for a wider area.
    day
        Day numbers. Shape ``(record,)``, not necessarily sorted.
    value
        Counted units, corrected. Shape ``(record,)``.
    """

    name: str
    place: str
    day: Counts
    value: Values


def interpolated(scenario: Scenario) -> dict[str, Counts]:
    """
    Whole counts of every series on every day.

    Parameters
    ----------
    scenario
        A world with observations.

    Returns
    -------
    interpolated
        Series by name, in the order in which the observations table first
        mentions them.  Each has shape ``(day,)``, counted units (people divided
        by ``people_per_count``), cut to whole numbers.  A series is named by its
        ``series`` under the peer's rules, else by its place.
    """
    shifted = scenario.setting("rules") == "flee" and scenario.setting("day_zero") == "none"
    tables = {}
    for each in read_series(scenario):
        counts = np.trunc(daily_values(each, scenario.days)).astype(np.int64)
        tables[each.name] = counts - counts[:1] if shifted else counts
    return tables


def new_people(scenario: Scenario) -> Counts:
    """
    How many people leave home each day for the published totals to grow as they did.

    Totals that fall take nobody away; later growth first makes up for the fall.

    Returns
    -------
    new_people
        Shape ``(day,)``, counted units, non-negative.
    """
    level = _level(scenario)
    peak = np.maximum.accumulate(np.maximum(level, 0))
    return np.diff(peak, prepend=0)


def raw_total(scenario: Scenario) -> Counts:
    """
    The published total of each day, as the peer sums it up.

    Under its rules day zero counts both the series ``total`` and all others, and
    every later day adds the growth of the others (or of ``total`` where
    ``sum_from_camps`` is no).

    Returns
    -------
    raw_total
        Shape ``(day,)``, counted units.
    """
    if scenario.setting("rules") != "flee":
        return np.floor(_summed(scenario) + _SLACK).astype(np.int64)
    tables = interpolated(scenario)
    nothing = np.zeros(scenario.days, dtype=np.int64)
    total = tables.get(TOTAL, nothing)
    if not scenario.flag("sum_from_camps"):
        return total.copy()
    others = sum((counts for name, counts in tables.items() if name != TOTAL), nothing)
    return others + total[:1]


def day_zero_stock(scenario: Scenario) -> dict[str, int]:
    """
    People counted at each place when the run begins.

    Returns
    -------
    day_zero_stock
        Counted units by place.  Under the peer's rules, camps only; otherwise
        several series of one place are added up.
    """
    flee = scenario.setting("rules") == "flee"
    camps = {place.name for place in scenario.places if place.kind in CAMP_KINDS}
    tables = interpolated(scenario)
    stock: dict[str, int] = {}
    for each in read_series(scenario):
        if not each.place or (flee and (each.place not in camps or each.place in stock)):
            continue
        stock[each.place] = stock.get(each.place, 0) + int(tables[each.name][0])
    return stock


def debt(scenario: Scenario) -> Counts:
    """
    By how much the published total has fallen below its highest so far.

    Returns
    -------
    debt
        Shape ``(day,)``, counted units that later growth makes up for before anybody leaves.
    """
    return np.cumsum(new_people(scenario)) - _level(scenario)


def read_series(scenario: Scenario) -> list[Series]:
    """Every series of a scenario, divided by ``people_per_count`` and corrected."""
    flee = scenario.setting("rules") == "flee"
    groups: dict[tuple[str, ...], list[Observation]] = {}
    for each in scenario.observations:
        if each.measure == "stock" and each.unit == "person" and each.use:
            key = (each.series or each.place,) if flee else (each.place, each.series, each.country)
            groups.setdefault(key, []).append(each)
    names: dict[str, int] = {}
    found = []
    for rows in groups.values():
        name = rows[0].series or rows[0].place if flee else _name(rows[0])
        names[name] = names.get(name, 0) + 1
        unique = name if names[name] == 1 else f"{name} ({names[name]})"
        found.append(_series(scenario, unique, rows))
    return found


def daily_values(series: Series, days: int) -> Values:
    """
    A series on each day, as straight lines between its counts.

    A count that stands further down than a later one never ends a line: a day
    lies between the first count after it, in the order of the table, and the
    count one row above.

    Returns
    -------
    daily_values
        Shape ``(day,)``, counted units.
    """
    today = np.arange(days)
    if len(series.day) == 1:
        return np.full(days, series.value[0])
    following = 1 + np.searchsorted(np.maximum.accumulate(series.day[1:]), today, side="right")
    after = np.minimum(following, len(series.day) - 1)
    before = after - 1
    inside = (following < len(series.day)) & (today > series.day[0])
    span = np.where(inside, series.day[after] - series.day[before], 1)
    share = (today - series.day[before]) / span
    line = series.value[before] + share * (series.value[after] - series.value[before])
    flat = np.where(today <= series.day[0], series.value[0], series.value[-1])
    return np.asarray(np.where(inside, line, flat), dtype=np.float64)


def _series(scenario: Scenario, name: str, rows: list[Observation]) -> Series:
    day = np.array([day_number(each.date, scenario.start) for each in rows], dtype=np.int64)
    value = np.array([each.value for each in rows], dtype=np.float64) / scenario.integer("people_per_count")
    place = rows[0].place
    flee = scenario.setting("rules") == "flee"
    for correction in scenario.corrections:
        since = day_number(correction.date, scenario.start)
        if correction.place == place and not (flee and since < 0):
            _correct(day, value, since)
    return Series(name, place, day, value)


def _correct(day: Counts, value: Values, since: int) -> None:
    """Rescale what was counted before a day, so that it joins the count of that day without a jump."""
    rows = np.flatnonzero(day[1:] == since) + 1
    if rows.size and value[rows[0] - 1] > 0:
        value[: rows[0]] *= value[rows[0]] / value[rows[0] - 1]


def _name(observation: Observation) -> str:
    return observation.place or observation.series or observation.country


def _level(scenario: Scenario) -> Counts:
    """People who left since the run began, were nobody to come back. Shape ``(day,)``."""
    total = raw_total(scenario)
    starts_empty = scenario.setting("rules") == "flee" and scenario.setting("day_zero") == "places"
    return total if starts_empty else total - total[:1]


def _summed(scenario: Scenario) -> Values:
    """The sum of all series, or the series ``total`` alone where the scenario wants that."""
    wants_total = not scenario.flag("sum_from_camps")
    summed = np.zeros(scenario.days)
    for each in read_series(scenario):
        if (each.name == TOTAL) == wants_total:
            summed += daily_values(each, scenario.days)
    return summed
