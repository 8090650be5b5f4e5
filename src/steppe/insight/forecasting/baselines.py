"""
Simple rules that any forecast has to beat: what anybody could say with a ruler and the last counts.

Each says one number per point and claims no width; ``dressing.py`` gives them
the errors they made elsewhere.  Rules that divide a total (equal split, gravity,
radiation) divide the same one, the sum over all series of what *last shares* says.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from steppe.insight.forecasting.geography import Geography
from steppe.insight.forecasting.points import Points, points_of
from steppe.insight.forecasting.situation import Situation
from steppe.insight.forecasting.totals import Totals, damped_days
from steppe.result.measures import AnyArray, FloatArray

DAMPING_DAYS = 30.0

BASELINES: Mapping[str, str] = MappingProxyType(
    {
        "last report": "The last count stays as it is.",
        "damped trend": "The pace of the last 30 days goes on, falling to 1/e of itself every 30 days.",
        "recent flow": "The total's growth goes where growth of the last 90 days went.",
        "last shares": "Every series keeps its share of the total.",
        "equal split": "Every series with a count holds equally many people.",
        "gravity": "The total is divided by distance from the fighting, squared (Zipf 1946, Wilson 1971).",
        "radiation": "The total is divided by who lives nearer to the fighting (Simini et al. 2012).",
        "the peer": "One run by the peer's own rules.",
    }
)
"""Name of each simple rule, and what it says."""


def baselines_of(
    situation: Situation,
    series: AnyArray,
    day: AnyArray,
    totals: Totals,
    geography: Geography | None = None,
    peer: FloatArray | None = None,
) -> dict[str, FloatArray]:
    """
    What each simple rule says.

    Parameters
    ----------
    situation
        What is known.
    series, day
        What to forecast: positions of series, and day numbers after today. Shape ``(point,)``.
    totals
        By how much the total grows.
    geography
        Shares by distance; without it ``gravity`` and ``radiation`` are left out.
    peer
        People the peer's run has at each series; without it ``the peer`` is left out. Shape
        ``(day, series)``.

    Returns
    -------
    baselines
        People, at least 0, by name, in the order of ``BASELINES``. Shape ``(point,)``.
    """
    points = points_of(situation, series, day, totals)
    total = total_on(situation, day, totals)
    said = {
        "last report": points.level,
        "damped trend": points.level + points.short_pace * damped_days(points.lead, DAMPING_DAYS),
        "recent flow": points.level + _by_recent_flow(situation, points),
        "last shares": points.level + points.by_level,
        "equal split": total / max(int(situation.reported.sum()), 1),
    }
    if geography is not None:
        said["gravity"] = total * geography.gravity[day, series]
        said["radiation"] = total * geography.radiation[day, series]
    if peer is not None:
        said["the peer"] = peer[day, series]
    return {name: np.asarray(np.maximum(people, 0.0), dtype=np.float64) for name, people in said.items()}


def total_on(situation: Situation, day: AnyArray, totals: Totals) -> FloatArray:
    """
    Sum of all series on a day: each last count, grown with the total since the day of that count.

    Counts are of different days, so that growth since the last count of one series is partly in
    the count of another already; each therefore grows from its own day, by its own share.

    Parameters
    ----------
    situation, totals
        As in :func:`baselines_of`.
    day
        Day numbers. Shape ``(point,)``.

    Returns
    -------
    total
        People. Shape ``(point,)``.
    """
    counted_on, until = np.broadcast_arrays(situation.last_day[None, :], np.asarray(day)[:, None])
    growth = totals.growth(situation, counted_on, until)
    return np.asarray(situation.total + growth @ np.where(situation.nested, 0.0, situation.level_share))


def _by_recent_flow(situation: Situation, points: Points) -> FloatArray:
    """The total's growth by shares in recent growth, or by shares in the counts where nothing grew."""
    return points.by_flow if situation.recent.any() else points.by_level
