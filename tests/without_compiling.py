"""
Numbers of tiny worlds, to be worked out by compiled code and by plain Python.

``python -m tests.without_compiling`` prints them as JSON.  With
``NUMBA_DISABLE_JIT=1`` nothing is compiled; rows of a table are then looked at by
name through ``numpy.recarray``, as compiled code does by itself.
"""

from __future__ import annotations

import json
import os
import warnings
from typing import Any

import numpy as np

from steppe.engine import ensemble
from steppe.scenario.events import BorderRegime, CapacityChange, Conflict, RouteRegime
from steppe.scenario.model import Place, Push, Route, Scenario
from steppe.simulate import simulate
from tests.engine.worlds import HERE, PEER, THERE, camp, day, town, world

OUTPUTS = ("stock", "flow", "en_route", "entered", "turned_back")


def worlds() -> dict[str, Scenario]:
    """By the hour with hard capacities, and under the peer's rule with everything it has."""
    places = (
        town("A", population=90_000),
        Place("P", HERE, "crossing"),
        town("B", present=700),
        camp("C", capacity=4_000, hard_capacity=True),
        camp("D", capacity=9_000),
    )
    routes = tuple(
        Route(*pair, length)
        for pair, length in zip(
            ("AP", "AB", "BP", "PC", "CD"), (77.0, 120.5, 300.0, 41.0, 410.0), strict=True
        )
    )
    events = (
        Conflict("A", day(0)),
        BorderRegime(HERE, THERE, "restricted", day(2), day(4), 0.35),
        RouteRegime("C", "D", "closed", day(3)),
        CapacityChange("C", day(4), 5_000),
    )
    pushes = (Push(day(0), 6_000, "", day(1)), Push(day(2), 300, "B"))
    ours = world(*places, routes=routes, events=events, pushes=pushes, days=5, leave_chance_camp=0.05)
    theirs = {"awareness": 2, "start_on_foot": True, "avoid_short_stints": True, "conflict_push": "poisson"}
    return {
        "by the hour": ours.with_settings(conflict_push_rate=0.03),
        "the peer's": ours.with_settings(conflict_push_rate=2_500.0, **theirs, **PEER),
    }


def numbers() -> dict[str, list[Any]]:
    """Every number of one replica and of the expected run, by world and mode."""
    found = {}
    for name, scenario in worlds().items():
        for expected in (False, True):
            result = simulate(scenario, replicas=1, seed=11, threads=1, expected=expected)
            arrays = [np.asarray(getattr(result, each).values) for each in OUTPUTS]
            found[f"{name}, expected" if expected else name] = [each.tolist() for each in arrays]
    return found


def _by_name(tables: Any) -> Any:
    """The kernel's tables with rows whose fields plain Python can name."""
    records = {name: each.view(np.recarray) for name, each in tables._asdict().items() if _is_table(each)}
    return tables._replace(**records)


def _is_table(part: Any) -> bool:
    return isinstance(part, np.ndarray) and part.dtype.names is not None


if __name__ == "__main__":
    if os.environ.get("NUMBA_DISABLE_JIT") == "1":
        compiled_tables = ensemble.kernel_tables
        ensemble.kernel_tables = lambda plan: _by_name(compiled_tables(plan))
        warnings.filterwarnings("ignore", "overflow encountered", RuntimeWarning)
    print(json.dumps(numbers()))
