"""How likely counts are: against closed forms, sums over everything, and what was drawn."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import gammaln
from scipy.stats import multivariate_normal, nbinom

from steppe.insight.calibration import observation as law


def covariance(
    day: np.ndarray, spread: float, memory: float, noise: float, variance: np.ndarray
) -> np.ndarray:
    apart = np.abs(day[:, None] - day[None, :])
    return spread**2 * np.exp(-apart / memory) + np.diag(noise**2 + variance)


def test_the_density_of_stocks_is_that_of_the_whole_covariance_matrix_whatever_the_gaps():
    chance = np.random.default_rng(3)
    day, start = np.array([0, 3, 90, 91, 400, 5, 30]), np.array([0, 5, 7])
    ratio, variance = chance.normal(0, 0.4, 7), chance.uniform(0, 0.05, 7)
    wanted = sum(
        multivariate_normal.logpdf(
            ratio[first:last], cov=covariance(day[first:last], 0.5, 60.0, 0.1, variance[first:last])
        )
        for first, last in ((0, 5), (5, 7))
    )
    found = law.log_stock_density(ratio, variance, day, start, 0.5, 60.0, 0.1)
    assert found == pytest.approx(wanted, rel=1e-10)


def test_drawn_ratios_have_the_covariance_the_density_says():
    day, start, variance = np.array([0, 10, 70, 200]), np.array([0, 4]), np.array([0.0, 0.1, 0.02, 0.0])
    chance = np.random.default_rng(4)
    drawn = np.array(
        [law.draw_stock_ratios(variance, day, start, 0.5, 60.0, 0.1, chance) for _ in range(20_000)]
    )
    assert np.cov(drawn.T) == pytest.approx(covariance(day, 0.5, 60.0, 0.1, variance), abs=0.02)
    assert drawn.mean(axis=0) == pytest.approx(0.0, abs=0.02)


def test_two_series_say_nothing_of_each_other():
    ratio, day = np.array([0.3, -0.2, 0.1]), np.array([0, 20, 0])
    together = law.log_stock_density(ratio, np.zeros(3), day, np.array([0, 2, 3]), 0.4, 60.0, 0.1)
    apart = law.log_stock_density(ratio[:2], np.zeros(2), day[:2], np.array([0, 2]), 0.4, 60.0, 0.1)
    apart += law.log_stock_density(ratio[2:], np.zeros(1), day[2:], np.array([0, 1]), 0.4, 60.0, 0.1)
    assert together == pytest.approx(apart)


@pytest.mark.parametrize("spread", [0.2, 1.0])
def test_negative_binomial_is_that_of_the_books(spread):
    counts, mean = np.array([0.0, 3.0, 40.0]), np.array([2.0, 5.0, 30.0])
    size = 1 / spread**2
    wanted = nbinom.logpmf(counts, size, size / (size + mean)).sum()
    assert law.log_negative_binomial(counts, mean, spread, 1.0) == pytest.approx(wanted)


def test_households_widen_arrivals_as_said():
    mean, household = np.full(200_000, 300.0), law.household_overdispersion(5.0)
    drawn = law.draw_negative_binomial(mean, 0.1, np.random.default_rng(5), household)
    assert drawn.mean() == pytest.approx(300.0, rel=0.01)
    assert drawn.var() == pytest.approx(household * 300.0 + (0.1 * 300.0) ** 2, rel=0.02)


def test_nobody_expected_is_no_impossibility():
    assert math.isfinite(law.log_negative_binomial(np.array([12.0]), np.array([0.0]), 0.5, 1.0))


def test_household_overdispersion_is_that_of_one_and_a_poisson_number_of_others():
    sizes = 1 + np.random.default_rng(6).poisson(4.2, 400_000)
    wanted = (sizes**2).mean() / sizes.mean()
    assert law.household_overdispersion(5.2) == pytest.approx(wanted, rel=0.01)
    assert law.household_overdispersion(1.0) == 1.0


def test_dirichlet_multinomial_is_a_probability():
    shares = np.array([[0.2, 0.5, 0.3]])
    every = [(a, b, 6 - a - b) for a in range(7) for b in range(7 - a)]
    chances = [
        math.exp(law.log_dirichlet_multinomial(np.array([each], float), shares, 2.5)) for each in every
    ]
    assert sum(chances) == pytest.approx(1.0)
    assert sum(c * each[1] for c, each in zip(chances, every, strict=True)) == pytest.approx(6 * 0.5)


def test_a_great_concentration_is_a_multinomial():
    counts, shares = np.array([[3.0, 1.0, 2.0]]), np.array([[0.2, 0.5, 0.3]])
    plain = gammaln(7) - gammaln(counts + 1).sum() + (counts * np.log(shares)).sum()
    assert law.log_dirichlet_multinomial(counts, shares, 1e9) == pytest.approx(plain, abs=1e-5)


def test_a_count_and_its_log_ratio_are_there_and_back():
    expected, published = np.array([0.0, 100.0, 5_000.0]), np.array([40.0, 90.0, 7_000.0])
    ratio = law.log_ratio(published, expected)
    assert law.scattered(expected, ratio) == pytest.approx(published)


def test_the_luck_of_households_counts_for_less_the_more_people_there_are():
    variance = law.chance_variance(np.array([0.0, 100.0, 10_000.0]), 5.0)
    assert variance[0] == 0.0
    assert variance[2] == pytest.approx(5.0 / 10_000, rel=0.02)
    assert variance[1] > variance[2]
