"""``steppe compare``: what a person and a program are told, what is refused, what lies in the folder."""

from __future__ import annotations

import json

import polars
import pytest

import steppe as package
from steppe.result.store import open_run
from steppe.scenario.folder import load, write
from tests.interfaces.commands import starved, stopped
from tests.scenario.worlds import line, make_world

WORLD = "border-closes"
SHUT = "border country=Velia other_country=Norda status=closed start=2025-04-20 end=2025-05-01"
FEW = ("--replicas", "5", "--days", "40")


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def object_of(steppe, *words):
    code, out, err = steppe("compare", *words, "--json")
    assert code == 0, err  # how far it has got may stand there, on a slow machine
    assert out.count("\n") == 1
    return json.loads(out)


def refused(steppe, *words):
    code, out, err = steppe("compare", *words)
    assert out == ""
    return code, err


def test_an_inline_event_gives_the_promised_json(steppe, here):
    told = object_of(steppe, WORLD, "--event", SHUT, *FEW, "--to", "c")
    assert (told["base"], told["variant"]) == (WORLD, f"{WORLD}-what-if")
    assert (told["replicas"], told["days"], told["folder"]) == (5, 40, "c")
    assert [each["name"] for each in told["places"]] == [place.name for place in load(WORLD).places]
    for each in (*told["places"], *told["borders"], told["people_days_waiting"]):
        assert {"mean", "p05", "p95"} <= set(each["difference"])
        assert 0 <= each["chance_above_zero"] <= 1
    camps = {each["name"]: each["difference"]["mean"] for each in told["places"]}
    assert camps["Solet"] > 0 > camps["Amber camp"]


def test_the_folder_holds_both_runs_the_table_and_the_picture_and_nothing_else_is_left(steppe, here):
    told = object_of(steppe, WORLD, "--event", SHUT, *FEW, "--to", "c")
    assert sorted(each.name for each in here.iterdir()) == ["c"]
    assert sorted(each.name for each in (here / "c").iterdir()) == [
        "base", "comparison.csv", "comparison.json", "comparison.png", "comparison.svg", "variant",
    ]  # fmt: skip
    again = package.compare(open_run(here / "c" / "base"), open_run(here / "c" / "variant"))
    assert again.to_json()["places"] == told["places"]
    assert polars.read_csv(here / "c" / "comparison.csv").height == again.table.height
    assert "steppe compare" in json.loads((here / "c" / "comparison.json").read_text())["command"]


def test_finished_runs_are_compared_as_they_are(steppe, here):
    object_of(steppe, WORLD, "--event", SHUT, *FEW, "--to", "c")
    told = object_of(steppe, "c/base", "c/variant", "--to", "d")
    assert told["places"] == json.loads((here / "c" / "comparison.json").read_text())["places"]
    assert not (here / "d" / "base").exists()


def test_a_finished_run_lends_its_seed_days_and_replicas_to_its_variant(steppe, here):
    steppe("run", WORLD, *FEW, "--seed", "9", "--out", "r", "--no-figures", "--quiet")
    told = object_of(steppe, "r", "--set", "leave_chance_town=0.9", "--to", "c")
    assert (told["seed"], told["replicas"], told["days"]) == (9, 5, 40)
    made = open_run(here / "c" / "variant")
    assert made.scenario.number("leave_chance_town") == 0.9
    assert (made.seed, made.replicas, made.days) == (9, 5, 40)


def test_two_folders_are_compared_and_a_change_goes_on_top_of_the_second(steppe, here):
    make_world(here / "one")
    make_world(here / "two", line("places.csv", 5, "Camp One,Bland,camp,10.0,23.0,,9000,no,100,agency"))
    told = object_of(steppe, "one", "two", *FEW, "--to", "c")
    assert {each["name"] for each in told["places"]} == {"Origin", "Midway", "Gate", "Camp One"}
    object_of(steppe, "one", "two", "--set", "leave_chance_town=0.5", *FEW, "--to", "d")
    made = open_run(here / "d" / "variant").scenario
    assert made.place("Camp One").capacity == 9000
    assert made.number("leave_chance_town") == 0.5


def test_a_world_compared_with_itself_differs_in_nothing(steppe, here):
    told = object_of(steppe, WORLD, WORLD, *FEW, "--to", "c")
    assert {each["difference"]["mean"] for each in told["places"]} == {0.0}
    assert {each["difference"]["sd"] for each in told["places"]} == {0.0}


def test_a_person_is_told_tables_and_how_to_compare_again(steppe, here):
    code, out, _ = steppe("compare", WORLD, "--event", SHUT, *FEW, "--to", "c")
    assert code == 0
    for words in ("People at a place on 2025-05-10", "At borders", "illustrative, not calibrated"):
        assert words in out
    assert out.splitlines()[-2:] == ["To compare these runs again: steppe compare c/base c/variant", "c"]


