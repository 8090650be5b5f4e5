"""How well many counts fit a distribution that is known exactly: Pearson's chi-squared."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

BINS = 60
FEWEST = 8.0
UNLIKELY = 1e-5


def fit(counts: NDArray[np.float64], law: Any) -> float:
    """
    Chance of a fit as bad as this one or worse, were the law true.

    Parameters
    ----------
    counts
        Whole numbers drawn. Shape ``(draw,)``.
    law
        A frozen discrete distribution of ``scipy.stats``.

    Returns
    -------
    likely
        Between 0 and 1; evenly spread if the counts follow the law.
    """
    shares = np.concatenate([[1e-4, 1e-3], np.linspace(0, 1, BINS + 1)[1:-1], [1 - 1e-3, 1 - 1e-4]])
    cuts = np.unique(law.ppf(shares))
    expected = np.diff(np.concatenate([[0.0], law.cdf(cuts), [1.0]])) * len(counts)
    found = np.bincount(np.searchsorted(cuts, counts, side="left"), minlength=len(cuts) + 1)
    return compared(found, expected)


def compared(found: NDArray[Any], expected: NDArray[np.float64]) -> float:
    """The same for numbers in bins; neighbouring bins where few are expected are joined."""
    joined_found, joined_expected = [0.0], [0.0]
    for have, want in zip(found, expected, strict=True):
        if joined_expected[-1] >= FEWEST:
            joined_found.append(0.0)
            joined_expected.append(0.0)
        joined_found[-1] += have
        joined_expected[-1] += want
    if len(joined_expected) == 2 and joined_expected[-1] < FEWEST:
        return float(stats.poisson.sf(joined_found[-1] - 1, joined_expected[-1]))
    have, want = np.array(joined_found), np.array(joined_expected)
    if want[-1] < FEWEST:
        have, want = (np.append(each[:-2], each[-2:].sum()) for each in (have, want))
    return float(stats.chi2.sf(((have - want) ** 2 / want).sum(), len(want) - 1))
