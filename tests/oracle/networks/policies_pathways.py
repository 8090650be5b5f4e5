"""Staged ways out of a host place: visas, airlifts, returns."""

from __future__ import annotations

from dataclasses import replace

from steppe.scenario.events import BorderRegime, Conflict, HostLimit, PathwayChange, RouteRegime
from steppe.scenario.model import Pathway, Scenario
from tests.oracle.networks.frontier import ROUTES, SLOWLY, STRATA, THIRD, frontier
from tests.oracle.networks.valley import ABROAD, HOME, amended, day, network

NEVER = day(400)
VISA = Pathway("visa", "visa", "Inn", NEVER, "Harbour", apply=0.6, wait_days=4.0, stages=3, approval=0.7)
AIRLIFT = Pathway("airlift", "evacuation", "Inn", NEVER, "Market", apply=0.8, seats=2, worth=1.0)
RETURN = Pathway(
    "return", "voluntary_return", "Market", NEVER, country=ABROAD, apply=0.3, wait_days=1.5, settles=True
)


@network
def visa_in_stages() -> Scenario:
    visa = replace(VISA, place="Market", wait_days=3.0, stages=2)
    return frontier(pathways=(visa,), settings={"leave_chance_town": 0.2}, days=11)


@network
def visa_with_all_its_limits() -> Scenario:
    visa = replace(VISA, quota=2, seats=1, give_up=0.1, wait_days=3.0, stages=2, worth=2.0, start=day(2))
    return frontier(pathways=(visa,), days=12)


@network
def airlift_with_seats() -> Scenario:
    return frontier(pathways=(AIRLIFT,))


@network
def airlift_that_ends() -> Scenario:
    airlift = replace(AIRLIFT, end=day(6), start=day(1), wait_days=2.0, stages=2, give_up=0.1)
    return frontier(pathways=(airlift,))


@network
def refused_onward() -> Scenario:
    visa = replace(VISA, refused_to="onward", approval=0.3, wait_days=2.0, stages=1, place="Haven")
    return frontier(pathways=(visa,), settings={"worth_camp": 4.0})


@network
def refused_at_once() -> Scenario:
    visa = replace(VISA, wait_days=0.0, approval=0.4, apply=0.5, place="", country=ABROAD)
    return frontier(pathways=(visa,), settings={"leave_chance_camp": 0.3, "leave_chance_town": 0.5})


@network
def refused_to_another_place() -> Scenario:
    visa = replace(VISA, refused_to="Market", approval=0.4, wait_days=2.0, stages=2)
    at_once = Pathway("at once", "visa", "Inn", NEVER, "Market", apply=0.4, approval=0.5, refused_to="Gate")
    return frontier(pathways=(visa, at_once))


@network
def refused_by_two_pathways() -> Scenario:
    one = Pathway("one", "visa", "Inn", NEVER, "Haven", apply=0.5, wait_days=2.0, approval=0.3, give_up=0.2)
    two = Pathway("two", "visa", "Harbour", NEVER, "Haven", apply=0.4, wait_days=1.0, approval=0.4)
    settings = {"worth_camp": 4.0, "leave_chance_camp": 0.2}
    return frontier(pathways=(one, two), settings=settings, days=10)


@network
def refused_and_in_a_queue() -> Scenario:
    regime = RouteRegime("Haven", "Harbour", "restricted", day(0), admit=0.4, wait=0.5, give_up=0.4)
    visa = replace(VISA, place="Haven", approval=0.3, wait_days=1.0, stages=1, destination="Market")
    settings = {"leave_chance_camp": 0.5}
    world = frontier(
        replace(regime, irregular=0.2, irregular_returned=0.7), pathways=(visa,), settings=settings
    )
    return amended(world, "Haven", present=8)


@network
def refused_and_turned_back() -> Scenario:
    events = (
        RouteRegime("Haven", "Harbour", "restricted", day(0), admit=0.3),
        BorderRegime(HOME, ABROAD, "restricted", day(0), admit=0.4),
    )
    visa = replace(VISA, place="Haven", approval=0.3, wait_days=1.0, stages=1, destination="Market")
    settings = {"leave_chance_camp": 0.5, "border_knowledge": 0.3}
    return amended(frontier(*events, pathways=(visa,), settings=settings), "Haven", present=8)


@network
def refused_onward_to_a_border() -> Scenario:
    events = (
        RouteRegime("Market", "Post", "restricted", day(0), admit=0.5),
        RouteRegime("Market", "Gate", "open", day(0), quota=1),
    )
    airlift = replace(AIRLIFT, approval=0.3, refused_to="onward", wait_days=1.0)
    return frontier(
        *events, pathways=(airlift,), settings={"border_knowledge": 0.5, "leave_chance_town": 0.1}
    )


@network
def voluntary_return_home() -> Scenario:
    return amended(frontier(pathways=(RETURN,), days=11), "Haven", present=6)


@network
def returned_and_driven_out_again() -> Scenario:
    settings = {"conflict_push_rate": 0.3, **SLOWLY}
    world = frontier(
        Conflict("Market", day(6)),
        pathways=(replace(RETURN, end=day(6), apply=0.7),),
        pushes=(),
        settings=settings,
        days=12,
        **STRATA,
    )
    return amended(amended(world, "Origin", population=20), "Market", population=3)


