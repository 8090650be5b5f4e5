"""
The doorway of forecasts: from the state a world was reported in on a day, some days ahead.

What is said of a count rests on its last report, on how it and all others grew
of late, on where the simulation lets people arrive (its ratio to the counts is
the state that is estimated), and on how far off such forecasts were in other conflicts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from steppe.errors import Problem, UsageError
from steppe.insight.forecasting.ahead import Forecast
from steppe.insight.forecasting.arrivals import Arrivals, simulate_arrivals, steady
from steppe.insight.forecasting.draws import DRAWS, normal_points, prior_worlds
from steppe.insight.forecasting.learned import Taught, taught_by_others
from steppe.insight.forecasting.members import MEMBERS, chances_of
from steppe.insight.forecasting.planning import PlannedTotals
from steppe.insight.forecasting.points import Points, points_of
from steppe.insight.forecasting.situation import Situation, situation_of
from steppe.insight.forecasting.totals import ForecastTotals, Totals, published_totals
from steppe.insight.forecasting.unseen import unseen_members
from steppe.insight.reports import Reports, as_known, reports_of
from steppe.result.measures import FloatArray
from steppe.result.provenance import versions_here
from steppe.scenario.folder import scenario_hash
from steppe.scenario.model import Scenario
from steppe.scenario.variation import under_own_rules
from steppe.units import day_number

if TYPE_CHECKING:
    from steppe.insight.calibration.posterior import Posterior

HORIZONS = (7, 30, 90, 180)
MOST_DAYS = 730
RANGES = {"members": (20, 10_000), "draws": (1, 4096), "threads": (1, 1024)}
COLD = "cold start: no count was known, places and numbers rest on other crises alone"


def forecast(
    scenario: Scenario,
    posterior: Posterior | None = None,
    *,
    start: date | None = None,
    horizons: Sequence[int] = HORIZONS,
    totals: Literal["forecast", "given"] | PlannedTotals = "forecast",
    events_given: bool = False,
    members: int = MEMBERS,
    draws: int = DRAWS,
    seed: int = 1,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Forecast:
    """
    Forecast how many people will be counted where.

    Parameters
    ----------
    scenario
        A world with published counts.
    posterior
        Of its behaviour, from :func:`steppe.calibrate`; without one, behaviour is drawn from the priors.
    start
        The last day of which anything may be known; the day of the last count by default.
    horizons
        Days ahead to tell of, 1 to 730.
    totals
        ``forecast`` carries the recent pace of all counts on, fading; ``given`` takes the totals
        that were published later; or totals that somebody else plans with.
    events_given
        Whether events dated after ``start`` are believed; otherwise what was in force stays in force.
    members
        How many equally likely courses.
    draws
        How many simulations.
    seed
        Of everything random.
    threads
        Simulations at once; all processors by default. Numbers do not depend on it.
    progress
        Called with the simulations done and of all.

    Returns
    -------
    forecast
        Every series, day by day.

    Raises
    ------
    UsageError
        With everything that is wrong with the request.
    ScenarioError
        Where the world cannot be compiled.
    """
    require_answerable(
        scenario,
        posterior,
        start=start,
        horizons=horizons,
        totals=totals,
        members=members,
        draws=draws,
        threads=threads,
    )
    world = under_own_rules(scenario)
    reports = reports_of(world)
    today, ahead = _today(world, reports, start), max(horizons)
    known = as_known(world, today, events_given=events_given)
    situation = situation_of(reports, today)
    taught = taught_by_others(situation.names, "forecast" if totals == "forecast" else "given")
    lasting = replace(known, days=max(known.days, today + ahead + 1))
    if situation.reported.any():
        worlds = _worlds(lasting, posterior, draws, seed)
        arrivals = _arrivals(worlds, reports, today + ahead + 1, threads, progress)
        points = _rows(situation, reports, arrivals, _totals(totals, reports), ahead)
        drawn = _members(points, taught, totals, members, seed, (ahead, len(reports)))
    else:
        terms = (today, ahead, members, seed)
        drawn = unseen_members(lasting, posterior, reports, terms, threads, progress)
    return Forecast(
        scenario=scenario.name,
        start=world.start + timedelta(days=today),
        names=situation.names,
        members=drawn,
        level=situation.level,
        reported=situation.reported,
        horizons=tuple(sorted(set(horizons))),
        skill=taught.skill,
        stamp=_stamp(situation, posterior, taught),
        nested=situation.nested,
        made=_made(known, posterior, taught, totals)
        | {"events_given": events_given, "members": members, "draws": draws, "seed": seed},
    )


def _made(known: Scenario, posterior: Posterior | None, taught: Taught, totals: object) -> dict[str, Any]:
    """What a forecast rests on, in plain words."""
    return {
        "version": versions_here()["steppe"],
        "world_as_known": scenario_hash(known),
        "totals": totals.words if isinstance(totals, PlannedTotals) else totals,
        "lessons": list(taught.conflicts),
        "posterior": None if posterior is None else dict(posterior.made),
    }


def require_answerable(
    scenario: Scenario,
    posterior: Posterior | None = None,
    *,
    start: date | None = None,
    horizons: Sequence[int] = HORIZONS,
    totals: object = "forecast",
    members: int = MEMBERS,
    draws: int = DRAWS,
    threads: int | None = None,
) -> None:
    """
    Refuse a request that :func:`forecast` cannot answer, before any work.

    Raises
    ------
    UsageError
        With everything that is wrong with the request.
    """
    world = under_own_rules(scenario)
    reports = reports_of(world)
    today = _today(world, reports, start)
    problems = []
    if not reports:
        problems.append(
            Problem(world.name, "no counts of people are published in it.", "Add stocks to observations.csv.")
        )
    if start is not None and today < 0:
        problems.append(
            Problem("from", f"{start} is before the world begins.", f"Give {world.start} or a later day.")
        )
    if reports and today >= 0 and _nothing_to_go_by(world, reports, today):
        found = (
            f"no count is known by {world.start + timedelta(days=today)}, and nothing says how many leave."
        )
        problems.append(Problem("from", found, "Give a later day, or say in pushes.csv how many leave."))
    problems += _number_problems(horizons, members=members, draws=draws, threads=threads)
    problems += _totals_problems(totals, today)
    problems += _posterior_problems(posterior, world, world.start + timedelta(days=today))
    if problems:
        raise UsageError(problems)


def _nothing_to_go_by(world: Scenario, reports: Sequence[Reports], today: int) -> bool:
    """Whether as many leave as are counted, and none are counted yet: such a run says that nobody ever leaves."""
    if world.pushes or not world.flag("push_from_observations"):
        return False
    return not situation_of(reports, today).reported.any()


def _number_problems(horizons: Sequence[int], **asked: int | None) -> list[Problem]:
    problems = [
        Problem("horizon", f"{each} days is out of range.", f"Give whole days from 1 to {MOST_DAYS}.")
        for each in horizons
        if not 1 <= each <= MOST_DAYS
    ]
    if not horizons:
        problems.append(Problem("horizon", "none is given.", "Give at least one number of days."))
    for name, value in asked.items():
        least, most = RANGES[name]
        if value is not None and not least <= value <= most:
            problems.append(Problem(name, f"{value} is out of range.", f"Give {least} to {most:,}."))
    return problems


def _totals_problems(totals: object, today: int) -> list[Problem]:
    if isinstance(totals, PlannedTotals):
        if (totals.day > today).any():
            return []
        return [Problem(totals.words, "no row lies after the day of the forecast.", "Add later days.")]
    if totals in ("forecast", "given"):
        return []
    return [Problem("totals", f"'{totals}' is unknown.", "Give forecast, given, or a table.")]


def _posterior_problems(posterior: Posterior | None, world: Scenario, start: date) -> list[Problem]:
    """A posterior of another world, or one that has seen what is to be forecast."""
    if posterior is None:
        return []
    problems = []
    if posterior.known.name != world.name:
        found = f"it is of '{posterior.known.name}', not of '{world.name}'."
        problems.append(Problem("posterior", found, "Give one of this world."))
    if posterior.until > start and _saw_later_counts(posterior, start):
        found = f"it has seen counts until {posterior.until}, after the forecast begins."
        problems.append(Problem("posterior", found, f"Calibrate with --until {start} or earlier."))
    return problems


def _saw_later_counts(posterior: Posterior, start: date) -> bool:
    return any(max(each.as_of or each.date, each.date) > start for each in posterior.known.observations)


def _today(world: Scenario, reports: Sequence[Reports], start: date | None) -> int:
    if start is not None:
        return day_number(start, world.start)
    return max((int(each.known.max()) for each in reports), default=0)


def _worlds(known: Scenario, posterior: Posterior | None, draws: int, seed: int) -> list[Scenario]:
    if posterior is None:
        return prior_worlds(steady(known), draws, seed)
    return [posterior.apply(steady(known), vector) for vector in posterior.vectors(draws)]


def _arrivals(
    worlds: Sequence[Scenario],
    reports: Sequence[Reports],
    days: int,
    threads: int | None,
    progress: Callable[[int, int], object] | None,
) -> Arrivals:
    """All worlds simulated, some at once, telling how far it got."""
    at_once = threads or os.cpu_count() or 1
    shares = []
    for first in range(0, len(worlds), at_once):
        some = worlds[first : first + at_once]
        shares.append(simulate_arrivals(some, reports, days, threads=at_once).share)
        if progress is not None:
            progress(first + len(some), len(worlds))
    return Arrivals(np.concatenate(shares))


def _totals(totals: object, reports: Sequence[Reports]) -> Totals:
    if isinstance(totals, PlannedTotals):
        return totals
    return published_totals(reports) if totals == "given" else ForecastTotals()


def _rows(
    situation: Situation, reports: Sequence[Reports], arrivals: Arrivals, totals: Totals, ahead: int
) -> Points:
    """One row per day ahead and series, day after day."""
    days = situation.today + 1 + np.repeat(np.arange(ahead), len(reports))
    series = np.tile(np.arange(len(reports)), ahead)
    share = arrivals.ahead(reports, situation.today, days, series)
    return points_of(situation, series, days, totals, share)


def _members(
    points: Points, taught: Taught, totals: object, members: int, seed: int, shape: tuple[int, int]
) -> FloatArray:
    """
    Draw courses: a member of a series stays at its chance from day to day.

    Returns
    -------
    members
        Shape ``(member, day, series)``, people.
    """
    ahead, series = shape
    chances = chances_of(np.zeros(series, dtype=np.int64), members, seed)
    found = taught.learned.quantiles(points, np.tile(chances.T, (1, ahead)))
    if isinstance(totals, PlannedTotals) and totals.is_uncertain:
        z = normal_points(members, 1, seed + 1)[:, 0]
        found = found + totals.away(z, points) * taught.learned.response(points)
    return np.asarray(np.maximum(found, 0.0).reshape(members, ahead, series))


def _stamp(situation: Situation, posterior: Posterior | None, taught: Taught) -> str:
    behaviour = "behaviour not calibrated" if posterior is None else posterior.stamp
    words = [f"forecast, {behaviour}"]
    if not situation.reported.any():
        words = [COLD]
    if taught.unskilled:
        listed = ", ".join(map(str, taught.unskilled))
        words.append(f"no better than {taught.simple_rule} at {listed} days")
    return "; ".join(words)
