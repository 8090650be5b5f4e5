"""One replica on one core, compiled and warm."""

from __future__ import annotations

import numpy as np

from steppe.engine.ensemble import kernel_tables, nothing_counted
from steppe.engine.kernel_state import Luck, Tables
from steppe.engine.plan import Plan
from steppe.engine.replica import run_replica


class Replica:
    """
    Runs replicas of a plan one after the other, in arrays that are there already.

    Parameters
    ----------
    plan
        A compiled world.
    tables
        What the kernel reads; those of the plan by default.
    """

    def __init__(self, plan: Plan, tables: Tables | None = None) -> None:
        self._tables = tables or kernel_tables(plan)
        self._counted = nothing_counted(plan)

    def run(self, number: int) -> float:
        """Run the replica of that number; how many draws it took."""
        return float(run_replica(self._tables, Luck(np.uint64(1), np.uint64(number), False), self._counted))

    @property
    def people(self) -> float:
        """How many entered in the replica that was run last."""
        return float(self._counted.entered.sum())
