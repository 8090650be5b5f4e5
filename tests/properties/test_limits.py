"""What is full stays at its limit, and what is closed carries nobody."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from steppe.engine.plan import Plan, compile_plan
from tests.properties.runs import Counts, run
from tests.properties.worlds import few, worlds


def most_there(plan: Plan, stock: Counts, entered: Counts) -> Counts:
    """
    Most people a hard capacity leaves at each place. Shape ``(replica, day, place)``.

    Arrivals never carry a place above its capacity.  More may stand there only if
    they were there the night before (the capacity was lowered since, or they were
    there from the start), or entered there today: those who flee from this very
    place and have not left it yet, and those the world puts there on day 0.
    """
    push = plan.push
    may_enter = (push.population > 0) | (push.present > 0) | (push.placed > 0).any(axis=0)
    may_enter |= (push.mean > 0).any(axis=0)
    night_before = np.concatenate([np.zeros_like(stock[:, :1]), stock[:, :-1]], axis=1)
    there = night_before + np.where(may_enter, entered[:, :, None], 0.0)
    return np.maximum(np.floor(plan.capacity), there)


@few(150)
@given(worlds())
def test_arrivals_never_carry_a_place_above_a_hard_capacity(world):
    plan = compile_plan(world)
    counted = run(plan)
    most = most_there(plan, counted.stock, counted.entered)
    assert (counted.stock <= most)[:, :, plan.hard].all()


@few(60)
@given(worlds())
def test_the_mean_of_arrivals_never_carries_a_place_above_a_hard_capacity(world):
    plan = compile_plan(world)
    means = run(plan, replicas=1, expected=True)
    most = most_there(plan, means.stock, means.entered)
    assert (means.stock <= most + 1e-6)[:, :, plan.hard].all()


@few(150)
@given(worlds())
def test_a_closed_route_carries_nobody(world):
    plan = compile_plan(world)
    assert not run(plan).flow[:, plan.regimes.admit == 0].any()


@few(60)
@given(worlds())
def test_nobody_is_turned_back_where_all_is_open_and_nowhere_full(world):
    plan = compile_plan(world)
    if (plan.regimes.admit == 1).all() and not plan.hard.any():
        assert not run(plan).turned_back.any()
