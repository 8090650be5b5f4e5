"""
A hindcast as a folder: a row for each forecast, tables for spreadsheets, one JSON object, one picture.

``points.parquet`` and ``scores.csv`` are whole; ``summary.csv``, ``overall.csv``
and ``cold_start.csv`` are for reading, rounded, and whole in ``hindcast.json``,
which also has how all of it was made.  A number that there is not is left empty.
"""

from __future__ import annotations

import json
import shutil
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from steppe.errors import Problem, RunError
from steppe.insight.compare_files import write_record, write_table
from steppe.insight.forecasting.scoring import BY_ORIGIN, QUANTILES
from steppe.result.recorders import partial_folder
from steppe.scenario.written import filled_aside, require_empty

if TYPE_CHECKING:
    import polars

    from steppe.insight.forecasting.hindcast import Hindcast

POINTS, SCORES, RECORD = "points.parquet", "scores.csv", "hindcast.json"
ROUNDED = ("summary", "overall", "cold_start")
SCHEMA_VERSION = 1
_KEY = ("horizon", "track", "forecaster")
NEEDED = {
    "points": (*BY_ORIGIN, "series", "day", "observed", *QUANTILES, "crps", "wis", "pit", "is_point"),
    "scores": (*BY_ORIGIN, "targets", "crps", "wis"),
    "summary": ("case", *_KEY, "targets", "crps", "wis", "best_baseline", "skill_crps", "skill_wis"),
    "overall": (*_KEY, "skill_crps", "skill_wis", "coverage_50", "coverage_80", "coverage_90", "references"),
    "cold_start": ("case", "capacities", "forecaster", "ard_daily", "ard_reports"),
}
HEADING = ("schema_version", "settings", "settings_hash", "version", "made", "columns", *ROUNDED)


def write_hindcast(hindcast: Hindcast, folder: Path, *, command: str = "", figure: bool = True) -> None:
    """
    Write a hindcast into a folder that appears whole, and clear away the pieces kept while it went on.

    Parameters
    ----------
    hindcast
        What to write.
    folder
        New, or empty.
    command
        What asked for it, to be recorded.
    figure
        Whether to draw the picture.

    Raises
    ------
    OutputError
        Where the folder is in the way or cannot be written; nothing has changed then.
    """
    require_empty(folder)
    with filled_aside(folder) as aside:
        _write_all(hindcast, aside, command)
        if figure:
            from steppe.insight.forecasting.hindcast_figure import plot_hindcast

            plot_hindcast(hindcast, aside)
    shutil.rmtree(partial_folder(folder), ignore_errors=True)


def hindcast_as_json(hindcast: Hindcast) -> dict[str, Any]:
    """
    A hindcast for programs.

    Parameters
    ----------
    hindcast
        Of any cases.

    Returns
    -------
    words
        ``rows``, one for each case, origin, horizon, track and forecaster with every score;
        ``summary, overall, cold_start``, lists of rows too; ``settings, settings_hash, version, made``.
    """
    return {
        "rows": plain_rows(hindcast.scores),
        **{name: plain_rows(getattr(hindcast, name)) for name in ROUNDED},
        "settings": hindcast.settings,
        "settings_hash": hindcast.settings_hash,
        "version": hindcast.version,
        "made": hindcast.made.isoformat(),
    }


def plain_rows(table: polars.DataFrame) -> list[dict[str, Any]]:
    """Rows in words and numbers that JSON has: dates as text, ``None`` where there is no number."""
    from polars import selectors

    return finite(table).with_columns(selectors.date().dt.to_string("%Y-%m-%d")).to_dicts()


def finite(table: polars.DataFrame) -> polars.DataFrame:
    """The table with an empty cell wherever a number is infinite or none."""
    import polars
    from polars import selectors

    numbers = selectors.float()
    return table.with_columns(polars.when(numbers.is_finite()).then(numbers))


