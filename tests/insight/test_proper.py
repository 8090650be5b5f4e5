"""Scores reward honesty, agree with their closed forms, and with sums done by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from steppe.insight import proper
from steppe.insight.score import averaged_relative_difference

counts = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))
forecasts = arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 25)), elements=counts)
widths = st.integers(1, 999).map(lambda share: share / 1000)
SOME = np.array([-1.7, 0.0, 0.4, 2.9])


def _normal(members, points=1, seed=1):
    return np.random.default_rng(seed).normal(size=(points, members))


def _even(members):
    """A standard normal distribution as evenly likely members, without chance."""
    return stats.norm.ppf((np.arange(members) + 0.5) / members)


def _closed_form_crps(observed):
    """Of a standard normal distribution: Gneiting & Raftery (2007), section 4.2."""
    return observed * (2 * stats.norm.cdf(observed) - 1) + 2 * stats.norm.pdf(observed) - 1 / np.sqrt(np.pi)


def _pairs(values):
    return np.abs(values[..., :, None] - values[..., None, :])


# The continuous ranked probability score


@given(forecasts, counts)
def test_crps_is_the_mean_distance_less_half_the_mean_distance_of_pairs(members, observed):
    truth = np.full(len(members), observed)
    count = members.shape[1]
    distance, pairs = np.abs(members - observed).mean(axis=1), _pairs(members).sum(axis=(1, 2)) / 2
    scale = 1e-12 * (1 + np.abs(members).max() + abs(observed))
    assert np.allclose(proper.crps(members, truth), distance - pairs / count**2, rtol=0, atol=scale)
    fair = distance - pairs / (count * max(count - 1, 1))
    assert np.allclose(proper.crps(members, truth, fair=True), fair, rtol=0, atol=scale)


@given(forecasts, counts)
def test_crps_is_the_area_between_the_step_at_the_observation_and_the_distribution(members, observed):
    steps = np.sort(np.append(members[0], observed))
    apart = np.array([(members[0] <= left).mean() - (observed <= left) for left in steps[:-1]])
    area = (apart**2 * np.diff(steps)).sum()
    assert proper.crps(members[0], observed) == pytest.approx(area, rel=1e-9, abs=1e-6)


def test_crps_of_many_members_tends_to_the_closed_form_of_the_normal_distribution():
    members = np.tile(_even(20_000), (SOME.size, 1))
    assert np.allclose(proper.crps(members, SOME), _closed_form_crps(SOME), atol=1e-4)


@pytest.mark.parametrize("members", [2, 5, 40])
def test_a_few_members_are_scored_without_bias_by_the_fair_one_alone(members):
    draws = _normal(members, points=60_000)
    truth = np.full(60_000, 0.4)
    expected, error = _closed_form_crps(0.4), 4 * 0.6 / np.sqrt(60_000)
    assert proper.crps(draws, truth, fair=True).mean() == pytest.approx(expected, abs=error)
    # E|x - x'| / 2 of the standard normal is 1 / sqrt(pi); the plain one misses 1 / members of it
    too_much = 1 / np.sqrt(np.pi) / members
    assert proper.crps(draws, truth).mean() == pytest.approx(expected + too_much, abs=error)


def test_a_count_of_hundreds_of_millions_loses_no_digits():
    members = 4e8 + np.array([[0.0, 1.0, 1.0, 5.0]])
    assert proper.crps(members, [4e8 + 2]) == pytest.approx(proper.crps(members - 4e8, [2.0]), rel=1e-14)


# One member is a point forecast


@given(counts, counts, st.lists(st.sampled_from((0.1, 0.5, 0.8, 0.9, 0.95, 0.99)), unique=True))
def test_of_a_point_forecast_every_score_is_the_absolute_error(value, observed, levels):
    error = abs(value - observed)
    assert proper.crps([[value]], [observed])[0] == pytest.approx(error)
    assert proper.crps([[value]], [observed], fair=True)[0] == pytest.approx(error)
    assert proper.weighted_interval_score([[value]], [observed], levels)[0] == pytest.approx(error)
    assert proper.absolute_error([[value]], [observed])[0] == pytest.approx(error)
    assert proper.energy_score([[value]], [observed]) == pytest.approx(error)
    assert proper.energy_score([[value]], [observed], fair=True) == pytest.approx(error)


# Intervals


@given(forecasts, widths)
def test_an_interval_lies_between_numpys_linear_quantiles(members, level):
    tail = (1 - level) / 2
    expected = np.quantile(members, (tail, 1 - tail), axis=1)
    assert np.allclose(proper.interval(members, level), expected, rtol=1e-9, atol=1e-6)


def test_an_interval_score_is_the_width_and_the_penalty():
    bounds = np.array([[10.0, 10.0, 10.0], [20.0, 20.0, 20.0]])
    score = proper.interval_score(bounds, [15.0, 7.0, 24.0], 0.9)
    assert score == pytest.approx([10, 10 + 20 * 3, 10 + 20 * 4])


def test_the_weighted_interval_score_by_hand():
    members = np.arange(101.0)  # the quantile at p is 100 p
    inside = (21 / 2 + 0.25 * 50 + 0.05 * 90) / 2.5
    assert proper.weighted_interval_score(members, 29.0, (0.5, 0.9)) == pytest.approx(inside)
    below_both = (46 / 2 + 0.25 * (50 + 4 * 21) + 0.05 * (90 + 20 * 1)) / 2.5
    assert proper.weighted_interval_score(members, 4.0, (0.5, 0.9)) == pytest.approx(below_both)


@given(forecasts, counts, st.lists(widths, max_size=5, unique=True))
def test_the_weighted_interval_score_is_twice_the_mean_pinball_loss(members, observed, levels):
    chances = sorted({0.5, *((1 - level) / 2 for level in levels), *((1 + level) / 2 for level in levels)})
    quantiles = np.quantile(members, chances, axis=1)
    chance = np.array(chances)[:, None]
    pinball = ((observed < quantiles) - chance) * (quantiles - observed)
    truth = np.full(len(members), observed)
    expected = 2 * pinball.mean(axis=0)
    assert np.allclose(proper.weighted_interval_score(members, truth, levels), expected, rtol=1e-7, atol=1e-5)
    given_as_quantiles = proper.weighted_interval_score_of_quantiles(quantiles, truth, chances)
    assert np.allclose(given_as_quantiles, expected, rtol=1e-7, atol=1e-5)


def test_the_weighted_interval_score_of_many_levels_tends_to_the_crps():
    members = np.tile(_even(20_000), (SOME.size, 1))
    levels = np.arange(1, 400) / 400
    found = proper.weighted_interval_score(members, SOME, levels)
    assert np.allclose(found, _closed_form_crps(SOME), atol=0.004)


def test_without_levels_the_median_alone_is_scored():
    members = _normal(9, points=4)
    error = np.abs(np.median(members, axis=1) - SOME)
    assert np.allclose(proper.weighted_interval_score(members, SOME, ()), error)
    assert np.allclose(proper.absolute_error(members, SOME), error)


def test_ends_of_an_interval_are_inside_even_where_all_members_are_one():
    members = np.array([[3.0, 3.0, 3.0], [0.0, 5.0, 10.0], [0.0, 5.0, 10.0]])
    assert proper.covered(members, [3.0, 2.5, 2.4999], 0.5).tolist() == [True, True, False]


@pytest.mark.parametrize("level", proper.LEVELS)
def test_of_honest_forecasts_an_interval_covers_what_it_claims(level):
    truth = np.random.default_rng(5).normal(size=4000)
    covered = proper.covered(np.tile(_even(2000), (4000, 1)), truth, level)
    assert covered.mean() == pytest.approx(level, abs=4 * np.sqrt(level * (1 - level) / 4000))


# The probability integral transform


def test_in_a_step_of_the_distribution_the_transform_falls_anywhere():
    members = np.tile([0.0, 0.0, 0.0, 0.0, 7.0, 8.0, 8.0, 9.0], (20_000, 1))
    draw = np.random.default_rng(3)
    for observed, low, high in ((0.0, 0, 0.5), (8.0, 5 / 8, 7 / 8), (7.0, 0.5, 5 / 8)):
        found = proper.pit(members, np.full(20_000, observed), draw)
        assert stats.kstest(found, "uniform", args=(low, high - low)).pvalue > 1e-3
    assert proper.pit(members[:1], [-1.0], draw) == 0
    assert proper.pit(members[:1], [10.0], draw) == 1
    assert proper.pit(members[:1], [3.0], draw) == 0.5


def test_of_a_known_distribution_of_counts_the_transform_is_uniform():
    draw = np.random.default_rng(4)
    truth = draw.poisson(1.2, 5000).astype(float)
    evenly = stats.poisson.ppf((np.arange(4000) + 0.5) / 4000, 1.2)
    found = proper.pit(np.tile(evenly, (5000, 1)), truth, draw)
    assert stats.kstest(found, "uniform").pvalue > 1e-3


@pytest.mark.parametrize("members", [1, 3, 20])
def test_with_few_members_the_fair_transform_is_uniform_and_the_plain_one_piles_up(members):
    draw = np.random.default_rng(members)
    counts_drawn = draw.negative_binomial(1, 0.3, size=(20_000, members + 1)).astype(float)
    fair = proper.pit(counts_drawn[:, 1:], counts_drawn[:, 0], draw, fair=True)
    assert stats.kstest(fair, "uniform").pvalue > 1e-3
    normal = draw.normal(size=(20_000, members + 1))
    plain = proper.pit(normal[:, 1:], normal[:, 0], draw)
    assert ((plain == 0) | (plain == 1)).mean() == pytest.approx(2 / (members + 1), abs=0.02)


@given(forecasts, counts, st.booleans())
def test_the_transform_lies_between_the_shares_of_members_below_and_not_above(members, observed, fair):
    truth = np.full(len(members), observed)
    found = proper.pit(members, truth, np.random.default_rng(0), fair=fair)
    again = proper.pit(members, truth, np.random.default_rng(0), fair=fair)
    assert np.array_equal(found, again)
    assert np.all((found >= 0) & (found <= 1))
    if not fair:
        assert np.all((members < observed).mean(axis=1) <= found + 1e-15)
        assert np.all(found <= (members <= observed).mean(axis=1) + 1e-15)


# Many places at once


@given(forecasts, counts, st.booleans())
def test_in_one_place_the_energy_score_is_the_crps(members, observed, fair):
    energy = proper.energy_score(members[0][:, None], [observed], fair=fair)
    scale = 1e-12 * (1 + np.abs(members).max() + abs(observed))
    assert energy == pytest.approx(float(proper.crps(members[0], observed, fair=fair)), rel=1e-9, abs=scale)


@pytest.mark.parametrize("fair", [False, True])
def test_the_energy_score_by_hand(fair):
    draw = np.random.default_rng(8)
    members, observed = draw.gamma(2, 50, (30, 6)), draw.gamma(2, 50, 6)
    distance = np.linalg.norm(members - observed, axis=1).mean()
    pairs = np.linalg.norm(members[:, None] - members[None], axis=2).sum() / 2
    expected = distance - pairs / (30 * 29 if fair else 900)
    assert proper.energy_score(members, observed, fair=fair) == pytest.approx(expected)


def test_turning_the_axes_and_moving_the_origin_leaves_the_energy_score_alone():
    draw = np.random.default_rng(9)
    members, observed = draw.normal(size=(40, 4)), draw.normal(size=4)
    turn, _ = np.linalg.qr(draw.normal(size=(4, 4)))
    moved = proper.energy_score(members @ turn + 1e3, observed @ turn + 1e3)
    assert moved == pytest.approx(proper.energy_score(members, observed))


@pytest.mark.parametrize("p", [0.5, 1.0, 2.0])
def test_the_variogram_score_by_hand(p):
    draw = np.random.default_rng(10)
    members, observed = draw.normal(size=(25, 5)), draw.normal(size=5)
    expected = ((_pairs(observed) ** p - (_pairs(members) ** p).mean(axis=0)) ** 2).sum()
    assert proper.variogram_score(members, observed, p) == pytest.approx(expected)


def test_the_variogram_score_is_blind_to_an_error_that_all_places_share():
    members, observed = _normal(5, points=20), np.array([1.0, 2.0, 0.0, 0.0, 1.0])
    assert proper.variogram_score(members + 99, observed) == pytest.approx(
        proper.variogram_score(members, observed)
    )
    assert proper.variogram_score(members[:, :1], observed[:1]) == 0


# Honesty pays


SHIFTS = {"too low": (-0.5, 1), "too high": (0.5, 1), "too narrow": (0, 0.4), "too wide": (0, 2.2)}


@pytest.mark.parametrize("wrong", SHIFTS)
@pytest.mark.parametrize("score", [proper.crps, proper.weighted_interval_score])
def test_who_says_the_truth_is_scored_better_than_who_bends_it(score, wrong):
    shift, spread = SHIFTS[wrong]
    truth = np.random.default_rng(11).normal(size=3000)
    honest = np.tile(_even(200), (3000, 1))
    gain = score(shift + spread * honest, truth) - score(honest, truth)
    assert gain.mean() > 0.03
    assert gain.mean() > 5 * gain.std() / np.sqrt(gain.size)


@pytest.mark.parametrize("wrong", SHIFTS)
def test_who_says_the_truth_of_many_places_is_scored_better(wrong):
    shift, spread = SHIFTS[wrong]
    draw = np.random.default_rng(12)
    members = draw.normal(size=(150, 3))
    gain = np.array(
        [
            proper.energy_score(shift + spread * members, truth) - proper.energy_score(members, truth)
            for truth in draw.normal(size=(400, 3))
        ]
    )
    assert gain.mean() > 0.05
    assert gain.mean() > 5 * gain.std() / np.sqrt(gain.size)


def test_who_denies_the_tie_between_places_loses_the_variogram_score():
    draw = np.random.default_rng(13)
    cause, *own = draw.normal(size=(3, 300))
    tied, loose = np.column_stack([cause + 0.3 * own[0], cause + 0.3 * own[1]]), draw.normal(size=(300, 2))
    truth = draw.normal(size=(300, 1)) + 0.3 * draw.normal(size=(300, 2))
    gain = np.array([proper.variogram_score(loose, y) - proper.variogram_score(tied, y) for y in truth])
    assert gain.mean() > 5 * gain.std() / np.sqrt(gain.size)


# Point scores


def test_scaled_errors_are_one_for_persistence_itself():
    errors = np.array([3.0, 0.0, 9.0])
    assert proper.mase(errors, errors) == 1
    assert proper.mase(errors / 4, errors) == 0.25
    assert proper.mase([1.0, 1.0], [4.0, 0.0]) == 0.5


def test_where_persistence_makes_no_error_nothing_can_be_scaled_by_it():
    assert np.isnan(proper.mase([1.0, 2.0], [0.0, 0.0]))
    assert np.isnan(proper.mase([], []))


def test_the_relative_difference_is_the_mean_over_dates_of_errors_over_people():
    median, observed = np.array([90.0, 30.0, 5.0, 2.0]), np.array([100.0, 50.0, 0.0, 0.0])
    dates = np.array(["2013-01-05", "2013-01-05", "2013-02-01", "2013-02-01"], dtype="datetime64[D]")
    assert proper.relative_difference(median, observed, dates) == pytest.approx((30 / 150 + 7 / 1) / 2)
    assert np.isnan(proper.relative_difference([], [], []))


def test_the_relative_difference_is_that_of_a_run_with_one_replica():
    draw = np.random.default_rng(14)
    median, observed, day = draw.uniform(0, 9, 12), draw.uniform(0, 9, 12), draw.integers(0, 4, 12)
    of_run = averaged_relative_difference(median[None], observed, day)
    assert proper.relative_difference(median, observed, day) == of_run[0]


# What all scores share


ROW_SCORES = [
    proper.crps,
    lambda members, observed: proper.crps(members, observed, fair=True),
    proper.weighted_interval_score,
    proper.absolute_error,
    lambda members, observed: proper.covered(members, observed, 0.8),
]


@pytest.mark.parametrize("score", ROW_SCORES)
def test_the_order_of_members_does_not_matter_and_points_do_not_touch(score):
    members = _normal(30, points=24)
    observed = _normal(1, points=24, seed=2)[:, 0]
    found = score(members, observed)
    assert np.allclose(score(members[:, ::-1], observed), found, atol=1e-14)
    assert np.allclose(score(members.reshape(4, 6, 30), observed.reshape(4, 6)), found.reshape(4, 6))
    assert [float(score(row, value)) for row, value in zip(members, observed, strict=True)] == pytest.approx(
        found.astype(float).tolist()
    )


@given(forecasts, counts, st.floats(0.001, 1000))
def test_scores_are_not_negative_and_scale_with_the_unit(members, observed, unit):
    truth = np.full(len(members), observed)
    for score in (proper.crps, proper.weighted_interval_score, proper.absolute_error):
        found = score(members, truth)
        assert np.all(found >= 0)
        atol = 1e-9 * unit * (1 + np.abs(members).max() + abs(observed))
        assert np.allclose(score(members * unit, truth * unit), unit * found, atol=atol)


@pytest.mark.parametrize(
    "score",
    [
        *ROW_SCORES,
        lambda members, observed: proper.pit(members, observed, np.random.default_rng(1)),
        lambda members, observed: proper.interval_score(members[:, :2].T, observed, 0.9),
        lambda members, observed: proper.energy_score(members.T, observed),
        lambda members, observed: proper.variogram_score(members.T, observed),
        lambda members, observed: proper.mase(members[:, 0], observed),
        lambda members, observed: proper.relative_difference(members[:, 0], observed, np.arange(5)),
    ],
)
def test_missing_numbers_are_refused_and_counted(score):
    members, observed = _normal(8, points=5), np.array([1.0, np.nan, 2.0, np.inf, 0.0])
    with pytest.raises(
        ValueError, match=r"^2 of 5 (observed values|errors of persistence) are missing or inf"
    ):
        score(members, observed)
    members[1, 0] = np.nan
    with pytest.raises(
        ValueError, match=r"^2 of 5 .* and 1 of \d+ (members|errors|medians) are missing or inf"
    ):
        score(members, observed)
    with pytest.raises(ValueError, match="do not fit"):
        score(members, observed[:3])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: proper.crps(np.empty((2, 0)), [1.0, 2.0]), "no members"),
        (lambda: proper.crps(3.0, 3.0), "no members"),
        (lambda: proper.interval([1.0, 2.0], 1.0), "levels 1.0 are not above 0 and below 1"),
        (lambda: proper.interval([1.0, np.nan], 0.5), "1 of 2 members are missing or infinite"),
        (lambda: proper.weighted_interval_score([1.0], 1.0, (0.5, 90.0, -1.0)), "levels 90.0, -1.0 are"),
        (lambda: proper.interval_score([1.0, 2.0, 3.0], 1.0, 0.5), "2 bounds, not 3"),
        (lambda: proper.variogram_score([[1.0, 2.0]], [1.0, 2.0], 0.0), "order of 0.0 is not above 0"),
        (lambda: proper.relative_difference([1.0], [1.0], [1, 2]), "do not fit 1 values"),
        (
            lambda: proper.weighted_interval_score_of_quantiles([1.0, 2.0], 1.0, [0.5]),
            "2 quantiles do not fit 1",
        ),
        *[
            (
                lambda chances=chances: proper.weighted_interval_score_of_quantiles(
                    np.arange(len(chances)), 1.0, chances
                ),
                "in pairs around 0.5",
            )
            for chances in ([0.1, 0.9], [0.1, 0.5, 0.8], [0.9, 0.5, 0.1])
        ],
    ],
)
def test_what_cannot_be_scored_is_refused_in_words(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_no_points_have_no_scores():
    assert proper.crps(np.empty((0, 5)), []).shape == (0,)
    assert proper.weighted_interval_score(np.empty((0, 5)), []).shape == (0,)
    assert proper.covered(np.empty((0, 5)), [], 0.9).shape == (0,)
