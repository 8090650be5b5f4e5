"""
``steppe compare``: a base and a variant, or a study of many, with the same luck in all.

What can be wrong with the request is found out and told, all of it, before any
work is done.  The folder of a comparison appears whole or not at all; that of a
study keeps what is finished, and the same command goes on from there.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from steppe.errors import Problem, ScenarioError, UsageError
from steppe.interfaces.cli.places_to_write import new_run_folder, require_free
from steppe.interfaces.cli.progress import told_progress
from steppe.interfaces.cli.run import noted, raise_together, with_changes
from steppe.interfaces.cli.shell import command_line

if TYPE_CHECKING:
    from steppe.errors import SteppeError
    from steppe.insight.compare import Comparison
    from steppe.insight.pairing import Terms
    from steppe.result.result import Result
    from steppe.scenario.events import Event
    from steppe.scenario.model import Scenario

SAME_FOR_BOTH = {"replicas": "--replicas", "seed": "--seed"}


@dataclass(frozen=True, slots=True)
class Request:
    """
    What a person asked for; ``None`` leaves a number to the base.

    Parameters
    ----------
    base, variant
        A scenario folder, a Flee folder, the name of a built-in world or a run folder each;
        or ``base`` is a study, and there is no variant.
    changes
        Settings as ``name=value``.
    events
        As on the command line, see :mod:`~steppe.scenario.inline_event`.
    replicas, seed, expected, days, threads
        As in :func:`steppe.simulate`.
    to
        The folder to write.
    quiet
        Say only where the results are.
    as_json
        Print one JSON object instead of tables.
    """

    base: str
    variant: str = ""
    changes: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    replicas: int | None = None
    seed: int | None = None
    expected: bool = False
    days: int | None = None
    threads: int | None = None
    to: Path | None = None
    quiet: bool = False
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: a world to be run, or a run that is there."""

    scenario: Scenario
    run: Result | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """Both sides, the terms on which they are run, and the folder to be, found free."""

    base: Side
    variant: Side
    terms: Terms
    to: Path


def compare(request: Request) -> None:
    """
    Compare two worlds, or every variant of a study, and tell what comes of the change.

    Parameters
    ----------
    request
        What was asked for.

    Raises
    ------
    SteppeError
        With everything that is wrong with the request, before any work.
    """
    from steppe.scenario.study import find_study, read_study
    from steppe.scenario.written import filled_aside

    path = find_study(request.base)
    if path is not None:
        from steppe.interfaces.cli.compare_study import compare_study

        compare_study(request, read_study(path))
        return
    ready = prepare(request)
    with filled_aside(ready.to) as aside:
        comparison = _compared(request, ready, aside)
    _tell(request, ready, comparison)


def prepare(request: Request) -> Prepared:
    """
    Find everything that has to be right before the work begins.

    Raises
    ------
    SteppeError
        With everything that is wrong, in whatever part of the request.
    """
    errors: list[SteppeError] = []
    base: Side | None = None
    variant: Side | None = None
    terms: Terms | None = None
    to = request.to
    with noted(errors):
        base = _side(request.base)
    with noted(errors):
        variant = _variant(request, base)
    if base is not None and variant is not None:
        with noted(errors):
            terms = _terms(request, base, variant)
        name = f"{base.scenario.name}-vs-{variant.scenario.name}"
        to = to or new_run_folder(name, datetime.now().astimezone())
    if to is not None:
        with noted(errors):
            require_free(to, empty_folder_will_do=True)
    raise_together(errors)
    assert base and variant and terms and to, "what is missing has been told"
    return Prepared(base, variant, terms, to)


def _side(source: str) -> Side:
    from steppe.result.store import RUN_FILE, open_run
    from steppe.scenario.folder import examine

    if (Path(source) / RUN_FILE).is_file():
        run = open_run(source)
        return Side(run.scenario, run)
    examined = examine(source)
    if examined.scenario is None:
        raise ScenarioError(examined.errors)
    return Side(examined.scenario)


def _variant(request: Request, base: Side | None) -> Side | None:
    """The other side: as it is, or a world with the changed settings and events."""
    if not (request.variant or request.changes or request.events):
        remedy = "Give a second scenario or run, --set NAME=VALUE or --event '...'."
        raise UsageError(Problem("compare", "there is nothing to compare the base with.", remedy))
    errors: list[SteppeError] = []
    side = base
    if request.variant:
        with noted(errors):
            side = _side(request.variant)
    if not (request.changes or request.events):
        raise_together(errors)
        return side
    changed = _changed(side.scenario if side else None, request, errors)
    raise_together(errors)
    return None if changed is None else Side(changed)


