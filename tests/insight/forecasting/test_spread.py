"""What is learned from other conflicts: true to a generator that is known, honest, and blind to the conflict at hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from steppe.insight.forecasting import spread
from steppe.insight.forecasting.points import Points, joined
from steppe.insight.forecasting.spread import (
    NAMES,
    OF_STACK_ONLY,
    START,
    Learned,
    Lessons,
    centre_of,
    fitted,
    learn,
    mixture_of,
    recalibration,
)
from steppe.insight.forecasting.totals import damped_days
from tests.insight.forecasting.worlds import points

TRUE = START.copy()
TRUE[NAMES.index("flow")] = 0.5
TRUE[NAMES.index("simulation")] = 0.3
TRUE[NAMES.index("short")] = 0.0
STRAIGHT = np.array([0.0, 1.0])
WIDTHS = [name for name in NAMES if "log_" in name and "fading" not in name and "ratio" not in name]


def drawn_points(rng: np.random.Generator, size: int) -> Points:
    """Rows as various as those of a conflict."""
    lead = rng.choice([7.0, 30.0, 90.0, 180.0], size)
    level = np.exp(rng.normal(9.5, 0.8, size))
    activity = level * np.exp(rng.normal(-5.5, 0.8, size))
    growth = lead * activity * rng.uniform(0.5, 4, size)
    return points(
        size,
        day=lead.astype(int),
        level=level,
        lead=lead,
        short_pace=activity * rng.uniform(-0.5, 1, size),
        long_pace=activity * rng.uniform(-0.2, 0.8, size),
        activity=activity,
        growth=growth,
        by_flow=growth * rng.uniform(0, 0.6, size),
        by_level=growth * rng.uniform(0, 0.5, size),
        by_simulation=growth * rng.uniform(0, 0.6, size),
        total_activity=activity * 4,
    )


def drawn(conflict: str, seed: int, size: int) -> Lessons:
    """Past forecasts of a conflict, and what the true mixture made of them."""
    rng = np.random.default_rng(seed)
    table = drawn_points(rng, size)
    observed = mixture_of(TRUE, table).quantile(rng.uniform(1e-6, 1 - 1e-6, size))
    return Lessons(table, observed, np.repeat(conflict, size), table.day)


def together(*several: Lessons) -> Lessons:
    parts = ((each.observed, each.conflict, each.horizon) for each in several)
    return Lessons(joined(each.points for each in several), *map(np.concatenate, zip(*parts, strict=True)))


def cover(learned: Learned, held: Lessons, level: float) -> float:
    """Share of what was observed inside central intervals."""
    tails = np.array([[0.5 - level / 2], [0.5 + level / 2]])
    low, high = learned.quantiles(held.points, np.repeat(tails, len(held.points), axis=1))
    return float(((low <= held.observed) & (held.observed <= high)).mean())


PAST = together(*(drawn(name, seed, 220) for seed, name in enumerate("ABCD")))
HELD_OUT = drawn("E", 99, 3_000)
SMALL = together(*(drawn(name, 50 + seed, 40) for seed, name in enumerate("ABC")))


@pytest.fixture(scope="module")
def learned() -> Learned:
    return learn(PAST, recalibrate=False)


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few steps of learning, where any will do."""
    monkeypatch.setattr(spread, "MOST_STEPS", 4)


class TestKnownGenerator:
    @pytest.mark.parametrize("level", [0.5, 0.8, 0.9])
    def test_intervals_of_a_new_conflict_hold_what_they_claim(self, learned, level):
        assert cover(learned, HELD_OUT, level) == pytest.approx(level, abs=0.06)

    def test_the_centre_is_found(self, learned):
        """What is forecast to change is off by less than a quarter of what truly does on average."""
        true, found = (centre_of(values, HELD_OUT.points) for values in (TRUE, learned.values))
        apart, change = np.abs(found - true), np.abs(true - HELD_OUT.points.level)
        assert apart.sum() < 0.25 * change.sum()

    def test_the_score_is_almost_that_of_the_truth(self, learned):
        scores = [
            mixture_of(values, HELD_OUT.points).crps(HELD_OUT.observed).mean()
            for values in (TRUE, learned.values, START)
        ]
        assert scores[1] < 1.03 * scores[0]
        assert scores[1] < scores[2]


