"""
Lanes of borders and of the routes that have a regime of their own, for groups where these differ.

Which regime governs follows the same precedence as the run: a row for the route
before one for its border, and one that names the group before one for everybody.
Away from posts rows for the border do not hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from steppe.insight.event_words import country_name, is_away_from_posts, only_post, percent, weekday_words
from steppe.insight.timeline import Choice
from steppe.insight.timeline_bars import Bar, Lane, cut_span
from steppe.scenario.events import BorderRegime, RouteRegime, listed
from steppe.scenario.model import Scenario
from steppe.scenario.subjects import share_admitted

Regime = BorderRegime | RouteRegime
BORDERS, BY_AIR, INSIDE = "Borders and posts", "By air", "Routes within a country"
SECTIONS = (BORDERS, BY_AIR, INSIDE)


@dataclass(frozen=True, slots=True)
class _Passage:
    """A border, or with places the way between two of them, in one direction."""

    country: str
    other_country: str
    place: str = ""
    other_place: str = ""
    away: bool = False
    section: str = BORDERS

    def turned(self) -> _Passage:
        return replace(
            self,
            country=self.other_country,
            other_country=self.country,
            place=self.other_place,
            other_place=self.place,
        )

    @property
    def heading(self) -> str:
        if self.section == BY_AIR:
            return f"from {self.place}"
        names = (country_name(each) for each in (self.country, self.other_country))
        return " – ".join(dict.fromkeys(names))

    def rank_of(self, event: Regime, group: str) -> int:
        """How closely a regime speaks of it and of a group; 0 is not at all."""
        named = listed(event.groups)
        if named and group not in named:
            return 0
        if isinstance(event, RouteRegime):
            own, asked, rank = (self.place, self.other_place), (event.place, event.other_place), 3
        else:
            own, asked, rank = (self.country, self.other_country), (event.country, event.other_country), 1
            if self.away:
                return 0
        speaks = own == asked or (own == asked[::-1] and not event.one_way)
        return rank + bool(named) if speaks else 0


def regime_lanes(scenario: Scenario, choice: Choice, days: range) -> Iterator[Lane]:
    """
    Lanes of regimes, each border followed by its posts.

    Parameters
    ----------
    scenario
        The world.
    choice
        Which kinds, places and countries.
    days
        Day numbers shown.
    """
    regimes = [event for event in scenario.events if isinstance(event, Regime)]
    passages = dict.fromkeys(_passage(event, scenario) for event in regimes)
    for passage in sorted(
        passages, key=lambda each: (SECTIONS.index(each.section), each.heading, each.place, each.other_place)
    ):
        kind = RouteRegime.word if passage.place else BorderRegime.word
        places = (passage.place, passage.other_place)
        if choice.takes_subject(kind, places, (passage.country, passage.other_country)):
            yield from _lanes_of(passage, scenario, regimes, days)


def _passage(event: Regime, scenario: Scenario) -> _Passage:
    """What an event speaks of, from the home country outwards or in alphabetical order."""
    if isinstance(event, BorderRegime):
        passage = _Passage(event.country, event.other_country)
    else:
        country_of = {each.name: each.country for each in scenario.places}
        ends = (event.place, event.other_place)
        away = is_away_from_posts(*ends, scenario)
        sides = (country_of.get(event.place, ""), country_of.get(event.other_place, ""))
        passage = _Passage(*sides, *ends, away, _section(event, scenario, sides))
    home = scenario.home_country or (scenario.places[0].country if scenario.places else "")
    turned = passage.turned()
    return min(passage, turned, key=lambda each: (each.country != home, each.country, each.place))


def _section(event: RouteRegime, scenario: Scenario, sides: tuple[str, str]) -> str:
    ends = {event.place, event.other_place}
    modes = {each.mode for each in scenario.routes if {each.start, each.end} == ends}
    if modes == {"air"}:
        return BY_AIR
    return INSIDE if sides[0] == sides[1] else BORDERS


def _lanes_of(
    passage: _Passage, scenario: Scenario, regimes: Sequence[Regime], days: range
) -> Iterator[Lane]:
    """One lane for both directions, or one for each where they differ; and so for the groups."""
    there, back = passage, passage.turned()
    lanes_there, lanes_back = (_bars_by_groups(each, scenario, regimes, days) for each in (there, back))
    ways = [(there, lanes_there, " – ")]
    if lanes_there != lanes_back:
        ways = [(there, lanes_there, " → "), (back, lanes_back, " → ")]
    for way, by_groups, link in ways:
        for bars, groups in by_groups.items():
            yield Lane(way.section, passage.heading, _label(way, scenario, link), groups, bars)


def _label(passage: _Passage, scenario: Scenario, link: str) -> str:
    if not passage.place:
        both = f"{country_name(passage.country)}{link}{country_name(passage.other_country)}"
        return "the whole border" if link == " – " else both
    ends = f"{passage.place}{link}{passage.other_place}"
    if passage.away:
        return f"{ends} (away from posts)"
    return (link == " – " and only_post(passage.place, passage.other_place, scenario)) or ends


def _bars_by_groups(
    passage: _Passage, scenario: Scenario, regimes: Sequence[Regime], days: range
) -> dict[tuple[Bar, ...], str]:
    """Bars, and the names of the groups that have them; no names where all have the same."""
    spoken = [each for each in regimes if any(passage.rank_of(each, group) for group in _groups(scenario))]
    of_bars: dict[tuple[Bar, ...], list[str]] = {}
    for group in _groups(scenario):
        of_bars.setdefault(_bars(passage, scenario, spoken, group, days), []).append(group)
    return {bars: _named(names, _groups(scenario)) for bars, names in of_bars.items()}


def _named(names: Sequence[str], everybody: Sequence[str]) -> str:
    """Groups in few words: none for everybody, and those left out where they are fewer."""
    others = [each for each in everybody if each not in names]
    if not others:
        return ""
    return f"all but {', '.join(others)}" if len(others) < len(names) > 2 else ", ".join(names)


def _groups(scenario: Scenario) -> list[str]:
    return [each.name for each in scenario.groups] or [""]


def _bars(
    passage: _Passage, scenario: Scenario, regimes: Sequence[Regime], group: str, days: range
) -> tuple[Bar, ...]:
    """What governs a group day by day, as one bar for every span in which it is the same."""
    spans = [(each, cut_span(each.start, each.end, scenario, days)) for each in regimes]
    cuts = sorted({days.start, days.stop, *(cut for _, span in spans for cut in (span.start, span.stop))})
    bars: list[Bar] = []
    for first, end in pairwise(cuts):
        holding = [each for each, span in spans if first in span and passage.rank_of(each, group)]
        governing = max(holding, key=lambda each: passage.rank_of(each, group), default=None)
        if governing is None and passage.away:
            continue  # what happens there without a row is a matter of patrols, not of a regime
        bar = _bar(governing, first, end, away=passage.away)
        if bars and bars[-1].end == first and _looks(bars[-1]) == _looks(bar):
            bar = _bar(governing, bars.pop().first, end, away=passage.away)
        bars.append(bar)
    return tuple(bars)


def _looks(bar: Bar) -> tuple[object, ...]:
    return (bar.look, bar.share, bar.marks, bar.words)


def _bar(event: Regime | None, first: int, end: int, *, away: bool) -> Bar:
    if event is None:
        return Bar(first, end, "unsaid")
    if away:
        returned = event.irregular_returned
        words = (f"{percent(returned)} turned back", percent(returned))
        return Bar(first, end, "restricted" if returned else "open", 1 - returned, ("irregular",), words)
    share = share_admitted(event)
    marks = {
        "irregular": event.irregular > 0,
        "quota": event.quota is not None,
        "weekdays": bool(listed(event.weekdays)),
        "pushback": event.pushback > 0,
    }
    return Bar(
        first, end, event.status, share, tuple(name for name, has in marks.items() if has), _words(event)
    )


def _words(event: Regime) -> tuple[str, ...]:
    """All the numbers of a regime that fit in a bar, then fewer of them."""
    parts = [
        percent(share_admitted(event)) if event.status == "restricted" else event.status,
        *([] if event.quota is None else [f"{event.quota:,} a day"]),
        *([weekday_words(event.weekdays)] if listed(event.weekdays) else []),
        *([f"{percent(event.irregular)} irregularly"] if event.irregular else []),
        *([f"{percent(event.pushback)} pushed back"] if event.pushback else []),
    ]
    return tuple(", ".join(parts[:count]) for count in range(len(parts), 0, -1))
