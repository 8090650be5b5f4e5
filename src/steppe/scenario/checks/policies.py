"""Policies under settings that know none: the peer's rules, and units of more than one person."""

from __future__ import annotations

from collections.abc import Iterator

from steppe.errors import Problem
from steppe.scenario.checks.world import World
from steppe.scenario.events import (
    BorderRegime,
    CampOpens,
    Event,
    HostLimit,
    PathwayChange,
    RouteRegime,
    RouteSpeed,
)
from steppe.scenario.subjects import is_managed


def policies_under_other_rules(world: World) -> Iterator[Problem]:
    """What is said of policies holds under our own rules and route choice only; one line for each kind."""
    scenario = world.scenario
    names = [name for name in ("rules", "routing") if scenario.setting(name) == "flee"]
    if not names:
        return
    settings = " and ".join(f"{name} = 'flee'" for name in names)
    wanted = " and ".join(
        {"rules": 'rules = "steppe"', "routing": 'routing = "recursive-logit"'}[name] for name in names
    )
    for (table, what), numbers in _policies(world).items():
        more = f" ({len(numbers) - 1} more like it)" if len(numbers) > 1 else ""
        yield world.problem(
            table,
            numbers[0],
            f"{what} cannot be run with {settings}{more}.",
            f"Write {wanted} in scenario.toml, or take it out.",
        )


def _policies(world: World) -> dict[tuple[str, str], list[int]]:
    """Rows that only our own rules can run, by their table and what they are."""
    scenario = world.scenario
    found: dict[tuple[str, str], list[int]] = {}

    def add(table: str, what: str, number: int) -> None:
        found.setdefault((table, what), []).append(number)

    for number, place in enumerate(scenario.places):
        for name in ("overflow_to", "worth"):
            if getattr(place, name):
                add("places", name, number)
    for number, route in enumerate(scenario.routes):
        for name in ("closed_to", "away_from_posts"):
            if getattr(route, name):
                add("routes", name, number)
    for number, event in world.events:
        kind = _kind(event)
        if kind:
            add("events", kind, number)
    for table, what in (("groups", "groups"), ("pathways", "a pathway")):
        for number, _ in enumerate(getattr(scenario, table)):
            add(table, what, number)
    return found


def _kind(event: Event) -> str:
    """What an event is that only our own rules can run; empty for all others."""
    if isinstance(event, CampOpens | HostLimit | RouteSpeed | PathwayChange):
        return f"the event '{event.word}'"
    if isinstance(event, BorderRegime | RouteRegime):
        if is_managed(event) or event.give_up > 0 or event.irregular_returned > 0:
            return "a regime with more than a share let through"
        if event.groups or event.one_way:
            return "a regime for one direction or for some groups"
    return ""


def policies_that_count_people(world: World) -> Iterator[Problem]:
    """Quotas, limits and queues are of people, and must not be run in units of many."""
    unit = world.scenario.integer("people_per_count")
    if unit == 1:
        return
    what = [
        ("a regime with a quota or a queue", _is_counted_regime),
        ("the event 'host_limit'", lambda event: isinstance(event, HostLimit)),
    ]
    for words, is_one in what:
        numbers = [number for number, event in world.events if is_one(event)]
        if numbers:
            yield _needs_people(world, "events", numbers[0], words, unit)
    if world.scenario.pathways:
        yield _needs_people(world, "pathways", 0, "a pathway", unit)


def _is_counted_regime(event: Event) -> bool:
    return isinstance(event, BorderRegime | RouteRegime) and is_managed(event)


def _needs_people(world: World, table: str, number: int, what: str, unit: int) -> Problem:
    return world.problem(
        table,
        number,
        f"{what} counts single people, but people_per_count is {unit}.",
        "Write people_per_count = 1 in scenario.toml.",
    )


CHECKS = (policies_under_other_rules, policies_that_count_people)