class TestCentre:
    def test_it_is_the_last_count_and_shares_of_five_ways(self):
        table = points(
            1,
            level=500.0,
            lead=40.0,
            short_pace=2.0,
            long_pace=3.0,
            by_flow=70.0,
            by_level=80.0,
            by_simulation=90.0,
        )
        q = dict(zip(NAMES, TRUE, strict=True))
        by_hand = (
            500
            + q["short"] * 2 * damped_days(np.array(40.0), np.exp(q["log_short_fading"]))
            + q["long"] * 3 * damped_days(np.array(40.0), np.exp(q["log_long_fading"]))
            + q["flow"] * 70
            + q["level"] * 80
            + q["simulation"] * 90
        )
        assert centre_of(TRUE, table)[0] == pytest.approx(float(by_hand))

    def test_where_nothing_moves_nothing_is_expected_to(self):
        assert centre_of(TRUE, points(3)).tolist() == [1000.0] * 3

    @pytest.mark.usefixtures("quickly")
    def test_the_simulation_alone_leaves_the_other_ways_out(self):
        values = dict(zip(NAMES, learn(SMALL, "simulation", recalibrate=False).values, strict=True))
        assert [values[name] for name in OF_STACK_ONLY] == [0.0] * len(OF_STACK_ONLY)
        assert values["simulation"] != 0.0
        changed = replace(
            SMALL.points, short_pace=SMALL.points.short_pace + 9, by_flow=SMALL.points.by_flow + 9
        )
        by_simulation = np.array(list(values.values()))
        assert np.array_equal(centre_of(by_simulation, changed), centre_of(by_simulation, SMALL.points))

    def test_response_is_how_the_centre_moves_with_the_total(self):
        learned = Learned(TRUE, STRAIGHT, STRAIGHT)
        table = HELD_OUT.points.at(np.arange(50))
        more = 1.0 + 1.0 / table.growth
        parts = {
            name: getattr(table, name) * more for name in ("growth", "by_flow", "by_level", "by_simulation")
        }
        moved = centre_of(TRUE, replace(table, **parts)) - centre_of(TRUE, table)
        assert learned.response(table) == pytest.approx(moved, rel=1e-6)
        assert learned.response(points(2)).tolist() == [0.0, 0.0]


class TestWidth:
    def test_weights_of_the_parts_add_up_to_one(self):
        mixture = mixture_of(TRUE, HELD_OUT.points)
        assert mixture.weight.sum(axis=0) == pytest.approx(1.0)
        assert (mixture.sd > 0).all()

    def test_a_forecast_widens_with_the_days_ahead(self):
        lead = np.array([7.0, 30.0, 90.0, 180.0])
        table = points(4, lead=lead, level=5_000.0, activity=20.0, total_activity=50.0)
        low, high = Learned(TRUE, STRAIGHT, STRAIGHT).quantiles(table, np.repeat([[0.05], [0.95]], 4, axis=1))
        assert (np.diff(high - low) > 0).all()

    def test_it_widens_with_how_much_a_series_moves(self):
        table = points(3, level=5_000.0, activity=np.array([0.0, 10.0, 100.0]))
        low, high = Learned(TRUE, STRAIGHT, STRAIGHT).quantiles(table, np.repeat([[0.05], [0.95]], 3, axis=1))
        assert (np.diff(high - low) > 0).all()


class TestQuantiles:
    CHANCES = np.array([1e-9, 1e-4, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 1 - 1e-4, 1 - 1e-9])
    BENT = Learned(TRUE, np.array([0.0, 0.2, 0.5, 1.0]), np.array([0.0, 0.35, 0.6, 1.0]))

    @pytest.mark.parametrize("learned", [Learned(TRUE, STRAIGHT, STRAIGHT), BENT], ids=["straight", "bent"])
    def test_they_rise_with_the_chance_and_nobody_is_less_than_nobody(self, learned):
        table = joined([HELD_OUT.points, points(50, level=0.0, activity=30.0, total_activity=90.0)])
        found = learned.quantiles(table, np.repeat(self.CHANCES[:, None], len(table), axis=1))
        assert np.isfinite(found).all() and (found >= 0).all()
        assert (np.diff(found, axis=0) >= 0).all()
        assert (found == 0).any()

    @pytest.mark.parametrize("learned", [Learned(TRUE, STRAIGHT, STRAIGHT), BENT], ids=["straight", "bent"])
    def test_the_position_of_a_quantile_is_its_chance(self, learned):
        table = points(5, level=1e5, activity=10.0)
        chances = np.array([0.02, 0.3, 0.5, 0.7, 0.98])
        assert learned.position(table, learned.quantiles(table, chances)) == pytest.approx(chances, abs=1e-6)


