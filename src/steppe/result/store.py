"""
Run folders: a result on disk, with everything needed to make it again.

::

    run.json          how it was made (provenance.py) and what the positions stand for
    scenario/         the world, frozen
    places.parquet    date, day, place, country, kind, mean, p05, p25, p50, p75, p95, unit
    routes.parquet    the same for directed routes, and those turned back
    totals.parquet    the same for everybody and for each country
    borders.parquet, pathways.parquet, groups.parquet
                      the same for accounts of borders, steps of pathways and groups, where the run has them
    ensemble.zarr     every replica; summary.zarr instead where only summaries were kept

A folder appears whole or not at all.  Figures, scores and the like are added by
whoever saves, through ``add``, before the folder appears.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from steppe.errors import OutputError, Problem, RunError, ScenarioError
from steppe.result import array_store
from steppe.result.policy_tables import OUTPUT_OF_TABLE
from steppe.result.provenance import Provenance, from_json
from steppe.result.recorders import IDENTITY, JOURNAL, STATISTICS, Recorded
from steppe.result.result import Labels, Result
from steppe.result.shape import Shape
from steppe.result.tables import write_parquet
from steppe.result.variables import VARIABLES
from steppe.scenario.model import Scenario
from steppe.scenario.written import cannot_write, umask

RUN_FILE = "run.json"
TABLES = ("places", "routes", "totals")
AGAIN = "Run the scenario again."
REMOVAL_TRIES, REMOVAL_PAUSE = 40, 0.05
Found = TypeVar("Found")


def save(
    result: Result, folder: Path, *, add: Callable[[Path], object] | None = None, overwrite: bool = False
) -> Result:
    """
    Write a run folder.

    Parameters
    ----------
    result
        What to write.  One that was streamed to disk is finished where it lies, not copied.
    folder
        Where; it must not exist, be empty, or with ``overwrite`` be a run folder.
    add
        Called with the folder while it is still aside, to put more into it.
    overwrite
        Replace a run folder that is there.

    Returns
    -------
    saved
        The same result, reading from the folder where it was on disk before.

    Raises
    ------
    OutputError
        Where the folder is in the way or cannot be written; nothing is left half done.
    """
    folder = Path(folder)
    require_free(folder, overwrite=overwrite)
    streamed = result.recorded.folder
    with _aside(folder, streamed) as aside:
        _write_contents(result, aside, streamed)
        if add is not None:
            add(aside)
        _put_in_place(aside, folder)
    if streamed is None:
        return result.moved_to(folder)
    for leftover in (IDENTITY, JOURNAL):
        (folder / leftover).unlink(missing_ok=True)
    return result.moved_to(folder, array_store.read(folder / array_store.ENSEMBLE, result.outputs))


def table_names(outputs: Collection[str]) -> tuple[str, ...]:
    """The tables of a run with these outputs."""
    return (*TABLES, *(name for name, output in OUTPUT_OF_TABLE.items() if output in outputs))


def require_free(folder: Path, *, overwrite: bool = False) -> None:
    """
    Say at once, before any work, whether a run can be saved there.

    Raises
    ------
    OutputError
        Where something is in the way.
    """
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir():
        raise OutputError(
            Problem(str(folder), "is a file.", "Give the name of a folder that does not exist yet.")
        )
    if not any(folder.iterdir()):
        return
    if not (folder / RUN_FILE).is_file():
        raise OutputError(
            Problem(str(folder), "is in the way and is not a run folder.", "Give another name.")
        )
    if not overwrite:
        raise OutputError(
            Problem(str(folder), "holds a run already.", "Give another name, or delete it first.")
        )


def open_run(folder: Path | str) -> Result:
    """
    Open a run folder.

    Parameters
    ----------
    folder
        As :func:`save` wrote it.

    Returns
    -------
    result
        Its replicas stay on disk and are read when used.

    Raises
    ------
    RunError
        With everything that is wrong with the folder.
    """
    folder = Path(folder)
    written = _read_run_file(folder)
    problems: list[Problem] = []
    provenance = _gather(problems, lambda: from_json(written["provenance"], f"{folder / RUN_FILE}"))
    labels = _gather(problems, lambda: _labels(written, folder))
    scenario = _gather(problems, lambda: _read_scenario(folder, provenance))
    shape = _shape(provenance, labels) if provenance and labels else None
    recorded = _gather(problems, lambda: _read_recorded(folder, provenance, shape))
    problems += [
        Problem(str(folder / f"{name}.parquet"), "is missing.", AGAIN)
        for name in table_names(shape.outputs if shape else ())
        if not (folder / f"{name}.parquet").is_file()
    ]
    if problems or provenance is None or labels is None or scenario is None or recorded is None:
        raise RunError(problems)
    return Result(scenario, labels, provenance, recorded, folder)


def _write_contents(result: Result, aside: Path, streamed: Path | None) -> None:
    from steppe.scenario import folder as scenario_folder

    first = "statistic" if result.recorded.summaries else "replica"
    dims = {name: (first, *VARIABLES[name].dims) for name in result.outputs}
    if result.recorded.summaries:
        array_store.write(aside / array_store.SUMMARY, result.recorded.summaries, dims)
    elif streamed is None:
        array_store.write(aside / array_store.ENSEMBLE, result.recorded.arrays, dims)
    for name in table_names(result.outputs):
        table = getattr(result, f"{name}_table")()
        write_parquet(table, aside / f"{name}.parquet")
    frozen = aside / "scenario"
    if frozen.exists():
        shutil.rmtree(frozen)
    scenario_folder.write(result.scenario, frozen)
    written = {"provenance": result.provenance.to_json(), **_written_labels(result.labels)}
    (aside / RUN_FILE).write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _written_labels(labels: Labels) -> dict[str, Any]:
    """Names as ``run.json`` holds them; what a run does not have is not mentioned."""
    further = {
        "groups": list(labels.groups),
        "posts": [[name, *pair] for name, pair in zip(labels.posts, labels.post_countries, strict=True)],
        "pathways": list(labels.pathways),
    }
    return {
        "places": list(labels.places),
        "routes": [[name, *ends] for name, ends in zip(labels.routes, labels.route_ends, strict=True)],
        **{word: names for word, names in further.items() if names},
    }


@contextmanager
def _aside(folder: Path, streamed: Path | None) -> Iterator[Path]:
    """A folder beside the target; removed again if anything goes wrong, unless replicas were streamed to it."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = streamed or Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise cannot_write(folder, error) from error
    try:
        if streamed is None:
            made.chmod(0o777 & ~umask())
        yield made
    except BaseException as error:
        if streamed is None:
            _remove(made)
        if isinstance(error, OSError):
            raise cannot_write(folder, error) from error
        raise


