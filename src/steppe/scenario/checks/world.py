"""A world under examination: its rows by name and number, and how to speak of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from steppe.errors import Problem
from steppe.scenario.events import Event
from steppe.scenario.model import Place, Route, Scenario
from steppe.scenario.whereabouts import Whereabouts
from steppe.units import date_of

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class World:
    """
    A scenario and where each part of it stands.

    Parameters
    ----------
    scenario
        Rows without fault in any single value.
    where
        Lines of the rows.
    has_period
        Whether ``start`` and ``days`` are known.
    unread
        Tables that could not be read, so that no name of theirs can be called unknown.
    """

    scenario: Scenario
    where: Whereabouts = field(default_factory=Whereabouts)
    has_period: bool = True
    unread: frozenset[str] = frozenset()

    @property
    def is_flee(self) -> bool:
        """Whether the peer's rules hold, under which much is a habit and not a mistake."""
        return self.scenario.setting("rules") == "flee"

    @property
    def mistake(self) -> Severity:
        """How grave it is to write what the peer's folders are full of: an error, but not under its rules."""
        return "warning" if self.is_flee else "error"

    @property
    def knows_places(self) -> bool:
        """Whether there are names that another could be held against."""
        return "places" not in self.unread and bool(self.scenario.places)

    @property
    def first(self) -> date:
        """First day."""
        return self.scenario.start

    @cached_property
    def last(self) -> date:
        """Last day."""
        return date_of(self.scenario.days - 1, self.scenario.start)

    @cached_property
    def place_of(self) -> dict[str, Place]:
        """Places by name; of two with the same name, the first."""
        found: dict[str, Place] = {}
        for place in self.scenario.places:
            found.setdefault(place.name, place)
        return found

    @cached_property
    def countries(self) -> dict[str, int]:
        """Countries that places lie in, and how many do."""
        found: dict[str, int] = {}
        for place in self.scenario.places:
            if place.country:
                found[place.country] = found.get(place.country, 0) + 1
        return found

    @property
    def home(self) -> str:
        """The country people flee."""
        places = self.scenario.places
        return self.scenario.home_country or (places[0].country if places else "")

    @cached_property
    def joined(self) -> dict[frozenset[str], list[Route]]:
        """Routes by the two places they join."""
        found: dict[frozenset[str], list[Route]] = {}
        for route in self.scenario.routes:
            found.setdefault(frozenset((route.start, route.end)), []).append(route)
        return found

    @cached_property
    def crossing(self) -> dict[frozenset[str], list[Route]]:
        """Routes by the two countries they lead from and to; of one inside a country, there is one."""
        found: dict[frozenset[str], list[Route]] = {}
        for pair, routes in self.joined.items():
            if pair <= self.place_of.keys():
                countries = frozenset(self.place_of[name].country for name in pair)
                found.setdefault(countries, []).extend(routes)
        return found

    @property
    def events(self) -> Iterator[tuple[int, Event]]:
        """Events with their numbers."""
        return enumerate(self.scenario.events)

    def problem(
        self, table: str, number: int, found: str, remedy: str, severity: Severity = "error"
    ) -> Problem:
        """Something wrong with a row."""
        return Problem(self.where.row(table, number), found, remedy, severity)

    def warning(self, table: str, number: int, found: str, remedy: str) -> Problem:
        """Something odd about a row."""
        return self.problem(table, number, found, remedy, "warning")

    def of_setting(self, name: str, found: str, remedy: str, severity: Severity = "error") -> Problem:
        """Something wrong with a setting or with the heading."""
        return Problem(self.where.setting(name), found, remedy, severity)

    def of_table(self, table: str, found: str, remedy: str, severity: Severity = "warning") -> Problem:
        """Something about a table as a whole."""
        return Problem(self.where.table(table), found, remedy, severity)


@dataclass(frozen=True, slots=True)
class Named:
    """A warning, and the name it has in a list of many like it."""

    warning: Problem
    name: str


def shortened(
    world: World, table: str, found: list[Named], what: str, remedy: str, most: int = 3
) -> Iterator[Problem]:
    """
    The first few warnings of a kind, and one line for all the others.

    Parameters
    ----------
    world, table
        What they are about.
    found
        All of them.
    what
        The others in words, to come after their number.
    remedy
        What to do about the others.
    most
        How many are told one by one; one more than that is told like them.
    """
    if len(found) <= most + 1:
        yield from (each.warning for each in found)
        return
    yield from (each.warning for each in found[:most])
    names = [each.name for each in found[most:]]
    yield world.of_table(table, f"{len(names)} more {what}: {listed(names)}.", remedy)


def listed(names: list[str], most: int = 5) -> str:
    """Some names, and how many more there are."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
