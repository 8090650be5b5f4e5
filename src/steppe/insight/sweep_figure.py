"""
The picture of a sweep: a row for each field, the one that matters most at the top.

Under ``sobol`` the wide pale bar is all that a field has a part in, the narrow
dark one what it does alone; under ``morris`` the bar is what moving the field
over its range does on average, the diamond how much that differs from place to
place.  Thin lines are 90 % intervals by resampling.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np

from steppe.insight.figures import (
    BLUE,
    FAINT,
    INK,
    QUIET,
    VERMILLION,
    add_heading,
    house_style,
    new_figure,
    short_number,
    title_of,
    write_figure,
)
from steppe.insight.sweep_words import percent

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from steppe.insight.sweep import Sweep

PALE, MIDDLE = "#9CCBE8", "#3D8FC2"
NONE_BELOW = 0.005
LONGEST_TITLE = 60
LETTERS = 130
WORDS = {
    "sobol": "Share of the spread (variance) of the answer over the ranges: dark, from the field alone; pale, with what"
    " it does together with others.\nThin lines: 90 % intervals. A field matters as much as its range is wide;"
    " this says nothing of which values are right.",
    "morris": "Bar: mean size of what moving the field over its whole range does; diamond: how much that differs with the"
    " other fields.\nThin lines: 90 % intervals. A field matters as much as its range is wide; this says nothing of"
    " which values are right.",
}
# Inches: of the figure, above and below the rows, of a row, left and right of the rows, of a line of words.
WIDTH, ABOVE, BELOW, ROW, LEFT, RIGHT, LINE = 9.6, 1.0, 1.02, 0.30, 3.15, 1.3, 0.17


def plot_sweep(sweep: Sweep, folder: Path) -> list[Path]:
    """
    Draw a sweep and write ``sweep.png`` and ``sweep.svg``.

    Parameters
    ----------
    sweep
        What to draw.
    folder
        An existing folder.

    Returns
    -------
    paths
        What was written.
    """
    with house_style():
        return write_figure(sweep_figure(sweep), folder, "sweep")


def sweep_figure(sweep: Sweep) -> Figure:
    """The figure itself, not yet written."""
    lines = [*wrap(sweep.sentence, LETTERS), _about(sweep)]
    above, rows = ABOVE + LINE * (len(lines) - 1), ROW * len(sweep.ranges)
    height = above + rows + BELOW
    figure = new_figure(WIDTH, height)
    axes = figure.add_axes((LEFT / WIDTH, BELOW / height, (WIDTH - LEFT - RIGHT) / WIDTH, rows / height))
    _draw(axes, sweep)
    made = sweep.base.provenance
    add_heading(figure, _title(sweep), lines[0], made)
    for number, words in enumerate(lines[1:], start=1):
        below = 1 - (0.52 + LINE * number) / height
        figure.text(0.02, below, words, fontsize=9, color=QUIET, va="top")
    figure.text(0.02, 0.26 / height, WORDS[sweep.method], fontsize=7.5, color=QUIET, va="bottom")
    figure.text(0.02, 0.10 / height, f"Sweep: {_source(sweep)}", fontsize=7.5, color=QUIET, va="bottom")
    return figure


def _title(sweep: Sweep) -> str:
    """What is asked, where the title of the world leaves room for it."""
    whole = f"What matters: {title_of(sweep.base)}"
    return whole if len(whole) <= LONGEST_TITLE else title_of(sweep.base)


def _source(sweep: Sweep) -> str:
    """World, hash, seed, version, date."""
    made = sweep.base.provenance
    steppe = made.versions.get("steppe", "unknown")
    world = f"{made.scenario} {made.scenario_hash[:8]}"
    return f"{world}, seed {sweep.seed}, {sweep.samples} samples, Steppe {steppe}, {made.created[:10]}"


def _about(sweep: Sweep) -> str:
    first, last = sweep.base.dates[0].isoformat(), sweep.base.dates[-1].isoformat()
    return (
        f"{sweep.base.scenario.name}, {first} to {last}; {sweep.question.text}; {sweep.runs:,} expected runs"
        f" by {sweep.method.capitalize()}'s method"
    )


def _draw(axes: Any, sweep: Sweep) -> None:
    ranked = sweep.scheme.ranked_by
    _frame(axes, sweep)
    for row, at in enumerate(sweep.order):
        size, give = (float(sweep.indices[name][at]) for name in (ranked, f"{ranked}_give"))
        axes.barh(row, max(0.0, size), height=0.62, color=PALE, linewidth=0)
        if sweep.method == "sobol":
            _whisker(axes, row + 0.23, size, give, MIDDLE)
            alone, give = (float(sweep.indices[name][at]) for name in ("first_order", "first_order_give"))
            axes.barh(row, max(0.0, alone), height=0.30, color=BLUE, linewidth=0)
            _whisker(axes, row, alone, give, INK)
        else:
            _whisker(axes, row, size, give, INK)
            spread = float(sweep.indices["effect_spread"][at])
            size = 4.0 if spread else 0.0
            axes.plot(spread, row, marker="D", markersize=size, color=VERMILLION, markeredgecolor="white")
        _label(axes, row, _in_digits(sweep, at))
    _label(axes, -0.9, "alone · in all" if sweep.method == "sobol" else "moves by")
    names = [_name(sweep, at) for at in sweep.order]
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)


def _whisker(axes: Any, row: float, middle: float, give: float, colour: str) -> None:
    """An interval; none where there is nothing, or nothing known."""
    if give > NONE_BELOW * abs(axes.get_xlim()[1]):
        axes.plot((max(0.0, middle - give), middle + give), (row, row), color=colour, linewidth=0.9)


def _label(axes: Any, row: float, words: str) -> None:
    axes.annotate(words, (1, row), (6, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
                  fontsize=7.8, color=QUIET, va="center")  # fmt: skip


def _in_digits(sweep: Sweep, at: int) -> str:
    """The row in digits, and which way the field moves the answer."""
    which = sweep.indices[sweep.scheme.ranked_by][at]
    sign = arrow(float(sweep.indices["direction"][at]))
    if which == 0:
        return "nothing"
    if sweep.method == "sobol":
        alone, together = (
            min(1.0, max(0.0, float(value))) for value in (sweep.indices["first_order"][at], which)
        )
        return f"{percent(alone)} · {percent(together)} {sign}" if together >= NONE_BELOW else "below 1 %"
    if sweep.question.unit == "people":
        return f"{short_number(which)} {sign}" if which >= 0.5 else "below 1"
    return f"{which:.2g} {sign}" if which >= NONE_BELOW / 10 else "below 0.001"


def arrow(direction: float) -> str:
    """Which way more of a field moves the answer: up, down, or now the one and now the other."""
    if abs(direction) < 0.5:
        return "↕" if direction else ""
    return "↑" if direction > 0 else "↓"


def _name(sweep: Sweep, at: int) -> str:
    each = sweep.ranges[at]
    return f"{each.name}  {each.low:.3g} to {each.high:.3g}".replace(" -", " −")


def _frame(axes: Any, sweep: Sweep) -> None:
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    ranked = sweep.scheme.ranked_by
    upper = sweep.indices[ranked] + np.nan_to_num(sweep.indices[f"{ranked}_give"])
    most = 1.03 * float(max(upper.max(), *sweep.indices.get("effect_spread", (0.0,)))) or 1.0
    if sweep.method == "sobol":
        axes.set_xlim(0, max(1.0, most))
        axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
    else:
        axes.set_xlim(0, most)
        axes.xaxis.set_major_locator(MaxNLocator(5))
        if sweep.question.unit == "people":
            axes.xaxis.set_major_formatter(lambda value, _: short_number(value))
    axes.tick_params(axis="x", labelsize=7.5, length=2)
    axes.tick_params(axis="y", length=0, labelsize=8.2, labelcolor=INK)
    axes.grid(axis="x", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
