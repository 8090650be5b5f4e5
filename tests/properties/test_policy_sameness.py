"""What must not matter does not where there are policies either: threads, files, names, the order of rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import assume, given
from hypothesis import strategies as st

from steppe.engine.plan import compile_plan
from steppe.insight.reproduce import reproduce
from steppe.result.store import open_run, save
from steppe.scenario.events import BorderRegime, HostLimit, PathwayChange, RouteRegime
from steppe.scenario.folder import load, write
from steppe.scenario.model import Scenario
from steppe.simulate import simulate
from tests.oracle.networks import NETWORKS
from tests.properties.policy_worlds import COUNTRIES, GROUPS, is_sound, policy_worlds
from tests.properties.runs import Run, run
from tests.properties.test_sameness import NEW_NAMES, in_order_of, renamed, reordered
from tests.properties.worlds import few

OTHER_NAMES = {
    **NEW_NAMES,
    **dict(zip(COUNTRIES, ("Zeeland", "Ayland", "Éire"), strict=True)),
    **{group.name: f"O {number}" for number, group in enumerate(GROUPS)},
    "visa": "nil",
    "return": "visa",
}
IN_LISTS = {
    f"{one.name};{two.name}": f"{OTHER_NAMES[one.name]};{OTHER_NAMES[two.name]}"
    for one in GROUPS
    for two in GROUPS
}


@few(20)
@given(policy_worlds())
def test_the_number_of_threads_and_chunks_does_not_matter_to_policies(world):
    plan = compile_plan(world)
    whole = run(plan, replicas=7)
    assert whole.same_as(run(plan, replicas=7, threads=2))
    assert whole.same_as(run(plan, replicas=7, threads=2, chunks=((4, 3, ()), (0, 4, (2,)), (2, 1, ()))))


@few(25)
@given(policy_worlds())
def test_a_world_with_policies_saved_and_loaded_is_the_same_world(world):
    with TemporaryDirectory() as folder:
        write(world, Path(folder) / "world")
        again = load(Path(folder) / "world")
    assert run(world).same_as(run(again))


def test_a_run_with_every_policy_is_made_again_from_its_folder(tmp_path):
    world = NETWORKS["everything_a_government_can_do"]()
    save(simulate(world, replicas=3, seed=5), tmp_path / "run")
    assert reproduce(open_run(tmp_path / "run"), threads=2).is_identical


@few(25)
@given(policy_worlds())
def test_names_do_not_matter_to_what_is_expected_of_policies(world):
    other = renamed(world, {**OTHER_NAMES, **IN_LISTS})
    assume(is_sound(other))
    assert run(world, replicas=1, expected=True).same_as(run(other, replicas=1, expected=True))


@st.composite
def with_policies_reordered(draw: st.DrawFn, world: Scenario) -> Scenario:
    """The same world with the rows of its events, shares and borders in another order."""
    return replace(
        world,
        events=tuple(draw(st.permutations(world.events))),
        shares=tuple(draw(st.permutations(world.shares))),
        borders=tuple(draw(st.permutations(world.borders))),
    )


@few(25)
@given(st.data())
def test_the_order_in_which_policies_are_told_does_not_matter_to_anybody(data):
    world = data.draw(policy_worlds())
    other = data.draw(with_policies_reordered(world))
    assert run(world).same_as(run(other))


@st.composite
def with_all_reordered(draw: st.DrawFn, world: Scenario) -> Scenario:
    """The same world with the rows of its groups as well, and of places and routes, in another order."""
    world = replace(world, groups=tuple(draw(st.permutations(world.groups))))
    return draw(reordered(draw(with_policies_reordered(world))))


def in_groups_of(one: Scenario, other: Scenario, counted: Run) -> Run:
    """What was counted in the other world, in the order of all rows of the first one."""
    names = [group.name for group in other.groups]
    own = [names.index(group.name) for group in one.groups]
    counted = in_order_of(one, other, counted)
    return counted._replace(group_stock=counted.group_stock[:, :, own])


@few(40)
@given(st.data())
def test_the_order_of_rows_does_not_matter_to_what_is_expected_of_policies(data):
    world = data.draw(policy_worlds(limits=False))
    other = data.draw(with_all_reordered(world))
    theirs = in_groups_of(world, other, run(other, replicas=1, expected=True))
    assert run(world, replicas=1, expected=True).close_to(theirs)


def without_lots(world: Scenario) -> Scenario:
    """The world in which nobody is picked from among others: no quota, no seats, no limit of a host."""
    lots = {"quota": None, "seats": None}
    events = tuple(
        replace(event, quota=None) if isinstance(event, BorderRegime | RouteRegime) else event
        for event in world.events
        if not isinstance(event, HostLimit | PathwayChange)
    )
    return replace(
        world,
        events=events,
        pathways=tuple(replace(each, **lots) for each in world.pathways),
        pushes=tuple(each for each in world.pushes if each.place),
    )


@few(40)
@given(st.data())
def test_the_order_of_rows_does_not_matter_to_anybodys_luck_with_policies(data):
    """Those who are picked from several queues or desks are drawn one after the other, in the order of the rows."""
    world = without_lots(data.draw(policy_worlds(limits=False, push_from_observations=False)))
    other = data.draw(reordered(data.draw(with_policies_reordered(world))))
    assert run(world).same_as(in_groups_of(world, other, run(other)))
