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
from dataclasses import dataclass, fields, replace

import numpy as np

from steppe.engine.arrays import FloatArray, IntArray
from steppe.engine.clocks import BINS_PER_DAY
from steppe.engine.kernel import run_replica
from steppe.engine.kernel_state import Luck, Tables
from steppe.engine.plan import Plan
from steppe.engine.policy import ACCOUNTS, STEPS
from steppe.engine.tables import CellTables

TRAVEL_BINS = 4 * BINS_PER_DAY + 1
NAP_SECONDS = 0.1
_AS_THEY_ARE = sorted({each.name for each in fields(CellTables)} & set(Tables._fields))


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


def kernel_tables(plan: Plan) -> Tables:
    """Everything the kernel reads, gathered from a plan."""
    cells, push, environment = plan.cells, plan.push, plan.environment
    limited = np.flatnonzero(np.isfinite(plan.capacity).any(axis=0))
    watch_start, watchers = _watchers(plan, limited)
    closing_start, closing_roads = _closing_roads(plan)
    return Tables(
        **{name: getattr(cells, name) for name in _AS_THEY_ARE},
        weights=plan.choices.weights,
        epoch_of_day=plan.choices.epoch_of_day,
        limited=limited.astype(np.int64),
        watch_start=watch_start,
        watchers=watchers,
        leave=np.ascontiguousarray(environment.leave),
        capacity=plan.capacity,
        is_camp=environment.is_camp,
        is_town=environment.is_town,
        admit=plan.admit,
        closing_start=closing_start,
        closing_roads=closing_roads,
        present=push.present,
        population=push.population,
        total=push.total,
        factor=np.ascontiguousarray(push.factor),
        placed=push.placed,
        chance=np.ascontiguousarray(push.chance),
        mean=np.ascontiguousarray(push.mean),
        overnight=cells.places_at_night + cells.roads_at_night,
        most_batches=plan.most_batches,
        bins=TRAVEL_BINS if plan.tracks_travel else 1,
        buffer=plan.capacity_buffer,
        power=plan.choices.power,
        uniform_when_all_full=plan.choices.uniform_when_all_full,
        refuses_full_camps=plan.refuses_full_camps,
        takes_from_population=plan.takes_from_population,
    )


def _watchers(plan: Plan, limited: IntArray) -> tuple[IntArray, IntArray]:
    """Menus to reckon anew when the crowding of a limited place changes."""
    places: dict[int, set[int]] = {int(place): set() for place in limited}
    for candidate in plan.choices.candidates:
        if candidate.final in places:
            places[candidate.final].add(candidate.place)
    lists = [sorted(places[int(place)]) for place in limited]
    return _starts(lists), np.array([menu for each in lists for menu in each], dtype=np.int64)


def _closing_roads(plan: Plan) -> tuple[IntArray, IntArray]:
    """Road cells whose route closes on each day, after being open the day before."""
    lists: list[list[int]] = [[] for _ in range(plan.days)]
    roads = plan.cells.roads
    by_route: dict[int, list[int]] = {}
    for number in np.flatnonzero(roads["orphan"] >= 0):
        by_route.setdefault(int(roads["route"][number]), []).append(int(number) + plan.cells.places_at_night)
    closing = (plan.admit[1:] <= 0) & (plan.admit[:-1] > 0)
    for day, route in zip(*np.nonzero(closing), strict=True):
        lists[day + 1].extend(by_route.get(int(route), []))
    return _starts(lists), np.array([cell for each in lists for cell in each], dtype=np.int64)


def _starts(lists: list[list[int]]) -> IntArray:
    return np.cumsum([0, *(len(each) for each in lists)], dtype=np.int64)


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


def _run_one(plan: Plan, tables: Tables, workspace: threading.local, luck: Luck) -> ReplicaOutput:
    """Run one replica in this thread's own arrays."""
    if not hasattr(workspace, "output"):
        days, places, routes = plan.days, len(plan.place_names), len(plan.route_names)
        workspace.output = ReplicaOutput(
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
    output: ReplicaOutput = workspace.output
    draws = run_replica(
        tables, luck, output.stock, output.flow, output.en_route, output.entered, output.turned_back
    )
    return replace(output, draws=draws)
