"""Between a number as people know it and one without bounds: the scales on which priors are normal."""

from __future__ import annotations

import math
from collections.abc import Callable
from types import MappingProxyType
from typing import Literal, NamedTuple

Transform = Literal["log", "logit", "identity"]
_FARTHEST = 700.0


class Scale(NamedTuple):
    """
    A scale without bounds.

    Parameters
    ----------
    there
        From the natural scale; minus or plus infinity at a bound.
    back
        From the scale without bounds.
    """

    there: Callable[[float], float]
    back: Callable[[float], float]


def _log(value: float) -> float:
    return math.log(value) if value > 0 else -math.inf


def _exp(value: float) -> float:
    return math.exp(min(value, _FARTHEST))


def _logit(value: float) -> float:
    return _log(value) - _log(1.0 - value)


def _expit(value: float) -> float:
    if value >= 0:
        return 1.0 / (1.0 + _exp(-value))
    return _exp(value) / (1.0 + _exp(value))


SCALES: MappingProxyType[Transform, Scale] = MappingProxyType(
    {"log": Scale(_log, _exp), "logit": Scale(_logit, _expit), "identity": Scale(float, float)}
)
"""By the word of the transform."""
