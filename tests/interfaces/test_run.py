"""``steppe run``: what a person and a program are told, and what lies in the folder afterwards."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from steppe.interfaces.cli import progress, tables
from steppe.result.store import open_run
from steppe.scenario.folder import load
from tests.scenario.flee_folders import SETTINGS, flee_folder
from tests.scenario.worlds import line, make_world

FEW = ("--replicas", "6", "--no-figures")


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def object_of(steppe, *words):
    code, out, err = steppe("run", *words, "--json")
    assert (code, err) == (0, "")
    assert out.count("\n") == 1
    return json.loads(out)


def test_json_has_the_promised_shape(steppe, here):
    told = object_of(steppe, "two-camps", *FEW, "--seed", "5", "--out", "r")
    world = load("two-camps")
    assert told["scenario"] == "two-camps"
    assert told["start"] == "2025-04-01"
    assert (told["days"], told["replicas"], told["mode"], told["seed"]) == (60, 6, "counts", 5)
    assert set(told["people"]) == {"mean"}
    assert {"load", "compile", "run"} <= set(told["seconds"])
    assert [each["name"] for each in told["places"]] == [place.name for place in world.places]
    for each, place in zip(told["places"], world.places, strict=True):
        assert {"name", "country", "kind", "final", "observed"} <= set(each)
        assert (each["country"], each["kind"]) == (place.country, place.kind)
        assert set(each["final"]) == {"mean", "p05", "p50", "p95"}
        assert each["final"]["p05"] <= each["final"]["p50"] <= each["final"]["p95"]
    assert {each["name"]: each["observed"] for each in told["places"]} == {
        place.name: {"Vale camp": 4000.0, "Ridge camp": 5900.0}.get(place.name) for place in world.places
    }
    assert {"mean", "p05", "p95"} <= set(told["scores"]["averaged_relative_difference"])


@pytest.mark.parametrize("keep", ["memory", "disk", "summary"])
def test_json_says_what_the_run_folder_holds(keep, steppe, here):
    told = object_of(steppe, "two-camps", *FEW, "--keep", keep, "--out", "r")
    result = open_run(here / "r")
    assert told["people"]["mean"] == pytest.approx(14_000)
    assert [each["final"]["mean"] for each in told["places"]] == pytest.approx(list(result.final["mean"]))
    assert told["folder"] == "r"
    assert [each.name for each in here.iterdir()] == ["r"]


def test_people_are_at_a_place_or_on_the_way(steppe, here):
    told = object_of(steppe, "two-camps", *FEW, "--out", "r")
    standing = sum(each["final"]["mean"] for each in told["places"])
    on_the_way = open_run(here / "r").en_route.values[:, -1].mean()
    assert standing + on_the_way == pytest.approx(told["people"]["mean"])


def test_an_expected_run_is_one_pass_without_spread(steppe, here):
    told = object_of(steppe, "two-camps", "--expected", "--no-figures", "--out", "r")
    assert (told["mode"], told["replicas"]) == ("expected", 1)
    assert all(each["final"]["p05"] == each["final"]["p95"] for each in told["places"])


def test_a_run_of_nothing_to_compare_has_no_score_and_no_nan(steppe, here):
    told = object_of(steppe, "border-closes", *FEW, "--out", "r")
    assert told["scores"] == {}
    assert all(each["observed"] is None for each in told["places"])


def test_seed_and_days_are_those_asked_for_and_change_the_numbers(steppe, here):
    one = object_of(steppe, "two-camps", *FEW, "--seed", "1", "--days", "20", "--out", "one")
    other = object_of(steppe, "two-camps", *FEW, "--seed", "2", "--days", "20", "--out", "other")
    again = object_of(
        steppe, "two-camps", *FEW, "--seed", "1", "--days", "20", "--threads", "1", "--out", "again"
    )
    assert one["days"] == 20
    assert one["places"] == again["places"]
    assert one["places"] != other["places"]


def test_a_setting_is_read_as_in_the_file_and_kept_with_the_run(steppe, here):
    object_of(
        steppe,
        "two-camps",
        *FEW,
        "--set",
        "leave_chance_town = 0.5",
        "--set",
        "conflict_decay=1, 0.5",
        "--set",
        "start_on_foot=yes",
        "--out",
        "r",
    )
    world = open_run(here / "r").scenario
    assert world.setting("leave_chance_town") == 0.5
    assert world.setting("conflict_decay") == (1.0, 0.5)
    assert world.setting("start_on_foot") is True


def test_a_person_sees_places_counts_score_stamp_and_the_way_back(steppe, here):
    code, out, err = steppe("run", "two-camps", *FEW, "--out", "r")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("Two camps, and more people than room: people on 2025-05-30, 6 replicas")
    for word in ("place", "country", "median", "90 % band", "observed", "difference"):
        assert word in lines[1]
    assert any(each.startswith("Vale camp") and "4,000 (2025-05-15)" in each for each in lines)
    assert "Averaged relative difference 0." in out
    assert "illustrative, not calibrated" in out
    assert lines[-2:] == ["To make these numbers again: steppe rerun r", "r"]


def test_the_latest_count_of_each_published_series_stands_beside_the_run(steppe, here):
    world = make_world(
        here / "world",
        line("observations.csv", 2, "2025-01-15,,70,cumulative,person,arrivals_abroad,yes,agency"),
        line("observations.csv", 3, "2025-02-15,,2500,cumulative,person,arrivals_abroad,yes,agency"),
    )
    text = (world / "observations.csv").read_text().replace("use,source", "use,source,country")
    (world / "observations.csv").write_text(text.replace("agency\n", "agency,Bland\n"))
    _, out, _ = steppe("run", str(world), *FEW, "--out", "r")
    assert "published series" in out
    row = next(each for each in out.splitlines() if each.startswith("Bland"))
    assert "arrivals abroad" in row
    assert "2025-02-15" in row
    assert "2,500" in row


def test_quiet_says_only_where_the_results_are(steppe, here):
    assert steppe("run", "two-camps", *FEW, "--out", "r", "--quiet") == (0, "r\n", "")


def test_a_run_that_nobody_named_gets_a_folder_of_its_own(steppe, here):
    first = steppe("run", "one-road", *FEW, "--quiet")[1].strip()
    second = steppe("run", "one-road", *FEW, "--quiet")[1].strip()
    assert first != second
    assert all(open_run(here / each).replicas == 6 for each in (first, second))
    assert first.startswith("runs/one-road-")


def test_figures_are_written_unless_they_are_not_wanted(steppe, here):
    steppe("run", "two-camps", "--replicas", "3", "--out", "with", "--quiet")
    steppe("run", "two-camps", "--replicas", "3", "--out", "without", "--quiet", "--no-figures")
    written = {each.name for each in (here / "with" / "figures").iterdir()}
    assert written == {"bands.png", "bands.svg", "map.png", "map.svg"}
    assert not (here / "without" / "figures").exists()


def test_the_command_is_kept_with_the_run(steppe, here):
    steppe("run", "two-camps", *FEW, "--out", "r r", "--quiet")
    assert open_run(here / "r r").provenance.command == (
        "steppe run two-camps --replicas 6 --no-figures --out 'r r' --quiet"
    )


def test_an_empty_folder_is_filled(steppe, here):
    (here / "r").mkdir()
    assert steppe("run", "two-camps", *FEW, "--out", "r", "--quiet")[0] == 0
    assert open_run(here / "r").replicas == 6


def test_odd_things_are_told_on_standard_error_and_not_to_the_quiet(steppe, here):
    world = make_world(here / "world", line("places.csv", 3, "Midway,Aland,town,0,0,5000,,no,,census"))
    code, out, err = steppe("run", str(world), *FEW, "--out", "a", "--json")
    assert code == 0
    json.loads(out)
    assert err.startswith("warning: places.csv line 3: 'Midway' lies at 0, 0")
    assert steppe("run", str(world), *FEW, "--out", "b", "--quiet")[2] == ""


def test_of_many_notes_on_a_flee_folder_the_first_few_are_told(steppe, here):
    strange = "".join(f"  strange_{number}: 1\n" for number in range(8))
    folder = flee_folder(here / "flee", {SETTINGS: "move_rules:\n  max_move_speed: 200\n" + strange})
    code, _, err = steppe("run", str(folder), *FEW, "--out", "r")
    assert code == 0
    notes = [each for each in err.splitlines() if each.startswith("not carried over: ")]
    assert len(notes) == 4
    total = len(load(folder).notes)
    assert notes[-1] == f"not carried over: {total - 3} more; `steppe check` lists them all"


def test_counted_units_of_several_people_are_said_to_be_that(steppe, here):
    words = ("run", "two-camps", *FEW, "--set", "people_per_count=10")
    assert "One counted unit stands for 10 people" in steppe(*words, "--out", "a")[1]
    assert json.loads(steppe(*words, "--out", "b", "--json")[1])["people_per_count"] == 10
    assert "One counted unit" not in steppe("run", "two-camps", *FEW, "--out", "c")[1]


def test_a_long_run_tells_now_and_then_how_far_it_is(steppe, here, monkeypatch):
    monkeypatch.setattr(progress, "LEAST_SECONDS", 0.0)
    _, out, err = steppe("run", "two-camps", "--replicas", "20", "--no-figures", "--out", "r", "--json")
    json.loads(out)
    assert "two-camps: 20 of 20 replicas" in err
    assert 3 <= len(err.splitlines()) <= 10


def test_a_wide_table_is_not_folded_in_a_pipe(steppe, here):
    _, out, _ = steppe("run", "two-camps", *FEW, "--out", "r")
    assert max(map(len, out.splitlines())) <= tables.WIDTH_ELSEWHERE


def test_streamed_and_remembered_replicas_are_the_same(steppe, here):
    for keep in ("memory", "disk"):
        steppe("run", "two-camps", *FEW, "--keep", keep, "--out", keep, "--quiet")
    memory, disk = (open_run(here / each).stock.values for each in ("memory", "disk"))
    assert np.array_equal(memory, disk)


@pytest.mark.parametrize("name", ["one-road", "border-closes", "two-camps"])
def test_every_teaching_world_runs(name, steppe, here):
    told = object_of(steppe, name, *FEW, "--out", "r")
    assert told["people"]["mean"] > 0
    assert all(math.isfinite(each["final"]["mean"]) for each in told["places"])
