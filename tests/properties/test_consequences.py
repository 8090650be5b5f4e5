"""One change, one consequence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from steppe.engine.plan import compile_plan
from steppe.errors import ScenarioError
from steppe.scenario.check import check
from steppe.scenario.events import CampClosed, CapacityChange, Conflict, Event, PlaceSealed, RouteRegime
from steppe.scenario.model import Place, Push, Route, Scenario
from tests.properties.runs import run
from tests.properties.worlds import day, few, worlds


@few(60)
@given(worlds(day_zero="places", rules="steppe"), st.data())
def test_one_more_person_at_the_start_is_one_more_person_somewhere_every_day(world, data):
    number = data.draw(st.integers(0, len(world.places) - 1))
    places = list(world.places)
    places[number] = replace(places[number], present=(places[number].present or 0) + 1)
    before, after = run(world), run(replace(world, places=tuple(places)))
    more = (after.stock.sum(axis=2) + after.en_route) - (before.stock.sum(axis=2) + before.en_route)
    assert (more == 1).all()


@few(60)
@given(worlds(), st.integers(0, 9), st.integers(1, 50))
def test_so_many_more_by_schedule_are_so_many_more_from_that_day_on(world, when, people):
    assume(when < world.days and not world.flag("take_from_population"))
    extra = Push(day(when), people, world.places[1].name)
    before, after = run(world), run(replace(world, pushes=(*world.pushes, extra)))
    more = after.entered - before.entered
    assert (more[:, when] == people).all()
    assert not np.delete(more, when, axis=1).any()
    assert after.until(when).same_as(before.until(when))


@few(80)
@given(worlds(), st.data())
def test_a_route_that_is_closed_carries_nobody_from_then_on(world, data):
    road = data.draw(st.sampled_from(world.routes))
    when = data.draw(st.integers(0, world.days - 1))
    shut = changed(world, RouteRegime(road.start, road.end, "closed", day(when)))
    names = {f"{road.start} → {road.end}", f"{road.end} → {road.start}"}
    numbers = [number for number, name in enumerate(compile_plan(shut).route_names) if name in names]
    assert not run(shut).flow[:, when:, numbers].any()


@few(150)
@given(worlds(), st.data())
def test_what_happens_on_a_day_changes_nothing_before_it(world, data):
    when = data.draw(st.integers(0, world.days - 1))
    until = data.draw(st.none() | st.integers(when + 1, 12).map(day))
    road = data.draw(st.sampled_from(world.routes))
    place = data.draw(st.sampled_from(world.places[1:])).name
    event: Event = data.draw(
        st.sampled_from(
            [
                RouteRegime(road.start, road.end, "closed", day(when), until),
                RouteRegime(road.start, road.end, "restricted", day(when), until, 0.4),
                PlaceSealed(place, day(when), until),
                CampClosed(place, day(when), until),
                Conflict(place, day(when), until, 0.7),
                CapacityChange(place, day(when), 5, until),
            ]
        )
    )
    assert run(changed(world, event)).until(when).same_as(run(world).until(when))


def test_a_limit_that_comes_later_changes_nobodys_turn_to_decide_before_it():
    world = Scenario(
        "turns",
        day(0),
        6,
        home_country="Ayland",
        places=(
            Place("Home", "Ayland"),
            Place("Town", "Ayland", present=200),
            Place("Camp", "Beeland", "camp", capacity=100, present=95),
        ),
        routes=(Route("Home", "Town", 50), Route("Town", "Camp", 50)),
    ).with_settings(clock="flee", routing="flee", leave_chance_camp=0.5, leave_chance_town=0.5)
    limited = world.what_if(CapacityChange("Town", day(4), 50))
    assert run(limited).until(4).same_as(run(world).until(4))


def changed(world: Scenario, event: Event) -> Scenario:
    """The world with one event more, if that makes a valid world and is news."""
    try:
        other = world.what_if(event)
    except ScenarioError:
        assume(False)
        raise
    assume(not any(problem.severity == "error" for problem in check(other)))
    return other
