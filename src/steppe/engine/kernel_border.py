"""
The compiled evening at border posts: who of those in the queues is let through, and what the others do.

In order: papers, quotas and limits, crossing away from the post, pushback.  The
accounts of a day balance to the person: attempts are those admitted, refused,
still waiting, across irregularly, or pushed back.
"""

from __future__ import annotations

from typing import cast

import numpy as np

from steppe.chance import hypergeometric
from steppe.compiled import compiled
from steppe.engine.arrays import IntArray
from steppe.engine.kernel_choice import decide
from steppe.engine.kernel_state import BIN_STEP, Luck, Now, Tables, hosted, put, split, take
from steppe.engine.policy import ADMITTED, ATTEMPTS, GAVE_UP, IRREGULAR, PUSHED_BACK, REFUSED, WAITING

_PAPERS = np.uint64(0x6A09_E667_F3BC_C909)
_QUOTA = np.uint64(0xBB67_AE85_84CA_A73B)
_LIMIT = np.uint64(0x3C6E_F372_FE94_F8A5)
_TRY_REFUSED = np.uint64(0xA54F_F53A_5F1D_36F1)
_TRY_LATE = np.uint64(0x510E_527F_ADE6_82D1)
_CAUGHT = np.uint64(0x9B05_688C_2B3E_6C1F)
_WAIT = np.uint64(0x1F83_D9AB_FB41_BD6B)
_PUSHED = np.uint64(0x5BE0_CD19_137E_2179)
_PUSHED_LATE = np.uint64(0xCBBB_9D5D_C105_9ED8)
_GIVES_UP = np.uint64(0x629A_292A_367C_D507)
_OF_THE_HOST = cast(int, np.int64(-1))


@compiled(apart=True)
def wait_on(tables: Tables, now: Now, luck: Luck, day: int) -> None:
    """In the morning some of each queue give up and decide anew; the others stay in it all day."""
    for number in range(len(tables.queues)):
        cell = tables.deciding_at_night + number
        queue = tables.queues[number]
        rule = tables.rules[tables.rule_of[day, queue.way]]
        for s in range(now.today_last[cell] + 1):
            count = now.today[cell, s]
            if count <= 0.0:
                continue
            now.today[cell, s] = 0.0
            address = queue.address + _GIVES_UP + np.uint64(s) * BIN_STEP
            leaving = split(luck, np.uint64(day), address, count, rule.give_up, now.tally)
            put(tables, now, cell, s, count - leaving)
            if leaving > 0.0:
                if tables.post_of_way[queue.way] >= 0:
                    now.border[GAVE_UP, tables.post_of_way[queue.way]] += leaving
                decide(tables, now, luck, day, cell, s, leaving)
        now.today_last[cell] = -1


@compiled(merged=True)
def _look_at_papers(tables: Tables, now: Now, luck: Luck, day: int) -> bool:
    """Sort those in the queues into refused and passing; whether there is anybody."""
    anybody = False
    now.refused[:] = 0.0
    now.passing[:] = 0.0
    for number in range(len(tables.queues)):
        cell, queue = tables.deciding_at_night + number, tables.queues[number]
        rule = tables.rules[tables.rule_of[day, queue.way]]
        for s in range(now.tonight_last[cell] + 1):
            count = now.tonight[cell, s]
            if count <= 0.0:
                continue
            anybody = True
            if rule.away == 0 and rule.shut == 0:
                address = queue.address + _PAPERS + np.uint64(s) * BIN_STEP
                accepted = split(luck, np.uint64(day), address, count, rule.admit, now.tally)
                now.passing[number, s] = accepted
                now.refused[number, s] = count - accepted
    return anybody


@compiled(inner=True)
def _keep(
    tables: Tables,
    now: Now,
    luck: Luck,
    day: int,
    queues: IntArray,
    first: int,
    last: int,
    quota: int,
    room: float,
    why: np.uint64,
) -> None:
    """Of those passing in queues ``first`` to ``last`` (excluded) of a list at most so many may go on, all alike."""
    everybody = 0.0
    for index in range(first, last):
        number = queues[index]
        if _is_under(tables, day, number, quota):
            for s in range(tables.bins):
                everybody += now.passing[number, s]
    if everybody <= room:
        return
    share = room / everybody
    for index in range(first, last):
        number = queues[index]
        if not _is_under(tables, day, number, quota):
            continue
        for s in range(tables.bins):
            count = now.passing[number, s]
            if count <= 0.0:
                continue
            if luck.expected:
                chosen = count * share
            else:
                address = tables.queues[number].address + why + np.uint64(s) * BIN_STEP
                chosen = hypergeometric(
                    count, everybody - count, room, luck.key, address, luck.replica, np.uint64(day)
                )
            everybody -= count
            room -= chosen
            now.passing[number, s] = chosen


