"""Rows to forecast hold what is known of their series, and nothing of another."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from steppe.insight.forecasting.points import Points, joined, points_of
from steppe.insight.forecasting.totals import GivenTotals
from tests.insight.forecasting.worlds import points, situation

GIVEN = GivenTotals(np.array([0, 100]), np.array([0.0, 1000.0]))
KNOWN = situation(
    [300.0, 100.0],
    last_day=[50, 40],
    short_pace=[1.0, 2.0],
    long_pace=[3.0, 4.0],
    activity=[5.0, 6.0],
    recent=[10.0, 30.0],
)


def rows(series, day, share=None):
    return points_of(
        KNOWN, np.array(series), np.array(day), GIVEN, None if share is None else np.array(share)
    )


def test_a_row_carries_what_is_known_of_its_series():
    found = rows([1, 0, 1], [60, 80, 90])
    assert found.series.tolist() == [1, 0, 1]
    assert found.level.tolist() == [100, 300, 100]
    assert found.short_pace.tolist() == [2, 1, 2]
    assert found.long_pace.tolist() == [4, 3, 4]
    assert found.activity.tolist() == [6, 5, 6]
    assert found.total_activity.tolist() == [11, 11, 11]
    assert found.origin.tolist() == [50, 50, 50]
    assert len(found) == 3


def test_lead_and_growth_run_from_the_last_count_of_the_series():
    found = rows([0, 1], [80, 80])
    assert found.lead.tolist() == [30, 40]
    assert found.growth.tolist() == pytest.approx([300, 400])


def test_a_lead_is_at_least_a_day():
    assert rows([0], [50]).lead.tolist() == [1]


def test_growth_is_handed_out_in_three_ways():
    found = rows([0, 1], [80, 80], [0.9, 0.3])
    assert found.by_flow.tolist() == pytest.approx([300 * 0.25, 400 * 0.75])
    assert found.by_level.tolist() == pytest.approx([300 * 0.75, 400 * 0.25])
    assert found.by_simulation.tolist() == pytest.approx([300 * 0.9, 400 * 0.3])


def test_what_was_not_simulated_goes_where_it_went():
    found = rows([0, 1], [80, 80])
    assert found.by_simulation.tolist() == found.by_flow.tolist()


def test_rows_can_be_taken_and_joined():
    table = points(4, level=np.array([1.0, 2.0, 3.0, 4.0]), series=np.arange(4))
    again = joined([table.at(np.array([True, False, True, False])), table.at(np.array([1, 3]))])
    assert again.level.tolist() == [1, 3, 2, 4]
    assert again.series.tolist() == [0, 2, 1, 3]
    assert all(getattr(again, each.name).shape == (4,) for each in fields(Points))
