"""
Worlds that differ in what is not known: draws from the priors, spread evenly over them.

The draws are scrambled Sobol points, so that a dozen already stand for the
whole (Owen 1998); the same seed gives the same worlds.
"""

from __future__ import annotations

import math

import numpy as np

from steppe.errors import ScenarioError
from steppe.insight.calibration.parameters import applied, parameters_of
from steppe.result.measures import FloatArray
from steppe.scenario.model import Scenario

DRAWS = 16


def prior_worlds(world: Scenario, count: int, seed: int) -> list[Scenario]:
    """
    Draw worlds from the priors of everything that is not known of how people move.

    Parameters
    ----------
    world
        Under Steppe's own rules.
    count
        How many, at least 1.
    seed
        Of the draws.

    Returns
    -------
    prior_worlds
        At most ``count``: a draw under which route choice has no solution is left out. The
        world as it is where none is left.
    """
    parameters = parameters_of(world, stocks=False, arrivals=False)
    if not parameters.each:
        return [world]
    vectors = parameters.mean + parameters.sd * normal_points(count, len(parameters.each), seed)
    drawn = [applied(world, parameters, vector) for vector in vectors]
    return [each for each in drawn if each is not None and _can_be_compiled(each)] or [world]


def normal_points(count: int, size: int, seed: int) -> FloatArray:
    """Evenly spread standard normal vectors. Shape ``(count, size)``."""
    from scipy.special import ndtri
    from scipy.stats import qmc

    sampler = qmc.Sobol(size, scramble=True, seed=np.random.default_rng(seed))
    even = sampler.random_base2(max(0, math.ceil(math.log2(max(count, 1)))))[:count]
    return np.asarray(ndtri(np.clip(even, 1e-3, 1.0 - 1e-3)))


def _can_be_compiled(world: Scenario) -> bool:
    from steppe.engine.plan import compile_plan

    try:
        compile_plan(world, days=1)
    except ScenarioError:
        return False
    return True
