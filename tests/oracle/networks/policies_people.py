"""Groups of people and what roads, seasons and hosts are to them."""

from __future__ import annotations

from dataclasses import replace

from steppe.scenario.events import BorderRegime, CampClosed, CampOpens, Conflict, RouteRegime, RouteSpeed
from steppe.scenario.model import Group, Place, Push, Route, Scenario, Share
from tests.oracle.networks.frontier import PLACES, ROUTES, SLOWLY, STRATA, frontier
from tests.oracle.networks.valley import ABROAD, HOME, amended, day, network


@network
def modes_and_closed_roads() -> Scenario:
    closed = {
        ("Origin", "Gate"): "vehicle",
        ("Post", "Haven"): "animal; foot",
        ("Gate", "Harbour"): "vehicle",
    }
    routes = tuple(replace(each, closed_to=closed.get((each.start, each.end), "")) for each in ROUTES)
    return frontier(**STRATA, routes=routes, settings=SLOWLY)


@network
def modes_under_the_peers_clock() -> Scenario:
    routes = tuple(replace(each, closed_to="animal" if each.start == "Haven" else "") for each in ROUTES)
    return frontier(**STRATA, routes=routes, settings={**SLOWLY, "clock": "flee", "start_on_foot": True})


@network
def a_road_closed_to_everybody() -> Scenario:
    routes = tuple(replace(each, closed_to="vehicle" if each.start == "Post" else "") for each in ROUTES)
    return frontier(routes=routes)


@network
def shares_that_differ_from_place_to_place() -> Scenario:
    shares = (
        Share("drivers", 1.0),
        Share("walkers", 0.75, "Origin"),
        Share("herders", 0.25, "Origin"),
        Share("walkers", 0.5, "Market"),
        Share("drivers", 0.5, "Market"),
    )
    pushes = (Push(day(0), 16, "Origin", day(2)), Push(day(1), 12, "Market", day(3)), Push(day(2), 6, "Gate"))
    world = frontier(groups=STRATA["groups"], shares=shares, pushes=pushes, settings=SLOWLY)
    return amended(world, "Haven", present=5)


@network
def residents_of_several_groups() -> Scenario:
    settings = {"conflict_push_rate": 0.2, "push_from_observations": False, **SLOWLY}
    return frontier(Conflict("Market", day(2), day(6), 0.5), **STRATA, pushes=(), settings=settings)


@network
def some_leave_more_than_others() -> Scenario:
    groups = (
        Group("calm", leave_factor=0.0),
        Group("slow", leave_factor=0.3),
        Group("eager", leave_factor=4),
    )
    shares = (Share("calm", 0.2), Share("slow", 0.4), Share("eager", 0.4))
    return frontier(groups=groups, shares=shares)


@network
def groups_before_a_full_camp() -> Scenario:
    world = frontier(**STRATA, settings={**SLOWLY, "worth_camp": 4.0, "leave_chance_camp": 0.2}, days=10)
    world = amended(world, "Haven", capacity=6, hard_capacity=True)
    return amended(world, "Market", capacity=9)


@network
def winter_pass() -> Scenario:
    events = (
        RouteSpeed("Post", "Market", day(-60), day(5), 0.3, every_year=True),
        RouteSpeed("Gate", "Origin", day(2), day(5), 0.5),
        RouteSpeed("Origin", "Gate", day(3), None, 0.4),
        RouteSpeed("Post", "Haven", day(4 - 365), day(8 - 365), 0.2, every_year=True),
    )
    return frontier(*events, days=11)


@network
def winter_of_the_walkers() -> Scenario:
    events = (
        RouteSpeed("Origin", "Market", day(1), day(4), 0.4, groups="walkers; herders"),
        RouteSpeed("Market", "Gate", day(2), day(6), 0.5),
        RouteSpeed("Gate", "Harbour", day(0), None, 1.6, groups="drivers"),
        BorderRegime(HOME, ABROAD, "open", day(2), day(6), quota=4),
        RouteSpeed("Post", "Haven", day(3), day(4), 0.25),
        RouteSpeed("Post", "Haven", day(5), day(7), 0.5),
    )
    return frontier(*events, **STRATA, settings=SLOWLY, days=11)


