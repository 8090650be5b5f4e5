"""
Chains of draws from a posterior.

A step is one of three, taken by lot, each of which leaves the posterior as it is:

surrogate
    Many quick steps on the surrogate, of which one run then accepts or refuses the
    whole (surrogate transition, Liu 2001; delayed acceptance, Christen & Fox 2005).
crank-nicolson
    Towards the Gaussian at the peak and some way at random (Cotter, Roberts, Stuart
    & White 2013), with a length drawn anew for each step.
walk
    At random from where the chain stands, which needs no Gaussian to be right in the tails.

While warming up, the surrogate and the Gaussian learn from the runs of all
chains; from the first draw that is kept they are held.  Every chain has its own
source of chance, so the draws do not depend on how many threads there are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from steppe.insight.calibration.quick import Tables, log_density, quick_walk
from steppe.insight.calibration.surrogate import Surrogate, curved, signals
from steppe.insight.calibration.target import Target
from steppe.result.measures import FloatArray

LENGTHS = (0.15, 0.4, 0.8, 1.0)
QUICK_STEPS = (4, 20, 80, 200)
"""How many quick steps make one: long ones go anywhere, short ones get a chain out of where the surrogate is wrong."""
_HEAT = 0.9
_SHARE_QUICK, _SHARE_NICOLSON = 0.75, 0.1
LEARNING_STEPS = 4_000
_WIDER = 1.15
_WALK = 1.5
_SPREAD_OF_STARTS = 2.0
_MOST_STARTS = 200


@dataclass(frozen=True, eq=False)
class Gaussian:
    """
    What proposals lean on.

    Parameters
    ----------
    mean
        Without bounds. Shape ``(parameter,)``.
    root
        Lower Cholesky factor of the covariance. Shape ``(parameter, parameter)``.
    """

    mean: FloatArray
    root: FloatArray

    @cached_property
    def inverse(self) -> FloatArray:
        """Of the factor. Shape ``(parameter, parameter)``."""
        return np.asarray(np.linalg.inv(self.root))

    @property
    def covariance(self) -> FloatArray:
        """Shape ``(parameter, parameter)``."""
        return np.asarray(self.root @ self.root.T)

    def log_density(self, vector: FloatArray) -> float:
        """Log density up to a constant."""
        away = self.inverse @ (vector - self.mean)
        return float(-0.5 * away @ away)

    def moved(self, vector: FloatArray, length: float, chance: np.random.Generator) -> FloatArray:
        """A proposal that leaves this Gaussian as it is: part of the way back to the mean, and some at random."""
        noise = self.root @ chance.standard_normal(len(vector))
        return np.asarray(self.mean + math.sqrt(1.0 - length**2) * (vector - self.mean) + length * noise)

    def walked(self, vector: FloatArray, size: float, chance: np.random.Generator) -> FloatArray:
        """A proposal at random about where the chain stands."""
        return np.asarray(vector + size * (self.root @ chance.standard_normal(len(vector))))


@dataclass(eq=False)
class Chain:
    """
    Where one chain stands.

    Parameters
    ----------
    chance
        Its own source of chance.
    vector, height
        Where it is, and the log density there.
    kept, heights
        Draws so far, and their log densities.
    tried, taken
        Steps of each kind, and how many of them moved.
    runs
        Vectors that were run while warming up, and their signals.
    """

    chance: np.random.Generator
    vector: FloatArray
    height: float
    kept: list[FloatArray] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    tried: FloatArray = field(default_factory=lambda: np.zeros(3))
    taken: FloatArray = field(default_factory=lambda: np.zeros(3))
    runs: list[tuple[FloatArray, FloatArray]] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Mover:
    """
    Everything a step needs that is not the chain's own.

    Parameters
    ----------
    target, gaussian, surrogate
        What is drawn from, and what proposals lean on.
    learning
        Whether runs are kept to learn from.
    """

    target: Target
    gaussian: Gaussian
    surrogate: Surrogate
    learning: bool

    @cached_property
    def tables(self) -> Tables:
        """Of the surrogate, a little wider than it is, so that chains do not stick where it is too narrow."""
        return self.surrogate.tables(self.target, heat=_HEAT)

    def step(self, chain: Chain) -> None:
        """One step, at the cost of at most one run."""
        lot, here, size = chain.chance.random(), chain.vector, len(chain.vector)
        if lot < _SHARE_QUICK:
            steps = QUICK_STEPS[int(chain.chance.integers(len(QUICK_STEPS)))]
            trail, quick = self.quick_walk(here, steps, chain.chance)
            there, kind, correction = trail[-1], 0, log_density(self.tables, here) - quick
        elif lot < _SHARE_QUICK + _SHARE_NICOLSON:
            length = LENGTHS[int(chain.chance.integers(len(LENGTHS)))]
            there, kind = self.gaussian.moved(here, length, chain.chance), 1
            correction = self.gaussian.log_density(here) - self.gaussian.log_density(there)
        else:
            reach = _WALK * chain.chance.gamma(2.0, 0.5) / math.sqrt(size)
            there, kind, correction = self.gaussian.walked(here, reach, chain.chance), 2, 0.0
        self._decide(chain, there, kind, correction)

    def quick_walk(
        self, start: FloatArray, steps: int, chance: np.random.Generator
    ) -> tuple[FloatArray, float]:
        """
        Steps on the surrogate alone, half towards the Gaussian and half at random.

        Each is one of a mixture that is the same at every step and reversible, so that the
        whole walk is reversible too, as the correction for it needs.

        Returns
        -------
        trail, density
            Where each step leads, shape ``(step, parameter)``, and the surrogate's log density at the end.
        """
        noise = chance.standard_normal((steps, len(start)))
        lean = np.array(LENGTHS)[chance.integers(len(LENGTHS), size=steps)]
        walk = -_WALK * chance.gamma(2.0, 0.5, size=steps) / math.sqrt(len(start))
        lengths = np.where(chance.random(steps) < 0.5, lean, walk)
        lots, trail = np.log1p(-chance.random(steps)), np.empty_like(noise)
        one = self.gaussian
        density = quick_walk(self.tables, start, one.mean, one.root, one.inverse, noise, lengths, lots, trail)
        return trail, density

    def _decide(self, chain: Chain, there: FloatArray, kind: int, correction: float) -> None:
        """Accept or refuse by one run; a proposal that did not move needs none."""
        chain.tried[kind] += 1
        lot = math.log1p(-chain.chance.random())
        if np.array_equal(there, chain.vector):
            return
        height, expected = self.target.judged(there)
        if expected is not None and self.learning:
            chain.runs.append((there, signals(expected)))
        if math.isfinite(height) and lot < height - chain.height + correction:
            chain.vector, chain.height = np.array(there), height
            chain.taken[kind] += 1


def learned_from(mover: Mover, peak: Surrogate, chains: Sequence[Chain], seed: int) -> Mover:
    """
    The same with a surrogate fitted to all runs so far, and the Gaussian of that surrogate's own posterior.

    Parameters
    ----------
    peak
        The surrogate that the fit begins from.
    seed
        Of the walks on the surrogate.
    """
    vectors = np.array([vector for chain in chains for vector, _ in chain.runs])
    found = np.array([signal for chain in chains for _, signal in chain.runs])
    surrogate = curved(peak, mover.target, mover.gaussian.covariance, vectors, found)
    fitted = replace(mover, surrogate=surrogate)
    trails = []
    for number, chain in enumerate(chains):
        chance = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, number])))
        trails.append(fitted.quick_walk(chain.vector, LEARNING_STEPS, chance)[0][LEARNING_STEPS // 4 :])
    trail = np.concatenate(trails)
    covariance = np.cov(trail.T) * _WIDER + 0.05 * mover.gaussian.covariance
    root = np.asarray(np.linalg.cholesky(covariance), dtype=np.float64)
    return replace(fitted, gaussian=Gaussian(trail.mean(axis=0), root))


def started(target: Target, gaussian: Gaussian, seed: int, number: int) -> Chain:
    """
    A chain at a start of its own, drawn from twice the width of the Gaussian.

    Parameters
    ----------
    seed, number
        Of the calibration and of the chain.
    """
    chance = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, number])))
    for _ in range(_MOST_STARTS):
        vector = gaussian.walked(gaussian.mean, _SPREAD_OF_STARTS, chance)
        height = target.log_density(vector)
        if math.isfinite(height):
            return Chain(chance, vector, height)
    return Chain(chance, gaussian.mean.copy(), target.log_density(gaussian.mean))


def walk(mover: Mover, chain: Chain, steps: int, *, keep: bool) -> None:
    """
    Take some steps.

    Parameters
    ----------
    keep
        Whether the places the chain stands at are draws.
    """
    for _ in range(steps):
        mover.step(chain)
        if keep:
            chain.kept.append(chain.vector)
            chain.heights.append(chain.height)
