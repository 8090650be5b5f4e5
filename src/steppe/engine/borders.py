"""
Which rule of a government each route stands under on each day, and the share it lets through.

``admit`` is the share of those setting out who are let through: 1 where a route
is open, 0 where it is closed.  What else a rule does is in ``regimes.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from steppe.engine.arrays import BoolArray, FloatArray, IntArray
from steppe.engine.environment import day_span
from steppe.engine.network import Network
from steppe.scenario.events import BorderRegime, PlaceSealed, RouteRegime, listed
from steppe.scenario.model import Place, Scenario
from steppe.units import day_number

Closure = BorderRegime | RouteRegime | PlaceSealed


def build_admit(scenario: Scenario, network: Network, days: int) -> FloatArray:
    """
    Share let along each route of those for whom no row names their group.

    Returns
    -------
    admit
        Shape ``(day, route)``, 0 to 1.
    """
    if scenario.setting("rules") == "flee":
        return replayed(scenario, network, days)
    return governed(scenario, network, "", days).admit


@dataclass(frozen=True, slots=True)
class Governed:
    """
    Which row of the events rules over each way of one group on each day.

    Parameters
    ----------
    admit
        Share let through at the post. Shape ``(day, way)``, 0 to 1.
    row
        Position of the governing row among the events, -1 for none. Shape ``(day, way)``.
    sealed
        Whether an end of the way is sealed. Shape ``(day, way)``.
    """

    admit: FloatArray
    row: IntArray
    sealed: BoolArray


def governed(scenario: Scenario, network: Network, group: str, days: int) -> Governed:
    """
    The most specific row holds: of a route before that of its border, of a group before everybody's.

    Rows of the same rank that cover the same day, which checks refuse, count together.
    """
    shape = (days, len(network.routes))
    admit, row = np.ones(shape), np.full(shape, -1, dtype=np.int64)
    rank, sealed = np.full(shape, -1, dtype=np.int64), np.zeros(shape, dtype=bool)
    away, sides = _away_from_posts(scenario, network), sides_of(network)
    for position, event in enumerate(scenario.events):
        if not isinstance(event, Closure):
            continue
        span, ways = day_span(scenario, event.start, event.end, days), sides.of_event(event)
        if isinstance(event, PlaceSealed):
            sealed[span, ways] = True
            continue
        if event.groups and group not in listed(event.groups):
            continue
        if isinstance(event, BorderRegime):
            ways = ways & ~away
        own = 2 * isinstance(event, RouteRegime) + bool(event.groups)
        held, before = rank[span, ways], admit[span, ways]
        admit[span, ways] = np.where(
            held > own, before, np.where(held == own, before * _share(event), _share(event))
        )
        row[span, ways] = np.where(held > own, row[span, ways], position)
        rank[span, ways] = np.maximum(held, own)
    return Governed(np.where(sealed, 0.0, admit), np.where(sealed, -1, row), sealed)


def _away_from_posts(scenario: Scenario, network: Network) -> BoolArray:
    return np.array([scenario.routes[each.row].away_from_posts for each in network.routes], dtype=bool)


class Sides:
    """Names of the places and countries that ways lead from and to. Shape ``(way,)`` each."""

    def __init__(self, places: Sequence[Place], starts: Iterable[int], ends: Iterable[int]) -> None:
        starts, ends = list(starts), list(ends)
        self.start = np.array([places[number].name for number in starts], dtype=object)
        self.end = np.array([places[number].name for number in ends], dtype=object)
        self.start_country = np.array([places[number].country for number in starts], dtype=object)
        self.end_country = np.array([places[number].country for number in ends], dtype=object)

    def of_event(self, event: Closure) -> BoolArray:
        """Ways that an event speaks of: in both directions, or in one where it says so."""
        if isinstance(event, PlaceSealed):
            sealed: BoolArray = (self.start == event.place) | (self.end == event.place)
            return sealed
        ahead, back = self.ahead(event), self.ahead(event, back=True)
        return ahead if event.one_way else ahead | back

    def ahead(self, event: BorderRegime | RouteRegime, *, back: bool = False) -> BoolArray:
        """Ways from the first side of an event to its other, or back."""
        if isinstance(event, RouteRegime):
            named, start, end = (event.place, event.other_place), self.start, self.end
        else:
            named = (event.country, event.other_country)
            start, end = self.start_country, self.end_country
        first, other = named[::-1] if back else named
        ahead: BoolArray = (start == first) & (end == other)
        return ahead.astype(bool)


def sides_of(network: Network) -> Sides:
    """Where the routes of a network lead from and to."""
    return Sides(
        network.places, (each.start for each in network.routes), (each.end for each in network.routes)
    )


def _share(event: Closure) -> float:
    if isinstance(event, PlaceSealed) or event.status == "closed":
        return 0.0
    return 1.0 if event.status == "open" else float(event.admit or 0.0)


def replayed(scenario: Scenario, network: Network, days: int) -> FloatArray:
    """
    The peer's rule: closing and opening are actions on the day they fall, in file order.

    Nothing counts how many closures hold a route shut: the first one that ends
    opens it, and the end of a sealed place opens every route of that place.
    """
    sides = sides_of(network)
    actions: dict[int, list[tuple[BoolArray, float]]] = {}
    for event in scenario.events:
        if not isinstance(event, Closure):
            continue
        chosen = sides.of_event(event)
        start = 0 if event.start is None else day_number(event.start, scenario.start)
        actions.setdefault(start, []).append((chosen, _share(event)))
        if event.end is not None:
            end = day_number(event.end, scenario.start)
            actions.setdefault(end, []).append((chosen, 1.0))
    table = np.ones((days, len(network.routes)))
    now = np.ones(len(network.routes))
    for day in range(days):
        for chosen, share in actions.get(day, ()):
            now[chosen] = share
        table[day] = now
    return table
