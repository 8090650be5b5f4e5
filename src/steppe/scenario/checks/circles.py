"""
Route choice by recursive logit, and whether it has a solution.

The worth of a place is that of every walk from it, circles included, so circles
must cost enough: the spectral radius of M, ``M_ij = exp(-cost_ij / spread)``
must be below 1 (Akamatsu 1996; Fosgerau, Frejinger & Karlström 2013); 0.999 is the
most allowed, as nearer to 1 the worth of places hangs on the last digits of a cost.  Closed
borders and conflict only raise costs, so a calm day with all routes open is the
worst case.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from steppe.errors import Problem
from steppe.scenario.checks.world import World
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

    starts, ends, cost = _directed_costs(world)
    spread = scenario.number("choice_spread")
    weights = np.exp(-cost / spread)
    if np.bincount(starts, weights=weights).max() < LARGEST_RADIUS:
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
        f"Raise cost_per_hop to at least {math.ceil(needed * 100) / 100:g}, or lower choice_spread.",
    )


def _directed_costs(world: World) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Start, end and cost of every directed route on a calm day with all borders open."""
    import numpy as np

    scenario = world.scenario
    position = {place.name: number for number, place in enumerate(scenario.places)}
    country = {place.name: place.country for place in scenario.places}
    usual_speed = scenario.number("speed_km_per_day")
    starts, ends, costs = [], [], []
    for route in scenario.routes:
        abroad = country[route.start] != country[route.end]
        cost = route_cost(scenario, route.distance_km, route.speed_km_per_day or usual_speed, abroad)
        ways = ((route.start, route.end), (route.end, route.start))
        for start, end in ways if route.two_way else ways[:1]:
            starts.append(position[start])
            ends.append(position[end])
            costs.append(cost)
    return np.array(starts), np.array(ends), np.array(costs, dtype=float)


WHOLE_CHECKS = (circles_that_cost_too_little,)
