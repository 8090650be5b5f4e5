"""
Worlds for a run that sees no report: what other conflicts taught of how people choose where to stop.

People choose a destination and keep it (``routing = "destination-choice"``).
Not known are what a day of travel costs, one number for all, and what draws
people to each camp beyond its distance; how much either may be, and what the size that a
capacity tells of is worth, is learned from other conflicts by the error of
the mean forecast (``tools/learn_cold_start.py``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from steppe.insight.forecasting.draws import normal_points
from steppe.insight.forecasting.lessons import is_same_conflict
from steppe.scenario.model import CAMP_KINDS, Scenario

FILE = "cold_start.json"
BEHAVIOUR: Mapping[str, object] = {
    "routing": "destination-choice",
    "worth_town": -100.0,
    "worth_foreign": 3.0,
    "cost_per_hop": 0.04,
    "cost_conflict": 0.0,
    "cost_border": 0.0,
    "leave_chance_town": 0.5,
    "leave_chance_camp": 0.0,
    "capacity_scaling": 0.0,
}
MOST_WORTH = 50.0


@dataclass(frozen=True, slots=True)
class ColdBeliefs:
    """
    What is believed of a conflict of which no count is known.

    Parameters
    ----------
    cost_per_travel_day
        Its median.
    cost_spread
        Standard deviation of its logarithm.
    place_spread
        Standard deviation of the worth of camps.
    worth_capacity
        Worth per natural logarithm of capacity, where capacities may be looked at.
    """

    cost_per_travel_day: float
    cost_spread: float
    place_spread: float
    worth_capacity: float

    def to_json(self) -> dict[str, float]:
        """By the names of the fields."""
        return asdict(self)


STATED = ColdBeliefs(2.0, 1.0, 1.0, 0.8)


def beliefs_for(series: Sequence[str], *, capacities: bool) -> ColdBeliefs:
    """
    What other conflicts taught: all that ship with Steppe, or all but the one that counts the same places.

    Parameters
    ----------
    series
        Names of the series of the conflict at hand.
    capacities
        Whether capacities may be looked at.
    """
    learned = _learned().get("with" if capacities else "without", {})
    if not learned:
        return STATED
    for name, places in _learned()["series"].items():
        if is_same_conflict(places, series):
            return ColdBeliefs(**learned["left_out"][name])
    return ColdBeliefs(**learned["all"])


@cache
def _learned() -> dict[str, Any]:
    file = files("steppe.insight.forecasting") / "lessons" / FILE
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def cold_worlds(
    world: Scenario, series: Sequence[str], count: int, seed: int, *, capacities: bool
) -> list[Scenario]:
    """
    Draw worlds for a run that sees no report.

    Parameters
    ----------
    world
        Under Steppe's own rules.
    series
        Names of its series.
    count, seed
        How many, and of which chance.
    capacities
        Whether capacities may tell how large a camp is. They limit nothing in either case.
    """
    return worlds_of(world, beliefs_for(series, capacities=capacities), count, seed, capacities=capacities)


def worlds_of(
    world: Scenario, beliefs: ColdBeliefs, count: int, seed: int, *, capacities: bool
) -> list[Scenario]:
    """The same under given beliefs."""
    size = beliefs.worth_capacity if capacities else 0.0
    base = world.with_settings(**BEHAVIOUR, worth_capacity=size)
    camps = [place.name for place in world.places if place.kind in CAMP_KINDS]
    found = []
    for cost, *worths in normal_points(count, 1 + len(camps), seed):
        drawn = np.clip(beliefs.place_spread * np.array(worths), -MOST_WORTH, MOST_WORTH)
        worth = dict(zip(camps, drawn.tolist(), strict=True))
        day = beliefs.cost_per_travel_day * float(np.exp(beliefs.cost_spread * cost))
        places = tuple(replace(place, worth=worth.get(place.name, place.worth)) for place in base.places)
        found.append(replace(base, places=places).with_settings(cost_per_travel_day=day))
    return found
