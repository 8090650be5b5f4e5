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
from tests.oracle.environment import Numbers
from tests.oracle.person import PERSON
from tests.oracle.tables import lay_out


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
    """

    stock: Numbers
    flow: Numbers
    turned_back: Numbers
    en_route: Numbers
    entered: Numbers


class Record(NamedTuple):
    """Flows of one replica. Shape ``(day, link)`` each."""

    flow: Numbers
    turned_back: Numbers


def run_oracle(scenario: Scenario, *, replicas: int, seed: int) -> Histories:
    """Run a world so many times."""
    world, pushes, heights = lay_out(scenario)
    days, places, links = scenario.days, len(scenario.places), world.admit.shape[1]
    histories = Histories(
        np.zeros((replicas, days, places), np.int64),
        np.zeros((replicas, days, links), np.int64),
        np.zeros((replicas, days, links), np.int64),
        np.zeros((replicas, days), np.int64),
        np.zeros((replicas, days), np.int64),
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
    record = Record(histories.flow[replica], histories.turned_back[replica])
    for day in range(days):
        before = count
        people, count, owed = push(pushes, day, at_home, owed, people, count)
        play_day(world, heights, day, people, count, stock, factor, record)
        histories.stock[replica, day] = stock
        histories.en_route[replica, day] = count - stock.sum()
        histories.entered[replica, day] = count - before
