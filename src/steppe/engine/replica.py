"""
One replica from its first day to its last: what it is made of, and what it counts.

What happens on a day is in ``kernel.py``; how replicas are shared over threads in ``ensemble.py``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from steppe.compiled import compiled
from steppe.engine.arrays import FloatArray, IntArray
from steppe.engine.kernel import play_day
from steppe.engine.kernel_state import DRAWS, HOME, ON_ROAD, Luck, Now, Tables


class Counted(NamedTuple):
    """What one replica counts, day by day; see ``ensemble.ReplicaOutput`` for shapes and meanings."""

    stock: FloatArray
    flow: FloatArray
    en_route: FloatArray
    entered: FloatArray
    turned_back: FloatArray
    group_stock: FloatArray
    border: FloatArray
    pathway: FloatArray
    went_home: FloatArray


@compiled(inner=True)
def _by_group(tables: Tables, tonight: FloatArray, tonight_last: IntArray, stock: FloatArray) -> None:
    """People of each group standing at each place tonight."""
    places = stock.shape[1]
    stock[:] = 0.0
    for cell in range(tables.places_at_night):
        stand = tables.cells[cell].stand
        for s in range(tonight_last[cell] + 1):
            stock[stand // places, stand % places] += tonight[cell, s]


@compiled(merged=True)
def _day_before_the_first(tables: Tables, counted: Counted) -> Now:
    """Nobody anywhere, in arrays that serve all days."""
    cells = tables.overnight + len(tables.cells) - tables.places_at_night
    places, queues, arrivals = counted.stock.shape[1], len(tables.queues), cells - tables.overnight
    return Now(
        np.zeros((cells, tables.bins)),
        np.zeros((cells, tables.bins)),
        np.full(cells, -1, dtype=np.int64),
        np.full(cells, -1, dtype=np.int64),
        np.zeros(places),
        np.ones(places),
        np.zeros(len(tables.candidates)),
        np.zeros(len(tables.menu_start) - 1, dtype=np.int64),
        counted.flow[0],
        counted.turned_back[0],
        np.zeros(4),
        np.zeros(places),
        np.zeros((arrivals, tables.bins)),
        np.full(arrivals, -1, dtype=np.int64),
        counted.border[0],
        counted.pathway[0],
        np.zeros((queues, tables.bins)),
        np.zeros((queues, tables.bins)),
        np.zeros((len(tables.applicants), tables.bins)),
        np.zeros(len(tables.desks)),
    )


@compiled(merged=True)
def _next_morning(now: Now, counted: Counted, day: int) -> Now:
    """Where people are tonight is where they are tomorrow."""
    return Now(
        now.tonight,
        now.today,
        now.tonight_last,
        now.today_last,
        now.occupancy,
        now.throttle,
        now.conditional,
        now.menu_state,
        counted.flow[day],
        counted.turned_back[day],
        now.tally,
        now.arriving,
        now.queue,
        now.queue_last,
        counted.border[day],
        counted.pathway[day],
        now.refused,
        now.passing,
        now.asked,
        now.departing,
    )


@compiled()
def run_replica(tables: Tables, luck: Luck, counted: Counted) -> float:
    """
    Run one replica, day by day.

    Parameters
    ----------
    tables, luck
        What to run, and which replica.
    counted
        Filled in.

    Returns
    -------
    draws
        How many random draws (or means) were taken.
    """
    counted.flow[:] = 0.0
    counted.turned_back[:] = 0.0
    counted.border[:] = 0.0
    counted.pathway[:] = 0.0
    residents = tables.population.copy()
    now = _day_before_the_first(tables, counted)
    for day in range(len(counted.stock)):
        now = _next_morning(now, counted, day)
        counted.entered[day] = play_day(tables, now, luck, day, residents)
        for place in range(len(now.occupancy)):
            counted.stock[day, place] = now.occupancy[place]
        counted.en_route[day] = now.tally[ON_ROAD]
        if tables.groups > 0:
            _by_group(tables, now.tonight, now.tonight_last, counted.group_stock[day])
        if len(counted.went_home) > 0:
            counted.went_home[day] = now.tally[HOME]
    return float(now.tally[DRAWS])
