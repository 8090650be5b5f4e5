"""A world laid out in arrays, so that compiled code can send one person after another through it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import types
from numba.typed import Dict
from numpy.typing import NDArray

from steppe.scenario.model import Scenario
from tests.oracle.choice import Roads, flat, way_weights, ways_from
from tests.oracle.environment import Flags, Floats, Link, Numbers, Records, directed_links, environment
from tests.oracle.groups import leaves, may_use, speeds
from tests.oracle.heights import Heights, slices_of
from tests.oracle.pathways import Pathways, pathways
from tests.oracle.published import Published
from tests.oracle.push import Pushes, lowers_capacities, pushes
from tests.oracle.regimes import Regimes, regimes

PLACE_DAY = [("capacity", float), ("is_camp", bool), ("is_town", bool)]
LINK = [("start", np.int64), ("end", np.int64), ("distance_km", float)]
PACE = [("pace", float), ("whole_slices", np.int64), ("extra_slice", float)]
WAY = [("length", np.int64), ("end", np.int64)]
WAY_DAY = [("weight", float), ("available", bool)]


class World(NamedTuple):
    """
    All a person meets on a day.

    Parameters
    ----------
    places
        ``PLACE_DAY`` records. Shape ``(day, place)``.
    hard
        Whether nobody is admitted above the capacity. Shape ``(place,)``.
    decides_first
        Whether people there decide before those elsewhere see how full it is. Shape ``(place,)``.
    leave_chance
        Per day. Shape ``(day, group, place)``.
    regimes, pathways
        What borders and pathways do, as their own modules describe it.
    overflow
        Link on which those whom a full place turns away are sent on, or -1. Shape ``(group, place)``.
    passes_on_to
        Place to which those are sent on, or -1. Shape ``(place,)``.
    link
        ``LINK`` records. Shape ``(link,)``.
    paces
        ``PACE`` records (km/day, slices a link takes at least, and the chance of one more) for
        those who ride and for those who walk. Shape ``(day, group, link, 2)``.
    first_way, way_links
        From :func:`tests.oracle.choice.flat`.
    way
        ``WAY`` records: how many links, and the last place. Shape ``(way,)``.
    choices
        ``WAY_DAY`` records, without the capacity factor. Shape ``(day, group, way)``.
    flee_clock, flee_routing, start_on_foot, avoid_short_stints
        Settings.
    slices, speed_km_per_day, buffer
        Settings.
    throttle_power
        Of the capacity factor that a weight is multiplied by.
    """

    places: Records
    hard: Flags
    decides_first: Flags
    leave_chance: Floats
    regimes: Regimes
    pathways: Pathways
    overflow: Numbers
    passes_on_to: Numbers
    link: Records
    paces: Records
    first_way: Numbers
    way_links: Numbers
    way: Records
    choices: Records
    flee_clock: bool
    flee_routing: bool
    start_on_foot: bool
    avoid_short_stints: bool
    slices: int
    speed_km_per_day: float
    buffer: float
    throttle_power: float


def lay_out(scenario: Scenario) -> tuple[World, Pushes, Dict]:
    """World, pushes and heights (by :func:`height_key`) of a scenario."""
    links = directed_links(scenario)
    published = Published(scenario)
    lowered = published.at_start() if lowers_capacities(scenario) else None
    days = environment(scenario, lowered)
    ways = [ways_from(scenario, links, place) for place in range(len(scenario.places))]
    rules, speed, usable = regimes(scenario, links), speeds(scenario, links), may_use(scenario, links)
    roads = Roads(rules.seen, rules.rule["size"], speed, usable)
    weight, available = way_weights(scenario, links, days, roads, ways)
    first_way, way_links, length, end = flat(ways)
    of_peer = scenario.setting("routing") == "flee"
    world = World(
        _records(PLACE_DAY, days.capacity, days.is_camp, days.is_town),
        np.array([place.hard_capacity for place in scenario.places], bool),
        np.isfinite(days.capacity[0]) & of_peer,
        leaves(scenario, days.leave_chance),
        rules,
        pathways(scenario),
        _overflow(scenario, links, usable),
        _passes_on_to(scenario),
        np.array([(link.start, link.end, link.distance_km) for link in links], np.dtype(LINK, align=True)),
        _paces(scenario, links, speed),
        first_way,
        way_links,
        _records(WAY, length, end),
        _records(WAY_DAY, weight, available),
        scenario.setting("clock") == "flee",
        of_peer,
        scenario.flag("start_on_foot"),
        scenario.flag("avoid_short_stints"),
        scenario.integer("slices_per_day"),
        scenario.number("speed_km_per_day"),
        scenario.number("capacity_buffer"),
        scenario.number("weight_power") if of_peer else 1.0,
    )
    paces = [set(speed[:, usable[:, number], number].ravel()) for number in range(len(links))]
    heights = Dict.empty(types.UniTuple(types.int64, 5), types.int64)
    for arrival, height in Heights(scenario, links, ways, paces).known.items():
        heights[(arrival.place, round(arrival.used * 1000), arrival.zero_hops, arrival.way, arrival.step)] = (
            height
        )
    return world, pushes(scenario, days, published), heights


def _overflow(scenario: Scenario, links: list[Link], usable: Flags) -> Numbers:
    """The first link to where a place sends those on whom it cannot take, among those a group may use."""
    found = np.full((len(usable), len(scenario.places)), -1, np.int64)
    for group, number in np.argwhere(usable)[::-1]:
        start, end = scenario.places[links[number].start], scenario.places[links[number].end]
        if start.overflow_to == end.name:
            found[group, links[number].start] = number
    return found


def _passes_on_to(scenario: Scenario) -> Numbers:
    """Only a place that refuses people passes them on."""
    names = [place.name for place in scenario.places]
    onward = [place.overflow_to if place.hard_capacity else "" for place in scenario.places]
    return np.array([names.index(name) if name in names else -1 for name in onward], np.int64)


def _records(fields: list[tuple[str, type]], *columns: NDArray[Any]) -> Records:
    """Arrays of one shape as one array of records."""
    table = np.zeros(columns[0].shape, np.dtype(fields, align=True))
    for (name, _), column in zip(fields, columns, strict=True):
        table[name] = column
    return table


def _paces(scenario: Scenario, links: list[Link], speed: Floats) -> Records:
    """``PACE`` records of whoever sets out, riding and on foot."""
    foot, slices = scenario.number("foot_speed_km_per_day"), scenario.integer("slices_per_day")
    table = np.zeros((*speed.shape, 2), np.dtype(PACE, align=True))
    for day, group, number in np.ndindex(*speed.shape):
        usual = float(speed[day, group, number])
        for manner, pace in enumerate((usual, min(foot, usual))):
            table[day, group, number, manner] = (pace, *slices_of(links[number], pace, slices))
    return table
