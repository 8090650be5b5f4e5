"""Published counts turned into people who leave, written a second time for the oracle."""

from __future__ import annotations

import math
from itertools import pairwise

from steppe.scenario.model import Scenario
from tests.oracle.environment import CAMPS

TOTAL = "total"


class Published:
    """
    Published stocks of persons, one value for each series and day.

    Parameters
    ----------
    scenario
        The world; its corrections are applied here.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.flee = scenario.setting("rules") == "flee"
        self.records: dict[str, list[tuple[int, float]]] = {}
        self.place_of: dict[str, str] = {}
        for each in scenario.observations:
            if each.measure == "stock" and each.unit == "person" and each.use:
                name = each.series or each.place
                day = (each.date - scenario.start).days
                value = each.value / scenario.integer("people_per_count")
                self.records.setdefault(name, []).append((day, value))
                self.place_of.setdefault(name, each.place)
        for correction in scenario.corrections:
            self._correct(correction.place, (correction.date - scenario.start).days)

    def _correct(self, place: str, since: int) -> None:
        """Rescale all that was counted earlier, so that the series joins without a jump."""
        for name, records in self.records.items():
            days = [day for day, _ in records]
            if self.place_of[name] != place or since not in days[1:] or (self.flee and since < 0):
                continue
            row = days.index(since, 1)
            factor = records[row][1] / records[row - 1][1]
            self.records[name] = [
                (day, value * factor if number < row else value)
                for number, (day, value) in enumerate(records)
            ]

    def value(self, name: str, day: int) -> float:
        """A series on a day: straight lines between records, flat outside; whole under the peer's rules."""
        exact = self._line(self.records[name], day)
        return float(math.trunc(exact)) if self.flee else exact

    @staticmethod
    def _line(records: list[tuple[int, float]], day: int) -> float:
        if day <= records[0][0]:
            return records[0][1]
        for (before, low), (after, high) in pairwise(records):
            if after > day:
                return low + (high - low) * (day - before) / (after - before)
        return records[-1][1]

    def at_start(self) -> dict[str, int]:
        """People counted on day 0 at each place; under the peer's rules in camps only."""
        kinds = {place.name: place.kind for place in self.scenario.places}
        found: dict[str, int] = {}
        for name, place in self.place_of.items():
            if place and (not self.flee or kinds[place] in CAMPS):
                found[place] = found.get(place, 0) + int(self.value(name, 0))
        return found

    def leavers(self) -> list[int]:
        """People who leave home on each day for the published total to grow as it did."""
        starts_empty = self.flee and self.scenario.setting("day_zero") == "places"
        leavers, owed, level = [], 0, 0
        for day in range(self.scenario.days):
            total = self._total(day)
            growth = total - level
            level = total
            if day == 0 and not starts_empty:
                growth = 0
            leavers.append(max(0, growth - owed))
            owed = max(0, owed - growth)
        return leavers

    def _total(self, day: int) -> int:
        """The published total; the peer counts its first day twice."""
        if not self.scenario.flag("sum_from_camps"):
            return math.floor(self.value(TOTAL, day) + 1e-9)
        everywhere = sum(self.value(name, day) for name in self.records if name != TOTAL)
        if self.flee and TOTAL in self.records:
            everywhere += self.value(TOTAL, 0)
        return math.floor(everywhere + 1e-9)
