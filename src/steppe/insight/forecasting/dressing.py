"""
Simple rules with the errors they made in other conflicts: as they are, a rule claims to be certain.

The errors are relative to the size of a series, pooled over other conflicts,
each counting alike, for each horizon.
"""

from __future__ import annotations

import numpy as np

from steppe.insight.forecasting.spread import Lessons
from steppe.result.measures import AnyArray, FloatArray

WITH_ERRORS = " + errors"
LEAST_PEOPLE = 100.0


def dressed(
    said: FloatArray,
    lessons: Lessons,
    said_then: FloatArray,
    level: FloatArray,
    horizon: AnyArray,
    chances: FloatArray,
) -> FloatArray:
    """
    Members of a simple rule.

    Parameters
    ----------
    said
        What the rule says, people. Shape ``(point,)``.
    lessons, said_then
        Other conflicts, and what the rule said there. Shape ``(lesson,)``.
    level, horizon
        Last count and days ahead of each point. Shape ``(point,)``.
    chances
        Shape ``(point, member)``.

    Returns
    -------
    members
        People, at least 0. Shape ``(point, member)``.
    """
    error = (lessons.observed - said_then) / np.maximum(lessons.points.level, LEAST_PEOPLE)
    members = np.repeat(said[:, None], chances.shape[1], axis=1)
    for ahead in np.unique(horizon).tolist():
        rows, past = horizon == ahead, lessons.horizon == ahead
        if not past.any():
            continue
        spread = _weighted_quantiles(error[past], lessons.conflict[past], chances[rows])
        members[rows] += spread * np.maximum(level[rows], LEAST_PEOPLE)[:, None]
    return np.asarray(np.maximum(members, 0.0))


def _weighted_quantiles(values: FloatArray, conflict: AnyArray, chances: FloatArray) -> FloatArray:
    """Quantiles of values whose conflicts count alike; shape as ``chances``."""
    _, number, size = np.unique(conflict, return_inverse=True, return_counts=True)
    weight = 1.0 / size[number]
    order = np.argsort(values, kind="stable")
    position = (np.cumsum(weight[order]) - 0.5 * weight[order]) / weight.sum()
    return np.asarray(np.interp(chances, position, values[order]))
