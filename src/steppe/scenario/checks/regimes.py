"""
Events beside each other and beside the network.

Two closures of the same border on the same days are an error: whoever wrote the
second meant it to hold, and which of them does would be a matter of chance.
Under the peer's rules, where the files are full of them, they are a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from steppe.errors import Problem
from steppe.scenario.checks.world import World
from steppe.scenario.events import (
    BorderRegime,
    CampClosed,
    CapacityChange,
    Conflict,
    Event,
    RouteRegime,
)
from steppe.scenario.model import CAMP_KINDS
from steppe.scenario.subjects import subject_of


def overlapping_events(world: World) -> Iterator[Problem]:
    """Two events say different things of the same border, route or place on the same days."""
    groups: dict[tuple[str, ...], list[tuple[int, Event]]] = {}
    for number, event in world.events:
        if _lasts(event):
            groups.setdefault(subject_of(event), []).append((number, event))
    for subject, events in groups.items():
        ordered = sorted(events, key=lambda each: (each[1].start or date.min, each[0]))
        reaching = ordered[0]
        for each in ordered[1:]:
            if each[1].start is None or _end(reaching[1]) > each[1].start:
                yield _overlap(world, max(reaching[0], each[0]), min(reaching[0], each[0]), subject)
            reaching = max(reaching, each, key=lambda one: _end(one[1]))


def _end(event: Event) -> date:
    return event.end or date.max


def _overlap(world: World, number: int, other: int, subject: tuple[str, ...]) -> Problem:
    event, earlier = world.scenario.events[number], world.scenario.events[other]
    until = "for good" if earlier.end is None else f"until {earlier.end}"
    since = "the beginning" if earlier.start is None else str(earlier.start)
    what = {"border": "border", "route": "route"}.get(event.word, "place")
    severity = "warning" if isinstance(event, Conflict | CapacityChange) else world.mistake
    return world.problem(
        "events",
        number,
        f"another row on the {what} {' – '.join(subject[1:])} ({world.where.row('events', other)}) holds from"
        f" {since} {until}, at the same time.",
        "End one before the other starts."
        if severity == "error"
        else "End one before the other starts; as it is, the row further down holds.",
        severity,
    )


def _lasts(event: Event) -> bool:
    return event.start is None or event.end is None or event.start < event.end


def shares_admitted(world: World) -> Iterator[Problem]:
    """A restricted border needs a share; an open or closed one has its own."""
    for number, event in world.events:
        if not isinstance(event, BorderRegime | RouteRegime):
            continue
        if event.status == "restricted" and event.admit is None:
            yield world.problem(
                "events",
                number,
                "the status is restricted, but admit is empty.",
                "Give the share let through, such as 0.3, or write open or closed.",
            )
        if event.status != "restricted" and event.admit not in (None, 1.0 if event.status == "open" else 0.0):
            yield world.problem(
                "events",
                number,
                f"the status is {event.status}, but admit is {event.admit:g}.",
                "Write restricted as the status, or empty admit.",
            )


def events_without_effect(world: World) -> Iterator[Problem]:
    """An event on a border or between places that no route joins, or on a camp that is none."""
    if not world.knows_places:
        return
    joined = {frozenset((route.start, route.end)) for route in world.scenario.routes}
    borders = {
        frozenset(world.place_of[name].country for name in pair)
        for pair in joined
        if pair <= world.place_of.keys()
    }
    for number, event in world.events:
        if isinstance(event, BorderRegime):
            yield from _border_problems(world, number, event, borders)
        elif isinstance(event, RouteRegime):
            yield from _route_problems(world, number, event, joined)
        elif isinstance(event, CampClosed) and event.place in world.place_of:
            kind = world.place_of[event.place].kind
            if kind not in CAMP_KINDS:
                yield world.problem(
                    "events",
                    number,
                    f"'{event.place}' is not a camp but a {kind}.",
                    "Correct the name or its kind; to shut a place, use the event 'sealed'.",
                    world.mistake,
                )


def _border_problems(
    world: World, number: int, event: BorderRegime, borders: set[frozenset[str]]
) -> Iterator[Problem]:
    pair = frozenset((event.country, event.other_country))
    if event.country == event.other_country:
        yield world.problem(
            "events",
            number,
            f"a border of '{event.country}' with itself is none.",
            "Name the country on the other side.",
            world.mistake,
        )
    elif pair not in borders and pair <= world.countries.keys():
        yield world.warning(
            "events",
            number,
            f"no route crosses the border of '{event.country}' and '{event.other_country}'.",
            "Add the route, or delete the row.",
        )


def _route_problems(
    world: World, number: int, event: RouteRegime, joined: set[frozenset[str]]
) -> Iterator[Problem]:
    pair = frozenset((event.place, event.other_place))
    if event.place == event.other_place:
        yield world.problem(
            "events", number, f"a route from '{event.place}' to itself is none.", "Name the other place."
        )
    elif pair not in joined and pair <= world.place_of.keys():
        yield world.warning(
            "events",
            number,
            f"no route joins '{event.place}' and '{event.other_place}' directly.",
            "Name the two ends of one row of the routes, or delete this row.",
        )


CHECKS = (overlapping_events, shares_admitted, events_without_effect)
