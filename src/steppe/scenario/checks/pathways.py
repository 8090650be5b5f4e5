"""
Pathways: from somewhere to somewhere else, through stages that take the time they take, until an end.

A row at fault in a single value keeps only its name; it is not judged here.
"""

from __future__ import annotations

from collections.abc import Iterator

from steppe.errors import Problem
from steppe.scenario.checks.world import World
from steppe.scenario.events import HostLimit, PathwayChange
from steppe.scenario.model import Pathway
from steppe.scenario.nearest import suggestion
from steppe.scenario.subjects import given_of

REFUSED_WORDS = ("host", "onward")
RETURNS = ("voluntary_return", "forced_return")


def hosts(world: World) -> Iterator[Problem]:
    """A pathway has its people in one place, or in one country."""
    for number, pathway in _pathways(world):
        if pathway.place and pathway.country:
            yield world.problem(
                "pathways",
                number,
                f"'{pathway.name}' names both the place '{pathway.place}' and the country '{pathway.country}'.",
                "Empty one: the place, for people anywhere in the country; the country, for those in the place.",
            )
        elif not (pathway.place or pathway.country):
            yield world.problem(
                "pathways",
                number,
                f"'{pathway.name}' names neither a place nor a country in which people are in it.",
                "Fill in one of the two.",
            )


def destinations(world: World) -> Iterator[Problem]:
    """A pathway that leads to where its people are."""
    for number, pathway in _pathways(world):
        if pathway.destination == pathway.place:
            yield world.problem(
                "pathways",
                number,
                f"'{pathway.name}' leads from '{pathway.place}' to itself.",
                "Name another destination.",
            )
            continue
        end = world.place_of.get(pathway.destination)
        is_inside = end is not None and bool(pathway.country) and end.country == pathway.country
        if is_inside and not pathway.settles:
            yield world.warning(
                "pathways",
                number,
                f"'{pathway.name}' takes people in '{pathway.country}' to '{pathway.destination}', which lies there too:"
                " those who arrive may apply again.",
                "Name the place where people apply instead of the country.",
            )


def refused(world: World) -> Iterator[Problem]:
    """Where those go who are refused: a word that is known, or another place."""
    for number, pathway in _pathways(world):
        to = pathway.refused_to
        if to in REFUSED_WORDS or not world.knows_places:
            continue
        if to not in world.place_of:
            known = (*REFUSED_WORDS, *world.place_of)
            yield world.problem(
                "pathways",
                number,
                f"refused_to '{to}' is neither host nor onward nor a place.",
                suggestion(to, known, otherwise="Write host, onward or the name of a place."),
            )
        elif to == pathway.place:
            yield world.problem(
                "pathways", number, f"refused_to '{to}' is where they are.", "Write host if they stay there."
            )
        elif to == pathway.destination:
            yield world.warning(
                "pathways",
                number,
                f"refused_to '{to}' is the destination: the refused arrive there too, and at once.",
                "Write host, onward or another place.",
            )


def waits(world: World) -> Iterator[Problem]:
    """A wait in stages: each takes a day at least, and all of them end before the pathway does."""
    for number, pathway in _pathways(world):
        if 0 < pathway.wait_days < pathway.stages:
            yield world.problem(
                "pathways",
                number,
                f"wait_days {pathway.wait_days:g} is below the {pathway.stages} stages of '{pathway.name}'.",
                f"Lower stages to {max(1, int(pathway.wait_days))}, or raise wait_days: a stage takes a day at"
                " least.",
            )
        if pathway.wait_days == 0 and pathway.stages > 1:
            yield world.warning(
                "pathways",
                number,
                f"stages has no effect: '{pathway.name}' decides at once, as wait_days is 0.",
                "Give wait_days, or empty stages.",
            )
        start = max(pathway.start or world.first, world.first) if world.has_period else pathway.start
        if start is not None and pathway.wait_days > (pathway.end - start).days > 0:
            yield world.warning(
                "pathways",
                number,
                f"the mean wait of {pathway.wait_days:g} days is longer than '{pathway.name}' lasts"
                f" ({(pathway.end - start).days} days): most are never decided on.",
                "Check wait_days and the dates.",
            )


def pathways_nobody_departs_by(world: World) -> Iterator[Problem]:
    """A pathway that takes nobody in, or lets nobody out, and that no event changes."""
    changed = _changed(world)
    for number, pathway in _pathways(world):
        for name in ("apply", "quota", "approval", "seats"):
            if getattr(pathway, name) == 0 and (pathway.name, name) not in changed:
                yield world.warning(
                    "pathways",
                    number,
                    f"{name} is 0: nobody ever departs by '{pathway.name}'.",
                    f"Correct {name}, or change it by an event 'pathway'.",
                )


def numbers_without_effect(world: World) -> Iterator[Problem]:
    """A number of a pathway that its other numbers keep from having any effect."""
    changed = _changed(world)
    for number, pathway in _pathways(world):
        may_change = {name for name in ("wait_days", "seats", "approval") if (pathway.name, name) in changed}
        if pathway.give_up > 0 and not (_anybody_waits(world, pathway) or may_change - {"approval"}):
            yield world.warning(
                "pathways",
                number,
                f"give_up has no effect: nobody waits in '{pathway.name}'.",
                "Give wait_days or seats, or empty give_up.",
            )
        is_sure = pathway.approval == 1 and "approval" not in may_change
        if pathway.refused_to != "host" and is_sure:
            yield world.warning(
                "pathways",
                number,
                f"refused_to has no effect: approval is 1, so that '{pathway.name}' refuses nobody.",
                "Give approval, or empty refused_to.",
            )


def _anybody_waits(world: World, pathway: Pathway) -> bool:
    """Whether people can be kept in a pathway over night at all."""
    end = world.place_of.get(pathway.destination)
    has_limit = end is not None and any(
        isinstance(event, HostLimit) and event.country == end.country for _, event in world.events
    )
    may_fill = end is not None and end.hard_capacity
    return pathway.wait_days > 0 or pathway.seats is not None or has_limit or may_fill


def _changed(world: World) -> set[tuple[str, str]]:
    """Pathways, and their numbers that an event ever gives another value."""
    changes = [event for _, event in world.events if isinstance(event, PathwayChange)]
    return {(event.pathway, name) for event in changes for name in given_of(event)}


def homes(world: World) -> Iterator[Problem]:
    """People at home abroad, and returns that lead elsewhere."""
    for number, pathway in _pathways(world):
        end = world.place_of.get(pathway.destination)
        if end is None or end.country == world.home:
            continue
        if pathway.kind in RETURNS:
            yield world.warning(
                "pathways",
                number,
                f"'{pathway.name}' is a {pathway.kind}, but '{end.name}' lies in '{end.country}' and not in the"
                f" home country '{world.home}'.",
                "Correct the kind or the destination.",
            )
        elif pathway.settles:
            yield world.warning(
                "pathways",
                number,
                f"settles is yes, but '{end.name}' lies abroad, in '{end.country}': those who arrive count no"
                " more as displaced.",
                "Write no if they are to be counted at their destination.",
            )


def _pathways(world: World) -> Iterator[tuple[int, Pathway]]:
    """Pathways of which more than the name is known."""
    return ((number, each) for number, each in enumerate(world.scenario.pathways) if each.destination)


CHECKS = (hosts, destinations, refused, waits)
WHOLE_CHECKS = (pathways_nobody_departs_by, numbers_without_effect, homes)
