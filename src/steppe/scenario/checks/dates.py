"""Dates: what happens within the period, and in an order that can be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from steppe.errors import Problem
from steppe.scenario.checks.world import World, listed
from steppe.scenario.events import (
    BorderRegime,
    Event,
    PlaceSealed,
    RouteRegime,
    RouteSpeed,
    Statement,
)
from steppe.scenario.paces import covers

_LONGEST_YEAR_DAYS = 366
_KEEP_SHORT = "To run fewer days of the same world, use --days."


def ends_before_it_starts(world: World) -> Iterator[Problem]:
    """An event or a push that is over before it begins."""
    for number, event in world.events:
        if event.start is None or event.end is None:
            continue
        if event.end < event.start:
            yield world.problem(
                "events",
                number,
                f"{_named(event)} ends {event.end} before it starts {event.start}.",
                "Swap the dates, or leave the end empty.",
            )
        elif event.end == event.start:
            yield world.problem(
                "events",
                number,
                f"{_named(event)} starts and ends on {event.start}, so that it never holds.",
                "The end is the first day it holds no more: give a later one.",
                world.mistake,
            )
    for number, pathway in enumerate(world.scenario.pathways):
        if pathway.start is not None and pathway.end <= pathway.start:
            how = "on the day" if pathway.end == pathway.start else "before"
            yield world.problem(
                "pathways",
                number,
                f"the pathway '{pathway.name}' ends {pathway.end}, {how} it starts {pathway.start}.",
                "The end is the first day on which it is over: give a later one.",
            )
    for number, push in enumerate(world.scenario.pushes):
        if push.end is not None and push.end < push.start:
            yield world.problem(
                "pushes",
                number,
                f"the push ends {push.end} before it starts {push.start}.",
                "Swap the dates, or leave the end empty.",
            )


def events_outside_the_period(world: World) -> Iterator[Problem]:
    """An event that never holds on a day of the period: most often a mistyped year."""
    if not world.has_period:
        return
    for number, event in world.events:
        if isinstance(event, RouteSpeed) and event.every_year:
            yield from _season_outside(world, number, event)
        elif isinstance(event, Statement):
            continue
        elif event.start is not None and event.start > world.last:
            yield world.problem(
                "events",
                number,
                f"{_named(event)} starts {event.start}, after the last day {world.last}.",
                f"Correct the date, or delete the row. {_KEEP_SHORT}",
                world.mistake,
            )
        elif event.end is not None and event.end <= world.first and _in_order(event.start, event.end):
            yield world.problem(
                "events",
                number,
                f"{_named(event)} is over on {event.end}, before the first day {world.first} ends.",
                "Correct the date, or delete the row.",
                world.mistake,
            )


def _season_outside(world: World, number: int, event: RouteSpeed) -> Iterator[Problem]:
    """A change of speed that comes back every year, but on no day of the period."""
    days = min(world.scenario.days, _LONGEST_YEAR_DAYS)
    if not any(covers(event, world.first + timedelta(days=day)) for day in range(days)):
        yield world.problem(
            "events",
            number,
            f"the event 'speed' holds on no day from {world.first} to {world.last}, in whatever year.",
            "Correct the dates, or delete the row.",
            world.mistake,
        )


def pathways_outside_the_period(world: World) -> Iterator[Problem]:
    """A pathway that is over before the first day, or begins after the last."""
    if not world.has_period:
        return
    for number, pathway in enumerate(world.scenario.pathways):
        if pathway.start is not None and pathway.start > world.last:
            when = f"begins {pathway.start}, after the last day {world.last}"
        elif pathway.end <= world.first and _in_order(pathway.start, pathway.end):
            when = f"is over on {pathway.end}, before the first day {world.first} ends"
        else:
            continue
        yield world.problem(
            "pathways",
            number,
            f"the pathway '{pathway.name}' {when}.",
            f"Correct the date, or delete the row. {_KEEP_SHORT}",
        )


def pushes_outside_the_period(world: World) -> Iterator[Problem]:
    """People who are to leave on days that are not run."""
    if not world.has_period:
        return
    for number, push in enumerate(world.scenario.pushes):
        last = push.start if push.end is None else push.end
        if push.start > world.last or last < world.first:
            yield world.problem(
                "pushes",
                number,
                f"the push is from {push.start} to {last}, outside the period"
                f" {world.first} to {world.last}: nobody of it leaves.",
                f"Correct the dates, or delete the row. {_KEEP_SHORT}",
                world.mistake,
            )
        elif push.start < world.first or last > world.last:
            yield world.warning(
                "pushes",
                number,
                f"a part of the push, {push.start} to {last}, is outside the period"
                f" {world.first} to {world.last}: those people never leave.",
                "Cut the row to the period, its people too.",
            )


def observations_outside_the_period(world: World) -> Iterator[Problem]:
    """Counts to be compared on days that are not run; one line for each series."""
    if not world.has_period:
        return
    outside: dict[str, list[tuple[int, date]]] = {}
    used: dict[str, int] = {}
    for number, observation in enumerate(world.scenario.observations):
        if not observation.use:
            continue
        series = observation.series or observation.place
        used[series] = used.get(series, 0) + 1
        if not world.first <= observation.date <= world.last:
            outside.setdefault(series, []).append((number, observation.date))
    for series, found in outside.items():
        if len(found) == used[series] or not world.is_flee:
            number, when = found[0]
            yield world.warning(
                "observations",
                number,
                f"{len(found)} of {used[series]} counts of '{series}' lie outside the period"
                f" {world.first} to {world.last}, the first on {when}; they are not compared.",
                "Check the dates, or write no under use.",
            )


def order_of_observation_dates(world: World) -> Iterator[Problem]:
    """A count that begins after its own date, or was known before it."""
    for number, observation in enumerate(world.scenario.observations):
        if observation.counted_from is not None and observation.counted_from > observation.date:
            yield world.problem(
                "observations",
                number,
                f"the count is from {observation.counted_from}, after its own date {observation.date}.",
                "Swap the dates, or correct them.",
            )
        if observation.as_of is not None and observation.as_of < observation.date:
            yield world.warning(
                "observations",
                number,
                f"the count for {observation.date} was known before, on {observation.as_of}.",
                "Check both dates; a forecast is not an observation.",
            )


def corrections_without_a_count(world: World) -> Iterator[Problem]:
    """A correction must begin on the day of a count that is not the first of its place."""
    counted: dict[str, list[date]] = {}
    for observation in world.scenario.observations:
        if observation.measure == "stock":
            counted.setdefault(observation.place, []).append(observation.date)
    for number, correction in enumerate(world.scenario.corrections):
        dates = sorted(set(counted.get(correction.place, [])))
        if correction.date not in dates[1:]:
            known = f"Its counts are on {listed([str(each) for each in dates[1:]])}." if dates[1:] else ""
            yield world.problem(
                "corrections",
                number,
                f"'{correction.place}' has no count on {correction.date} with another before it.",
                known or "Delete the row, or add the counts.",
                world.mistake,
            )


def _named(event: Event) -> str:
    """An event in a word or two."""
    is_regime = isinstance(event, BorderRegime | RouteRegime) and event.status == "closed"
    return "the closure" if is_regime or isinstance(event, PlaceSealed) else f"the event '{event.word}'"


def _in_order(start: date | None, end: date) -> bool:
    return start is None or start < end


CHECKS = (
    ends_before_it_starts,
    events_outside_the_period,
    pathways_outside_the_period,
    pushes_outside_the_period,
    observations_outside_the_period,
    order_of_observation_dates,
)
WHOLE_CHECKS = (corrections_without_a_count,)
