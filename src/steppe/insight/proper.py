"""
Scores that a forecaster cannot better by saying something else than what they believe.

A forecast of one number is a set of equally likely members along the last axis, or
its quantiles; a point forecast is one member.  A score is in the unit of the
numbers, 0 is perfect and small is good.  To judge small and large counts alike, give
``log1p`` of both.  Numbers that are missing or infinite, and shapes that do not fit,
raise ``ValueError``, which says how many.  How scores compare, and how sure one may
be of the difference, is in ``skill.py``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from steppe.insight.score import averaged_relative_difference
from steppe.result import measures
from steppe.result.measures import AnyArray, FloatArray

LEVELS = (0.5, 0.8, 0.9, 0.95)


def crps(members: ArrayLike, observed: ArrayLike, *, fair: bool = False) -> FloatArray:
    """
    Continuous ranked probability score: ``mean|x - y| - mean|x - x'| / 2``.

    The plain estimator takes the members for the whole forecast (Gneiting & Raftery
    2007, section 4.2); the fair one takes them for a sample of it, and does not
    reward an ensemble for being narrower than what it stands for (Ferro 2014).

    Parameters
    ----------
    members
        Shape ``(..., member)``, at least one member, in any order.
    observed
        Shape ``(...)``.
    fair
        Whether to take the members for a sample; a score may then be a little below 0.

    Returns
    -------
    crps
        Shape ``(...)``; the absolute error where there is one member.

    Raises
    ------
    ValueError
        Where numbers are missing or infinite, or the shapes do not fit.
    """
    values, truth = _checked(members, observed)
    apart = values - truth
    sampled = measures.crps(apart, np.zeros_like(truth))
    if fair:
        return sampled
    count = values.shape[0]
    return np.asarray((measures.mean(np.abs(apart)) + (count - 1) * sampled) / count)


def interval(members: ArrayLike, level: float) -> FloatArray:
    """
    Central interval of the members, its ends linear between neighbours.

    Parameters
    ----------
    members
        Shape ``(..., member)``, at least one member.
    level
        Share of the forecast the interval is to hold, above 0 and below 1.

    Returns
    -------
    bounds
        Lower and upper bound. Shape ``(2, ...)``.

    Raises
    ------
    ValueError
        Where members are missing or infinite, or the level is out of range.
    """
    _check_levels(level)
    values = _members_first(members)
    _refuse_missing(("members", values))
    return measures.quantiles(values, measures.band_levels(level)[::2])


def interval_score(bounds: ArrayLike, observed: ArrayLike, level: float) -> FloatArray:
    """
    Width of an interval and a penalty for what is outside (Gneiting & Raftery 2007, section 6.2).

    ``(u - l) + 2/a (l - y)+ + 2/a (y - u)+`` with ``a = 1 - level``.

    Parameters
    ----------
    bounds, level
        As :func:`interval` gives and takes; errors as there.
    observed
        Shape ``(...)``.

    Returns
    -------
    score
        Shape ``(...)``.
    """
    _check_levels(level)
    both, truth = _checked(np.moveaxis(np.asarray(bounds), 0, -1), observed)
    if both.shape[0] != 2:
        raise ValueError(f"an interval has 2 bounds, not {both.shape[0]}")
    low, high = both
    outside = np.maximum(low - truth, 0.0) + np.maximum(truth - high, 0.0)
    return np.asarray(high - low + 2.0 / (1.0 - level) * outside)


def weighted_interval_score(
    members: ArrayLike, observed: ArrayLike, levels: Sequence[float] = LEVELS
) -> FloatArray:
    """
    Interval scores of several central intervals and the error of the median, weighted (Bracher et al. 2021).

    With many evenly spaced levels it tends to the CRPS.

    Parameters
    ----------
    members, observed
        As in :func:`crps`.
    levels
        Share of the forecast each interval is to hold, above 0 and below 1; without any, the
        median alone counts.

    Returns
    -------
    score
        Shape ``(...)``; the absolute error where there is one member.

    Raises
    ------
    ValueError
        Where numbers are missing or infinite, shapes do not fit, or a level is out of range.
    """
    _check_levels(*levels)
    values, truth = _checked(members, observed)
    chances = measures.band_levels(*levels)
    return weighted_interval_score_of_quantiles(measures.quantiles(values, chances), truth, chances)


def weighted_interval_score_of_quantiles(
    quantiles: ArrayLike, observed: ArrayLike, chances: Sequence[float]
) -> FloatArray:
    """
    Weighted interval score of a forecast given as quantiles (Bracher et al. 2021).

    ``(|y - m| / 2 + sum over K intervals of a/2 IS_a) / (K + 1/2)``.

    Parameters
    ----------
    quantiles
        Shape ``(chance, ...)``.
    observed
        Shape ``(...)``.
    chances
        Of falling below each quantile: rising, above 0 and below 1, in pairs around 0.5,
        which is among them.

    Returns
    -------
    score
        Shape ``(...)``.

    Raises
    ------
    ValueError
        Where numbers are missing or infinite, shapes do not fit, or the chances are not as said.
    """
    values, truth = _checked(np.moveaxis(np.asarray(quantiles), 0, -1), observed)
    tails = np.asarray(chances, dtype=np.float64)
    _check_levels(*tails)
    if tails.shape != values.shape[:1]:
        raise ValueError(f"{values.shape[0]} quantiles do not fit {tails.size} chances")
    if tails.size % 2 == 0 or np.any(np.diff(tails) <= 0) or not np.allclose(tails + tails[::-1], 1):
        raise ValueError("the chances of the quantiles do not rise in pairs around 0.5")
    intervals = tails.size // 2
    total = np.abs(truth - values[intervals]) / 2
    for number, tail in enumerate(tails[:intervals]):
        total = total + tail * interval_score(values[[number, -1 - number]], truth, 1 - 2 * tail)
    return np.asarray(total / (intervals + 0.5))


def covered(members: ArrayLike, observed: ArrayLike, level: float) -> AnyArray:
    """
    Whether what was observed lies in the central interval of its forecast, ends included.

    Parameters, shapes and errors as in :func:`crps` and :func:`interval`.

    Returns
    -------
    covered
        Truth values. Shape ``(...)``.
    """
    _, truth = _checked(members, observed)
    low, high = interval(members, level)
    return np.asarray((low <= truth) & (truth <= high))


def pit(
    members: ArrayLike, observed: ArrayLike, rng: np.random.Generator, *, fair: bool = False
) -> FloatArray:
    """
    Randomised probability integral transform, evenly spread where forecasts are honest.

    ``F(y-) + u (F(y) - F(y-))`` with ``u`` uniform (Czado, Gneiting & Held 2009): for
    a number that many members share, such as 0, it falls anywhere in that step.
    Few members make coarse steps, and honest forecasts then pile up at the ends.
    The fair one counts the observation as one more member, ``(below + u (equal + 1))
    / (members + 1)``, which is evenly spread for any number of members.

    Parameters
    ----------
    members, observed
        As in :func:`crps`; so are the errors.
    rng
        Gives one uniform number for each point.
    fair
        Whether to take the members for a sample.

    Returns
    -------
    pit
        Shape ``(...)``, from 0 to 1.
    """
    values, truth = _checked(members, observed)
    below, equal = (values < truth).sum(axis=0), (values == truth).sum(axis=0)
    one = 1 if fair else 0
    return np.asarray((below + rng.random(truth.shape) * (equal + one)) / (values.shape[0] + one))


def energy_score(members: ArrayLike, observed: ArrayLike, *, fair: bool = False) -> float:
    """
    The CRPS of many places at once (Gneiting & Raftery 2007, section 4.3).

    ``mean||x - y|| - mean||x - x'|| / 2``, Euclidean; it takes the square of the
    members in time, not in memory.

    Parameters
    ----------
    members
        Shape ``(member, place)``, at least one member.
    observed
        Shape ``(place,)``.
    fair
        Whether to take the members for a sample; errors as in :func:`crps`.
    """
    values, truth = _checked(np.asarray(members).T, observed)
    places = np.ascontiguousarray((values - truth).T)
    count = int(places.shape[1])
    pairs = sum(float(_length(places[:, :k] - places[:, k, None]).sum()) for k in range(1, count))
    return float(np.mean(_length(places))) - pairs / (count * (max(count - 1, 1) if fair else count))


def variogram_score(members: ArrayLike, observed: ArrayLike, p: float = 0.5) -> float:
    """
    Whether places differ from one another as forecast (Scheuerer & Hamill 2015).

    ``sum over i, j of (|y_i - y_j|^p - mean|x_i - x_j|^p)^2``: all weights are 1 and
    each pair counts in both orders.  It sees wrong ties between places better than
    the energy score does, and is blind to an error that all places share.

    Parameters
    ----------
    members, observed
        As in :func:`energy_score`.
    p
        Order, above 0.

    Returns
    -------
    score
        In the unit of the numbers to the power ``2 p``; 0 with one place.

    Raises
    ------
    ValueError
        Where numbers are missing or infinite, shapes do not fit, or the order is not above 0.
    """
    if not p > 0:
        raise ValueError(f"an order of {p} is not above 0")
    values, truth = _checked(np.asarray(members).T, observed)
    total = 0.0
    for place in range(1, truth.size):
        forecast = measures.mean(np.abs(values[:, :place] - values[:, place, None]) ** p)
        total += float(np.square(np.abs(truth[:place] - truth[place]) ** p - forecast).sum())
    return 2 * total


def absolute_error(members: ArrayLike, observed: ArrayLike) -> FloatArray:
    """Distance of the members' median from what was observed; shapes and errors as in :func:`crps`."""
    values, truth = _checked(members, observed)
    return np.asarray(np.abs(measures.quantiles(values, (0.5,))[0] - truth))


