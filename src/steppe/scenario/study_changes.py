"""
What a variant of a study changes in a world: rows, events taken away, events added, settings.

Every change is given as in a study file and judged by the columns of its table;
what is wrong is gathered, with the words of where it stands in front.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from steppe.errors import Problem, ScenarioError, SteppeError
from steppe.field import Field
from steppe.scenario.events import Event
from steppe.scenario.model import Scenario
from steppe.scenario.nearest import suggestion
from steppe.scenario.tables import TABLES, rows_of
from steppe.scenario.tables_io import row_of
from steppe.scenario.values import Refused, judged, read_value, written_value

KEYS: Mapping[str, tuple[str, ...]] = {
    "places": ("name",),
    "routes": ("start", "end"),
    "pushes": ("place", "start"),
    "groups": ("name",),
    "shares": ("group", "place"),
    "borders": ("country", "other_country"),
    "pathways": ("name",),
}
"""The tables of which rows can be changed or added, and the columns that say which row is meant."""
EITHER_WAY = ("routes", "borders")
SAME_FOR_ALL = ("replicas", "seed")


@dataclass(frozen=True, slots=True)
class Changes:
    """
    What a variant changes, as it stands in the file.

    Parameters
    ----------
    settings
        By name.
    events
        To be put among those of the world, as by :func:`~steppe.scenario.variation.what_if`.
    remove
        Columns and values; every event with all of them is dropped.
    rows
        ``table``, its key and the columns to change; with ``add`` a new row.
    """

    settings: Mapping[str, object] = field(default_factory=dict)
    events: Sequence[Mapping[str, object]] = ()
    remove: Sequence[Mapping[str, object]] = ()
    rows: Sequence[Mapping[str, object]] = ()

    def __bool__(self) -> bool:
        return bool(self.settings or self.events or self.remove or self.rows)


def changed(scenario: Scenario, changes: Changes, *, name: str) -> Scenario:
    """
    A world with the changes of one variant.

    Parameters
    ----------
    scenario
        The world.
    changes
        Rows are changed first, then events are taken away, added, and settings changed.
    name
        Of the new world.

    Returns
    -------
    scenario
        A new world; what its rows mean together has not been judged.

    Raises
    ------
    ScenarioError
        With everything that is wrong in any of the changes.
    """
    problems: list[Problem] = []
    made = replace(scenario, name=name)
    for number, row in enumerate(changes.rows, start=1):
        made = _with_row(made, row, f"row {number}", problems)
    for number, wanted in enumerate(changes.remove, start=1):
        made = _without(made, wanted, f"remove {number}", problems)
    made = _with_events(made, changes.events, problems)
    made = _with_settings(made, changes.settings, problems)
    if problems:
        raise ScenarioError(problems)
    return made


def cells_of(
    given: Mapping[str, object], known: Mapping[str, Field], what: str, where: str, problems: list[Problem]
) -> dict[str, str]:
    """
    Typed values as the text of cells, by the name of their column.

    Parameters
    ----------
    given
        Names and values from a file that has types.
    known
        The columns there are.
    what
        What a name should be, such as ``"a column of events"``.
    where
        Words for where they stand.
    problems
        What is wrong is added here.
    """
    cells = {}
    for name, value in given.items():
        if name not in known:
            listed = f"Known are {', '.join(known)}."
            problems.append(
                Problem(where, f"'{name}' is not {what}.", suggestion(name, known, otherwise=listed))
            )
            continue
        try:
            cells[name] = _cell(known[name], value)
        except Refused as refused:
            problems.append(Problem(where, refused.found, refused.remedy))
    return cells


def _cell(wanted: Field, value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and wanted.type == "name" and all(isinstance(each, str) for each in value):
        return ";".join(value)
    return written_value(wanted, judged(wanted, value))


def _with_row(
    scenario: Scenario, given: Mapping[str, object], where: str, problems: list[Problem]
) -> Scenario:
    table = given.get("table")
    if not isinstance(table, str) or table not in KEYS:
        remedy = suggestion(str(table), KEYS, otherwise=f"Write table = one of {', '.join(KEYS)}.")
        problems.append(Problem(where, f"{table!r} is no table whose rows can be changed.", remedy))
        return scenario
    is_new = given.get("add", False)
    if not isinstance(is_new, bool):
        problems.append(Problem(where, f"add {is_new!r} is neither true nor false.", "Write add = true."))
        return scenario
    known = {each.name: each for each in TABLES[table]}
    values = {name: value for name, value in given.items() if name not in ("table", "add")}
    wrong: list[Problem] = []
    cells = cells_of(values, known, f"a column of {table}", where, wrong)
    missing = [name for name in KEYS[table] if name not in cells and (known[name].required or not is_new)]
    wrong += [Problem(where, f"does not say which of {table} is meant.", f"Give {name}.") for name in missing]
    problems += wrong
    if wrong:
        return scenario
    change = _added if is_new else _altered
    return change(scenario, table, cells, where, problems)


def _added(
    scenario: Scenario, table: str, cells: dict[str, str], where: str, problems: list[Problem]
) -> Scenario:
    if _found(scenario, table, cells) is not None:
        shown = " – ".join(cells.get(name, "") for name in KEYS[table])
        problems.append(
            Problem(where, f"'{shown}' is in {table} already.", "Leave out add = true to change it.")
        )
        return scenario
    row, wrong = row_of(where, {name: text for name, text in cells.items() if text}, table)
    problems += wrong
    return scenario if wrong else _with_rows(scenario, table, (*rows_of(scenario, table), row))


def _altered(
    scenario: Scenario, table: str, cells: dict[str, str], where: str, problems: list[Problem]
) -> Scenario:
    position = _found(scenario, table, cells)
    shown = " – ".join(cells[name] for name in KEYS[table])
    if position is None:
        keys = [
            " – ".join(str(getattr(row, name)) for name in KEYS[table]) for row in rows_of(scenario, table)
        ]
        remedy = suggestion(shown, keys, otherwise="With add = true it is a new row.")
        problems.append(Problem(where, f"'{shown}' is not in {table}.", remedy))
        return scenario
    known = {each.name: each for each in TABLES[table]}
    given = {name: text for name, text in cells.items() if name not in KEYS[table]}
    if not given:
        problems.append(Problem(where, f"changes nothing of '{shown}'.", "Give a column and its new value."))
        return scenario
    rows = list(rows_of(scenario, table))
    values = _values(given, known, where, problems)
    rows[position] = replace(rows[position], **values)
    return _with_rows(scenario, table, tuple(rows))


def _with_rows(scenario: Scenario, table: str, rows: tuple[Any, ...]) -> Scenario:
    changes: dict[str, Any] = {table: rows}
    return replace(scenario, **changes)


def _values(
    cells: Mapping[str, str], known: Mapping[str, Field], where: str, problems: list[Problem]
) -> dict[str, Any]:
    """Cells read; one that is empty is what it is by default."""
    values = {}
    for name, text in cells.items():
        try:
            values[name] = read_value(known[name], text) if text.strip() else known[name].default
        except Refused as refused:
            problems.append(Problem(where, refused.found, refused.remedy))
    return values


def _found(scenario: Scenario, table: str, cells: Mapping[str, str]) -> int | None:
    """Position of the row with that key, which for roads and borders may name its ends either way round."""
    key = tuple(cells.get(name, "") for name in KEYS[table])
    known = {each.name: each for each in TABLES[table]}
    for position, row in enumerate(rows_of(scenario, table)):
        its = tuple(written_value(known[name], getattr(row, name)) for name in KEYS[table])
        if key == its or (table in EITHER_WAY and key == its[::-1]):
            return position
    return None


def _without(
    scenario: Scenario, wanted: Mapping[str, object], where: str, problems: list[Problem]
) -> Scenario:
    """The world without the events that have all the given values."""
    known = {each.name: each for each in TABLES["events"]}
    wrong: list[Problem] = []
    cells = cells_of(wanted, known, "a column of events", where, wrong)
    values = _values(cells, known, where, wrong)
    problems += wrong
    if wrong or not wanted:
        if not wanted:
            problems.append(Problem(where, "names no event.", 'Write { event = "border", country = ... }.'))
        return scenario
    kept = tuple(event for event in scenario.events if not _matches(event, values))
    if len(kept) == len(scenario.events):
        said = ", ".join(f"{name} {text}" for name, text in cells.items())
        remedy = "`steppe describe` lists the events; leave out what may differ."
        problems.append(Problem(where, f"no event of the base has {said}.", remedy))
    return replace(scenario, events=kept)


def _matches(event: Event, values: Mapping[str, Any]) -> bool:
    for name, value in values.items():
        its = event.word if name == "event" else getattr(event, name, None)
        if its != value and (its or value) not in (None, ""):
            return False
    return True


def _with_events(
    scenario: Scenario, given: Sequence[Mapping[str, object]], problems: list[Problem]
) -> Scenario:
    known = {each.name: each for each in TABLES["events"]}
    events: list[Event] = []
    wrong: list[Problem] = []
    for number, each in enumerate(given, start=1):
        where = f"event {number} ({each.get('event', 'no word')})"
        before: list[Problem] = []
        cells = cells_of(each, known, "a column of events", where, before)
        event, after = row_of(where, {name: text for name, text in cells.items() if text}, "events")
        wrong += before or after
        events += [event] if event is not None and not before else []
    problems += wrong
    if wrong or not events:
        return scenario
    try:
        return scenario.what_if(*events, name=scenario.name)
    except SteppeError as error:
        problems += [replace(each, where=each.where.removeprefix("what_if ")) for each in error.problems]
        return scenario


def _with_settings(scenario: Scenario, settings: Mapping[str, object], problems: list[Problem]) -> Scenario:
    shared = [name for name in SAME_FOR_ALL if name in settings]
    problems += [
        Problem(
            f"setting {name}",
            "is the same for every variant and the base.",
            f"Write {name} = ... at the top of the file.",
        )
        for name in shared
    ]
    try:
        return scenario.with_settings(
            **{name: value for name, value in settings.items() if name not in shared}
        )
    except SteppeError as error:
        problems += error.problems
        return scenario
