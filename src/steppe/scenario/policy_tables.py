"""The columns of the tables of policy: groups and their shares, borders away from posts, pathways."""

from __future__ import annotations

from typing import get_args

from steppe.field import Field
from steppe.scenario.columns import FARTHEST_KM, GROUPS_NAMED, NOTE, SOURCE, name, people, share, table
from steppe.scenario.model import Mode, PathwayKind, Terrain

GROUPS = table(
    "groups",
    name("name", "What the group is called everywhere else in the folder.", required=True),
    name("documents", "The papers its people hold, such as none, tazkira or passport-visa."),
    name("nationality", "Their nationality."),
    name("ethnicity", "Their ethnicity."),
    Field("mode", "choice", "How they travel.", "vehicle", choices=get_args(Mode)),
    Field(
        "household_size",
        "number",
        "People who need one shelter, on average.",
        1.0,
        unit="people",
        minimum=1,
        maximum=100,
    ),
    Field(
        "hours_per_day",
        "number",
        "How long they travel on a day; empty is the setting of that name.",
        unit="hours",
        minimum=0.1,
        maximum=24,
    ),
    Field(
        "leave_factor",
        "number",
        "What the hazard of leaving any place is multiplied by.",
        1.0,
        minimum=0,
        maximum=1000,
    ),
    SOURCE,
    NOTE,
)
SHARES = table(
    "shares",
    name("group", "The group.", required=True),
    Field("share", "number", "Its share of those who enter there.", required=True, minimum=0, maximum=1),
    name("place", "Where they enter; empty is wherever no row names the place."),
    SOURCE,
    NOTE,
)
BORDERS = table(
    "borders",
    name("country", "One side of the border.", required=True),
    name("other_country", "The other side.", required=True),
    Field(
        "length_km",
        "number",
        "Length of the land border.",
        required=True,
        unit="km",
        minimum=0.1,
        maximum=FARTHEST_KM,
    ),
    Field("terrain", "choice", "What the land is like there.", "steppe", choices=get_args(Terrain)),
    Field("patrols", "number", "Patrols that watch it at a time.", 0.0, minimum=0, maximum=1e6),
    SOURCE,
    NOTE,
)
PATHWAYS = table(
    "pathways",
    name("name", "What the pathway is called everywhere else in the folder.", required=True),
    Field("kind", "choice", "What it is.", required=True, choices=get_args(PathwayKind)),
    name("destination", "The place where those who depart arrive.", required=True),
    Field(
        "end", "date", "The first day on which it is over; whoever is still in it is released.", required=True
    ),
    name("place", "The place where people are in it; empty is every place of the country."),
    name("country", "The country in which people are in it, where there is no place."),
    GROUPS_NAMED,
    Field("start", "date", "The first day of applications; empty is from the beginning."),
    share("apply", "Chance of applying for who is there and may.", 1.0, unit="per day"),
    people("quota", "Applications taken per day at most; empty is no limit."),
    Field(
        "wait_days",
        "number",
        "Mean wait from application to decision.",
        0.0,
        unit="days",
        minimum=0,
        maximum=36500,
    ),
    Field(
        "stages", "integer", "Equal stages of the wait; more make it less spread.", 1, minimum=1, maximum=100
    ),
    share("give_up", "Chance of withdrawing while waiting.", unit="per day"),
    share("approval", "Share of applications approved.", 1.0),
    people("seats", "People who depart per day at most; empty is no limit."),
    Field("refused_to", "name", "Where the refused go: host, onward, or a place.", "host"),
    Field("settles", "yes/no", "Those who arrive are at home and count no more as displaced.", False),
    Field(
        "worth",
        "number",
        "Worth of stopping where they are in it, for those who may apply.",
        0.0,
        minimum=-100,
        maximum=100,
    ),
    SOURCE,
    NOTE,
)