@network
def winter_under_the_peers_clock() -> Scenario:
    events = (
        RouteSpeed("Origin", "Market", day(1), day(4), 0.15),
        RouteSpeed("Gate", "Harbour", day(2), day(6), 0.25),
        RouteSpeed("Post", "Haven", day(3), day(5), 0.1),
    )
    return frontier(*events, **STRATA, settings={**SLOWLY, "clock": "flee"}, days=11)


@network
def by_air_and_on_foot() -> Scenario:
    places = (*PLACES[:-1], Place("Inn", "Ceeland", "destination"), Place("Airport", HOME, "hub"))
    routes = (
        *ROUTES,
        Route("Market", "Airport", 40),
        Route("Airport", "Inn", 900, mode="air", speed_km_per_day=4000, two_way=False, closed_to="animal"),
    )
    speed = RouteSpeed("Airport", "Inn", day(3), day(6), 0.1)
    settings = {**SLOWLY, "worth_destination": 4.0, "start_on_foot": True, "avoid_short_stints": True}
    return frontier(speed, **STRATA, places=places, routes=routes, settings=settings)


@network
def overflow() -> Scenario:
    world = frontier(settings={"worth_camp": 4.0, "leave_chance_camp": 0.2})
    world = amended(world, "Haven", capacity=5, hard_capacity=True, overflow_to="Harbour")
    return amended(world, "Harbour", capacity=9, hard_capacity=True)


@network
def overflow_back_and_forth() -> Scenario:
    settings = {"worth_camp": 5.0, "worth_town": 2.0, "leave_chance_camp": 0.2, "avoid_short_stints": True}
    world = frontier(RouteRegime("Haven", "Harbour", "closed", day(5)), settings=settings, days=10)
    world = amended(world, "Haven", capacity=4, hard_capacity=True, overflow_to="Harbour")
    return amended(world, "Harbour", capacity=5, hard_capacity=True, overflow_to="Haven")


@network
def overflow_for_those_who_have_a_road() -> Scenario:
    routes = (
        *(replace(each, closed_to="foot" if each.start == "Haven" else "") for each in ROUTES),
        Route("Haven", "Harbour", 400, closed_to="vehicle"),
    )
    settings = {**SLOWLY, "worth_camp": 4.0, "leave_chance_camp": 0.2, "clock": "flee"}
    world = frontier(**STRATA, routes=routes, settings=settings, days=10)
    world = amended(world, "Post", capacity=4, hard_capacity=True)
    return amended(world, "Haven", capacity=4, hard_capacity=True, overflow_to="Harbour")


@network
def overflow_to_another_country() -> Scenario:
    events = (
        BorderRegime(HOME, ABROAD, "open", day(3), quota=2),
        RouteRegime("Post", "Haven", "closed", day(6)),
    )
    world = frontier(*events, settings={"worth_town": 3.0, "cost_border": 0.3}, days=10)
    world = amended(world, "Market", capacity=5, hard_capacity=True, overflow_to="Post")
    return amended(world, "Post", capacity=3, hard_capacity=True, overflow_to="Haven")


@network
def overflow_in_winter() -> Scenario:
    events = (
        RouteSpeed("Haven", "Harbour", day(3), day(5), 0.3),
        RouteSpeed("Harbour", "Haven", day(6), None, 0.5, groups="walkers"),
        RouteRegime("Haven", "Harbour", "closed", day(5), day(8)),
    )
    settings = {**SLOWLY, "worth_camp": 4.0, "leave_chance_camp": 0.2, "start_on_foot": True}
    world = frontier(*events, **STRATA, settings=settings, days=11)
    return amended(world, "Haven", capacity=5, hard_capacity=True, overflow_to="Harbour")


@network
def camp_opens_in_stages() -> Scenario:
    events = (
        CampOpens("Haven", day(1), day(3)),
        CampOpens("Haven", day(5), day(8)),
        CampClosed("Harbour", day(0), day(2)),
    )
    world = frontier(*events, settings={"leave_chance_town": 0.6, "worth_camp": 4.0})
    return amended(world, "Harbour", kind="camp")
