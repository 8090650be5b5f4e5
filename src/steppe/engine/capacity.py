"""How many displaced people each place can host on each day; infinite where there is no limit."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from steppe.engine.arrays import FloatArray
from steppe.engine.environment import day_span
from steppe.engine.network import Network
from steppe.scenario.events import CapacityChange
from steppe.scenario.model import Scenario


def build_capacity(
    scenario: Scenario, network: Network, days: int, day_zero_counts: Mapping[str, int]
) -> FloatArray:
    """
    Capacities, scaled.

    Under the peer's rules the counts of day zero are taken off the capacity of
    their place for the whole run, though those people also stand in it, and a
    capacity below one means no limit.

    Returns
    -------
    capacity
        Shape ``(day, place)``, counts, ``inf`` for no limit.
    """
    flee = scenario.setting("rules") == "flee"
    people_per_count = scenario.integer("people_per_count")
    scaling = scenario.number("capacity_scaling")
    table = np.empty((days, len(network.places)))
    for number, place in enumerate(network.places):
        table[:, number] = _counts(place.capacity, people_per_count)
    for event in scenario.events:
        if isinstance(event, CapacityChange):
            span = day_span(scenario, event.start, event.end, days)
            table[span, network.number_of[event.place]] = _counts(event.capacity, people_per_count)
    if flee:
        for number, place in enumerate(network.places):
            table[:, number] -= day_zero_counts.get(place.name, 0)
    if scaling == 0:
        return np.full_like(table, np.inf)
    table = table * scaling
    return np.where(table < 1, np.inf, table) if flee else table


def _counts(capacity: int | None, people_per_count: int) -> float:
    return np.inf if capacity is None else float(capacity // people_per_count)