def mase(errors: ArrayLike, persistence: ArrayLike) -> float:
    """
    Mean absolute error, scaled by that of the last report carried forward; below 1 is better than it.

    After Hyndman & Koehler (2006), but scaled by errors at the same points and
    horizon, not by those of one step in the past.

    Parameters
    ----------
    errors, persistence
        Absolute errors of a forecast and of the last report. Shape ``(point,)``.

    Returns
    -------
    mase
        Not a number without points, or where the last report was right everywhere. Errors as in :func:`crps`.
    """
    names = ("errors", "errors of persistence")
    ours, theirs = _checked(np.asarray(errors)[..., None], persistence, names)
    return float(ours.mean() / theirs.mean()) if theirs.any() else float("nan")


def relative_difference(median: ArrayLike, observed: ArrayLike, group: ArrayLike) -> float:
    """
    The peer's averaged relative difference, on report dates only.

    Parameters
    ----------
    median, observed
        Median of each forecast, and what was published. Shape ``(point,)``, people.
    group
        Date of each point, or anything else that sorts. Shape ``(point,)``.

    Returns
    -------
    difference
        As in :func:`~steppe.insight.score.averaged_relative_difference`; not a number without points.

    Raises
    ------
    ValueError
        Where numbers are missing or infinite, or the shapes do not fit.
    """
    modelled, truth = _checked(np.asarray(median)[..., None], observed, ("medians", "observed values"))
    dates = np.asarray(group)
    if dates.shape != (truth.size,):
        raise ValueError(f"groups of shape {dates.shape} do not fit {truth.size} values in a row")
    return float(averaged_relative_difference(modelled, truth, dates)[0]) if truth.size else float("nan")


