"""
The compiled evening of pathways: people go on from stage to stage, apply, depart, withdraw.

A pathway is a row of desks, one for each group at each host place.  Each desk has
a cell for every stage and one for those ready to depart, who all stand at the host.
"""

from __future__ import annotations

from typing import cast

import numpy as np

from steppe.chance import hypergeometric
from steppe.compiled import compiled
from steppe.engine.arrays import FloatArray
from steppe.engine.kernel_state import BIN_STEP, HOME, Luck, Now, Tables, hosted, put, split, take
from steppe.engine.pathways import NOT_YET, OVER
from steppe.engine.policy import APPLIED, APPROVED, DEPARTED, DISMISSED, IN_IT, RELEASED, WITHDREW

_ADVANCE = np.uint64(0x428A_2F98_D728_AE23)
_APPROVE = np.uint64(0x7137_4491_23EF_65CD)
_APPROVE_NOW = np.uint64(0xB5C0_FBCF_EC4D_3B2F)
_APPLY = np.uint64(0xE9B5_DBA5_8189_DBBD)
_QUOTA = np.uint64(0x3956_C25B_F348_B538)
_SEATS = np.uint64(0x59F1_11F1_B605_D019)
_HOST = np.uint64(0x923F_82A4_AF19_4F9B)
_ROOM = np.uint64(0xAB1C_5ED5_DA6D_8119)
_WITHDRAW = np.uint64(0xD807_AA98_A303_0243)
_CELL_STEP = np.uint64(0x1283_5B01_4570_6FBF)

# No literal numbers: functions would be compiled once more for each of them.
_RESTED = cast(int, np.int64(0))
_EVERYBODY, _FROM_ABROAD = cast(int, np.int64(0)), cast(int, np.int64(1))


@compiled(apart=True)
def stay_enrolled(tables: Tables, now: Now) -> None:
    """Those in a pathway do not move."""
    for cell in range(tables.deciding_at_night + len(tables.queues), tables.places_at_night):
        count = now.today[cell, 0]
        if count > 0.0:
            now.today[cell, 0] = 0.0
            put(tables, now, cell, _RESTED, count)
        now.today_last[cell] = -1


@compiled(inner=True)
def _decided(
    tables: Tables, now: Now, luck: Luck, day: int, pathway: int, desk: int, count: float, why: np.uint64
) -> None:
    """Applications at their end: approved and ready to depart, or refused."""
    counter = tables.desks[desk]
    chance = tables.pathway_days[day, pathway].approval
    approved = split(luck, np.uint64(day), counter.address + why, count, chance, now.tally)
    if approved > 0.0:
        put(tables, now, counter.first_stage + tables.stages[pathway], _RESTED, approved)
    if count > approved:
        put(tables, now, counter.refused, _RESTED, count - approved)
    now.pathway[APPROVED, pathway] += approved
    now.pathway[DISMISSED, pathway] += count - approved


@compiled(merged=True)
def _advance(tables: Tables, now: Now, luck: Luck, day: int, pathway: int, desk: int) -> None:
    """Everybody in a stage goes on to the next with one chance, the last stage first."""
    counter, stages = tables.desks[desk], tables.stages[pathway]
    chance = tables.pathway_days[day, pathway].advance
    for back in range(stages):
        stage = stages - 1 - back
        cell = counter.first_stage + stage
        count = now.tonight[cell, 0]
        if count <= 0.0:
            continue
        address = counter.address + _ADVANCE + np.uint64(stage) * BIN_STEP
        going = split(luck, np.uint64(day), address, count, chance, now.tally)
        if going <= 0.0:
            continue
        take(tables, now, cell, _RESTED, going)
        if back == 0:
            _decided(tables, now, luck, day, pathway, desk, going, _APPROVE)
        else:
            put(tables, now, cell + 1, _RESTED, going)


@compiled(merged=True)
def _ask(tables: Tables, now: Now, luck: Luck, day: int, pathway: int, desk: int) -> float:
    """Who of those standing at a host applies; how many they are."""
    counter = tables.desks[desk]
    chance = tables.pathway_days[day, pathway].apply
    asking = 0.0
    for index in range(counter.applicants, counter.last_applicants):
        cell = tables.applicants[index]
        for s in range(tables.bins):
            now.asked[index, s] = 0.0
        for s in range(now.tonight_last[cell] + 1):
            count = now.tonight[cell, s]
            if count > 0.0:
                address = (
                    counter.address
                    + _APPLY
                    + tables.cells[cell].address * _CELL_STEP
                    + np.uint64(s) * BIN_STEP
                )
                now.asked[index, s] = split(luck, np.uint64(day), address, count, chance, now.tally)
                asking += now.asked[index, s]
    return asking


@compiled(inner=True)
def _picked(
    luck: Luck, day: int, count: float, others: float, room: float, share: float, address: np.uint64
) -> float:
    """How many of ``count`` are among those picked where there is room for so many, or for a share, of all."""
    if luck.expected:
        return count * share
    return hypergeometric(count, others, room, luck.key, address, luck.replica, np.uint64(day))


