"""The benchmarks can be run and judge rightly; how fast anything is, is not tested here."""

from __future__ import annotations

import importlib
import sys

import numpy as np
import pytest

import steppe
from benchmarks import __main__ as everything
from benchmarks.cases import AFGHANISTAN, Case, left_out
from benchmarks.table import HEADINGS, MISSED, NO_LIMIT, WITHIN, Peer, Row, report, table_lines

SMALL = "one-road"


@pytest.mark.parametrize("part", everything.PARTS)
def test_every_part_can_be_run_alone(part):
    assert callable(importlib.import_module(f"benchmarks.{part}").main)


@pytest.mark.parametrize(
    ("row", "room", "verdict"),
    [
        (Row("quick", 2.0, "s", 4.0), 2.0, WITHIN),
        (Row("slow", 8.0, "s", 4.0), 0.5, MISSED),
        (Row("just", 4.0, "s", 4.0), 1.0, WITHIN),
        (Row("a high rate", 30.0, "M/s", 15.0, at_least=True), 2.0, WITHIN),
        (Row("a low rate", 10.0, "M/s", 15.0, at_least=True), 2 / 3, MISSED),
        (Row("only said", 10.0, "s"), None, NO_LIMIT),
    ],
)
def test_a_limit_holds_where_there_is_room_left(row, room, verdict):
    assert row.room == (room if room is None else pytest.approx(room))
    assert row.verdict == verdict


def test_one_missed_limit_makes_the_whole_part_fail(capsys):
    quick, slow = Row("quick", 2.0, "s", 4.0), Row("slow", 8.0, "s", 4.0)
    assert report("Speed", [quick]) == 0
    assert report("Speed", [quick, slow], ["a note"]) == 1
    printed = capsys.readouterr().out
    assert MISSED in printed
    assert "- a note" in printed


def test_a_row_shows_the_peer_in_its_own_words_and_as_a_ratio():
    line = table_lines([Row("mali", 4.0, "ms", 8.0, peer=Peer(76e3, 92e3, "76–92 s, measured"))])[-1]
    cells = [each.strip() for each in line.strip("|").split("|")]
    assert cells == ["mali", "4.00 ms", "8.00 ms", "2.00", "76–92 s, measured", "19,000–23,000", WITHIN]


def test_all_rows_have_the_columns_of_the_heading():
    lines = table_lines([Row("one", 1.0, "s"), Row("another thing", 12_345.0, "s", 1.0)])
    assert {line.count("|") for line in lines} == {len(HEADINGS) + 1}
    assert len({len(line) for line in lines}) == 1


def test_a_case_that_is_not_there_is_named():
    assert left_out(AFGHANISTAN) == []
    (note,) = left_out(AFGHANISTAN, Case("atlantis", "flee_reference/atlantis"))
    assert "atlantis" in note


def test_a_multiplied_world_holds_more_people_in_the_same_places():
    from benchmarks.scaling import multiplied

    world = AFGHANISTAN.load()
    many = multiplied(world, 1000)
    assert [each.population for each in many.places] == [1000 * each.population for each in world.places]
    assert [each.capacity for each in many.places if each.capacity] == [
        1000 * each.capacity for each in world.places if each.capacity
    ]
    assert sum(each.people for each in many.pushes) == 1000 * sum(each.people for each in world.pushes)
    assert sum(each.value for each in many.observations) == 1000 * sum(e.value for e in world.observations)
    assert many.routes == world.routes


def test_a_thousand_times_more_people_enter_a_multiplied_world():
    from benchmarks.scaling import costs_of, multiplied

    world = steppe.load(SMALL)
    few, many = costs_of([world, multiplied(world, 1000)], tries=1)
    assert many.people == pytest.approx(1000 * few.people, rel=0.1)
    assert few.draws > 0 and few.seconds > 0


def test_the_uncompiled_kernel_takes_as_many_draws_as_it_says():
    from benchmarks.draws import draws_of
    from benchmarks.replica import Replica
    from steppe.engine.plan import compile_plan

    trials, chance = draws_of(SMALL)
    assert np.all(trials >= 1) and np.all(trials == np.floor(trials))
    assert np.all((0 < chance) & (chance < 1))
    taken = Replica(compile_plan(steppe.load(SMALL).with_settings(people_per_count=1))).run(1)
    assert len(trials) == pytest.approx(taken, rel=0.3)


def test_the_mix_of_draws_holds_few_and_many_expected():
    from benchmarks.sampler import FEW_EXPECTED, draw_all, mixed_draws

    trials, chance = mixed_draws(2_000)
    assert trials.min() >= 1 and trials.max() <= 1e5
    assert chance.min() >= 0.001 and chance.max() <= 0.5
    assert 0.2 < np.mean(trials * chance < FEW_EXPECTED) < 0.8
    expected = (trials * chance).sum()
    assert draw_all(trials, chance, np.uint64(1)) == pytest.approx(expected, rel=0.05)


def test_memory_is_that_of_the_command_and_in_megabytes():
    from benchmarks.memory import peak_mb

    little = peak_mb([sys.executable, "-c", "pass"])
    much = peak_mb([sys.executable, "-c", "held = b'1' * 100_000_000"])
    assert much - little == pytest.approx(100, abs=10)


def test_a_short_command_is_timed():
    from benchmarks.startup import answer_row

    row = answer_row("python -c pass", None, tries=1)
    assert 0 < row.figure < 60
