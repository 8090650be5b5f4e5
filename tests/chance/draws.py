"""Many draws at once: each sampler in a compiled loop over the names of the draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from steppe.chance import binomial, hypergeometric, poisson, uniforms
from steppe.compiled import compiled

Numbers = NDArray[np.float64]


@compiled()
def _binomials(amounts: Any, names: Any, drawn: Any) -> None:
    for n in range(len(drawn)):
        key, address, replica, day = names[n]
        drawn[n] = binomial(amounts[0, n], amounts[1, n], key, address, replica, day)


@compiled()
def _poissons(amounts: Any, names: Any, drawn: Any) -> None:
    for n in range(len(drawn)):
        key, address, replica, day = names[n]
        drawn[n] = poisson(amounts[0, n], key, address, replica, day)


@compiled()
def _hypergeometrics(amounts: Any, names: Any, drawn: Any) -> None:
    for n in range(len(drawn)):
        key, address, replica, day = names[n]
        drawn[n] = hypergeometric(amounts[0, n], amounts[1, n], amounts[2, n], key, address, replica, day)


@compiled()
def _uniforms(amounts: Any, names: Any, drawn: Any) -> None:
    for n in range(len(drawn)):
        key, address, replica, day = names[n]
        drawn[n] = uniforms(key, address, replica, day, int(amounts[0, n]))[0]


def _drawn(
    sampler: Callable[..., None],
    amounts: tuple[ArrayLike, ...],
    seed: ArrayLike,
    address: ArrayLike,
    replica: ArrayLike,
    day: ArrayLike,
) -> Numbers:
    """One draw for each entry of the arrays, which are stretched to one length."""
    name = [np.asarray(each, dtype=np.uint64) for each in (seed, address, replica, day)]
    stretched = np.broadcast_arrays(*[np.asarray(each, dtype=float) for each in amounts], *name)
    drawn = np.empty(stretched[0].size)
    sampler(
        np.array([each.ravel() for each in stretched[: len(amounts)]]),
        np.array([each.ravel() for each in stretched[len(amounts) :]], dtype=np.uint64).T.copy(),
        drawn,
    )
    return drawn.reshape(stretched[0].shape)


def binomials(
    trials: ArrayLike,
    chance: ArrayLike,
    *,
    seed: ArrayLike = 1,
    address: ArrayLike = 0,
    replica: ArrayLike = 0,
    day: ArrayLike = 0,
) -> Numbers:
    """Binomial counts for every combination of what is given."""
    return _drawn(_binomials, (trials, chance), seed, address, replica, day)


def poissons(
    mean: ArrayLike,
    *,
    seed: ArrayLike = 1,
    address: ArrayLike = 0,
    replica: ArrayLike = 0,
    day: ArrayLike = 0,
) -> Numbers:
    """Poisson counts for every combination of what is given."""
    return _drawn(_poissons, (mean,), seed, address, replica, day)


def hypergeometrics(
    marked: ArrayLike,
    unmarked: ArrayLike,
    drawn: ArrayLike,
    *,
    seed: ArrayLike = 1,
    address: ArrayLike = 0,
    replica: ArrayLike = 0,
    day: ArrayLike = 0,
) -> Numbers:
    """Hypergeometric counts for every combination of what is given."""
    return _drawn(_hypergeometrics, (marked, unmarked, drawn), seed, address, replica, day)


def evenly_drawn(
    *,
    attempt: ArrayLike = 0,
    seed: ArrayLike = 1,
    address: ArrayLike = 0,
    replica: ArrayLike = 0,
    day: ArrayLike = 0,
) -> Numbers:
    """Numbers from (0, 1) for every combination of what is given."""
    return _drawn(_uniforms, (attempt,), seed, address, replica, day)
