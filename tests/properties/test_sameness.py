"""What must not matter does not: threads, chunks, files, names, the order of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steppe.engine.plan import Plan, compile_plan
from steppe.scenario.folder import load, write
from steppe.scenario.model import Scenario
from tests.oracle.compare import cell_names, cells_of, compare
from tests.oracle.networks import NETWORKS
from tests.oracle.run import Histories
from tests.properties.runs import Run, run
from tests.properties.worlds import few, worlds

NEW_NAMES = {"Adar": "Zeta", "Belem": "Ypsil", "Cori": "Ada", "Dubra": "Éire", "Ester": "O 1", "Falun": "nil"}


@few(20)
@given(worlds())
def test_the_number_of_threads_and_chunks_does_not_matter(world):
    plan = compile_plan(world)
    whole = run(plan, replicas=9)
    assert whole.same_as(run(plan, replicas=9, threads=2))
    assert whole.same_as(run(plan, replicas=9, threads=8))
    in_chunks = ((5, 4, ()), (0, 5, (1, 3)), (1, 1, ()), (3, 1, ()))
    assert whole.same_as(run(plan, replicas=9, threads=2, chunks=in_chunks))


@few(20)
@given(worlds())
def test_another_seed_is_another_history_only_where_there_is_chance(world):
    expected = run(world, replicas=1, seed=1, expected=True)
    assert expected.same_as(run(world, replicas=1, seed=2, expected=True))


@few(40)
@given(worlds())
def test_a_world_saved_and_loaded_is_the_same_world(world):
    with TemporaryDirectory() as folder:
        write(world, Path(folder) / "world")
        again = load(Path(folder) / "world")
    assert run(world).same_as(run(again))


def renamed(part: Any, names: Mapping[str, str]) -> Any:
    """The same rows with places called by other names."""
    if isinstance(part, str):
        return names.get(part, part)
    if isinstance(part, tuple):
        return tuple(renamed(each, names) for each in part)
    if is_dataclass(part) and not isinstance(part, type):
        changes = {each.name: renamed(getattr(part, each.name), names) for each in fields(part)}
        return replace(part, **changes)
    return part


@few(40)
@given(worlds())
def test_names_of_places_do_not_matter_to_what_is_expected(world):
    other = renamed(world, NEW_NAMES)
    assert {place.name for place in other.places} <= set(NEW_NAMES.values())
    assert run(world, replicas=1, expected=True).same_as(run(other, replicas=1, expected=True))


@st.composite
def reordered(draw: st.DrawFn, world: Scenario) -> Scenario:
    """The same world with the rows of its places and routes in another order."""
    places = tuple(draw(st.permutations(world.places)))
    return replace(world, places=places, routes=tuple(draw(st.permutations(world.routes))))


def in_order_of(one: Scenario, other: Scenario, counted: Run) -> Run:
    """What was counted in the other world, in the order of the first one's places and routes."""
    plan, theirs = compile_plan(one), compile_plan(other)
    place = [theirs.place_names.index(name) for name in plan.place_names]
    route = [theirs.route_names.index(name) for name in plan.route_names]
    return counted._replace(
        stock=counted.stock[:, :, place],
        flow=counted.flow[:, :, route],
        turned_back=counted.turned_back[:, :, route],
        group_stock=counted.group_stock[..., place],
        border=counted.border[..., [route_of_post(theirs).index(name) for name in route_of_post(plan)]],
    )


def route_of_post(plan: Plan) -> list[str]:
    return [plan.route_names[number] for number in plan.posts]


def histories(counted: Run) -> Histories:
    """As the oracle lays them out: nobody can go home where there are no pathways."""
    return Histories(**{**counted._asdict(), "went_home": counted.went_home[:, :0]})


@few(60)
@given(st.data())
def test_the_order_of_rows_does_not_matter_to_what_is_expected(data):
    world = data.draw(worlds(limits=False))
    other = data.draw(reordered(world))
    theirs = in_order_of(world, other, run(other, replicas=1, expected=True))
    assert run(world, replicas=1, expected=True).close_to(theirs)


@few(60)
@given(st.data())
def test_the_order_of_rows_does_not_matter_to_anybodys_luck(data):
    """
    Chance is addressed by names, so every person fares the same.

    With two exceptions, both alike in distribution: those whom a total sends from
    several places, and those who stand together before a full place, are drawn
    one place or one road after the other, in the order of the rows.
    """
    world = data.draw(worlds(limits=False, push_from_observations=False))
    world = replace(world, pushes=tuple(each for each in world.pushes if each.place))
    other = data.draw(reordered(world))
    assert run(world).same_as(in_order_of(world, other, run(other)))


def drawn(scenario: Scenario, plan_of: Scenario, *, replicas: int, seed: int) -> Any:
    counted = in_order_of(plan_of, scenario, run(scenario, replicas=replicas, seed=seed))
    return cells_of(histories(counted), compile_plan(plan_of))


@pytest.mark.parametrize("name", ["hard_capacity", "totals_and_people_there_already"])
def test_names_and_order_do_not_matter_to_the_distribution(name):
    world = NETWORKS[name]()
    reversed_rows = replace(world, places=world.places[::-1], routes=world.routes[::-1])
    here = drawn(world, world, replicas=5_000, seed=1)
    there = drawn(reversed_rows, world, replicas=5_000, seed=2)
    called_otherwise = renamed(world, {"Market": "Origin", "Origin": "Market"})
    assert compile_plan(called_otherwise).place_names[:2] == ("Market", "Origin")
    names = cell_names(compile_plan(world))
    assert compare(here, there, names).same
    anew = run(called_otherwise, replicas=5_000, seed=1)
    elsewhere = cells_of(histories(anew), compile_plan(world))
    assert not np.array_equal(here, elsewhere)
    assert compare(here, elsewhere, names).same
