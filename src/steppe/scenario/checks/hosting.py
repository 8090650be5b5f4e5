"""Hosting: camps that open, countries that take so many and no more, places that pass people on."""

from __future__ import annotations

from collections.abc import Iterator

from steppe.errors import Problem
from steppe.scenario.checks.world import World
from steppe.scenario.events import CampClosed, CampOpens, HostLimit
from steppe.scenario.model import Place, Route


def camps_that_open_and_close(world: World) -> Iterator[Problem]:
    """Two ways of saying when a camp is one, which together say nothing."""
    closing: dict[str, int] = {}
    for number, event in world.events:
        if isinstance(event, CampClosed):
            closing.setdefault(event.place, number)
    for number, event in world.events:
        if isinstance(event, CampOpens) and event.place in closing:
            where = world.where.row("events", closing[event.place])
            yield world.problem(
                "events",
                number,
                f"'{event.place}' has camp_opens here and camp_closed elsewhere ({where}).",
                "Use one of them: camp_opens with its start and end says all.",
            )


def overflow_to_itself(world: World) -> Iterator[Problem]:
    """A place that passes people on to itself."""
    for number, place in enumerate(world.scenario.places):
        if place.overflow_to and place.overflow_to == place.name:
            yield world.problem(
                "places", number, f"overflow_to of '{place.name}' is '{place.name}'.", "Name another place."
            )


def overflow_that_cannot_be(world: World) -> Iterator[Problem]:
    """A place that passes people on, but never has to, or has no way to."""
    for number, place in enumerate(world.scenario.places):
        if not place.overflow_to:
            continue
        if not place.hard_capacity:
            yield world.warning(
                "places",
                number,
                f"overflow_to has no effect: '{place.name}' never turns anybody away, as hard_capacity is no.",
                "Write yes under hard_capacity, or empty overflow_to.",
            )
        if not any(_leads(route, place) for route in world.scenario.routes):
            yield world.problem(
                "places",
                number,
                f"no route leads from '{place.name}' to '{place.overflow_to}' directly.",
                "Add the route, or name a place next to it.",
            )


def _leads(route: Route, place: Place) -> bool:
    way = (place.name, place.overflow_to)
    return way == (route.start, route.end) or (route.two_way and way == (route.end, route.start))


def places_that_pass_people_to_each_other(world: World) -> Iterator[Problem]:
    """Two full places that send people back and forth."""
    numbers = {place.name: number for number, place in enumerate(world.scenario.places)}
    for number, place in enumerate(world.scenario.places):
        other = world.place_of.get(place.overflow_to)
        if other and other.overflow_to == place.name and numbers[other.name] > number:
            yield world.warning(
                "places",
                number,
                f"'{place.name}' and '{other.name}' pass people on to each other: when both are full, they go"
                " back and forth.",
                "Name a place with room for one of them.",
            )


def limits_that_hold_nobody_back(world: World) -> Iterator[Problem]:
    """A limit of a country that nothing leads into from abroad."""
    scenario = world.scenario
    entered = _entered(world) | {
        world.place_of[pathway.destination].country
        for pathway in scenario.pathways
        if pathway.destination in world.place_of
    }
    for number, event in world.events:
        if isinstance(event, HostLimit) and event.country not in entered:
            yield world.warning(
                "events",
                number,
                f"no route and no pathway leads into '{event.country}' from abroad: its limit has no effect.",
                "Add the way in, or delete the row.",
            )


def _entered(world: World) -> set[str]:
    """Countries that a route with a post leads into from another."""
    found: set[str] = set()
    for pair, routes in world.crossing.items():
        for route in routes if len(pair) == 2 else ():
            if not route.away_from_posts:
                ends = (route.end, route.start) if route.two_way else (route.end,)
                found |= {world.place_of[name].country for name in ends}
    return found


CHECKS = (camps_that_open_and_close, overflow_to_itself)
WHOLE_CHECKS = (
    overflow_that_cannot_be,
    places_that_pass_people_to_each_other,
    limits_that_hold_nobody_back,
)
