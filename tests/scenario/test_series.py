"""Published counts become one value a day, and the people who must have left for them to grow."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steppe.scenario.model import Correction, Observation, Place, Scenario
from steppe.scenario.series import (
    daily_values,
    day_zero_stock,
    debt,
    interpolated,
    new_people,
    raw_total,
    read_series,
)

START = date(2020, 3, 1)
CAMPS = (Place("A", kind="camp"), Place("B", kind="camp"), Place("T"))


def _counts(name: str, *records: tuple[int, float], place: str | None = None) -> tuple[Observation, ...]:
    where = name if place is None else place
    return tuple(
        Observation(START + timedelta(days=day), where, value, series=name) for day, value in records
    )


def _world(observations: tuple[Observation, ...], days: int = 10, **others: object) -> Scenario:
    chosen = {"rules": "flee", "day_zero": "observations", **others.pop("settings", {})}  # type: ignore[dict-item]
    return Scenario(
        "w",
        START,
        days,
        places=CAMPS,
        observations=observations,
        settings=chosen,
        **others,  # type: ignore[arg-type]
    )


def _steppe(observations: tuple[Observation, ...], days: int = 10, **settings: object) -> Scenario:
    return _world(observations, days, settings={"rules": "steppe", **settings})


def test_a_day_between_two_counts_lies_on_the_line_and_is_cut_to_whole_people():
    world = _world(_counts("A", (0, 0), (3, 10)), days=6)
    assert interpolated(world)["A"].tolist() == [0, 3, 6, 10, 10, 10]


def test_before_the_first_count_the_first_holds():
    assert interpolated(_world(_counts("A", (2, 7), (4, 9)), days=5))["A"].tolist() == [7, 7, 7, 8, 9]


def test_a_single_count_holds_on_every_day():
    assert interpolated(_world(_counts("A", (5, 7.9)), days=3))["A"].tolist() == [7, 7, 7]


def test_counts_before_the_first_day_are_part_of_the_line():
    assert interpolated(_world(_counts("A", (-10, 0), (10, 20)), days=3))["A"].tolist() == [10, 11, 12]


def test_dates_out_of_order_follow_the_first_later_row():
    world = _world(_counts("A", (0, 0), (6, 60), (3, 300), (9, 90)), days=10)
    # Day 3 is already past the row of day 6 only from day 6 on; then the row above day 9 is that of day 3.
    assert interpolated(world)["A"].tolist() == [0, 10, 20, 30, 40, 50, 195, 160, 125, 90]


def test_a_date_given_twice_jumps_to_the_second_count():
    world = _world(_counts("A", (0, 0), (2, 10), (2, 50), (4, 70)), days=5)
    assert interpolated(world)["A"].tolist() == [0, 5, 50, 60, 70]


def _one_by_one(days: list[int], values: list[float], today: int) -> int:
    """The rule of the peer in words: the first row after today, and the row above it."""
    if today <= days[0]:
        return int(values[0])
    for row in range(1, len(days)):
        if days[row] > today:
            share = (today - days[row - 1]) / (days[row] - days[row - 1])
            return int(values[row - 1] + share * (values[row] - values[row - 1]))
    return int(values[-1])


RECORDS = st.lists(st.tuples(st.integers(-30, 60), st.integers(0, 100_000)), min_size=1, max_size=12)


@given(records=RECORDS, per_count=st.sampled_from([1, 10, 100]))
@settings(max_examples=200, deadline=None)
def test_all_days_at_once_equal_one_day_at_a_time(records, per_count):
    world = _world(_counts("A", *records), days=50, settings={"people_per_count": per_count})
    days, values = [day for day, _ in records], [value / per_count for _, value in records]
    assert interpolated(world)["A"].tolist() == [_one_by_one(days, values, today) for today in range(50)]


@given(first=RECORDS, second=RECORDS, total=RECORDS)
@settings(max_examples=100, deadline=None)
def test_those_who_left_are_the_highest_total_so_far(first, second, total):
    world = _world((*_counts("total", *total, place=""), *_counts("A", *first), *_counts("B", *second)), 40)
    tables = interpolated(world)
    growth = tables["A"] + tables["B"] - tables["A"][0] - tables["B"][0]
    gone = np.cumsum(new_people(world))
    assert (new_people(world) >= 0).all()
    assert gone.tolist() == [max(0, growth[: day + 1].max()) for day in range(40)]
    assert (debt(world) == gone - growth).all()


def test_totals_that_fall_take_nobody_back_and_later_growth_makes_up_first():
    world = _world(_counts("A", (0, 100), (1, 120), (2, 90), (3, 110), (4, 130)), days=5)
    assert new_people(world).tolist() == [0, 20, 0, 0, 10]
    assert debt(world).tolist() == [0, 0, 30, 10, 0]


def test_the_peer_counts_day_zero_twice():
    world = _world((*_counts("total", (0, 50), (4, 90), place=""), *_counts("A", (0, 30), (4, 70))), days=5)
    assert raw_total(world).tolist() == [80, 90, 100, 110, 120]
    assert new_people(world).tolist() == [0, 10, 10, 10, 10]


def test_without_people_at_the_start_day_zero_is_driven_out_twice():
    observations = (*_counts("total", (0, 50), (4, 90), place=""), *_counts("A", (0, 30), (4, 70)))
    world = _world(observations, days=5, settings={"day_zero": "places"})
    assert new_people(world).tolist() == [80, 10, 10, 10, 10]


def test_empty_camps_begin_at_nothing():
    world = _world(_counts("A", (0, 30), (4, 70)), days=5, settings={"day_zero": "none"})
    assert interpolated(world)["A"].tolist() == [0, 10, 20, 30, 40]
    assert raw_total(world).tolist() == [0, 10, 20, 30, 40]
    assert new_people(world).tolist() == [0, 10, 10, 10, 10]
    assert day_zero_stock(world) == {"A": 0}


def test_the_total_can_be_the_series_of_that_name():
    observations = (*_counts("total", (0, 50), (4, 90), place=""), *_counts("A", (0, 30), (4, 33)))
    world = _world(observations, days=5, settings={"sum_from_camps": False})
    assert raw_total(world).tolist() == [50, 60, 70, 80, 90]


def test_a_correction_joins_what_was_counted_before():
    world = _world(
        _counts("A", (0, 100), (4, 200), (5, 50), (9, 60)), corrections=(Correction("A", date(2020, 3, 6)),)
    )
    (series,) = read_series(world)
    assert series.value.tolist() == [25, 50, 50, 60]


def test_corrections_compound_in_their_order():
    corrections = (Correction("A", date(2020, 3, 3)), Correction("A", date(2020, 3, 5)))
    world = _world(_counts("A", (0, 100), (1, 100), (2, 50), (4, 25)), corrections=corrections)
    (series,) = read_series(world)
    assert series.value.tolist() == [25, 25, 25, 25]


@pytest.mark.parametrize(("rules", "expected"), [("flee", 100), ("steppe", 25)])
def test_only_the_peer_ignores_corrections_before_the_first_day(rules, expected):
    world = _world(
        _counts("A", (-9, 100), (-5, 100), (-4, 25), (9, 25)),
        corrections=(Correction("A", date(2020, 2, 26)),),
        settings={"rules": rules},
    )
    (series,) = read_series(world)
    assert series.value[0] == expected


def test_people_per_count_divides_before_cutting():
    world = _world(_counts("A", (0, 0), (2, 390)), days=3, settings={"people_per_count": 100})
    assert interpolated(world)["A"].tolist() == [0, 1, 3]


def test_only_camps_hold_people_on_day_zero_under_the_peers_rules():
    observations = (*_counts("A", (0, 5)), *_counts("T", (0, 9)), *_counts("gone", (0, 3), place=""))
    assert day_zero_stock(_world(observations)) == {"A": 5}
    assert day_zero_stock(_steppe(observations)) == {"A": 5, "T": 9}


def test_flows_households_and_what_is_not_to_be_used_count_for_nothing():
    (count,) = _counts("A", (0, 40))
    others = [
        dataclasses.replace(count, measure="flow"),
        dataclasses.replace(count, unit="household"),
        dataclasses.replace(count, use=False),
    ]
    assert interpolated(_world(tuple(others))) == {}
    assert new_people(_steppe(tuple(others))).tolist() == [0] * 10


def test_our_rules_add_up_lines_before_cutting_and_never_count_day_zero():
    observations = (*_counts("A", (0, 10), (3, 11)), *_counts("B", (0, 10), (3, 12)))
    for day_zero in ("observations", "places", "none"):
        # 20, 21, 22, 23: the sum of the lines; cut one by one they would be 20, 20, 21, 23.
        assert new_people(_steppe(observations, 4, day_zero=day_zero)).tolist() == [0, 1, 1, 1]


def test_our_rules_leave_a_series_called_total_out_of_the_sum():
    observations = (*_counts("total", (0, 0), (1, 500), place=""), *_counts("A", (0, 0), (1, 5)))
    assert new_people(_steppe(observations, 2)).tolist() == [0, 5]
    assert new_people(_steppe(observations, 2, sum_from_camps=False)).tolist() == [0, 500]


def test_two_series_of_one_place_keep_apart_under_our_rules():
    observations = (*_counts("UNHCR", (0, 5), place="A"), *_counts("IOM", (0, 7), place="A"))
    tables = interpolated(_steppe(observations, 1))
    assert {name: counts.tolist() for name, counts in tables.items()} == {"A": [5], "A (2)": [7]}


def test_series_keep_the_order_of_the_table():
    observations = (
        *_counts("total", (0, 1), place=""),
        *_counts("B", (0, 2)),
        *_counts("A", (0, 3)),
        *_counts("B", (1, 9)),
    )
    assert list(interpolated(_world(observations))) == ["total", "B", "A"]


def test_a_world_without_counts_drives_nobody_out():
    assert new_people(_world(())).tolist() == [0] * 10
    assert raw_total(_steppe(())).tolist() == [0] * 10


def test_daily_values_are_not_cut():
    (series,) = read_series(_world(_counts("A", (0, 0), (4, 1))))
    assert daily_values(series, 5).tolist() == [0, 0.25, 0.5, 0.75, 1]
