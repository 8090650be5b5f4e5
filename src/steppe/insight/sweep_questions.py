"""
A question as one number out of a run: how many people at a place, on the way, across a border; how far off.

::

    stock:PLACE[@DATE]                 people there at the end of that day; a country is all its places
    stock:COUNTRY[@DATE]
    peak:PLACE, peak:COUNTRY           the most there at the end of any day
    en-route[@DATE]                    people on a route at nightfall
    crossed:COUNTRY-COUNTRY[@DATE]     crossings from the one into the other until that day
    error                              averaged relative difference from what was published (see score.py)

Without a date it is the last day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import numpy as np

from steppe.engine.policy import ADMITTED, IRREGULAR
from steppe.errors import Problem, UsageError
from steppe.field import Field
from steppe.insight.basemap import names_by_code
from steppe.insight.score import averaged_relative_difference, observed_pairs
from steppe.result.measures import FloatArray
from steppe.result.result import Replica, Result
from steppe.scenario.model import Scenario
from steppe.scenario.nearest import suggestion
from steppe.scenario.values import Refused, read_value
from steppe.units import date_of, day_number

FORMS = {
    "stock": "stock:PLACE[@DATE]",
    "peak": "peak:PLACE",
    "en-route": "en-route[@DATE]",
    "crossed": "crossed:COUNTRY-COUNTRY[@DATE]",
    "error": "error",
}
WHERE = "--question"
_DATE = Field("date", "date", "The day asked for.")
_LIKE_A_DATE = re.compile(r"[\d./-]*\d[\d./ -]*")
Measure = Callable[[Result], float]


@dataclass(frozen=True, slots=True)
class Question:
    """
    What a sweep asks of every run.

    Parameters
    ----------
    text
        As it was written.
    words
        The same in plain words, such as ``"people at Quetta on 31 Dec 2021"``.
    unit
        Of the answer.
    measure
        The answer of one run; of an ensemble, that of its first replica.
    """

    text: str
    words: str
    unit: str
    measure: Measure = field(compare=False, repr=False)


def read_question(text: str, scenario: Scenario) -> Question:
    """
    Read a question as it is written on the command line.

    Parameters
    ----------
    text
        One of the forms above.
    scenario
        The world it is asked of.

    Returns
    -------
    question
        Ready to be asked of runs.

    Raises
    ------
    UsageError
        With everything that is wrong with it.
    """
    kind, colon, about = (part.strip() for part in text.partition(":"))
    if not colon:
        kind, at, when = (part.strip() for part in text.partition("@"))
        about = at + when
    if kind not in FORMS:
        remedy = suggestion(kind, FORMS, f"Ask one of {', '.join(FORMS.values())}.")
        raise UsageError(Problem(WHERE, f"'{kind}' is not a question.", remedy))
    problems: list[Problem] = []
    question = _READERS[kind](_Asked(kind, text, about, scenario, problems))
    if problems:
        raise UsageError(problems)
    return question


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question being read, and what is wrong with it so far."""

    kind: str
    text: str
    about: str
    scenario: Scenario
    problems: list[Problem]

    def refuse(self, found: str, remedy: str) -> None:
        self.problems.append(Problem(WHERE, found, remedy))

    def question(self, words: str, measure: Measure, unit: str = "people") -> Question:
        return Question(self.text.strip(), words, unit, measure)

    def name_and_day(self, known: set[str]) -> tuple[str, int]:
        """What stands before ``@``, and the number of the day after it; of a name with an ``@``, all of it."""
        name, at, when = (part.strip() for part in self.about.rpartition("@"))
        if self.about in known or not at:
            return self.about, self.scenario.days - 1
        if name not in known and not _LIKE_A_DATE.fullmatch(when):
            name = self.about if not when else name
        return name, self._day(when)

    def _day(self, text: str) -> int:
        first, days = self.scenario.start, self.scenario.days
        try:
            when: date = read_value(_DATE, text or "nothing")
        except Refused as refused:
            self.refuse(refused.found, refused.remedy)
            return 0
        day = day_number(when, first)
        if not 0 <= day < days:
            last = date_of(days - 1, first)
            self.refuse(f"{when} is outside the run.", f"Give a day from {first} to {last}.")
        return day


def _read_stock(asked: _Asked) -> Question:
    name, day = asked.name_and_day(_names(asked.scenario))
    places, where = _places(asked, name)
    measure = partial(_standing, places=places, day=day)
    return asked.question(f"people {where} on {_in_words(asked, day)}", measure)


def _read_peak(asked: _Asked) -> Question:
    name, _ = asked.name_and_day(_names(asked.scenario))
    if name != asked.about:
        asked.refuse("a peak is the most on any day and takes no date.", f"Write peak:{name}.")
    places, where = _places(asked, name)
    return asked.question(f"the most people {where} on any day", partial(_most_standing, places=places))


