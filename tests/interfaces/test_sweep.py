"""``steppe sweep``: what a person and a program are told, what is refused, how it goes on when it was stopped."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

import steppe.insight.sweep as sweeping
from steppe.insight.sweep import answer_at
from steppe.interfaces.cli.sweep import sweep
from tests.scenario.flee_folders import flee_folder

RUNNER = CliRunner()
ASKED = ("two-camps", "--question", "stock:Ridge camp")
FIELDS = ("--field", "capacity_scaling", "--field", "cost_border=0:5")
FEW = (*ASKED, *FIELDS, "--samples", "16")


@pytest.fixture
def typed(tmp_path, monkeypatch):
    """Type the command in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(sweep)

    def command(*words):
        ended = RUNNER.invoke(app, list(words))
        return ended.exit_code, ended.stdout, ended.stderr

    return command


def test_a_person_is_told_the_ranking_a_sentence_and_where_it_lies(typed, tmp_path):
    code, out, _ = typed(*FEW, "--to", "s")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "Two camps, and more people than room: people at Ridge camp on 30 May 2025"
    assert lines[1].startswith("5,998 people as the world stands; nine in ten of 64 expected runs from ")
    first = next(number for number, line in enumerate(lines) if line.startswith("capacity_scaling"))
    assert lines[first + 1].split() == ["cost_border", "0", "5", "1", *["0", "%"] * 4]
    assert "↑" in lines[first]
    assert "Hardly matter here: cost_border." in lines
    assert any("of the spread of people at Ridge camp on 30 May 2025 comes from" in line for line in lines)
    assert lines[-2:] == ["These numbers are illustrative, not calibrated.", "s"]
    assert (tmp_path / "s" / "sweep.png").stat().st_size > 10_000


def test_a_program_is_told_one_object_and_that_is_what_lies_in_the_folder(typed, tmp_path):
    code, out, _ = typed(*FEW, "--to", "s", "--json")
    assert code == 0 and out.count("\n") == 1
    told = json.loads(out)
    written = json.loads((tmp_path / "s" / "sweep.json").read_text(encoding="utf-8"))
    assert told.pop("folder") == "s"
    assert written.pop("command").startswith("steppe")
    assert told == written
    assert [each["field"] for each in told["fields"]] == ["capacity_scaling", "cost_border"]
    assert told["fields"][1]["total"] == 0
    assert (told["fields"][1]["low"], told["fields"][1]["high"]) == (0, 5)


def test_the_same_command_gives_the_same_numbers_and_another_seed_others(typed):
    told = [
        json.loads(typed(*FEW, "--json", *words)[1]) for words in ((), ("--threads", "1"), ("--seed", "2"))
    ]
    assert told[0]["fields"] == told[1]["fields"] != told[2]["fields"]
    assert told[0]["folder"].startswith("runs/two-camps-sweep-")


def test_morris_is_told_in_people(typed):
    code, out, _ = typed(*ASKED, *FIELDS, "--method", "morris", "--samples", "4", "--to", "s")
    assert code == 0
    assert "What moving the field over its whole range does, on average, in people" in out
    assert "capacity_scaling moves people at Ridge camp on 30 May 2025 most: by " in out


def test_quiet_says_only_where_it_lies(typed):
    assert typed(*FEW, "--to", "s", "--quiet") == (0, "s\n", "")


def test_a_folder_of_the_peers_is_swept_and_the_change_of_rules_is_told(typed, tmp_path):
    folder = str(flee_folder(tmp_path / "small"))
    code, out, _ = typed(folder, "--question", "stock:Cedar", "--method", "morris", "--samples", "4")
    assert code == 0
    assert "swept under Steppe's rules" in out


def test_everything_wrong_is_told_at_once_and_nothing_is_written(typed, tmp_path):
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("mine")
    fields = (
        "worth_camp=3:1",
        "worth_kamp",
        "cost_border=1",
        "cost_border=0:x",
        "worth_town",
        "worth_town=0:1",
    )
    words = [word for each in fields for word in ("--field", each)]
    code, out, err = typed(
        "two-camps", "--question", "stock:Ridge cmp@2031-01-01", *words, "--samples", "2", "--to", "taken"
    )
    assert (code, out) == (1, "")
    for told in (
        "9 problems", "Did you mean 'Ridge camp'?", "2031-01-01 is outside the run", "field worth_camp", "worth_kamp",
        "--field 'cost_border=1'", "field cost_border", "--field worth_town: is given twice", "samples: 2 is out",
        "taken: it exists already",
    ):  # fmt: skip
        assert told in err
    assert sorted(each.name for each in tmp_path.iterdir()) == ["taken"]


def test_a_mistake_in_the_request_alone_ends_with_2_and_one_in_the_world_with_1(typed):
    assert typed("two-camps", "--question", "stock:Ridge cmp")[0] == 2
    assert typed("two-camps", "--question", "stock:Ridge camp", "--method", "sobl")[0] == 2
    code, _, err = typed("two-cmps", "--question", "en-route")
    assert code == 1 and "two-cmps" in err


def test_ranges_in_which_circles_cost_too_little_are_refused_with_what_to_do(typed, tmp_path):
    code, _, err = typed(*ASKED, "--field", "cost_per_hop=0.01:1", "--field", "choice_spread=1:3")
    assert code == 1
    assert "going round in circles costs too little" in err and "Let cost_per_hop go no lower than" in err
    assert not list(tmp_path.rglob("sweep.json"))


def test_one_that_was_stopped_says_how_to_go_on_and_goes_on(typed, tmp_path, monkeypatch):
    whole = json.loads(typed(*FEW, "--to", "whole", "--json")[1])
    made = []

    def answer(*words):
        if len(made) == 10:
            raise KeyboardInterrupt
        made.append(1)
        return answer_at(*words)

    with monkeypatch.context() as patch:
        patch.setattr(sweeping, "answer_at", answer)
        code, out, err = typed(*FEW, "--threads", "1", "--to", "s")
    assert (code, out) == (130, "")
    assert "Stopped. The answers that were there are kept. To go on from there:" in err
    assert sorted(each.name for each in tmp_path.iterdir()) == ["s.partial", "whole"]
    again = json.loads(typed(*FEW, "--to", "s", "--json")[1])
    assert again["fields"] == whole["fields"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["s", "whole"]
