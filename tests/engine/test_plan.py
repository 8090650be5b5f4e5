"""A scenario compiled: positions for names, and the same tables each time."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from steppe.engine.plan import compile_plan
from steppe.errors import ScenarioError
from steppe.scenario.folder import load
from steppe.scenario.model import Route
from tests.engine.worlds import PEER, START, camp, counted, road, town, world


def test_positions_stand_for_names():
    plan = compile_plan(world(town("A"), camp("B"), routes=(Route("A", "B", 5),), days=3))
    assert (plan.start, plan.days) == (START, 3)
    assert plan.place_names == ("A", "B")
    assert plan.route_names == ("A → B", "B → A")
    assert (plan.route_start.tolist(), plan.route_end.tolist()) == ([0, 1], [1, 0])


def test_a_run_may_be_longer_or_shorter_than_the_scenario_says():
    short, long = road(days=2), road(days=5)
    assert compile_plan(short, days=5).regimes.admit.shape == (5, 1)
    assert counted(long).until(2).same_as(counted(short))


@pytest.mark.parametrize("days", [0, -4, 65_536])
def test_a_run_of_an_impossible_number_of_days_is_refused_in_words(days):
    with pytest.raises(ScenarioError) as refused:
        compile_plan(road(), days=days)
    (problem,) = refused.value.problems
    assert "days" in problem.where and str(days) in problem.found and "65535" in problem.remedy


def same(one, other):
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other)
    if hasattr(one, "__dataclass_fields__"):
        return all(same(getattr(one, each.name), getattr(other, each.name)) for each in fields(one))
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


@pytest.mark.parametrize("settings", [{}, {**PEER, "awareness": 2}])
def test_compiling_twice_gives_the_same_tables(settings):
    scenario = load("two-camps").with_settings(**settings)
    assert same(compile_plan(scenario), compile_plan(scenario))
    assert not same(compile_plan(scenario), compile_plan(scenario.with_settings(leave_chance_town=0.123)))


def test_a_world_without_routes_or_people_runs_and_stays_empty():
    for scenario in (world(town("A")), world(town("A"), camp("B"), **PEER)):
        assert not any(each.any() for each in counted(scenario))
