"""
What every place is like on every day: conflict, kind, and the chance of leaving.

All of it follows from the dated events alone, before anything random happens.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np

from steppe.engine.arrays import BoolArray, FloatArray, IntArray
from steppe.engine.network import Network
from steppe.scenario.events import CampClosed, CampOpens, CapacityChange, Conflict
from steppe.scenario.model import CAMP_KINDS, Scenario
from steppe.units import day_number

_LEAVE_SETTING = {
    "town": "leave_chance_town",
    "camp": "leave_chance_camp",
    "idp_camp": "leave_chance_idp_camp",
    "crossing": "leave_chance_crossing",
    "hub": "leave_chance_hub",
    "destination": "leave_chance_destination",
}


@dataclass(frozen=True, slots=True)
class Environment:
    """
    Tables of shape ``(day, place)``.

    Parameters
    ----------
    intensity
        Of conflict, 0 for none.
    pull
        Intensity times the decay of that day; what choices look at.
    push
        Intensity times the decay that pushing looks at.
    is_camp, is_town
        A camp that is closed counts as a town; a place in conflict as neither town.
    leave
        Chance per day of leaving, 0 to 1.
    capacity
        People a place is said to host, whatever ``capacity_scaling``; infinite where nothing is said.
    """

    intensity: FloatArray
    pull: FloatArray
    push: FloatArray
    is_camp: BoolArray
    is_town: BoolArray
    leave: FloatArray
    capacity: FloatArray


def day_span(scenario: Scenario, start: date | None, end: date | None, days: int) -> slice:
    """Days of the run that a dated change covers; ``None`` is from the beginning or for good."""
    first = 0 if start is None else max(0, day_number(start, scenario.start))
    last = days if end is None else min(days, day_number(end, scenario.start))
    return slice(min(first, days), max(min(first, days), last))


def build_environment(scenario: Scenario, network: Network, days: int) -> Environment:
    """Replay the dated events of a scenario over its days."""
    intensity = _intensity(scenario, network, days)
    onset = _onset_day(scenario, network, intensity)
    if scenario.setting("rules") == "flee":
        intensity = _held_at_onset(intensity)
        lagged = _lagged_days(intensity)
    else:
        lagged = np.arange(days)
    is_camp = _is_camp(scenario, network, days)
    kinds = [place.kind for place in network.places]
    ever_camp = np.array([kind in CAMP_KINDS for kind in kinds], dtype=bool)
    towns = np.array([kind == "town" for kind in kinds], dtype=bool)
    calm_town = (towns | (ever_camp & ~is_camp)) & (intensity <= 0)
    return Environment(
        intensity=intensity,
        pull=intensity * _decay(scenario, onset, np.arange(days)),
        push=intensity * _decay(scenario, onset, lagged),
        is_camp=is_camp,
        is_town=calm_town,
        leave=leave_chances(scenario, network, intensity, is_camp),
        capacity=_capacity(scenario, network, days),
    )


def _intensity(scenario: Scenario, network: Network, days: int) -> FloatArray:
    """Conflict intensity; where events overlap, the later one in the table holds."""
    table = np.zeros((days, len(network.places)))
    for event in scenario.events:
        if isinstance(event, Conflict):
            span = day_span(scenario, event.start, event.end, days)
            table[span, network.number_of[event.place]] = event.intensity
    return table


def _onset_day(scenario: Scenario, network: Network, intensity: FloatArray) -> IntArray:
    """First day of the present unbroken run of conflict; before day 0 where an event says so."""
    days, places = intensity.shape
    first = np.zeros(places, dtype=np.int64)
    for event in scenario.events:
        if isinstance(event, Conflict):
            start = day_number(event.start, scenario.start)
            if start < 0 and (event.end is None or day_number(event.end, scenario.start) > 0):
                number = network.number_of[event.place]
                first[number] = min(first[number], start)
    onset = np.zeros((days, places), dtype=np.int64)
    if days:
        onset[0] = first
    for day in range(1, days):
        began = (intensity[day] > 0) & (intensity[day - 1] <= 0)
        onset[day] = np.where(began, day, onset[day - 1])
    return onset


def _held_at_onset(intensity: FloatArray) -> FloatArray:
    """The peer's rule: a change from one positive intensity to another is not noticed."""
    held = intensity.copy()
    for day in range(1, len(held)):
        goes_on = (held[day] > 0) & (held[day - 1] > 0)
        held[day] = np.where(goes_on, held[day - 1], held[day])
    return held


def _lagged_days(intensity: FloatArray) -> IntArray:
    """The peer's rule: where people leave from is weighed with yesterday's decay unless conflict moved today."""
    days = len(intensity)
    fighting = intensity > 0
    before = np.vstack([np.zeros_like(fighting[:1]), fighting[:-1]]) if days else fighting
    moved = (fighting != before).any(axis=1)
    return np.where(moved, np.arange(days), np.arange(days) - 1)


def _decay(scenario: Scenario, onset: IntArray, today: IntArray) -> FloatArray:
    """Factor on conflict by the time since it began, one per interval, the last one for good."""
    factors = np.asarray(scenario.setting("conflict_decay"), dtype=float)
    if not factors.size:
        return np.ones(onset.shape)
    interval = scenario.integer("conflict_decay_interval_days")
    steps = np.floor_divide(np.asarray(today)[:, None] - onset, interval)
    decay: FloatArray = factors[np.clip(steps, 0, len(factors) - 1)]
    return decay


def _is_camp(scenario: Scenario, network: Network, days: int) -> BoolArray:
    """Camps that are open; one that is said to open is closed on all other days."""
    ever = np.array([place.kind in CAMP_KINDS for place in network.places], dtype=bool)
    table = np.tile(ever, (days, 1))
    openings = [event for event in scenario.events if isinstance(event, CampOpens)]
    for opening in openings:
        table[:, network.number_of[opening.place]] = False
    for opening in openings:
        span, number = day_span(scenario, opening.start, opening.end, days), network.number_of[opening.place]
        table[span, number] = ever[number]
    for event in scenario.events:
        if isinstance(event, CampClosed):
            span = day_span(scenario, event.start, event.end, days)
            table[span, network.number_of[event.place]] = False
    return table


def _capacity(scenario: Scenario, network: Network, days: int) -> FloatArray:
    """Capacities as published; where events overlap, the later one in the table holds."""
    own = [math.inf if place.capacity is None else float(place.capacity) for place in network.places]
    table = np.tile(np.array(own), (days, 1))
    for event in scenario.events:
        if isinstance(event, CapacityChange):
            people = math.inf if event.capacity is None else float(event.capacity)
            table[day_span(scenario, event.start, event.end, days), network.number_of[event.place]] = people
    return table


def leave_chances(
    scenario: Scenario, network: Network, intensity: FloatArray, is_camp: BoolArray
) -> FloatArray:
    """
    Chance of leaving by kind of place; conflict and closed camps override it.

    Parameters
    ----------
    intensity, is_camp
        As in :class:`Environment`. Shape ``(day, place)``.

    Returns
    -------
    leave
        Shape ``(day, place)``, 0 to 1 per day.
    """
    chances = {kind: scenario.number(name) for kind, name in _LEAVE_SETTING.items()}
    ever_camp = np.array([place.kind in CAMP_KINDS for place in network.places], dtype=bool)
    base = np.array([chances.get(place.kind, 1.0) for place in network.places])
    table = np.tile(base, (len(intensity), 1))
    table = np.where(ever_camp & ~is_camp, chances["town"], table)
    return np.where(intensity > 0, scenario.number("leave_chance_conflict"), table)
