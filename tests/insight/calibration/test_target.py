"""The density is that of prior, run and counts; nothing later is looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from steppe.errors import ScenarioError, UsageError
from steppe.insight.calibration import observation as law
from steppe.insight.calibration.parameters import applied
from steppe.insight.calibration.seen import apart, seen_by
from steppe.insight.calibration.target import as_seen_on, target_of
from steppe.scenario.events import Conflict
from steppe.scenario.folder import load
from steppe.scenario.model import Observation, Place, Push, Route, Scenario
from steppe.simulate import simulate
from tests.insight.calibration.worlds import observed, two_camps


def target(world: Scenario | None = None, **options):
    return target_of(as_seen_on(world or two_camps(), None, capacities=False, **options), {})


def test_the_density_is_that_of_a_run_by_the_front_door():
    found = target()
    vector = found.parameters.mean + 0.3 * found.parameters.sd
    world = applied(found.scenario, found.parameters, vector)
    run = simulate(world, expected=True)
    stock = np.asarray(run.stock.values)[0]
    column = {place.name: number for number, place in enumerate(world.places)}
    rows = [(each.place, (each.date - world.start).days, each.value) for each in world.observations]
    # Of three counts each, those of days 14 and 30 are less than two months before that of day 59.
    used = [row for row in rows if row[1] == 59]
    wanted = found.parameters.log_prior(vector)
    scatter = found.parameters.reports(vector)
    for place, day, people in used:
        expected = stock[day, column[place]]
        ratio = np.log((people + 50) / (expected + 50))
        variance = scatter["report_spread"] ** 2 + scatter["report_noise"] ** 2
        variance += expected / (expected + 50) ** 2
        wanted += -0.5 * (ratio**2 / variance + np.log(2 * np.pi * variance))
    assert found.log_density(vector) == pytest.approx(wanted, rel=1e-9)


def test_a_world_without_totals_is_calibrated_by_its_rate():
    world = observed(load("border-closes"), {"Amber camp": {29: 2000.0}, "Norda City": {60: 300.0}})
    found = target(world)
    assert {"conflict_push_rate", "cost_border", "cost_conflict", "worth of Norda City"} <= set(
        found.parameters.names
    )
    more = found.parameters.mean.copy()
    more[found.parameters.names.index("conflict_push_rate")] += 0.5
    expected, larger = found.expected(found.parameters.mean), found.expected(more)
    assert (larger.stocks > 1.4 * expected.stocks).all()


def test_capacities_are_left_out_unless_asked_for():
    assert as_seen_on(two_camps(), None, capacities=False).number("capacity_scaling") == 0.0
    assert as_seen_on(two_camps(), None, capacities=True).number("capacity_scaling") == 1.0


def test_what_is_published_later_does_not_exist():
    world, until = two_camps(), two_camps().start + timedelta(days=30)
    spoilt = replace(
        world,
        observations=tuple(
            replace(each, value=7.0) if each.date > until else each for each in world.observations
        ),
    )
    late = Observation(until - timedelta(days=3), "Vale camp", 9_999.0, as_of=until + timedelta(days=1))
    spoilt = replace(spoilt, observations=(*spoilt.observations, late))
    assert as_seen_on(world, until, capacities=False) == as_seen_on(spoilt, until, capacities=False)
    assert as_seen_on(world, until, capacities=False).days == 31


def test_zeros_before_anybody_is_counted_are_missing_and_later_ones_are_counts():
    world = observed(
        two_camps(), {"Vale camp": {0: 0.0, 5: 0.0, 59: 100.0}, "Ridge camp": {1: 50.0, 59: 0.0}}
    )
    stocks = seen_by(world, 59, None).stocks
    assert stocks.day.tolist() == [59, 59]
    assert stocks.value.tolist() == [100.0, 0.0]


def test_counts_close_together_are_not_evidence_of_their_own():
    day = np.array([0, 20, 59, 61, 119, 120, 180])
    assert day[apart(np.arange(7), day)].tolist() == [59, 120, 180]
    assert day[apart(np.array([1, 3]), day)].tolist() == [61]


def frontier(*observations: Observation, **fields: object) -> Scenario:
    start = load("two-camps").start
    places = (
        Place("Home", "Aland", population=10_000),
        Place("Post", "Aland", "crossing"),
        Place("Camp", "Bland", "camp"),
    )
    return Scenario(
        "frontier",
        start,
        40,
        home_country="Aland",
        places=places,
        routes=(Route("Home", "Post", 60), Route("Post", "Camp", 40)),
        events=(Conflict("Home", start),),
        pushes=(Push(start, 4_000.0, "Home", start + timedelta(days=39)),),
        observations=observations,
        **fields,
    )


def arrivals(day: int, people: float, begins: int | None = None, measure: str = "cumulative") -> Observation:
    start = load("two-camps").start
    return Observation(
        start + timedelta(days=day),
        "",
        people,
        measure,
        country="Bland",
        series="entries",
        counted_from=None if begins is None else start + timedelta(days=begins),
    )


def test_cumulative_counts_are_compared_by_their_growth_and_corrections_downwards_left_out():
    world = frontier(
        arrivals(10, 900.0), arrivals(20, 1_900.0), arrivals(25, 1_700.0), arrivals(39, 3_000.0),
        arrivals(30, 500.0, 26, "flow"),
    )  # fmt: skip
    found = target(world)
    seen = found.seen.arrivals
    assert sorted(seen.value.tolist()) == [500.0, 900.0, 1_000.0, 1_300.0]
    expected = found.expected(found.parameters.mean)
    run = simulate(applied(found.scenario, found.parameters, found.parameters.mean), expected=True)
    flow = np.asarray(run.flow.values)[0][:, list(run.labels.routes).index("Post → Camp")]
    spans = {900.0: (0, 10), 1_000.0: (11, 20), 1_300.0: (26, 39), 500.0: (26, 30)}
    for value, people in zip(seen.value, expected.arrivals, strict=True):
        first, last = spans[value]
        assert people == pytest.approx(flow[first : last + 1].sum(), rel=1e-9)
    assert found.parameters.names[-1] == "arrival_spread"
    vector = found.parameters.mean
    likely = law.log_negative_binomial(seen.value, expected.arrivals, found.parameters.reports(vector)["arrival_spread"], 1.0)  # fmt: skip
    assert found.log_density(vector) == pytest.approx(found.parameters.log_prior(vector) + likely)


def test_circles_that_never_end_have_no_density_at_all():
    found = target()
    far = found.parameters.mean.copy()
    far[found.parameters.names.index("worth of Vale camp")] = 200.0
    assert found.log_density(far) == -np.inf
    cheap = target(two_camps().with_settings(cost_per_hop=0.01))
    low = cheap.parameters.mean.copy()
    low[cheap.parameters.names.index("cost_per_travel_day")] = -20.0
    assert cheap.log_density(low) == -np.inf


def test_a_world_without_counts_is_refused_in_words():
    world = replace(two_camps(), observations=())
    with pytest.raises(ScenarioError, match="no count of people"):
        target(world)
    with pytest.raises(UsageError, match="not after the first day"):
        as_seen_on(two_camps(), two_camps().start, capacities=False)
    with pytest.raises(ScenarioError, match="which is not calibrated"):
        target(two_camps().with_settings(routing="flee"))


def test_counts_where_nobody_can_be_say_nothing_of_behaviour():
    world = two_camps()
    cut_off = replace(
        world,
        places=(*world.places, Place("Island", "Velia", "camp")),
        observations=(
            *world.observations,
            Observation(world.start + timedelta(days=50), "Island", 8_000.0),
        ),
    )
    plain, found = target(), target(cut_off)
    assert found.seen.stocks.names == plain.seen.stocks.names
    assert found.seen.stocks.value.tolist() == plain.seen.stocks.value.tolist()
    assert set(found.parameters.names) - set(plain.parameters.names) == {"worth of Island"}
    alone = replace(cut_off, observations=cut_off.observations[-1:])
    with pytest.raises(ScenarioError, match="nobody can be by then"):
        target(alone)
