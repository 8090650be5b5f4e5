"""``steppe compare STUDY``: every variant of a study file, one after another, taken up where it was stopped."""

from __future__ import annotations

import json
import shlex
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from steppe.errors import Problem, UsageError
from steppe.interfaces.cli.places_to_write import new_run_folder
from steppe.interfaces.cli.progress import told_progress
from steppe.interfaces.cli.run import noted, raise_together
from steppe.interfaces.cli.shell import STOPPED, command_line, tell

if TYPE_CHECKING:
    from steppe.errors import SteppeError
    from steppe.insight.pairing import Terms
    from steppe.insight.study_run import Findings
    from steppe.interfaces.cli.compare import Request
    from steppe.scenario.study import Study


def compare_study(request: Request, study: Study) -> None:
    """
    Run what is not there yet of a study, and tell what each variant does.

    Parameters
    ----------
    request
        What was asked for, of which the base is the study.
    study
        As it was read.

    Raises
    ------
    SteppeError
        With everything that is wrong with the request, before any work.
    """
    from steppe.insight.pairing import terms_for

    terms = terms_for(
        study.base,
        replicas=study.replicas if request.replicas is None else request.replicas,
        seed=study.seed if request.seed is None else request.seed,
        days=study.days if request.days is None else request.days,
        expected=request.expected,
    )
    to = request.to or new_run_folder(study.name, datetime.now().astimezone())
    _require_possible(request, study, terms, to)
    try:
        findings = _found(request, study, terms, to)
    except KeyboardInterrupt:
        again = command_line() + ("" if request.to else f" --to {shlex.quote(str(to))}")
        tell(f"Stopped. What was finished is kept in {to}. To go on from there:\n  {again}")
        raise typer.Exit(STOPPED) from None
    _tell(request, findings, to)


def _require_possible(request: Request, study: Study, terms: Terms, to: Path) -> None:
    """Everything that is wrong with the request, told before any work."""
    from steppe.insight.study_run import require_pairs, require_study_folder

    given = {"VARIANT": request.variant, "--set": request.changes, "--event": request.events}
    errors: list[SteppeError] = [
        UsageError(
            Problem(word, "does not go with a study, which has its own variants.", "Write it into the study.")
        )
        for word, value in given.items()
        if value
    ]
    with noted(errors):
        require_pairs(study, terms)
    with noted(errors):
        require_study_folder(to)
    raise_together(errors)


def _found(request: Request, study: Study, terms: Terms, to: Path) -> Findings:
    from steppe.insight.study_run import run_study

    return run_study(
        study,
        to,
        terms,
        telling=lambda name: told_progress(name, quiet=request.quiet),
        threads=request.threads,
        command=command_line(),
    )


def _tell(request: Request, findings: Findings, to: Path) -> None:
    from steppe.interfaces.cli.compare_outcome import tell_study

    if request.as_json:
        told = {**findings.to_json(), "folder": str(to)}
        typer.echo(json.dumps(told, ensure_ascii=False, allow_nan=False))
        return
    if not request.quiet:
        tell_study(findings)
        one = to / "variants" / findings.outcomes[0].variant.name / "run"
        kept = shlex.join([str(to / "base"), str(one)])
        typer.echo(f"To compare one of these runs again: steppe compare {kept}")
    typer.echo(str(to))
