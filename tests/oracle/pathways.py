"""What each pathway is on each day, and what stopping where it is offered is worth."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from steppe.scenario.events import PathwayChange
from steppe.scenario.model import Pathway, Scenario
from tests.oracle.environment import Flags, Records, covers, day_of
from tests.oracle.groups import groups_of, names_group

HOST, ONWARD = -1, -2
MOST = 10**9

PATHWAY_DAY = [
    ("active", bool),
    ("over", bool),
    ("apply", float),
    ("quota", np.int64),
    ("has_stages", bool),
    ("on", float),
    ("give_up", float),
    ("approval", float),
    ("seats", np.int64),
]
PATHWAY = [("stages", np.int64), ("destination", np.int64), ("refused_to", np.int64), ("settles", bool)]


class Pathways(NamedTuple):
    """
    All pathways, in the order of the table.

    Parameters
    ----------
    today
        ``PATHWAY_DAY`` records; ``on`` is the chance of going on to the next stage. Shape ``(day, pathway)``.
    each
        ``PATHWAY`` records; ``refused_to`` is a place, ``HOST`` or ``ONWARD``. Shape ``(pathway,)``.
    hosts
        Shape ``(pathway, place)``.
    may_apply
        Shape ``(pathway, group)``.
    """

    today: Records
    each: Records
    hosts: Flags
    may_apply: Flags


def pathways(scenario: Scenario) -> Pathways:
    """Lay all pathways out."""
    rows, groups = scenario.pathways, groups_of(scenario)
    position = {place.name: number for number, place in enumerate(scenario.places)}
    today = np.zeros((scenario.days, len(rows)), np.dtype(PATHWAY_DAY, align=True))
    each = np.zeros(len(rows), np.dtype(PATHWAY, align=True))
    for number, row in enumerate(rows):
        words = {"host": HOST, "onward": ONWARD}
        refused_to = words[row.refused_to] if row.refused_to in words else position[row.refused_to]
        each[number] = (row.stages, position[row.destination], refused_to, row.settles)
        for day in range(scenario.days):
            today[day, number] = _on_day(scenario, row, day)
    return Pathways(
        today,
        each,
        np.array(
            [[hosts(row, place.name, place.country) for place in scenario.places] for row in rows], bool
        ).reshape(len(rows), len(scenario.places)),
        np.array([[names_group(row.groups, group) for group in groups] for row in rows], bool).reshape(
            len(rows), len(groups)
        ),
    )


def hosts(row: Pathway, place: str, country: str) -> bool:
    """Whether people are in a pathway at a place."""
    return row.place == place if row.place else row.country == country


def worth_of(scenario: Scenario, day: int, group: int, place: int) -> float | None:
    """Worth that pathways give to stopping at a place; none where a group may apply for none."""
    here = scenario.places[place]
    offered = [
        row.worth
        for row in scenario.pathways
        if hosts(row, here.name, here.country)
        and names_group(row.groups, groups_of(scenario)[group])
        and _active(scenario, row, day)
    ]
    return max(offered, default=None)


def _active(scenario: Scenario, row: Pathway, day: int) -> bool:
    return day_of(scenario, row.start, 0) <= day < day_of(scenario, row.end, 0)


def _on_day(scenario: Scenario, row: Pathway, day: int) -> tuple[object, ...]:
    """Its own numbers, or those of the changes that hold on a day."""
    values = {name: getattr(row, name) for name in ("apply", "quota", "seats", "approval", "wait_days")}
    for event in scenario.events:
        if isinstance(event, PathwayChange) and event.pathway == row.name and covers(scenario, event, day):
            changed = {name: getattr(event, name) for name in values}
            values |= {name: value for name, value in changed.items() if value is not None}
    wait = values["wait_days"]
    most = {name: MOST if values[name] is None else values[name] for name in ("quota", "seats")}
    return (
        _active(scenario, row, day),
        day >= day_of(scenario, row.end, 0),
        values["apply"],
        most["quota"],
        wait > 0,
        min(1.0, row.stages / wait) if wait > 0 else 1.0,
        row.give_up,
        values["approval"],
        most["seats"],
    )
