"""
Who is let along each route on each day.

``admit`` is the share of those setting out who are let through: 1 where a route
is open, 0 where it is closed.
"""

from __future__ import annotations

import numpy as np

from steppe.engine.arrays import BoolArray, FloatArray
from steppe.engine.environment import day_span
from steppe.engine.network import Network
from steppe.scenario.events import BorderRegime, PlaceSealed, RouteRegime
from steppe.scenario.model import Scenario
from steppe.units import day_number

Closure = BorderRegime | RouteRegime | PlaceSealed


def build_admit(scenario: Scenario, network: Network, days: int) -> FloatArray:
    """
    Share let along each route.

    Returns
    -------
    admit
        Shape ``(day, route)``, 0 to 1.
    """
    closures = [event for event in scenario.events if isinstance(event, Closure)]
    if scenario.setting("rules") == "flee":
        return _replayed(scenario, network, closures, days)
    return _covered(scenario, network, closures, days)


def _routes_of(event: Closure, network: Network) -> BoolArray:
    """Routes that an event speaks of, both ways."""
    chosen = np.zeros(len(network.routes), dtype=bool)
    for route in network.routes:
        start, end = network.places[route.start], network.places[route.end]
        if isinstance(event, PlaceSealed):
            chosen[route.number] = event.place in (start.name, end.name)
        elif isinstance(event, RouteRegime):
            chosen[route.number] = {start.name, end.name} == {event.place, event.other_place}
        else:
            chosen[route.number] = {start.country, end.country} == {event.country, event.other_country}
    return chosen


def _share(event: Closure) -> float:
    if isinstance(event, PlaceSealed) or event.status == "closed":
        return 0.0
    return 1.0 if event.status == "open" else float(event.admit or 0.0)


def _covered(scenario: Scenario, network: Network, closures: list[Closure], days: int) -> FloatArray:
    """Every regime that covers a day counts; one for a route overrides those for its border."""
    borders = np.ones((days, len(network.routes)))
    posts = np.full((days, len(network.routes)), np.nan)
    sealed = np.ones((days, len(network.routes)))
    for event in closures:
        span = day_span(scenario, event.start, event.end, days)
        chosen = _routes_of(event, network)
        if isinstance(event, PlaceSealed):
            sealed[span, chosen] = 0.0
        elif isinstance(event, RouteRegime):
            held = posts[span, chosen]
            posts[span, chosen] = np.where(np.isnan(held), 1.0, held) * _share(event)
        else:
            borders[span, chosen] *= _share(event)
    return np.where(np.isnan(posts), borders, posts) * sealed


def _replayed(scenario: Scenario, network: Network, closures: list[Closure], days: int) -> FloatArray:
    """
    The peer's rule: closing and opening are actions on the day they fall, in file order.

    Nothing counts how many closures hold a route shut: the first one that ends
    opens it, and the end of a sealed place opens every route of that place.
    """
    actions: dict[int, list[tuple[BoolArray, float]]] = {}
    for event in closures:
        chosen = _routes_of(event, network)
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
