"""Simple rules say what a ruler and the last counts say, and never fewer people than none."""

from __future__ import annotations

import math

import numpy as np
import pytest

from steppe.insight.forecasting.baselines import BASELINES, baselines_of, total_on
from steppe.insight.forecasting.geography import Geography
from steppe.insight.forecasting.totals import GivenTotals
from tests.insight.forecasting.worlds import situation

GIVEN = GivenTotals(np.array([0, 50, 100]), np.array([0.0, 400.0, 900.0]))
BOTH, NEXT_MONTH = np.array([0, 1]), np.array([80, 80])


def said(known, totals=GIVEN, series=BOTH, day=NEXT_MONTH, **more):
    return {
        name: people.tolist() for name, people in baselines_of(known, series, day, totals, **more).items()
    }


def test_the_last_report_stays():
    assert said(situation([300.0, 100.0]))["last report"] == [300.0, 100.0]


def test_a_trend_loses_two_thirds_of_its_strength_in_thirty_days():
    found = said(situation([300.0, 100.0], short_pace=[2.0, -1.0]))["damped trend"]
    days = 30 * (1 - math.exp(-1))
    assert found == pytest.approx([300 + 2 * days, 100 - days])


def test_a_trend_begins_at_the_last_count_and_not_today():
    known = situation([300.0, 100.0], short_pace=[2.0, 2.0], last_day=[50, 20])
    found = said(known)["damped trend"]
    assert found[1] - 100 == pytest.approx(2 * 30 * (1 - math.exp(-2)))


def test_growth_goes_where_it_went():
    found = said(situation([300.0, 100.0], recent=[10.0, 30.0]))["recent flow"]
    assert found == pytest.approx([300 + 300 * 0.25, 100 + 300 * 0.75])


def test_growth_goes_by_size_where_nothing_grew():
    found = said(situation([300.0, 100.0]))
    assert found["recent flow"] == found["last shares"] == pytest.approx([300 * 1.75, 100 * 1.75])


def test_shares_of_the_last_counts_stay():
    level = np.array([500.0, 300.0, 200.0])
    found = np.array(said(situation(level.tolist()), series=np.arange(3), day=np.full(3, 90))["last shares"])
    assert found / found.sum() == pytest.approx(level / level.sum())
    assert found.sum() == pytest.approx(1000 + 400)


def test_rules_that_divide_a_total_divide_the_same_one():
    known = situation([500.0, 300.0, 200.0], last_day=[50, 20, 35])
    every, day = np.arange(3), np.full(3, 90)
    shares = np.tile([0.5, 0.5, 0.0], (100, 1))
    found = baselines_of(known, every, day, GIVEN, Geography(shares, shares))
    sums = {name: people.sum() for name, people in found.items()}
    dividing = ("last shares", "equal split", "gravity", "radiation")
    assert [sums[name] for name in dividing] == pytest.approx([total_on(known, day, GIVEN)[0]] * 4)


def test_growth_is_counted_once_where_counts_are_of_different_days():
    """Both grew with the total; the older count is of 200 people, and there were 400 on its day, of 600 today."""
    totals = GivenTotals(np.array([0, 100]), np.array([0.0, 1000.0]))
    known = situation([300.0, 200.0], today=60, last_day=[60, 40])
    total = total_on(known, np.array([60]), totals)[0]
    assert total == pytest.approx(500 + 0.4 * 200)
    assert said(known, totals, day=np.array([60, 60]))["last shares"] == pytest.approx([300.0, 280.0])


def test_only_series_with_a_count_share_equally():
    found = said(situation([300.0, 100.0, 0.0, 0.0]))["equal split"]
    assert found == pytest.approx([700 / 2, 700 / 2])


def test_geography_divides_by_the_shares_of_the_day_forecast():
    gravity = np.tile([0.9, 0.1], (100, 1))
    radiation = np.tile([0.6, 0.4], (100, 1))
    gravity[80] = [0.2, 0.8]
    found = said(situation([300.0, 100.0]), geography=Geography(gravity, radiation))
    assert found["gravity"] == pytest.approx([140, 560])
    assert found["radiation"] == pytest.approx([420, 280])


def test_the_peer_says_what_its_run_holds_on_the_day():
    stocks = np.arange(200.0).reshape(100, 2)
    assert said(situation([300.0, 100.0]), peer=stocks)["the peer"] == [160.0, 161.0]


def test_nobody_is_ever_less_than_nobody():
    falling = GivenTotals(np.array([50, 80]), np.array([400.0, -1e6]))
    known = situation([300.0, 100.0], short_pace=[-50.0, 0.0], recent=[1.0, 1.0])
    shares = np.full((100, 2), 0.5)
    every = baselines_of(known, BOTH, NEXT_MONTH, falling, Geography(shares, shares), -np.ones((100, 2)))
    assert set(every) == set(BASELINES)
    assert all((people >= 0).all() and people.shape == (2,) for people in every.values())
    assert every["damped trend"][0] == 0.0 and every["last shares"].tolist() == [0.0, 0.0]


def test_rules_come_in_the_order_of_the_registry_and_only_those_that_can_be_made():
    known, shares = situation([300.0, 100.0]), np.full((100, 2), 0.5)
    every = baselines_of(known, BOTH, NEXT_MONTH, GIVEN, Geography(shares, shares), np.ones((100, 2)))
    assert list(every) == list(BASELINES)
    assert set(BASELINES) - set(said(known)) == {"gravity", "radiation", "the peer"}
    assert all(meaning.endswith(".") for meaning in BASELINES.values())


def test_with_no_count_at_all_nothing_is_made_up_of_shares():
    found = said(situation([0.0, 0.0]))
    assert found["last report"] == found["last shares"] == [0.0, 0.0]
