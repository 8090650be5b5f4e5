"""
Runs put into folders, one after another; those that are finished are taken as they are.

A run that was stopped leaves its replicas beside its folder and is taken up
again; one whose world, seed, days or replicas have changed is made anew.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from steppe.errors import SteppeError
from steppe.insight.findings import save
from steppe.insight.pairing import Terms, terms_of
from steppe.result.provenance import versions_here
from steppe.result.recorders import IDENTITY, partial_folder
from steppe.result.result import Result
from steppe.result.store import RUN_FILE, open_run
from steppe.scenario.folder import scenario_hash
from steppe.scenario.model import Scenario
from steppe.simulate import simulate

Progress = Callable[[int, int], object]


def finished_run(scenario: Scenario, folder: Path, terms: Terms) -> Result | None:
    """
    The run of a world that lies in a folder, if it is the one that would be made.

    Parameters
    ----------
    scenario
        The world.
    folder
        A run folder, or none yet.
    terms
        On which it is to be run.
    """
    if not (folder / RUN_FILE).is_file():
        return None
    try:
        found = open_run(folder)
    except SteppeError:
        return None
    made = found.provenance
    is_same_world = made.scenario_hash == scenario_hash(scenario)
    is_same_version = made.versions.get("steppe") == versions_here()["steppe"]
    return found if is_same_world and is_same_version and terms_of(found) == terms else None


def run_into(
    scenario: Scenario,
    folder: Path,
    terms: Terms,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
    command: str = "",
) -> Result:
    """
    Run a world and save it as a run folder, replica by replica.

    Parameters
    ----------
    scenario
        The world.
    folder
        The run folder to be; an older run in it is replaced.
    terms
        How many replicas and days, and the seed.
    threads, progress, command
        As for :func:`steppe.simulate`.

    Returns
    -------
    result
        Its replicas stay on disk.
    """
    _clear_another(scenario, folder, terms)
    result = simulate(
        scenario,
        replicas=terms.replicas,
        seed=terms.seed,
        days=terms.days,
        expected=terms.mode == "expected",
        threads=threads,
        keep="disk",
        folder=folder,
        progress=progress,
        command=command,
    )
    return save(result, folder, figures=False, overwrite=True)


def _clear_another(scenario: Scenario, folder: Path, terms: Terms) -> None:
    """Delete what an interrupted run has left, if it was of another world or on other terms."""
    left = partial_folder(folder)
    if not left.exists():
        return
    try:
        identity = json.loads((left / IDENTITY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        identity = {}
    wanted = {"scenario": scenario_hash(scenario), "seed": terms.seed, "days": terms.days}
    if any(identity.get(name) != value for name, value in wanted.items()):
        shutil.rmtree(left, ignore_errors=True)
