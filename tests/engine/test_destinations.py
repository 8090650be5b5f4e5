"""Destination choice: the shares are those of a multinomial logit, and whoever has chosen is not caught on the way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from steppe.engine.borders import build_admit
from steppe.engine.plan import compile_plan
from steppe.engine.reweigh import Reweighing
from steppe.engine.routing import Choices, build_choices
from steppe.errors import UsageError
from steppe.scenario.events import CapacityChange, Conflict, RouteRegime
from steppe.scenario.model import Place, Route, Scenario
from tests.engine.test_routing import tangle
from tests.engine.worlds import HERE, THERE, along, at, camp, counted, day, expected, laid_out, town, world

BOUND = {"routing": "destination-choice", "leave_chance_town": 1.0, "leave_chance_camp": 0.0}


def bound(*places: Place, **changes: object) -> Scenario:
    """A tiny world of people who are bound for somewhere, at a cost of one per day and of no hop or border."""
    costs = {"cost_per_travel_day": 1.0, "cost_per_hop": 0.0, "cost_border": 0.0, "worth_foreign": 0.0}
    return world(*places, **{**BOUND, **costs, **changes})


def choices_of(scenario: Scenario) -> Choices:
    network, environment = laid_out(scenario)
    return build_choices(scenario, network, environment, build_admit(scenario, network, scenario.days))


def chances(scenario: Scenario, on: int = 0) -> np.ndarray:
    """Chance of each destination among those of a place on a day. Shape ``(place, place)``."""
    choices, size = choices_of(scenario), len(scenario.places)
    weight = np.zeros((size, size))
    for candidate, each in zip(choices.candidates, choices.weights[choices.epoch_of_day[on]], strict=True):
        weight[candidate.place, candidate.final] += max(each, 0.0)
    total = weight.sum(axis=1, keepdims=True)
    return weight / np.where(total > 0, total, 1.0)


def closed_form(scenario: Scenario, on: int) -> np.ndarray:
    """The same from the costs of all pairs, by Floyd and Warshall's way of finding them. Shape ``(place, place)``."""
    network, environment = laid_out(scenario)
    mu, knowledge = scenario.number("choice_spread"), scenario.number("border_knowledge")
    admit = build_admit(scenario, network, scenario.days)[on]
    size = len(network.places)
    cost, quickest = np.full((size, size), np.inf), {}
    for route in network.routes:
        pair, pace = (route.start, route.end), route.distance_km / route.speed_km_per_day
        if pace >= quickest.get(pair, np.inf):
            continue
        quickest[pair] = pace
        crossed = network.places[route.start].country != network.places[route.end].country
        seen = 1 - knowledge * (1 - admit[route.number])
        price = scenario.number("cost_per_hop") + scenario.number("cost_per_travel_day") * pace
        price += scenario.number("cost_border") * crossed
        price += scenario.number("cost_conflict") * environment.pull[on, route.end]
        cost[pair] = price - mu * np.log(seen) if seen > 0 else np.inf
    for by in range(size):
        cost = np.minimum(cost, cost[:, by, None] + cost[None, by, :])
    np.fill_diagonal(cost, np.inf)
    pull = np.zeros((size, size))
    for number, place in enumerate(network.places):
        stops = place.kind in ("town", "camp", "idp_camp", "destination")
        if not stops or environment.intensity[on, number] > 0:
            continue
        shut = place.kind in ("camp", "idp_camp") and not environment.is_camp[on, number]
        kind = "town" if shut else place.kind.removeprefix("idp_")
        worth = scenario.number(f"worth_{kind}") + scenario.number("worth_foreign") * (place.country != HERE)
        pull[:, number] = np.exp((worth - cost[:, number]) / mu)
    total = pull.sum(axis=1, keepdims=True)
    return pull / np.where(total > 0, total, 1.0)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    "settings", [{}, {"choice_spread": 0.6}, {"border_knowledge": 0.5, "worth_camp": 4.0}]
)
def test_the_chance_of_every_destination_is_that_of_a_multinomial_logit(seed, settings):
    scenario = tangle(seed, routing="destination-choice", cost_per_hop=0.3, **settings)
    for on in range(scenario.days):
        assert chances(scenario, on) == pytest.approx(closed_form(scenario, on), abs=1e-8)


def line(**changes: object) -> Scenario:
    """A town, a camp half a day on, and a camp another half a day behind it."""
    return bound(
        town("Town", present=1_000),
        camp("Near"),
        camp("Far"),
        routes=(Route("Town", "Near", 180), Route("Near", "Far", 180)),
        **changes,
    )


