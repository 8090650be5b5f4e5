"""People: who leaves, from where, and whether there is a way to anywhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from steppe.errors import Problem
from steppe.scenario.checks.world import Named, World, listed, shortened
from steppe.scenario.events import Conflict

REFUGES = ("camp", "idp_camp", "destination")


def nobody_leaves(world: World) -> Iterator[Problem]:
    """A world in which no day ever moves anybody."""
    scenario = world.scenario
    if scenario.places and not (_origins(world) or _is_shared(world)):
        reason = "there is no conflict"
        if _conflict_places(world):
            reason = "conflict_push_rate is 0"
            if scenario.number("conflict_push_rate") > 0:
                reason = "no place in conflict has a population"
        yield world.of_setting(
            "conflict_push_rate",
            f"nobody ever leaves: {reason}, and there are no pushes and nobody is present at the start.",
            "Add a conflict and set conflict_push_rate, or fill in the table pushes.",
            "warning",
        )


def sharing_without_conflict(world: World) -> Iterator[Problem]:
    """Totals are shared over places in conflict; without one there is nobody to leave."""
    if _conflict_places(world) and any(
        world.place_of[name].population > 0 for name in _conflict_places(world)
    ):
        return
    missing = "no place is in conflict" if not _conflict_places(world) else "no place in conflict has people"
    for number, push in enumerate(world.scenario.pushes):
        if not push.place and push.people > 0:
            yield world.problem(
                "pushes",
                number,
                f"the push names no place, and {missing} to share its people over.",
                "Name the place, or add an event 'conflict' and a population.",
            )
    if world.scenario.flag("push_from_observations"):
        yield world.of_setting(
            "push_from_observations",
            f"push_from_observations is yes, but {missing} for people to leave from.",
            "Add an event 'conflict' on a place with a population.",
            world.mistake,
        )


def conflict_without_population(world: World) -> Iterator[Problem]:
    """A place in conflict that nobody lives in."""
    scenario = world.scenario
    by_residents = scenario.number("conflict_push_rate") > 0 and scenario.setting("conflict_push") in (
        "resident",
        "pop_ratio",
    )
    by_sharing = scenario.flag("push_from_observations") or any(not push.place for push in scenario.pushes)
    if not (by_residents or by_sharing):
        return
    numbers = {place.name: number for number, place in enumerate(scenario.places)}
    for name in _conflict_places(world):
        place = world.place_of[name]
        if place.population == 0 and place.kind not in REFUGES:
            yield world.warning(
                "places",
                numbers[name],
                f"'{name}' is in conflict, but its population is missing: nobody flees from it.",
                "Fill in its population.",
            )


def unreachable_refuges(world: World) -> Iterator[Problem]:
    """Camps and destinations that no way leads to from where people leave."""
    leaving = _origins(world) | (_conflict_places(world) if _is_shared(world) else set())
    origins = {name for name in leaving if world.place_of[name].kind not in REFUGES}
    if not origins:
        return
    reached = _reached(origins, world)
    found = []
    for number, place in enumerate(world.scenario.places):
        if place.kind in REFUGES and place.name not in reached:
            warning = world.warning(
                "places",
                number,
                f"no way leads to '{place.name}' from where people leave ({listed(sorted(origins), 3)}).",
                "Add the missing route, or check which way one-way routes run.",
            )
            found.append(Named(warning, place.name))
    yield from shortened(
        world, "places", found, "camps and destinations cannot be reached", "Add the missing routes."
    )


def _conflict_places(world: World) -> set[str]:
    """Places that are in conflict on some day of the period."""
    return {
        event.place
        for event in world.scenario.events
        if isinstance(event, Conflict)
        and event.intensity > 0
        and event.place in world.place_of
        and event.start <= world.last
        and (event.end is None or event.end > world.first)
    }


def _is_shared(world: World) -> bool:
    """Whether totals are shared over places in conflict."""
    return world.scenario.flag("push_from_observations") or any(
        not push.place and push.people > 0 for push in world.scenario.pushes
    )


def _origins(world: World) -> set[str]:
    """Places that people set out from: in conflict, in a push, or with people at the start."""
    scenario = world.scenario
    origins = {push.place for push in scenario.pushes if push.place and push.people > 0}
    if scenario.number("conflict_push_rate") > 0:
        counts_residents = scenario.setting("conflict_push") in ("resident", "pop_ratio")
        origins |= {
            name
            for name in _conflict_places(world)
            if world.place_of[name].population > 0 or not counts_residents
        }
    way = scenario.setting("day_zero")
    if way == "places" or (way == "observations" and world.is_flee):
        origins |= {place.name for place in scenario.places if place.present}
    if way == "observations":
        origins |= {each.place for each in scenario.observations if each.measure == "stock" and each.place}
    return origins & world.place_of.keys()


def _reached(origins: set[str], world: World) -> set[str]:
    """Every place that a chain of routes and pathways leads to."""
    onward: dict[str, list[str]] = {}
    for route in world.scenario.routes:
        onward.setdefault(route.start, []).append(route.end)
        if route.two_way:
            onward.setdefault(route.end, []).append(route.start)
    for pathway in world.scenario.pathways:
        for place in world.scenario.places:
            if place.name == pathway.place or (pathway.country and place.country == pathway.country):
                onward.setdefault(place.name, []).extend((pathway.destination, pathway.refused_to))
    reached, waiting = set(origins), deque(origins)
    while waiting:
        for name in onward.get(waiting.popleft(), ()):
            if name not in reached:
                reached.add(name)
                waiting.append(name)
    return reached


WHOLE_CHECKS = (nobody_leaves, sharing_without_conflict, conflict_without_population, unreachable_refuges)
