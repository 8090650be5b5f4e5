"""Which rule holds at a border for whom on which day, and what people know of it ahead."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from steppe.engine.network import build_network
from steppe.engine.regimes import build_regimes
from steppe.engine.strata import build_strata
from steppe.scenario.events import BorderRegime, HostLimit, PlaceSealed, RouteRegime
from steppe.scenario.model import Border, Group, Route
from tests.engine.worlds import HERE, THERE, camp, day, town, world

OVER, STEPPE = Route("Post", "Camp", 50), Route("Town", "Camp", 90, away_from_posts=True)
GROUPS = (Group("papers"), Group("none"))


class Rules:
    """Rules of a border with one post, both ways, and perhaps a way around it."""

    def __init__(self, *events, days=6, routes=(OVER,), groups=GROUPS, borders=(), **settings):
        places = (town("Town"), town("Post"), camp("Camp"))
        scenario = world(*places, routes=routes, events=events, days=days, **settings)
        scenario = replace(scenario, groups=groups, borders=borders)
        network = build_network(scenario)
        self.strata = build_strata(scenario, network, days)
        self.regimes = build_regimes(scenario, network, self.strata, days)

    def of(self, name, group=0, way=0):
        """A number of the rule that holds, day by day."""
        rules = self.regimes.rules[self.regimes.rule_of[:, self.strata.groups[group].first_way + way]]
        return rules[name].tolist()

    def seen(self, group=0, way=0):
        return self.regimes.seen[:, self.strata.groups[group].first_way + way].tolist()


def test_the_most_specific_row_holds():
    rules = Rules(
        BorderRegime(HERE, THERE, "restricted", admit=0.1),
        BorderRegime(HERE, THERE, "restricted", day(1), admit=0.2, groups="none"),
        RouteRegime("Post", "Camp", "restricted", day(2), day(5), 0.3),
        RouteRegime("Post", "Camp", "restricted", day(3), day(4), 0.4, groups="none"),
    )
    assert rules.of("admit", group=0) == [0.1, 0.1, 0.3, 0.3, 0.3, 0.1]
    assert rules.of("admit", group=1) == [0.1, 0.2, 0.3, 0.4, 0.3, 0.2]


def test_a_row_for_a_group_takes_nothing_from_a_row_that_it_outranks():
    rules = Rules(
        BorderRegime(HERE, THERE, "open", quota=3), BorderRegime(HERE, THERE, "open", groups="none")
    )
    assert rules.of("managed", group=0) == [1] * 6
    assert rules.of("managed", group=1) == [0] * 6


def test_a_one_way_row_holds_from_its_first_side_to_the_other():
    rules = Rules(BorderRegime(THERE, HERE, "closed", one_way=True))
    assert rules.of("admit", way=0) == [1] * 6
    assert rules.of("admit", way=1) == [0] * 6
    rules = Rules(RouteRegime("Post", "Camp", "closed", one_way=True))
    assert [rules.of("admit", way=way)[0] for way in (0, 1)] == [0, 1]


def test_a_quota_is_one_for_each_direction_and_all_groups():
    rules = Rules(BorderRegime(HERE, THERE, "open", quota=7))
    out, back = rules.of("quota", way=0)[0], rules.of("quota", way=1)[0]
    assert out != back
    assert rules.of("quota", group=1, way=0)[0] == out
    assert rules.regimes.quotas.tolist() == [7, 7]


@pytest.mark.parametrize(
    "said", [{"quota": 0}, {"weekdays": "mon"}, {"wait": 0.1}, {"irregular": 0.1}, {"pushback": 0.1}]
)
def test_a_row_that_says_more_than_a_share_makes_people_queue(said):
    rules = Rules(BorderRegime(HERE, THERE, "restricted", day(2), day(4), 0.5, **said))
    assert rules.of("managed") == [0, 0, 1, 1, 0, 0]
    assert rules.regimes.managed.all()


def test_a_share_alone_makes_nobody_queue():
    assert not Rules(BorderRegime(HERE, THERE, "restricted", admit=0.5, give_up=0.5)).regimes.managed.any()


def test_a_limit_of_a_host_makes_people_queue_on_the_way_in():
    rules = Rules(HostLimit(THERE, day(1), 10, day(3)), HostLimit(THERE, day(2), 4, day(5)))
    assert rules.of("managed", way=0) == [0, 1, 1, 1, 1, 0]
    assert rules.of("managed", way=1) == [0] * 6
    assert rules.regimes.limits[:, 0].tolist() == [math.inf, 10, 4, 4, 4, math.inf]


def test_the_door_is_shut_on_days_that_are_not_named():
    # Day 0 is Thursday, 27 February 2020.
    rules = Rules(BorderRegime(HERE, THERE, "open", weekdays="thu;sun", end=day(5)))
    assert rules.of("shut") == [0, 1, 1, 0, 1, 0]


def test_nobody_queues_at_a_sealed_place():
    rules = Rules(BorderRegime(HERE, THERE, "open", quota=7), PlaceSealed("Camp", day(1), day(3)))
    assert rules.of("managed") == [1, 0, 0, 1, 1, 1]
    assert rules.of("admit") == [1, 0, 0, 1, 1, 1]


def test_what_is_known_ahead_is_the_share_who_get_across():
    shares = {"admit": 0.4, "irregular": 0.5, "irregular_returned": 0.2, "pushback": 0.1}
    rules = Rules(BorderRegime(HERE, THERE, "restricted", **shares))
    assert rules.seen()[0] == pytest.approx((0.4 + 0.6 * 0.5 * 0.8) * 0.9)


def test_quotas_days_and_limits_are_not_known_ahead():
    events = (
        BorderRegime(HERE, THERE, "restricted", admit=0.4, quota=0, weekdays="mon"),
        HostLimit(THERE, day(0), 0),
    )
    assert Rules(*events).seen() == [0.4] * 6


def test_the_regime_of_a_border_is_not_that_of_a_road_away_from_its_posts():
    rules = Rules(BorderRegime(HERE, THERE, "closed"), routes=(STEPPE,))
    assert rules.of("away") == [1] * 6
    assert rules.of("managed") == [1] * 6
    assert rules.of("returned") == [0] * 6
    assert rules.seen() == [1] * 6


def test_away_from_posts_patrols_return_those_they_meet_unless_a_row_says_how_many():
    line = Border(THERE, HERE, 400, "hills", patrols=20)
    row = RouteRegime("Camp", "Town", "open", day(2), day(4), irregular_returned=0.9, pushback=0.5)
    rules = Rules(row, PlaceSealed("Town", day(5)), routes=(STEPPE,), borders=(line,), patrol_reach_km=10.0)
    met = 1 - math.exp(-20 * 10 * 0.6 / 400)
    assert rules.of("returned")[:5] == pytest.approx([met, met, 0.9, 0.9, met])
    assert rules.seen() == pytest.approx([1 - met, 1 - met, 0.05, 0.05, 1 - met, 0])


def test_a_road_away_from_posts_stands_for_as_many_ways_as_fit_along_the_border():
    def ways(length_km, terrain):
        line = Border(HERE, THERE, length_km, terrain)
        return Rules(routes=(OVER, STEPPE), borders=(line,), crossing_spacing_km=50.0).regimes.ways_across

    assert np.unique(ways(1_000, "river")[2:4]).tolist() == [6]
    assert ways(1_000, "river")[:2].tolist() == [1, 1]
    assert ways(10, "steppe")[2] == 1