def test_a_camp_on_the_way_does_not_catch_those_bound_for_the_next():
    """Worth 2 each, half a day against one: e to the half to one, whatever keeps people in a camp."""
    scenario = line(worth_town=-100.0)
    came = expected(scenario)
    near = np.exp(0.5) / (1 + np.exp(0.5))
    assert at(scenario, came, "Near")[0, 0] == pytest.approx(1_000 * near)
    assert at(scenario, came, "Far")[0].tolist() == pytest.approx([1_000 * (1 - near)] * 4)
    assert along(scenario, came.flow, "Town", "Near")[0, 0] == pytest.approx(1_000)


def test_under_recursive_logit_the_first_camp_catches_them_all():
    scenario = line(routing="recursive-logit", worth_town=-100.0, cost_per_hop=0.5)
    assert at(scenario, expected(scenario), "Near")[0].tolist() == pytest.approx([1_000] * 4)


def test_whole_people_spread_as_the_logit_says():
    scenario = line(worth_town=-100.0)
    near = np.exp(0.5) / (1 + np.exp(0.5))
    found = at(scenario, counted(scenario, replicas=300), "Near")[:, -1]
    assert found.mean() == pytest.approx(1_000 * near, abs=5 * (1_000 * near * (1 - near) / 300) ** 0.5)
    assert found.var() == pytest.approx(1_000 * near * (1 - near), rel=0.4)


def day_by_day(*events: object, **changes: object) -> Scenario:
    """A town from which fighting drives all, a town a day on, a camp a day behind it."""
    return bound(
        town("Town", present=1_000),
        town("Rest"),
        camp("Camp"),
        routes=(Route("Town", "Rest", 360, two_way=False), Route("Rest", "Camp", 360, two_way=False)),
        events=(Conflict("Town", day(0)), *events),
        days=6,
        **{"leave_chance_town": 0.0, "worth_town": -100.0, **changes},
    )


def test_those_with_a_plan_go_on_from_a_town_that_nobody_leaves():
    scenario = day_by_day()
    came = expected(scenario)
    assert at(scenario, came, "Rest")[0].tolist() == pytest.approx([1_000, 0, 0, 0, 0, 0])
    assert at(scenario, came, "Camp")[0].tolist() == pytest.approx([0, 1_000, 1_000, 1_000, 1_000, 1_000])


@pytest.mark.parametrize(("leave", "left"), [(0.0, 1.0), (0.3, 0.7), (1.0, 0.0)])
def test_where_the_next_route_is_closed_they_stay_and_decide_anew_once_it_opens(leave, left):
    scenario = day_by_day(RouteRegime("Rest", "Camp", "closed", day(1), day(3)), leave_chance_town=leave)
    came = expected(scenario)
    assert at(scenario, came, "Rest")[0, :3].tolist() == pytest.approx([1_000] * 3)
    assert at(scenario, came, "Rest")[0, 3] == pytest.approx(1_000 * left)
    assert at(scenario, came, "Camp")[0, 3] == pytest.approx(1_000 * (1 - left))


def test_a_closing_known_of_at_the_start_leads_nobody_there():
    scenario = day_by_day(RouteRegime("Rest", "Camp"), worth_town=0.0)
    assert chances(scenario)[0].tolist() == [0.0, 1.0, 0.0]


def diamond(*events: object, lower: float = 100.0, upper: float = 100.0, **changes: object) -> Scenario:
    """Two ways from a town to a camp, over one waypoint each."""
    return bound(
        town("Town", present=1_000),
        Place("Upper", HERE, "waypoint"),
        Place("Lower", HERE, "waypoint"),
        camp("Camp"),
        routes=(
            Route("Town", "Upper", upper, two_way=False),
            Route("Town", "Lower", lower, two_way=False),
            Route("Lower", "Camp", 80, two_way=False),
            Route("Upper", "Camp", 80, two_way=False),
        ),
        events=tuple(events),
        **changes,
    )


def test_of_equally_cheap_ways_all_take_that_of_the_lowest_routes():
    tied = diamond()
    assert along(tied, expected(tied).flow, "Town", "Upper")[0, 0] == pytest.approx(1_000)
    rows = (tied.routes[1], tied.routes[0], *tied.routes[2:])
    other = replace(tied, routes=rows)
    assert along(other, expected(other).flow, "Town", "Lower")[0, 0] == pytest.approx(1_000)


def test_ways_are_the_cheapest_of_the_day_and_go_round_fighting():
    longer = diamond(Conflict("Upper", day(1)), lower=150.0, cost_conflict=1.0, days=2)
    first, second = (
        {(each.route, each.rest) for each, weight in zip(found.candidates, row, strict=True) if weight > 0}
        for found in (choices_of(longer),)
        for row in (found.weights[found.epoch_of_day[0]], found.weights[found.epoch_of_day[1]])
    )
    assert {route for route, rest in first if rest} == {0}
    assert {route for route, rest in second if rest} == {1}


