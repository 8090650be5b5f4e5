"""
Learn from cases what to believe of a conflict of which no count is known.

    python tools/learn_cold_start.py CASE...

For each case, and for all together, the beliefs are sought under which the mean of
runs that see no report is closest to what was published, as the mean over the other
cases of the averaged relative difference over that of an equal split. The runs are
made once for a range of costs; other costs are weights on them, and the worth of
a camp multiplies its arrivals, which under destination choice it does up to the
mixing of origins. Written to ``src/steppe/insight/forecasting/lessons/cold_start.json``.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from steppe.insight.forecasting.cold_start import Truth, difference_of, stocks_of
from steppe.insight.forecasting.cold_worlds import BEHAVIOUR, FILE, STATED, ColdBeliefs
from steppe.insight.forecasting.draws import normal_points
from steppe.insight.forecasting.sheet import case_of

COSTS = np.exp(np.linspace(np.log(0.05), np.log(12.0), 14))
PLACES_AT_MOST, DRAWS, SEED = 40, 32, 9
PULL = 0.01
HERE = Path(__file__).parent.parent / "src/steppe/insight/forecasting/lessons"


@dataclass(frozen=True)
class Runs:
    """Runs of one case under a range of costs, and what an equal split is off by."""

    names: tuple[str, ...]
    truth: Truth
    start: np.ndarray
    arriving: np.ndarray
    size: np.ndarray
    even: float

    def mean(self, beliefs: ColdBeliefs, *, capacities: bool) -> np.ndarray:
        """Mean over draws of people at each camp. Shape ``(day, camp)``."""
        away = (np.log(COSTS) - np.log(beliefs.cost_per_travel_day)) / beliefs.cost_spread
        weight = np.exp(-0.5 * away**2)
        weight /= weight.sum()
        total = self.arriving.sum(axis=2, keepdims=True)
        worth = beliefs.worth_capacity * self.size if capacities else 0.0
        summed = np.zeros(self.arriving.shape[1:])
        for z in normal_points(DRAWS, PLACES_AT_MOST, SEED)[:, : len(self.names)]:
            drawn = self.arriving * np.exp(beliefs.place_spread * z + worth)
            share = drawn / np.maximum(drawn.sum(axis=2, keepdims=True), 1e-12)
            summed += np.tensordot(weight, share * total, axes=1) / DRAWS
        return self.start + summed.cumsum(axis=0)

    def error(self, beliefs: ColdBeliefs, *, capacities: bool) -> float:
        """Averaged relative difference over that of an equal split."""
        return difference_of(self.truth, self.mean(beliefs, capacities=capacities)) / self.even


def main(folders: list[str]) -> None:
    """Learn and write."""
    cases = [case_of(each) for each in folders]
    runs = {case.name: _runs(case) for case in cases}
    found = {
        word: {
            "all": _learned(list(runs.values()), capacities=word == "with").to_json(),
            "left_out": {
                name: _learned(
                    [runs[each] for each in runs if each != name], capacities=word == "with"
                ).to_json()
                for name in runs
            },
        }
        for word in ("with", "without")
    }
    found["series"] = {case.name: [each.name for each in case.reports] for case in cases}
    HERE.mkdir(exist_ok=True)
    (HERE / FILE).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    for word in ("without", "with"):
        for name, own in runs.items():
            left_out = ColdBeliefs(**found[word]["left_out"][name])
            print(word, name, round(own.error(left_out, capacities=word == "with") * own.even, 3), left_out)


def _runs(case) -> Runs:
    truth = Truth(case)
    stocks = np.array(
        [
            stocks_of(case.world.with_settings(**BEHAVIOUR, cost_per_travel_day=float(cost)), truth.names)
            for cost in COSTS
        ]
    )
    change = np.maximum(np.diff(stocks, axis=1, prepend=stocks[:, :1]), 0.0)
    limit = {place.name: float(place.capacity or 0) for place in case.world.places}
    size = np.log(np.maximum([limit[name] for name in truth.names], 1000.0) / 1000.0)
    total = truth.daily.sum(axis=1, keepdims=True)
    even = difference_of(truth, np.repeat(total / len(truth.names), len(truth.names), axis=1))
    return Runs(truth.names, truth, stocks[0, 0], change, size, even)


def _learned(runs: list[Runs], *, capacities: bool) -> ColdBeliefs:
    stated = _vector(STATED)

    def loss(vector: np.ndarray) -> float:
        beliefs = _beliefs(vector if capacities else np.append(vector, stated[3]))
        pull = ((vector[1:3] - stated[1:3]) ** 2).sum() + 0.3 * (vector[0] - stated[0]) ** 2
        return float(np.mean([each.error(beliefs, capacities=capacities) for each in runs]) + PULL * pull)

    size = 4 if capacities else 3
    starts = [np.concatenate([[np.log(cost)], stated[1:size]]) for cost in (0.3, 1.5)]
    tries = [minimize(loss, each, method="Nelder-Mead", options={"maxfev": 120}) for each in starts]
    best = min(tries, key=lambda each: each.fun).x
    return _beliefs(best if capacities else np.append(best, stated[3]))


def _vector(beliefs: ColdBeliefs) -> np.ndarray:
    logs = np.log([beliefs.cost_per_travel_day, beliefs.cost_spread, beliefs.place_spread])
    return np.append(logs, beliefs.worth_capacity)


def _beliefs(vector: np.ndarray) -> ColdBeliefs:
    cost, spread, places = np.exp(np.clip(vector[:3], -4.0, 3.0))
    values = [round(float(each), 3) for each in (cost, spread, places, np.clip(vector[3], 0.0, 5.0))]
    return ColdBeliefs(*values)


if __name__ == "__main__":
    main(sys.argv[1:])
