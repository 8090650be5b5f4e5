"""
The forecast that is given out: halfway between two, quantile by quantile.

One lets the simulation alone say where a count goes, the other a stack of the
simulation and simple rules. Their mean is closer than either on conflicts
that taught neither (averaging quantiles; Lichtendahl, Grushka-Cockayne & Winkler 2013).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steppe.insight.forecasting.points import Points
from steppe.insight.forecasting.spread import Learned, Lessons, learn
from steppe.result.measures import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Both:
    """
    Two ways learned from the same lessons.

    Parameters
    ----------
    by_stack, by_simulation
        With and without simple rules in the centre.
    """

    by_stack: Learned
    by_simulation: Learned

    def quantiles(self, points: Points, chance: FloatArray) -> FloatArray:
        """See :meth:`~steppe.insight.forecasting.spread.Learned.quantiles`."""
        stack, simulation = (each.quantiles(points, chance) for each in (self.by_stack, self.by_simulation))
        return np.asarray(0.5 * (stack + simulation))

    def response(self, points: Points) -> FloatArray:
        """See :meth:`~steppe.insight.forecasting.spread.Learned.response`."""
        return np.asarray(0.5 * (self.by_stack.response(points) + self.by_simulation.response(points)))


def learn_both(lessons: Lessons) -> Both:
    """Learn both from past forecasts."""
    return Both(learn(lessons, "stack"), learn(lessons, "simulation"))
