"""A draw has its name's luck and nobody else's: neighbours in any part of the name know nothing of each other."""

from __future__ import annotations

import numpy as np
import pytest

from tests.chance.draws import binomials, evenly_drawn, hypergeometrics, poissons
from tests.chance.exactness import UNLIKELY, compared

MANY = 200_000
PARTS = {
    "address": lambda step: {"address": np.arange(MANY) + step},
    "high half of the address": lambda step: {"address": (np.arange(MANY, dtype=np.uint64) << np.uint64(32)) + np.uint64(step << 32)},
    "day": lambda step: {"day": np.arange(60_000) + step, "address": 77},
    "replica": lambda step: {"replica": np.arange(MANY) + step},
    "seed": lambda step: {"seed": np.arange(MANY) + step},
    "attempt": lambda step: {"attempt": np.arange(60_000) + step, "address": 78},
}  # fmt: skip


def linked(one: np.ndarray, other: np.ndarray, bins: int = 16) -> float:
    """Chance of a table as uneven as that of these pairs of numbers from (0, 1), were they independent."""
    cells = (one * bins).astype(int) * bins + (other * bins).astype(int)
    return compared(np.bincount(cells, minlength=bins * bins), np.full(bins * bins, len(one) / bins**2))


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("step", [1, 2, 4096])
def test_neighbours_know_nothing_of_each_other(part, step):
    one, other = evenly_drawn(**PARTS[part](0)), evenly_drawn(**PARTS[part](step))
    assert linked(one, other) > UNLIKELY
    assert abs(np.corrcoef(one, other)[0, 1]) < 5 / np.sqrt(len(one))


def test_a_slight_likeness_of_neighbours_would_be_found_out():
    """One draw in twenty the same as its neighbour's."""
    one, other = evenly_drawn(address=np.arange(MANY)), evenly_drawn(address=np.arange(MANY) + MANY)
    other[::20] = one[::20]
    assert linked(one, other) < UNLIKELY


@pytest.mark.parametrize("part", ["address", "day", "replica", "seed"])
@pytest.mark.parametrize(("trials", "chance"), [(12, 0.4), (400, 0.3), (10**6, 0.7)])
def test_counts_of_neighbours_know_nothing_of_each_other(part, trials, chance):
    one = binomials(trials, chance, **PARTS[part](0))
    other = binomials(trials, chance, **PARTS[part](1))
    assert abs(np.corrcoef(one, other)[0, 1]) < 5 / np.sqrt(len(one))


@pytest.mark.parametrize("part", ["address", "day", "replica", "seed"])
def test_every_part_of_the_name_matters_to_every_kind_of_count(part):
    here, there = PARTS[part](0), PARTS[part](1)
    for sampler, amounts in (
        (binomials, (10**6, 0.4)),
        (poissons, (1e6,)),
        (hypergeometrics, (1e6, 1e6, 1e6)),
    ):
        one, other = sampler(*amounts, **here), sampler(*amounts, **there)
        assert (one != other).mean() > 0.99
        assert np.array_equal(one[1:], other[:-1])


def test_a_draw_is_the_same_whatever_was_drawn_before_it():
    alone = binomials(1_000, 0.3, address=np.arange(500))
    backwards = binomials(1_000, 0.3, address=np.arange(500)[::-1])
    assert np.array_equal(alone, backwards[::-1])
    assert np.array_equal(alone, binomials(1_000, 0.3, address=np.arange(500)))
