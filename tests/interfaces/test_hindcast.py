"""``steppe hindcast``: what a person and a program are told, what is refused, how it goes on when it was stopped."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

import steppe.insight.forecasting.hindcast as forecasting
import steppe.insight.forecasting.spread as spread
from steppe.insight.forecasting.hindcast_files import open_hindcast
from steppe.insight.forecasting.sheet import sheet_of
from steppe.interfaces.cli.hindcast import FARTHEST_DAYS, hindcast
from steppe.interfaces.cli.options import read_day, read_horizons
from tests.insight.forecasting.made_up import made_up
from tests.scenario.flee_folders import CONFLICTS, LAYOUT, LOCATIONS, PERIOD, ROUTES, SHARED, flee_folder

RUNNER = CliRunner()
DAYS = 150
FEW = ("--horizon", "30", "--every", "30", "--draws", "1", "--track", "given", "--no-cold-start")
CASES = SHARED / "cases"


@pytest.fixture
def typed(tmp_path, monkeypatch):
    """Type the command in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(hindcast)

    def command(*words):
        ended = RUNNER.invoke(app, [str(each) for each in words])
        return ended.exit_code, ended.stdout, ended.stderr

    return command


@pytest.fixture
def asked(monkeypatch):
    """Put made-up results in the place of the real work; what was asked for."""
    calls = []

    def made(cases, **how):
        calls.append((list(cases), how))
        return made_up(cold_start=how["cold_start"])

    monkeypatch.setattr(forecasting, "hindcast", made)
    return calls


