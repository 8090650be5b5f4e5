"""Places and routes: where they can be, and roads as long as they must be."""

from __future__ import annotations

import math
from collections.abc import Iterator

from steppe.errors import Problem
from steppe.scenario.checks.people import REFUGES
from steppe.scenario.checks.world import Named, World, listed, shortened
from steppe.scenario.model import Place, Route
from steppe.scenario.paces import group_speed, may_use

EARTH_RADIUS_KM = 6371.0
LONGEST_TRAVEL_DAYS = 1000.0
# A road may be drawn between town centres that lie a little farther apart than its ends.
STRAIGHT_LINE_SLACK = 0.8
PASSED_THROUGH = ("crossing", "hub", "waypoint", "marker")


def half_coordinates(world: World) -> Iterator[Problem]:
    """One coordinate without the other, or the point where somebody's zeros lie."""
    for number, place in enumerate(world.scenario.places):
        if (place.latitude is None) != (place.longitude is None):
            missing = "latitude" if place.latitude is None else "longitude"
            yield world.problem(
                "places", number, f"'{place.name}' has no {missing}.", "Give both coordinates, or neither."
            )
        elif _is_at_zero(place):
            yield world.warning(
                "places",
                number,
                f"'{place.name}' lies at 0, 0, in the sea off Africa.",
                "Correct its coordinates, or empty both cells.",
            )


def _is_at_zero(place: Place) -> bool:
    return place.latitude == 0 and place.longitude == 0


def capacities(world: World) -> Iterator[Problem]:
    """A capacity that says nothing, or something its writer may not have meant."""
    for number, place in enumerate(world.scenario.places):
        if place.hard_capacity and place.capacity is None:
            yield world.warning(
                "places",
                number,
                f"hard_capacity is yes, but '{place.name}' has no capacity.",
                "Give its capacity, or write no.",
            )
        if place.capacity == 0 and not world.is_flee:
            yield world.warning(
                "places",
                number,
                f"'{place.name}' has room for nobody (capacity 0).",
                "Empty the cell if its capacity is unlimited or not known.",
            )
        if place.capacity and (place.present or 0) > place.capacity:
            yield world.warning(
                "places",
                number,
                f"{place.present:,} people are present in '{place.name}', which has room"
                f" for {place.capacity:,}.",
                "Check both numbers; it begins overfull.",
            )


def worth_where_nobody_stops(world: World) -> Iterator[Problem]:
    """A place people only pass through is worth nothing to stop at."""
    scenario = world.scenario
    hosts = {each.place for each in scenario.pathways}
    countries = {each.country for each in scenario.pathways if not each.place}
    for number, place in enumerate(scenario.places):
        offers_pathway = place.name in hosts or place.country in countries
        if place.worth and place.kind in PASSED_THROUGH and not offers_pathway:
            yield world.warning(
                "places",
                number,
                f"worth has no effect: nobody stops at '{place.name}', a {place.kind}.",
                "Empty the cell, or give it another kind.",
            )


def circular_routes(world: World) -> Iterator[Problem]:
    """A route that ends where it begins."""
    for number, route in enumerate(world.scenario.routes):
        if route.start == route.end:
            yield world.problem(
                "routes",
                number,
                f"the route leads from '{route.start}' to itself.",
                "Correct one of its ends, or delete the row.",
            )


def duplicate_routes(world: World) -> Iterator[Problem]:
    """The same way twice, which draws twice the people."""
    seen: dict[tuple[str, str, str, bool, str], int] = {}
    found = []
    for number, route in enumerate(world.scenario.routes):
        kind = (route.mode, route.away_from_posts, route.closed_to)
        firsts = [seen.setdefault((*way, *kind), number) for way in _ways(route)]
        first = min(firsts)
        if first < number and route.start != route.end:
            start, end = _ways(route)[firsts.index(first)]
            warning = world.warning(
                "routes",
                number,
                f"the route from '{start}' to '{end}' is there already"
                f" ({world.where.row('routes', first)}), so that it counts twice.",
                "Delete one of them, or give each its own mode if there are two ways.",
            )
            found.append(Named(warning, f"{route.start} – {route.end}"))
    yield from shortened(world, "routes", found, "routes are there twice", "Delete one of each two.")


