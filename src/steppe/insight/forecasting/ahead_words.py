"""What a forecast says of its own standing, in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from steppe.insight.forecasting.ahead import Forecast

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NO_SKILL = "How far such forecasts are off in other conflicts is not known here."
HARDLY = 0.005


def day_words(day: date) -> str:
    """A day as people write it: ``5 Mar 2025``."""
    return f"{day.day} {day:%b %Y}"


def skill_words(forecast: Forecast) -> list[str]:
    """
    How such forecasts did in hindcasts of other conflicts: a sentence for each horizon asked for.

    Parameters
    ----------
    forecast
        Any.

    Returns
    -------
    skill_words
        At least one sentence. A horizon that was not tried is told of by the nearest that was.
    """
    tried = {
        min(forecast.skill, key=lambda each: abs(each - ahead)): None
        for ahead in forecast.horizons
        if forecast.skill
    }
    return [_sentence(horizon, forecast.skill[horizon]) for horizon in tried] or [NO_SKILL]


def _sentence(horizon: int, found: Mapping[str, Any]) -> str:
    skill = found.get("skill_crps")
    where = f"In hindcasts of {_conflicts(found.get('cases'))} such {horizon}-day forecasts were"
    if skill is None:
        return f"{where} not scored."
    far = f"{round(100 * abs(skill))} %"
    if abs(skill) < HARDLY:
        told = "as close as"
    else:
        told = f"{far} closer than" if skill > 0 else f"{far} further off than"
    rules = f" ({found['references']})" if found.get("references") else ""
    return f"{where} {told} the best simple rule{rules}{_range(found)}."


def _conflicts(cases: Any) -> str:
    """``five other conflicts``, of a number or of a list."""
    count = cases if isinstance(cases, int) else len(cases) if isinstance(cases, list | tuple) else None
    if count is None:
        return "other conflicts"
    words = NUMBERS[count] if count < len(NUMBERS) else str(count)
    return f"{words} other conflict{'' if count == 1 else 's'}"


def _range(found: Mapping[str, Any]) -> str:
    low, high = found.get("low"), found.get("high")
    if low is None or high is None:
        return ""
    return f"; the 90 % interval of that over conflicts is {_signed(low)} to {_signed(high)} %"


def _signed(share: float) -> str:
    return f"{round(100 * share):+d}".replace("-", "\u2212").replace("+0", "0")


def rests_on(forecast: Forecast) -> str:
    """What the intervals of a forecast rest on, and what is not in them."""
    if not forecast.reported.any():
        return "No count was known: bands show what is not known of behaviour, and chance; not whether the world is right."
    lessons = forecast.made.get("lessons", ())
    return f"Bands show how far off such forecasts were in {_conflicts(lessons)}; what never happened there is not in them."
