"""Small worlds with counts to calibrate on, made from the built-in ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from steppe.scenario.folder import load
from steppe.scenario.model import Observation, Scenario


def observed(scenario: Scenario, counts: dict[str, dict[int, float]], **fields: object) -> Scenario:
    """The same world with these stocks, by place and day."""
    rows = tuple(
        Observation(scenario.start + timedelta(days=day), place, people, **fields)  # type: ignore[arg-type]
        for place, series in counts.items()
        for day, people in series.items()
    )
    return replace(scenario, observations=rows)


def two_camps() -> Scenario:
    """The teaching world of that name, with counts of both camps and no capacities that bind."""
    counts = {
        "Vale camp": {14: 2900.0, 30: 4800.0, 59: 6900.0},
        "Ridge camp": {14: 1300.0, 30: 2700.0, 59: 3600.0},
    }
    return observed(load("two-camps"), counts)
