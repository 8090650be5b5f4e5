"""
All forecasts to make for one conflict on one track: the points, what came of them, and what the simple rules say.

On the track ``given`` every forecaster is told the true totals and the course
of events, as the peer is; on ``forecast`` nothing after the origin.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from steppe.insight.forecasting.arrivals import Arrivals, series_places, simulate_arrivals, steady
from steppe.insight.forecasting.baselines import baselines_of
from steppe.insight.forecasting.draws import prior_worlds
from steppe.insight.forecasting.geography import Geography, geography_of
from steppe.insight.forecasting.origins import Targets, origins, targets_of
from steppe.insight.forecasting.points import Points, joined, points_of
from steppe.insight.forecasting.situation import Situation, situation_of
from steppe.insight.forecasting.totals import ForecastTotals, Totals, published_totals
from steppe.insight.reports import Reports, as_known, reports_of
from steppe.result.measures import AnyArray, FloatArray
from steppe.scenario.folder import load
from steppe.scenario.model import Scenario
from steppe.scenario.variation import under_own_rules

Track = Literal["given", "forecast"]
TRACKS: tuple[Track, ...] = ("given", "forecast")
BEYOND_DAYS = 30


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """
    One conflict.

    Parameters
    ----------
    name
        Of its folder.
    as_found
        As loaded; a Flee folder has the peer's rules.
    world
        Under Steppe's own rules.
    reports
        All its series.
    """

    name: str
    as_found: Scenario
    world: Scenario
    reports: tuple[Reports, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """
    On what terms forecasts are made and scored.

    Parameters
    ----------
    horizons
        Days ahead.
    every, first
        Days between origins, and the first of them.
    draws
        Worlds drawn for each simulation.
    seed
        Of draws and members.
    """

    horizons: tuple[int, ...]
    every: int
    first: int
    draws: int
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """
    What to forecast for one conflict on one track; arrays have shape ``(point,)``.

    Parameters
    ----------
    case, track
        Which.
    names
        Of the series.
    points
        Rows, origin after origin.
    horizon
        Days ahead each row stands for.
    observed
        People, as first published.
    simple
        What each baseline says, people, by its name.
    """

    case: str
    track: Track
    names: tuple[str, ...]
    points: Points
    horizon: AnyArray
    observed: FloatArray
    simple: dict[str, FloatArray]


def case_of(folder: Path | str) -> Case:
    """Load a conflict. Raises ``ScenarioError`` with everything that is wrong with it."""
    found = load(folder)
    return Case(found.name, found, under_own_rules(found), reports_of(found))


def sheet_of(
    case: Case,
    track: Track,
    terms: Terms,
    *,
    threads: int | None = None,
    told: Callable[[], object] = lambda: None,
) -> Sheet:
    """
    Make the points of a conflict, with all simulations they need.

    Parameters
    ----------
    case, track, terms
        What for.
    threads
        Simulations at once; all processors by default.
    told
        Called after each origin.

    Raises
    ------
    ScenarioError
        Where its world cannot be compiled.
    """
    totals: Totals = published_totals(case.reports) if track == "given" else ForecastTotals()
    given = _given(case, terms, threads) if track == "given" else None
    peer = peer_stocks(case) if track == "given" else None

    def at(today: int) -> _Origin | None:
        situation = situation_of(case.reports, today)
        targets = targets_of(case.reports, situation, case.world.days, terms.horizons)
        if not targets.day.size:
            told()
            return None
        arrivals, geography = given or _told_nothing(case, today, terms)
        made = _origin(case.reports, situation, targets, totals, arrivals, geography, peer)
        told()
        return made

    with ThreadPoolExecutor(threads) as pool:
        days = origins(case.world.days, every=terms.every, first=terms.first)
        found = [each for each in pool.map(at, days) if each is not None]
    return Sheet(
        case.name,
        track,
        tuple(each.name for each in case.reports),
        joined(each.points for each in found),
        np.concatenate([each.targets.horizon for each in found]),
        np.concatenate([each.targets.value for each in found]),
        {name: np.concatenate([each.simple[name] for each in found]) for name in found[0].simple},
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Origin:
    points: Points
    targets: Targets
    simple: dict[str, FloatArray]


def _origin(
    reports: Sequence[Reports],
    situation: Situation,
    targets: Targets,
    totals: Totals,
    arrivals: Arrivals,
    geography: Geography,
    peer: FloatArray | None,
) -> _Origin:
    share = arrivals.ahead(reports, situation.today, targets.day, targets.series)
    points = points_of(situation, targets.series, targets.day, totals, share)
    simple = baselines_of(situation, targets.series, targets.day, totals, geography, peer)
    return _Origin(points, targets, simple)


def _given(case: Case, terms: Terms, threads: int | None) -> tuple[Arrivals, Geography]:
    """Simulated once for all origins: the course of events is given and totals do not enter."""
    world, days = case.world, case.world.days
    worlds = prior_worlds(steady(world), terms.draws, terms.seed)
    arrivals = simulate_arrivals(worlds, case.reports, days, threads=threads)
    return arrivals, geography_of(world, case.reports, days)


def _told_nothing(case: Case, today: int, terms: Terms) -> tuple[Arrivals, Geography]:
    """Simulated anew for an origin: what was in force on its day stays in force."""
    world = as_known(case.world, today, events_given=False)
    days = min(case.world.days, today + max(terms.horizons) + BEYOND_DAYS)
    worlds = prior_worlds(steady(world), max(1, terms.draws // 2), terms.seed)
    return simulate_arrivals(worlds, case.reports, days, threads=1), geography_of(world, case.reports, days)


def peer_stocks(case: Case) -> FloatArray | None:
    """
    One run by the peer's own rules, where the world is one of its folders.

    Without capacities, which in published cases are mostly the peak of the series to be forecast.

    Returns
    -------
    stocks
        People at each series. Shape ``(day, series)``; ``None`` for other worlds.
    """
    from steppe.simulate import simulate

    if case.as_found.setting("rules") != "flee":
        return None
    unlimited = case.as_found.with_settings(capacity_scaling=0.0)
    (replica,) = simulate(unlimited, replicas=1, seed=1, threads=1).each_replica()
    names = [place.name for place in case.as_found.places]
    of_series = series_places(case.as_found, names, case.reports)
    stocks = replica.stock @ of_series.T * case.as_found.integer("people_per_count")
    return np.asarray(stocks, dtype=np.float64)
