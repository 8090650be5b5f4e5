"""``steppe compare STUDY``: every variant once, the base once; what is finished is not run again."""

from __future__ import annotations

import json
import shutil

import polars
import pytest

from steppe.interfaces.cli import progress
from steppe.result.store import open_run
from tests.interfaces.commands import stopped
from tests.interfaces.test_compare import here, object_of, refused  # noqa: F401

STUDY = """
base = "border-closes"
title = "Gates"
replicas = 4
seed = 3
days = 40

[[variant]]
name = "shut"
events = [{ event = "border", country = "Velia", other_country = "Norda", start = 2025-04-20 }]

[[variant]]
name = "quick"
settings = { leave_chance_town = 0.9 }
"""


@pytest.fixture
def gates(here):  # noqa: F811
    (here / "gates.toml").write_text(STUDY, encoding="utf-8")
    return here


@pytest.fixture
def under_way(monkeypatch):
    """What is run, as a person is told."""
    names = []
    told = progress.told_progress

    def noted(what, **options):
        names.append(what)
        return told(what, **options)

    monkeypatch.setattr("steppe.interfaces.cli.compare_study.told_progress", noted)
    return names


def test_a_study_runs_the_base_once_and_every_variant_once(steppe, gates, under_way):
    told = object_of(steppe, "gates.toml", "--to", "s")
    assert under_way == ["border-closes", "shut", "quick"]
    assert (told["study"], told["replicas"], told["seed"], told["days"]) == ("gates", 4, 3, 40)
    assert [each["name"] for each in told["variants"]] == ["shut", "quick"]
    for each in told["variants"]:
        assert {"places", "borders", "people_days_waiting"} <= set(each)


def test_the_folder_holds_every_run_every_comparison_and_the_whole(steppe, gates):
    object_of(steppe, "gates.toml", "--to", "s")
    assert sorted(each.name for each in (gates / "s").iterdir()) == [
        "base", "study.csv", "study.json", "study.png", "study.svg", "study.toml", "variants",
    ]  # fmt: skip
    for name in ("shut", "quick"):
        found = {each.name for each in (gates / "s" / "variants" / name).iterdir()}
        assert found == {"run", "comparison.csv", "comparison.json", "comparison.png", "comparison.svg"}
    table = polars.read_csv(gates / "s" / "study.csv")
    assert set(table["variant_name"]) == {"shut", "quick"}
    assert (gates / "s" / "study.toml").read_text(encoding="utf-8") == STUDY


def test_what_is_finished_is_not_run_again_and_what_has_changed_is(steppe, gates, under_way):
    first = object_of(steppe, "gates.toml", "--to", "s")
    under_way.clear()
    again = object_of(steppe, "gates.toml", "--to", "s")
    assert under_way == []
    assert again["variants"] == first["variants"]
    (gates / "gates.toml").write_text(STUDY.replace("0.9", "0.8"), encoding="utf-8")
    other = object_of(steppe, "gates.toml", "--to", "s")
    assert under_way == ["quick"]
    assert other["variants"][0] == first["variants"][0]
    assert other["variants"][1] != first["variants"][1]
    assert open_run(gates / "s" / "variants" / "quick" / "run").scenario.number("leave_chance_town") == 0.8


def test_a_variant_that_was_lost_is_run_again_and_gives_the_same(steppe, gates, under_way):
    first = object_of(steppe, "gates.toml", "--to", "s")
    shutil.rmtree(gates / "s" / "variants" / "shut")
    under_way.clear()
    assert object_of(steppe, "gates.toml", "--to", "s")["variants"] == first["variants"]
    assert under_way == ["shut"]


def test_another_seed_runs_everything_again(steppe, gates, under_way):
    object_of(steppe, "gates.toml", "--to", "s")
    under_way.clear()
    assert object_of(steppe, "gates.toml", "--seed", "4", "--to", "s")["seed"] == 4
    assert under_way == ["border-closes", "shut", "quick"]


def test_a_study_that_comes_with_a_world_is_run_by_its_name(steppe, gates):
    told = object_of(steppe, "border-closes/study", "--replicas", "3", "--days", "35", "--to", "s")
    assert told["study"] == "border-closes-study"
    assert len(told["variants"]) == 3


def test_a_person_is_told_the_headlines_of_every_variant(steppe, gates):
    code, out, _ = steppe("compare", "gates.toml", "--to", "s")
    assert code == 0
    for words in ("Gates: 4 pairs of replicas", "People abroad at the end", "shut", "quick", "illustrative"):
        assert words in out
    assert out.splitlines()[-1] == "s"
    assert (
        "Taken from earlier runs in the same folder: shut, quick."
        in steppe("compare", "gates.toml", "--to", "s")[1]
    )


def test_a_study_that_is_stopped_keeps_what_is_done_and_says_how_to_go_on(gates):
    (gates / "gates.toml").write_text(STUDY.replace("replicas = 4", "replicas = 1500"), encoding="utf-8")

    def base_is_done(process) -> bool:
        return any((gates / "s" / "variants").glob("*/run.partial/replicas.done"))

    words = ("compare", str(gates / "gates.toml"), "--to", str(gates / "s"))
    code, _, err = stopped(base_is_done, *words)
    assert (code, "To go on from there" in err) == (130, True)
    assert (gates / "s" / "base" / "run.json").exists()
    assert not (gates / "s" / "study.json").exists()


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        (STUDY.replace("leave_chance_town", "leave_chance_twon"), 1, "Did you mean 'leave_chance_town'?"),
        (STUDY.replace("settings =", "setings ="), 1, "Did you mean 'settings'?"),
        (STUDY.replace("2025-04-20", '"soon"'), 1, "gates.toml variant 'shut', event 1 (border)"),
        (STUDY.replace('name = "quick"', 'name = "shut"'), 1, "given to another variant"),
        (STUDY + 'scenario = "nowhere"\n', 1, "no such folder"),
        (STUDY + 'scenario = "afghanistan-2021"\n', 2, "variant 'quick': their first days differ"),
        (STUDY.replace("seed = 3", "seed = -3"), 1, "seed '-3' is below 0"),
    ],
)
def test_what_is_wrong_with_a_study_is_told_before_any_work(text, code, told, steppe, gates):
    (gates / "gates.toml").write_text(text, encoding="utf-8")
    found, err = refused(steppe, "gates.toml", "--to", "s")
    assert (found, told in err) == (code, True), err
    assert not (gates / "s").exists()


def test_what_does_not_go_with_a_study_is_told_at_once(steppe, gates):
    (gates / "s").mkdir()
    (gates / "s" / "mine.txt").touch()
    words = ("gates.toml", "border-closes", "--set", "seed=3", "--event", "sealed", "--to", "s")
    code, err = refused(steppe, *words)
    assert code == 1
    assert all(each in err for each in ("VARIANT:", "--set:", "--event:", "holds no study"))


def test_an_expected_study_is_told_without_intervals(steppe, gates):
    told = object_of(steppe, "gates.toml", "--expected", "--to", "s")
    assert told["replicas"] == 1
    assert json.loads((gates / "s" / "study.json").read_text(encoding="utf-8"))["variants"]
