"""
What a border does to those who come to it: who is let through, who waits, who crosses elsewhere.

A way whose rule says no more than a share admitted is decided on when people
set out.  Where there is a quota, a queue, days of opening, irregular crossing or
a limit of the host, people queue at the post and are decided on in the evening:
the way is *managed* that day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from steppe.engine.arrays import BoolArray, FloatArray, IntArray, RecordArray
from steppe.engine.borders import Sides, governed, replayed
from steppe.engine.environment import day_span
from steppe.engine.network import Network
from steppe.engine.strata import Strata
from steppe.scenario.border_line import crossing_ways, returned_share
from steppe.scenario.events import WEEKDAYS, BorderRegime, HostLimit, RouteRegime, listed
from steppe.scenario.model import Border, Scenario
from steppe.scenario.subjects import is_managed
from steppe.units import date_of

REGIME = np.dtype(
    [
        ("admit", np.float64),
        ("wait", np.float64),
        ("give_up", np.float64),
        ("irregular", np.float64),
        ("returned", np.float64),
        ("pushback", np.float64),
        ("quota", np.int32),
        ("managed", np.int8),
        ("shut", np.int8),
        ("away", np.int8),
    ],
    align=True,
)
"""A rule as a queue meets it; ``quota`` is a row of ``Regimes.quotas``, -1 for none."""

Rule = BorderRegime | RouteRegime


@dataclass(frozen=True, slots=True)
class Regimes:
    """
    Rules of all ways on all days.

    Parameters
    ----------
    admit
        Share let through at the post; 1 away from posts. Shape ``(day, way)``.
    seen
        Share of those setting out who get across, as people know it ahead. Shape ``(day, way)``.
    ways_across
        How many ways a route away from posts stands for in route choice; else 1. Shape ``(way,)``.
    rules
        ``REGIME`` records.
    rule_of
        Which of them holds. Shape ``(day, way)``.
    managed
        Ways managed on some day. Shape ``(way,)``.
    quotas
        People a day, of each quota and direction. Shape ``(quota,)``.
    limits
        People each limited country takes; infinite on days without limit. Shape ``(day, host)``.
    hosts
        Names of those countries.
    """

    admit: FloatArray
    seen: FloatArray
    ways_across: FloatArray
    rules: RecordArray
    rule_of: IntArray
    managed: BoolArray
    quotas: FloatArray
    limits: FloatArray
    hosts: tuple[str, ...]


def build_regimes(scenario: Scenario, network: Network, strata: Strata, days: int) -> Regimes:
    """Rules of every way of every group; under the peer's rules only shares."""
    ways = len(strata.recorded)
    if scenario.setting("rules") == "flee":
        admit = replayed(scenario, network, days)
        nobody = np.zeros(0, dtype=REGIME)
        none = np.zeros((days, ways), dtype=np.int64)
        return Regimes(
            admit, admit, np.ones(ways), nobody, none, none[0] > 0, np.zeros(0), np.zeros((days, 0)), ()
        )
    hosts, limits = _limits(scenario, days)
    found = [governed(scenario, each.network, each.name, days) for each in strata.groups]
    table = _Table(scenario, network, strata, hosts, limits)
    row = np.concatenate([each.row for each in found], axis=1)
    sealed = np.concatenate([each.sealed for each in found], axis=1)
    admit = np.concatenate([each.admit for each in found], axis=1)
    admit = np.where(table.away[None, :] & ~sealed, 1.0, admit)
    return table.build(row, sealed, admit)


