"""Who leaves home: residents, schedules, published totals, people there from the start."""

from __future__ import annotations

from dataclasses import replace

from steppe.scenario.events import (
    Conflict,
)
from steppe.scenario.model import Correction, Push, Scenario
from tests.oracle.networks.valley import FLEE, PEER, amended, counts, day, network, valley


@network
def push_of_residents() -> Scenario:
    events = (Conflict("Market", day(2), day(5), 0.5), Conflict("Origin", day(4), day(5), 0.0))
    settings = {**FLEE, "conflict_push_rate": 0.2, "conflict_decay": (1.0, 0.5, 0.1)}
    return valley(*events, pushes=(), settings={**settings, "conflict_decay_interval_days": 2})


@network
def push_by_constant() -> Scenario:
    settings = {**PEER, "conflict_push": "constant", "conflict_push_rate": 5.5}
    later = (Conflict("Market", day(2), day(4), 0.5), Conflict("Market", day(4), day(6), 3.0))
    return valley(*later, pushes=(), settings=settings)


@network
def push_by_share_of_population() -> Scenario:
    settings = {**FLEE, "conflict_push": "pop_ratio", "conflict_push_rate": 0.07}
    return valley(Conflict("Market", day(2), None, 1.5), pushes=(), settings=settings)


@network
def push_by_poisson() -> Scenario:
    settings = {**FLEE, "conflict_push": "poisson", "conflict_push_rate": 4.2}
    return valley(Conflict("Market", day(2), None, 0.5), pushes=(), settings=settings)


@network
def falling_registrations() -> Scenario:
    haven = counts("Haven", (0, 5), (2, 20), (3, 12), (5, 18), (7, 40))
    total = counts("", (0, 9), (7, 60), series="total")
    published = (*total, *haven, *counts("Tents", (0, 4), (3, 9), (6, 2)))
    events = (Conflict("Market", day(2), None, 0.6),)
    settings = {**PEER, "push_from_observations": True, "day_zero": "observations", "sum_from_camps": True}
    settings |= {"conflict_decay": (1.0, 0.3), "conflict_decay_interval_days": 3}
    return valley(*events, pushes=(), observations=published, settings=settings)


@network
def total_series_counts_twice() -> Scenario:
    published = (*counts("", (0, 9), (7, 60), series="total"), *counts("Haven", (0, 5), (7, 25)))
    settings = {**PEER, "push_from_observations": True, "day_zero": "places"}
    return valley(pushes=(), observations=published, settings=settings)


@network
def total_series_alone() -> Scenario:
    published = (*counts("", (0, 9), (3, 25.5), (5, 20), (7, 60), series="total"), *counts("Haven", (0, 5)))
    settings = {**PEER, "push_from_observations": True, "day_zero": "none", "sum_from_camps": False}
    return valley(pushes=(), observations=published, settings=settings)


@network
def corrected_counts_and_capacities_less_day_zero() -> Scenario:
    published = (
        *counts("Haven", (-2, 6), (0, 8), (3, 16), (4, 12), (7, 30)),
        *counts("Tents", (0, 4), (7, 9)),
    )
    settings = {**PEER, "push_from_observations": True, "day_zero": "observations", "capacity_scaling": 1.25}
    settings |= {"leave_chance_camp": 0.1}
    world = valley(
        pushes=(), observations=published, corrections=(Correction("Haven", day(4)),), settings=settings
    )
    return amended(amended(world, "Haven", capacity=22), "Tents", capacity=4)


@network
def counted_by_tens() -> Scenario:
    published = (*counts("Haven", (0, 55), (7, 310)), *counts("Tents", (0, 40), (7, 95)))
    settings = {**PEER, "push_from_observations": True, "day_zero": "observations", "people_per_count": 10}
    world = valley(Conflict("Market", day(1)), pushes=(), observations=published, settings=settings)
    world = amended(amended(world, "Origin", population=119), "Market", population=58)
    return amended(world, "Haven", capacity=209)


@network
def scheduled_with_and_without_a_place() -> Scenario:
    schedule = (
        Push(day(0), 20, "Origin", day(7)),
        Push(day(1), 12, "", day(4)),
        Push(day(2), 5, "Ford"),
        Push(day(-2), 10, "Market", day(2)),
    )
    return valley(Conflict("Market", day(2), None, 2.0), pushes=schedule)


@network
def totals_and_people_there_already() -> Scenario:
    published = (*counts("Haven", (0, 12), (7, 30)), *counts("Tents", (0, 3), (7, 12)))
    settings = {"push_from_observations": True, "day_zero": "observations", "leave_chance_idp_camp": 0.2}
    settings |= {"conflict_push_rate": 0.05}
    more = (Push(day(1), 6, "", day(3)),)
    return valley(Conflict("Market", day(3)), observations=published, pushes=more, settings=settings)


@network
def totals_taken_from_the_population() -> Scenario:
    published = counts("Haven", (0, 0), (7, 42))
    settings = {**PEER, "push_from_observations": True, "take_from_population": True, "day_zero": "none"}
    world = valley(
        Conflict("Market", day(0), None, 1.0), observations=published, pushes=(), settings=settings
    )
    return amended(amended(world, "Origin", population=25), "Market", population=20)


@network
def totals_before_any_conflict() -> Scenario:
    published = counts("Haven", (0, 0), (7, 42))
    settings = {"push_from_observations": True, "take_from_population": True, "day_zero": "none"}
    settings |= {"conflict_push_rate": 0.1}
    world = valley(observations=published, pushes=(Push(day(1), 3, "Market", day(2)),), settings=settings)
    world = replace(world, events=(Conflict("Origin", day(2), day(5)), Conflict("Market", day(3), day(4))))
    return amended(amended(world, "Origin", population=15), "Market", population=20)


@network
def present_and_counted() -> Scenario:
    published = (*counts("Haven", (0, 60), (7, 210)), *counts("Tents", (0, 40), (7, 95)))
    settings = {**PEER, "push_from_observations": True, "day_zero": "observations", "people_per_count": 10}
    settings |= {"leave_chance_camp": 0.2}
    world = valley(pushes=(Push(day(1), 75, "Ford", day(3)),), observations=published, settings=settings)
    return amended(amended(world, "Haven", present=3), "Tents", present=5)
