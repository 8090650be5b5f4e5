"""
How likely published counts are, given what is expected.

Stocks are what registers say at irregular dates: late, in steps, revised, and
each count resting on the one before.  Counted as independent, or as growth that
is shared out, they would be taken for far more evidence than they are.  So the
log ratio of what is published to what is expected wanders about zero as an
Ornstein-Uhlenbeck process, with noise of its own at every report; gaps of any
length are exact.  Arrivals over a span of days are counts of their own:
negative binomial, with a fitted spread.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from steppe.compiled import compiled
from steppe.result.measures import AnyArray, FloatArray

SOFTENING_PEOPLE = 50.0
"""Added to a count before its logarithm is taken: below it, differences hardly matter."""
MEMORY_DAYS = 60.0
"""
Time in which an error of a register fades to 1/e.  It is held: counts change so little from one to
the next that a fitted memory grows without end, and then only changes would count, not levels.
"""
LOG_TURN = math.log(2.0 * math.pi)
LEAST_MEAN = 0.5
"""What the model holds for impossible may still be counted: nobody expected is half a person expected."""


def log_ratio(published: FloatArray, expected: FloatArray) -> FloatArray:
    """Log of published over expected people, softened. Shape as given."""
    ratio: FloatArray = np.log((published + SOFTENING_PEOPLE) / (expected + SOFTENING_PEOPLE))
    return ratio


def chance_variance(expected: FloatArray, household: float) -> FloatArray:
    """
    Variance of that log ratio by the luck of single households.

    Parameters
    ----------
    expected
        People. Any shape, non-negative.
    household
        See :func:`household_overdispersion`.
    """
    variance: FloatArray = household * expected / (expected + SOFTENING_PEOPLE) ** 2
    return variance


def household_overdispersion(mean_size: float) -> float:
    """
    How many times the variance of a count of people is that of as many who decide alone: E[h^2] / E[h].

    Parameters
    ----------
    mean_size
        Of a household, at least 1; sizes are taken as one and a Poisson number of others.
    """
    return mean_size + 1.0 - 1.0 / mean_size


@compiled()
def log_stock_density(
    ratio: FloatArray,
    variance: FloatArray,
    day: AnyArray,
    start: AnyArray,
    spread: float,
    memory_days: float,
    noise: float,
) -> float:
    """
    Log density of the log ratios of all series of stocks.

    By the recursion of a Kalman filter, which for such a process is exact whatever the
    gaps (Särkkä & Solin 2019, ch. 12).

    Parameters
    ----------
    ratio
        Series after series, by rising day. Shape ``(report,)``.
    variance
        By the luck of households. Shape ``(report,)``, non-negative.
    day
        Of each report. Shape ``(report,)``.
    start
        Where each series begins. Shape ``(series + 1,)``.
    spread
        Scale of the process that wanders, positive.
    memory_days
        Time in which its memory fades to 1/e, days, positive.
    noise
        Scale of the noise of each report, non-negative.
    """
    total = 0.0
    for series in range(len(start) - 1):
        first, last = start[series], start[series + 1]
        mean, level = 0.0, spread * spread
        for report in range(first, last):
            if report > first:
                kept = math.exp(-(day[report] - day[report - 1]) / memory_days)
                mean *= kept
                level = level * kept * kept + spread * spread * (1.0 - kept * kept)
            size = level + noise * noise + variance[report]
            away = ratio[report] - mean
            total -= 0.5 * (away * away / size + math.log(size) + LOG_TURN)
            gain = level / size
            mean += gain * away
            level *= 1.0 - gain
    return total


def draw_stock_ratios(
    variance: FloatArray,
    day: AnyArray,
    start: AnyArray,
    spread: float,
    memory_days: float,
    noise: float,
    chance: np.random.Generator,
) -> FloatArray:
    """
    Log ratios drawn from the same law as :func:`log_stock_density` is the density of.

    Parameters
    ----------
    chance
        Where the draws come from; the others as there.

    Returns
    -------
    ratio
        Shape ``(report,)``.
    """
    ratio = np.empty(len(day))
    for first, last in pairwise(start.tolist()):
        gaps = np.diff(day[first:last], prepend=day[first])
        kept = np.exp(-gaps / memory_days)
        kept[:1] = 0.0
        shocks = spread * np.sqrt(1.0 - kept**2) * chance.standard_normal(last - first)
        level = 0.0
        for report in range(first, last):
            level = kept[report - first] * level + shocks[report - first]
            ratio[report] = level
        jitter = np.sqrt(noise**2 + variance[first:last])
        ratio[first:last] += jitter * chance.standard_normal(last - first)
    return ratio


@compiled()
def log_negative_binomial(counts: FloatArray, expected: FloatArray, spread: float, household: float) -> float:
    """
    Log probability of counts of people who came.

    Parameters
    ----------
    counts
        People counted. Shape ``(count,)``, non-negative.
    expected
        People expected. Shape ``(count,)``; at least half a person is.
    spread
        So that the variance is ``household * mean + (spread * mean) ** 2``; positive.
    household
        See :func:`household_overdispersion`.
    """
    total = 0.0
    for number in range(len(counts)):
        count, mean = counts[number], max(expected[number], LEAST_MEAN)
        size = mean / (household - 1.0 + spread * spread * mean)
        total += math.lgamma(count + size) - math.lgamma(size) - math.lgamma(count + 1.0)
        total += count * (math.log(mean) - math.log(size + mean)) - size * math.log1p(mean / size)
    return total


def draw_negative_binomial(
    expected: FloatArray, spread: float, chance: np.random.Generator, household: float = 1.0
) -> FloatArray:
    """Counts from the law of :func:`log_negative_binomial`, as a Poisson number of a gamma mean. Shape ``(count,)``."""
    mean = np.maximum(expected, LEAST_MEAN)
    size = mean / (household - 1.0 + spread**2 * mean)
    return chance.poisson(chance.gamma(size, mean / size)).astype(np.float64)


def log_dirichlet_multinomial(counts: FloatArray, shares: FloatArray, concentration: float) -> float:
    """
    Log probability of how totals are shared over places, where shares scatter more than by luck.

    Parameters
    ----------
    counts
        People at each place. Shape ``(sharing, place)``, whole and non-negative.
    shares
        Expected shares. Shape ``(sharing, place)``, positive, each row adding up to 1.
    concentration
        Like how many people decide apart; infinite is a multinomial. Positive.
    """
    from scipy.special import gammaln

    total = counts.sum(axis=1)
    alike = concentration * shares
    rows = gammaln(total + 1.0) + gammaln(concentration) - gammaln(total + concentration)
    cells = gammaln(counts + alike) - gammaln(alike) - gammaln(counts + 1.0)
    return float(rows.sum() + cells.sum())


def scattered(expected: FloatArray, ratio: FloatArray) -> FloatArray:
    """Counts as they would be published, from what is expected and a log ratio; none below zero. Shape as given."""
    return np.asarray(np.maximum((expected + SOFTENING_PEOPLE) * np.exp(ratio) - SOFTENING_PEOPLE, 0.0))
