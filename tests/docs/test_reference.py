"""The reference pages say what the registries say."""

from __future__ import annotations

import json
import re

import pytest

from steppe.insight.observed import observed_table
from steppe.insight.score import score
from steppe.interfaces.cli.outcome import outcome_as_json
from steppe.scenario.folder import load
from steppe.simulate import simulate
from tools.make_reference import FOLDER, JSON_KEYS, RUN_TABLES, TABLE_OPENINGS, pages

PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_agrees_with_the_registries(name):
    committed = (FOLDER / name).read_text(encoding="utf-8")
    assert committed == PAGES[name], f"docs/reference/{name} is out of date: run `make docs`"


def test_no_reference_page_is_left_over():
    assert {path.name for path in FOLDER.glob("*.md")} == set(PAGES)


@pytest.fixture(scope="module")
def result():
    return simulate(load("one-road"), replicas=2, days=5)


def test_the_page_of_outputs_lists_the_columns_that_a_run_has(result):
    tables = {name: getattr(result, f"{name}_table")() for name in ("places", "routes", "totals")}
    tables |= {"observations": observed_table(result), "scores": score(result).table}
    for name, (_, columns) in RUN_TABLES.items():
        assert {word for words in columns for word in words.split(", ")} == set(tables[name].columns), name
    assert set(RUN_TABLES) == set(tables)


def test_the_page_of_outputs_lists_the_keys_that_a_program_is_told(result, tmp_path):
    told = json.loads(outcome_as_json(result, score(result), tmp_path))
    assert {word for words, _ in JSON_KEYS for word in re.findall(r"`(\w+)`", words)} == set(told)


def test_every_table_of_a_scenario_is_introduced():
    from steppe.scenario.tables import TABLES

    assert set(TABLE_OPENINGS) == set(TABLES)
