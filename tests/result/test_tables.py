"""Tables say what the arrays say."""

import numpy as np
import polars
import pytest

from tests.result.worlds import DAYS, PLACES, everything, simulated

STATISTICS = ["mean", "p05", "p25", "p50", "p75", "p95"]


@pytest.fixture(params=["memory", "disk", "summary"])
def result(request, tmp_path):
    return simulated(keep=request.param, folder=tmp_path / "run")


def _truth(values):
    return np.concatenate(
        [values.mean(axis=0)[None], np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95), axis=0)]
    )


def test_a_row_for_each_day_and_place(result):
    table = result.places_table()
    assert table.columns == ["date", "day", "place", "country", "kind", *STATISTICS, "unit"]
    row = table.filter((polars.col("day") == 4) & (polars.col("place") == "Quetta")).select(STATISTICS).row(0)
    assert np.allclose(row, _truth(everything(8, "stock"))[:, 4, 3])
    assert table.height == DAYS * len(PLACES)
    assert str(table["date"][-1]) == "2021-08-06"


def test_the_final_table_is_the_last_day(result):
    last = result.places_table().filter(polars.col("day") == DAYS - 1)
    assert result.final.select(STATISTICS).equals(last.select(STATISTICS))


def test_a_row_for_each_route_that_was_used(result):
    table = result.routes_table()
    row = table.filter((polars.col("day") == 2) & (polars.col("route") == "Post → Quetta"))
    assert np.allclose(row.select(STATISTICS).row(0), _truth(everything(8, "flow"))[:, 2, 1])
    assert row["turned_back_mean"][0] == pytest.approx(everything(8, "turned_back")[:, 2, 1].mean())
    assert row.select("start", "end", "start_country", "end_country").row(0) == (
        "Post",
        "Quetta",
        "PAK",
        "PAK",
    )


def test_totals_are_quantiles_of_sums_not_sums_of_quantiles(result):
    table = result.totals_table()
    of_pakistan = table.filter(
        (polars.col("measure") == "in_country") & (polars.col("country") == "PAK") & (polars.col("day") == 3)
    )
    sums = everything(8, "stock")[:, 3, 2:].sum(axis=1)
    assert np.allclose(of_pakistan.select(STATISTICS).row(0), _truth(sums))
    entered = table.filter((polars.col("measure") == "entered") & (polars.col("day") == 5))
    assert np.allclose(entered.select(STATISTICS).row(0), _truth(everything(8, "entered").sum(axis=1)))
