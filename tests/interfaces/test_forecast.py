"""``steppe forecast``: what a person and a program are told, what is refused, and that nothing is left half-written."""

from __future__ import annotations

import json

import polars
import pytest
import typer
from typer.testing import CliRunner

import steppe.insight.forecast as forecasting
from steppe.insight.calibration.files import write_posterior
from steppe.interfaces.cli.forecast import forecast
from steppe.scenario.folder import write
from tests.insight.counted_world import believed, on, taught, world

RUNNER = CliRunner()
FEW = ("--from", "2025-03-02", "--horizon", "7,30", "--draws", "2", "--members", "40")


@pytest.fixture
def typed(tmp_path, monkeypatch):
    """Type the command beside a world of three camps: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(forecasting, "taught_by_others", lambda *_: taught())
    write(world(), tmp_path / "camps")
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(forecast)

    def command(*words):
        ended = RUNNER.invoke(app, list(words))
        return ended.exit_code, ended.stdout, ended.stderr

    return command


def test_a_person_is_told_a_table_for_each_horizon_the_standing_and_how_to_make_it_again(typed, tmp_path):
    code, out, _ = typed("camps", *FEW, "--to", "f")
    assert code == 0
    lines = [line.rstrip() for line in out.splitlines()]
    assert lines[0] == "Three camps: people counted, known until 2 Mar 2025"
    for title in ("In 7 days, on 9 Mar 2025", "In 30 days, on 1 Apr 2025"):
        table = lines[lines.index(title) + 3 :][:4]
        assert [line.split()[0] for line in table] == ["all", "Alder", "Birch", "Cedar"]
        assert table[1].split()[1] == "2,200"
    assert (
        "Standing: forecast, behaviour not calibrated; no better than last report + errors at 7 days."
        in lines
    )
    assert any(line.startswith("In hindcasts of five other conflicts such 30-day") for line in lines)
    assert lines[-2].startswith("To make it again: steppe") and lines[-1] == "f"
    assert sorted(each.name for each in (tmp_path / "f").iterdir()) == [
        "courses.parquet", "forecast.csv", "forecast.json", "forecast.png", "forecast.svg",
    ]  # fmt: skip


def test_the_table_that_is_told_is_the_one_that_is_written(typed, tmp_path):
    _, out, _ = typed("camps", *FEW, "--to", "f", "--no-figures")
    rows = polars.read_csv(tmp_path / "f" / "forecast.csv").filter(polars.col("series") == "Birch")
    for row in rows.iter_rows(named=True):
        cells = (row["last_count"], row["p50"], row["p25"], row["p75"], row["p05"], row["p95"])
        last, middle, lower, upper, low, high = (f"{cell:,.0f}" for cell in cells)
        told = next(
            line.split()
            for line in out.splitlines()
            if line.startswith("Birch") and line.split()[2] == middle
        )
        assert told == ["Birch", last, middle, lower, "to", upper, low, "to", high]
    assert not list((tmp_path / "f").glob("*.png"))


def test_a_program_is_told_one_object_and_that_is_what_lies_in_the_folder(typed, tmp_path):
    code, out, _ = typed("camps", *FEW, "--to", "f", "--json", "--no-figures")
    assert code == 0 and out.count("\n") == 1
    told = json.loads(out)
    written = json.loads((tmp_path / "f" / "forecast.json").read_text(encoding="utf-8"))
    assert told.pop("folder") == "f"
    assert written.pop("command").startswith("steppe") and written.pop("skill_words")
    assert told == written
    assert [row["ahead"] for row in told["rows"]] == [7] * 4 + [30] * 4


def test_the_same_command_gives_the_same_numbers_and_another_seed_others(typed):
    ways = ((), ("--threads", "1"), ("--seed", "2"))
    told = [json.loads(typed("camps", *FEW, "--json", "--no-figures", *words)[1]) for words in ways]
    assert told[0]["rows"] == told[1]["rows"] != told[2]["rows"]
    assert told[0]["folder"].startswith("runs/three-camps-forecast-")


def test_quiet_says_only_where_it_lies(typed):
    assert typed("camps", *FEW, "--to", "f", "--quiet", "--no-figures") == (0, "f\n", "")


def test_totals_of_somebody_else_are_read_from_a_file(typed, tmp_path):
    (tmp_path / "plan.csv").write_text("date,people,p05,p95\n2025-04-01,20000,15000,30000\n")
    usual = json.loads(typed("camps", *FEW, "--json", "--no-figures")[1])
    planned = json.loads(typed("camps", *FEW, "--json", "--no-figures", "--totals", "plan.csv")[1])
    assert planned["made"]["totals"] == "plan.csv"
    assert planned["rows"][4]["p50"] > usual["rows"][4]["p50"]


def test_behaviour_is_taken_from_the_folder_of_a_calibration_but_not_from_one_that_saw_more(typed, tmp_path):
    write_posterior(believed(world(), on(60)), tmp_path / "then")
    write_posterior(believed(world(), on(90)), tmp_path / "later")
    code, out, _ = typed("camps", *FEW, "--no-figures", "--posterior", "then")
    assert code == 0 and "Standing: forecast, calibrated, not converged; " in out
    code, _, err = typed("camps", *FEW, "--posterior", "later")
    assert code == 2 and "it has seen counts until 2025-04-01, after the forecast begins." in err


def test_everything_wrong_is_told_at_once_and_nothing_is_written(typed, tmp_path):
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("mine")
    (tmp_path / "plan.csv").write_text("date,people\nsoon,5\n2025-04-01,many\n")
    words = (
        "--from",
        "2 March",
        "--horizon",
        "x,900",
        "--totals",
        "plan.csv",
        "--posterior",
        "none",
        "--to",
        "taken",
    )
    code, out, err = typed("camps", *words)
    assert (code, out) == (1, "")
    for told in (
        "7 problems", "--from 2 March: is not a date", "--horizon 'x': is not a whole number", "--horizon '900': is out of range",
        "plan.csv, line 2", "plan.csv, line 3", "none: holds no posterior", "taken: it exists already",
    ):  # fmt: skip
        assert told in err
    assert sorted(each.name for each in tmp_path.iterdir()) == ["camps", "plan.csv", "taken"]


def test_a_mistake_in_the_request_alone_ends_with_2_and_one_in_the_world_with_1(typed):
    code, _, err = typed("camps", "--from", "2024-01-01")
    assert code == 2 and "2024-01-01 is before the world begins. Give 2025-01-01 or a later day." in err
    assert typed("camps", "--horizon", ",")[0] == 2
    assert typed("camps", "--members", "3")[0] == 2
    code, _, err = typed("border-closes")
    assert code == 2 and "no counts of people are published in it" in err
    code, _, err = typed("two-cmps")
    assert code == 1 and "two-cmps" in err
