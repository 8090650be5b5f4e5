"""How much room there is: from the places table, changed by dated events, scaled; and what fullness does."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.engine.capacity import build_capacity
from steppe.engine.network import build_network
from steppe.scenario.events import CapacityChange
from steppe.scenario.model import Route
from tests.engine.worlds import at, camp, column, counted, day, expected, town, world


def capacity(place, *events, day_zero=None, days=5, **settings):
    scenario = world(town("Town"), place, events=events, days=days, **settings)
    table = build_capacity(scenario, build_network(scenario), days, day_zero or {})
    assert np.isinf(table[:, 0]).all()
    return column(scenario, table, place.name)


def test_a_place_without_a_capacity_has_no_limit():
    assert capacity(camp("Camp")) == [np.inf] * 5


def test_a_capacity_changes_on_its_day_and_goes_back_at_the_end():
    change = CapacityChange("Camp", day(1), 40, day(3))
    assert capacity(camp("Camp", capacity=70), change) == [70, 40, 40, 70, 70]


def test_a_limit_may_be_lifted_and_may_be_none_at_all():
    assert capacity(camp("Camp", capacity=70), CapacityChange("Camp", day(2))) == [70, 70] + [np.inf] * 3
    assert capacity(camp("Camp", capacity=0)) == [0] * 5


def test_capacities_are_scaled_and_a_scale_of_nothing_means_no_limits():
    assert capacity(camp("Camp", capacity=70), capacity_scaling=1.25) == [87.5] * 5
    assert capacity(camp("Camp", capacity=70), capacity_scaling=0) == [np.inf] * 5


def test_where_a_count_stands_for_several_people_only_full_counts_have_room():
    change = CapacityChange("Camp", day(3), 19)
    assert capacity(camp("Camp", capacity=75), change, people_per_count=10) == [7, 7, 7, 1, 1]


def test_under_the_peers_rules_the_people_of_day_zero_take_room_for_the_whole_run():
    change = CapacityChange("Camp", day(2), 50)
    assert capacity(camp("Camp", capacity=70), change, day_zero={"Camp": 30}) == [70, 70, 50, 50, 50]
    theirs = capacity(camp("Camp", capacity=70), change, day_zero={"Camp": 30}, rules="flee")
    assert theirs == [40, 40, 20, 20, 20]


def test_under_the_peers_rules_a_capacity_below_one_means_no_limit():
    assert capacity(camp("Camp", capacity=30), day_zero={"Camp": 30}, rules="flee") == [np.inf] * 5


def queue(people=1_000, room=300, **settings):
    """Everybody leaves a town for a camp a short way off, which has hard capacity."""
    return world(
        town("Town", present=people),
        camp("Camp", capacity=room, hard_capacity=True),
        routes=(Route("Town", "Camp", 30, two_way=False),),
        **{"leave_chance_town": 1.0, "leave_chance_camp": 0.0, "capacity_buffer": 1.0, **settings},
    )


@pytest.mark.parametrize("clock", ["hours", "flee"])
def test_a_hard_capacity_is_filled_to_the_last_place_and_never_more(clock):
    scenario = queue(clock=clock)
    assert at(scenario, counted(scenario), "Camp").tolist() == [[300] * 4]
    assert at(scenario, expected(scenario), "Camp").tolist() == [[300] * 4]


def test_who_finds_no_room_goes_back_and_counts_as_turned_back():
    found = counted(queue())
    assert found.stock[0, 0].tolist() == [700, 300]
    assert (found.flow[0, 0, 0], found.turned_back[0, 0, 0]) == (300, 700)


def test_room_that_is_not_a_whole_number_is_not_overshot():
    scenario = queue(room=75, people_per_count=10, capacity_scaling=1.4)
    assert at(scenario, counted(scenario), "Camp")[0, -1] == 9


def test_who_gets_in_is_drawn_evenly_from_all_who_arrive_together():
    """Hypergeometric: 30 places, 60 people from one road and 20 from another."""
    scenario = world(
        town("North", present=60),
        town("South", present=20),
        camp("Camp", capacity=30, hard_capacity=True),
        routes=(Route("North", "Camp", 30, two_way=False), Route("South", "Camp", 30, two_way=False)),
        days=1,
        leave_chance_town=1.0,
        capacity_buffer=1.0,
    )
    found = counted(scenario, replicas=4_000)
    assert (found.flow[:, 0].sum(axis=1) == 30).all()
    admitted = found.flow[:, 0, 1]
    variance = 30 * 0.25 * 0.75 * 50 / 79
    assert admitted.mean() == pytest.approx(7.5, abs=5 * (variance / 4_000) ** 0.5)
    assert admitted.var() == pytest.approx(variance, rel=0.12)


def two_camps(**settings):
    """A camp with 50 people, of equal pull with another that has no limit."""
    return world(
        town("Town", present=100_000),
        camp("Limited", present=50, capacity=100),
        camp("Free"),
        routes=(Route("Town", "Limited", 60, two_way=False), Route("Town", "Free", 60, two_way=False)),
        days=1,
        leave_chance_town=1.0,
        leave_chance_camp=0.0,
        **settings,
    )


@pytest.mark.parametrize(("buffer", "throttle"), [(0.9, 1.0), (0.5, 1.0), (0.25, 2 / 3), (0.0, 0.5)])
def test_a_place_draws_fewer_the_fuller_it_is_beyond_its_buffer(buffer, throttle):
    scenario = two_camps(capacity_buffer=buffer)
    came = along_to_limited(scenario)
    assert came / 100_000 == pytest.approx(throttle / (1 + throttle))


def test_a_full_place_draws_nobody():
    scenario = two_camps(capacity_scaling=0.5)
    assert along_to_limited(scenario) == 0


def along_to_limited(scenario):
    return expected(scenario).flow[0, 0, 0]
