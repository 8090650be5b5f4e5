"""Seeing, choosing, travelling: awareness, markers, hubs, parallel routes, clocks, walking."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from steppe.scenario.model import Place, Route, Scenario
from tests.oracle.networks.valley import ABROAD, FLEE, HOME, PEER, amended, network, valley


@network
def nobody_aware() -> Scenario:
    return valley(settings={**FLEE, "awareness": 0})


@network
def aware_of_neighbours() -> Scenario:
    return valley(settings={**FLEE, "awareness": 1, "camp_weight": 2.0, "foreign_weight": 1.5})


@network
def aware_of_two_routes() -> Scenario:
    return valley(settings={**FLEE, "awareness": 2, "camp_weight": 2.0, "leave_chance_camp": 0.1})


@network
def aware_of_three_routes() -> Scenario:
    weights = {"weight_softening": 0.3, "distance_power": 1.4, "weight_power": 0.8, "softening_km": 25.0}
    return valley(settings={**FLEE, "awareness": 3, "camp_weight": 2.0, **weights})


@network
def by_way_of_a_marker() -> Scenario:
    world = amended(valley(settings={**FLEE, "awareness": 1}), "Ford", kind="marker")
    return replace(world, days=7)


@network
def two_markers_in_a_row() -> Scenario:
    world = amended(valley(settings={**FLEE, "awareness": 2}), "Ford", kind="marker")
    return amended(world, "Post", kind="marker")


@network
def through_a_hub() -> Scenario:
    world = amended(valley(settings=FLEE), "Market", kind="hub")
    return amended(amended(world, "Ford", kind="waypoint"), "Harbour", kind="destination")


@network
def parallel_routes() -> Scenario:
    world = valley(settings={**FLEE, "awareness": 2})
    return replace(world, routes=(Route("Market", "Post", 400), *world.routes, Route("Origin", "Market", 10)))


@network
def parallel_routes_weighed_by_worth() -> Scenario:
    world = valley()
    more = (Route("Origin", "Market", 300), Route("Market", "Post", 200, two_way=False))
    return replace(world, routes=(*world.routes, *more))


@network
def whole_days_exactly() -> Scenario:
    world = valley(settings=FLEE)
    routes = (
        Route("Origin", "Market", 360),
        Route("Origin", "Ford", 359),
        Route("Market", "Post", 720),
        Route("Ford", "Post", 180),
        Route("Post", "Haven", 180),
        Route("Market", "Tents", 361),
    )
    return replace(world, routes=routes)


@network
def chain_of_no_length() -> Scenario:
    names = [f"Stop {number}" for number in range(11)]
    places = (Place("Origin", HOME), *(Place(name, HOME) for name in names), Place("Haven", ABROAD, "camp"))
    ends = ["Origin", *names, "Haven"]
    routes = tuple(Route(a, b, 0, two_way=False) for a, b in pairwise(ends))
    settings = {**FLEE, "leave_chance_town": 0.97}
    return valley(places=places, routes=routes, settings=settings, days=5)


@network
def long_roads_in_short_stints() -> Scenario:
    settings = {**FLEE, "avoid_short_stints": True, "awareness": 1, "speed_km_per_day": 200.0}
    return valley(settings=settings, days=10)


@network
def short_stints_by_the_hour() -> Scenario:
    return valley(settings={"avoid_short_stints": True, "speed_km_per_day": 240.0})


@network
def first_route_on_foot() -> Scenario:
    settings = {**FLEE, "start_on_foot": True, "awareness": 2, "foot_speed_km_per_day": 45.0}
    return valley(settings=settings, days=10)


@network
def on_foot_by_the_hour() -> Scenario:
    return valley(settings={"start_on_foot": True, "foot_speed_km_per_day": 70.0}, days=9)


@network
def first_route_on_foot_where_roads_are_slower() -> Scenario:
    settings = {**FLEE, "start_on_foot": True, "awareness": 2, "foot_speed_km_per_day": 90.0}
    world = valley(settings=settings, days=10)
    return replace(world, routes=tuple(replace(each, speed_km_per_day=72.0) for each in world.routes))


@network
def slow_and_fast_routes() -> Scenario:
    world = valley(settings=FLEE)
    speeds = {"Ford": 60.0, "Tents": 400.0, "Harbour": 100.0}
    routes = tuple(replace(each, speed_km_per_day=speeds.get(each.end)) for each in world.routes)
    return replace(world, routes=routes)


@network
def slow_and_fast_routes_by_the_hour() -> Scenario:
    world = valley(settings={"slices_per_day": 7})
    speeds = {"Ford": 60.0, "Tents": 400.0, "Harbour": 100.0}
    routes = tuple(replace(each, speed_km_per_day=speeds.get(each.end)) for each in world.routes)
    return replace(world, routes=routes)


@network
def by_the_hour() -> Scenario:
    return valley(settings={"leave_chance_camp": 0.1, "worth_foreign": 2.0})


@network
def peers_weights_by_the_hour() -> Scenario:
    world = valley(settings={"routing": "flee", "awareness": 2, "camp_weight": 2.0, "leave_chance_camp": 0.1})
    return amended(world, "Haven", capacity=9)


@network
def worth_by_whole_days() -> Scenario:
    return amended(valley(settings={"clock": "flee", "leave_chance_camp": 0.1}), "Haven", capacity=9)


@network
def redirected_routes() -> Scenario:
    world = valley(settings={**PEER, "awareness": 2})
    forced = {"Ford": 1, "Post": 2}
    routes = tuple(replace(each, forced_redirection=forced.get(each.end, 0)) for each in world.routes)
    return replace(world, routes=routes)
