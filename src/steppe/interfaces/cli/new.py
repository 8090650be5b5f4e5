"""``steppe new``: a scenario folder to start from, small, complete and explained."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import typer


def new(folder: Path, *, like: str = "") -> None:
    """
    Write a scenario folder that can be checked and run as it is.

    Parameters
    ----------
    folder
        Where to; must not exist yet, or be empty.
    like
        A world to begin with instead of the small example: a folder or a built-in name.

    Raises
    ------
    ScenarioError
        Where ``like`` is no world.
    OutputError
        Where the folder is in the way, or nothing can be written there.
    """
    from steppe.scenario.folder import load, write
    from steppe.scenario.template import name_for, write_template

    if like:
        write(replace(load(like), name=name_for(folder)), folder)
    else:
        write_template(folder)
    typer.echo(
        f"{folder} holds a world to change: open its files in a text editor or in Excel"
        " (save as 'CSV UTF-8').\n"
        "`steppe fields places` tells what each column of places.csv may be, and so on.\n"
        "Then:\n"
        f"  steppe check {_quoted(folder)}\n"
        f"  steppe run {_quoted(folder)}"
    )


def _quoted(folder: Path) -> str:
    import shlex

    return shlex.quote(str(folder))
