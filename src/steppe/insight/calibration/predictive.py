"""What a posterior expects of the counts it was made from: the first test of whether the model can be right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steppe.insight.calibration import observation
from steppe.insight.calibration.posterior import Posterior
from steppe.insight.calibration.priors import REPORT_NOISE, REPORT_SPREAD
from steppe.insight.calibration.seen import Stocks, seen_by
from steppe.insight.calibration.target import Target, within_reach
from steppe.insight.reports import reports_of
from steppe.result.measures import FloatArray


@dataclass(frozen=True, eq=False)
class Predictive:
    """
    Counts beside what a posterior says of them.

    Parameters
    ----------
    stocks
        The counts that were used.
    names
        Of the series.
    expected
        People expected at the places of each series, by draw and day. Shape ``(draw, series, day)``.
    published
        What would be published on each day. Shape as ``expected``.
    """

    stocks: Stocks
    names: tuple[str, ...]
    expected: FloatArray
    published: FloatArray

    def covered(self, share: float) -> float:
        """Share of the counts that lie in the middle ``share`` of what would be published."""
        inside = []
        ends = (0.5 - 0.5 * share, 0.5 + 0.5 * share)
        for number, (first, last) in enumerate(
            zip(self.stocks.start[:-1], self.stocks.start[1:], strict=True)
        ):
            own = self.published[:, number, self.stocks.day[first:last]]
            low, high = np.quantile(own, ends, axis=0)
            inside += (
                (self.stocks.value[first:last] >= low) & (self.stocks.value[first:last] <= high)
            ).tolist()
        return float(np.mean(inside)) if inside else float("nan")


def predictive(posterior: Posterior, *, draws: int = 100, seed: int = 1) -> Predictive:
    """
    Run the world under some draws.

    Parameters
    ----------
    draws
        How many.
    seed
        Of the scatter of reports.
    """
    known = posterior.known
    seen = seen_by(known, known.days - 1, None)
    seen = within_reach(Target(known, posterior.parameters, seen))
    target = Target(known, posterior.parameters, seen)
    stocks, chance = target.seen.stocks, np.random.Generator(np.random.PCG64(seed))
    days = np.arange(known.days)
    expected = np.zeros((draws, len(stocks.names), len(days)))
    published = np.zeros_like(expected)
    for number, vector in enumerate(posterior.vectors(draws)):
        counted = target.counted(vector)
        assert counted is not None, "a draw is a world that could be run"
        scatter = posterior.parameters.reports(vector)
        for series, columns in enumerate(stocks.columns):
            people = counted.stock[:, columns].sum(axis=1)
            ratio = observation.draw_stock_ratios(
                observation.chance_variance(people, target.household),
                days,
                np.array([0, len(days)]),
                scatter[REPORT_SPREAD],
                observation.MEMORY_DAYS,
                scatter[REPORT_NOISE],
                chance,
            )
            expected[number, series] = people
            published[number, series] = observation.scattered(people, ratio)
    return Predictive(stocks, stocks.names, expected, published)


def all_counts(posterior: Posterior) -> dict[str, tuple[FloatArray, FloatArray]]:
    """Days and people of every count of each series, those too close to another included."""
    found = {}
    for reports in (each for each in reports_of(posterior.known) if each.measure == "stock"):
        known = reports.on(posterior.known.days - 1)
        inside = (known.day >= 0) & (known.day < posterior.known.days)
        found[reports.name] = (known.day[inside].astype(np.float64), known.value[inside])
    return found
