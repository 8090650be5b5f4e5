"""What borders do to people: quotas, doors, queues, ways around the post, limits of a country."""

from __future__ import annotations

from dataclasses import replace

from steppe.scenario.events import BorderRegime, Conflict, HostLimit, PlaceSealed, RouteRegime
from steppe.scenario.model import Border, Route, Scenario
from tests.oracle.networks.frontier import ROUTES, SLOWLY, STRATA, THIRD, frontier
from tests.oracle.networks.valley import ABROAD, HOME, amended, day, network

STEPPE = Route("Gate", "Haven", 90, away_from_posts=True)
SLOW = tuple(replace(each, speed_km_per_day=50.0) for each in ROUTES)


@network
def quota_shared_by_two_posts() -> Scenario:
    return frontier(BorderRegime(HOME, ABROAD, "open", day(0), quota=3))


@network
def quota_of_one_post() -> Scenario:
    events = (
        RouteRegime("Post", "Haven", "open", day(1), day(7), quota=2),
        BorderRegime(HOME, ABROAD, "restricted", day(0), day(5), 0.7),
    )
    return frontier(*events)


@network
def quota_in_each_direction() -> Scenario:
    events = (
        BorderRegime(HOME, ABROAD, "restricted", day(0), admit=0.8, quota=2),
        Conflict("Haven", day(4)),
        Conflict("Harbour", day(5)),
    )
    settings = {"cost_conflict": 0.5, "worth_town": 2.0}
    return frontier(*events, settings=settings, places=amended(frontier(), "Haven", present=9).places)


@network
def door_open_on_some_weekdays() -> Scenario:
    return frontier(BorderRegime(HOME, ABROAD, "restricted", day(0), admit=0.6, weekdays="mon; tue; thu"))


@network
def door_open_on_some_weekdays_for_those_who_wait() -> Scenario:
    regime = BorderRegime(
        HOME, ABROAD, "restricted", day(1), admit=0.5, weekdays="sun;wed", wait=0.6, quota=5
    )
    return frontier(replace(regime, give_up=0.2))


@network
def queue_and_give_up() -> Scenario:
    regime = BorderRegime(HOME, ABROAD, "restricted", day(0), admit=0.4, wait=0.8, give_up=0.3)
    return frontier(replace(regime, quota=2))


@network
def queue_without_a_quota() -> Scenario:
    regime = RouteRegime("Gate", "Harbour", "restricted", day(0), admit=0.3, wait=1.0, give_up=0.15)
    return frontier(regime, BorderRegime(HOME, ABROAD, "restricted", admit=0.6, wait=0.4, give_up=0.5))


@network
def queue_under_the_peers_clock() -> Scenario:
    regime = BorderRegime(HOME, ABROAD, "restricted", day(0), admit=0.7, quota=3, wait=0.5, give_up=0.2)
    return frontier(replace(regime, irregular=0.1), settings={"clock": "flee"})


@network
def queue_of_those_who_walked() -> Scenario:
    regime = BorderRegime(HOME, ABROAD, "restricted", day(0), admit=0.7, quota=3, wait=0.5, give_up=0.4)
    settings = {"start_on_foot": True, "foot_speed_km_per_day": 70.0, "avoid_short_stints": True}
    return frontier(regime, RouteRegime("Origin", "Gate", "open", quota=2), settings=settings)


@network
def queue_on_a_road_at_home() -> Scenario:
    regime = RouteRegime("Market", "Post", "restricted", day(0), day(7), admit=0.6, quota=3, wait=0.5)
    return frontier(replace(regime, give_up=0.3))


@network
def queue_in_a_place_that_is_full() -> Scenario:
    regime = RouteRegime("Market", "Post", "restricted", day(0), admit=0.6, quota=2, wait=0.5, give_up=0.3)
    world = frontier(regime, BorderRegime(HOME, ABROAD, "open", quota=3, weekdays="fri;sat;mon"))
    world = amended(world, "Market", capacity=7, hard_capacity=True)
    return amended(world, "Post", capacity=5, hard_capacity=True)


@network
def irregular_and_returned() -> Scenario:
    regime = BorderRegime(HOME, ABROAD, "restricted", day(0), admit=0.3, wait=0.5, irregular=0.4)
    return frontier(replace(regime, irregular_returned=0.35))


