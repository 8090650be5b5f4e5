"""Summaries of replicas agree with their definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from steppe.result import measures

counts = arrays(
    np.int32, st.tuples(st.integers(1, 30), st.integers(1, 4)), elements=st.integers(0, 2**31 - 1)
)


@given(counts)
def test_quantiles_are_numpys_linear_ones_even_for_the_largest_counts(values):
    assert np.allclose(
        measures.quantiles(values, (0.0, 0.05, 0.5, 0.95, 1.0)),
        np.quantile(values.astype(float), (0.0, 0.05, 0.5, 0.95, 1.0), axis=0),
        rtol=1e-12,
    )


@given(counts)
def test_the_order_of_replicas_does_not_matter(values):
    assert np.array_equal(measures.quantiles(values), measures.quantiles(values[::-1]))


@pytest.mark.parametrize(
    ("level", "word"), [(0.05, "p05"), (0.5, "p50"), (0.025, "p02.5"), (0.999, "p99.9"), (1, "p100")]
)
def test_a_quantile_has_a_word(level, word):
    assert measures.level_name(level) == word


def test_bands_are_central_and_hold_the_median():
    assert measures.band_levels(0.5, 0.9) == (0.05, 0.25, 0.5, 0.75, 0.95)


def test_crps_is_the_mean_distance_less_half_the_mean_spread_over_pairs():
    draw = np.random.default_rng(1)
    values, truth = draw.normal(size=(40, 3)), np.array([0.0, 2.0, -1.0])
    pairs = np.abs(values[:, None] - values[None]).sum(axis=(0, 1)) / (40 * 39)
    assert np.allclose(measures.crps(values, truth), np.abs(values - truth).mean(axis=0) - pairs / 2)


def test_crps_of_one_replica_is_its_distance():
    assert measures.crps(np.array([[3.0]]), np.array([5.0])) == [2.0]


def test_a_band_of_nine_in_ten_covers_nine_in_ten_of_the_same_kind():
    draw = np.random.default_rng(2)
    assert measures.coverage(draw.normal(size=(400, 2000)), draw.normal(size=2000)) == pytest.approx(
        0.9, abs=0.03
    )
    assert measures.coverage(draw.normal(size=(400, 2000)), 9 + draw.normal(size=2000)) < 0.01
