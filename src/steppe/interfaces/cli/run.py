"""
``steppe run``: load, simulate, tell, write.

What can be wrong with the request is found out and told, all of it, before any
work is done.  The run folder appears whole or not at all; only an ensemble that
is streamed to disk leaves its replicas behind when it is stopped, to be taken
up again.
"""

from __future__ import annotations

import shlex
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import typer

from steppe.errors import Problem, ScenarioError, SteppeError, UsageError
from steppe.interfaces.cli.pairs import read_pairs
from steppe.interfaces.cli.places_to_write import new_run_folder, require_free
from steppe.interfaces.cli.progress import Progress, told_progress
from steppe.interfaces.cli.shell import STOPPED, command_line, tell

if TYPE_CHECKING:
    from steppe.result.recorders import Keep
    from steppe.result.result import Result
    from steppe.scenario.model import Scenario

ODDITIES_TOLD = 3
NEEDED = ("polars", "zarr.codecs", "rich.table")
DRAWING = ("matplotlib.figure", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg")


@dataclass(frozen=True, slots=True)
class Request:
    """
    What a person asked for; ``None`` leaves a number to the scenario.

    Parameters
    ----------
    source
        A scenario folder, a Flee folder, or the name of a built-in world.
    replicas, seed, expected, days, threads, keep
        As in :func:`steppe.simulate`.
    out
        The run folder to be.
    changes
        Settings as ``name=value``.
    figures
        Whether to draw them.
    quiet
        Say only where the results are.
    as_json
        Print one JSON object instead of tables.
    """

    source: str
    replicas: int | None = None
    seed: int | None = None
    expected: bool = False
    days: int | None = None
    threads: int | None = None
    out: Path | None = None
    changes: tuple[str, ...] = ()
    keep: Keep = "memory"
    figures: bool = True
    quiet: bool = False
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A world with the changed settings, what is odd about it, and the run folder to be, found free."""

    scenario: Scenario
    warnings: tuple[Problem, ...]
    out: Path


def run_scenario(request: Request) -> None:
    """
    Simulate a scenario, write a run folder and tell the outcome.

    Parameters
    ----------
    request
        What was asked for.

    Raises
    ------
    SteppeError
        With everything that is wrong with the scenario, the settings and the folder.
    """
    begun = perf_counter()
    ready = prepare(request)
    loading = perf_counter() - begun
    if not request.quiet:
        _tell_oddities(ready)
    try:
        result = _simulated(request, ready, loading)
        _write_and_tell(request, result, ready.out)
    except KeyboardInterrupt:
        if request.keep != "disk":
            raise
        _tell_how_to_go_on(request, ready.out)
        raise typer.Exit(STOPPED) from None


def prepare(request: Request) -> Prepared:
    """
    Find everything that has to be right before the work begins.

    Raises
    ------
    SteppeError
        With everything that is wrong, in whatever part of the request.
    """
    from steppe.scenario.folder import examine
    from steppe.scenario.model import Scenario

    errors: list[SteppeError] = []
    scenario, warnings = Scenario("", date.min, 1), tuple[Problem, ...]()
    with noted(errors):
        examined = examine(request.source)
        if examined.scenario is None:
            raise ScenarioError(examined.errors)
        scenario, warnings = examined.scenario, examined.problems
    with noted(errors):
        scenario = with_changes(scenario, request.changes)
    out = request.out or new_run_folder(scenario.name, datetime.now().astimezone())
    with noted(errors):
        require_free(out, empty_folder_will_do=True)
    raise_together(errors)
    return Prepared(scenario, warnings, out)


@contextmanager
def noted(errors: list[SteppeError]) -> Iterator[None]:
    """Keep an error for later, and go on."""
    try:
        yield
    except SteppeError as error:
        errors.append(error)


def raise_together(errors: list[SteppeError]) -> None:
    """One error of the kind that all are of, or of no particular kind, with every problem."""
    if errors:
        kinds = {type(each) for each in errors}
        kind = kinds.pop() if len(kinds) == 1 else SteppeError
        raise kind([problem for each in errors for problem in each.problems])


def with_changes(scenario: Scenario, changes: tuple[str, ...]) -> Scenario:
    """The scenario with ``name=value`` settings, read as in ``scenario.toml``."""
    from steppe.scenario.variation import with_settings

    values, problems = read_pairs(changes)
    errors: list[SteppeError] = [UsageError(problems)] if problems else []
    with noted(errors):
        scenario = with_settings(scenario, values)
    raise_together(errors)
    return scenario


def _simulated(request: Request, ready: Prepared, loading: float) -> Result:
    from steppe.simulate import simulate

    with told_progress(ready.scenario.name, quiet=request.quiet) as progress:
        return simulate(
            ready.scenario,
            replicas=request.replicas,
            seed=request.seed,
            expected=request.expected,
            days=request.days,
            threads=request.threads,
            keep=request.keep,
            folder=ready.out,
            progress=Meanwhile(NEEDED + (DRAWING if request.figures else ()), progress),
            command=command_line(),
            seconds={"load": loading},
        )


class Meanwhile:
    """
    Loads what is needed next while compiled code runs replicas, from when the first has ended.

    Parameters
    ----------
    modules
        What to load.
    progress
        Whom to tell of each replica.
    """

    def __init__(self, modules: tuple[str, ...], progress: Progress | None) -> None:
        self.modules = modules
        self.progress = progress
        self._has_begun = False

    def __call__(self, done: int, total: int) -> None:
        """A replica has ended."""
        if not self._has_begun:
            self._has_begun = True
            threading.Thread(target=self._load, daemon=True).start()
        if self.progress is not None:
            self.progress(done, total)

    def _load(self) -> None:
        # Whoever needs a module that cannot be loaded says so in its own place.
        with suppress(Exception):
            for module in self.modules:
                import_module(module)


def _write_and_tell(request: Request, result: Result, out: Path) -> None:
    """Numbers for a person come before the figures are drawn; JSON comes once all is written."""
    from steppe.insight.findings import save
    from steppe.insight.score import score
    from steppe.interfaces.cli.outcome import outcome_as_json, tell_outcome

    scores = score(result)
    if not request.quiet and not request.as_json:
        tell_outcome(result, scores)
    saved = save(result, out, figures=request.figures, scores=scores)
    if request.as_json:
        typer.echo(outcome_as_json(saved, scores, out))
    elif request.quiet:
        typer.echo(str(out))
    else:
        typer.echo(f"To make these numbers again: steppe rerun {shlex.quote(str(out))}")
        typer.echo(str(out))


def _tell_oddities(ready: Prepared) -> None:
    """How many things are odd or were not carried over, and the first few of each."""
    notes = [replace(each, severity="warning") for each in ready.scenario.notes]
    warnings = [each for each in ready.warnings if each not in notes]
    for what, oddities in (("not carried over", notes), ("warning", warnings)):
        for each in oddities[:ODDITIES_TOLD]:
            tell(f"{what}: {each}")
        more = len(oddities) - ODDITIES_TOLD
        if more > 0:
            tell(f"{what}: {more} more; `steppe check` lists them all")


def _tell_how_to_go_on(request: Request, out: Path) -> None:
    """Replicas on disk are taken up again by the same command with the same folder."""
    from steppe.result.recorders import partial_folder

    again = command_line() + ("" if request.out else f" --out {shlex.quote(str(out))}")
    tell(
        f"Stopped. The replicas that were done are kept in {partial_folder(out)}."
        f" To take the run up again:\n  {again}"
    )
