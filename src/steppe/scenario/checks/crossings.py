"""
Regimes that do more than let a share through: days, quotas, queues, irregular crossing.

A word in the wrong place is easily written and never seen: a quota on a closed
border, a chance of giving up where nobody waits.  Each is told.
"""

from __future__ import annotations

from collections.abc import Iterator

from steppe.errors import Problem
from steppe.scenario import events
from steppe.scenario.checks.world import World, listed
from steppe.scenario.events import WEEKDAYS, BorderRegime, HostLimit, RouteRegime
from steppe.scenario.subjects import share_admitted, sides_of

Regime = BorderRegime | RouteRegime
_OF_A_POST = ("admit", "quota", "weekdays", "wait", "give_up", "irregular")
_WAITING_ROOM = "Give a quota, weekdays or wait, or leave it empty."


def days_of_the_week(world: World) -> Iterator[Problem]:
    """Days on which a border is open: seven words, each once."""
    for number, event in _regimes(world):
        days = events.listed(event.weekdays)
        if event.weekdays and not days:
            yield world.problem(
                "events",
                number,
                f"weekdays '{event.weekdays}' names no day.",
                "Empty the cell for every day.",
            )
        for day in dict.fromkeys(days):
            if day not in WEEKDAYS:
                remedy = f"Write {', '.join(WEEKDAYS)}, separated by semicolons."
                yield world.problem("events", number, f"'{day}' under weekdays is no day.", remedy)
            elif days.count(day) > 1:
                yield world.problem(
                    "events", number, f"'{day}' stands twice under weekdays.", "Name each day once."
                )


def numbers_without_effect(world: World) -> Iterator[Problem]:
    """A number of a regime that its other numbers keep from having any effect."""
    if world.is_flee:
        return
    for number, event in _regimes(world):
        if _is_away(world, event):
            continue
        for name, (reason, remedy) in _idle(world, event).items():
            yield world.warning("events", number, f"{name} has no effect: {reason}.", remedy)


def _idle(world: World, event: Regime) -> dict[str, tuple[str, str]]:
    """Numbers of a regime that have no effect, why, and what to do."""
    idle: dict[str, tuple[str, str]] = {}
    admits, has_limit = share_admitted(event), _has_limit(world, event)
    overfills = event.quota is not None or bool(event.weekdays) or has_limit
    if event.quota is not None and admits == 0:
        idle["quota"] = ("nobody is let through", "Write open as the status, or empty quota.")
    if event.wait > 0 and admits == 1:
        idle["wait"] = (
            "nobody is refused, and all above a quota queue anyway",
            "Write restricted or closed as the status, or empty wait.",
        )
    if event.irregular > 0 and admits == 1 and not overfills:
        idle["irregular"] = ("everybody is let through", "Write restricted or closed, or empty irregular.")
    if event.irregular_returned > 0 and event.irregular == 0:
        idle["irregular_returned"] = ("irregular is 0", "Give irregular, or empty irregular_returned.")
    if event.give_up > 0 and not (overfills or _anybody_waits(world, event)):
        idle["give_up"] = ("nobody ever waits there", _WAITING_ROOM)
    return idle


def _has_limit(world: World, event: Regime) -> bool:
    """Whether a country on either side ever declares how many it takes."""
    countries = _countries(world, event)
    return any(isinstance(each, HostLimit) and each.country in countries for _, each in world.events)


def _anybody_waits(world: World, event: Regime) -> bool:
    """Whether a regime of the same border, this one or another, makes people wait."""
    return any(
        (other.wait > 0 or other.quota is not None or bool(other.weekdays))
        and _countries(world, other) == _countries(world, event)
        for _, other in _regimes(world)
    )


def regimes_away_from_posts(world: World) -> Iterator[Problem]:
    """Where nobody lets people through, only who is caught can be said."""
    for number, event in _regimes(world):
        if not _is_away(world, event):
            continue
        given = [name for name in _OF_A_POST if getattr(event, name)]
        if given:
            yield world.warning(
                "events",
                number,
                f"{listed(given)} {'has' if len(given) == 1 else 'have'} no effect on a route away from posts.",
                "Use irregular_returned and pushback there.",
            )
        if event.status != "open" and event.irregular_returned == 0 and event.pushback == 0:
            yield world.problem(
                "events",
                number,
                f"the status {event.status} stops nobody on a route away from posts, and irregular_returned is"
                " 0: with this row nobody is turned back.",
                "Give irregular_returned, the share turned back (1 is everybody), or write open.",
            )


def _is_away(world: World, event: Regime) -> bool:
    """Whether a regime is of routes away from posts alone."""
    if isinstance(event, BorderRegime):
        return False
    routes = world.joined.get(frozenset(sides_of(event)), ())
    return bool(routes) and all(route.away_from_posts for route in routes)


def _countries(world: World, event: Regime) -> set[str]:
    if isinstance(event, BorderRegime):
        return {event.country, event.other_country}
    return {world.place_of[name].country for name in sides_of(event) if name in world.place_of}


def _regimes(world: World) -> Iterator[tuple[int, Regime]]:
    for number, event in world.events:
        if isinstance(event, BorderRegime | RouteRegime):
            yield number, event


CHECKS = (days_of_the_week, numbers_without_effect, regimes_away_from_posts)
