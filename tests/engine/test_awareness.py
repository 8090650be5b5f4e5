"""The peer's candidates are all simple paths of so many stops, no more and no fewer."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise, permutations, product

import numpy as np
import pytest

from steppe.engine.borders import build_admit
from steppe.engine.plan import compile_plan
from steppe.engine.routing import build_choices
from steppe.scenario.events import CampClosed, Conflict, RouteRegime
from steppe.scenario.model import Place, Route, Scenario
from tests.engine.worlds import HERE, PEER, THERE, along, camp, counted, day, expected, laid_out, town, world

SETTINGS = {
    **PEER,
    "camp_weight": 2.5,
    "foreign_weight": 1.7,
    "conflict_weight": 0.4,
    "softening_km": 7.0,
    "distance_power": 1.3,
    "weight_softening": 0.2,
    "weight_power": 0.8,
}


def tangle(awareness: int, **settings: object) -> Scenario:
    """Seven places, two of them markers, in a mesh with a parallel road and a one-way road."""
    places = (
        town("A"),
        Place("m", HERE, "marker"),
        town("B"),
        Place("n", THERE, "marker"),
        camp("C"),
        town("D"),
        camp("E"),
    )
    rows = "Am Bm mn AB BC Cn AD DE CE DB"
    lengths_km = (30.0, 45.5, 12.0, 99.0, 61.0, 20.0, 150.0, 33.0, 70.0, 80.0)
    routes = [Route(*pair, length) for pair, length in zip(rows.split(), lengths_km, strict=True)]
    routes += [Route("A", "B", 55.0), Route("E", "A", 10.0, two_way=False)]
    events = (
        Conflict("B", day(1), None, 0.6),
        RouteRegime("m", "n", "closed", day(2)),
        CampClosed("C", day(3)),
    )
    return world(
        *places, routes=tuple(routes), events=events, awareness=awareness, **{**SETTINGS, **settings}
    )


def by_brute_force(scenario: Scenario, on: int) -> dict[tuple[str, ...], float]:
    """Weight of every way to go, as names of places, by trying all orders of all places."""
    network, environment = laid_out(scenario)
    admit = build_admit(scenario, network, scenario.days)[on]
    kinds = {place.name: place.kind for place in scenario.places}
    lengths = defaultdict(list)
    for route in network.routes:
        if admit[route.number] > 0:
            pair = network.places[route.start].name, network.places[route.end].name
            lengths[pair] += [route.distance_km] * route.copies
    weights: dict[tuple[str, ...], float] = {}
    for stops in range(2, len(kinds) + 1):
        for way in permutations(kinds, stops):
            counted_stops = sum(kinds[name] != "marker" for name in way[1:])
            hops = list(pairwise(way))
            if counted_stops > scenario.integer("awareness") or kinds[way[-1]] == "marker":
                continue
            if not all(hop in lengths for hop in hops):
                continue
            end = network.number_of[way[-1]]
            promise = 2.5 if environment.is_camp[on, end] else 1.0
            promise *= 1.7 if network.places[end].country != HERE else 1.0
            promise *= 0.4 ** environment.pull[on, end]
            weights[way] = sum(
                ((0.2 + promise) / (7.0 + sum(each)) ** 1.3) ** 0.8
                for each in product(*(lengths[hop] for hop in hops))
            )
    return weights


def engines(scenario: Scenario, on: int) -> dict[tuple[str, ...], float]:
    """The same, as the engine has it."""
    network, environment = laid_out(scenario)
    choices = build_choices(scenario, network, environment, build_admit(scenario, network, scenario.days))
    found = {}
    for candidate, weight in zip(choices.candidates, choices.weights[choices.epoch_of_day[on]], strict=True):
        stops = (candidate.place, network.routes[candidate.route].end, *candidate.rest)
        assert stops[-1] == candidate.final
        if weight >= 0:
            found[tuple(network.places[stop].name for stop in stops)] = weight
    return found


@pytest.mark.parametrize("awareness", range(6))
@pytest.mark.parametrize("on", range(4))
def test_the_ways_people_weigh_are_all_there_are(awareness, on):
    scenario = tangle(awareness)
    wanted, found = by_brute_force(scenario, on), engines(scenario, on)
    assert found.keys() == wanted.keys()
    assert found == pytest.approx(wanted)
    assert (len(wanted) > 0) == (awareness > 0)


def test_a_way_may_pass_several_markers_and_never_ends_at_one():
    ways = by_brute_force(tangle(1), 0)
    assert ("A", "m", "n", "C") in ways
    assert all(way[-1] not in "mn" for way in ways)


def test_no_awareness_means_that_nobody_moves_and_a_negative_one_means_one_route():
    still = tangle(0)
    assert not compile_plan(still).choices.candidates
    assert engines(tangle(-1), 0) == engines(tangle(1), 0)


def test_a_road_the_peer_built_twice_weighs_twice():
    scenario = world(
        town("A"),
        camp("B"),
        camp("C"),
        routes=(Route("A", "B", 50, forced_redirection=1), Route("A", "C", 50)),
        rules="flee",
        **PEER,
    )
    weights = engines(scenario, 0)
    assert weights["A", "B"] == pytest.approx(2 * weights["A", "C"])


def test_candidates_stand_together_by_place_the_heaviest_of_the_first_day_first():
    scenario = tangle(3)
    choices = compile_plan(scenario).choices
    places = [candidate.place for candidate in choices.candidates]
    first = choices.weights[choices.epoch_of_day[0]]
    assert places == sorted(places)
    assert all(first[n] >= first[n + 1] for n in range(len(places) - 1) if places[n] == places[n + 1])


def passage(**settings: object) -> Scenario:
    """A camp behind a town behind a town, two days away."""
    return world(
        town("A", present=900),
        town("B"),
        camp("C"),
        routes=(Route("A", "B", 200, two_way=False), Route("B", "C", 200, two_way=False)),
        **{**PEER, "leave_chance_town": 1.0, "leave_chance_camp": 0.0, **settings},
    )


def test_people_who_planned_two_routes_go_on_without_asking_whether_to_leave():
    """From A, those who chose C pass through B; at B nobody else leaves."""
    scenario = passage(awareness=2, leave_chance_conflict=1.0, leave_chance_town=0.0).what_if(
        Conflict("A", day(0))
    )
    weights = engines(scenario, 0)
    share = weights["A", "B", "C"] / (weights["A", "B"] + weights["A", "B", "C"])
    came = along(scenario, expected(scenario).flow, "B", "C")[0]
    assert came.sum() == pytest.approx(900 * share)


def test_those_whose_next_planned_road_is_closed_stay_and_plan_anew():
    scenario = passage(awareness=2).what_if(RouteRegime("B", "C", "closed", day(1), day(3)))
    found = counted(scenario)
    assert along(scenario, found.flow, "B", "C")[0, 1:3].sum() == 0
    assert np.array_equal(found.stock[0, 2], [0, 900 - found.stock[0, 0, 2], found.stock[0, 0, 2]])
    assert found.stock[0, 3].tolist() == [0, 0, 900]
