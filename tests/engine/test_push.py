"""Who leaves home, where and when."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.engine.push import build_push
from steppe.scenario.events import Conflict
from steppe.scenario.model import Observation, Push
from tests.engine.worlds import camp, counted, day, expected, laid_out, town, world


def home(*pushes, events=(), observations=(), days=5, places=(), **settings):
    """A town of 1,000 people and one of 500, nowhere to go; a camp where others are counted."""
    usual = (town("North", population=1_000), town("South", population=500), camp("Camp"))
    return world(
        *(places or usual), pushes=pushes, events=events, observations=observations, days=days, **settings
    )


def tables(scenario):
    return build_push(scenario, *laid_out(scenario))


def entered(scenario, seed=1):
    return counted(scenario, seed=seed).entered[0].tolist()


def test_a_schedule_is_spread_evenly_over_both_its_ends_in_whole_people():
    scenario = home(Push(day(1), 10, "North", day(3)))
    assert tables(scenario).placed[:, 0].tolist() == [0, 3, 3, 4, 0]
    assert entered(scenario) == [0, 3, 3, 4, 0]


def test_a_schedule_that_began_before_the_run_has_sent_its_earlier_share_already():
    assert entered(home(Push(day(-2), 60, "North", day(3)))) == [10, 10, 10, 10, 0]


def test_a_schedule_of_one_day_sends_all_on_that_day():
    assert entered(home(Push(day(2), 7, "South"))) == [0, 0, 7, 0, 0]


def test_a_total_is_shared_by_people_at_home_times_conflict():
    events = Conflict("North", day(0), None, 0.25), Conflict("South", day(0))
    scenario = home(Push(day(0), 900), events=events)
    assert expected(scenario).stock[0, 0].tolist() == pytest.approx([300, 600, 0])
    found = counted(scenario, replicas=500).stock[:, 0]
    assert (found.sum(axis=1) == 900).all()
    assert found[:, 0].mean() == pytest.approx(300, abs=5 * (200 / 500) ** 0.5)
    assert found[:, 0].var() == pytest.approx(200, rel=0.35)


def test_a_total_waits_until_there_is_conflict_somewhere():
    scenario = home(Push(day(0), 30, "", day(2)), events=(Conflict("North", day(2)),))
    assert entered(scenario) == [0, 0, 30, 0, 0]


def test_each_source_adds_to_the_others():
    scenario = home(
        Push(day(0), 5, "North"),
        Push(day(1), 8),
        Push(day(1), 2, "South"),
        events=(Conflict("South", day(0)),),
        places=(town("North", population=1_000, present=11), town("South", population=500)),
    )
    assert entered(scenario) == [16, 10, 0, 0, 0]


def test_residents_flee_with_a_chance_that_goes_by_intensity_and_homes_empty():
    scenario = home(events=(Conflict("North", day(0), None, 0.5),), conflict_push_rate=0.2)
    assert tables(scenario).chance[:, 0].tolist() == [0.1] * 5
    assert expected(scenario).entered[0] == pytest.approx([100, 90, 81, 72.9, 65.61])
    first = counted(scenario, replicas=400).entered[:, 0]
    assert first.mean() == pytest.approx(100, abs=5 * (90 / 400) ** 0.5)
    assert first.var() == pytest.approx(90, rel=0.4)


def test_nobody_can_flee_twice():
    scenario = home(events=(Conflict("South", day(0)),), conflict_push_rate=0.6, days=30)
    assert sum(entered(scenario)) == 500


FADING = {"conflict_decay": (1.0, 0.5), "conflict_decay_interval_days": 1}


def test_residents_flee_less_as_conflict_wears_off():
    scenario = home(events=(Conflict("North", day(1)),), conflict_push_rate=0.2, **FADING)
    assert tables(scenario).chance[:, 0].tolist() == [0, 0.2, 0.1, 0.1, 0.1]


@pytest.mark.parametrize(
    ("mode", "rate", "people"), [("constant", 30.5, 12), ("pop_ratio", 0.0301, 12), ("poisson", 30.0, 12)]
)
def test_the_other_modes_of_conflict_push(mode, rate, people):
    """0.4 × 30.5 and 0.4 × 1,000 × 0.0301 are cut to whole people; Poisson has the mean 12; decay is not looked at."""
    fight = Conflict("North", day(1), day(3), 0.4)
    scenario = home(events=(fight,), conflict_push=mode, conflict_push_rate=rate, **FADING)
    assert expected(scenario).entered[0] == pytest.approx([0, people, people, 0, 0])
    drawn = counted(scenario, replicas=300).entered[:, 1]
    assert drawn.var() == pytest.approx(people if mode == "poisson" else 0, rel=0.4)


def counts(*values):
    return tuple(Observation(day(when), "Camp", value) for when, value in values)


WAR = (Conflict("North", day(0)),)


def test_people_leave_as_published_totals_grow():
    grows = counts((0, 100), (2, 140), (4, 150))
    scenario = home(observations=grows, events=WAR, push_from_observations=True)
    assert entered(scenario) == [0, 20, 20, 5, 5]


def test_a_total_that_falls_takes_nobody_away_and_later_growth_first_makes_up_for_it():
    debt = counts((0, 100), (1, 150), (2, 110), (3, 170), (4, 171))
    scenario = home(observations=debt, events=WAR, push_from_observations=True)
    assert entered(scenario) == [0, 50, 0, 20, 1]


@pytest.mark.parametrize(("way", "there"), [("observations", 100), ("places", 7), ("none", 0)])
def test_who_is_there_when_the_run_begins(way, there):
    places = town("North", population=1_000), camp("Camp", present=7)
    scenario = home(places=places, observations=counts((0, 100), (4, 100)), day_zero=way)
    found = counted(scenario)
    assert found.stock[0, :, 1].tolist() == [there] * 5
    assert found.entered[0].tolist() == [there, 0, 0, 0, 0]


def test_where_a_count_stands_for_several_people_everybody_is_counted_so():
    scenario = home(
        Push(day(1), 60, "North"),
        places=(town("North", population=1_009), camp("Camp", present=57)),
        people_per_count=10,
    )
    assert tables(scenario).population.tolist() == [100, 0]
    assert entered(scenario) == [5, 6, 0, 0, 0]


def test_those_who_left_by_totals_live_at_home_no_longer_only_where_that_is_asked_for():
    events = Conflict("North", day(0)), Conflict("South", day(0))
    scenario = home(Push(day(0), 1_500), Push(day(1), 300, "North"), events=events, conflict_push_rate=0.5)
    kept = expected(scenario).entered[0]
    assert kept[0] == pytest.approx(1_500 + 750)
    taken = expected(scenario.with_settings(take_from_population=True)).entered[0]
    assert taken == pytest.approx([1_500, 300, 0, 0, 0])


def test_a_total_does_not_look_at_homes_that_are_empty():
    events = Conflict("North", day(0)), Conflict("South", day(0))
    scenario = home(Push(day(0), 1_000, "North"), Push(day(1), 90), events=events, take_from_population=True)
    assert np.allclose(expected(scenario).stock[0, 1], [1_000, 90, 0])
