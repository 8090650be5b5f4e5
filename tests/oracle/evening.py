"""At the posts in the evening: whose papers are good, whom the caps let through, who tries elsewhere, who waits."""

from __future__ import annotations

from typing import Any

import numpy as np

from steppe.compiled import compiled
from tests.oracle.person import (
    ADMITTED,
    ATTEMPTS,
    IRREGULAR,
    PUSHED_BACK,
    REFUSED,
    WAITING,
    account,
    sleep_behind,
)

_ACCEPTED, _ON_PAPERS, _OVER = range(3)
"""Of somebody in a queue: let through, refused, or good papers but a shut door or too many others."""


@compiled()
def keep_some(people: Any, count: int, most: int) -> None:
    """Of all who are chosen, so many at most stay so, each as likely as any other."""
    left = 0
    for each in range(count):
        left += people[each].chosen
    room = min(left, most)
    for each in range(count):
        if people[each].chosen:
            people[each].chosen = np.random.random() * left < room  # noqa: NPY002
            room -= people[each].chosen
            left -= 1


@compiled()
def hosted(world: Any, people: Any, count: int, country: int) -> int:
    """People who stand in a country or are on a road that ends in it."""
    found = 0
    for each in range(count):
        person = people[each]
        here = person.place if person.place >= 0 else world.link[person.link].end
        found += not person.gone and world.regimes.country[here] == country
    return found


@compiled()
def at_the_posts(world: Any, day: int, people: Any, count: int, record: Any) -> None:
    """Deal with everybody in a queue."""
    waiting = 0
    for each in range(count):
        person = people[each]
        if person.queue >= 0:
            account(world, record, day, person.queue, ATTEMPTS)
            show_papers(world.regimes.rule[day, person.group, person.queue], person)
            waiting += 1
    if waiting == 0:
        return
    for number in range(len(world.regimes.quota)):
        cap(world, day, people, count, number, False, world.regimes.quota[number])
    for country in range(world.regimes.limit.shape[1]):
        limit = world.regimes.limit[day, country]
        if limit >= 0:
            room = max(0, limit - hosted(world, people, count, country))
            cap(world, day, people, count, country, True, room)
    for each in range(count):
        person = people[each]
        if person.queue >= 0:
            go_through(world, day, person, record)


@compiled()
def show_papers(rule: Any, person: Any) -> None:
    """What the post would say if there were room for all."""
    if rule.away:
        person.fate = _ON_PAPERS
    elif rule.shut:
        person.fate = _OVER
    else:
        person.fate = _ACCEPTED if np.random.random() < rule.admit else _ON_PAPERS  # noqa: NPY002


@compiled()
def cap(world: Any, day: int, people: Any, count: int, number: int, of_country: bool, most: int) -> None:
    """Let through at most so many of those who count against a quota, or the limit of a country."""
    for each in range(count):
        person = people[each]
        person.chosen = False
        if person.queue >= 0 and person.fate == _ACCEPTED:
            rule = world.regimes.rule[day, person.group, person.queue]
            person.chosen = (rule.hosted_by if of_country else rule.quota) == number
            person.fate = _OVER if person.chosen else _ACCEPTED
    keep_some(people, count, most)
    for each in range(count):
        if people[each].chosen:
            people[each].fate = _ACCEPTED


@compiled()
def go_through(world: Any, day: int, person: Any, record: Any) -> None:
    """Across, back at the start, or one more night in the queue."""
    link = person.queue
    rule = world.regimes.rule[day, person.group, link]
    if person.fate == _ACCEPTED:
        cross(world, day, person, rule.pushback, ADMITTED, record)
    elif np.random.random() < (1.0 if rule.away and rule.managed else rule.irregular):  # noqa: NPY002
        back = rule.returned + (1.0 - rule.returned) * rule.pushback
        cross(world, day, person, back, IRREGULAR, record)
    elif person.fate == _OVER or np.random.random() < rule.wait:  # noqa: NPY002
        account(world, record, day, link, WAITING)
    else:
        account(world, record, day, link, REFUSED)
        record.turned_back[day, link] += 1
        person.queue = -1


@compiled()
def cross(world: Any, day: int, person: Any, back: float, word: int, record: Any) -> None:
    """Sleep behind the post, but with this chance be pushed back to where the road begins."""
    link = person.queue
    if np.random.random() < back:  # noqa: NPY002
        account(world, record, day, link, PUSHED_BACK)
        record.turned_back[day, link] += 1
        person.queue = -1
    else:
        account(world, record, day, link, word)
        sleep_behind(person, link)
