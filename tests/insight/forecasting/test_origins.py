"""Which counts a forecast is held against."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steppe.insight.forecasting.origins import NEAR, new_series, origins, targets_of
from steppe.insight.forecasting.situation import situation_of
from steppe.insight.reports import Reports
from tests.insight.forecasting.worlds import series


def held(reports, today=0, days=1_000, horizons=(7, 30, 90, 180)):
    found = targets_of(reports, situation_of(reports, today), days, horizons)
    columns = (found.series, found.day, found.horizon, found.value)
    return list(zip(*(each.tolist() for each in columns), strict=True))


def test_days_to_forecast_from_lie_inside_the_run():
    assert origins(60) == [28, 42, 56]
    assert origins(56) == [28, 42]
    assert origins(10) == []
    assert origins(30, every=10, first=5) == [5, 15, 25]


def test_the_nearest_count_stands_for_a_horizon():
    reports = [series("A", {0: 10, 26: 20, 29: 30, 33: 40})]
    assert held(reports) == [(0, 29, 30, 30.0)]


def test_of_two_counts_as_near_the_earlier_stands():
    assert held([series("A", {0: 10, 28: 20, 32: 30})]) == [(0, 28, 30, 20.0)]


@pytest.mark.parametrize(("horizon", "window"), NEAR.items())
def test_a_count_farther_off_than_the_window_stands_for_nothing(horizon, window):
    for off in (-window, window):
        day = horizon + off
        assert held([series("A", {0: 10, day: 20})], horizons=(horizon,)) == [(0, day, horizon, 20.0)]
    for off in (-window - 1, window + 1):
        assert held([series("A", {0: 10, horizon + off: 20})], horizons=(horizon,)) == []


def test_another_horizon_has_a_window_of_a_seventh_and_at_least_three_days():
    assert held([series("A", {0: 10, 68: 20})], horizons=(60,)) == [(0, 68, 60, 20.0)]
    assert held([series("A", {0: 10, 69: 20})], horizons=(60,)) == []
    assert held([series("A", {0: 10, 5: 20})], horizons=(2,)) == [(0, 5, 2, 20.0)]


def test_nothing_of_the_day_itself_or_before_it_is_forecast():
    reports = [series("A", {0: 10, 9: 20, 10: 30, 11: 40})]
    assert held(reports, today=10, horizons=(1,)) == [(0, 11, 1, 40.0)]
    assert held([series("A", {0: 10, 9: 20, 10: 30})], today=10, horizons=(1,)) == []


def test_counts_after_the_run_are_not_looked_at():
    reports = [series("A", {0: 10, 30: 20})]
    assert held(reports, days=31) == [(0, 30, 30, 20.0)]
    assert held(reports, days=30) == []


def test_a_forecast_is_held_against_what_was_published_first():
    days, known = np.array([0, 30, 30]), np.array([0, 99, 31])
    twice = Reports("A", "", "stock", days, known, np.array([10.0, 999.0, 20.0]), corrections=(30,))
    assert held([twice]) == [(0, 30, 30, 20.0)]


def test_a_series_without_a_count_is_not_forecast_but_new():
    reports = [series("A", {0: 10, 30: 20}), series("B", {0: 0, 30: 500}), series("C", {0: 0, 30: 0})]
    assert [row[0] for row in held(reports)] == [0]
    known = situation_of(reports, 0)
    assert new_series(reports, known, 30) == [1]
    assert new_series(reports, known, 29) == []
    assert new_series(reports, situation_of(reports, 30), 90) == []


def test_without_targets_the_table_is_empty():
    reports = [series("A", {})]
    found = targets_of(reports, situation_of(reports, 0), 100)
    assert all(each.shape == (0,) for each in (found.series, found.day, found.horizon, found.value))


@given(
    st.lists(st.dictionaries(st.integers(0, 300), st.integers(0, 99), max_size=12), min_size=1, max_size=3),
    st.integers(0, 200),
    st.integers(1, 300),
)
def test_every_target_is_a_published_count_to_come_inside_its_window(counts, today, days):
    for number, day, horizon, value in held(
        [series(f"S{number}", each) for number, each in enumerate(counts)], today, days
    ):
        assert counts[number][day] == value
        assert today < day < days
        others = [abs(each - today - horizon) for each in counts[number] if today < each < days]
        assert abs(day - today - horizon) == min(others) <= NEAR[horizon]
