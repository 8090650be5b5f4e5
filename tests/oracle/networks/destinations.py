"""Worlds whose people choose where to stop and travel all the way there (``routing = "destination-choice"``)."""

from __future__ import annotations

from dataclasses import replace

from steppe.scenario.events import (
    BorderRegime,
    CampClosed,
    CampOpens,
    CapacityChange,
    Conflict,
    Event,
    RouteRegime,
)
from steppe.scenario.model import Pathway, Place, Push, Route, Scenario
from tests.oracle.networks.frontier import PLACES, ROUTES, SLOWLY, STRATA, frontier
from tests.oracle.networks.valley import ABROAD, HOME, amended, day, network, valley

BOUND = {
    "routing": "destination-choice",
    "cost_per_travel_day": 2.0,
    "cost_per_hop": 0.3,
    "worth_foreign": 2.0,
}


def bound(*events: Event, **changes: object) -> Scenario:
    """Make a valley of people who are bound for somewhere."""
    settings = {**BOUND, **changes.pop("settings", {})}  # type: ignore[dict-item]
    return valley(*events, **changes, settings=settings)


@network
def bound_for_a_place() -> Scenario:
    events = (
        Conflict("Market", day(3), day(6), 0.4),
        RouteRegime("Post", "Haven", "closed", day(2), day(4)),
        CampClosed("Tents", day(5)),
    )
    twins = (Route("Ford", "Post", 75), Route("Post", "Harbour", 260))
    world = bound(*events, routes=(*bound().routes, *twins))
    return amended(world, "Haven", capacity=9)


@network
def bound_across_a_border_that_lets_some_through() -> Scenario:
    events = (
        BorderRegime(HOME, ABROAD, "restricted", day(0), day(5), 0.6),
        RouteRegime("Origin", "Ford", "restricted", day(1), admit=0.5),
        BorderRegime(HOME, ABROAD, "closed", day(5), day(7)),
    )
    return bound(*events, settings={"border_knowledge": 0.5, "choice_spread": 0.7})


@network
def bound_past_places_that_are_full() -> Scenario:
    world = bound(CapacityChange("Harbour", day(3), capacity=12), settings={"leave_chance_camp": 0.2})
    world = amended(world, "Market", capacity=6, hard_capacity=True)
    world = amended(world, "Haven", capacity=5, hard_capacity=True)
    return amended(world, "Ford", capacity=3, hard_capacity=True)


@network
def bound_on_foot_by_the_peers_clock() -> Scenario:
    settings = {
        "clock": "flee",
        "start_on_foot": True,
        "foot_speed_km_per_day": 70.0,
        "avoid_short_stints": True,
    }
    return bound(
        RouteRegime("Market", "Post", "closed", day(4)), CampOpens("Tents", day(3)), settings=settings
    )


@network
def bound_for_places_that_hold_many() -> Scenario:
    settings = {"worth_capacity": 0.8, "start_on_foot": True, "avoid_short_stints": True}
    world = bound(CapacityChange("Haven", day(3), capacity=40_000), settings=settings)
    world = amended(world, "Harbour", capacity=8_000)
    return amended(world, "Tents", capacity=500)


@network
def groups_bound_for_places_and_pathways() -> Scenario:
    events = (
        BorderRegime(HOME, ABROAD, "closed", day(3), day(6), groups="drivers"),
        RouteRegime("Post", "Haven", "restricted", day(2), admit=0.6),
    )
    visa = Pathway("visa", "visa", "Inn", day(8), "Gate", start=day(1), apply=0.5, wait_days=2.0, seats=3)
    closed = {("Origin", "Gate"): "vehicle", ("Post", "Haven"): "animal"}
    routes = tuple(replace(each, closed_to=closed.get((each.start, each.end), "")) for each in ROUTES)
    routes = (*routes, Route("Post", "Haven", 65), Route("Gate", "Harbour", 55, closed_to="foot"))
    people = {"pathways": (visa,), "pushes": (Push(day(0), 24, "Origin", day(3)),), "places": PLACES}
    return frontier(*events, **STRATA, **people, routes=routes, settings={**SLOWLY, **BOUND})


@network
def pathways_on_the_way() -> Scenario:
    visa = Pathway(
        "visa", "visa", "Harbour", day(7), country=HOME, apply=0.4, wait_days=1.5, approval=0.6, worth=1.5
    )
    places = (*bound().places, Place("Inn", HOME, "hub"))
    routes = (*bound().routes, Route("Inn", "Post", 30), Route("Market", "Inn", 45))
    return bound(pathways=(visa,), places=places, routes=routes)
