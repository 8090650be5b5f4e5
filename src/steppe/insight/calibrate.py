"""The doorway of calibration: from a world with counts to draws of what was not known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from steppe.errors import Problem, UsageError

if TYPE_CHECKING:
    from steppe.insight.calibration.chains import Chain, Mover
    from steppe.insight.calibration.files import Checkpoint
    from steppe.insight.calibration.laplace import Peak
    from steppe.insight.calibration.posterior import Posterior
    from steppe.insight.calibration.target import Target
    from steppe.scenario.model import Scenario

LEARNINGS = 6
BLOCK = 100
Progress = Callable[[int, int], object]


def calibrate(
    scenario: Scenario,
    *,
    until: date | None = None,
    seed: int = 1,
    chains: int = 4,
    draws: int = 2500,
    warmup: int = 420,
    threads: int | None = None,
    capacities: bool = False,
    learned: Mapping[str, tuple[float, float]] | None = None,
    folder: Path | str | None = None,
    progress: Progress | None = None,
    command: str = "",
) -> Posterior:
    """
    Draw from what may be believed of behaviour, given the counts published by a day.

    Parameters
    ----------
    scenario
        A world with observations; one of the peer's format is taken under own rules.
    until
        The last day whose publications are looked at; the last of the scenario by default.
    seed
        Where all chance starts from. The draws do not depend on the number of threads.
    chains, draws, warmup
        How many chains, and how many steps of each are kept and are not.
    threads
        How many runs at once; all processors by default.
    capacities
        Whether the capacities of places hold.
    learned
        Priors from other crises in place of the packaged ones; empty for the stated ones alone.
    folder
        The posterior folder to be. While it goes on, its state is kept in ``<folder>.partial``,
        and the same call goes on from there; the folder itself is left to
        :func:`steppe.insight.calibration.files.write_posterior`.
    progress
        Called with steps done and of all, chains together.
    command
        What to record as the command that asked for it.

    Returns
    -------
    posterior
        Draws with their diagnostics.

    Raises
    ------
    ScenarioError
        With everything that is wrong with the world; where nothing was published that can be compared.
    UsageError
        Where a number is out of range, or ``until`` is too early.
    OutputError
        Where the folder cannot be written, or is in the way.
    """
    from steppe.insight.calibration.files import Checkpoint
    from steppe.insight.calibration.learning import learned_for
    from steppe.insight.calibration.target import as_seen_on, target_of
    from steppe.scenario.check import require
    from steppe.scenario.folder import scenario_hash

    begun = perf_counter()
    _require_numbers(seed=seed, chains=chains, draws=draws, warmup=warmup)
    require(scenario)
    known = as_seen_on(scenario, until, capacities=capacities)
    packaged = learned_for(scenario) if learned is None else dict(learned)
    target = target_of(known, packaged)
    asked = {
        "scenario": known.name,
        "scenario_hash": scenario_hash(known),
        "until": (until or date.fromordinal(known.start.toordinal() + known.days - 1)).isoformat(),
        "seed": seed,
        "chains": chains,
        "draws": draws,
        "warmup": warmup,
        "capacities": capacities,
        "learned": {field: list(pair) for field, pair in packaged.items()},
    }
    if folder is not None:
        from steppe.scenario.written import require_empty

        require_empty(Path(folder))
    checkpoint = Checkpoint(Path(folder) if folder else None, asked)
    work = Work(target, checkpoint, seed, draws, warmup, progress)
    peak, made = work.done(chains, threads)
    return _posterior(target, peak, made, {**asked, "command": command, "seconds": perf_counter() - begun})


def _require_numbers(**asked: int) -> None:
    ranges = {
        "seed": (0, 2**63 - 1),
        "chains": (2, 64),
        "draws": (20, 1_000_000),
        "warmup": (LEARNINGS, 1_000_000),
    }
    problems = [
        Problem(name, f"{value} is out of range.", f"Give a whole number from {low:,} to {high:,}.")
        for name, value in asked.items()
        for low, high in [ranges[name]]
        if not low <= value <= high
    ]
    if problems:
        raise UsageError(problems)


@dataclass(frozen=True, slots=True)
class Work:
    """The steps of a calibration, in blocks after each of which it may be left and taken up again."""

    target: Target
    checkpoint: Checkpoint
    seed: int
    draws: int
    warmup: int
    progress: Progress | None

    def done(self, chains: int, threads: int | None) -> tuple[Peak, list[Chain]]:
        """The peak, and all chains with their draws."""
        with _pool(threads) as pool:
            peak, mover, made, step = self._begun(chains, pool)
            for block, keep in self._blocks(step):
                pool.map(partial(_walk, mover, steps=block, keep=keep), made)
                step += block
                if not keep:
                    mover = self._learned(mover, peak, made, step)
                self.checkpoint.save(peak, mover.gaussian, mover.surrogate, made, step)
                if self.progress is not None:
                    self.progress(step * chains, (self.warmup + self.draws) * chains)
        return peak, made

    def _begun(self, chains: int, pool: _Pool) -> tuple[Peak, Mover, list[Chain], int]:
        """From the middle of the priors to the peak, and chains about it; or where it was left."""
        import numpy as np

        from steppe.insight.calibration.chains import Gaussian, Mover, started
        from steppe.insight.calibration.laplace import find_peak

        left = self.checkpoint.restored()
        if left is not None:
            peak, gaussian, surrogate, made, step = left
            return peak, Mover(self.target, gaussian, surrogate, step < self.warmup), made, step
        peak = find_peak(self.target, pool.executor)
        gaussian = Gaussian(peak.mode, np.asarray(np.linalg.cholesky(peak.covariance), dtype=np.float64))
        made = pool.map(lambda number: started(self.target, gaussian, self.seed, number), range(chains))
        return peak, Mover(self.target, gaussian, peak.surrogate, True), made, 0

    def _blocks(self, step: int) -> Iterator[tuple[int, bool]]:
        """How many steps come next, and whether they are kept; the same whoever starts where."""
        marks = [self.warmup * number // LEARNINGS for number in range(1, LEARNINGS + 1)]
        marks += [self.warmup + min(n, self.draws) for n in range(BLOCK, self.draws + BLOCK, BLOCK)]
        for mark in marks:
            if mark > step:
                yield mark - step, step >= self.warmup
                step = mark

    def _learned(self, mover: Mover, peak: Peak, chains: list[Chain], step: int) -> Mover:
        """What proposals lean on, learned anew; what was run is forgotten once it is held."""
        from steppe.insight.calibration.chains import learned_from

        found = learned_from(mover, peak.surrogate, chains, self.seed + step)
        if step < self.warmup:
            return found
        for chain in chains:
            chain.runs.clear()
            chain.tried[:] = chain.taken[:] = 0.0
        return replace(found, learning=False)


def _walk(mover: Mover, chain: Chain, *, steps: int, keep: bool) -> None:
    from steppe.insight.calibration.chains import walk

    walk(mover, chain, steps, keep=keep)


class _Pool:
    """Threads that work through a list, in its order as far as anybody can tell."""

    def __init__(self, executor: ThreadPoolExecutor) -> None:
        self.executor = executor

    def map(self, work: Callable[[Any], Any], items: Any) -> list[Any]:
        """What comes of each, once all are there."""
        return list(self.executor.map(work, items))


@contextmanager
def _pool(threads: int | None) -> Iterator[_Pool]:
    import os

    executor = ThreadPoolExecutor(threads or os.cpu_count() or 1)
    try:
        yield _Pool(executor)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _posterior(target: Target, peak: Peak, chains: list[Chain], made: dict[str, Any]) -> Posterior:
    import numpy as np

    from steppe.insight.calibration.posterior import Posterior
    from steppe.result.provenance import versions_here

    tried = sum(chain.tried for chain in chains)
    taken = sum(chain.taken for chain in chains)
    kinds = ("surrogate", "crank-nicolson", "walk")
    accepted = {kind: float(share) for kind, share in zip(kinds, taken / np.maximum(tried, 1), strict=True)}
    stocks, arrivals = target.seen.stocks, target.seen.arrivals
    return Posterior(
        known=target.scenario,
        parameters=target.parameters,
        draws=np.array([chain.kept for chain in chains]),
        log_density=np.array([chain.heights for chain in chains]),
        peak=np.stack([peak.mode, np.sqrt(np.diag(peak.covariance))]),
        made={
            **made,
            "versions": versions_here(),
            "accepted": accepted,
            "counts": {
                "stocks": len(stocks.value),
                "series": len(stocks.names),
                "arrivals": len(arrivals.value),
            },
            "out_of_reach": _out_of_reach(target),
        },
    )


def _out_of_reach(target: Target) -> dict[str, int]:
    """How many counts of each series were left out, as nobody can be there by then."""
    from steppe.insight.calibration.seen import seen_by

    every = seen_by(target.scenario, target.scenario.days - 1, None).stocks.counts()
    used = target.seen.stocks.counts()
    return {name: count - used.get(name, 0) for name, count in every.items() if count > used.get(name, 0)}
