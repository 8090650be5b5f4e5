"""
Equally likely members of a forecast: right for each number alone, and moving together within an origin.

Each number's members are its quantiles at evenly spread chances; in which order
says a normal copula with one correlation for all numbers of an origin (the same
idea as reordering by ranks; Clark et al. 2004, Schefzik, Thorarinsdottir & Gneiting 2013).
"""

from __future__ import annotations

import numpy as np

from steppe.result.measures import AnyArray, FloatArray

MEMBERS = 200
TOGETHER = 0.3


def chances_of(origin: AnyArray, members: int, seed: int) -> FloatArray:
    """
    Chances at which to read quantiles.

    Parameters
    ----------
    origin
        Rows of one origin move together. Shape ``(point,)``.
    members
        How many.
    seed
        Of the order.

    Returns
    -------
    chances
        Every row holds the same evenly spread chances in an order of its own. Shape
        ``(point, member)``.
    """
    even = (np.arange(members) + 0.5) / members
    chances = np.empty((origin.size, members))
    for day in np.unique(origin).tolist():
        rows = np.flatnonzero(origin == day)
        rng = np.random.default_rng([seed, abs(int(day))])
        shared = rng.standard_normal(members)
        own = rng.standard_normal((rows.size, members))
        latent = np.sqrt(TOGETHER) * shared + np.sqrt(1.0 - TOGETHER) * own
        chances[rows] = even[np.argsort(np.argsort(latent, axis=1), axis=1)]
    return chances