@compiled(merged=True)
def _enrol(tables: Tables, now: Now, luck: Luck, day: int, pathway: int, first: int, last: int) -> None:
    """Applications are taken, up to the quota of the day, from all desks alike."""
    today = tables.pathway_days[day, pathway]
    asking = 0.0
    for desk in range(first, last):
        asking += _ask(tables, now, luck, day, pathway, desk)
    room = today.quota
    limited = asking > room
    share = room / asking if limited else 1.0
    for desk in range(first, last):
        counter = tables.desks[desk]
        taken = 0.0
        for index in range(counter.applicants, counter.last_applicants):
            cell = tables.applicants[index]
            for s in range(tables.bins):
                count = now.asked[index, s]
                if count <= 0.0:
                    continue
                own = count
                if limited:
                    address = (
                        counter.address
                        + _QUOTA
                        + tables.cells[cell].address * _CELL_STEP
                        + np.uint64(s) * BIN_STEP
                    )
                    own = _picked(luck, day, count, asking - count, room, share, address)
                    asking -= count
                    room -= own
                take(tables, now, cell, s, own)
                taken += own
        if taken <= 0.0:
            continue
        now.pathway[APPLIED, pathway] += taken
        if today.at_once == 1:
            _decided(tables, now, luck, day, pathway, desk, taken, _APPROVE_NOW)
        else:
            put(tables, now, counter.first_stage, _RESTED, taken)


@compiled(inner=True)
def _thin(
    tables: Tables,
    now: Now,
    luck: Luck,
    day: int,
    first: int,
    last: int,
    room: float,
    least_abroad: int,
    why: np.uint64,
) -> None:
    """Of those ready to depart from some desks at most so many do, each as likely as any other."""
    everybody = 0.0
    for desk in range(first, last):
        if tables.desks[desk].abroad >= least_abroad:
            everybody += now.departing[desk]
    if everybody <= room:
        return
    share = room / everybody
    for desk in range(first, last):
        count = now.departing[desk]
        if count <= 0.0 or tables.desks[desk].abroad < least_abroad:
            continue
        own = _picked(luck, day, count, everybody - count, room, share, tables.desks[desk].address + why)
        everybody -= count
        room -= own
        now.departing[desk] = own


@compiled(merged=True)
def _depart(
    tables: Tables,
    now: Now,
    luck: Luck,
    day: int,
    pathway: int,
    first: int,
    last: int,
    residents: FloatArray,
    hard: bool,
) -> None:
    """Those who are ready leave, as far as seats, the host's limit and the room at their destination allow."""
    ready, place = tables.stages[pathway], tables.destination[pathway]
    for desk in range(first, last):
        now.departing[desk] = max(0.0, now.tonight[tables.desks[desk].first_stage + ready, 0])
    _thin(tables, now, luck, day, first, last, tables.pathway_days[day, pathway].seats, _EVERYBODY, _SEATS)
    host = tables.host_of_place[place]
    if host >= 0 and np.isfinite(tables.limits[day, host]):
        room = max(0.0, tables.limits[day, host] - hosted(tables, now, host))
        _thin(tables, now, luck, day, first, last, room, _FROM_ABROAD, _HOST)
    if hard:
        room = max(0.0, np.floor(tables.capacity[day, place]) - now.occupancy[place])
        _thin(tables, now, luck, day, first, last, room, _EVERYBODY, _ROOM)
    for desk in range(first, last):
        count = now.departing[desk]
        if count <= 0.0:
            continue
        now.pathway[DEPARTED, pathway] += count
        take(tables, now, tables.desks[desk].first_stage + ready, _RESTED, count)
        if tables.settles[pathway]:
            residents[place] += count
            now.tally[HOME] += count
        else:
            put(tables, now, tables.desks[desk].arrival, _RESTED, count)


@compiled(merged=True)
def _leave_it(tables: Tables, now: Now, luck: Luck, day: int, pathway: int, desk: int) -> None:
    """Some withdraw, or all are released once a pathway is over; the others wait on."""
    counter, today = tables.desks[desk], tables.pathway_days[day, pathway]
    chance, account = (1.0, RELEASED) if today.state == OVER else (today.give_up, WITHDREW)
    for stage in range(tables.stages[pathway] + 1):
        cell = counter.first_stage + stage
        count = now.tonight[cell, 0]
        if count <= 0.0:
            continue
        address = counter.address + _WITHDRAW + np.uint64(stage) * BIN_STEP
        leaving = split(luck, np.uint64(day), address, count, chance, now.tally)
        if leaving > 0.0:
            take(tables, now, cell, _RESTED, leaving)
            put(tables, now, counter.standing, _RESTED, leaving)
            now.pathway[account, pathway] += leaving
        now.pathway[IN_IT, pathway] += count - leaving


@compiled(apart=True)
def at_desks(tables: Tables, now: Now, luck: Luck, day: int, residents: FloatArray) -> None:
    """The evening of all pathways, in the order of their table."""
    for pathway in range(len(tables.stages)):
        today = tables.pathway_days[day, pathway]
        first, last = tables.desk_start[pathway], tables.desk_start[pathway + 1]
        if today.state == NOT_YET:
            continue
        if today.state != OVER:
            for desk in range(first, last):
                _advance(tables, now, luck, day, pathway, desk)
            _enrol(tables, now, luck, day, pathway, first, last)
            hard = tables.hard[tables.destination[pathway]]
            _depart(tables, now, luck, day, pathway, first, last, residents, hard)
        for desk in range(first, last):
            _leave_it(tables, now, luck, day, pathway, desk)
