"""A day, person by person: who leaves home, who decides, who travels, who is let in, who sleeps where."""

from __future__ import annotations

from typing import Any

import numpy as np

from steppe.compiled import compiled
from tests.oracle.evening import at_the_posts
from tests.oracle.person import (
    GAVE_UP,
    PERSON,
    account,
    arrive,
    capacity_factor,
    decide,
    set_out,
    settle,
    sleep_behind,
    travel,
)
from tests.oracle.stages import in_the_pathways

MOST_BATCHES = 4


@compiled()
def newcomers(pushes: Any, people: Any, count: int, place: int, number: int) -> tuple[Any, int]:
    """So many more people at a place, at the end of a list that grows when it must."""
    if count + number > len(people):
        longer = np.zeros(2 * (count + number), PERSON)
        longer[:count] = people[:count]
        people = longer
    for each in range(count, count + number):
        person = people[each]
        person.walked, person.recent = False, 0
        person.queue, person.pathway, person.refused_by = -1, -1, -1
        person.onward, person.gone = False, False
        person.group = group_of(pushes.share[place])
        settle(person, place)
    return people, count + number


@compiled()
def group_of(share: Any) -> int:
    """The group of somebody who enters, drawn by share."""
    if len(share) == 1:
        return 0
    mark, group = np.random.random(), -1  # noqa: NPY002
    for each in range(len(share)):
        if share[each] > 0.0 and mark >= 0.0:
            group = each
            mark -= share[each]
    return group


@compiled()
def push(pushes: Any, day: int, at_home: Any, owed: int, people: Any, count: int) -> tuple[Any, int, int]:
    """People who enter today, added where they are this morning; and those who found no place to leave from."""
    places = len(at_home)
    if day == 0:
        for place in range(places):
            people, count = newcomers(pushes, people, count, place, pushes.present[place])
    pull = pushes.pull[day] * (at_home if pushes.takes else pushes.population)
    total = pushes.anywhere[day] + owed
    for _ in range(total if pull.sum() > 0.0 else 0):
        mark, chosen = np.random.random() * pull.sum(), -1  # noqa: NPY002
        for place in range(places):
            if pull[place] > 0.0 and mark >= 0.0:
                chosen = place
                mark -= pull[place]
        people, count = newcomers(pushes, people, count, chosen, 1)
        leave_home(pushes.takes, at_home, chosen, 1)
    for place in range(places):
        leavers = pushes.settled[day, place]
        if pushes.poisson[day, place] > 0.0:
            leavers += np.random.poisson(pushes.poisson[day, place])  # noqa: NPY002
        leave_home(pushes.takes, at_home, place, leavers)
        for _ in range(at_home[place]):
            if np.random.random() < pushes.chance[day, place]:  # noqa: NPY002
                leavers += 1
                at_home[place] -= 1
        people, count = newcomers(pushes, people, count, place, leavers)
    return people, count, 0 if pull.sum() > 0.0 else total


@compiled()
def leave_home(takes: bool, at_home: Any, place: int, leavers: int) -> None:
    """Those who leave by totals or by schedule live there no more, where they are counted as residents."""
    if takes:
        at_home[place] = max(0, at_home[place] - leavers)


@compiled()
def occupancy(people: Any, count: int, stock: Any) -> None:
    """People settled at each place."""
    stock[:] = 0
    for each in range(count):
        if people[each].place >= 0:
            stock[people[each].place] += 1


@compiled()
def factors(world: Any, day: int, stock: Any, factor: Any) -> None:
    """Capacity factor of each place at this occupancy; no lower than that of where it passes people on to."""
    for place in range(len(stock)):
        here, factor[place] = place, 0.0
        for _ in range(len(stock)):
            own = capacity_factor(stock[here], world.places[day, here].capacity, world.buffer)
            factor[place] = max(factor[place], own)
            here = world.passes_on_to[here]
            if here < 0:
                break


