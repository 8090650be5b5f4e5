"""What governments do keeps its accounts: everybody at a post or in a pathway comes to one end."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from steppe.engine.policy import ACCOUNTS, STEPS
from tests.properties.policy_worlds import policy_worlds
from tests.properties.runs import Counts, Run, run
from tests.properties.worlds import few

ROUNDING = 1e-6


def accounts(counted: Run) -> dict[str, Counts]:
    """What happened at posts. Shapes ``(replica, day, post)``."""
    return {word: counted.border[:, :, number] for number, word in enumerate(ACCOUNTS)}


def steps(counted: Run) -> dict[str, Counts]:
    """What happened in pathways. Shapes ``(replica, day, pathway)``."""
    return {word: counted.pathway[:, :, number] for number, word in enumerate(STEPS)}


def night_before(counts: Counts) -> Counts:
    """The same a day later, nothing on the first day."""
    return np.concatenate([np.zeros_like(counts[:, :1]), counts[:, :-1]], axis=1)


def attempts_come_to_one_end(counted: Run) -> None:
    at = accounts(counted)
    ends = at["admitted"] + at["refused"] + at["irregular"] + at["pushed_back"] + at["waiting"]
    assert np.allclose(at["attempts"], ends, rtol=0, atol=ROUNDING)
    still_there = night_before(at["waiting"]) - at["gave_up"]
    assert (still_there >= -ROUNDING).all()
    assert (at["attempts"] >= still_there - ROUNDING).all()


def pathways_lose_nobody(counted: Run) -> None:
    of = steps(counted)
    left = of["refused"] + of["departed"] + of["gave_up"] + of["released"]
    assert np.allclose(
        of["waiting"], night_before(of["waiting"]) + of["applied"] - left, rtol=0, atol=ROUNDING
    )
    approved_so_far, departed_so_far = of["approved"].cumsum(axis=1), of["departed"].cumsum(axis=1)
    assert (departed_so_far <= approved_so_far + ROUNDING).all()


def nobody_is_lost(counted: Run) -> None:
    here = counted.stock.sum(axis=2) + counted.en_route + counted.went_home.cumsum(axis=1)
    assert np.allclose(here, counted.entered.cumsum(axis=1), rtol=1e-6, atol=ROUNDING)


def everybody_is_of_one_group(counted: Run) -> None:
    if counted.group_stock.size:
        assert np.allclose(counted.group_stock.sum(axis=2), counted.stock, rtol=1e-6, atol=ROUNDING)


@few(80)
@given(policy_worlds())
def test_accounts_balance_to_the_person(world):
    counted = run(world)
    for numbers in counted:
        assert (numbers >= 0).all()
        assert np.array_equal(numbers, np.floor(numbers))
    for claim in CLAIMS:
        claim(counted)


CLAIMS = (attempts_come_to_one_end, pathways_lose_nobody, nobody_is_lost, everybody_is_of_one_group)


@few(40)
@given(policy_worlds())
def test_accounts_balance_in_the_mean(world):
    means = run(world, replicas=1, expected=True)
    assert all((numbers >= -1e-9).all() for numbers in means)
    for claim in CLAIMS:
        claim(means)
