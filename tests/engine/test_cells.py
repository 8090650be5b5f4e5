"""Every situation is met, those of one future are one class, and classes stand in the order of the day."""

from __future__ import annotations

from itertools import pairwise

import pytest

from steppe.engine.cells import Arrived, At, On, Situations
from steppe.engine.clocks import build_clock
from steppe.engine.lumping import lump
from steppe.engine.network import build_network
from steppe.engine.plan import compile_plan
from steppe.scenario.model import Place, Route
from tests.engine.worlds import HERE, PEER, camp, counted, road, town, world


def explored(scenario, may_close=()):
    plan, network = compile_plan(scenario), build_network(scenario)
    by_place = [[] for _ in network.places]
    for candidate in plan.choices.candidates:
        by_place[candidate.place].append(candidate)
    situations = Situations(
        network=network,
        clock=build_clock(scenario),
        hard=tuple(place.hard_capacity for place in scenario.places),
        by_place=tuple(map(tuple, by_place)),
        start_on_foot=scenario.flag("start_on_foot"),
        tracks_travel=scenario.flag("avoid_short_stints"),
        may_close=frozenset(may_close),
    )
    situations.explore()
    return situations


def on(remaining, *, orphan=False, waiting=False, rest=()):
    return On(0, remaining, rest, orphan, waiting)


def led_to(found, night):
    """Where the only outcome of a night leads."""
    (step,) = found.nights[night]
    return step.to


def test_a_long_road_has_a_situation_for_every_night_on_it():
    found = explored(road(1_000, **PEER))
    assert set(found.nights) == {on((2, False)), on((1, False))}
    assert led_to(found, on((2, False))) == on((1, False))
    assert led_to(found, on((1, False))) == Arrived(1, (), 28_000, 0, -1, False, True)


def test_those_who_travel_when_a_road_closes_have_situations_of_their_own():
    found = explored(road(1_000, **PEER), may_close={0})
    assert {each for each in found.nights if each.orphan} == {
        on((2, False), orphan=True),
        on((1, False), orphan=True),
    }
    assert led_to(found, on((1, False), orphan=True)) == At(0, (), True)


def test_a_plan_is_part_of_the_situation():
    scenario = world(
        town("A"),
        town("B"),
        camp("C"),
        routes=(Route("A", "B", 500, two_way=False), Route("B", "C", 50, two_way=False)),
        awareness=2,
        **PEER,
    )
    plans = {(each.place, each.rest) for each in explored(scenario).choices}
    assert plans == {(0, ()), (1, ()), (2, ()), (1, (2,))}


def test_on_foot_the_first_road_has_situations_of_its_own():
    scenario = road(80, start_on_foot=True, **PEER)
    assert on((2, True)) in explored(scenario).nights
    assert At(0, (), False) in explored(scenario).choices


def fork(onward_km):
    """Two roads into B, of one and of two slices; one road on from there."""
    return world(
        town("A"),
        town("Z"),
        town("B"),
        camp("C"),
        routes=(
            Route("A", "B", 30, two_way=False),
            Route("Z", "B", 60, two_way=False),
            Route("B", "C", onward_km, two_way=False),
        ),
    )


@pytest.mark.parametrize(("onward_km", "classes"), [(30, 1), (270, 1), (300, 2), (360, 2)])
def test_arrivals_are_told_apart_only_where_their_futures_differ(onward_km, classes):
    """After one and after two slices: nine more leave some of the day to both, ten to the first only."""
    found, class_of = lump(explored(fork(onward_km)))
    at_b = {number for arrived, number in class_of.items() if arrived.place == 2}
    assert len(at_b) == classes
    assert {found[number].example.place for number in at_b} == {2}


def test_those_with_more_stops_to_come_are_dealt_with_first():
    """Nobody arrives in a round that is already over."""
    names = "ABCDE"
    scenario = world(*map(town, names), routes=tuple(Route(a, b, 60) for a, b in pairwise(names)))
    situations = explored(scenario)
    classes, class_of = lump(situations)
    assert [each.rounds_left for each in classes] == sorted(
        (each.rounds_left for each in classes), reverse=True
    )
    for arrived, number in class_of.items():
        for option in situations.choices[arrived]:
            for step in option:
                if isinstance(step.to, Arrived):
                    assert classes[class_of[step.to]].rounds_left < classes[number].rounds_left


def test_places_at_no_distance_from_each_other_do_not_keep_people_going_for_ever():
    scenario = world(
        Place("A", HERE, "crossing", present=100),
        Place("B", HERE, "crossing"),
        routes=(Route("A", "B", 0.0),),
        **PEER,
    )
    found = counted(scenario)
    assert (found.stock.sum(axis=2) == 100).all()
    assert 1 <= found.flow[0, 0].sum() / 100 <= 9


def test_whoever_stands_before_a_full_place_goes_back_or_waits_on_the_road():
    scenario = world(
        town("A"),
        Place("B", HERE, "crossing", capacity=1, hard_capacity=True),
        camp("C", capacity=1, hard_capacity=True),
        routes=(Route("A", "B", 50, two_way=False), Route("B", "C", 50, two_way=False)),
    )
    found = explored(scenario)
    into_b = next(each for each in found.choices if isinstance(each, Arrived) and each.place == 1)
    into_c = next(each for each in found.choices if isinstance(each, Arrived) and each.place == 2)
    assert found.refused_to(into_b) == At(0, (), True)
    assert found.refused_to(into_c) == On(1, (0, False), (), False, True)
