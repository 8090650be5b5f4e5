"""
One event put among others: what it says holds on its days, and all else stays as it was.

An old event that speaks of the same thing is cut around the days of the new one.
On those days it goes on for the groups, in the direction and with the numbers that
the new one says nothing of, unless the new one holds before it anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from steppe.scenario.events import (
    BorderRegime,
    Event,
    PathwayChange,
    RouteRegime,
    RouteSpeed,
    Statement,
)
from steppe.scenario.model import Scenario
from steppe.scenario.paces import yearly
from steppe.scenario.subjects import directions_of, given_of, groups_of, subject_of
from steppe.units import date_of

Rest = tuple[Event, ...]


def with_event(scenario: Scenario, events: Iterable[Event], new: Event) -> list[Event]:
    """
    Events with a new one put among them.

    Parameters
    ----------
    scenario
        The world of the events: its groups, and the routes that cross its borders.
    events
        Those there are, in their order.
    new
        The one to put in.

    Returns
    -------
    events
        The old ones, cut where the new one says otherwise, and behind it what goes on after it.
    """
    before: list[Event] = []
    after: list[Event] = []
    events = tuple(events)
    for old in events:
        parts = _parts_beside(scenario, new, old)
        if isinstance(old, RouteRegime) and not groups_of(old):
            parts = [each for part in parts for each in _below_named(scenario, part, events)]
        for part in parts:
            is_later = part != old and new.end is not None and not _starts_before(part.start, new.end)
            (after if is_later else before).append(part)
    return [*before, new, *after]


def _parts_beside(scenario: Scenario, new: Event, old: Event) -> list[Event]:
    """What there is of an old event once a new one is there: itself, or parts of it."""
    left = _left_beside(scenario, new, old)
    return [old] if left is None else _cut(scenario, new, old, left)


def _below_named(scenario: Scenario, part: Event, events: Iterable[Event]) -> list[Event]:
    """
    A part of a row for everybody that now has to name groups, where no other row names them.

    Those rows held before it while it was for everybody, and still do.
    """
    parts = [part]
    for other in events if groups_of(part) else ():
        if groups_of(other) and subject_of(other) == subject_of(part):
            parts = [piece for each in parts for piece in _parts_beside(scenario, other, each)]
    return parts


def _left_beside(scenario: Scenario, new: Event, old: Event) -> Rest | None:
    """What goes on of an old event while a new one holds; ``None`` where the new one leaves it alone."""
    if isinstance(new, BorderRegime) and isinstance(old, RouteRegime):
        return _of_border(scenario, new, old)
    if subject_of(new) != subject_of(old) or isinstance(old, Statement):
        return None
    if isinstance(new, PathwayChange) and isinstance(old, PathwayChange):
        left = replace(old, **dict.fromkeys(given_of(new), None))  # type: ignore[arg-type]
        return None if left == old else (left,) * bool(given_of(left))
    if isinstance(new, RouteSpeed) and isinstance(old, RouteSpeed):
        return _for_others(scenario, new, old, old)
    if isinstance(new, BorderRegime | RouteRegime) and isinstance(old, BorderRegime | RouteRegime):
        if groups_of(new) and not groups_of(old):
            return None  # the row that names a group holds before the one for everybody
        contested = [each for each in directions_of(old) if each in directions_of(new)]
        return _in_directions(scenario, new, old, contested)
    return ()


def _of_border(scenario: Scenario, new: BorderRegime, old: RouteRegime) -> Rest | None:
    """What goes on of the regime of a post while its border has a new one; away from posts all does."""
    ends = {old.place, old.other_place}
    routes = [route for route in scenario.routes if {route.start, route.end} == ends]
    if routes and all(route.away_from_posts for route in routes):
        return None
    country = {place.name: place.country for place in scenario.places}
    across = directions_of(new)
    contested = [
        each for each in directions_of(old) if tuple(country.get(name, name) for name in each) in across
    ]
    return _in_directions(scenario, new, old, contested)


def _in_directions(
    scenario: Scenario,
    new: BorderRegime | RouteRegime,
    old: BorderRegime | RouteRegime,
    contested: list[tuple[str, ...]],
) -> Rest | None:
    """What goes on of a regime in the directions that are not contested, and for others in those that are."""
    free = [each for each in directions_of(old) if each not in contested]
    if not contested:
        return None
    if not free:
        return _for_others(scenario, new, old, old)
    for_others = _for_others(scenario, new, old, *(_one_way(old, each) for each in contested))
    return None if for_others is None else (*(_one_way(old, each) for each in free), *for_others)


def _one_way(regime: BorderRegime | RouteRegime, direction: tuple[str, ...]) -> BorderRegime | RouteRegime:
    """A regime in one direction only."""
    first, other = direction
    sides: dict[str, Any] = {"place": first, "other_place": other}
    if isinstance(regime, BorderRegime):
        sides = {"country": first, "other_country": other}
    return replace(regime, one_way=True, **sides)


def _for_others(scenario: Scenario, new: Event, old: Event, *parts: Any) -> Rest | None:
    """Parts of an old event for those groups that a new one does not name."""
    named = groups_of(new)
    if not named:
        return ()
    held = groups_of(old) or tuple(group.name for group in scenario.groups)
    rest = [each for each in held if each not in named]
    if groups_of(old) and len(rest) == len(held):
        return None
    return tuple(replace(part, groups="; ".join(rest)) for part in parts) if rest else ()


def _cut(scenario: Scenario, new: Event, old: Event, left: Rest) -> list[Event]:
    """An old event around the days of a new one, and on those days what is left of it; no day, no part."""
    spans = list(_occurrences(scenario, new))
    parts = list(_occurrences(scenario, old))
    if not any(_meet(span, part) for span in spans for part in parts):
        return [old]
    beside: list[Event] = []
    for span in spans:
        met = [part for part in parts if _meet(span, part)]
        beside += [_during(rest, span, part) for part in met for rest in left]
        parts = [piece for part in parts for piece in _around(span, part)]
    return [part for part in (*parts, *beside) if _is_in_period(scenario, part)]


def _is_in_period(scenario: Scenario, event: Event) -> bool:
    last = date_of(scenario.days - 1, scenario.start)
    begins = event.start is None or event.start <= last
    return begins and (event.end is None or event.end > scenario.start)


def _around(new: Event, old: Event) -> Iterator[Event]:
    """An old event before and after a new one."""
    if not _meet(new, old):
        yield old
        return
    if new.start is not None and _starts_before(old.start, new.start):
        yield replace(old, end=new.start)
    if new.end is not None and (old.end is None or old.end > new.end):
        yield replace(old, start=new.end)


def _during(rest: Event, new: Event, old: Event) -> Event:
    """What is left of an old event on the days on which both hold."""
    start = new.start if _starts_before(old.start, new.start) else old.start
    end = new.end if old.end is None or (new.end is not None and new.end < old.end) else old.end
    changes: dict[str, Any] = {"start": start, "end": end}
    if isinstance(rest, RouteSpeed):
        changes["every_year"] = False
    return replace(rest, **changes)


def _occurrences(scenario: Scenario, event: Event) -> Iterator[Event]:
    """An event that comes back every year as one row for each time it does so; all others as they are."""
    if isinstance(event, RouteSpeed) and event.every_year:
        yield from yearly(event, scenario.start, date_of(scenario.days - 1, scenario.start))
    else:
        yield event


def _meet(new: Event, old: Event) -> bool:
    """Whether two events share a day."""
    return _starts_before(new.start, old.end) and _starts_before(old.start, new.end)


def _starts_before(start: date | None, day: date | None) -> bool:
    """Whether something that starts then (``None``: ever since) is there before a day (``None``: ever)."""
    return start is None or day is None or start < day
