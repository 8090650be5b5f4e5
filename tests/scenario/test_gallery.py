"""The built-in worlds can be run and teach what they say; ``test_afghanistan_2021.py`` looks at the largest closely."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import steppe
from steppe.result.result import Result
from steppe.scenario import gallery

REPLICAS = 60
HALF_WAY = 14
MAY, JUNE = 30, 61


@cache
def run(name: str) -> Result:
    return steppe.simulate(steppe.load(name), replicas=REPLICAS, seed=3)


def stock(name: str, place: str) -> np.ndarray:
    """People at a place at the end of each day. Shape ``(replica, day)``."""
    return np.asarray(run(name).stock.at(place=place).values, dtype=float)


def travelled(name: str, route: str, first: str, last: str) -> np.ndarray:
    """People who took a route on days ``first`` to ``last``, the last one left out. Shape ``(replica,)``."""
    result = run(name)
    days = [day.isoformat() for day in result.dates]
    flow = np.asarray(result.flow.at(route=route).values, dtype=float)
    return flow[:, days.index(first) : days.index(last)].sum(axis=1)


@pytest.mark.parametrize("name", gallery.names())
def test_every_built_in_world_can_be_run_and_nothing_in_it_is_odd(name: str) -> None:
    world = steppe.load(name)
    assert world.name == name
    assert steppe.check(world) == []
    assert "Things to try:" in world.description
    assert all(row.source for table in (world.places, world.routes, world.events) for row in table)


@pytest.mark.parametrize("name", gallery.names())
def test_nobody_appears_or_vanishes_in_a_built_in_world(name: str) -> None:
    result = steppe.simulate(steppe.load(name), replicas=2, seed=8)
    for replica in result.each_replica():
        there = replica.stock.sum(axis=1) + replica.en_route
        home = replica.went_home.cumsum() if replica.went_home.size else 0
        assert np.array_equal(there + home, replica.entered.cumsum())


@pytest.mark.parametrize("name", [each for each in gallery.names() if each != "afghanistan-2021"])
def test_what_is_invented_for_teaching_says_so(name: str) -> None:
    world = steppe.load(name)
    rows = (*world.places, *world.routes, *world.events, *world.observations, *world.pushes)
    assert {row.source for row in rows} == {"Invented for teaching."}


def test_one_road_fills_its_camp_to_the_last_bed_and_not_beyond() -> None:
    camp = stock("one-road", "Tessel camp")
    assert (camp.max(axis=1) == 3000).all()
    assert (camp[:, -1] == 3000).all()
    assert (np.diff(camp, axis=1) >= 0).mean() > 0.9


def test_one_road_fills_its_camp_more_slowly_from_nine_tenths_on() -> None:
    camp = stock("one-road", "Tessel camp")
    daily = np.diff(camp, axis=1)
    before, half_full = camp[:, :-1], camp[:, :-1] > 1500
    assert daily[(before > 2850) & (before < 3000)].mean() < 0.5 * daily[half_full & (before < 2700)].mean()


def test_one_road_leaves_latecomers_in_the_town_before_the_camp() -> None:
    left = run("one-road").entered.values.sum(axis=1) - 3000
    assert np.array_equal(stock("one-road", "Medri")[:, -1], left)
    assert (left > 1500).all()


def test_one_road_is_walked_one_way() -> None:
    assert run("one-road").labels.routes == ("Karou → Medri", "Medri → Tessel camp")


def test_two_camps_fill_the_nearer_one_first() -> None:
    vale, ridge = (stock("two-camps", place)[:, HALF_WAY] for place in ("Vale camp", "Ridge camp"))
    assert (vale - 1500 > ridge - 500).all()


def test_two_camps_never_pass_the_hard_limit_and_pass_the_soft_one_by_little() -> None:
    vale, ridge = stock("two-camps", "Vale camp"), stock("two-camps", "Ridge camp")
    assert vale.max() == 4000
    assert 6000 < ridge.max() < 6000 * 1.05


def test_two_camps_leave_the_rest_on_the_way() -> None:
    """Twelve thousand leave and two thousand were there; the camps hold ten thousand."""
    outside = sum(stock("two-camps", place)[:, -1] for place in ("Osk", "Brenn", "Hollow"))
    assert np.abs(outside - 4000).max() < 150


def test_border_closes_and_then_its_gate_carries_nobody() -> None:
    near = travelled("border-closes", "South Gate → Amber camp", "2025-04-01", "2025-05-01")
    shut = travelled("border-closes", "South Gate → Amber camp", "2025-05-01", "2025-06-01")
    assert (near > 3000).all()
    assert (shut == 0).all()


def test_border_closes_and_people_go_the_long_way_round() -> None:
    gates = ("South Gate → Amber camp", "North Gate → Kestrel camp")
    before = [travelled("border-closes", gate, "2025-04-01", "2025-05-01").mean() for gate in gates]
    shut = [travelled("border-closes", gate, "2025-05-01", "2025-06-01").mean() for gate in gates]
    assert 0.7 < before[0] / sum(before) < 0.8
    assert shut[1] > 3 * before[1]


def test_border_opens_to_some_and_the_camp_behind_it_grows_again() -> None:
    amber = stock("border-closes", "Amber camp").mean(axis=0)
    assert amber[JUNE - 1] < amber[MAY - 1]
    assert amber[-1] > amber[JUNE] + 500
    turned = np.asarray(run("border-closes").turned_back.at(route="South Gate → Amber camp").values)
    assert turned[:, JUNE:].sum(axis=1).min() > 1000


def test_who_hears_of_the_closure_only_at_the_gate_arrives_later() -> None:
    """What the world's own text says to try with ``border_knowledge``."""
    world = steppe.load("border-closes")
    deaf = steppe.simulate(world.with_settings(border_knowledge=0.0), replicas=REPLICAS, seed=3)
    kestrel = np.asarray(deaf.stock.at(place="Kestrel camp").values)
    end_of_may = JUNE - 1
    assert kestrel[:, end_of_may].mean() < 0.8 * stock("border-closes", "Kestrel camp")[:, end_of_may].mean()
