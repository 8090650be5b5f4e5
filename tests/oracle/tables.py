"""A world laid out in arrays, so that compiled code can send one person after another through it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import types
from numba.typed import Dict

from steppe.scenario.model import Scenario
from tests.oracle.choice import flat, way_weights, ways_from
from tests.oracle.environment import Flags, Floats, Link, Numbers, directed_links, environment
from tests.oracle.heights import Heights, slices_of
from tests.oracle.published import Published
from tests.oracle.push import Pushes, lowers_capacities, pushes


class World(NamedTuple):
    """
    All a person meets on a day.

    Parameters
    ----------
    leave_chance, is_camp, is_town, capacity
        Shape ``(day, place)``.
    hard
        Whether nobody is admitted above the capacity. Shape ``(place,)``.
    admit
        Shape ``(day, link)``.
    link_start, link_end
        Places. Shape ``(link,)``.
    distance_km
        Shape ``(link,)``.
    pace
        km/day for those who ride and for those who walk. Shape ``(link, 2)``.
    whole_slices, extra_slice
        Slices a link takes at either pace, and the chance of one more. Shape ``(link, 2)``.
    first_way, way_links, way_length
        From :func:`tests.oracle.choice.flat`.
    weight, available
        Of each way, without the capacity factor. Shape ``(day, way)``.
    flee_clock, flee_routing, start_on_foot, avoid_short_stints
        Settings.
    slices, speed_km_per_day, buffer, weight_power
        Settings.
    """

    leave_chance: Floats
    is_camp: Flags
    is_town: Flags
    capacity: Floats
    hard: Flags
    admit: Floats
    link_start: Numbers
    link_end: Numbers
    distance_km: Floats
    pace: Floats
    whole_slices: Numbers
    extra_slice: Floats
    first_way: Numbers
    way_links: Numbers
    way_length: Numbers
    weight: Floats
    available: Flags
    flee_clock: bool
    flee_routing: bool
    start_on_foot: bool
    avoid_short_stints: bool
    slices: int
    speed_km_per_day: float
    buffer: float
    weight_power: float


def lay_out(scenario: Scenario) -> tuple[World, Pushes, Dict]:
    """World, pushes and heights (by :func:`height_key`) of a scenario."""
    links = directed_links(scenario)
    published = Published(scenario)
    lowered = published.at_start() if lowers_capacities(scenario) else None
    days = environment(scenario, links, lowered)
    ways = [ways_from(scenario, links, place) for place in range(len(scenario.places))]
    weight, available = way_weights(scenario, links, days, ways)
    first_way, way_links, way_length = flat(ways)
    pace, whole, extra = _paces(scenario, links)
    world = World(
        days.leave_chance,
        days.is_camp,
        days.is_town,
        days.capacity,
        np.array([place.hard_capacity for place in scenario.places], bool),
        days.admit,
        np.array([link.start for link in links], np.int64),
        np.array([link.end for link in links], np.int64),
        np.array([link.distance_km for link in links], np.float64),
        pace,
        whole,
        extra,
        first_way,
        way_links,
        way_length,
        weight,
        available,
        scenario.setting("clock") == "flee",
        scenario.setting("routing") == "flee",
        scenario.flag("start_on_foot"),
        scenario.flag("avoid_short_stints"),
        scenario.integer("slices_per_day"),
        scenario.number("speed_km_per_day"),
        scenario.number("capacity_buffer"),
        scenario.number("weight_power"),
    )
    heights = Dict.empty(types.UniTuple(types.int64, 5), types.int64)
    for arrival, height in Heights(scenario, links, ways).known.items():
        heights[(arrival.place, round(arrival.used * 1000), arrival.zero_hops, arrival.way, arrival.step)] = (
            height
        )
    return world, pushes(scenario, days, published), heights


def _paces(scenario: Scenario, links: list[Link]) -> tuple[Floats, Numbers, Floats]:
    """km/day, whole slices and chance of one more, for each link riding and on foot."""
    foot = scenario.number("foot_speed_km_per_day")
    pace = np.array([[link.speed_km_per_day, min(foot, link.speed_km_per_day)] for link in links])
    whole, extra = np.zeros(pace.shape, np.int64), np.zeros(pace.shape)
    for number, link in enumerate(links):
        for manner in range(2):
            slices = scenario.integer("slices_per_day")
            whole[number, manner], extra[number, manner] = slices_of(link, pace[number, manner], slices)
    return pace, whole, extra
