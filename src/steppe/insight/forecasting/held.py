"""
Counts beside a forecast: those it could know, and those that came later.

Nothing is drawn between two counts.  All series together are the sum of the
last count of each, and are held against the same sum of what was forecast, each
series on the day it was counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from steppe.errors import Problem, UsageError
from steppe.insight.forecasting.ahead import EVERYWHERE, Forecast
from steppe.insight.forecasting.situation import counted
from steppe.insight.reports import Known, Reports, reports_of
from steppe.result.measures import AnyArray, FloatArray
from steppe.scenario.model import Scenario
from steppe.units import day_number


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """
    Counts of one series that came later, beside what was forecast for their days.

    Parameters
    ----------
    name
        Of the series; empty for all together.
    ahead
        Days after the start of the forecast, rising. Shape ``(count,)``.
    observed
        People. Shape ``(count,)``.
    members
        What was forecast, people. Shape ``(member, count)``.
    """

    name: str
    ahead: AnyArray
    observed: FloatArray
    members: FloatArray

    @property
    def chance(self) -> FloatArray:
        """Share of members below each count, those equal to it by half. Shape ``(count,)``, 0 to 1."""
        below = (self.members < self.observed).mean(axis=0)
        return np.asarray(below + 0.5 * (self.members == self.observed).mean(axis=0))

    def quantile(self, chance: float) -> FloatArray:
        """Of the members, people. Shape ``(count,)``."""
        return np.asarray(np.quantile(self.members, chance, axis=0))

    @property
    def away(self) -> FloatArray:
        """Counts less the median of the forecast, people. Shape ``(count,)``."""
        return np.asarray(self.observed - self.quantile(0.5))


def series_of(scenario: Scenario, forecast: Forecast) -> tuple[Reports, ...]:
    """
    The series that a forecast is of.

    Raises
    ------
    UsageError
        Where the world has other series.
    """
    reports = reports_of(scenario)
    if tuple(each.name for each in reports) != forecast.names:
        found = f"it has other series of counts than the forecast of {forecast.scenario}."
        raise UsageError(Problem(scenario.name, found, "Give the world that was forecast."))
    return reports


def known_counts(scenario: Scenario, forecast: Forecast) -> dict[str, Known]:
    """
    Counts that were known on the first day of a forecast, as they were known then.

    Returns
    -------
    known_counts
        By series, all together under an empty name; days are counted from the start of the
        forecast and are at most 0.
    """
    today = day_number(forecast.start, scenario.start)
    tracks = {each.name: counted(each.on(today)) for each in series_of(scenario, forecast)}
    outer = [name for name, nested in zip(forecast.names, forecast.nested, strict=True) if not nested]
    told = _with_total(tracks, outer)
    return {name: Known(track.day - today, track.value) for name, track in told.items()}


def later_counts(scenario: Scenario, forecast: Forecast) -> dict[str, Held]:
    """
    Counts for days after the start of a forecast, as they were first published.

    Returns
    -------
    later_counts
        By series, all together first, under an empty name; series without later counts are
        left out, and so are days that were not forecast.
    """
    today = day_number(forecast.start, scenario.start)
    held = {}
    for number, each in enumerate(series_of(scenario, forecast)):
        track = counted(each.first_published())
        ahead = track.day - today
        later = (ahead >= 1) & (ahead <= forecast.days)
        if later.any():
            members = forecast.members[:, ahead[later] - 1, number]
            held[each.name] = Held(each.name, ahead[later], track.value[later], members)
    nested = {name for name, inside in zip(forecast.names, forecast.nested, strict=True) if inside}
    outer = [each for each in held.values() if each.name not in nested]
    return {EVERYWHERE: _together(forecast, outer), **held} if outer else held


def _with_total(tracks: dict[str, Known], outer: Sequence[str]) -> dict[str, Known]:
    """All series, and before them the sum of those that count nobody twice."""
    days = np.unique(np.concatenate([tracks[name].day for name in outer]))
    total = np.zeros(days.size)
    for each in (tracks[name] for name in outer):
        total += _last_value(each.day, each.value, days, 0.0)
    return {EVERYWHERE: Known(days, total), **tracks}


def _together(forecast: Forecast, held: Sequence[Held]) -> Held:
    """Sums of last counts on the days on which any came, and of what was forecast for the days of those counts."""
    days = np.unique(np.concatenate([each.ahead for each in held]))
    everybody = float(forecast.level[~forecast.nested].sum())
    observed = np.full(days.size, everybody)
    members = np.full((len(forecast.members), days.size), everybody)
    for each in held:
        level = float(forecast.level[forecast.names.index(each.name)])
        observed += _last_value(each.ahead, each.observed, days, level) - level
        at = np.searchsorted(each.ahead, days, side="right")
        steps = np.concatenate([np.full((len(members), 1), level), each.members], axis=1)
        members += steps[:, at] - level
    return Held(EVERYWHERE, days, observed, members)


def _last_value(day: AnyArray, value: FloatArray, at: AnyArray, before: float) -> FloatArray:
    """The last value by each day; ``before`` where there is none yet."""
    steps = np.concatenate([[before], value])
    return np.asarray(steps[np.searchsorted(day, at, side="right")])
