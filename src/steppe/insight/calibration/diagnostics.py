"""
Whether chains have met, and how many independent draws theirs are worth.

Rank-normalised split R-hat and effective sample sizes, as in Vehtari, Gelman,
Simpson, Carpenter & Bürkner (2021), Bayesian Analysis 16(2).
"""

from __future__ import annotations

import numpy as np

from steppe.result.measures import FloatArray

WORST_R_HAT = 1.02
LEAST_ESS = 400.0


def r_hat(draws: FloatArray) -> float:
    """
    The larger of the rank-normalised split R-hats of draws and of their distances from the median.

    Parameters
    ----------
    draws
        Of one number. Shape ``(chain, draw)``, at least four draws each.
    """
    split = _split(draws)
    if np.ptp(split) == 0.0:
        return 1.0
    folded = np.abs(split - np.median(split))
    return max(_plain_r_hat(_normal_scores(split)), _plain_r_hat(_normal_scores(folded)))


def bulk_ess(draws: FloatArray) -> float:
    """Effective number of draws for the middle of the distribution. ``draws`` as in :func:`r_hat`."""
    return _ess(_normal_scores(_split(draws)))


def tail_ess(draws: FloatArray) -> float:
    """The smaller effective number of draws for the 5 % and the 95 % quantile. ``draws`` as in :func:`r_hat`."""
    split = _split(draws)
    return min(_ess((split <= np.quantile(split, level)).astype(float)) for level in (0.05, 0.95))


def _split(draws: FloatArray) -> FloatArray:
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, draws.shape[1] - half :]])


def _normal_scores(draws: FloatArray) -> FloatArray:
    """Blom's scores: normal quantiles of the ranks over all chains."""
    from scipy.stats import norm, rankdata

    ranks = rankdata(draws, method="average").reshape(draws.shape)
    return np.asarray(norm.ppf((ranks - 0.375) / (draws.size + 0.25)))


def _plain_r_hat(draws: FloatArray) -> float:
    length = draws.shape[1]
    within = draws.var(axis=1, ddof=1).mean()
    between = length * draws.mean(axis=1).var(ddof=1)
    if within == 0.0:
        return 1.0 if between == 0.0 else float("inf")
    return float(np.sqrt((length - 1) / length + between / (length * within)))


def _ess(draws: FloatArray) -> float:
    """Geyer's initial monotone sequence over the autocorrelations of all chains together."""
    chains, length = draws.shape
    if np.ptp(draws) == 0.0:
        return float(draws.size)
    covariance = np.array([_autocovariance(each) for each in draws])
    within = covariance[:, 0].mean() * length / (length - 1)
    pooled = within * (length - 1) / length
    if chains > 1:
        pooled += draws.mean(axis=1).var(ddof=1)
    rho = 1.0 - (within - covariance.mean(axis=0) * length / (length - 1)) / pooled
    rho[0] = 1.0
    pairs = rho[: length - length % 2].reshape(-1, 2).sum(axis=1)
    ended = np.flatnonzero(pairs < 0)
    pairs = np.minimum.accumulate(pairs[: ended[0] if ended.size else len(pairs)])
    time = max(-1.0 + 2.0 * pairs.sum(), 1.0 / np.log10(draws.size))
    return float(draws.size / time)


def _autocovariance(series: FloatArray) -> FloatArray:
    """Biased autocovariances at every lag, by way of the spectrum. Shape ``(draw,)``."""
    length = len(series)
    spectrum = np.fft.rfft(series - series.mean(), 2 * length)
    found = np.fft.irfft(np.abs(spectrum) ** 2, 2 * length)[:length]
    return np.asarray(found / length)
