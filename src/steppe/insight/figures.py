"""
What all figures share: type, colours, the stamp of their standing, the source line, and how they are written.

Colours are Okabe and Ito's, told apart by people who do not see red and green
apart; shapes say the same as colours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from steppe.result.provenance import Provenance
from steppe.result.result import Result

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BLUE, VERMILLION, GREEN, ORANGE, PURPLE = "#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7"
INK, QUIET, FAINT = "#222222", "#666666", "#D9D9D9"
DOTS_PER_INCH = 150
COMPRESSION = 4
STYLE: dict[str, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9.0,
    "text.color": INK,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": QUIET,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "axes.linewidth": 0.6,
    "hatch.linewidth": 0.45,
    "svg.fonttype": "none",
    "svg.hashsalt": "steppe",
    "path.simplify": True,
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the style of the house, whatever the user's own settings are."""
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(STYLE)  # type: ignore[arg-type]
        yield


def new_figure(width: float, height: float) -> Figure:
    """A white figure of that many inches, outside any window system."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=DOTS_PER_INCH, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def add_heading(figure: Figure, title: str, subtitle: str, provenance: Provenance) -> None:
    """Title, a line under it, and the standing of the numbers at the upper right."""
    add_stamped_heading(figure, title, subtitle, provenance.stamp)


def add_stamped_heading(figure: Figure, title: str, subtitle: str, stamp: str) -> None:
    """As :func:`add_heading`, for numbers that are of no single run; a stamp of several lines may be given."""
    height = figure.get_figheight()
    figure.text(0.02, 1 - 0.20 / height, title, fontsize=14, fontweight="bold", va="top")
    figure.text(0.02, 1 - 0.52 / height, subtitle, fontsize=9, color=QUIET, va="top")
    figure.text(
        0.98,
        1 - 0.22 / height,
        stamp,
        fontsize=10,
        fontweight="bold",
        color=VERMILLION,
        ha="right",
        va="top",
        bbox={"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": VERMILLION},
    )


def add_source(figure: Figure, provenance: Provenance, words: str) -> None:
    """What the figure shows and does not, and which run it comes from."""
    add_source_line(figure, words, f"Run: {provenance.run_name}")


def add_source_line(figure: Figure, words: str, source: str) -> None:
    """What the figure shows and does not, and under it where its numbers come from."""
    height = figure.get_figheight()
    figure.text(0.02, 0.26 / height, words, fontsize=7.5, color=QUIET, va="bottom")
    figure.text(0.02, 0.10 / height, source, fontsize=7.5, color=QUIET, va="bottom")


def panel_grid(count: int, *, least_width: float, above: float, between: float) -> tuple[Figure, Any]:
    """
    A figure of small panels in rows of at most four, and their places.

    Parameters
    ----------
    count
        How many panels, at least 1.
    least_width, above
        Of the figure, and of what stands over the panels, inches.
    between
        Room between two rows, as a share of a panel's height.
    """
    columns = min(4, max(1, count))
    rows = -(-count // columns) or 1
    width, height = max(least_width, 3.3 * columns), 2.35 * rows + above + 0.55
    figure = new_figure(width, height)
    grid = figure.add_gridspec(
        rows,
        columns,
        left=0.62 / width,
        right=1 - 0.25 / width,
        top=1 - above / height,
        bottom=1.12 / height,
        wspace=0.26,
        hspace=between,
    )
    return figure, grid


def write_figure(figure: Figure, folder: Path, name: str) -> list[Path]:
    """
    Write a figure as PNG and SVG.

    Returns
    -------
    paths
        What was written.
    """
    from concurrent.futures import ThreadPoolExecutor

    png, svg = folder / f"{name}.png", folder / f"{name}.svg"
    figure.canvas.draw()
    pixels = figure.canvas.buffer_rgba()  # type: ignore[attr-defined]
    with ThreadPoolExecutor(1) as pool:
        compressed = pool.submit(_write_png, pixels, png)
        figure.savefig(svg, metadata={"Date": None})
        compressed.result()
    return [png, svg]


def _write_png(pixels: Any, path: Path) -> None:
    """Compress pixels into a file, which can be done while something else is drawn."""
    from PIL import Image

    Image.fromarray(np.asarray(pixels)).convert("RGB").save(
        path, dpi=(DOTS_PER_INCH, DOTS_PER_INCH), compress_level=COMPRESSION
    )


def short_number(value: float) -> str:
    """People in few characters: ``950``, ``1.2k``, ``35k``, ``1.2M``."""
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= 0.9995 * size:
            scaled = value / size
            return f"{scaled:.0f}{letter}" if abs(scaled) >= 99.5 else f"{scaled:.3g}{letter}"
    return f"{value:.0f}"


def two_figures(value: float) -> str:
    """A headline number rounded to two figures, with thousands apart: ``35,000``."""
    from math import floor, log10

    if abs(value) < 1:
        return "0"
    places = 1 - floor(log10(abs(value)))
    return f"{round(value, min(0, places)):,.0f}"


def title_of(result: Result) -> str:
    """The scenario's title, or its name."""
    return result.scenario.title or result.scenario.name


def day_ticks(result: Result, most: int) -> tuple[list[int], list[str]]:
    """Day numbers and words of a few ticks: firsts of months, or days in a short run."""
    return date_ticks(result.dates, most)


def date_ticks(dates: Sequence[date], most: int) -> tuple[list[int], list[str]]:
    """Positions and words of a few ticks among dates in a row: firsts of months, or days where they are few."""
    firsts = [day for day, when in enumerate(dates) if when.day == 1]
    if len(firsts) < 3:
        step = max(1, -(-len(dates) // most))
        days = list(range(0, len(dates), step))
        return days, [f"{dates[day].day} {dates[day]:%b}" for day in days]
    step = next((each for each in (1, 2, 3, 6, 12, 24, 60, 120) if len(firsts) <= most * each), 120)
    if step > 1:
        firsts = [day for day in firsts if (dates[day].month - 1) % min(step, 12) == 0]
        firsts = firsts[:: max(1, step // 12)]
    words: list[str] = []
    year: Any = None
    for day in firsts:
        words.append(f"{dates[day]:%b}" + (f"\n{dates[day].year}" if dates[day].year != year else ""))
        year = dates[day].year
    return firsts, words
