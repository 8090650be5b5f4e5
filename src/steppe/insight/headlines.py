"""
The few lines a run is told in: the places where most people are, and the latest of each published series.

Words and widths are left to the command line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from steppe.insight.observed import final_comparison, observed_table
from steppe.result.result import Result

if TYPE_CHECKING:
    import polars

LEAST_PEOPLE = 0.5


def leading_places(final: polars.DataFrame, most: int) -> tuple[polars.DataFrame, polars.DataFrame]:
    """
    The places worth a line, fullest first, and those left out although people are there.

    Parameters
    ----------
    final
        As :func:`~steppe.insight.observed.final_comparison` gives it.
    most
        How many of the fullest; every place with a published count is shown besides.

    Returns
    -------
    shown, left_out
        Rows of ``final``.
    """
    import polars

    ordered = final.sort("p50", descending=True, maintain_order=True).with_row_index("rank")
    peopled = polars.col("p95") >= LEAST_PEOPLE
    wanted = (peopled & (polars.col("rank") < most)) | polars.col("observed").is_not_null()
    return ordered.filter(wanted), ordered.filter(peopled & ~wanted)


def latest_published(result: Result) -> polars.DataFrame:
    """
    The latest count of each published series that has a counterpart in the run.

    Stocks at single places are left out: they stand beside their place in the
    final comparison.

    Returns
    -------
    table
        Columns as in :func:`~steppe.insight.observed.observed_table`, largest counts first.
    """
    import polars

    at_a_place = (polars.col("measure") == "stock") & (polars.col("place") != "")
    compared = observed_table(result).filter(polars.col("compared") & ~at_a_place)
    last = compared.sort("date", maintain_order=True).unique(
        ["place", "country", "series", "measure"], keep="last", maintain_order=True
    )
    return last.sort("observed", descending=True, maintain_order=True)


def places_in_full(result: Result) -> list[dict[str, object]]:
    """
    Every place on the last day beside what was published of it, ready to be written as JSON.

    Returns
    -------
    places
        ``name, country, kind, final`` (``mean, p05, p50, p95``), ``observed`` and
        ``observed_date``, empty where nothing was published.
    """
    return [
        {
            "name": row["place"],
            "country": row["country"],
            "kind": row["kind"],
            "final": {word: row[word] for word in ("mean", "p05", "p50", "p95")},
            "observed": row["observed"],
            "observed_date": row["observed_date"] and row["observed_date"].isoformat(),
        }
        for row in final_comparison(result).iter_rows(named=True)
    ]


def people_entered(result: Result) -> float:
    """Mean over replicas of how many people entered the run in all."""
    return float(result.entered.mean().values.sum())
