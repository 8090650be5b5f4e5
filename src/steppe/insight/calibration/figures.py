"""Pictures of a posterior: beliefs before and after, whether the chains have met, and counts beside what is expected."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from steppe.insight.calibration.diagnostics import WORST_R_HAT
from steppe.insight.calibration.posterior import Posterior
from steppe.insight.calibration.predictive import Predictive, all_counts, predictive
from steppe.insight.figures import (
    BLUE,
    FAINT,
    GREEN,
    INK,
    ORANGE,
    PURPLE,
    QUIET,
    VERMILLION,
    date_ticks,
    house_style,
    new_figure,
    short_number,
    write_figure,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMNS = 4
WIDTH, ROW, HEAD, FOOT = 10.0, 1.45, 0.95, 0.55
CHAIN_COLOURS = (BLUE, VERMILLION, GREEN, ORANGE, PURPLE, QUIET)


def plot_posterior(posterior: Posterior, folder: Path) -> list[Path]:
    """
    Draw all three pictures into a folder, each as PNG and SVG.

    Returns
    -------
    paths
        What was written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    with house_style():
        paths += write_figure(beliefs_figure(posterior), folder, "priors-posteriors")
        paths += write_figure(ranks_figure(posterior), folder, "chains")
        shown = predictive(posterior)
        if shown.names:
            paths += write_figure(predictive_figure(posterior, shown), folder, "counts")
    return paths


def beliefs_figure(posterior: Posterior) -> Figure:
    """Density of each number before and after the counts were seen."""
    figure, panels = _panels(
        posterior,
        "What the counts changed",
        "Grey: believed before. Blue: after the counts, with the middle 90 % filled. Natural scale, each with its own.",
        len(posterior.names),
    )
    for number, (one, axes) in enumerate(zip(posterior.parameters.each, panels, strict=False)):
        own = posterior.draws[:, :, number].ravel()
        z = np.linspace(-3.0, 3.0, 121)
        before = one.prior.mean + one.prior.sd * z
        axes.plot(before, np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi) / one.prior.sd, color=QUIET, lw=1.0)
        where, height = _smooth(own)
        axes.plot(where, height, color=BLUE, lw=1.4)
        low, middle, high = np.quantile(own, (0.05, 0.5, 0.95))
        inside = (where >= low) & (where <= high)
        axes.fill_between(where[inside], height[inside], color=BLUE, alpha=0.25, lw=0)
        ends = (min(before[20], low), max(before[100], high))
        axes.set_xlim(*ends)
        ticks = [low, middle, high] if high - low > 0.5 * (ends[1] - ends[0]) else [middle]
        axes.set_xticks(ticks, [f"{one.prior.natural(float(each)):.2g}" for each in ticks])
        axes.set_yticks([])
        axes.set_ylim(bottom=0)
        _frame(axes, _in_words(one.name))
    return figure


