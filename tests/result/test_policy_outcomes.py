"""What a run comes to at borders, on pathways and by group, and the time people waited."""

import numpy as np
import pytest

from steppe.engine.policy import ACCOUNTS, STEPS
from steppe.errors import UsageError
from steppe.result import store
from steppe.result.policy_outcomes import border_outcomes, group_outcomes, pathway_outcomes, time_waited
from tests.result.worlds import POLICIES, everything, simulated, with_policies

BORDER, PATHWAY = everything(8, "border", POLICIES), everything(8, "pathway", POLICIES)


@pytest.fixture(params=["memory", "disk", "summary"])
def result(request, tmp_path):
    return with_policies(request.param, tmp_path / "run")


def _assert_told(told, replicas):
    low, high = np.quantile(replicas, (0.05, 0.95))
    assert told == pytest.approx({"mean": replicas.mean(), "p05": low, "p95": high})


def test_borders_are_told_by_pair_of_countries_summed_in_each_replica(result):
    outcomes = {(each["from"], each["to"]): each for each in border_outcomes(result)}
    assert set(outcomes) == {("AFG", "PAK"), ("PAK", "IRN")}
    both = BORDER[:, :, :, [0, 2]].sum(axis=3)
    for account in ("admitted", "irregular", "pushed_back"):
        _assert_told(outcomes["AFG", "PAK"][account], both[:, :, ACCOUNTS.index(account)].sum(axis=1))
    _assert_told(outcomes["AFG", "PAK"]["waiting"], both[:, -1, ACCOUNTS.index("waiting")])


def test_pathways_are_told_step_by_step(result):
    outcomes = {each["name"]: each for each in pathway_outcomes(result)}
    assert list(outcomes) == list(POLICIES.pathways)
    _assert_told(outcomes["visa"]["applied"], PATHWAY[:, :, STEPS.index("applied"), 0].sum(axis=1))
    _assert_told(outcomes["airlift"]["waiting"], PATHWAY[:, -1, STEPS.index("waiting"), 2])


def test_groups_are_told_in_people_and_households_on_the_last_day(result):
    outcomes = {each["name"]: each for each in group_outcomes(result)}
    people = everything(8, "group_stock", POLICIES)[:, -1, 1].sum(axis=1)
    _assert_told(outcomes["without papers"]["people"], people)
    _assert_told(outcomes["without papers"]["households"], people / 5.0)


def test_time_waited_is_the_sum_over_days_of_who_waits(result):
    waited = time_waited(result)
    posts = BORDER[:, :, ACCOUNTS.index("waiting")].sum(axis=1)
    pathways = PATHWAY[:, :, STEPS.index("waiting")].sum(axis=1)
    assert np.array_equal(waited.posts.at("Quetta → Chaman").values, posts[:, 1])
    assert np.array_equal(waited.pathways.values, pathways)
    assert np.array_equal(waited.total.values, posts.sum(axis=1) + pathways.sum(axis=1))
    assert (waited.total.dims, waited.total.unit) == (("replica",), "people-days")


def test_nobody_waits_where_there_is_nothing_to_wait_for():
    waited = time_waited(simulated())
    assert waited.posts.shape == (8, 0)
    assert np.array_equal(waited.total.values, np.zeros(8))


def test_what_needs_replicas_says_so_of_a_run_reopened_from_summaries(tmp_path):
    store.save(with_policies("summary"), tmp_path / "run")
    opened = store.open_run(tmp_path / "run")
    for ask in (border_outcomes, pathway_outcomes, group_outcomes, time_waited):
        with pytest.raises(UsageError, match="only summaries of this run are kept"):
            ask(opened)
    with pytest.raises(UsageError, match="has no groups"):
        group_outcomes(simulated())
