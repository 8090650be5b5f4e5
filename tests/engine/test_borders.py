"""Who is let along a route: shut, restricted, open, and from which morning to which."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.engine.borders import build_admit
from steppe.engine.network import build_network
from steppe.scenario.events import BorderRegime, PlaceSealed, RouteRegime
from steppe.scenario.model import Route
from tests.engine.worlds import HERE, THERE, along, camp, counted, day, expected, road, town, world


def admit(*events, days=6, **settings):
    """Admitted shares of Town → Post, and of Post → Camp over the border, day by day."""
    scenario = world(
        town("Town"),
        town("Post"),
        camp("Camp"),
        routes=(Route("Town", "Post", 50), Route("Post", "Camp", 50)),
        events=events,
        days=days,
        **settings,
    )
    table = build_admit(scenario, build_network(scenario), days)
    assert np.array_equal(table[:, ::2], table[:, 1::2]), "both ways alike"
    return table[:, 0].tolist(), table[:, 2].tolist()


OPEN = [1.0] * 6


def test_everything_is_open_where_nothing_is_said():
    assert admit() == (OPEN, OPEN)


def test_a_border_is_shut_from_its_first_day_until_the_day_before_its_last():
    closed = BorderRegime(HERE, THERE, "closed", day(1), day(4))
    assert admit(closed) == (OPEN, [1, 0, 0, 0, 1, 1])


def test_it_does_not_matter_which_country_is_named_first():
    assert admit(BorderRegime(THERE, HERE, "closed", day(2))) == (OPEN, [1, 1, 0, 0, 0, 0])


def test_a_route_is_shut_and_not_its_neighbours():
    assert admit(RouteRegime("Post", "Town", "closed", None, day(2))) == ([0, 0, 1, 1, 1, 1], OPEN)


def test_a_sealed_place_shuts_every_road_to_it():
    shut = [1, 1, 1, 0, 0, 1]
    assert admit(PlaceSealed("Post", day(3), day(5))) == (shut, shut)
    assert admit(PlaceSealed("Town", day(3), day(5))) == (shut, OPEN)


def test_what_is_said_of_a_route_overrides_what_is_said_of_its_border():
    events = BorderRegime(HERE, THERE), RouteRegime("Post", "Camp", "restricted", day(2), day(4), 0.3)
    assert admit(*events)[1] == [0, 0, 0.3, 0.3, 0, 0]


def test_a_post_may_be_open_in_a_border_that_is_shut():
    events = BorderRegime(HERE, THERE), RouteRegime("Camp", "Post", "open", day(1), day(2))
    assert admit(*events)[1] == [0, 1, 0, 0, 0, 0]


def test_nothing_opens_a_sealed_place():
    assert admit(PlaceSealed("Post", day(0)), RouteRegime("Post", "Camp", "open"))[1] == [0] * 6


def test_shares_of_regimes_that_overlap_are_multiplied():
    half = BorderRegime(HERE, THERE, "restricted", day(0), day(4), 0.5)
    fifth = BorderRegime(HERE, THERE, "restricted", day(3), None, 0.2)
    assert admit(half, fifth)[1] == pytest.approx([0.5, 0.5, 0.5, 0.1, 0.2, 0.2])


def test_under_the_peers_rules_the_first_closure_that_ends_opens_the_road():
    closures = RouteRegime("Post", "Camp", "closed", day(0), day(5)), PlaceSealed("Camp", day(1), day(3))
    assert admit(*closures)[1] == [0, 0, 0, 0, 0, 1]
    assert admit(*closures, rules="flee")[1] == [0, 0, 0, 1, 1, 1]


def test_a_closed_road_carries_nobody_and_everybody_when_it_opens():
    closed = RouteRegime("Town", "Camp", "closed", None, day(2))
    scenario = road(30, closed, people=500)
    assert along(scenario, counted(scenario).flow, "Town", "Camp").tolist() == [[0, 0, 500, 0]]


def test_a_restricted_road_carries_its_share_and_turns_back_the_others():
    restricted = RouteRegime("Town", "Camp", "restricted", admit=0.25)
    scenario = road(30, restricted, people=10_000, border_knowledge=0.0)
    mean = expected(scenario)
    assert along(scenario, mean.flow, "Town", "Camp")[0] == pytest.approx(
        [2_500, 1_875, 1_406.25, 1_054.6875]
    )
    assert along(scenario, mean.turned_back, "Town", "Camp")[0, 0] == pytest.approx(7_500)
    found = counted(scenario, replicas=200)
    passed, turned = (along(scenario, each, "Town", "Camp")[:, 0] for each in (found.flow, found.turned_back))
    assert (passed + turned == 10_000).all()
    assert passed.mean() == pytest.approx(2_500, abs=5 * (10_000 * 0.25 * 0.75 / 200) ** 0.5)
    assert passed.var() == pytest.approx(10_000 * 0.25 * 0.75, rel=0.5)


def test_those_on_a_road_that_closes_are_put_back_where_they_came_from():
    closed = RouteRegime("Town", "Camp", "closed", day(1))
    scenario = road(500, closed, people=70)
    found = counted(scenario)
    assert found.en_route[0].tolist() == [70, 0, 0, 0]
    assert found.stock[0, :, 0].tolist() == [0, 70, 70, 70]
    assert not found.flow.any()
