"""Recursive logit: the weights are those of the linear system it stands for."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from steppe.engine.borders import build_admit
from steppe.engine.plan import compile_plan
from steppe.engine.routing import build_choices, epochs_of
from steppe.errors import ScenarioError
from steppe.scenario.events import BorderRegime, CampClosed, Conflict, RouteRegime
from steppe.scenario.model import Place, Route, Scenario
from tests.engine.worlds import HERE, THERE, along, camp, counted, day, expected, laid_out, town, world

KINDS = ("town", "camp", "idp_camp", "crossing", "hub", "destination", "waypoint", "marker")


def tangle(seed: int, **settings: object) -> Scenario:
    """Ten places of all kinds, joined at random, some twice, some one way; fighting and borders that change."""
    chance = np.random.default_rng(seed)
    kinds = ["town", "camp", *chance.choice(KINDS, 8)]
    places = tuple(Place(f"P{n}", str(chance.choice([HERE, THERE])), kind) for n, kind in enumerate(kinds))
    pairs = [(n, int(chance.integers(0, n))) for n in range(1, 10)]
    pairs += [tuple(chance.choice(10, 2, replace=False)) for _ in range(12)]
    routes = tuple(
        Route(f"P{a}", f"P{b}", float(chance.uniform(1, 700)), bool(chance.random() < 0.7)) for a, b in pairs
    )
    events = (
        Conflict("P0", day(0), None, 0.7),
        Conflict("P3", day(1), day(3), 1.3),
        CampClosed("P1", day(2)),
        BorderRegime(HERE, THERE, "restricted", day(1), None, 0.4),
        RouteRegime("P1", "P0", "closed", day(3)),
    )
    usual = {"conflict_decay": (1.0, 0.4), "conflict_decay_interval_days": 2, "cost_per_hop": 2.0}
    return world(*places, routes=routes, events=events, days=5, **{**usual, **settings})


def solved(scenario: Scenario, on: int) -> np.ndarray:
    """Chance of each route among those that leave its start, from a dense solve. Shape ``(route,)``."""
    network, environment = laid_out(scenario)
    mu, knowledge = scenario.number("choice_spread"), scenario.number("border_knowledge")
    admit = build_admit(scenario, network, scenario.days)[on]
    size = len(network.places)
    matrix, worth, weight = np.zeros((size, size)), np.zeros(size), np.zeros(len(network.routes))
    for number, place in enumerate(network.places):
        if (
            place.kind in ("town", "camp", "idp_camp", "destination")
            and environment.intensity[on, number] == 0
        ):
            closed = place.kind in ("camp", "idp_camp") and not environment.is_camp[on, number]
            kind = "town" if closed else place.kind.removeprefix("idp_")
            abroad = scenario.number("worth_foreign") * (place.country != HERE)
            worth[number] = np.exp((scenario.number(f"worth_{kind}") + abroad) / mu)
    for route in network.routes:
        ends = network.places[route.start].country, network.places[route.end].country
        cost = (
            scenario.number("cost_per_hop")
            + scenario.number("cost_per_travel_day") * route.distance_km / route.speed_km_per_day
            + scenario.number("cost_border") * (ends[0] != ends[1])
            + scenario.number("cost_conflict") * environment.pull[on, route.end]
        )
        weight[route.number] = np.exp(-cost / mu) * (1 - knowledge * (1 - admit[route.number]))
        matrix[route.start, route.end] += weight[route.number]
    z = np.linalg.solve(np.eye(size) - matrix, worth)
    starts = np.array([route.start for route in network.routes])
    pull = weight * z[[route.end for route in network.routes]]
    with np.errstate(invalid="ignore"):
        return pull / np.bincount(starts, pull, size)[starts]


def chances(scenario: Scenario, on: int) -> np.ndarray:
    """The same from the engine's weights. Shape ``(route,)``."""
    network, environment = laid_out(scenario)
    choices = build_choices(scenario, network, environment, build_admit(scenario, network, scenario.days))
    weight = np.zeros(len(network.routes))
    for candidate, each in zip(choices.candidates, choices.weights[choices.epoch_of_day[on]], strict=True):
        weight[candidate.route] = max(each, 0.0)
        assert candidate.place == network.routes[candidate.route].start
        assert candidate.final == network.routes[candidate.route].end
    starts = np.array([route.start for route in network.routes])
    with np.errstate(invalid="ignore"):
        return weight / np.bincount(starts, weight)[starts]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    "settings", [{}, {"choice_spread": 0.4}, {"border_knowledge": 0.5, "worth_camp": 5.0}]
)
def test_the_chance_of_every_route_is_that_of_a_dense_solve(seed, settings):
    scenario = tangle(seed, **settings)
    for on in range(scenario.days):
        wanted = solved(scenario, on)
        assert chances(scenario, on) == pytest.approx(wanted, rel=1e-9, abs=1e-300, nan_ok=True)


