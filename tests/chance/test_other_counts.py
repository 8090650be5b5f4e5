"""Poisson and hypergeometric counts follow their laws in every branch of their methods."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.chance.draws import hypergeometrics, poissons
from tests.chance.exactness import UNLIKELY, compared, fit

ADDRESSES = np.arange(100_000)


def events(mean: float, seed: int) -> np.ndarray:
    return poissons(mean, seed=seed, address=ADDRESSES, replica=2, day=17)


def taken(marked: float, unmarked: float, drawn: float, seed: int) -> np.ndarray:
    return hypergeometrics(marked, unmarked, drawn, seed=seed, address=ADDRESSES, replica=2, day=17)


@pytest.mark.parametrize("mean", [1e-9, 0.02, 1.0, 7.3, 9.999, 10.0, 10.001, 12.0, 45.0, 1e3, 1e6, 1e9])
def test_events_follow_the_poisson_law(mean):
    assert fit(events(mean, 1), stats.poisson(mean)) > UNLIKELY


@pytest.mark.parametrize("mean", [1.0, 9.9, 10.1, 1e6])
def test_a_mean_that_is_off_by_a_twentieth_of_the_spread_would_be_found_out(mean):
    assert fit(events(mean + 0.05 * mean**0.5, 1), stats.poisson(mean)) < UNLIKELY


def test_nothing_happens_with_a_mean_of_nothing_or_one_that_is_not_a_number():
    assert not poissons([0.0, -1.0, -np.inf], address=np.arange(3)).any()


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.floats(0, 2.0**52) | st.floats(0, 30), st.integers(0, 2**63 - 1))
def test_events_are_whole_numbers_and_never_fewer_than_none(mean, seed):
    counts = poissons(mean, seed=seed, address=np.arange(40))
    assert np.array_equal(counts, np.floor(counts))
    assert (counts >= 0).all()


BRANCHES = {
    "one by one, few drawn": (30, 70, 6),
    "one by one, ten drawn of very many": (4e5, 6e5, 10),
    "one by one, all but a few drawn": (30, 70, 93),
    "one by one, few marked": (7, 400, 100),
    "one by one, few unmarked": (400, 7, 100),
    "one by one, few unmarked, most drawn": (400, 7, 390),
    "rejection, eleven of each": (11, 11, 11),
    "rejection, fewer marked": (40, 160, 50),
    "rejection, more marked": (160, 40, 50),
    "rejection, most drawn": (40, 160, 170),
    "rejection, more marked, most drawn": (160, 40, 170),
    "rejection, half and half": (500, 500, 500),
    "rejection, uneven": (15, 10**7, 10**6),
    "rejection, a million": (10**6, 3 * 10**6, 2 * 10**6),
    "rejection, hundreds of millions": (10**8, 4 * 10**8, 10**8),
}


@pytest.mark.parametrize("branch", BRANCHES)
def test_who_is_taken_follows_the_hypergeometric_law(branch):
    marked, unmarked, drawn = BRANCHES[branch]
    assert fit(taken(marked, unmarked, drawn, 1), law(marked, unmarked, drawn)) > UNLIKELY


@pytest.mark.parametrize("branch", [each for each in BRANCHES if "very many" not in each])
def test_drawing_with_replacement_would_be_found_out(branch):
    """The binomial law with the same mean, for which the spread is too wide."""
    marked, unmarked, drawn = BRANCHES[branch]
    if min(drawn, marked + unmarked - drawn) / (marked + unmarked) > 0.1:
        assert (
            fit(taken(marked, unmarked, drawn, 1), stats.binom(drawn, marked / (marked + unmarked)))
            < UNLIKELY
        )


@pytest.mark.parametrize(
    "branch", ["one by one, few drawn", "rejection, fewer marked", "rejection, a million"]
)
def test_one_in_fifty_too_many_marked_would_be_found_out(branch):
    marked, unmarked, drawn = BRANCHES[branch]
    more = np.ceil(0.02 * marked)
    assert fit(taken(marked + more, unmarked - more, drawn, 1), law(marked, unmarked, drawn)) < UNLIKELY


def law(marked: float, unmarked: float, drawn: float):
    return stats.hypergeom(int(marked + unmarked), int(marked), int(drawn))


def test_every_last_digit_is_as_likely_as_any_other_among_many():
    for counts in (events(1e9, 3), taken(4e8, 4e8, 4e8, 3)):
        found = np.bincount((counts % 10).astype(int), minlength=10)
        assert compared(found, np.full(10, len(counts) / 10)) > UNLIKELY


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(
    st.integers(0, 40) | st.integers(0, 2**40),
    st.integers(0, 40) | st.integers(0, 2**40),
    st.floats(0, 1),
    st.integers(0, 2**63 - 1),
)
def test_who_is_taken_is_there_and_no_more_are_taken_than_asked_for(marked, unmarked, share, seed):
    drawn = min(marked + unmarked, round(share * (marked + unmarked)))
    counts = hypergeometrics(marked, unmarked, drawn, seed=seed, address=np.arange(30))
    assert np.array_equal(counts, np.floor(counts))
    assert (counts >= max(0, drawn - unmarked)).all()
    assert (counts <= min(marked, drawn)).all()


@pytest.mark.parametrize(
    ("marked", "unmarked", "drawn", "count"),
    [(0, 9, 4, 0), (9, 0, 4, 4), (9, 3, 0, 0), (9, 3, 12, 9), (9, 3, -1, 0), (1, 0, 1, 1)],
)
def test_what_is_certain_is_not_drawn(marked, unmarked, drawn, count):
    assert set(hypergeometrics(marked, unmarked, drawn, address=np.arange(50))) == {count}
