"""``steppe check``, ``describe``, ``fields`` and ``new``, as a person types them."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import tomllib
from pathlib import Path

import pytest

from steppe.scenario import gallery
from steppe.scenario.fields import SETTINGS, TABLES
from steppe.scenario.folder import examine, load
from tests.scenario.policy_world import with_policies
from tests.scenario.worlds import line, make_world


@pytest.mark.parametrize("name", gallery.names())
def test_a_built_in_world_can_be_run_and_described(name, steppe):
    code, out, err = steppe("check", name)
    assert (code, err) == (0, "")
    assert f"{name} can be run" in out
    code, out, err = steppe("describe", name)
    assert (code, err) == (0, "")
    world = load(name)
    assert out.startswith(world.title)
    assert str(world.start) in out
    assert f"{len(world.places)} places" in out


def test_warnings_are_listed_and_counted(tmp_path, steppe):
    folder = make_world(tmp_path / "world", line("places.csv", 3, "Midway,Aland,town,0,0,5000,,no,,census"))
    code, out, err = steppe("check", str(folder))
    assert (code, err) == (0, "")
    assert out.splitlines()[0].startswith("warning: places.csv line 3: 'Midway' lies at 0, 0")
    assert out.splitlines()[1].endswith("; 1 warning")


def test_errors_end_with_1_after_the_warnings(tmp_path, steppe):
    folder = make_world(
        tmp_path / "world",
        line("places.csv", 3, "Midway,Aland,town,0,0,5000,,no,,census"),
        line("routes.csv", 2, "Origin,Midwai,120,yes,map"),
    )
    code, out, err = steppe("check", str(folder))
    assert (code, out) == (1, "")
    assert err.splitlines()[0].startswith("warning: places.csv line 3")
    assert err.splitlines()[1:] == [
        "1 problem in this scenario",
        "routes.csv line 2: place 'Midwai' is unknown. Did you mean 'Midway'?",
    ]


@pytest.mark.parametrize(("spoil", "code"), [((), 0), ((line("routes.csv", 2, "Origin,X,1,yes,m"),), 1)])
def test_problems_as_json_are_one_object_and_nothing_else(spoil, code, tmp_path, steppe):
    folder = make_world(tmp_path / "world", *spoil)
    ended, out, err = steppe("check", str(folder), "--json")
    assert (ended, err) == (code, "")
    told = json.loads(out)
    assert told["scenario"] == str(folder)
    assert told["can_run"] is (code == 0)
    assert [each["where"] for each in told["problems"]] == [each.where for each in examine(folder).problems]


def test_a_description_tells_borders_with_their_dates_and_counts_with_their_measure(tmp_path, steppe):
    _, out, _ = steppe("describe", str(make_world(tmp_path / "world")))
    assert "2025-01-01 to 2025-03-01, 60 days" in out
    assert "Aland | Bland   2025-01-20 until 2025-01-25 closed" in out
    assert "Origin   2025-01-05 until 2025-02-01" in out
    assert "registered   stock     person        2          2   Camp One   2025-01-15 to 2025-02-15" in out
    assert "1,000 people leave by a schedule" in out
    assert "conflict_push_rate   0.01   0" in out


def test_policies_are_described(tmp_path, steppe):
    _, out, _ = steppe("describe", str(make_world(tmp_path / "world", with_policies)))
    said = " ".join(out.split())
    assert "families 70.0% foot 6 6 papers: none" in said
    assert "Midway families 50.0%, drivers 50.0%" in said
    assert "for families, from Gate to Camp One only" in said
    assert "at most 200 a day, on mon, tue, wed, thu, fri, wait 0.8" in said
    assert "Bland | Aland 500 hills 10 3.5 5.8%" in said
    assert "Bland 2025-01-15 until 2025-02-15 9,000" in said
    assert "visa 2025-01-25 until 2025-02-05 seats 5" in said
    assert "Pathways that change" in said
    assert "9 ± 4.2" in said


def test_a_new_world_is_right_runs_and_names_every_setting(tmp_path, steppe):
    code, out, _ = steppe("new", str(tmp_path / "mine"))
    assert code == 0
    assert f"steppe run {tmp_path / 'mine'}" in out
    examined = examine(tmp_path / "mine")
    assert examined.problems == ()
    assert examined.scenario is not None
    assert examined.scenario.name == "mine"
    text = (tmp_path / "mine" / "scenario.toml").read_text(encoding="utf-8")
    assert [name for name in SETTINGS if f"\n{name} = " not in text and f"\n# {name} = " not in text] == []


def test_every_line_that_a_new_world_offers_as_a_comment_can_be_used(tmp_path, steppe):
    steppe("new", str(tmp_path / "mine"))
    path = tmp_path / "mine" / "scenario.toml"
    offered = [
        each.removeprefix("# ") if each.startswith("# ") and each[2:].split(" = ")[0] in SETTINGS else each
        for each in path.read_text(encoding="utf-8").splitlines()
    ]
    path.write_text("\n".join(offered), encoding="utf-8")
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    assert sum(len(section) for name, section in written.items() if name != "scenario") == len(SETTINGS)
    assert dict(load(tmp_path / "mine").settings) == {"conflict_push_rate": 0.01}


def test_a_new_world_can_begin_with_another(tmp_path, steppe):
    assert steppe("new", str(tmp_path / "mine"), "--like", "two-camps")[0] == 0
    mine, theirs = load(tmp_path / "mine"), load("two-camps")
    assert mine.name == "mine"
    assert (mine.places, mine.routes, mine.pushes) == (theirs.places, theirs.routes, theirs.pushes)


@pytest.mark.parametrize("name", ["my world", ".hidden", 'a:b"c', "Ünïcode", "line\nbreak"])
def test_whatever_the_folder_is_called_the_new_world_is_right(name, tmp_path, steppe):
    assert steppe("new", str(tmp_path / name))[0] == 0
    assert examine(tmp_path / name).problems == ()


@pytest.mark.skipif(os.name == "nt", reason="folder names are text there")
def test_a_folder_name_that_is_no_text_still_gets_a_world(tmp_path, monkeypatch):
    from steppe.interfaces.cli.new import new

    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), "utf-8", "replace"))
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    new(folder)
    assert load(folder).name == "example"


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path, steppe):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("ten years of work")
    code, out, err = steppe("new", str(tmp_path / "mine"))
    assert (code, out) == (1, "")
    assert "is not empty" in err
    assert [each.name for each in (tmp_path / "mine").iterdir()] == ["thesis.txt"]
    assert [each.name for each in tmp_path.iterdir()] == ["mine"]


def test_a_world_to_begin_with_that_does_not_exist_writes_nothing(tmp_path, steppe):
    code, _, err = steppe("new", str(tmp_path / "mine"), "--like", "two-camp")
    assert code == 1
    assert "Did you mean 'two-camps'?" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("table", TABLES)
def test_fields_tells_every_column_of_a_table(table, steppe):
    code, out, _ = steppe("fields", table)
    assert code == 0
    assert f"{table}.csv" in out
    assert all(each.name in out for each in TABLES[table])


def test_fields_finds_a_heading_a_setting_and_a_column_wherever_it_stands(steppe):
    assert "leave_chance_hub" in steppe("fields", "[movement]")[1]
    out = steppe("fields", "leave_chance_town")[1]
    assert "a number from 0 to 1 (per day)" in out
    assert "0.3" in out
    out = steppe("fields", "capacity")[1]
    assert "places.csv" in out
    assert "events.csv" in out
    assert "[capacity] in scenario.toml" in out


def test_fields_as_json_and_csv_hold_every_row_of_the_registries(steppe):
    rows = json.loads(steppe("fields", "--json")[1])
    count = len(SETTINGS) + sum(map(len, TABLES.values()))
    assert len(rows) > count
    assert {each["name"] for each in rows} >= set(SETTINGS)
    table = list(csv.DictReader(io.StringIO(steppe("fields", "places", "--csv")[1])))
    assert [each["name"] for each in table] == [each.name for each in TABLES["places"]]
    assert table[0]["required"] == "True"
    assert table[2]["choices"].startswith("town camp")


def test_a_field_that_does_not_exist_ends_with_2_and_the_nearest(steppe):
    code, out, err = steppe("fields", "leave_chance_twon")
    assert (code, out) == (2, "")
    assert "Did you mean 'leave_chance_town'?" in err


def test_a_name_for_two_things_ends_with_2(tmp_path, steppe, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make_world(tmp_path / "one-road")
    code, _, err = steppe("check", "one-road")
    assert code == 2
    assert "./one-road" in err
