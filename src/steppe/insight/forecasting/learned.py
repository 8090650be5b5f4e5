"""What other conflicts taught, ready for a forecast: learned once and shipped, or anew where one must be left out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from steppe.errors import Problem, UsageError
from steppe.insight.forecasting.both import Both, learn_both
from steppe.insight.forecasting.lessons import is_same_conflict, lessons_of
from steppe.insight.forecasting.sheet import Track
from steppe.insight.forecasting.shipped import shipped_sheets
from steppe.insight.forecasting.spread import Learned

WAYS = ("by_stack", "by_simulation")
PARTS = ("values", "chances", "below")


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """
    What a forecast takes from other conflicts.

    Parameters
    ----------
    learned
        Centre, spread and recalibration.
    conflicts
        Which taught it.
    skill
        By horizon, how such forecasts did in hindcasts.
    """

    learned: Both
    conflicts: tuple[str, ...]
    skill: Mapping[int, Mapping[str, Any]]

    @property
    def unskilled(self) -> tuple[int, ...]:
        """Horizons at which a simple rule was as good or better, by the mean over conflicts."""
        return tuple(
            ahead for ahead, words in self.skill.items() if not (words.get("skill_crps") or 0.0) > 0.0
        )

    @property
    def simple_rule(self) -> str:
        """The simple rules that were best at those horizons."""
        rules = dict.fromkeys(str(self.skill[ahead].get("references", "")) for ahead in self.unskilled)
        return " or ".join(rules)


@cache
def _shipped(name: str) -> dict[str, Any]:
    file = files("steppe.insight.forecasting") / "lessons" / name
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def taught_by_others(series: Sequence[str], track: Track) -> Taught:
    """
    What is learned from every shipped conflict but the one at hand.

    Parameters
    ----------
    series
        Names of the series of the conflict at hand.
    track
        Whether totals are given or forecast.

    Raises
    ------
    UsageError
        Where no lessons are installed.
    """
    every = shipped_sheets(track)
    others = [each for each in every if not is_same_conflict(each.names, series)]
    if not others:
        raise UsageError(Problem("lessons", "none are installed.", "Install Steppe anew."))
    skill = {int(ahead): words for ahead, words in _shipped("skill.json").get(track, {}).items()}
    names = tuple(each.case for each in others)
    stored = _shipped("learned.json").get(track)
    if len(others) == len(every) and stored:
        return Taught(Both(*(_restored(stored[way]) for way in WAYS)), names, skill)
    return Taught(learn_both(lessons_of(others)), names, skill)


def as_stored(learned: Both) -> dict[str, Any]:
    """What was learned as JSON can hold it."""
    return {way: {part: getattr(getattr(learned, way), part).tolist() for part in PARTS} for way in WAYS}


def _restored(stored: Mapping[str, Any]) -> Learned:
    return Learned(*(np.array(stored[part], dtype=np.float64) for part in PARTS))