def _checked(
    members: ArrayLike, observed: ArrayLike, names: tuple[str, str] = ("members", "observed values")
) -> tuple[FloatArray, FloatArray]:
    """Members along the first axis, and what was observed, if they fit and are finite."""
    values, truth = _members_first(members), np.asarray(observed, dtype=np.float64)
    if values.shape[1:] != truth.shape:
        raise ValueError(
            f"{names[0]} for shape {values.shape[1:]} do not fit {names[1]} of shape {truth.shape}"
        )
    _refuse_missing((names[1], truth), (names[0], values))
    return values, truth


def _members_first(members: ArrayLike) -> FloatArray:
    values = np.asarray(members, dtype=np.float64)
    if values.ndim == 0 or values.shape[-1] == 0:
        raise ValueError("a forecast has no members")
    return np.moveaxis(values, -1, 0)


def _refuse_missing(*named: tuple[str, FloatArray]) -> None:
    """Raise if numbers are missing or infinite, saying how many of each."""
    counts = [(name, values.size - int(np.isfinite(values).sum()), values.size) for name, values in named]
    if any(missing for _, missing, _ in counts):
        found = (f"{missing} of {size} {name}" for name, missing, size in counts if missing)
        raise ValueError(f"{' and '.join(found)} are missing or infinite")


def _check_levels(*levels: float) -> None:
    outside = [level for level in levels if not 0 < level < 1]
    if outside:
        raise ValueError(f"levels {', '.join(map(str, outside))} are not above 0 and below 1")


def _length(places: FloatArray) -> FloatArray:
    """Euclidean length over the first axis."""
    return np.asarray(np.sqrt(np.einsum("pm,pm->m", places, places)))
