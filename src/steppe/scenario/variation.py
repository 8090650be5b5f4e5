"""
The same world with something changed: other settings, or other events.

A world is never changed in place; each function here gives a new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from steppe.errors import Problem, UsageError
from steppe.field import Field
from steppe.scenario.events import EVENT_TYPES, Event
from steppe.scenario.fields import SETTINGS
from steppe.scenario.model import Scenario
from steppe.scenario.nearest import suggestion
from steppe.scenario.replacing import with_event
from steppe.scenario.tables import event_fields
from steppe.scenario.values import Refused, expected, judged, read_value
from steppe.scenario.whereabouts import Whereabouts


def with_settings(scenario: Scenario, changes: Mapping[str, object]) -> Scenario:
    """
    The same world with other settings.

    Parameters
    ----------
    scenario
        The world.
    changes
        Settings by name; a value is typed, or text as on the command line.

    Returns
    -------
    scenario
        A new world; a setting that has its default again is not kept.

    Raises
    ------
    UsageError
        With every name that is unknown and every value that is refused.
    """
    settings = dict(scenario.settings)
    problems = []
    for name, value in changes.items():
        try:
            settings[name] = _setting(name, value)
        except Refused as refused:
            problems.append(Problem(f"setting {name}", refused.found, refused.remedy))
    if problems:
        raise UsageError(problems)
    kept = {name: value for name, value in settings.items() if value != SETTINGS[name].default}
    return replace(scenario, settings=MappingProxyType(kept))


OWN_WORLD_SETTINGS = (
    "push_from_observations",
    "sum_from_camps",
    "day_zero",
    "conflict_decay",
    "conflict_decay_interval_days",
    "take_from_population",
    "people_per_count",
    "replicas",
    "seed",
)


def under_own_rules(scenario: Scenario) -> Scenario:
    """
    A world of the peer's format under Steppe's own rules; one that has them already is returned as it is.

    Parameters
    ----------
    scenario
        A world. What it says of places, routes, dates and counts stays; of its settings only
        those that say who leaves home and how counts are read (``OWN_WORLD_SETTINGS``), for the
        others are terms of the peer's law of movement.
    """
    if scenario.setting("rules") != "flee":
        return scenario
    kept = {name: value for name, value in scenario.settings.items() if name in OWN_WORLD_SETTINGS}
    return replace(scenario, settings=MappingProxyType(kept))


def _setting(name: str, value: object) -> Any:
    wanted = SETTINGS.get(name)
    if wanted is None:
        raise Refused(
            f"'{name}' is not a setting.", suggestion(name, SETTINGS, otherwise="`steppe fields` lists them.")
        )
    if not isinstance(value, str):
        return judged(wanted, value)
    if not value.strip() and wanted.type != "numbers":
        raise Refused(f"{name} is empty.", expected(wanted))
    return read_value(wanted, value)


def what_if(scenario: Scenario, *events: Event, name: str = "") -> Scenario:
    """
    The same world with one or more events changed, under a new name.

    An event given here holds on its days whatever the world says of the same
    border, route or place: what was there before it ends when it starts, and goes
    on when it ends.  For groups, in a direction or of numbers that it does not name,
    what was there goes on.  A border regime holds for every border post between the
    two countries, those with a regime of their own included, but not for routes away
    from posts.  Statements stand beside each other.

    Parameters
    ----------
    scenario
        The world.
    events
        What is to happen; dates may be given as text, such as ``"2021-08-15"``.
    name
        Of the new world; by default the old one's with ``-what-if`` behind it.

    Returns
    -------
    scenario
        A new world.

    Raises
    ------
    UsageError
        Where something given is not an event, or holds a value that is none.
    ScenarioError
        Where an event speaks of what is not in the world, never holds, or changes nothing.
    """
    from steppe.scenario.check import require_rows

    given = _typed_events(events)
    kept = list(scenario.events)
    for event in given:
        kept = with_event(scenario, kept, event)
    changed = replace(scenario, name=name or f"{scenario.name}-what-if", events=tuple(kept))
    named = {
        ("events", position): f"what_if event {given.index(event) + 1} ({event.word})"
        for position, event in enumerate(kept)
        if event in given
    }
    require_rows(changed, Whereabouts(named=named))
    return changed


def _typed_events(events: Iterable[object]) -> list[Event]:
    """Events with their values read, or every value that is none."""
    typed: list[Event] = []
    problems = []
    for number, event in enumerate(events, start=1):
        if not isinstance(event, EVENT_TYPES):
            known = ", ".join(each.__name__ for each in EVENT_TYPES)
            problems.append(
                Problem(f"what_if event {number}", f"{event!r} is not an event.", f"Events are {known}.")
            )
            continue
        values: dict[str, Any] = {}
        for each in event_fields(type(event)):
            try:
                values[each.name] = _typed_value(each, getattr(event, each.name))
            except Refused as refused:
                where = f"what_if event {number} ({event.word})"
                problems.append(Problem(where, refused.found, refused.remedy))
        typed.append(event if problems else type(event)(**values))
    if problems:
        raise UsageError(problems)
    return typed


def _typed_value(wanted: Field, value: Any) -> Any:
    if value is None and not wanted.required:
        return None
    if value == "" and wanted.type in ("name", "text") and not wanted.required:
        return value
    if isinstance(value, str):
        return read_value(wanted, value) if value.strip() else judged(wanted, None)
    return judged(wanted, value)
