"""The same seed gives the numbers it gave before, unless somebody meant to move them."""

from __future__ import annotations

import json

import pytest

from steppe.simulate import simulate
from tools.make_golden import FILE, golden_numbers, golden_worlds, hash_of

GOLDEN = json.loads(FILE.read_text(encoding="utf-8"))
WORLDS = golden_worlds()
MOVED = """
The numbers of '{name}' have moved. If that was not meant, something is broken.
If it was, say by how much under **Numbers change** in CHANGELOG.md, then run
`python tools/make_golden.py` and commit tests/golden/numbers.json with it.
"""


def test_every_world_has_golden_numbers():
    assert set(GOLDEN) == set(WORLDS)


@pytest.mark.parametrize("name", WORLDS)
def test_numbers_move_only_on_purpose(name):
    now, then = golden_numbers(WORLDS[name]), GOLDEN[name]
    for place, (*counted, expected) in then["final"].items():
        assert now["final"][place] == [*counted, pytest.approx(expected, abs=0.002)], MOVED.format(name=name)
    assert {**now, "final": None} == {**then, "final": None}, MOVED.format(name=name)


def test_another_seed_gives_another_hash():
    result = simulate(WORLDS["one-road"], replicas=2, seed=2)
    assert hash_of(result) != GOLDEN["one-road"]["hash"]
