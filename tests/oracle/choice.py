"""
The ways a person may choose among at each place, and what each weighs on each day.

Under ``routing = "flee"`` these are paths of several routes, found by walking
all of them; under ``"recursive-logit"`` they are the routes that lead out, and
the worth of what lies behind is solved for with a dense matrix.  Under
``"destination-choice"`` they are all the ways to anywhere, of which only the
cheapest to each place weighs anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from steppe.scenario.model import Scenario
from tests.oracle.environment import CAMPS, Environment, Flags, Floats, Link, Numbers
from tests.oracle.pathways import worth_of

_NO_STOPPING = ("crossing", "hub", "waypoint", "marker")


class Way(NamedTuple):
    """
    A way from a place, as it is weighed and as it is travelled.

    Parameters
    ----------
    weighed
        Links whose lengths count.
    travelled
        Links taken: the first of parallel ones under the peer's rule.
    end
        Place where it ends.
    """

    weighed: tuple[int, ...]
    travelled: tuple[int, ...]
    end: int


def ways_from(scenario: Scenario, links: list[Link], place: int) -> list[Way]:
    """All ways from a place, were every route open."""
    if scenario.setting("routing") == "recursive-logit":
        return [Way((n,), (n,), link.end) for n, link in enumerate(links) if link.start == place]
    if scenario.setting("routing") == "destination-choice":
        return list(ways_to_anywhere(links, (), place, {place}))
    awareness = scenario.integer("awareness")
    hops = awareness if awareness >= 0 else 1
    return list(_paths(scenario, links, Way((), (), place), {place}, hops))


def ways_to_anywhere(links: list[Link], so_far: tuple[int, ...], here: int, seen: set[int]) -> Iterator[Way]:
    """Every way that comes to no place twice, over whichever of parallel links."""
    for number, link in enumerate(links):
        if link.start == here and link.end not in seen:
            way = (*so_far, number)
            yield Way(way, way, link.end)
            yield from ways_to_anywhere(links, way, link.end, {*seen, link.end})


def _paths(scenario: Scenario, links: list[Link], so_far: Way, seen: set[int], hops: int) -> Iterator[Way]:
    """Paths with at most so many more places that are not markers, no place twice."""
    for number, link in enumerate(links):
        if link.start != so_far.end or link.end in seen:
            continue
        first = next(n for n, each in enumerate(links) if (each.start, each.end) == (link.start, link.end))
        way = Way((*so_far.weighed, number), (*so_far.travelled, first), link.end)
        marker = scenario.places[link.end].kind == "marker"
        if not marker and hops >= 1:
            yield way
        if marker or hops > 1:
            yield from _paths(scenario, links, way, {*seen, link.end}, hops if marker else hops - 1)


class Roads(NamedTuple):
    """
    What each link is to each group on each day.

    Parameters
    ----------
    seen
        Share let through, as those reckon with it who know all. Shape ``(day, group, link)``.
    size
        How many ways it stands for. Shape ``(day, group, link)``.
    speed_km_per_day
        Shape ``(day, group, link)``.
    usable
        Shape ``(group, link)``.
    """

    seen: Floats
    size: Floats
    speed_km_per_day: Floats
    usable: Flags


def way_weights(
    scenario: Scenario, links: list[Link], days: Environment, roads: Roads, ways: list[list[Way]]
) -> tuple[Floats, Flags]:
    """
    Weight of every way without the capacity factor, and whether it is a choice at all.

    Parameters
    ----------
    ways
        Of each place.

    Returns
    -------
    weights, available
        Shape ``(day, group, way)`` each, place after place.
    """
    shape = (*roads.seen.shape[:2], sum(len(here) for here in ways))
    weights, available = np.zeros(shape), np.zeros(shape, bool)
    for day, group in np.ndindex(*shape[:2]):
        if scenario.setting("routing") == "recursive-logit":
            judged = _logit(scenario, links, days, roads, ways, day, group)
        elif scenario.setting("routing") == "destination-choice":
            judged = _destinations(scenario, links, days, roads, ways, day, group)
        else:
            judged = _attraction(scenario, links, days, roads, ways, day)
        weights[day, group], available[day, group] = judged
    return weights, available


def _foreign(scenario: Scenario, place: int) -> bool:
    home = scenario.home_country or scenario.places[0].country
    return scenario.places[place].country != home


def _attraction(
    scenario: Scenario, links: list[Link], days: Environment, roads: Roads, ways: list[list[Way]], day: int
) -> tuple[list[float], list[bool]]:
    """The peer's weight: what waits at the end over the distance."""
    weights, available = [], []
    for way in (way for here in ways for way in here):
        score = scenario.number("foreign_weight") if _foreign(scenario, way.end) else 1.0
        if days.is_camp[day, way.end]:
            score *= scenario.number("camp_weight")
        if days.intensity[day, way.end] > 0:
            power = days.fading[day, way.end] * days.intensity[day, way.end]
            score *= scenario.number("conflict_weight") ** power
        length = scenario.number("softening_km") + sum(links[n].distance_km for n in way.weighed)
        pull = (scenario.number("weight_softening") + score) / length ** scenario.number("distance_power")
        weights.append(pull ** scenario.number("weight_power"))
        available.append(all(roads.seen[day, 0, n] > 0 for n in way.travelled))
    return weights, available


