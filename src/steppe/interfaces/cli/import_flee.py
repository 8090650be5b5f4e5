"""``steppe import``: a Flee folder becomes a scenario folder, and what stays behind is listed."""

from __future__ import annotations

import shlex
from pathlib import Path

import typer

from steppe.errors import Problem, ScenarioError
from steppe.interfaces.cli.places_to_write import require_free
from steppe.interfaces.cli.shell import tell


def import_flee(flee_folder: Path, out: Path) -> None:
    """
    Write the scenario folder ``out`` and say what was not carried over.

    Parameters
    ----------
    flee_folder
        A folder that holds ``input_csv/``.
    out
        The scenario folder; must not exist yet, or be empty.

    Raises
    ------
    ScenarioError
        Where it is no Flee folder, or cannot be read.
    OutputError
        Where the folder is in the way, or nothing can be written there.
    """
    from steppe.scenario.flee import is_flee_folder, read_flee
    from steppe.scenario.folder import write

    if not is_flee_folder(flee_folder):
        raise ScenarioError(
            Problem(str(flee_folder), "no input_csv/ is in there.", "Name the folder that holds input_csv/.")
        )
    require_free(out, empty_folder_will_do=True)
    scenario = read_flee(flee_folder)
    write(scenario, out)
    for note in scenario.notes:
        tell(f"not carried over: {note}")
    typer.echo(
        f"{scenario.name}: {len(scenario.places)} places, {len(scenario.routes)} routes,"
        f" {len(scenario.events)} events, {len(scenario.observations)} observations;"
        f" {len(scenario.notes) or 'no'} notes on what was not carried over"
    )
    typer.echo(f"Next: steppe check {shlex.quote(str(out))}")
    typer.echo(str(out))
