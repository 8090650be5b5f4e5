"""What came of a sweep, in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from steppe.insight.sweep import Sweep

HARDLY = 0.05
TOO_WIDE = 0.15


def sentence(sweep: Sweep) -> str:
    """What matters most for the question, or that nothing does."""
    words = sweep.question.words
    if sweep.is_constant:
        value = in_unit(sweep.own_answer, sweep.question.unit)
        return f"No field moves {words}: {value} in every run."
    top = sweep.order[0]
    name = sweep.ranges[top].name
    if sweep.method == "morris":
        effect = in_unit(float(sweep.indices["effect"][top]), sweep.question.unit)
        return f"{name} moves {words} most: by {effect} from one end of its range to the other, on average."
    alone, together = (
        min(1.0, max(0.0, float(sweep.indices[which][top]))) for which in ("first_order", "total")
    )
    if together - alone < HARDLY:
        return f"{percent(alone)} of the spread of {words} comes from {name} alone."
    more = f"with what it does together with other fields, {percent(together)}"
    return f"{percent(alone)} of the spread of {words} comes from {name} alone; {more}."


def hardly_matter(sweep: Sweep) -> tuple[str, ...]:
    """Fields whose whole part in the spread is surely below a twentieth; under ``morris``, of the largest effect."""
    if sweep.is_constant:
        return tuple(each.name for each in sweep.ranges)
    ranked = sweep.scheme.ranked_by
    most = 1.0 if sweep.method == "sobol" else float(sweep.indices[ranked].max())
    upper = sweep.indices[ranked] + np.nan_to_num(sweep.indices[f"{ranked}_give"], nan=1.0)
    return tuple(sweep.ranges[at].name for at in sweep.order if upper[at] < HARDLY * most)


def is_unsure(sweep: Sweep) -> bool:
    """Whether the interval of what matters most is so wide that more samples are worth their time."""
    if sweep.is_constant:
        return False
    ranked, top = sweep.scheme.ranked_by, sweep.order[0]
    most = 1.0 if sweep.method == "sobol" else float(sweep.indices[ranked][top])
    return not float(sweep.indices[f"{ranked}_give"][top]) <= TOO_WIDE * most


def percent(share: float) -> str:
    """A share in whole hundredths, such as ``73 %``."""
    return f"{100 * share:.0f} %"


def in_unit(value: float, unit: str) -> str:
    """A number of people, or a share, in words."""
    return f"{value:,.0f} people" if unit == "people" else f"{value:.3g}"
