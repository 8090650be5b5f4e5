"""A small world with an event of every type, groups and pathways, for the timeline and its picture."""

from __future__ import annotations

from datetime import date

from steppe.scenario.events import (
    BorderRegime,
    CampClosed,
    CampOpens,
    CapacityChange,
    Conflict,
    HostLimit,
    PathwayChange,
    PlaceSealed,
    RedirectionRemoved,
    RouteRegime,
    RouteSpeed,
    Statement,
)
from steppe.scenario.model import Group, Pathway, Place, Route, Scenario

NEWS = "https://www.dawn.com/news/1 ; https://reliefweb.int/report/a ; https://reliefweb.int/report/b"
PLACES = (
    Place("Osk", "AFG", population=1000),
    Place("Brenn", "AFG"),
    Place("Gate", "AFG", "crossing"),
    Place("Airport", "AFG", "hub"),
    Place("Tarn", "PAK"),
    Place("Camp", "PAK", "camp", capacity=400),
    Place("Away", "Farland", "destination"),
)
ROUTES = (
    Route("Osk", "Gate", 50),
    Route("Gate", "Tarn", 50),
    Route("Brenn", "Tarn", 150, away_from_posts=True),
    Route("Osk", "Brenn", 90),
    Route("Tarn", "Camp", 10),
    Route("Airport", "Away", 4000, mode="air"),
)
EVENTS = (
    Conflict("Osk", date(2025, 1, 3), date(2025, 2, 1), 0.25, source=NEWS),
    BorderRegime("PAK", "AFG", "restricted", date(2025, 1, 1), date(2025, 3, 1), 0.5),
    RouteRegime(
        "Gate", "Tarn", "restricted", date(2025, 1, 15), None, 0.02, "no papers", one_way=True, quota=1200,
        weekdays="mon;tue;wed;thu;fri", wait=0.4, give_up=0.05, irregular=0.1, irregular_returned=0.3, pushback=0.2,
    ),
    RouteRegime("Brenn", "Tarn", "open", date(2025, 2, 1), irregular_returned=0.35),
    RouteRegime("Airport", "Away", "closed", date(2025, 1, 5)),
    PlaceSealed("Osk", date(2025, 2, 3), date(2025, 2, 10)),
    CampOpens("Camp", date(2025, 1, 20), date(2025, 4, 1)),
    CampClosed("Camp", date(2025, 4, 1)),
    CapacityChange("Camp", date(2025, 2, 1), 900),
    HostLimit("PAK", date(2025, 2, 1), 700_000),
    RouteSpeed("Osk", "Brenn", date(2020, 11, 15), date(2021, 3, 15), 0.5, True, "herders"),
    PathwayChange("Visas", date(2025, 3, 1), date(2025, 4, 1), 0.1, 7, 10, 0.4, 90.0),
    Statement("PAK", date(2025, 1, 20), other_country="AFG", about="will take nobody"),
    RedirectionRemoved("Osk", "Gate", date(2025, 4, 2)),
)  # fmt: skip
PATHWAYS = (
    Pathway(
        "Visas", "visa", "Away", date(2025, 6, 1), place="Tarn", groups="visa", start=date(2025, 1, 10), apply=0.05,
        quota=50, wait_days=30, stages=3, give_up=0.01, approval=0.6, seats=20, refused_to="onward",
    ),
)  # fmt: skip
WORLD = Scenario(
    "small",
    date(2025, 1, 1),
    181,
    home_country="AFG",
    places=PLACES,
    routes=ROUTES,
    events=EVENTS,
    groups=(Group("no papers"), Group("visa"), Group("herders", mode="animal")),
    pathways=PATHWAYS,
)
