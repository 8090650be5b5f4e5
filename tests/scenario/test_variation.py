"""One change, one consequence: a varied world differs in what was asked for and in nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steppe.errors import ScenarioError, UsageError
from steppe.scenario.check import check
from steppe.scenario.events import BorderRegime, CapacityChange, Conflict, PlaceSealed, RouteRegime
from steppe.scenario.folder import load
from steppe.scenario.model import Place, Route, Scenario
from steppe.scenario.variation import what_if, with_settings

START = date(2025, 1, 1)
WORLD = Scenario(
    "two lands",
    START,
    100,
    places=(
        Place("A", "Aland"),
        Place("Post", "Aland", "crossing"),
        Place("B", "Bland"),
        Place("C", "Bland"),
    ),
    routes=(Route("A", "Post", 10), Route("Post", "B", 10), Route("B", "C", 10)),
)


def day(number: int) -> date:
    return START + timedelta(days=number)


def test_settings_are_read_from_text_and_kept_by_type():
    changed = with_settings(
        WORLD,
        {"leave_chance_town": "0.25", "seed": " 7 ", "start_on_foot": "yes", "conflict_decay": "1 0.5", "replicas": 3},
    )  # fmt: skip
    assert dict(changed.settings) == {
        "leave_chance_town": 0.25,
        "seed": 7,
        "start_on_foot": True,
        "conflict_decay": (1.0, 0.5),
        "replicas": 3,
    }
    assert WORLD.settings == {}
    assert replace(changed, settings=WORLD.settings) == WORLD


def test_a_setting_that_has_its_default_again_is_not_kept():
    changed = with_settings(with_settings(WORLD, {"seed": 7, "clock": "flee"}), {"seed": "1"})
    assert dict(changed.settings) == {"clock": "flee"}
    assert with_settings(changed, {"clock": "hours"}) == WORLD


def test_every_setting_that_is_refused_is_told_at_once():
    with pytest.raises(UsageError) as raised:
        with_settings(WORLD, {"leave_chance_twon": "1", "seed": "x", "replicas": 0, "clock": "", "days": 5})
    told = [str(each) for each in raised.value.problems]
    assert len(told) == 5
    assert "Did you mean 'leave_chance_town'?" in told[0]
    assert raised.value.exit_code == 2


def test_an_event_is_added_under_a_new_name_and_nothing_else_changes():
    shut = WORLD.what_if(BorderRegime("Aland", "Bland", start="2025-02-01"), name="shut")
    assert shut.events == (BorderRegime("Aland", "Bland", start=date(2025, 2, 1)),)
    assert replace(shut, name=WORLD.name, events=()) == WORLD
    assert WORLD.what_if(PlaceSealed("A", "2025-01-05")).name == "two lands-what-if"


def test_the_border_of_the_built_in_crisis_is_shut_at_every_post_at_once():
    afg = load("afghanistan-2021")
    shut = afg.what_if(
        BorderRegime("AFG", "UZB", status="closed", start="2021-08-15"), name="Uzbek border shut"
    )
    country = {place.name: place.country for place in afg.places}
    after = [
        event
        for event in shut.events
        if isinstance(event, RouteRegime)
        and {country[event.place], country[event.other_place]} == {"AFG", "UZB"}
        and (event.end is None or event.end > date(2021, 8, 15))
    ]
    assert after == []
    others = [event for event in afg.events if not _is_uzbek(event, country)]
    assert [event for event in shut.events if event in others] == others


def _is_uzbek(event: object, country: dict[str, str]) -> bool:
    return isinstance(event, RouteRegime) and "UZB" in (country[event.place], country[event.other_place])


def test_what_was_there_before_goes_on_afterwards():
    before = WORLD.what_if(RouteRegime("Post", "B", "restricted", admit=0.5))
    opened = before.what_if(RouteRegime("B", "Post", "open", day(10), day(20)))
    assert opened.events == (
        RouteRegime("Post", "B", "restricted", None, day(10), admit=0.5),
        RouteRegime("B", "Post", "open", day(10), day(20)),
        RouteRegime("Post", "B", "restricted", day(20), None, admit=0.5),
    )


spans = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda each: (each[0], each[0] + each[1]))


@given(st.lists(spans, max_size=5), spans)
def test_on_each_day_the_new_event_holds_on_its_days_and_the_old_ones_on_all_others(old, new):
    world = replace(WORLD, routes=(*WORLD.routes, Route("A", "B", 30)))
    for number, (first, last) in enumerate(old):
        world = what_if(world, CapacityChange("B", day(first), 100 + number, day(last)))
    changed = what_if(world, CapacityChange("B", day(new[0]), 7, day(new[1])))

    def holding(scenario: Scenario, number: int) -> list[int | None]:
        return [each.capacity for each in scenario.events if each.start <= day(number) < each.end]

    for number in range(62):
        wanted = [7] if new[0] <= number < new[1] else holding(world, number)
        assert holding(changed, number) == wanted
        assert len(wanted) <= 1
    assert not [each for each in check(changed) if each.severity == "error"]


def test_several_events_are_put_in_one_after_the_other():
    changed = WORLD.what_if(Conflict("A", day(1), day(9)), Conflict("A", day(3), day(5), 2.0))
    assert changed.events == (
        Conflict("A", day(1), day(3)),
        Conflict("A", day(3), day(5), 2.0),
        Conflict("A", day(5), day(9)),
    )


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (BorderRegime("Aland", "Blnd", start=day(1)), "Did you mean 'Bland'?"),
        (PlaceSealed("D", day(1)), "place 'D' is unknown"),
        (PlaceSealed("A", day(5), day(2)), "ends 2025-01-03 before it starts"),
        (PlaceSealed("A", day(500)), "after the last day"),
        (BorderRegime("Aland", "Bland", "restricted", day(1)), "admit is empty"),
        (RouteRegime("A", "C", start=day(1)), "no route joins 'A' and 'C' directly"),
    ],
)
@pytest.mark.parametrize("rules", ["steppe", "flee"])
def test_an_event_that_would_change_nothing_is_an_error_whatever_the_rules(event, said, rules):
    with pytest.raises(ScenarioError) as raised:
        with_settings(WORLD, {"rules": rules}).what_if(event)
    assert said in str(raised.value)
    assert raised.value.problems[0].where.startswith("what_if event 1")


def test_a_word_that_is_no_event_and_a_date_that_is_none_are_told_together():
    with pytest.raises(UsageError) as raised:
        what_if(
            WORLD, "shut it", PlaceSealed("A", "15/01/2025"), PlaceSealed("A", None), Conflict("", day(1))
        )
    assert [each.where for each in raised.value.problems] == [
        "what_if event 1",
        "what_if event 2 (sealed)",
        "what_if event 3 (sealed)",
        "what_if event 4 (conflict)",
    ]
