"""
Route choice by recursive logit, and whether it has a solution.

The worth of a place is that of every walk from it, circles included, so circles
must cost enough: the spectral radius of M, ``M_ij = exp(-cost_ij / spread)``
must be below 1 (Akamatsu 1996; Fosgerau, Frejinger & Karlström 2013); 0.999 is the
most allowed, as nearer to 1 the worth of places hangs on the last digits of a cost.  Closed
borders and conflict only raise costs, so a calm day with all routes open is the
worst case, and of several groups one that were the fastest of them on each route.
A route away from posts weighs as much as all the ways across that it stands for.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from steppe.errors import Problem
from steppe.scenario.border_line import crossing_ways, returned_share
from steppe.scenario.checks.world import World
from steppe.scenario.events import RouteRegime, RouteSpeed
from steppe.scenario.model import Route
from steppe.scenario.paces import fastest_speed
from steppe.scenario.subjects import sides_of
from steppe.scenario.travel_cost import LARGEST_RADIUS, route_cost, spectral_radius

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def circles_that_cost_too_little(world: World) -> Iterator[Problem]:
    """Going round in circles is so cheap that the worth of a place has no bound."""
    scenario = world.scenario
    if scenario.setting("routing") != "recursive-logit" or not scenario.routes:
        return
    import numpy as np

    starts, ends, weights = _directed_weights(world)
    spread = scenario.number("choice_spread")
    if np.bincount(starts, weights=weights).max(initial=0.0) < LARGEST_RADIUS:
        return  # no row of M adds up to so much, so neither can its spectral radius
    radius, standing = spectral_radius(starts, ends, weights, len(scenario.places))
    if radius < LARGEST_RADIUS:
        return
    # A rise of the cost per hop by d divides the radius by exp(d / spread).
    needed = scenario.number("cost_per_hop") + 1.05 * spread * math.log(radius / LARGEST_RADIUS) + 0.01
    busiest = [scenario.places[number].name for number in np.argsort(-standing)[:2]]
    yield world.of_setting(
        "cost_per_hop",
        f"going round in circles costs too little (spectral radius {radius:.3g}, needs to be below"
        f" {LARGEST_RADIUS:g}), most of all around {' and '.join(repr(name) for name in busiest)}.",
        f"Raise cost_per_hop to at least {math.ceil(needed * 100) / 100:g}, or lower choice_spread{_spacing(world)}.",
    )


def _spacing(world: World) -> str:
    """What else can be done where a route away from posts stands for many ways."""
    many = any(_ways_across(world, route) > 1 for route in world.scenario.routes)
    return ", or raise crossing_spacing_km" if many else ""


def _directed_weights(world: World) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Start, end and largest weight of every directed route, for those who can use it."""
    import numpy as np

    scenario = world.scenario
    position = {place.name: number for number, place in enumerate(scenario.places)}
    spread = scenario.number("choice_spread")
    starts, ends, weights = [], [], []
    changes: dict[frozenset[str], list[RouteSpeed]] = {}
    for event in scenario.events:
        if isinstance(event, RouteSpeed):
            changes.setdefault(frozenset((event.place, event.other_place)), []).append(event)
    for route in scenario.routes:
        speed = fastest_speed(scenario, route, changes.get(frozenset((route.start, route.end)), ()))
        if speed is None:
            continue
        cost = route_cost(scenario, route.distance_km, speed, len(_countries(world, route)) == 2)
        ways = ((route.start, route.end), (route.end, route.start))
        for start, end in ways if route.two_way else ways[:1]:
            starts.append(position[start])
            ends.append(position[end])
            weights.append(math.exp(-cost / spread) * _ways_across(world, route))
    return np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64), np.array(weights, dtype=float)


def _countries(world: World, route: Route) -> frozenset[str]:
    return frozenset(world.place_of[name].country for name in (route.start, route.end))


def _ways_across(world: World, route: Route) -> float:
    """How many ways a route stands for, less those known to be watched where no event says otherwise."""
    if not route.away_from_posts:
        return 1.0
    scenario, sides = world.scenario, _countries(world, route)
    line = next((each for each in scenario.borders if {each.country, each.other_country} == sides), None)
    ways = crossing_ways(line, scenario.number("crossing_spacing_km"))
    ends = {route.start, route.end}
    if any(isinstance(each, RouteRegime) and set(sides_of(each)) == ends for each in scenario.events):
        return ways
    returned = returned_share(line, scenario.number("patrol_reach_km"))
    return ways * (1 - scenario.number("border_knowledge") * returned)


WHOLE_CHECKS = (circles_that_cost_too_little,)
