"""
The compiled solution of z = b + M z for many stretches of days at once, in ordinary numbers.

``routing.log_values`` solves the same system in logarithms, for values too small
for ordinary numbers; this one is some twenty times faster and says where it gives up.
"""

from __future__ import annotations

import numpy as np

from steppe.compiled import compiled
from steppe.engine.arrays import BoolArray, FloatArray, IntArray

MOST_ROUNDS = 4_000
MOST_POWERS = 64
SETTLED = 1e-14
TOO_SMALL = 1e-280


@compiled(merged=True)
def _arrives(starts: IntArray, ends: IntArray, weight: FloatArray, places: int, radius: float) -> bool:
    """Whether a power of M shows that its spectral radius is below ``radius``."""
    reach = np.ones(places)
    bound = 1.0
    for _ in range(MOST_POWERS):
        further = np.zeros(places)
        for way in range(len(starts)):
            further[starts[way]] += weight[way] * reach[ends[way]]
        reach = further
        bound *= radius
        if reach.max() < bound:
            return True
    return False


@compiled(merged=True)
def _round(
    starts: IntArray, ends: IntArray, weight: FloatArray, value: FloatArray, newer: FloatArray
) -> float:
    """One substitution; returns the largest relative change, or a negative number where one is too small to hold."""
    for way in range(len(starts)):
        passed = weight[way] * value[ends[way]]
        if passed < TOO_SMALL and weight[way] > 0.0 and value[ends[way]] > 0.0:
            return -1.0
        newer[starts[way]] += passed
    moved = 0.0
    for place in range(len(value)):
        if newer[place] > 0.0:
            moved = max(moved, abs(newer[place] - value[place]) / newer[place])
    return moved


@compiled()
def solve_values(
    starts: IntArray, ends: IntArray, weight: FloatArray, worth: FloatArray, radius: float, value: FloatArray
) -> BoolArray:
    """
    Solve for the values of all places.

    Parameters
    ----------
    starts, ends
        Of the ways. Shape ``(way,)``.
    weight, worth
        M by way, shape ``(epoch, way)``, and b, shape ``(epoch, place)``; non-negative.
    radius
        The spectral radius that is not to be reached.
    value
        Filled in. Shape ``(epoch, place)``.

    Returns
    -------
    solved
        Whether each epoch is solved. Shape ``(epoch,)``.
    """
    solved = np.zeros(len(weight), dtype=np.bool_)
    for epoch in range(len(weight)):
        if not _arrives(starts, ends, weight[epoch], worth.shape[1], radius):
            continue
        value[epoch] = worth[epoch]
        for _ in range(MOST_ROUNDS):
            newer = worth[epoch].copy()
            moved = _round(starts, ends, weight[epoch], value[epoch], newer)
            if moved < 0.0:
                break
            value[epoch] = newer
            if moved <= SETTLED:
                solved[epoch] = True
                break
    return solved
