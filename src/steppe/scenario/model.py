"""
The world as somebody believes it to be: places, routes, counts and settings.

Everything is frozen; to change a world, make another one (see ``variation.py``).
What each field may be is written once, in ``fields.py``; dated changes are in
``events.py``; reading and writing folders is ``folder.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from steppe.errors import Problem
from steppe.scenario.events import Event

PlaceKind = Literal["town", "camp", "idp_camp", "crossing", "hub", "destination", "waypoint", "marker"]
CAMP_KINDS: tuple[PlaceKind, ...] = ("camp", "idp_camp")
Measure = Literal["stock", "flow", "cumulative"]
CountUnit = Literal["person", "household"]
Mode = Literal["foot", "animal", "vehicle", "air"]
Terrain = Literal["steppe", "hills", "mountains", "desert", "river"]
PathwayKind = Literal["visa", "resettlement", "evacuation", "voluntary_return", "forced_return"]
Day = date  # a name for the type where a field is called ``date``
SettingValue = bool | int | float | str | tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """
    A node of the network.

    Population and capacity are different things and different columns: the
    population lives there and may flee; the capacity is how many displaced
    people can be hosted (``None`` is unlimited).  ``present`` are displaced
    people already there when the scenario starts.  Those whom a full place with
    hard capacity turns away go on to ``overflow_to``, if it names one.  ``worth``
    is what draws people to stop at this place beyond what its kind is worth.
    """

    name: str
    country: str = ""
    kind: PlaceKind = "town"
    region: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    capacity: int | None = None
    hard_capacity: bool = False
    present: int | None = None
    overflow_to: str = ""
    worth: float = 0.0
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """
    A way between two places; ``two_way`` unless said otherwise.

    ``closed_to`` lists modes of travel that cannot use it, separated by semicolons.
    One that runs ``away_from_posts`` crosses a border where nobody lets people
    through: whoever takes it crosses irregularly (see :class:`Border`).
    """

    start: str
    end: str
    distance_km: float
    two_way: bool = True
    mode: str = ""
    speed_km_per_day: float | None = None
    forced_redirection: int = 0
    closed_to: str = ""
    away_from_posts: bool = False
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """
    A dated count that somebody published.

    ``place`` is a place of the scenario, or empty where the count is for a
    wider area, named then in ``series``.  ``counted_from`` is the first day a
    flow or cumulative count covers.  ``as_of`` is the date on which the figure
    was known, where that differs from the date it is for.
    """

    date: date
    place: str
    value: float
    measure: Measure = "stock"
    unit: CountUnit = "person"
    series: str = ""
    country: str = ""
    counted_from: Day | None = None
    as_of: Day | None = None
    use: bool = True
    source: str = ""
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A date from which a place's counts are trustworthy; earlier ones are rescaled to join."""

    place: str
    date: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Push:
    """
    People who leave home, as a schedule.

    ``people`` leave evenly over ``start``..``end`` (both included) from
    ``place``; with no place they are shared over places in conflict by
    population times intensity.  This is how an external total (a planning
    figure, another model's forecast) enters.
    """

    start: date
    people: float
    place: str = ""
    end: date | None = None
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """
    A stratum of people; a share of those leaving each origin belongs to it.

    ``mode`` says how they travel; ``hours_per_day`` how long they travel on a day
    (the setting of that name if not given), which scales the speeds of roads.
    ``leave_factor`` multiplies the hazard of leaving any place: a chance ``p``
    becomes ``1 - (1 - p) ** leave_factor``.  ``household_size`` is the mean number
    of people who need one shelter; it turns people into households in results.
    """

    name: str
    documents: str = ""
    nationality: str = ""
    ethnicity: str = ""
    mode: Mode = "vehicle"
    household_size: float = 1.0
    hours_per_day: float | None = None
    leave_factor: float = 1.0
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """The share of a group among those who enter the run at ``place``; with no place, everywhere else."""

    group: str
    share: float
    place: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Border:
    """
    The land border of two countries away from its posts.

    ``patrols`` is how many patrols watch it at a time.
    """

    country: str
    other_country: str
    length_km: float
    terrain: Terrain = "steppe"
    patrols: float = 0.0
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pathway:
    """
    A staged way out of a host place: apply, wait, be approved or refused, depart.

    People of ``groups`` (names separated by semicolons, empty is everybody) who
    stand at ``place``, or anywhere in ``country``, apply with a chance ``apply``
    per day between ``start`` and ``end``, at most ``quota`` a day.  They wait in
    ``stages`` equal stages for ``wait_days`` on average, ``give_up`` each day with
    that chance, and are approved with chance ``approval``.  Those approved leave
    for ``destination``, at most ``seats`` a day.  The refused go to ``refused_to``:
    ``host`` (they stay and do not apply again there), ``onward`` (they leave the
    next morning) or a place.  On ``end`` whoever is still in it is as others there
    again.  With ``settles`` those who arrive are at home: they count no more as
    displaced, and may be driven out again.  ``worth`` is the worth of stopping at
    a host place for those who may apply.
    """

    name: str
    kind: PathwayKind
    destination: str
    end: date
    place: str = ""
    country: str = ""
    groups: str = ""
    start: Day | None = None
    apply: float = 1.0
    quota: int | None = None
    wait_days: float = 0.0
    stages: int = 1
    give_up: float = 0.0
    approval: float = 1.0
    seats: int | None = None
    refused_to: str = "host"
    settles: bool = False
    worth: float = 0.0
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """
    Everything believed about one crisis.

    Parameters
    ----------
    settings
        Values of the settings in the registry (``fields.SETTINGS``) that differ
        from their defaults; read one with :meth:`setting`.
    notes
        What a reader of another format could not carry over, kept with the world.
    evidence
        The ledger and the texts that rows rest on, name of the file to content as
        it is there (see ``evidence.py``); no part of what the world is.
    """

    name: str
    start: date
    days: int
    title: str = ""
    home_country: str = ""
    description: str = ""
    source: str = ""
    places: tuple[Place, ...] = ()
    routes: tuple[Route, ...] = ()
    events: tuple[Event, ...] = ()
    observations: tuple[Observation, ...] = ()
    corrections: tuple[Correction, ...] = ()
    pushes: tuple[Push, ...] = ()
    groups: tuple[Group, ...] = ()
    shares: tuple[Share, ...] = ()
    borders: tuple[Border, ...] = ()
    pathways: tuple[Pathway, ...] = ()
    settings: Mapping[str, SettingValue] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[Problem, ...] = ()
    evidence: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    def setting(self, name: str) -> SettingValue:
        """Value of a setting, or its default. Raises ``KeyError`` for an unknown name."""
        from steppe.scenario.fields import SETTINGS

        default = SETTINGS[name].default
        return self.settings.get(name, default)  # type: ignore[arg-type]

    def number(self, name: str) -> float:
        """Value of a setting that is a number. Raises ``KeyError`` for an unknown name."""
        return float(self.setting(name))  # type: ignore[arg-type]

    def integer(self, name: str) -> int:
        """Value of a setting that is a whole number. Raises ``KeyError`` for an unknown name."""
        return int(self.setting(name))  # type: ignore[arg-type]

    def flag(self, name: str) -> bool:
        """Value of a yes/no setting. Raises ``KeyError`` for an unknown name."""
        return bool(self.setting(name))

    def place(self, name: str) -> Place:
        """The place of that name. Raises ``KeyError``."""
        for place in self.places:
            if place.name == name:
                return place
        raise KeyError(name)

    def what_if(self, *events: Event, name: str = "") -> Scenario:
        """The same world with events changed; see :func:`steppe.scenario.variation.what_if`."""
        from steppe.scenario.variation import what_if

        return what_if(self, *events, name=name)

    def with_settings(self, **changes: object) -> Scenario:
        """The same world with other settings; see :func:`steppe.scenario.variation.with_settings`."""
        from steppe.scenario.variation import with_settings

        return with_settings(self, changes)
