"""
Replicas over threads: the same numbers whatever the number of threads.

Every replica is a run of its own, with its own addresses of chance, so the way
they are shared over threads cannot matter.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np

from steppe.engine.arrays import FloatArray
from steppe.engine.gather import kernel_tables as kernel_tables
from steppe.engine.kernel_state import Luck, Tables
from steppe.engine.plan import Plan
from steppe.engine.policy import ACCOUNTS, STEPS
from steppe.engine.replica import Counted, run_replica

NAP_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class ReplicaOutput:
    """
    What one replica counted; valid only while it is being recorded.

    Parameters
    ----------
    stock
        Displaced people standing at each place at the end of each day. Shape ``(day, place)``.
    flow
        People who finished each directed route on each day. Shape ``(day, route)``.
    en_route
        People on a route at nightfall. Shape ``(day,)``.
    entered
        People who entered that day, on day 0 those already there included. Shape ``(day,)``.
    turned_back
        People who wanted to use a route that day and were refused. Shape ``(day, route)``.
    """

    stock: FloatArray
    flow: FloatArray
    en_route: FloatArray
    entered: FloatArray
    turned_back: FloatArray
    group_stock: FloatArray
    border: FloatArray
    pathway: FloatArray
    went_home: FloatArray
    draws: float = 0.0


Record = Callable[[int, ReplicaOutput], None]


def run_replicas(
    plan: Plan,
    *,
    replicas: int,
    seed: int,
    record: Record,
    expected: bool = False,
    threads: int | None = None,
    first: int = 0,
    skip: Iterable[int] = (),
) -> None:
    """
    Run replicas and hand each one over as it ends.

    Parameters
    ----------
    plan
        A compiled scenario.
    replicas
        How many; numbered from ``first``.
    seed
        Where all chance starts from, 0 to 2**63 - 1.
    record
        Called with the number and the counts of each replica, from worker threads,
        in no order; the arrays are used again after the call.
    expected
        Replace every draw by its mean.
    threads
        How many at once; all processors if not given.
    skip
        Replicas that are not wanted (already there from an interrupted run).
    """
    left = set(skip)
    wanted = [number for number in range(first, first + replicas) if number not in left]
    tables = kernel_tables(plan)
    workspace = threading.local()
    stopped = threading.Event()
    waiting, one_at_a_time = iter(wanted), threading.Lock()

    def work() -> None:
        while not stopped.is_set():
            with one_at_a_time:
                replica = next(waiting, None)
            if replica is None:
                return
            output = _run_one(plan, tables, workspace, Luck(np.uint64(seed), np.uint64(replica), expected))
            if not stopped.is_set():
                record(replica, output)

    workers = max(1, min(threads or os.cpu_count() or 1, len(wanted)))
    with ThreadPoolExecutor(workers) as pool:
        try:
            futures = [pool.submit(work) for _ in range(workers)]
            _await(futures)
        except BaseException:
            stopped.set()
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _await(futures: Iterable[Future[None]]) -> None:
    """
    Wait until all have ended or one has failed.

    In short naps: some libraries take over the signal of Ctrl-C in a way that a long wait does not hear.
    """
    left = set(futures)
    while left:
        done, left = wait(left, timeout=NAP_SECONDS, return_when=FIRST_EXCEPTION)
        for future in done:
            future.result()


def nothing_counted(plan: Plan) -> Counted:
    """
    Arrays for what one replica counts.

    Parameters
    ----------
    plan
        A compiled scenario.
    """
    days, places, routes = plan.days, len(plan.place_names), len(plan.route_names)
    return Counted(
        np.zeros((days, places)),
        np.zeros((days, routes)),
        np.zeros(days),
        np.zeros(days),
        np.zeros((days, routes)),
        np.zeros((days, len(plan.group_names), places)),
        np.zeros((days, len(ACCOUNTS), len(plan.posts))),
        np.zeros((days, len(STEPS), len(plan.pathway_names))),
        np.zeros(days if plan.pathway_names else 0),
    )


def _run_one(plan: Plan, tables: Tables, workspace: threading.local, luck: Luck) -> ReplicaOutput:
    """Run one replica in this thread's own arrays."""
    if not hasattr(workspace, "counted"):
        workspace.counted = nothing_counted(plan)
    counted: Counted = workspace.counted
    draws = run_replica(tables, luck, counted)
    return ReplicaOutput(**counted._asdict(), draws=draws)
