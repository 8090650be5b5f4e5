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
from steppe.scenario.checks.world import World, listed
from steppe.scenario.events import (
    BorderRegime,
    CampClosed,
    CampOpens,
    CapacityChange,
    Conflict,
    Event,
    RouteRegime,
    RouteSpeed,
)
from steppe.scenario.model import CAMP_KINDS
from steppe.scenario.subjects import claims_of, groups_of, subject_of


def overlapping_events(world: World) -> Iterator[Problem]:
    """Two events say different things of the same border, route or place on the same days."""
    claims: dict[tuple[object, ...], list[tuple[int, Event]]] = {}
    for number, event in world.events:
        if _lasts(event):
            for claim in claims_of(event):
                claims.setdefault(claim, []).append((number, event))
    found: dict[tuple[int, int], None] = {}
    for events in claims.values():
        ordered = sorted(events, key=lambda each: (each[1].start or date.min, each[0]))
        reaching = ordered[0]
        for each in ordered[1:]:
            if each[1].start is None or _end(reaching[1]) > each[1].start:
                found.setdefault((max(reaching[0], each[0]), min(reaching[0], each[0])))
            reaching = max(reaching, each, key=lambda one: _end(one[1]))
    for number, other in found:
        yield _overlap(world, number, other)


def _end(event: Event) -> date:
    return event.end or date.max


def _overlap(world: World, number: int, other: int) -> Problem:
    event, earlier = world.scenario.events[number], world.scenario.events[other]
    until = "for good" if earlier.end is None else f"until {earlier.end}"
    since = "the beginning" if earlier.start is None else str(earlier.start)
    what = {"host_limit": "country"}.get(event.word, event.word)
    what = what if what in ("border", "route", "country", "pathway") else "place"
    shared = [each for each in groups_of(event) if each in groups_of(earlier)]
    whom = f" for {listed([repr(each) for each in shared])}" if shared else ""
    severity = "warning" if isinstance(event, Conflict | CapacityChange) else world.mistake
    return world.problem(
        "events",
        number,
        f"another row on the {what} {' – '.join(subject_of(event)[1:])}{whom}"
        f" ({world.where.row('events', other)}) holds from {since} {until}, at the same time.",
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
    for number, event in world.events:
        if isinstance(event, BorderRegime):
            yield from _border_problems(world, number, event)
        elif isinstance(event, RouteRegime | RouteSpeed):
            yield from _route_problems(world, number, event)
        elif isinstance(event, CampClosed | CampOpens) and event.place in world.place_of:
            yield from _camp_problems(world, number, event)


def _camp_problems(world: World, number: int, event: CampClosed | CampOpens) -> Iterator[Problem]:
    kind = world.place_of[event.place].kind
    if kind not in CAMP_KINDS:
        closing = "; to shut a place, use the event 'sealed'" if isinstance(event, CampClosed) else ""
        yield world.problem(
            "events",
            number,
            f"'{event.place}' is not a camp but a {kind}.",
            f"Correct the name or its kind{closing}.",
            world.mistake,
        )


def _border_problems(world: World, number: int, event: BorderRegime) -> Iterator[Problem]:
    pair = frozenset((event.country, event.other_country))
    if event.country == event.other_country:
        yield world.problem(
            "events",
            number,
            f"a border of '{event.country}' with itself is none.",
            "Name the country on the other side.",
            world.mistake,
        )
    elif pair not in world.crossing and pair <= world.countries.keys():
        yield world.warning(
            "events",
            number,
            f"no route crosses the border of '{event.country}' and '{event.other_country}'.",
            "Add the route, or delete the row.",
        )
    elif pair in world.crossing and all(route.away_from_posts for route in world.crossing[pair]):
        yield world.warning(
            "events",
            number,
            f"all routes across the border of '{event.country}' and '{event.other_country}' run away from"
            " posts, where its regime does not hold.",
            "Use the event 'route' for each of them, or add the route through a post.",
        )


def _route_problems(world: World, number: int, event: RouteRegime | RouteSpeed) -> Iterator[Problem]:
    pair = frozenset((event.place, event.other_place))
    if event.place == event.other_place:
        yield world.problem(
            "events", number, f"a route from '{event.place}' to itself is none.", "Name the other place."
        )
    elif pair not in world.joined and pair <= world.place_of.keys():
        yield world.warning(
            "events",
            number,
            f"no route joins '{event.place}' and '{event.other_place}' directly.",
            "Name the two ends of one row of the routes, or delete this row.",
        )


CHECKS = (overlapping_events, shares_admitted, events_without_effect)
