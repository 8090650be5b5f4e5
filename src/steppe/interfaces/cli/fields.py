"""``steppe fields``: what each setting and each column may be, as the registries have it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import typer

from steppe.errors import Problem, UsageError
from steppe.field import Field
from steppe.interfaces.cli.tables import print_table

COLUMNS = (
    "section",
    "name",
    "type",
    "unit",
    "minimum",
    "maximum",
    "choices",
    "default",
    "required",
    "meaning",
)


def fields(name: str = "", *, format: str = "table") -> None:
    """
    Print rows of the registries.

    Parameters
    ----------
    name
        A table, a heading of ``scenario.toml``, a column or a setting; empty for everything.
    format
        ``"table"``, ``"json"`` or ``"csv"``.

    Raises
    ------
    UsageError
        Where nothing has that name.
    """
    chosen = matching(name)
    if format == "json":
        typer.echo(json.dumps([_described(each) for each in chosen], ensure_ascii=False, indent=1))
    elif format == "csv":
        typer.echo(_as_csv(chosen), nl=False)
    else:
        _print_tables(chosen)


def matching(name: str) -> list[Field]:
    """The registry rows that a name speaks of. Raises :class:`UsageError` where there is none."""
    from steppe.scenario.fields import HEADING, SETTINGS, TABLES
    from steppe.scenario.nearest import suggestion

    everything = [
        *HEADING.values(),
        *SETTINGS.values(),
        *(each for table in TABLES.values() for each in table),
    ]
    wanted = name.strip("[]").removesuffix(".csv").casefold()
    chosen = [each for each in everything if not wanted or wanted in (each.section, each.name)]
    if not chosen:
        known = [word for each in everything for word in (each.section, each.name)]
        raise UsageError(
            Problem(f"'{name}'", "is no table, heading, column or setting.", suggestion(wanted, known))
        )
    return chosen


def _described(field: Field) -> dict[str, object]:
    row: dict[str, object] = {column: getattr(field, column) for column in COLUMNS}
    row["choices"] = list(field.choices)
    return row


def _as_csv(chosen: Iterable[Field]) -> str:
    import csv
    import io

    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in chosen:
        row: Mapping[str, object] = {
            **_described(each),
            "choices": " ".join(each.choices),
            "default": shown_default(each),
        }
        writer.writerow(["" if row[column] is None else row[column] for column in COLUMNS])
    return text.getvalue()


def _print_tables(chosen: list[Field]) -> None:
    from steppe.scenario.fields import TABLES

    for section in dict.fromkeys(each.section for each in chosen):
        title = f"{section}.csv" if section in TABLES else f"[{section}] in scenario.toml"
        rows = [
            (each.name, may_be(each), "needed" if each.required else shown_default(each), each.meaning)
            for each in chosen
            if each.section == section
        ]
        print_table(title, ("name", "may be", "default", "meaning"), rows)


def may_be(field: Field) -> str:
    """What a field may hold, in a few words."""
    from steppe.scenario.values import shown_range

    return ", ".join(field.choices) if field.choices else shown_range(field)


def shown_default(field: Field) -> str:
    """The default as it is written in a file; empty where there is none."""
    from steppe.scenario.values import written_value

    return written_value(field, field.default)
