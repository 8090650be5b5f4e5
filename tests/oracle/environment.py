"""
What the world is like on each day, settled before anything is left to chance.

Written plainly and a second time: nothing here knows how the engine does it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from steppe.scenario.events import (
    CampClosed,
    CampOpens,
    CapacityChange,
    Conflict,
    Event,
)
from steppe.scenario.model import Place, Route, Scenario

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Records = NDArray[np.void]

NO_DAY = -(10**6)
CAMPS = ("camp", "idp_camp")


@dataclass(frozen=True)
class Link:
    """
    One direction of one row of the routes table.

    The speed is that of the road, whoever takes it.
    """

    start: int
    end: int
    distance_km: float
    speed_km_per_day: float
    row: Route


@dataclass(frozen=True)
class Environment:
    """
    Everything known of each day in advance.

    Parameters
    ----------
    intensity
        Of conflict, 0 where there is peace. Shape ``(day, place)``.
    onset
        Day the present conflict began, ``NO_DAY`` in peace. Shape ``(day, place)``.
    fading
        ``conflict_decay`` factor of the present conflict. Shape ``(day, place)``.
    is_camp, is_town
        What the place counts as today. Shape ``(day, place)``.
    leave_chance
        Per day, of whom nothing makes leave more or less than others. Shape ``(day, place)``.
    capacity
        People, infinite where unlimited. Shape ``(day, place)``.
    published
        Capacity as it was published, 0 where none was. Shape ``(day, place)``.
    """

    intensity: Floats
    onset: Numbers
    fading: Floats
    is_camp: Flags
    is_town: Flags
    leave_chance: Floats
    capacity: Floats
    published: Floats


def directed_links(scenario: Scenario) -> list[Link]:
    """
    Every route once for each direction it may be travelled, in the order of the table.

    The peer swaps the ends of a row with forced redirection 2 and makes one with
    1 twice; the second copies come last, so that nobody travels them.
    """
    position = {place.name: number for number, place in enumerate(scenario.places)}
    usual = scenario.number("speed_km_per_day")
    links, copies = [], []
    for route in scenario.routes:
        start, end = position[route.start], position[route.end]
        redirection = route.forced_redirection if scenario.setting("rules") == "flee" else 0
        ways = [(start, end), (end, start)] if route.two_way else [(start, end)]
        both = [Link(*way, route.distance_km, route.speed_km_per_day or usual, route) for way in ways]
        links += reversed(both) if redirection == 2 else both
        copies += both if redirection == 1 else []
    return links + copies


def environment(scenario: Scenario, day_zero_counts: dict[str, int] | None = None) -> Environment:
    """
    Work out every day of the run.

    Parameters
    ----------
    scenario
        The world.
    day_zero_counts
        Where given, capacities are lowered by these for the whole run.
    """
    shape = (scenario.days, len(scenario.places))
    intensity, onset = np.zeros(shape), np.full(shape, NO_DAY)
    for number, place in enumerate(scenario.places):
        intensity[:, number], onset[:, number] = _conflict(scenario, place)
    is_camp, is_town = np.zeros(shape, bool), np.zeros(shape, bool)
    leave, capacity, fading = np.zeros(shape), np.zeros(shape), np.ones(shape)
    published = np.zeros(shape)
    for day in range(scenario.days):
        for number, place in enumerate(scenario.places):
            fighting = intensity[day, number] > 0
            closed = _camp_is_closed(scenario, day, place.name)
            is_camp[day, number] = place.kind in CAMPS and not closed
            is_town[day, number] = not fighting and (place.kind == "town" or closed)
            leave[day, number] = _leave_chance(scenario, place, fighting, closed)
            capacity[day, number] = _capacity(scenario, place, day, day_zero_counts)
            published[day, number] = _published(scenario, place, day) or 0
            if fighting:
                fading[day, number] = _decay(scenario, day - int(onset[day, number]))
    return Environment(intensity, onset, fading, is_camp, is_town, leave, capacity, published)


def day_of(scenario: Scenario, when: date | None, otherwise: int) -> int:
    """Day number of a date; ``otherwise`` where there is none."""
    return otherwise if when is None else (when - scenario.start).days


def covers(scenario: Scenario, event: Event, day: int) -> bool:
    """Whether an event holds on a day."""
    return day_of(scenario, event.start, NO_DAY) <= day < day_of(scenario, event.end, 10**6)


def _covering(scenario: Scenario, day: int, kind: type, place: str) -> list[Event]:
    """Events of a kind that hold at a place on a day, in the order of the table."""
    return [
        event
        for event in scenario.events
        if isinstance(event, kind) and getattr(event, "place", None) == place and covers(scenario, event, day)
    ]


def _camp_is_closed(scenario: Scenario, day: int, place: str) -> bool:
    """A camp that opens is closed whenever it has not been opened."""
    opens = any(isinstance(event, CampOpens) and event.place == place for event in scenario.events)
    closed = bool(_covering(scenario, day, CampClosed, place))
    return closed or (opens and not _covering(scenario, day, CampOpens, place))


def _conflict(scenario: Scenario, place: Place) -> tuple[list[float], list[int]]:
    """Intensity and day of onset of each day, followed from the first event on, before the run too."""
    mine = [event for event in scenario.events if isinstance(event, Conflict) and event.place == place.name]
    first = min([0, *(day_of(scenario, event.start, 0) for event in mine)])
    intensities, onsets = [], []
    onset, at_onset = NO_DAY, 0.0
    for day in range(first, scenario.days):
        value = 0.0
        for event in mine:
            if covers(scenario, event, day):
                value = event.intensity
        if value <= 0:
            onset = NO_DAY
        elif onset == NO_DAY:
            onset, at_onset = day, value
        if value > 0 and scenario.setting("rules") == "flee":
            value = at_onset
        if day >= 0:
            intensities.append(value)
            onsets.append(onset)
    return intensities, onsets


def decay_after(scenario: Scenario, days_since_onset: int) -> float:
    """Factor of the conflict_decay list, so many days after a conflict began."""
    return _decay(scenario, days_since_onset)


def _decay(scenario: Scenario, days_since_onset: int) -> float:
    factors = scenario.setting("conflict_decay")
    assert isinstance(factors, tuple)
    if not factors:
        return 1.0
    interval = days_since_onset // scenario.integer("conflict_decay_interval_days")
    return factors[max(0, min(interval, len(factors) - 1))]


def _leave_chance(scenario: Scenario, place: Place, fighting: bool, counts_as_town: bool) -> float:
    if fighting:
        return scenario.number("leave_chance_conflict")
    if counts_as_town:
        return scenario.number("leave_chance_town")
    if place.kind in ("waypoint", "marker"):
        return 1.0
    return scenario.number(f"leave_chance_{place.kind}")


def _published(scenario: Scenario, place: Place, day: int) -> int | None:
    """What a place is said to hold today; of changes that overlap, the last in the table."""
    capacity = place.capacity
    for event in _covering(scenario, day, CapacityChange, place.name):
        assert isinstance(event, CapacityChange)
        capacity = event.capacity
    return capacity


def _capacity(scenario: Scenario, place: Place, day: int, counted: dict[str, int] | None) -> float:
    capacity = _published(scenario, place, day)
    scaling = scenario.number("capacity_scaling")
    if capacity is None or scaling == 0:
        return np.inf
    counts = capacity // scenario.integer("people_per_count")
    if counted is not None:
        counts -= counted.get(place.name, 0)
    room = counts * scaling
    return np.inf if room < 1 and scenario.setting("rules") == "flee" else room
