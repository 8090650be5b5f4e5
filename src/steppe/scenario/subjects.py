"""What an event is about, so that two events on the same thing can be told from two on different things."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from steppe.scenario.events import (
    BorderRegime,
    Event,
    HostLimit,
    PathwayChange,
    RedirectionRemoved,
    RouteRegime,
    RouteSpeed,
    Statement,
    listed,
)

CHANGED_BY_PATHWAY_CHANGE = ("apply", "quota", "seats", "approval", "wait_days")


def subject_of(event: Event) -> tuple[str, ...]:
    """
    What an event is about.

    Returns
    -------
    subject
        The kind of event, then a place, or the two sides in alphabetical order.
    """
    if isinstance(event, BorderRegime | RouteRegime | RouteSpeed | RedirectionRemoved):
        return (event.word, *sorted(sides_of(event)))
    if isinstance(event, HostLimit | Statement):
        return (event.word, event.country)
    if isinstance(event, PathwayChange):
        return (event.word, event.pathway)
    return (event.word, event.place)


def sides_of(event: BorderRegime | RouteRegime | RouteSpeed | RedirectionRemoved) -> tuple[str, str]:
    """The two countries or places an event stands between, in its own order."""
    if isinstance(event, BorderRegime):
        return (event.country, event.other_country)
    return (event.place, event.other_place)


def directions_of(event: Event) -> tuple[tuple[str, ...], ...]:
    """Each direction in which an event holds, as its two sides; that of an event without sides is empty."""
    if not isinstance(event, BorderRegime | RouteRegime):
        return ((),)
    sides = sides_of(event)
    return (sides,) if event.one_way else (sides, sides[::-1])


def groups_of(event: Event) -> tuple[str, ...]:
    """The groups an event names, each once; none where it holds for everybody."""
    return tuple(dict.fromkeys(listed(getattr(event, "groups", ""))))


def given_of(event: PathwayChange) -> tuple[str, ...]:
    """The numbers of a pathway that a change of it gives."""
    return tuple(each for each in CHANGED_BY_PATHWAY_CHANGE if getattr(event, each) is not None)


def claims_of(event: Event) -> Iterator[tuple[object, ...]]:
    """
    Everything that an event alone decides: two events that share a claim contradict each other.

    A row for a named group and one for everybody share none, as the one for the group
    holds; nor do changes of speed, which multiply, or statements.
    """
    if isinstance(event, RouteSpeed | Statement):
        return
    numbers = given_of(event) if isinstance(event, PathwayChange) else ("",)
    for claim in product(directions_of(event), groups_of(event) or ("",), numbers):
        yield (*subject_of(event), *claim)


def is_managed(event: BorderRegime | RouteRegime) -> bool:
    """Whether a regime has a queue or irregular crossings, so that the evening decides and not the setting out."""
    numbers = (event.wait, event.irregular, event.pushback)
    return event.quota is not None or bool(event.weekdays) or any(number > 0 for number in numbers)


def share_admitted(event: BorderRegime | RouteRegime) -> float:
    """Share let through by a regime, 0 to 1, and 1 where a restricted one does not say."""
    if event.status == "restricted":
        return 1.0 if event.admit is None else event.admit
    return 1.0 if event.status == "open" else 0.0
