"""
Small array functions that summarise replicas; tables, labelled arrays, scores and charts all use these.

Every function works over the first axis, the replicas, and knows nothing of names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
AnyArray = NDArray[Any]

BLOCK_BYTES = 4 * 2**20
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def level_name(level: float) -> str:
    """
    Word of a quantile: ``0.05`` is ``"p05"``, ``0.5`` is ``"p50"``, ``0.025`` is ``"p02.5"``.

    Parameters
    ----------
    level
        From 0 to 1.
    """
    percent = round(100 * level, 6)
    whole = f"{int(percent):02d}"
    return f"p{whole}" if percent == int(percent) else f"p{whole}{f'{percent % 1:.6f}'.rstrip('0')[1:]}"


LEVEL_NAMES = tuple(level_name(level) for level in LEVELS)


def band_levels(*widths: float) -> tuple[float, ...]:
    """
    Quantiles that bound central bands, with the median among them.

    Parameters
    ----------
    widths
        Shares of the replicas a band holds, such as 0.5 and 0.9; each between 0 and 1.

    Returns
    -------
    levels
        In rising order: 0.5 and 0.9 give 0.05, 0.25, 0.5, 0.75, 0.95.
    """
    edges = {0.5}
    for width in widths:
        edges |= {round((1 - width) / 2, 12), round((1 + width) / 2, 12)}
    return tuple(sorted(edges))


def mean(replicas: AnyArray) -> FloatArray:
    """
    Mean over replicas.

    Parameters
    ----------
    replicas
        Shape ``(replica, ...)``.

    Returns
    -------
    mean
        Shape ``(...)``.
    """
    return np.asarray(np.mean(replicas, axis=0, dtype=np.float64))


def quantiles(replicas: AnyArray, levels: Sequence[float] = LEVELS) -> FloatArray:
    """
    Quantiles over replicas, linear between neighbours (Hyndman & Fan 1996, type 7).

    Parameters
    ----------
    replicas
        Shape ``(replica, ...)``, at least one replica.
    levels
        Each from 0 to 1.

    Returns
    -------
    quantiles
        Shape ``(level, ...)``.
    """
    found = np.empty((len(levels), *replicas.shape[1:]))
    if replicas.ndim == 1:
        return _quantiles_of_block(replicas, levels, found)
    step = max(1, BLOCK_BYTES * replicas.shape[1] // max(1, replicas.nbytes))
    for start in range(0, replicas.shape[1], step):
        block = slice(start, start + step)
        _quantiles_of_block(replicas[:, block], levels, found[:, block])
    return found


def _quantiles_of_block(replicas: AnyArray, levels: Sequence[float], found: FloatArray) -> FloatArray:
    """Write quantiles into ``found``; a block at a time, so that the sorted copy stays small."""
    count = replicas.shape[0]
    ordered = np.array(np.moveaxis(replicas, 0, -1), order="C")
    ordered.sort(axis=-1)
    for number, level in enumerate(levels):
        position = level * (count - 1)
        below = min(int(position), count - 1)
        above = min(below + 1, count - 1)
        low = ordered[..., below].astype(np.float64)
        found[number] = low + (position - below) * (ordered[..., above] - low)
    return found


def coverage(replicas: AnyArray, truth: AnyArray, width: float = 0.9) -> float:
    """
    Share of the truths that lie inside the central band of the replicas, edges included.

    Parameters
    ----------
    replicas
        Shape ``(replica, count)``.
    truth
        Shape ``(count,)``.
    width
        Share of the replicas the band holds.

    Returns
    -------
    coverage
        From 0 to 1; not a number where there is nothing to compare.
    """
    if truth.size == 0:
        return float("nan")
    levels = band_levels(width)
    low, _, high = quantiles(replicas, levels)
    return float(np.mean((low <= truth) & (truth <= high)))


def crps(replicas: AnyArray, truth: AnyArray) -> FloatArray:
    """
    Continuous ranked probability score of an ensemble, the fair estimator (Ferro 2014).

    ``mean|x - y| - sum|x - x'| / (2 m (m - 1))``; with one replica it is the
    absolute difference.

    Parameters
    ----------
    replicas
        Shape ``(replica, ...)``.
    truth
        Shape ``(...)``.

    Returns
    -------
    crps
        Shape ``(...)``, in the unit of the values; 0 is perfect, small is good.
    """
    values = np.sort(replicas.astype(np.float64), axis=0)
    count = values.shape[0]
    distance = np.abs(values - truth).mean(axis=0)
    if count == 1:
        return np.asarray(distance)
    rank = (2 * np.arange(1, count + 1) - count - 1).reshape(-1, *[1] * (values.ndim - 1))
    spread = (rank * values).sum(axis=0) / (count * (count - 1))
    return np.asarray(distance - spread)
