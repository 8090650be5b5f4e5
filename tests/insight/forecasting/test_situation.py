"""What counts say on a day: worked out by hand, and blind to what comes later."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steppe.insight.forecasting.situation import Situation, counted, situation_of
from steppe.insight.reports import Known
from tests.insight.forecasting.worlds import series

SERIES = tuple(each.name for each in fields(Situation) if each.name not in ("today", "names"))


def of(counts, today, known=None):
    """The only series of a situation, by field."""
    found = situation_of([series("Camp", counts, known)], today)
    return {name: getattr(found, name).tolist()[0] for name in SERIES}


def test_zeros_before_the_first_positive_count_are_no_counts():
    known = counted(Known(np.array([0, 5, 9, 12]), np.array([0.0, 0.0, 700.0, 0.0])))
    assert known.day.tolist() == [9, 12]
    assert known.value.tolist() == [700.0, 0.0]


def test_a_series_of_zeros_has_no_count():
    assert counted(Known(np.array([0, 5]), np.zeros(2))).day.size == 0
    found = of({0: 0, 5: 0}, 10)
    assert not found["reported"] and found["last_day"] == 10
    assert not any(found[name] for name in SERIES if name not in ("reported", "last_day"))


def test_the_first_count_is_no_arrival_of_people():
    found = of({0: 0, 20: 5_000}, 30)
    assert (found["level"], found["last_day"], found["age"]) == (5_000, 20, 10)
    assert found["short_pace"] == found["long_pace"] == found["activity"] == found["recent"] == 0.0


def test_paces_are_of_the_last_30_and_120_days_before_the_last_count():
    """From 1,000 people 200 days back, 5 a day; of late 20 a day. The last count is ten days old."""
    found = of({0: 1_000, 160: 1_800, 190: 2_400}, 200)
    assert found["short_pace"] == pytest.approx(20.0)
    assert found["long_pace"] == pytest.approx((20 * 30 + 5 * 90) / 120)


def test_a_pace_is_drawn_straight_to_a_count_before_the_window():
    assert of({0: 0.5, 100: 1_000, 160: 1_600}, 160)["short_pace"] == pytest.approx(10.0)


def test_a_young_series_has_the_pace_of_its_life():
    found = of({50: 100, 60: 200}, 60)
    assert found["short_pace"] == found["long_pace"] == pytest.approx(10.0)


def test_activity_counts_ups_and_downs_of_the_last_120_days():
    found = of({0: 10_000, 50: 100, 100: 400, 150: 300}, 200)
    assert found["activity"] == pytest.approx((300 + 100) / 120)


def test_activity_of_a_young_series_is_over_its_life():
    assert of({0: 100, 10: 400, 20: 300}, 40)["activity"] == pytest.approx(400 / 40)


def test_recent_is_growth_over_90_days_and_never_negative():
    assert of({0: 100, 200: 2_100}, 200)["recent"] == pytest.approx(900)
    assert of({0: 2_100, 200: 100}, 200)["recent"] == 0.0


def test_nothing_is_recent_in_a_series_last_counted_long_ago():
    assert of({0: 100, 100: 900}, 300)["recent"] == 0.0


def test_shares_add_up_to_one():
    reports = [series("A", {0: 100, 50: 400}), series("B", {0: 500, 50: 600}), series("C", {})]
    found = situation_of(reports, 50)
    assert found.names == ("A", "B", "C")
    assert found.total == 1_000
    assert found.level_share.tolist() == pytest.approx([0.4, 0.6, 0])
    assert found.flow_share.tolist() == pytest.approx([0.75, 0.25, 0])


def test_shares_are_zero_where_nobody_is_counted():
    found = situation_of([series("A", {}), series("B", {0: 0})], 5)
    assert found.level_share.tolist() == found.flow_share.tolist() == [0.0, 0.0]


def test_a_situation_without_series_is_one():
    found = situation_of([], 5)
    assert found.level.shape == (0,) and found.total == 0.0


@given(
    st.dictionaries(st.integers(0, 300), st.floats(0, 1e5), min_size=1, max_size=15),
    st.integers(0, 300),
    st.floats(0, 1e6),
)
def test_later_publications_do_not_change_what_was_known(counts, today, other):
    """Counts of later days, and of earlier days published later, may say anything."""
    late = {day: today + 1 for day in counts if day % 3 == 0}
    changed = {day: other if day > today or day in late else value for day, value in counts.items()}
    assert of(counts, today, late) == of(changed, today, late)
