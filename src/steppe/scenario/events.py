"""
Dated changes to a world, each with the source it rests on.

An event takes effect on the morning of ``start`` and, where it has an ``end``,
is undone on the morning of ``end``.  Which event exists, and which columns of
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


@dataclass(frozen=True, slots=True)
class BorderRegime:
    """
    What the border between two countries does to those who come to it, both ways.

    ``admit`` is the share let through of those who set out to cross on a day:
    1 for ``open``, 0 for ``closed``, and needed for ``restricted``.
    """

    word: ClassVar[str] = "border"
    country: str
    other_country: str
    status: BorderStatus = "closed"
    start: date | None = None
    end: date | None = None
    admit: float | None = None
    source: str = ""
    note: str = ""


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
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlaceSealed:
    """Every route into and out of a place is closed; people there cannot leave."""

    word: ClassVar[str] = "sealed"
    place: str
    start: date
    end: date | None = None
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CampClosed:
    """A camp is not (yet) a camp: the place counts as a town from ``start`` until ``end``."""

    word: ClassVar[str] = "camp_closed"
    place: str
    start: date
    end: date | None = None
    source: str = ""
    note: str = ""


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


Event = Conflict | BorderRegime | RouteRegime | PlaceSealed | CampClosed | CapacityChange | RedirectionRemoved
EVENT_TYPES: tuple[type[Event], ...] = (
    Conflict,
    BorderRegime,
    RouteRegime,
    PlaceSealed,
    CampClosed,
    CapacityChange,
    RedirectionRemoved,
)
