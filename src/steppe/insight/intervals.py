"""
Differences as intervals, one row each: nine in ten replicas, half of them, and the mean.

The picture of a comparison and that of a study are made of panels of this kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from steppe.insight.figures import BLUE, FAINT, INK, QUIET, VERMILLION, short_number

UNSURE = "#8C8C8C"
LONGEST_LABEL = 32


@dataclass(frozen=True, slots=True)
class Row:
    """
    One interval.

    Parameters
    ----------
    label
        At the left.
    mean
        Of the differences.
    outer, inner
        The 5 % and 95 %, and the 25 % and 75 % quantiles; ``None`` where only the mean is known.
    remark
        At the right, such as the same in digits.
    """

    label: str
    mean: float
    outer: tuple[float, float] | None = None
    inner: tuple[float, float] | None = None
    remark: str = ""

    @property
    def colour(self) -> str:
        """Blue for more, vermillion for fewer, grey where nine in ten replicas do not agree."""
        low, high = self.outer or (self.mean, self.mean)
        if low > 0:
            return BLUE
        return VERMILLION if high < 0 else UNSURE


def row_of(label: str, statistics: Mapping[str, Any]) -> Row:
    """
    A row of a table of differences, ready to be drawn.

    Parameters
    ----------
    label
        At the left.
    statistics
        With ``mean, p05, p25, p75, p95``.
    """
    remark = difference_in_words(statistics)
    if statistics["p05"] is None:
        return Row(label, statistics["mean"], remark=remark)
    outer = (statistics["p05"], statistics["p95"])
    return Row(label, statistics["mean"], outer, (statistics["p25"], statistics["p75"]), remark)


def difference_in_words(statistics: Mapping[str, Any]) -> str:
    """A mean and nine in ten replicas in a few characters, such as ``+865 (+798 to +925)``."""
    mean = signed_number(statistics["mean"])
    if statistics["p05"] is None:
        return mean
    return f"{mean} ({signed_number(statistics['p05'])} to {signed_number(statistics['p95'])})"


def draw_intervals(axes: Any, rows: Sequence[Row], title: str, *, labels: bool = True) -> None:
    """
    Draw rows of intervals from top to bottom.

    Parameters
    ----------
    axes
        To draw on.
    rows
        At least one.
    title
        What the numbers are, with their unit.
    labels
        Whether to write the labels at the left.
    """
    for number, row in enumerate(rows):
        if row.outer is not None and row.inner is not None:
            axes.plot(row.outer, (number, number), color=row.colour, linewidth=1.2, solid_capstyle="butt")
            axes.plot(row.inner, (number, number), color=row.colour, linewidth=4.2, solid_capstyle="butt")
        axes.plot(row.mean, number, marker="o", markersize=4.4, color=row.colour, markeredgecolor="white",
                  markeredgewidth=0.6, zorder=4)  # fmt: skip
        axes.annotate(
            row.remark,
            (1, number),
            (5, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            fontsize=7.5,
            color=QUIET,
            va="center",
        )
    axes.axvline(0, color=QUIET, linewidth=0.7, zorder=1)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks(range(len(rows)), [_shortened(row.label) if labels else "" for row in rows])
    axes.tick_params(axis="y", length=0, labelsize=8.2, labelcolor=INK)
    axes.set_title(title, loc="left", fontsize=9.5, fontweight="bold", pad=8, y=1.0)
    _frame(axes, rows)


def _frame(axes: Any, rows: Sequence[Row]) -> None:
    from matplotlib.ticker import MaxNLocator

    ends = [0.0, *(row.mean for row in rows), *(end for row in rows for end in row.outer or ())]
    margin = 0.05 * (max(ends) - min(ends)) or 1.0
    axes.set_xlim(min(ends) - margin, max(ends) + margin)
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(lambda value, _: signed_number(value))
    axes.tick_params(axis="x", labelsize=7.5, length=2)
    axes.grid(axis="x", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)


def signed_number(value: float) -> str:
    """A difference in few characters, such as ``+1.2k`` or ``−35``."""
    if abs(value) < 1e-9:
        return "0"
    digits = f"{abs(value):.2g}" if abs(value) < 1 else short_number(abs(value))
    return f"{'+' if value > 0 else '−'}{digits}"


def _shortened(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"
