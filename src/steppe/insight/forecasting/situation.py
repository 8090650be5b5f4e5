"""
What the published counts say at the end of a day: levels, paces, and how much moves at all.

Zeros before a series' first positive count are no counts of nobody: in the
cases they were added by hand, and the first positive count is then no arrival
of people but the beginning of counting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from steppe.insight.reports import Known, Reports
from steppe.result.measures import AnyArray, FloatArray

SHORT_DAYS = 30
LONG_DAYS = 120
RECENT_DAYS = 90


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """
    All series of a scenario as known at the end of a day.

    Parameters
    ----------
    today
        Day number.
    names
        Of the series. Each array below has shape ``(series,)``.
    reported
        Whether a positive count is known.
    level
        Last count, people; 0 where none is known.
    last_day
        Day of the last count, a day number; ``today`` where none is known.
    age
        Days since the first positive count.
    short_pace, long_pace
        Change over the last 30 and 120 days before the last count, people per day.
    activity
        Summed absolute changes over the last 120 days, people per day.
    recent
        Growth over the last 90 days, people, at least 0.
    nested
        Whether another series counts the same people too; such a one is in no sum.
    """

    today: int
    names: tuple[str, ...]
    reported: AnyArray
    level: FloatArray
    last_day: AnyArray
    age: AnyArray
    short_pace: FloatArray
    long_pace: FloatArray
    activity: FloatArray
    recent: FloatArray
    nested: AnyArray

    @property
    def total(self) -> float:
        """Sum of the last counts, people; nobody counts twice."""
        return self.summed(self.level)

    @property
    def level_share(self) -> FloatArray:
        """Share of each series in the last counts. Shape ``(series,)``; zeros where nobody is counted."""
        return self.level / max(self.total, 1.0)

    @property
    def flow_share(self) -> FloatArray:
        """Share of each series in recent growth. Shape ``(series,)``; zeros where nothing grew."""
        return self.recent / max(self.summed(self.recent), 1.0)

    def summed(self, values: FloatArray) -> float:
        """Values of all series together, so that nobody counts twice. ``values`` has shape ``(series,)``."""
        return float(values[~self.nested].sum())


def situation_of(reports: Sequence[Reports], today: int) -> Situation:
    """
    Sum up what was known at the end of a day.

    Parameters
    ----------
    reports
        Series of a scenario; later publications in them are not looked at.
    today
        Day number.
    """
    known = [counted(each.on(today)) for each in reports]
    has = [each.day.size > 0 for each in known]
    columns = [
        _summary(each, today) if there else (0.0, float(today), 0.0, 0.0, 0.0, 0.0, 0.0)
        for each, there in zip(known, has, strict=True)
    ]
    table = np.array(columns, dtype=np.float64).reshape(len(known), 7).T
    return Situation(
        today=today,
        names=tuple(each.name for each in reports),
        reported=np.array(has, dtype=bool),
        level=table[0],
        last_day=table[1].astype(np.int64),
        age=table[2].astype(np.int64),
        short_pace=table[3],
        long_pace=table[4],
        activity=table[5],
        recent=table[6],
        nested=np.array([each.nested for each in reports], dtype=bool),
    )


def counted(known: Known) -> Known:
    """A series from its first positive count on."""
    positive = np.flatnonzero(known.value > 0)
    first = positive[0] if positive.size else known.day.size
    return Known(known.day[first:], known.value[first:])


def _summary(known: Known, today: int) -> tuple[float, ...]:
    day, value = known.day.astype(np.float64), known.value
    since = max(today - RECENT_DAYS, float(day[0]))
    recent = max(0.0, float(value[-1]) - float(np.interp(since, day, value)))
    return (
        float(value[-1]),
        float(day[-1]),
        float(today - day[0]),
        _pace(known, SHORT_DAYS),
        _pace(known, LONG_DAYS),
        _activity(known, today),
        recent,
    )


def _pace(known: Known, days: int) -> float:
    """Change per day over the last days before the last count."""
    last = float(known.day[-1])
    first = max(last - days, float(known.day[0]))
    if last <= first:
        return 0.0
    before = float(np.interp(first, known.day, known.value))
    return (float(known.value[-1]) - before) / (last - first)


def _activity(known: Known, today: int) -> float:
    late = known.day[1:] >= today - LONG_DAYS
    span = min(LONG_DAYS, max(today - int(known.day[0]), 1))
    return float(np.abs(np.diff(known.value))[late].sum()) / span
