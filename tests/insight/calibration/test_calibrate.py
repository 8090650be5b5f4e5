"""Draws are of the posterior, the same however they were come by, and rest on nothing published later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import chisquare

from steppe.errors import OutputError, RunError, UsageError
from steppe.insight.calibrate import Work, calibrate
from steppe.insight.calibration.chains import Gaussian, Mover, started, walk
from steppe.insight.calibration.files import Checkpoint, open_posterior, write_posterior
from steppe.insight.calibration.laplace import find_peak, hessian
from steppe.insight.calibration.posterior import Posterior
from steppe.insight.calibration.target import as_seen_on, target_of
from tests.insight.calibration.simulated import BINS, KEPT, ranks
from tests.insight.calibration.worlds import two_camps

QUICK = {"draws": 150, "warmup": 60, "learned": {}}


@cache
def found() -> Posterior:
    return calibrate(two_camps(), threads=2, **QUICK)


class Interrupted(Exception):
    pass


def test_the_number_of_threads_changes_no_bit():
    again = calibrate(two_camps(), threads=1, **QUICK)
    assert again.draws.tobytes() == found().draws.tobytes()
    assert again.log_density.tobytes() == found().log_density.tobytes()


def test_another_seed_gives_other_draws():
    assert calibrate(two_camps(), seed=2, **QUICK).draws.tobytes() != found().draws.tobytes()


@pytest.mark.parametrize("stop_after", [1, 6, 7])
def test_an_interrupted_calibration_goes_on_to_the_same_bits(stop_after, tmp_path):
    told: list[int] = []

    def interrupt(done: int, total: int) -> None:
        told.append(done)
        if len(told) == stop_after:
            raise Interrupted

    folder = tmp_path / "believed"
    with pytest.raises(Interrupted):
        calibrate(two_camps(), folder=folder, progress=interrupt, **QUICK)
    assert (tmp_path / "believed.partial").is_dir() and not folder.exists()
    again = calibrate(two_camps(), folder=folder, **QUICK)
    assert again.draws.tobytes() == found().draws.tobytes()
    assert again.made["accepted"] == found().made["accepted"]
    write_posterior(again, folder)
    assert [each.name for each in tmp_path.iterdir()] == ["believed"]


def test_what_another_calibration_left_is_not_gone_on_with(tmp_path):
    def stop(done: int, total: int) -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        calibrate(two_camps(), folder=tmp_path / "believed", progress=stop, **QUICK)
    with pytest.raises(OutputError, match="differs in seed"):
        calibrate(two_camps(), folder=tmp_path / "believed", seed=5, **QUICK)


def test_spoiling_every_later_count_changes_no_bit():
    world = two_camps()
    until = world.start + timedelta(days=30)
    spoilt = replace(
        world,
        observations=tuple(
            replace(each, value=3.0 * each.value + 11.0) if each.date > until else each
            for each in world.observations
        ),
    )
    options = {**QUICK, "until": until, "draws": 20, "warmup": 12}
    plain, other = calibrate(world, **options), calibrate(spoilt, **options)
    assert plain.draws.tobytes() == other.draws.tobytes()
    assert plain.made["scenario_hash"] == other.made["scenario_hash"]


def test_writing_and_opening_is_identity(tmp_path):
    write_posterior(found(), tmp_path / "believed")
    again = open_posterior(tmp_path / "believed")
    assert again.draws.tobytes() == found().draws.tobytes()
    assert again.log_density.tobytes() == found().log_density.tobytes()
    assert again.parameters == found().parameters
    assert again.known == found().known
    assert again.to_json() == found().to_json()
    with pytest.raises(OutputError, match="it exists already"):
        write_posterior(found(), tmp_path / "believed")
    with pytest.raises(RunError, match="holds no posterior"):
        open_posterior(tmp_path)


def test_worlds_of_draws_have_their_behaviour():
    posterior = found()
    worlds = posterior.scenarios(5)
    assert len(worlds) == 5
    for world, vector in zip(worlds, posterior.vectors(5), strict=True):
        natural = dict(zip(posterior.names, posterior.parameters.natural(vector), strict=True))
        assert world.number("cost_per_travel_day") == pytest.approx(natural["cost_per_travel_day"])
        assert world.place("Vale camp").worth == pytest.approx(natural["worth of Vale camp"])
        assert world.places[0] == posterior.known.places[0]


def test_few_draws_are_said_not_to_be_enough():
    assert not found().converged
    assert "effective draws" in " ".join(found().doubts)
    assert found().stamp == "calibrated, not converged"
    assert found().to_json()["converged"] is False


def test_numbers_out_of_range_are_all_told_at_once(tmp_path):
    with pytest.raises(UsageError) as refused:
        calibrate(two_camps(), seed=-1, chains=1, draws=5)
    assert [each.where for each in refused.value.problems] == ["seed", "chains", "draws"]


def test_second_derivatives_of_a_parabola_are_its_own():
    curve = np.array([[2.0, 0.5], [0.5, 3.0]])
    assert hessian(lambda x: 0.5 * x @ curve @ x + x[0], np.array([0.3, -1.0]), 0.01) == pytest.approx(curve)


def test_the_peak_is_higher_than_all_about_it():
    from concurrent.futures import ThreadPoolExecutor

    target = target_of(as_seen_on(two_camps(), None, capacities=False), {})
    with ThreadPoolExecutor(1) as pool:
        peak = find_peak(target, pool)
    assert peak.log_density > target.log_density(target.parameters.mean)
    chance = np.random.default_rng(1)
    for _ in range(60):
        beside = peak.mode + 0.3 * target.parameters.sd * chance.standard_normal(len(peak.mode))
        assert target.log_density(beside) < peak.log_density
    assert (np.sqrt(np.diag(peak.covariance)) <= 1.001 * target.parameters.sd).all()


def test_a_wrong_surrogate_makes_chains_slow_and_not_wrong():
    """Means of draws that lean on a badly wrong surrogate are those of draws that lean on a good one."""
    from concurrent.futures import ThreadPoolExecutor

    target = target_of(as_seen_on(two_camps(), None, capacities=False), {})
    with ThreadPoolExecutor(1) as pool:
        peak = find_peak(target, pool)
    gaussian = Gaussian(peak.mode, np.linalg.cholesky(peak.covariance))
    wrong = replace(peak.surrogate, level=peak.surrogate.level + 0.4, slope=0.6 * peak.surrogate.slope)
    means, errors = [], []
    for surrogate in (peak.surrogate, wrong):
        mover = Mover(target, gaussian, surrogate, False)
        chains = [started(target, gaussian, 3, number) for number in range(4)]
        for chain in chains:
            walk(mover, chain, 100, keep=False)
            walk(mover, chain, 700, keep=True)
        each = np.array([np.mean(chain.kept, axis=0) for chain in chains]) / target.parameters.sd
        means.append(each.mean(axis=0))
        errors.append(each.std(axis=0, ddof=1) / 2.0)
    apart = np.abs(means[0] - means[1]) / np.sqrt(errors[0] ** 2 + errors[1] ** 2 + 0.03**2)
    assert apart.max() < 5.0


def test_a_world_whose_counts_say_nothing_gives_back_its_priors():
    """With reports that scatter without bound, the posterior is the prior."""
    target = target_of(as_seen_on(two_camps(), None, capacities=False), {"report_spread": (6.0, 0.01)})
    _, chains = Work(target, Checkpoint(None, {}), 1, 1500, 60, None).done(4, 2)
    draws = np.array([chain.kept for chain in chains]).reshape(-1, len(target.parameters.names))
    standard = (draws - target.parameters.mean) / target.parameters.sd
    assert standard.mean(axis=0) == pytest.approx(0.0, abs=0.12)
    assert standard.std(axis=0) == pytest.approx(1.0, abs=0.12)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["two-camps", "border-closes"])
def test_true_numbers_have_any_rank_among_draws_as_likely_as_any_other(name):
    every = [ranks(name, seed) for seed in range(1, 101)]
    for field in every[0]:
        places = np.array([each[field] for each in every]) * BINS // (KEPT + 1)
        assert chisquare(np.bincount(places, minlength=BINS)).pvalue > 0.01, field


CAR = Path(__file__).parents[4] / "shared" / "cases" / "car2013"


@pytest.mark.slow
@pytest.mark.needs_shared
@pytest.mark.skipif(not CAR.is_dir(), reason="the reference case car2013 is not in ../shared")
def test_a_reference_case_converges():
    from steppe.scenario.folder import load

    posterior = calibrate(load(CAR))
    assert max(each["r_hat"] for each in posterior.diagnostics.values()) < 1.02
