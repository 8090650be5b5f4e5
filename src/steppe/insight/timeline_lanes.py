"""
The lanes of a picture of a world over time, in order: borders, pathways, limits, camps, seasons, statements.

Drawing them is left to ``timeline_figure.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from steppe.insight.event_words import country_name, percent, wait_words
from steppe.insight.timeline import EVERYTHING, Choice, event_subject, pathway_subject
from steppe.insight.timeline_bars import Bar, Lane, bars_of, cut_span, shown_days
from steppe.insight.timeline_regimes import regime_lanes
from steppe.scenario.events import (
    CampClosed,
    CampOpens,
    CapacityChange,
    Conflict,
    Event,
    HostLimit,
    PathwayChange,
    PlaceSealed,
    RedirectionRemoved,
    RouteSpeed,
    Statement,
    listed,
)
from steppe.scenario.model import Pathway, Scenario
from steppe.scenario.subjects import given_of
from steppe.units import day_number


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of the picture with a lane for every subject of some types of events."""

    name: str
    types: tuple[type[Event], ...]
    subject: Callable[[Any], str]
    words: Callable[[Any], tuple[str, ...]]


SECTIONS = (
    _Section(
        "Countries' limits",
        (HostLimit,),
        lambda event: country_name(event.country),
        lambda event: (f"at most {event.limit:,} people", f"{event.limit:,}"),
    ),
    _Section(
        "Camps",
        (CampOpens, CampClosed),
        lambda event: event.place,
        lambda event: ("open as a camp", "open") if isinstance(event, CampOpens) else ("no camp",),
    ),
    _Section(
        "Room",
        (CapacityChange,),
        lambda event: event.place,
        lambda event: (
            ("no limit",) if event.capacity is None else (f"{event.capacity:,} people", f"{event.capacity:,}")
        ),
    ),
    _Section("Sealed places", (PlaceSealed,), lambda event: event.place, lambda _: ("sealed",)),
    _Section(
        "Seasons",
        (RouteSpeed,),
        lambda event: f"{event.place} – {event.other_place}",
        lambda event: (
            f"{percent(event.speed_factor)} of the usual speed",
            f"× {event.speed_factor:g}",
        ),
    ),
    _Section(
        "Redirections lifted",
        (RedirectionRemoved,),
        lambda event: f"{event.place} – {event.other_place}",
        lambda _: ("lifted",),
    ),
    _Section("Fighting", (Conflict,), lambda event: event.place, lambda event: (f"{event.intensity:g}",)),
)


def lanes(scenario: Scenario, choice: Choice = EVERYTHING) -> list[Lane]:
    """
    The lanes of a world, those of one border beside each other.

    Parameters
    ----------
    scenario
        The world.
    choice
        Which events; fighting is shown only where its kind is asked for by name.
    """
    days = shown_days(scenario, choice)
    found = [
        *regime_lanes(scenario, choice, days),
        *_pathway_lanes(scenario, choice, days),
        *(lane for section in SECTIONS for lane in _section_lanes(section, scenario, choice, days)),
        *_statement_lanes(scenario, choice, days),
    ]
    return [lane for lane in found if not lane.is_empty]


def _section_lanes(section: _Section, scenario: Scenario, choice: Choice, days: range) -> Iterator[Lane]:
    if section.types == (Conflict,) and Conflict.word not in choice.kinds:
        return
    by_lane: dict[tuple[str, str], list[Event]] = {}
    for event in scenario.events:
        if isinstance(event, section.types) and choice.takes_subject(
            event.word, *event_subject(event, scenario)
        ):
            groups = ", ".join(listed(getattr(event, "groups", "")))
            by_lane.setdefault((section.subject(event), groups), []).append(event)

    def bar(event: Event, span: range) -> Bar:
        share = getattr(event, "speed_factor", getattr(event, "intensity", 1.0))
        return Bar(span.start, span.stop, event.word, share, (), section.words(event))

    for (subject, groups), events in by_lane.items():
        yield Lane(section.name, "", subject, groups, bars_of(events, scenario, days, bar))


def _pathway_lanes(scenario: Scenario, choice: Choice, days: range) -> Iterator[Lane]:
    """Hosts with several pathways first, each under its name; then those with one."""
    by_host: dict[str, list[Pathway]] = {}
    for each in scenario.pathways:
        if choice.takes_subject(PathwayChange.word, *pathway_subject(each, scenario)):
            by_host.setdefault(each.place or country_name(each.country), []).append(each)
    alone = "from elsewhere" if any(len(each) > 1 for each in by_host.values()) else ""
    for host, pathways in sorted(by_host.items(), key=lambda each: len(each[1]) == 1):
        heading = f"from {host}" if len(pathways) > 1 else alone
        for each in pathways:
            groups = ", ".join(listed(each.groups))
            yield Lane("Pathways", heading, each.name, groups, _pathway_bars(scenario, each, days))


def _pathway_bars(scenario: Scenario, pathway: Pathway, days: range) -> tuple[Bar, ...]:
    """A bar for every span in which the pathway has the same numbers."""
    events = (each for each in scenario.events if isinstance(each, PathwayChange))
    changes = [
        (each, cut_span(each.start, each.end, scenario, days))
        for each in events
        if each.pathway == pathway.name
    ]
    active = cut_span(pathway.start, pathway.end, scenario, days)
    cuts = {active.start, active.stop} | {cut for _, span in changes for cut in (span.start, span.stop)}
    within = sorted(cut for cut in cuts if active.start <= cut <= active.stop)
    return tuple(
        Bar(
            first,
            end,
            PathwayChange.word,
            words=_pathway_words(_changed(pathway, (each for each, span in changes if first in span))),
        )
        for first, end in pairwise(within)
    )


def _changed(pathway: Pathway, changes: Iterable[PathwayChange]) -> Pathway:
    """A pathway with the numbers that it has while changes hold."""
    for each in changes:
        given: dict[str, Any] = {name: getattr(each, name) for name in given_of(each)}
        pathway = replace(pathway, **given)
    return pathway


def _pathway_words(pathway: Pathway) -> tuple[str, ...]:
    """All the numbers of a pathway that fit in a bar, then fewer of them."""
    parts = [
        *([] if pathway.seats is None else [f"{pathway.seats:,} seats a day"]),
        *([] if pathway.quota is None else [f"{pathway.quota:,} applications a day"]),
        *([f"{percent(pathway.approval)} approved"] if pathway.approval < 1 else []),
        *([wait_words(pathway.wait_days)] if pathway.wait_days else []),
    ] or ["open"]
    shorter = () if pathway.seats is None else (f"{pathway.seats:,}",)
    return (*(", ".join(parts[:count]) for count in range(len(parts), 0, -1)), *shorter)


def _statement_lanes(scenario: Scenario, choice: Choice, days: range) -> Iterator[Lane]:
    said: dict[str, list[int]] = {}
    for event in scenario.events:
        if isinstance(event, Statement) and choice.takes_subject(event.word, *event_subject(event, scenario)):
            day = day_number(event.start, scenario.start)
            if day in days:
                said.setdefault(event.country, []).append(day)
    for country in sorted(said, key=country_name):
        moments = tuple(sorted(said[country]))
        yield Lane("Statements", "", country_name(country), moments=moments)
