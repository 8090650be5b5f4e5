"""A small world of two gates, one with a quota that binds, for the effect of one person a day."""

from __future__ import annotations

from datetime import date

from steppe.scenario.events import BorderRegime, RouteRegime
from steppe.scenario.model import Place, Push, Route, Scenario

START = date(2024, 3, 1)
DAYS = 60
QUOTA, PEOPLE = 200, 60_000
HOME, HOST, THIRD = "Aland", "Bland", "Cland"
DOWNSTREAM = ("North Gate", "Camp", "City")
"""Where the queue stands, and everything that is reached through it."""


def two_gates(quota: int = QUOTA, people: int = PEOPLE) -> Scenario:
    """Of ``people`` who flee about half go north, where ``quota`` a day are let in; nobody turns round."""
    places = (
        Place("Harn", HOME),
        Place("Solet", HOME),
        Place("North Gate", HOME, "crossing"),
        Place("South Gate", HOME, "crossing"),
        Place("Camp", HOST, "camp"),
        Place("City", HOST, "destination"),
        Place("Haven", THIRD, "camp"),
    )
    routes = (
        Route("Harn", "Solet", 90, two_way=False),
        Route("Solet", "North Gate", 100, two_way=False),
        Route("Solet", "South Gate", 100, two_way=False),
        Route("Solet", "Haven", 180, two_way=False),
        Route("North Gate", "Camp", 60, two_way=False),
        Route("South Gate", "Camp", 60, two_way=False),
        Route("Camp", "City", 120, two_way=False),
    )
    events = (
        RouteRegime("North Gate", "Camp", status="open", start=START, quota=quota),
        BorderRegime(HOME, THIRD, status="restricted", start=START, admit=0.4, wait=0.5, irregular=0.2),
    )
    return Scenario(
        f"two-gates-{quota}",
        START,
        DAYS,
        home_country=HOME,
        places=places,
        routes=routes,
        events=events,
        pushes=(Push(START, people, "Harn", date(2024, 4, 25)),),
    ).with_settings(leave_chance_camp=0.05)
