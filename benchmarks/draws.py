"""
Which binomial draws a replica takes: the trials and the chance of each, in order.

The kernel is played uncompiled, as plain Python, with a generator of numpy in
place of the sampler and a list beside it.  That is slow (tens of microseconds a
draw) but changes nothing in the kernel.  ``python -m benchmarks.draws WORLD FILE``
does it in a process of its own, since numba is switched off for a whole process;
:func:`draws_of` is how the benchmarks ask for it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from steppe import Scenario

SWITCHED_OFF = {"NUMBA_DISABLE_JIT": "1"}


def draws_of(path: str) -> NDArray[np.float64]:
    """
    Trials and chance of every draw of one replica at full scale.

    Parameters
    ----------
    path
        Of the world, as ``steppe.load`` takes it.

    Returns
    -------
    draws
        Shape ``(2, draw)``: how many people, and the chance of each of them.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "draws.npy"
        words = [sys.executable, "-m", "benchmarks.draws", path, str(file)]
        subprocess.run(words, check=True, env=os.environ | SWITCHED_OFF)
        drawn: NDArray[np.float64] = np.load(file)
    return drawn


def _read_by_name(table: Any) -> Any:
    """A table whose columns plain Python reads by name, as compiled code does."""
    return table.view(np.recarray) if getattr(getattr(table, "dtype", None), "names", None) else table


def played(world: Scenario) -> NDArray[np.float64]:
    """What :func:`draws_of` gives, taken in this process, in which numba must be switched off."""
    from benchmarks.replica import Replica
    from steppe.engine import kernel_state
    from steppe.engine.ensemble import kernel_tables
    from steppe.engine.plan import compile_plan

    taken: list[tuple[float, float]] = []
    generator = np.random.default_rng(1)

    def binomial(trials: float, chance: float, *_address: object) -> float:
        taken.append((trials, chance))
        return float(generator.binomial(int(trials), chance))

    plan = compile_plan(world)
    tables = kernel_tables(plan)
    tables = tables._replace(**{name: _read_by_name(each) for name, each in tables._asdict().items()})
    sampled = patch.object(kernel_state, "binomial", binomial)
    with sampled, np.errstate(over="ignore"):  # addresses wrap around, which is meant
        Replica(plan, tables).run(1)
    return np.array(taken, dtype=np.float64).reshape(-1, 2).T


def main() -> int:
    """Play the world named first and write its draws to the file named second."""
    import steppe

    path, file = sys.argv[1:]
    np.save(file, played(steppe.load(path).with_settings(people_per_count=1)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
