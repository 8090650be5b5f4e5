"""
How many keyed binomial counts the sampler draws in a second, and what the engine keeps of that.

Run with ``python -m benchmarks.sampler``.  The engine's own draws are recorded
(``draws.py``) and given to the bare sampler again in the same order; the rate of
the engine over that of the sampler is the share of time that goes into drawing.
"""

from __future__ import annotations

import sys

import numpy as np
from numba import njit
from numpy.typing import NDArray

from benchmarks.cases import AFGHANISTAN, CAR, MALI, SYRIA, Case, left_out
from benchmarks.draws import draws_of
from benchmarks.replica import Replica
from benchmarks.table import Row, quickest_seconds, report
from steppe.chance import binomial
from steppe.engine.plan import compile_plan

CASES = (MALI, CAR, SYRIA, AFGHANISTAN)
LIMIT_MILLIONS = 15
SHARE_LIMIT_PERCENT = 60
DRAWS = 1_000_000
FEW_EXPECTED = 10.0  # from here on the sampler rejects instead of walking up the distribution
Draws = NDArray[np.float64]
_STEP = np.uint64(0x9E3779B97F4A7C15)
NOTES = (
    "Processor seconds on one thread, best of several.",
    "The mix: trials log-uniform from 1 to 100,000, chance log-uniform from 0.001 to 0.5, in random order; its draws are also timed apart, where fewer than ten are expected (inversion) and where more (rejection).",
    "The last of the mixes takes the chance evenly from 0.001 to 0.5, so that two thirds of the draws are rejections.",
    "The engine's share: draws per second of a whole replica over those of the bare sampler on the very draws of that world, in the same order. The rest is keeping the tables, moving people, and the crowding of places.",
)


@njit(nogil=True)
def draw_all(trials: Draws, chance: Draws, replica: np.uint64) -> float:
    """Draw each once, with an address of its own; the sum, so that nothing may be left out."""
    total = 0.0
    for number in range(len(trials)):
        address = np.uint64(number) * _STEP
        total += binomial(trials[number], chance[number], np.uint64(1), address, replica, np.uint64(3))
    return total


def mixed_draws(number: int, *, evenly: bool = False) -> Draws:
    """Trials and chances of a mix; shape ``(2, draw)``. ``evenly`` takes chances evenly, not their logarithms."""
    generator = np.random.default_rng(1)
    trials = np.floor(np.exp(generator.uniform(0.0, np.log(1e5), number)))
    low, high = 0.001, 0.5
    if evenly:
        chance = generator.uniform(low, high, number)
    else:
        chance = np.exp(generator.uniform(np.log(low), np.log(high), number))
    return np.stack([trials, chance])


def millions_per_second(draws: Draws) -> float:
    """Rate of the bare sampler, at its best."""
    trials, chance = np.ascontiguousarray(draws[0]), np.ascontiguousarray(draws[1])
    draw_all(trials, chance, np.uint64(0))
    seconds = quickest_seconds(lambda: draw_all(trials, chance, np.uint64(1)), tries=5)
    return len(trials) / seconds / 1e6


def sampler_rows(number: int = DRAWS) -> list[Row]:
    """Rates of the bare sampler on the mixes."""
    mix = mixed_draws(number)
    few = mix[0] * mix[1] < FEW_EXPECTED
    mixes = {
        "the mix": (mix, LIMIT_MILLIONS),
        "of it, inversion": (mix[:, few], None),
        "of it, rejection": (mix[:, ~few], None),
        "chance even from 0.001 to 0.5": (mixed_draws(number, evenly=True), None),
    }
    return [
        Row(name, millions_per_second(draws), "M/s", limit, at_least=True)
        for name, (draws, limit) in mixes.items()
    ]


def engine_rows(case: Case) -> list[Row]:
    """Rates of sampler and engine on a world's own draws, and the engine's share."""
    replica = Replica(compile_plan(case.load()))
    taken = replica.run(1)
    engine = taken / quickest_seconds(lambda: replica.run(1), tries=5) / 1e6
    bare = millions_per_second(draws_of(case.path))
    return [
        Row(f"sampler on the draws of {case.name}", bare, "M/s"),
        Row(f"engine on {case.name}", engine, "M/s"),
        Row(f"engine's share on {case.name}", 100 * engine / bare, "%", SHARE_LIMIT_PERCENT, at_least=True),
    ]


def main() -> int:
    """Print the table; 1 where a limit is missed."""
    rows = sampler_rows()
    for case in CASES:
        if case.is_there:
            rows += engine_rows(case)
    return report("The sampler", rows, [*NOTES, *left_out(*CASES)])


if __name__ == "__main__":
    sys.exit(main())
