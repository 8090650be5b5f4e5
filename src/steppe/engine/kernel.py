"""
The compiled day: what happens to every count, in order.

One body serves two modes: ``counts`` splits whole people by chance, ``expected``
takes the mean of every split.  The kernel knows no camp and no border, only
cells and tables; the order of a day is that of :func:`play_day`.

Compiled by numba without fast-math; every draw has an address (see ``chance``).
"""

from __future__ import annotations

import math

import numpy as np

from steppe.chance import hypergeometric
from steppe.compiled import compiled
from steppe.engine.arrays import FloatArray
from steppe.engine.kernel_border import at_posts, wait_on
from steppe.engine.kernel_choice import REFUSED_BELOW, decide, feel_crowding, throttle_at
from steppe.engine.kernel_pathway import at_desks, stay_enrolled
from steppe.engine.kernel_push import push
from steppe.engine.kernel_state import BIN_STEP, HOME, ON_ROAD, STALE, Luck, Now, Tables, put, split

_GATE = np.uint64(0xAF25_1AF3_B0F0_25B5)
_CALL = np.uint64(0x3C6E_F372_FE94_F82B)
_BATCH_BITS, _TURN_BITS = np.uint64(24), np.uint64(28)
_SAME_BATCH = 0.05
_WORTH_NOTICE = 0.02


@compiled(inner=True)
def _mark_orphans(tables: Tables, now: Now, day: int) -> None:
    """Those on a route that closes this morning will be put back where they came from."""
    for index in range(tables.closing_start[day], tables.closing_start[day + 1]):
        cell = tables.closing_roads[index]
        orphan = tables.roads[cell - tables.places_at_night].orphan
        last = now.today_last[cell]
        for s in range(last + 1):
            now.today[orphan, s] += now.today[cell, s]
            now.today[cell, s] = 0.0
        now.today_last[orphan] = max(now.today_last[orphan], last)
        now.today_last[cell] = -1


@compiled(inner=True)
def _travel_roads(tables: Tables, now: Now, luck: Luck, day: int) -> None:
    """Those who slept on a road go on; some arrive."""
    for cell in range(tables.places_at_night, tables.overnight):
        last = now.today_last[cell]
        if last < 0:
            continue
        road = tables.roads[cell - tables.places_at_night]
        own_address = road.address
        if road.season >= 0:
            road = tables.roads[tables.setting_out[day, road.season]]
        recorded = tables.recorded[road.route] if tables.ways_differ else np.int64(road.route)
        for s in range(last + 1):
            count = now.today[cell, s]
            if count > 0.0:
                now.today[cell, s] = 0.0
                address = own_address + np.uint64(s) * BIN_STEP
                slow = split(luck, np.uint64(day), address, count, road.high_share, now.tally)
                if slow > 0.0:
                    now.flow[recorded] += slow * road.high_completes
                    put(tables, now, road.high, s + road.high_bins, slow)
                if count > slow:
                    now.flow[recorded] += (count - slow) * road.completes
                    put(tables, now, road.to, s + road.bins, count - slow)
        now.today_last[cell] = -1


@compiled(inner=True)
def _pass_gate(tables: Tables, now: Now, luck: Luck, day: int, gate: int) -> None:
    """Let in as many as there is room for, whoever they are; the others go back or wait."""
    place = tables.gates[gate].place
    shift = tables.overnight
    first, last = tables.gates[gate].first + shift, tables.gates[gate].last + shift
    waiting = 0.0
    for cell in range(first, last):
        for s in range(now.today_last[cell] + 1):
            waiting += now.today[cell, s]
    room = max(0.0, np.floor(tables.capacity[day, place]) - now.occupancy[place])
    if waiting <= room:
        return
    for cell in range(first, last):
        record = tables.cells[cell - shift + tables.places_at_night]
        for s in range(now.today_last[cell] + 1):
            count = now.today[cell, s]
            if count <= 0.0:
                continue
            if luck.expected:
                let_in = count * room / waiting if waiting > 0.0 else 0.0
            else:
                address = record.address + _GATE + np.uint64(s) * BIN_STEP
                let_in = hypergeometric(
                    count, waiting - count, room, luck.key, address, luck.replica, np.uint64(day)
                )
            waiting -= count
            room -= let_in
            now.today[cell, s] = let_in
            if count > let_in:
                if record.back == 0:
                    now.flow[record.via] -= count - let_in
                    now.turned_back[record.via] += count - let_in
                put(tables, now, record.refused_to, s, count - let_in)