def _read_en_route(asked: _Asked) -> Question:
    name, day = asked.name_and_day({""})
    if name:
        asked.refuse(f"people en route are not counted by place ('{name}').", "Write en-route[@DATE].")
    return asked.question(f"people en route on {_in_words(asked, day)}", partial(_on_the_way, day=day))


def _read_crossed(asked: _Asked) -> Question:
    pairs = _borders(asked.scenario)
    written = {f"{start}-{end}": (start, end) for start, end in pairs}
    name, day = asked.name_and_day(set(written))
    pair = written.get(name) or written.get("-".join(_code(part) for part in name.split("-")))
    if pair is None:
        otherwise = "No route of this world leads from one country to another." if not pairs else ""
        asked.refuse(f"no route leads across a border '{name}'.", otherwise or suggestion(name, written))
        pair = ("", "")
    start, end = (_country_words(each) for each in pair)
    words = f"crossings from {start} to {end} until {_in_words(asked, day)}"
    return asked.question(words, partial(_crossed, pair=pair, day=day))


def _read_error(asked: _Asked) -> Question:
    if asked.about:
        asked.refuse(f"the error is of the whole run, not of '{asked.about}'.", "Write error.")
    if not any(each.use and each.unit == "person" for each in asked.scenario.observations):
        asked.refuse("this world has no observations to compare with.", f"Ask {FORMS['stock']} instead.")
    return asked.question("the averaged relative difference from what was published", _error, "share")


_READERS = {
    "stock": _read_stock,
    "peak": _read_peak,
    "en-route": _read_en_route,
    "crossed": _read_crossed,
    "error": _read_error,
}


def _names(scenario: Scenario) -> set[str]:
    return {name for place in scenario.places for name in (place.name, place.country) if name}


def _places(asked: _Asked, name: str) -> tuple[frozenset[str], str]:
    """The place of that name, or else the places of that country, and the same in words."""
    places, country = asked.scenario.places, _code(name)
    if any(place.name == name for place in places):
        return frozenset({name}), f"at {name}"
    found = frozenset(place.name for place in places if country and place.country == country)
    if not found:
        offer = suggestion(name, sorted(_names(asked.scenario)), "`steppe describe` lists them.")
        asked.refuse(f"'{name}' is no place or country.", offer)
    return found, f"in {_country_words(country)}"


def _code(country: str) -> str:
    """The ISO code of a country given by its name; any other word as it is."""
    return next((code for code, name in names_by_code().items() if name == country), country)


def _country_words(country: str) -> str:
    return names_by_code().get(country, country)


def _in_words(asked: _Asked, day: int) -> str:
    when = date_of(day, asked.scenario.start)
    return f"{when.day} {when:%b %Y}"


def _borders(scenario: Scenario) -> list[tuple[str, str]]:
    """Pairs of countries that a route leads from one to the other of, each once."""
    country = {place.name: place.country for place in scenario.places}
    ends = [(country[each.start], country[each.end]) for each in scenario.routes]
    back = [(country[each.end], country[each.start]) for each in scenario.routes if each.two_way]
    return [pair for pair in dict.fromkeys([*ends, *back]) if pair[0] != pair[1]]


def _first(result: Result) -> Replica:
    return next(result.each_replica())


def _stock(result: Result, places: frozenset[str]) -> FloatArray:
    """People at these places together at the end of each day. Shape ``(day,)``."""
    columns = [number for number, name in enumerate(result.labels.places) if name in places]
    return np.asarray(_first(result).stock[:, columns].sum(axis=1, dtype=np.float64))


def _standing(result: Result, *, places: frozenset[str], day: int) -> float:
    return float(_stock(result, places)[day])


def _most_standing(result: Result, *, places: frozenset[str]) -> float:
    return float(_stock(result, places).max())


def _on_the_way(result: Result, *, day: int) -> float:
    return float(_first(result).en_route[day])


def _crossed(result: Result, *, pair: tuple[str, str], day: int) -> float:
    posts = [number for number, each in enumerate(result.labels.post_countries) if each == pair]
    accounts = _first(result).border[: day + 1, [ADMITTED, IRREGULAR]]
    return float(accounts[..., posts].sum(dtype=np.float64))


def _error(result: Result) -> float:
    pairs = observed_pairs(result)
    if pairs.observed.size == 0:
        raise UsageError(
            Problem(WHERE, "no observation can be compared with this run.", f"Ask {FORMS['stock']} instead.")
        )
    return float(averaged_relative_difference(pairs.modelled, pairs.observed, pairs.day)[0])
