"""Every kind of place, event, push and limit in one world."""

from __future__ import annotations

from steppe.scenario.events import (
    BorderRegime,
    CampClosed,
    CapacityChange,
    Conflict,
    PlaceSealed,
    RouteRegime,
)
from steppe.scenario.model import Place, Push, Route, Scenario
from tests.oracle.networks.valley import ABROAD, FLEE, HOME, counts, day, network, valley


def _everything(settings: dict[str, object]) -> Scenario:
    """Every kind of place, event, push and limit in one world."""
    events = (
        Conflict("Market", day(3), day(7), 0.6),
        BorderRegime(HOME, ABROAD, "restricted", day(1), day(5), 0.6),
        BorderRegime(HOME, ABROAD, "closed", day(7), day(8)),
        RouteRegime("Post", "Haven", "open", day(7), day(9)),
        PlaceSealed("Tents", day(5), day(6)),
        CampClosed("Harbour", day(0), day(3)),
        CapacityChange("Haven", day(6), 14),
    )
    places = (
        Place("Origin", HOME, population=60),
        Place("Market", HOME, population=30),
        Place("Bend", HOME, "marker" if settings["routing"] == "flee" else "waypoint"),
        Place("Post", HOME, "crossing"),
        Place("Tents", HOME, "idp_camp", capacity=9, present=4),
        Place("Haven", ABROAD, "camp", capacity=10, hard_capacity=True, present=3),
        Place("Harbour", ABROAD, "camp", capacity=12),
        Place("Airport", ABROAD, "hub"),
    )
    routes = (
        Route("Origin", "Market", 90),
        Route("Origin", "Bend", 150, speed_km_per_day=100),
        Route("Market", "Bend", 60),
        Route("Market", "Tents", 60),
        Route("Market", "Post", 400),
        Route("Bend", "Post", 80),
        Route("Post", "Haven", 40),
        Route("Post", "Haven", 75),
        Route("Post", "Harbour", 220),
        Route("Haven", "Harbour", 500),
        Route("Haven", "Airport", 30, two_way=False),
        Route("Airport", "Harbour", 300, speed_km_per_day=3000),
    )
    more = {
        "conflict_push_rate": 0.06,
        "conflict_decay": (1.0, 0.6, 0.2),
        "conflict_decay_interval_days": 3,
        "start_on_foot": True,
        "foot_speed_km_per_day": 60.0,
        "avoid_short_stints": True,
        "leave_chance_camp": 0.1,
        "leave_chance_hub": 0.7,
        "push_from_observations": True,
    }
    return valley(
        *events,
        places=places,
        routes=routes,
        settings={**more, **settings},
        observations=counts("Haven", (0, 3), (4, 15), (6, 11), (9, 27)),
        pushes=(Push(day(0), 10, "Origin", day(3)), Push(day(2), 7, "", day(6))),
        days=11,
    )


@network
def everything_by_the_hour() -> Scenario:
    return _everything({"routing": "recursive-logit", "border_knowledge": 0.7, "worth_camp": 3.0})


@network
def everything_of_the_peer() -> Scenario:
    return _everything({**FLEE, "awareness": 2, "camp_weight": 3.0, "foreign_weight": 1.5})