@compiled(inner=True)
def _turns_this_morning(tables: Tables, now: Now, day: int) -> int:
    """Two where a place that refuses people may begin to let them in once some have left it, else one."""
    if tables.most_batches == 1:
        return 1
    for index in range(len(tables.limited)):
        place = tables.limited[index]
        people = now.occupancy[place]
        leaving = tables.leave[day, place] * people
        left = people - leaving - math.sqrt(leaving)
        if now.throttle[place] < REFUSED_BELOW <= throttle_at(tables, day, place, left):
            return 2
    return 1


@compiled(inner=True)
def _stay_for_now(tables: Tables, now: Now, first: int, last: int) -> None:
    """Those of cells ``first`` to ``last`` (excluded) are still there while others decide."""
    for cell in range(first, last):
        for s in range(now.today_last[cell] + 1):
            now.occupancy[tables.cells[cell].place] += now.today[cell, s]


@compiled(inner=True)
def _let_decide(tables: Tables, now: Now, luck: Luck, day: int, cell: int, step: int, left: int) -> None:
    """Those of one cell whose turn it is decide, of the turns that are left; the others are still there meanwhile."""
    record = tables.cells[cell]
    for s in range(now.today_last[cell] + 1):
        count = now.today[cell, s]
        if count <= 0.0:
            continue
        if step > 0:
            now.occupancy[record.place] -= count
        address = record.address + _CALL + np.uint64(s) * BIN_STEP
        called = split(luck, np.uint64(day), address, count, 1.0 / left, now.tally)
        now.today[cell, s] = count - called
        now.occupancy[record.place] += count - called
        if called > 0.0:
            decide(tables, now, luck, day, cell, s, called)
    if left == 1:
        now.today_last[cell] = -1


@compiled(merged=True)
def _morning(tables: Tables, now: Now, luck: Luck, day: int, turns: int) -> None:
    """Everybody at a place decides, in the order of the tables; those of one group see the same crowding."""
    groups = len(tables.morning_start) - 1
    _stay_for_now(tables, now, tables.morning_start[1], tables.deciding_at_night)
    for step in range(groups * turns):
        turn, group = step // groups, step % groups
        if step > 0:
            feel_crowding(tables, now, day)
        own = Luck(luck.key, luck.replica + (np.uint64(turn) << _TURN_BITS), luck.expected)
        for cell in range(tables.morning_start[group], tables.morning_start[group + 1]):
            _let_decide(tables, now, own, day, cell, step, turns - turn)


@compiled(inner=True)
def _rounds(tables: Tables, now: Now, luck: Luck, day: int) -> None:
    """Those who were called up pass gates and decide again, in rounds."""
    shift = tables.overnight - tables.places_at_night
    for number in range(len(tables.round_start) - 1):
        feel_crowding(tables, now, day)
        for gate in range(tables.gate_start[number], tables.gate_start[number + 1]):
            _pass_gate(tables, now, luck, day, gate)
        for index in range(tables.round_start[number], tables.round_start[number + 1]):
            cell = index + tables.overnight
            for s in range(now.today_last[cell] + 1):
                count = now.today[cell, s]
                if count > 0.0:
                    now.today[cell, s] = 0.0
                    record = tables.cells[cell - shift]
                    if record.decides == 1:
                        decide(tables, now, luck, day, cell - shift, s, count)
                    else:
                        put(tables, now, record.settle, s, count)
            now.today_last[cell] = -1


