"""Where a command writes, and whether it may, found out before any work is done."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from steppe.errors import OutputError, Problem

RUNS = Path("runs")


def new_run_folder(scenario_name: str, when: datetime) -> Path:
    """
    A folder for a run that nobody named.

    Parameters
    ----------
    scenario_name
        The name of the scenario.
    when
        When the run begins.

    Returns
    -------
    folder
        ``runs/<scenario>-<date>-<time>``, with a number behind it if that exists already.
    """
    stem = f"{scenario_name}-{when:%Y%m%d-%H%M%S}"
    folder, number = RUNS / stem, 1
    while folder.exists():
        number += 1
        folder = RUNS / f"{stem}-{number}"
    return folder


def require_free(path: Path, *, empty_folder_will_do: bool = False) -> None:
    """
    Say at once, before any work, whether something can be written there.

    Parameters
    ----------
    path
        What is to be written.
    empty_folder_will_do
        Whether an empty folder that is there already may be filled.

    Raises
    ------
    OutputError
        Where something is in the way, or its folder cannot be written to.
    """
    try:
        problem = _in_the_way(path, empty_folder_will_do=empty_folder_will_do)
    except (OSError, ValueError) as error:
        told = getattr(error, "strerror", None) or error
        problem = Problem(str(path), f"cannot be looked up ({told}).", "Name another path.")
    if problem is not None:
        raise OutputError(problem)


def _in_the_way(path: Path, *, empty_folder_will_do: bool) -> Problem | None:
    if path.exists() or path.is_symlink():
        if empty_folder_will_do and path.is_dir() and not any(path.iterdir()):
            return None if _is_writable(path) else _forbidden(path, path)
        return Problem(str(path), "it exists already.", "Name another, or move it away first.")
    parent = path.absolute().parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir():
        return Problem(str(path), f"'{parent}' is a file, not a folder.", "Name a path below a folder.")
    return None if _is_writable(parent) else _forbidden(path, parent)


def _is_writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK | os.X_OK)


def _forbidden(path: Path, folder: Path) -> Problem:
    return Problem(
        str(path),
        f"nothing can be written to '{folder}'.",
        "Name another folder, or ask for the right to.",
    )
