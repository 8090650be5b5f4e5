"""One more person a day through one gate: nothing upstream changes, and few pairs tell the effect."""

from __future__ import annotations

import numpy as np
import pytest

import steppe
from steppe.insight.compare import spread
from steppe.result.result import Result
from tests.paired.worlds import DAYS, DOWNSTREAM, QUOTA, two_gates

REPLICAS = 60
TIMES_NARROWER = 5


def run(quota: int, seed: int = 1) -> Result:
    return steppe.simulate(two_gates(quota), replicas=REPLICAS, seed=seed)


@pytest.fixture(scope="module")
def pair() -> tuple[Result, Result]:
    return run(QUOTA), run(QUOTA + 1)


def width(base: Result, variant: Result, place: str) -> float:
    """Of the interval that holds nine in ten differences on the last day, people."""
    last = [np.asarray(each.stock.at(place).values)[:, -1] for each in (base, variant)]
    found = spread(*last)
    return float(found["p95"] - found["p05"])


def test_the_quota_binds_from_the_second_week_on(pair):
    for each, quota in zip(pair, (QUOTA, QUOTA + 1), strict=True):
        admitted = np.asarray(each.border.at("North Gate → Camp", account="admitted").values)
        waiting = np.asarray(each.border.at("North Gate → Camp", account="waiting").values)
        assert (admitted <= quota).all()
        assert (admitted[:, 14:] == quota).all()
        assert (waiting[:, 14:] > 0).all()


def test_nothing_changes_where_nobody_comes_through_that_gate(pair):
    base, variant = pair
    elsewhere = [name for name in base.labels.places if name not in DOWNSTREAM]
    assert elsewhere == ["Harn", "Solet", "South Gate", "Haven"]
    for place in elsewhere:
        assert np.array_equal(base.stock.at(place).values, variant.stock.at(place).values), place
    untouched = [
        (route, ends)
        for route, ends in zip(base.labels.routes, base.labels.route_ends, strict=True)
        if ends[0] not in ("North Gate", "Camp")
    ]
    assert len(untouched) == 5
    for route, _ in untouched:
        for output in ("flow", "turned_back"):
            one, two = (np.asarray(getattr(each, output).at(route=route).values) for each in pair)
            assert np.array_equal(one, two), (output, route)
    posts = [post for post in base.labels.posts if post != "North Gate → Camp"]
    assert posts == ["Solet → Haven", "South Gate → Camp"]
    for post in posts:
        assert np.array_equal(base.border.at(post=post).values, variant.border.at(post=post).values), post
    assert np.array_equal(base.entered.values, variant.entered.values)


def test_at_the_gate_one_more_a_day_is_admitted_and_the_queue_is_that_much_shorter(pair):
    base, variant = pair
    found = steppe.compare(base, variant)
    posts = found.posts.filter(post="North Gate → Camp")
    (admitted,) = posts.filter(measure="admitted").to_dicts()
    assert DAYS - 14 <= admitted["p05"] <= admitted["p95"] <= DAYS
    (waiting,) = posts.filter(measure="waiting").to_dicts()
    assert waiting["p95"] < 0
    (total,) = found.totals.filter(measure="waiting").to_dicts()
    assert total["mean"] == pytest.approx(waiting["mean"])


@pytest.mark.parametrize("place", ["Camp", "City"])
def test_pairs_tell_the_effect_at_least_five_times_as_narrowly_as_other_luck(pair, place):
    base, variant = pair
    independent = width(base, run(QUOTA + 1, seed=2), place)
    assert TIMES_NARROWER * width(base, variant, place) <= independent
