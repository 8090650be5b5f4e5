"""
The numbered situations as the flat tables the kernel runs on.

Cells are numbered in one row: first places at night, then stretches of road at
night, then classes of situations during the day.  The kernel knows cells by
these numbers only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steppe.chance import address_of
from steppe.engine.arrays import AddressArray, IntArray, RecordArray
from steppe.engine.cells import NO_ROUTE, Arrived, At, DayClass, On, Situation, Situations, Step, lump
from steppe.engine.network import Network
from steppe.engine.routing import Choices

CELL = np.dtype(
    [
        ("address", np.uint64),
        ("place", np.int32),
        ("forced_route", np.int32),
        ("forced_final", np.int32),
        ("first_target", np.int32),
        ("stay", np.int32),
        ("settle", np.int32),
        ("via", np.int32),
        ("refused_to", np.int32),
        ("back", np.int32),
        ("decides", np.int32),
    ]
)
"""A situation in which people decide, or stand before a place with hard capacity."""
TARGET = np.dtype(
    [
        ("high_share", np.float64),
        ("low", np.int32),
        ("high", np.int32),
        ("low_bins", np.int32),
        ("high_bins", np.int32),
    ]
)
"""Where an option leads: to ``low``, or with a chance of ``high_share`` to ``high``."""
ROAD = np.dtype(
    [
        ("to", np.int32),
        ("bins", np.int32),
        ("completes", np.int32),
        ("orphan", np.int32),
        ("route", np.int32),
    ]
)
"""A stretch of road at night: where the next day leads, and which route that completes."""
CANDIDATE = np.dtype([("address", np.uint64), ("route", np.int32), ("final", np.int32), ("copies", np.int32)])
"""What may be chosen at a place."""
GATE = np.dtype([("place", np.int32), ("first", np.int32), ("last", np.int32)])
"""Classes ``first`` to ``last`` (excluded) that arrive at one place with hard capacity in one round."""


@dataclass(frozen=True, slots=True)
class CellTables:
    """
    Flat tables of situations.

    Parameters
    ----------
    places_at_night, roads_at_night
        How many cells of each; classes of the day come after them.
    cells
        ``CELL`` records of the places at night, then of the classes. Shape ``(place cell + class,)``.
    targets
        ``TARGET`` records; an option's record is ``first_target`` plus its position in the menu.
    roads
        ``ROAD`` records. Shape ``(road cell,)``.
    start_cell
        Where people who leave home stand. Shape ``(place,)``.
    morning_start
        Where the cells of each group that decides in the morning begin. Shape ``(group + 1,)``.
    round_start
        First class of each round, and one past the last. Shape ``(round + 1,)``.
    gates, gate_start
        ``GATE`` records, and the first one of each round.
    menu_start, candidates
        ``CANDIDATE`` records grouped by place. ``menu_start`` has shape ``(place + 1,)``.
    """

    places_at_night: int
    roads_at_night: int
    cells: RecordArray
    targets: RecordArray
    roads: RecordArray
    start_cell: IntArray
    morning_start: IntArray
    round_start: IntArray
    gates: RecordArray
    gate_start: IntArray
    menu_start: IntArray
    candidates: RecordArray
    place_address: AddressArray


def build_tables(
    situations: Situations, choices: Choices, decide_first: frozenset[int] = frozenset()
) -> CellTables:
    """Number all situations and write down what follows from each."""
    network = situations.network
    classes, class_of = lump(situations)
    at_night = sorted((each for each in situations.choices if isinstance(each, At)), key=_at_order)
    at_night.sort(key=lambda at: at.place not in decide_first)
    deciding_first = sum(at.place in decide_first for at in at_night)
    on_road = sorted(situations.nights, key=_road_order)
    night: list[Situation] = [*at_night, *on_road]
    number_of = {each: number for number, each in enumerate(night)}
    overnight = len(number_of)
    number_of.update({each: overnight + number for each, number in class_of.items()})
    targets: list[tuple[float, int, int, int, int]] = []
    cells = [_cell(situations, each, number_of, targets) for each in at_night]
    cells += [_cell(situations, each.example, number_of, targets) for each in classes]
    roads = [_road(situations, each, number_of) for each in on_road]
    round_start, gates, gate_start = _rounds(classes, situations.hard)
    walked = not situations.start_on_foot
    return CellTables(
        places_at_night=len(at_night),
        roads_at_night=len(on_road),
        cells=np.array(cells, dtype=CELL),
        targets=np.array(targets, dtype=TARGET),
        roads=np.array(roads, dtype=ROAD),
        start_cell=np.array(
            [number_of[At(place, (), walked)] for place in range(len(network.places))], dtype=np.int64
        ),
        morning_start=np.unique([0, deciding_first, len(at_night)]).astype(np.int64),
        round_start=np.array(round_start, dtype=np.int64),
        gates=np.array(gates, dtype=GATE),
        gate_start=np.array(gate_start, dtype=np.int64),
        menu_start=np.searchsorted(
            [each.place for each in choices.candidates], np.arange(len(network.places) + 1)
        ).astype(np.int64),
        candidates=np.array(_candidate_rows(network, choices), dtype=CANDIDATE),
        place_address=np.array([address_of("place", each.name) for each in network.places], dtype=np.uint64),
    )


def _at_order(at: At) -> tuple[object, ...]:
    return (at.place, at.rest, at.walked)


def _road_order(on: On) -> tuple[object, ...]:
    return (on.route, on.rest, on.orphan, on.waiting, on.remaining)


def _names(network: Network, places: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(network.places[place].name for place in places)


def _cell(
    situations: Situations,
    situation: At | Arrived,
    number_of: dict[Situation, int],
    targets: list[tuple[float, int, int, int, int]],
) -> tuple[int, ...]:
    """One ``CELL`` record; its options' outcomes are appended to ``targets``."""
    network = situations.network
    place, rest = situation.place, situation.rest
    first_target = len(targets)
    targets.extend(_target(option, number_of) for option in situations.choices.get(situation, ()))
    forced = network.travelled[place, rest[0]] if rest else NO_ROUTE
    words = ("decide", network.places[place].name, *_names(network, rest))
    if isinstance(situation, At):
        stay = number_of[At(place, (), situation.walked)]
        address = address_of(*words, "night", situation.walked)
        return (address, place, forced, rest[-1] if rest else -1, first_target, stay, stay, -1, -1, 0, 1)
    via = network.routes[situation.via].name if situation.via != NO_ROUTE else ""
    address = address_of(*words, "day", situation.used, situation.zero_hops, via, situation.back)
    refused = number_of[situations.refused_to(situation)] if via else -1
    settle = At(place, rest, True)
    return (
        address,
        place,
        forced,
        rest[-1] if rest else -1,
        first_target,
        number_of[At(place, (), True)],
        number_of.get(settle, -1),
        situation.via,
        refused,
        int(situation.back),
        int(situation.decides),
    )


def _target(option: tuple[Step, ...], number_of: dict[Situation, int]) -> tuple[float, int, int, int, int]:
    low, high = option[0], option[-1]
    share = high.share if len(option) == 2 else 0.0
    return (share, number_of[low.to], number_of[high.to], low.bins, high.bins)


def _road(situations: Situations, on: On, number_of: dict[Situation, int]) -> tuple[int, ...]:
    step = situations.nights[on]
    arrives = not isinstance(step.to, On)
    orphan = situations.orphan_of(on)
    return (
        number_of[step.to],
        step.bins,
        on.route if arrives and not on.orphan else NO_ROUTE,
        number_of[orphan] if orphan is not None else -1,
        on.route,
    )


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


def _candidate_rows(network: Network, choices: Choices) -> list[tuple[int, int, int, int]]:
    return [
        (
            address_of("choose", network.routes[each.route].name, *_names(network, each.rest)),
            each.route,
            each.final,
            each.copies,
        )
        for each in choices.candidates
    ]
