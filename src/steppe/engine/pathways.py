"""
Pathways day by day: who may be in them where, and with what chances and limits.

The tables follow from the rows and dated changes alone; ``kernel_pathway.py`` draws.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steppe.engine.arrays import BoolArray, FloatArray, IntArray, RecordArray
from steppe.engine.cells import ONWARD, STAYS, Enrolment
from steppe.engine.environment import day_span
from steppe.engine.network import Network
from steppe.engine.strata import Stratum
from steppe.scenario.events import PathwayChange, listed
from steppe.scenario.model import Pathway, Scenario

PATHWAY_DAY = np.dtype(
    [
        ("apply", np.float64),
        ("quota", np.float64),
        ("seats", np.float64),
        ("approval", np.float64),
        ("advance", np.float64),
        ("give_up", np.float64),
        ("state", np.int8),
        ("at_once", np.int8),
    ],
    align=True,
)
"""A pathway on a day; ``advance`` is the chance of going on to the next stage, ``at_once`` that there is no wait."""
NOT_YET, ACTIVE, OVER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class PathwayTables:
    """
    All pathways.

    Parameters
    ----------
    days
        ``PATHWAY_DAY`` records. Shape ``(day, pathway)``.
    stages
        How many stages of waiting each has. Shape ``(pathway,)``.
    destination
        Position of the place each leads to. Shape ``(pathway,)``.
    settles
        Whether those who arrive are at home. Shape ``(pathway,)``.
    """

    days: RecordArray
    stages: IntArray
    destination: IntArray
    settles: BoolArray


def build_pathways(scenario: Scenario, network: Network, days: int) -> PathwayTables:
    """Every number of every pathway on every day."""
    table = np.zeros((days, len(scenario.pathways)), dtype=PATHWAY_DAY)
    stages = np.zeros(len(scenario.pathways), dtype=np.int64)
    for number, pathway in enumerate(scenario.pathways):
        wait = _values(scenario, pathway, "wait_days", days)
        stages[number] = pathway.stages if (wait > 0).any() else 0
        column = table[:, number]
        for name in ("apply", "quota", "seats", "approval"):
            column[name] = _values(scenario, pathway, name, days)
        column["give_up"] = pathway.give_up
        column["at_once"] = wait <= 0
        column["advance"] = np.minimum(1.0, pathway.stages / np.where(wait > 0, wait, pathway.stages))
        span = day_span(scenario, pathway.start, pathway.end, days)
        column["state"][span.start :] = ACTIVE
        column["state"][span.stop :] = OVER
    return PathwayTables(
        table,
        stages,
        np.array([network.number_of[each.destination] for each in scenario.pathways], dtype=np.int64),
        np.array([each.settles for each in scenario.pathways], dtype=bool),
    )


def _values(scenario: Scenario, pathway: Pathway, name: str, days: int) -> FloatArray:
    """A number of a pathway on every day, with its dated changes; no number is no limit."""
    own = getattr(pathway, name)
    share = scenario.integer("people_per_count") if name in ("quota", "seats") else None
    values = np.full(days, _counts(own, share))
    for event in scenario.events:
        if isinstance(event, PathwayChange) and event.pathway == pathway.name:
            changed = getattr(event, name)
            if changed is not None:
                values[day_span(scenario, event.start, event.end, days)] = _counts(changed, share)
    return values


def _counts(value: float | None, people_per_count: int | None) -> float:
    """A number as it is counted: people in whole counted units."""
    if value is None:
        return np.inf
    return float(value if people_per_count is None else value // people_per_count)


def hosts_of(pathway: Pathway, network: Network) -> tuple[int, ...]:
    """Positions of the places where people are in a pathway."""
    if pathway.place:
        return (network.number_of[pathway.place],)
    return tuple(
        number
        for number, place in enumerate(network.places)
        if place.country == pathway.country and place.name != pathway.destination
    )


def is_for(pathway: Pathway, stratum: Stratum) -> bool:
    """Whether the people of a group may be in a pathway."""
    return not pathway.groups or stratum.name in listed(pathway.groups)


def enrolments_of(scenario: Scenario, stratum: Stratum, tables: PathwayTables) -> tuple[Enrolment, ...]:
    """The pathways that the people of a group may be in."""
    network = stratum.network
    return tuple(
        Enrolment(
            number,
            hosts_of(pathway, network),
            int(tables.stages[number]),
            int(tables.destination[number]),
            _refused_to(pathway, network),
        )
        for number, pathway in enumerate(scenario.pathways)
        if is_for(pathway, stratum)
    )


def _refused_to(pathway: Pathway, network: Network) -> int:
    words = {"host": STAYS, "onward": ONWARD}
    return words[pathway.refused_to] if pathway.refused_to in words else network.number_of[pathway.refused_to]


def pathway_worth(scenario: Scenario, stratum: Stratum, tables: PathwayTables) -> FloatArray:
    """
    What stopping at a place is worth to a group for the pathways open to it there.

    Returns
    -------
    worth
        The largest of them; minus infinity where there is none. Shape ``(day, place)``.
    """
    worth = np.full((len(tables.days), len(stratum.network.places)), -np.inf)
    for number, pathway in enumerate(scenario.pathways):
        if is_for(pathway, stratum):
            active = tables.days["state"][:, number] == ACTIVE
            for host in hosts_of(pathway, stratum.network):
                worth[active, host] = np.maximum(worth[active, host], pathway.worth)
    return worth
