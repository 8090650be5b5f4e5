"""
Every situation a person can be in, numbered; and where each choice leads.

At night a person is *at* a place (perhaps with the rest of a planned route) or
*on* a route with so much still to travel.  During the day there are more
situations: arrived here with so much of the day used.  Those that have exactly
the same future are one class.  The classes are handled in rounds, those with
the most possible further stops today first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from steppe.engine.clocks import MOST_ZERO_HOPS, Clock, Leg
from steppe.engine.network import Network
from steppe.engine.routing import Candidate

Rest = tuple[int, ...]
NO_ROUTE = -1


class At(NamedTuple):
    """At a place at night, with the rest of a plan; ``walked`` once a route was finished."""

    place: int
    rest: Rest
    walked: bool


class On(NamedTuple):
    """On a route at night; ``orphan`` if it closed meanwhile, ``waiting`` before a full place."""

    route: int
    remaining: tuple[int, bool]
    rest: Rest
    orphan: bool
    waiting: bool


class Arrived(NamedTuple):
    """
    At a place during the day.

    ``via`` is the route by which a place with hard capacity was reached, where
    the refused go back; ``back`` marks those returned to the start of it.
    """

    place: int
    rest: Rest
    used: int
    zero_hops: int
    via: int
    back: bool
    decides: bool


Situation = At | On | Arrived


class Step(NamedTuple):
    """One outcome of setting out or of a night on the road."""

    share: float
    to: Situation
    bins: int


@dataclass(frozen=True, slots=True)
class DayClass:
    """Situations during the day that share one future; ``rounds_left`` is H."""

    example: Arrived
    rounds_left: int


@dataclass(slots=True)
class Situations:
    """
    All reachable situations and what follows from each.

    ``choices[situation]`` holds, per option, its outcomes; ``nights[situation]``
    what a day on the road brings.
    """

    network: Network
    clock: Clock
    hard: tuple[bool, ...]
    by_place: tuple[tuple[Candidate, ...], ...]
    start_on_foot: bool
    tracks_travel: bool
    may_close: frozenset[int]
    choices: dict[Situation, tuple[tuple[Step, ...], ...]] = field(default_factory=dict)
    nights: dict[On, Step] = field(default_factory=dict)
    _waiting: list[Situation] = field(default_factory=list)
    _known: set[Situation] = field(default_factory=set)

    def explore(self) -> None:
        """Follow every choice from every place until nothing new turns up."""
        for place in range(len(self.network.places)):
            self._meet(At(place, (), True))
            if self.start_on_foot:
                self._meet(At(place, (), False))
        while self._waiting:
            situation = self._waiting.pop()
            if isinstance(situation, On):
                self._pass_night(situation)
            else:
                self._follow_choices(situation)

    def options(self, place: int, rest: Rest) -> Iterator[tuple[int, Rest]]:
        """First route and rest of plan of everything that may be chosen."""
        if rest:
            yield self.network.travelled[place, rest[0]], rest[1:]
            return
        for candidate in self.by_place[place]:
            yield candidate.route, candidate.rest

    def refused_to(self, arrived: Arrived) -> Situation:
        """Where those go whom a full place turns away."""
        route = self.network.routes[arrived.via]
        if arrived.back:
            return On(route.number, (1, False), (), True, True)
        if self.hard[route.start]:
            return On(route.number, (0, False), arrived.rest, False, True)
        return At(route.start, (), True)

    def orphan_of(self, on: On) -> On | None:
        """The same stretch of road once its route has closed."""
        if on.orphan or on.route not in self.may_close:
            return None
        if on.waiting:
            return On(on.route, (1, False), (), True, True)
        return On(on.route, on.remaining, (), True, False)

    def _meet(self, situation: Situation) -> Situation:
        if situation not in self._known:
            self._known.add(situation)
            self._waiting.append(situation)
            if isinstance(situation, Arrived) and situation.via != NO_ROUTE:
                self._meet(self.refused_to(situation))
                self._meet(At(situation.place, situation.rest, True))
        return situation

    def _follow_choices(self, situation: At | Arrived) -> None:
        if isinstance(situation, Arrived) and not situation.decides:
            return
        used, zero_hops, on_foot = 0, 0, False
        if isinstance(situation, Arrived):
            used, zero_hops = situation.used, situation.zero_hops
        else:
            on_foot = self.start_on_foot and not situation.walked
        self.choices[situation] = tuple(
            tuple(self._set_out(number, rest, used, zero_hops, on_foot))
            for number, rest in self.options(situation.place, situation.rest)
        )

    def _set_out(self, number: int, rest: Rest, used: int, zero_hops: int, on_foot: bool) -> Iterator[Step]:
        route = self.network.routes[number]
        zero_hops += route.distance_km == 0
        for leg in self.clock.set_out(route, used, on_foot):
            yield self._step(number, rest, leg, zero_hops)

    def _step(self, number: int, rest: Rest, leg: Leg, zero_hops: int) -> Step:
        bins = leg.bins if self.tracks_travel else 0
        if leg.used is None:
            return Step(leg.share, self._meet(On(number, leg.remaining, rest, False, False)), bins)
        return Step(
            leg.share, self._meet(self._arrival(number, rest, leg.used, zero_hops, leg.decides)), bins
        )

    def _arrival(self, number: int, rest: Rest, used: int, zero_hops: int, decides: bool) -> Situation:
        place = self.network.routes[number].end
        via = number if self.hard[place] else NO_ROUTE
        if decides and zero_hops < MOST_ZERO_HOPS:
            return Arrived(place, rest, used, zero_hops, via, False, True)
        if self.hard[place]:
            return Arrived(place, rest, 0, 0, via, False, False)
        return At(place, rest, True)

    def _pass_night(self, on: On) -> None:
        """What the next day brings to those who slept on the road."""
        route = self.network.routes[on.route]
        if on.waiting and not on.orphan:
            step = Step(1.0, self._meet(self._arrival(on.route, on.rest, 0, 0, True)), 0)
        else:
            leg = Leg(1.0, 0, False) if on.waiting else self.clock.night(route, on.remaining)
            step = self._orphan_step(on, leg) if on.orphan else self._step(on.route, on.rest, leg, 0)
        self.nights[on] = step
        orphan = self.orphan_of(on)
        if orphan is not None:
            self._meet(orphan)

    def _orphan_step(self, on: On, leg: Leg) -> Step:
        """Travellers on a route that closed go on to its end, and are then back at its start."""
        bins = leg.bins if self.tracks_travel else 0
        if leg.used is None:
            return Step(1.0, self._meet(On(on.route, leg.remaining, (), True, False)), bins)
        start = self.network.routes[on.route].start
        if self.hard[start]:
            return Step(1.0, self._meet(Arrived(start, (), 0, 0, on.route, True, False)), bins)
        return Step(1.0, self._meet(At(start, (), True)), bins)


def lump(situations: Situations) -> tuple[list[DayClass], dict[Arrived, int]]:
    """
    Join situations during the day that have exactly the same future.

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
        key = (situation.place, situation.rest, situation.via, situation.back, situation.decides, steps)
        if key not in found:
            found[key] = len(classes)
            classes.append(DayClass(situation, _rounds_left(situation, steps, classes)))
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
    for step in situations.nights.values():
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
