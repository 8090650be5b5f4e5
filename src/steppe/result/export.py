"""
Results for other programs: CSV and Excel for people, Parquet for analysts, GeoJSON for maps.

Every export says where it comes from and what it is not.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from steppe.engine.policy import ACCOUNTS
from steppe.errors import OutputError, Problem, UsageError
from steppe.result import policy_outcomes
from steppe.result.result import Result
from steppe.result.store import open_run, table_names
from steppe.result.tables import FURTHER_TOTALS, write_parquet
from steppe.result.variables import VARIABLES
from steppe.scenario.written import cannot_write

if TYPE_CHECKING:
    import polars

Format = Literal["csv", "xlsx", "parquet", "geojson"]
MORE_TABLES = ("observations", "scores")
DISCLAIMER = (
    "Simulated numbers, not counts. They are {stamp}. Boundaries and names are for orientation only and express"
    " no opinion on the legal status of any territory."
)
EXCEL_ROWS = 1_048_575
COLUMN_MEANINGS = {
    "mean": "mean over replicas",
    "p05 … p95": "quantiles over replicas: 9 in 10 simulated futures lie between p05 and p95",
    "standing": "displaced people at any place at the end of the day",
    "in_country": "displaced people at places of that country at the end of the day",
    "entered": "people who entered the run up to and including the day",
}
FURTHER_MEANINGS = {
    "waiting_at_borders": "of those standing, people waiting at a border at the end of the day",
    "in_pathways": "of those standing, people in a pathway at the end of the day",
    "went_home": "people whom a pathway has taken home up to and including the day; displaced no more",
}


def export(run: Result | Path | str, *, format: Format, to: Path | str) -> Path:
    """
    Write a run for another program.

    Parameters
    ----------
    run
        A result, or a run folder.
    format
        ``"csv"`` and ``"parquet"`` write a folder of tables; ``"xlsx"`` and ``"geojson"`` one file.
    to
        What to write; it must not exist yet.

    Returns
    -------
    to
        What was written.

    Raises
    ------
    OutputError
        Where it cannot be written; nothing is left half done.
    """
    if format not in get_args(Format):
        words = ", ".join(get_args(Format))
        raise UsageError(Problem("format", f"{format!r} is unknown.", f"Use one of {words}."))
    result = run if isinstance(run, Result) else open_run(Path(run))
    to = Path(to)
    writers: Mapping[str, Callable[[Result, Path], None]] = {
        "csv": _write_csv,
        "xlsx": _write_xlsx,
        "parquet": _write_parquet,
        "geojson": _write_geojson,
    }
    with _aside(to) as aside:
        writers[format](result, aside)
    return to


def tables(result: Result) -> dict[str, polars.DataFrame]:
    """Every table of a run; observations and scores where the run folder has them."""
    import polars

    found = {name: getattr(result, f"{name}_table")() for name in table_names(result.outputs)}
    for name in MORE_TABLES:
        path = (result.folder or Path()) / f"{name}.parquet"
        if result.folder is not None and path.is_file():
            found[name] = polars.read_parquet(path)
    return found


def readme_lines(result: Result) -> list[tuple[str, str]]:
    """What a reader of an export has to know: word and explanation."""
    provenance, outputs = result.provenance, [VARIABLES[name] for name in result.outputs]
    lines = [
        ("About", DISCLAIMER.format(stamp=provenance.stamp)),
        ("Scenario", provenance.scenario),
        ("Scenario hash", provenance.scenario_hash),
        ("First day", provenance.start),
        ("Days", str(provenance.days)),
        ("Replicas", f"{provenance.replicas} ({provenance.mode})"),
        ("Seed", str(provenance.seed)),
        ("Command", provenance.command),
        ("Made", provenance.created),
        *((f"Version of {name}", word) for name, word in provenance.versions.items()),
    ]
    further = {
        name: FURTHER_MEANINGS[name] for name in FURTHER_TOTALS if FURTHER_TOTALS[name] in result.outputs
    }
    lines += [(f"Column {name}", meaning) for name, meaning in (COLUMN_MEANINGS | further).items()]
    lines += [(f"Output {each.name}", f"{each.meaning} Unit: {each.unit}.") for each in outputs]
    return lines + [(f"Setting {name}", str(value)) for name, value in provenance.settings.items()]


def _write_csv(result: Result, folder: Path) -> None:
    """Comma-separated, UTF-8 with a byte order mark so that Excel reads it right, ISO dates."""
    import polars

    folder.mkdir()
    for name, table in tables(result).items():
        _write_text(folder / f"{name}.csv", table.write_csv(include_bom=True, float_precision=3))
    about = polars.DataFrame(readme_lines(result), schema=["word", "meaning"], orient="row")
    _write_text(folder / "README.csv", about.write_csv(include_bom=True))


def _write_text(file: Path, text: str) -> None:
    """Write text that polars has made; by way of Python, so that a full disk is told as such."""
    file.write_text(text, encoding="utf-8", newline="")


def _write_parquet(result: Result, folder: Path) -> None:
    folder.mkdir()
    metadata = {"steppe_provenance": json.dumps(result.provenance.to_json())}
    for name, table in tables(result).items():
        write_parquet(table, folder / f"{name}.parquet", metadata=metadata)


def _write_xlsx(result: Result, file: Path) -> None:
    import xlsxwriter

    made = tables(result)
    too_long = [name for name, table in made.items() if table.height > EXCEL_ROWS]
    if too_long:
        raise OutputError(
            [
                Problem(
                    name, f"has {made[name].height:,} rows; Excel holds {EXCEL_ROWS:,}.", "Use --format csv."
                )
                for name in too_long
            ]
        )
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("README")
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet.set_column(0, 0, 34, bold)
        sheet.set_column(1, 1, 110, wrapped)
        for row, (word, meaning) in enumerate(readme_lines(result)):
            sheet.write_string(row, 0, word)
            sheet.write_string(row, 1, meaning)
        for name, table in made.items():
            table.write_excel(
                book,
                name,
                dtype_formats={_date_type(): "yyyy-mm-dd"},
                float_precision=1,
                autofilter=True,
                freeze_panes=(1, 0),
                column_widths=110,
            )
    file.write_bytes(content.getbuffer())


def _date_type() -> Any:
    import polars

    return polars.Date


def _write_geojson(result: Result, file: Path) -> None:
    """Places as points and directed routes as lines (RFC 7946), with what became of them."""
    collection = {
        "type": "FeatureCollection",
        "steppe": {
            "about": DISCLAIMER.format(stamp=result.provenance.stamp),
            **result.provenance.to_json(),
        },
        "features": [*_place_features(result), *_route_features(result)],
    }
    file.write_text(json.dumps(collection, ensure_ascii=False) + "\n", encoding="utf-8")


def _place_features(result: Result) -> Iterator[dict[str, Any]]:
    stock = result.summary("stock")
    names, values = stock.coords["statistic"], stock.values
    peak_day = values[0].argmax(axis=0)
    for number, place in enumerate(result.places):
        if place.latitude is None or place.longitude is None:
            continue
        properties = {
            "what": "place",
            "name": place.name,
            "country": place.country,
            "kind": place.kind,
            "capacity": place.capacity,
            **{f"final_{name}": _round(values[row, -1, number]) for row, name in enumerate(names)},
            "peak_mean": _round(values[0, peak_day[number], number]),
            "peak_date": result.dates[peak_day[number]].isoformat(),
            "unit": "people",
        }
        yield _feature("Point", [place.longitude, place.latitude], properties)


def _route_features(result: Result) -> Iterator[dict[str, Any]]:
    flow, refused = result.summary("flow").values[0], result.summary("turned_back").values[0]
    by_name = {place.name: place for place in result.places}
    posts = _post_properties(result) if "border" in result.outputs else {}
    for number, (start, end) in enumerate(result.labels.route_ends):
        ends = [by_name[start], by_name[end]]
        if any(each.latitude is None or each.longitude is None for each in ends):
            continue
        peak_day = int(flow[:, number].argmax())
        properties = {
            "what": "route",
            "name": result.labels.routes[number],
            "start": start,
            "end": end,
            "total_mean": _round(flow[:, number].sum()),
            "turned_back_mean": _round(refused[:, number].sum()),
            "peak_mean": _round(flow[peak_day, number]),
            "peak_date": result.dates[peak_day].isoformat(),
            **posts.get(result.labels.routes[number], {}),
            "unit": "people",
        }
        yield _feature("LineString", [[each.longitude, each.latitude] for each in ends], properties)


def _post_properties(result: Result) -> dict[str, dict[str, float]]:
    """Means of what became of people at each post over the run, of those waiting on the last day."""
    over_run = policy_outcomes.over_days(result.summary("border").values[0], "border")
    return {
        post: {f"{account}_mean": _round(value) for account, value in zip(ACCOUNTS, values, strict=True)}
        for post, values in zip(result.labels.posts, over_run.T, strict=True)
    }


def _feature(kind: str, coordinates: list[Any], properties: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _round(value: float) -> float:
    return float(np.round(value, 3))


@contextmanager
def _aside(to: Path) -> Iterator[Path]:
    """A path in a fresh folder beside the target, moved into place when all is well."""
    if to.exists() or to.is_symlink():
        raise OutputError(Problem(str(to), "is there already.", "Give another name, or delete it first."))
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        room = Path(tempfile.mkdtemp(prefix=f".{to.name}-", dir=to.parent))
    except OSError as error:
        raise cannot_write(to, error) from error
    try:
        yield room / to.name
        os.replace(room / to.name, to)
    except OSError as error:
        raise cannot_write(to, error) from error
    finally:
        shutil.rmtree(room, ignore_errors=True)
