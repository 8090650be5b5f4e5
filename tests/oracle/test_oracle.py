"""The engine moves counts as the oracle moves single persons: the same in distribution."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from steppe.engine.plan import compile_plan
from steppe.scenario.model import Scenario
from tests.oracle.compare import Cells, cell_names, cells_of, compare, run_engine
from tests.oracle.networks import NETWORKS
from tests.oracle.run import run_oracle

REPLICAS = 20_000
QUICK = (
    "by_the_hour",
    "aware_of_two_routes",
    "waiting_between_two_hard_places",
    "bound_for_a_place",
    "queue_and_give_up",
    "visa_with_all_its_limits",
    "everything_a_government_can_do",
)
SLOW = tuple(sorted(set(NETWORKS) - set(QUICK)))


def one_by_one(scenario: Scenario, *, seed: int = 1) -> Cells:
    return cells_of(run_oracle(scenario, replicas=REPLICAS, seed=seed), compile_plan(scenario))


def as_counts(scenario: Scenario, *, seed: int = 2) -> Cells:
    return cells_of(run_engine(scenario, replicas=REPLICAS, seed=seed), compile_plan(scenario))


def assert_same(name: str) -> None:
    scenario = NETWORKS[name]()
    verdict = compare(one_by_one(scenario), as_counts(scenario), cell_names(compile_plan(scenario)))
    assert verdict.same, verdict


@pytest.mark.parametrize("name", QUICK)
def test_counts_are_distributed_as_single_persons_are(name):
    assert_same(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", SLOW)
def test_counts_are_distributed_as_single_persons_are_in_every_world(name):
    assert_same(name)


def linear(name: str) -> bool:
    """Whether one person's chances never depend on where others are: no limits, no emptying homes."""
    scenario = NETWORKS[name]()
    rows = (*scenario.events, *scenario.pathways)
    caps = [getattr(row, limit, None) for row in rows for limit in ("quota", "seats", "limit")]
    plan = compile_plan(scenario)
    unlimited = bool(np.isinf(plan.capacity).all()) and all(cap is None for cap in caps)
    return unlimited and not plan.takes_from_population


def standard_errors(counts: Cells, expected: Scenario) -> float:
    """
    How far the expected run is from the mean of the counts, where it is furthest.

    A cell's error counts at least as much as that of thirty people in all replicas,
    so that the normal bound (six standard errors) holds for rare cells as well.
    Where there are capacities or homes that empty, the expected run is an approximation.
    """
    run = run_engine(expected, replicas=1, seed=1, expected=True)
    error = np.sqrt(np.maximum(counts.var(axis=0), 30 / REPLICAS) / REPLICAS)
    away = np.abs(counts.mean(axis=0) - cells_of(run, compile_plan(expected))[0])
    return float((away / error).max())


LINEAR = tuple(sorted(filter(linear, NETWORKS)))


@pytest.mark.parametrize(
    "name",
    [
        "by_the_hour",
        "aware_of_two_routes",
        "irregular_and_returned",
        "bound_across_a_border_that_lets_some_through",
    ],
)
def test_the_expected_run_is_the_mean_where_nobody_is_in_anothers_way(name):
    scenario = NETWORKS[name]()
    assert standard_errors(as_counts(scenario), scenario) < 6.0


@pytest.mark.slow
@pytest.mark.parametrize("name", LINEAR)
def test_the_expected_run_is_the_mean_in_every_world_without_limits(name):
    scenario = NETWORKS[name]()
    assert standard_errors(as_counts(scenario), scenario) < 6.0


def test_the_expected_run_of_another_chance_is_not_the_mean():
    scenario = NETWORKS["by_the_hour"]()
    assert standard_errors(as_counts(scenario), scenario.with_settings(leave_chance_town=0.31)) > 12.0


@lru_cache(maxsize=1)
def usual() -> tuple[Scenario, list[str], Cells]:
    """A world by the hour, as single persons live in it."""
    scenario = NETWORKS["by_the_hour"]()
    return scenario, cell_names(compile_plan(scenario)), one_by_one(scenario)


def test_a_chance_of_leaving_that_is_one_in_a_hundred_too_high_is_found_out():
    scenario, names, persons = usual()
    verdict = compare(persons, as_counts(scenario.with_settings(leave_chance_town=0.31)), names)
    assert verdict.means > 2 * verdict.bound, verdict


def test_people_who_move_two_by_two_are_found_out_though_the_means_are_right():
    scenario, names, persons = usual()
    verdict = compare(persons, 2 * as_counts(scenario.with_settings(people_per_count=2)), names)
    assert verdict.means <= verdict.bound, verdict
    assert verdict.variances > 2 * verdict.bound, verdict


def test_places_that_know_nothing_of_each_other_are_found_out_though_each_is_right():
    scenario, names, persons = usual()
    counts = as_counts(scenario)
    others = np.array(["Haven" not in name for name in names])
    counts[:, others] = np.roll(counts[:, others], 1, axis=0)
    verdict = compare(persons, counts, names)
    assert max(verdict.means, verdict.variances) <= verdict.bound, verdict
    assert verdict.joint > 1.5 * verdict.bound, verdict


def test_one_distribution_is_not_told_apart_however_often_one_looks():
    _, names, persons = usual()
    chance = np.random.default_rng(3)
    found_apart = 0
    for _ in range(100):
        drawn = persons[chance.choice(len(persons), size=(2, 500), replace=False)]
        found_apart += not compare(drawn[0], drawn[1], names).same
    assert found_apart == 0
