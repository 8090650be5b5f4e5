"""
The picture of a forecast: a panel for all together and for each series, the largest first.

Dots are counts that were known on the first day; hollow dots came later and were
not used.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from steppe.insight.figures import (
    BLUE,
    FAINT,
    INK,
    QUIET,
    VERMILLION,
    add_source_line,
    add_stamped_heading,
    date_ticks,
    house_style,
    panel_grid,
    short_number,
    write_figure,
)
from steppe.insight.forecasting.ahead import EVERYWHERE, Forecast
from steppe.insight.forecasting.ahead_words import day_words, rests_on
from steppe.insight.forecasting.held import Held, known_counts, later_counts
from steppe.insight.reports import Known
from steppe.scenario.model import Scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAME = "forecast"
MOST_SERIES = 11
MOST_DAYS_BEFORE = 120
LIGHT, DARK = "#CFE3F2", "#86B9DE"
STAMP_LETTERS = 54
TOGETHER = "All together"


@dataclass(frozen=True, slots=True)
class Shown:
    """
    What is drawn over the bands.

    Parameters
    ----------
    known, later
        Counts by series, empty where no world was given.
    since
        Since when counts of a series left the band, by series.
    """

    known: Mapping[str, Known]
    later: Mapping[str, Held]
    since: Mapping[str, date]


def plot_forecast(
    forecast: Forecast,
    folder: Path,
    scenario: Scenario | None = None,
    *,
    since: Mapping[str, date] | None = None,
    name: str = NAME,
) -> list[Path]:
    """
    Draw a forecast and write it as PNG and SVG.

    Parameters
    ----------
    forecast
        What to draw.
    folder
        An existing folder.
    scenario
        The world that was forecast, for its counts.
    since
        Since when counts of a series left the band, to be marked; all together under an empty name.
    name
        Of the files.

    Returns
    -------
    paths
        What was written.

    Raises
    ------
    UsageError
        Where the world has other series.
    """
    with house_style():
        return write_figure(forecast_figure(forecast, scenario, since=since), folder, name)


def forecast_figure(
    forecast: Forecast, scenario: Scenario | None = None, *, since: Mapping[str, date] | None = None
) -> Figure:
    """The figure itself, not yet written."""
    shown = Shown({}, {}, since or {})
    if scenario is not None:
        shown = Shown(known_counts(scenario, forecast), later_counts(scenario, forecast), since or {})
    names = largest(forecast, shown.since)
    names = [EVERYWHERE, *names] if len(names) > 1 else names
    figure, grid = panel_grid(len(names), least_width=9.6, above=1.35, between=0.66)
    columns = grid.ncols
    first = _first_day(forecast, shown)
    for number, name in enumerate(names):
        axes = figure.add_subplot(grid[number // columns, number % columns])
        _draw_panel(axes, forecast, name, shown, first)
    _add_words(figure, forecast, scenario, shown)
    return figure


def largest(forecast: Forecast, since: Collection[str] = ()) -> list[str]:
    """Names of at most eleven series, the largest first; none that left the band makes way for one that did not."""
    people = np.quantile(forecast.members[:, -1], 0.5, axis=0) + forecast.level
    left = np.array([name in since for name in forecast.names])
    chosen = np.lexsort((-people, ~left))[:MOST_SERIES]
    return [forecast.names[each] for each in sorted(chosen.tolist(), key=lambda each: -people[each])]


def _first_day(forecast: Forecast, shown: Shown) -> int:
    """The first day that is drawn, at most 0: back to the first count, no further than the forecast is long."""
    longest = max(MOST_DAYS_BEFORE, forecast.days)
    days = [int(each.day[0]) for each in shown.known.values() if each.day.size]
    return max(-longest, min(days, default=0))


def _draw_panel(axes: Any, forecast: Forecast, name: str, shown: Shown, first: int) -> None:
    ahead = np.arange(1, forecast.days + 1)
    low, lower, upper, high = forecast.bands(name, 0.9, 0.5)
    middle = np.quantile(forecast.total if name == EVERYWHERE else forecast.at(name), 0.5, axis=0)
    axes.fill_between(ahead, low, high, color=LIGHT, linewidth=0)
    axes.fill_between(ahead, lower, upper, color=DARK, linewidth=0)
    axes.plot(ahead, middle, color=BLUE, linewidth=1.3)
    axes.axvline(0, color=QUIET, linewidth=0.6)
    top = [float(high.max()), 1.0]
    track = shown.known.get(name)
    if track is not None and track.day.size:
        seen = track.day >= first
        _dots(axes, track.day[seen], track.value[seen], INK, INK)
        top += track.value[seen].tolist()
    later = shown.later.get(name)
    if later is not None:
        _draw_later(axes, forecast, later, shown.since.get(name))
        top += later.observed.tolist()
    axes.set_title(name or TOGETHER, loc="left", fontsize=9.5, fontweight="bold", pad=17, y=1.0)
    words, colour = _subtitle(forecast, name, float(middle[-1]), (float(low[-1]), float(high[-1])), shown)
    axes.annotate(
        words,
        (0, 1),
        (0, 5),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=7.6,
        color=colour,
    )
    _frame_panel(axes, forecast, first, max(top))


def _draw_later(axes: Any, forecast: Forecast, later: Held, since: date | None) -> None:
    """Counts that came later, hollow; those outside the band since a day stand out."""
    left = (later.observed < later.quantile(0.05)) | (later.observed > later.quantile(0.95))
    if since is None:
        left[:] = False
    else:
        left &= later.ahead >= (since - forecast.start).days
    _dots(axes, later.ahead[~left], later.observed[~left], "white", INK)
    _dots(axes, later.ahead[left], later.observed[left], "white", VERMILLION, 1.3)


def _dots(axes: Any, day: Any, people: Any, face: str, edge: str, width: float = 0.7) -> None:
    axes.plot(
        day,
        people,
        linestyle="none",
        marker="o",
        markersize=3.6,
        markerfacecolor=face,
        markeredgecolor=edge,
        markeredgewidth=width,
        zorder=5,
        clip_on=False,
    )


def _subtitle(
    forecast: Forecast, name: str, middle: float, ends: tuple[float, float], shown: Shown
) -> tuple[str, str]:
    if name in shown.since:
        return f"left the band on {day_words(shown.since[name])}", VERMILLION
    number = None if name == EVERYWHERE else forecast.names.index(name)
    reported = forecast.reported.any() if number is None else forecast.reported[number]
    level = forecast.level.sum() if number is None else forecast.level[number]
    last = f"last count {short_number(float(level))}" if reported else "no count yet"
    low, high = map(short_number, ends)
    return f"{last}; day {forecast.days}: {short_number(middle)} ({low} to {high})", QUIET


def _frame_panel(axes: Any, forecast: Forecast, first: int, top: float) -> None:
    """A line below, a few faint lines across, and nothing else around the curve."""
    from matplotlib.ticker import MaxNLocator

    dates = [forecast.start + timedelta(days=day) for day in range(first, forecast.days + 1)]
    days, words = date_ticks(dates, 4)
    axes.set_xlim(first, forecast.days)
    axes.set_xticks([first + day for day in days], words, fontsize=7.5)
    axes.set_ylim(0, 1.08 * top)
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10], integer=True))
    axes.yaxis.set_major_formatter(lambda value, _: short_number(value))
    axes.tick_params(axis="y", labelsize=7.5, length=0)
    axes.tick_params(axis="x", length=2)
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _add_words(figure: Figure, forecast: Forecast, scenario: Scenario | None, shown: Shown) -> None:
    title = (scenario.title if scenario is not None else "") or forecast.scenario
    end = forecast.start + timedelta(days=forecast.days)
    subtitle = f"People counted; known until {day_words(forecast.start)}, forecast to {day_words(end)}"
    add_stamped_heading(figure, f"{title}: forecast of counts", subtitle, fill(forecast.stamp, STAMP_LETTERS))
    figure.legend(
        handles=_handles(shown),
        loc="lower left",
        bbox_to_anchor=(0.012, 0.45 / figure.get_figheight()),
        ncols=6,
        frameon=False,
        fontsize=8.5,
        handletextpad=0.5,
        columnspacing=1.6,
    )
    left_out = [each for each in forecast.names if each not in largest(forecast, shown.since)]
    words = f"{rests_on(forecast)} All together: the sum of last counts."
    if left_out:
        words += (
            f" Not shown, {len(left_out)} smaller: {', '.join(left_out[:4])}{' …' * (len(left_out) > 4)}."
        )
    add_source_line(figure, words, f"Forecast: {source_words(forecast)}")


def source_words(forecast: Forecast) -> str:
    """A short name of a forecast for a source line: world, hash, day, seed, members, version."""
    made = forecast.made
    return (
        f"{forecast.scenario} {str(made.get('world_as_known', ''))[:8]}, from {forecast.start.isoformat()},"
        f" seed {made.get('seed')}, {len(forecast.members)} members, Steppe {made.get('version', 'unknown')}"
    )


def _handles(shown: Shown) -> list[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    dot: dict[str, Any] = {"linestyle": "none", "marker": "o", "markersize": 4.5}
    handles: list[Any] = [
        Line2D([], [], color=BLUE, linewidth=1.3, label="median"),
        Patch(color=DARK, label="1 in 2 futures"),
        Patch(color=LIGHT, label="9 in 10 futures"),
    ]
    if shown.known:
        handles.append(Line2D([], [], color=INK, label="published, as known then", **dot))
    hollow = {**dot, "markerfacecolor": "white"}
    if shown.later:
        handles.append(Line2D([], [], markeredgecolor=INK, label="came later, not used", **hollow))
    if shown.since:
        handles.append(Line2D([], [], markeredgecolor=VERMILLION, label="outside 9 in 10", **hollow))
    return handles
