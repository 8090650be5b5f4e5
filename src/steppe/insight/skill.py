"""
How much better one forecaster is than another, how sure that is, and whether forecasts are honest.

Conflicts are few and unlike each other, and the points within one are not
independent: doubt about a skill is doubt about which conflicts were looked at, so
whole conflicts are drawn again.  The scores themselves are in ``proper.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import factorial, prod

import numpy as np
from numpy.typing import ArrayLike

from steppe.result.measures import AnyArray, FloatArray

ENUMERATED = 7  # 1,716 different resamples of 7 conflicts, fewer than the usual number of draws
TAILS = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Skill:
    """
    Skill over conflicts, with its 90 % interval.

    Parameters
    ----------
    mean
        Mean over conflicts of ``1 - score / reference``: 1 is perfect, 0 as good as the reference.
    low, high
        The 5 % and 95 % quantiles of that mean when conflicts are drawn again. One conflict
        says nothing of others: both are then the mean.
    conflicts
        How many have a skill.
    """

    mean: float
    low: float
    high: float
    conflicts: int


def skill(score: float, reference: float) -> float:
    """
    ``1 - score / reference``: 1 is perfect, 0 as good as the reference, below 0 worse.

    Parameters
    ----------
    score, reference
        Mean scores over the same points, small is good.

    Returns
    -------
    skill
        Not a number where the reference is not above 0.
    """
    return 1.0 - score / reference if reference > 0 else float("nan")


def bootstrap_skill(
    per_conflict_score: ArrayLike, per_conflict_reference: ArrayLike, *, seed: int, draws: int = 2000
) -> Skill:
    """
    Mean of the skills of conflicts, with the percentile interval of its bootstrap (Efron 1979).

    Conflicts are drawn with replacement.  All resamples of up to seven conflicts
    are counted, each as often as it would be drawn; of more, some are drawn.  A
    percentile interval of few conflicts is narrower than it should be: show each.

    Parameters
    ----------
    per_conflict_score, per_conflict_reference
        Mean score of each conflict, small is good. Shape ``(conflict,)``. The order does not matter.
    seed
        Of the draws.
    draws
        How many resamples, where they are not all counted; at least 1.

    Returns
    -------
    skill
        A conflict with nothing to better (both scores 0) is left out; one where the
        reference alone is perfect has no skill, and no mean is a number with it, nor without conflicts.

    Raises
    ------
    ValueError
        Where scores are missing or infinite, shapes do not fit, or there are no draws.
    """
    skills = np.sort(_skills(per_conflict_score, per_conflict_reference))
    if draws < 1:
        raise ValueError(f"{draws} draws are not at least 1")
    if skills.size == 0 or np.isnan(skills).any():
        return Skill(float("nan"), float("nan"), float("nan"), int(np.isfinite(skills).sum()))
    means, weights = _every_mean(skills) if skills.size <= ENUMERATED else _drawn_means(skills, seed, draws)
    low, high = _weighted_quantiles(means, weights)
    return Skill(float(skills.mean()), low, high, skills.size)


def pit_histogram(values: ArrayLike, bins: int = 10) -> AnyArray:
    """
    How many transformed values fall in each of some equal parts of 0 to 1.

    Level is honest; a hump says too wide, a trough too narrow, a slope too high or too low.

    Parameters
    ----------
    values
        From :func:`~steppe.insight.proper.pit`, from 0 to 1. Any shape.
    bins
        How many parts, at least 1; each holds its lower end, the last both.

    Returns
    -------
    counts
        Shape ``(bins,)``.

    Raises
    ------
    ValueError
        Where values are missing or outside 0 to 1, or there are no parts.
    """
    numbers = np.asarray(values, dtype=np.float64).ravel()
    wrong = numbers.size - int(((numbers >= 0) & (numbers <= 1)).sum())
    if wrong:
        raise ValueError(f"{wrong} of {numbers.size} values are missing or outside 0 to 1")
    if bins < 1:
        raise ValueError(f"{bins} bins are not at least 1")
    edges = np.arange(1, bins) / bins  # 3 of 10 members is 3 / 10, not 3 times the float 0.1
    return np.bincount(np.searchsorted(edges, numbers, side="right"), minlength=bins)


def uniformity(values: ArrayLike, bins: int = 10) -> float:
    """
    How likely counts as uneven as these are if forecasts are honest (Pearson's chi-square test).

    It takes the values for independent, as those of neighbouring days and places
    are not: a small value is then less telling than it looks.  About five values
    for each bin are needed.

    Parameters
    ----------
    values, bins
        As in :func:`pit_histogram`, with at least two bins.

    Returns
    -------
    p_value
        From 0 to 1; not a number without values.

    Raises
    ------
    ValueError
        As in :func:`pit_histogram`.
    """
    from scipy.stats import chisquare

    if bins < 2:
        raise ValueError(f"{bins} bins are not at least 2")
    counts = pit_histogram(values, bins)
    return float(chisquare(counts).pvalue) if counts.any() else float("nan")


def _skills(score: ArrayLike, reference: ArrayLike) -> FloatArray:
    ours, theirs = np.asarray(score, dtype=np.float64), np.asarray(reference, dtype=np.float64)
    if ours.shape != theirs.shape or ours.ndim != 1:
        raise ValueError(f"scores of shape {ours.shape} do not fit references of shape {theirs.shape}")
    wrong = [ours.size - int(np.isfinite(each).sum()) for each in (ours, theirs)]
    if any(wrong):
        raise ValueError(
            f"{wrong[0]} scores and {wrong[1]} references of {ours.size} are missing or infinite"
        )
    pairs = zip(ours.tolist(), theirs.tolist(), strict=True)
    return np.array([skill(one, other) for one, other in pairs if one > 0 or other > 0])


def _every_mean(skills: FloatArray) -> tuple[FloatArray, AnyArray]:
    """Mean of each different resample, and in how many orders it can be drawn."""
    resamples = list(combinations_with_replacement(range(skills.size), skills.size))
    return skills[np.array(resamples)].mean(axis=1), np.fromiter(_orders(resamples), dtype=np.int64)


def _orders(resamples: list[tuple[int, ...]]) -> Iterator[int]:
    for resample in resamples:
        yield factorial(len(resample)) // prod(map(factorial, Counter(resample).values()))


def _drawn_means(skills: FloatArray, seed: int, draws: int) -> tuple[FloatArray, AnyArray]:
    chosen = np.random.Generator(np.random.PCG64(seed)).integers(skills.size, size=(draws, skills.size))
    return skills[chosen].mean(axis=1), np.ones(draws, dtype=np.int64)


def _weighted_quantiles(values: FloatArray, weights: AnyArray) -> tuple[float, float]:
    """Smallest values that at least 5 % and 95 % of the weight do not exceed."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    low, high = (values[order][np.searchsorted(reached, tail * reached[-1])] for tail in TAILS)
    return float(low), float(high)
