"""
The policies of a world over time as one picture: a line for each border, post, pathway, limit, camp and season.

Shades run from light (open) to dark (closed) and every other mark is a pattern,
so that the picture can be read without telling colours apart.  What stands in
which line is worked out in ``timeline_lanes.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from steppe.errors import OutputError, Problem, UsageError
from steppe.insight.figures import FAINT, INK, QUIET, date_ticks, house_style, new_figure
from steppe.insight.timeline import EVERYTHING, Choice
from steppe.insight.timeline_bars import Bar, Lane, shown_days
from steppe.insight.timeline_lanes import lanes
from steppe.scenario.model import Scenario
from steppe.units import date_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, ROW, TOP, BOTTOM, MARGIN = 11.0, 0.21, 1.1, 1.25, 0.18
LABEL_SIZE, WORD_SIZE = 7.5, 6.3
MOST_TICKS = 12
LABEL_LETTER = 0.56
LETTER = 0.62  # width of a letter over its size, a little more than most need
LONGEST_LABEL, LONGEST_GROUPS = 46, 30
OPEN, CLOSED, PATHWAY, OTHER = "#A9D3EC", "#3B3B3B", "#8FD3BF", "#C9D2DA"
LEAST_LET_THROUGH, MOST_LET_THROUGH = (0.80, 0.40, 0.0), (0.99, 0.90, 0.72)
HATCHES = {"quota": "..", "weekdays": "||", "irregular": "//", "pushback": "xx"}
MARK_WORDS = {
    "quota": "at most so many a day",
    "weekdays": "on some weekdays only",
    "irregular": "irregular crossing",
    "pushback": "pushbacks",
}
LOOK_WORDS = {
    "open": "open",
    "closed": "closed, or sealed",
    "unsaid": "no row says: open",
    "pathway": "pathway",
    "other": "limit, camp, season",
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A lane, or words above the lanes that follow, and how far down it lies (inches)."""

    at: float
    words: str = ""
    is_section: bool = False
    lane: Lane | None = None


def plot_timeline(scenario: Scenario, path: Path, choice: Choice = EVERYTHING) -> Path:
    """
    Draw a world's policies over time and write the picture.

    Parameters
    ----------
    scenario
        The world.
    path
        A file that ends in ``.png`` or ``.svg``.
    choice
        Which events; all by default.

    Returns
    -------
    path
        What was written.

    Raises
    ------
    UsageError
        Where nothing that was chosen can be drawn.
    OutputError
        Where the file cannot be written.
    """
    with house_style():
        figure = timeline_figure(scenario, choice)
        try:
            figure.savefig(path, metadata={"Date": None} if path.suffix.lower() == ".svg" else None)
        except OSError as error:
            path.unlink(missing_ok=True)
            told = error.strerror or str(error)
            raise OutputError(
                Problem(str(path), f"could not be written ({told}).", "Name another path.")
            ) from None
    return path


def timeline_figure(scenario: Scenario, choice: Choice = EVERYTHING) -> Figure:
    """The figure itself, not yet written. Raises :class:`UsageError` where there is nothing to draw."""
    found = lanes(scenario, choice)
    if not found:
        raise UsageError(
            Problem(
                "the picture of events",
                "nothing that was chosen can be drawn: no border, pathway, limit, camp, season or statement.",
                "Choose less narrowly, or --kind conflict for the fighting.",
            )
        )
    lines, depth = _lines(found)
    height = TOP + depth + BOTTOM
    figure = new_figure(WIDTH, height)
    left = MARGIN + 0.15 + _label_width(found)
    days = shown_days(scenario, choice)
    axes = figure.add_axes((left / WIDTH, BOTTOM / height, (WIDTH - left - MARGIN) / WIDTH, depth / height))
    _frame(axes, scenario, days, depth)
    inches_per_day = (WIDTH - left - MARGIN) / len(days)
    for line in lines:
        if line.lane is None:
            _write_heading(axes, line, left)
        else:
            _draw_lane(axes, line.lane, line.at, inches_per_day)
            _write_label(axes, line.lane, line.at, left)
    _write_title(figure, scenario, days, height)
    _write_legend(figure, found, height)
    return figure


