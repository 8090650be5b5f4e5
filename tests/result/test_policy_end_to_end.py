"""From a world with groups, a border with rules and a way home to accounts that add up, whatever is kept."""

from datetime import date, timedelta

import numpy as np
import polars
import pytest

from steppe.engine.policy import ACCOUNTS, STEPS
from steppe.result.policy_outcomes import time_waited
from steppe.result.store import open_run, save
from steppe.scenario.events import BorderRegime, Conflict
from steppe.scenario.model import Group, Pathway, Place, Push, Route, Scenario, Share
from steppe.simulate import simulate

START, DAYS = date(2021, 8, 1), 30
POST = "Gate → Beyond"


def _world():
    return Scenario(
        "gate",
        START,
        DAYS,
        places=(
            Place("Town", "AFG", population=50_000),
            Place("Gate", "AFG", "crossing"),
            Place("Beyond", "PAK", "camp"),
        ),
        routes=(Route("Town", "Gate", 60), Route("Gate", "Beyond", 20)),
        groups=(Group("papers"), Group("no papers", mode="foot", household_size=4.0)),
        shares=(Share("papers", 0.3), Share("no papers", 0.7)),
        events=(
            Conflict("Town", START),
            BorderRegime(
                "AFG", "PAK", "restricted", admit=0.6, groups="no papers", one_way=True,
                quota=60, wait=0.5, give_up=0.05, irregular=0.1, irregular_returned=0.3, pushback=0.05,
            ),
        ),
        pushes=(Push(START, 3_000, "Town", START + timedelta(9)),),
        pathways=(
            Pathway(
                "home", "voluntary_return", "Town", START + timedelta(25), place="Beyond", apply=0.05,
                wait_days=4.0, stages=2, seats=20, settles=True,
            ),
        ),
        settings={"push_from_observations": False},
    )  # fmt: skip


@pytest.fixture(scope="module")
def result():
    return simulate(_world(), replicas=4, seed=3)


def _accounts(labelled, dim, words):
    return {word: labelled.at(**{dim: word}).values for word in words}


def test_attempts_at_a_post_come_to_one_end_each(result):
    found = _accounts(result.border, "account", ACCOUNTS)
    ends = ("admitted", "refused", "waiting", "irregular", "pushed_back")
    assert np.array_equal(found["attempts"], sum(found[end] for end in ends))
    assert all(found[account].sum() > 0 for account in ACCOUNTS)
    refused = result.turned_back.at(POST).values
    at_post = result.border.at(POST)
    assert np.array_equal(
        refused, at_post.at(account="refused").values + at_post.at(account="pushed_back").values
    )


def test_groups_add_up_to_everybody(result):
    assert np.array_equal(result.group_stock.sum("group").values, result.stock.values)


def test_entered_so_far_is_here_on_the_way_or_home(result):
    home = result.went_home.values.cumsum(axis=1)
    assert home[:, -1].min() > 0
    here = result.stock.sum("place").values + result.en_route.values
    assert np.array_equal(here + home, result.entered.values.cumsum(axis=1))
    departed = result.pathway.at("home", step="departed").values
    assert np.array_equal(departed, result.went_home.values)


def test_who_waits_on_a_pathway_is_who_applied_less_who_left_it(result):
    found = _accounts(result.pathway.at("home"), "step", STEPS)
    left = sum(found[step] for step in ("refused", "departed", "gave_up", "released"))
    assert np.array_equal(np.diff(found["waiting"], axis=1, prepend=0), found["applied"] - left)


def test_time_waited_is_that_of_the_accounts(result):
    waited = time_waited(result)
    assert np.array_equal(
        waited.posts.at(POST).values, result.border.at(POST, account="waiting").values.sum(axis=1)
    )
    assert waited.total.values.min() > 0


@pytest.mark.parametrize("keep", ["disk", "summary"])
def test_whatever_is_kept_tells_the_same(keep, result, tmp_path):
    other = simulate(_world(), replicas=4, seed=3, keep=keep, folder=tmp_path / "run")
    tables = {
        name: getattr(result, f"{name}_table")() for name in ("borders", "pathways", "groups", "totals")
    }
    save(other, tmp_path / "run")
    opened = open_run(tmp_path / "run")
    for name, table in tables.items():
        again = getattr(opened, f"{name}_table")()
        numbers = table.select(polars.selectors.float())
        assert again.drop(numbers.columns).equals(table.drop(numbers.columns)), name
        assert np.allclose(again.select(numbers.columns).to_numpy(), numbers.to_numpy()), name


def test_households_are_people_over_their_size(result):
    row = result.groups_table().filter(place="Beyond", group="no papers").row(-1, named=True)
    assert row["households"] == pytest.approx(row["mean"] / 4.0)
