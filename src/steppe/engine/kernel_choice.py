"""The compiled decisions: how crowding is felt, who leaves, and where they set out to."""

from __future__ import annotations

import numpy as np

from steppe.compiled import compiled
from steppe.engine.clocks import BINS_PER_DAY
from steppe.engine.kernel_state import BIN_STEP, EMPTY, READY, STALE, Luck, Now, Tables, put, split
from steppe.engine.policy import ADMITTED, ATTEMPTS, REFUSED

_ADMIT = np.uint64(0x5851F42D4C957F2D)
_ROUNDING = np.uint64(0x2545F4914F6CDD1D)
REFUSED_BELOW = 0.5


@compiled(inner=True)
def throttle_at(tables: Tables, day: int, place: int, people: float) -> float:
    """What is left of a place's attraction when so many people stand there: 1 with room, 0 when full."""
    room = tables.capacity[day, place]
    if people >= room:
        return 0.0
    if people <= tables.buffer * room:
        return 1.0
    return float((room - people) / (room * (1.0 - tables.buffer)))


@compiled(inner=True)
def _felt(tables: Tables, now: Now, day: int, place: int) -> float:
    """What is left of a place's attraction now; one that passes people on is as attractive as where they end up."""
    throttle = throttle_at(tables, day, place, now.occupancy[place])
    beyond = tables.overflow[place]
    for _ in range(len(tables.overflow)):
        if throttle >= 1.0 or beyond < 0:
            break
        throttle = max(throttle, throttle_at(tables, day, beyond, now.occupancy[beyond]))
        beyond = tables.overflow[beyond]
    return throttle


@compiled(inner=True)
def feel_crowding(tables: Tables, now: Now, day: int) -> None:
    """Freeze the throttle of every limited place at its present occupancy."""
    for index in range(len(tables.limited)):
        place = tables.limited[index]
        throttle = _felt(tables, now, day, place)
        if throttle != now.throttle[place]:
            now.throttle[place] = throttle
            for watch in range(tables.watch_start[index], tables.watch_start[index + 1]):
                now.menu_state[tables.watchers[watch]] = STALE


@compiled(inner=True)
def refresh_menu(tables: Tables, now: Now, day: int, menu: int) -> None:
    """Chance of each candidate among those not yet passed over, from weights and throttles."""
    first, last = tables.menu_start[menu], tables.menu_start[menu + 1]
    epoch = tables.epoch_of_day[day]
    total = 0.0
    for candidate in range(last - 1, first - 1, -1):
        weight = tables.weights[epoch, candidate]
        if weight > 0.0:
            throttle = now.throttle[tables.candidates[candidate].final]
            if throttle < 1.0:
                weight *= throttle if tables.power == 1.0 else throttle**tables.power
        else:
            weight = 0.0
        total += weight
        now.conditional[candidate] = weight / total if weight > 0.0 else 0.0
    now.menu_state[menu] = READY
    if total <= 0.0:
        now.menu_state[menu] = EMPTY
        if tables.uniform_when_all_full:
            _choose_evenly(tables, now, epoch, menu)


@compiled(inner=True)
def _choose_evenly(tables: Tables, now: Now, epoch: int, menu: int) -> None:
    """Where every weight is zero, each candidate is as likely as any other."""
    total = 0.0
    for candidate in range(tables.menu_start[menu + 1] - 1, tables.menu_start[menu] - 1, -1):
        if tables.weights[epoch, candidate] >= 0.0:
            copies = float(tables.candidates[candidate].copies)
            total += copies
            now.conditional[candidate] = copies / total
            now.menu_state[menu] = READY


@compiled(inner=True)
def _set_out(
    tables: Tables,
    now: Now,
    luck: Luck,
    day: int,
    address: np.uint64,
    s: int,
    count: float,
    stay: int,
    route: int,
    final: int,
    option: int,
) -> None:
    """People chose a way: they queue before it, or some are refused and stay tonight and the rest travel."""
    target = tables.targets[option]
    if target.queue >= 0 and tables.rules[tables.rule_of[day, route]].managed == 1:
        put(tables, now, target.queue, s, count)
        return
    admit = tables.admit[day, route]
    if tables.refuses_full_camps and tables.is_camp[day, final] and now.throttle[final] < REFUSED_BELOW:
        put(tables, now, stay, s, count)
        return
    post = tables.post_of_way[route] if tables.keeps_accounts else -1
    if post >= 0:
        now.border[ATTEMPTS, post] += count
    if admit < 1.0:
        passed = split(luck, np.uint64(day), address + _ADMIT, count, admit, now.tally)
        if passed < count:
            now.turned_back[tables.recorded[route]] += count - passed
            if post >= 0:
                now.border[REFUSED, post] += count - passed
            put(tables, now, stay, s, count - passed)
        count = passed
        if count <= 0.0:
            return
    if post >= 0:
        now.border[ADMITTED, post] += count
    recorded = tables.recorded[route] if tables.ways_differ else route
    slow = split(luck, np.uint64(day), address + _ROUNDING, count, target.high_share, now.tally)
    if slow > 0.0:
        if target.high < tables.places_at_night or target.high >= tables.overnight:
            now.flow[recorded] += slow
        put(tables, now, target.high, s + target.high_bins, slow)
    if count > slow:
        if target.low < tables.places_at_night or target.low >= tables.overnight:
            now.flow[recorded] += count - slow
        put(tables, now, target.low, s + target.low_bins, count - slow)


@compiled(merged=True)
def _leavers(tables: Tables, now: Now, luck: Luck, day: int, index: int, s: int, count: float) -> float:
    """How many of those in one situation leave: of those with a plan all, unless its next route is closed today."""
    cell = tables.cells[index]
    if cell.forced_route >= 0:
        return count if tables.admit[day, cell.forced_route] > 0.0 else 0.0
    if now.menu_state[cell.menu] == STALE:
        refresh_menu(tables, now, day, cell.menu)
    if now.menu_state[cell.menu] == EMPTY:
        return 0.0
    leave = tables.leave[day, cell.stand]
    arrived_today = index >= tables.places_at_night
    if tables.bins > 1 and arrived_today and s < BINS_PER_DAY and tables.is_town[day, cell.place]:
        leave = 1.0
    if cell.onward == 1:
        leave = 1.0
    address = cell.address + np.uint64(s) * BIN_STEP
    return split(luck, np.uint64(day), address, count, leave, now.tally)


@compiled(inner=True)
def decide(tables: Tables, now: Now, luck: Luck, day: int, index: int, s: int, count: float) -> None:
    """People in one situation stay or leave; the leavers share themselves over a menu, or all follow their plan."""
    cell = tables.cells[index]
    leavers = _leavers(tables, now, luck, day, index, s, count)
    if leavers < count:
        put(tables, now, cell.stay, s, count - leavers)
    on_plan = cell.forced_route >= 0
    address = cell.address + np.uint64(s) * BIN_STEP
    first = 0 if on_plan else tables.menu_start[cell.menu]
    last = 1 if on_plan else tables.menu_start[cell.menu + 1]
    for position in range(first, last):
        if leavers <= 0.0:
            break
        route, final, here, chosen = cell.forced_route, cell.forced_final, address, leavers
        if not on_plan:
            candidate = tables.candidates[position]
            route, final, here = candidate.route, candidate.final, address + candidate.address
            chosen = split(luck, np.uint64(day), here, leavers, now.conditional[position], now.tally)
        if chosen > 0.0:
            leavers -= chosen
            option = cell.first_target + position - first
            _set_out(tables, now, luck, day, here, s, chosen, cell.stay, route, final, option)
