"""What a pathway is on each day, where its people are, and what waiting for it is worth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from steppe.engine.network import build_network
from steppe.engine.pathways import (
    ACTIVE,
    NOT_YET,
    OVER,
    build_pathways,
    enrolments_of,
    hosts_of,
    pathway_worth,
)
from steppe.engine.strata import build_strata
from steppe.scenario.events import PathwayChange
from steppe.scenario.model import Group, Pathway, Route
from tests.engine.worlds import THERE, camp, day, town, world

VISA = Pathway("visa", "visa", "Far", day(99), place="Town")


def laid_out(*pathways, events=(), groups=(), days=6, **settings):
    scenario = world(
        town("Town"),
        camp("Camp"),
        camp("Tents"),
        camp("Far"),
        routes=(Route("Town", "Camp", 50), Route("Town", "Tents", 60), Route("Town", "Far", 900)),
        events=events,
        days=days,
        **settings,
    )
    scenario = replace(scenario, pathways=pathways, groups=groups)
    network = build_network(scenario)
    return scenario, build_strata(scenario, network, days), build_pathways(scenario, network, days)


def on_days(name, *pathways, **more):
    return laid_out(*pathways, **more)[2].days[name][:, 0].tolist()


@pytest.mark.parametrize(
    ("start", "end", "states"),
    [
        (None, 9, [ACTIVE] * 6),
        (2, 4, [NOT_YET, NOT_YET, ACTIVE, ACTIVE, OVER, OVER]),
        (-5, 1, [ACTIVE, OVER, OVER, OVER, OVER, OVER]),
        (-5, -1, [OVER] * 6),
        (7, 9, [NOT_YET] * 6),
    ],
)
def test_a_pathway_lasts_from_its_first_day_until_the_day_before_its_end(start, end, states):
    pathway = replace(VISA, start=None if start is None else day(start), end=day(end))
    assert on_days("state", pathway) == states


def test_a_change_holds_on_its_days_for_the_numbers_it_gives():
    events = PathwayChange("visa", day(1), day(4), quota=3), PathwayChange("visa", day(3), None, approval=0.2)
    told = {"pathways": (replace(VISA, quota=8),), "events": events}
    found = laid_out(*told["pathways"], events=events)[2].days[:, 0]
    assert found["quota"].tolist() == [8, 3, 3, 3, 8, 8]
    assert found["approval"].tolist() == [1, 1, 1, 0.2, 0.2, 0.2]
    assert np.isinf(found["seats"]).all()


def test_a_change_of_one_pathway_is_none_of_another():
    other = replace(VISA, name="airlift")
    assert on_days("apply", VISA, other, events=(PathwayChange("airlift", day(0), apply=0.1),)) == [1] * 6


def test_each_stage_takes_its_share_of_the_wait():
    found = laid_out(replace(VISA, wait_days=12.0, stages=3))[2]
    assert found.stages.tolist() == [3]
    assert found.days["advance"][:, 0].tolist() == [0.25] * 6
    assert not found.days["at_once"].any()


def test_where_there_is_no_wait_all_is_decided_at_once():
    found = laid_out(VISA)[2]
    assert found.stages.tolist() == [0]
    assert found.days["at_once"].all()


def test_a_wait_that_becomes_longer_is_longer_in_every_stage():
    change = PathwayChange("visa", day(2), day(4), wait_days=8.0)
    found = laid_out(replace(VISA, wait_days=4.0, stages=2), events=(change,))[2].days[:, 0]
    assert found["advance"].tolist() == [0.5, 0.5, 0.25, 0.25, 0.5, 0.5]


def test_people_are_in_it_at_its_place_or_anywhere_in_its_country_but_at_its_destination():
    network = build_network(laid_out(VISA)[0])
    assert hosts_of(VISA, network) == (0,)
    assert hosts_of(replace(VISA, place="", country=THERE), network) == (1, 2)


def test_only_the_groups_it_names_may_be_in_it():
    named = replace(VISA, groups="a; b", refused_to="Camp")
    scenario, strata, tables = laid_out(VISA, named, groups=(Group("a"), Group("b"), Group("c")))
    found = [[each.pathway for each in enrolments_of(scenario, each, tables)] for each in strata.groups]
    assert found == [[0, 1], [0, 1], [0]]


def test_waiting_for_the_best_pathway_is_worth_something_where_and_while_it_is_open():
    some = replace(VISA, name="some", worth=2.0, start=day(1), end=day(3), groups="a")
    all_along = replace(VISA, name="all along", place="", country=THERE, worth=0.5)
    scenario, strata, tables = laid_out(
        replace(VISA, worth=1.0), some, all_along, groups=(Group("a"), Group("b"))
    )
    ours, theirs = (pathway_worth(scenario, each, tables) for each in strata.groups)
    assert ours[:, 0].tolist() == [1, 2, 2, 1, 1, 1]
    assert theirs[:, 0].tolist() == [1] * 6
    assert ours[0, 1:].tolist() == [0.5, 0.5, -np.inf]
