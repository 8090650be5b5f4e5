"""Bands against observations: a panel for each thing published, and for the places with the most people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from steppe.insight.curves import Curve, curves
from steppe.insight.figures import (
    BLUE,
    FAINT,
    QUIET,
    VERMILLION,
    add_heading,
    add_source,
    day_ticks,
    house_style,
    panel_grid,
    short_number,
    title_of,
    write_figure,
)
from steppe.result.result import Result

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_PANELS = 12
LIGHT, DARK = "#CFE3F2", "#86B9DE"
MARKERS = {"stock": "o", "cumulative": "^", "flow": "s"}
MEASURE_WORDS = {
    "stock": "published stock",
    "cumulative": "published cumulative count",
    "flow": "published flow",
}


def plot_bands(result: Result, folder: Path) -> list[Path]:
    """
    Draw bands against observations and write ``bands.png`` and ``bands.svg``.

    Parameters
    ----------
    result
        A run.
    folder
        An existing folder.

    Returns
    -------
    paths
        What was written.
    """
    with house_style():
        return write_figure(bands_figure(result), folder, "bands")


def bands_figure(result: Result) -> Figure:
    """The figure itself, not yet written."""
    shown = curves(result, MOST_PANELS)
    figure, grid = panel_grid(len(shown), least_width=8.0, above=1.2, between=0.62)
    columns = grid.ncols
    ticks = day_ticks(result, 4)
    for number, curve in enumerate(shown):
        axes = figure.add_subplot(grid[number // columns, number % columns])
        _draw_panel(axes, curve, ticks, result.days)
    _add_words(figure, result, shown)
    return figure


def _draw_panel(axes: Any, curve: Curve, ticks: tuple[list[int], list[str]], days: int) -> None:
    day = np.arange(days)
    low, lower, middle, upper, high = curve.bands
    axes.fill_between(day, low, high, color=LIGHT, linewidth=0)
    axes.fill_between(day, lower, upper, color=DARK, linewidth=0)
    axes.plot(day, middle, color=BLUE, linewidth=1.3)
    if curve.observed:
        when, people = zip(*curve.observed, strict=True)
        axes.plot(
            when,
            people,
            linestyle="none",
            marker=MARKERS[curve.measure],
            markersize=4.6,
            markerfacecolor=VERMILLION,
            markeredgecolor="white",
            markeredgewidth=0.5,
            zorder=5,
            clip_on=False,
        )
    # With its height given, the title is not measured against everything around it at every drawing.
    axes.set_title(curve.title, loc="left", fontsize=9.5, fontweight="bold", pad=17, y=1.0)
    axes.annotate(
        curve.subtitle,
        (0, 1),
        (0, 5),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=8,
        color=QUIET,
    )
    top = max([np.nanmax(high), *(people for _, people in curve.observed), 1.0])
    _frame_panel(axes, days, top, ticks)


def _frame_panel(axes: Any, days: int, top: float, ticks: tuple[list[int], list[str]]) -> None:
    """A line below, a few faint lines across, and nothing else around the curve."""
    axes.set_xlim(0, max(1, days - 1))
    axes.set_ylim(0, 1.08 * top)
    axes.set_xticks(*ticks, fontsize=7.5)
    axes.yaxis.set_major_locator(_few_ticks())
    axes.yaxis.set_major_formatter(lambda value, _: short_number(value))
    axes.tick_params(axis="y", labelsize=7.5, length=0)
    axes.tick_params(axis="x", length=2)
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _few_ticks() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(4, steps=[1, 2, 2.5, 5, 10], integer=True)


def _marker(measure: str) -> Any:
    from matplotlib.lines import Line2D

    look: dict[str, Any] = {
        "linestyle": "none",
        "marker": MARKERS[measure],
        "color": VERMILLION,
        "markersize": 5.5,
    }
    return Line2D([], [], label=MEASURE_WORDS[measure], **look)


def _add_words(figure: Figure, result: Result, shown: list[Curve]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    first, last = result.dates[0], result.dates[-1]
    expected = result.mode == "expected"
    futures = "expected values" if expected else f"{result.replicas:,} simulated futures"
    add_heading(
        figure,
        f"{title_of(result)}: simulated and published numbers of people",
        f"People, {first.isoformat()} to {last.isoformat()}; {futures}",
        result.provenance,
    )
    handles: list[Any] = [
        Line2D([], [], color=BLUE, linewidth=1.3, label="expected" if expected else "median")
    ]
    if not expected:
        handles.append(Patch(color=DARK, label="1 in 2 simulated futures"))
        handles.append(Patch(color=LIGHT, label="9 in 10 simulated futures"))
    handles += [_marker(measure) for measure in sorted({curve.measure for curve in shown if curve.observed})]
    figure.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0.012, 0.45 / figure.get_figheight()),
        ncols=len(handles),
        frameon=False,
        fontsize=8.5,
        handletextpad=0.5,
        columnspacing=1.6,
    )
    words = (
        "Bands show chance alone: what is not known about behaviour, borders and conflict is not in them."
        " Counts: sources are named in the scenario's observations.csv."
    )
    add_source(figure, result.provenance, words)
