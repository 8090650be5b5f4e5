"""
What stands in the way of whom on each day: borders, posts, sealed places, the land away from posts.

One rule governs each day, group and link.  It is *plain* where only a share is let
through of those who set out, and *managed* where people wait at a post until the evening.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NamedTuple

import numpy as np

from steppe.scenario.events import (
    WEEKDAYS,
    BorderRegime,
    Event,
    HostLimit,
    PlaceSealed,
    RouteRegime,
    listed,
)
from steppe.scenario.model import Border, Group, Scenario
from tests.oracle.environment import NO_DAY, Link, Numbers, Records, covers, day_of
from tests.oracle.groups import groups_of, names_group

NOBODY = -1
NO_LIMIT = -1
TERRAIN = {
    "steppe": (1.0, 1.0),
    "hills": (0.7, 0.6),
    "mountains": (0.2, 0.3),
    "desert": (0.6, 1.0),
    "river": (0.3, 0.8),
}


@dataclass(frozen=True)
class Rule:
    """
    What one person of a group meets who wants to take a link on a day.

    Parameters
    ----------
    admit
        Share let through.
    managed
        Whether people wait at the start of the link until the evening.
    away
        Whether nobody lets people through there: all attempts are irregular.
    shut
        Whether nobody is accepted today whatever their papers.
    quota
        Which quota those accepted count against, or ``NOBODY``.
    hosted_by
        Country (a number) whose limit holds for those accepted today, or ``NOBODY``.
    wait, give_up, irregular, returned, pushback
        Chances, as in the tables.
    size
        How many ways it stands for in the choice among routes.
    """

    admit: float = 1.0
    managed: bool = False
    away: bool = False
    shut: bool = False
    quota: int = NOBODY
    hosted_by: int = NOBODY
    wait: float = 0.0
    give_up: float = 0.0
    irregular: float = 0.0
    returned: float = 0.0
    pushback: float = 0.0
    size: float = 1.0

    @property
    def seen(self) -> float:
        """Chance of getting through, as those who know all about the border reckon with it."""
        if self.away and self.managed:
            return (1 - self.returned) * (1 - self.pushback)
        if self.managed:
            past = self.admit + (1 - self.admit) * self.irregular * (1 - self.returned)
            return past * (1 - self.pushback)
        return self.admit


RULE = [
    (name, {"float": float, "bool": bool, "int": np.int64}[str(kind)])
    for name, kind in Rule.__annotations__.items()
]


class Regimes(NamedTuple):
    """
    All rules of a run.

    Parameters
    ----------
    rule
        ``RULE`` records. Shape ``(day, group, link)``.
    seen
        :attr:`Rule.seen`. Shape ``(day, group, link)``.
    quota
        People a day. Shape ``(quota,)``.
    limit
        People a country hosts, ``NO_LIMIT`` where it sets none. Shape ``(day, country)``.
    country
        Number of the country of each place. Shape ``(place,)``.
    post
        Number of a link among those between two countries, or ``NOBODY``. Shape ``(link,)``.
    """

    rule: Records
    seen: Numbers
    quota: Numbers
    limit: Numbers
    country: Numbers
    post: Numbers


def posts(scenario: Scenario, links: list[Link]) -> list[int]:
    """Links between two countries, whose accounts are kept; the peer keeps none."""
    if scenario.setting("rules") == "flee":
        return []
    country = [place.country for place in scenario.places]
    return [number for number, link in enumerate(links) if country[link.start] != country[link.end]]


def regimes(scenario: Scenario, links: list[Link]) -> Regimes:
    """Work out what governs every day, group and link."""
    countries = sorted({place.country for place in scenario.places})
    quotas: dict[tuple[int, str], int] = {}
    shape = (scenario.days, len(groups_of(scenario)), len(links))
    rule, seen = np.zeros(shape, np.dtype(RULE, align=True)), np.zeros(shape)
    limit = _limits(scenario, countries)
    for column, link in enumerate(links):
        replayed = _replayed(scenario, link) if scenario.setting("rules") == "flee" else None
        for day in range(scenario.days):
            for row, group in enumerate(groups_of(scenario)):
                found = (
                    Rule(replayed[day])
                    if replayed is not None
                    else _rule(scenario, link, day, group, quotas, limit[day], countries)
                )
                rule[day, row, column] = tuple(getattr(found, name) for name, _ in RULE)
                seen[day, row, column] = found.seen
    between = posts(scenario, links)
    return Regimes(
        rule,
        seen,
        np.array([*quotas.values(), 0], np.int64),
        limit,
        np.array([countries.index(place.country) for place in scenario.places], np.int64),
        np.array([between.index(n) if n in between else NOBODY for n in range(len(links))], np.int64),
    )


def _limits(scenario: Scenario, countries: list[str]) -> Numbers:
    """How many people each country hosts at most; the smallest where it said so more than once."""
    found = np.full((scenario.days, len(countries)), NO_LIMIT, np.int64)
    for event in scenario.events:
        if not isinstance(event, HostLimit) or event.country not in countries:
            continue
        number, limit = countries.index(event.country), event.limit
        for day in range(scenario.days):
            before = found[day, number]
            if covers(scenario, event, day) and (before == NO_LIMIT or limit < before):
                found[day, number] = limit
    return found


def _rule(
    scenario: Scenario,
    link: Link,
    day: int,
    group: Group,
    quotas: dict[tuple[int, str], int],
    limit: Numbers,
    countries: list[str],
) -> Rule:
    """The rule for a link; whatever it says, nobody gets past a sealed place."""
    today = [event for event in scenario.events if covers(scenario, event, day)]
    sealed = any(isinstance(event, PlaceSealed) and event.place in _ends(scenario, link) for event in today)
    rows = _most_specific(scenario, link, group, today)
    if link.row.away_from_posts:
        found = _away(scenario, link, rows)
        return Rule(0.0, away=True, size=found.size) if sealed else found
    if sealed:
        return Rule(0.0)
    found = Rule()
    for row in rows:
        found = replace(found, admit=found.admit * _admit(row))
    if len(rows) == 1:
        found = _as_managed(scenario, link, found, rows[0], day, quotas)
    else:
        assert not any(_manages(row) for row in rows)
    here, there = _countries(scenario, link)
    if here != there and limit[countries.index(there)] != NO_LIMIT:
        found = replace(found, managed=True, hosted_by=countries.index(there))
    return found


def _most_specific(
    scenario: Scenario, link: Link, group: Group, today: list[Event]
) -> list[BorderRegime | RouteRegime]:
    """Rows that govern a link: one, or none, or several of one level that all merely let a share through."""
    rows = [
        event
        for event in today
        if isinstance(event, BorderRegime | RouteRegime)
        and _concerns(scenario, event, link)
        and names_group(event.groups, group)
        and not (link.row.away_from_posts and isinstance(event, BorderRegime))
    ]
    best = max((_level(row) for row in rows), default=0)
    return [row for row in rows if _level(row) == best]


def _level(row: BorderRegime | RouteRegime) -> int:
    return 2 * isinstance(row, RouteRegime) + bool(listed(row.groups))


def _ends(scenario: Scenario, link: Link) -> tuple[str, str]:
    return scenario.places[link.start].name, scenario.places[link.end].name


def _countries(scenario: Scenario, link: Link) -> tuple[str, str]:
    return scenario.places[link.start].country, scenario.places[link.end].country


def _concerns(scenario: Scenario, row: Event, link: Link) -> bool:
    """Whether a rule is about this link: either way, unless it is for one way only."""
    if isinstance(row, BorderRegime):
        sides, way = (row.country, row.other_country), _countries(scenario, link)
    elif isinstance(row, RouteRegime):
        sides, way = (row.place, row.other_place), _ends(scenario, link)
    else:
        return isinstance(row, PlaceSealed) and row.place in _ends(scenario, link)
    return sides == way or (not row.one_way and sides == (way[1], way[0]))


def _admit(row: BorderRegime | RouteRegime) -> float:
    if row.status == "restricted":
        assert row.admit is not None
        return row.admit
    return 1.0 if row.status == "open" else 0.0


def _manages(row: BorderRegime | RouteRegime) -> bool:
    chances = row.wait + row.irregular + row.pushback
    return row.quota is not None or bool(listed(row.weekdays)) or chances > 0


def _as_managed(
    scenario: Scenario,
    link: Link,
    found: Rule,
    row: BorderRegime | RouteRegime,
    day: int,
    quotas: dict[tuple[int, str], int],
) -> Rule:
    """The rule with all that its one row says besides a share let through."""
    weekday = WEEKDAYS[(scenario.start + timedelta(days=day)).weekday()]
    number = NOBODY
    if row.quota is not None:
        sides = _countries(scenario, link) if isinstance(row, BorderRegime) else _ends(scenario, link)
        key = (scenario.events.index(row), sides[0])
        quotas.setdefault(key, row.quota)
        number = list(quotas).index(key)
    return replace(
        found,
        managed=_manages(row),
        shut=bool(listed(row.weekdays)) and weekday not in listed(row.weekdays),
        quota=number,
        wait=row.wait,
        give_up=row.give_up,
        irregular=row.irregular,
        returned=row.irregular_returned,
        pushback=row.pushback,
    )


def _away(scenario: Scenario, link: Link, rows: list[BorderRegime | RouteRegime]) -> Rule:
    """Where there is no post: who is caught by the patrols of the land, unless a rule for the route says."""
    sides = set(_countries(scenario, link))
    border = next((each for each in scenario.borders if {each.country, each.other_country} == sides), None)
    size, returned = (1.0, 0.0) if border is None else _land(scenario, border)
    if not rows:
        return Rule(managed=True, away=True, returned=returned, size=size)
    assert len(rows) == 1
    return Rule(
        managed=True,
        away=True,
        returned=rows[0].irregular_returned,
        pushback=rows[0].pushback,
        size=size,
    )


def _land(scenario: Scenario, border: Border) -> tuple[float, float]:
    """How many ways across there are, and the chance of meeting a patrol on one."""
    passable, visibility = TERRAIN[border.terrain]
    ways = border.length_km * passable / scenario.number("crossing_spacing_km")
    watched = border.patrols * scenario.number("patrol_reach_km") * visibility
    return max(1.0, ways), 1 - math.exp(-watched / border.length_km)


def _replayed(scenario: Scenario, link: Link) -> list[float]:
    """The peer's: a link is opened and closed by actions, and the last action holds."""
    rules = [event for event in scenario.events if _concerns(scenario, event, link)]
    first = min([0, *(day_of(scenario, event.start, 0) for event in rules)])
    shares, share = [], 1.0
    for day in range(first - 1, scenario.days):
        for event in rules:
            if day_of(scenario, event.start, first - 1) == day:
                share = _admit(event) if isinstance(event, BorderRegime | RouteRegime) else 0.0
            if day_of(scenario, event.end, NO_DAY) == day:
                share = 1.0
        if day >= 0:
            shares.append(share)
    return shares
