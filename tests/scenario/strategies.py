"""Scenarios of every shape that a file can hold, for property tests."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from hypothesis import strategies as st

from steppe.field import Field
from steppe.scenario.events import EVENT_TYPES
from steppe.scenario.fields import HEADING, SETTINGS, TABLES
from steppe.scenario.model import Scenario
from steppe.scenario.tables import ROW_TYPES, event_fields
from steppe.scenario.values import Refused, judged

AWKWARD = st.sampled_from(
    ['a,b', '"', '""', "'", ";", "\t", "#x", "=1+1", "-", "nan", "yes", "2021-08-15", "1", "é", "اردو", "😀", "\u2028", "line\nbreak", "cr\rlf\r\n", '"""\n', "\\", "\\n", "sep=;"]
)  # fmt: skip


def _is_allowed(field: Field, value: object) -> bool:
    try:
        return bool(judged(field, value) == value)
    except Refused:
        return False


def _of_field(field: Field) -> st.SearchStrategy[object]:
    """Any value a field allows."""
    low, high = field.minimum, field.maximum
    if field.type == "number":
        return st.floats(low, high, allow_nan=False, allow_infinity=False).map(lambda each: each + 0.0)
    if field.type == "integer":
        return st.integers(int(low or 0), int(high or 10**6))
    if field.type == "numbers":
        return st.lists(st.floats(low, high), max_size=4).map(tuple)
    if field.type == "yes/no":
        return st.booleans()
    if field.type == "date":
        return st.dates(date(1900, 1, 1), date(2199, 12, 31))
    if field.type == "choice":
        return st.sampled_from(field.choices)
    anything = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5)
    parts = st.one_of(AWKWARD, anything, st.tuples(AWKWARD, anything).map("".join))
    texts = parts.filter(lambda each: _is_allowed(field, each))
    is_never_empty = field.required or field.default != ""
    return texts.filter(lambda each: each.strip() != "") if is_never_empty else texts


def _values(fields: tuple[Field, ...]) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries(
        {
            each.name: _of_field(each) if each.required else st.one_of(st.just(each.default), _of_field(each))
            for each in fields
        }
    )


def _rows(table: str) -> st.SearchStrategy[tuple[object, ...]]:
    if table == "events":
        row: st.SearchStrategy[object] = st.one_of(
            [
                _values(event_fields(kind)).map(lambda values, kind=kind: kind(**values))
                for kind in EVENT_TYPES
            ]
        )
    else:
        kind = ROW_TYPES[table]
        row = _values(TABLES[table]).map(lambda values: kind(**values))
    return st.lists(row, max_size=2).map(tuple)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Any scenario whose single values are allowed; what they mean together may be nonsense."""
    heading = draw(_values(tuple(HEADING.values())))
    names = draw(st.sets(st.sampled_from(sorted(SETTINGS)), max_size=6))
    settings = {name: draw(_of_field(SETTINGS[name])) for name in sorted(names)}
    kept = {name: value for name, value in settings.items() if value != SETTINGS[name].default}
    tables = {table: draw(_rows(table)) for table in TABLES}
    return Scenario(**heading, settings=MappingProxyType(kept), **tables)
