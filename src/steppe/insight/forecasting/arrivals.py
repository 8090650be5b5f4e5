"""
Where the simulation lets people arrive, put right by where they were counted: the state estimate of a forecast.

The engine is run once in its expected mode for each draw of what is not known,
with the same number of people leaving every day, so that no total enters.  What it lets arrive at each
series is then held against recent growth there: the ratio of the two follows
a gamma distribution that forgets (Gamma-Poisson filter with power discounting;
West & Harrison 1997, ch. 6; Harvey & Fernandes 1989).  A place where nothing
has been counted keeps what the simulation says.

Assumed: growth of a series is arrivals there; who stays counted does not leave
again; the ratio drifts slowly, by half in ``HALF_LIFE_DAYS``.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType

import numpy as np

from steppe.insight.forecasting.situation import counted
from steppe.insight.reports import Reports
from steppe.result.measures import AnyArray, FloatArray
from steppe.scenario.model import Push, Scenario

HALF_LIFE_DAYS = 60.0
PRIOR_SHARE = 0.1
PEOPLE_A_DAY = 1_000.0


@dataclass(frozen=True, slots=True, eq=False)
class Arrivals:
    """
    Shares of those who arrive on a day that arrive at each series.

    Parameters
    ----------
    share
        Adds up to 1 over series, or to 0 on a day on which nobody arrives. Shape
        ``(draw, day, series)``.
    """

    share: FloatArray

    def ratio(self, reports: Sequence[Reports], today: int) -> FloatArray:
        """
        How many times more people were counted to come than the simulation let arrive, of late.

        Parameters
        ----------
        reports
            In the order of the series.
        today
            Only what was known by the end of this day is looked at.

        Returns
        -------
        ratio
            1 where nothing is known. Shape ``(draw, series)``.
        """
        days = min(today + 1, self.share.shape[1])
        daily, is_counted, counts = _recent_growth(reports, today)
        fading = 0.5 ** ((today - np.arange(days)) / HALF_LIFE_DAYS)
        daily, is_counted = daily[:days] * fading[:, None], is_counted[:days]
        share = self.share[:, :days] * is_counted
        among = share.sum(axis=2, keepdims=True)
        comparable = among > 0.0
        let_in = share / np.where(comparable, among, 1.0) * daily.sum(axis=1)[:, None]
        grown = np.where(comparable, daily, 0.0).sum(axis=1)
        everybody = np.maximum(grown.sum(axis=1, keepdims=True), 1e-12)
        published, simulated = grown / everybody, let_in.sum(axis=1) / everybody
        return np.asarray((PRIOR_SHARE + counts * published) / (PRIOR_SHARE + counts * simulated))

    def ahead(self, reports: Sequence[Reports], today: int, day: AnyArray, series: AnyArray) -> FloatArray:
        """
        Share of each series in who arrives after today, until the end of a day.

        Parameters
        ----------
        reports
            In the order of the series.
        today
            Day number.
        day, series
            Day numbers after today, and positions of series. Shape ``(point,)``.

        Returns
        -------
        ahead
            Mean over draws. Shape ``(point,)``.
        """
        ratio = self.ratio(reports, today)
        summed = self.share.cumsum(axis=1)
        last = self.share.shape[1] - 1
        start = summed[:, min(today, last)]
        until = summed[:, np.minimum(day, last)]
        coming = (until - start[:, None]) * ratio[:, None]
        total = coming.sum(axis=2)
        own = np.take_along_axis(coming, series[None, :, None], axis=2)[:, :, 0]
        even = 1.0 / len(reports)
        return np.asarray(np.where(total > 0, own / np.maximum(total, 1e-12), even).mean(axis=0))


def simulate_arrivals(
    worlds: Sequence[Scenario], reports: Sequence[Reports], days: int, *, threads: int | None = None
) -> Arrivals:
    """
    Run the expected engine once for each draw.

    Parameters
    ----------
    worlds
        The same world with one draw of what is not known each; see :func:`steady`.
    reports
        Series, each of a place or a country of the world.
    days
        How many days to run.
    threads
        Runs at once; all processors by default.
    """
    with ThreadPoolExecutor(threads) as pool:
        shares = list(pool.map(lambda world: _shares(world, reports, days), worlds))
    return Arrivals(np.array(shares))


def steady(scenario: Scenario) -> Scenario:
    """
    The same world without limits and without totals: equally many people leave every day.

    Capacities are left out, for in published cases they are often the peak of the very series
    to be forecast. A world that says itself who leaves, by a schedule or by conflict, keeps that.
    """
    settings = {**scenario.settings, "capacity_scaling": 0.0}
    settings.pop("push_from_observations", None)
    settings["day_zero"] = "none"
    pushes = scenario.pushes
    if scenario.flag("push_from_observations"):
        last = scenario.start + timedelta(days=scenario.days - 1)
        pushes = (Push(scenario.start, PEOPLE_A_DAY * scenario.days, end=last),)
    return replace(
        scenario, settings=MappingProxyType(settings), pushes=pushes, observations=(), corrections=()
    )


def _shares(world: Scenario, reports: Sequence[Reports], days: int) -> FloatArray:
    """Shape ``(day, series)``."""
    from steppe.engine.ensemble import run_replicas
    from steppe.engine.plan import compile_plan

    plan = compile_plan(world, days=days)
    stocks: list[FloatArray] = []
    run_replicas(
        plan,
        replicas=1,
        seed=0,
        record=lambda _, output: stocks.append(output.stock.copy()),
        expected=True,
        threads=1,
    )
    of_series = series_places(world, plan.place_names, reports)
    arriving = np.maximum(np.diff(stocks[0] @ of_series.T, axis=0, prepend=0.0), 0.0)
    total = arriving.sum(axis=1, keepdims=True)
    return np.asarray(np.where(total > 1e-9, arriving / np.maximum(total, 1e-9), 0.0))


def series_places(world: Scenario, names: Sequence[str], reports: Sequence[Reports]) -> FloatArray:
    """Which places each series counts: one, or all of a country. Shape ``(series, place)``, 0 or 1."""
    country = {place.name: place.country for place in world.places}
    return np.array(
        [[each.where in (name, country[name]) for name in names] for each in reports], dtype=float
    )


def _recent_growth(reports: Sequence[Reports], today: int) -> tuple[FloatArray, AnyArray, FloatArray]:
    """
    Growth of each series on each day, whether it was counted then, and how much its counts tell.

    Returns
    -------
    daily, is_counted, counts
        Growth spread evenly between two counts, people; shapes ``(day, series)`` twice. Number of
        counts, each fading with its age. Shape ``(series,)``.
    """
    daily = np.zeros((today + 1, len(reports)))
    is_counted = np.zeros(daily.shape, dtype=bool)
    counts = np.zeros(len(reports))
    for number, each in enumerate(reports):
        known = counted(each.on(today))
        for row in range(1, known.day.size):
            first, last = int(known.day[row - 1]), int(known.day[row])
            span = slice(max(first, 0) + 1, last + 1)
            if last <= 0:
                continue
            growth = max(0.0, float(known.value[row] - known.value[row - 1]))
            counts[number] += 0.5 ** ((today - last) / HALF_LIFE_DAYS)
            daily[span, number] = growth / (last - first)
            is_counted[span, number] = True
    return daily, is_counted, counts
