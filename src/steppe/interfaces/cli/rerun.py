"""``steppe rerun``: whether a run still gives the same numbers, bit for bit, and if not, what may be why."""

from __future__ import annotations

import json
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import typer

from steppe.errors import Problem, RunError
from steppe.interfaces.cli.progress import told_progress

if TYPE_CHECKING:
    from steppe.insight.reproduce import Reproduction


def rerun_folder(run: Path, *, threads: int | None = None, as_json: bool = False) -> None:
    """
    Run the frozen world of a run folder again and compare every number.

    Parameters
    ----------
    run
        A run folder.
    threads
        How many replicas at once; all processors by default.
    as_json
        Print one JSON object; the exit code is the same.

    Raises
    ------
    RunError
        Where it is no run folder, or where numbers differ.
    """
    from steppe.insight.reproduce import reproduce
    from steppe.result.store import open_run

    result = open_run(run)
    begun = perf_counter()
    with told_progress(f"{result.scenario.name} again", quiet=False) as progress:
        found = reproduce(result, threads=threads, progress=progress)
    if as_json:
        typer.echo(_as_json(run, found))
        if not found.is_identical:
            raise typer.Exit(RunError.exit_code)
        return
    if not found.is_identical:
        raise RunError(_difference(run, found))
    replicas = "expected values" if result.mode == "expected" else f"{result.replicas:,} replicas"
    typer.echo(
        f"{run}: identical. {found.numbers:,} numbers ({replicas}, seed {result.seed}) were made again"
        f" in {perf_counter() - begun:.1f} s."
    )


def _difference(run: Path, found: Reproduction) -> Problem:
    counts = ", ".join(f"{name} {count:,}" for name, count in found.differing.items() if count)
    versions = ", ".join(f"{name} {then} then, {now} now" for name, (then, now) in found.versions.items())
    return Problem(
        str(run),
        f"{sum(found.differing.values()):,} of {found.numbers:,} numbers differ ({counts}), by"
        f" {found.largest_difference:g} people at most.",
        f"Other versions may be why: {versions}."
        if versions
        else "The versions are the same, so the stored numbers were changed, or this is a defect in Steppe.",
    )


def _as_json(run: Path, found: Reproduction) -> str:
    return json.dumps(
        {
            "run": str(run),
            "identical": found.is_identical,
            "numbers": found.numbers,
            "differing": found.differing,
            "largest_difference": found.largest_difference,
            "versions": {name: {"then": then, "now": now} for name, (then, now) in found.versions.items()},
        },
        ensure_ascii=False,
    )
