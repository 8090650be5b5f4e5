"""Each value by itself, held against its field; rows that fail are taken out before rows are compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from steppe.errors import Problem
from steppe.field import Field
from steppe.scenario.checks.world import World
from steppe.scenario.fields import SETTINGS
from steppe.scenario.model import Scenario, SettingValue
from steppe.scenario.nearest import suggestion
from steppe.scenario.tables import HEADING, TABLES, fields_of_row, kept_by_name, rows_of
from steppe.scenario.values import Refused, judged
from steppe.scenario.whereabouts import Whereabouts


def sound_part(scenario: Scenario, where: Whereabouts) -> tuple[World, list[Problem]]:
    """
    Judge every value of a scenario.

    Returns
    -------
    world, problems
        The world without the rows and settings at fault, and what is wrong with those.
    """
    problems: list[Problem] = []
    kept: dict[str, Any] = {}
    named: dict[tuple[str, int], str] = dict(where.named)
    for table in TABLES:
        if table == "notes":
            continue
        rows: list[Any] = []
        for number, row in enumerate(rows_of(scenario, table)):
            words = where.row(table, number)
            wrong = list(_row_problems(words, table, row))
            sound = kept_by_name(type(row), _own_values(table, row)) if wrong else row
            # The reader has told already what is wrong with a row of which it kept the name alone.
            if not (where.from_files and sound == row):
                problems += wrong
            if sound is not None:
                named[table, len(rows)] = words
                rows.append(sound)
        kept[table] = tuple(rows)
    settings, wrong = _settings(scenario, where)
    heading, wrong_heading = _heading(scenario, where)
    sound_scenario = replace(scenario, settings=MappingProxyType(settings), **heading, **kept)
    world = World(sound_scenario, replace(where, named=named), has_period=not wrong_heading)
    return world, [*problems, *wrong, *wrong_heading]


def _own_values(table: str, row: object) -> dict[str, Any]:
    return {each.name: getattr(row, each.name) for each in fields_of_row(table, row)}


def _row_problems(where: str, table: str, row: object) -> Iterator[Problem]:
    for each in fields_of_row(table, row):
        problem = _value_problem(where, each, getattr(row, each.name))
        if problem is not None:
            yield problem


def _value_problem(where: str, each: Field, value: object) -> Problem | None:
    if value is None or value == "":
        if each.required:
            return Problem(where, f"{each.name} is empty.", "Fill it in.")
        if (value is None and each.default is None) or (value == "" and each.default == ""):
            return None
        return Problem(where, f"{each.name} is {value!r}.", f"Leave it out; it is then {each.default!r}.")
    try:
        judged(each, value)
    except Refused as refused:
        return Problem(where, refused.found, refused.remedy)
    return None


def _settings(scenario: Scenario, where: Whereabouts) -> tuple[dict[str, SettingValue], list[Problem]]:
    sound: dict[str, SettingValue] = {}
    problems = []
    for name, value in scenario.settings.items():
        if name not in SETTINGS:
            problems.append(
                Problem("settings", f"'{name}' is not a setting.", suggestion(str(name), SETTINGS))
            )
            continue
        problem = _value_problem(where.setting(name), SETTINGS[name], value)
        if problem is None:
            sound[name] = value
        else:
            problems.append(problem)
    return sound, problems


def _heading(scenario: Scenario, where: Whereabouts) -> tuple[dict[str, Any], list[Problem]]:
    """What to put in place of a heading at fault, and what is wrong with it."""
    instead = {"start": date(2000, 1, 1), "days": 1}
    replaced: dict[str, Any] = {}
    problems = []
    for name, each in HEADING.items():
        problem = _value_problem(where.setting(name), each, getattr(scenario, name))
        if problem is not None:
            problems.append(problem)
            replaced[name] = instead.get(name, "")
    return replaced, problems