def _logit(
    scenario: Scenario,
    links: list[Link],
    days: Environment,
    roads: Roads,
    ways: list[list[Way]],
    day: int,
    group: int,
) -> tuple[list[float], list[bool]]:
    """Fosgerau, Frejinger & Karlström (2013): weight of a route is M_ij z_j where z = b + M z."""
    spread = scenario.number("choice_spread")
    size = len(scenario.places)
    matrix, single = np.zeros((size, size)), np.zeros(len(links))
    for number, link in enumerate(links):
        if not roads.usable[group, number]:
            continue
        seen = 1 - scenario.number("border_knowledge") * (1 - roads.seen[day, group, number])
        hazard = days.fading[day, link.end] * days.intensity[day, link.end]
        cost = _cost(scenario, link, roads.speed_km_per_day[day, group, number], hazard)
        single[number] = seen * roads.size[day, group, number] * np.exp(-cost / spread)
        matrix[link.start, link.end] += single[number]
    stopping = np.zeros(size)
    for number in range(size):
        worth = _worth(scenario, days, day, group, number)
        if worth is not None and days.intensity[day, number] == 0:
            stopping[number] = np.exp(worth / spread)
    assert np.abs(np.linalg.eigvals(matrix)).max() < 1.0
    ahead = np.linalg.solve(np.eye(size) - matrix, stopping)
    numbers = [way.travelled[0] for here in ways for way in here]
    return [single[n] * ahead[links[n].end] for n in numbers], [bool(single[n] > 0) for n in numbers]


def _destinations(
    scenario: Scenario,
    links: list[Link],
    days: Environment,
    roads: Roads,
    ways: list[list[Way]],
    day: int,
    group: int,
) -> tuple[list[float], list[bool]]:
    """McFadden (1978): weight of a destination is exp of its worth less the cost of the cheapest way there."""
    spread = scenario.number("choice_spread")
    cost = [np.inf] * len(links)
    for number in _quickest(links, roads, day, group):
        link = links[number]
        seen = 1 - scenario.number("border_knowledge") * (1 - roads.seen[day, group, number])
        hazard = days.fading[day, link.end] * days.intensity[day, link.end]
        if seen > 0:
            cost[number] = _cost(scenario, link, roads.speed_km_per_day[day, group, number], hazard)
            cost[number] -= spread * np.log(seen * roads.size[day, group, number])
    weights, available = [], []
    for here in ways:
        taken: dict[int, tuple[float, tuple[int, ...]]] = {}
        for way in here:
            found = (round(sum(cost[n] for n in way.travelled), 9), way.travelled)
            taken[way.end] = min(taken.get(way.end, found), found)
        for way in here:
            price, cheapest = taken[way.end]
            worth = None if days.intensity[day, way.end] > 0 else _worth(scenario, days, day, group, way.end)
            available.append(way.travelled == cheapest and price < np.inf and worth is not None)
            weights.append(np.exp(((worth or 0.0) - price) / spread) if available[-1] else 0.0)
    return weights, available


def _quickest(links: list[Link], roads: Roads, day: int, group: int) -> list[int]:
    """Of the links between two places that a group may use the one it is quickest on, the first of equals."""
    best: dict[tuple[int, int], tuple[float, int]] = {}
    for number, link in enumerate(links):
        if roads.usable[group, number]:
            found = (link.distance_km / roads.speed_km_per_day[day, group, number], number)
            best[link.start, link.end] = min(best.get((link.start, link.end), found), found)
    return [number for _, number in best.values()]


def _cost(scenario: Scenario, link: Link, speed_km_per_day: float, hazard: float) -> float:
    cost = scenario.number("cost_per_hop")
    cost += scenario.number("cost_per_travel_day") * link.distance_km / speed_km_per_day
    if scenario.places[link.start].country != scenario.places[link.end].country:
        cost += scenario.number("cost_border")
    return cost + scenario.number("cost_conflict") * hazard


def _worth(scenario: Scenario, days: Environment, day: int, group: int, place: int) -> float | None:
    """Worth of stopping at a place; none where a group does not stop."""
    kind = scenario.places[place].kind
    offered = worth_of(scenario, day, group, place)
    if kind in _NO_STOPPING and offered is None:
        return None
    worth = (offered or 0.0) + scenario.places[place].worth
    if kind not in _NO_STOPPING:
        is_camp = days.is_camp[day, place]
        word = "worth_camp" if is_camp else "worth_town" if kind in ("town", *CAMPS) else "worth_destination"
        worth += scenario.number(word)
    worth += scenario.number("worth_capacity") * np.log(max(1.0, days.published[day, place] / 1000.0))
    return worth + (scenario.number("worth_foreign") if _foreign(scenario, place) else 0.0)


def flat(ways: list[list[Way]]) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """
    Ways as plain arrays.

    Returns
    -------
    first, taken, length, end
        Number of the first way of each place, shape ``(place + 1,)``; links of each way, padded
        with -1, shape ``(way, hop)``; how many there are, and the last place, shape ``(way,)``.
    """
    every = [way for here in ways for way in here]
    first = np.cumsum([0, *(len(here) for here in ways)])
    longest = max([1, *(len(way.travelled) for way in every)])
    taken = np.full((max(1, len(every)), longest), -1, np.int64)
    for number, way in enumerate(every):
        taken[number, : len(way.travelled)] = way.travelled
    length = np.array([len(way.travelled) for way in every] or [0], np.int64)
    return first, taken, length, np.array([way.end for way in every] or [-1], np.int64)
