"""Replicas over threads: who runs them, what stops them, and that nothing is left running."""

from __future__ import annotations

import signal
import threading
import time

import numpy as np
import pytest

from steppe.engine.ensemble import run_replicas
from steppe.engine.plan import compile_plan
from tests.engine.worlds import road


def running(**settings):
    """What all tests here run: a town of which a third leaves each day."""
    return compile_plan(road(leave_chance_town=0.3, **settings))


def replicas_seen(**asked):
    """Numbers of the replicas that were recorded, and the last stock of the town in each."""
    seen = {}

    def record(replica, output):
        seen[replica] = output.stock[-1, 0]

    run_replicas(running(), **{"replicas": 12, "seed": 1, **asked}, record=record)
    return seen


def test_every_replica_is_run_once_and_each_has_its_own_luck():
    seen = replicas_seen(threads=3)
    assert sorted(seen) == list(range(12))
    assert len(set(seen.values())) > 6


def test_only_those_that_are_wanted_are_run():
    assert sorted(replicas_seen(first=5, replicas=4, skip=[6, 99])) == [5, 7, 8]
    assert replicas_seen(replicas=3, skip=[0, 1, 2]) == {}


def test_another_seed_is_another_history():
    assert replicas_seen(seed=1) != replicas_seen(seed=2)
    assert replicas_seen(seed=2**63 - 1) == replicas_seen(seed=2**63 - 1)


def test_the_arrays_handed_over_are_whole_and_used_again():
    handed = []
    run_replicas(running(), replicas=3, seed=1, threads=1, record=lambda _, output: handed.append(output))
    assert handed[0].stock is handed[2].stock
    assert handed[0].stock.shape == (4, 2) and handed[0].flow.shape == (4, 1)
    assert handed[0].draws >= 4
    assert np.array_equal(handed[0].stock.sum(axis=1) + handed[0].en_route, [1_000] * 4)


@pytest.mark.parametrize("threads", [1, 4])
def test_a_replica_that_cannot_be_recorded_stops_the_run_and_says_why(threads):
    seen = []

    def record(replica, _):
        seen.append(replica)
        if replica == 2:
            raise OSError("no space left on device")
        time.sleep(0.002)

    with pytest.raises(OSError, match="no space left"):
        run_replicas(running(), replicas=2_000, seed=1, threads=threads, record=record)
    assert len(seen) < 200
    assert not workers()


def test_an_interrupted_run_ends_soon_and_leaves_nothing_running():
    seen = []

    def record(replica, _):
        seen.append(replica)
        if replica == 5:
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        time.sleep(0.002)

    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            run_replicas(running(), replicas=5_000, seed=1, threads=2, record=record)
    finally:
        signal.signal(signal.SIGINT, usual)
    assert len(seen) < 1_000
    assert not workers()
    recorded = len(seen)
    time.sleep(0.05)
    assert len(seen) == recorded


def workers():
    """Threads of pools that are still there."""
    return [each for each in threading.enumerate() if each.name.startswith("ThreadPoolExecutor")]