def _ways(route: Route) -> tuple[tuple[str, str], ...]:
    there = (route.start, route.end)
    return (there, there[::-1]) if route.two_way else (there,)


def endless_routes(world: World) -> Iterator[Problem]:
    """A route that nobody lives to see the end of."""
    for number, route in enumerate(world.scenario.routes):
        for group in world.scenario.groups or (None,):
            speed = group_speed(world.scenario, route, group)
            travel_days = route.distance_km / speed
            if travel_days > LONGEST_TRAVEL_DAYS and may_use(route, group):
                whom = f" '{group.name}'" if group else ""
                yield world.problem(
                    "routes",
                    number,
                    f"{route.distance_km:g} km at {speed:g} km/day take{whom} {travel_days:,.0f} days.",
                    "Check the distance and the speed.",
                )
                break


def short_routes(world: World) -> Iterator[Problem]:
    """Routes shorter than the straight line between their ends: a wrong distance or a wrong place."""
    found = []
    for number, route in enumerate(world.scenario.routes):
        straight_km = straight_line_km(world.place_of.get(route.start), world.place_of.get(route.end))
        if straight_km is not None and route.distance_km < STRAIGHT_LINE_SLACK * straight_km - 5:
            warning = world.warning(
                "routes",
                number,
                f"'{route.start}' to '{route.end}' is {route.distance_km:g} km, but {straight_km:.0f} km in a"
                " straight line.",
                "Check the distance and the coordinates of both ends.",
            )
            found.append(Named(warning, f"{route.start} – {route.end}"))
    yield from shortened(
        world,
        "routes",
        found,
        "routes are shorter than a straight line",
        "Check their distances and coordinates.",
    )


def straight_line_km(start: Place | None, end: Place | None) -> float | None:
    """Great-circle distance between two places, or ``None`` where one is not on the map (haversine)."""
    if start is None or end is None:
        return None
    if None in (start.latitude, start.longitude, end.latitude, end.longitude):
        return None
    if _is_at_zero(start) or _is_at_zero(end):
        return None
    lat_1, lon_1, lat_2, lon_2 = (
        math.radians(float(each or 0))
        for each in (start.latitude, start.longitude, end.latitude, end.longitude)
    )
    half = (
        math.sin((lat_2 - lat_1) / 2) ** 2
        + math.cos(lat_1) * math.cos(lat_2) * math.sin((lon_2 - lon_1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


def lonely_places(world: World) -> Iterator[Problem]:
    """Places that no route touches; camps among them are told of as out of reach."""
    if len(world.scenario.places) < 2:
        return
    touched = {name for route in world.scenario.routes for name in (route.start, route.end)}
    for pathway in world.scenario.pathways:
        touched |= {pathway.place, pathway.destination, pathway.refused_to}
    lonely = [
        place.name
        for place in world.scenario.places
        if place.name not in touched and place.kind not in REFUGES
    ]
    if lonely:
        yield world.of_table(
            "routes",
            f"no route leads to or from {listed(lonely)}.",
            "Add a route, or delete what is not needed.",
        )


def not_on_the_map(world: World) -> Iterator[Problem]:
    """Places without coordinates, which a map leaves out."""
    unplaced = [
        place.name
        for place in world.scenario.places
        if place.latitude is None and place.longitude is None and place.kind not in ("waypoint", "marker")
    ]
    if unplaced:
        yield world.of_table(
            "places",
            f"{listed(unplaced)} {'has' if len(unplaced) == 1 else 'have'} no coordinates.",
            "Give latitude and longitude to see them on the map.",
        )


CHECKS = (
    half_coordinates,
    capacities,
    worth_where_nobody_stops,
    circular_routes,
    duplicate_routes,
    endless_routes,
    short_routes,
)
WHOLE_CHECKS = (lonely_places, not_on_the_map)