@network
def irregular_over_the_quota() -> Scenario:
    regime = BorderRegime(HOME, ABROAD, "open", day(0), quota=2, irregular=0.25, irregular_returned=0.5)
    return frontier(replace(regime, give_up=0.2))


@network
def pushed_back() -> Scenario:
    events = (
        BorderRegime(HOME, ABROAD, "open", day(0), pushback=0.3),
        RouteRegime("Gate", "Harbour", "restricted", admit=0.5, irregular=0.6, pushback=0.4),
    )
    return frontier(*events)


@network
def closed_border_with_ways_around_it() -> Scenario:
    regime = BorderRegime(HOME, ABROAD, "closed", day(1), day(7), irregular=0.3, irregular_returned=0.2)
    return frontier(regime, settings={"border_knowledge": 0.4})


@network
def across_the_steppe() -> Scenario:
    return frontier(
        BorderRegime(HOME, ABROAD, "restricted", day(0), admit=0.3),
        routes=(*ROUTES, STEPPE),
        borders=(Border(ABROAD, HOME, 420, "hills", 30),),
    )


@network
def across_the_steppe_by_another_rule() -> Scenario:
    steppe = RouteRegime("Gate", "Haven", "open", day(2), day(5), irregular_returned=0.6, pushback=0.2)
    events = (steppe, BorderRegime(HOME, ABROAD, "closed", day(0)), PlaceSealed("Haven", day(6), day(7)))
    return frontier(*events, routes=(*ROUTES, STEPPE), settings={"border_knowledge": 0.8})


@network
def across_the_desert_past_a_country_that_is_full() -> Scenario:
    return frontier(
        HostLimit(ABROAD, day(1), 6),
        BorderRegime(HOME, ABROAD, "restricted", day(3), admit=0.8, wait=0.7),
        routes=(*ROUTES, STEPPE),
        borders=(Border(HOME, ABROAD, 800, "desert", 90), Border(ABROAD, THIRD, 100)),
        settings={"crossing_spacing_km": 200.0},
    )


@network
def one_regime_per_group() -> Scenario:
    events = (
        BorderRegime(HOME, ABROAD, "restricted", day(0), admit=0.3, wait=0.5),
        BorderRegime(HOME, ABROAD, "open", day(0), day(6), groups="drivers", quota=2),
        RouteRegime("Gate", "Harbour", "closed", day(0), groups="walkers;herders", irregular=0.5),
        RouteRegime("Gate", "Harbour", "restricted", day(2), day(5), admit=0.5),
        RouteRegime("Post", "Haven", "open", day(3), groups="herders", pushback=0.3),
        RouteRegime(
            "Post", "Haven", "closed", day(1), groups="walkers", irregular=0.6, irregular_returned=0.3
        ),
    )
    return frontier(*events, **STRATA, settings=SLOWLY)


@network
def quota_shared_by_groups() -> Scenario:
    regime = BorderRegime(HOME, ABROAD, "restricted", day(0), admit=0.8, quota=3, wait=0.5, give_up=0.2)
    return frontier(regime, **STRATA, settings={**SLOWLY, "clock": "flee"})


@network
def plain_shares_of_groups() -> Scenario:
    events = (
        BorderRegime(HOME, ABROAD, "closed", day(0), groups="herders"),
        BorderRegime(HOME, ABROAD, "restricted", day(1), admit=0.4, groups="walkers"),
        RouteRegime("Post", "Haven", "restricted", day(2), admit=0.7, groups="herders;walkers"),
        RouteRegime("Gate", "Harbour", "closed", day(4), groups="drivers"),
    )
    return frontier(*events, **STRATA, routes=SLOW, days=10)


@network
def one_way_regime() -> Scenario:
    events = (
        BorderRegime(HOME, ABROAD, "restricted", day(0), admit=0.5, one_way=True, wait=1.0),
        BorderRegime(ABROAD, HOME, "open", day(2), one_way=True, quota=1),
        RouteRegime("Harbour", "Gate", "closed", day(3), one_way=True, irregular=0.8),
        RouteRegime("Post", "Haven", "restricted", day(3), admit=0.4, one_way=True, irregular=0.5),
        Conflict("Haven", day(4)),
    )
    world = frontier(*events, settings={"cost_conflict": 0.5, "worth_town": 2.0})
    return amended(world, "Haven", present=8)


