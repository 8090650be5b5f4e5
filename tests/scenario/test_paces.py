"""How fast people go: as the road, their feet or animals, their hours and the season allow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steppe.scenario.events import RouteSpeed
from steppe.scenario.model import Group, Route, Scenario
from steppe.scenario.paces import factor_on, fastest_speed, group_speed
from steppe.scenario.variation import with_settings

WORLD = Scenario("roads", date(2025, 1, 1), 10)
ROAD, LANE = Route("A", "B", 100), Route("A", "B", 100, speed_km_per_day=30)
FLIGHT = Route("A", "B", 100, mode="air", speed_km_per_day=5000)


@pytest.mark.parametrize(
    ("group", "road", "lane"),
    [
        (None, 360, 30),
        (Group("drivers"), 360, 30),
        (Group("walkers", mode="foot"), 35, 30),
        (Group("herders", mode="animal"), 45, 30),
        (Group("families", mode="animal", hours_per_day=6), 27, 18),
    ],
)
def test_the_slower_of_road_and_traveller_sets_the_pace_for_as_long_as_they_travel(group, road, lane):
    assert group_speed(WORLD, ROAD, group) == pytest.approx(road)
    assert group_speed(WORLD, LANE, group) == pytest.approx(lane)
    assert group_speed(WORLD, FLIGHT, group) == 5000


@given(st.floats(1e-3, 1e5), st.floats(0.1, 24))
def test_a_group_with_the_usual_hours_goes_exactly_as_fast_as_everybody(speed, hours):
    world = with_settings(WORLD, {"speed_km_per_day": speed, "hours_per_day": hours})
    usual = group_speed(world, ROAD, None)
    assert usual == speed
    assert group_speed(world, ROAD, Group("all")) == usual
    assert group_speed(world, ROAD, Group("all", hours_per_day=hours)) == usual


def test_a_change_of_speed_holds_on_its_days_only():
    winter = RouteSpeed("A", "B", date(2025, 1, 5), date(2025, 1, 8), 0.25)
    assert [factor_on(winter, date(2025, 1, day)) for day in (4, 5, 7, 8)] == [1, 0.25, 0.25, 1]
    assert factor_on(RouteSpeed("A", "B", date(2025, 1, 5)), date(2199, 1, 1)) == 0.5


def test_a_winter_comes_back_every_year_across_the_new_year():
    winter = RouteSpeed("A", "B", date(2024, 11, 15), date(2025, 3, 1), every_year=True)
    slow = [date(2020, 12, 1), date(2025, 2, 28), date(2028, 2, 29), date(2030, 11, 15)]
    usual = [date(2020, 3, 1), date(2025, 11, 14), date(2030, 7, 1)]
    assert {factor_on(winter, day) for day in slow} == {0.5}
    assert {factor_on(winter, day) for day in usual} == {1.0}


def test_the_last_of_february_is_the_28th_in_every_year():
    leap = RouteSpeed("A", "B", date(2024, 2, 29), date(2024, 3, 2), every_year=True)
    assert [factor_on(leap, date(2025, *day)) for day in ((2, 27), (2, 28), (3, 1), (3, 2))] == [
        1,
        0.5,
        0.5,
        1,
    ]


def test_what_lasts_a_day_that_only_leap_years_have_never_holds_in_others():
    leap_day = RouteSpeed("A", "B", date(2024, 2, 28), date(2024, 2, 29), every_year=True)
    assert {factor_on(leap_day, date(2025, 2, day)) for day in range(1, 29)} == {1.0}


@given(st.dates(date(2000, 1, 1), date(2050, 12, 31)))
def test_what_lasts_a_year_and_comes_back_every_year_lasts_always(day):
    assert factor_on(RouteSpeed("A", "B", date(2025, 6, 1), date(2026, 6, 1), every_year=True), day) == 0.5


def test_the_fastest_pace_is_that_of_the_quickest_group_that_may_use_the_road():
    walkers, drivers = Group("walkers", mode="foot"), Group("drivers", hours_per_day=5)
    world = replace(WORLD, groups=(walkers, drivers))
    quicker = RouteSpeed("A", "B", date(2025, 1, 5), speed_factor=3, groups="walkers")
    slower = RouteSpeed("A", "B", date(2025, 1, 5), speed_factor=0.1)
    assert fastest_speed(world, ROAD, ()) == 180
    assert fastest_speed(world, replace(ROAD, closed_to="vehicle"), (quicker, slower)) == 105
    assert fastest_speed(world, replace(ROAD, closed_to="vehicle;foot"), ()) is None
    assert fastest_speed(world, FLIGHT, (quicker,)) == 5000
