"""Tiny worlds for the engine's tests, and what is counted in them."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from steppe.engine.environment import Environment, build_environment
from steppe.engine.network import Network, build_network
from steppe.engine.plan import compile_plan
from steppe.scenario.events import Event
from steppe.scenario.model import Observation, Place, Push, Route, Scenario
from tests.properties.runs import Counts, Run, run

START = date(2020, 2, 27)
HERE, THERE = "Homeland", "Abroad"
PEER = {"clock": "flee", "routing": "flee"}


def day(number: int) -> date:
    """Date of a day of these worlds, which cross a leap day."""
    return START + timedelta(days=number)


def town(name: str, **fields: object) -> Place:
    return Place(name, HERE, **fields)  # type: ignore[arg-type]


def camp(name: str, **fields: object) -> Place:
    return Place(name, THERE, "camp", **fields)  # type: ignore[arg-type]


def world(
    *places: Place,
    routes: tuple[Route, ...] = (),
    events: tuple[Event, ...] = (),
    pushes: tuple[Push, ...] = (),
    observations: tuple[Observation, ...] = (),
    days: int = 4,
    **settings: object,
) -> Scenario:
    """Put a world together; what is left out is as usual."""
    scenario = Scenario(
        "tiny",
        START,
        days,
        home_country=HERE,
        places=places,
        routes=routes,
        events=events,
        pushes=pushes,
        observations=observations,
    )
    return scenario.with_settings(**settings) if settings else scenario


def road(
    distance_km: float = 100.0,
    *events: Event,
    people: int = 1_000,
    days: int = 4,
    one_way: bool = True,
    **settings: object,
) -> Scenario:
    """One road from ``Town``, where people are, to ``Camp``, where they stay; all leave the town at once."""
    return world(
        town("Town", present=people),
        camp("Camp"),
        routes=(Route("Town", "Camp", distance_km, two_way=not one_way),),
        events=events,
        days=days,
        **{"leave_chance_town": 1.0, "leave_chance_camp": 0.0, **settings},
    )


def laid_out(scenario: Scenario) -> tuple[Network, Environment]:
    """The network of a world and what its places are like."""
    network = build_network(scenario)
    return network, build_environment(scenario, network, scenario.days)


def counted(scenario: Scenario, *, replicas: int = 1, seed: int = 1) -> Run:
    """What whole people did."""
    return run(scenario, replicas=replicas, seed=seed)


def expected(scenario: Scenario) -> Run:
    """What is expected of them: shapes as of one replica."""
    return run(scenario, replicas=1, expected=True)


def at(scenario: Scenario, counts: Run, place: str) -> Counts:
    """Stock of a place. Shape ``(replica, day)``."""
    return counts.stock[:, :, compile_plan(scenario).place_names.index(place)]


def along(scenario: Scenario, counts: Counts, start: str, end: str) -> Counts:
    """Of numbers by route, those of one way along a road. Shape ``(replica, day)``."""
    return counts[:, :, compile_plan(scenario).route_names.index(f"{start} → {end}")]


def column(scenario: Scenario, table: np.ndarray, place: str) -> list[float]:
    """What a table of ``(day, place)`` says of a place, day by day."""
    return table[:, [each.name for each in scenario.places].index(place)].tolist()