@compiled(inner=True)
def _is_under(tables: Tables, day: int, number: int, quota: int) -> bool:
    """Whether a queue is under a quota today; a limit of the host is for all its members that are managed."""
    rule = tables.rules[tables.rule_of[day, tables.queues[number].way]]
    return bool(rule.quota == quota) if quota >= 0 else bool(rule.away == 0 and rule.managed == 1)


@compiled(merged=True)
def _respect_limits(tables: Tables, now: Now, luck: Luck, day: int) -> None:
    """Quotas first, then what each host takes at most."""
    for quota in range(len(tables.quotas)):
        first, last = tables.quota_start[quota], tables.quota_start[quota + 1]
        room = tables.quotas[quota]
        _keep(tables, now, luck, day, tables.quota_queues, first, last, quota, room, _QUOTA)
    for host in range(tables.limits.shape[1]):
        if np.isfinite(tables.limits[day, host]):
            room = max(0.0, tables.limits[day, host] - hosted(tables, now, host))
            first, last = tables.limit_start[host], tables.limit_start[host + 1]
            _keep(tables, now, luck, day, tables.limit_queues, first, last, _OF_THE_HOST, room, _LIMIT)


@compiled(merged=True)
def _settle_queue(tables: Tables, now: Now, luck: Luck, day: int, number: int, s: int, count: float) -> None:
    """Those of one queue go through, cross elsewhere, are pushed back or refused, or wait on."""
    cell, queue = tables.deciding_at_night + number, tables.queues[number]
    rule = tables.rules[tables.rule_of[day, queue.way]]
    today, address = np.uint64(day), queue.address + np.uint64(s) * BIN_STEP
    passing, refused = now.passing[number, s], now.refused[number, s]
    late = count - passing - refused
    trying = split(luck, today, address + _TRY_REFUSED, refused, rule.irregular, now.tally)
    trying_late = split(luck, today, address + _TRY_LATE, late, rule.irregular, now.tally)
    caught = split(luck, today, address + _CAUGHT, trying + trying_late, rule.returned, now.tally)
    across = trying + trying_late - caught
    pushed = split(luck, today, address + _PUSHED, passing, rule.pushback, now.tally)
    pushed_late = split(luck, today, address + _PUSHED_LATE, across, rule.pushback, now.tally)
    staying = split(luck, today, address + _WAIT, refused - trying, rule.wait, now.tally)
    waiting = late - trying_late + staying
    turned_away = refused - trying - staying
    back = caught + pushed + pushed_late
    take(tables, now, cell, s, count)
    put(tables, now, cell, s, waiting)
    if turned_away + back > 0.0:
        put(tables, now, queue.refused, s, turned_away + back)
        now.turned_back[tables.recorded[queue.way]] += turned_away + back
    if passing - pushed + across - pushed_late > 0.0:
        put(tables, now, queue.behind, s, passing - pushed + across - pushed_late)
    post = tables.post_of_way[queue.way]
    if post >= 0:
        now.border[ATTEMPTS, post] += count
        now.border[ADMITTED, post] += passing - pushed
        now.border[REFUSED, post] += turned_away
        now.border[WAITING, post] += waiting
        now.border[IRREGULAR, post] += across - pushed_late
        now.border[PUSHED_BACK, post] += back


@compiled(apart=True)
def at_posts(tables: Tables, now: Now, luck: Luck, day: int) -> None:
    """The evening at all posts where people queue."""
    if not _look_at_papers(tables, now, luck, day):
        return
    _respect_limits(tables, now, luck, day)
    for number in range(len(tables.queues)):
        cell = tables.deciding_at_night + number
        for s in range(now.tonight_last[cell] + 1):
            count = now.tonight[cell, s]
            if count > 0.0:
                _settle_queue(tables, now, luck, day, number, s, count)
