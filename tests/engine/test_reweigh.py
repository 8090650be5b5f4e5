"""A plan given other weights does what a plan compiled anew does."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from steppe.engine.ensemble import ReplicaOutput, nothing_counted, run_replicas
from steppe.engine.plan import Plan, compile_plan
from steppe.engine.reweigh import Reweighing
from steppe.errors import ScenarioError, UsageError
from steppe.scenario.model import Place, Route, Scenario
from tests.engine.worlds import HERE, camp, world
from tests.oracle.networks import NETWORKS

OWN = sorted(name for name, make in NETWORKS.items() if make().setting("routing") == "recursive-logit")
OTHER = {
    "choice_spread": 0.8,
    "cost_per_travel_day": 4.1,
    "cost_per_hop": 2.2,
    "cost_border": 0.3,
    "cost_conflict": 1.1,
    "worth_town": 0.4,
    "worth_camp": 1.2,
    "worth_foreign": -0.5,
    "leave_chance_town": 0.55,
    "leave_chance_conflict": 0.8,
    "leave_chance_camp": 0.02,
    "border_knowledge": 0.6,
}


def otherwise(scenario: Scenario) -> Scenario:
    """The same world with other behaviour and places worth more or less."""
    places = tuple(replace(each, worth=0.3 * (-1) ** n * n) for n, each in enumerate(scenario.places))
    changed = replace(scenario, places=places).with_settings(**OTHER)
    if scenario.number("conflict_push_rate") > 0:
        changed = changed.with_settings(conflict_push_rate=0.7 * scenario.number("conflict_push_rate"))
    return changed


def reweighed(scenario: Scenario, changed: Scenario) -> Plan:
    return Reweighing(compile_plan(scenario), scenario).plan_for(changed)


def means(plan: Plan) -> dict[str, np.ndarray]:
    """Every expected count of a plan."""
    kept: dict[str, np.ndarray] = {}

    def record(_: int, output: ReplicaOutput) -> None:
        for name in nothing_counted(plan)._fields:
            kept[name] = getattr(output, name).copy()

    run_replicas(plan, replicas=1, seed=1, record=record, expected=True, threads=1)
    return kept


@pytest.mark.parametrize("name", OWN)
def test_every_mean_is_that_of_a_fresh_compile(name):
    scenario = NETWORKS[name]()
    changed = otherwise(scenario)
    old, again, fresh = (
        means(compile_plan(scenario)),
        means(reweighed(scenario, changed)),
        means(compile_plan(changed)),
    )
    assert any(not np.allclose(old[word], fresh[word]) for word in fresh)
    for word, values in fresh.items():
        assert again[word] == pytest.approx(values, rel=1e-9, abs=1e-9), word


def test_the_same_behaviour_gives_the_same_weights():
    scenario = NETWORKS[OWN[0]]()
    plan = compile_plan(scenario)
    same = reweighed(scenario, scenario)
    assert same.menus.weights == pytest.approx(plan.menus.weights, rel=1e-11, abs=0)
    assert same.choices.weights == pytest.approx(plan.choices.weights, rel=1e-11, abs=0)
    assert same.leave.tobytes() == plan.leave.tobytes()


def test_circles_that_cost_too_little_are_refused_here_too():
    scenario = NETWORKS[OWN[0]]()
    with pytest.raises(ScenarioError):
        reweighed(scenario, scenario.with_settings(cost_per_hop=0.0, cost_per_travel_day=0.0))


def test_the_peers_rule_is_not_weighed_this_way():
    scenario = NETWORKS[OWN[0]]().with_settings(routing="flee")
    with pytest.raises(UsageError):
        reweighed(scenario, scenario)


def test_a_camp_too_far_for_ordinary_numbers_is_reached_all_the_same():
    names = [f"P{number}" for number in range(61)]
    scenario = world(
        Place(names[0], HERE, present=100),
        *(Place(name, HERE, "waypoint") for name in names[1:-1]),
        camp(names[-1]),
        routes=tuple(Route(one, two, 10) for one, two in pairwise(names)),
        cost_per_hop=30.0,
    )
    plan = compile_plan(scenario)
    again = reweighed(scenario, scenario)
    assert again.menus.weights == pytest.approx(plan.menus.weights, rel=1e-11, abs=0)
