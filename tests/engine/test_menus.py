"""What people of each group may choose at each place, and what those who gave up at a post may not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from steppe.engine.plan import compile_plan
from steppe.scenario.events import BorderRegime, RouteSpeed
from steppe.scenario.model import Group, Route, Share
from tests.engine.worlds import HERE, THERE, camp, day, town, world

ROUTES = (Route("Town", "Post", 50), Route("Post", "Camp", 40), Route("Post", "Tents", 70))
GROUPS = (Group("drivers"), Group("walkers", mode="foot"))
SHARES = (Share("drivers", 0.5), Share("walkers", 0.5))
QUEUE = BorderRegime(HERE, THERE, "open", quota=1, one_way=True)


def plan(*events, routes=ROUTES, groups=GROUPS, days=4):
    places = (town("Town", present=5), town("Post"), camp("Camp"), camp("Tents"))
    scenario = world(*places, routes=routes, events=events, days=days, cost_per_hop=2.0)
    return compile_plan(replace(scenario, groups=groups, shares=SHARES if groups else ()))


def menu(found, number, on=None):
    """Names of what may be chosen in alphabetical order, on a day if one is given."""
    menus = found.menus
    span = slice(menus.menu_start[number], menus.menu_start[number + 1])
    there = (
        np.ones(span.stop - span.start, bool)
        if on is None
        else menus.weights[menus.epoch_of_day[on], span] >= 0
    )
    ways = list(found.strata.ways)
    return sorted(ways[way].name for way in menus.candidates["route"][span][there])


def test_every_group_has_a_menu_at_every_place():
    found = plan()
    assert menu(found, 1) == menu(found, 5) == ["Post → Camp", "Post → Tents", "Post → Town"]
    assert len(found.menus.menu_start) == 9
    assert found.strata.group_of[found.menus.candidates["route"]].tolist() == sorted([0, 1] * 6)


def test_a_road_closed_to_a_group_is_not_on_its_menu():
    routes = (ROUTES[0], ROUTES[1], replace(ROUTES[2], closed_to="foot"))
    found = plan(routes=routes)
    assert "Post → Tents" in menu(found, 1)
    assert "Post → Tents" not in menu(found, 5)


def test_of_a_road_with_a_season_its_pace_of_the_day_is_on_the_menu():
    found = plan(RouteSpeed("Town", "Post", day(1), day(3), 0.5))
    assert menu(found, 0) == ["Town → Post", "Town → Post at 0.5 of its speed"]
    assert [menu(found, 0, on) for on in (0, 1, 3)] == [
        ["Town → Post"],
        ["Town → Post at 0.5 of its speed"],
        ["Town → Post"],
    ]


def test_whoever_gave_up_at_a_post_may_choose_all_but_its_road():
    found = plan(QUEUE)
    ways = list(found.strata.ways)
    assert {(found.strata.group_of[way], ways[way].name) for way in found.menus.barred} == {
        (group, name) for group in (0, 1) for name in ("Post → Camp", "Post → Tents")
    }
    for way, number in found.menus.barred.items():
        assert menu(found, number) == [name for name in menu(found, 1) if name != ways[way].name]


def test_every_pace_of_the_road_is_barred():
    found = plan(QUEUE, RouteSpeed("Camp", "Post", day(1), day(3), 0.5), groups=())
    ways = list(found.strata.ways)
    to_camp = [
        number for way, number in found.menus.barred.items() if ways[way].name.startswith("Post → Camp")
    ]
    assert len(to_camp) == 2
    assert all(menu(found, number) == ["Post → Tents", "Post → Town"] for number in to_camp)


def test_weights_change_with_the_conditions_of_any_group_and_not_otherwise():
    closed = BorderRegime(HERE, THERE, "closed", day(2), day(3), groups="walkers")
    assert plan(closed).menus.epoch_of_day.tolist() == [0, 0, 1, 0]
    assert plan().menus.epoch_of_day.tolist() == [0] * 4


def test_one_group_keeps_its_weights_when_those_of_another_change():
    found = plan(BorderRegime(HERE, THERE, "closed", day(2), day(3), groups="walkers"))
    weights, own = found.menus.weights, found.strata.group_of[found.menus.candidates["route"]] == 0
    assert np.array_equal(weights[0, own], weights[1, own])
    assert not np.array_equal(weights[0, ~own], weights[1, ~own])
