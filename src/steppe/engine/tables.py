"""
The numbered situations of all groups, written down as the records the kernel runs on.

The kernel knows cells by their numbers only; what a record holds is said in ``records.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from steppe.chance import address_of
from steppe.engine.cells import (
    NO_PATHWAY,
    NO_ROUTE,
    Arrived,
    At,
    Behind,
    Enrolled,
    On,
    Road,
    Situation,
    Situations,
    Step,
    Waiting,
)
from steppe.engine.lumping import DayClass, lump, rounds_of_all
from steppe.engine.menus import Menus
from steppe.engine.records import CELL, DESK, GATE, QUEUE, ROAD, TARGET, CellTables
from steppe.engine.strata import Stratum

Kind = TypeVar("Kind", At, Waiting)


@dataclass(frozen=True, slots=True)
class OneGroup:
    """What a group can be met in; ``number`` is its position among the groups."""

    number: int
    stratum: Stratum
    situations: Situations
    classes: list[DayClass]
    class_of: dict[Arrived, int]


class _Builder:
    """Numbers the situations of all groups, and writes down what follows from each."""

    def __init__(
        self,
        strata: Sequence[Stratum],
        explored: Sequence[Situations],
        menus: Menus,
        first: frozenset[int],
        pathways: Sequence[str],
    ) -> None:
        networks = [stratum.network for stratum in strata]
        together = len(strata) > 1 or explored[0].all_alike
        rounds = rounds_of_all(networks, explored[0].clock) if together else None
        self.groups = [
            OneGroup(number, stratum, situations, *lump(situations, rounds))
            for number, (stratum, situations) in enumerate(zip(strata, explored, strict=True))
        ]
        self.menus, self.pathways = menus, pathways
        self.places = strata[0].network.places
        self.at = [(one, each) for one in self.groups for each in _sorted(one.situations.choices, At)]
        self.at.sort(key=lambda pair: pair[1].place not in first)
        self.deciding_first = sum(each.place in first for _, each in self.at)
        self.waiting = [
            (one, each) for one in self.groups for each in _sorted(one.situations.choices, Waiting)
        ]
        self.enrolled = [(one, each) for one in self.groups for each in _enrolled(one.situations)]
        self.roads = [
            (one, each) for one in self.groups for each in sorted(one.situations.nights, key=_road_order)
        ]
        self.classes = sorted(
            ((one, each, number) for one in self.groups for number, each in enumerate(one.classes)),
            key=lambda each: (-each[1].rounds_left, each[1].example.place),
        )
        self.numbers = self._numbers()
        self.setting_out: list[list[int]] = []
        self.days = len(strata[0].available)
        self.targets: list[tuple[float, int, int, int, int, int]] = []

    def _numbers(self) -> dict[tuple[int, Situation], int]:
        """The number of every cell, by its group and situation."""
        night: list[tuple[OneGroup, Situation]] = [*self.at, *self.waiting, *self.enrolled, *self.roads]
        numbers = {(one.number, each): number for number, (one, each) in enumerate(night)}
        new_number = {(one.number, old): len(night) + new for new, (one, _, old) in enumerate(self.classes)}
        for one in self.groups:
            for situation, number in one.class_of.items():
                numbers[one.number, situation] = new_number[one.number, number]
        return numbers

    def build(self) -> CellTables:
        """All tables."""
        at = [self._at(*each) for each in self.at]
        waiting = [self._waiting(*each) for each in self.waiting]
        enrolled = [self._enrolled(*each) for each in self.enrolled]
        classes = [self._class(one, each.example) for one, each, _ in self.classes]
        hard = self.groups[0].situations.hard
        round_start, gates, gate_start = _rounds([each for _, each, _ in self.classes], hard)
        desks, applicants = self._desks()
        roads = [self._road(*each) for each in self.roads]
        return CellTables(
            deciding_at_night=len(at),
            places_at_night=len(at) + len(waiting) + len(enrolled),
            roads_at_night=len(self.roads),
            cells=np.array([*at, *waiting, *enrolled, *classes], dtype=CELL),
            targets=np.array(self.targets, dtype=TARGET),
            roads=np.array(roads, dtype=ROAD),
            start_cell=np.array(
                [
                    self.numbers[one.number, self._newcomer(one, place)]
                    for one in self.groups
                    for place in range(len(self.places))
                ],
                dtype=np.int64,
            ),
            morning_start=np.unique([0, self.deciding_first, len(at)]).astype(np.int64),
            round_start=np.array(round_start, dtype=np.int64),
            gates=np.array(gates, dtype=GATE),
            gate_start=np.array(gate_start, dtype=np.int64),
            queues=np.array([self._queue(*each) for each in self.waiting], dtype=QUEUE),
            desks=np.array(desks, dtype=DESK),
            applicants=np.array(applicants, dtype=np.int64),
            setting_out=np.array(self.setting_out, dtype=np.int64).T.reshape(self.days, -1),
            place_address=np.array([address_of("place", each.name) for each in self.places], dtype=np.uint64),
        )

    def _newcomer(self, one: OneGroup, place: int) -> At:
        return At(place, (), not one.situations.start_on_foot)

    def _words(self, one: OneGroup, *words: object) -> int:
        """An address; that of a nameless group does not mention it."""
        return address_of(*words, *(("group", one.stratum.name) if one.stratum.name else ()))

    def _names(self, places: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(self.places[place].name for place in places)

    def _options(self, one: OneGroup, situation: At | Waiting | Arrived, walked: bool) -> int:
        """Write down where every option leads; returns the first of them."""
        first = len(self.targets)
        managed = one.situations.managed
        options = zip(
            one.situations.options(situation), one.situations.choices.get(situation, ()), strict=False
        )
        for (way, _), steps in options:
            queue = self.numbers[one.number, Waiting(way, walked)] if way in managed else -1
            self.targets.append((*self._outcomes(one, steps), queue))
        return first

    def _outcomes(self, one: OneGroup, steps: tuple[Step, ...]) -> tuple[float, int, int, int, int]:
        low, high = steps[0], steps[-1]
        share = high.share if len(steps) == 2 else 0.0
        number = self.numbers
        return (share, number[one.number, low.to], number[one.number, high.to], low.bins, high.bins)

    def _at(self, one: OneGroup, at: At) -> tuple[int, ...]:
        """One ``CELL`` record of a place at night."""
        words = ("decide", self.places[at.place].name, *self._names(at.rest), "night", at.walked)
        if at.refused_by != NO_PATHWAY:
            words = (*words, "refused", self.pathways[at.refused_by])
        if at.onward:
            words = (*words, "onward")
        stay = self.numbers[one.number, At(at.place, (), at.walked, at.refused_by)]
        return self._record(
            one,
            at.place,
            at.rest,
            self._words(one, *words),
            self._options(one, at, at.walked),
            stay,
            onward=at.onward,
        )

    def _record(
        self,
        one: OneGroup,
        place: int,
        rest: tuple[int, ...],
        address: int,
        first_target: int,
        stay: int,
        *,
        menu: int | None = None,
        onward: bool = False,
    ) -> tuple[int, ...]:
        stand = one.number * len(self.places) + place
        forced = one.stratum.first_way + one.stratum.network.travelled[place, rest[0]] if rest else NO_ROUTE
        final = rest[-1] if rest else -1
        menu = stand if menu is None else menu
        return (
            address,
            place,
            stand,
            menu,
            forced,
            final,
            first_target,
            stay,
            stay,
            -1,
            -1,
            0,
            1,
            int(onward),
        )

    def _waiting(self, one: OneGroup, waiting: Waiting) -> tuple[int, ...]:
        """One ``CELL`` record of a queue, from which those decide who give up."""
        way = one.stratum.network.routes[waiting.route]
        words = ("queue", way.name, waiting.walked)
        return self._record(
            one,
            way.start,
            (),
            self._words(one, *words),
            self._options(one, waiting, waiting.walked),
            self.numbers[one.number, At(way.start, (), waiting.walked)],
            menu=self.menus.barred[one.stratum.first_way + waiting.route],
        )

    def _enrolled(self, one: OneGroup, enrolled: Enrolled) -> tuple[int, ...]:
        """One ``CELL`` record of a stage of a pathway, in which nobody decides."""
        words = ("stage", self.pathways[enrolled.pathway], self.places[enrolled.place].name, enrolled.stage)
        own = self.numbers[one.number, enrolled]
        return self._record(one, enrolled.place, (), self._words(one, *words), 0, own)

    def _class(self, one: OneGroup, arrived: Arrived) -> tuple[int, ...]:
        """One ``CELL`` record of a class of situations during the day."""
        place, rest = arrived.place, arrived.rest
        has_gate = arrived.via != NO_ROUTE
        network = one.stratum.network
        via = network.routes[arrived.via].name if has_gate else ""
        words = (
            "decide",
            self.places[place].name,
            *self._names(rest),
            "day",
            arrived.used,
            arrived.zero_hops,
            via,
            arrived.back,
        )
        record = self._record(
            one,
            place,
            rest,
            self._words(one, *words),
            self._options(one, arrived, True),
            self.numbers[one.number, At(place, (), True)],
        )
        refused = self.numbers[one.number, one.situations.refused_to(arrived)] if has_gate else -1
        settle = self.numbers.get((one.number, At(place, rest, True)), -1)
        recorded = int(one.stratum.recorded[arrived.via]) if has_gate else NO_ROUTE
        return (*record[:8], settle, recorded, refused, int(arrived.back), int(arrived.decides), 0)

    def _road(self, one: OneGroup, road: Road) -> tuple[object, ...]:
        """One ``ROAD`` record."""
        steps = one.situations.nights[road]
        share, low, high, low_bins, high_bins = self._outcomes(one, steps)
        counts = not (isinstance(road, On) and road.orphan)
        completes = [int(counts and not isinstance(step.to, Road)) for step in (steps[0], steps[-1])]
        orphan = one.situations.orphan_of(road)
        way = one.stratum.network.routes[road.route].name
        return (
            self._words(one, "behind", way, road.on_foot) if isinstance(road, Behind) else 0,
            share,
            low,
            high,
            low_bins,
            high_bins,
            *completes,
            self.numbers[one.number, orphan] if orphan is not None else -1,
            one.stratum.first_way + road.route,
            self._season(one, road) if isinstance(road, Behind) else -1,
        )

    def _season(self, one: OneGroup, road: Behind) -> int:
        """A column that says with which way people set out on each day; -1 where it is always this one."""
        stratum = one.stratum
        alike = np.flatnonzero(stratum.recorded == stratum.recorded[road.route])
        if len(alike) == 1:
            return -1
        today = alike[np.argmax(stratum.available[:, alike], axis=1)]
        first = len(self.at) + len(self.waiting) + len(self.enrolled)
        cells = {way: self.numbers[one.number, Behind(way, road.on_foot)] - first for way in alike.tolist()}
        self.setting_out.append([cells[way] for way in today.tolist()])
        return len(self.setting_out) - 1

    def _queue(self, one: OneGroup, waiting: Waiting) -> tuple[int, ...]:
        """One ``QUEUE`` record."""
        way = one.stratum.network.routes[waiting.route]
        return (
            self._words(one, "post", way.name, waiting.walked),
            one.stratum.first_way + waiting.route,
            self.numbers[one.number, At(way.start, (), waiting.walked)],
            self.numbers[one.number, one.situations.behind(waiting)],
        )

    def _desks(self) -> tuple[list[tuple[int, ...]], list[int]]:
        """``DESK`` records in the order of pathways, and the cells of their applicants."""
        desks: list[tuple[int, ...]] = []
        applicants: list[int] = []
        asked = sorted(
            (
                (each.pathway, host, one.number, each)
                for one in self.groups
                for each in one.situations.enrolments
                for host in each.hosts
            ),
            key=lambda ask: ask[:3],
        )
        for pathway, host, number, enrolment in asked:
            one = self.groups[number]
            first = len(applicants)
            applicants += [
                self.numbers[number, each]
                for other, each in self.at
                if other is one
                and each.place == host
                and each.refused_by != pathway
                and not each.onward
                and not each.rest
            ]
            desks.append(
                (
                    self._words(one, "desk", self.pathways[pathway], self.places[host].name),
                    pathway,
                    int(self.places[host].country != self.places[enrolment.destination].country),
                    self.numbers[number, Enrolled(pathway, host, 0)],
                    self.numbers[number, At(host, (), True)],
                    self.numbers[number, one.situations.refused_by(enrolment, host)],
                    self.numbers[number, At(enrolment.destination, (), True)],
                    first,
                    len(applicants),
                )
            )
        return desks, applicants


def build_tables(
    strata: Sequence[Stratum],
    explored: Sequence[Situations],
    menus: Menus,
    decide_first: frozenset[int] = frozenset(),
    pathways: Sequence[str] = (),
) -> CellTables:
    """Number all situations of all groups and write down what follows from each."""
    return _Builder(strata, explored, menus, decide_first, pathways).build()


def _sorted(situations: Iterable[Situation], kind: type[Kind]) -> list[Kind]:
    return sorted(each for each in situations if isinstance(each, kind))


def _enrolled(situations: Situations) -> Iterator[Enrolled]:
    """Stages of all pathways, those of one host one after another."""
    for each in situations.enrolments:
        for host in each.hosts:
            for stage in range(each.stages + 1):
                yield Enrolled(each.pathway, host, stage)


def _road_order(road: Road) -> tuple[object, ...]:
    if isinstance(road, Behind):
        return (1, road.route, (), road.on_foot, False, (0, False), False)
    return (0, road.route, road.rest, road.orphan, road.waiting, road.remaining, road.passed)


def _rounds(
    classes: list[DayClass], hard: tuple[bool, ...]
) -> tuple[list[int], list[tuple[int, int, int]], list[int]]:
    """Where rounds and gates begin in the ordered classes."""
    round_start = [0]
    gates: list[tuple[int, int, int]] = []
    gate_start = [0]
    for number, each in enumerate(classes):
        last = number + 1 == len(classes)
        if hard[each.example.place]:
            if gates and len(gates) > gate_start[-1] and gates[-1][0] == each.example.place:
                gates[-1] = (*gates[-1][:2], number + 1)
            else:
                gates.append((each.example.place, number, number + 1))
        if last or classes[number + 1].rounds_left != each.rounds_left:
            round_start.append(number + 1)
            gate_start.append(len(gates))
    return round_start, gates, gate_start
