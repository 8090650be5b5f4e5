"""Events of a scenario shortly before counts left the band, and that touch the series or its country."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from steppe.insight.event_words import describe_event
from steppe.insight.forecasting.ahead import EVERYWHERE
from steppe.insight.forecasting.ahead_words import day_words
from steppe.insight.surprise_words import percent_words, series_words
from steppe.scenario.events import Conflict, Event, PathwayChange, Statement
from steppe.scenario.model import Scenario

if TYPE_CHECKING:
    from steppe.insight.surprise import Departure, Explanation
    from steppe.insight.surprise_reasons import Seen

DAYS_BEFORE = 30
MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Dated:
    """An event on the day that it begins or ends."""

    day: date
    ends: bool
    event: Event

    def words(self, scenario: Scenario) -> str:
        """The day and what happened."""
        end = "end of " if self.ends else ""
        return f"{day_words(self.day)} {end}{describe_event(self.event, scenario)}"


def events_before(seen: Seen) -> list[Explanation]:
    """
    One candidate per departure that has events shortly before it.

    Parameters
    ----------
    seen
        What is to be explained.

    Returns
    -------
    events_before
        Each credited with the whole departure of its series: an upper bound.
    """
    found = []
    for departure in seen.departures:
        near = [each for each in _dated(seen.scenario, departure) if _touches(each.event, departure, seen)]
        if near:
            found.append(_told(seen, departure, sorted(near, key=lambda each: each.day)))
    return found


def _told(seen: Seen, departure: Departure, near: list[Dated]) -> Explanation:
    from steppe.insight.surprise_reasons import explanation

    together = departure.series == EVERYWHERE
    said = dict(seen.parts) if together else {departure.series: departure.away}
    listed = [each.words(seen.scenario) for each in near]
    more = f"; and {len(listed) - MOST_TOLD} more" if len(listed) > MOST_TOLD else ""
    share = percent_words(seen.explained(said) / seen.size)
    words = (
        f"events in the {DAYS_BEFORE} days before {series_words([departure.series])} left the band could explain at"
        f" most {share}: {'; '.join(listed[-MOST_TOLD:])}{more}."
    )
    evidence = [{"day": each.day.isoformat(), "ends": each.ends, "words": told}
                for each, told in zip(near, listed, strict=True)]  # fmt: skip
    return explanation(seen, "events", (departure.series,), said, words, events=evidence)


def _dated(scenario: Scenario, departure: Departure) -> Iterator[Dated]:
    first = departure.before - timedelta(days=DAYS_BEFORE)
    for event in scenario.events:
        if isinstance(event, Statement):
            continue
        for day, ends in ((event.start, False), (event.end, True)):
            if day is not None and first <= day <= departure.since:
                yield Dated(day, ends, event)


def _touches(event: Event, departure: Departure, seen: Seen) -> bool:
    """Whether an event is at the place or in the country of a series; fighting touches all together, wherever it is."""
    if departure.series == EVERYWHERE:
        return True
    where = departure.series.split(": ")[0]
    country = {each.name: each.country for each in seen.scenario.places}
    own = {where, country.get(where, where)} - {""}
    named = places_of(event, seen.scenario)
    if isinstance(event, Conflict):
        return bool(own & named)
    return bool(own & (named | {country.get(each, "") for each in named}))


def places_of(event: Event, scenario: Scenario) -> set[str]:
    """Places and countries that an event names."""
    if isinstance(event, PathwayChange):
        ways = [each for each in scenario.pathways if each.name == event.pathway]
        return {name for each in ways for name in (each.place, each.country) if name}
    columns = ("place", "other_place", "country", "other_country")
    return {getattr(event, each) for each in columns if getattr(event, each, "")}
