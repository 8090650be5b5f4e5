"""``steppe events``: what happens when in a world, as a table, as lines for another program, or as a picture."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from steppe.errors import Problem, UsageError
from steppe.interfaces.cli.places_to_write import require_free
from steppe.interfaces.cli.shell import tell

if TYPE_CHECKING:
    from steppe.insight.timeline import Choice, TimelineRow
    from steppe.scenario.model import Scenario

PICTURES = (".png", ".svg")
GREY = "bright_black"


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    Which events a person asked for; empty is all.

    Parameters
    ----------
    first, last
        Days as text, both included.
    kinds
        Words of ``events.csv``.
    place, country
        Names.
    """

    first: str = ""
    last: str = ""
    kinds: tuple[str, ...] = ()
    place: str = ""
    country: str = ""


def events(
    source: str, wanted: Wanted, *, figure: Path | None = None, why: bool = False, as_json: bool = False
) -> None:
    """
    Print what happens in a world, in order of date, or draw it.

    Parameters
    ----------
    source
        A scenario folder, a Flee folder, or the name of a built-in world.
    wanted
        Which events.
    figure
        A picture to write instead, ``.png`` or ``.svg``; must not exist yet.
    why
        Print what each chosen row, and each count, rests on instead.
    as_json
        Print one JSON list instead.

    Raises
    ------
    ScenarioError
        With every error that keeps it from being a world.
    UsageError
        Where a name or a date that was asked for is none.
    OutputError
        Where the picture cannot be written.
    """
    from steppe.insight.timeline import chosen, timeline
    from steppe.scenario.folder import load

    if figure is not None:
        _require_picture(figure)
    scenario = load(source)
    choice = chosen(
        scenario,
        first=wanted.first or None,
        last=wanted.last or None,
        kinds=wanted.kinds,
        place=wanted.place,
        country=wanted.country,
    )
    if why:
        _tell_why(source, scenario, choice, as_json=as_json)
        return
    rows = timeline(scenario, choice)
    if figure is not None:
        from steppe.insight.timeline_figure import plot_timeline

        written = plot_timeline(scenario, figure, choice)
        (tell if as_json else typer.echo)(str(written))
    if as_json:
        typer.echo(json.dumps([row.as_record() for row in rows], ensure_ascii=False, indent=1))
    elif figure is None and sys.stdout.isatty():
        _print_table(scenario.title or scenario.name, rows)
    elif figure is None:
        _print_lines(rows)


def _tell_why(source: str, scenario: Scenario, choice: Choice, *, as_json: bool) -> None:
    """Rows of the tables, not of the timeline: a pathway rests on its own source, and is not told here."""
    from steppe.interfaces.cli.evidence import reasons_behind, tell_reasons

    rows = reasons_behind(source, scenario, choice)
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        tell_reasons(rows)


def _require_picture(figure: Path) -> None:
    if figure.suffix.lower() not in PICTURES:
        known = " or ".join(PICTURES)
        raise UsageError(
            Problem(f"--figure {figure}", "is no kind of picture.", f"Give it a name that ends in {known}.")
        )
    require_free(figure)


def _print_lines(rows: Sequence[TimelineRow]) -> None:
    """One line per event, columns separated by tabs, and a line of their names first."""
    typer.echo("\t".join(("date", "until", "event", "what", "where", "source")))
    for row in rows:
        cells = (_day(row.start), _day(row.end), row.event, row.what, _where(row), row.source)
        typer.echo("\t".join(" ".join(cell.split()) for cell in cells))


def _print_table(title: str, rows: Sequence[TimelineRow]) -> None:
    """A table as wide as the terminal; what changes nothing in grey."""
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from steppe.insight.timeline import short_source

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0), expand=True)
    table.add_column("date", no_wrap=True, min_width=10)
    table.add_column("until", no_wrap=True, min_width=10)
    table.add_column("what", ratio=7, overflow="fold")
    table.add_column("where", ratio=3, overflow="fold")
    table.add_column("source", ratio=3, overflow="fold")
    for row in rows:
        cells = (_day(row.start), _day(row.end), row.what, _where(row), short_source(row.source))
        table.add_row(*map(escape, cells), style=GREY if row.changes_nothing else None)
    console = Console(file=sys.stdout, highlight=False)
    console.print(escape(title), style="bold")
    console.print(table)
    console.print(f"{len(rows)} {'event' if len(rows) == 1 else 'events'}")


def _day(day: object) -> str:
    return "" if day is None else str(day)


def _where(row: TimelineRow) -> str:
    return ", ".join(row.place or row.country)
