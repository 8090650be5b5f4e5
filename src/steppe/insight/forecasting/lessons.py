"""Lessons: sheets of past forecasts as the learned part of a forecast wants them, and those that ship with Steppe."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from steppe.errors import Problem, UsageError
from steppe.insight.forecasting.points import joined
from steppe.insight.forecasting.sheet import Sheet
from steppe.insight.forecasting.shipped import shipped_sheets
from steppe.insight.forecasting.spread import Lessons
from steppe.result.measures import FloatArray


def lessons_of(sheets: Sequence[Sheet]) -> Lessons:
    """Past forecasts of several conflicts, one after another."""
    return Lessons(
        points=joined(each.points for each in sheets),
        observed=np.concatenate([each.observed for each in sheets]),
        conflict=np.concatenate([[each.case] * each.observed.size for each in sheets]),
        horizon=np.concatenate([each.horizon for each in sheets]),
    )


def lessons_for(sheet: Sheet, others: Sequence[Sheet]) -> tuple[Lessons, dict[str, FloatArray]]:
    """
    What to learn from for one conflict.

    Parameters
    ----------
    sheet
        The conflict at hand.
    others
        Other conflicts on the same track. Those that ship with Steppe are added, except where
        they count the same places as one of these or as the conflict at hand.

    Returns
    -------
    lessons
        Of other conflicts only.
    said_then
        What each simple rule said there that all of them have, people. Shape ``(lesson,)``.

    Raises
    ------
    UsageError
        Where there is nothing to learn from.
    """
    found = [each for each in others if not is_same_conflict(each.names, sheet.names)]
    for each in shipped_sheets(sheet.track):
        if not any(is_same_conflict(each.names, other.names) for other in (sheet, *found)):
            found.append(each)
    if not found:
        raise UsageError(Problem(sheet.case, "there is no other conflict to learn from.", "Name more cases."))
    rules = [name for name in sheet.simple if all(name in each.simple for each in found)]
    said = {name: np.concatenate([each.simple[name] for each in found]) for name in rules}
    return lessons_of(found), said


def is_same_conflict(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two conflicts count the same places, whatever they are called: half the series of the smaller."""
    shared = len(set(one) & set(other))
    return 2 * shared >= max(1, min(len(one), len(other)))
