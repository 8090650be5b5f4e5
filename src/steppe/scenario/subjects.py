"""What an event is about, so that two events on the same thing can be told from two on different things."""

from __future__ import annotations

from steppe.scenario.events import (
    BorderRegime,
    Event,
    HostLimit,
    PathwayChange,
    RedirectionRemoved,
    RouteRegime,
    RouteSpeed,
    Statement,
)


def subject_of(event: Event) -> tuple[str, ...]:
    """
    What an event is about.

    Returns
    -------
    subject
        The kind of event, then a place, or the two sides in alphabetical order.
    """
    if isinstance(event, BorderRegime):
        return (event.word, *sorted((event.country, event.other_country)))
    if isinstance(event, RouteRegime | RedirectionRemoved):
        return (event.word, *sorted((event.place, event.other_place)))
    if isinstance(event, RouteSpeed):
        return (event.word, *sorted((event.place, event.other_place)))
    if isinstance(event, HostLimit | Statement):
        return (event.word, event.country)
    if isinstance(event, PathwayChange):
        return (event.word, event.pathway)
    return (event.word, event.place)
