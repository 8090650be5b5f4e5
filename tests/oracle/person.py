"""
One person, as a record, and what that person does: decide, set out, travel, arrive.

A person is *settled* at a place, or *on the road* of a link, or has *arrived*
by a link today and waits for the round in which arrivals of that height are
dealt with.  Who is settled may stand in the queue of a post or be in a pathway.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from steppe.compiled import compiled
from tests.oracle.heights import MOST_ZERO_HOPS

PERSON = np.dtype(
    [
        ("place", np.int64),  # where settled, else -1
        ("link", np.int64),  # on the road or arrived by, else -1
        ("round", np.int64),  # height of an arrival that is still to be dealt with, else -1
        ("progress", np.float64),  # whole days walked (flee clock) or slices left (hours)
        ("manner", np.int64),  # 1 on foot, 0 not
        ("way", np.int64),  # rest of a planned way, else -1
        ("step", np.int64),
        ("walked", np.bool_),  # has finished a route
        ("recent", np.int64),  # recent travel, hundredths of a day
        ("asleep", np.bool_),  # at a place and not asked yet today
        ("queued", np.int64),  # height and batch of an arrival that waits to be called up, else -1
        ("stranded", np.bool_),  # the link was closed after setting out
        ("at_gate", np.bool_),  # slept before the gate of a full place
        ("used", np.float64),  # km or slices travelled today
        ("today", np.int64),  # hundredths of a day travelled today
        ("zero_hops", np.int64),
        ("group", np.int64),
        ("pace", np.float64),  # km a day, as it was on setting out
        ("queue", np.int64),  # link at whose start they wait to be let through, else -1
        ("barred", np.int64),  # link whose queue they just gave up, else -1
        ("fate", np.int64),  # what the post says tonight
        ("passed", np.bool_),  # on a road that no closing concerns any more
        ("behind", np.bool_),  # sleeps at the start of that road and sets out in the morning
        ("pathway", np.int64),  # else -1
        ("stage", np.int64),  # of the pathway, or READY
        ("refused_by", np.int64),  # pathway they may not apply to while they are here, else -1
        ("onward", np.bool_),  # leaves for certain in the morning
        ("chosen", np.bool_),  # drawn by lot, or about to be
        ("gone", np.bool_),  # at home again
    ],
    align=True,
)
ATTEMPTS, ADMITTED, REFUSED, WAITING, IRREGULAR, PUSHED_BACK, GAVE_UP = range(7)
READY = 0


@compiled()
def settle(person: Any, place: int, keeps_plan: bool = False) -> None:
    """Stay at a place for the night."""
    person.place, person.link, person.round = place, -1, -1
    person.stranded, person.at_gate = False, False
    person.passed, person.behind = False, False
    if not keeps_plan:
        person.way, person.step = -1, 0


@compiled()
def capacity_factor(people: float, capacity: float, buffer: float) -> float:
    """How far a place still draws people: 1 with room, 0 when full."""
    if people >= capacity:
        return 0.0
    if people <= buffer * capacity:
        return 1.0
    return (capacity - people) / (capacity * (1.0 - buffer))


@compiled()
def choose(world: Any, day: int, person: Any, here: int, factor: Any) -> int:
    """A way from here, drawn by weight; -1 if there is none."""
    first, last = world.first_way[here], world.first_way[here + 1]
    choices = world.choices[day, person.group]
    total, number = 0.0, 0
    for way in range(first, last):
        if choices[way].available and world.way_links[way, 0] != person.barred:
            number += 1
            total += choices[way].weight * factor[world.way[way].end] ** world.throttle_power
    if number == 0:
        return -1
    if total <= 0.0 and not world.flee_routing:
        return -1
    mark = np.random.random() * (total if total > 0.0 else number)  # noqa: NPY002
    chosen = -1
    for way in range(first, last):
        if choices[way].available and world.way_links[way, 0] != person.barred and mark >= 0.0:
            chosen = way
            pull = choices[way].weight * factor[world.way[way].end] ** world.throttle_power
            mark -= pull if total > 0.0 else 1.0
    return chosen


@compiled()
def decide(
    world: Any, heights: Any, day: int, person: Any, here: int, in_round: bool, factor: Any, record: Any
) -> None:
    """Stay, or set out and travel as far as today allows, or queue at a post until tonight."""
    goes_on = person.way >= 0
    chance = world.leave_chance[day, person.group, here]
    passes_through = in_round and world.avoid_short_stints and world.places[day, here].is_town
    if person.onward or (passes_through and person.recent + person.today < 100):
        chance = 1.0
    person.onward = False
    if not goes_on and np.random.random() >= chance:  # noqa: NPY002
        settle(person, here)
        return
    way = person.way if goes_on else choose(world, day, person, here, factor)
    person.barred = -1
    if way < 0:
        settle(person, here)
        return
    step = person.step if goes_on else 0
    link = world.way_links[way, step]
    end = world.way[way].end
    rule = world.regimes.rule[day, person.group, link]
    road_closed = goes_on and rule.admit == 0.0
    camp_full = world.places[day, end].is_camp and factor[end] < 0.5
    if road_closed or (world.flee_routing and camp_full):
        settle(person, here)
    elif rule.managed:
        settle(person, here)
        person.queue, person.refused_by = link, -1
    elif rule.admit < 1.0 and np.random.random() >= rule.admit:  # noqa: NPY002
        record.turned_back[day, link] += 1
        account(world, record, day, link, ATTEMPTS)
        account(world, record, day, link, REFUSED)
        settle(person, here)
    else:
        account(world, record, day, link, ATTEMPTS)
        account(world, record, day, link, ADMITTED)
        take(world, person, way, step)
        set_out(world, day, person, link)
        travel(world, heights, day, person, record)


@compiled()
def account(world: Any, record: Any, day: int, link: int, word: int) -> None:
    """One more person under a word in the accounts of a post, if the link has one."""
    post = world.regimes.post[link]
    if post >= 0:
        record.border[day, word, post] += 1


@compiled()
def take(world: Any, person: Any, way: int, step: int) -> None:
    """Plan the rest of a way whose next link is about to be taken."""
    last = step + 1 == world.way[way].length
    person.way, person.step = (-1, 0) if last else (way, step + 1)


@compiled()
def set_out(world: Any, day: int, person: Any, link: int, passed: bool = False) -> None:
    """Be on the road of a link, all of it ahead."""
    person.place, person.link, person.round = -1, link, -1
    person.passed, person.behind, person.refused_by = passed, False, -1
    person.manner = 1 if world.start_on_foot and not person.walked else 0
    person.progress = 0.0
    today = world.paces[day, person.group, link, person.manner]
    person.pace = today.pace
    if not world.flee_clock:
        extra = np.random.random() < today.extra_slice  # noqa: NPY002
        person.progress = today.whole_slices + (1 if extra else 0)


@compiled()
def sleep_behind(person: Any, link: int) -> None:
    """Spend the night at the start of a link whose whole length is ahead, and which nobody closes any more."""
    settle(person, -1)
    person.link, person.passed, person.behind = link, True, True
    person.queue, person.refused_by = -1, -1


@compiled()
def travel(world: Any, heights: Any, day: int, person: Any, record: Any) -> None:
    """Travel on the present link until arrival or nightfall."""
    if world.flee_clock:
        _travel_by_days(world, heights, day, person, record)
    else:
        _travel_by_slices(world, heights, day, person, record)


@compiled()
def _travel_by_days(world: Any, heights: Any, day: int, person: Any, record: Any) -> None:
    """The peer's clock: each hop has a whole day's distance; arrival needs more than the length."""
    link = person.link
    pace, distance = person.pace, world.link[link].distance_km
    behind = person.progress * pace
    person.progress += 1.0
    person.round = -1
    if behind + pace <= distance:
        person.today += round_half_up(100.0 * pace / world.speed_km_per_day)
        return
    person.used += distance - behind
    person.today += round_half_up(100.0 * (distance - behind) / world.speed_km_per_day)
    if distance == 0.0:
        person.zero_hops += 1
    again = person.used < pace and person.zero_hops < MOST_ZERO_HOPS
    arrive(world, heights, day, person, again, record)


@compiled()
def _travel_by_slices(world: Any, heights: Any, day: int, person: Any, record: Any) -> None:
    """Our clock: a day has so many slices, and what a route takes is taken from them."""
    spent = min(person.progress, world.slices - person.used)
    person.progress -= spent
    person.used += spent
    person.today += round_half_up(100.0 * spent / world.slices)
    person.round = -1
    if person.progress <= 0.0:
        arrive(world, heights, day, person, person.used < world.slices, record)


@compiled()
def arrive(world: Any, heights: Any, day: int, person: Any, again: bool, record: Any) -> None:
    """Come to the end of a link; what happens there is decided in the round of this height."""
    person.walked = True
    if person.stranded:
        turn_round(world, person)
        return
    here = world.link[person.link].end
    height = 0
    if again:
        key = (here, round_half_up(person.used * 1000.0), person.zero_hops, person.way, person.step)
        height = heights[key]
    if height == 0 and not world.hard[here]:
        record.flow[day, person.link] += 1
        settle(person, here, True)
    else:
        person.round = height


@compiled()
def turn_round(world: Any, person: Any) -> None:
    """Back where the closed link began, before the gate of that place if it has one."""
    start = world.link[person.link].start
    if world.hard[start]:
        person.round, person.way, person.step = 0, -1, 0
    else:
        settle(person, start)


@compiled()
def round_half_up(value: float) -> int:
    """The nearest whole number."""
    return int(np.floor(value + 0.5))
