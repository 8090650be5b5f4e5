"""
In which round of a day an arrival is dealt with.

The height of an arrival is 0 if it may not decide again today, else one more
than the highest arrival it may lead to before night falls.  Rounds go from the
highest down, so that nobody arrives in a round that is already over.  Where people
keep to a destination, those who arrive alike have one height, wherever they are bound.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

import numpy as np

from steppe.scenario.model import Scenario
from tests.oracle.choice import Way
from tests.oracle.environment import Link

MOST_ZERO_HOPS = 8
NO_PLAN = -1


class Arrival(NamedTuple):
    """
    Somebody who has come to a place today and may decide again.

    Parameters
    ----------
    place
        Where.
    used
        Of the day: km under the peer's clock, slices under ours.
    zero_hops
        Routes of no length travelled today.
    way, step
        The planned way and the next route of it, or ``NO_PLAN`` and 0.
    """

    place: int
    used: float
    zero_hops: int
    way: int
    step: int


class Heights:
    """
    Heights of all arrivals that can be, whoever travels and whatever is closed or full.

    Parameters
    ----------
    scenario, links, ways
        The world; ways of each place.
    paces
        For each link, every pace in km/day at which anybody may ever set out on it.
    """

    def __init__(
        self, scenario: Scenario, links: list[Link], ways: list[list[Way]], paces: list[set[float]]
    ) -> None:
        self.links = links
        self.paces = dict(zip(links, paces, strict=True))
        self.every = [way for here in ways for way in here]
        firsts = np.cumsum([0, *(len(here) for here in ways)])
        self.choices = [range(firsts[n], firsts[n + 1]) for n in range(len(ways))]
        self.flee_clock = scenario.setting("clock") == "flee"
        self.slices = scenario.integer("slices_per_day")
        self.on_foot = scenario.number("foot_speed_km_per_day") if scenario.flag("start_on_foot") else np.inf
        self.whatever_the_plan = scenario.setting("routing") == "destination-choice"
        self.known: dict[Arrival, int] = {}
        self.anyone: dict[tuple[int, float, int], int] = {}
        sys.setrecursionlimit(max(10_000, sys.getrecursionlimit()))
        for arrival in self._starts():
            self.of(arrival)

    def of(self, arrival: Arrival) -> int:
        """Height of somebody who may decide again."""
        if arrival not in self.known:
            following = [self.of(each) if again else 0 for each, again in self._next(arrival)]
            self.known[arrival] = 1 + max([0, *following])
            if self.whatever_the_plan:
                self.known[arrival] = self.of_anyone(arrival)
        return self.known[arrival]

    def of_anyone(self, arrival: Arrival) -> int:
        """Height of whoever comes there with so much of the day used, wherever they may go on to."""
        alike = (arrival.place, arrival.used, arrival.zero_hops)
        if alike not in self.anyone:
            later = [
                self.of_anyone(Arrival(link.end, used, zero_hops, NO_PLAN, 0)) if again else 0
                for link in self.links
                if link.start == arrival.place
                for used, zero_hops, again in self._later_arrivals(link, arrival)
            ]
            self.anyone[alike] = 1 + max([0, *later])
        return self.anyone[alike]

    def _starts(self) -> list[Arrival]:
        """Arrivals of those who were on the road at dawn, or set out this morning, or wait at a gate."""
        found = [Arrival(place, 0, 0, NO_PLAN, 0) for place in range(len(self.choices))]
        for number, way in enumerate(self.every):
            for step, link_number in enumerate(way.travelled):
                link = self.links[link_number]
                plan = (number, step + 1) if step + 1 < len(way.travelled) else (NO_PLAN, 0)
                found.append(Arrival(link.end, 0, 0, *plan))
                for used, zero_hops, again in self._first_arrivals(link):
                    if again:
                        found.append(Arrival(link.end, used, zero_hops, *plan))
        return found

    def _first_arrivals(self, link: Link) -> list[tuple[float, int, bool]]:
        """Distance or slices used at the first arrival of a day, time to decide again or not."""
        zero = int(link.distance_km == 0 and self.flee_clock)
        if not self.flee_clock:
            return [(used, zero, used < self.slices) for used in range(1, self.slices + 1)]
        found = []
        for pace in {min(pace, most) for pace in self.paces[link] for most in (np.inf, self.on_foot)}:
            nights = int(link.distance_km // pace)
            for slept in {max(0, nights - 1), nights}:
                found.append((link.distance_km - slept * pace, zero, link.distance_km - slept * pace < pace))
        return found

    def _next(self, arrival: Arrival) -> list[tuple[Arrival, bool]]:
        """Arrivals later today that this one may lead to, and whether each may decide once more."""
        options = [(arrival.way, arrival.step)]
        if arrival.way == NO_PLAN:
            options = [(number, 0) for number in self.choices[arrival.place]]
        found = []
        for number, step in options:
            way = self.every[number]
            plan = (number, step + 1) if step + 1 < len(way.travelled) else (NO_PLAN, 0)
            link = self.links[way.travelled[step]]
            for used, zero_hops, again in self._later_arrivals(link, arrival):
                found.append((Arrival(link.end, used, zero_hops, *plan), again))
        return found

    def _later_arrivals(self, link: Link, arrival: Arrival) -> list[tuple[float, int, bool]]:
        return [each for pace in sorted(self.paces[link]) for each in self._later_at(link, pace, arrival)]

    def _later_at(self, link: Link, pace: float, arrival: Arrival) -> list[tuple[float, int, bool]]:
        if self.flee_clock:
            if pace <= link.distance_km:
                return []
            used, zero = arrival.used + link.distance_km, arrival.zero_hops + int(link.distance_km == 0)
            return [(used, zero, used < pace and zero < MOST_ZERO_HOPS)]
        low, share = slices_of(link, pace, self.slices)
        lengths = [low] if share == 0 else [low, low + 1]
        return [
            (arrival.used + length, 0, arrival.used + length < self.slices)
            for length in lengths
            if arrival.used + length <= self.slices
        ]


def slices_of(link: Link, speed_km_per_day: float, slices_per_day: int) -> tuple[int, float]:
    """Whole slices a route takes, and the chance that it takes one more."""
    exact = max(1.0, link.distance_km / speed_km_per_day * slices_per_day)
    whole = int(np.floor(exact + 1e-9))
    share = exact - whole
    return whole, share if share > 1e-9 else 0.0
