"""
The registry of every setting; the registry of every column of every table is ``tables.py``.

The loader, the checker, ``--help``, ``steppe fields``, the reference pages and
the web forms all read these rows; a value that is not described here does not
exist.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from steppe.field import Field
from steppe.scenario.tables import HEADING as HEADING
from steppe.scenario.tables import TABLES as TABLES


def _section(section: str, *fields: Field) -> tuple[Field, ...]:
    return tuple(replace(each, section=section) for each in fields)


def _chance(name: str, default: float, meaning: str) -> Field:
    return Field(name, "number", meaning, default, unit="per day", minimum=0, maximum=1)


def _weight(name: str, default: float, meaning: str) -> Field:
    return Field(name, "number", meaning, default, minimum=0, maximum=1e9)


_RUN = _section(
    "run",
    Field(
        "rules",
        "choice",
        "Whose rules the compile step follows: ours, or those of a Flee folder with its defects.",
        "steppe",
        choices=("steppe", "flee"),
    ),
    Field("replicas", "integer", "How many replicas a run makes.", 100, minimum=1, maximum=1e6),
    Field("seed", "integer", "Where all chance starts from.", 1, minimum=0, maximum=2**63 - 1),
    Field(
        "people_per_count",
        "integer",
        "One counted unit stands for this many people (the peer's hasten); results are not scaled back.",
        1,
        unit="people",
        minimum=1,
        maximum=1e6,
    ),
)
_MOVEMENT = _section(
    "movement",
    Field(
        "clock",
        "choice",
        "How travel uses up a day: in equal slices of hours, or in whole days as the peer does.",
        "hours",
        choices=("hours", "flee"),
    ),
    Field(
        "slices_per_day",
        "integer",
        "Equal slices a day of travel has; a route takes at least one.",
        12,
        minimum=1,
        maximum=96,
    ),
    Field(
        "speed_km_per_day",
        "number",
        "How far a day of travel takes people on an ordinary route.",
        360.0,
        unit="km/day",
        minimum=1e-3,
        maximum=1e5,
    ),
    Field(
        "foot_speed_km_per_day",
        "number",
        "How far a day on foot takes people.",
        35.0,
        unit="km/day",
        minimum=1e-3,
        maximum=1e3,
    ),
    Field(
        "animal_speed_km_per_day",
        "number",
        "How far a day with animals takes people.",
        45.0,
        unit="km/day",
        minimum=1e-3,
        maximum=1e3,
    ),
    Field(
        "hours_per_day",
        "number",
        "Hours of travel on a day that the speeds per day are for.",
        10.0,
        unit="hours",
        minimum=0.1,
        maximum=24,
    ),
    Field("start_on_foot", "yes/no", "The first route of a journey is walked.", False),
    Field(
        "avoid_short_stints",
        "yes/no",
        "Those who have travelled little lately do not stop in a town on the way.",
        False,
    ),
    _chance("leave_chance_conflict", 1.0, "Chance of leaving a place in conflict."),
    _chance("leave_chance_town", 0.3, "Chance of leaving a town."),
    _chance("leave_chance_camp", 0.001, "Chance of leaving a camp."),
    _chance("leave_chance_idp_camp", 0.1, "Chance of leaving a camp for internally displaced people."),
    _chance("leave_chance_crossing", 1.0, "Chance of leaving a border crossing."),
    _chance("leave_chance_hub", 1.0, "Chance of leaving a hub such as an airport."),
    _chance("leave_chance_destination", 0.0, "Chance of leaving a destination."),
)
_ROUTING = _section(
    "routing",
    Field(
        "routing",
        "choice",
        "How people choose where to go: anew at every place by recursive logit over the whole network, once a place to stop at and the cheapest way there (destination-choice), or by the peer's weights.",
        "recursive-logit",
        choices=("recursive-logit", "destination-choice", "flee"),
    ),
    Field(
        "choice_spread",
        "number",
        "Scale mu of random differences between people's choices; small is decisive.",
        1.0,
        minimum=1e-3,
        maximum=1e3,
    ),
    _weight("cost_per_travel_day", 3.0, "Cost of a day of travel."),
    _weight("cost_per_hop", 1.5, "Cost of setting out on one more route."),
    _weight("cost_border", 1.0, "Cost of crossing an open border."),
    _weight(
        "cost_conflict", 3.0, "Cost of a route that ends where there is conflict, per unit of intensity."
    ),
    Field("worth_town", "number", "Worth of stopping in a town.", 0.0, minimum=-100, maximum=100),
    Field("worth_camp", "number", "Worth of stopping in a camp.", 2.0, minimum=-100, maximum=100),
    Field(
        "worth_destination", "number", "Worth of stopping at a destination.", 2.0, minimum=-100, maximum=100
    ),
    Field(
        "worth_foreign",
        "number",
        "Added worth of stopping outside the home country.",
        1.0,
        minimum=-100,
        maximum=100,
    ),
    Field(
        "worth_capacity",
        "number",
        "Added worth of a place per natural log unit of its capacity above 1,000 people; 0 is none.",
        0.0,
        minimum=0,
        maximum=10,
    ),
    Field(
        "border_knowledge",
        "number",
        "Share of what is known ahead about closed and restricted routes.",
        1.0,
        minimum=0,
        maximum=1,
    ),
)
_BORDERS = _section(
    "borders",
    Field(
        "crossing_spacing_km",
        "number",
        "Length of border away from posts that counts as one way across, where all of it can be crossed.",
        100.0,
        unit="km",
        minimum=0.1,
        maximum=1e5,
    ),
    Field(
        "patrol_reach_km",
        "number",
        "Length of border that one patrol watches in open land.",
        5.0,
        unit="km",
        minimum=0,
        maximum=1e4,
    ),
)
_ATTRACTION = _section(
    "attraction",
    Field(
        "awareness",
        "integer",
        "How many routes ahead people see under the peer's rule.",
        1,
        minimum=-1,
        maximum=5,
    ),
    _weight("camp_weight", 1.0, "Attraction of a camp."),
    _weight("foreign_weight", 1.0, "Attraction of another country."),
    _weight("conflict_weight", 10**-0.5, "Attraction of a place in conflict, per unit of intensity."),
    _weight("softening_km", 10.0, "Added once to the length of a way before attraction is divided by it."),
    _weight("distance_power", 1.0, "Power of distance that attraction is divided by."),
    _weight("weight_softening", 0.0, "Added to attraction before dividing by distance."),
    _weight("weight_power", 1.0, "Power of the whole weight."),
)
_CAPACITY = _section(
    "capacity",
    Field(
        "capacity_buffer",
        "number",
        "Occupied share from which a place with a capacity begins to put people off.",
        0.9,
        minimum=0,
        maximum=1,
    ),
    Field(
        "capacity_scaling",
        "number",
        "All capacities times this; 0 means no capacities at all.",
        1.0,
        minimum=0,
        maximum=1e6,
    ),
)
_PUSH = _section(
    "push",
    Field("push_from_observations", "yes/no", "People leave as the published totals grow.", False),
    Field(
        "sum_from_camps",
        "yes/no",
        "The published total is the sum of the series, not the series named total.",
        True,
    ),
    Field(
        "conflict_push",
        "choice",
        "How conflict drives people out: each resident by chance, or the peer's modes.",
        "resident",
        choices=("resident", "constant", "pop_ratio", "poisson"),
    ),
    Field(
        "conflict_push_rate",
        "number",
        "Per day and unit of intensity: chance for a resident, people per place (constant, poisson), or share of the population (pop_ratio). 0 is none.",
        0.0,
        minimum=0,
        maximum=1e7,
    ),
    Field(
        "conflict_decay",
        "numbers",
        "Factors on the pull of conflict, one per interval since it began.",
        (),
        minimum=0,
        maximum=1e6,
    ),
    Field(
        "conflict_decay_interval_days",
        "integer",
        "Length of one such interval.",
        30,
        unit="days",
        minimum=1,
        maximum=10000,
    ),
    Field(
        "day_zero",
        "choice",
        "Who is there when the run begins: the people the observations count, those in the places table, or nobody.",
        "places",
        choices=("observations", "places", "none"),
    ),
    Field("take_from_population", "yes/no", "Those who left by totals no longer live at home.", False),
)

SETTINGS: MappingProxyType[str, Field] = MappingProxyType(
    {each.name: each for each in (*_RUN, *_MOVEMENT, *_ROUTING, *_BORDERS, *_ATTRACTION, *_CAPACITY, *_PUSH)}
)
