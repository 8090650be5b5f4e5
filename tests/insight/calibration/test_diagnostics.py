"""R-hat and effective sample sizes, against what is known of simple chains."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.insight.calibration.diagnostics import bulk_ess, r_hat, tail_ess


def autoregressive(rho: float, chains: int = 4, draws: int = 20_000, seed: int = 1) -> np.ndarray:
    chance = np.random.default_rng(seed)
    series = np.zeros((chains, draws))
    series[:, 0] = chance.standard_normal(chains)
    for draw in range(1, draws):
        series[:, draw] = rho * series[:, draw - 1] + np.sqrt(1 - rho**2) * chance.standard_normal(chains)
    return series


@pytest.mark.parametrize("rho", [0.0, 0.5, 0.9, -0.3])
def test_the_effective_size_of_an_autoregressive_chain_is_the_known_one(rho):
    wanted = 80_000 * (1 - rho) / (1 + rho)
    assert bulk_ess(autoregressive(rho)) == pytest.approx(wanted, rel=0.1)


def test_the_tails_of_independent_draws_are_worth_all_draws():
    assert tail_ess(autoregressive(0.0)) == pytest.approx(80_000, rel=0.1)


def test_chains_that_have_met_have_an_r_hat_of_one():
    assert r_hat(autoregressive(0.3)) == pytest.approx(1.0, abs=0.003)


def test_a_chain_elsewhere_is_seen():
    apart = autoregressive(0.0, draws=500)
    apart[0] += 1.0
    assert r_hat(apart) > 1.1


def test_a_chain_of_another_width_is_seen_though_the_means_agree():
    wide = autoregressive(0.0, draws=2_000)
    wide[0] *= 4.0
    assert r_hat(wide) > 1.1


def test_a_chain_that_drifts_is_seen():
    assert r_hat(autoregressive(0.0, draws=500) + np.linspace(0, 2, 500)) > 1.1


def test_only_ranks_count_so_heavy_tails_do_no_harm():
    chance = np.random.default_rng(2)
    assert r_hat(chance.standard_cauchy((4, 1_000))) < 1.02
    draws = autoregressive(0.5, draws=2_000)
    assert bulk_ess(np.exp(5 * draws)) == pytest.approx(bulk_ess(draws))


def test_what_never_moves_is_told_as_constant():
    assert r_hat(np.ones((4, 100))) == 1.0
