"""
The picture of a hindcast: skill of every conflict, honesty of the widths, and cold start beside the peer.

One half for each track.  Above, skill by days ahead, a line for each conflict
and the mean with its bounds in black; in the middle, how often intervals held
and where in its forecast each count fell; below, runs that see no report.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np

from steppe.insight.figures import (
    BLUE,
    FAINT,
    GREEN,
    INK,
    ORANGE,
    PURPLE,
    QUIET,
    VERMILLION,
    house_style,
    new_figure,
    write_figure,
)
from steppe.insight.forecasting.hindcast_losses import PRODUCT
from steppe.insight.forecasting.hindcast_table import (
    CAPACITY_WORDS,
    PEER,
    TRACK_WORDS,
    cases_of,
    horizons_of,
    made_line,
    number,
    percent,
    signed,
    tracks_of,
)
from steppe.insight.skill import pit_histogram

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from steppe.insight.forecasting.hindcast import Hindcast

NAME = "hindcast"
LOWEST_SKILL = -1.0
BINS = 10
LEVELS = {50: (GREEN, "o", 0), 80: (PURPLE, "s", -3), 90: (BLUE, "^", 3)}
COLOURS, MARKERS = (BLUE, VERMILLION, GREEN, ORANGE, PURPLE, "#56B4E9", "#8C6D31"), "os^DvPX*"
LONGEST_NAME, LETTERS = 16, 165
GREY = "#9A9A9A"
BEHIND = {"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.75}
# Inches: of the figure; above the panels, between rows of panels and below; of a line of words; of a row of panels; of a case in the last row.
WIDTH, ABOVE, BETWEEN, BELOW, LINE = 13.0, 1.15, 1.0, 0.95, 0.17
SKILL_TALL, HONEST_TALL, CASE_TALL = 3.3, 1.9, 0.36
HALVES, HALF_WIDE, LABELS_WIDE = (0.75, 7.2), 5.5, 1.05
WORDS = (
    "Skill: 1 − score ÷ that of the best simple rule, chosen on the other conflicts; above 0 is better than it. Bars: 90 %"
    " bounds of the mean by drawing conflicts again, too narrow where they are few.\nPoints of one conflict are not"
    " independent: expect more unevenness in the histograms than if they were. What is learned for a conflict is"
    " learned from the others."
)


def plot_hindcast(hindcast: Hindcast, folder: Path) -> list[Path]:
    """
    Draw a hindcast and write ``hindcast.png`` and ``hindcast.svg``.

    Parameters
    ----------
    hindcast
        Of any cases.
    folder
        An existing folder.

    Returns
    -------
    paths
        What was written.
    """
    with house_style():
        return write_figure(hindcast_figure(hindcast), folder, NAME)


def hindcast_figure(hindcast: Hindcast) -> Figure:
    """The figure itself, not yet written."""
    panels = _capacities(hindcast)
    cold = 0.3 + CASE_TALL * hindcast.cold_start["case"].n_unique() if panels else 0.0
    rows = [SKILL_TALL, HONEST_TALL, *([cold] if panels else [])]
    lines = wrap(made_line(hindcast), LETTERS)
    above = ABOVE + LINE * (len(lines) - 1)
    height = above + sum(rows) + BETWEEN * (len(rows) - 1) + BELOW
    figure = new_figure(WIDTH, height)
    tops = [height - above - sum(rows[:at]) - BETWEEN * at for at in range(len(rows))]
    for track, left in zip(tracks_of(hindcast), HALVES, strict=False):
        wide = HALF_WIDE - LABELS_WIDE
        _draw_skill(_axes(figure, left, tops[0], wide, rows[0]), hindcast, track)
        _draw_coverage(_axes(figure, left, tops[1], 2.75, rows[1]), hindcast, track)
        _draw_position(_axes(figure, left + 3.75, tops[1], 1.75, rows[1]), hindcast, track)
    for capacities, left in zip(panels, HALVES, strict=False):
        axes = _axes(figure, left + 0.35, tops[2], HALF_WIDE - LABELS_WIDE - 0.35, rows[2])
        _draw_cold_start(axes, hindcast, capacities)
    _add_words(figure, lines)
    return figure


def _axes(figure: Figure, left: float, top: float, wide: float, tall: float) -> Any:
    """Axes placed in inches, ``top`` from the lower edge of the figure."""
    width, height = figure.get_figwidth(), figure.get_figheight()
    axes = figure.add_axes((left / width, (top - tall) / height, wide / width, tall / height))
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8, length=2)
    axes.set_axisbelow(True)
    return axes


def _draw_skill(axes: Any, hindcast: Hindcast, track: str) -> None:
    horizons = horizons_of(hindcast)
    across = np.arange(len(horizons))
    axes.axhline(0, color=QUIET, linewidth=0.8)
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    ends = []
    for at, case in enumerate(cases_of(hindcast)):
        colour, marker = COLOURS[at % len(COLOURS)], MARKERS[at % len(MARKERS)]
        skill = _along(hindcast.summary, horizons, "skill_crps", track=track, forecaster=PRODUCT, case=case)
        shown = np.maximum(skill, LOWEST_SKILL)
        axes.plot(across, shown, color=colour, linewidth=1.1, marker=marker, markersize=4.5, alpha=0.9)
        for place in np.flatnonzero(skill < LOWEST_SKILL):
            axes.annotate(f"↓ {signed(skill[place])}", (across[place], LOWEST_SKILL), (0, -10), color=colour, va="center",
                          ha="center", textcoords="offset points", fontsize=7)  # fmt: skip
        there = np.flatnonzero(np.isfinite(shown))
        if there.size:
            ends.append((float(shown[there[-1]]), case, colour))
    _draw_mean(axes, hindcast, track, horizons)
    axes.set_xlim(-0.55, len(horizons) - 0.75)
    axes.set_xticks(across, [f"{each} days" for each in horizons])
    axes.set_ylim(*_skill_limits(hindcast))
    axes.set_title(f"Skill by days ahead, {TRACK_WORDS[track]}", loc="left", fontsize=10,
                   fontweight="bold")  # fmt: skip
    _label_ends(axes, ends)


def _draw_mean(axes: Any, hindcast: Hindcast, track: str, horizons: Sequence[int]) -> None:
    """Mean skill with bounds: filled for CRPS, hollow for WIS."""
    looks = {"crps": (-0.07, INK, "CRPS"), "wis": (0.07, "white", "WIS")}
    for score, (aside, fill, label) in looks.items():
        mean, low, high = (
            _along(hindcast.overall, horizons, f"skill_{score}{end}", track=track, forecaster=PRODUCT)
            for end in ("", "_low", "_high")
        )
        across = np.arange(len(horizons)) + aside
        axes.vlines(across, low, high, color=INK, linewidth=2.2 if score == "crps" else 1.0, zorder=4)
        shown = np.maximum(mean, LOWEST_SKILL)
        axes.plot(across, shown, linestyle="", marker="o", markersize=6.5, color=fill, markeredgecolor=INK, zorder=5,
                  label=f"mean, {label}")  # fmt: skip
        if score == "crps":
            _label_means(axes, across, mean)
    axes.legend(loc="lower right", bbox_to_anchor=(HALF_WIDE / (HALF_WIDE - LABELS_WIDE), 1.0), ncols=2, fontsize=7.5,
                frameon=False, handletextpad=0.2, columnspacing=0.8, borderaxespad=0.1)  # fmt: skip


def _label_means(axes: Any, across: Any, mean: Any) -> None:
    for place, value in zip(across, mean, strict=True):
        if isfinite(value):
            axes.annotate(
                signed(value), (place, max(value, LOWEST_SKILL)), (-6, 0), textcoords="offset points",
                ha="right", va="center", fontsize=8.5, fontweight="bold", zorder=6, bbox=BEHIND,
            )  # fmt: skip


def _skill_limits(hindcast: Hindcast) -> tuple[float, float]:
    """The same for both tracks."""
    looked_at = [
        (hindcast.summary, "skill_crps"),
        *((hindcast.overall, f"skill_{score}{end}") for score in ("crps", "wis") for end in ("", "_high")),
    ]
    found = [
        value
        for table, name in looked_at
        for value in table.filter(table["forecaster"] == PRODUCT)[name].drop_nulls().to_list()
        if isfinite(value)
    ]
    return max(LOWEST_SKILL, min([*found, -0.1])) - 0.13, max([*found, 0.42]) + 0.08


def _label_ends(axes: Any, ends: list[tuple[float, str, str]]) -> None:
    """Names of the lines at their right ends, moved apart where they would lie on each other."""
    if not ends:
        return
    low, high = axes.get_ylim()
    least = 0.045 * (high - low)
    ends = sorted(ends)
    heights = [each[0] for each in ends]
    for at in range(1, len(heights)):
        heights[at] = max(heights[at], heights[at - 1] + least)
    over = max(0.0, heights[-1] - high + least / 2)
    for at in reversed(range(len(heights))):
        most = heights[at + 1] - least if at + 1 < len(heights) else heights[at] - over
        heights[at] = min(heights[at], most)
    for height, (value, case, colour) in zip(heights, ends, strict=True):
        axes.annotate(
            short_name(case), (1.0, value), (1.035, height), xycoords=("axes fraction", "data"), va="center", color=colour,
            textcoords=("axes fraction", "data"), fontsize=8, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip


def _draw_coverage(axes: Any, hindcast: Hindcast, track: str) -> None:
    horizons = horizons_of(hindcast)
    across = np.arange(len(horizons))
    for level, (colour, marker, aside) in LEVELS.items():
        held = _along(hindcast.overall, horizons, f"coverage_{level}", track=track, forecaster=PRODUCT)
        axes.axhline(level / 100, color=colour, linewidth=0.9, linestyle=(0, (4, 3)))
        axes.vlines(across, level / 100, held, color=colour, linewidth=1.0)
        axes.plot(across, held, linestyle="", marker=marker, markersize=5, color=colour)
        for place, value in zip(across, held, strict=True):
            if isfinite(value):
                axes.annotate(percent(value), (place, value), (6, aside), textcoords="offset points", va="center",
                              fontsize=7.5, color=colour, bbox=BEHIND)  # fmt: skip
    axes.set_xlim(-0.35, len(horizons) - 0.3)
    axes.set_xticks(across, [str(each) for each in horizons])
    axes.set_xlabel("days ahead", fontsize=8)
    least = hindcast.overall.filter(hindcast.overall["forecaster"] == PRODUCT)["coverage_50"].drop_nulls()
    axes.set_ylim(min([0.3, *(each - 0.06 for each in least)]), 1.02)
    axes.set_yticks([level / 100 for level in LEVELS], [f"{level} %" for level in LEVELS])
    title = "Counts within intervals\n(dashed: as they claim)"
    axes.set_title(title, loc="left", fontsize=9, fontweight="bold")


def _draw_position(axes: Any, hindcast: Hindcast, track: str) -> None:
    """Where in its forecast each count fell: level is honest."""
    from polars import col

    rows = hindcast.points.filter((col("track") == track) & (col("forecaster") == PRODUCT))
    counts = pit_histogram(rows["pit"].drop_nulls().drop_nans().to_numpy(), BINS)
    share = counts * BINS / max(1, int(counts.sum()))
    axes.bar((np.arange(BINS) + 0.5) / BINS, share, width=0.92 / BINS, color="#86B9DE", linewidth=0)
    axes.axhline(1.0, color=INK, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.set_xlim(0, 1)
    axes.set_ylim(0, max(2.0, 1.1 * float(share.max(initial=0.0))))
    axes.set_yticks([0, 1, 2], ["0", "even", "twice"])
    axes.set_xticks([0, 0.5, 1], ["lowest", "median", "highest"])
    axes.set_xlabel(f"place of {int(counts.sum()):,} counts in their forecast", fontsize=8)
    axes.set_title("PIT histogram\n(dashed: honest)", loc="left", fontsize=9, fontweight="bold")


def _capacities(hindcast: Hindcast) -> list[str]:
    """Panels of the last row, without capacities first."""
    found = set(hindcast.cold_start["capacities"])
    return [each for each in CAPACITY_WORDS if each in found]


def _draw_cold_start(axes: Any, hindcast: Hindcast, capacities: str) -> None:
    rows = hindcast.cold_start.filter(hindcast.cold_start["capacities"] == capacities)
    cases = rows["case"].unique(maintain_order=True).to_list()
    looks: dict[str, tuple[float, str]] = {PRODUCT: (-0.19, BLUE), PEER: (0.19, VERMILLION)}
    most = max((each for each in rows["ard_daily"].drop_nulls() if isfinite(each)), default=1.0)
    for row in rows.iter_rows(named=True):
        place, value = cases.index(row["case"]), row["ard_daily"]
        if value is None or not isfinite(value):
            continue
        if row["forecaster"] in looks:
            aside, colour = looks[row["forecaster"]]
            axes.barh(place + aside, value, height=0.36, color=colour, linewidth=0)
            axes.annotate(number(value), (value, place + aside), (4, 0), textcoords="offset points", va="center",
                          fontsize=7.5, color=colour, bbox=BEHIND, zorder=3)  # fmt: skip
        else:
            axes.plot((value, value), (place - 0.38, place + 0.38), color=GREY, linewidth=1.3)
    axes.set_xlim(0, 1.12 * most)
    axes.set_ylim(len(cases) - 0.5, -0.5)
    axes.set_yticks(range(len(cases)), [short_name(each) for each in cases])
    axes.tick_params(axis="y", length=0, labelcolor=INK)
    axes.grid(axis="x", color=FAINT, linewidth=0.5)
    axes.set_xlabel("averaged relative difference, small is good", fontsize=8)
    axes.set_title(
        f"Cold start, {CAPACITY_WORDS[capacities]}", loc="left", fontsize=9, fontweight="bold", pad=18
    )
    for across, (word, colour) in zip(
        (0.0, 0.16, 0.36), (("Steppe", BLUE), (PEER, VERMILLION), ("simple rules |", GREY)), strict=True
    ):
        axes.text(across, 1.03, word, transform=axes.transAxes, fontsize=8, color=colour, fontweight="bold")


def short_name(case: str) -> str:
    """A name that fits beside the panels."""
    return case if len(case) <= LONGEST_NAME else f"{case[: LONGEST_NAME - 1]}…"


def _along(table: Any, horizons: Sequence[int], name: str, **wanted: str) -> Any:
    """A column for each horizon of the rows wanted; not a number where there is none. Shape ``(horizon,)``."""
    found = {
        row["horizon"]: row[name]
        for row in table.iter_rows(named=True)
        if all(row[key] == value for key, value in wanted.items())
    }
    return np.array([found.get(each) for each in horizons], dtype=np.float64)


def _add_words(figure: Figure, lines: list[str]) -> None:
    height = figure.get_figheight()
    title = "Forecasts of the past, held against what came"
    figure.text(0.02, 1 - 0.20 / height, title, fontsize=14, fontweight="bold", va="top")
    figure.text(0.02, 1 - 0.52 / height, "\n".join(lines), fontsize=9, color=QUIET, va="top")
    figure.text(0.02, 0.12 / height, WORDS, fontsize=7.5, color=QUIET, va="bottom")
