"""
Dated changes to a world, each with the source it rests on.

An event takes effect on the morning of ``start`` and, where it has an ``end``,
is undone on the morning of ``end``.  ``evidence`` names the entries of
``evidence.jsonl`` that it rests on, separated by semicolons (see ``evidence.py``).  Which event exists, and which columns of
``events.csv`` it uses, is read off the dataclasses by ``fields.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

BorderStatus = Literal["open", "restricted", "closed"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place is in conflict with this intensity (1 is the usual scale) until ``end``."""

    word: ClassVar[str] = "conflict"
    place: str
    start: date
    end: date | None = None
    intensity: float = 1.0
    source: str = ""
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class BorderRegime:
    """
    What the border between two countries does to those who come to it, both ways or ``one_way``.

    ``admit`` is the share let through of those who set out to cross on a day:
    1 for ``open``, 0 for ``closed``, and needed for ``restricted``.  At most
    ``quota`` people a day are let through, in each direction, by all its posts
    together, on the named ``weekdays`` only.  Of those refused a share ``wait``
    queues (all do who come to a shut door or over the quota), and of the queue a
    share ``give_up`` leaves it each morning.  Whoever is not let through crosses
    away from the post with a chance ``irregular``; a share ``irregular_returned``
    of them is turned back, and a share ``pushback`` of all who got across.
    ``groups`` are names separated by semicolons; empty is everybody.
    """

    word: ClassVar[str] = "border"
    country: str
    other_country: str
    status: BorderStatus = "closed"
    start: date | None = None
    end: date | None = None
    admit: float | None = None
    groups: str = ""
    one_way: bool = False
    quota: int | None = None
    weekdays: str = ""
    wait: float = 0.0
    give_up: float = 0.0
    irregular: float = 0.0
    irregular_returned: float = 0.0
    pushback: float = 0.0
    source: str = ""
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class RouteRegime:
    """As :class:`BorderRegime`, for the routes between two places, such as one border post."""

    word: ClassVar[str] = "route"
    place: str
    other_place: str
    status: BorderStatus = "closed"
    start: date | None = None
    end: date | None = None
    admit: float | None = None
    groups: str = ""
    one_way: bool = False
    quota: int | None = None
    weekdays: str = ""
    wait: float = 0.0
    give_up: float = 0.0
    irregular: float = 0.0
    irregular_returned: float = 0.0
    pushback: float = 0.0
    source: str = ""
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class PlaceSealed:
    """Every route into and out of a place is closed; people there cannot leave."""

    word: ClassVar[str] = "sealed"
    place: str
    start: date
    end: date | None = None
    source: str = ""
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class CampClosed:
    """A camp is not (yet) a camp: the place counts as a town from ``start`` until ``end``."""

    word: ClassVar[str] = "camp_closed"
    place: str
    start: date
    end: date | None = None
    source: str = ""
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class CampOpens:
    """A camp is a camp from ``start`` on, and counts as a town before the first such event of it."""

    word: ClassVar[str] = "camp_opens"
    place: str
    start: date
    end: date | None = None
    source: str = ""
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class HostLimit:
    """
    A country declares that it takes ``limit`` displaced people at most.

    Once so many stand in it or are on their way into it, nobody more is let in
    at its posts or by a pathway until some have left.
    """

    word: ClassVar[str] = "host_limit"
    country: str
    start: date
    limit: int
    end: date | None = None
    source: str = ""
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class RouteSpeed:
    """
    The way between two places takes ``1 / speed_factor`` as long, such as a pass in winter.

    ``every_year`` repeats it on the same days of every year; ``groups`` are names
    separated by semicolons, empty is everybody.
    """

    word: ClassVar[str] = "speed"
    place: str
    other_place: str
    start: date
    end: date | None = None
    speed_factor: float = 0.5
    every_year: bool = False
    groups: str = ""
    source: str = ""
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class PathwayChange:
    """From ``start`` until ``end`` a pathway has these numbers instead of its own, where they are given."""

    word: ClassVar[str] = "pathway"
    pathway: str
    start: date
    end: date | None = None
    apply: float | None = None
    quota: int | None = None
    seats: int | None = None
    approval: float | None = None
    wait_days: float | None = None
    source: str = ""
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """
    Something a government said or did that changes nothing by itself.

    A pledge, a refusal, a request, security assistance to a neighbour: it stands
    on the timeline, and enters the run only through the regime, limit or pathway
    that the user says it changes.
    """

    word: ClassVar[str] = "statement"
    country: str
    start: date
    end: date | None = None
    other_country: str = ""
    about: str = ""
    source: str = ""
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class CapacityChange:
    """A place can host this many displaced people from ``start``; ``None`` is unlimited."""

    word: ClassVar[str] = "capacity"
    place: str
    start: date
    capacity: int | None = None
    end: date | None = None
    source: str = ""
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class RedirectionRemoved:
    """A forced redirection from one place to another is lifted (kept for the peer's folders)."""

    word: ClassVar[str] = "redirection_removed"
    place: str
    other_place: str
    start: date
    end: date | None = None
    source: str = ""
    note: str = ""
    evidence: str = ""


Event = (
    Conflict
    | BorderRegime
    | RouteRegime
    | PlaceSealed
    | CampClosed
    | CampOpens
    | CapacityChange
    | HostLimit
    | RouteSpeed
    | PathwayChange
    | Statement
    | RedirectionRemoved
)
EVENT_TYPES: tuple[type[Event], ...] = (
    Conflict,
    BorderRegime,
    RouteRegime,
    PlaceSealed,
    CampClosed,
    CampOpens,
    CapacityChange,
    HostLimit,
    RouteSpeed,
    PathwayChange,
    Statement,
    RedirectionRemoved,
)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def listed(text: str) -> tuple[str, ...]:
    """Names in a cell, separated by semicolons, without those that are empty."""
    return tuple(each.strip() for each in text.split(";") if each.strip())
