"""
How fast a group of people goes on a route, and what a season does to it.

Whoever judges a world and whoever compiles it both ask here; how a day is divided
and how a journey of several days is kept is left to the clocks.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from steppe.scenario.events import RouteSpeed, listed
from steppe.scenario.model import Group, Route, Scenario


def group_speed(scenario: Scenario, route: Route, group: Group | None) -> float:
    """
    How far a day takes a group on a route, before what the season does to it.

    Parameters
    ----------
    scenario
        Whose settings give the usual speed, that of people on foot and with animals, and the
        hours of travel that speeds per day are for.
    route
        On a route of mode ``air`` all go at its speed.
    group
        Who travels; ``None`` is everybody, by vehicle and for the usual hours.

    Returns
    -------
    speed
        km/day, positive.
    """
    speed = scenario.number("speed_km_per_day") if route.speed_km_per_day is None else route.speed_km_per_day
    if group is None or route.mode == "air":
        return speed
    slowest = min(speed, _fastest_of_mode(scenario, group))
    if group.hours_per_day is None:
        return slowest
    return slowest * (group.hours_per_day / scenario.number("hours_per_day"))


def _fastest_of_mode(scenario: Scenario, group: Group) -> float:
    """The most that a mode of travel makes of any road, km/day."""
    if group.mode == "foot":
        return scenario.number("foot_speed_km_per_day")
    if group.mode == "animal":
        return scenario.number("animal_speed_km_per_day")
    return math.inf


def fastest_speed(scenario: Scenario, route: Route, changes: Iterable[RouteSpeed]) -> float | None:
    """
    How far a day takes the fastest of all groups on a route at the best of times.

    Parameters
    ----------
    scenario
        Whose groups count.
    route
        Any route.
    changes
        Changes of its speed; those that quicken it are taken as holding at once.

    Returns
    -------
    speed
        km/day, or ``None`` where the route is closed to all of them.
    """
    speeds = [
        group_speed(scenario, route, group) * _best_factor(route, group, changes)
        for group in scenario.groups or (None,)
        if may_use(route, group)
    ]
    return max(speeds, default=None)


def _best_factor(route: Route, group: Group | None, changes: Iterable[RouteSpeed]) -> float:
    """The most that changes of speed can multiply the speed of a group by."""
    if route.mode == "air":
        return 1.0
    return math.prod(
        max(1.0, event.speed_factor)
        for event in changes
        if not event.groups or (group is not None and group.name in listed(event.groups))
    )


def may_use(route: Route, group: Group | None) -> bool:
    """Whether a route is open to the mode of travel of a group; ``None`` is everybody, by vehicle."""
    return ("vehicle" if group is None else group.mode) not in listed(route.closed_to)


def factor_on(event: RouteSpeed, day: date) -> float:
    """
    What a change of speed multiplies the speed of those by who set out on a day.

    Parameters
    ----------
    event
        One that comes back every year does so in the years before it, too; 29 February
        counts as 28 February then.
    day
        Any day.

    Returns
    -------
    factor
        That of the event, or 1 on a day that it does not cover.
    """
    return event.speed_factor if covers(event, day) else 1.0


def covers(event: RouteSpeed, day: date) -> bool:
    """Whether a change of speed holds on a day, as :func:`factor_on` has it."""
    if not event.every_year or event.end is None:
        return event.start <= day and (event.end is None or day < event.end)
    start, end, now = _in_any_year(event.start), _in_any_year(event.end), _in_any_year(day)
    if (event.end.year - 1, end) >= (event.start.year, start):
        return True  # a whole year
    if start <= end:
        return start <= now < end
    return now >= start or now < end


def yearly(event: RouteSpeed, first: date, last: date) -> Iterator[RouteSpeed]:
    """
    A change of speed that comes back every year, as one that does not for each time it does so.

    Parameters
    ----------
    event
        One with an end, that lasts a year at most.
    first, last
        Days between which it matters; what holds on none of them is left out.
    """
    if event.end is None:
        yield event
        return
    for year in range(first.year - 1, last.year + 1):
        start = _in_year(event.start, year)
        end = _in_year(event.end, year + event.end.year - event.start.year)
        if start < end and start <= last and end > first:
            yield replace(event, start=start, end=end, every_year=False)


def _in_year(day: date, year: int) -> date:
    month, of_month = _in_any_year(day)
    return date(year, month, of_month)


def _in_any_year(day: date) -> tuple[int, int]:
    """Month and day, such as every year has them."""
    return (day.month, min(day.day, 28) if day.month == 2 else day.day)
