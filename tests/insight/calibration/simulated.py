"""
Simulation-based calibration (Talts, Betancourt, Simpson, Vehtari & Gelman 2018).

Numbers are drawn from the priors, people are simulated with them by chance, the
published counts scatter as the model says, and the numbers are inferred again:
the rank of each true one among its draws has to be as likely to be any as any other.
"""

from __future__ import annotations

import numpy as np

from steppe.engine.ensemble import ReplicaOutput, run_replicas
from steppe.engine.plan import compile_plan
from steppe.insight.calibrate import Work
from steppe.insight.calibration import observation
from steppe.insight.calibration.files import Checkpoint
from steppe.insight.calibration.parameters import Parameters, applied, parameters_of
from steppe.insight.calibration.priors import REPORT_NOISE, REPORT_SPREAD
from steppe.insight.calibration.seen import Arrivals, Seen, Stocks
from steppe.insight.calibration.target import Target
from steppe.scenario.folder import load
from steppe.scenario.model import Scenario
from tests.insight.calibration.worlds import observed

KEPT = 29
BINS = 6
COUNTED = {
    "two-camps": {"Vale camp": (10, 20, 35, 59), "Ridge camp": (10, 20, 35, 59)},
    "border-closes": {
        "Amber camp": (15, 29, 60, 89),
        "Kestrel camp": (15, 29, 60, 89),
        "Norda City": (29, 60, 89),
    },
}


def prepared(name: str) -> tuple[Scenario, Parameters, Stocks]:
    """A teaching world without capacities, what is not known of it, and where and when it is counted."""
    days = COUNTED[name]
    world = observed(load(name), {place: dict.fromkeys(each, 1.0) for place, each in days.items()})
    world = world.with_settings(capacity_scaling=0.0)
    number = {place.name: position for position, place in enumerate(world.places)}
    stocks = Stocks(
        tuple(days),
        np.cumsum([0, *map(len, days.values())]),
        np.concatenate([np.array(each) for each in days.values()]),
        np.zeros(sum(map(len, days.values()))),
        tuple(np.array([number[place]]) for place in days),
    )
    return world, parameters_of(world, stocks=True, arrivals=False, learned={}), stocks


def published(
    world: Scenario, parameters: Parameters, stocks: Stocks, vector: np.ndarray, seed: int
) -> np.ndarray:
    """Counts of one simulated history; they may fall below nobody, by the softening at most."""
    kept: list[np.ndarray] = []

    def record(_: int, output: ReplicaOutput) -> None:
        kept.append(stocks.expected(output.stock))

    truth = applied(world, parameters, vector)
    assert truth is not None
    run_replicas(compile_plan(truth), replicas=1, seed=seed, record=record, threads=1)
    scatter = parameters.reports(vector)
    ratio = observation.draw_stock_ratios(
        np.zeros(len(stocks.day)),
        stocks.day,
        stocks.start,
        scatter[REPORT_SPREAD],
        observation.MEMORY_DAYS,
        scatter[REPORT_NOISE],
        np.random.default_rng([seed, 2018, 1]),
    )
    soft = observation.SOFTENING_PEOPLE
    return (kept[0] + soft) * np.exp(ratio) - soft


def ranks(name: str, seed: int, *, draws: int = 290, warmup: int = 150) -> dict[str, int]:
    """Rank, 0 to ``KEPT``, of each true number among draws that were inferred without it."""
    world, parameters, stocks = prepared(name)
    plain = Target(world, parameters, Seen(stocks, NO_ARRIVALS))
    chance = np.random.default_rng([seed, 2018, 0])
    while True:
        vector = parameters.mean + parameters.sd * chance.standard_normal(len(parameters.names))
        if plain.expected(vector) is not None:
            break
    counts = published(world, parameters, stocks, vector, seed)
    seen = Stocks(stocks.names, stocks.start, stocks.day, counts, stocks.columns)
    target = Target(world, parameters, Seen(seen, NO_ARRIVALS))
    _, chains = Work(target, Checkpoint(None, {}), seed, draws, warmup, None).done(2, 1)
    every = np.array([chain.kept for chain in chains]).swapaxes(0, 1).reshape(-1, len(vector))
    apart = every[np.linspace(0, len(every) - 1, KEPT).round().astype(int)]
    return dict(zip(parameters.names, (apart < vector).sum(axis=0).tolist(), strict=True))


NO_ARRIVALS = Arrivals((), np.zeros(0), (), ())
