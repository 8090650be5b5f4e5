"""Who people are: groups, what of them enters where, which roads they may take and how fast."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from steppe.scenario.events import RouteSpeed, listed
from steppe.scenario.model import Group, Scenario
from tests.oracle.environment import Flags, Floats, Link, covers


def groups_of(scenario: Scenario) -> tuple[Group, ...]:
    """The groups; one without a name where there are none."""
    return scenario.groups or (Group(""),)


def names_group(groups: str, group: Group) -> bool:
    """Whether a list of groups in a cell means this one; an empty list means everybody."""
    return not listed(groups) or group.name in listed(groups)


def shares(scenario: Scenario) -> Floats:
    """Chance of being of a group for whoever enters at a place. Shape ``(place, group)``."""
    if not scenario.groups:
        return np.ones((len(scenario.places), 1))
    found = np.zeros((len(scenario.places), len(scenario.groups)))
    for row, place in enumerate(scenario.places):
        mine = [each for each in scenario.shares if each.place == place.name]
        mine = mine or [each for each in scenario.shares if not each.place]
        for column, group in enumerate(scenario.groups):
            found[row, column] = sum(each.share for each in mine if each.group == group.name)
    assert np.allclose(found.sum(axis=1), 1.0)
    return found


def may_use(scenario: Scenario, links: list[Link]) -> Flags:
    """Whether a road is open to how a group travels. Shape ``(group, link)``."""
    return np.array(
        [[group.mode not in listed(link.row.closed_to) for link in links] for group in groups_of(scenario)],
        bool,
    ).reshape(len(groups_of(scenario)), len(links))


def speeds(scenario: Scenario, links: list[Link]) -> Floats:
    """km that a whole day takes whoever sets out on a day. Shape ``(day, group, link)``."""
    groups = groups_of(scenario)
    found = np.zeros((scenario.days, len(groups), len(links)))
    for row, group in enumerate(groups):
        for column, link in enumerate(links):
            for day in range(scenario.days):
                found[day, row, column] = _speed(scenario, group, link) * _season(scenario, day, group, link)
    return found


def leaves(scenario: Scenario, leave_chance: Floats) -> Floats:
    """Chance of leaving a place, per day. Shape ``(day, group, place)``."""
    factors = [group.leave_factor for group in groups_of(scenario)]
    return np.stack([leave_chance if f == 1 else 1 - (1 - leave_chance) ** f for f in factors], axis=1)


def _speed(scenario: Scenario, group: Group, link: Link) -> float:
    if link.row.mode == "air":
        return link.speed_km_per_day
    most = {"foot": "foot_speed_km_per_day", "animal": "animal_speed_km_per_day"}.get(group.mode)
    speed = min(link.speed_km_per_day, scenario.number(most)) if most else link.speed_km_per_day
    usual = scenario.number("hours_per_day")
    return speed * ((group.hours_per_day or usual) / usual)


def _season(scenario: Scenario, day: int, group: Group, link: Link) -> float:
    factor = 1.0
    for event in scenario.events if link.row.mode != "air" else ():
        if isinstance(event, RouteSpeed) and names_group(event.groups, group):
            ends = {event.place, event.other_place}
            if ends == {link.row.start, link.row.end} and _in_season(scenario, event, day):
                factor *= event.speed_factor
    return factor


def _in_season(scenario: Scenario, event: RouteSpeed, day: int) -> bool:
    """Whether it covers a day, in its own year or, where it comes back every year, in any."""
    if not event.every_year:
        return covers(scenario, event, day)
    today = scenario.start + timedelta(days=day)
    assert event.end is not None
    return any(
        _in_year(event.start, event.start.year + later) <= today < _in_year(event.end, event.end.year + later)
        for later in range(today.year - event.end.year, today.year - event.start.year + 1)
    )


def _in_year(when: date, year: int) -> date:
    """The same day of another year; 29 February counts as the day before."""
    return date(year, when.month, 28 if (when.month, when.day) == (2, 29) else when.day)
