"""
What is on the map: which places and routes, where the frame lies, what each border does on the last day.

Numbers and positions only; ``map.py`` draws them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, radians

import numpy as np

from steppe.engine.network import build_network
from steppe.engine.regimes import build_regimes
from steppe.engine.strata import build_strata
from steppe.result.measures import FloatArray
from steppe.result.result import Result

REACH = 0.45
LEAST_REACH = 6.0
MARGIN = 0.06
LEAST_SHARE = 0.002


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the map: position in degrees, people at the end (median), and its kind."""

    name: str
    kind: str
    country: str
    longitude: float
    latitude: float
    people: float


@dataclass(frozen=True, slots=True)
class Flow:
    """People between two places, both ways together; ``start`` to ``end`` is the way most went."""

    start: int
    end: int
    people: float


@dataclass(frozen=True, slots=True)
class Gate:
    """A route from one country to another that lies in the frame, and whom it lets through at the end."""

    longitude: float
    latitude: float
    status: str


@dataclass(frozen=True, eq=False)
class Scene:
    """
    Everything to be drawn.

    Parameters
    ----------
    frame
        West, south, east, north, in degrees.
    dots
        Every place with a position.
    far
        Names and people of places outside the frame, fullest first.
    flows
        Total over the run, mean over replicas.
    gates
        Border crossings in the frame, on the last day.
    """

    frame: tuple[float, float, float, float]
    dots: tuple[Dot, ...]
    far: tuple[tuple[str, float], ...]
    flows: tuple[Flow, ...]
    gates: tuple[Gate, ...]

    def leaves(self, flow: Flow) -> bool:
        """Whether a way ends outside the frame."""
        return not (self.shows(self.dots[flow.start]) and self.shows(self.dots[flow.end]))

    def shows(self, dot: Dot) -> bool:
        """Whether a place lies in the frame."""
        west, south, east, north = self.frame
        return west <= dot.longitude <= east and south <= dot.latitude <= north


def build_scene(result: Result) -> Scene:
    """Gather what the map shows; places without a position are not on it."""
    final = result.summary("stock").at(statistic="p50").values[-1]
    dots = tuple(
        Dot(place.name, place.kind, place.country, place.longitude, place.latitude, float(people))
        for place, people in zip(result.places, final, strict=True)
        if place.longitude is not None and place.latitude is not None
    )
    frame = _frame(result, dots)
    scene = Scene(frame, dots, (), (), ())
    far = [(dot.name, dot.people) for dot in dots if not scene.shows(dot) and dot.people >= 1]
    return Scene(
        frame,
        dots,
        tuple(sorted(far, key=lambda each: -each[1])),
        _flows(result, dots),
        _gates(result, {dot.name: dot for dot in dots if scene.shows(dot)}),
    )


def _frame(result: Result, dots: tuple[Dot, ...]) -> tuple[float, float, float, float]:
    """Round the home country and the peopled places near it; the rest is listed beside the map."""
    if not dots:
        return (-10.0, -10.0, 10.0, 10.0)
    home = result.scenario.home_country or result.places[0].country
    at_home = [dot for dot in dots if dot.country == home] or list(dots)
    west, south, east, north = _bounds(at_home)
    reach = max(LEAST_REACH, REACH * hypot(east - west, north - south))
    least = LEAST_SHARE * sum(dot.people for dot in dots)
    near = [
        dot
        for dot in dots
        if (dot.people >= least or dot.country == home)
        and hypot(
            max(west - dot.longitude, 0, dot.longitude - east),
            max(south - dot.latitude, 0, dot.latitude - north),
        )
        <= reach
    ]
    west, south, east, north = _bounds(near)
    pad = MARGIN * max(east - west, north - south, 1.0)
    return west - pad, max(-90.0, south - pad), east + pad, min(90.0, north + pad)


def widened(frame: tuple[float, float, float, float], shape: float) -> tuple[float, float, float, float]:
    """
    The frame, widened to fill a page ``shape`` times as wide as high at its middle latitude.

    Parameters
    ----------
    frame
        West, south, east, north, in degrees.
    shape
        Width over height of the page.
    """
    west, south, east, north = frame
    squeeze = cos(radians((south + north) / 2))
    width, height = (east - west) * squeeze, north - south
    more_width = max(0.0, shape * height - width) / squeeze / 2
    more_height = max(0.0, width / shape - height) / 2
    return west - more_width, south - more_height, east + more_width, north + more_height


def _bounds(dots: list[Dot]) -> tuple[float, float, float, float]:
    longitudes, latitudes = [dot.longitude for dot in dots], [dot.latitude for dot in dots]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _flows(result: Result, dots: tuple[Dot, ...]) -> tuple[Flow, ...]:
    number_of = {dot.name: number for number, dot in enumerate(dots)}
    total: FloatArray = result.summary("flow").at(statistic="mean").values.sum(axis=0)
    one_way: dict[tuple[int, int], float] = {}
    for (start, end), people in zip(result.labels.route_ends, total, strict=True):
        if start in number_of and end in number_of:
            ends = (number_of[start], number_of[end])
            one_way[ends] = one_way.get(ends, 0.0) + float(people)
    flows = []
    for (here, there), people in one_way.items():
        back = one_way.get((there, here), 0.0)
        if people + back > 0 and (people > back or (people == back and here < there)):
            flows.append(Flow(here, there, people + back))
    return tuple(sorted(flows, key=lambda flow: -flow.people))


def _gates(result: Result, shown: dict[str, Dot]) -> tuple[Gate, ...]:
    """Posts between countries with both ends in the frame: what they do to people who leave, on the last day."""
    home = build_network(result.scenario).home_country
    found: dict[frozenset[str], list[tuple[float, float]]] = {}
    for (start, end), shares in zip(result.labels.route_ends, _let_through(result), strict=True):
        if shares is None or start not in shown or end not in shown:
            continue
        sides = (shown[start].country, shown[end].country)
        if sides[0] != sides[1] and sides[1] != home:
            found.setdefault(frozenset((start, end)), []).append(shares)
    gates = []
    for ends, ways in found.items():
        middle = np.mean([(shown[name].longitude, shown[name].latitude) for name in ends], axis=0)
        least, most = max(low for low, _ in ways), max(high for _, high in ways)
        status = "open" if least >= 1 else "closed" if most <= 0 else "restricted"
        gates.append(Gate(float(middle[0]), float(middle[1]), status))
    return tuple(gates)


def _let_through(result: Result) -> list[tuple[float, float] | None]:
    """The least and the most of any group that each route lets through on the last day; ``None`` away from posts."""
    scenario, days = result.scenario, result.days
    network = build_network(scenario)
    strata = build_strata(scenario, network, days)
    regimes = build_regimes(scenario, network, strata, days)
    shares: list[tuple[float, float] | None] = []
    for route in network.routes:
        ways = np.flatnonzero((strata.recorded == route.number) & strata.available[-1])
        if scenario.routes[route.row].away_from_posts or not len(ways):
            shares.append(None)
            continue
        across = regimes.seen[-1, ways]
        limited = any(regimes.rules["managed"][regimes.rule_of[-1, ways]]) if len(regimes.rules) else False
        shares.append((min(float(across.min()), 0.5 if limited else 1.0), float(across.max())))
    return shares
