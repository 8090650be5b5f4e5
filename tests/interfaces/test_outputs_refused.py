"""What cannot be written is refused in words, and whatever happens nothing half-written stays behind."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from steppe.result.store import open_run
from tests.interfaces.commands import starved, stopped
from tests.scenario.flee_folders import flee_folder

RUN = ("run", "two-camps", "--replicas", "4", "--no-figures", "--out")
EXPORT = ("export", "ran", "--format")
COMMANDS = {
    "run": (*RUN, "{to}"),
    "run disk": (*RUN, "{to}", "--keep", "disk"),
    "run summary": (*RUN, "{to}", "--keep", "summary"),
    "run json": (*RUN, "{to}", "--json"),
    "run figures": ("run", "two-camps", "--replicas", "4", "--out", "{to}"),
    "export csv": (*EXPORT, "csv", "--to", "{to}"),
    "export xlsx": (*EXPORT, "xlsx", "--to", "{to}"),
    "export parquet": (*EXPORT, "parquet", "--to", "{to}"),
    "export geojson": (*EXPORT, "geojson", "--to", "{to}"),
    "new": ("new", "{to}"),
    "import": ("import", "flee", "{to}"),
}


@dataclass(frozen=True)
class Obstacle:
    """Something in the way: how it comes there, what to write to, and what is said of it."""

    prepare: Callable[[Path, pytest.MonkeyPatch], object]
    to: str
    found: str


def _file(name: str) -> Callable[[Path, pytest.MonkeyPatch], object]:
    return lambda folder, _: (folder / name).write_text("ten years of work")


def _full_folder(folder: Path, _: pytest.MonkeyPatch) -> None:
    (folder / "full").mkdir()
    (folder / "full" / "thesis.txt").write_text("ten years of work")


def _dangling_link(folder: Path, _: pytest.MonkeyPatch) -> None:
    (folder / "link").symlink_to(folder / "nowhere")


def _locked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without the right to write, even for a superuser, to whom rights do not apply."""
    (folder / "locked").mkdir()
    allowed = os.access
    locked = str(folder / "locked")

    def access(path: str | Path, mode: int) -> bool:
        return str(Path(path).absolute()) != locked and allowed(path, mode)

    monkeypatch.setattr(os, "access", access)
    make, replace = os.mkdir, os.replace

    def refuse(function):
        def call(path, *more, **options):
            if str(Path(path).absolute()).startswith(locked):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
            return function(path, *more, **options)

        return call

    monkeypatch.setattr(os, "mkdir", refuse(make))
    monkeypatch.setattr(os, "replace", refuse(replace))


OBSTACLES = {
    "a file in the way": Obstacle(_file("file"), "file", "exists already|is a file|in the way"),
    "a path below a file": Obstacle(_file("file"), "file/deep/er", "not a folder|Not a directory"),
    "a folder that is not empty": Obstacle(_full_folder, "full", "exists already|not empty"),
    "a link that leads nowhere": Obstacle(_dangling_link, "link", "exists already|in the way|is a file"),
    "a folder without the right": Obstacle(_locked, "locked/r", "nothing can be written|Permission denied"),
    "a name that is too long": Obstacle(lambda *_: None, "x" * 300, "too long"),
}


@pytest.fixture
def here(tmp_path, monkeypatch, steppe):
    """A folder with a run and a Flee folder in it."""
    monkeypatch.chdir(tmp_path)
    steppe(*RUN, "ran", "--quiet")
    flee_folder(tmp_path / "flee")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes | None]:
    """Every file of a folder and what is in it."""
    return {
        str(each.relative_to(folder)): each.read_bytes() if each.is_file() else None
        for each in sorted(folder.rglob("*"))
    }


