"""What an event is about, so that two events on the same thing can be told from two on different things."""

from __future__ import annotations

from steppe.scenario.events import BorderRegime, Event, RedirectionRemoved, RouteRegime


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
    return (event.word, event.place)
