"""A made-up hindcast: three conflicts of random growth, forecasters good and bad, scored by the real code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, timedelta

import numpy as np
import polars

from steppe.insight.forecasting.hindcast import Hindcast, settings_hash
from steppe.insight.forecasting.points import Points
from steppe.insight.forecasting.scoring import score_sheet
from steppe.insight.forecasting.sheet import Sheet, Track
from steppe.insight.forecasting.summary import overall_table, summary_table

CASES = ("north1999", "south2001", "west2003")
START, DAYS = date(2001, 1, 1), 500
HORIZONS = (7, 30, 90)
CAMPS = ("Alder camp", "Birch camp", "Cedar camp")
SPREAD_PER_ROOT_DAY = 60.0


def made_up(
    cases: Sequence[str] = CASES,
    tracks: Sequence[Track] = ("given", "forecast"),
    *,
    horizons: Sequence[int] = HORIZONS,
    cold_start: bool = True,
    tilt: float = 1.0,
    width: float = 1.0,
    tilted: str = CASES[0],
) -> Hindcast:
    """
    A hindcast in which "steppe" is honest, but for one case.

    Parameters
    ----------
    cases, tracks, horizons, cold_start
        What is in it.
    tilt, width
        By what the members of "steppe" are multiplied in the case ``tilted``, and how many times
        too wide they are there.
    tilted
        That case.
    """
    dates = np.array([START + timedelta(days=day) for day in range(DAYS)], dtype=object)
    scored = []
    for track in tracks:
        for number, case in enumerate(cases):
            odd = case == tilted
            sheet, members = _case(case, track, number, horizons, tilt if odd else 1.0, width if odd else 1.0)
            scored.append(score_sheet(sheet, members, dates, 1))
    points = polars.concat(each.points for each in scored)
    summary = summary_table(points)
    settings = {
        "cases": {case: f"{number:064d}" for number, case in enumerate(cases)},
        "tracks": list(tracks), "horizons": list(horizons), "every": 28, "first": 28, "draws": 4, "seed": 1,
        "members": 50, "cold_start": cold_start, "version": "0.1.0",
    }  # fmt: skip
    return Hindcast(
        points=points,
        scores=polars.concat(each.scores for each in scored),
        summary=summary,
        overall=overall_table(points, summary, 1),
        cold_start=_cold_start(cases if cold_start else ()),
        settings=settings,
        settings_hash=settings_hash(settings),
        version="0.1.0",
        made=date(2026, 11, 25),
    )


def _case(
    case: str, track: Track, number: int, horizons: Sequence[int], tilt: float, width: float
) -> tuple[Sheet, dict[str, np.ndarray]]:
    rng = np.random.default_rng([number, track == "given"])
    pace = rng.uniform(20, 80, len(CAMPS))
    origin, series, horizon = (
        each.ravel()
        for each in np.meshgrid(
            np.arange(28, DAYS - max(horizons), 28), np.arange(len(CAMPS)), horizons, indexing="ij"
        )
    )
    level = 2_000.0 + pace[series] * origin
    spread = SPREAD_PER_ROOT_DAY * np.sqrt(horizon) * (1.0 if track == "given" else 1.5)
    believed = level + pace[series] * horizon
    observed = np.maximum(believed + spread * rng.standard_normal(origin.size), 1.0)
    chance = rng.standard_normal((origin.size, 50))
    known = {"series": series, "origin": origin, "day": origin + horizon, "level": level}
    blank = np.zeros(origin.size)
    points = Points(**{each.name: known.get(each.name, blank) for each in fields(Points)})
    simple = {"last report": level, "damped trend": level + 0.7 * pace[series] * horizon}
    sheet = Sheet(case, track, CAMPS, points, horizon, observed, simple)
    members = {name: said[:, None] for name, said in simple.items()}
    members |= {
        f"{name} + errors": np.maximum(said[:, None] + 1.6 * spread[:, None] * chance, 0.0)
        for name, said in simple.items()
    }
    ours = np.maximum(tilt * believed[:, None] + width * spread[:, None] * chance, 0.0)
    return sheet, members | {
        "steppe": ours,
        "steppe simulation": believed[:, None] + 1.4 * spread[:, None] * chance,
    }


def _cold_start(cases: Sequence[str]) -> polars.DataFrame:
    rows = []
    for number, case in enumerate(cases):
        for capacities, ours, peer in (("with", 0.30, 0.35), ("without", 0.40, 0.80)):
            far = 0.05 * number
            rows += [
                (case, capacities, "steppe", ours + far, ours + far - 0.02),
                (case, capacities, "the peer", peer, peer + 0.01),
                (case, capacities, "equal split", 0.9, 0.91),
                (case, capacities, "gravity", 0.7, 0.72),
            ]
            rows += [(case, capacities, "capacity split", 0.25, 0.26)] if capacities == "with" else []
    schema = dict.fromkeys(("case", "capacities", "forecaster"), polars.String)
    schema |= dict.fromkeys(("ard_daily", "ard_reports"), polars.Float64)
    return polars.DataFrame(rows, schema=schema, orient="row")
