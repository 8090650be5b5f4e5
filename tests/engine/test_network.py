"""Rows of the routes table become one way or two, and every name has one position."""

from __future__ import annotations

from dataclasses import replace

from steppe.engine.network import build_network
from steppe.scenario.model import Place, Route
from tests.engine.worlds import camp, town, world


def network(*routes, **settings):
    return build_network(world(town("A"), town("B"), camp("C"), routes=routes, **settings))


def names(*routes, **settings):
    return [route.name for route in network(*routes, **settings).routes]


def test_a_two_way_road_is_two_ways_and_a_one_way_road_is_one():
    assert names(Route("A", "B", 5), Route("B", "C", 7, two_way=False)) == ["A → B", "B → A", "B → C"]


def test_the_ways_that_leave_a_place_are_listed_there():
    found = network(Route("A", "B", 5), Route("B", "C", 7, two_way=False))
    assert found.leaving == ((0,), (1, 2), ())
    assert [(route.start, route.end, route.distance_km) for route in found.routes] == [
        (0, 1, 5),
        (1, 0, 5),
        (1, 2, 7),
    ]


def test_parallel_roads_stay_apart_and_the_first_is_the_travelled_one():
    found = network(Route("A", "B", 9), Route("A", "B", 4))
    assert [route.name for route in found.routes] == ["A → B", "B → A", "A → B (2)", "B → A (2)"]
    assert found.travelled == {(0, 1): 0, (1, 0): 1}


def test_a_road_has_its_own_speed_or_the_usual_one():
    found = network(Route("A", "B", 9, speed_km_per_day=12.5), Route("B", "C", 9), speed_km_per_day=200.0)
    assert [route.speed_km_per_day for route in found.routes] == [12.5, 12.5, 200.0, 200.0]


def test_abroad_is_whatever_is_not_the_home_country():
    found = network()
    assert [found.foreign(number) for number in range(3)] == [False, False, True]


def test_without_a_home_country_the_first_place_is_at_home():
    found = build_network(replace(world(camp("C"), town("A"), Place("Nowhere")), home_country=""))
    assert [found.foreign(number) for number in range(3)] == [False, True, True]


def test_the_peer_builds_one_kind_of_forced_road_twice_and_turns_the_other_round():
    forced = Route("A", "B", 9, forced_redirection=1), Route("B", "C", 9, forced_redirection=2)
    theirs = network(*forced, rules="flee")
    assert [route.copies for route in theirs.routes] == [2, 2, 1, 1]
    assert [route.name for route in theirs.routes] == ["A → B", "B → A", "C → B", "B → C"]
    ours = network(*forced)
    assert [route.copies for route in ours.routes] == [1, 1, 1, 1]
    assert [route.name for route in ours.routes] == ["A → B", "B → A", "B → C", "C → B"]