class TestRecalibration:
    @pytest.fixture
    def sure_of_itself(self, monkeypatch: pytest.MonkeyPatch) -> np.ndarray:
        """Learning that always ends with widths of little more than half the true ones."""
        narrow = TRUE.copy()
        for name in WIDTHS:
            narrow[NAMES.index(name)] -= 0.6
        monkeypatch.setattr(spread, "fitted", lambda lessons, fixed=(), near=None: narrow)
        return narrow

    def test_it_mends_a_forecast_that_is_too_sure_of_itself(self, sure_of_itself):
        before, after = learn(PAST, recalibrate=False), learn(PAST)
        assert np.array_equal(after.values, sure_of_itself)
        for level in (0.5, 0.8, 0.9):
            raw, mended = (abs(cover(each, HELD_OUT, level) - level) for each in (before, after))
            assert raw > 0.1 and mended < 0.6 * raw

    def test_the_mended_positions_are_more_even(self, sure_of_itself):
        def uneven(learned):
            position = np.sort(learned.position(HELD_OUT.points, HELD_OUT.observed))
            return np.abs(position - (np.arange(position.size) + 0.5) / position.size).max()

        assert uneven(learn(PAST)) < 0.5 * uneven(learn(PAST, recalibrate=False))

    def test_a_forecast_that_is_right_is_left_almost_alone(self, monkeypatch):
        monkeypatch.setattr(spread, "fitted", lambda lessons, fixed=(), near=None: TRUE)
        chances, below = recalibration(PAST, (), list("ABCD"))
        assert (np.diff(below) > 0).all() and (below[0], below[-1]) == (0.0, 1.0)
        assert below == pytest.approx(chances, abs=0.04)

    def test_conflicts_count_alike_however_many_rows_they_have(self, monkeypatch):
        """One of 400 rows that all came out low, one of 40 that all came out high: half of what is counted each."""
        monkeypatch.setattr(spread, "fitted", lambda lessons, fixed=(), near=None: TRUE)

        def came(name, size, observed):
            return Lessons(
                points(size, level=5_000.0), np.full(size, observed), np.repeat(name, size), np.full(size, 30)
            )

        chances, below = recalibration(together(came("A", 400, 0.0), came("B", 40, 1e6)), (), ["A", "B"])
        middle = float(np.interp(0.5, chances, below))
        assert middle == pytest.approx(0.5)

    @pytest.mark.usefixtures("quickly")
    def test_with_one_conflict_there_is_nothing_to_leave_out(self):
        alone = learn(SMALL.at(SMALL.conflict == "A"))
        assert alone.chances.tolist() == alone.below.tolist() == [0.0, 1.0]

    def test_each_conflict_is_judged_by_what_the_others_say(self, monkeypatch):
        seen = []

        def listening(lessons, fixed=(), near=None):
            seen.append(sorted(set(lessons.conflict.tolist())))
            return TRUE

        monkeypatch.setattr(spread, "fitted", listening)
        recalibration(PAST, (), list("ABCD"))
        assert seen == [list("BCD"), list("ACD"), list("ABD"), list("ABC")]


@pytest.mark.usefixtures("quickly")
class TestLeavingOut:
    def test_what_is_learned_does_not_look_at_the_conflict_left_out(self):
        left_out = SMALL.conflict == "B"
        wrong = replace(
            SMALL,
            observed=np.where(left_out, 1e9, SMALL.observed),
            points=replace(SMALL.points, level=np.where(left_out, 7.0, SMALL.points.level)),
        )
        first, second = (learn(each.without("B")) for each in (SMALL, wrong))
        for name in ("values", "chances", "below"):
            assert np.array_equal(getattr(first, name), getattr(second, name))
        assert not np.array_equal(fitted(wrong), fitted(SMALL))

    def test_without_keeps_the_rows_of_all_others_in_order(self):
        kept = SMALL.without("B")
        assert set(kept.conflict.tolist()) == {"A", "C"}
        assert np.array_equal(kept.observed, SMALL.observed[SMALL.conflict != "B"])
        assert np.array_equal(kept.points.level, SMALL.points.level[SMALL.conflict != "B"])
        assert SMALL.without("Z").observed.size == SMALL.observed.size

    def test_learning_twice_says_the_same(self):
        assert np.array_equal(fitted(SMALL), fitted(SMALL))

    def test_the_names_of_conflicts_and_the_order_of_rows_do_not_matter(self):
        """A sum in another order differs in its last digits, so what is learned is close and not equal."""
        order = np.random.default_rng(2).permutation(SMALL.observed.size)
        renamed = replace(SMALL, conflict=np.char.add("of ", SMALL.conflict)).at(order)
        assert fitted(renamed) == pytest.approx(fitted(SMALL), rel=1e-3, abs=1e-3)
