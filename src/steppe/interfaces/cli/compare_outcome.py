"""What a person is told of a comparison or a study: a few tables of differences, and how far to trust them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import typer

from steppe.interfaces.cli.tables import print_table

if TYPE_CHECKING:
    from steppe.insight.compare import Comparison
    from steppe.insight.study_run import Findings

MOST_ROWS = 12
NUMBERS = ("base", "variant", "difference", "90 % band", "more in")
HEADLINES = {
    ("everywhere", "waiting"): "nights spent waiting, people-days",
    ("everywhere", "abroad"): "people abroad at the end",
    ("everywhere", "departed"): "departures by pathways",
}


def tell_comparison(comparison: Comparison) -> None:
    """
    Print where people are more or fewer, who crosses, who waits.

    Parameters
    ----------
    comparison
        Of two runs.
    """
    base, variant = comparison.base, comparison.variant
    last = base.dates[-1].isoformat()
    typer.echo(
        f"{variant.scenario.title or variant.scenario.name}, less {base.scenario.name}: {_pairs(base)}\n"
    )
    places = _largest(comparison.places.to_dicts())
    _print(f"People at a place on {last}", ("place", "country"), places)
    peak = _largest(comparison.peak.to_dicts())
    _print("The most there on any day", ("place", "unit"), peak)
    borders = _largest(
        row for row in comparison.borders.to_dicts() if row["measure"] not in ("gave_up", "waiting")
    )
    _print("At borders, people over the run", ("border", "measure"), borders)
    _print(
        "In pathways, people over the run",
        ("pathway", "measure"),
        _largest(row for row in comparison.pathways.to_dicts() if row["measure"] != "waiting"),
    )
    waiting = [row for row in comparison.people_days_waiting.to_dicts() if row["base"] or row["variant"]]
    _print("Nights spent waiting, people-days", ("name",), waiting[:MOST_ROWS])
    for which, names in (("base", comparison.only_in_base), ("variant", comparison.only_in_variant)):
        if names:
            typer.echo(f"Only in the {which}, and 0 in the other: {', '.join(names)}.")
    if not places:
        typer.echo("On the last day people are at the same places in every replica.")
    typer.echo(f"These numbers are {base.provenance.stamp}.")


def tell_study(findings: Findings) -> None:
    """
    Print the headline numbers of every variant.

    Parameters
    ----------
    findings
        Of a study.
    """
    study = findings.study
    typer.echo(f"{study.title or study.name}: {_pairs(findings.base)}")
    typer.echo(f"{' '.join(study.question.split())}\n" if study.question else "")
    rows = findings.table.to_dicts()
    for (of, measure), title in HEADLINES.items():
        found = [row for row in rows if (row["of"], row["measure"]) == (of, measure)]
        if any(row["base"] or row["variant"] for row in found):
            _print(title[0].upper() + title[1:], ("variant_name",), found)
    old = [each.variant.name for each in findings.outcomes if not each.is_new]
    if old:
        typer.echo(f"Taken from earlier runs in the same folder: {', '.join(old)}.")
    typer.echo(f"These numbers are {findings.base.provenance.stamp}.")


def _pairs(base: Any) -> str:
    if base.mode == "expected":
        return "expected values"
    return f"{base.replicas:,} pairs of replicas, seed {base.seed}"


def _largest(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows that differ in any replica, the largest difference first."""
    differing = [row for row in rows if row["mean"] or row["sd"]]
    return sorted(differing, key=lambda row: -abs(row["mean"]))[:MOST_ROWS]


def _print(title: str, labels: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    headings = {"variant_name": "what if", "name": "where", "measure": "people"}
    columns = (*(headings.get(each, each) for each in labels), *NUMBERS)
    cells = [(*(_word(each, row[each]) for each in labels), *_cells(row)) for row in rows]
    print_table(title, columns, cells, numbers=NUMBERS)


def _word(column: str, text: str) -> str:
    return text.replace("_", " ") if column == "measure" else text


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    numbers = (f"{row['base']:,.0f}", f"{row['variant']:,.0f}", f"{row['mean']:+,.0f}")
    if row["p05"] is None:
        return (*numbers, "", "")
    return (*numbers, f"{row['p05']:+,.0f} … {row['p95']:+,.0f}", f"{row['chance_above_zero']:.0%}")
