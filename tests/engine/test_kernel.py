"""What a day does to people, seen in tiny worlds."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.scenario.events import CampClosed, Conflict, RouteRegime
from steppe.scenario.model import Place, Push, Route
from tests.engine.worlds import HERE, PEER, along, at, camp, counted, day, expected, road, town, world


def test_people_leave_a_place_with_its_daily_chance_and_no_memory():
    scenario = road(leave_chance_town=0.3, people=2_000)
    assert at(scenario, expected(scenario), "Town")[0] == pytest.approx([1_400, 980, 686, 480.2])
    left = 2_000 - at(scenario, counted(scenario, replicas=500), "Town")[:, 0]
    assert left.mean() == pytest.approx(600, abs=5 * (420 / 500) ** 0.5)
    assert left.var() == pytest.approx(420, rel=0.35)


def test_what_is_expected_does_not_depend_on_how_many_people_a_count_stands_for():
    scenario = road(leave_chance_town=0.3)
    tens = expected(scenario.with_settings(people_per_count=10))
    assert 10 * at(scenario, tens, "Town") == pytest.approx(at(scenario, expected(scenario), "Town"))


def test_nobody_leaves_where_there_is_nowhere_to_go():
    scenario = world(town("Island", present=300), camp("Camp"), leave_chance_town=1.0)
    assert at(scenario, counted(scenario), "Island").tolist() == [[300] * 4]


def test_flow_counts_whoever_completed_a_route_on_the_day_they_did():
    scenario = road(500, people=80)
    found = counted(scenario)
    flow = along(scenario, found.flow, "Town", "Camp")[0]
    assert flow.sum() == 80 and flow[0] == 0
    assert np.array_equal(flow.cumsum(), at(scenario, found, "Camp")[0])
    assert np.array_equal(80 - flow.cumsum(), found.en_route[0])


def test_people_pass_several_places_on_one_day_and_are_counted_on_each_road():
    scenario = world(
        town("A", present=50),
        Place("Post", HERE, "crossing"),
        camp("C"),
        routes=(Route("A", "Post", 90, two_way=False), Route("Post", "C", 90, two_way=False)),
        days=1,
        leave_chance_town=1.0,
    )
    assert counted(scenario).flow[0, 0].tolist() == [50, 50]


def test_being_let_through_and_being_slow_are_different_luck():
    """Half are admitted, and half of those need a second slice; one says nothing of the other."""
    half = RouteRegime("Town", "Camp", "restricted", admit=0.5)
    scenario = road(300, half, days=1, slices_per_day=1, speed_km_per_day=200.0)
    found = counted(scenario, replicas=2_000)
    slow = found.en_route[:, 0]
    passed = slow + found.flow[:, 0, 0]
    assert passed.std() > 10
    assert abs(np.corrcoef(passed, slow - passed / 2)[0, 1]) < 5 / 2_000**0.5


def test_where_fighting_begins_people_leave():
    scenario = world(
        town("Town"),
        camp("Camp", present=60),
        routes=(Route("Town", "Camp", 30),),
        events=(Conflict("Camp", day(1), day(2)),),
        leave_chance_camp=0.0,
        leave_chance_town=0.0,
    )
    assert at(scenario, counted(scenario), "Camp")[0].tolist() == [60, 0, 0, 0]


def test_a_camp_that_closes_lets_its_people_go_as_a_town_does():
    scenario = world(
        camp("Camp", present=60),
        camp("Other"),
        routes=(Route("Camp", "Other", 30, two_way=False),),
        events=(CampClosed("Camp", day(2)),),
        leave_chance_camp=0.0,
        leave_chance_town=1.0,
    )
    assert at(scenario, counted(scenario), "Camp")[0].tolist() == [60, 60, 0, 0]


def test_the_first_road_is_walked_and_the_next_is_not():
    """100 km on foot, at 35 a day, are two nights; 100 km on wheels the same day."""
    scenario = world(
        town("A", present=10),
        Place("B", HERE, "crossing"),
        camp("C"),
        routes=(Route("A", "B", 100, two_way=False), Route("B", "C", 100, two_way=False)),
        leave_chance_town=1.0,
        start_on_foot=True,
        **PEER,
    )
    found = counted(scenario)
    assert at(scenario, found, "C")[0].tolist() == [0, 0, 10, 10]
    usual = counted(scenario.with_settings(start_on_foot=False))
    assert at(scenario, usual, "C")[0].tolist() == [10, 10, 10, 10]


@pytest.mark.parametrize(
    ("avoid", "first_km", "stops"), [(False, 60, True), (True, 60, False), (True, 700, True)]
)
def test_those_who_have_travelled_little_do_not_stop_in_a_town_if_so_wanted(avoid, first_km, stops):
    scenario = world(
        town("A", present=40),
        town("B"),
        camp("C"),
        routes=(Route("A", "B", first_km, two_way=False), Route("B", "C", 50, two_way=False)),
        events=(Conflict("A", day(0)),),
        leave_chance_town=0.0,
        avoid_short_stints=avoid,
        **PEER,
    )
    last = counted(scenario).stock[0, -1]
    assert last.tolist() == ([0, 40, 0] if stops else [0, 0, 40])


def test_a_short_stint_does_not_matter_in_a_camp():
    scenario = world(
        town("A", present=40),
        camp("B"),
        camp("C"),
        routes=(Route("A", "B", 60, two_way=False), Route("B", "C", 50, two_way=False)),
        leave_chance_town=1.0,
        leave_chance_camp=0.0,
        avoid_short_stints=True,
        **PEER,
    )
    assert counted(scenario).stock[0, 0].tolist() == [0, 40, 0]


def fork(present=0, **settings):
    """A town, and two camps as far as each other, one of which has 100 places."""
    return world(
        town("Town", present=10_000),
        camp("Small", present=present, capacity=100),
        camp("Large"),
        routes=(Route("Town", "Small", 400, two_way=False), Route("Town", "Large", 400, two_way=False)),
        days=1,
        leave_chance_town=1.0,
        leave_chance_camp=0.0,
        capacity_buffer=0.0,
        **settings,
    )


@pytest.mark.parametrize(("present", "pull", "refused"), [(0, 1.0, False), (40, 0.6, False), (60, 0.4, True)])
def test_under_the_peers_rule_a_camp_more_than_half_full_refuses_those_who_choose_it(present, pull, refused):
    found = expected(fork(present, **PEER))
    choosing = 10_000 * pull / (1 + pull)
    assert found.stock[0, 0, 0] == pytest.approx(choosing if refused else 0)
    assert found.en_route[0, 0] == pytest.approx(10_000 - (choosing if refused else 0))


def test_under_our_rule_nobody_is_refused_who_sets_out_for_a_camp_with_room():
    assert expected(fork(60)).en_route[0, 0] == pytest.approx(10_000)


def full_everywhere(**settings):
    return world(
        town("Town", present=1_000),
        camp("Full", present=100, capacity=100),
        town("Hamlet", capacity=0),
        routes=(Route("Town", "Full", 400, two_way=False), Route("Town", "Hamlet", 400, two_way=False)),
        days=1,
        leave_chance_town=1.0,
        leave_chance_camp=0.0,
        **settings,
    )


def test_where_all_is_full_people_stay_under_our_rule_and_choose_evenly_under_the_peers():
    assert expected(full_everywhere()).stock[0, 0, 0] == 1_000
    assert expected(full_everywhere(**PEER)).en_route[0, 0] == pytest.approx(500)


def test_many_people_move_as_few_do():
    """Ten thousand million, counted exactly."""
    scenario = world(
        town("Town"),
        camp("Camp"),
        routes=(Route("Town", "Camp", 100, two_way=False),),
        pushes=(Push(day(0), 1e10, "Town"),),
        leave_chance_town=0.5,
        leave_chance_camp=0.0,
        days=2,
    )
    found = counted(scenario, replicas=30)
    assert (found.stock.sum(axis=2) == 1e10).all()
    away = (at(scenario, found, "Camp")[:, 0] - 5e9) / 50_000
    assert abs(away).max() < 5
    assert 0.5 < away.std() < 1.6
