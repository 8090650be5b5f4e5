"""Forecasts held against what came: one row for each number, and one for each origin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from steppe.insight import proper
from steppe.insight.forecasting.sheet import Sheet
from steppe.result.measures import AnyArray, FloatArray

if TYPE_CHECKING:
    import polars

QUANTILES = {"p05": 0.05, "p10": 0.1, "p25": 0.25, "median": 0.5, "p75": 0.75, "p90": 0.9, "p95": 0.95}
WIDTHS = (0.5, 0.8, 0.9)
LAST_REPORT = "last report"
BY_ORIGIN = ["case", "origin", "horizon", "track", "forecaster"]


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """
    Tables of one conflict on one track.

    Parameters
    ----------
    points
        One row per number and forecaster.
    scores
        One row per origin, horizon and forecaster.
    """

    points: polars.DataFrame
    scores: polars.DataFrame


def score_sheet(sheet: Sheet, members: Mapping[str, FloatArray], dates: AnyArray, seed: int) -> Scored:
    """
    Score every forecaster on one conflict and track.

    Parameters
    ----------
    sheet
        What was to be forecast, and what came.
    members
        By forecaster, shape ``(point, member)``; a forecaster with one member claims to be certain.
    dates
        Dates of days 0, 1, … of the conflict. Shape ``(day,)``.
    seed
        Of the random part of the PIT.

    Returns
    -------
    scored
        See :class:`~steppe.insight.forecasting.hindcast.Hindcast`.
    """
    import polars

    tables = [_points(sheet, name, each, dates, seed) for name, each in members.items()]
    points = polars.concat(tables)
    still = points.filter(polars.col("forecaster") == LAST_REPORT).select(
        "origin", "horizon", "series", polars.col("error").alias("persistence")
    )
    energy = polars.concat([_energy(sheet, name, each, dates) for name, each in members.items()])
    scores = (
        points.join(still, on=["origin", "horizon", "series"], how="left")
        .group_by(BY_ORIGIN, maintain_order=True)
        .agg(*aggregates())
        .join(energy, on=["origin", "horizon", "forecaster"], how="left")
    )
    return Scored(points.drop("error"), scores)


def aggregates() -> list[Any]:
    """What is said of several numbers together, from columns of points and the error of persistence."""
    from polars import col, when
    from polars import len as length

    error = (col("median") - col("observed")).abs()
    still = col("persistence").sum()
    return [
        length().alias("targets"),
        error.mean().alias("mae"),
        when(still > 0).then(error.sum() / still).alias("mase"),
        (error.sum() / col("observed").sum().clip(1.0)).alias("ard"),
        col("crps").mean(),
        col("wis").mean(),
        *(
            when(~col("is_point").any()).then(inside(width).mean()).alias(f"coverage_{round(100 * width)}")
            for width in WIDTHS
        ),
    ]


def inside(width: float) -> Any:
    """Whether what came lies in the central interval of that width, its ends included."""
    from polars import col

    low, high = f"p{round(50 * (1 - width)):02d}", f"p{round(50 * (1 + width)):02d}"
    return (col("observed") >= col(low)) & (col("observed") <= col(high))


def _points(sheet: Sheet, name: str, members: FloatArray, dates: AnyArray, seed: int) -> polars.DataFrame:
    import polars

    truth, rows = sheet.observed, sheet.points
    is_point = members.shape[1] == 1
    quantiles = np.quantile(members, list(QUANTILES.values()), axis=1)
    rng = np.random.default_rng(seed)
    position = np.full(truth.size, np.nan) if is_point else proper.pit(members, truth, rng, fair=True)
    return polars.DataFrame(
        {
            "case": [sheet.case] * truth.size,
            "origin": polars.Series(dates[rows.origin].tolist(), dtype=polars.Date),
            "horizon": sheet.horizon,
            "track": [sheet.track] * truth.size,
            "forecaster": [name] * truth.size,
            "series": [sheet.names[number] for number in rows.series.tolist()],
            "day": polars.Series(dates[rows.day].tolist(), dtype=polars.Date),
            "observed": truth,
            **dict(zip(QUANTILES, quantiles, strict=True)),
            "crps": proper.crps(members, truth),
            "wis": proper.weighted_interval_score(members, truth),
            "pit": position,
            "is_point": [is_point] * truth.size,
            "error": np.abs(np.median(members, axis=1) - truth),
        }
    ).with_columns(polars.col("pit").fill_nan(None))


def _energy(sheet: Sheet, name: str, members: FloatArray, dates: AnyArray) -> polars.DataFrame:
    """Energy score over the series of an origin and horizon; none where there is one series only."""
    import polars

    found: list[tuple[Any, int, str, float | None]] = []
    pairs = np.stack([sheet.points.origin, sheet.horizon])
    for origin, horizon in np.unique(pairs, axis=1).T.tolist():
        rows = (sheet.points.origin == origin) & (sheet.horizon == horizon)
        several = rows.sum() > 1
        value = proper.energy_score(members[rows].T, sheet.observed[rows]) if several else None
        found.append((dates[origin], horizon, name, value))
    kinds = (polars.Date, polars.Int64, polars.String, polars.Float64)
    schema = dict(zip(("origin", "horizon", "forecaster", "energy"), kinds, strict=True))
    return polars.DataFrame(found, schema=schema, orient="row")
