"""What a picture of a world over time is made of: lanes, and in them bars from one day to another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from steppe.insight.timeline import Choice, occurrences
from steppe.scenario.events import Event
from steppe.scenario.model import Scenario
from steppe.units import day_number


@dataclass(frozen=True, slots=True)
class Bar:
    """
    What holds in a lane for some days.

    Parameters
    ----------
    first, end
        Day numbers of the world: the first day, and the first day after.
    look
        ``open``, ``restricted``, ``closed`` or ``unsaid`` for a regime; else a word of ``events.csv``.
    share
        How much of it: the share let through, the factor of speed, the intensity. 0 or more.
    marks
        Those of ``irregular``, ``quota``, ``weekdays`` and ``pushback`` that a regime has.
    words
        What may be written in it, the longest first.
    """

    first: int
    end: int
    look: str
    share: float = 1.0
    marks: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """
    One line of the picture.

    Parameters
    ----------
    section, heading
        The part of the picture it stands in, and the lines of that part that belong together.
    label, groups
        What it is, and for whom; no groups are everybody.
    bars
        In order of days.
    moments
        Day numbers on which something was said.
    """

    section: str
    heading: str
    label: str
    groups: str = ""
    bars: tuple[Bar, ...] = ()
    moments: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see in it."""
        return not self.moments and all(bar.look == "unsaid" for bar in self.bars)


def shown_days(scenario: Scenario, choice: Choice) -> range:
    """Day numbers that the picture shows: those of the world, or those that were chosen."""
    first = 0 if choice.first is None else day_number(choice.first, scenario.start)
    last = scenario.days - 1 if choice.last is None else day_number(choice.last, scenario.start)
    return range(first, max(first, last) + 1)


def cut_span(start: date | None, end: date | None, scenario: Scenario, days: range) -> range:
    """The days from ``start`` until ``end`` that are shown; empty where there are none."""
    first = days.start if start is None else max(days.start, day_number(start, scenario.start))
    after = days.stop if end is None else min(days.stop, day_number(end, scenario.start))
    return range(first, max(first, after))


def bars_of(
    events: Iterable[Event], scenario: Scenario, days: range, bar: Callable[[Event, range], Bar]
) -> tuple[Bar, ...]:
    """A bar for each time that an event holds on days that are shown, in order of days."""
    spans = [
        (event, cut_span(start, end, scenario, days))
        for event in events
        for start, end in occurrences(event, scenario)
    ]
    return tuple(sorted((bar(event, span) for event, span in spans if span), key=lambda each: each.first))
