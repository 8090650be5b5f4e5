"""
Rolling origins: which days to forecast from, and which published counts each forecast is held against.

A forecast for a horizon is held against the count of its series whose day is
nearest to it, and is made for that very day: nothing is drawn between counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from steppe.insight.forecasting.situation import Situation
from steppe.insight.reports import Reports
from steppe.result.measures import AnyArray, FloatArray

HORIZONS = (7, 30, 90, 180)
EVERY_DAYS = 14
FIRST_DAY = 28
NEAR = {7: 3, 30: 7, 90: 14, 180: 21}


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """
    Counts that a forecast of one origin is held against; arrays have shape ``(target,)``.

    Parameters
    ----------
    series
        Position of the series.
    day
        Day of the count.
    horizon
        Days ahead it stands for.
    value
        People, as first published.
    """

    series: AnyArray
    day: AnyArray
    horizon: AnyArray
    value: FloatArray


def origins(days: int, *, every: int = EVERY_DAYS, first: int = FIRST_DAY) -> list[int]:
    """Days to forecast from, day numbers below ``days``."""
    return list(range(first, days, every))


def targets_of(
    reports: Sequence[Reports],
    situation: Situation,
    days: int,
    horizons: Sequence[int] = HORIZONS,
) -> Targets:
    """
    What the forecasts of one origin are held against.

    Parameters
    ----------
    reports
        Series, with what was published later.
    situation
        Of the day of the forecast. A series without a count is left out: it is new when its
        first count comes, see :func:`new_series`.
    days
        Counts on or after this day are not looked at.
    horizons
        Days ahead.
    """
    rows = []
    for number, each in enumerate(reports):
        if not situation.reported[number]:
            continue
        truth = each.first_published()
        for horizon in horizons:
            row = _nearest(truth.day, situation.today, horizon, days)
            if row >= 0:
                rows.append((number, int(truth.day[row]), horizon, float(truth.value[row])))
    table = np.array(rows, dtype=np.float64).reshape(len(rows), 4).T
    series, day, horizon_of, value = table
    return Targets(series.astype(np.int64), day.astype(np.int64), horizon_of.astype(np.int64), value)


def new_series(reports: Sequence[Reports], situation: Situation, last: int) -> list[int]:
    """Series without a count today that have a positive one by the end of a day."""
    found = []
    for number, each in enumerate(reports):
        truth = each.first_published()
        soon = (truth.day > situation.today) & (truth.day <= last) & (truth.value > 0)
        if not situation.reported[number] and soon.any():
            found.append(number)
    return found


def _nearest(day: AnyArray, today: int, horizon: int, days: int) -> int:
    """Row of the count nearest to a day ahead, or -1."""
    away = np.abs(day - (today + horizon))
    usable = (day > today) & (day < days) & (away <= NEAR.get(horizon, max(3, horizon // 7)))
    rows = np.flatnonzero(usable)
    return int(rows[np.argmin(away[rows])]) if rows.size else -1
