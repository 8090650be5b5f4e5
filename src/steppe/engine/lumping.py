"""
Situations during the day that have exactly the same future, joined into classes.

The kernel handles classes in rounds, those with the most possible further stops
today first; what a situation is, is said in ``cells.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from steppe.engine.cells import Arrived, Situation, Situations
from steppe.engine.clocks import MOST_ZERO_HOPS, Clock
from steppe.engine.network import Network


@dataclass(frozen=True, slots=True)
class DayClass:
    """Situations during the day that share one future; ``rounds_left`` is H."""

    example: Arrived
    rounds_left: int


Rounds = Callable[[int, int, int], int]


def lump(situations: Situations, rounds: Rounds | None = None) -> tuple[list[DayClass], dict[Arrived, int]]:
    """
    Join situations during the day that have exactly the same future.

    Parameters
    ----------
    situations
        Of one group.
    rounds
        In which round people are dealt with who arrive at a place with so much of the
        day used, where other groups or plans have a say in it; from these situations if not given.

    Returns
    -------
    classes, class_of
        Classes in falling order of rounds left, then by place; and the class of each situation.
    """
    found: dict[object, int] = {}
    classes: list[DayClass] = []
    class_of: dict[Arrived, int] = {}
    for situation in _latest_first(situations):
        steps = tuple(
            tuple((step.share, _settled_name(step.to, class_of), step.bins) for step in option)
            for option in situations.choices.get(situation, ())
        )
        left = (
            rounds(situation.place, situation.used, situation.zero_hops)
            if rounds and situation.decides
            else _rounds_left(situation, steps, classes)
        )
        key = (situation.place, situation.rest, situation.via, situation.back, situation.decides, steps, left)
        if key not in found:
            found[key] = len(classes)
            classes.append(DayClass(situation, left))
        number = found[key]
        class_of[situation] = number
        if situation[2:4] < classes[number].example[2:4]:
            classes[number] = DayClass(situation, classes[number].rounds_left)
    order = sorted(
        range(len(classes)), key=lambda each: (-classes[each].rounds_left, classes[each].example.place, each)
    )
    place_in_order = {old: new for new, old in enumerate(order)}
    return [classes[old] for old in order], {key: place_in_order[old] for key, old in class_of.items()}


def _latest_first(situations: Situations) -> Iterable[Arrived]:
    """Situations during the day, so that whatever follows from one comes before it."""
    arrived = {
        situation
        for source in (situations.choices, _targets(situations))
        for situation in source
        if isinstance(situation, Arrived)
    }
    return sorted(
        arrived,
        key=lambda each: (
            each.decides,
            -each.used,
            -each.zero_hops,
            each.place,
            each.rest,
            each.via,
            each.back,
        ),
    )


def _targets(situations: Situations) -> Iterator[Situation]:
    for options in situations.choices.values():
        for option in options:
            for step in option:
                yield step.to
    for steps in situations.nights.values():
        for step in steps:
            yield step.to


def _settled_name(situation: Situation, class_of: dict[Arrived, int]) -> object:
    return class_of[situation] if isinstance(situation, Arrived) else situation


def _rounds_left(
    situation: Arrived,
    steps: tuple[tuple[tuple[float, object, int], ...], ...],
    classes: list[DayClass],
) -> int:
    """How many more rounds of stops may follow today: H of the rule."""
    if not situation.decides:
        return 0
    further = [classes[to].rounds_left for option in steps for _, to, _ in option if isinstance(to, int)]
    return 1 + max(further, default=0)


def rounds_of_all(networks: Sequence[Network], clock: Clock) -> Rounds:
    """
    In which round people of several groups, or with several plans, are dealt with who arrive alike.

    One more than the last round that any of them may come to today: then all who
    stand at a place with the same part of the day used see it equally full.
    """
    leaving = [
        [network.routes[number] for network in networks for number in network.leaving[place]]
        for place in range(len(networks[0].places))
    ]

    @cache
    def next_stops(place: int, used: int, zero_hops: int) -> tuple[tuple[int, int, int], ...]:
        return tuple(
            (way.end, leg.used, hops)
            for way in leaving[place]
            if (hops := zero_hops + (way.distance_km == 0)) < MOST_ZERO_HOPS
            for leg in clock.set_out(way, used, False)
            if leg.used is not None and leg.decides
        )

    known: dict[tuple[int, int, int], int] = {}

    def rounds(place: int, used: int, zero_hops: int) -> int:
        # Not by recursion: on short and fast roads a day may have more stops than Python allows calls.
        asked = [(place, used, zero_hops)]
        while asked:
            stops = next_stops(*asked[-1])
            unknown = [stop for stop in stops if stop not in known]
            if not unknown:
                known[asked.pop()] = 1 + max((known[stop] for stop in stops), default=0)
            asked += unknown
        return known[place, used, zero_hops]

    return rounds
