"""``steppe export``: the tables of a run, for Excel, for an analyst or for a map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from steppe.interfaces.cli.places_to_write import require_free

if TYPE_CHECKING:
    from steppe.result.export import Format


def export_run(run: Path, *, format: Format, to: Path) -> None:
    """
    Write a run for another program and say where it is.

    Parameters
    ----------
    run
        A run folder.
    format
        ``"csv"``, ``"xlsx"``, ``"parquet"`` or ``"geojson"``.
    to
        The file or folder to write; must not exist yet.

    Raises
    ------
    RunError
        Where ``run`` is no run folder.
    OutputError
        Where something is in the way or it cannot be written; nothing is left half done.
    """
    from steppe.result.export import export

    require_free(to)
    typer.echo(str(export(run, format=format, to=to)))
