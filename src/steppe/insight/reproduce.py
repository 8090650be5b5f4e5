"""
Does a run still give the same?  Each replica is run again and held against what was stored, number by number.

Nothing is kept of the second run, so its size does not matter; only a run kept
as summaries is compared as summaries.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from steppe.engine.ensemble import run_replicas
from steppe.engine.plan import compile_plan
from steppe.result.measures import AnyArray
from steppe.result.provenance import versions_here
from steppe.simulate import Progress, simulate, telling

if TYPE_CHECKING:
    from steppe.engine.ensemble import ReplicaOutput
    from steppe.result.result import Result


@dataclass(slots=True)
class Reproduction:
    """
    A run held against itself.

    Parameters
    ----------
    numbers
        How many were compared.
    differing
        How many of each output are not the same.
    largest_difference
        People; 0 where all are the same.
    versions
        What makes the numbers and is another now: then and now.
    """

    numbers: int = 0
    differing: dict[str, int] = field(default_factory=dict)
    largest_difference: float = 0.0
    versions: Mapping[str, tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_identical(self) -> bool:
        """Whether every number is the same."""
        return not any(self.differing.values())

    def compare(self, name: str, then: AnyArray, now: AnyArray) -> None:
        """Hold one array of an output against another of the same shape."""
        self.numbers += then.size
        apart = then != now
        count = int(np.count_nonzero(apart))
        if count:
            away = np.abs(now[apart].astype(np.float64) - then[apart])
            self.differing[name] = self.differing.get(name, 0) + count
            self.largest_difference = max(self.largest_difference, float(away.max()))


def reproduce(
    result: Result, *, threads: int | None = None, progress: Progress | None = None
) -> Reproduction:
    """
    Run a stored run again: same world, seed, replicas, days and mode.

    Parameters
    ----------
    result
        As :func:`steppe.open` gives it.
    threads
        How many replicas at once; all processors by default.
    progress
        Called with the number of replicas done and of all replicas.

    Returns
    -------
    reproduction
        What is the same and what is not.
    """
    versions = _changed_versions(result.provenance.versions)
    found = Reproduction(differing=dict.fromkeys(result.outputs, 0), versions=versions)
    if result.recorded.summaries:
        _compare_summaries(result, found, threads, progress)
    else:
        _compare_replicas(result, found, threads, progress)
    return found


def _compare_replicas(
    result: Result, found: Reproduction, threads: int | None, progress: Progress | None
) -> None:
    stored, one_at_a_time = result.recorded.arrays, threading.Lock()

    def compare(replica: int, output: ReplicaOutput) -> None:
        with one_at_a_time:
            for name in result.outputs:
                found.compare(name, np.asarray(stored[name][replica]), getattr(output, name))

    run_replicas(
        compile_plan(result.scenario, days=result.days),
        replicas=result.replicas,
        seed=result.seed,
        record=telling(compare, 0, result.replicas, progress),
        expected=result.mode == "expected",
        threads=threads,
    )


def _compare_summaries(
    result: Result, found: Reproduction, threads: int | None, progress: Progress | None
) -> None:
    again = simulate(
        result.scenario,
        replicas=result.replicas,
        seed=result.seed,
        expected=result.mode == "expected",
        days=result.days,
        threads=threads,
        keep="summary",
        progress=progress,
    )
    for name in result.outputs:
        found.compare(name, result.recorded.summaries[name], again.recorded.summaries[name])


def _changed_versions(then: Mapping[str, str]) -> Mapping[str, tuple[str, str]]:
    now = versions_here()
    words = sorted(then.keys() | now.keys())
    pairs = {name: (then.get(name, "unknown"), now.get(name, "unknown")) for name in words}
    return MappingProxyType({name: pair for name, pair in pairs.items() if pair[0] != pair[1]})
