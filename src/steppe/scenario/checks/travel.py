"""Travel: modes that cannot use a route, and seasons that slow it down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import get_args

from steppe.errors import Problem
from steppe.scenario import events
from steppe.scenario.checks.world import World, listed
from steppe.scenario.events import RouteSpeed
from steppe.scenario.model import Mode
from steppe.scenario.nearest import suggestion
from steppe.scenario.paces import may_use

MODES: tuple[str, ...] = get_args(Mode)


def modes_closed_to(world: World) -> Iterator[Problem]:
    """Modes of travel that a route is closed to: known words, each once."""
    for number, route in enumerate(world.scenario.routes):
        modes = events.listed(route.closed_to)
        if route.closed_to and not modes:
            yield world.problem(
                "routes", number, f"closed_to '{route.closed_to}' names no mode.", "Empty the cell."
            )
        for mode in dict.fromkeys(modes):
            if mode not in MODES:
                remedy = suggestion(mode, MODES, otherwise=f"Write some of {', '.join(MODES)}.")
                yield world.problem("routes", number, f"closed_to '{mode}' is no mode of travel.", remedy)
            elif modes.count(mode) > 1:
                yield world.problem(
                    "routes", number, f"'{mode}' stands twice under closed_to.", "Name each mode once."
                )


def routes_closed_to_all(world: World) -> Iterator[Problem]:
    """A route that nobody of this world can use."""
    groups = world.scenario.groups or (None,)
    for number, route in enumerate(world.scenario.routes):
        if not any(may_use(route, group) for group in groups):
            modes = sorted({"vehicle" if group is None else str(group.mode) for group in groups})
            without = "" if world.scenario.groups else " (without groups everybody does so)"
            yield world.warning(
                "routes",
                number,
                f"nobody can use the route from '{route.start}' to '{route.end}': it is closed to all who travel"
                f" by {listed(modes)}{without}.",
                "Correct closed_to, or delete the route.",
            )


def seasons(world: World) -> Iterator[Problem]:
    """A change of speed that comes back every year must end within a year."""
    for number, event in world.events:
        if not isinstance(event, RouteSpeed) or not event.every_year:
            continue
        if event.end is None:
            yield world.problem(
                "events",
                number,
                "every_year is yes, but there is no end.",
                "Give the end, the first day each year on which it holds no more.",
            )
        elif event.end > _year_after(event.start):
            yield world.problem(
                "events",
                number,
                f"every_year is yes, but from {event.start} to {event.end} is longer than a year.",
                "End it within a year, or write no.",
            )


def _year_after(day: date) -> date:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + 1, day=last)


def speeds_without_effect(world: World) -> Iterator[Problem]:
    """A change of speed that changes none."""
    for number, event in world.events:
        if not isinstance(event, RouteSpeed):
            continue
        routes = world.joined.get(frozenset((event.place, event.other_place)), ())
        if event.speed_factor == 1:
            yield world.warning(
                "events",
                number,
                "speed_factor is 1, which changes nothing.",
                "Correct it, or delete the row.",
            )
        elif routes and all(route.mode == "air" for route in routes):
            yield world.warning(
                "events",
                number,
                f"people fly between '{event.place}' and '{event.other_place}': speed_factor has no effect.",
                "Delete the row; to stop flights, use the event 'route'.",
            )


CHECKS = (modes_closed_to, seasons, speeds_without_effect)
WHOLE_CHECKS = (routes_closed_to_all,)
