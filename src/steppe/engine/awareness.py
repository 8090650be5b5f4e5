"""
The peer's way of choosing: weigh the ends of all paths of a few hops.

A candidate is a path over open routes without a repeated place, of at most
``awareness`` places that are not markers, ending at one that is not.  Its base
weight is what its end promises over its length.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from steppe.engine.arrays import FloatArray, IntArray
from steppe.engine.environment import Environment
from steppe.engine.network import Network
from steppe.engine.routing import NOT_A_CANDIDATE, Candidate, Choices, epochs_of
from steppe.scenario.model import Scenario

Path = tuple[int, ...]


def flee_choices(
    scenario: Scenario, network: Network, environment: Environment, admit: FloatArray
) -> Choices:
    """
    Candidates and base weights of the peer's rule.

    Paths over parallel routes add their weights: people then travel the first one.
    """
    paths = [path for place in range(len(network.places)) for path in _paths(scenario, network, place)]
    candidates, candidate_of = _merged(network, paths)
    scores = _scores(scenario, network, environment)
    open_routes = (admit > 0).astype(float)
    first_days, epoch_of_day = epochs_of(scores, open_routes)
    over_distance = _over_distance(scenario, network, paths)
    copies = np.array([_copies(network, path) for path in paths])
    softening = scenario.number("weight_softening")
    power = scenario.number("weight_power")
    ends = np.array([network.routes[path[-1]].end for path in paths], dtype=np.int64)
    on_path = _padded(paths)
    weights = np.full((len(first_days), len(candidates)), NOT_A_CANDIDATE)
    for epoch, day in enumerate(first_days):
        is_open = np.append(open_routes[day] > 0, True)[on_path].all(axis=1)
        each = ((softening + scores[day, ends]) * over_distance) ** power * copies
        total = np.zeros(len(candidates))
        np.add.at(total, candidate_of[is_open], each[is_open])
        there = np.zeros(len(candidates), dtype=bool)
        there[candidate_of[is_open]] = True
        weights[epoch, there] = total[there]
    return Choices(candidates, weights, epoch_of_day, power, True)


def _paths(scenario: Scenario, network: Network, place: int) -> Iterator[Path]:
    """Every simple path from a place within the awareness, as routes."""
    awareness = scenario.integer("awareness")
    awareness = 1 if awareness < 0 else awareness
    if awareness == 0:
        return
    waiting: list[tuple[Path, frozenset[int], int]] = [((), frozenset({place}), awareness)]
    while waiting:
        path, visited, hops = waiting.pop()
        here = network.routes[path[-1]].end if path else place
        for number in network.leaving[here]:
            end = network.routes[number].end
            if end in visited:
                continue
            marker = network.places[end].kind == "marker"
            longer = (*path, number)
            left = hops if marker else hops - 1
            if not marker:
                yield longer
            if marker or left > 0:
                waiting.append((longer, visited | {end}, left))


def _merged(network: Network, paths: list[Path]) -> tuple[tuple[Candidate, ...], IntArray]:
    """One candidate for all paths through the same places; and which one each path belongs to."""
    numbers: dict[tuple[int, ...], int] = {}
    found: list[Candidate] = []
    candidate_of = np.zeros(len(paths), dtype=np.int64)
    copies: list[int] = []
    for index, path in enumerate(paths):
        start = network.routes[path[0]].start
        stops = tuple(network.routes[number].end for number in path)
        key = (start, *stops)
        if key not in numbers:
            numbers[key] = len(found)
            first = network.travelled[start, stops[0]]
            found.append(Candidate(start, first, stops[1:], stops[-1], 1))
            copies.append(0)
        candidate_of[index] = numbers[key]
        copies[numbers[key]] += _copies(network, path)
    merged = tuple(
        Candidate(each.place, each.route, each.rest, each.final, count)
        for each, count in zip(found, copies, strict=True)
    )
    return merged, candidate_of


def _copies(network: Network, path: Path) -> int:
    """How often the peer has this path, having built some routes twice."""
    product = 1
    for number in path:
        product *= network.routes[number].copies
    return product


def _scores(scenario: Scenario, network: Network, environment: Environment) -> FloatArray:
    """What each place promises as the end of a path. Shape ``(day, place)``."""
    foreign = np.array([network.foreign(number) for number in range(len(network.places))], dtype=bool)
    abroad = np.where(foreign, scenario.number("foreign_weight"), 1.0)
    camps = np.where(environment.is_camp, scenario.number("camp_weight"), 1.0)
    fighting = np.where(
        environment.intensity > 0, scenario.number("conflict_weight") ** environment.pull, 1.0
    )
    return abroad * camps * fighting


def _over_distance(scenario: Scenario, network: Network, paths: list[Path]) -> FloatArray:
    """One over the softened length of each path, to the power the scenario asks for."""
    length_km = np.array([sum(network.routes[number].distance_km for number in path) for path in paths])
    softened = np.maximum(scenario.number("softening_km") + length_km, 1e-12)
    return np.asarray(softened ** -scenario.number("distance_power"))


def _padded(paths: list[Path]) -> IntArray:
    """Paths as rows of a table, filled up with -1 (the last column of what it indexes)."""
    longest = max((len(path) for path in paths), default=0)
    table = np.full((len(paths), longest), -1, dtype=np.int64)
    for index, path in enumerate(paths):
        table[index, : len(path)] = path
    return table
