"""What was known on a day, and nothing later."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from steppe.insight.reports import as_known, reports_of
from steppe.scenario.events import CampClosed, CampOpens, Conflict, RouteSpeed
from steppe.scenario.model import Correction, Observation, Place, Push, Scenario
from steppe.scenario.variation import under_own_rules

START = date(2021, 8, 1)


def on(day):
    return START + timedelta(days=day)


def count(day, value, place="Camp", known=None, **more):
    return Observation(on(day), place, value, as_of=None if known is None else on(known), **more)


def world(*observations, **more):
    return Scenario("w", START, 100, places=(Place("Camp"), Place("Town")), observations=observations, **more)


def test_a_count_is_seen_from_the_day_it_was_published():
    (reports,) = reports_of(world(count(0, 10), count(10, 500, known=25), count(20, 700)))
    assert reports.on(20).day.tolist() == [0, 20]
    assert reports.on(24).value.tolist() == [10, 700]
    assert reports.on(25).value.tolist() == [10, 500, 700]


def test_a_later_word_for_the_same_day_holds_from_the_day_it_came_out():
    (reports,) = reports_of(world(count(10, 900, known=40), count(10, 500)))
    assert reports.on(39).value.tolist() == [500]
    assert reports.on(40).value.tolist() == [900]
    assert reports.first_published().value.tolist() == [500]


def test_nothing_is_published_before_the_day_it_is_for():
    (reports,) = reports_of(world(count(30, 5, known=2)))
    assert reports.on(29).day.size == 0
    assert reports.on(30).value.tolist() == [5]


def test_a_correction_rescales_the_past_only_once_it_is_out():
    counts = [count(0, 100), count(10, 200), count(20, 100), count(30, 110)]
    (reports,) = reports_of(world(*counts, corrections=(Correction("Camp", on(20)),)))
    assert reports.on(19).value.tolist() == [100, 200]
    assert reports.on(20).value.tolist() == [50, 100, 100]
    assert reports.on(99).value.tolist() == [50, 100, 100, 110]
    assert reports.first_published().value.tolist() == [100, 200, 100, 110]


def test_only_stocks_of_persons_in_use_are_series():
    found = reports_of(
        world(
            count(0, 1, series="total"),
            count(0, 2, measure="flow"),
            count(0, 3, unit="household"),
            count(0, 4, use=False),
            count(0, 5, "Town", series="a"),
            count(0, 6, "Town", series="b"),
            count(0, 7, "", country="IRN"),
        )
    )
    assert [each.name for each in found] == ["Town: a", "Town: b", "IRN"]


def test_what_is_known_of_the_future_depends_on_whether_it_is_given():
    events = (
        Conflict("Town", on(5), on(50)),
        Conflict("Camp", on(60)),
        CampClosed("Camp", on(0), on(20)),
        RouteSpeed("Town", "Camp", on(0), on(90), 0.5, every_year=True),
    )
    full = world(
        count(10, 1), count(40, 2), events=events, pushes=(Push(on(1), 5), Push(on(40), 9)),
        corrections=(Correction("Camp", on(40)),),
    )  # fmt: skip
    given = as_known(full, 30)
    assert [each.value for each in given.observations] == [1]
    assert (given.events, given.pushes, given.corrections) == (events, full.pushes, ())
    told = as_known(full, 30, events_given=False)
    assert told.events == (replace(events[0], end=None), events[2], events[3])
    assert told.pushes == full.pushes[:1]


def test_a_world_of_the_peer_keeps_its_facts_and_drops_the_terms_of_its_law():
    peers = world(
        settings={"rules": "flee", "clock": "flee", "push_from_observations": True, "distance_power": 0.7}
    )
    own = under_own_rules(peers)
    assert dict(own.settings) == {"push_from_observations": True}
    assert under_own_rules(own) is own


@pytest.mark.parametrize("today", [0, 15, 99])
def test_counts_published_later_cannot_be_seen(today):
    rng = np.random.default_rng(3)
    rows = [count(int(d), float(v), known=int(d + k)) for d, v, k in rng.integers(0, 60, (40, 3))]
    seen = reports_of(as_known(world(*rows), today))
    full = reports_of(world(*rows))
    for one, other in zip(seen, full, strict=True) if seen else ():
        assert np.array_equal(one.on(today).value, other.on(today).value)


def test_a_camp_whose_opening_is_not_known_of_is_shut_and_one_that_opened_stays_open():
    events = (CampOpens("Camp", on(40), on(60)), CampOpens("Town", on(5)))
    told = as_known(world(events=events), 30, events_given=False)
    assert told.events == (events[1], CampClosed("Camp", START))
    assert as_known(world(events=events), 45, events_given=False).events == (
        replace(events[0], end=None),
        events[1],
    )


def test_a_place_of_a_country_that_is_counted_as_a_whole_counts_people_twice():
    inside = Scenario(
        "w", START, 100, places=(Place("Camp", country="IRN"), Place("Town", country="PAK")),
        observations=(count(0, 7, "", country="IRN"), count(0, 2, "Camp"), count(0, 3, "Town")),
    )  # fmt: skip
    assert {each.name: each.nested for each in reports_of(inside)} == {
        "IRN": False,
        "Camp": True,
        "Town": False,
    }


def test_a_place_called_like_its_country_is_no_part_of_another_count():
    alike = Scenario(
        "w", START, 100, places=(Place("Iraq", country="Iraq"), Place("Erbil", country="Iraq")),
        observations=(count(0, 7, "Iraq"), count(0, 2, "Erbil")),
    )  # fmt: skip
    assert not any(each.nested for each in reports_of(alike))