@network
def returned_and_counted_out_again() -> Scenario:
    world = frontier(
        Conflict("Market", day(4), None, 2.0),
        pathways=(replace(RETURN, apply=0.7, seats=3),),
        settings={"take_from_population": True, "conflict_push_rate": 0.0},
        days=10,
    )
    pushes = tuple(replace(each, place="", end=day(9)) for each in world.pushes)
    world = replace(world, pushes=pushes)
    return amended(amended(world, "Origin", population=25), "Market", population=4)


@network
def forced_return_quota() -> Scenario:
    forced = Pathway(
        "deportation", "forced_return", "Gate", NEVER, country=ABROAD, groups="walkers;herders", quota=2
    )
    return frontier(pathways=(forced,), **STRATA, settings={**SLOWLY, "worth_foreign": 3.0}, days=10)


@network
def pathway_of_a_country() -> Scenario:
    resettlement = Pathway(
        "resettlement",
        "resettlement",
        "Inn",
        NEVER,
        country=ABROAD,
        groups="herders",
        apply=0.5,
        quota=3,
        wait_days=2.0,
        stages=2,
        seats=1,
        worth=3.0,
    )
    visa = replace(VISA, place="", country=HOME, groups="drivers", worth=1.0, apply=0.1, refused_to="onward")
    return frontier(pathways=(resettlement, visa), **STRATA, settings=SLOWLY, days=10)


@network
def pathway_that_changes() -> Scenario:
    events = (
        PathwayChange("visa", day(2), day(5), quota=1, apply=0.9),
        PathwayChange("visa", day(4), day(7), seats=1, wait_days=3.0),
        PathwayChange("visa", day(6), None, approval=0.2),
    )
    return frontier(*events, pathways=(replace(VISA, wait_days=6.0, stages=2),), days=12)


@network
def pathway_whose_stages_take_a_day_each_for_a_while() -> Scenario:
    events = (
        PathwayChange("visa", day(4), day(7), wait_days=3.0),
        PathwayChange("new", day(3), day(6), wait_days=1.0),
    )
    new = Pathway(
        "new", "visa", "Inn", NEVER, "Market", apply=0.3, wait_days=2.5, approval=0.4, refused_to="Post"
    )
    return frontier(*events, pathways=(VISA, new), days=11)


@network
def refused_to_a_place_where_they_may_apply_again() -> Scenario:
    visa = replace(VISA, place="", country=ABROAD, refused_to="Harbour", approval=0.4, apply=0.5)
    return frontier(pathways=(replace(visa, wait_days=2.0, stages=1, give_up=0.1),), days=10)


@network
def pathway_worth_a_wait_at_a_crossing() -> Scenario:
    visa = replace(VISA, place="Post", worth=2.5, start=day(1), end=day(7), wait_days=3.0)
    elsewhere = replace(VISA, name="other", place="", country=HOME, worth=0.5, apply=0.2, start=day(3))
    return frontier(Conflict("Market", day(5)), pathways=(visa, elsewhere), days=10)


@network
def pathway_into_a_country_that_is_full() -> Scenario:
    events = (HostLimit(THIRD, day(0), 3), HostLimit(ABROAD, day(2), 12))
    inside = Pathway("inside", "resettlement", "Haven", NEVER, "Harbour", apply=0.4, seats=3)
    into = replace(AIRLIFT, name="into", destination="Haven", apply=0.3, seats=None)
    return frontier(
        *events, pathways=(replace(VISA, wait_days=1.0, stages=1, approval=1.0), inside, into), days=10
    )


@network
def pathway_into_a_full_camp() -> Scenario:
    airlift = replace(AIRLIFT, destination="Haven", seats=4, apply=0.5, give_up=0.1)
    world = frontier(pathways=(airlift,), settings={"leave_chance_camp": 0.3, "worth_camp": 3.0})
    return amended(world, "Haven", capacity=5, hard_capacity=True)


@network
def pathway_of_those_who_walked() -> Scenario:
    pathways = (
        replace(AIRLIFT, place="Origin", destination="Market", wait_days=1.5, apply=0.4, seats=None),
        replace(VISA, place="Market", destination="Gate", wait_days=1.0, stages=1, apply=0.3),
    )
    settings = {
        "start_on_foot": True,
        "foot_speed_km_per_day": 70.0,
        "avoid_short_stints": True,
        "leave_chance_conflict": 0.5,
    }
    return frontier(pathways=pathways, settings=settings, routes=ROUTES, days=10)


@network
def refused_at_once_before_the_first_road() -> Scenario:
    airlift = replace(AIRLIFT, place="Origin", apply=0.5, approval=0.4, seats=None, refused_to="onward")
    visa = replace(airlift, name="visa", apply=0.3, refused_to="host", approval=0.2)
    settings = {"start_on_foot": True, "foot_speed_km_per_day": 70.0, "leave_chance_conflict": 0.3}
    return frontier(pathways=(airlift, visa), settings={**settings, "avoid_short_stints": True})


@network
def pathway_under_the_peers_clock() -> Scenario:
    regime = BorderRegime(HOME, ABROAD, "restricted", day(0), admit=0.5, wait=0.6, quota=3, give_up=0.2)
    return frontier(regime, pathways=(AIRLIFT, VISA, RETURN), settings={"clock": "flee"}, days=10)
