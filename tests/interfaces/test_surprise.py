"""``steppe surprise``: what left the band is told with its numbers, and nothing where nothing did."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import typer
from typer.testing import CliRunner

import steppe.insight.forecast as forecasting
from steppe.interfaces.cli.surprise import surprise
from steppe.scenario.folder import write
from tests.insight.counted_world import counts, on, taught, usual_counts, world

RUNNER = CliRunner()
FROM = ("--from", "2025-03-02")


def doubled():
    """The usual world, in which Cedar has twice as many people from day 80 on."""
    rows = [
        replace(each, value=2 * each.value) if each.place == "Cedar" and each.date >= on(80) else each
        for each in usual_counts()
    ]
    return replace(world(rows), name="doubled")


@pytest.fixture
def typed(tmp_path, monkeypatch):
    """Type the command beside three worlds: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(forecasting, "taught_by_others", lambda *_: taught())
    write(world(), tmp_path / "calm")
    write(doubled(), tmp_path / "doubled")
    write(world(counts("Alder", {0: 100.0, 120: 200.0})), tmp_path / "thin")
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(surprise)

    def command(*words):
        ended = RUNNER.invoke(app, list(words))
        return ended.exit_code, ended.stdout, ended.stderr

    return command


def test_what_left_the_band_is_told_with_since_when_and_what_could_explain_it(typed):
    code, out, _ = typed("doubled", *FROM)
    assert code == 0
    lines = [line.rstrip() for line in out.splitlines()]
    assert lines[0] == "Three camps: counts held against the forecast of 2 Mar 2025"
    row = next(line.split() for line in lines if line.startswith("Cedar  "))
    assert row[1:3] == ["2025-03-22", "8,400"] and row[-1] == "yes"
    assert any("Cedar rose by" in line and "at one count, that of 22 Mar 2025" in line for line in lines)
    assert any(line.startswith("All counts together: ") for line in lines)
    assert "none is shown to be a cause" in out
    assert lines[-2].startswith("Standing: forecast, behaviour not calibrated")
    assert lines[-1].startswith("To make it again: steppe")


def test_where_nothing_left_the_band_that_is_said_plainly(typed):
    code, out, _ = typed("calm", *FROM)
    assert code == 0
    assert (
        "Nothing left the band: 0 of 18 counts between 2 Mar 2025 and 1 May 2025 lie outside 9 in 10" in out
    )
    assert "could explain" not in out


def test_a_program_is_told_one_object_and_that_is_what_lies_in_the_folder(typed, tmp_path):
    code, out, err = typed("doubled", *FROM, "--to", "s", "--json")
    assert (code, err, out.count("\n")) == (0, "", 1)
    told = json.loads(out)
    written = json.loads((tmp_path / "s" / "surprise.json").read_text(encoding="utf-8"))
    assert told.pop("folder") == "s" and written.pop("command").startswith("steppe")
    assert told == written
    cedar = next(each for each in told["departures"] if each["series"] == "Cedar")
    assert (cedar["since"], cedar["direction"], cedar["stayed"]) == ("2025-03-22", "above", True)
    assert sorted(each.name for each in (tmp_path / "s").iterdir()) == [
        "surprise.csv", "surprise.json", "surprise.png", "surprise.svg",
    ]  # fmt: skip


def test_without_a_day_the_last_three_months_are_looked_at(typed):
    assert json.loads(typed("calm", "--json")[1])["from"] == on(30).isoformat()
    assert json.loads(typed("thin", "--json")[1])["from"] == on(30).isoformat()
    assert json.loads(typed("calm", "--json", "--from", "2025-05-01")[1])["joint"] is None


def test_everything_wrong_is_told_at_once(typed, tmp_path):
    (tmp_path / "taken").write_text("mine")
    code, out, err = typed("border-closes", "--from", "soon", "--to", "taken")
    assert (code, out) == (1, "")
    for told in (
        "3 problems",
        "--from soon: is not a date",
        "no counts of people",
        "taken: it exists already",
    ):
        assert told in err
    assert typed("calm", "--from", "2020-01-01")[0] == 2
