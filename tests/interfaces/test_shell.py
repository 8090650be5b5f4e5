"""However a command ends, it ends in words and with an exit code."""

from __future__ import annotations

import subprocess
import sys

import pytest
import typer

from steppe.errors import OutputError, Problem, RunError, ScenarioError, SteppeError, UsageError
from steppe.interfaces.cli.shell import guarded

PROBLEMS = [
    Problem("routes.csv line 14", "place 'Kidl' is unknown.", "Did you mean 'Kidal'?"),
    Problem("scenario.toml", "'days' is -3.", "Give a number of days of at least 1."),
]


def ending(error: BaseException) -> int:
    """Exit code of a command that raises ``error``."""

    @guarded
    def command() -> None:
        raise error

    with pytest.raises(typer.Exit) as end:
        command()
    return end.value.exit_code


@pytest.mark.parametrize(
    ("kind", "code"), [(ScenarioError, 1), (RunError, 1), (OutputError, 1), (UsageError, 2), (SteppeError, 1)]
)
def test_an_error_of_steppe_tells_every_problem_and_ends_with_its_code(kind, code, capsys):
    assert ending(kind(PROBLEMS)) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("2 problems")
    assert "routes.csv line 14: place 'Kidl' is unknown. Did you mean 'Kidal'?" in told.err
    assert "scenario.toml: 'days' is -3." in told.err
    assert "Traceback" not in told.err


def test_an_unexpected_error_is_steppes_own_fault_and_says_how_to_report_it(capsys, monkeypatch):
    monkeypatch.delenv("STEPPE_DEBUG", raising=False)
    assert ending(ZeroDivisionError("division by zero")) == 70
    told = capsys.readouterr().err
    assert "ZeroDivisionError: division by zero" in told
    assert "STEPPE_DEBUG=1" in told
    assert "Traceback" not in told


def test_the_traceback_is_shown_to_who_asks(capsys, monkeypatch):
    monkeypatch.setenv("STEPPE_DEBUG", "1")
    assert ending(ZeroDivisionError("division by zero")) == 70
    assert "Traceback" in capsys.readouterr().err


def test_stopping_a_command_says_how_to_start_it_again(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["steppe", "run", "my world", "--seed", "3"])
    assert ending(KeyboardInterrupt()) == 130
    assert "steppe run 'my world' --seed 3" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [["nonsense"], ["run"], ["run", "x", "--replicas", "0"], ["run", "x", "--replicas", "many"], ["run", "x", "--colour"]],
)  # fmt: skip
def test_a_command_line_that_makes_no_sense_ends_with_2(words):
    ended = subprocess.run(
        [sys.executable, "-m", "steppe", *words], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "Usage: steppe" in ended.stderr


def test_the_version_is_told_with_every_spelling():
    told = {
        subprocess.run(
            [sys.executable, "-m", "steppe", *words], capture_output=True, text=True, timeout=60, check=True
        ).stdout
        for words in (["--version"], ["-V"], ["--debug", "--version"])
    }
    assert len(told) == 1
    assert told.pop().startswith("steppe 0.")
