"""
A scenario folder <-> a scenario: reading, writing, finding, naming by content.

The folder holds ``scenario.toml`` (:mod:`~steppe.scenario.heading`) and one CSV
file per table (:mod:`~steppe.scenario.tables_io`).  Reading tells every problem
of every file at once; what the rows mean together is judged by ``check.py``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from steppe.errors import Problem, ScenarioError, UsageError
from steppe.scenario import gallery
from steppe.scenario.evidence import EVIDENCE_FILE, NO_EVIDENCE, read_evidence, require_own_files
from steppe.scenario.heading import ReadHeading, heading_text, read_heading
from steppe.scenario.model import Scenario
from steppe.scenario.nearest import nearest
from steppe.scenario.tables import TABLES
from steppe.scenario.tables_io import ReadTable, read_table, table_texts
from steppe.scenario.whereabouts import TOML_FILE, Whereabouts, in_file_order
from steppe.scenario.written import put_in_place

_NO_START = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Examined:
    """
    A world as far as it could be read, and all that is wrong with it.

    Parameters
    ----------
    scenario
        The world, or ``None`` where an error keeps it from being one.
    problems
        Errors and warnings, in the order of the folder.
    """

    scenario: Scenario | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop the work."""
        return tuple(each for each in self.problems if each.severity == "error")


@dataclass(frozen=True, slots=True)
class _Parts:
    """A folder as read: a world of the rows without fault, and the faults."""

    scenario: Scenario
    where: Whereabouts
    problems: tuple[Problem, ...]
    has_period: bool
    unread: frozenset[str]

    @property
    def errors(self) -> list[Problem]:
        return [each for each in self.problems if each.severity == "error"]


def load(source: str | Path) -> Scenario:
    """
    Load a world, wherever it is kept.

    Parameters
    ----------
    source
        A scenario folder, a Flee folder, or the name of a built-in world.

    Returns
    -------
    scenario
        The world, checked.  Warnings are left to ``steppe check``.

    Raises
    ------
    ScenarioError
        With every error in every file.
    """
    examined = examine(source)
    if examined.scenario is None or examined.errors:
        raise ScenarioError(examined.errors)
    return examined.scenario


def examine(source: str | Path) -> Examined:
    """
    Read and check a world without giving up at the first error.

    Parameters
    ----------
    source
        As for :func:`load`.

    Returns
    -------
    examined
        The world and its problems, warnings included.
    """
    from steppe.scenario.check import check, check_parts

    try:
        path = locate(source)
        if not _is_scenario_folder(path) and _is_flee_folder(path):
            from steppe.scenario.flee import read_flee

            scenario = read_flee(path)
            return _examined(scenario, check(scenario))
    except ScenarioError as error:
        return Examined(None, error.problems)
    parts = _read_parts(path)
    judged = check_parts(
        parts.scenario,
        parts.where,
        has_period=parts.has_period,
        unread=parts.unread,
        is_whole=not parts.errors,
    )
    return _examined(parts.scenario, [*parts.problems, *judged])


def _examined(scenario: Scenario, problems: list[Problem]) -> Examined:
    ordered = tuple(in_file_order(problems))
    has_errors = any(each.severity == "error" for each in ordered)
    return Examined(None if has_errors else scenario, ordered)


def locate(source: str | Path) -> Path:
    """
    The folder a world is kept in.

    Parameters
    ----------
    source
        A scenario folder, a Flee folder, or the name of a built-in world.

    Raises
    ------
    ScenarioError
        Where there is nothing of that name, or it is no world.
    UsageError
        Where the name could mean a built-in world and a folder.
    """
    path = Path(source)
    try:
        is_world = _is_scenario_folder(path) or _is_flee_folder(path)
    except (OSError, ValueError) as error:
        told = getattr(error, "strerror", None) or error
        raise ScenarioError(Problem(str(source)[:80], f"is no path ({told}).", "Check the path.")) from None
    if isinstance(source, str) and source in gallery.names():
        if is_world:
            raise UsageError(
                Problem(
                    f"'{source}'",
                    "is a built-in world and also a folder here.",
                    f"Write ./{source} for the folder, or rename it.",
                )
            )
        return gallery.path(source)
    if not is_world:
        raise ScenarioError(_not_a_world(str(source), path))
    return path


def _is_scenario_folder(path: Path) -> bool:
    """Whether a folder holds at least a part of a scenario."""
    return (path / TOML_FILE).exists() or (path / "places.csv").exists()


def _is_flee_folder(path: Path) -> bool:
    return (path / "input_csv").is_dir()


def _not_a_world(source: str, path: Path) -> Problem:
    """Why a name leads to no world, and where it might."""
    if path.is_file():
        return Problem(source, "is a file, not a folder.", f"Give the folder it is in: {path.parent}.")
    if (path / "scenario" / TOML_FILE).is_file():
        return Problem(source, "is a run folder.", f"The world that was run is {path / 'scenario'}.")
    if path.is_dir():
        return Problem(
            source,
            f"holds no {TOML_FILE}, and no input_csv/ of a Flee folder.",
            "Give a scenario folder; `steppe new DIR` makes one to start from.",
        )
    worlds = ", ".join(gallery.names())
    near = nearest(source, gallery.names())
    remedy = f"Did you mean '{near}'?" if near else f"Check the path; built-in worlds are {worlds}."
    return Problem(source, "there is no such folder and no such built-in world.", remedy)


