"""
Results as long tables: one row per day and place, route or country, with a mean and quantiles.

The columns are the same in Parquet, CSV and Excel.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from steppe.engine.policy import ACCOUNTS, STEPS
from steppe.result import measures
from steppe.result.measures import AnyArray, FloatArray

if TYPE_CHECKING:
    import polars

    from steppe.result.result import Replica, Result

COLUMNS = ("mean", *measures.LEVEL_NAMES)
FURTHER_TOTALS = {"waiting_at_borders": "border", "in_pathways": "pathway", "went_home": "went_home"}
"""Measures of everybody and the output each needs."""


def places_table(result: Result) -> polars.DataFrame:
    """One row per day and place: people standing there at the end of the day."""
    summary = result.summary("stock").values
    places = result.places
    return long_table(
        result,
        {
            "place": [place.name for place in places],
            "country": [place.country for place in places],
            "kind": [place.kind for place in places],
        },
        summary,
        unit="people",
    )


def routes_table(result: Result) -> polars.DataFrame:
    """
    One row per day and directed route on which anybody arrived or was refused, in any replica.

    ``mean`` and the quantiles are of people who reached the end of the route
    that day; ``turned_back_mean`` is of those refused on it.
    """
    import polars

    flow, refused = result.summary("flow").values, result.summary("turned_back").values
    countries = {place.name: place.country for place in result.places}
    ends = result.labels.route_ends
    table = long_table(
        result,
        {
            "route": list(result.labels.routes),
            "start": [start for start, _ in ends],
            "end": [end for _, end in ends],
            "start_country": [countries[start] for start, _ in ends],
            "end_country": [countries[end] for _, end in ends],
        },
        flow,
        unit="people/day",
    ).with_columns(polars.Series("turned_back_mean", refused[0].reshape(-1)))
    return table.filter((polars.col("mean") > 0) | (polars.col("turned_back_mean") > 0))


def final_table(result: Result) -> polars.DataFrame:
    """One row per place on the last day."""
    import polars

    summary = result.summary("stock").values[:, -1, :]
    places = result.places
    return polars.DataFrame(
        {
            "place": [place.name for place in places],
            "country": [place.country for place in places],
            "kind": [place.kind for place in places],
            **dict(zip(COLUMNS, summary, strict=True)),
            "unit": ["people"] * len(places),
        }
    )


def totals_table(result: Result) -> polars.DataFrame:
    """
    One row per day, measure and country.

    Measures: ``entered`` (people who ever entered the run), ``standing`` (at a
    place), ``en_route`` (between places), ``waiting_at_borders`` and ``in_pathways``
    (of those standing), ``went_home`` (ever taken home by a pathway) where the run
    has them, and ``in_country`` (standing at a place of the country named).
    """
    if not result.has_replicas:
        return stored_table(result, "totals")
    countries = country_names(result)
    measured = [(measure, "") for measure in ("entered", "standing", "en_route")]
    measured += [(measure, "") for measure, output in FURTHER_TOTALS.items() if output in result.outputs]
    measured += [("in_country", country) for country in countries]
    replicas = np.stack([_totals(result, replica) for replica in result.each_replica()])
    mean = _totals(result, result.mean_replica()) if result.recorded.summaries else measures.mean(replicas)
    summary = np.concatenate([mean[None], measures.quantiles(replicas)])
    labels = {
        "measure": [measure for measure, _ in measured],
        "country": [country for _, country in measured],
    }
    return long_table(result, labels, summary, unit="people")


def write_parquet(table: polars.DataFrame, path: Path, *, metadata: Mapping[str, str] | None = None) -> None:
    """
    Write a table as Parquet.

    It is made in memory first, so that a full disk is the ``OSError`` it is and not an
    error of the library's own kind.

    Parameters
    ----------
    table
        What to write.
    path
        The file.
    metadata
        Words to keep with the table.
    """
    content = BytesIO()
    table.write_parquet(content, metadata=dict(metadata or {}))
    path.write_bytes(content.getbuffer())


def country_names(result: Result) -> tuple[str, ...]:
    """Countries of the places, in the order they first appear."""
    return tuple(dict.fromkeys(place.country for place in result.places))


def country_totals(result: Result, stock: AnyArray) -> AnyArray:
    """
    People standing in each country.

    Parameters
    ----------
    stock
        Shape ``(..., place)``.

    Returns
    -------
    totals
        Shape ``(..., country)``, countries as in :func:`country_names`.
    """
    of_place = np.array([place.country for place in result.places])
    sums = [stock[..., of_place == country].sum(axis=-1) for country in country_names(result)]
    return np.stack(sums, axis=-1)


def _totals(result: Result, replica: Replica) -> FloatArray:
    """Everything the table of totals holds, of one replica. Shape ``(day, column)``."""
    whole = [replica.entered.cumsum(dtype=np.float64), replica.stock.sum(axis=1), replica.en_route]
    if "border" in result.outputs:
        whole.append(replica.border[:, ACCOUNTS.index("waiting")].sum(axis=1))
    if "pathway" in result.outputs:
        whole.append(replica.pathway[:, STEPS.index("waiting")].sum(axis=1))
        whole.append(replica.went_home.cumsum(dtype=np.float64))
    return np.column_stack([*whole, country_totals(result, replica.stock)]).astype(np.float64)


def long_table(
    result: Result, labels: dict[str, list[str]], summary: FloatArray, *, unit: str
) -> polars.DataFrame:
    """
    Rows by day, then by label.

    Parameters
    ----------
    result
        The run, for its dates.
    labels
        Columns that say what the labels stand for.
    summary
        Mean and quantiles. Shape ``(statistic, day, label)``.
    unit
        Of the values.
    """
    import polars

    days, count = summary.shape[1:]
    day = np.repeat(np.arange(days, dtype=np.int32), count)
    place = np.tile(np.arange(count), days)
    columns: dict[str, Any] = {"date": polars.Series("date", list(result.dates)).gather(day), "day": day}
    for name, words in labels.items():
        columns[name] = polars.Series(name, words, dtype=polars.String).gather(place)
    columns |= {name: values.reshape(-1) for name, values in zip(COLUMNS, summary, strict=True)}
    return polars.DataFrame(columns).with_columns(polars.lit(unit).alias("unit"))


def stored_table(result: Result, name: str) -> polars.DataFrame:
    """A table of a run that has been opened from summaries, as its folder holds it."""
    import polars

    if result.folder is None:
        raise ValueError("a result without replicas has been opened from a folder")
    return polars.read_parquet(result.folder / f"{name}.parquet")