@compiled(inner=True)
def _batches_today(tables: Tables, now: Now, day: int) -> int:
    """More batches the more today's arrivals change how full a place feels; all if it begins to refuse people."""
    if tables.most_batches == 1:
        return 1
    now.arriving[:] = 0.0
    shift = tables.overnight - tables.places_at_night
    for cell in range(tables.overnight, len(now.today_last)):
        for s in range(now.today_last[cell] + 1):
            now.arriving[tables.cells[cell - shift].place] += now.today[cell, s]
    batches = 1
    for index in range(len(tables.limited)):
        place = tables.limited[index]
        before = throttle_at(tables, day, place, now.occupancy[place])
        after = throttle_at(tables, day, place, now.occupancy[place] + now.arriving[place])
        change = before - after
        if before >= REFUSED_BELOW > after and change > _WORTH_NOTICE:
            return tables.most_batches
        batches = max(batches, 1 + int(change / _SAME_BATCH))
    return min(batches, tables.most_batches)


@compiled(inner=True)
def _queue_up(tables: Tables, now: Now) -> None:
    """Those who arrived today wait until they are called up."""
    for index in range(len(now.queue_last)):
        cell = index + tables.overnight
        last = now.today_last[cell]
        now.queue_last[index] = last
        now.today_last[cell] = -1
        for s in range(last + 1):
            now.queue[index, s] = now.today[cell, s]
            now.today[cell, s] = 0.0


@compiled(inner=True)
def _call_up(tables: Tables, now: Now, luck: Luck, day: int, share: float) -> None:
    """A share of those who wait, taken at random, may go on with their day."""
    shift = tables.places_at_night
    for index in range(len(now.queue_last)):
        for s in range(now.queue_last[index] + 1):
            waiting = now.queue[index, s]
            if waiting <= 0.0:
                continue
            address = tables.cells[index + shift].address + _CALL + np.uint64(s) * BIN_STEP
            called = split(luck, np.uint64(day), address, waiting, share, now.tally)
            if called > 0.0:
                now.queue[index, s] = waiting - called
                put(tables, now, index + tables.overnight, s, called)


@compiled(merged=True)
def _arrivals(tables: Tables, now: Now, luck: Luck, day: int) -> None:
    """Those who arrived today go on with their day, all at once or in batches."""
    batches = _batches_today(tables, now, day)
    if batches > 1:
        _queue_up(tables, now)
    for batch in range(batches):
        own = Luck(luck.key, luck.replica + (np.uint64(batch) << _BATCH_BITS), luck.expected)
        if batches > 1:
            _call_up(tables, now, own, day, 1.0 / (batches - batch))
        _rounds(tables, now, own, day)


@compiled(inner=True)
def _halve_recent_travel(tables: Tables, now: Now) -> None:
    """At night what was travelled of late counts half."""
    for cell in range(tables.overnight):
        for s in range(1, now.tonight_last[cell] + 1):
            count = now.tonight[cell, s]
            now.tonight[cell, s] = 0.0
            now.tonight[cell, s // 2] += count
        now.tonight_last[cell] //= 2 if now.tonight_last[cell] > 0 else 1


@compiled(merged=True)
def play_day(tables: Tables, now: Now, luck: Luck, day: int, residents: FloatArray) -> float:
    """All that happens on a day, in order; returns how many entered."""
    if day == 0 or tables.epoch_of_day[day] != tables.epoch_of_day[day - 1]:
        now.menu_state[:] = STALE
    _mark_orphans(tables, now, day)
    entered = push(tables, now, luck, day, residents)
    feel_crowding(tables, now, day)
    turns = _turns_this_morning(tables, now, day)
    now.occupancy[:] = 0.0
    now.tally[ON_ROAD] = 0.0
    now.tally[HOME] = 0.0
    _travel_roads(tables, now, luck, day)
    if len(tables.desks) > 0:
        stay_enrolled(tables, now)
    if len(tables.queues) > 0:
        wait_on(tables, now, luck, day)
    _morning(tables, now, luck, day, turns)
    _arrivals(tables, now, luck, day)
    if len(tables.queues) > 0:
        at_posts(tables, now, luck, day)
    if len(tables.desks) > 0:
        at_desks(tables, now, luck, day, residents)
    if tables.bins > 1:
        _halve_recent_travel(tables, now)
    return entered
