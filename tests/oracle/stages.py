"""In the pathways in the evening: stages, decisions, applications, departures, withdrawals."""

from __future__ import annotations

from typing import Any

import numpy as np

from steppe.compiled import compiled
from tests.oracle.evening import hosted, keep_some
from tests.oracle.pathways import ONWARD
from tests.oracle.person import READY, settle

_APPLIED, _WAITING, _APPROVED, _REFUSED, _DEPARTED, _GAVE_UP, _RELEASED = range(7)


@compiled()
def in_the_pathways(world: Any, day: int, people: Any, count: int, at_home: Any, record: Any) -> int:
    """One pathway after the other; how many people are left who are not at home."""
    for number in range(len(world.pathways.each)):
        kept = record.pathway[day, :, number]
        if world.pathways.today[day, number].over:
            release(people, count, number, kept)
        elif world.pathways.today[day, number].active:
            advance(world, day, people, count, number, kept)
            applications(world, day, people, count, number, kept)
            departures(world, day, people, count, number, at_home, kept, record)
            withdrawals(world, day, people, count, number, kept)
        for each in range(count):
            kept[_WAITING] += people[each].pathway == number
    return without_those_at_home(people, count)


@compiled()
def without_those_at_home(people: Any, count: int) -> int:
    """Move those who are not at home to the front; how many they are."""
    kept = 0
    for each in range(count):
        if not people[each].gone:
            if kept < each:
                people[kept] = people[each]
            kept += 1
    return kept


@compiled()
def release(people: Any, count: int, number: int, kept: Any) -> None:
    """It is over: whoever is in it stands where they are as others do."""
    for each in range(count):
        if people[each].pathway == number:
            people[each].pathway = -1
            kept[_RELEASED] += 1


@compiled()
def advance(world: Any, day: int, people: Any, count: int, number: int, kept: Any) -> None:
    """One stage on, for those whose papers have come that far today."""
    today, each_day = world.pathways.each[number], world.pathways.today[day, number]
    for each in range(count):
        person = people[each]
        if person.pathway != number or person.stage == READY:
            continue
        if np.random.random() >= each_day.on:  # noqa: NPY002
            continue
        if person.stage == today.stages:
            judge(world, day, person, number, kept)
        else:
            person.stage += 1


@compiled()
def judge(world: Any, day: int, person: Any, number: int, kept: Any) -> None:
    """Approved, and ready to depart; or refused, and sent where the refused go."""
    if np.random.random() < world.pathways.today[day, number].approval:  # noqa: NPY002
        person.pathway, person.stage = number, READY
        kept[_APPROVED] += 1
        return
    kept[_REFUSED] += 1
    person.pathway = -1
    where = world.pathways.each[number].refused_to
    if where >= 0:
        settle(person, where)
    elif where == ONWARD:
        person.onward = True
    else:
        person.refused_by = number


@compiled()
def applications(world: Any, day: int, people: Any, count: int, number: int, kept: Any) -> None:
    """
    Whoever is free, may and wants to; by lot where there are too many.

    Those who enter are at rest from then on: their next road is no longer the first, and no short stint of late counts.
    """
    today = world.pathways.today[day, number]
    for each in range(count):
        person = people[each]
        free = person.place >= 0 and not person.gone and person.queue < 0 and person.pathway < 0
        free = free and person.refused_by != number and not person.onward and person.way < 0
        person.chosen = False
        if (
            free
            and world.pathways.may_apply[number, person.group]
            and world.pathways.hosts[number, person.place]
        ):
            person.chosen = np.random.random() < today.apply  # noqa: NPY002
    keep_some(people, count, today.quota)
    for each in range(count):
        person = people[each]
        if person.chosen:
            kept[_APPLIED] += 1
            person.refused_by, person.walked, person.recent, person.today = -1, True, 0, 0
            person.pathway, person.stage = number, 1
            if not today.has_stages:
                judge(world, day, person, number, kept)


@compiled()
def departures(
    world: Any, day: int, people: Any, count: int, number: int, at_home: Any, kept: Any, record: Any
) -> None:
    """Those who are ready leave, as far as there are seats, room in the country and room in the place."""
    there = world.pathways.each[number].destination
    country = world.regimes.country[there]
    for each in range(count):
        people[each].chosen = people[each].pathway == number and people[each].stage == READY
    keep_some(people, count, world.pathways.today[day, number].seats)
    if world.regimes.limit[day, country] >= 0:
        room = max(0, world.regimes.limit[day, country] - hosted(world, people, count, country))
        keep_some_from_abroad(world, people, count, country, room)
    if world.hard[there] and world.places[day, there].capacity < np.inf:
        standing = 0
        for each in range(count):
            standing += not people[each].gone and people[each].place == there
        keep_some(people, count, max(0, int(np.floor(world.places[day, there].capacity)) - standing))
    for each in range(count):
        person = people[each]
        if person.chosen:
            kept[_DEPARTED] += 1
            settle(person, there)
            person.pathway, person.gone = -1, world.pathways.each[number].settles
            if person.gone:
                person.place = -1
                at_home[there] += 1
                record.went_home[day] += 1


@compiled()
def keep_some_from_abroad(world: Any, people: Any, count: int, country: int, room: int) -> None:
    """Of the chosen who would come into a country, so many at most; the others stay chosen."""
    for each in range(count):
        person = people[each]
        domestic = person.chosen and world.regimes.country[person.place] == country
        person.fate = 1 if domestic else 0
        person.chosen = person.chosen and not domestic
    keep_some(people, count, room)
    for each in range(count):
        people[each].chosen = people[each].chosen or people[each].fate == 1


@compiled()
def withdrawals(world: Any, day: int, people: Any, count: int, number: int, kept: Any) -> None:
    """Whoever has had enough stands where they are as others do."""
    for each in range(count):
        person = people[each]
        if person.pathway == number and np.random.random() < world.pathways.today[day, number].give_up:  # noqa: NPY002
            person.pathway = -1
            kept[_GAVE_UP] += 1
