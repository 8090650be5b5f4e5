"""
Draws that are pinned: these numbers move only with a line under **Numbers change**.

To take them down anew, print what ``drawn_now`` returns.
"""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from tests.chance.draws import binomials, hypergeometrics, poissons

NAMES = {"seed": 20_210_815, "address": np.arange(6) * 0x9E37_79B9_7F4A, "replica": 12, "day": 34}
ARGUMENTS = {
    "few of few": (binomials, (9, 0.3)),
    "few of many": (binomials, (10**9, 4e-9)),
    "most of few": (binomials, (60, 0.9)),
    "many of many": (binomials, (10**9, 0.3)),
    "most of many": (binomials, (54_321, 0.77)),
    "few events": (poissons, (4.5,)),
    "many events": (poissons, (123_456.7,)),
    "one by one": (hypergeometrics, (30, 70, 9)),
    "by rejection": (hypergeometrics, (10**6, 3 * 10**6, 2 * 10**6)),
    "mirrored": (hypergeometrics, (160, 40, 170)),
}
PINNED = {
    "few of few": [2, 2, 2, 3, 4, 2],
    "few of many": [3, 2, 2, 5, 7, 3],
    "most of few": [53, 52, 52, 55, 57, 53],
    "many of many": [299979029, 299987574, 299986763, 300005563, 300020809, 299989349],
    "most of many": [41685, 41743, 41737, 41865, 41968, 41755],
    "few events": [3, 3, 3, 5, 7, 3],
    "many events": [122948, 123155, 123135, 123592, 123961, 123198],
    "one by one": [3, 3, 2, 6, 2, 2],
    "by rejection": [499564, 500557, 499530, 500513, 499729, 500737],
    "mirrored": [133, 139, 133, 136, 137, 136],
}
HASH = "ca3c32fb12cae61b"


def drawn_now(arguments: str) -> list[int]:
    sampler, amounts = ARGUMENTS[arguments]
    return sampler(*amounts, **NAMES).astype(int).tolist()


@pytest.mark.parametrize("arguments", ARGUMENTS)
def test_draws_are_what_they_were(arguments):
    assert drawn_now(arguments) == PINNED[arguments]


def test_many_draws_of_every_size_are_what_they_were():
    trials = 10.0 ** np.linspace(0, 9, 40)[:, None] // 1
    counts = binomials(trials, np.linspace(0.001, 0.999, 50), seed=3, address=np.arange(50), day=5)
    assert hashlib.sha256(counts.astype("<i8").tobytes()).hexdigest()[:16] == HASH
