"""A rule of a border or a pathway that is a little wrong in the engine is found out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from steppe.engine.plan import compile_plan
from steppe.scenario.events import BorderRegime, Event, HostLimit
from steppe.scenario.model import Scenario
from tests.oracle.compare import Cells, Verdict, cell_names, cells_of, compare, run_engine
from tests.oracle.networks import NETWORKS
from tests.oracle.networks.valley import day
from tests.oracle.run import run_oracle

REPLICAS = 20_000


@cache
def one_by_one(name: str, replicas: int) -> Cells:
    scenario = NETWORKS[name]()
    return cells_of(run_oracle(scenario, replicas=replicas, seed=1), compile_plan(scenario))


def against(name: str, other: Scenario, *, replicas: int = REPLICAS) -> Verdict:
    """Single persons of a world against counts of another one."""
    plan = compile_plan(other)
    counts = cells_of(run_engine(other, replicas=replicas, seed=2), plan)
    return compare(one_by_one(name, replicas), counts, cell_names(plan))


def with_events(scenario: Scenario, kind: type[Event], **changes: object) -> Scenario:
    """The same world with all events of a kind changed."""
    events = tuple(
        replace(each, **changes) if isinstance(each, kind) else each  # type: ignore[arg-type]
        for each in scenario.events
    )
    return replace(scenario, events=events)


def with_pathway(name: str, **changes: object) -> Scenario:
    """A world whose first pathway is another."""
    scenario = NETWORKS[name]()
    first, *others = scenario.pathways
    return replace(scenario, pathways=(replace(first, **changes), *others))  # type: ignore[arg-type]


BORDERS = {
    "a quota one higher": ("quota_shared_by_two_posts", BorderRegime, {"quota": 4}),
    "two in a hundred more who give up": ("queue_and_give_up", BorderRegime, {"give_up": 0.32}),
    "two in a hundred fewer who wait": ("queue_and_give_up", BorderRegime, {"wait": 0.78}),
    "four in a hundred more who try": ("irregular_and_returned", BorderRegime, {"irregular": 0.44}),
    "five in a hundred fewer returned": (
        "irregular_and_returned",
        BorderRegime,
        {"irregular_returned": 0.30},
    ),
    "another open day": ("door_open_on_some_weekdays", BorderRegime, {"weekdays": "mon;tue;fri"}),
    "one person more in a country": ("host_limit", HostLimit, {"limit": 9}),
}
PATHWAYS = {
    "two in a hundred more approved": ("visa_in_stages", {"approval": 0.72}),
    "as long a wait in fewer stages": ("visa_in_stages", {"stages": 1}),
    "one seat more": ("airlift_with_seats", {"seats": 3}),
    "an application more": ("visa_with_all_its_limits", {"quota": 3}),
    "the refused sent elsewhere": ("refused_onward", {"refused_to": "host"}),
    "a start one day early": ("airlift_that_ends", {"start": day(0)}),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", BORDERS)
def test_a_border_that_is_a_little_wrong_is_found_out(what):
    name, kind, changes = BORDERS[what]
    verdict = against(name, with_events(NETWORKS[name](), kind, **changes))
    assert max(verdict.means, verdict.variances) > 1.2 * verdict.bound, verdict


@pytest.mark.slow
@pytest.mark.parametrize("what", PATHWAYS)
def test_a_pathway_that_is_a_little_wrong_is_found_out(what):
    name, changes = PATHWAYS[what]
    verdict = against(name, with_pathway(name, **changes))
    assert max(verdict.means, verdict.variances) > 1.2 * verdict.bound, verdict


def test_a_quota_one_higher_is_found_out():
    name, kind, changes = BORDERS["a quota one higher"]
    verdict = against(name, with_events(NETWORKS[name](), kind, **changes), replicas=3_000)
    assert verdict.means > 2 * verdict.bound, verdict


def test_two_in_a_hundred_more_approved_are_found_out():
    name, changes = PATHWAYS["two in a hundred more approved"]
    verdict = against(name, with_pathway(name, **changes), replicas=12_000)
    assert verdict.means > 1.5 * verdict.bound, verdict


def test_groups_that_each_have_a_share_of_the_quota_are_found_out():
    name = "quota_shared_by_groups"
    scenario = NETWORKS[name]()
    (rule,) = (each for each in scenario.events if isinstance(each, BorderRegime))
    others = tuple(each for each in scenario.events if not isinstance(each, BorderRegime))
    apart = tuple(replace(rule, groups=group.name, quota=1) for group in scenario.groups)
    verdict = against(name, replace(scenario, events=(*others, *apart)), replicas=3_000)
    assert verdict.means > 2 * verdict.bound, verdict
