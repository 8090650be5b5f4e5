"""What places are like on each day follows from the dated events alone."""

from __future__ import annotations

import pytest

from steppe.engine.environment import day_span
from steppe.scenario.events import CampClosed, Conflict
from steppe.scenario.model import Place
from tests.engine.worlds import HERE, camp, column, day, laid_out, town, world


def fought_over(*events, days=8, **settings):
    return world(town("Aleppo"), town("Homs"), events=events, days=days, **settings)


def looks(scenario, name, place="Aleppo"):
    return column(scenario, getattr(laid_out(scenario)[1], name), place)


@pytest.mark.parametrize(
    ("first", "last", "covered"),
    [
        (2, 5, [2, 3, 4]),
        (None, 2, [0, 1]),
        (4, None, [4, 5]),
        (-3, 1, [0]),
        (5, 99, [5]),
        (9, 12, []),
        (-4, -2, []),
    ],
)
def test_a_change_holds_from_its_first_day_until_the_day_before_its_last(first, last, covered):
    scenario = fought_over(days=6)
    dates = [None if number is None else day(number) for number in (first, last)]
    assert list(range(6))[day_span(scenario, *dates, 6)] == covered


def test_conflict_lasts_from_its_start_until_the_morning_of_its_end():
    scenario = fought_over(Conflict("Aleppo", day(2), day(5), 0.4))
    assert looks(scenario, "intensity") == [0, 0, 0.4, 0.4, 0.4, 0, 0, 0]
    assert not any(looks(scenario, "intensity", "Homs"))


def test_where_conflicts_overlap_the_later_row_holds():
    scenario = fought_over(Conflict("Aleppo", day(0), None, 0.4), Conflict("Aleppo", day(3), day(5), 0.9))
    assert looks(scenario, "intensity") == [0.4, 0.4, 0.4, 0.9, 0.9, 0.4, 0.4, 0.4]


def test_conflict_wears_off_by_intervals_since_it_began_and_begins_anew_with_a_new_one():
    decay = {"conflict_decay": (1.0, 0.5, 0.25), "conflict_decay_interval_days": 2}
    events = Conflict("Aleppo", day(1), day(6), 0.8), Conflict("Aleppo", day(7))
    scenario = fought_over(*events, days=9, **decay)
    assert looks(scenario, "pull") == pytest.approx([0, 0.8, 0.8, 0.4, 0.4, 0.2, 0, 1.0, 1.0])
    assert looks(scenario, "push") == looks(scenario, "pull")


def test_the_last_factor_of_decay_stays_for_good():
    decay = {"conflict_decay": (1.0, 0.5), "conflict_decay_interval_days": 1}
    assert looks(fought_over(Conflict("Aleppo", day(0)), days=4, **decay), "pull") == [1.0, 0.5, 0.5, 0.5]


def test_conflict_that_began_before_the_run_has_worn_off_since_then():
    decay = {"conflict_decay": (1.0, 0.5, 0.1), "conflict_decay_interval_days": 4}
    scenario = fought_over(Conflict("Aleppo", day(-6)), days=4, **decay)
    assert looks(scenario, "pull") == [0.5, 0.5, 0.1, 0.1]


def test_under_the_peers_rules_fiercer_fighting_in_a_war_that_goes_on_is_not_noticed():
    events = Conflict("Aleppo", day(1), None, 0.4), Conflict("Aleppo", day(3), None, 0.9)
    assert looks(fought_over(*events, days=5), "intensity") == [0, 0.4, 0.4, 0.9, 0.9]
    assert looks(fought_over(*events, days=5, rules="flee"), "intensity") == [0, 0.4, 0.4, 0.4, 0.4]


def test_under_the_peers_rules_push_looks_at_yesterdays_decay_unless_conflict_moved():
    decay = {"conflict_decay": (1.0, 0.5, 0.25), "conflict_decay_interval_days": 2, "rules": "flee"}
    events = Conflict("Aleppo", day(0)), Conflict("Homs", day(4))
    scenario = fought_over(*events, days=7, **decay)
    assert looks(scenario, "pull") == [1, 1, 0.5, 0.5, 0.25, 0.25, 0.25]
    assert looks(scenario, "push") == [1, 1, 1, 0.5, 0.25, 0.25, 0.25]


CHANCES = {"town": 0.31, "camp": 0.02, "idp_camp": 0.13, "crossing": 0.84, "hub": 0.75, "destination": 0.06}


@pytest.mark.parametrize("kind", [*CHANCES, "waypoint", "marker"])
def test_the_chance_of_leaving_goes_by_the_kind_of_place_and_conflict_overrides_it(kind):
    settings = {f"leave_chance_{name}": chance for name, chance in CHANCES.items()}
    scenario = world(
        Place("Aleppo", HERE, kind),
        events=(Conflict("Aleppo", day(1), day(2)),),
        days=3,
        leave_chance_conflict=0.97,
        **settings,
    )
    usual = CHANCES.get(kind, 1.0)
    assert looks(scenario, "leave") == [usual, 0.97, usual]


@pytest.mark.parametrize("kind", ["camp", "idp_camp"])
def test_a_camp_that_is_closed_counts_as_a_town(kind):
    scenario = world(
        Place("Azraq", HERE, kind),
        camp("Zaatari"),
        town("Homs"),
        events=(CampClosed("Azraq", day(1), day(3)), Conflict("Homs", day(2))),
        leave_chance_town=0.31,
        leave_chance_camp=0.02,
        leave_chance_idp_camp=0.02,
    )
    assert looks(scenario, "is_camp", "Azraq") == [True, False, False, True]
    assert looks(scenario, "is_town", "Azraq") == [False, True, True, False]
    assert looks(scenario, "leave", "Azraq") == [0.02, 0.31, 0.31, 0.02]
    assert looks(scenario, "is_camp", "Zaatari") == [True] * 4
    assert looks(scenario, "is_camp", "Homs") == [False] * 4
    assert looks(scenario, "is_town", "Homs") == [True, True, False, False]
