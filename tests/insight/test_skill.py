"""Skill and its doubt agree with every resample counted by hand; honest forecasts look honest."""

from collections import defaultdict
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from steppe.insight.skill import Skill, bootstrap_skill, pit_histogram, skill, uniformity

scores = st.floats(0.01, 100).map(lambda value: round(value, 2))


def _by_brute_force(skills):
    """Every ordered resample once, and the 5 % and 95 % quantiles of their means."""
    means = np.array(list(product(skills, repeat=len(skills)))).mean(axis=1)
    return np.quantile(means, (0.05, 0.95), method="inverted_cdf")


def test_skill_is_one_for_perfection_and_nothing_for_the_reference():
    assert skill(0.0, 3.0) == 1
    assert skill(3.0, 3.0) == 0
    assert skill(6.0, 3.0) == -1
    assert np.isnan(skill(1.0, 0.0))
    assert np.isnan(skill(0.0, 0.0))


@settings(max_examples=40)
@given(st.lists(st.tuples(scores, scores), min_size=1, max_size=6))
def test_few_conflicts_are_resampled_in_every_way_there_is(pairs):
    ours, theirs = map(np.array, zip(*pairs, strict=True))
    found = bootstrap_skill(ours, theirs, seed=1)
    low, high = _by_brute_force(1 - ours / theirs)
    assert found.mean == pytest.approx((1 - ours / theirs).mean())
    assert (found.low, found.high) == pytest.approx((low, high))
    assert found.conflicts == len(pairs)


def test_seven_conflicts_are_counted_not_drawn():
    ours = np.array([0.9, 0.5, 1.2, 0.7, 0.8, 1.0, 0.3])
    found = bootstrap_skill(ours, np.ones(7), seed=1)
    assert (found.low, found.high) == pytest.approx(tuple(_by_brute_force(1 - ours)))
    assert bootstrap_skill(ours, np.ones(7), seed=2, draws=3) == found


def test_two_conflicts_by_hand():
    # means 0 and 1 in a quarter of the resamples each, a half in the rest
    assert bootstrap_skill([1.0, 0.0], [1.0, 1.0], seed=1) == Skill(0.5, 0.0, 1.0, 2)
    assert bootstrap_skill([0.25], [1.0], seed=1) == Skill(0.75, 0.75, 0.75, 1)


def test_more_conflicts_are_drawn_and_tend_to_the_normal_interval():
    skills = np.random.default_rng(1).normal(0.2, 0.3, 60)
    found = bootstrap_skill(1 - skills, np.ones(60), seed=7, draws=40_000)
    half = stats.norm.ppf(0.95) * skills.std() / np.sqrt(60)
    assert found.mean == pytest.approx(skills.mean())
    assert (found.low, found.high) == pytest.approx((skills.mean() - half, skills.mean() + half), abs=0.004)


def test_draws_of_eight_conflicts_tend_to_all_their_resamples():
    skills = np.array([-0.4, -0.1, 0.0, 0.1, 0.2, 0.3, 0.5, 0.9])
    chance = {0.0: 1.0}  # of each sum of eight
    for _ in skills:
        longer = defaultdict(float)
        for (total, weight), each in product(chance.items(), skills):
            longer[round(total + each, 9)] += weight / 8
        chance = longer
    reached = np.cumsum([chance[total] for total in sorted(chance)])
    low, high = (sorted(chance)[np.searchsorted(reached, tail)] / 8 for tail in (0.05, 0.95))
    found = bootstrap_skill(1 - skills, np.ones(8), seed=3, draws=200_000)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.013)


@given(st.lists(scores, min_size=8, max_size=12), st.randoms(use_true_random=False))
def test_renaming_or_reordering_conflicts_changes_nothing(ours, shuffler):
    shuffled = list(ours)
    shuffler.shuffle(shuffled)
    theirs = [50.0] * len(ours)
    first = bootstrap_skill(ours, theirs, seed=5, draws=50)
    assert bootstrap_skill(shuffled, theirs, seed=5, draws=50) == first
    assert first.low <= first.high