def read(folder: Path | str) -> Scenario:
    """
    Read a scenario folder, cell by cell; what the rows mean together is not judged.

    Raises
    ------
    ScenarioError
        With every problem of every file.
    """
    parts = _read_parts(Path(folder))
    if parts.errors:
        raise ScenarioError(parts.errors)
    return parts.scenario


def _read_parts(folder: Path) -> _Parts:
    problems: list[Problem] = []
    if folder.is_file() or not folder.exists():
        raise ScenarioError(_not_a_world(str(folder), folder))
    heading = ReadHeading()
    if (folder / TOML_FILE).exists():
        heading = read_heading(folder / TOML_FILE)
    else:
        problems.append(
            Problem(TOML_FILE, f"is missing in '{folder}'.", "`steppe new DIR` makes an example.")
        )
    tables = {table: _read_table_of(folder, table) for table in TABLES}
    evidence = NO_EVIDENCE
    try:
        evidence = read_evidence(folder)
    except ScenarioError as error:
        problems += error.problems
    problems += heading.problems
    problems += [problem for table in tables.values() for problem in table.problems]
    problems += _strangers(folder)
    where = Whereabouts(
        lines={table: found.lines for table, found in tables.items()},
        headings=heading.lines,
        from_files=True,
    )
    return _Parts(
        scenario=replace(_assembled(folder.name, heading, tables), evidence=evidence),
        where=where,
        problems=tuple(in_file_order(problems)),
        has_period={"start", "days"} <= heading.values.keys(),
        unread=frozenset(table for table, found in tables.items() if not found.complete),
    )


def _read_table_of(folder: Path, table: str) -> ReadTable:
    path = folder / f"{table}.csv"
    if path.exists() or path.is_symlink():
        return read_table(path, table)
    if table != "places":
        return ReadTable()
    has_workbook = any(folder.glob("places.xls*"))
    remedy = (
        "Save the workbook as places.csv, of the kind 'CSV UTF-8 (comma delimited)'."
        if has_workbook
        else "Write it with at least the column 'name'."
    )
    return ReadTable(
        problems=[Problem(path.name, f"is missing in '{folder}'.", remedy)],
        complete=False,
    )


def _strangers(folder: Path) -> list[Problem]:
    """CSV files that are no tables: a table under a misspelt name would be left out in silence."""
    known = [f"{table}.csv" for table in TABLES]
    try:
        present = sorted(each.name for each in folder.iterdir() if each.suffix.casefold() == ".csv")
    except OSError:
        return []
    return [_stranger(name, nearest(Path(name).stem, TABLES)) for name in present if name not in known]


def _stranger(name: str, meant: str | None) -> Problem:
    found = "is not a table of a scenario and is not read."
    if meant is None:
        return Problem(name, found, "Give it a name that does not end in .csv, or move it away.", "warning")
    return Problem(name, found, f"Rename it to {meant}.csv, or to a name that does not end in .csv.")


def _assembled(folder_name: str, heading: ReadHeading, tables: Mapping[str, ReadTable]) -> Scenario:
    values: dict[str, Any] = {"name": folder_name, "start": _NO_START, "days": 1, **heading.values}
    values["settings"] = MappingProxyType(heading.settings)
    values.update({table: tuple(found.rows) for table, found in tables.items()})
    return Scenario(**values)


def write(scenario: Scenario, folder: Path | str, *, overwrite: bool = False) -> None:
    """
    Write a scenario folder; reading it gives the same scenario.

    Parameters
    ----------
    scenario
        The world to write.
    folder
        Where to; must not exist yet, or be empty.
    overwrite
        Replace the files of a scenario folder that is there; other files in it stay.

    Raises
    ------
    ScenarioError
        Where a value of the scenario is none that a file can hold.
    OutputError
        Where the folder is in the way, or nothing can be written there; it is then as it was.
    """
    from steppe.scenario.check import require_values

    require_values(scenario)
    require_own_files(scenario.evidence)
    put_in_place(
        _files(scenario),
        Path(folder),
        overwrite=overwrite,
        all_names=(*_all_files(), EVIDENCE_FILE),
        beside=scenario.evidence,
    )


def _files(scenario: Scenario) -> dict[str, str]:
    return {TOML_FILE: heading_text(scenario), **table_texts(scenario)}


def _all_files() -> tuple[str, ...]:
    return (TOML_FILE, *(f"{table}.csv" for table in TABLES))


def scenario_hash(scenario: Scenario) -> str:
    """
    A name for the content of a scenario: equal worlds have equal hashes, wherever they are kept.

    What a world rests on changes nothing in it, so its ledger and the texts do not count.

    Returns
    -------
    scenario_hash
        SHA-256 of the written form, 64 hexadecimal digits.
    """
    digest = hashlib.sha256()
    for name, text in _files(scenario).items():
        content = text.encode("utf-8", errors="surrogatepass")
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
