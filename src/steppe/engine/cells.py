"""
Every situation a person can be in, numbered; and where each choice leads.

At night a person is *at* a place (perhaps with the rest of a planned route),
*waiting* at a border post, *enrolled* in a pathway, *on* a route with so much
still to travel, or *behind* a post with a whole route ahead.  During the day
there are more situations: arrived here with so much of the day used.  Those that
have exactly the same future are joined in ``lumping.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from steppe.engine.clocks import MOST_ZERO_HOPS, Clock, Leg
from steppe.engine.network import Network
from steppe.engine.routing import Candidate

Rest = tuple[int, ...]
NO_ROUTE = -1
NO_PATHWAY = -1


class At(NamedTuple):
    """
    At a place at night, with the rest of a plan; ``walked`` once a route was finished.

    Whom a pathway refused does not apply to it again here; one sent ``onward``
    leaves in the morning for certain.
    """

    place: int
    rest: Rest
    walked: bool
    refused_by: int = NO_PATHWAY
    onward: bool = False


class Waiting(NamedTuple):
    """In the queue for a route, at the place where it begins."""

    route: int
    walked: bool


class Enrolled(NamedTuple):
    """In a pathway at a host place; in its last stage one waits for departure."""

    pathway: int
    place: int
    stage: int


class On(NamedTuple):
    """
    On a route at night; ``orphan`` if it closed meanwhile, ``waiting`` before a full place.

    No closing concerns those who ``passed`` a post at its beginning.
    """

    route: int
    remaining: tuple[int, bool]
    rest: Rest
    orphan: bool
    waiting: bool
    passed: bool = False


class Behind(NamedTuple):
    """
    Past a post for the night, or sent on by a full place, with the whole of a route ahead.

    Nobody there has a plan; the field keeps it apart from :class:`Waiting`, as tuples
    of the same values are equal whatever their names.
    """

    route: int
    on_foot: bool
    rest: Rest = ()


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


Road = On | Behind
Situation = At | Waiting | Enrolled | Road | Arrived


class Step(NamedTuple):
    """One outcome of setting out or of a night on the road."""

    share: float
    to: Situation
    bins: int


@dataclass(frozen=True, slots=True)
class Enrolment:
    """
    A pathway as one group finds it.

    ``hosts`` are the places where its people may be in it, ``stages`` how many
    stages of waiting it has, and the refused go to place ``refused_to``; -1 is
    that they stay, -2 that they go onward.
    """

    pathway: int
    hosts: tuple[int, ...]
    stages: int
    destination: int
    refused_to: int


STAYS, ONWARD = -1, -2


@dataclass(slots=True)
class Situations:
    """
    All reachable situations and what follows from each.

    ``choices[situation]`` holds, per option, its outcomes; ``nights[situation]``
    what a day on the road brings.  ``recorded`` tells of each way which route it
    is, ``managed`` are ways for which people ever queue, ``overflow`` the way to
    which a full place sends those it turns away.  With ``all_alike`` all who arrive at
    a place with the same part of the day used are dealt with together, whatever they plan.
    """

    network: Network
    clock: Clock
    hard: tuple[bool, ...]
    by_place: tuple[tuple[Candidate, ...], ...]
    start_on_foot: bool
    tracks_travel: bool
    may_close: frozenset[int]
    recorded: Sequence[int] = ()
    managed: frozenset[int] = frozenset()
    overflow: Mapping[int, int] = field(default_factory=dict)
    enrolments: tuple[Enrolment, ...] = ()
    all_alike: bool = False
    choices: dict[Situation, tuple[tuple[Step, ...], ...]] = field(default_factory=dict)
    nights: dict[Road, tuple[Step, ...]] = field(default_factory=dict)
    _waiting: list[Situation] = field(default_factory=list)
    _known: set[Situation] = field(default_factory=set)
    _legs: dict[tuple[int, int, bool], tuple[Leg, ...]] = field(default_factory=dict)

    def explore(self) -> None:
        """Follow every choice from every place until nothing new turns up."""
        for place in range(len(self.network.places)):
            for walked in self._ways_of_walking():
                self._meet(At(place, (), walked))
        for way in sorted(self.managed):
            for walked in self._ways_of_walking():
                self._meet(Waiting(way, walked))
        for enrolment in self.enrolments:
            self._enrol(enrolment)
        while self._waiting:
            situation = self._waiting.pop()
            if isinstance(situation, On):
                self._pass_night(situation)
            elif isinstance(situation, Behind):
                self.nights[situation] = tuple(
                    self._set_out(situation.route, (), 0, 0, situation.on_foot, passed=True)
                )
            elif not isinstance(situation, Enrolled):
                self._follow_choices(situation)

    def _ways_of_walking(self) -> tuple[bool, ...]:
        return (True, False) if self.start_on_foot else (True,)

    def _enrol(self, enrolment: Enrolment) -> None:
        """Every stage of a pathway at every host, and where it may send people."""
        for host in enrolment.hosts:
            for stage in range(enrolment.stages + 1):
                self._meet(Enrolled(enrolment.pathway, host, stage))
            self._meet(self.refused_by(enrolment, host))
        self._meet(At(enrolment.destination, (), True))

    def refused_by(self, enrolment: Enrolment, host: int) -> At:
        """Where those go whom a pathway refuses."""
        if enrolment.refused_to == STAYS:
            return At(host, (), True, refused_by=enrolment.pathway)
        if enrolment.refused_to == ONWARD:
            return At(host, (), True, onward=True)
        return At(enrolment.refused_to, (), True)

    def _meet_behind(self, behind: Behind) -> None:
        """Whoever has a whole route ahead sets out at the pace of the day on which they do."""
        for way, route in enumerate(self.recorded):
            if route == self.recorded[behind.route]:
                self._meet(Behind(way, behind.on_foot))

    def behind(self, waiting: Waiting) -> Behind:
        """Where those sleep who were let through."""
        return Behind(waiting.route, self.start_on_foot and not waiting.walked)

    def options(self, situation: At | Waiting | Arrived) -> Iterator[tuple[int, Rest]]:
        """First route and rest of plan of everything that may be chosen."""
        if isinstance(situation, Waiting):
            place = self.network.routes[situation.route].start
            for candidate in without(self.by_place[place], situation.route, self.recorded):
                yield candidate.route, candidate.rest
            return
        place, rest = situation.place, situation.rest
        if rest:
            yield self.network.travelled[place, rest[0]], rest[1:]
            return
        for candidate in self.by_place[place]:
            yield candidate.route, candidate.rest

    def refused_to(self, arrived: Arrived) -> Situation:
        """Where those go whom a full place turns away."""
        if not arrived.back and arrived.place in self.overflow:
            return Behind(self.overflow[arrived.place], False)
        route = self.network.routes[arrived.via]
        if arrived.back:
            return On(route.number, (1, False), (), True, True)
        if self.hard[route.start]:
            return On(route.number, (0, False), arrived.rest, False, True)
        return At(route.start, (), True)

    def orphan_of(self, on: Road) -> On | None:
        """The same stretch of road once its route has closed."""
        if isinstance(on, Behind) or on.orphan or on.passed or on.route not in self.may_close:
            return None
        if on.waiting:
            return On(on.route, (1, False), (), True, True)
        return On(on.route, on.remaining, (), True, False)

    def _meet(self, situation: Situation) -> Situation:
        if situation not in self._known:
            self._known.add(situation)
            self._waiting.append(situation)
            if isinstance(situation, Arrived) and situation.via != NO_ROUTE:
                refused = self.refused_to(situation)
                if isinstance(refused, Behind):
                    self._meet_behind(refused)
                self._meet(refused)
                self._meet(At(situation.place, situation.rest, True))
        return situation

    def _follow_choices(self, situation: At | Waiting | Arrived) -> None:
        if isinstance(situation, Arrived) and not situation.decides:
            return
        if isinstance(situation, Waiting):
            self._meet_behind(self.behind(situation))
        used, zero_hops, on_foot = 0, 0, False
        if isinstance(situation, Arrived):
            used, zero_hops = situation.used, situation.zero_hops
        else:
            on_foot = self.start_on_foot and not situation.walked
        self.choices[situation] = tuple(
            tuple(self._set_out(number, rest, used, zero_hops, on_foot))
            for number, rest in self.options(situation)
        )

    def _set_out(
        self, number: int, rest: Rest, used: int, zero_hops: int, on_foot: bool, *, passed: bool = False
    ) -> Iterator[Step]:
        route = self.network.routes[number]
        zero_hops += route.distance_km == 0
        key = (number, used, on_foot)
        if key not in self._legs:
            self._legs[key] = self.clock.set_out(route, used, on_foot)
        for leg in self._legs[key]:
            yield self._step(number, rest, leg, zero_hops, passed and number in self.may_close)

    def _step(self, number: int, rest: Rest, leg: Leg, zero_hops: int, passed: bool) -> Step:
        bins = leg.bins if self.tracks_travel else 0
        if leg.used is None:
            return Step(leg.share, self._meet(On(number, leg.remaining, rest, False, False, passed)), bins)
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
            step = (
                self._orphan_step(on, leg) if on.orphan else self._step(on.route, on.rest, leg, 0, on.passed)
            )
        self.nights[on] = (step,)
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


def without(candidates: Sequence[Candidate], way: int, recorded: Sequence[int]) -> tuple[Candidate, ...]:
    """What may be chosen by those who gave up waiting for a way: nothing that leads along its route."""
    return tuple(each for each in candidates if recorded[each.route] != recorded[way])
