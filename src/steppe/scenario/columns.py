"""Words in which the registry of columns is written: what many tables have in common."""

from __future__ import annotations

from dataclasses import replace

from steppe.field import Field

MOST_PEOPLE = 2_000_000_000
FARTHEST_KM = 50_000
MOST_DAYS = 65_535
NOT_IN_FILE_NAMES = '/\\:*?"<>|'


def table(section: str, *fields: Field) -> tuple[Field, ...]:
    """The fields of one section, each knowing its section."""
    return tuple(replace(each, section=section) for each in fields)


def people(name: str, meaning: str, default: int | None = None) -> Field:
    """A field for a number of people."""
    return Field(name, "integer", meaning, default, unit="people", minimum=0, maximum=MOST_PEOPLE)


def share(name: str, meaning: str, default: float | None = 0.0, *, unit: str = "") -> Field:
    """A field for a share or a chance, 0 to 1."""
    return Field(name, "number", meaning, default, unit=unit, minimum=0, maximum=1)


def name(name: str, meaning: str, *, required: bool = False) -> Field:
    """A field for the name of something, or for a list of names."""
    return Field(name, "name", meaning, None if required else "", required)


SOURCE = Field("source", "text", "Where this comes from: a page, a document, a person.", "")
NOTE = Field("note", "text", "Anything a reader should know.", "")
EVIDENCE = name("evidence", "Which entries of evidence.jsonl the row rests on, ids separated by semicolons.")

GROUPS_NAMED = name("groups", "The groups it holds for, separated by semicolons; empty is everybody.")
