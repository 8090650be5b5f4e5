"""
How many people will be counted in all: given by somebody, or forecast from the recent pace.

A total is the sum of all series.  Where it is given for some days only, it
changes evenly between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from steppe.insight.forecasting.situation import Situation
from steppe.insight.reports import Reports
from steppe.result.measures import AnyArray, FloatArray

DAMPING_DAYS = 60.0


class Totals(Protocol):
    """Whoever knows, or believes, by how much the total grows."""

    def growth(self, situation: Situation, first: AnyArray, last: AnyArray) -> FloatArray:
        """
        Growth of the total from the end of day ``first`` to the end of day ``last``.

        Parameters
        ----------
        situation
            What is known.
        first, last
            Day numbers, of one shape.

        Returns
        -------
        growth
            People, of the same shape; may be negative.
        """


@dataclass(frozen=True, slots=True, eq=False)
class GivenTotals:
    """
    Totals on some days, straight lines between them, flat outside.

    Parameters
    ----------
    day
        Day numbers, rising. Shape ``(given,)``.
    people
        Shape ``(given,)``.
    """

    day: AnyArray
    people: FloatArray

    def growth(self, situation: Situation, first: AnyArray, last: AnyArray) -> FloatArray:
        """See :class:`Totals`; what is known does not matter."""
        del situation
        return np.asarray(np.interp(last, self.day, self.people) - np.interp(first, self.day, self.people))


@dataclass(frozen=True, slots=True)
class ForecastTotals:
    """
    The recent pace of all series together, losing strength.

    Parameters
    ----------
    damping_days
        In which the pace falls to 1/e of itself.
    """

    damping_days: float = DAMPING_DAYS

    def growth(self, situation: Situation, first: AnyArray, last: AnyArray) -> FloatArray:
        """See :class:`Totals`."""
        pace = 0.5 * (situation.summed(situation.short_pace) + situation.summed(situation.long_pace))
        return pace * damped_days(np.asarray(last - first, dtype=np.float64), self.damping_days)


def damped_days(days: FloatArray, damping_days: float) -> FloatArray:
    """How many days of the present pace come of so many days if it fades (Gardner & McKenzie 1985, continuous)."""
    return np.asarray(damping_days * -np.expm1(-days / damping_days))


def published_totals(reports: Sequence[Reports]) -> GivenTotals:
    """
    The sum of all series as first published, each drawn straight between its counts: the past and the future.

    What a run is given that is told the true totals, as the peer's runs are.
    """
    tracks = [each.first_published() for each in reports if not each.nested]
    tracks = [each for each in tracks if each.day.size]
    if not tracks:
        return GivenTotals(np.zeros(1, dtype=np.int64), np.zeros(1))
    days = np.arange(min(int(each.day[0]) for each in tracks), max(int(each.day[-1]) for each in tracks) + 1)
    people = np.sum([np.interp(days, each.day, each.value, left=0.0) for each in tracks], axis=0)
    return GivenTotals(days, np.asarray(people, dtype=np.float64))
