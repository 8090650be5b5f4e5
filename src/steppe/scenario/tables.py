"""
The registry of every column of every table of a scenario folder.

A column has the name of the field of the dataclass that a row becomes (a test
holds the two equal).  ``events.csv`` is one wide table for all kinds of events;
which of its columns a kind uses is read off that kind's dataclass.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, get_args

from steppe.errors import Problem
from steppe.field import Field
from steppe.scenario.columns import (
    EVIDENCE,
    FARTHEST_KM,
    GROUPS_NAMED,
    MOST_DAYS,
    MOST_PEOPLE,
    NOTE,
    SOURCE,
    name,
    people,
    share,
    table,
)
from steppe.scenario.columns import NOT_IN_FILE_NAMES as NOT_IN_FILE_NAMES
from steppe.scenario.events import EVENT_TYPES, BorderStatus, Event
from steppe.scenario.model import (
    Border,
    Correction,
    CountUnit,
    Group,
    Measure,
    Observation,
    Pathway,
    Place,
    PlaceKind,
    Push,
    Route,
    Scenario,
    Share,
)
from steppe.scenario.policy_tables import BORDERS, GROUPS, PATHWAYS, SHARES

PLACE_WORTH = Field(
    "worth",
    "number",
    "Added worth of stopping here: what draws people to this place beyond its kind.",
    0.0,
    minimum=-100,
    maximum=100,
)
_PLACES = table(
    "places",
    name("name", "What the place is called everywhere else in the folder.", required=True),
    name("country", "The country it lies in; borders are between countries."),
    Field("kind", "choice", "What kind of place it is.", "town", choices=get_args(PlaceKind)),
    name("region", "The province or district it stands for."),
    Field("latitude", "number", "North of the equator.", unit="degrees", minimum=-90, maximum=90),
    Field("longitude", "number", "East of Greenwich.", unit="degrees", minimum=-180, maximum=180),
    people("population", "People who live there and may flee.", 0),
    people("capacity", "Displaced people who can be hosted; empty is unlimited."),
    Field("hard_capacity", "yes/no", "Nobody is admitted above the capacity.", False),
    people("present", "Displaced people already there when the scenario starts."),
    name("overflow_to", "The place that those go on to whom a full place with hard capacity turns away."),
    PLACE_WORTH,
    SOURCE,
    NOTE,
)
_ROUTES = table(
    "routes",
    name("start", "The place where the route begins.", required=True),
    name("end", "The place where it ends.", required=True),
    Field(
        "distance_km",
        "number",
        "Length of the way.",
        required=True,
        unit="km",
        minimum=0,
        maximum=FARTHEST_KM,
    ),
    Field("two_way", "yes/no", "It can be travelled both ways.", True),
    name("mode", "How people travel on it, in a word, such as road or air."),
    Field(
        "speed_km_per_day",
        "number",
        "How far a day takes people on it; empty is the setting of that name.",
        unit="km/day",
        minimum=1e-3,
        maximum=1e5,
    ),
    Field(
        "forced_redirection",
        "integer",
        "The peer's flag of that name, 0 to 2; used under its rules only.",
        0,
        minimum=0,
        maximum=2,
    ),
    name("closed_to", "Modes of travel that cannot use it, separated by semicolons, such as vehicle."),
    Field(
        "away_from_posts",
        "yes/no",
        "It crosses a border where there is no post: whoever takes it crosses irregularly.",
        False,
    ),
    SOURCE,
    NOTE,
)
_EVENTS = table(
    "events",
    Field(
        "event",
        "choice",
        "What happens.",
        required=True,
        choices=tuple(each.word for each in EVENT_TYPES),
    ),
    Field("start", "date", "The first day it holds; empty is from before the scenario begins."),
    Field("end", "date", "The first day it holds no more; empty is for good."),
    name("place", "The place it happens to, or one end of a route."),
    name("other_place", "The other end of a route."),
    name("country", "One side of a border."),
    name("other_country", "The other side of a border."),
    Field(
        "status",
        "choice",
        "What a border or route does to those who come to it.",
        "closed",
        choices=get_args(BorderStatus),
    ),
    Field(
        "admit",
        "number",
        "Share let through of those who set out on a day, where the status is restricted.",
        minimum=0,
        maximum=1,
    ),
    GROUPS_NAMED,
    Field("one_way", "yes/no", "The regime holds from the first side to the other only.", False),
    people("quota", "People let through, or taken into a pathway, per day at most; empty is no limit."),
    name("weekdays", "Days on which a border is open, such as mon;tue;wed; empty is every day."),
    share("wait", "Share of those refused who queue and try again the next day."),
    share("give_up", "Share of the queue that leaves it each morning.", unit="per day"),
    share(
        "irregular",
        "Chance of crossing away from the post for whoever is not let through.",
        unit="per attempt",
    ),
    share("irregular_returned", "Share of those crossing away from the post who are turned back."),
    share("pushback", "Share of all who got across who are pushed back on the same day."),
    Field("intensity", "number", "How heavy a conflict is; 1 is usual.", 1.0, minimum=0, maximum=1e6),
    people("capacity", "Displaced people a place can host from then on; empty is unlimited."),
    people("limit", "Displaced people a country takes at most."),
    Field(
        "speed_factor",
        "number",
        "What the speed on a route is multiplied by.",
        0.5,
        minimum=0.01,
        maximum=10,
    ),
    Field("every_year", "yes/no", "It comes back on the same days of every year.", False),
    name("pathway", "The pathway that changes."),
    share("apply", "Chance of applying.", None, unit="per day"),
    people("seats", "People who depart by a pathway per day at most; empty is as before."),
    share("approval", "Share of applications approved.", None),
    Field(
        "wait_days",
        "number",
        "Mean wait from application to decision.",
        unit="days",
        minimum=0,
        maximum=36500,
    ),
    Field("about", "text", "What was said or done, in a few words.", ""),
    SOURCE,
    NOTE,
    EVIDENCE,
)
_OBSERVATIONS = table(
    "observations",
    Field("date", "date", "The day the count is for.", required=True),
    name("place", "The place that was counted; empty where the count is for a wider area."),
    Field(
        "value",
        "number",
        "The count.",
        required=True,
        unit="persons or households",
        minimum=0,
        maximum=MOST_PEOPLE,
    ),
    Field(
        "measure",
        "choice",
        "People there on the day, people who came in a span of days, or people who came so far.",
        "stock",
        choices=get_args(Measure),
    ),
    Field("unit", "choice", "What was counted.", "person", choices=get_args(CountUnit)),
    name("series", "Which counts belong together, such as registered or arrivals."),
    name("country", "The country that was counted, where there is no place."),
    Field("counted_from", "date", "The first day that a flow or a cumulative count covers."),
    Field("as_of", "date", "When the figure was known, where that is not the day it is for."),
    Field("use", "yes/no", "It is compared with the simulation.", True),
    SOURCE,
    NOTE,
    EVIDENCE,
)
_CORRECTIONS = table(
    "corrections",
    name("place", "The place whose counts are corrected.", required=True),
    Field("date", "date", "From this day its counts hold; earlier ones are rescaled to join.", required=True),
    NOTE,
)
_PUSHES = table(
    "pushes",
    Field("start", "date", "The first day on which people leave.", required=True),
    Field(
        "people",
        "number",
        "People who leave over all these days, evenly.",
        required=True,
        unit="people",
        minimum=0,
        maximum=MOST_PEOPLE,
    ),
    name("place", "The place they leave; empty shares them over places in conflict."),
    Field("end", "date", "The last day on which people leave; empty is the first day."),
    SOURCE,
    NOTE,
)
_NOTES = table(
    "notes",
    Field("where", "text", "What the note is about.", required=True),
    Field("found", "text", "What was found.", required=True),
    Field("remedy", "text", "What can be done about it.", required=True),
    Field("severity", "choice", "How grave it was.", "error", choices=("error", "warning")),
)
_HEADING = table(
    "scenario",
    name("name", "What the scenario is called, in one word; runs are named after it.", required=True),
    Field("start", "date", "The first day.", required=True),
    Field(
        "days", "integer", "How many days it lasts.", required=True, unit="days", minimum=1, maximum=MOST_DAYS
    ),
    Field("title", "text", "A title for charts and reports.", ""),
    name("home_country", "The country people flee; empty is the country of the first place."),
    Field("description", "text", "What this world believes, and what it leaves out.", ""),
    Field("source", "text", "Where the whole comes from.", ""),
)

TABLES: MappingProxyType[str, tuple[Field, ...]] = MappingProxyType(
    {
        "places": _PLACES,
        "routes": _ROUTES,
        "events": _EVENTS,
        "observations": _OBSERVATIONS,
        "corrections": _CORRECTIONS,
        "pushes": _PUSHES,
        "groups": GROUPS,
        "shares": SHARES,
        "borders": BORDERS,
        "pathways": PATHWAYS,
        "notes": _NOTES,
    }
)
"""Every table of a scenario folder, by the name of its file, and its columns in order."""

HEADING: MappingProxyType[str, Field] = MappingProxyType({each.name: each for each in _HEADING})
"""What stands under ``[scenario]`` in ``scenario.toml``."""

ROW_TYPES: MappingProxyType[str, type[Any]] = MappingProxyType(
    {
        "places": Place,
        "routes": Route,
        "observations": Observation,
        "corrections": Correction,
        "pushes": Push,
        "groups": Group,
        "shares": Share,
        "borders": Border,
        "pathways": Pathway,
        "notes": Problem,
    }
)
"""What a row of each table becomes; a row of events becomes one of several types."""

_EVENT_TYPE = {each.word: each for each in EVENT_TYPES}


def event_type(word: str) -> type[Event]:
    """The type of event that a word in ``events.csv`` stands for. Raises ``KeyError``."""
    return _EVENT_TYPE[word]


def event_fields(kind: type[Event]) -> tuple[Field, ...]:
    """Columns of ``events.csv`` that a type of event uses, with what is required of them there."""
    return _fields_of_word(kind.word)


@cache
def _fields_of_word(word: str) -> tuple[Field, ...]:
    kind = event_type(word)
    of_name = {each.name: each for each in _EVENTS}
    return tuple(
        replace(of_name[each.name], required=each.default is dataclasses.MISSING)
        for each in dataclasses.fields(kind)
    )


def kept_by_name(kind: type[Any] | None, values: Mapping[str, Any]) -> Any | None:
    """A row at fault that others speak of: its name alone, so that nobody is told it is unknown."""
    name = values.get("name")
    if not isinstance(name, str) or not name:
        return None
    if kind is Place:
        country = values.get("country")
        return Place(name, country if isinstance(country, str) else "")
    if kind is Group:
        return Group(name)
    return Pathway(name, "visa", destination="", end=date.max) if kind is Pathway else None


def rows_of(scenario: Scenario, table: str) -> tuple[Any, ...]:
    """The rows of one table of a scenario."""
    return tuple(getattr(scenario, table))


def fields_of_row(table: str, row: object) -> tuple[Field, ...]:
    """The fields of one row: its table's, or those its type of event uses."""
    return event_fields(type(row)) if table == "events" else TABLES[table]  # type: ignore[arg-type]
