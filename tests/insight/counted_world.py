"""A small world with counts at three camps, what other conflicts are made to teach, and a forecast made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from steppe.insight.calibration.parameters import parameters_of
from steppe.insight.calibration.posterior import Posterior
from steppe.insight.forecasting.ahead import Forecast
from steppe.insight.forecasting.learned import Taught
from steppe.insight.forecasting.spread import START, Learned
from steppe.insight.reports import as_known
from steppe.scenario.events import Conflict
from steppe.scenario.model import Observation, Place, Push, Route, Scenario
from steppe.scenario.variation import under_own_rules

BEGIN = date(2025, 1, 1)
TODAY = 60
CAMPS = ("Alder", "Birch", "Cedar")
STRAIGHT = np.array([0.0, 1.0])
SKILL = {
    7: {"skill_crps": -0.02, "low": -0.1, "high": 0.04, "cases": 5, "references": "last report + errors"},
    30: {"skill_crps": 0.1, "low": 0.01, "high": 0.2, "cases": 5, "references": "damped trend + errors"},
    90: {"skill_crps": 0.2, "low": 0.1, "high": 0.3, "cases": 5, "references": "damped trend + errors"},
}


def on(day: int) -> date:
    return BEGIN + timedelta(days=day)


def taught(skill: Mapping[int, Mapping[str, Any]] | None = None) -> Taught:
    """What nobody has learned: the numbers that learning begins with."""
    learned = Learned(START.copy(), STRAIGHT, STRAIGHT)
    return Taught(learned, ("north1999", "south2001"), SKILL if skill is None else skill)


def counts(
    place: str, values: Mapping[int, float], known: Mapping[int, int] | None = None
) -> list[Observation]:
    """Counts by day; published the same day, or on the day that ``known`` says."""
    late = known or {}
    return [
        Observation(on(day), place, value, as_of=on(late[day]) if day in late else None)
        for day, value in values.items()
    ]


def world(observations: Sequence[Observation] | None = None, **more: Any) -> Scenario:
    """People flee from Home to three camps in two countries; counts until day 120 unless given."""
    if observations is None:
        observations = usual_counts()
    leaving = (Push(BEGIN, 16_000, end=on(159)),)
    kept = {"events": (Conflict("Home", BEGIN),), "pushes": leaving, **more}
    return Scenario(
        "three-camps",
        BEGIN,
        160,
        title="Three camps",
        places=(
            Place("Home", "HOM", population=100_000),
            Place("Alder", "ALD", "camp"),
            Place("Birch", "BIR", "camp"),
            Place("Cedar", "BIR", "camp"),
        ),
        routes=(Route("Home", "Alder", 100), Route("Home", "Birch", 150), Route("Birch", "Cedar", 60)),
        observations=tuple(observations),
        **kept,
    )


def usual_counts() -> list[Observation]:
    """Every ten days at each camp; one is published late, and one is put right after day 60."""
    found = []
    for number, place in enumerate(CAMPS):
        found += counts(
            place, {day: 1000.0 * (number + 1) + (20 - 5 * number) * day for day in range(0, 121, 10)}
        )
    return [
        *found,
        *counts("Alder", {55: 2222.0}, {55: 75}),
        *counts("Birch", {50: 2900.0}, {50: 64}),
        Observation(on(70), "", 7777.0, series="total"),
    ]


def by_hand(
    level: Mapping[str, float],
    *,
    per_day: float | Mapping[str, float] = 0.0,
    sd: float = 50.0,
    days: int = 90,
    start: int = TODAY,
    together: float = 0.0,
) -> Forecast:
    """Straight lines from the last counts, with members that keep their normal distance; 0 is no count yet."""
    rng = np.random.default_rng(7)
    names = tuple(level)
    pace = np.array([per_day[name] if isinstance(per_day, Mapping) else per_day for name in names])
    centre = np.array(list(level.values())) + np.arange(1, days + 1)[:, None] * pace
    own = rng.standard_normal((400, 1, len(names)))
    shared = rng.standard_normal((400, 1, 1))
    z = np.sqrt(together) * shared + np.sqrt(1 - together) * own
    return Forecast(
        scenario="three-camps",
        start=on(start),
        names=names,
        members=np.maximum(centre + sd * z, 0.0),
        level=np.array(list(level.values())),
        reported=np.array(list(level.values())) > 0,
        horizons=(30, days),
        skill=SKILL,
        stamp="forecast, behaviour not calibrated",
        nested=np.zeros(len(names), dtype=bool),
        made={
            "version": "0.1.0",
            "world_as_known": "0" * 64,
            "seed": 1,
            "lessons": ["north1999", "south2001"],
        },
    )


def believed(scenario: Scenario, until: date) -> Posterior:
    """Behaviour near the middle of the priors, as if it had been calibrated with the counts until a day."""
    known = as_known(under_own_rules(scenario), (until - BEGIN).days)
    parameters = parameters_of(known, stocks=False, arrivals=False)
    chance = np.random.default_rng(1).standard_normal((2, 50, len(parameters.each)))
    draws = parameters.mean + 0.2 * parameters.sd * chance
    peak = np.stack([parameters.mean, parameters.sd])
    return Posterior(known, parameters, draws, np.zeros((2, 50)), peak, {"until": until.isoformat()})
