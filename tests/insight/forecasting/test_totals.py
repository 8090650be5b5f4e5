"""Totals given or forecast."""

from __future__ import annotations

import math

import numpy as np
import pytest

from steppe.insight.forecasting.totals import ForecastTotals, GivenTotals, damped_days, published_totals
from steppe.insight.reports import Reports
from tests.insight.forecasting.worlds import series, situation

ANY = situation([100.0, 50.0])


def growth(totals, first, last, known=ANY):
    return totals.growth(known, np.array(first), np.array(last)).tolist()


def test_given_totals_change_evenly_between_days_and_not_outside():
    given = GivenTotals(np.array([10, 20, 40]), np.array([100.0, 200.0, 180.0]))
    assert growth(given, [10, 15, 0, 20, 40], [15, 30, 12, 40, 99]) == pytest.approx([50, 40, 20, -20, 0])


def test_growth_over_two_stretches_is_the_sum_of_both():
    given = GivenTotals(np.array([10, 20, 40]), np.array([100.0, 200.0, 180.0]))
    (first, second, both) = growth(given, [5, 17, 5], [17, 33, 33])
    assert first + second == pytest.approx(both)


def test_damped_days_tend_to_the_days_and_to_the_limit():
    """1 day of 60 loses nothing to speak of; all days to come are worth 60; 60 days lose 1/e."""
    found = damped_days(np.array([0.0, 1e-6, 60.0, 1e6]), 60.0)
    assert found == pytest.approx([0.0, 1e-6, 60 * (1 - math.exp(-1)), 60.0])


def test_damped_days_are_the_pace_summed_as_it_fades():
    days = np.linspace(0, 45, 100_001)
    faded = np.trapezoid(np.exp(-days / 30.0), days)
    assert float(damped_days(np.array([45.0]), 30.0)[0]) == pytest.approx(faded, rel=1e-6)


def test_a_forecast_total_takes_the_mean_of_both_paces_and_lets_it_fade():
    known = situation([100.0, 50.0], short_pace=[3.0, -1.0], long_pace=[5.0, 1.0])
    found = growth(ForecastTotals(20.0), [50, 50, 30], [50, 70, 50], known)
    assert found == pytest.approx([0.0, 4.0 * 20 * (1 - math.exp(-1)), 4.0 * 20 * (1 - math.exp(-1))])


def test_published_totals_are_the_sum_of_series_drawn_straight():
    reports = [series("A", {0: 100, 10: 200}), series("B", {5: 50, 20: 350})]
    found = published_totals(reports)
    assert found.day.tolist() == list(range(21))
    at = dict(zip(found.day.tolist(), found.people.tolist(), strict=True))
    assert at[0] == 100 and at[4] == pytest.approx(140)
    assert at[5] == pytest.approx(150 + 50)
    assert at[20] == pytest.approx(200 + 350)


def test_published_totals_are_as_first_published():
    """A later word on day 10, and a correction that rescales what was before, do not enter."""
    days, known = np.array([0, 10, 10]), np.array([0, 30, 10])
    people = np.array([100.0, 999.0, 200.0])
    found = published_totals([Reports("A", "", "stock", days, known, people, corrections=(10,))])
    assert found.people[[0, 5, 10]].tolist() == pytest.approx([100, 150, 200])


def test_without_any_count_no_total_grows():
    assert growth(published_totals([series("A", {})]), [0], [50]) == [0.0]
    assert growth(published_totals([]), [0], [50]) == [0.0]