def test_people_take_routes_with_these_chances():
    scenario = world(
        town("Town", present=8_000),
        town("Post"),
        camp("Near"),
        camp("Far"),
        routes=(Route("Town", "Post", 120), Route("Town", "Near", 200), Route("Post", "Far", 90)),
        days=1,
        leave_chance_town=1.0,
        slices_per_day=1,
    )
    wanted = solved(scenario, 0)
    came = expected(scenario)
    assert along(scenario, came.flow, "Town", "Near")[0, 0] == pytest.approx(8_000 * wanted[2])
    found = along(scenario, counted(scenario, replicas=300).flow, "Town", "Near")[:, 0]
    spread = 8_000 * wanted[2] * (1 - wanted[2])
    assert found.mean() == pytest.approx(8_000 * wanted[2], abs=5 * (spread / 300) ** 0.5)
    assert found.var() == pytest.approx(spread, rel=0.4)


def ring(cost: float, *, one_way: bool = False) -> Scenario:
    return world(
        town("A"), camp("B"), routes=(Route("A", "B", 10, not one_way),), cost_per_hop=cost, cost_per_travel_day=0.0, cost_border=0.0
    )  # fmt: skip


@pytest.mark.parametrize("cost", [0.0, 1e-9, 0.0005])
def test_endless_circles_are_refused_in_words(cost):
    with pytest.raises(ScenarioError) as refused:
        compile_plan(ring(cost))
    (problem,) = refused.value.problems
    assert "circles" in problem.found and "cost_per_hop" in problem.remedy and "[routing]" in problem.where


def test_circles_that_cost_something_and_free_roads_without_circles_are_not_refused():
    assert chances(ring(0.002), 0) == pytest.approx(1.0)
    assert chances(ring(0.0, one_way=True), 0) == pytest.approx(1.0)


def test_a_camp_that_is_very_far_is_found_all_the_same():
    """Sixty roads of a cost of thirty each: e to the minus 1,800 is no number a computer holds."""
    names = [f"P{number}" for number in range(61)]
    scenario = world(
        *(Place(name, HERE, "waypoint") for name in names[:30]),
        Place("P30", HERE, "waypoint", present=100),
        *(Place(name, HERE, "waypoint") for name in names[31:-1]),
        camp(names[-1]),
        routes=tuple(Route(one, two, 10) for one, two in pairwise(names)),
        cost_per_hop=30.0,
    )
    along_the_way = chances(scenario, 0)[::2]
    assert along_the_way[1:] == pytest.approx(1.0)


def test_a_dead_end_where_nobody_may_stop_is_no_choice():
    scenario = world(
        town("Town"),
        Place("Post", HERE, "crossing"),
        camp("Camp"),
        routes=(Route("Town", "Post", 1, two_way=False), Route("Town", "Camp", 300, two_way=False)),
    )
    assert chances(scenario, 0).tolist() == [0.0, 1.0]


@pytest.mark.parametrize(("knowledge", "share"), [(1.0, 0.0), (0.5, 1 / 3), (0.0, 0.5)])
def test_a_shut_road_is_chosen_only_by_those_who_do_not_know(knowledge, share):
    twins = world(
        town("Town"),
        camp("Shut"),
        camp("Open"),
        routes=(Route("Town", "Shut", 50, two_way=False), Route("Town", "Open", 50, two_way=False)),
        events=(RouteRegime("Town", "Shut"),),
        border_knowledge=knowledge,
    )
    assert chances(twins, 0)[0] == pytest.approx(share)


def test_days_on_which_nothing_changes_share_their_weights():
    table = np.array([[0.0, 1.0], [0.0, 2.0], [0.0, 2.0], [0.0, 1.0]])
    first_days, epoch_of_day = epochs_of(table, np.zeros((4, 1)))
    assert first_days == [0, 1]
    assert epoch_of_day.tolist() == [0, 1, 1, 0]
