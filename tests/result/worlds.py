"""A small world and a stand-in for the engine, for tests of results."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace

import numpy as np

from steppe.engine.ensemble import ReplicaOutput
from steppe.engine.policy import ACCOUNTS, STEPS
from steppe.result.provenance import Provenance, describe_run
from steppe.result.recorders import Recorder, open_recorder
from steppe.result.result import Result, label
from steppe.result.shape import Shape
from steppe.result.variables import VARIABLES
from steppe.scenario.model import Group, Observation, Pathway, Place, Push, Route, Scenario

DAYS = 6
START = date(2021, 8, 1)
PLACES = ("Kabul", "Airport", "Post", "Quetta", "Chaman")
ROUTES = ("Kabul → Post", "Post → Quetta", "Quetta → Post", "Quetta → Chaman", "Kabul → Airport")
ENDS = ((0, 2), (2, 3), (3, 2), (3, 4), (0, 1))


def world(*observations: Observation, **changes: object) -> Scenario:
    words = {
        "name": "small",
        "start": START,
        "days": DAYS,
        "home_country": "AFG",
        "places": (
            Place("Kabul", "AFG", "town", latitude=34.5, longitude=69.2, population=1000),
            Place("Airport", "AFG", "hub", latitude=34.6, longitude=69.3),
            Place("Post", "PAK", "crossing", latitude=31.0, longitude=66.5),
            Place("Quetta", "PAK", "destination", latitude=30.2, longitude=67.0),
            Place("Chaman", "PAK", "camp", latitude=30.9, longitude=66.4),
        ),
        "routes": (
            Route("Kabul", "Post", 400, two_way=False),
            Route("Post", "Quetta", 100),
            Route("Quetta", "Chaman", 90, two_way=False),
            Route("Kabul", "Airport", 9, two_way=False),
        ),
        "observations": observations,
    }
    return Scenario(**(words | changes))


@dataclass(frozen=True)
class Names:
    """What a world has besides places and routes: groups, posts (numbers of routes) and pathways."""

    groups: tuple[str, ...] = ()
    posts: tuple[int, ...] = ()
    pathways: tuple[str, ...] = ()


PLAIN = Names()
POLICIES = Names(("with papers", "without papers"), (0, 3, 4), ("visa", "return", "airlift"))


def counts(replica: int, scale: int = 1, names: Names = PLAIN) -> ReplicaOutput:
    """Counts of one replica, from its number alone."""
    draw = np.random.default_rng(replica)
    places, routes = len(PLACES), len(ROUTES)
    return ReplicaOutput(
        stock=scale * draw.integers(0, 1000, (DAYS, places)).astype(float),
        flow=scale * draw.integers(0, 100, (DAYS, routes)).astype(float),
        en_route=scale * draw.integers(0, 50, DAYS).astype(float),
        entered=scale * draw.integers(0, 200, DAYS).astype(float),
        turned_back=scale * draw.integers(0, 9, (DAYS, routes)).astype(float),
        group_stock=scale * draw.integers(0, 300, (DAYS, len(names.groups), places)).astype(float),
        border=scale * draw.integers(0, 40, (DAYS, len(ACCOUNTS), len(names.posts))).astype(float),
        pathway=scale * draw.integers(0, 30, (DAYS, len(STEPS), len(names.pathways))).astype(float),
        went_home=scale * draw.integers(0, 5, DAYS if names.pathways else 0).astype(float),
    )


def shape(replicas: int, *, expected: bool = False, names: Names = PLAIN) -> Shape:
    sizes = len(names.groups), len(names.posts), len(names.pathways)
    return Shape(replicas, DAYS, len(PLACES), len(ROUTES), expected, *sizes)


def fill(recorder: Recorder, order: list[int], threads: int = 4, names: Names = PLAIN) -> Recorder:
    """Hand over replicas in some order from several threads; their arrays are used again at once."""

    def hand_over(replica: int) -> None:
        output = counts(replica, names=names)
        recorder.record(replica, output)
        for name in VARIABLES:
            getattr(output, name).fill(-7)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(hand_over, order))
    return recorder


def plan(names: Names = PLAIN) -> SimpleNamespace:
    return SimpleNamespace(
        place_names=PLACES,
        route_names=ROUTES,
        route_start=np.array([start for start, _ in ENDS]),
        route_end=np.array([end for _, end in ENDS]),
        group_names=names.groups,
        pathway_names=names.pathways,
        posts=np.array(names.posts, dtype=np.int64),
    )


def provenance(scenario: Scenario, replicas: int, keep: str = "memory") -> Provenance:
    return describe_run(
        scenario, days=DAYS, replicas=replicas, seed=7, mode="counts", keep=keep, command="steppe run small"
    )


def simulated(
    scenario: Scenario | None = None,
    replicas: int = 8,
    keep: str = "memory",
    folder=None,
    names: Names = PLAIN,
) -> Result:
    """A result as ``simulate`` makes it, with counts from :func:`counts`."""
    scenario = scenario or world()
    recorder = open_recorder(keep, shape(replicas, names=names), folder=folder, identity={"seed": 7})
    fill(recorder, [each for each in range(replicas) if each not in recorder.done()], names=names)
    return label(scenario, plan(names), recorder.finish(), provenance(scenario, replicas, keep))


def everything(replicas: int, name: str, names: Names = PLAIN) -> np.ndarray:
    """The true ensemble of one output."""
    return np.array([getattr(counts(replica, names=names), name) for replica in range(replicas)])


def three_countries(**changes: object) -> Scenario:
    """The world of ``POLICIES``: two posts from AFG to PAK, one from there to IRN."""
    abroad = {"Airport": "PAK", "Chaman": "IRN"}
    places = tuple(replace(each, country=abroad.get(each.name, each.country)) for each in world().places)
    groups = (Group("with papers"), Group("without papers", household_size=5.0))
    pathways = tuple(
        Pathway(name, "visa", "Quetta", date(2021, 9, 1), place="Airport") for name in POLICIES.pathways
    )
    return world(places=places, groups=groups, pathways=pathways, **changes)


def with_policies(keep: str = "memory", folder=None, replicas: int = 8) -> Result:
    """A result with groups, accounts of posts and pathways."""
    return simulated(three_countries(), replicas, keep, folder, POLICIES)


AIRLIFT = Push(date(2021, 8, 2), 90, "Airport", date(2021, 8, 4))
