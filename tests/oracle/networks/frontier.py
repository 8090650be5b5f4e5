"""
The frontier: the valley with a second post, another country and three groups of people.

From ``Post`` roads lead to ``Haven`` and ``Harbour``, from ``Gate`` to ``Harbour``,
all abroad; ``Inn`` is in Ceeland, behind ``Harbour``.
"""

from __future__ import annotations

from steppe.scenario.events import Event
from steppe.scenario.model import Group, Place, Push, Route, Scenario, Share
from tests.oracle.networks.valley import ABROAD, HOME, day, valley

THIRD = "Ceeland"
PLACES = (
    Place("Origin", HOME, population=60),
    Place("Market", HOME, population=20),
    Place("Post", HOME, "crossing"),
    Place("Gate", HOME, "crossing"),
    Place("Haven", ABROAD, "camp"),
    Place("Harbour", ABROAD),
    Place("Inn", THIRD, "destination"),
)
ROUTES = (
    Route("Origin", "Market", 90),
    Route("Origin", "Gate", 250),
    Route("Market", "Gate", 130),
    Route("Market", "Post", 70),
    Route("Post", "Haven", 40),
    Route("Post", "Harbour", 220),
    Route("Gate", "Harbour", 60),
    Route("Haven", "Harbour", 150),
    Route("Harbour", "Inn", 180),
)
GROUPS = (
    Group("drivers"),
    Group("herders", mode="animal", leave_factor=0.7),
    Group("walkers", mode="foot", hours_per_day=8, leave_factor=1.5),
)
SHARES = (Share("drivers", 0.5), Share("herders", 0.2), Share("walkers", 0.3))
STRATA = {"groups": GROUPS, "shares": SHARES}
SLOWLY = {"foot_speed_km_per_day": 90.0, "animal_speed_km_per_day": 140.0}


def frontier(*events: Event, **changes: object) -> Scenario:
    """
    Make a world of seven places in three countries.

    Parameters
    ----------
    events
        Besides the conflict at ``Origin``.
    changes
        Of the fields of the scenario; ``settings`` is added to.
    """
    usual: dict[str, object] = {
        "places": PLACES,
        "routes": ROUTES,
        "pushes": (Push(day(0), 30, "Origin", day(3)),),
        "days": 9,
    }
    settings = {"leave_chance_camp": 0.05, "leave_chance_town": 0.3, **changes.pop("settings", {})}  # type: ignore[dict-item]
    return valley(*events, **{**usual, **changes, "settings": settings})
