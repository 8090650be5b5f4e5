"""Data flows right, imports point left."""

from __future__ import annotations

import pytest

from tests.house.tree import PACKAGE, RANK, room_of, source_files, wall_breaches


def test_every_room_of_the_package_has_its_place_in_the_order():
    rooms = {room_of(path) for path in source_files()}
    assert rooms <= RANK.keys(), f"rooms without a place in the order: {sorted(rooms - RANK.keys())}"


def test_no_import_points_right():
    breaches = [
        f"{path.relative_to(PACKAGE)} {breach}"
        for path in source_files()
        for breach in wall_breaches(path.read_text(encoding="utf-8"), room_of(path))
    ]
    assert not breaches, "\n".join(breaches)


@pytest.mark.parametrize(
    ("source", "room", "points_right"),
    [
        ("from steppe.result.result import Result", "engine", True),
        ("def f():\n    from steppe.interfaces.cli import app", "insight", True),
        ("import steppe", "insight", True),
        ("from steppe import load", "result", True),
        ("from steppe.scenario.model import Place", "engine", False),
        ("from steppe.engine.plan import Plan", "engine", False),
        ("import steppe", "interfaces", False),
        ("import numpy", "errors", False),
    ],
)
def test_the_wall_test_sees_an_import_wherever_it_hides(source, room, points_right):
    assert bool(wall_breaches(source, room)) is points_right
