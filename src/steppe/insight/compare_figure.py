"""
The picture of a comparison: where people are more or fewer, what waits, who crosses, and when it begins.

At the left, the places that differ most on the last day; at the right, waiting,
border crossings and departures, and below them the difference over time at the
places that differ most.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import numpy as np

from steppe.insight.compare import Comparison
from steppe.insight.figures import (
    BLUE,
    FAINT,
    QUIET,
    add_heading,
    add_source,
    day_ticks,
    house_style,
    new_figure,
    title_of,
    write_figure,
)
from steppe.insight.intervals import Row, draw_intervals, row_of, signed_number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_PLACES, FEW_PLACES, MOST_ROWS, MOST_PANELS = 18, 8, 6, 4
LIGHT, DARK = "#CFE3F2", "#86B9DE"
NAME = "comparison"
# Inches above and below the panels, between two of them, and for a row of small ones.
ABOVE, BELOW, BETWEEN, DAYS_TALL = 1.3, 1.05, 0.75, 1.75
WIDTH, LEFT_COLUMN, RIGHT_COLUMN = 13.0, (0.7, 6.2), (7.0, 12.7)
MOST_LETTERS = 110
WORDS = (
    "Variant less base, replica by replica with the same luck: dot, the mean; thick, half of the replicas; thin, nine"
    " in ten; grey, nine in ten do not agree.\nThis is chance alone: what is not known about behaviour is not in it."
)


def plot_comparison(comparison: Comparison, folder: Path) -> list[Path]:
    """
    Draw a comparison and write ``comparison.png`` and ``comparison.svg``.

    Parameters
    ----------
    comparison
        Of two runs.
    folder
        An existing folder.

    Returns
    -------
    paths
        What was written.
    """
    with house_style():
        return write_figure(comparison_figure(comparison), folder, NAME)


def comparison_figure(comparison: Comparison) -> Figure:
    """The figure itself, not yet written."""
    places, others = _place_rows(comparison), _other_panels(comparison)
    names = [row.label for row in places[:MOST_PANELS]]
    last = comparison.base.dates[-1].isoformat()
    left = [(f"People at a place on {last}: difference", places)] if places else []
    right: list[tuple[str, list[Row]]] = []
    # Few places leave room below them for everything else; the days stand where there is room.
    (left if len(places) <= FEW_PLACES else right).extend(others)
    tall = [sum(_tall(rows) + BETWEEN for _, rows in column) for column in (left, right)]
    tall[0 if right else 1] += DAYS_TALL * -(-len(names) // 2)
    width, height = WIDTH, ABOVE + BELOW + max(3.6, *tall)
    figure = new_figure(width, height)
    if not places:
        figure.text(0.02, 0.5, "People are at the same places on the last day in every replica.", color=QUIET)
    ends = _draw_column(figure, left, 2.4, 2.5), _draw_column(figure, right, 9.1, 2.2)
    if names:
        column, top = (LEFT_COLUMN, ends[0]) if right else (RIGHT_COLUMN, ends[1])
        _draw_days(figure, comparison, names, column, (BELOW / height, top))
    _add_words(figure, comparison)
    return figure


def _draw_column(figure: Figure, panels: list[tuple[str, list[Row]]], left: float, wide: float) -> float:
    """Panels of intervals from the top down, in inches; how far down they reach, as a share of the height."""
    width, height = figure.get_figwidth(), figure.get_figheight()
    top = 1 - ABOVE / height
    for title, rows in panels:
        tall = _tall(rows) / height
        axes = figure.add_axes((left / width, top - tall, wide / width, tall))
        draw_intervals(axes, rows, title)
        top -= tall + BETWEEN / height
    return top


def _tall(rows: list[Row]) -> float:
    """Height of a panel of intervals, inches."""
    return 0.12 + 0.26 * len(rows)


def _place_rows(comparison: Comparison) -> list[Row]:
    """The places that differ most, the largest difference first."""
    found = comparison.places.to_dicts()
    differing = [each for each in found if each["mean"] or each["p05"] or each["p95"]]
    differing.sort(key=lambda each: -abs(each["mean"]))
    return [row_of(each["place"], each) for each in differing[:MOST_PLACES]]


def _other_panels(comparison: Comparison) -> list[tuple[str, list[Row]]]:
    """Titles and rows of the panels at the upper right; none where nothing differs."""
    waiting = comparison.people_days_waiting.to_dicts()
    labels = {"everywhere": "in all"}
    crossed = [
        {**each, "name": each["border"]}
        for each in comparison.borders.to_dicts()
        if each["measure"] == "crossed"
    ]
    departed = [
        {**each, "name": each["pathway"]}
        for each in comparison.pathways.to_dicts()
        if each["measure"] == "departed"
    ]
    panels = [
        ("Nights spent waiting, people-days: difference", _leading(waiting, labels)),
        ("People who crossed a border: difference", _leading(crossed, labels)),
        ("People who departed by a pathway: difference", _leading(departed, labels)),
    ]
    return [(title, rows) for title, rows in panels if rows]


def _leading(found: list[dict[str, Any]], labels: dict[str, str]) -> list[Row]:
    differing = [each for each in found if each["mean"] or each["p05"] or each["p95"]]
    differing.sort(key=lambda each: (each["name"] not in labels, -abs(each["mean"])))
    return [row_of(labels.get(each["name"], each["name"]), each) for each in differing[:MOST_ROWS]]


def _draw_days(
    figure: Figure,
    comparison: Comparison,
    names: list[str],
    across: tuple[float, float],
    between: tuple[float, float],
) -> None:
    """Small panels of the difference over time, two in a row; across in inches, between shares of the height."""
    width, height = figure.get_figwidth(), figure.get_figheight()
    bottom, top = between
    daily = comparison.daily(*names).partition_by("place", maintain_order=True)
    rows = -(-len(daily) // 2)
    grid = figure.add_gridspec(
        rows,
        2,
        left=across[0] / width,
        right=across[1] / width,
        bottom=bottom,
        top=top - 0.2 / height,
        wspace=0.26,
        hspace=0.62,
    )
    ticks = day_ticks(comparison.base, 3)
    for number, table in enumerate(daily):
        axes = figure.add_subplot(grid[number // 2, number % 2])
        _draw_place(axes, table, ticks)
    title, above = "People there, day by day: difference", top + 0.12 / height
    figure.text(across[0] / width, above, title, fontsize=9.5, fontweight="bold")


def _draw_place(axes: Any, table: Any, ticks: tuple[list[int], list[str]]) -> None:
    from matplotlib.ticker import MaxNLocator

    day = np.arange(table.height)
    if table["p05"].null_count() == 0:
        axes.fill_between(day, table["p05"], table["p95"], color=LIGHT, linewidth=0)
        axes.fill_between(day, table["p25"], table["p75"], color=DARK, linewidth=0)
    axes.plot(day, table["mean"], color=BLUE, linewidth=1.2)
    axes.axhline(0, color=QUIET, linewidth=0.6)
    axes.set_title(table["place"][0], loc="left", fontsize=8.5, pad=4, y=1.0)
    axes.set_xlim(0, max(1, table.height - 1))
    axes.set_xticks(*ticks, fontsize=7)
    axes.yaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(lambda value, _: signed_number(value))
    axes.tick_params(axis="y", labelsize=7, length=0)
    axes.tick_params(axis="x", length=2)
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _add_words(figure: Figure, comparison: Comparison) -> None:
    base, variant = comparison.base, comparison.variant
    names = f"{shorten(title_of(variant), MOST_LETTERS, placeholder=' …')} ({variant.scenario.name})"
    futures = (
        "expected values" if base.mode == "expected" else f"{base.replicas:,} pairs of simulated futures"
    )
    first, last = base.dates[0].isoformat(), base.dates[-1].isoformat()
    add_heading(
        figure, "What the change does", f"{names}, compared with {base.scenario.name}", base.provenance
    )
    figure.text(
        0.02, 1 - 0.7 / figure.get_figheight(), f"{first} to {last}; {futures}", fontsize=9, color=QUIET,
        va="top",
    )  # fmt: skip
    add_source(figure, base.provenance, WORDS)
