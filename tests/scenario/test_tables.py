"""The registry of columns and the frozen rows are one vocabulary."""

from __future__ import annotations

import dataclasses
import sys
import types
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin

import pytest

from steppe.field import Field
from steppe.scenario.events import EVENT_TYPES
from steppe.scenario.fields import HEADING, SETTINGS, TABLES
from steppe.scenario.model import Scenario
from steppe.scenario.tables import ROW_TYPES, event_fields
from steppe.scenario.values import judged

TYPES = {bool: "yes/no", int: "integer", float: "number", date: "date"}


def bare(hint: Any) -> Any:
    """A type without its ``None``."""
    if get_origin(hint) in (Union, types.UnionType):
        (hint,) = (each for each in get_args(hint) if each is not type(None))
    return hint


def agrees(field: Field, hint: Any) -> bool:
    hint = bare(hint)
    if get_origin(hint) is Literal:
        return field.type == "choice" and field.choices == get_args(hint)
    if hint is str:
        return field.type in ("text", "name")
    return field.type == TYPES[hint]


def hints_of(row_type: type) -> dict[str, Any]:
    """Types of a dataclass by field, read in its module, where no field hides a type of its name."""
    names = vars(sys.modules[row_type.__module__])
    return {each.name: eval(str(each.type), names) for each in dataclasses.fields(row_type)}


@pytest.mark.parametrize("table", sorted(ROW_TYPES))
def test_a_table_has_the_fields_of_its_rows_in_their_order(table):
    row_type = ROW_TYPES[table]
    assert [each.name for each in TABLES[table]] == [each.name for each in dataclasses.fields(row_type)]


@pytest.mark.parametrize("table", sorted(ROW_TYPES))
def test_types_defaults_and_choices_are_those_of_the_rows(table):
    hints = hints_of(ROW_TYPES[table])
    for field, member in zip(TABLES[table], dataclasses.fields(ROW_TYPES[table]), strict=True):
        assert agrees(field, hints[field.name]), field.name
        if member.default is dataclasses.MISSING:
            assert field.required or field.default == "", field.name
        else:
            assert (field.default, field.required) == (member.default, False), field.name


@pytest.mark.parametrize("kind", EVENT_TYPES, ids=lambda kind: kind.word)
def test_every_field_of_every_event_is_a_column_of_events(kind):
    hints = hints_of(kind)
    columns = {each.name for each in TABLES["events"]}
    for member in dataclasses.fields(kind):
        assert member.name in columns
    for field, member in zip(event_fields(kind), dataclasses.fields(kind), strict=True):
        assert agrees(field, hints[field.name]), field.name
        if member.default is dataclasses.MISSING:
            assert field.required
        else:
            assert (field.default, field.required) == (member.default, False), field.name


def test_events_has_no_column_that_no_event_uses():
    used = {member.name for kind in EVENT_TYPES for member in dataclasses.fields(kind)}
    assert {each.name for each in TABLES["events"]} == used | {"event"}
    assert TABLES["events"][0].choices == tuple(kind.word for kind in EVENT_TYPES)


def test_the_heading_and_the_tables_are_all_of_a_scenario():
    members = {each.name for each in dataclasses.fields(Scenario)}
    assert members == {*HEADING, *TABLES, "settings", "evidence"}


def test_every_field_says_what_it_means_and_where_it_belongs():
    for field in (
        *HEADING.values(),
        *SETTINGS.values(),
        *(each for table in TABLES.values() for each in table),
    ):
        assert field.meaning.endswith("."), field.name
        assert field.section, field.name
        assert bool(field.choices) == (field.type == "choice"), field.name
        if field.default is not None and field.default != "":
            assert judged(field, field.default) == field.default
