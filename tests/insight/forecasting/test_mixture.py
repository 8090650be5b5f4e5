"""Mixtures against numerical integration, draws and SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from steppe.insight.forecasting.mixture import Mixture
from steppe.insight.proper import crps

MEAN = np.array([[100.0, 0.0, -40.0, 5.0], [180.0, 3.0, 60.0, 5.0], [900.0, -2.0, 20.0, 5.0]])
SD = np.array([[10.0, 1.0, 5.0, 2.0], [60.0, 0.5, 5.0, 2.0], [300.0, 8.0, 90.0, 2.0]])
WEIGHT = np.array([[0.7, 0.2, 0.45, 0.3], [0.2, 0.5, 0.45, 0.3], [0.1, 0.3, 0.1, 0.4]])
MIXTURE = Mixture(MEAN, SD, WEIGHT)
OBSERVED = np.array([140.0, 0.4, -200.0, 5.0])


def one(point):
    return Mixture(MEAN[:, [point]], SD[:, [point]], WEIGHT[:, [point]])


def grid(point, size=200_001):
    low = (MEAN[:, point] - 12 * SD[:, point]).min()
    return np.linspace(min(low, OBSERVED[point]), (MEAN[:, point] + 12 * SD[:, point]).max(), size)


@pytest.mark.parametrize("point", range(4))
def test_the_cdf_is_the_weighted_sum_of_normal_ones(point):
    x = grid(point, 101)
    parts = stats.norm.cdf(x[:, None], MEAN[:, point], SD[:, point]) @ WEIGHT[:, point]
    assert one(point).cdf(x[:, None])[:, 0] == pytest.approx(parts)


@pytest.mark.parametrize("point", range(4))
def test_the_score_is_the_integral_of_squared_distances(point):
    """CRPS is the integral of ``(F(x) - 1{x >= y})^2``."""
    x = grid(point)
    apart = (one(point).cdf(x[:, None])[:, 0] - (x >= OBSERVED[point])) ** 2
    score = one(point).crps(OBSERVED[[point]])[0]
    assert score == pytest.approx(np.trapezoid(apart, x), rel=1e-3)


def test_the_score_is_that_of_many_members():
    chances = (np.arange(20_000) + 0.5) / 20_000
    members = MIXTURE.quantile(np.repeat(chances[:, None], 4, axis=1)).T
    assert MIXTURE.crps(OBSERVED) == pytest.approx(crps(members, OBSERVED), rel=2e-3)


def test_the_score_of_one_normal_is_the_closed_form():
    """Gneiting & Raftery 2007, eq. 21; the fourth point has three equal parts."""
    z = (OBSERVED[3] + 3.0 - 5.0) / 2.0
    closed = 2.0 * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / np.sqrt(np.pi))
    assert one(3).crps(OBSERVED[[3]] + 3.0)[0] == pytest.approx(closed)


def test_a_quantile_is_where_the_cdf_is_its_chance():
    chances = np.repeat(np.array([1e-6, 0.01, 0.25, 0.5, 0.9, 0.999, 1 - 1e-6])[:, None], 4, axis=1)
    found = MIXTURE.quantile(chances)
    assert found.shape == chances.shape
    assert MIXTURE.cdf(found) == pytest.approx(chances, rel=1e-6, abs=1e-9)
    assert (np.diff(found, axis=0) > 0).all()


def test_surprise_is_minus_the_log_density():
    density = (stats.norm.pdf(OBSERVED, MEAN, SD) * WEIGHT).sum(axis=0)
    assert MIXTURE.surprise(OBSERVED) == pytest.approx(-np.log(density))


def test_surprise_stays_finite_far_away():
    """There the density is too small for a number, and its log is that of the widest part."""
    far = np.full(4, 1e6)
    widest = stats.norm.logpdf(far, MEAN, SD) + np.log(WEIGHT)
    assert MIXTURE.surprise(far) == pytest.approx(-np.logaddexp.reduce(widest, axis=0))


def test_the_right_forecast_scores_best_on_average():
    rng = np.random.default_rng(5)
    draws = one(0).quantile(rng.uniform(size=(4_000, 1)))[:, 0]

    def mean_score(shift, factor):
        many = Mixture(
            *(
                np.repeat(part, draws.size, axis=1)
                for part in (MEAN[:, [0]] + shift, SD[:, [0]] * factor, WEIGHT[:, [0]])
            )
        )
        return many.crps(draws).mean()

    right = mean_score(0, 1)
    assert all(right < mean_score(*wrong) for wrong in [(15, 1), (-15, 1), (0, 2), (0, 0.4)])