def test_nobody_is_bound_for_a_place_where_there_is_fighting():
    scenario = line(events=(Conflict("Near", day(0)),), cost_conflict=0.0)
    assert chances(scenario)[0].tolist() == [0.0, 0.0, 1.0]


@pytest.mark.parametrize("seed", range(4))
def test_longer_ways_beside_the_cheapest_change_nothing(seed):
    scenario = tangle(seed, routing="destination-choice", cost_per_hop=0.3)
    beside = tuple(replace(route, distance_km=route.distance_km + 40.0) for route in scenario.routes)
    more = replace(scenario, routes=(*beside, *scenario.routes, *beside))
    for on in range(scenario.days):
        assert chances(more, on) == pytest.approx(chances(scenario, on), abs=1e-12)


def test_of_parallel_routes_only_the_quickest_is_travelled_on_any_stretch():
    scenario = line(worth_town=-100.0)
    slow = tuple(replace(route, distance_km=300.0) for route in scenario.routes)
    scenario = replace(scenario, routes=(*slow, *scenario.routes))
    came = expected(scenario)
    names = compile_plan(scenario).route_names
    used = {name for name, people in zip(names, came.flow[0].sum(axis=0), strict=True) if people > 0}
    assert used == {"Town → Near (2)", "Near → Far (2)"}


def test_what_is_a_billion_times_worse_is_no_candidate():
    scenario = line(worth_town=-100.0)
    assert {each.final for each in choices_of(scenario).candidates} == {1, 2}
    assert {each.final for each in choices_of(line()).candidates} == {0, 1, 2}


def two_camps(routing: str, **changes: object) -> Scenario:
    return bound(
        town("Town"),
        camp("Big", capacity=20_000),
        camp("Small", capacity=400),
        routes=(Route("Town", "Big", 180, two_way=False), Route("Town", "Small", 180, two_way=False)),
        events=(CapacityChange("Small", day(2), capacity=5_000),),
        **{"routing": routing, "worth_town": -100.0, **changes},
    )


@pytest.mark.parametrize("routing", ["destination-choice", "recursive-logit"])
@pytest.mark.parametrize("scaling", [0.0, 1.0])
def test_places_that_hold_more_draw_more_by_a_power_of_what_they_hold_that_day(routing, scaling):
    scenario = two_camps(routing, worth_capacity=0.8, choice_spread=2.0, capacity_scaling=scaling)
    for on, times in ((0, 20.0), (3, 4.0)):
        big, small = chances(scenario, on)[0, 1:]
        assert big / small == pytest.approx(times ** (0.8 / 2.0))


@pytest.mark.parametrize("routing", ["destination-choice", "recursive-logit"])
def test_unless_asked_for_capacity_is_worth_nothing(routing):
    scenario = two_camps(routing)
    bare = replace(
        scenario, places=tuple(replace(each, capacity=None) for each in scenario.places), events=()
    )
    assert chances(scenario).tolist() == chances(bare).tolist()


def test_whoever_is_turned_away_on_the_way_forgets_the_plan():
    """Half are let through on the second day; the others stand in the town that nobody leaves."""
    events = (RouteRegime("Rest", "Camp", "restricted", day(1), admit=0.5),)
    scenario = day_by_day(*events)
    came = expected(scenario)
    assert at(scenario, came, "Rest")[0, 1:].tolist() == pytest.approx([500] * 5)
    assert at(scenario, came, "Camp")[0, 1:].tolist() == pytest.approx([500] * 5)


def test_a_full_camp_draws_those_who_have_not_yet_chosen_less():
    scenario = line(worth_town=-100.0, capacity_buffer=0.0)
    half = replace(scenario.places[1], capacity=1_000, present=500)
    scenario = replace(scenario, places=(scenario.places[0], half, scenario.places[2]))
    pull = 0.5 * np.exp(0.5)
    came = at(scenario, expected(scenario), "Near")[0, 0]
    assert came == pytest.approx(500 + 1_000 * pull / (1 + pull))


def test_it_is_not_reweighed():
    scenario = line()
    with pytest.raises(UsageError, match="destination-choice"):
        Reweighing(compile_plan(scenario), scenario)


def test_people_abroad_are_drawn_to_by_what_abroad_is_worth():
    scenario = bound(
        town("Town"),
        Place("Here", HERE, "camp"),
        Place("There", THERE, "camp"),
        routes=(Route("Town", "Here", 36, two_way=False), Route("Town", "There", 72, two_way=False)),
        worth_foreign=1.5,
        cost_border=0.4,
    )
    here, there = chances(scenario)[0, 1:]
    assert there / here == pytest.approx(np.exp(1.5 - 0.4 - 0.1))
