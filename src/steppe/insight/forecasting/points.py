"""
Points to forecast: a series, an origin, a day ahead; with all that a forecast may look at.

One row stands for one number to come.  A table of points holds many rows, of
one conflict or of several, and is all that the learned part of a forecast
(``spread.py``) ever sees.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np

from steppe.insight.forecasting.situation import Situation
from steppe.insight.forecasting.totals import Totals
from steppe.result.measures import AnyArray, FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """
    Rows to forecast; every array has shape ``(point,)``.

    Parameters
    ----------
    series
        Position of the series in the situation.
    origin, day
        Day of the forecast and day to forecast, day numbers.
    level
        Last count, people.
    lead
        Days from the last count to ``day``, at least 1.
    short_pace, long_pace, activity
        See :class:`~steppe.insight.forecasting.situation.Situation`.
    growth
        By how much the total grows from the last count to ``day``, given or forecast, people.
    by_flow, by_level, by_simulation
        That growth times the share of the series in recent growth, in the last counts, and in
        what the simulation lets arrive, people.
    total_activity
        Summed ``activity`` of all series, people per day.
    """

    series: AnyArray
    origin: AnyArray
    day: AnyArray
    level: FloatArray
    lead: FloatArray
    short_pace: FloatArray
    long_pace: FloatArray
    activity: FloatArray
    growth: FloatArray
    by_flow: FloatArray
    by_level: FloatArray
    by_simulation: FloatArray
    total_activity: FloatArray

    def __len__(self) -> int:
        return self.level.size

    def at(self, rows: AnyArray) -> Points:
        """Some of the rows, by position or by mask."""
        return Points(*(getattr(self, each.name)[rows] for each in fields(self)))


def points_of(
    situation: Situation,
    series: AnyArray,
    day: AnyArray,
    totals: Totals,
    simulated_share: FloatArray | None = None,
) -> Points:
    """
    Rows of one origin.

    Parameters
    ----------
    situation
        What is known.
    series, day
        What to forecast: positions of series, and day numbers. Shape ``(point,)``.
    totals
        By how much the total grows.
    simulated_share
        Share of each row's series in what the simulation lets arrive until its day. Shape
        ``(point,)``; the share in recent growth where nothing was simulated.
    """
    growth = totals.growth(situation, situation.last_day[series], day)
    flow = situation.flow_share[series]
    level = situation.level_share[series]
    simulated = flow if simulated_share is None else simulated_share
    return Points(
        series=np.asarray(series),
        origin=np.full(len(series), situation.today),
        day=np.asarray(day),
        level=situation.level[series],
        lead=np.maximum(day - situation.last_day[series], 1).astype(np.float64),
        short_pace=situation.short_pace[series],
        long_pace=situation.long_pace[series],
        activity=situation.activity[series],
        growth=growth,
        by_flow=growth * flow,
        by_level=growth * level,
        by_simulation=growth * simulated,
        total_activity=np.full(len(series), situation.summed(situation.activity)),
    )


def joined(tables: Iterable[Points]) -> Points:
    """Tables one after another; at least one."""
    every = list(tables)
    return Points(
        *(np.concatenate([getattr(each, part.name) for each in every]) for part in fields(every[0]))
    )
