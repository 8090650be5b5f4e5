"""``steppe calibrate`` from the shell: a table, a folder, one object for machines, and refusals in full."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from steppe.insight.calibration.files import open_posterior
from steppe.interfaces.cli.calibrate import calibrate
from steppe.scenario.folder import write
from tests.insight.calibration.worlds import two_camps


@pytest.fixture
def world(tmp_path: Path) -> Path:
    write(two_camps(), tmp_path / "world")
    return tmp_path / "world"


def run(*words: object) -> Result:
    app = typer.Typer()
    app.command()(calibrate)
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_posterior_is_told_written_and_doubted(world, tmp_path):
    ended = run(world, "--draws", 30, "--to", tmp_path / "believed")
    assert ended.exit_code == 0, ended.output
    assert "cost_per_travel_day" in ended.stdout and "worth of Vale camp" in ended.stdout
    assert "calibrated, not converged" in ended.stdout
    assert "Do not rest on these draws" in ended.stderr
    assert ended.stdout.rstrip().endswith("believed")
    kept = open_posterior(tmp_path / "believed")
    assert kept.draws.shape[:2] == (4, 30)
    figures = {each.name for each in (tmp_path / "believed" / "figures").iterdir()}
    assert figures == {
        f"{name}.{kind}" for name in ("priors-posteriors", "chains", "counts") for kind in ("png", "svg")
    }
    assert not (tmp_path / "believed.partial").exists()


def test_one_object_for_machines_of_counts_until_a_day(world, tmp_path):
    until = two_camps().start + timedelta(days=30)
    ended = run(world, "--draws", 20, "--until", until, "--quiet", "--json", "--to", tmp_path / "believed")
    assert ended.exit_code == 0, ended.output
    told = json.loads(ended.stdout)
    assert told["until"] == until.isoformat() and told["converged"] is False
    assert told["counts"]["stocks"] == 2
    assert {each["name"] for each in told["parameters"]} >= {"cost_per_travel_day", "report_spread"}


def test_everything_wrong_with_a_request_is_told_at_once(tmp_path):
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "file").write_text("x")
    ended = run("atlantis", "--until", "yesterday", "--to", tmp_path / "taken")
    assert ended.exit_code == 1
    assert "atlantis" in ended.stderr and "yesterday" in ended.stderr and "taken" in ended.stderr
    assert ended.stdout == ""


def test_a_world_without_counts_leaves_nothing_behind(tmp_path):
    ended = run("border-closes", "--to", tmp_path / "believed")
    assert ended.exit_code == 1
    assert "no count of people" in ended.stderr
    assert list(tmp_path.iterdir()) == []
