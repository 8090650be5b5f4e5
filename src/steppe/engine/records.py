"""
The flat tables the kernel runs on: what a record of each holds.

Cells are numbered in one row: first places at night (where people decide in the
morning, then queues at posts, then stages of pathways), then stretches of road at
night, then classes of situations during the day; within each, group after group.
They are filled by ``tables.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steppe.engine.arrays import AddressArray, IntArray, RecordArray

CELL = np.dtype(
    [
        ("address", np.uint64),
        ("place", np.int32),
        ("stand", np.int32),
        ("menu", np.int32),
        ("forced_route", np.int32),
        ("forced_final", np.int32),
        ("first_target", np.int32),
        ("stay", np.int32),
        ("settle", np.int32),
        ("via", np.int32),
        ("refused_to", np.int32),
        ("back", np.int8),
        ("decides", np.int8),
        ("onward", np.int8),
    ],
    align=True,
)
"""A situation in which people decide, wait, or stand before a place with hard capacity."""
TARGET = np.dtype(
    [
        ("high_share", np.float64),
        ("low", np.int32),
        ("high", np.int32),
        ("low_bins", np.int32),
        ("high_bins", np.int32),
        ("queue", np.int32),
    ],
    align=True,
)
"""Where an option leads: to ``low``, or with a chance of ``high_share`` to ``high``; ``queue`` on managed days."""
ROAD = np.dtype(
    [
        ("address", np.uint64),
        ("high_share", np.float64),
        ("to", np.int32),
        ("high", np.int32),
        ("bins", np.int32),
        ("high_bins", np.int32),
        ("completes", np.int8),
        ("high_completes", np.int8),
        ("orphan", np.int32),
        ("route", np.int32),
        ("season", np.int32),
    ],
    align=True,
)
"""
A stretch of road at night: where the next day leads, and whether that completes the route.

People with a whole route ahead that has more than one pace set out at that of the day:
``season`` is the column of ``CellTables.setting_out`` that says from which road cell.
"""
GATE = np.dtype([("place", np.int32), ("first", np.int32), ("last", np.int32)], align=True)
"""Classes ``first`` to ``last`` (excluded) that arrive at one place with hard capacity in one round."""
QUEUE = np.dtype(
    [("address", np.uint64), ("way", np.int32), ("refused", np.int32), ("behind", np.int32)], align=True
)
"""A queue: where the refused stand and those let through sleep tonight."""
DESK = np.dtype(
    [
        ("address", np.uint64),
        ("pathway", np.int32),
        ("abroad", np.int32),
        ("first_stage", np.int32),
        ("standing", np.int32),
        ("refused", np.int32),
        ("arrival", np.int32),
        ("applicants", np.int32),
        ("last_applicants", np.int32),
    ],
    align=True,
)
"""One group at one host of a pathway, ``abroad`` seen from its destination: stages, and where people go."""


@dataclass(frozen=True, slots=True)
class CellTables:
    """
    Flat tables of situations.

    Parameters
    ----------
    deciding_at_night, places_at_night, roads_at_night
        How many cells people decide in in the morning, how many lie at places, and how many on roads.
    cells
        ``CELL`` records of the places at night, then of the classes. Shape ``(place cell + class,)``.
    targets
        ``TARGET`` records; an option's record is ``first_target`` plus its position in the menu.
    roads
        ``ROAD`` records. Shape ``(road cell,)``.
    start_cell
        Where people who leave home stand. Shape ``(stand,)``, place after place for each group.
    morning_start
        Where the cells of each group that decides in the morning begin. Shape ``(group + 1,)``.
    round_start
        First class of each round, and one past the last. Shape ``(round + 1,)``.
    gates, gate_start
        ``GATE`` records, and the first one of each round.
    queues
        ``QUEUE`` records, of the cells from ``deciding_at_night`` on.
    desks, applicants
        ``DESK`` records in the order of pathways, and the cells whose people may apply at each.
    setting_out
        Road cells. Shape ``(day, season)``.
    place_address
        Shape ``(place,)``.
    """

    deciding_at_night: int
    places_at_night: int
    roads_at_night: int
    cells: RecordArray
    targets: RecordArray
    roads: RecordArray
    start_cell: IntArray
    morning_start: IntArray
    round_start: IntArray
    gates: RecordArray
    gate_start: IntArray
    queues: RecordArray
    desks: RecordArray
    applicants: IntArray
    setting_out: IntArray
    place_address: AddressArray
