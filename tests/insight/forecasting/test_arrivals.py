"""Where the simulation lets people arrive, held against where they were counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from steppe.insight.forecasting.arrivals import (
    HALF_LIFE_DAYS,
    PEOPLE_A_DAY,
    PRIOR_SHARE,
    Arrivals,
    simulate_arrivals,
    steady,
)
from steppe.insight.forecasting.draws import prior_worlds
from steppe.insight.reports import reports_of
from steppe.scenario.events import Conflict
from steppe.scenario.folder import load
from steppe.scenario.model import Observation, Route
from tests.engine.worlds import camp, day, expected, town, world
from tests.insight.forecasting.worlds import series

DAYS = 400


def arriving(*shares, days=DAYS):
    """The same shares every day; one list for each draw."""
    return Arrivals(np.repeat(np.array(shares)[:, None, :], days, axis=1))


def growing(*paces, days=DAYS, every=1, first=1_000.0):
    """Series that grow evenly from 1,000 people on day 0."""
    return [
        series(f"S{number}", {each: first + pace * each for each in range(0, days, every)})
        for number, pace in enumerate(paces)
    ]


class TestRatio:
    def test_where_nothing_is_known_the_simulation_stands(self):
        still = [
            [series("A", {}), series("B", {})],
            growing(0, 0),
            [series("A", {0: 5}), series("B", {0: 9})],
        ]
        for reports in still:
            assert arriving([0.8, 0.2], [0.5, 0.5]).ratio(reports, 100).tolist() == [[1, 1], [1, 1]]

    def test_a_series_with_one_count_alone_is_not_judged(self):
        reports = [*growing(10), series("New", {50: 700})]
        ratio = arriving([0.5, 0.5]).ratio(reports, 100)
        assert ratio[0, 1] == 1.0

    def test_many_counts_overrule_the_simulation(self):
        reports = growing(30, 70)
        ratio = arriving([0.8, 0.2], [0.3, 0.7]).ratio(reports, DAYS - 1)
        assert ratio == pytest.approx(np.array([[0.3 / 0.8, 0.7 / 0.2], [1, 1]]), rel=0.01)

    def test_few_counts_move_it_a_little(self):
        """One interval of ten days, just over: it counts as one, the prior as a tenth of everything."""
        reports = growing(30, 70, days=11, every=10)
        ratio = arriving([0.8, 0.2]).ratio(reports, 10)
        by_hand = [(PRIOR_SHARE + 0.3) / (PRIOR_SHARE + 0.8), (PRIOR_SHARE + 0.7) / (PRIOR_SHARE + 0.2)]
        assert ratio[0].tolist() == pytest.approx(by_hand)

    def test_what_a_count_tells_fades_by_half(self):
        reports = growing(30, 70, days=11, every=10)
        later = round(HALF_LIFE_DAYS)
        ratio = arriving([0.8, 0.2]).ratio(reports, 10 + later)
        assert ratio[0, 0] == pytest.approx((PRIOR_SHARE + 0.15) / (PRIOR_SHARE + 0.4))

    def test_the_past_is_forgotten(self):
        turn = 100
        counts = [
            {each: 1_000.0 + 90 * min(each, turn) + 10 * max(each - turn, 0) for each in range(0, DAYS, 10)},
            {each: 1_000.0 + 10 * min(each, turn) + 90 * max(each - turn, 0) for each in range(0, DAYS, 10)},
        ]
        reports = [series(f"S{number}", each) for number, each in enumerate(counts)]
        at_turn = arriving([0.5, 0.5]).ratio(reports, turn)
        later = arriving([0.5, 0.5]).ratio(reports, DAYS - 1)
        assert at_turn[0, 0] > 1.6 and at_turn[0, 1] < 0.4
        assert later[0, 0] < 0.4 and later[0, 1] > 1.6

    @pytest.mark.parametrize(
        "counted_on",
        [range(0, 101, 10), range(150, 201, 10), range(0, 201, 40)],
        ids=["stops", "new", "rare"],
    )
    def test_when_a_series_was_counted_does_not_speak_against_it(self, counted_on):
        """Both grow by as much as simulated; only the days on which they are counted differ."""
        often, _ = growing(50, 50, days=201, every=10)
        other = series("S1", {each: 1_000.0 + 50 * each for each in counted_on})
        ratio = arriving([0.5, 0.5]).ratio([often, other], 200)
        assert ratio[0].tolist() == pytest.approx([1, 1])

    def test_people_who_left_are_no_arrivals(self):
        falling = arriving([0.5, 0.5]).ratio(growing(30, -2, days=100), 99)
        still = arriving([0.5, 0.5]).ratio(growing(30, 0, days=100), 99)
        assert falling.tolist() == still.tolist()

    def test_growth_before_the_run_is_not_held_against_it(self):
        before = [series("A", {-30: 100, -1: 9_000}), series("B", {-30: 100, -1: 200})]
        assert arriving([0.5, 0.5]).ratio(before, 20).tolist() == [[1, 1]]

    def test_later_publications_change_nothing(self):
        rng = np.random.default_rng(3)
        drawn = Arrivals(rng.dirichlet(np.ones(3), size=(4, DAYS)))
        today, ahead = 150, (np.array([160, 300, 399]), np.array([0, 1, 2]))

        def reports(wrong):
            found = []
            for number in range(3):
                days = np.sort(np.random.default_rng(number).choice(DAYS, 40, replace=False))
                known = days + np.random.default_rng(9 + number).integers(0, 30, 40)
                people = np.cumsum(np.random.default_rng(20 + number).integers(0, 500, 40)).astype(float)
                people = np.where(known > today, wrong, people)
                each = series(f"S{number}", dict(zip(days.tolist(), people.tolist(), strict=True)))
                found.append(replace(each, known=known, corrections=(today + 1, 200)))
            return found

        true, other = reports(5.0), reports(1e9)
        assert np.array_equal(drawn.ratio(true, today), drawn.ratio(other, today))
        assert np.array_equal(drawn.ahead(true, today, *ahead), drawn.ahead(other, today, *ahead))
        assert not np.array_equal(drawn.ratio(true, DAYS), drawn.ratio(other, DAYS))


class TestAhead:
    def test_where_nothing_is_known_it_is_what_the_simulation_says(self):
        reports = [series("A", {}), series("B", {})]
        found = arriving([0.8, 0.2], [0.6, 0.4]).ahead(reports, 10, np.array([40, 90]), np.array([0, 1]))
        assert found.tolist() == pytest.approx([0.7, 0.3])

    def test_shares_of_one_day_add_up_to_one(self):
        rng = np.random.default_rng(4)
        drawn = Arrivals(rng.dirichlet(np.ones(3), size=(5, DAYS)))
        found = drawn.ahead(growing(5, 20, 1), 100, np.full(3, 130), np.arange(3))
        assert found.sum() == pytest.approx(1.0)

    def test_only_days_after_today_until_the_day_count(self):
        share = np.zeros((1, 100, 2))
        share[:, :51, 0] = 1.0
        share[:, 51:61, 1] = 1.0
        share[:, 61:, 0] = 1.0
        reports = [series("A", {}), series("B", {})]
        found = Arrivals(share).ahead(reports, 50, np.array([60, 70, 51]), np.array([1, 1, 0]))
        assert found.tolist() == pytest.approx([1.0, 0.5, 0.0])

    def test_where_nobody_arrives_shares_are_equal(self):
        reports = [series("A", {}), series("B", {}), series("C", {})]
        found = arriving([0.0, 0.0, 0.0]).ahead(reports, 10, np.array([40]), np.array([2]))
        assert found.tolist() == pytest.approx([1 / 3])

    def test_counts_move_shares_towards_what_was_counted(self):
        simulated = arriving([0.8, 0.2])
        found = [
            simulated.ahead(growing(30, 70, days=days), days - 1, np.array([390]), np.array([1]))[0]
            for days in (2, 30, 300)
        ]
        assert 0.2 < found[0] < found[1] < found[2] < 0.7
        assert found[2] == pytest.approx(0.7, rel=0.01)


def from_observations(*observations, **settings):
    """Two towns and two camps; who leaves follows from the counts."""
    return world(
        town("North", population=3_000),
        town("South", population=1_000),
        camp("Up", capacity=500, hard_capacity=True),
        camp("Down", capacity=500),
        routes=(Route("North", "Up", 60), Route("South", "Down", 60), Route("North", "South", 80)),
        events=(Conflict("North", day(0)), Conflict("South", day(0))),
        observations=observations,
        days=30,
        push_from_observations=True,
        **settings,
    )


COUNTS = (Observation(day(0), "Up", 10), Observation(day(20), "Up", 480), Observation(day(25), "Down", 90))


class TestSteady:
    def test_equally_many_leave_every_day_whatever_was_counted(self):
        even = steady(from_observations(*COUNTS))
        entered = expected(even).entered[0]
        assert entered == pytest.approx(np.full(30, PEOPLE_A_DAY))
        assert even.observations == () and even.corrections == ()
        assert steady(from_observations(Observation(day(3), "Up", 9e5))) == even

    def test_no_place_is_full(self):
        """It carries on past the hard limit of 500, and is the same world whatever the limits."""
        reports = reports_of(from_observations(*COUNTS))
        tight = from_observations(*COUNTS)
        wide = replace(
            tight, places=tuple(replace(each, capacity=None, hard_capacity=False) for each in tight.places)
        )
        first, second = (
            simulate_arrivals(prior_worlds(steady(each), 4, 7), reports, 30).share for each in (tight, wide)
        )
        assert np.array_equal(first, second)
        names = [each.name for each in tight.places]
        assert expected(steady(tight)).stock[0, -1, names.index("Up")] > 5_000

    def test_a_world_that_says_who_leaves_keeps_that(self):
        scheduled, by_conflict = load("two-camps"), load("one-road")
        assert steady(scheduled).pushes == scheduled.pushes
        assert steady(by_conflict).pushes == by_conflict.pushes == ()
        assert steady(by_conflict).events == by_conflict.events


class TestSimulate:
    @pytest.mark.parametrize(
        ("name", "where"),
        [
            ("two-camps", ["Vale camp", "Ridge camp"]),
            ("one-road", ["Tessel camp"]),
            ("one-road", ["Nowhere"]),
        ],
    )
    def test_shares_of_a_day_add_up_to_one_or_to_nothing(self, name, where):
        scenario = load(name)
        reports = [series(each, {0: 1.0}) for each in where]
        share = simulate_arrivals(prior_worlds(steady(scenario), 4, 1), reports, scenario.days).share
        assert share.shape == (4, scenario.days, len(reports))
        sums = share.sum(axis=2)
        assert (share >= 0).all()
        assert (np.isclose(sums, 1.0) | (sums == 0.0)).all()
        assert not sums[:, 0].any()
        assert (sums > 0).any() == (where != ["Nowhere"])

    def test_people_arrive_where_the_road_leads(self):
        """North is three times as large, and the road between the towns is longer than the one to its camp."""
        even = steady(from_observations(*COUNTS))
        share = simulate_arrivals([even], reports_of(from_observations(*COUNTS)), 30).share[0, -1]
        assert share[0] > share[1] > 0

    def test_a_country_takes_in_what_its_camps_take_in(self):
        scenario = from_observations(*COUNTS)
        apart = reports_of(scenario)
        elsewhere = replace(scenario.places[3], country="Elsewhere")
        split = steady(replace(scenario, places=(*scenario.places[:3], elsewhere)))
        by_country = [
            replace(apart[0], where=scenario.places[2].country),
            replace(apart[1], where="Elsewhere"),
        ]
        first, second = (simulate_arrivals([split], each, 30).share for each in (apart, by_country))
        assert first == pytest.approx(second)

    def test_threads_change_nothing(self):
        scenario = load("two-camps")
        worlds, reports = prior_worlds(steady(scenario), 4, 1), reports_of(scenario)
        first, second = (simulate_arrivals(worlds, reports, 30, threads=n).share for n in (1, 3))
        assert np.array_equal(first, second)

    def test_later_counts_do_not_move_the_simulation(self):
        """Every count may say anything: where people go is simulated without one."""
        scenario = from_observations(*COUNTS)
        others = tuple(replace(each, value=7e6, date=each.date + timedelta(days=1)) for each in COUNTS)
        reports = reports_of(scenario)
        first, second = (
            simulate_arrivals(prior_worlds(steady(from_observations(*counts)), 2, 1), reports, 30).share
            for counts in (COUNTS, others)
        )
        assert np.array_equal(first, second)