@pytest.mark.parametrize("obstacle", OBSTACLES)
@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_in_the_way_is_told_and_left_alone(command, obstacle, here, steppe, monkeypatch):
    each = OBSTACLES[obstacle]
    each.prepare(here, monkeypatch)
    before = contents(here)
    code, out, err = steppe(*(word.format(to=each.to) for word in COMMANDS[command]))
    assert (code, out) == (1, "")
    lines = err.splitlines()
    assert lines[0].startswith("1 problem")
    assert lines[1].startswith(each.to.split("/", maxsplit=1)[0])
    assert re.search(each.found, lines[1])
    assert lines[1].endswith(".") and lines[1].count(". ") >= 1, "a remedy follows what was found"
    assert contents(here) == before


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
@pytest.mark.parametrize(
    ("command", "limit"),
    [
        *((command, 0) for command in COMMANDS),
        *((command, 2_000) for command in COMMANDS if command != "import"),
    ],
)
def test_a_full_disk_ends_a_command_in_words(command, limit, here):
    before = contents(here)
    ended = starved(limit, *(word.format(to="t") for word in COMMANDS[command]))
    assert (ended.returncode, ended.stderr.count("Traceback")) == (1, 0), ended.stderr
    assert "1 problem with the output" in ended.stderr
    assert "cannot be written" in ended.stderr
    assert "ree some space" in ended.stderr
    if "--json" in COMMANDS[command]:
        assert ended.stdout == ""
    left = {name for name in contents(here).keys() - before.keys() if not name.startswith("t.partial")}
    assert left == set()


def _tells_of_replicas(process: subprocess.Popen[str]) -> bool:
    assert process.stderr is not None
    return "replicas" in process.stderr.readline()


@pytest.mark.parametrize("keep", ["memory", "summary"])
def test_a_run_that_is_stopped_leaves_nothing(keep, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ("run", "one-road", "--replicas", "40000", "--keep", keep, "--out", "r")
    code, out, err = stopped(_tells_of_replicas, *words)
    assert (code, out) == (130, "")
    assert "nothing half-finished was left behind" in err
    assert f"steppe {' '.join(words)}" in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_streamed_run_that_is_stopped_is_taken_up_again_to_the_same_numbers(tmp_path, monkeypatch, steppe):
    monkeypatch.chdir(tmp_path)
    journal = tmp_path / "r.partial" / "replicas.done"

    def some_are_done(_: subprocess.Popen[str]) -> bool:
        return journal.exists() and journal.read_text().count("\n") >= 3

    words = ("run", "one-road", "--keep", "disk", "--out", "r", "--no-figures")
    code, out, err = stopped(some_are_done, *words, "--replicas", "100000")
    assert (code, out) == (130, "")
    assert "The replicas that were done are kept in r.partial" in err
    assert f"steppe {' '.join(words)}" in err
    assert [each.name for each in tmp_path.iterdir()] == ["r.partial"]
    done = journal.read_text().split()
    replicas = max(map(int, done)) + 10
    _forbid_a_second_run_of(set(map(int, done)), monkeypatch)
    ended = steppe(*words, "--replicas", replicas, "--quiet")
    assert ended == (0, "r\n", ""), ended[2]
    assert [each.name for each in tmp_path.iterdir()] == ["r"]
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    steppe("run", "one-road", "--replicas", replicas, "--no-figures", "--out", "whole", "--quiet")
    assert np.array_equal(open_run("r").stock.values, open_run("whole").stock.values)
    assert np.array_equal(open_run("r").flow.values, open_run("whole").flow.values)


def _forbid_a_second_run_of(done: set[int], monkeypatch: pytest.MonkeyPatch) -> None:
    from steppe.engine import ensemble

    run_one = ensemble._run_one

    def run(plan, tables, workspace, luck):
        assert int(luck.replica) not in done, "a replica that was there already is run again"
        return run_one(plan, tables, workspace, luck)

    monkeypatch.setattr(ensemble, "_run_one", run)


def test_a_streamed_run_without_a_name_says_the_name_to_go_on_with(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ("run", "one-road", "--replicas", "4000", "--keep", "disk")
    code, _, err = stopped(_tells_of_replicas, *words)
    assert code == 130
    assert f"steppe {' '.join(words)} --out runs/one-road-" in err


def test_a_run_of_another_world_is_not_mixed_with_an_interrupted_one(tmp_path, monkeypatch, steppe):
    monkeypatch.chdir(tmp_path)
    words = ("run", "one-road", "--keep", "disk", "--out", "r", "--no-figures", "--replicas", "4")
    (tmp_path / "r.partial").mkdir()
    code, _, err = steppe(*words)
    assert code == 1
    assert "is no interrupted run" in err
