"""``steppe rerun``, ``export`` and ``import``, as a person types them."""

from __future__ import annotations

import json

import polars
import pytest

from steppe.result.store import open_run
from steppe.scenario.folder import load, scenario_hash
from tests.scenario.flee_folders import SETTINGS, flee_folder


@pytest.fixture
def ran(steppe, tmp_path, monkeypatch):
    """A folder that holds a small run, ``r``."""
    monkeypatch.chdir(tmp_path)
    steppe("run", "two-camps", "--replicas", "5", "--seed", "8", "--no-figures", "--out", "r", "--quiet")
    return tmp_path


@pytest.mark.parametrize(
    "words", [(), ("--keep", "disk"), ("--keep", "summary"), ("--expected",), ("--days", "12")]
)
def test_a_run_of_any_kind_can_be_made_again(words, steppe, tmp_path):
    folder = tmp_path / "r"
    steppe("run", "two-camps", "--replicas", "5", "--no-figures", "--out", folder, "--quiet", *words)
    code, out, _ = steppe("rerun", folder)
    assert code == 0
    assert out.startswith(f"{folder}: identical.")
    told = json.loads(steppe("rerun", folder, "--json", "--threads", "1")[1])
    assert told["identical"] is True
    assert told["numbers"] > 100
    assert set(told["differing"].values()) == {0}


def spoil(folder, name="stock", people=3):
    """Change one stored number."""
    import zarr

    array = zarr.open_group(str(folder / "ensemble.zarr"), mode="r+")[name]
    array[2, 4, 1] = array[2, 4, 1] + people


def test_one_number_that_differs_is_found_and_counted(ran, steppe):
    spoil(ran / "r")
    code, out, err = steppe("rerun", "r")
    assert (code, out) == (1, "")
    assert "1 of " in err
    assert "numbers differ (stock 1), by 3 people at most" in err
    assert "The versions are the same" in err
    told = json.loads(steppe("rerun", "r", "--json")[1])
    assert told["identical"] is False
    assert told["differing"]["stock"] == 1
    assert told["largest_difference"] == 3


def test_where_numbers_differ_other_versions_are_named(ran, steppe):
    spoil(ran / "r")
    path = ran / "r" / "run.json"
    written = json.loads(path.read_text())
    written["provenance"]["versions"]["numba"] = "0.1"
    path.write_text(json.dumps(written))
    code, _, err = steppe("rerun", "r")
    assert code == 1
    assert "Other versions may be why: numba 0.1 then, " in err
    assert steppe("rerun", "r", "--json")[0] == 1


def test_a_run_whose_world_was_changed_is_not_made_again(ran, steppe):
    path = ran / "r" / "scenario" / "scenario.toml"
    path.write_text(path.read_text().replace("days = 60", "days = 61"))
    code, _, err = steppe("rerun", "r")
    assert code == 1
    assert "has been changed since" in err


@pytest.mark.parametrize("command", [("rerun", "r"), ("export", "r", "--format", "csv", "--to", "t")])
def test_what_is_no_run_folder_ends_with_1(command, steppe, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "does not exist" in steppe(*command)[2]
    (tmp_path / "r").mkdir()
    code, _, err = steppe(*command)
    assert code == 1
    assert "is not a run folder" in err
    (tmp_path / "r" / "run.json").write_text("{")
    code, _, err = steppe(*command)
    assert code == 1
    assert "run.json: cannot be read" in err


@pytest.mark.parametrize(
    ("format", "to"), [("csv", "t"), ("xlsx", "t.xlsx"), ("parquet", "t"), ("geojson", "t.geojson")]
)
def test_an_export_says_where_it_is_and_can_be_read(format, to, ran, steppe):
    assert steppe("export", "r", "--format", format, "--to", to) == (0, f"{to}\n", "")
    if format == "geojson":
        assert json.loads((ran / to).read_text(encoding="utf-8"))["type"] == "FeatureCollection"
    elif format == "xlsx":
        assert (ran / to).read_bytes().startswith(b"PK")
    elif format == "parquet":
        assert polars.read_parquet(ran / to / "places.parquet").height == 60 * 5
    else:
        assert polars.read_csv(ran / to / "places.csv").height == 60 * 5
    assert steppe("export", "r", "--format", format, "--to", to)[0] == 1


def test_an_imported_folder_is_the_world_that_flee_folder_is(steppe, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    flee_folder(tmp_path / "flee", {SETTINGS: "move_rules:\n  max_move_speed: 200\n  strange: 1\n"})
    code, out, err = steppe("import", "flee", "mine")
    assert code == 0
    assert out.splitlines()[-1] == "mine"
    assert "3 places, 2 routes" in out
    assert all(each.startswith("not carried over: ") for each in err.splitlines())
    assert len(err.splitlines()) == len(load("mine").notes) > 0
    for source in ("flee", "mine"):
        steppe("run", source, "--replicas", "3", "--no-figures", "--out", f"run-{source}", "--quiet")
    then, now = open_run("run-flee"), open_run("run-mine")
    assert (then.stock.values == now.stock.values).all()
    assert scenario_hash(load("mine")) == scenario_hash(then.scenario)


@pytest.mark.parametrize("there", ["nothing", "a folder"])
def test_what_is_no_flee_folder_is_not_imported(there, steppe, tmp_path):
    if there == "a folder":
        (tmp_path / "flee").mkdir()
    code, out, err = steppe("import", tmp_path / "flee", tmp_path / "mine")
    assert (code, out) == (1, "")
    assert "input_csv/" in err
    assert not (tmp_path / "mine").exists()
