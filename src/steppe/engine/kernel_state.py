"""
What the kernel reads and changes: the tables, one day's counts, and two ways to change them.

Compiled by numba; every draw has an address (see ``chance``).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from steppe.chance import binomial
from steppe.compiled import compiled
from steppe.engine.arrays import AddressArray, BoolArray, FloatArray, IntArray, RecordArray

BIN_STEP = np.uint64(0x9E3779B97F4A7C15)
ON_ROAD, DRAWS, CARRIED, HOME = 0, 1, 2, 3
STALE, EMPTY, READY = 0, 1, 2


class Tables(NamedTuple):
    """Everything the kernel reads; see ``plan.Plan``, ``records.CellTables`` and the tables of each phase for meanings."""

    cells: RecordArray
    targets: RecordArray
    roads: RecordArray
    start_cell: IntArray
    morning_start: IntArray
    round_start: IntArray
    gates: RecordArray
    gate_start: IntArray
    menu_start: IntArray
    candidates: RecordArray
    queues: RecordArray
    desks: RecordArray
    applicants: IntArray
    setting_out: IntArray
    place_address: AddressArray
    group_chance: FloatArray
    recorded: IntArray
    post_of_way: IntArray
    rules: RecordArray
    rule_of: IntArray
    quotas: FloatArray
    quota_start: IntArray
    quota_queues: IntArray
    limits: FloatArray
    limit_start: IntArray
    limit_queues: IntArray
    host_of_place: IntArray
    host_road_start: IntArray
    host_roads: IntArray
    pathway_days: RecordArray
    desk_start: IntArray
    stages: IntArray
    destination: IntArray
    settles: BoolArray
    hard: BoolArray
    overflow: IntArray
    weights: FloatArray
    epoch_of_day: IntArray
    limited: IntArray
    watch_start: IntArray
    watchers: IntArray
    leave: FloatArray
    capacity: FloatArray
    is_camp: BoolArray
    is_town: BoolArray
    admit: FloatArray
    closing_start: IntArray
    closing_roads: IntArray
    present: FloatArray
    population: FloatArray
    total: FloatArray
    factor: FloatArray
    placed: FloatArray
    chance: FloatArray
    mean: FloatArray
    groups: int
    ways_differ: bool
    keeps_accounts: bool
    deciding_at_night: int
    places_at_night: int
    overnight: int
    bins: int
    most_batches: int
    buffer: float
    power: float
    uniform_when_all_full: bool
    refuses_full_camps: bool
    takes_from_population: bool


class Luck(NamedTuple):
    """Which replica this is, and whether every draw is replaced by its mean."""

    key: np.uint64
    replica: np.uint64
    expected: bool


class Now(NamedTuple):
    """
    Where everybody is during one day.

    ``today`` and ``tonight`` have shape ``(cell, bin)``; ``*_last`` is the highest
    occupied bin of each cell, -1 for none.  ``occupancy`` counts people standing
    at each place; ``throttle`` is what that leaves of a place's attraction.
    ``queue`` holds those who arrived today and are not yet called up, ``(class, bin)``.
    ``border`` and ``pathway`` are the accounts of the day.  In the evening
    ``refused`` and ``passing`` sort those in each queue, ``(queue, bin)``; ``asked``
    are those who apply, ``(applicant cell, bin)``, and ``departing`` those who may
    leave each desk.
    """

    today: FloatArray
    tonight: FloatArray
    today_last: IntArray
    tonight_last: IntArray
    occupancy: FloatArray
    throttle: FloatArray
    conditional: FloatArray
    menu_state: IntArray
    flow: FloatArray
    turned_back: FloatArray
    tally: FloatArray
    arriving: FloatArray
    queue: FloatArray
    queue_last: IntArray
    border: FloatArray
    pathway: FloatArray
    refused: FloatArray
    passing: FloatArray
    asked: FloatArray
    departing: FloatArray


@compiled(inner=True)
def split(
    luck: Luck, day: np.uint64, address: np.uint64, count: float, chance: float, tally: FloatArray
) -> float:
    """How many of ``count`` go, each with the same chance; or the mean of that."""
    if chance >= 1.0:
        return count
    if count <= 0.0 or chance <= 0.0:
        return 0.0
    tally[DRAWS] += 1.0
    if luck.expected:
        return count * chance
    return binomial(count, chance, luck.key, address, luck.replica, day)


@compiled(inner=True)
def put(tables: Tables, now: Now, cell: int, s: int, count: float) -> None:
    """Add people to a cell: of tonight if it is a night's, else of the day."""
    s = min(s, tables.bins - 1)
    if cell >= tables.overnight:
        now.today[cell, s] += count
        now.today_last[cell] = max(now.today_last[cell], s)
        return
    now.tonight[cell, s] += count
    now.tonight_last[cell] = max(now.tonight_last[cell], s)
    if cell < tables.places_at_night:
        now.occupancy[tables.cells[cell].place] += count
    else:
        now.tally[ON_ROAD] += count


@compiled(inner=True)
def take(tables: Tables, now: Now, cell: int, s: int, count: float) -> None:
    """Remove people from a place tonight."""
    now.tonight[cell, s] -= count
    now.occupancy[tables.cells[cell].place] -= count


@compiled(inner=True)
def hosted(tables: Tables, now: Now, host: int) -> float:
    """Displaced people in a country that declared a limit, and on roads that end in it."""
    people = 0.0
    for place in range(len(tables.host_of_place)):
        if tables.host_of_place[place] == host:
            people += now.occupancy[place]
    for index in range(tables.host_road_start[host], tables.host_road_start[host + 1]):
        cell = tables.host_roads[index]
        for s in range(now.tonight_last[cell] + 1):
            people += now.tonight[cell, s]
    return people