def test_expected_runs_are_compared_without_intervals(steppe, here):
    told = object_of(steppe, WORLD, "--event", SHUT, "--expected", "--to", "c")
    assert told["mode"] == "expected"
    assert {each["difference"]["p05"] for each in told["places"]} == {None}
    code, out, _ = steppe("compare", "c/base", "c/variant", "--to", "d")
    assert (code, "expected values" in out) == (0, True)


def test_without_a_name_the_folder_is_named_after_both(steppe, here):
    code, out, _ = steppe("compare", WORLD, "--event", SHUT, *FEW, "--quiet")
    assert code == 0
    assert out.startswith(f"runs/{WORLD}-vs-{WORLD}-what-if-")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((WORLD,), 2, "there is nothing to compare the base with"),
        (("border-close", "--event", SHUT), 1, "Did you mean 'border-closes'?"),
        ((WORLD, "nowhere"), 1, "no such folder"),
        ((WORLD, "--event", "bordr country=Velia"), 2, "--event 1 (bordr): event 'bordr' is not one of"),
        ((WORLD, "--event", SHUT.replace("Norda", "Nordia")), 2, "--event 1 (border)"),
        ((WORLD, "--event", "sealed place=Harn start=1.4.2025"), 2, "2025-04-01"),
        ((WORLD, "--set", "leave_chance_twon=1"), 2, "Did you mean 'leave_chance_town'?"),
        ((WORLD, "--set", "seed=4"), 2, "--set seed=4: is the same for both. Use --seed instead."),
        ((WORLD, "--set", "people_per_count=10"), 2, "units of counting differ: 1 and 10"),
        ((WORLD, "afghanistan-2021"), 2, "first days differ"),
        ((WORLD, WORLD, "--to", "there"), 1, "it exists already"),
        (("none.toml",), 1, "there is no such file"),
    ],
)
def test_what_is_wrong_is_told_with_its_exit_code_before_any_work(words, code, told, steppe, here):
    (here / "there").mkdir()
    (here / "there" / "file").touch()
    found, err = refused(steppe, *words)
    assert (found, told in err) == (code, True), err
    assert [each.name for each in here.iterdir()] == ["there"]


def test_everything_that_is_wrong_is_told_at_once(steppe, here):
    code, err = refused(
        steppe,
        WORLD,
        "--set",
        "seed=4",
        "--set",
        "leave_chance_twon=1",
        "--event",
        "bordr",
        "--event",
        "sealed",
    )
    assert code == 2
    assert err.startswith("5 problems with the request")


def test_a_run_that_is_there_does_not_take_other_numbers(steppe, here):
    steppe("run", WORLD, *FEW, "--out", "r", "--no-figures", "--quiet")
    code, err = refused(steppe, "r", "--event", SHUT, "--seed", "3", "--replicas", "5", "--days", "9")
    assert code == 2
    assert "--seed 3: the run that is there has 1" in err
    assert "--days 9: the run that is there has 40" in err
    assert "--replicas" not in err


def test_a_run_that_kept_summaries_only_is_refused_before_any_work(steppe, here):
    steppe("run", WORLD, *FEW, "--out", "r", "--no-figures", "--quiet", "--keep", "summary")
    code, err = refused(steppe, "r", "--event", SHUT)
    assert (code, "base: has only summaries of its replicas" in err) == (2, True)


def test_runs_with_other_seeds_are_refused(steppe, here):
    for seed in ("1", "2"):
        steppe("run", WORLD, *FEW, "--seed", seed, "--out", f"r{seed}", "--no-figures", "--quiet")
    code, err = refused(steppe, "r1", "r2")
    assert (code, "their seeds differ: 1 and 2" in err) == (2, True)


def test_a_full_disk_leaves_nothing_behind(here):
    ended = starved(20_000, "compare", WORLD, "--event", SHUT, *FEW, "--to", here / "c")
    assert ended.returncode == 1, ended.stderr
    assert "cannot be written" in ended.stderr
    assert not list(here.iterdir())


def test_a_comparison_that_is_stopped_leaves_nothing_behind(here):
    def is_running(process) -> bool:
        return any(here.glob(".c-*/base.partial/replicas.done"))

    words = ("compare", WORLD, "--event", SHUT, "--replicas", "3000", "--to", str(here / "c"))
    code, _, err = stopped(is_running, *words)
    assert (code, "Stopped" in err) == (130, True)
    assert not list(here.iterdir())


def test_a_frozen_world_written_to_a_folder_is_compared_like_its_name(steppe, here):
    write(load(WORLD), here / "frozen")
    told = object_of(steppe, WORLD, "frozen", *FEW, "--to", "c")
    assert {each["difference"]["mean"] for each in told["places"]} == {0.0}
