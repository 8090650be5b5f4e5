"""What stops people: capacities, closed borders, sealed places, closed camps."""

from __future__ import annotations

from dataclasses import replace

from steppe.scenario.events import (
    BorderRegime,
    CampClosed,
    CapacityChange,
    Conflict,
    PlaceSealed,
    RouteRegime,
)
from steppe.scenario.model import Scenario
from tests.oracle.networks.valley import ABROAD, FLEE, HOME, PEER, amended, day, network, valley


@network
def tight_soft_capacity() -> Scenario:
    world = valley(settings={**FLEE, "awareness": 2, "camp_weight": 3.0, "leave_chance_camp": 0.05})
    return amended(amended(world, "Haven", capacity=8), "Tents", capacity=6)


@network
def border_closes_and_reopens() -> Scenario:
    far = tuple(
        replace(route, distance_km=800.0) if route.end == "Harbour" else route for route in valley().routes
    )
    closures = (
        BorderRegime(HOME, ABROAD, "closed", day(2), day(4)),
        BorderRegime(HOME, ABROAD, "closed", day(6)),
    )
    return valley(*closures, routes=far, settings={**FLEE, "awareness": 2}, days=10)


@network
def place_sealed() -> Scenario:
    return valley(PlaceSealed("Market", day(1), day(4)), settings={**FLEE, "awareness": 2})


@network
def origin_sealed_from_the_first_day() -> Scenario:
    return valley(PlaceSealed("Origin", day(0), day(3)), settings=FLEE)


@network
def camp_closed_then_opens() -> Scenario:
    closed = (CampClosed("Haven", day(0), day(4)), CampClosed("Tents", day(3), day(5)))
    return valley(*closed, settings={**FLEE, "camp_weight": 3.0, "leave_chance_town": 0.6})


@network
def overlapping_closures_of_the_peer() -> Scenario:
    closures = (
        BorderRegime(HOME, ABROAD, "closed", day(0), day(4)),
        PlaceSealed("Haven", day(1), day(3)),
        PlaceSealed("Market", day(2), day(5)),
    )
    return valley(*closures, settings={**PEER, "awareness": 2})


@network
def overlapping_closures_of_ours() -> Scenario:
    closures = (BorderRegime(HOME, ABROAD, "closed", day(0), day(4)), PlaceSealed("Haven", day(1), day(6)))
    return valley(*closures, settings={**FLEE, "awareness": 2})


@network
def conflict_ends() -> Scenario:
    world = valley(Conflict("Tents", day(1), day(4)), Conflict("Post", day(2), day(5)), settings=PEER)
    return replace(world, settings={**world.settings, "leave_chance_town": 0.6})


@network
def soft_capacity_by_the_hour() -> Scenario:
    world = valley(settings={"worth_camp": 4.0, "leave_chance_camp": 0.05, "capacity_buffer": 0.5})
    return amended(amended(world, "Haven", capacity=10), "Tents", capacity=8)


@network
def hard_capacity() -> Scenario:
    world = valley(settings={"worth_camp": 4.0, "worth_foreign": 3.0, "leave_chance_camp": 0.1})
    world = amended(world, "Haven", capacity=7, hard_capacity=True)
    return amended(world, "Tents", capacity=3, hard_capacity=True)


@network
def hard_capacity_under_the_peers_clock() -> Scenario:
    world = valley(settings={**FLEE, "awareness": 3, "camp_weight": 4.0, "start_on_foot": True})
    world = amended(world, "Haven", capacity=6, hard_capacity=True)
    return amended(world, "Market", capacity=4, hard_capacity=True)


@network
def waiting_between_two_hard_places() -> Scenario:
    settings = {"worth_camp": 6.0, "leave_chance_camp": 0.2, "leave_chance_town": 0.8, "capacity_buffer": 1.0}
    world = valley(settings=settings, days=9)
    for name, capacity in (("Market", 6), ("Post", 5), ("Haven", 4)):
        world = amended(world, name, capacity=capacity, hard_capacity=True)
    return world


@network
def overfull_from_the_start() -> Scenario:
    settings = {"leave_chance_camp": 0.15, "worth_camp": 4.0}
    return amended(valley(settings=settings), "Haven", capacity=5, hard_capacity=True, present=9)


@network
def restricted_border() -> Scenario:
    return valley(BorderRegime(HOME, ABROAD, "restricted", day(0), day(6), 0.3))


@network
def restricted_border_under_the_peers_clock() -> Scenario:
    return valley(
        BorderRegime(HOME, ABROAD, "restricted", day(1), None, 0.3), settings={**FLEE, "awareness": 2}
    )


@network
def one_post_open_in_a_closed_border() -> Scenario:
    regimes = (
        BorderRegime(HOME, ABROAD, "closed", day(0)),
        RouteRegime("Post", "Haven", "restricted", day(1), day(3), 0.5),
        RouteRegime("Post", "Haven", "open", day(3), day(6)),
    )
    return valley(*regimes)


@network
def closed_border_nobody_knows_of() -> Scenario:
    regimes = (
        BorderRegime(HOME, ABROAD, "closed", day(1), day(5)),
        RouteRegime("Market", "Post", start=day(3)),
    )
    return valley(*regimes, settings={"border_knowledge": 0.4})


@network
def travellers_stranded_by_the_hour() -> Scenario:
    slow = tuple(replace(each, speed_km_per_day=50.0) for each in valley().routes)
    closures = (RouteRegime("Post", "Harbour", "closed", day(4), day(5)), PlaceSealed("Ford", day(3)))
    return valley(*closures, routes=slow, days=10)


@network
def capacity_changes() -> Scenario:
    world = valley(
        CapacityChange("Haven", day(2), 4, day(5)),
        CapacityChange("Haven", day(6), None),
        CapacityChange("Tents", day(3), 2),
        settings={"worth_camp": 4.0, "leave_chance_camp": 0.1, "capacity_scaling": 1.5},
    )
    return amended(amended(world, "Haven", capacity=6, hard_capacity=True), "Tents", capacity=10)


@network
def turned_round_before_a_full_place() -> Scenario:
    slow = tuple(replace(each, speed_km_per_day=50.0) for each in valley().routes)
    closures = (
        RouteRegime("Market", "Post", "closed", day(3), day(5)),
        RouteRegime("Ford", "Post", start=day(6)),
    )
    settings = {"leave_chance_town": 0.5, "capacity_buffer": 1.0, "worth_camp": 4.0}
    world = amended(
        valley(*closures, routes=slow, settings=settings, days=11), "Market", capacity=4, hard_capacity=True
    )
    return amended(world, "Post", capacity=3, hard_capacity=True)


@network
def capacities_change_under_the_peers_rule() -> Scenario:
    world = valley(
        CapacityChange("Market", day(2), 6, day(6)),
        CapacityChange("Haven", day(3), None),
        settings={
            **FLEE,
            "awareness": 2,
            "leave_chance_camp": 0.2,
            "leave_chance_town": 0.5,
            "capacity_buffer": 0.4,
        },
    )
    return amended(amended(world, "Haven", capacity=7), "Tents", capacity=6, present=5)
