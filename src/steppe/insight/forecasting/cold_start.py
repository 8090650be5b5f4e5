"""
Cold start: a run that sees no report, only the totals, the course of events and what other conflicts taught.

The peer's runs are of this kind, so this is where both are held side by side,
with capacities and without: in published cases a capacity is mostly the peak of the very series to be predicted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from steppe.insight.forecasting.cold_worlds import cold_worlds
from steppe.insight.forecasting.geography import geography_of
from steppe.insight.forecasting.sheet import Case, Terms
from steppe.insight.score import averaged_relative_difference
from steppe.result.measures import AnyArray, FloatArray
from steppe.scenario.model import CAMP_KINDS, Scenario
from steppe.scenario.series import day_zero_stock, interpolated, new_people

if TYPE_CHECKING:
    import polars

COLUMNS = ("case", "capacities", "forecaster", "ard_daily", "ard_reports")
WITH, WITHOUT = "with", "without"


def nothing_scored() -> polars.DataFrame:
    """The table without rows."""
    import polars

    kinds = (*[polars.String] * 3, *[polars.Float64] * 2)
    return polars.DataFrame(schema=dict(zip(COLUMNS, kinds, strict=True)))


def cold_start_table(
    cases: Sequence[Case],
    terms: Terms,
    *,
    threads: int | None = None,
    told: Callable[[], object] = lambda: None,
) -> polars.DataFrame:
    """
    Score runs that see no report.

    Parameters
    ----------
    cases
        Conflicts; one that is no Flee folder has no peer to be held against.
    terms
        For draws and seed.
    threads
        Runs at once.
    told
        Called after each case.

    Returns
    -------
    table
        ``case, capacities, forecaster``, and the averaged relative difference as the peer defines
        it, ``ard_daily`` over all days with the counts drawn straight between reports,
        ``ard_reports`` over the days of reports only.
    """
    import polars

    rows: list[tuple[str, str, str, float, float]] = []
    for case in cases:
        truth = Truth(case)
        for capacities in (WITH, WITHOUT):
            for name, stocks in _forecasts(case, truth, terms, capacities, threads).items():
                rows.append((case.name, capacities, name, *truth.difference(stocks)))
        told()
    return polars.DataFrame(rows, schema=nothing_scored().schema, orient="row")


class Truth:
    """What was published, as the peer is scored on it: camps with a series, corrected, on every day."""

    def __init__(self, case: Case) -> None:
        kinds = {place.name: place.kind for place in case.world.places}
        series = {
            name: values for name, values in interpolated(case.world).items() if kinds.get(name) in CAMP_KINDS
        }
        self.names = tuple(series)
        days = case.world.days
        self.daily = np.array(list(series.values()), dtype=np.float64).reshape(len(series), -1).T[:days]
        reported = np.zeros(self.daily.shape, dtype=bool)
        for each in case.reports:
            if each.where in series:
                inside = each.day[(each.day >= 0) & (each.day < days)]
                reported[inside, self.names.index(each.where)] = True
        self.reported = reported

    def difference(self, stocks: FloatArray) -> tuple[float, float]:
        """Averaged relative difference of a run, over all days and over days of reports."""
        return difference_of(self, stocks), _difference(stocks, self.daily, self.reported)


def difference_of(truth: Truth, stocks: FloatArray) -> float:
    """Averaged relative difference over all days, as the peer defines it. ``stocks`` has shape ``(day, camp)``."""
    return _difference(stocks, truth.daily, np.ones_like(truth.reported))


def _difference(stocks: FloatArray, truth: FloatArray, rows: AnyArray) -> float:
    day = np.nonzero(rows)[0]
    found = averaged_relative_difference(stocks[rows][None], truth[rows], day)
    return float(found[0]) if found.size else float("nan")


def _forecasts(
    case: Case, truth: Truth, terms: Terms, capacities: str, threads: int | None
) -> dict[str, FloatArray]:
    """People at each camp on each day by forecaster. Shapes ``(day, camp)``."""
    found = {"steppe": _steppe(case, truth, terms, capacities, threads)}
    if case.as_found.setting("rules") == "flee":
        found["the peer"] = _peer(case, truth, capacities)
    total = truth.daily.sum(axis=1)
    camps = len(truth.names)
    found["equal split"] = np.repeat(total[:, None] / camps, camps, axis=1)
    if capacities == WITH:
        limit = {place.name: float(place.capacity or 0) for place in case.world.places}
        share = np.array([limit[name] for name in truth.names])
        found["capacity split"] = total[:, None] * share / max(float(share.sum()), 1.0)
    found["gravity"] = _by_gravity(case, truth)
    return found


def _steppe(case: Case, truth: Truth, terms: Terms, capacities: str, threads: int | None) -> FloatArray:
    """The mean of expected runs under draws from what other conflicts taught."""
    names = [each.name for each in case.reports]
    worlds = cold_worlds(case.world, names, 2 * terms.draws, terms.seed, capacities=capacities == WITH)
    with ThreadPoolExecutor(threads) as pool:
        return np.asarray(
            np.mean(list(pool.map(lambda world: stocks_of(world, truth.names), worlds)), axis=0)
        )


def _peer(case: Case, truth: Truth, capacities: str) -> FloatArray:
    world = case.as_found if capacities == WITH else case.as_found.with_settings(capacity_scaling=0.0)
    return stocks_of(world, truth.names, expected=False) * world.integer("people_per_count")


def stocks_of(world: Scenario, names: Sequence[str], *, expected: bool = True) -> FloatArray:
    """People at some places on each day, in the mean or in one replica. Shape ``(day, place)``."""
    from steppe.engine.ensemble import run_replicas
    from steppe.engine.plan import compile_plan

    plan = compile_plan(world)
    found: list[FloatArray] = []
    columns = [plan.place_names.index(name) for name in names]
    run_replicas(
        plan,
        replicas=1,
        seed=1,
        record=lambda _, output: found.append(output.stock[:, columns].copy()),
        expected=expected,
        threads=1,
    )
    return found[0]


def _by_gravity(case: Case, truth: Truth) -> FloatArray:
    """Every day's new people handed out by that day's gravity shares, on top of who was there on day zero."""
    geography = geography_of(case.world, case.reports, case.world.days)
    where = [each.where for each in case.reports]
    share = geography.gravity[:, [where.index(name) for name in truth.names]]
    share = share / np.maximum(share.sum(axis=1, keepdims=True), 1e-12)
    there = day_zero_stock(case.world)
    start = np.array([float(there.get(name, 0)) for name in truth.names])
    return np.asarray(
        start + np.cumsum(np.asarray(new_people(case.world), dtype=float)[:, None] * share, axis=0)
    )