def ranks_figure(posterior: Posterior) -> Figure:
    """How the ranks of each chain's draws are spread; even where chains have met (Vehtari et al. 2021)."""
    figure, panels = _panels(
        posterior,
        "Have the chains met?",
        "Ranks of the draws of each chain among those of all: level lines are chains that tell the same.",
        len(posterior.names),
    )
    from scipy.stats import rankdata

    chains, draws, _ = posterior.draws.shape
    bins = max(5, min(20, draws // 20))
    for number, (name, axes) in enumerate(zip(posterior.names, panels, strict=False)):
        ranks = rankdata(posterior.draws[:, :, number]).reshape(chains, draws)
        for chain in range(chains):
            heights, edges = np.histogram(ranks[chain], bins=bins, range=(1, chains * draws))
            colour = CHAIN_COLOURS[chain % len(CHAIN_COLOURS)]
            axes.stairs(heights * bins / draws, edges, baseline=None, color=colour, lw=0.9, alpha=0.8)
        axes.axhline(1.0, color=QUIET, lw=0.6)
        axes.set_ylim(0, 2.5)
        axes.set_xticks([])
        axes.set_yticks([1.0], ["even"])
        found = posterior.diagnostics[name]
        colour = VERMILLION if found["r_hat"] > WORST_R_HAT else QUIET
        fewest = min(found["bulk_ess"], found["tail_ess"])
        words = f"R-hat {found['r_hat']:.3f}, {fewest:,.0f} effective"
        axes.text(0.02, 0.03, words, transform=axes.transAxes, fontsize=7, color=colour)
        _frame(axes, _in_words(name))
    return figure


def predictive_figure(posterior: Posterior, shown: Predictive) -> Figure:
    """Published counts of every series over the bands of what would be published."""
    figure, panels = _panels(
        posterior,
        "Counts and what is expected of them",
        f"Dots: published; filled: used. Line: median expected. Bands: 50 % and 90 % of what would be published,"
        f" which hold {shown.covered(0.5):.0%} and {shown.covered(0.9):.0%} of the counts used.",
        len(shown.names),
    )
    counts = all_counts(posterior)
    dates = [posterior.known.start + timedelta(days=day) for day in range(posterior.known.days)]
    ticks = date_ticks(dates, 5)
    days = np.arange(len(dates))
    for number, (name, axes) in enumerate(zip(shown.names, panels, strict=False)):
        for share, alpha in ((0.9, 0.15), (0.5, 0.3)):
            ends = np.quantile(shown.published[:, number], (0.5 - share / 2, 0.5 + share / 2), axis=0)
            axes.fill_between(days, *ends, color=BLUE, alpha=alpha, lw=0)
        axes.plot(days, np.median(shown.expected[:, number], axis=0), color=BLUE, lw=1.1)
        axes.plot(*counts[name], "o", ms=2.6, mfc="white", mec=INK, mew=0.5)
        used = slice(shown.stocks.start[number], shown.stocks.start[number + 1])
        axes.plot(shown.stocks.day[used], shown.stocks.value[used], "o", ms=2.6, color=INK)
        top = 1.25 * max(counts[name][1].max(initial=1.0), np.median(shown.expected[:, number], axis=0).max())
        axes.set_ylim(0, top)
        axes.set_xlim(0, len(dates) - 1)
        axes.set_xticks(*ticks)
        step = round(top / 2.5, 1 - len(str(int(top / 2.5))))
        axes.set_yticks([0.0, step, 2 * step], [short_number(each) for each in (0.0, step, 2 * step)])
        _frame(axes, name)
    return figure


def _panels(posterior: Posterior, title: str, subtitle: str, count: int) -> tuple[Figure, list[Any]]:
    """A figure with that many small panels, its heading and its source line."""
    rows = max(1, ceil(count / COLUMNS))
    height = HEAD + rows * ROW + FOOT
    figure = new_figure(WIDTH, height)
    panels = [
        figure.add_axes(
            (
                0.055 + column * 0.24,
                (FOOT + (rows - 1 - row) * ROW + 0.42) / height,
                0.205,
                (ROW - 0.75) / height,
            )
        )
        for row in range(rows)
        for column in range(COLUMNS)
    ]
    for spare in panels[count:]:
        spare.remove()
    heading: dict[str, Any] = {"va": "top"}
    figure.text(0.02, 1 - 0.2 / height, f"{posterior.known.title or posterior.known.name}: {title[0].lower()}{title[1:]}", fontsize=14, fontweight="bold", **heading)  # fmt: skip
    figure.text(0.02, 1 - 0.52 / height, subtitle, fontsize=9, color=QUIET, **heading)
    standing = VERMILLION if not posterior.converged else GREEN
    box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": standing}
    figure.text(0.98, 1 - 0.22 / height, posterior.stamp, fontsize=10, fontweight="bold", color=standing, ha="right", bbox=box, **heading)  # fmt: skip
    figure.text(0.02, 0.1 / height, _source(posterior), fontsize=7.5, color=QUIET, va="bottom")
    return figure, panels[:count]


def _source(posterior: Posterior) -> str:
    made = posterior.made
    version = made["versions"].get("steppe", "unknown")
    return (
        f"Calibration: {made['scenario']} {made['scenario_hash'][:8]}, counts until {made['until']},"
        f" seed {made['seed']}, {made['chains']} chains of {made['draws']} draws, Steppe {version}"
    )


def _frame(axes: Any, title: str) -> None:
    axes.set_title(title, fontsize=8.5, loc="left", pad=3)
    axes.tick_params(labelsize=7, length=2)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(FAINT)


def _in_words(name: str) -> str:
    return name.replace("_", " ")


def _smooth(draws: np.ndarray[Any, np.dtype[np.float64]]) -> tuple[Any, Any]:
    """A kernel density of draws, on a grid that covers them."""
    from scipy.stats import gaussian_kde

    where = np.linspace(draws.min(), draws.max(), 160)
    if draws.min() == draws.max():
        return where, np.ones(160)
    return where, gaussian_kde(draws)(where)
