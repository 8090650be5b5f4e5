"""
Forecasts as mixtures of a few normal distributions: their score, their quantiles and draws from them.

Counts stay flat for weeks and then jump; a narrow and a wide part say so
better than one bell.  What lies below zero is counted as zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steppe.result.measures import FloatArray

_BISECTIONS = 46
_FARTHEST = 12.0


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """
    One mixture of normal distributions per point.

    Parameters
    ----------
    mean, sd
        Of each part, people; ``sd`` above 0. Shape ``(part, point)``.
    weight
        Of each part, adding up to 1. Shape ``(part, point)``.
    """

    mean: FloatArray
    sd: FloatArray
    weight: FloatArray

    def cdf(self, value: FloatArray) -> FloatArray:
        """Chance of at most ``value``; shapes ``(point,)`` or ``(..., point)``."""
        from scipy.special import ndtr

        each = [w * ndtr((value - m) / s) for m, s, w in zip(self.mean, self.sd, self.weight, strict=True)]
        return np.asarray(sum(each))

    def quantile(self, chance: FloatArray) -> FloatArray:
        """
        The value below which a point falls with a chance, by bisection.

        Parameters
        ----------
        chance
            Above 0 and below 1. Shape ``(..., point)``.
        """
        low = np.broadcast_to((self.mean - _FARTHEST * self.sd).min(axis=0), chance.shape).copy()
        high = np.broadcast_to((self.mean + _FARTHEST * self.sd).max(axis=0), chance.shape).copy()
        for _ in range(_BISECTIONS):
            middle = 0.5 * (low + high)
            below = self.cdf(middle) < chance
            low = np.where(below, middle, low)
            high = np.where(below, high, middle)
        return np.asarray(0.5 * (low + high))

    def crps(self, observed: FloatArray) -> FloatArray:
        """
        Continuous ranked probability score (Grimit, Gneiting, Berrocal & Johnson 2006, eq. 5).

        Parameters
        ----------
        observed
            People. Shape ``(point,)``.
        """
        parts = range(len(self.mean))
        score = sum(self.weight[i] * _apart(observed - self.mean[i], self.sd[i]) for i in parts)
        for i in parts:
            for j in parts[: i + 1]:
                both = self.weight[i] * self.weight[j] * (1.0 if i != j else 0.5)
                spread = np.hypot(self.sd[i], self.sd[j])
                score = score - both * _apart(self.mean[i] - self.mean[j], spread)
        return np.asarray(score)

    def surprise(self, observed: FloatArray) -> FloatArray:
        """Minus the log of the density at what was observed. Shape ``(point,)``."""
        from scipy.special import logsumexp

        z = (observed - self.mean) / self.sd
        logs = -0.5 * z**2 - np.log(self.sd) - 0.5 * np.log(2 * np.pi)
        return np.asarray(-logsumexp(logs, axis=0, b=self.weight))


def _apart(mean: FloatArray, sd: FloatArray) -> FloatArray:
    """Mean distance from zero of a normal value."""
    from scipy.special import ndtr

    z = mean / sd
    return np.asarray(2 * sd * np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi) + mean * (2 * ndtr(z) - 1))
