"""
How long a route takes: the two clocks, in the same few words.

A traveller's day is used up by ``used``: hundredths of a kilometre moved today
under ``clock="flee"``, slices of the day under ``clock="hours"``.  Setting out on
a route leads to one or two :class:`Leg` outcomes (two where a fractional number
of slices is rounded down or up by chance); a night on the road leads to the next.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from steppe.engine.network import DirectedRoute
from steppe.scenario.model import Scenario

BINS_PER_DAY = 100
MOST_ZERO_HOPS = 8


@dataclass(frozen=True, slots=True)
class Leg:
    """
    One way a stretch of travel can end today.

    Parameters
    ----------
    share
        Chance of this outcome.
    used
        How much of the day is used on arrival; ``None`` where the night falls on the road.
    decides
        Whether the day goes on after arrival.
    remaining
        What is left to travel after the night, in the clock's own terms.
    bins
        Hundredths of a day's travel made by this stretch.
    """

    share: float
    used: int | None
    decides: bool
    remaining: tuple[int, bool] = (0, False)
    bins: int = 0


class Clock(Protocol):
    """What the compile step asks of a clock."""

    def set_out(self, route: DirectedRoute, used: int, on_foot: bool) -> tuple[Leg, ...]:
        """Outcomes of setting out along a route with part of the day used."""
        ...

    def night(self, route: DirectedRoute, remaining: tuple[int, bool]) -> Leg:
        """What a day on the road brings to those who slept on it."""
        ...


@dataclass(frozen=True, slots=True)
class FleeClock:
    """
    The peer's clock: whole days of a full day's distance on every hop.

    A route is finished on the first day on which the distance walked on it is
    strictly more than its length; a traveller decides again if what was moved
    today is less than the speed on the route just finished.
    """

    day_distance_km: float
    foot_speed_km_per_day: float

    def set_out(self, route: DirectedRoute, used: int, on_foot: bool) -> tuple[Leg, ...]:
        """See :class:`Clock`; ``used`` in hundredths of a kilometre."""
        speed = self._speed(route, on_foot)
        if speed > route.distance_km:
            moved = used + round(100 * route.distance_km)
            return (Leg(1.0, moved, moved < round(100 * speed), bins=self._bins(route.distance_km)),)
        nights = math.floor(route.distance_km / speed)
        return (Leg(1.0, None, False, (nights, on_foot), self._bins(speed)),)

    def night(self, route: DirectedRoute, remaining: tuple[int, bool]) -> Leg:
        """See :class:`Clock`; ``remaining`` is (days, on foot)."""
        days, on_foot = remaining
        speed = self._speed(route, on_foot)
        if days > 1:
            return Leg(1.0, None, False, (days - 1, on_foot), self._bins(speed))
        rest = route.distance_km - math.floor(route.distance_km / speed) * speed
        moved = round(100 * rest)
        return Leg(1.0, moved, moved < round(100 * speed), bins=self._bins(rest))

    def _speed(self, route: DirectedRoute, on_foot: bool) -> float:
        return min(self.foot_speed_km_per_day, route.speed_km_per_day) if on_foot else route.speed_km_per_day

    def _bins(self, distance_km: float) -> int:
        return round(BINS_PER_DAY * distance_km / self.day_distance_km)


@dataclass(frozen=True, slots=True)
class HoursClock:
    """
    Our clock: a day has equal slices and a route takes a whole number of them, at least one.

    A fractional number of slices is rounded down or up by chance, so that the
    mean travel time is right.
    """

    slices_per_day: int
    foot_speed_km_per_day: float

    def set_out(self, route: DirectedRoute, used: int, on_foot: bool) -> tuple[Leg, ...]:
        """See :class:`Clock`; ``used`` in slices."""
        speed = route.speed_km_per_day
        if on_foot:
            speed = min(speed, self.foot_speed_km_per_day)
        slices = max(1.0, route.distance_km / speed * self.slices_per_day)
        whole = math.floor(slices)
        more = slices - whole
        if more < 1e-9:
            return (self._taking(whole, used, 1.0),)
        return (self._taking(whole, used, 1.0 - more), self._taking(whole + 1, used, more))

    def night(self, route: DirectedRoute, remaining: tuple[int, bool]) -> Leg:
        """See :class:`Clock`; ``remaining`` is (slices, False), whatever the route."""
        del route
        return self._taking(remaining[0], 0, 1.0)

    def _taking(self, slices: int, used: int, share: float) -> Leg:
        """A stretch of so many slices begun with ``used`` slices gone."""
        today = min(slices, self.slices_per_day - used)
        bins = round(BINS_PER_DAY * today / self.slices_per_day)
        if slices > today:
            return Leg(share, None, False, (slices - today, False), bins)
        arrived = used + slices
        return Leg(share, arrived, arrived < self.slices_per_day, bins=bins)


def build_clock(scenario: Scenario) -> Clock:
    """The clock a scenario asks for."""
    foot = scenario.number("foot_speed_km_per_day")
    if scenario.setting("clock") == "flee":
        return FleeClock(scenario.number("speed_km_per_day"), foot)
    return HoursClock(scenario.integer("slices_per_day"), foot)