def _changed(scenario: Scenario | None, request: Request, errors: list[SteppeError]) -> Scenario | None:
    """The world with other settings and events, under a name that says so."""
    from steppe.scenario.inline_event import read_events

    shared = [change for change in request.changes if change.partition("=")[0].strip() in SAME_FOR_BOTH]
    errors += [
        UsageError(Problem(f"--set {each}", "is the same for both.", f"Use {SAME_FOR_BOTH[name]} instead."))
        for each in shared
        for name in [each.partition("=")[0].strip()]
    ]
    events: tuple[Event, ...] = ()
    with noted(errors):
        events = read_events(request.events)
    if scenario is None:
        return None
    with noted(errors):
        scenario = with_changes(scenario, tuple(each for each in request.changes if each not in shared))
    if events:
        with noted(errors), _of_the_command_line():
            scenario = scenario.what_if(*events, name=scenario.name)
    words = "; ".join([*request.events, *request.changes])
    return replace(scenario, name=f"{scenario.name}-what-if", title=f"What if: {words}")


@contextmanager
def _of_the_command_line() -> Iterator[None]:
    """What is wrong with an event given as an option is wrong with the command line."""
    try:
        yield
    except ScenarioError as error:
        raise UsageError(
            replace(each, where=each.where.replace("what_if event", "--event")) for each in error.problems
        ) from None


def _terms(request: Request, base: Side, variant: Side) -> Terms:
    """On what terms both are run; those of a run that is there cannot be changed."""
    from steppe.insight.pairing import pairing_problems, replica_problems, terms_for, terms_of

    there = base.run or variant.run
    asked = {"replicas": request.replicas, "seed": request.seed, "days": request.days}
    if there is not None:
        terms = terms_of(there)
        problems = [
            Problem(
                f"--{name} {value}", f"the run that is there has {getattr(terms, name)}.", "Leave it out."
            )
            for name, value in asked.items()
            if value not in (None, getattr(terms, name))
        ]
        if request.expected and terms.mode != "expected":
            problems.append(Problem("--expected", "the run that is there has replicas.", "Leave it out."))
    else:
        terms = terms_for(base.scenario, expected=request.expected, **asked)
        problems = []
    for which, side in (("base", base), ("variant", variant)):
        problems += replica_problems(which, side.run) if side.run else []
        own = terms_of(side.run) if side.run else terms.of(side.scenario)
        problems += pairing_problems(terms, own)
    if problems:
        raise UsageError(dict.fromkeys(problems))
    return terms


def _compared(request: Request, ready: Prepared, aside: Path) -> Comparison:
    """Run what is not there, compare, and write it all aside."""
    from steppe.insight.batch import run_into
    from steppe.insight.compare import compare as compare_runs
    from steppe.insight.compare_files import write_comparison

    runs = []
    for which, side in (("base", ready.base), ("variant", ready.variant)):
        if side.run is not None:
            runs.append(side.run)
            continue
        with told_progress(side.scenario.name, quiet=request.quiet) as progress:
            folder, command = aside / which, command_line()
            terms = ready.terms.of(side.scenario)
            runs.append(
                run_into(
                    side.scenario, folder, terms, threads=request.threads, progress=progress, command=command
                )
            )
    comparison = compare_runs(*runs)
    write_comparison(comparison, aside, command=command_line())
    return comparison


def _tell(request: Request, ready: Prepared, comparison: Comparison) -> None:
    import json

    from steppe.interfaces.cli.compare_outcome import tell_comparison

    if request.as_json:
        told = {**comparison.to_json(), "folder": str(ready.to)}
        typer.echo(json.dumps(told, ensure_ascii=False, allow_nan=False))
        return
    if not request.quiet:
        tell_comparison(comparison)
        kept = [
            str(ready.to / which) if side.run is None else str(side.run.folder)
            for which, side in (("base", ready.base), ("variant", ready.variant))
        ]
        typer.echo(f"To compare these runs again: steppe compare {shlex.join(kept)}")
    typer.echo(str(ready.to))