def test_the_same_seed_gives_the_same_interval_and_another_a_near_one():
    ours, theirs = np.random.default_rng(2).uniform(0.5, 1.5, 12), np.ones(12)
    first = bootstrap_skill(ours, theirs, seed=1)
    assert bootstrap_skill(ours, theirs, seed=1) == first
    other = bootstrap_skill(ours, theirs, seed=2)
    assert other != first
    assert other.low == pytest.approx(first.low, abs=0.02)


def test_a_conflict_with_nothing_to_better_is_left_out():
    found = bootstrap_skill([0.0, 1.0, 2.0], [0.0, 2.0, 2.0], seed=1)
    assert found == bootstrap_skill([1.0, 2.0], [2.0, 2.0], seed=1)
    assert found.conflicts == 2


def test_a_perfect_reference_that_was_missed_is_not_passed_over():
    found = bootstrap_skill([1.0, 1.0], [0.0, 2.0], seed=1)
    assert np.isnan([found.mean, found.low, found.high]).all()
    assert found.conflicts == 1
    assert np.isnan(bootstrap_skill([], [], seed=1).mean)


@pytest.mark.parametrize(
    ("ours", "theirs", "draws", "words"),
    [
        ([1.0, np.nan], [np.inf, np.nan], 10, "1 scores and 2 references of 2 are missing or infinite"),
        ([1.0], [1.0, 2.0], 10, "do not fit"),
        ([1.0], [1.0], 0, "0 draws"),
    ],
)
def test_what_has_no_skill_is_refused_in_words(ours, theirs, draws, words):
    with pytest.raises(ValueError, match=words):
        bootstrap_skill(ours, theirs, seed=1, draws=draws)


# Evenness


@pytest.mark.parametrize("bins", [1, 7, 10, 20])
def test_a_share_of_members_falls_in_the_part_it_begins(bins):
    shares = np.arange(bins) / bins
    assert pit_histogram(shares, bins).tolist() == [1] * bins
    assert pit_histogram([1.0], bins).tolist() == [0] * (bins - 1) + [1]


@given(st.lists(st.floats(0, 1), max_size=60), st.integers(1, 25))
def test_every_value_is_counted_once(values, bins):
    found = pit_histogram(values, bins)
    assert found.shape == (bins,)
    assert found.sum() == len(values)
    places = np.minimum(
        np.searchsorted([k / bins for k in range(1, bins + 1)], values, side="right"), bins - 1
    )
    assert found.tolist() == [int((places == part).sum()) for part in range(bins)]


def test_unevenness_is_the_chi_square_of_the_counts():
    values = np.repeat([0.05, 0.3, 0.6, 0.9], [30, 20, 24, 26])
    statistic = (25 + 25 + 1 + 1) / 25
    assert uniformity(values, 4) == pytest.approx(stats.chi2.sf(statistic, 3))
    assert uniformity(np.arange(100) / 100) == 1
    assert np.isnan(uniformity([]))


def test_honest_forecasts_are_seldom_called_uneven_and_narrow_ones_always():
    draw = np.random.default_rng(6)
    chances = [uniformity(draw.random(200)) for _ in range(500)]
    assert np.mean(np.array(chances) < 0.05) == pytest.approx(0.05, abs=0.03)
    narrow = stats.norm.cdf(2 * draw.normal(size=200))
    assert uniformity(narrow) < 1e-6


@pytest.mark.parametrize(
    ("values", "bins", "words"),
    [
        ([0.5, np.nan, 1.1, -0.1], 10, "3 of 4 values are missing or outside 0 to 1"),
        ([0.5], 1, "1 bins are not at least 2"),
    ],
)
def test_what_cannot_be_tested_is_refused_in_words(values, bins, words):
    with pytest.raises(ValueError, match=words):
        uniformity(values, bins)


def test_a_histogram_has_a_part():
    with pytest.raises(ValueError, match="0 bins"):
        pit_histogram([0.5], 0)