def _remove(folder: Path) -> None:
    """Remove a folder into which threads of the array store may still be writing what they had begun."""
    for _ in range(REMOVAL_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(REMOVAL_PAUSE)
        if not folder.exists():
            return


def _put_in_place(aside: Path, folder: Path) -> None:
    """Swap the finished folder in; a run folder that was there is put aside first and deleted last."""
    if not folder.exists() or not any(folder.iterdir()):
        os.replace(aside, folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    os.replace(folder, old)
    try:
        os.replace(aside, folder)
    except OSError:
        os.replace(old, folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _read_run_file(folder: Path) -> dict[str, Any]:
    path = folder / RUN_FILE
    if not path.is_file():
        what = "is not a run folder: there is no run.json in it." if folder.is_dir() else "does not exist."
        raise RunError(Problem(str(folder), what, "Give a folder that `steppe run` wrote."))
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(written, dict) or not isinstance(written.get("provenance"), dict):
            raise ValueError("it does not say how the run was made")
    except (OSError, ValueError) as error:
        raise RunError(Problem(str(path), f"cannot be read ({error}).", AGAIN)) from None
    return written


def _gather(problems: list[Problem], read: Callable[[], Found | None]) -> Found | None:
    """What was read, or nothing and one more problem."""
    try:
        return read()
    except (RunError, ScenarioError) as error:
        problems += error.problems
        return None


def _labels(written: Mapping[str, Any], folder: Path) -> Labels:
    try:
        routes = [(str(name), str(start), str(end)) for name, start, end in written["routes"]]
        posts = [(str(name), str(out), str(into)) for name, out, into in written.get("posts", ())]
        return Labels(
            places=tuple(map(str, written["places"])),
            routes=tuple(name for name, _, _ in routes),
            route_ends=tuple((start, end) for _, start, end in routes),
            groups=tuple(map(str, written.get("groups", ()))),
            posts=tuple(name for name, _, _ in posts),
            post_countries=tuple((out, into) for _, out, into in posts),
            pathways=tuple(map(str, written.get("pathways", ()))),
        )
    except (KeyError, TypeError, ValueError):
        where = str(folder / RUN_FILE)
        raise RunError(Problem(where, "the names of places and routes are missing.", AGAIN)) from None


def _read_scenario(folder: Path, provenance: Provenance | None) -> Scenario:
    from steppe.scenario import folder as scenario_folder

    frozen = folder / "scenario"
    if not frozen.is_dir():
        raise RunError(Problem(str(frozen), "is missing.", AGAIN))
    scenario = scenario_folder.read(frozen)
    if provenance is not None and scenario_folder.scenario_hash(scenario) != provenance.scenario_hash:
        raise RunError(
            Problem(
                str(frozen),
                "is not the world that was run: it has been changed since.",
                "Undo the change; to run a changed world, copy the folder elsewhere and run that.",
            )
        )
    return scenario


def _shape(provenance: Provenance, labels: Labels) -> Shape:
    return Shape(
        provenance.replicas,
        provenance.days,
        len(labels.places),
        len(labels.routes),
        provenance.mode == "expected",
        groups=len(labels.groups),
        posts=len(labels.posts),
        pathways=len(labels.pathways),
    )


def _read_recorded(folder: Path, provenance: Provenance | None, shape: Shape | None) -> Recorded | None:
    if provenance is None or shape is None:
        return None
    summarised = provenance.keep == "summary"
    path = folder / (array_store.SUMMARY if summarised else array_store.ENSEMBLE)
    arrays = array_store.read(path, shape.outputs)
    first = len(STATISTICS) if summarised else shape.replicas
    problems = [
        Problem(f"{path}/{name}", f"has shape {array.shape}, not {(first, *shape.of(name))}.", AGAIN)
        for name, array in arrays.items()
        if tuple(array.shape) != (first, *shape.of(name))
    ]
    if problems:
        raise RunError(problems)
    if summarised:
        return Recorded(shape, (), {}, {name: np.asarray(array[...]) for name, array in arrays.items()})
    return Recorded(shape, tuple(range(shape.replicas)), arrays)
