"""Scores are what they say, against sums done by hand."""

import sys
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from steppe.insight.score import averaged_relative_difference, rescaled, score
from steppe.scenario.model import Observation
from tests.result.worlds import DAYS, everything, simulated, world

STOCK = everything(8, "stock")
SERIES = {"Quetta": np.arange(DAYS) * 100, "Chaman": np.full(DAYS, 250), "total": np.full(DAYS, 9999)}


@pytest.fixture
def camps(monkeypatch):
    stand_in = SimpleNamespace(interpolated=lambda scenario: SERIES)
    monkeypatch.setitem(sys.modules, "steppe.scenario.series", stand_in)
    return simulated(world(settings={"rules": "flee"}))


def _by_hand(modelled, observed):
    """``E = mean over t of sum_c |S - D| / max(U, 1)``, one replica and day at a time."""
    return [
        np.mean([np.abs(s - d).sum() / max(d.sum(), 1) for s, d in zip(replica, observed, strict=True)])
        for replica in modelled
    ]


def test_with_the_peers_rules_every_camp_counts_every_day(camps):
    scores = score(camps)
    observed = np.column_stack([SERIES["Quetta"], SERIES["Chaman"]]).astype(float)
    modelled = STOCK[:, :, 3:]
    assert scores.averaged_relative_difference == pytest.approx(_by_hand(modelled, observed))
    factor = observed.sum(axis=1) / modelled.sum(axis=2)
    assert scores.averaged_relative_difference_rescaled == pytest.approx(
        _by_hand(modelled * factor[:, :, None], observed)
    )
    assert scores.pairs == 2 * DAYS
    words = scores.to_json()["averaged_relative_difference"]
    assert words["mean"] == pytest.approx(np.mean(_by_hand(modelled, observed)))
    assert words["p95"] == pytest.approx(np.quantile(_by_hand(modelled, observed), 0.95))


def test_error_and_bias_of_each_place(camps):
    table = score(camps).table
    away = STOCK[:, :, 4] - 250
    rows = {row["score"]: row for row in table.iter_rows(named=True) if row["place"] == "Chaman"}
    assert rows["mean_absolute_error"]["mean"] == pytest.approx(np.abs(away).mean())
    assert rows["bias"]["mean"] == pytest.approx(away.mean())
    low, high = np.quantile(STOCK[:, :, 4], (0.05, 0.95), axis=0)
    assert rows["coverage_90"]["mean"] == pytest.approx(((low <= 250) & (high >= 250)).mean())
    assert set(table["place"]) == {"", "Quetta", "Chaman"}


def test_a_day_without_people_is_divided_by_one_and_scaled_to_nothing():
    modelled, observed, day = np.array([[3.0, 0.0]]), np.array([0.0, 0.0]), np.array([0, 1])
    assert averaged_relative_difference(modelled, observed, day) == [1.5]
    assert np.array_equal(rescaled(np.array([[0.0]]), np.array([5.0]), np.array([0])), [[0.0]])


def test_pairs_of_one_day_need_not_stand_together():
    draw = np.random.default_rng(1)
    modelled, observed = draw.uniform(0, 9, (3, 6)), draw.uniform(1, 9, 6)
    day = np.array([4, 7, 4, 2, 7, 4])
    order = np.argsort(day, kind="stable")
    assert averaged_relative_difference(modelled, observed, day) == pytest.approx(
        averaged_relative_difference(modelled[:, order], observed[order], day[order])
    )
    by_hand = np.mean(
        [np.abs(modelled - observed)[:, day == d].sum(axis=1) / observed[day == d].sum() for d in (2, 4, 7)],
        axis=0,
    )
    assert averaged_relative_difference(modelled, observed, day) == pytest.approx(by_hand)


def test_otherwise_observations_count_on_their_dates():
    observations = (
        Observation(date(2021, 8, 3), "Quetta", 400),
        Observation(date(2021, 8, 3), "Chaman", 100),
        Observation(date(2021, 8, 5), "Chaman", 0),
        Observation(date(2021, 8, 5), "Kabul", 7, use=False),
    )
    scores = score(simulated(world(*observations)))
    first = (np.abs(STOCK[:, 2, 3] - 400) + np.abs(STOCK[:, 2, 4] - 100)) / 500
    second = STOCK[:, 4, 4]
    assert scores.averaged_relative_difference == pytest.approx((first + second) / 2)
    assert scores.averaged_relative_difference_rescaled.size == 0
    assert scores.pairs == 3
    assert scores.stamp == "illustrative, not calibrated"


def test_nothing_to_compare_is_no_score_rather_than_a_good_one():
    scores = score(simulated())
    assert scores.pairs == 0
    assert scores.to_json() == {}
    assert scores.table.height == 0


def test_a_perfect_run_scores_nothing():
    observations = [Observation(date(2021, 8, 1 + d), "Quetta", STOCK[2, d, 3]) for d in range(DAYS)]
    assert score(simulated(world(*observations))).averaged_relative_difference[2] == 0
