"""An error says where, what and what to do, of everything that is wrong, and how a program should end."""

from __future__ import annotations

import pickle

import pytest

from steppe.errors import OutputError, Problem, RunError, ScenarioError, SteppeError, UsageError

KIDL = Problem("routes.csv line 14", "place 'Kidl' is unknown.", "Did you mean 'Kidal'?")
DATES = Problem("events.csv line 2", "the closure ends before it starts.", "Swap the dates.")


def test_a_problem_reads_where_what_and_remedy():
    assert str(KIDL) == "routes.csv line 14: place 'Kidl' is unknown. Did you mean 'Kidal'?"


def test_a_problem_without_a_remedy_ends_with_what_is_wrong():
    assert str(Problem("routes.csv", "it is empty.", "")) == "routes.csv: it is empty."


def test_an_error_tells_every_problem_and_how_many_there_are():
    assert str(ScenarioError([KIDL, DATES])) == f"2 problems in this scenario\n{KIDL}\n{DATES}"
    assert str(ScenarioError(KIDL)) == f"1 problem in this scenario\n{KIDL}"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ScenarioError, "1 problem in this scenario"),
        (RunError, "1 problem with this run"),
        (OutputError, "1 problem with the output"),
        (UsageError, "1 problem with the request"),
        (SteppeError, "1 problem"),
    ],
)
def test_each_kind_of_error_names_its_subject(kind, words):
    assert str(kind(KIDL)).splitlines() == [words, str(KIDL)]
    assert str(kind(iter([KIDL, DATES]))).splitlines()[0] == words.replace("1 problem", "2 problems")


@pytest.mark.parametrize(
    ("kind", "code"), [(ScenarioError, 1), (RunError, 1), (OutputError, 1), (UsageError, 2)]
)
def test_the_fault_is_the_scenarios_or_the_command_lines(kind, code):
    assert issubclass(kind, SteppeError) and kind.exit_code == code


def test_problems_are_errors_unless_said_otherwise_and_can_be_compared():
    assert KIDL.severity == "error"
    assert Problem(*map(str, (KIDL.where, KIDL.found, KIDL.remedy))) == KIDL


def test_an_error_survives_the_way_from_one_process_to_another():
    again = pickle.loads(pickle.dumps(UsageError([KIDL, DATES])))
    assert (type(again), again.problems, str(again)) == (
        UsageError,
        (KIDL, DATES),
        str(UsageError([KIDL, DATES])),
    )
