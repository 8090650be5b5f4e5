"""Quotas, days of opening, limits of hosts, seats and closed roads hold for every day and everybody."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from steppe.engine.plan import Plan, compile_plan
from steppe.scenario.events import (
    WEEKDAYS,
    BorderRegime,
    Event,
    HostLimit,
    PathwayChange,
    PlaceSealed,
    RouteRegime,
    listed,
)
from steppe.scenario.model import Pathway, Route, Scenario, Share
from steppe.scenario.subjects import sides_of
from tests.properties.policy_worlds import GROUPS, is_sound, policy_worlds, regimes, spans
from tests.properties.runs import Counts, run
from tests.properties.test_limits import most_there
from tests.properties.test_policies import accounts, steps
from tests.properties.worlds import day, few

Regime = BorderRegime | RouteRegime
OWN_WAY = {"vehicle": "drivers", "animal": "herders", "foot": "walkers"}


def holds_on(row: Event | Pathway, world: Scenario) -> list[bool]:
    """Whether a row holds, day by day."""
    days = [day(number) for number in range(world.days)]
    return [(row.start is None or row.start <= each) and (row.end is None or each < row.end) for each in days]


def ruled_by(world: Scenario, regime: Regime) -> Scenario:
    """The world in which a regime for everybody is the only one on its border or road."""
    country = {place.name: place.country for place in world.places}

    def is_another(event: Event) -> bool:
        if not isinstance(event, Regime):
            return False
        of_roads = isinstance(event, RouteRegime) and isinstance(regime, RouteRegime)
        ours, theirs = set(sides_of(regime)), set(sides_of(event))
        if not of_roads:
            ours, theirs = ({country.get(side, side) for side in sides} for sides in (ours, theirs))
        return theirs == ours

    others = tuple(event for event in world.events if not is_another(event))
    return replace(world, events=(*others, replace(regime, groups="", one_way=False)))


def directions(plan: Plan, regime: Regime) -> list[list[int]]:
    """Posts under a regime, by the way people take through them; those away from posts are none."""
    place = plan.network.places
    found = []
    for turn in (1, -1):
        posts = []
        for number, route in enumerate(plan.posts):
            ends = [place[plan.route_start[route]], place[plan.route_end[route]]]
            if isinstance(regime, RouteRegime):
                named = [end.name for end in ends] == [regime.place, regime.other_place][::turn]
            else:
                named = [end.country for end in ends] == [regime.country, regime.other_country][::turn]
            if named:
                posts.append(number)
        found.append(posts)
    return found


@st.composite
def ruled_worlds(draw: st.DrawFn, **numbers: object) -> tuple[Scenario, Regime]:
    """A world, and a regime that alone rules over its border or road."""
    world = draw(policy_worlds())
    regime = replace(draw(regimes(world)), **numbers)
    world = ruled_by(world, regime)
    assume(is_sound(world))
    return world, regime


@few(40)
@given(st.integers(0, 4).flatmap(lambda quota: ruled_worlds(quota=quota)))
def test_a_quota_is_never_exceeded_in_either_direction(found):
    world, regime = found
    plan = compile_plan(world)
    admitted = accounts(run(plan))["admitted"]
    for posts in directions(plan, regime):
        assert (admitted[:, holds_on(regime, world)][:, :, posts].sum(axis=2) <= regime.quota).all()


@few(40)
@given(
    st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=5, unique=True)
    .map(";".join)
    .flatmap(lambda weekdays: ruled_worlds(weekdays=weekdays))
)
def test_nobody_is_let_in_on_days_on_which_a_border_is_not_open(found):
    world, regime = found
    shut = [
        holds and WEEKDAYS[day(number).weekday()] not in listed(regime.weekdays)
        for number, holds in enumerate(holds_on(regime, world))
    ]
    plan = compile_plan(world)
    admitted = accounts(run(plan))["admitted"]
    for posts in directions(plan, regime):
        assert not admitted[:, shut][:, :, posts].any()


@few(60)
@given(policy_worlds(), st.data())
def test_whoever_is_let_into_a_country_with_a_limit_finds_room_there(world, data):
    """Its limit counts more than is known here: those on the way as well; so no more than this can be asked."""
    place = data.draw(st.sampled_from(world.places))
    limit = HostLimit(place.country, limit=data.draw(st.integers(0, 25)), **data.draw(spans()))
    others = tuple(event for event in world.events if not isinstance(event, HostLimit))
    pathways = tuple(replace(each, refused_to="host") for each in world.pathways)
    world = replace(world, events=(*others, limit), pathways=pathways)
    assume(is_sound(world))
    plan = compile_plan(world)
    counted = run(plan)
    country = {each.name: each.country for each in world.places}
    inside = [name for name, each in enumerate(world.places) if each.country == limit.country]
    hosted = counted.stock[:, :, inside].sum(axis=2)
    into = [
        number
        for number, route in enumerate(plan.posts)
        if plan.network.places[plan.route_end[route]].country == limit.country
    ]
    from_abroad = [
        number
        for number, each in enumerate(world.pathways)
        if country[each.destination] == limit.country
        and (each.country or country[each.place]) != limit.country
    ]
    admitted = accounts(counted)["admitted"][:, :, into].sum(axis=2)
    departed = steps(counted)["departed"][:, :, from_abroad].sum(axis=2)
    holds = np.array(holds_on(limit, world))
    assert (hosted + admitted <= limit.limit)[(admitted + departed > 0) & holds].all()


def number_on(world: Scenario, pathway: Pathway, name: str) -> Counts:
    """A number of a pathway day by day, as its row and its changes say."""
    numbers = np.full(world.days, np.inf)
    for row in (pathway, *world.events):
        is_about = row is pathway or (isinstance(row, PathwayChange) and row.pathway == pathway.name)
        if is_about and getattr(row, name) is not None:
            holds = [True] * world.days if row is pathway else holds_on(row, world)
            numbers[holds] = getattr(row, name)
    return numbers


@few(40)
@given(policy_worlds(least_pathways=1))
def test_pathways_keep_to_their_quotas_seats_and_days(world):
    of = steps(run(world))
    for number, pathway in enumerate(world.pathways):
        active = np.array(holds_on(pathway, world))
        over = np.array([day(each) >= pathway.end for each in range(world.days)])
        for word in ("applied", "approved", "refused", "departed", "gave_up", "waiting"):
            assert not of[word][:, ~active, number].any()
        assert not of["released"][:, ~over, number].any()
        assert (of["applied"][:, :, number] <= number_on(world, pathway, "quota")).all()
        assert (of["departed"][:, :, number] <= number_on(world, pathway, "seats")).all()


def without_closings(world: Scenario) -> Scenario:
    """The world in which nobody is put back from a road or on to one: nothing closes, nothing overflows."""
    events = tuple(
        replace(event, status="restricted", admit=0.4)
        if isinstance(event, Regime) and event.status == "closed"
        else event
        for event in world.events
        if not isinstance(event, PlaceSealed)
    )
    places = tuple(replace(place, overflow_to="") for place in world.places)
    return replace(world, events=events, places=places)


@few(40)
@given(policy_worlds().map(without_closings))
def test_whoever_passed_a_post_is_on_the_road_behind_it_until_it_ends(world):
    assume(is_sound(world))
    plan = compile_plan(world)
    counted = run(plan)
    at = accounts(counted)
    flow, turned = counted.flow[:, :, plan.posts], counted.turned_back[:, :, plan.posts]
    before_full_places = turned - at["refused"] - at["pushed_back"]
    assert (before_full_places >= 0).all()
    behind = (at["admitted"] + at["irregular"] - flow - before_full_places).cumsum(axis=1)
    assert (behind >= 0).all()
    assert (behind.sum(axis=2) <= counted.en_route).all()


@few(40)
@given(policy_worlds())
def test_arrivals_never_carry_a_place_with_policies_above_a_hard_capacity(world):
    """But for those whom a pathway refuses, who are brought to a place whether it is full or not."""
    pathways = tuple(
        replace(each, refused_to="host" if each.refused_to != "onward" else "onward")
        for each in world.pathways
    )
    world = replace(world, pathways=pathways)
    plan = compile_plan(world)
    counted = run(plan)
    most = most_there(plan, counted.stock, counted.entered)
    assert (counted.stock <= most)[:, :, plan.hard].all()


@few(40)
@given(policy_worlds())
def test_a_group_that_nobody_is_of_never_appears(world):
    peopled = {share.group for share in world.shares if share.share > 0}
    nobody = [number for number, group in enumerate(world.groups) if group.name not in peopled]
    assert not run(world).group_stock[:, :, nobody].any()


@few(40)
@given(policy_worlds(), st.data())
def test_nobody_is_where_only_roads_closed_to_them_lead(world, data):
    place = data.draw(st.sampled_from(world.places[1:])).name
    mode, other = data.draw(st.permutations(("vehicle", "animal", "foot")))[:2]

    def closed(road: Route) -> Route:
        return replace(road, closed_to=mode) if place in (road.start, road.end) else road

    here = tuple(Share(group.name, float(group.name == OWN_WAY[other]), place) for group in GROUPS)
    everywhere = tuple(
        Share(group.name, share) for group, share in zip(GROUPS, (0.4, 0.3, 0.3, 0.0), strict=True)
    )
    world = replace(
        world,
        groups=GROUPS,
        shares=(*everywhere, *here),
        routes=tuple(closed(road) for road in world.routes),
        pathways=tuple(each for each in world.pathways if place not in (each.destination, each.refused_to)),
        events=tuple(event for event in world.events if not isinstance(event, PathwayChange)),
    )
    assume(is_sound(world))
    barred = [number for number, group in enumerate(GROUPS) if group.mode == mode]
    number = [each.name for each in world.places].index(place)
    assert not run(world).group_stock[:, :, barred, number].any()
