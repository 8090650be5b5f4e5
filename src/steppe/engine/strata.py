"""
The network as each group of people can use it: which roads, and how fast on which days.

A *way* is a directed route as one group travels it at one pace.  A route closed
to a group's mode is no way of it; one with a season has a way for each pace, and
on any day exactly one of them is there.  Without groups and seasons the ways are
the routes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from steppe.engine.arrays import BoolArray, FloatArray, IntArray
from steppe.engine.network import DirectedRoute, Network, joined, takes_quickest
from steppe.scenario.events import RouteSpeed, listed
from steppe.scenario.model import Group, Scenario
from steppe.scenario.paces import factor_on, group_speed
from steppe.units import date_of

USUAL_MODE = "vehicle"
"""How people travel where a scenario has no groups."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """
    One group, or everybody where a scenario has no groups.

    Parameters
    ----------
    group
        The row of the groups table, if there is one.
    network
        Places, and this group's ways in place of the routes.
    recorded
        The directed route each way is counted as. Shape ``(way,)``.
    available
        Whether people set out along a way on a day. Shape ``(day, way)``.
    first_way
        Position of its first way among those of all groups.
    """

    group: Group | None
    network: Network
    recorded: IntArray
    available: BoolArray
    first_way: int

    @property
    def name(self) -> str:
        """Name of the group; empty where there is none."""
        return self.group.name if self.group else ""


@dataclass(frozen=True)
class Strata:
    """All groups, with their ways in one row."""

    groups: tuple[Stratum, ...]

    @cached_property
    def recorded(self) -> IntArray:
        """The directed route of each way. Shape ``(way,)``."""
        return np.concatenate([each.recorded for each in self.groups])

    @cached_property
    def available(self) -> BoolArray:
        """Shape ``(day, way)``."""
        return np.concatenate([each.available for each in self.groups], axis=1)

    @cached_property
    def start(self) -> IntArray:
        """Place where each way begins. Shape ``(way,)``."""
        return np.array([way.start for way in self.ways], dtype=np.int64)

    @cached_property
    def end(self) -> IntArray:
        """Place where each way ends. Shape ``(way,)``."""
        return np.array([way.end for way in self.ways], dtype=np.int64)

    @cached_property
    def group_of(self) -> IntArray:
        """Number of the group of each way. Shape ``(way,)``."""
        return np.repeat(np.arange(len(self.groups)), [len(each.recorded) for each in self.groups])

    @property
    def ways(self) -> Iterator[DirectedRoute]:
        """Every way, group after group; ``number`` is its position within its group."""
        for stratum in self.groups:
            yield from stratum.network.routes

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the groups, one empty name where there are none."""
        return tuple(each.name for each in self.groups)

    def own(self, table: FloatArray, number: int) -> FloatArray:
        """The columns of a table of all ways that belong to one group."""
        stratum = self.groups[number]
        return table[:, stratum.first_way : stratum.first_way + len(stratum.recorded)]


def build_strata(scenario: Scenario, network: Network, days: int) -> Strata:
    """
    The ways of every group.

    Parameters
    ----------
    scenario
        A world that passes its checks.
    network
        Its places and directed routes.
    days
        Of the run.
    """
    seasons = [event for event in scenario.events if isinstance(event, RouteSpeed)]
    closed = any(USUAL_MODE in listed(row.closed_to) for row in scenario.routes)
    if not scenario.groups and not seasons and not closed:
        routes = len(network.routes)
        alone = Stratum(None, network, np.arange(routes), np.ones((days, routes), dtype=bool), 0)
        return Strata((alone,))
    strata: list[Stratum] = []
    first_way = 0
    for group in scenario.groups or (None,):
        ways = [
            way
            for route in network.routes
            for way in _ways_along(scenario, network, route, group, seasons, days)
        ]
        strata.append(_stratum(network, group, ways, first_way, days, quickest=takes_quickest(scenario)))
        first_way += len(ways)
    return Strata(tuple(strata))


def _stratum(
    network: Network,
    group: Group | None,
    ways: list[tuple[DirectedRoute, BoolArray]],
    first_way: int,
    days: int,
    *,
    quickest: bool,
) -> Stratum:
    routes = [replace(way, number=number) for number, (way, _) in enumerate(ways)]
    leaving, travelled = joined(len(network.places), routes, quickest=quickest)
    own = replace(network, routes=tuple(routes), leaving=leaving, travelled=travelled)
    recorded = np.array([way.number for way, _ in ways], dtype=np.int64)
    there = [there for _, there in ways]
    available = np.stack(there, axis=1) if there else np.zeros((days, 0), dtype=bool)
    return Stratum(group, own, recorded, available, first_way)


def _ways_along(
    scenario: Scenario,
    network: Network,
    route: DirectedRoute,
    group: Group | None,
    seasons: list[RouteSpeed],
    days: int,
) -> Iterator[tuple[DirectedRoute, BoolArray]]:
    """A route at each pace that a group ever has on it, and the days on which it has that pace."""
    row = scenario.routes[route.row]
    if (group.mode if group else USUAL_MODE) in listed(row.closed_to):
        return
    ends = {network.places[route.start].name, network.places[route.end].name}
    mine = [
        event
        for event in seasons
        if row.mode != "air"
        and {event.place, event.other_place} == ends
        and (not event.groups or (group is not None and group.name in listed(event.groups)))
    ]
    speed = group_speed(scenario, row, group)
    factor = np.ones(days)
    for event in mine:
        factor *= [factor_on(event, date_of(day, scenario.start)) for day in range(days)]
    for pace in dict.fromkeys(factor.tolist()):
        name = route.name if pace == 1.0 else f"{route.name} at {pace:g} of its speed"
        yield replace(route, name=name, speed_km_per_day=speed * pace), factor == pace
