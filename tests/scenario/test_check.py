"""What is odd about a world is told as a warning; what is right is not complained of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steppe.errors import Problem, ScenarioError
from steppe.scenario.check import check, require
from steppe.scenario.checks.places import straight_line_km
from steppe.scenario.events import BorderRegime, CampClosed, CapacityChange, Conflict, RouteRegime
from steppe.scenario.folder import examine, load
from steppe.scenario.model import Observation, Place, Push, Route, Scenario
from steppe.scenario.travel_cost import spectral_radius
from tests.scenario.odd_policies import ODD_POLICIES
from tests.scenario.worlds import Odd, both, line, make_world, more, setting, whole

TOML, PLACES, ROUTES = "scenario.toml", "places.csv", "routes.csv"
EVENTS, COUNTS, PUSHES = "events.csv", "observations.csv", "pushes.csv"


ODD = [
    Odd("a camp nobody can reach", more(PLACES, "Lost camp,Bland,camp,10,24,,10,no,,x"), "places.csv line 6",
        "no way leads to 'Lost camp' from where people leave", "Add the missing route"),
    Odd("a camp at the wrong end of a one-way route", line(ROUTES, 4, "Camp One,Gate,118,no,map"),
        "places.csv line 5", "no way leads to 'Camp One'", "one-way"),
    Odd("a place that looks like another", both(more(PLACES, "camp  one,Bland,town,10,23.1,,,no,,x"),
        more(ROUTES, "Camp One,camp  one,30,yes,x")), "places.csv line 6",
        "'camp  one' looks like 'Camp One' (places.csv line 5)", "one spelling"),
    Odd("zeros for a position", line(PLACES, 3, "Midway,Aland,town,0,0,5000,,no,,census"), "places.csv line 3",
        "at 0, 0", "empty both cells"),
    Odd("a hard limit without a number", line(PLACES, 5, "Camp One,Bland,camp,10,23,,,yes,100,x"), "places.csv line 5",
        "no capacity", "Give its capacity"),
    Odd("room for nobody", line(PLACES, 5, "Camp One,Bland,camp,10,23,,0,no,,x"), "places.csv line 5",
        "room for nobody", "Empty the cell"),
    Odd("overfull from the start", line(PLACES, 5, "Camp One,Bland,camp,10,23,,40,no,100,x"), "places.csv line 5",
        "100 people are present in 'Camp One', which has room for 40", "overfull"),
    Odd("no coordinates", line(PLACES, 5, "Camp One,Bland,camp,,,,4000,no,100,x"), PLACES,
        "Camp One has no coordinates", "map"),
    Odd("a route twice", more(ROUTES, "Midway,Origin,121,no,map"), "routes.csv line 5",
        "the route from 'Midway' to 'Origin' is there already (routes.csv line 2)", "its own mode"),
    Odd("shorter than a straight line", line(ROUTES, 2, "Origin,Midway,20,yes,map"), "routes.csv line 2",
        "is 20 km, but 110 km in a straight line", "Check the distance"),
    Odd("conflict where nobody lives", line(PLACES, 2, "Origin,Aland,town,10,20,,,no,,census"), "places.csv line 2",
        "its population is missing", "Fill in"),
    Odd("counts from nobody", both(line(COUNTS, 2, "2025-01-15,Camp One,800,stock,person,registered,yes,"),
        line(COUNTS, 3, "2025-02-15,Camp One,900,stock,person,registered,yes,")), "observations.csv line 2",
        "2 counts of 'registered' have no source", "who published it"),
    Odd("a count outside the period", more(COUNTS, "2026-02-15,Camp One,1,stock,person,registered,yes,x"),
        "observations.csv line 4", "1 of 3 counts of 'registered' lie outside the period", "under use"),
    Odd("the same count twice", more(COUNTS, "2025-02-15,Camp One,2400,stock,person,registered,yes,x"),
        "observations.csv line 4", "a count for that day already (observations.csv line 3)", "Keep one"),
    Odd("households", line(COUNTS, 2, "2025-01-15,Camp One,800,stock,household,registered,yes,x"),
        "observations.csv line 2", "counts are of households", "number of persons"),
    Odd("a point for thousands", line(COUNTS, 2, "2025-01-15,Camp One,1.234,stock,person,registered,yes,x"),
        "observations.csv line 2", "the count 1.234 is not whole", "Write 1234"),
    Odd("a cumulative count that falls", whole(COUNTS,
        "date,place,value,measure,series,source\n2025-01-09,Gate,90,cumulative,in,x\n2025-01-12,Gate,80,cumulative,in,x\n"),
        "observations.csv line 3", "falls from 90 to 80", "Write stock"),
    Odd("a count known too early",
        whole(COUNTS, "date,place,value,as_of,source\n2025-01-09,Gate,90,2025-01-02,x\n"),
        "observations.csv line 2", "was known before", "not an observation"),
    Odd("a push partly outside", line(PUSHES, 2, "2024-12-30,2025-01-19,1000,Midway,plan"), "pushes.csv line 2",
        "a part of the push", "Cut the row"),
    Odd("overlapping conflict", more(EVENTS, "conflict,2025-01-20,,Origin,,,,,,0.5,,news"), "events.csv line 4",
        "another row on the place Origin (events.csv line 2)", "further down holds"),
    Odd("overlapping capacities", more(EVENTS, "capacity,2025-01-20,,Camp One,,,,,,,5,x\ncapacity,2025-01-22,,Camp One,,,,,,,6,x"),
        "events.csv line 5", "another row on the place Camp One", "further down holds"),
    Odd("a regime on no route", more(EVENTS, "route,2025-01-20,,Origin,Gate,,,closed,,,,x"), "events.csv line 4",
        "no route joins 'Origin' and 'Gate'", "two ends of one row"),
    Odd("a setting that has no effect", setting("[push]\nconflict_push_rate = 0.1\n[attraction]\nawareness = 3"),
        "scenario.toml line 10", "awareness has no effect: routing is 'recursive-logit'", "Delete it"),
    Odd("people present who are left out", setting('[push]\nconflict_push_rate = 0.1\nday_zero = "none"'),
        "scenario.toml line 9", "the people present in Camp One are left out", 'day_zero = "places"'),
    Odd("walking faster than riding", setting(
        "[movement]\nstart_on_foot = true\nfoot_speed_km_per_day = 500\n[push]\nconflict_push_rate = 0.1"),
        "scenario.toml line 9", "above speed_km_per_day", "both speeds"),
    Odd("a table nobody reads", whole("budget.csv", "a,b\n"), "budget.csv", "is not read", "does not end in .csv"),
]  # fmt: skip


@pytest.mark.parametrize("case", [*ODD, *ODD_POLICIES], ids=lambda case: case.name)
def test_what_is_odd_is_a_warning_and_the_world_still_loads(case, tmp_path):
    folder = make_world(tmp_path / "world", case.change)
    assert load(folder).name == "border"
    (problem,) = examine(folder).problems
    assert problem.severity == "warning"
    assert problem.where == case.where
    assert case.found in problem.found
    assert case.remedy in problem.remedy


def test_of_many_oddities_of_one_kind_the_first_few_are_told_and_the_others_listed(tmp_path):
    twice = "\n".join(f"Origin,Midway,{distance},yes,map" for distance in range(121, 131))
    folder = make_world(tmp_path / "world", more(ROUTES, twice))
    told = examine(folder).problems
    assert [each.where for each in told] == ["routes.csv", *(f"routes.csv line {n}" for n in (5, 6, 7))]
    assert "7 more routes are there twice: Origin – Midway, " in told[0].found
    assert told[0].found.endswith("and 2 more.")


def test_nobody_would_ever_leave(tmp_path):
    folder = make_world(
        tmp_path / "world",
        setting("[run]\nseed = 2"),
        line(PUSHES, 2, ""),
        line(PLACES, 5, "Camp One,Bland,camp,10,23,,4000,no,,x"),
    )
    (problem,) = examine(folder).problems
    assert problem.severity == "warning"
    assert "nobody ever leaves: conflict_push_rate is 0" in problem.found


def test_a_place_no_route_touches(tmp_path):
    folder = make_world(tmp_path / "world", more(PLACES, "Island,Aland,town,12,20,5,,no,,x"))
    (problem,) = examine(folder).problems
    assert (problem.where, problem.severity) == ("routes.csv", "warning")
    assert "no route leads to or from Island" in problem.found


def test_errors_come_before_warnings_and_nothing_is_told_twice(tmp_path):
    folder = make_world(
        tmp_path / "world",
        line(PLACES, 3, "Midway,Aland,town,0,0,5000,,no,,census"),
        line(ROUTES, 2, "Origin,Midwai,120,yes,map"),
    )
    told = examine(folder).problems
    assert [each.severity for each in told] == ["error", "warning"]
    assert [each.where for each in told] == ["routes.csv line 2", "places.csv line 3"]


START = date(2025, 1, 1)
WORLD = Scenario(
    "world",
    START,
    50,
    places=(
        Place("A", "Aland", latitude=1, longitude=1, population=1000),
        Place("B", "Aland", "camp", latitude=1, longitude=2),
        Place("C", "Bland", "camp", latitude=1, longitude=3),
    ),
    routes=(Route("A", "B", 120), Route("B", "C", 120)),
    events=(Conflict("A", START),),
    settings=MappingProxyType({"conflict_push_rate": 0.1}),
)


def errors(scenario: Scenario) -> list[Problem]:
    return [each for each in check(scenario) if each.severity == "error"]


def test_a_world_made_in_python_is_told_of_by_rows():
    assert check(WORLD) == []
    bad = replace(
        WORLD,
        days=0,
        places=(*WORLD.places, Place("", latitude=100)),
        routes=(Route("A", "B", float("nan")), Route("A", "X", 1), Route("B", "C", -1)),
        events=(Conflict("A", "2025-01-01"),),  # type: ignore[arg-type]
        settings={"conflict_push_rat": 1, "seed": 1.5},
    )
    assert {str(each.where) for each in errors(bad)} == {
        "scenario, days",
        "places row 4",
        "routes row 1",
        "routes row 2",
        "routes row 3",
        "events row 1",
        "settings",
        "run, seed",
    }
    with pytest.raises(ScenarioError, match="9 problems in this scenario"):
        require(bad)


def test_a_name_that_stood_on_a_row_at_fault_is_not_called_unknown():
    bad = replace(WORLD, places=(replace(WORLD.places[0], population=-1), *WORLD.places[1:]))
    assert [each.where for each in errors(bad)] == ["places row 1"]


def test_notes_are_told_as_warnings():
    note = Problem("flood_level.csv", "is not carried over.", "Leave it.", "error")
    assert check(replace(WORLD, notes=(note,))) == [replace(note, severity="warning")]
    require(replace(WORLD, notes=(note,)))


HABITS = [
    (BorderRegime("Aland", "Bland", start=START), BorderRegime("Aland", "Bland", start=START + timedelta(3))),
    (RouteRegime("A", "B", start=START, end=START + timedelta(9)), RouteRegime("B", "A", start=START)),
    (CampClosed("B", START), CampClosed("B", START)),
    (BorderRegime("Aland", "Bland", start=START + timedelta(500)),),
    (CampClosed("B", START, START),),
    (BorderRegime("Aland", "Nowhere", start=START),),
]


@pytest.mark.parametrize("events", HABITS)
def test_the_habits_of_the_peers_folders_are_errors_under_our_rules_and_warnings_under_its_own(events):
    ours = replace(WORLD, events=(*WORLD.events, *events))
    assert len(errors(ours)) == 1
    theirs = replace(ours, settings={**WORLD.settings, "rules": "flee"})
    assert errors(theirs) == []
    assert len(check(theirs)) == 1


def test_events_on_neighbouring_days_and_on_other_borders_do_not_overlap():
    day = [START + timedelta(number) for number in range(30)]
    events = (
        BorderRegime("Aland", "Bland", start=None, end=day[5]),
        BorderRegime("Bland", "Aland", "restricted", day[5], day[9], 0.5),
        BorderRegime("Aland", "Bland", "open", day[9]),
        RouteRegime("B", "C", start=day[5]),
        RouteRegime("A", "B", start=day[5]),
        CapacityChange("B", day[2], 5, day[5]),
        CapacityChange("B", day[5], 6),
        CampClosed("B", day[2]),
        CampClosed("C", day[2]),
    )
    assert check(replace(WORLD, events=(*WORLD.events, *events))) == []


spans = st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers(1, 20)))


@given(st.lists(spans, max_size=6))
def test_overlaps_are_told_exactly_where_a_day_is_covered_twice(found):
    events = tuple(
        BorderRegime(
            "Aland",
            "Bland",
            start=START + timedelta(first),
            end=None if length is None else START + timedelta(first + length),
        )
        for first, length in found
    )
    covered = [
        sum(
            each.start <= START + timedelta(day) and (each.end is None or START + timedelta(day) < each.end)
            for each in events
        )
        for day in range(60)
    ]
    told = errors(replace(WORLD, events=(*WORLD.events, *events)))
    assert bool(told) == (max(covered) > 1)


CONDITIONS: list[tuple[Callable[[Scenario], Scenario], str]] = [
    (
        lambda world: replace(world, settings={"routing": "flee", "softening_km": 0.0}, routes=(Route("A", "B", 0),)),
        "softening_km is 0",
    ),
    (
        lambda world: replace(world, settings={"conflict_push_rate": 3.0, "conflict_push": "pop_ratio"}),
        "a share of the population per day",
    ),
    (
        lambda world: replace(world, settings={"push_from_observations": True}),
        "there is no stock among the observations to follow",
    ),
    (lambda world: replace(world, settings={"day_zero": "observations"}), "day_zero is 'observations'"),
    (
        lambda world: replace(
            world,
            events=(),
            settings={"push_from_observations": True},
            observations=(Observation(START, "B", 5, source="x"),),
        ),
        "no place is in conflict for people to leave from",
    ),
    (
        lambda world: replace(world, events=(), pushes=(Push(START, 500),)),
        "no place is in conflict to share its people over",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), CONDITIONS)
def test_settings_that_make_no_sense_together_are_errors(change, said):
    (problem,) = errors(change(WORLD))
    assert said in problem.found


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.floats(1e-4, 2.0)), min_size=1, max_size=25)
)
def test_the_spectral_radius_is_that_of_a_library(entries):
    matrix = np.zeros((8, 8))
    for row, column, weight in entries:
        matrix[row, column] += weight
    starts, ends, weights = (np.array(each) for each in zip(*entries, strict=True))
    radius, _ = spectral_radius(starts, ends, weights, 8)
    exact = max(abs(np.linalg.eigvals(matrix)))
    # A library's eigenvalues are off by the root of its precision where a network has no circles.
    assert radius == pytest.approx(exact, rel=1e-6, abs=0.03)
    if radius > 0.1:
        assert radius == pytest.approx(exact, rel=1e-6)


def test_the_remedy_for_cheap_circles_is_enough_and_not_far_too_much():
    cheap = {"cost_per_hop": 0.0, "cost_per_travel_day": 0.1}
    square = replace(
        WORLD,
        routes=tuple(Route(a, b, 50) for a, b in ("AB", "BC", "AC")),
        settings={**WORLD.settings, **cheap},
    )
    (problem,) = errors(square)
    assert problem.where == "routing, cost_per_hop"
    enough = float(problem.remedy.split("at least ")[1].split(",")[0])
    assert errors(replace(square, settings={**square.settings, "cost_per_hop": enough})) == []
    assert errors(replace(square, settings={**square.settings, "cost_per_hop": 0.8 * enough}))


def test_routing_by_the_peers_weights_needs_no_costs():
    free = replace(WORLD, settings={**WORLD.settings, "routing": "flee", "cost_per_hop": 0.0})
    assert errors(free) == []


def test_a_straight_line_is_as_long_as_on_the_globe():
    kabul = Place("Kabul", latitude=34.5281, longitude=69.1723)
    herat = Place("Herat", latitude=34.3482, longitude=62.1997)
    assert straight_line_km(kabul, herat) == pytest.approx(640, rel=0.01)
    assert straight_line_km(kabul, kabul) == 0
    assert straight_line_km(kabul, Place("X")) is None


def test_a_world_of_two_hundred_places_and_a_thousand_counts_is_checked_whole():
    names = [f"Place {number}" for number in range(200)]
    places = tuple(
        Place(name, "Land", "camp" if number % 5 == 0 else "town", latitude=number / 10, longitude=20,
              population=1000)
        for number, name in enumerate(names)
    )  # fmt: skip
    routes = tuple(
        Route(names[number], names[(number + step) % 200], 5000)
        for number in range(200)
        for step in (1, 7, 31)
    )
    days = [START + timedelta(number) for number in range(300)]
    world = Scenario(
        "large",
        START,
        300,
        places=places,
        routes=routes,
        events=tuple(Conflict(names[number], days[number], days[number + 50]) for number in range(200)),
        observations=tuple(
            Observation(days[10 * step], names[5 * number], 10.0 * step, series="registered", source="x")
            for number in range(40)
            for step in range(25)
        ),
        settings={"conflict_push_rate": 0.01, "cost_per_hop": 1.0, "cost_per_travel_day": 0.0},
    )
    found = check(world)
    assert [each.found[:24] for each in found] == [
        "going round in circles c"
    ]  # the costliest check was asked
