"""An array that knows what its numbers are."""

from datetime import date

import numpy as np
import pytest

from steppe.errors import UsageError
from steppe.result.labelled import Labelled
from tests.result.worlds import everything, simulated

STOCK = everything(8, "stock")


@pytest.fixture
def stock():
    return simulated().stock


def test_a_label_is_found_in_whatever_dimension_it_is(stock):
    assert stock.at("Quetta").dims == ("replica", "day")
    assert np.array_equal(stock.at("Quetta").values, STOCK[:, :, 3])
    assert np.array_equal(stock.at("Quetta", "2021-08-03").values, STOCK[:, 2, 3])


@pytest.mark.parametrize("day", ["2021-08-03", date(2021, 8, 3), 2, -4])
def test_a_day_may_be_a_date_a_word_or_a_number(stock, day):
    assert np.array_equal(stock.at(day=day).values, STOCK[:, 2, :])


def test_a_list_of_labels_keeps_the_dimension(stock):
    chosen = stock.at(place=["Quetta", "Kabul"])
    assert chosen.coords["place"] == ("Quetta", "Kabul")
    assert np.array_equal(chosen.values, STOCK[:, :, [3, 0]])


def test_every_unknown_label_is_told_at_once_with_the_nearest_word(stock):
    with pytest.raises(UsageError) as caught:
        stock.at("Queta", plaec="Kabul", day="2022-01-01")
    told = str(caught.value)
    assert "3 problems" in told
    assert "Did you mean 'Quetta'?" in told
    assert "Did you mean 'place'?" in told
    assert "Known are 2021-08-01" in told


def test_a_label_of_two_dimensions_asks_which():
    both = Labelled(("a", "b"), {"a": ["x", "y"], "b": ["x"]}, np.zeros((2, 1)))
    with pytest.raises(UsageError, match=r"Say which, as in .at\(a='x'\)"):
        both.at("x")


def test_reductions_name_the_dimension_they_remove(stock):
    assert np.allclose(stock.mean().values, STOCK.mean(axis=0))
    assert np.allclose(stock.mean("place").values, STOCK.mean(axis=2))
    assert np.array_equal(stock.sum("place").values, STOCK.sum(axis=2))
    assert np.allclose(stock.quantile(0.25).values, np.quantile(STOCK, 0.25, axis=0))


def test_bands_come_first_and_in_order(stock):
    bands = stock.at("Quetta").bands(0.5, 0.9)
    assert bands.dims == ("band", "day")
    assert bands.coords["band"] == ("p05", "p25", "p50", "p75", "p95")
    assert np.allclose(bands.values, np.quantile(STOCK[:, :, 3], (0.05, 0.25, 0.5, 0.75, 0.95), axis=0))
    assert np.allclose(
        stock.at("Quetta", day=1).bands(0.9).values, np.quantile(STOCK[:, 1, 3], (0.05, 0.5, 0.95))
    )


def test_slabs_change_nothing(stock, monkeypatch):
    whole = stock.bands(0.5, 0.9).values, stock.mean().values
    monkeypatch.setattr("steppe.result.labelled.SLAB_BYTES", 1)
    assert np.array_equal(stock.bands(0.5, 0.9).values, whole[0])
    assert np.array_equal(stock.mean().values, whole[1])


def test_summaries_give_their_own_mean_and_quantiles_and_refuse_to_add_up():
    result = simulated(keep="summary")
    assert np.allclose(result.stock.mean().values, STOCK.mean(axis=0))
    assert np.allclose(
        result.stock.at("Quetta").quantile(0.95).values, np.quantile(STOCK[:, :, 3], 0.95, axis=0)
    )
    with pytest.raises(UsageError, match="p10"):
        result.stock.quantile(0.1)
    with pytest.raises(UsageError, match="quantiles do not add up"):
        result.stock.sum("place")
    assert np.allclose(result.stock.mean().sum("place").values, STOCK.mean(axis=0).sum(axis=1))


def test_a_table_has_a_row_for_each_value(stock):
    table = stock.to_polars()
    assert table.columns == ["replica", "day", "place", "stock"]
    row = table.row(by_predicate=(table_at(table, 5, date(2021, 8, 2), "Post")), named=True)
    assert row["stock"] == STOCK[5, 1, 2]
    assert table.height == STOCK.size


def table_at(table, replica, day, place):
    import polars

    return (polars.col("replica") == replica) & (polars.col("day") == day) & (polars.col("place") == place)


def test_without_xarray_it_says_how_to_get_it(stock, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "xarray", None)
    with pytest.raises(UsageError, match=r"pip install 'steppe\[xarray\]'"):
        stock.to_xarray()


def test_numpy_takes_it_and_it_says_what_it_is(stock):
    assert np.asarray(stock).sum() == STOCK.sum()
    assert float(stock.at("Kabul", day=0, replica=3)) == STOCK[3, 0, 0]
    assert "stock (replica: 8, day: 6, place: 5) in people" in repr(stock)


def test_coordinates_must_fit():
    with pytest.raises(ValueError, match="do not fit"):
        Labelled(("a",), {"a": [1, 2]}, np.zeros(3))