@compiled()
def morning(
    world: Any, heights: Any, day: int, people: Any, count: int, stock: Any, factor: Any, record: Any
) -> None:
    """Those on the road travel on; those at a place decide, under the peer's rule one group after the other."""
    for each in range(count):
        person = people[each]
        person.used, person.today, person.zero_hops = 0.0, 0, 0
        person.queued, person.asleep, person.barred = -1, False, -1
        if person.place < 0:
            go_on(world, heights, day, person, record)
        elif person.pathway < 0:
            person.asleep = person.queue < 0 or gives_up(world, day, person, record)
    turns = turns_this_morning(world, day, stock, factor)
    for step in range(2 * turns):
        if step > 0 and world.flee_routing:
            occupancy(people, count, stock)
            factors(world, day, stock, factor)
        for each in range(count):
            person = people[each]
            if not person.asleep or world.decides_first[person.place] == (step % 2 == 1):
                continue
            if np.random.random() * (turns - step // 2) < 1.0:  # noqa: NPY002
                person.asleep = False
                decide(world, heights, day, person, person.place, False, factor, record)


@compiled()
def gives_up(world: Any, day: int, person: Any, record: Any) -> bool:
    """Whether somebody in a queue leaves it, and looks for another road than the one it is for."""
    link = person.queue
    chance = world.regimes.rule[day, person.group, link].give_up
    if chance <= 0.0 or np.random.random() >= chance:  # noqa: NPY002
        return False
    person.queue, person.barred = -1, link
    account(world, record, day, link, GAVE_UP)
    return True


@compiled()
def turns_this_morning(world: Any, day: int, stock: Any, factor: Any) -> int:
    """Under the peer's rule two where a place that refuses people may let them in once some have left it."""
    for place in range(len(stock)):
        today = world.places[day, place]
        leaving = world.leave_chance[day, 0, place] * stock[place]
        left = stock[place] - leaving - np.sqrt(leaving)
        if world.flee_routing and factor[place] < 0.5 <= capacity_factor(left, today.capacity, world.buffer):
            return 2
    return 1


@compiled()
def go_on(world: Any, heights: Any, day: int, person: Any, record: Any) -> None:
    """A day on the road, or before the gate at its end."""
    link, group = person.link, person.group
    rules = world.regimes.rule
    if person.behind:
        set_out(world, day, person, link, True)
    elif (
        not person.passed and rules[day - 1, group, link].admit > 0.0 and rules[day, group, link].admit == 0.0
    ):
        person.stranded = True
    if person.at_gate:
        arrive(world, heights, day, person, True, record)
    else:
        travel(world, heights, day, person, record)


@compiled()
def batches_today(world: Any, day: int, people: Any, count: int, stock: Any) -> int:
    """
    In how many batches those who arrived today go on.

    Under the peer's rule one more for each twentieth by which all of them together
    would lower the capacity factor of a place; all where it would pass one half.
    """
    if not world.flee_routing:
        return 1
    batches = 1
    for place in range(len(stock)):
        arriving = 0
        for each in range(count):
            if people[each].round >= 0 and gate_of(world, people[each]) == place:
                arriving += 1
        capacity = world.places[day, place].capacity
        before = capacity_factor(stock[place], capacity, world.buffer)
        after = capacity_factor(stock[place] + arriving, capacity, world.buffer)
        if before >= 0.5 and after < 0.5 and before - after > 0.02:
            return MOST_BATCHES
        batches = max(batches, 1 + int((before - after) / 0.05))
    return min(batches, MOST_BATCHES)


@compiled()
def queue_up(people: Any, count: int, batches: int) -> None:
    """Those who arrived wait for a batch, each as likely as any other."""
    for each in range(count):
        person = people[each]
        if person.round >= 0:
            person.queued, person.round = person.round * batches, -1
            person.queued += int(np.random.random() * batches)  # noqa: NPY002


@compiled()
def call_up(people: Any, count: int, batch: int, batches: int) -> int:
    """Those of a batch may go on; the height of the highest arrival among them."""
    highest = -1
    for each in range(count):
        person = people[each]
        if person.queued >= 0 and person.queued % batches == batch:
            person.round, person.queued = person.queued // batches, -1
            highest = max(highest, person.round)
    return highest


@compiled()
def gate(
    world: Any, day: int, people: Any, count: int, here: int, height: int, settled: int, record: Any
) -> None:
    """Admit arrivals of this round to a place with a hard capacity, chosen among them by lot."""
    waiting = 0
    for each in range(count):
        if people[each].round == height and gate_of(world, people[each]) == here:
            waiting += 1
    room = waiting
    if world.places[day, here].capacity < np.inf:
        room = min(waiting, max(0, int(np.floor(world.places[day, here].capacity)) - settled))
    for each in range(count):
        person = people[each]
        if person.round != height or gate_of(world, person) != here:
            continue
        admitted = np.random.random() * waiting < room  # noqa: NPY002
        waiting -= 1
        if admitted:
            room -= 1
        else:
            refuse(world, day, person, record)


@compiled()
def gate_of(world: Any, person: Any) -> int:
    """Place at which somebody arrives: the end of the link, or its start after turning round on it."""
    return world.link[person.link].start if person.stranded else world.link[person.link].end


@compiled()
def refuse(world: Any, day: int, person: Any, record: Any) -> None:
    """On to where the place sends them, or back to the start of the link, or wait there if that has a gate too."""
    start, end = world.link[person.link].start, world.link[person.link].end
    if not person.stranded:
        record.turned_back[day, person.link] += 1
    if not person.stranded and world.overflow[person.group, end] >= 0:
        sleep_behind(person, world.overflow[person.group, end])
    elif world.hard[start]:
        person.round, person.at_gate = -1, True
    else:
        settle(person, start)


@compiled()
def play_round(
    world: Any,
    heights: Any,
    day: int,
    people: Any,
    count: int,
    height: int,
    stock: Any,
    factor: Any,
    record: Any,
) -> None:
    """Deal with all arrivals of one height, occupancies as they were when the round began."""
    occupancy(people, count, stock)
    factors(world, day, stock, factor)
    for place in range(len(stock)):
        if world.hard[place]:
            gate(world, day, people, count, place, height, stock[place], record)
    for each in range(count):
        person = people[each]
        if person.round != height:
            continue
        here = gate_of(world, person)
        if not person.stranded:
            record.flow[day, person.link] += 1
        person.at_gate = False
        if height == 0:
            settle(person, here, True)
        else:
            decide(world, heights, day, person, here, True, factor, record)


@compiled()
def play_day(
    world: Any,
    heights: Any,
    day: int,
    people: Any,
    count: int,
    at_home: Any,
    stock: Any,
    factor: Any,
    record: Any,
) -> int:
    """All that happens after the push; how many people are left."""
    occupancy(people, count, stock)
    factors(world, day, stock, factor)
    morning(world, heights, day, people, count, stock, factor, record)
    occupancy(people, count, stock)
    batches = batches_today(world, day, people, count, stock)
    queue_up(people, count, batches)
    for batch in range(batches):
        for height in range(call_up(people, count, batch, batches), -1, -1):
            play_round(world, heights, day, people, count, height, stock, factor, record)
    at_the_posts(world, day, people, count, record)
    count = in_the_pathways(world, day, people, count, at_home, record)
    for each in range(count):
        people[each].recent = min(people[each].recent + people[each].today, 400) // 2
    occupancy(people, count, stock)
    return count
