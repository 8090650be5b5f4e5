"""
A comparison as files: one table for spreadsheets, one JSON object for programs, one picture.

``comparison.csv`` is :attr:`Comparison.table` as it is; ``comparison.json`` has
the places, borders, pathways and waiting, and how both runs were made.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from steppe.result import measures

if TYPE_CHECKING:
    import polars

    from steppe.insight.compare import Comparison

STATISTICS = ("mean", "sd", *measures.LEVEL_NAMES)
TABLE, RECORD = "comparison.csv", "comparison.json"


def write_comparison(comparison: Comparison, folder: Path, *, command: str = "", figure: bool = True) -> None:
    """
    Write the table, the JSON object and the picture of a comparison.

    Parameters
    ----------
    comparison
        Of two runs.
    folder
        An existing folder.
    command
        What asked for it, to be recorded.
    figure
        Whether to draw the picture.
    """
    write_table(comparison.table, folder / TABLE)
    record = {**comparison_as_json(comparison), "command": command}
    write_record(record, folder / RECORD)
    if figure:
        from steppe.insight.compare_figure import plot_comparison

        plot_comparison(comparison, folder)


def write_table(table: polars.DataFrame, path: Path) -> None:
    """Write a table as CSV that Excel reads right; by way of Python, so that a full disk is told as such."""
    text = table.write_csv(include_bom=True, float_precision=4)
    path.write_text(text, encoding="utf-8", newline="")


def write_record(record: Mapping[str, Any], path: Path) -> None:
    """Write one JSON object."""
    text = json.dumps(record, ensure_ascii=False, allow_nan=False, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8")


def comparison_as_json(comparison: Comparison) -> dict[str, Any]:
    """
    A comparison in plain words and numbers.

    Parameters
    ----------
    comparison
        Of two runs.

    Returns
    -------
    words
        ``base, variant, start, days, replicas, seed, mode``; ``places, countries, borders, pathways``
        with the difference in their leading measure and in ``measures`` all of them;
        ``people_days_waiting`` in all, by post and by pathway; ``totals``; ``runs``, how both were made.
    """
    base, variant = comparison.base, comparison.variant
    return {
        "base": base.scenario.name,
        "variant": variant.scenario.name,
        "start": base.dates[0].isoformat(),
        "days": base.days,
        "replicas": base.replicas,
        "mode": base.mode,
        "seed": base.seed,
        "places": _subjects(comparison, "place", "last_day", ("country", "kind")),
        "countries": _subjects(comparison, "country", "last_day"),
        "borders": _subjects(comparison, "border", "crossed", ("country", "other_country")),
        "posts": _subjects(comparison, "post", "crossed", ("country", "other_country")),
        "pathways": _subjects(comparison, "pathway", "departed"),
        "people_days_waiting": _waiting(comparison),
        "totals": {row["measure"]: statistics_of(row) for row in comparison.totals.iter_rows(named=True)},
        "only_in_base": list(comparison.only_in_base),
        "only_in_variant": list(comparison.only_in_variant),
        "stamp": base.provenance.stamp,
        "runs": {"base": base.provenance.to_json(), "variant": variant.provenance.to_json()},
    }


def statistics_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of one row of a comparison."""
    return {
        "unit": row["unit"],
        "base": row["base"],
        "variant": row["variant"],
        "difference": {name: row[name] for name in STATISTICS},
        "chance_above_zero": row["chance_above_zero"],
        "chance_below_zero": row["chance_below_zero"],
    }


def _subjects(
    comparison: Comparison, of: str, leading: str, labels: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """Each subject with its leading measure, and all its measures by name."""
    found: dict[str, dict[str, Any]] = {}
    for row in comparison.table.iter_rows(named=True):
        if row["of"] != of:
            continue
        about = {"name": row["name"], **{word: row[word] for word in labels}}
        entry = found.setdefault(row["name"], {**about, "measures": {}})
        entry["measures"][row["measure"]] = statistics_of(row)
        if row["measure"] == leading:
            entry |= statistics_of(row)
    return list(found.values())


def _waiting(comparison: Comparison) -> dict[str, Any]:
    rows = list(comparison.people_days_waiting.iter_rows(named=True))
    named = {
        plural: [{"name": row["name"], **statistics_of(row)} for row in rows if row["of"] == of]
        for of, plural in (("post", "posts"), ("pathway", "pathways"))
    }
    return {**statistics_of(rows[0]), **named}