def conflict(folder, number):
    """A small conflict with two camps of its own, counted every ten days as they grow at a pace of their own."""
    rng = np.random.default_rng(number)
    camps = [f"Camp {number}{letter}" for letter in "ab"]
    counts = 300 + 10 * np.cumsum(rng.integers(5, 40, size=(2, DAYS // 10)), axis=1)
    first = date(2020, 3, 1)

    def series(values):
        return "".join(f"{first + timedelta(days=10 * at)},{each}\n" for at, each in enumerate(values))

    return flee_folder(
        folder,
        {
            LOCATIONS: "#name,region,country,lat,lon,location_type,conflict_date,population\n"
            "Ash,North,Aland,10.5,20.25,conflict_zone,0,90000\n"
            + "".join(f"{camp},South,Bland,{12 + at},22,camp,,40000\n" for at, camp in enumerate(camps)),
            ROUTES: "#name1,name2,distance,forced_redirection\n"
            + "".join(f"Ash,{camp},{200 + 90 * at},\n" for at, camp in enumerate(camps)),
            CONFLICTS: "#Day,Ash\n" + "".join(f"{day},1\n" for day in range(DAYS)),
            PERIOD: f"StartDate,{first}\nLength,{DAYS}\n",
            LAYOUT: "total,refugees.csv\n" + "".join(f"{camp},{camp}.csv\n" for camp in camps),
            "source_data/refugees.csv": series(counts.sum(axis=0)),
            **{f"source_data/{camp}.csv": series(each) for camp, each in zip(camps, counts, strict=True)},
        },
    )


@pytest.fixture
def three(tmp_path):
    return [conflict(tmp_path / name, at) for at, name in enumerate(("north", "south", "west"))]


@pytest.fixture
def hasty(monkeypatch):
    """What is learned is learned in two steps: wrong, but the same every time."""
    monkeypatch.setattr(spread, "MOST_STEPS", 2)


def names_in(folder):
    return sorted(each.name for each in folder.iterdir())


class TestWhatIsTold:
    def test_a_person_is_told_every_table_how_to_repeat_it_and_where_it_lies(
        self, typed, three, asked, tmp_path
    ):
        code, out, err = typed(*three, "--to", "h")
        assert (code, err) == (0, "")
        lines = out.splitlines()
        assert lines[0].startswith("3 conflicts (north1999, south2001, west2003)")
        for title in (
            "Steppe against the best simple rule, and what its intervals held, totals given",
            "Skill by case, CRPS and WIS, totals forecast",
            "Where Steppe loses, by how much and why",
            "Cold start, no report used, totals given, without capacities",
        ):
            assert title in lines
        assert lines[-1] == "h"
        assert lines[-2].strip() == (
            f"steppe hindcast {' '.join(map(str, three))} --horizon 7,30,90 --every 28 --track both --draws 4 --seed 1"
        )
        assert {"points.parquet", "scores.csv", "hindcast.json", "hindcast.png"} <= set(
            names_in(tmp_path / "h")
        )

    def test_a_program_is_told_one_object_with_a_row_for_each_score(self, typed, three, asked):
        code, out, err = typed(*three, "--to", "h", "--json", "--quiet")
        assert (code, err) == (0, "") and out.count("\n") == 1
        told = json.loads(out)
        whole = made_up()
        assert len(told["rows"]) == whole.scores.height
        assert {"case", "origin", "horizon", "track", "forecaster", "crps", "wis", "energy"} <= set(
            told["rows"][0]
        )
        assert told["settings_hash"] == whole.settings_hash and told["folder"] == "h"
        assert {"overall", "cold_start", "settings", "version"} <= set(told)

    def test_quiet_says_only_where_it_lies(self, typed, three, asked):
        assert typed(*three, "--to", "h", "--quiet") == (0, "h\n", "")
        assert typed(three[0], "--to", "one", "--quiet") == (0, "one\n", "")

    def test_with_fewer_than_three_it_says_what_is_learned_from(self, typed, three, asked):
        two = typed(*three[:2], "--to", "two")[2]
        one = typed(three[0], "--to", "one")[2]
        assert "needs at least two others: with 2 cases" in two and "best simple rule is chosen on" not in two
        assert "needs at least two others: with one case" in one and "best simple rule is chosen on" in one

    def test_every_option_is_handed_on(self, typed, three, asked):
        typed(
            *three, "--horizon", "90, 7", "--every", "21", "--track", "forecast", "--draws", "5", "--seed", "9",
            "--threads", "1", "--no-cold-start", "--to", "h",
        )  # fmt: skip
        cases, how = asked[0]
        assert cases == [str(each) for each in three]
        assert how.pop("progress") is not None
        assert str(how.pop("work")) == "h.partial"
        assert how == {
            "horizons": (7, 90), "every": 21, "tracks": ("forecast",), "draws": 5, "seed": 9, "threads": 1,
            "cold_start": False,
        }  # fmt: skip

    def test_without_a_name_the_folder_says_when(self, typed, three, asked):
        assert typed(*three, "--quiet")[1].startswith("runs/hindcast-2")


class TestWhatIsRefused:
    def test_everything_wrong_is_told_at_once_and_nothing_is_written(self, typed, three, asked, tmp_path):
        (tmp_path / "taken").mkdir()
        (tmp_path / "taken" / "mine.txt").write_text("mine")
        before = names_in(tmp_path)
        code, out, err = typed(
            "nowhere",
            three[0],
            three[0],
            "border-closes",
            "--horizon",
            "30,x,0,30,99999",
            "--to",
            "taken",
        )
        assert (code, out, asked) == (1, "", [])
        for told in (
            "--horizon 'x': is not a whole number", "--horizon '0': is out of range", "--horizon '30': is given twice",
            "--horizon '99999': is out of range", "nowhere", "is called 'north', as is",
            "border-closes: has no published counts", "taken: it exists already",
        ):  # fmt: skip
            assert told in err, told
        assert err.splitlines()[0].startswith("8 problems")
        assert names_in(tmp_path) == before

    def test_a_case_in_which_nothing_can_be_forecast_that_far_ahead_is_refused(self, typed, three, asked):
        code, _, err = typed(*three, "--horizon", "300")
        assert code == 1
        assert err.count("has no count 300 days after another, from day 28 on.") == 3
        assert asked == []

    def test_what_is_wrong_inside_a_case_is_told_with_the_case(self, typed, three, asked):
        (three[1] / ROUTES).write_text("#name1,name2,distance,forced_redirection\nAsh,Campp 1a,200,\n")
        code, _, err = typed(*three)
        assert code == 1
        assert f"{three[1]}: " in err and "Campp 1a" in err

    @pytest.mark.parametrize(
        ("written", "horizons", "wrong"),
        [
            ("7,30", (7, 30), 0),
            (" 90 , 7 ", (7, 90), 0),
            ("", (), 1),
            ("7,,30", (7, 30), 1),
            ("7.5,-3,٣,30", (30,), 3),
            ("3650,3651", (3650,), 1),
            (" 30,7 , 90, 7", (7, 30, 90), 1),
        ],
    )
    def test_horizons_are_read_or_refused(self, written, horizons, wrong):
        found, problems = read_horizons(written, FARTHEST_DAYS)
        assert (found, len(problems)) == (horizons, wrong)


def test_a_day_is_read_or_refused():
    assert read_day(None, "--from") == (None, [])
    assert read_day(" 2025-03-31 ", "--from") == (date(2025, 3, 31), [])
    day, (problem,) = read_day("31 March", "--until")
    assert day is None and problem.where == "--until 31 March"


class TestWithTheRealWork:
    def test_one_that_was_stopped_goes_on_from_what_is_kept_to_the_same_numbers(
        self, typed, three, hasty, tmp_path, monkeypatch
    ):
        whole = json.loads(typed(*three, *FEW, "--to", "whole", "--json", "--quiet")[1])
        made = []

        def stopping(case, *words, **more):
            if len(made) == 2:
                raise KeyboardInterrupt
            made.append(case.name)
            return sheet_of(case, *words, **more)

        with monkeypatch.context() as patch:
            patch.setattr(forecasting, "sheet_of", stopping)
            code, out, err = typed(*three, *FEW, "--to", "h")
        assert (code, out) == (130, "")
        assert "Stopped. What was finished is kept. To go on from there:" in err
        assert len(names_in(tmp_path / "h.partial")) == 2 and not (tmp_path / "h").exists()
        made.clear()
        with monkeypatch.context() as patch:
            patch.setattr(forecasting, "sheet_of", stopping)
            again = json.loads(typed(*three, *FEW, "--to", "h", "--threads", "1", "--json", "--quiet")[1])
        assert made == ["west"]
        assert again["rows"] == whole["rows"] and again["overall"] == whole["overall"]
        assert not (tmp_path / "h.partial").exists()
        opened = open_hindcast("h")
        assert opened.settings_hash == whole["settings_hash"]
        assert opened.scores.height == len(whole["rows"])

    @pytest.mark.needs_shared
    @pytest.mark.skipif(not CASES.is_dir(), reason=f"the cases are not beside this repository ({CASES})")
    def test_cold_start_beside_the_peer_on_a_real_case(self, typed, hasty):
        cases = [CASES / name for name in ("mali2012", "burundi2015")]
        told = json.loads(
            typed(
                *cases,
                "--horizon",
                "90",
                "--every",
                "90",
                "--draws",
                "1",
                "--track",
                "given",
                "--json",
                "--to",
                "h",
            )[1]
        )
        found = {
            (row["case"], row["capacities"], row["forecaster"]): row["ard_daily"]
            for row in told["cold_start"]
        }
        assert found["mali2012", "with", "the peer"] < found["mali2012", "without", "the peer"]
        assert all(each > 0 for each in found.values())
        assert {row["forecaster"] for row in told["rows"]} >= {
            "steppe",
            "last report",
            "last report + errors",
        }
