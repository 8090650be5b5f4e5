"""The compiled surrogate: its log density, and walks on it by the thousand."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from steppe.compiled import compiled
from steppe.insight.calibration.observation import (
    LOG_TURN,
    MEMORY_DAYS,
    SOFTENING_PEOPLE,
    log_negative_binomial,
    log_stock_density,
)
from steppe.result.measures import AnyArray, FloatArray

_MOST_LOG = 30.0
_FARTHEST = 50.0


class Tables(NamedTuple):
    """
    Everything the density reads; see ``surrogate.Surrogate``, ``seen.Seen`` and ``parameters.Parameters``.

    ``reports`` holds the positions of the spread and the noise of stocks and of the
    spread of arrivals in the vector, -1 where there is none; ``stocks`` are softened logarithms;
    ``heat`` is the power that the likelihood is taken to, at most 1.
    """

    prior_mean: FloatArray
    prior_sd: FloatArray
    moving: AnyArray
    centre: FloatArray
    level: FloatArray
    slope: FloatArray
    scale: FloatArray
    curve: FloatArray
    stocks: FloatArray
    day: AnyArray
    start: AnyArray
    arrivals: FloatArray
    household: float
    reports: AnyArray
    heat: float


@compiled()
def _signals(tables: Tables, vector: FloatArray) -> FloatArray:
    """Softened logarithms of what is expected of each count. Shape ``(count,)``."""
    size = len(tables.moving)
    away = np.empty(size)
    for n in range(size):
        away[n] = vector[tables.moving[n]] - tables.centre[tables.moving[n]]
    found = tables.level + tables.slope @ away
    if tables.curve.shape[1] > 0:
        round_away = tables.scale @ away
        products = np.empty(size * (size + 1) // 2)
        pair = 0
        for one in range(size):
            for other in range(one, size):
                products[pair] = round_away[one] * round_away[other]
                pair += 1
        found += tables.curve @ products
    return np.minimum(found, _MOST_LOG)


@compiled()
def log_density(tables: Tables, vector: FloatArray) -> float:
    """
    Log of prior times likelihood, were the surrogate's counts those of a run.

    Parameters
    ----------
    vector
        Without bounds. Shape ``(parameter,)``.
    """
    away = (vector - tables.prior_mean) / tables.prior_sd
    prior = -0.5 * (away * away).sum() - np.log(tables.prior_sd).sum() - 0.5 * len(away) * LOG_TURN
    for word in range(3):
        if tables.reports[word] >= 0 and abs(vector[tables.reports[word]]) > _FARTHEST:
            return -np.inf
    signals, likelihood = _signals(tables, vector), 0.0
    stocks = len(tables.stocks)
    if stocks > 0:
        expected = np.maximum(np.exp(signals[:stocks]) - SOFTENING_PEOPLE, 0.0)
        softened = expected + SOFTENING_PEOPLE
        likelihood += log_stock_density(
            tables.stocks - np.log(softened),
            tables.household * expected / (softened * softened),
            tables.day,
            tables.start,
            math.exp(vector[tables.reports[0]]),
            MEMORY_DAYS,
            math.exp(vector[tables.reports[1]]),
        )
    if len(tables.arrivals) > 0:
        likelihood += log_negative_binomial(
            tables.arrivals,
            np.exp(signals[stocks:]),
            math.exp(vector[tables.reports[2]]),
            tables.household,
        )
    total = prior + tables.heat * likelihood
    return total if math.isfinite(total) else -np.inf


@compiled()
def quick_walk(
    tables: Tables,
    start: FloatArray,
    mean: FloatArray,
    root: FloatArray,
    inverse: FloatArray,
    noise: FloatArray,
    lengths: FloatArray,
    lots: FloatArray,
    trail: FloatArray,
) -> float:
    """
    Walk on the surrogate.

    Parameters
    ----------
    start
        Where from. Shape ``(parameter,)``.
    mean, root, inverse
        The Gaussian that proposals lean on: its mean, the lower Cholesky factor of its
        covariance, and the inverse of that.
    noise
        Standard normal. Shape ``(step, parameter)``.
    lengths
        Of Crank-Nicolson steps, 0 to 1; below zero, minus the size of a step of a plain
        random walk. Shape ``(step,)``.
    lots
        Logarithms of uniform numbers. Shape ``(step,)``.
    trail
        Filled in with where each step leads. Shape ``(step, parameter)``.

    Returns
    -------
    density
        Log density of the surrogate at the end.
    """
    here = start.copy()
    quick = log_density(tables, here)
    for step in range(len(lots)):
        shove = root @ noise[step]
        length, lean = lengths[step], 0.0
        if length < 0.0:
            there = here - length * shove
        else:
            away = here - mean
            there = mean + math.sqrt(1.0 - length * length) * away + length * shove
            old, new = inverse @ away, inverse @ (there - mean)
            lean = 0.5 * ((new * new).sum() - (old * old).sum())
        new_quick = log_density(tables, there)
        if lots[step] < new_quick - quick + lean:
            here, quick = there, new_quick
        trail[step] = here
    return quick
