"""
Is this world fit to be run?  Small named checks, all of them asked, all answers told at once.

The checks live by topic in ``checks/``.  Some look at single rows and pairs of
rows; those that need the whole world (who can reach what) wait until every row
could be read, so that no mistake is told twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from steppe.errors import Problem, ScenarioError
from steppe.scenario.checks import (
    border_lines,
    circles,
    counts,
    crossings,
    dates,
    destinations,
    evidence,
    groups,
    hosting,
    names,
    pathway_changes,
    pathways,
    people,
    places,
    policies,
    regimes,
    settings,
    travel,
)
from steppe.scenario.checks.values import sound_part
from steppe.scenario.checks.world import World
from steppe.scenario.model import Scenario
from steppe.scenario.whereabouts import Whereabouts, in_file_order

Check = Callable[[World], Iterable[Problem]]

ROW_CHECKS: tuple[Check, ...] = (
    *names.CHECKS,
    *places.CHECKS,
    *dates.CHECKS,
    *regimes.CHECKS,
    *crossings.CHECKS,
    *border_lines.CHECKS,
    *hosting.CHECKS,
    *travel.CHECKS,
    *groups.CHECKS,
    *pathways.CHECKS,
    *pathway_changes.CHECKS,
    *counts.CHECKS,
    *evidence.CHECKS,
    *settings.CHECKS,
    *policies.CHECKS,
    *destinations.CHECKS,
)
WHOLE_CHECKS: tuple[Check, ...] = (
    *places.WHOLE_CHECKS,
    *dates.WHOLE_CHECKS,
    *border_lines.WHOLE_CHECKS,
    *hosting.WHOLE_CHECKS,
    *travel.WHOLE_CHECKS,
    *groups.WHOLE_CHECKS,
    *pathways.WHOLE_CHECKS,
    *settings.WHOLE_CHECKS,
    *people.WHOLE_CHECKS,
    *circles.WHOLE_CHECKS,
)


def check(scenario: Scenario) -> list[Problem]:
    """
    Everything wrong or odd about a scenario.

    Returns
    -------
    problems
        Errors first, then warnings; the notes of the scenario are among the warnings.
    """
    return in_file_order(check_parts(scenario, Whereabouts()))


def require(scenario: Scenario) -> None:
    """Raise :class:`ScenarioError` with every error of a scenario, if it has any."""
    _raise_errors(check(scenario))


def require_values(scenario: Scenario) -> None:
    """Raise :class:`ScenarioError` where a single value is none that its field allows."""
    _raise_errors(sound_part(scenario, Whereabouts())[1])


def require_rows(scenario: Scenario, where: Whereabouts) -> None:
    """
    Raise :class:`ScenarioError` with every error in single rows and pairs of rows.

    On the rows that ``where`` gives a name of their own, an oddity is an error too.
    """
    world, problems = sound_part(scenario, where)
    problems += [problem for ask in ROW_CHECKS for problem in ask(world)]
    own = set(where.named.values())
    _raise_errors(replace(each, severity="error") if each.where in own else each for each in problems)


def _raise_errors(problems: Iterable[Problem]) -> None:
    errors = in_file_order(each for each in problems if each.severity == "error")
    if errors:
        raise ScenarioError(errors)


def check_parts(
    scenario: Scenario,
    where: Whereabouts,
    *,
    has_period: bool = True,
    unread: frozenset[str] = frozenset(),
    is_whole: bool = True,
) -> list[Problem]:
    """
    Check a world of which parts may be missing.

    Parameters
    ----------
    scenario
        The rows that could be read.
    where
        Where they stand.
    has_period
        Whether the period could be read.
    unread
        Tables that could not be read.
    is_whole
        Whether every row could be read.

    Returns
    -------
    problems
        In no order.
    """
    world, problems = sound_part(scenario, where)
    world = replace(world, has_period=world.has_period and has_period, unread=unread)
    problems += [problem for ask in ROW_CHECKS for problem in ask(world)]
    if is_whole and not any(each.severity == "error" for each in problems):
        problems += [problem for ask in WHOLE_CHECKS for problem in ask(world)]
    return [*problems, *(replace(note, severity="warning") for note in scenario.notes)]
