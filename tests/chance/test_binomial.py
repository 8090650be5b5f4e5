"""Binomial counts follow their law for all numbers of people and all chances, exactly."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.chance.draws import binomials
from tests.chance.exactness import UNLIKELY, compared, fit

DRAWS = 100_000
RARER = (1e-12, 1e-9, 1e-4, 0.013, 0.1, 0.25, 0.4999, 0.5)
SOME = (1, 2, 9, 64, 65, 1_000, 10**6, 10**9)
MANY = (1, 2, 5, 9, 33, 63, 64, 65, 66, 127, 128, 1_000, 54_321, 10**6, 10**7, 10**9)


def draws(trials: float, chance: float, seed: int, size: int = DRAWS) -> np.ndarray:
    return binomials(trials, chance, seed=seed, address=np.arange(size), replica=3, day=41)


def assert_law(trials: float, rarer: float, seed: int, size: int = DRAWS) -> None:
    """Those who go with a small chance, and those who stay where it is as near to one."""
    often = 1.0 - rarer
    assert fit(draws(trials, rarer, seed, size), stats.binom(trials, rarer)) > UNLIKELY
    assert fit(trials - draws(trials, often, seed, size), stats.binom(trials, 1.0 - often)) > UNLIKELY


@pytest.mark.parametrize("trials", SOME)
@pytest.mark.parametrize("rarer", RARER)
def test_counts_follow_the_law_and_so_do_those_who_are_left(trials, rarer):
    assert_law(trials, rarer, 1)


@pytest.mark.parametrize("trials", [1_000, 10**6, 10**9])
def test_accepting_at_once_what_lies_in_the_middle_bends_the_law_nowhere(trials):
    """A bound of 0.98 instead of 0.92 would, by one in fifty: a million draws see it."""
    assert fit(draws(trials, 0.3, 10, 1_000_000), stats.binom(trials, 0.3)) > UNLIKELY


@pytest.mark.slow
@pytest.mark.parametrize("trials", MANY)
def test_counts_follow_the_law_in_a_million_draws(trials):
    for rarer in RARER:
        assert_law(trials, rarer, 2, 1_000_000)


@pytest.mark.parametrize("trials", [20, 25, 64, 65, 10**4, 10**9])
@pytest.mark.parametrize("expected", [9.0, 9.999999, 10.0, 10.000001])
def test_counts_follow_the_law_on_both_sides_of_where_the_method_changes(trials, expected):
    assert_law(trials, min(expected / trials, 0.5), 3)


@pytest.mark.parametrize("trials", range(1, 65))
def test_few_people_are_counted_exactly(trials):
    chance = 0.08 + 0.1 * (trials % 9)
    law = stats.binom(trials, chance)
    found = np.bincount(draws(trials, chance, 5).astype(int), minlength=trials + 1)
    assert compared(found, law.pmf(np.arange(trials + 1)) * DRAWS) > UNLIKELY


@pytest.mark.parametrize("trials", [10**6, 10**9, 2**53])
@pytest.mark.parametrize("chance", [0.3, 0.5, 0.7])
def test_every_last_digit_is_as_likely_as_any_other_among_many(trials, chance):
    counts = draws(trials, chance, 6)
    digits = counts % 10 if trials < 2**53 else counts // 8192 % 10
    assert compared(np.bincount(digits.astype(int), minlength=10), np.full(10, DRAWS / 10)) > UNLIKELY


@pytest.mark.parametrize("trials", [10, 50, 10**4, 10**9])
@pytest.mark.parametrize("chance", [0.03, 0.3, 0.7])
def test_a_chance_that_is_off_by_a_twentieth_of_the_spread_would_be_found_out(trials, chance):
    off = chance + 0.05 * math.sqrt(chance * (1 - chance) / trials)
    assert fit(draws(trials, off, 7), stats.binom(trials, chance)) < UNLIKELY


def test_counts_that_spread_one_in_fifty_too_far_would_be_found_out():
    law = stats.binom(10**6, 0.3)
    counts = draws(10**6, 0.3, 8)
    assert fit(counts, law) > UNLIKELY
    assert fit(np.round(law.mean() + 1.02 * (counts - law.mean())), law) < UNLIKELY


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(
    st.integers(0, 200) | st.integers(0, 2**53),
    st.floats(0, 1) | st.floats(1e-12, 1e-3) | st.sampled_from([5e-324, 1 - 2**-53, 1e-300]),
    st.integers(0, 2**63 - 1),
    st.integers(0, 2**64 - 50),
)
def test_a_count_is_always_a_whole_number_from_none_to_all(trials, chance, seed, address):
    counts = binomials(trials, chance, seed=seed, address=np.uint64(address) + np.arange(40, dtype=np.uint64))
    assert np.array_equal(counts, np.floor(counts))
    assert ((counts >= 0) & (counts <= trials)).all()


@pytest.mark.parametrize(
    ("chance", "goes"), [(0.0, 0), (-0.1, 0), (-np.inf, 0), (1.0, 9), (1.5, 9), (np.inf, 9)]
)
def test_chances_of_none_and_of_all_are_certain_and_those_beyond_act_alike(chance, goes):
    assert set(binomials(9, chance, address=np.arange(100))) == {goes}


def test_nobody_goes_where_nobody_is_or_where_the_chance_is_not_a_number():
    assert not binomials([0, -3, 12, 10**9], [0.4, 0.4, np.nan, np.nan], address=np.arange(4)).any()


def test_a_greater_chance_gives_no_smaller_a_count_while_few_are_expected():
    """The same luck, and a chance that grows from 0 to where ten are expected, and mirrored."""
    for trials in (3, 19, 64, 65, 1_000, 10**6):
        chances = np.linspace(0, min(1.0, 9.99 / trials), 200)
        counts = binomials(trials, chances, seed=9, address=np.arange(1_000)[:, None])
        assert (np.diff(counts, axis=1) >= 0).all()
        mirrored = binomials(trials, 1.0 - chances, seed=9, address=np.arange(1_000)[:, None])
        assert (np.diff(mirrored, axis=1) <= 0).all()
