"""
Many histories of a world, each person followed on their own.

This is the specification in code: slow, plain, and written without a look at
the engine, which must equal it in distribution.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from steppe.compiled import compiled
from steppe.scenario.model import Scenario
from tests.oracle.day import play_day, push
from tests.oracle.environment import Numbers, directed_links
from tests.oracle.person import PERSON
from tests.oracle.regimes import posts
from tests.oracle.tables import lay_out

ACCOUNTS = ("attempts", "admitted", "refused", "waiting", "irregular", "pushed_back", "gave_up")
STEPS = ("applied", "waiting", "approved", "refused", "departed", "gave_up", "released")


class Histories(NamedTuple):
    """
    What happened in each replica.

    Parameters
    ----------
    stock
        Settled at nightfall. Shape ``(replica, day, place)``.
    flow, turned_back
        Who completed a link, who was refused on it. Shape ``(replica, day, link)``.
    en_route, entered
        On the road at nightfall; who entered. Shape ``(replica, day)``.
    group_stock
        Settled at nightfall; no groups where the world names none. Shape ``(replica, day, group, place)``.
    border
        Accounts of the links between two countries. Shape ``(replica, day, account, post)``.
    pathway
        Accounts of the pathways. Shape ``(replica, day, step, pathway)``.
    went_home
        Who settled; no days where there are no pathways. Shape ``(replica, day)``.
    """

    stock: Numbers
    flow: Numbers
    turned_back: Numbers
    en_route: Numbers
    entered: Numbers
    group_stock: Numbers
    border: Numbers
    pathway: Numbers
    went_home: Numbers


class Record(NamedTuple):
    """One replica, day by day: what is counted when it happens."""

    flow: Numbers
    turned_back: Numbers
    border: Numbers
    pathway: Numbers
    went_home: Numbers


def run_oracle(scenario: Scenario, *, replicas: int, seed: int) -> Histories:
    """Run a world so many times."""
    world, pushes, heights = lay_out(scenario)
    links = directed_links(scenario)
    shape, pathways = (replicas, scenario.days), len(scenario.pathways)
    histories = Histories(
        np.zeros((*shape, len(scenario.places)), np.int64),
        np.zeros((*shape, len(links)), np.int64),
        np.zeros((*shape, len(links)), np.int64),
        np.zeros(shape, np.int64),
        np.zeros(shape, np.int64),
        np.zeros((*shape, len(scenario.groups), len(scenario.places)), np.int64),
        np.zeros((*shape, len(ACCOUNTS), len(posts(scenario, links))), np.int64),
        np.zeros((*shape, len(STEPS), pathways), np.int64),
        np.zeros((replicas, scenario.days if pathways else 0), np.int64),
    )
    _run(world, heights, pushes, histories, seed)
    return histories


@compiled()
def _run(world: Any, heights: Any, pushes: Any, histories: Any, seed: int) -> None:
    np.random.seed(seed)  # noqa: NPY002
    for replica in range(histories.stock.shape[0]):
        _run_one(world, heights, pushes, histories, replica)


@compiled()
def _run_one(world: Any, heights: Any, pushes: Any, histories: Any, replica: int) -> None:
    days, places = histories.stock.shape[1:]
    people, count, owed = np.zeros(64, PERSON), 0, 0
    at_home = pushes.population.copy()
    stock, factor = np.zeros(places, np.int64), np.zeros(places)
    record = Record(
        histories.flow[replica],
        histories.turned_back[replica],
        histories.border[replica],
        histories.pathway[replica],
        histories.went_home[replica],
    )
    for day in range(days):
        before = count
        people, count, owed = push(pushes, day, at_home, owed, people, count)
        histories.entered[replica, day] = count - before
        count = play_day(world, heights, day, people, count, at_home, stock, factor, record)
        histories.stock[replica, day] = stock
        histories.en_route[replica, day] = count - stock.sum()
        if histories.group_stock.shape[2] > 0:
            _by_group(people, count, histories.group_stock[replica, day])


@compiled()
def _by_group(people: Any, count: int, stock: Any) -> None:
    """Settled people of each group at each place."""
    for each in range(count):
        if people[each].place >= 0:
            stock[people[each].group, people[each].place] += 1
