"""Changes of pathways: of one there is, to something else, while it lasts."""

from __future__ import annotations

from collections.abc import Iterator

from steppe.errors import Problem
from steppe.scenario.checks.world import World
from steppe.scenario.events import PathwayChange
from steppe.scenario.model import Pathway
from steppe.scenario.nearest import suggestion
from steppe.scenario.subjects import CHANGED_BY_PATHWAY_CHANGE, given_of


def unknown_pathways(world: World) -> Iterator[Problem]:
    """A change of a pathway that is not in the pathways table."""
    if "pathways" in world.unread:
        return
    known = [pathway.name for pathway in world.scenario.pathways]
    for number, event in _changes(world):
        if event.pathway not in known:
            yield world.problem(
                "events",
                number,
                f"pathway '{event.pathway}' is unknown.",
                suggestion(event.pathway, known, otherwise="Add it to the pathways, or correct the name."),
            )


def changes_of_nothing(world: World) -> Iterator[Problem]:
    """A change that says when, but not what."""
    for number, event in _changes(world):
        if not given_of(event):
            yield world.problem(
                "events",
                number,
                f"nothing of the pathway '{event.pathway}' changes.",
                f"Fill in one of {', '.join(CHANGED_BY_PATHWAY_CHANGE)}, or delete the row.",
            )


def changed_waits(world: World) -> Iterator[Problem]:
    """A wait that becomes shorter than its stages, or that was not there before."""
    for number, event, pathway in _known_changes(world):
        if event.wait_days is None:
            continue
        if pathway.wait_days == 0 and event.wait_days > 0:
            yield world.problem(
                "events",
                number,
                f"'{pathway.name}' decides at once, so that a wait of {event.wait_days:g} days cannot come and"
                " go.",
                "Give the pathway itself wait_days of 1 or more.",
            )
        elif pathway.wait_days > 0 and event.wait_days < pathway.stages:
            stages = "stage" if pathway.stages == 1 else "stages"
            yield world.problem(
                "events",
                number,
                f"wait_days {event.wait_days:g} is below the {pathway.stages} {stages} of '{pathway.name}'.",
                f"Give at least {pathway.stages}: a stage takes a day at least.",
            )


def changes_outside_the_pathway(world: World) -> Iterator[Problem]:
    """A change on days on which the pathway is not open, or to what it is already."""
    for number, event, pathway in _known_changes(world):
        is_over = event.start >= pathway.end
        is_early = event.end is not None and pathway.start is not None and event.end <= pathway.start
        if is_over or is_early:
            when = f"is over on {pathway.end}" if is_over else f"begins {pathway.start}"
            yield world.warning(
                "events",
                number,
                f"the change has no effect: '{pathway.name}' {when}.",
                "Correct the dates of one of them.",
            )
            continue
        if given_of(event) and all(
            getattr(event, name) == getattr(pathway, name) for name in given_of(event)
        ):
            yield world.warning(
                "events",
                number,
                f"'{pathway.name}' has these numbers already.",
                "Correct the row, or delete it.",
            )


def _changes(world: World) -> Iterator[tuple[int, PathwayChange]]:
    for number, event in world.events:
        if isinstance(event, PathwayChange):
            yield number, event


def _known_changes(world: World) -> Iterator[tuple[int, PathwayChange, Pathway]]:
    """Changes of pathways of which more than the name is known."""
    known = {pathway.name: pathway for pathway in world.scenario.pathways if pathway.destination}
    for number, event in _changes(world):
        if event.pathway in known:
            yield number, event, known[event.pathway]


CHECKS = (unknown_pathways, changes_of_nothing, changed_waits, changes_outside_the_pathway)