def _limits(scenario: Scenario, days: int) -> tuple[tuple[str, ...], FloatArray]:
    """What each limited country takes on each day; where events overlap, the smaller limit holds."""
    events = [event for event in scenario.events if isinstance(event, HostLimit)]
    hosts = tuple(dict.fromkeys(event.country for event in events))
    limits = np.full((days, len(hosts)), np.inf)
    people_per_count = scenario.integer("people_per_count")
    for event in events:
        span, host = day_span(scenario, event.start, event.end, days), hosts.index(event.country)
        limits[span, host] = np.minimum(limits[span, host], event.limit // people_per_count)
    return hosts, limits


class _Table:
    """Collects the different rules that ways meet, and numbers them."""

    def __init__(
        self, scenario: Scenario, network: Network, strata: Strata, hosts: tuple[str, ...], limits: FloatArray
    ) -> None:
        self.scenario, self.network, self.strata = scenario, network, strata
        self.hosts, self.limits = hosts, limits
        rows = [scenario.routes[way.row] for way in strata.ways]
        self.away = np.array([row.away_from_posts for row in rows], dtype=bool)
        self.sides = Sides(network.places, strata.start, strata.end)
        self.line = [
            self._line({start, end})
            for start, end in zip(self.sides.start_country, self.sides.end_country, strict=True)
        ]
        self.quota_of: dict[tuple[int, bool], int] = {}

    def _line(self, sides: set[str]) -> Border | None:
        """What is known of the border between two countries away from its posts."""
        for border in self.scenario.borders:
            if {border.country, border.other_country} == sides:
                return border
        return None

    def build(self, row: IntArray, sealed: BoolArray, admit: FloatArray) -> Regimes:
        """All rules, numbered, and the share of those setting out who get across."""
        managed: BoolArray = self._managed(row) & ~sealed
        shut: BoolArray = self._shut(row) & managed
        # A rule differs by row, direction and day of opening, and away from posts by the line it crosses.
        line = np.where(self.away, np.arange(len(self.away)) + 1, 0)
        shares, share = np.unique(admit, return_inverse=True)
        signs = (row + 1, self._forward(row), shut, managed, np.broadcast_to(line, row.shape))
        ranges = (len(self.scenario.events) + 1, 2, 2, 2, len(self.away) + 1)
        key = share.reshape(admit.shape)
        for sign, size in zip(signs, ranges, strict=True):
            key = key * size + sign
        different, rule_of = np.unique(key, return_inverse=True)
        rules = np.array([self._rule(each, ranges, shares) for each in different.tolist()], dtype=REGIME)
        rule_of = rule_of.reshape(row.shape)
        spacing = self.scenario.number("crossing_spacing_km")
        across = [
            crossing_ways(line, spacing) if away else 1.0
            for line, away in zip(self.line, self.away, strict=True)
        ]
        return Regimes(
            admit=admit,
            seen=np.array([_getting_across(rule) for rule in rules])[rule_of],
            ways_across=np.array(across),
            rules=rules,
            rule_of=rule_of,
            managed=np.asarray(managed.any(axis=0)),
            quotas=np.array([self._quota(position) for position, _ in self.quota_of], dtype=float),
            limits=self.limits,
            hosts=self.hosts,
        )

    def _event(self, position: int) -> Rule:
        event = self.scenario.events[position]
        assert isinstance(event, BorderRegime | RouteRegime)
        return event

    def _quota(self, position: int) -> int:
        """Counted units a day."""
        return (self._event(position).quota or 0) // self.scenario.integer("people_per_count")

    def _of_rows(self, row: IntArray, ask: Callable[[Rule], bool]) -> BoolArray:
        """Something asked of every row, looked up for every day and way."""
        answers = [
            isinstance(each, BorderRegime | RouteRegime) and ask(each) for each in self.scenario.events
        ]
        found: BoolArray = np.array([*answers, False])[row]
        return found

    def _managed(self, row: IntArray) -> BoolArray:
        """Days on which people queue: by a row, by a limit of the host, or as there is no post."""
        managed: BoolArray = self._of_rows(row, is_managed) | self.away
        sides = self.sides
        for host, country in enumerate(self.hosts):
            into = (sides.end_country == country) & (sides.start_country != country) & ~self.away
            managed |= np.isfinite(self.limits[:, host])[:, None] & into.astype(bool)
        return managed

    def _shut(self, row: IntArray) -> BoolArray:
        """Days of the week on which a border is not open at all."""
        shut = np.zeros(row.shape, dtype=bool)
        weekdays = [WEEKDAYS[date_of(day, self.scenario.start).weekday()] for day in range(len(row))]
        for name in WEEKDAYS:
            days = np.array([each == name for each in weekdays])
            shut[days] = self._of_rows(row[days], partial(is_shut_on, name))
        return np.asarray(shut & ~self.away)

    def _forward(self, row: IntArray) -> BoolArray:
        """Whether people go from the first side of the row that governs them to the other."""
        forward = np.zeros(row.shape, dtype=bool)
        for position in np.unique(row[row >= 0]):
            ahead = self.sides.ahead(self._event(int(position)))
            forward[:, ahead] |= row[:, ahead] == position
        return forward

    def _rule(self, key: int, ranges: tuple[int, ...], shares: FloatArray) -> tuple[object, ...]:
        """One ``REGIME`` record, from the number it was given in :meth:`build`."""
        signs = []
        for size in reversed(ranges):
            key, sign = divmod(key, size)
            signs.append(sign)
        line, managed, shut, forward, position = signs
        position, admit = position - 1, float(shares[key])
        event = self._event(position) if position >= 0 else None
        if line:
            return (admit, 0.0, 0.0, 1.0, *self._away(event, line - 1), -1, managed, 0, 1)
        if event is None:
            return (admit, 0.0, 0.0, 0.0, 0.0, 0.0, -1, managed, 0, 0)
        quota = -1
        if event.quota is not None:
            quota = self.quota_of.setdefault((position, bool(forward)), len(self.quota_of))
        return (
            admit,
            event.wait,
            event.give_up,
            event.irregular,
            event.irregular_returned,
            event.pushback,
            quota,
            managed,
            shut,
            0,
        )

    def _away(self, event: Rule | None, way: int) -> tuple[float, float]:
        """Share turned back where there is no post, and share pushed back."""
        if event is None:
            return returned_share(self.line[way], self.scenario.number("patrol_reach_km")), 0.0
        return event.irregular_returned, event.pushback


def is_shut_on(weekday: str, event: Rule) -> bool:
    """Whether a row names days of the week, and this is none of them."""
    return bool(event.weekdays) and weekday not in listed(event.weekdays)


def _getting_across(rule: RecordArray) -> float:
    """Share of those setting out who get across, without quotas, days of opening and limits."""
    if not rule["managed"]:
        return float(rule["admit"])
    through = (1.0 - rule["returned"]) * rule["irregular"]
    if not rule["away"]:
        through = rule["admit"] + (1.0 - rule["admit"]) * through
    return float(through * (1.0 - rule["pushback"]))


def quota_members(regimes: Regimes, queue_ways: IntArray) -> Iterator[list[int]]:
    """For each quota, the queues of the ways that are ever under it."""
    for quota in range(len(regimes.quotas)):
        under = (regimes.rules["quota"] == quota)[regimes.rule_of].any(axis=0)
        yield [number for number, way in enumerate(queue_ways) if under[way]]
