"""
Where a count will be, and how far off that may be: learned from other conflicts.

The centre of a forecast is the last count, plus shares of five ways of saying
how it goes on: the pace of the last month and of the last four, each fading,
and the growth of the total handed out by recent growth, by the last counts and
by the simulation.  Around it lie three normal parts whose widths grow with the
days ahead, with how much the series has moved, its size, the pace of the total,
and with the change that is forecast.  How much of each is what conflicts other than
the one at hand say: the numbers of :class:`Learned` minimise the continuous
ranked probability score over their past forecasts, every conflict and horizon
counting alike (minimum CRPS estimation; Gneiting, Raftery, Westveld & Goldman 2005).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from steppe.insight.forecasting.mixture import Mixture
from steppe.insight.forecasting.points import Points
from steppe.insight.forecasting.totals import damped_days
from steppe.result.measures import AnyArray, FloatArray

Centre = Literal["simulation", "stack"]
NAMES = (
    "log_short_fading", "log_long_fading", "short", "long", "flow", "level", "simulation",
    "log_activity", "activity_growth", "log_size", "log_change",
    "wide_log_activity", "wide_log_size", "wide_size_growth", "wide_log_total", "wide_log_change",
    "wide_odds", "wide_odds_growth", "wide_shift",
    "rare_log_ratio", "rare_odds", "rare_odds_growth", "rare_shift",
)  # fmt: skip
START = np.array([
    3.0, 3.5, 0.4, 0.2, 0.1, 0.1, 0.1,
    -1.0, 0.7, -4.0, -2.0,
    -0.5, -2.0, 0.5, -4.0, -2.0,
    -0.5, 0.3, 0.3,
    1.1, -2.5, 0.3, 0.5,
])  # fmt: skip
OF_STACK_ONLY = ("short", "long", "flow", "level")
MONTH = 30.0
LEAST_SD, LEAST_WIDE_SD = 5.0, 20.0
PULL = 0.002
SURPRISE_WEIGHT = 0.05
MOST_STEPS = 150


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """
    What other conflicts say.

    Parameters
    ----------
    values
        One number for each of ``NAMES``.
    chances, below
        How often past forecasts of conflicts that were left out stayed below a chance: the
        recalibration, both rising from 0 to 1. Shape ``(knot,)``.
    """

    values: FloatArray
    chances: FloatArray
    below: FloatArray

    def predict(self, points: Points) -> Mixture:
        """The forecast of every point before recalibration."""
        return mixture_of(self.values, points)

    def quantiles(self, points: Points, chance: FloatArray) -> FloatArray:
        """
        Recalibrated quantiles, at least 0 people.

        Parameters
        ----------
        chance
            Above 0 and below 1. Shape ``(..., point)``.
        """
        raw = np.interp(chance, self.below, self.chances)
        raw = np.clip(raw, 1e-6, 1 - 1e-6)
        return np.asarray(np.maximum(self.predict(points).quantile(raw), 0.0))

    def response(self, points: Points) -> FloatArray:
        """By how many people the centre moves for each person more in the total. Shape ``(point,)``."""
        q = dict(zip(NAMES, self.values, strict=True))
        by_total = q["flow"] * points.by_flow + q["level"] * points.by_level
        by_total = by_total + q["simulation"] * points.by_simulation
        some = np.where(points.growth == 0.0, 1.0, points.growth)
        return np.asarray(np.where(points.growth == 0.0, 0.0, by_total / some))

    def position(self, points: Points, observed: FloatArray) -> FloatArray:
        """Recalibrated chance of at most what was observed. Shape ``(point,)``."""
        return np.asarray(np.interp(self.predict(points).cdf(observed), self.chances, self.below))


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """
    Past forecasts and what came of them.

    Parameters
    ----------
    points
        Rows of several conflicts.
    observed
        People. Shape ``(point,)``.
    conflict, horizon
        Which conflict and horizon a row is of. Shape ``(point,)``.
    """

    points: Points
    observed: FloatArray
    conflict: AnyArray
    horizon: AnyArray

    def at(self, rows: AnyArray) -> Lessons:
        """Some of the rows."""
        return Lessons(self.points.at(rows), self.observed[rows], self.conflict[rows], self.horizon[rows])

    def without(self, conflict: str) -> Lessons:
        """All rows but those of a conflict."""
        return self.at(self.conflict != conflict)


def centre_of(values: FloatArray, points: Points) -> FloatArray:
    """What is expected, people. Shape ``(point,)``."""
    q = dict(zip(NAMES, values, strict=True))
    short = points.short_pace * damped_days(points.lead, float(np.exp(q["log_short_fading"])))
    long = points.long_pace * damped_days(points.lead, float(np.exp(q["log_long_fading"])))
    return np.asarray(
        points.level
        + q["short"] * short
        + q["long"] * long
        + q["flow"] * points.by_flow
        + q["level"] * points.by_level
        + q["simulation"] * points.by_simulation
    )


def mixture_of(values: FloatArray, points: Points) -> Mixture:
    """The forecast that the numbers ``NAMES`` make of every point."""
    q = dict(zip(NAMES, values, strict=True))
    centre = centre_of(values, points)
    change = np.abs(centre - points.level)
    months = points.lead / MONTH
    total_pace = np.maximum(points.total_activity, np.abs(points.growth) / points.lead)
    narrow = (
        LEAST_SD
        + np.exp(q["log_activity"]) * points.activity * points.lead ** q["activity_growth"]
        + np.exp(q["log_size"]) * points.level * np.sqrt(months)
        + np.exp(q["log_change"]) * change
    )
    wide = (
        LEAST_WIDE_SD
        + np.exp(q["wide_log_activity"]) * points.activity * points.lead
        + np.exp(q["wide_log_size"]) * points.level * months ** q["wide_size_growth"]
        + np.exp(q["wide_log_total"]) * total_pace * points.lead
        + np.exp(q["wide_log_change"]) * change
    )
    rare = np.exp(q["rare_log_ratio"]) * wide
    odds = [np.zeros_like(months), q["wide_odds"] + q["wide_odds_growth"] * np.log(months)]
    odds.append(q["rare_odds"] + q["rare_odds_growth"] * np.log(months))
    weight = np.exp(np.clip(odds, -30, 30))
    mean = np.stack([centre, centre + q["wide_shift"] * wide, centre + q["rare_shift"] * rare])
    return Mixture(mean, np.stack([narrow, wide, rare]), weight / weight.sum(axis=0))


def learn(lessons: Lessons, centre: Centre = "stack", *, recalibrate: bool = True) -> Learned:
    """
    Learn from past forecasts.

    Parameters
    ----------
    lessons
        Of at least two conflicts where ``recalibrate``.
    centre
        ``simulation`` lets the simulation alone say where a count goes, ``stack`` all five ways.
    recalibrate
        Whether to correct the chances by how forecasts of each conflict, learned from the
        others, turned out.
    """
    fixed = OF_STACK_ONLY if centre == "simulation" else ()
    values = fitted(lessons, fixed)
    straight = np.array([0.0, 1.0])
    conflicts = np.unique(lessons.conflict).tolist()
    if not recalibrate or len(conflicts) < 2:
        return Learned(values, straight, straight)
    chances, below = recalibration(lessons, fixed, conflicts, values)
    return Learned(values, chances, below)


def fitted(lessons: Lessons, fixed: Sequence[str] = (), near: FloatArray | None = None) -> FloatArray:
    """The numbers ``NAMES`` with the least mean score, looked for from ``near``; those that are ``fixed`` stay 0."""
    from scipy.optimize import minimize

    free = np.array([name not in fixed for name in NAMES])
    start = np.where(free, START, 0.0)
    by_error, by_row = _weights(lessons)

    def loss(moved: FloatArray) -> float:
        values = start.copy()
        values[free] = moved
        forecast = mixture_of(values, lessons.points)
        score = (by_error * forecast.crps(lessons.observed)).sum()
        surprise = (by_row * forecast.surprise(lessons.observed)).sum()
        pull = ((moved - START[free]) ** 2).sum()
        return float(score + SURPRISE_WEIGHT * surprise + PULL * pull)

    found = minimize(
        loss, (start if near is None else near)[free], method="L-BFGS-B", options={"maxiter": MOST_STEPS}
    )
    values = start.copy()
    values[free] = found.x
    return values


KNOTS = np.linspace(0.0, 1.0, 21)
AS_MANY_AS_IF_RIGHT = 0.25


def recalibration(
    lessons: Lessons, fixed: Sequence[str], conflicts: Sequence[str], near: FloatArray | None = None
) -> tuple[FloatArray, FloatArray]:
    """
    How often what was observed stayed below each chance, where its conflict had been left out.

    Each conflict and horizon counts alike; the line is drawn towards the diagonal by as much
    as a quarter of the rows that were right would draw it.

    Returns
    -------
    chances, below
        Shape ``(knot,)``.
    """
    counts = np.zeros(KNOTS.size - 1)
    for conflict in conflicts:
        own = lessons.at(lessons.conflict == conflict)
        values = fitted(lessons.without(conflict), fixed, near)
        position = mixture_of(values, own.points).cdf(own.observed)
        _, by_row = _weights(own)
        counts += np.histogram(position, KNOTS, weights=by_row)[0]
    share = counts / counts.sum()
    even = np.full_like(share, 1.0 / share.size)
    share = (share + AS_MANY_AS_IF_RIGHT * even) / (1.0 + AS_MANY_AS_IF_RIGHT)
    below = np.concatenate([[0.0], np.cumsum(share)])
    below[-1] = 1.0
    return KNOTS, below


def _weights(lessons: Lessons) -> tuple[FloatArray, FloatArray]:
    """Weights that let every conflict and horizon count alike: of errors in people, and of rows."""
    by_error = np.zeros(lessons.observed.size)
    by_row = np.zeros(lessons.observed.size)
    still = np.abs(lessons.observed - lessons.points.level)
    groups = {
        (conflict, horizon)
        for conflict, horizon in zip(lessons.conflict.tolist(), lessons.horizon.tolist(), strict=True)
    }
    for conflict, horizon in groups:
        rows = (lessons.conflict == conflict) & (lessons.horizon == horizon)
        by_row[rows] = 1.0 / rows.sum()
        by_error[rows] = 1.0 / max(float(still[rows].sum()), 1.0)
    return by_error / len(groups), by_row / len(groups)
