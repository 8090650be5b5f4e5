"""
Published counts with the day each was known: what a forecaster could have seen.

Every count has a day it is for and a day it was published (``as_of``, or the
same day).  A later publication for the same day replaces an earlier one from
the day it came out, and a correction (:class:`~steppe.scenario.model.Correction`)
rescales what came before it from its own date on.  Nothing is drawn between
two counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from steppe.result.measures import AnyArray, FloatArray
from steppe.scenario.events import CampClosed, CampOpens, Event, RouteSpeed
from steppe.scenario.model import Measure, Observation, Scenario
from steppe.scenario.series import TOTAL
from steppe.units import day_number


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """
    One series as it stood on some day.

    Parameters
    ----------
    day
        Days the counts are for, rising, each once. Shape ``(count,)``.
    value
        People. Shape ``(count,)``.
    """

    day: AnyArray
    value: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Reports:
    """
    All publications of one series of levels.

    Parameters
    ----------
    where
        Place, or country, that the counts are for.
    series
        Name of the series, empty where the place has only one.
    measure
        ``stock``, people standing there, or ``cumulative``, people counted since some day.
    day
        Day each count is for, as a day number of the scenario; may be negative. Shape ``(count,)``.
    known
        Day it was published, as a day number. Shape ``(count,)``.
    value
        People. Shape ``(count,)``.
    corrections
        Days from which the series is trustworthy; see :class:`~steppe.scenario.model.Correction`.
    nested
        Whether another series counts the same people too: a place of a country that is counted as a whole.
    """

    where: str
    series: str
    measure: Measure
    day: AnyArray
    known: AnyArray
    value: FloatArray
    corrections: tuple[int, ...] = ()
    nested: bool = False

    @property
    def name(self) -> str:
        """What the series is called in tables."""
        return f"{self.where}: {self.series}" if self.series else self.where

    def on(self, today: int) -> Known:
        """
        The series as it was known at the end of a day.

        Parameters
        ----------
        today
            Day number.
        """
        seen = np.flatnonzero((self.known <= today) & (self.day <= today))
        last_word: dict[int, float] = {}
        for row in seen[np.argsort(self.known[seen], kind="stable")].tolist():
            last_word[int(self.day[row])] = float(self.value[row])
        days = np.array(sorted(last_word), dtype=np.int64)
        values = np.array([last_word[day] for day in days.tolist()], dtype=np.float64)
        for since in sorted(self.corrections):
            if since <= today:
                _join(days, values, since)
        return Known(days, values)

    def first_published(self) -> Known:
        """What was published first for each day, whatever became of it later; the truth a forecast is held against."""
        first_word: dict[int, float] = {}
        for row in np.argsort(self.known, kind="stable").tolist():
            first_word.setdefault(int(self.day[row]), float(self.value[row]))
        days = np.array(sorted(first_word), dtype=np.int64)
        return Known(days, np.array([first_word[day] for day in days.tolist()], dtype=np.float64))


def reports_of(scenario: Scenario) -> tuple[Reports, ...]:
    """
    Every series of stocks or running totals of persons that a scenario holds, in the order it first mentions them.

    The series named ``total``, and counts marked not to be used, are left out.

    Parameters
    ----------
    scenario
        A world with observations.
    """
    groups: dict[tuple[str, str, Measure], list[Observation]] = {}
    for each in scenario.observations:
        where = each.place or each.country
        is_level = each.measure != "flow" and each.unit == "person"
        if each.use and is_level and where and each.series != TOTAL:
            groups.setdefault((where, each.series, each.measure), []).append(each)
    several = [where for where, *_ in groups]
    country = {place.name: place.country for place in scenario.places}
    whole = {where for (where, *_), rows in groups.items() if not rows[0].place}
    return tuple(
        replace(
            _reports(scenario, where, series if several.count(where) > 1 else "", rows),
            nested=bool(rows[0].place) and country.get(where) in whole,
        )
        for (where, series, _), rows in groups.items()
    )


def as_known(scenario: Scenario, today: int, *, events_given: bool = True) -> Scenario:
    """
    The same world with only what was published by the end of a day.

    Parameters
    ----------
    scenario
        A world.
    today
        Day number.
    events_given
        Whether the events after that day stay, as where the course of a conflict is given;
        otherwise they are left out, and what was in force on that day stays in force.

    Returns
    -------
    as_known
        Without later observations and without corrections dated later.
    """
    last = scenario.start + timedelta(days=today)
    changes: dict[str, Any] = {
        "observations": tuple(
            each for each in scenario.observations if (each.as_of or each.date) <= last and each.date <= last
        ),
        "corrections": tuple(each for each in scenario.corrections if each.date <= last),
        "pushes": tuple(each for each in scenario.pushes if events_given or each.start <= last),
    }
    if not events_given:
        changes["events"] = _in_force(scenario, last)
    return replace(scenario, **changes)


def _in_force(scenario: Scenario, last: date) -> tuple[Event, ...]:
    """Events up to a day; a camp whose opening nobody knows of yet is shut."""
    kept = [_still_going(each, last) for each in scenario.events if (each.start or date.min) <= last]
    opened = {each.place for each in kept if isinstance(each, CampOpens)}
    to_open = dict.fromkeys(each.place for each in scenario.events if isinstance(each, CampOpens))
    return (*kept, *(CampClosed(place, scenario.start) for place in to_open if place not in opened))


def _still_going(event: Event, last: date) -> Event:
    """An event whose end lies ahead has no end that anybody knows of; seasons come round as they always do."""
    if isinstance(event, RouteSpeed) or event.end is None or event.end <= last:
        return event
    return replace(event, end=None)


def _reports(scenario: Scenario, where: str, series: str, rows: list[Observation]) -> Reports:
    start = scenario.start
    return Reports(
        where=where,
        series=series,
        measure=rows[0].measure,
        day=np.array([day_number(each.date, start) for each in rows], dtype=np.int64),
        known=np.array(
            [day_number(max(each.as_of or each.date, each.date), start) for each in rows], dtype=np.int64
        ),
        value=np.array([each.value for each in rows], dtype=np.float64),
        corrections=tuple(
            day_number(each.date, start) for each in scenario.corrections if each.place == where
        ),
    )


def _join(days: AnyArray, values: FloatArray, since: int) -> None:
    """Rescale what was counted before a day, so that it joins the count of that day without a jump."""
    row = int(np.searchsorted(days, since))
    if 0 < row < days.size and days[row] == since and values[row - 1] > 0:
        values[:row] *= values[row] / values[row - 1]
