"""
What can go wrong, and how Steppe says it.

Every error carries a list of :class:`Problem`: where it is, what is there, and
what to do about it.  Nothing here prints or exits; the command line does.

    SteppeError
    ├── ScenarioError      the scenario, a table or a count is at fault      exit 1
    ├── RunError           a run folder is missing, broken or of another age exit 1
    ├── OutputError        a result could not be written where it was asked  exit 1
    └── UsageError         the command line or a call asks for the impossible exit 2
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One thing that is wrong, in words a person can act on.

    Parameters
    ----------
    where
        File and line, or table and field, such as ``"routes.csv line 14"``.
    found
        What is there, with the value quoted.
    remedy
        What to do about it, as a sentence.
    severity
        An ``"error"`` stops the work; a ``"warning"`` is told and passed by.
    """

    where: str
    found: str
    remedy: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return f"{self.where}: {self.found} {self.remedy}".rstrip()


class SteppeError(Exception):
    """Base of every error that Steppe raises on purpose."""

    exit_code = 1
    headline = "problem"

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(str(self))

    def __str__(self) -> str:
        count = len(self.problems)
        noun = self.headline if count == 1 else self.headline.replace("problem", "problems", 1)
        return "\n".join([f"{count} {noun}", *map(str, self.problems)])


class ScenarioError(SteppeError):
    """The scenario, one of its tables or a setting is at fault."""

    headline = "problem in this scenario"


class RunError(SteppeError):
    """A run folder is missing, broken or written by another version."""

    headline = "problem with this run"


class OutputError(SteppeError):
    """A result could not be written where it was asked for."""

    headline = "problem with the output"


class UsageError(SteppeError):
    """A call or a command line asks for something that does not exist."""

    exit_code = 2
    headline = "problem with the request"
