"""The roads of each group: which it may use, and how fast on which days."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from steppe.engine.network import build_network
from steppe.engine.plan import compile_plan
from steppe.engine.strata import build_strata
from steppe.scenario.events import RouteSpeed
from steppe.scenario.model import Group, Route, Share
from tests.engine.worlds import camp, day, town, world

DRIVERS, WALKERS = Group("drivers"), Group("walkers", mode="foot")
ROAD = Route("Town", "Camp", 100, two_way=False)


def strata(*events, routes=(ROAD,), groups=(), days=6, **settings):
    scenario = world(
        town("Town"), town("Ford"), camp("Camp"), routes=routes, events=events, days=days, **settings
    )
    return build_strata(replace(scenario, groups=groups), build_network(scenario), days)


def paces(*events, group=None, **more):
    """Speed at which people set out along the road, day by day, km/day."""
    found = strata(*events, groups=(group,) if group else (), **more).groups[0]
    speeds = np.array([way.speed_km_per_day for way in found.network.routes])
    assert (found.available.sum(axis=1) == 1).all(), "one pace a day"
    return [speeds[today][0] for today in found.available]


def test_without_groups_and_seasons_the_ways_are_the_routes():
    found = strata(routes=(ROAD, Route("Town", "Ford", 5)))
    assert found.names == ("",)
    assert found.recorded.tolist() == [0, 1, 2]
    assert found.available.all()


def test_a_group_has_no_way_along_a_road_closed_to_its_mode():
    roads = (Route("Town", "Camp", 100, two_way=False, closed_to="foot; animal"), Route("Town", "Ford", 5))
    found = strata(routes=roads, groups=(DRIVERS, WALKERS))
    assert [each.recorded.tolist() for each in found.groups] == [[0, 1, 2], [1, 2]]
    assert found.group_of.tolist() == [0, 0, 0, 1, 1]
    assert [each.first_way for each in found.groups] == [0, 3]


def test_where_there_are_no_groups_everybody_travels_by_vehicle():
    roads = (
        Route("Town", "Camp", 100, two_way=False, closed_to="vehicle"),
        Route("Town", "Ford", 5, closed_to="foot"),
    )
    assert strata(routes=roads).recorded.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("group", "road_speed", "speed"),
    [
        (Group("a"), None, 400),
        (Group("a", hours_per_day=5), None, 200),
        (Group("a", mode="foot"), None, 30),
        (Group("a", mode="animal"), 50.0, 50),
        (Group("a", mode="animal"), 90.0, 60),
        (Group("a", mode="foot", hours_per_day=15), None, 45),
    ],
)
def test_the_speed_of_a_group_is_that_of_the_road_or_of_its_mode_for_its_hours(group, road_speed, speed):
    road = Route("Town", "Camp", 100, two_way=False, speed_km_per_day=road_speed)
    settings = {"speed_km_per_day": 400.0, "foot_speed_km_per_day": 30.0, "animal_speed_km_per_day": 60.0}
    assert paces(group=group, routes=(road,), days=1, hours_per_day=10.0, **settings) == [
        pytest.approx(speed)
    ]


def test_by_air_all_go_at_the_speed_of_the_route_in_any_season():
    flight = Route("Town", "Camp", 900, two_way=False, mode="air", speed_km_per_day=4_000.0)
    walkers = Group("walkers", mode="foot", hours_per_day=2)
    season = RouteSpeed("Camp", "Town", day(1), day(2), 0.5)
    assert paces(season, group=walkers, routes=(flight,), days=3) == [4_000, 4_000, 4_000]


def test_a_season_slows_both_ways_of_its_road_on_its_days_and_no_other_road():
    roads = (Route("Town", "Camp", 100), Route("Town", "Ford", 5))
    found = strata(RouteSpeed("Camp", "Town", day(2), day(4), 0.5), routes=roads).groups[0]
    assert found.recorded.tolist() == [0, 0, 1, 1, 2, 3]
    slow = [way.speed_km_per_day for way in found.network.routes if "of its speed" in way.name]
    assert slow == [found.network.routes[0].speed_km_per_day / 2] * 2
    assert found.available[:, 1].tolist() == [False, False, True, True, False, False]
    assert found.available[:, 4:].all()


def test_seasons_that_meet_multiply():
    events = RouteSpeed("Town", "Camp", day(1), day(4), 0.5), RouteSpeed("Town", "Camp", day(3), day(5), 0.4)
    assert np.divide(paces(*events), paces()[0]) == pytest.approx([1, 0.5, 0.5, 0.2, 0.4, 1])


def test_a_season_that_comes_back_was_there_in_earlier_years_and_one_that_does_not_was_not():
    # From 28 February 2021 until 2 March, and so in 2020 on 29 February as well.
    ahead = day(1 + 366), day(3 + 366)
    assert len(set(paces(RouteSpeed("Town", "Camp", *ahead, 0.5)))) == 1
    yearly = paces(RouteSpeed("Town", "Camp", *ahead, 0.5, every_year=True))
    assert np.divide(yearly, yearly[0]).tolist() == [1, 0.5, 0.5, 0.5, 1, 1]


def test_a_season_of_some_is_none_of_others():
    event = RouteSpeed("Town", "Camp", day(0), None, 0.5, groups="walkers")
    found = strata(event, groups=(DRIVERS, WALKERS), days=1)
    drivers, walkers = (each.network.routes[0].speed_km_per_day for each in found.groups)
    alone = strata(groups=(DRIVERS, WALKERS), days=1)
    assert [drivers, 2 * walkers] == [each.network.routes[0].speed_km_per_day for each in alone.groups]


def test_a_day_may_have_as_many_stops_as_roads_are_short_and_fast():
    road = Route("Town", "Ford", 3, speed_km_per_day=2_000.0)
    scenario = world(town("Town"), town("Ford"), routes=(road,), days=1, clock="flee")
    shares = (Share("walkers", 0.5), Share("drivers", 0.5))
    plan = compile_plan(replace(scenario, groups=(WALKERS, DRIVERS), shares=shares))
    assert len(plan.cells.round_start) - 1 == 2_000 // 3
