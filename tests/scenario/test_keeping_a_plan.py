"""Worlds in which a planned way cannot be kept are refused under destination choice, and settings without effect told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from steppe.errors import Problem
from steppe.scenario.check import check
from steppe.scenario.events import BorderRegime, CapacityChange, Event, HostLimit, RouteRegime, RouteSpeed
from steppe.scenario.model import Border, Group, Place, Push, Route, Scenario, Share

START = date(2021, 1, 1)
QUEUE = "a regime with a queue, a quota, days of opening, or ways around the post"


def bound(*events: Event, **changes: object) -> Scenario:
    """A sound world under destination choice."""
    places = (Place("Town", "A", population=100), Place("Post", "A", "crossing"), Place("Camp", "B", "camp"))
    scenario = Scenario(
        "bound",
        START,
        20,
        places=places,
        routes=(Route("Town", "Post", 50), Route("Post", "Camp", 50)),
        pushes=(Push(START, 10, "Town"),),
        events=events,
        home_country="A",
        settings={"routing": "destination-choice"},
    )
    return replace(scenario, **changes)  # type: ignore[arg-type]


def errors(scenario: Scenario) -> list[Problem]:
    return [each for each in check(scenario) if each.severity == "error"]


def test_shares_let_through_closures_and_groups_are_run():
    events = (
        BorderRegime("A", "B", "restricted", START, admit=0.5),
        RouteRegime("Town", "Post", "closed", date(2021, 1, 9)),
    )
    people = {"groups": (Group("all", mode="foot"),), "shares": (Share("all", 1.0),)}
    assert errors(bound(*events, **people)) == []


@pytest.mark.parametrize(
    ("event", "what"),
    [
        (BorderRegime("A", "B", "open", START, quota=3), QUEUE),
        (BorderRegime("A", "B", "restricted", START, admit=0.5, wait=0.4), QUEUE),
        (BorderRegime("A", "B", "open", START, weekdays="mon"), QUEUE),
        (RouteRegime("Post", "Camp", "closed", START, irregular=0.2), QUEUE),
        (HostLimit("B", START, limit=50), "the event 'host_limit'"),
        (RouteSpeed("Town", "Post", START, speed_factor=0.5), "the event 'speed'"),
    ],
)
def test_what_would_break_a_plan_is_refused_by_name(event, what):
    (problem,) = errors(bound(event))
    assert problem.found == f"{what} cannot be run with routing = 'destination-choice'."
    assert problem.remedy.startswith('Write routing = "recursive-logit" in scenario.toml')
    assert errors(bound(event, settings={})) == []


def test_one_line_tells_of_all_rows_of_a_kind():
    found = errors(
        bound(
            BorderRegime("A", "B", "open", START, date(2021, 1, 5), quota=3),
            BorderRegime("A", "B", "open", date(2021, 1, 5), quota=9),
            RouteSpeed("Town", "Post", START, speed_factor=0.5),
        )
    )
    assert [each.found.split(" cannot")[0] for each in found] == [QUEUE, "the event 'speed'"]
    assert found[0].found.endswith("(1 more like it).")


def test_a_route_away_from_posts_is_refused():
    routes = (*bound().routes, Route("Town", "Camp", 90, away_from_posts=True))
    (problem,) = errors(bound(routes=routes, borders=(Border("A", "B", 200.0),)))
    assert problem.found.startswith("away_from_posts cannot be run with routing = 'destination-choice'")


def idle(scenario: Scenario, name: str) -> bool:
    return any(each.found.startswith(f"{name} has no effect") for each in check(scenario))


def test_worth_by_capacity_without_any_capacity_is_told_to_have_no_effect():
    world = bound(settings={"routing": "destination-choice", "worth_capacity": 0.8})
    roomy = tuple(replace(each, capacity=5_000) if each.name == "Camp" else each for each in world.places)
    assert idle(world, "worth_capacity")
    assert not idle(replace(world, places=roomy), "worth_capacity")
    assert not idle(replace(world, events=(CapacityChange("Camp", START, capacity=5_000),)), "worth_capacity")


def test_cheap_circles_are_no_matter_where_people_go_straight():
    cheap = {"cost_per_hop": 0.0, "cost_per_travel_day": 0.1, "cost_border": 0.0}
    assert errors(bound(settings={"routing": "destination-choice", **cheap})) == []
    assert errors(bound(settings={"routing": "recursive-logit", **cheap})) != []


@pytest.mark.parametrize("name", ["awareness", "camp_weight", "softening_km"])
def test_the_peers_weights_have_no_effect(name):
    value = 2 if name == "awareness" else 3.0
    assert idle(bound(settings={"routing": "destination-choice", name: value}), name)
