"""
The valley: a small world that others are made from by changing one thing.

The country at home is Ayland, abroad is Beeland; ``Origin`` is where there is conflict.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from steppe.scenario.events import (
    Conflict,
    Event,
)
from steppe.scenario.model import Observation, Place, Push, Route, Scenario

HOME, ABROAD = "Ayland", "Beeland"
FLEE = {"clock": "flee", "routing": "flee"}
PEER = {**FLEE, "rules": "flee"}
NETWORKS: dict[str, Callable[[], Scenario]] = {}


def day(number: int) -> date:
    """Date of a day of these worlds."""
    return date(2021, 1, 1) + timedelta(days=number)


def network(function: Callable[[], Scenario]) -> Callable[[], Scenario]:
    """Enter a world in the table, under the name of the function that makes it."""
    NETWORKS[function.__name__] = function
    return function


def valley(*events: Event, **changes: object) -> Scenario:
    """
    Make a world of seven places: a conflict, two towns, a crossing and three camps.

    Parameters
    ----------
    events
        Besides the conflict at ``Origin``.
    changes
        Of the fields of the scenario; ``settings`` is added to.
    """
    settings = dict(changes.pop("settings", {}))  # type: ignore[call-overload]
    fields: dict[str, object] = {
        "places": (
            Place("Origin", HOME, population=60),
            Place("Market", HOME, population=20),
            Place("Ford", HOME),
            Place("Post", HOME, "crossing"),
            Place("Tents", HOME, "idp_camp"),
            Place("Haven", ABROAD, "camp"),
            Place("Harbour", ABROAD, "camp"),
        ),
        "routes": (
            Route("Origin", "Market", 90),
            Route("Origin", "Ford", 250),
            Route("Market", "Ford", 130),
            Route("Market", "Tents", 60),
            Route("Market", "Post", 170),
            Route("Ford", "Post", 80),
            Route("Post", "Haven", 40),
            Route("Post", "Harbour", 220),
            Route("Haven", "Harbour", 500),
        ),
        "pushes": (Push(day(0), 32, "Origin", day(3)),),
        "days": 8,
    }
    return Scenario(
        "valley",
        day(0),
        **{**fields, **changes},  # type: ignore[arg-type]
        events=(Conflict("Origin", day(0)), *events),
        home_country=HOME,
        settings=settings,
    )


def amended(scenario: Scenario, place: str, **changes: object) -> Scenario:
    """The same world with one place changed."""
    places = tuple(
        replace(each, **changes) if each.name == place else each  # type: ignore[arg-type]
        for each in scenario.places
    )
    return replace(scenario, places=places)


def counts(place: str, *values: tuple[int, float], series: str = "") -> tuple[Observation, ...]:
    """Published stocks of a place: day and people of each."""
    return tuple(Observation(day(when), place, value, series=series) for when, value in values)