def _lines(found: Iterable[Lane]) -> tuple[list[_Line], float]:
    """Lanes from the top down, with the words between them, and how deep they are in all (inches)."""
    lines: list[_Line] = []
    section, heading, at = "", "", 0.0
    for lane in found:
        if lane.section != section:
            at += ROW * (1.5 if lines else 1.0)
            lines.append(_Line(at, lane.section, is_section=True))
            section, heading = lane.section, ""
        if lane.heading != heading:
            at += ROW * 1.05
            lines.append(_Line(at, lane.heading))
            heading = lane.heading
        at += ROW
        lines.append(_Line(at, lane=lane))
    return lines, at + ROW


def _label_width(found: Iterable[Lane]) -> float:
    """Inches that the longest label and its groups take."""
    letters = max(len(_label(lane)) + len(_groups(lane)) + (2 if lane.groups else 0) for lane in found)
    headings = max(len(lane.heading) for lane in found)
    return 0.1 + max(letters, headings, 18) * LABEL_LETTER * LABEL_SIZE / 72


def _label(lane: Lane) -> str:
    return _shortened(lane.label, LONGEST_LABEL)


def _groups(lane: Lane) -> str:
    return _shortened(lane.groups, LONGEST_GROUPS)


def _shortened(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _frame(axes: Any, scenario: Scenario, days: range, depth: float) -> None:
    ticks, words = date_ticks([date_of(day, scenario.start) for day in days], MOST_TICKS)
    axes.set_xlim(days.start, days.stop)
    axes.set_ylim(depth, 0)
    axes.set_xticks([days.start + tick for tick in ticks], words, fontsize=7.5)
    axes.set_yticks([])
    axes.tick_params(axis="x", top=True, labeltop=True, length=2)
    axes.grid(axis="x", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left", "bottom"]].set_visible(False)


def _write_heading(axes: Any, line: _Line, left: float) -> None:
    look = {"fontweight": "bold", "fontsize": 8.5} if line.is_section else {"fontsize": LABEL_SIZE}
    colour = INK if line.is_section else QUIET
    inset = left - MARGIN - (0.0 if line.is_section else 0.05)
    _write_left(axes, line.words, line.at, -inset, color=colour, **look)


def _write_label(axes: Any, lane: Lane, at: float, left: float) -> None:
    inset = left - MARGIN - (0.15 if lane.heading else 0.05)
    _write_left(axes, _label(lane), at, -inset, color=INK, fontsize=LABEL_SIZE)
    if lane.groups:
        _write_left(axes, _groups(lane), at, -0.06, color=QUIET, fontsize=LABEL_SIZE, ha="right")


def _write_left(axes: Any, words: str, at: float, inches: float, **look: Any) -> None:
    """Words so many inches from the left end of the days."""
    axes.annotate(
        words,
        (0, at),
        (72 * inches, 0),
        xycoords=axes.get_yaxis_transform(),
        textcoords="offset points",
        va="center",
        annotation_clip=False,
        **look,
    )


def _draw_lane(axes: Any, lane: Lane, at: float, inches_per_day: float) -> None:
    for bar in lane.bars:
        _draw_bar(axes, bar, at, inches_per_day)
    if lane.moments:
        axes.plot(
            [day + 0.5 for day in lane.moments],
            [at] * len(lane.moments),
            linestyle="none",
            marker="D",
            markersize=4.0,
            markerfacecolor="white",
            markeredgecolor=QUIET,
        )


def _draw_bar(axes: Any, bar: Bar, at: float, inches_per_day: float) -> None:
    length = bar.end - bar.first
    if bar.look == "unsaid":
        axes.plot([bar.first, bar.end], [at, at], color=OPEN, linewidth=1.2, solid_capstyle="butt")
        return
    face = face_colour(bar)
    dark = sum(_parts(face)) < 1.2
    edge = min(0.6, 5 * length * inches_per_day)  # a day of a long world is not all edge
    where: dict[str, Any] = {"left": bar.first, "height": 0.78 * ROW}
    axes.barh(at, length, **where, color=face, edgecolor="white", linewidth=edge)
    if bar.marks:
        # A pattern has the colour of the edge, so it is laid over as a bar of its own without one.
        pattern = "".join(HATCHES[mark] for mark in bar.marks)
        ink = "white" if dark else INK
        axes.barh(at, length, **where, facecolor="none", edgecolor=ink, linewidth=0, hatch=pattern)
    room = (length * inches_per_day - 0.06) * 72 / (LETTER * WORD_SIZE)
    words = next((each for each in bar.words if len(each) <= room), "")
    if words:
        behind = {"boxstyle": "square,pad=0.25", "facecolor": face, "edgecolor": "none"}
        axes.text(
            bar.first + length / 2,
            at,
            words,
            fontsize=WORD_SIZE,
            ha="center",
            va="center_baseline",
            color="white" if dark else INK,
            bbox=behind if bar.marks else None,
        )


def _parts(colour: Any) -> tuple[float, ...]:
    from matplotlib.colors import to_rgb

    return to_rgb(colour)


def face_colour(bar: Bar) -> Any:
    """
    The colour of a bar: for a regime the darker, the fewer it lets through.

    Returns
    -------
    colour
        As matplotlib takes it.
    """
    if bar.look == "restricted":
        pairs = zip(LEAST_LET_THROUGH, MOST_LET_THROUGH, strict=True)
        return tuple(least + sqrt(min(bar.share, 1.0)) * (most - least) for least, most in pairs)
    known = {"open": OPEN, "closed": CLOSED, "sealed": CLOSED, "pathway": PATHWAY}
    return known.get(bar.look, OTHER)


def _write_title(figure: Figure, scenario: Scenario, days: range, height: float) -> None:
    first, last = (date_of(day, scenario.start) for day in (days.start, days.stop - 1))
    figure.text(
        MARGIN / WIDTH,
        1 - 0.18 / height,
        f"{scenario.title or scenario.name}: policies over time",
        fontsize=13,
        fontweight="bold",
        va="top",
    )
    figure.text(
        MARGIN / WIDTH,
        1 - 0.47 / height,
        f"{first.isoformat()} to {last.isoformat()}; what the scenario believes, from its events.csv and pathways.csv",
        fontsize=8.5,
        color=QUIET,
        va="top",
    )


def _write_legend(figure: Figure, found: Iterable[Lane], height: float) -> None:
    bars = [bar for lane in found for bar in lane.bars]
    handles = [*_look_handles(bars), *_mark_handles(bars)]
    if any(lane.moments for lane in found):
        handles.append(
            _handle(marker="D", color="white", markeredgecolor=QUIET, label="said; changes nothing")
        )
    figure.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=((MARGIN - 0.06) / WIDTH, 0.08 / height),
        ncols=5,
        frameon=False,
        fontsize=8,
        handlelength=2.2,
        columnspacing=1.5,
    )


def _look_handles(bars: Iterable[Bar]) -> list[Any]:
    from matplotlib.patches import Patch

    looks = {_kind_of_look(bar) for bar in bars}
    handles: list[Any] = []
    if "unsaid" in looks:
        handles.append(_handle(linestyle="-", color=OPEN, label=LOOK_WORDS["unsaid"]))
    if "open" in looks:
        handles.append(Patch(color=OPEN, label=LOOK_WORDS["open"]))
    if "restricted" in looks:
        for share, words in ((0.5, "half let through"), (0.02, "one in fifty let through")):
            handles.append(Patch(color=face_colour(Bar(0, 1, "restricted", share)), label=words))
    for look, colour in (("closed", CLOSED), ("pathway", PATHWAY), ("other", OTHER)):
        if look in looks:
            handles.append(Patch(color=colour, label=LOOK_WORDS[look]))
    return handles


def _kind_of_look(bar: Bar) -> str:
    if bar.look == "sealed":
        return "closed"
    known = bar.look in ("unsaid", "open", "restricted", "closed", "pathway")
    return bar.look if known else "other"


def _mark_handles(bars: Iterable[Bar]) -> list[Any]:
    from matplotlib.patches import Patch

    present = {mark for bar in bars for mark in bar.marks}
    return [
        Patch(facecolor="white", edgecolor=INK, linewidth=0.4, hatch=HATCHES[mark], label=MARK_WORDS[mark])
        for mark in HATCHES
        if mark in present
    ]


def _handle(**look: Any) -> Any:
    from matplotlib.lines import Line2D

    usual: dict[str, Any] = {"linestyle": "none", "markersize": 5}
    return Line2D([], [], **(usual | look))
