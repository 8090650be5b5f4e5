"""
The picture of a study: the variants as rows, a panel for each headline, differences as intervals.

Headlines in which no variant differs are left out.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from steppe.insight.basemap import names_by_code
from steppe.insight.figures import (
    QUIET,
    add_heading,
    add_source,
    house_style,
    new_figure,
    title_of,
    write_figure,
)
from steppe.insight.intervals import Row, draw_intervals, row_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from steppe.insight.study_run import Findings

MOST_PANELS, PANELS_IN_A_ROW = 6, 2
MOST_LETTERS = 140
WORDS = (
    "Variant less base, replica by replica with the same luck: dot, the mean; thick, half of the replicas; thin, nine"
    " in ten; grey, nine in ten do not agree.\nThis is chance alone: what is not known about behaviour is not in it."
)
# Inches above, below and between rows of panels; left of the first panel, from one panel to the next, of a panel.
ABOVE, BELOW, BETWEEN, LINE = 0.94, 1.05, 0.75, 0.18
LEFT, PITCH, WIDE = 2.5, 4.9, 2.9


def plot_study(findings: Findings, folder: Path) -> list[Path]:
    """
    Draw a study and write ``study.png`` and ``study.svg``.

    Parameters
    ----------
    findings
        Of every variant.
    folder
        An existing folder.

    Returns
    -------
    paths
        What was written.
    """
    with house_style():
        return write_figure(study_figure(findings), folder, "study")


def study_figure(findings: Findings) -> Figure:
    """The figure itself, not yet written."""
    panels, lines_above = _panels(findings), _lines(findings)
    above = ABOVE + LINE * len(lines_above)
    tall = 0.14 + 0.28 * len(findings.outcomes)
    lines = -(-len(panels) // PANELS_IN_A_ROW) or 1
    width, height = 12.2, above + BELOW + lines * tall + (lines - 1) * BETWEEN
    figure = new_figure(width, height)
    for number, (title, rows) in enumerate(panels):
        line, column = divmod(number, PANELS_IN_A_ROW)
        bottom = 1 - (above + (line + 1) * tall + line * BETWEEN) / height
        left = (LEFT + column * PITCH) / width
        axes = figure.add_axes((left, bottom, WIDE / width, tall / height))
        draw_intervals(axes, rows, title, labels=column == 0)
    if not panels:
        figure.text(0.02, 0.5, "No variant differs from the base in any headline.", color=QUIET, va="top")
    _add_words(figure, findings, lines_above)
    return figure


def _panels(findings: Findings) -> list[tuple[str, list[Row]]]:
    """Titles, and a row for each variant: waiting, departures, then the countries that differ most."""
    rows = findings.table.to_dicts()
    asked = [
        ("everywhere", "waiting", "everywhere", "Nights spent waiting, people-days"),
        ("everywhere", "abroad", "everywhere", "People abroad at the end"),
        ("everywhere", "departed", "everywhere", "People who departed by a pathway"),
        *(
            ("country", "last_day", name, f"People in {names_by_code().get(name, name)} at the end")
            for name in _countries(findings, rows)
        ),
    ]
    panels = [
        (f"{title}: difference", _rows(findings, rows, (of, measure, name)))
        for of, measure, name, title in asked
    ]
    return [(title, found) for title, found in panels if any(_differs(row) for row in found)][:MOST_PANELS]


def _countries(findings: Findings, rows: list[dict[str, Any]]) -> list[str]:
    """Countries people flee to, those that differ most first; none where there is only one."""
    home = findings.base.scenario.home_country or findings.base.places[0].country
    largest: dict[str, float] = {}
    for row in rows:
        if row["of"] == "country" and row["name"] != home:
            largest[row["name"]] = max(largest.get(row["name"], 0.0), abs(row["mean"]))
    return sorted(largest, key=lambda each: -largest[each]) if len(largest) > 1 else []


def _rows(findings: Findings, rows: list[dict[str, Any]], wanted: tuple[str, str, str]) -> list[Row]:
    """A row for each variant; one whose world and base have no such country differs by nothing."""
    found = {
        row["variant_name"]: row_of(row["variant_name"], row)
        for row in rows
        if (row["of"], row["measure"], row["name"]) == wanted
    }
    names = [each.variant.name for each in findings.outcomes]
    return [found.get(name) or Row(name, 0.0, remark="0") for name in names]


def _differs(row: Row) -> bool:
    return bool(row.mean or any(row.outer or ()))


def _add_words(figure: Figure, findings: Findings, lines: list[str]) -> None:
    study, base = findings.study, findings.base
    add_heading(figure, study.title or study.name, lines[0], base.provenance)
    for number, words in enumerate(lines[1:], start=1):
        below = 1 - (0.52 + LINE * number) / figure.get_figheight()
        figure.text(0.02, below, words, fontsize=9, color=QUIET, va="top")
    add_source(figure, base.provenance, WORDS)


def _lines(findings: Findings) -> list[str]:
    """The question, over as many lines as it takes, and what was compared."""
    base = findings.base
    first, last = base.dates[0].isoformat(), base.dates[-1].isoformat()
    pairs = "expected values" if base.mode == "expected" else f"{base.replicas:,} pairs of simulated futures"
    asked = wrap(findings.study.question or title_of(base), MOST_LETTERS)
    return [*asked, f"Compared with {base.scenario.name}, {first} to {last}; {pairs}"]
