"""One change of policy, one consequence: nothing before it, nothing out of its reach, nothing where it says nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from steppe.engine.plan import Plan, compile_plan
from steppe.scenario.events import (
    BorderRegime,
    CampClosed,
    CampOpens,
    Event,
    HostLimit,
    PathwayChange,
    PlaceSealed,
    RouteRegime,
    RouteSpeed,
    Statement,
)
from steppe.scenario.model import CAMP_KINDS, Scenario
from tests.properties.policy_worlds import (
    changes_of,
    ends_of_a_road,
    is_sound,
    limits_of_hosts,
    pathways,
    policy_worlds,
    regimes,
    seasons,
)
from tests.properties.runs import Run, run
from tests.properties.test_policies import accounts
from tests.properties.test_policy_limits import directions, ruled_by, ruled_worlds
from tests.properties.worlds import day, few


@st.composite
def closures(draw: st.DrawFn, world: Scenario) -> PlaceSealed:
    return PlaceSealed(draw(st.sampled_from(world.places)).name, day(0))


def with_one_more(world: Scenario, event: Event) -> Scenario:
    """The world with an event more, if that is a valid one."""
    other = replace(world, events=(*world.events, event))
    assume(is_sound(other))
    return other


@pytest.mark.parametrize("policies", [regimes, limits_of_hosts, seasons, closures, changes_of])
@few(30)
@given(data=st.data())
def test_a_policy_changes_nothing_before_it_begins(policies, data):
    world = data.draw(policy_worlds(least_pathways=int(policies is changes_of)))
    when = data.draw(st.integers(0, world.days - 1))
    event = replace(
        data.draw(policies(world)), start=day(when), end=data.draw(st.none() | st.just(day(when + 2)))
    )
    if isinstance(event, RouteSpeed):
        # What comes back every year was there in earlier years.
        event = replace(event, every_year=False)
    other = with_one_more(world, event)
    assert run(other).until(when).same_as(run(world).until(when))


def without_the_last_pathway(counted: Run) -> Run:
    return counted._replace(pathway=counted.pathway[..., :-1])


@few(40)
@given(policy_worlds(), st.data())
def test_a_pathway_changes_nothing_before_it_begins(world, data):
    when = data.draw(st.integers(0, world.days - 1))
    more = replace(data.draw(pathways(world, "airlift")), start=day(when), end=day(14))
    other = replace(world, pathways=(*world.pathways, more))
    assume(is_sound(other))
    assert without_the_last_pathway(run(other)).until(when).same_as(run(world).until(when))


@few(30)
@given(policy_worlds(), st.data())
def test_a_camp_that_opens_again_changes_nothing_before_it_does(world, data):
    camps = [place.name for place in world.places if place.kind in CAMP_KINDS]
    assume(camps)
    camp = data.draw(st.sampled_from(camps))
    events = tuple(event for event in world.events if not isinstance(event, CampOpens | CampClosed))
    world = replace(world, events=(*events, CampOpens(camp, day(0), day(2))))
    when = data.draw(st.integers(2, max(2, world.days - 1)))
    other = with_one_more(world, CampOpens(camp, day(when)))
    assert run(other).until(when).same_as(run(world).until(when))


@few(30)
@given(policy_worlds(), st.data())
def test_words_change_nothing(world, data):
    place = data.draw(st.sampled_from(world.places))
    words = Statement(place.country, day(1), other_country="Elsewhere", about="a pledge")
    assert run(with_one_more(world, words)).same_as(run(world))


@few(30)
@given(policy_worlds(), st.data())
def test_a_border_said_to_be_open_is_as_one_of_which_nothing_is_said(world, data):
    regime = data.draw(regimes(world))
    sides = (
        (regime.place, regime.other_place)
        if isinstance(regime, RouteRegime)
        else (regime.country, regime.other_country)
    )
    away = {frozenset((road.start, road.end)) for road in world.routes if road.away_from_posts}
    assume(frozenset(sides) not in away)
    said = ruled_by(world, type(regime)(*sides, "open"))
    assert run(said).same_as(run(replace(said, events=said.events[:-1])))


@few(30)
@given(policy_worlds(groups=[4]), st.data())
def test_a_pathway_for_nobody_changes_nothing(world, data):
    peopled = {share.group for share in world.shares if share.share > 0}
    nobody = [group.name for group in world.groups if group.name not in peopled]
    more = replace(data.draw(pathways(world, "airlift")), groups=";".join(nobody))
    other = replace(world, pathways=(*world.pathways, more))
    assert without_the_last_pathway(run(other)).same_as(run(world))


@few(30)
@given(policy_worlds(), st.data())
def test_a_pathway_that_nobody_applies_to_and_that_is_worth_nothing_changes_nothing(world, data):
    more = replace(data.draw(pathways(world, "airlift")), apply=0.0, worth=0.0)
    hosts = [place for place in world.places if more.place == place.name or more.country == place.country]
    # At a crossing or a hub nobody stops unless there is a pathway to wait for.
    assume(all(place.kind not in ("crossing", "hub") for place in hosts))
    other = replace(world, pathways=(*world.pathways, more))
    assume(is_sound(other))
    assert without_the_last_pathway(run(other)).same_as(run(world))


def without_limits_of_hosts(world: Scenario) -> Scenario:
    return replace(world, events=tuple(each for each in world.events if not isinstance(each, HostLimit)))


@few(40)
@given(st.integers(0, 3).flatmap(lambda quota: ruled_worlds(quota=quota, pushback=0.0)))
def test_one_more_in_a_quota_is_one_more_let_in_on_the_first_day_that_it_matters(found):
    world, regime = found
    world = without_limits_of_hosts(world)
    wider = ruled_by(world, replace(regime, quota=regime.quota + 1))
    posts = directions(compile_plan(world), regime)
    assume(any(posts))
    before, after = run(world, replicas=1), run(wider, replicas=1)
    first = next(
        (
            number
            for number in range(world.days)
            if not before.until(number + 1).same_as(after.until(number + 1))
        ),
        None,
    )
    if first is not None:
        more = accounts(after)["admitted"][0, first] - accounts(before)["admitted"][0, first]
        assert sorted(more[numbers].sum() for numbers in posts) in ([0, 1], [1, 1])


def in_reach(plan: Plan, start: int) -> set[int]:
    """Places that roads lead to from a place."""
    reached = {start}
    while True:
        more = {
            int(end) for begin, end in zip(plan.route_start, plan.route_end, strict=True) if begin in reached
        }
        if more <= reached:
            return reached
        reached |= more


@few(40)
@given(policy_worlds(limits=False), st.data())
def test_one_more_in_a_quota_changes_nothing_that_nobody_can_reach_from_the_post(world, data):
    """In a world where roads lead one way, and nobody is in anybody's way but at posts."""
    when, quota = data.draw(st.integers(0, 3)), data.draw(st.integers(0, 2))
    start, end = data.draw(ends_of_a_road(world))
    world = replace(
        without_limits_of_hosts(world),
        routes=tuple(replace(each, two_way=False) for each in world.routes),
        pathways=(),
    )
    # A quota that several posts share is a way to be in somebody's way from afar.
    events = tuple(
        replace(each, quota=None) if isinstance(each, BorderRegime) else each
        for each in world.events
        if not isinstance(each, PathwayChange)
    )
    world = replace(world, events=events)
    regime = RouteRegime(start, end, "open", quota=quota)
    world = ruled_by(world, regime)
    raised = replace(regime, start=day(when), quota=quota + 1)
    other = replace(world, events=(*world.events[:-1], replace(regime, end=day(when)), raised))
    if when == 0:
        other = replace(world, events=(*world.events[:-1], raised))
    plan = compile_plan(world)
    before, after = run(world), run(other)
    assert before.until(when).same_as(after.until(when))
    post = next(
        number for number, name in enumerate(plan.route_names) if {start, end} == set(name.split(" → "))
    )
    reached = in_reach(plan, int(plan.route_start[post]))
    apart = [number for number in range(len(plan.place_names)) if number not in reached]
    roads = [number for number, begin in enumerate(plan.route_start) if begin not in reached]
    assert np.array_equal(before.stock[:, :, apart], after.stock[:, :, apart])
    assert np.array_equal(before.flow[:, :, roads], after.flow[:, :, roads])
