"""All that governments do, in one world: groups, borders, limits, camps and pathways at once."""

from __future__ import annotations

from dataclasses import replace

from steppe.scenario.events import (
    BorderRegime,
    CampOpens,
    CapacityChange,
    Conflict,
    HostLimit,
    PathwayChange,
    PlaceSealed,
    RouteRegime,
    RouteSpeed,
    Statement,
)
from steppe.scenario.model import Border, Pathway, Push, Route, Scenario, Share
from tests.oracle.networks.frontier import ROUTES, SHARES, SLOWLY, STRATA, THIRD, frontier
from tests.oracle.networks.policies_pathways import NEVER
from tests.oracle.networks.valley import ABROAD, HOME, amended, day, network

EVENTS = (
    BorderRegime(
        HOME, ABROAD, "restricted", day(0), day(7), 0.6, quota=4, wait=0.5, give_up=0.2, irregular=0.1
    ),
    BorderRegime(HOME, ABROAD, "open", day(2), groups="drivers", weekdays="mon;wed;thu;sat", pushback=0.1),
    BorderRegime(ABROAD, THIRD, "restricted", day(3), admit=0.7, one_way=True),
    RouteRegime("Gate", "Harbour", "closed", day(4), irregular=0.3, irregular_returned=0.4, groups="walkers"),
    RouteRegime("Gate", "Haven", "open", day(6), irregular_returned=0.5, pushback=0.2),
    PlaceSealed("Gate", day(5), day(6)),
    HostLimit(ABROAD, day(3), 14, day(8)),
    HostLimit(THIRD, day(4), 4),
    CampOpens("Haven", day(1), day(8)),
    CapacityChange("Haven", day(6), 9),
    RouteSpeed("Origin", "Market", day(1), day(3), 0.5),
    RouteSpeed("Gate", "Haven", day(-8), day(5), 0.4, every_year=True, groups="walkers;herders"),
    PathwayChange("visa", day(5), day(8), seats=1, approval=0.4),
    Conflict("Market", day(4), day(7), 0.5),
    Statement(ABROAD, day(2), about="a pledge"),
)
PATHWAYS = (
    Pathway(
        "airlift",
        "evacuation",
        "Inn",
        day(8),
        "Market",
        start=day(1),
        apply=0.6,
        wait_days=2.0,
        stages=2,
        approval=0.6,
        seats=2,
        refused_to="onward",
        worth=1.0,
    ),
    Pathway(
        "visa",
        "visa",
        "Inn",
        NEVER,
        country=ABROAD,
        groups="drivers",
        apply=0.4,
        quota=3,
        wait_days=1.0,
        give_up=0.1,
    ),
    Pathway("return", "voluntary_return", "Market", NEVER, "Haven", apply=0.2, settles=True, seats=1),
)


def _everything(settings: dict[str, object]) -> Scenario:
    """Groups, borders, limits, camps and pathways at once."""
    routes = (
        *(replace(each, closed_to="vehicle" if each.end == "Gate" else "") for each in ROUTES),
        Route("Gate", "Haven", 90, away_from_posts=True),
        Route("Market", "Post", 240),
    )
    more = {
        "conflict_push_rate": 0.05,
        "worth_camp": 3.0,
        "border_knowledge": 0.8,
        "avoid_short_stints": True,
    }
    world = frontier(
        *EVENTS,
        **{**STRATA, "shares": (*SHARES, Share("drivers", 1.0, "Market"))},
        routes=routes,
        borders=(Border(HOME, ABROAD, 300, "hills", 20),),
        pathways=PATHWAYS,
        pushes=(Push(day(0), 22, "Origin", day(3)), Push(day(2), 8, "", day(6))),
        settings={**SLOWLY, **more, **settings},
        days=11,
    )
    return amended(world, "Haven", capacity=8, hard_capacity=True, overflow_to="Harbour", present=3)


@network
def everything_a_government_can_do() -> Scenario:
    return _everything({"start_on_foot": True})


@network
def everything_a_government_can_do_by_whole_days() -> Scenario:
    world = _everything({"clock": "flee", "take_from_population": True})
    return amended(world, "Harbour", capacity=11)
