"""
The compile step: a scenario becomes integer tables, and names become positions.

What happens to whom is decided here once; the kernel only runs the tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from steppe.engine.arrays import BoolArray, FloatArray, IntArray
from steppe.engine.capacity import build_capacity
from steppe.engine.cells import Enrolment, Situations
from steppe.engine.clocks import build_clock
from steppe.engine.environment import Environment, build_environment
from steppe.engine.menus import Menus, build_menus
from steppe.engine.network import Network, build_network
from steppe.engine.pathways import PathwayTables, build_pathways, enrolments_of, pathway_worth
from steppe.engine.push import PushTables, build_push, day_zero_counts, group_chances
from steppe.engine.records import CellTables
from steppe.engine.regimes import Regimes, build_regimes
from steppe.engine.routing import Candidate, Choices, Outlook, build_choices
from steppe.engine.strata import Strata, Stratum, build_strata
from steppe.engine.tables import build_tables
from steppe.errors import Problem, ScenarioError
from steppe.scenario.model import Scenario

MOST_DAYS = 65_535
MOST_BATCHES = 4


@dataclass(frozen=True, slots=True)
class Plan:
    """
    A scenario, compiled.

    Parameters
    ----------
    start, days
        First day, and how many.
    place_names, route_names
        What the positions stand for; a route is directed, ``"A → B"``.
    route_start, route_end
        Positions of the places a route joins. Shape ``(route,)``.
    group_names, pathway_names
        Of the groups and pathways; empty where there are none.
    posts
        Directed routes from one country to another, whose accounts are kept; empty under the peer's
        rules. Shape ``(post,)``.
    network, environment, strata, regimes, pathways, capacity, push, menus, cells
        The tables, as their own modules describe them.
    choices
        Of the first group: its candidates, and what all groups' choices have in common.
    group_chance
        See :func:`steppe.engine.push.group_chances`.
    leave
        Chance of leaving by stand, place after place for each group. Shape ``(day, stand)``.
    hard
        Places whose capacity is never overshot by arrivals. Shape ``(place,)``.
    capacity_buffer
        Occupied share from which a place begins to put people off.
    refuses_full_camps
        Whether a camp nearly full turns away those who would set out for it.
    tracks_travel
        Whether recent travel is part of a person's situation.
    most_batches
        In how many batches at most those who arrive on a day go on with it, each seeing who came before.
    takes_from_population
        Whether those who left by totals no longer live at home.
    """

    start: date
    days: int
    place_names: tuple[str, ...]
    route_names: tuple[str, ...]
    route_start: IntArray
    route_end: IntArray
    group_names: tuple[str, ...]
    pathway_names: tuple[str, ...]
    posts: IntArray
    network: Network
    environment: Environment
    strata: Strata
    regimes: Regimes
    pathways: PathwayTables
    capacity: FloatArray
    push: PushTables
    group_chance: FloatArray
    leave: FloatArray
    choices: Choices
    menus: Menus
    cells: CellTables
    hard: BoolArray
    capacity_buffer: float
    refuses_full_camps: bool
    tracks_travel: bool
    takes_from_population: bool
    most_batches: int


def compile_plan(scenario: Scenario, *, days: int | None = None) -> Plan:
    """
    Turn a scenario into tables.

    Parameters
    ----------
    scenario
        A world that passes its checks.
    days
        How many days to run, if not those of the scenario.

    Raises
    ------
    ScenarioError
        Where the run would be longer than 65,535 days, or route choice has no solution.
    """
    scenario = _lasting(scenario, days)
    network = build_network(scenario)
    environment = build_environment(scenario, network, scenario.days)
    strata = build_strata(scenario, network, scenario.days)
    regimes = build_regimes(scenario, network, strata, scenario.days)
    pathways = build_pathways(scenario, network, scenario.days)
    counted = {} if _pushed_by_conflict_only(scenario) else day_zero_counts(scenario)
    capacity = build_capacity(scenario, network, scenario.days, counted)
    choices, menus, cells = _decisions(scenario, environment, strata, regimes, pathways, capacity)
    return Plan(
        start=scenario.start,
        days=scenario.days,
        place_names=tuple(place.name for place in network.places),
        route_names=tuple(route.name for route in network.routes),
        route_start=np.array([route.start for route in network.routes], dtype=np.int64),
        route_end=np.array([route.end for route in network.routes], dtype=np.int64),
        group_names=tuple(group.name for group in scenario.groups),
        pathway_names=tuple(pathway.name for pathway in scenario.pathways),
        posts=_posts(scenario, network),
        network=network,
        environment=environment,
        strata=strata,
        regimes=regimes,
        pathways=pathways,
        capacity=capacity,
        push=build_push(scenario, network, environment),
        group_chance=group_chances(scenario),
        leave=leave_by_stand(scenario, environment),
        choices=choices,
        menus=menus,
        cells=cells,
        hard=np.array([place.hard_capacity for place in network.places], dtype=bool),
        capacity_buffer=scenario.number("capacity_buffer"),
        refuses_full_camps=scenario.setting("routing") == "flee",
        tracks_travel=scenario.flag("avoid_short_stints"),
        takes_from_population=scenario.flag("take_from_population"),
        most_batches=MOST_BATCHES if _asks_one_by_one(scenario) else 1,
    )


def _lasting(scenario: Scenario, days: int | None) -> Scenario:
    """The scenario over so many days, or a refusal."""
    if days is not None and days != scenario.days:
        scenario = replace(scenario, days=days)
    if not 1 <= scenario.days <= MOST_DAYS:
        raise ScenarioError(
            Problem(
                "scenario.toml [scenario] days",
                f"{scenario.days} is not a possible number of days.",
                f"Give a whole number from 1 to {MOST_DAYS}.",
            )
        )
    return scenario


def _decisions(
    scenario: Scenario,
    environment: Environment,
    strata: Strata,
    regimes: Regimes,
    pathways: PathwayTables,
    capacity: FloatArray,
) -> tuple[Choices, Menus, CellTables]:
    """What the people of all groups choose among, and every situation in which they do."""
    choices = _build_choices(scenario, environment, strata, regimes, pathways)
    menus = build_menus(strata, choices, np.flatnonzero(regimes.managed).tolist())
    explored = [
        _explore(scenario, stratum, choices[number], regimes, enrolments_of(scenario, stratum, pathways))
        for number, stratum in enumerate(strata.groups)
    ]
    names = tuple(pathway.name for pathway in scenario.pathways)
    cells = build_tables(strata.groups, explored, menus, _deciding_first(scenario, capacity), names)
    return choices[0], menus, cells


def _build_choices(
    scenario: Scenario, environment: Environment, strata: Strata, regimes: Regimes, pathways: PathwayTables
) -> list[Choices]:
    """What the people of each group choose among."""
    return [
        build_choices(scenario, stratum.network, environment, *what)
        for stratum, what in zip(strata.groups, prospects(scenario, strata, regimes, pathways), strict=True)
    ]


def prospects(
    scenario: Scenario, strata: Strata, regimes: Regimes, pathways: PathwayTables
) -> Iterator[tuple[FloatArray, Outlook]]:
    """
    What each group knows of its ways when it chooses.

    Yields
    ------
    seen, outlook
        See :func:`steppe.engine.routing.build_choices`.
    """
    for number, stratum in enumerate(strata.groups):
        own = slice(stratum.first_way, stratum.first_way + len(stratum.recorded))
        outlook = Outlook(
            stratum.available, regimes.ways_across[own], pathway_worth(scenario, stratum, pathways)
        )
        yield strata.own(regimes.seen, number), outlook


def leave_by_stand(scenario: Scenario, environment: Environment) -> FloatArray:
    """Chance of leaving a place for each group: its hazard is multiplied. Shape ``(day, stand)``."""
    if not scenario.groups:
        return np.ascontiguousarray(environment.leave)
    by_group = [
        environment.leave
        if group.leave_factor == 1.0
        else 1.0 - (1.0 - environment.leave) ** group.leave_factor
        for group in scenario.groups
    ]
    return np.concatenate(by_group, axis=1)


def _explore(
    scenario: Scenario,
    stratum: Stratum,
    choices: Choices,
    regimes: Regimes,
    enrolments: tuple[Enrolment, ...],
) -> Situations:
    """Every situation that the people of a group can be in."""
    network, first = stratum.network, stratum.first_way
    by_place: list[list[Candidate]] = [[] for _ in network.places]
    for candidate in choices.candidates:
        by_place[candidate.place].append(candidate)
    own = slice(first, first + len(stratum.recorded))
    admit = regimes.admit[:, own]
    closing = (admit[1:] <= 0) & (admit[:-1] > 0)
    situations = Situations(
        network=network,
        clock=build_clock(scenario),
        hard=tuple(place.hard_capacity for place in network.places),
        by_place=tuple(map(tuple, by_place)),
        start_on_foot=scenario.flag("start_on_foot"),
        tracks_travel=scenario.flag("avoid_short_stints"),
        may_close=frozenset(np.flatnonzero(closing.any(axis=0)).tolist()),
        recorded=stratum.recorded.tolist(),
        managed=frozenset(np.flatnonzero(regimes.managed[own]).tolist()),
        overflow=_overflow(network),
        enrolments=enrolments,
        all_alike=scenario.setting("routing") == "destination-choice",
    )
    situations.explore()
    return situations


def _overflow(network: Network) -> dict[int, int]:
    """The way on which each place with hard capacity sends those it turns away."""
    return {
        number: network.travelled[number, network.number_of[place.overflow_to]]
        for number, place in enumerate(network.places)
        if place.hard_capacity
        and place.overflow_to
        and (number, network.number_of[place.overflow_to]) in network.travelled
    }


def _posts(scenario: Scenario, network: Network) -> IntArray:
    """Directed routes between two countries; the peer keeps no such accounts."""
    if scenario.setting("rules") == "flee":
        return np.zeros(0, dtype=np.int64)
    country = [place.country for place in network.places]
    crossing = [each.number for each in network.routes if country[each.start] != country[each.end]]
    return np.array(crossing, dtype=np.int64)


def _asks_one_by_one(scenario: Scenario) -> bool:
    """Whether people see who arrived before them on the same day, as the peer's do."""
    return scenario.setting("routing") == "flee"


def _deciding_first(scenario: Scenario, capacity: FloatArray) -> frozenset[int]:
    """
    Places whose people decide before the others see how full they are.

    The peer asks people in the order in which they were created, and those in
    camps were created before those who would like to follow them.  Only capacities
    of the first day count: one that comes later must change nothing before it.
    """
    if not _asks_one_by_one(scenario):
        return frozenset()
    return frozenset(int(place) for place in np.flatnonzero(np.isfinite(capacity[0])))


def _pushed_by_conflict_only(scenario: Scenario) -> bool:
    """Whether the published totals are left out, in which case the peer lowers no capacity."""
    return not scenario.setting("push_from_observations")
