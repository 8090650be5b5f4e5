"""A new rule holds for whom, where and when it says so; for all others, what held before goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steppe.scenario.check import check
from steppe.scenario.events import (
    BorderRegime,
    CampOpens,
    HostLimit,
    PathwayChange,
    RouteRegime,
    RouteSpeed,
    Statement,
    listed,
)
from steppe.scenario.model import Border, Group, Pathway, Place, Route, Scenario, Share
from steppe.scenario.paces import factor_on

START = date(2025, 1, 1)
GROUPS = ("old", "sick", "young")
WORLD = Scenario(
    "two lands",
    START,
    60,
    places=(
        Place("A", "Aland", population=100),
        Place("Post", "Aland", "crossing"),
        Place("Other post", "Aland", "crossing"),
        Place("Hill", "Aland"),
        Place("B", "Bland", "camp"),
        Place("Far", "Cland", "destination"),
    ),
    routes=(
        Route("A", "Post", 10),
        Route("A", "Other post", 10),
        Route("A", "Hill", 10),
        Route("Post", "B", 10),
        Route("Other post", "B", 10),
        Route("Hill", "B", 10, away_from_posts=True),
    ),
    borders=(Border("Aland", "Bland", 100),),
    groups=tuple(Group(name) for name in GROUPS),
    shares=(Share("old", 0.5), Share("sick", 0.2), Share("young", 0.3)),
    pathways=(Pathway("visa", "visa", "Far", date(2025, 3, 1), place="B", wait_days=9, seats=9),),
)
COUNTRY = {place.name: place.country for place in WORLD.places}


def day(number: int) -> date:
    return START + timedelta(days=number)


def ruling(
    scenario: Scenario, number: int, way: tuple[str, str], group: str
) -> tuple[float | None, float] | None:
    """Numbers of the one row that rules over a way on a day, of the highest rank there is."""
    found: dict[int, list[tuple[float | None, float]]] = {}
    is_away = "Hill" in way
    for event in scenario.events:
        if isinstance(event, BorderRegime):
            there = (event.country, event.other_country)
            meant, rank = (COUNTRY[way[0]], COUNTRY[way[1]]), 0
        elif isinstance(event, RouteRegime):
            there, meant, rank = (event.place, event.other_place), way, 2
        else:
            continue
        goes = meant == there or (not event.one_way and meant == there[::-1])
        covers = (event.start is None or event.start <= day(number)) and (
            event.end is None or day(number) < event.end
        )
        named = listed(event.groups)
        if goes and covers and (not named or group in named) and not (is_away and rank == 0):
            found.setdefault(rank + bool(named), []).append((event.admit, event.irregular_returned))
    if not found:
        return None
    (row,) = found[max(found)]
    return row


@st.composite
def regimes(draw: st.DrawFn, number: int) -> BorderRegime | RouteRegime:
    """A rule that its number tells from all others."""
    start = draw(st.integers(0, 30))
    end = draw(st.one_of(st.none(), st.integers(start + 1, 50)))
    groups = ";".join(draw(st.lists(st.sampled_from(GROUPS), unique=True, max_size=3)))
    scope = {"start": day(start), "end": end and day(end), "groups": groups, "one_way": draw(st.booleans())}
    sides = draw(
        st.sampled_from(
            [("Aland", "Bland"), ("Bland", "Aland"), ("Post", "B"), ("B", "Post"), ("Other post", "B"), ("Hill", "B")]
        )
    )  # fmt: skip
    if sides[0] in COUNTRY.values():
        return BorderRegime(*sides, "restricted", admit=number / 100, **scope)
    if "Hill" in sides:
        return RouteRegime(*sides, "open", irregular_returned=number / 100, **scope)
    return RouteRegime(*sides, "restricted", admit=number / 100, **scope)


def is_spoken_of(new: BorderRegime | RouteRegime, number: int, way: tuple[str, str], group: str) -> bool:
    alone = replace(WORLD, events=(new,))
    return ruling(alone, number, way, group) is not None


WAYS = [way for pair in (("Post", "B"), ("Other post", "B"), ("Hill", "B")) for way in (pair, pair[::-1])]


@settings(deadline=None, max_examples=150)
@given(st.tuples(*(regimes(number) for number in range(1, 6))))
def test_a_new_rule_holds_in_its_scope_and_the_old_ones_everywhere_else(rules):
    world = WORLD
    for new in rules:
        changed = world.what_if(new)
        for number in (0, 1, 7, 15, 29, 30, 31, 40, 49, 50, 59):
            for way in WAYS:
                for group in GROUPS:
                    wanted = ruling(world, number, way, group)
                    if is_spoken_of(new, number, way, group):
                        wanted = (new.admit, new.irregular_returned)
                    assert ruling(changed, number, way, group) == wanted
        assert not [each for each in check(changed) if each.severity == "error"]
        world = changed


def test_a_rule_for_some_stands_beside_the_one_for_everybody():
    before = WORLD.what_if(BorderRegime("Aland", "Bland", start=day(5)))
    after = before.what_if(BorderRegime("Aland", "Bland", "open", day(10), groups="sick"))
    assert after.events == (*before.events, BorderRegime("Aland", "Bland", "open", day(10), groups="sick"))


def test_a_border_that_is_shut_shuts_its_posts_but_not_the_way_over_the_hill():
    posts = RouteRegime("Post", "B", "restricted", admit=0.5)
    hill = RouteRegime("Hill", "B", "open", irregular_returned=0.5)
    before = replace(WORLD, events=(posts, hill))
    shut = before.what_if(BorderRegime("Aland", "Bland", start=day(10)))
    assert shut.events == (replace(posts, end=day(10)), hill, BorderRegime("Aland", "Bland", start=day(10)))


def test_a_border_that_is_shut_for_some_leaves_its_posts_to_the_others():
    before = replace(WORLD, events=(RouteRegime("Post", "B", "restricted", admit=0.5),))
    shut = before.what_if(BorderRegime("Bland", "Aland", start=day(10), groups="young"))
    assert shut.events == (
        RouteRegime("Post", "B", "restricted", None, day(10), 0.5),
        RouteRegime("Post", "B", "restricted", day(10), None, 0.5, "old; sick"),
        BorderRegime("Bland", "Aland", start=day(10), groups="young"),
    )


def test_a_rule_for_one_direction_leaves_the_other_as_it_was():
    before = replace(WORLD, events=(BorderRegime("Aland", "Bland", "restricted", admit=0.5),))
    changed = before.what_if(BorderRegime("Aland", "Bland", start=day(10), end=day(20), one_way=True))
    assert BorderRegime("Bland", "Aland", "restricted", day(10), day(20), 0.5, one_way=True) in changed.events


def test_a_change_of_one_number_of_a_pathway_leaves_the_others_changed():
    before = WORLD.what_if(PathwayChange("visa", day(5), quota=10, seats=3))
    changed = before.what_if(PathwayChange("visa", day(10), day(20), seats=6))
    assert set(changed.events) == {
        PathwayChange("visa", day(5), day(10), quota=10, seats=3),
        PathwayChange("visa", day(10), day(20), quota=10),
        PathwayChange("visa", day(10), day(20), seats=6),
        PathwayChange("visa", day(20), None, quota=10, seats=3),
    }


def test_a_limit_takes_the_place_of_the_one_before_and_of_no_other_country():
    before = WORLD.what_if(HostLimit("Bland", day(5), 100), HostLimit("Cland", day(5), 7))
    changed = before.what_if(HostLimit("Bland", day(10), 50))
    assert changed.events == (
        HostLimit("Bland", day(5), 100, day(10)),
        HostLimit("Cland", day(5), 7),
        HostLimit("Bland", day(10), 50),
    )


def test_statements_stand_beside_each_other():
    pledge, refusal = (
        Statement("Bland", day(5), about="A pledge"),
        Statement("Bland", day(5), about="No more"),
    )
    assert WORLD.what_if(pledge).what_if(refusal).events == (pledge, refusal)


def test_a_camp_that_opens_anew_is_open_once():
    changed = WORLD.what_if(CampOpens("B", day(5), day(20)), CampOpens("B", day(10), day(30)))
    assert changed.events == (CampOpens("B", day(5), day(10)), CampOpens("B", day(10), day(30)))


@pytest.mark.parametrize("is_yearly", [False, True])
@given(first=st.integers(-30, 40), days=st.integers(1, 60), groups=st.sampled_from(["", "old", "old;sick"]))
def test_a_new_speed_holds_on_its_days_whatever_the_season(is_yearly, first, days, groups):
    winter = RouteSpeed("A", "Post", date(2022, 12, 10), date(2023, 2, 1), 0.5, every_year=True)
    new = RouteSpeed("Post", "A", day(first), day(first + days), 0.8, every_year=is_yearly, groups=groups)
    if first + days <= 0:
        return
    changed = replace(WORLD, events=(winter,)).what_if(new)
    for number in range(WORLD.days):
        for group in GROUPS:
            wanted = factor_on(winter, day(number))
            if (not groups or group in listed(groups)) and factor_on(new, day(number)) != 1:
                wanted = 0.8
            factor = 1.0
            for event in changed.events:
                if not event.groups or group in listed(event.groups):
                    factor *= factor_on(event, day(number))
            assert factor == wanted