@network
def managed_one_day_and_plain_the_next() -> Scenario:
    events = (
        BorderRegime(HOME, ABROAD, "open", day(0), day(3), quota=2, give_up=0.1),
        BorderRegime(HOME, ABROAD, "restricted", day(3), day(5), admit=0.5, give_up=0.4),
        BorderRegime(HOME, ABROAD, "open", day(6), day(7), quota=1),
        BorderRegime(HOME, ABROAD, "closed", day(7), day(8)),
        BorderRegime(HOME, ABROAD, "restricted", day(8), admit=0.5, wait=1.0, quota=3),
    )
    return frontier(*events, days=11, settings={"border_knowledge": 0.7})


@network
def sealed_while_people_wait() -> Scenario:
    events = (
        BorderRegime(HOME, ABROAD, "open", day(0), quota=2, irregular=0.1),
        PlaceSealed("Post", day(5), day(7)),
        PlaceSealed("Harbour", day(7), day(9)),
    )
    return frontier(*events, routes=SLOW, days=12)


@network
def closed_after_setting_out_but_not_behind_the_post() -> Scenario:
    events = (
        BorderRegime(HOME, ABROAD, "open", day(4), day(6), quota=3),
        BorderRegime(HOME, ABROAD, "closed", day(6), day(8)),
        RouteRegime("Gate", "Harbour", "closed", day(7), irregular=0.3, irregular_returned=0.5),
    )
    return frontier(*events, routes=SLOW, days=12)


@network
def host_limit() -> Scenario:
    world = frontier(
        HostLimit(ABROAD, day(1), 8, day(7)),
        settings={"leave_chance_camp": 0.2, "worth_destination": 3.0},
    )
    return amended(world, "Harbour", present=3)


@network
def host_limits_of_two_countries() -> Scenario:
    events = (
        HostLimit(ABROAD, day(0), 9),
        HostLimit(THIRD, day(2), 2),
        BorderRegime(
            HOME, ABROAD, "restricted", day(1), day(6), admit=0.7, quota=4, irregular=0.2, give_up=0.3
        ),
        BorderRegime(THIRD, ABROAD, "open", day(4), quota=1),
    )
    return frontier(*events, **STRATA, settings={**SLOWLY, "worth_destination": 5.0}, days=10)


@network
def host_limit_of_a_country_already_over_it() -> Scenario:
    world = frontier(HostLimit(ABROAD, day(0), 5), settings={"leave_chance_camp": 0.25, "clock": "flee"})
    return amended(world, "Haven", present=11)


@network
def host_limit_behind_a_border_nobody_knows_to_be_closed() -> Scenario:
    events = (
        HostLimit(ABROAD, day(2), 10, day(7)),
        BorderRegime(HOME, ABROAD, "closed", day(1), day(6)),
        RouteRegime("Gate", "Harbour", "open", day(3), weekdays="mon;wed", give_up=0.3),
    )
    return frontier(*events, settings={"border_knowledge": 0.4}, days=10)


@network
def host_limit_while_people_turn_round_or_wait_at_gates() -> Scenario:
    events = (
        HostLimit(ABROAD, day(6), 12),
        BorderRegime(HOME, ABROAD, "closed", day(5), day(6)),
        RouteRegime("Haven", "Harbour", "closed", day(7), day(9)),
    )
    world = frontier(*events, routes=SLOW, settings={"worth_camp": 4.0, "leave_chance_camp": 0.3}, days=12)
    world = amended(world, "Post", capacity=3, hard_capacity=True)
    return amended(world, "Haven", capacity=4, hard_capacity=True, present=4)


@network
def queue_at_one_of_two_roads() -> Scenario:
    regime = RouteRegime("Post", "Haven", "restricted", day(0), admit=0.8, quota=3, wait=0.7, give_up=0.5)
    routes = (*ROUTES, Route("Post", "Haven", 75), Route("Haven", "Post", 60, two_way=False))
    return frontier(regime, Conflict("Harbour", day(4)), routes=routes)
