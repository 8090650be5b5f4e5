"""Saving then opening is identity; what is broken or in the way is told and left alone."""

import errno
import json
import shutil

import numpy as np
import polars
import pytest

from steppe.errors import OutputError, RunError
from steppe.result import store
from tests.result.worlds import everything, simulated


@pytest.mark.parametrize("keep", ["memory", "disk", "summary"])
def test_saving_then_opening_is_identity(keep, tmp_path):
    result = simulated(keep=keep, folder=tmp_path / "run")
    before = {name: getattr(result, name).values for name in result.outputs}
    tables = result.places_table(), result.routes_table(), result.totals_table()
    saved = store.save(result, tmp_path / "run")
    opened = store.open_run(tmp_path / "run")
    for name, values in before.items():
        assert np.array_equal(getattr(opened, name).values, values)
        assert np.array_equal(getattr(saved, name).values, values)
    assert opened.scenario == result.scenario
    assert opened.provenance.to_json() == result.provenance.to_json()
    assert opened.labels == result.labels
    for mine, theirs in zip(
        tables, (opened.places_table(), opened.routes_table(), opened.totals_table()), strict=True
    ):
        assert mine.equals(theirs)
    assert polars.read_parquet(tmp_path / "run" / "places.parquet").equals(tables[0])


@pytest.mark.parametrize("keep", ["memory", "disk", "summary"])
def test_nothing_else_is_left_beside_a_run(keep, tmp_path):
    store.save(simulated(keep=keep, folder=tmp_path / "run"), tmp_path / "run")
    assert [each.name for each in tmp_path.iterdir()] == ["run"]
    assert not {"unfinished.json", "replicas.done"} & {each.name for each in (tmp_path / "run").iterdir()}


def test_what_is_added_appears_with_the_run(tmp_path):
    store.save(simulated(), tmp_path / "run", add=lambda folder: (folder / "note.txt").write_text("hello"))
    assert (tmp_path / "run" / "note.txt").read_text() == "hello"


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_leaves_nothing_half_written(failure, tmp_path):
    def fail(folder):
        raise failure

    with pytest.raises(OutputError if isinstance(failure, OSError) else KeyboardInterrupt):
        store.save(simulated(), tmp_path / "run", add=fail)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_keeps_replicas_that_were_streamed(tmp_path):
    def fail(folder):
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OutputError, match="Free some space"):
        store.save(simulated(keep="disk", folder=tmp_path / "run"), tmp_path / "run", add=fail)
    again = simulated(keep="disk", folder=tmp_path / "run")
    store.save(again, tmp_path / "run")
    assert np.array_equal(store.open_run(tmp_path / "run").stock.values, everything(8, "stock"))


def test_folders_in_the_way_are_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_text("a")
    (tmp_path / "file").write_text("b")
    for name, words in (("mine", "not a run folder"), ("file", "is a file")):
        with pytest.raises(OutputError, match=words):
            store.save(simulated(), tmp_path / name, overwrite=True)
    assert (tmp_path / "mine" / "a.txt").read_text() == "a"
    assert {each.name for each in tmp_path.iterdir()} == {"mine", "file"}


def test_a_run_is_replaced_only_when_asked(tmp_path):
    store.save(simulated(replicas=2), tmp_path / "run")
    with pytest.raises(OutputError, match="holds a run already"):
        store.save(simulated(replicas=3), tmp_path / "run")
    store.save(simulated(replicas=3), tmp_path / "run", overwrite=True)
    assert store.open_run(tmp_path / "run").replicas == 3
    assert [each.name for each in tmp_path.iterdir()] == ["run"]


def test_an_unwritable_place_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        store.save(simulated(), tmp_path / "file" / "run")


def _saved(tmp_path):
    store.save(simulated(), tmp_path / "run")
    return tmp_path / "run"


def _drop_chunk(run):
    next(path for path in (run / "ensemble.zarr" / "stock" / "c").rglob("*") if path.is_file()).unlink()


def _edit_run(run, edit):
    written = json.loads((run / "run.json").read_text())
    edit(written)
    (run / "run.json").write_text(json.dumps(written))


BREAKAGES = {
    "no run.json": (lambda run: (run / "run.json").unlink(), "there is no run.json"),
    "half a run.json": (lambda run: (run / "run.json").write_text('{"provenance": {'), "cannot be read"),
    "run.json of another kind": (lambda run: (run / "run.json").write_text("[]"), "does not say how"),
    "a newer schema": (
        lambda run: _edit_run(run, lambda w: w["provenance"].update(schema_version=99)),
        "schema_version 99",
    ),
    "a missing field": (
        lambda run: _edit_run(run, lambda w: w["provenance"].pop("seed")),
        "'seed' is missing",
    ),
    "no names": (lambda run: _edit_run(run, lambda w: w.pop("routes")), "names of places and routes"),
    "fewer places": (lambda run: _edit_run(run, lambda w: w["places"].pop()), "has shape"),
    "no ensemble": (lambda run: shutil.rmtree(run / "ensemble.zarr"), "cannot be read"),
    "a missing part": (_drop_chunk, "1 of"),
    "no table": (lambda run: (run / "routes.parquet").unlink(), "routes.parquet: is missing"),
    "no scenario": (lambda run: shutil.rmtree(run / "scenario"), "scenario: is missing"),
}


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_a_broken_run_is_told_and_not_opened(breakage, tmp_path):
    run = _saved(tmp_path)
    harm, words = BREAKAGES[breakage]
    harm(run)
    with pytest.raises(RunError) as caught:
        store.open_run(run)
    assert words in str(caught.value)
    assert all(problem.remedy for problem in caught.value.problems)


def test_everything_wrong_with_a_run_is_told_at_once(tmp_path):
    run = _saved(tmp_path)
    shutil.rmtree(run / "scenario")
    shutil.rmtree(run / "ensemble.zarr")
    (run / "places.parquet").unlink()
    with pytest.raises(RunError) as caught:
        store.open_run(run)
    assert len(caught.value.problems) == 3


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(RunError, match="does not exist"):
        store.open_run(tmp_path / "nowhere")
