"""Everything the kernel reads, gathered from a compiled scenario."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np

from steppe.engine.arrays import IntArray
from steppe.engine.clocks import BINS_PER_DAY
from steppe.engine.kernel_state import Tables
from steppe.engine.menus import Menus
from steppe.engine.plan import Plan
from steppe.engine.records import CellTables
from steppe.engine.regimes import quota_members

TRAVEL_BINS = 4 * BINS_PER_DAY + 1
_AS_THEY_ARE = {
    part: sorted({each.name for each in fields(table)} & set(Tables._fields))
    for part, table in {"cells": CellTables, "menus": Menus}.items()
}


def kernel_tables(plan: Plan) -> Tables:
    """
    Everything the kernel reads.

    Parameters
    ----------
    plan
        A compiled scenario.
    """
    cells, push, environment = plan.cells, plan.push, plan.environment
    limited = np.flatnonzero(np.isfinite(plan.capacity).any(axis=0))
    watch_start, watchers = _watchers(plan, limited)
    closing_start, closing_roads = _closing_roads(plan)
    return Tables(
        **{
            name: getattr(getattr(plan, part), name) for part, names in _AS_THEY_ARE.items() for name in names
        },
        **_of_borders(plan),
        **_of_pathways(plan),
        group_chance=plan.group_chance,
        limited=limited.astype(np.int64),
        watch_start=watch_start,
        watchers=watchers,
        leave=plan.leave,
        capacity=plan.capacity,
        hard=plan.hard,
        overflow=_overflow(plan),
        is_camp=environment.is_camp,
        is_town=environment.is_town,
        closing_start=closing_start,
        closing_roads=closing_roads,
        present=push.present,
        population=push.population,
        total=push.total,
        factor=np.ascontiguousarray(push.factor),
        placed=push.placed,
        chance=np.ascontiguousarray(push.chance),
        mean=np.ascontiguousarray(push.mean),
        groups=len(plan.group_names),
        keeps_accounts=len(plan.posts) > 0,
        overnight=cells.places_at_night + cells.roads_at_night,
        most_batches=plan.most_batches,
        bins=TRAVEL_BINS if plan.tracks_travel else 1,
        buffer=plan.capacity_buffer,
        power=plan.choices.power,
        uniform_when_all_full=plan.choices.uniform_when_all_full,
        refuses_full_camps=plan.refuses_full_camps,
        takes_from_population=plan.takes_from_population,
    )


def _overflow(plan: Plan) -> IntArray:
    """The place to which a full place sends those it turns away, -1 for none. Shape ``(place,)``."""
    network = plan.network
    return np.array(
        [
            network.number_of[place.overflow_to] if place.hard_capacity and place.overflow_to else -1
            for place in network.places
        ],
        dtype=np.int64,
    )


def _of_borders(plan: Plan) -> dict[str, Any]:
    """Rules, quotas and limits, and which queues each of them is about."""
    regimes, strata = plan.regimes, plan.strata
    post_of_route = np.full(len(plan.route_names), -1, dtype=np.int64)
    post_of_route[plan.posts] = np.arange(len(plan.posts))
    country = np.array([place.country for place in plan.network.places], dtype=object)
    host_of_place = np.full(len(country), -1, dtype=np.int64)
    for number, name in enumerate(regimes.hosts):
        host_of_place[country == name] = number
    ways = plan.cells.queues["way"]
    into = [
        [
            number
            for number, way in enumerate(ways)
            if host_of_place[strata.end[way]] == host != host_of_place[strata.start[way]]
        ]
        for host in range(len(regimes.hosts))
    ]
    under = list(quota_members(regimes, ways))
    host_of_road = host_of_place[strata.end[plan.cells.roads["route"]]]
    roads_into = [
        (np.flatnonzero(host_of_road == host) + plan.cells.places_at_night).tolist()
        for host in range(len(regimes.hosts))
    ]
    return {
        "recorded": strata.recorded,
        "ways_differ": not np.array_equal(strata.recorded, np.arange(len(plan.route_names))),
        "post_of_way": post_of_route[strata.recorded],
        "admit": regimes.admit,
        "rules": regimes.rules,
        "rule_of": regimes.rule_of,
        "quotas": regimes.quotas,
        "quota_start": _starts(under),
        "quota_queues": _joined(under),
        "limits": regimes.limits,
        "limit_start": _starts(into),
        "limit_queues": _joined(into),
        "host_of_place": host_of_place,
        "host_road_start": _starts(roads_into),
        "host_roads": _joined(roads_into),
    }


def _of_pathways(plan: Plan) -> dict[str, Any]:
    """Pathways by day, and the first desk of each."""
    pathways = plan.pathways
    desk_start = np.searchsorted(plan.cells.desks["pathway"], np.arange(len(pathways.stages) + 1))
    return {
        "pathway_days": pathways.days,
        "desk_start": desk_start.astype(np.int64),
        "stages": pathways.stages,
        "destination": pathways.destination,
        "settles": pathways.settles,
    }


def _watchers(plan: Plan, limited: IntArray) -> tuple[IntArray, IntArray]:
    """Menus to reckon anew when the crowding of a limited place changes."""
    final = plan.menus.candidates["final"]
    menu = np.repeat(np.arange(len(plan.menus.menu_start) - 1), np.diff(plan.menus.menu_start))
    lists = [np.unique(menu[final == place]).tolist() for place in limited]
    return _starts(lists), _joined(lists)


def _closing_roads(plan: Plan) -> tuple[IntArray, IntArray]:
    """Road cells whose way closes on each day, after being open the day before."""
    lists: list[list[int]] = [[] for _ in range(plan.days)]
    roads, admit = plan.cells.roads, plan.regimes.admit
    by_way: dict[int, list[int]] = {}
    for number in np.flatnonzero(roads["orphan"] >= 0):
        by_way.setdefault(int(roads["route"][number]), []).append(int(number) + plan.cells.places_at_night)
    closing = (admit[1:] <= 0) & (admit[:-1] > 0)
    for day, way in zip(*np.nonzero(closing), strict=True):
        lists[day + 1].extend(by_way.get(int(way), []))
    return _starts(lists), _joined(lists)


def _starts(lists: list[list[int]]) -> IntArray:
    return np.cumsum([0, *(len(each) for each in lists)], dtype=np.int64)


def _joined(lists: list[list[int]]) -> IntArray:
    return np.array([each for one in lists for each in one], dtype=np.int64)