def open_hindcast(folder: Path | str) -> Hindcast:
    """
    Read a hindcast back as it was written.

    Parameters
    ----------
    folder
        That :func:`write_hindcast` has written.

    Raises
    ------
    RunError
        With everything that is missing, broken or of another age.
    """
    from steppe.insight.forecasting.hindcast import Hindcast

    place = Path(folder)
    record = _read_record(place)
    try:
        tables = {name: _table_of_rows(record[name], record["columns"][name]) for name in ROUNDED}
        scores = _kinds(record["columns"]["scores"])
        made = date.fromisoformat(record["made"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        found = f"does not hold what it should ({type(error).__name__}: {error})."
        raise RunError(Problem(str(place / RECORD), found, "Make it again.")) from None
    tables |= _read_whole(place, scores)
    _require_columns(place, tables)
    parts: dict[str, Any] = {name: record[name] for name in ("settings", "settings_hash", "version")}
    return Hindcast(**{**parts, **tables}, made=made)


def _write_all(hindcast: Hindcast, folder: Path, command: str) -> None:
    points = BytesIO()
    finite(hindcast.points).write_parquet(points)
    (folder / POINTS).write_bytes(points.getvalue())  # by way of Python, so that a full disk is told as such
    text = finite(hindcast.scores).write_csv(include_bom=True)
    (folder / SCORES).write_text(text, encoding="utf-8", newline="")
    for name in ROUNDED:
        write_table(finite(getattr(hindcast, name)), folder / f"{name}.csv")
    told = hindcast_as_json(hindcast)
    del told["rows"]
    columns = {name: _types(getattr(hindcast, name)) for name in (*ROUNDED, "scores")}
    record = {"schema_version": SCHEMA_VERSION, **told, "command": command, "columns": columns}
    write_record(record, folder / RECORD)


def _types(table: polars.DataFrame) -> dict[str, str]:
    return {name: str(kind) for name, kind in table.schema.items()}


def _read_record(folder: Path) -> dict[str, Any]:
    path, remedy = folder / RECORD, "Name a folder that `steppe hindcast` has written."
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RunError(Problem(str(path), "there is no such file.", remedy)) from None
    except (OSError, ValueError) as error:
        raise RunError(Problem(str(path), f"cannot be read ({error}).", remedy)) from None
    missing = [name for name in HEADING if not isinstance(record, dict) or name not in record]
    if missing:
        raise RunError([Problem(str(path), f"'{name}' is missing.", remedy) for name in missing])
    if record["schema_version"] != SCHEMA_VERSION:
        found = f"schema_version {record['schema_version']!r} is not {SCHEMA_VERSION}."
        raise RunError(Problem(str(path), found, "Make it again with this version of Steppe."))
    return dict(record)


def _table_of_rows(rows: list[dict[str, Any]], types: dict[str, str]) -> polars.DataFrame:
    import polars

    return polars.DataFrame(rows, schema=_kinds(types))


def _kinds(types: dict[str, str]) -> dict[str, Any]:
    import polars

    return {name: getattr(polars, kind) for name, kind in types.items()}


def _read_whole(folder: Path, types: dict[str, Any]) -> dict[str, polars.DataFrame]:
    """The two tables with files of their own, or both of their faults."""
    import polars

    tables: dict[str, polars.DataFrame] = {}
    problems = []
    for name, file, read in (
        ("points", POINTS, polars.read_parquet),
        ("scores", SCORES, lambda path: polars.read_csv(path, schema=types)),
    ):
        try:
            tables[name] = read(folder / file)
        except (OSError, polars.exceptions.PolarsError) as error:
            told = str(error).partition("\n")[0]
            problems.append(Problem(str(folder / file), f"cannot be read ({told}).", "Make it again."))
    if problems:
        raise RunError(problems)
    return tables


def _require_columns(folder: Path, tables: dict[str, polars.DataFrame]) -> None:
    problems = [
        Problem(f"{folder} {table}", f"column '{name}' is missing.", "Make it again.")
        for table, names in NEEDED.items()
        for name in names
        if name not in tables[table].columns
    ]
    if problems:
        raise RunError(problems)
