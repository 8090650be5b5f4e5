"""``steppe surprise``: which counts left the band of an earlier forecast, and what could explain it."""

from __future__ import annotations

import json as json_words
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from steppe.interfaces.cli.options import FixedSeed, Json, ScenarioName, read_day
from steppe.interfaces.cli.shell import command_line, guarded

if TYPE_CHECKING:
    from steppe.errors import SteppeError
    from steppe.insight.surprise import Departure, Surprise
    from steppe.scenario.model import Scenario

USUAL_DAYS, LEAST_DAYS, MOST_DAYS = 90, 7, 180
COLUMNS = ("series", "since", "counted", "forecast", "9 in 10", "beyond", "chance", "stayed")


@guarded
def surprise(
    scenario: ScenarioName,
    start: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DATE", help="Forecast from this day. [90 days before the last count]"
        ),
    ] = None,
    seed: FixedSeed = 1,
    to: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder to write a table and a picture to. [nothing]")
    ] = None,
    json: Json = False,
) -> None:
    """
    Tell which counts left the band of a forecast, since when, and what could explain it.

    Counts up to 180 days after the forecast are looked at.

    \b
    steppe surprise my-scenario
    steppe surprise my-scenario --from 2025-03-31 --to surprised
    """  # noqa: D301
    from steppe.insight.forecast import forecast as forecast_world
    from steppe.insight.surprise import surprise as hold_against
    from steppe.interfaces.cli.progress import told_progress

    world, first, ahead = _prepared(scenario, start, to)
    with told_progress(world.name, quiet=json, of="simulations") as progress:
        made = forecast_world(world, start=first, horizons=(ahead,), seed=seed, progress=progress)
    found = hold_against(world, made)
    if to is not None:
        from steppe.insight.surprise_files import write_surprise

        write_surprise(found, world, to, command=command_line())
    if json:
        told = {**found.to_json(), "folder": None if to is None else str(to)}
        typer.echo(json_words.dumps(told, ensure_ascii=False, allow_nan=False))
        return
    tell_surprise(found, world)
    typer.echo(f"To make it again: {command_line()}")
    if to is not None:
        typer.echo(str(to))


def _prepared(source: str, start: str | None, to: Path | None) -> tuple[Scenario, date, int]:
    """The world, the day and how far ahead, or everything that is wrong with the request, before any work."""
    from steppe.errors import ScenarioError, UsageError
    from steppe.insight.forecast import require_answerable
    from steppe.interfaces.cli.places_to_write import require_free
    from steppe.interfaces.cli.run import noted, raise_together
    from steppe.scenario.folder import examine

    errors: list[SteppeError] = []
    world: Scenario | None = None
    first, problems = read_day(start, "--from")
    errors += [UsageError(problems)] if problems else []
    with noted(errors):
        examined = examine(source)
        if examined.scenario is None:
            raise ScenarioError(examined.errors)
        world = examined.scenario
        require_answerable(world, start=first)
    if to is not None:
        with noted(errors):
            require_free(to, empty_folder_will_do=True)
    raise_together(errors)
    assert world is not None, "what is missing has been told"
    return world, *_span(world, first)


def _span(world: Scenario, start: date | None) -> tuple[date, int]:
    """From which day, and how many days to the last count: no more than hindcasts of other conflicts vouch for."""
    from steppe.insight.reports import reports_of

    reports = reports_of(world)
    last = max(int(each.known.max()) for each in reports)
    earliest = max(0, min(int(each.known.min()) for each in reports))
    today = max(earliest, last - USUAL_DAYS) if start is None else (start - world.start).days
    return world.start + timedelta(days=today), min(MOST_DAYS, max(LEAST_DAYS, last - today))


def tell_surprise(found: Surprise, world: Scenario) -> None:
    """
    Print what left the band, all counts together, and what could explain it.

    Parameters
    ----------
    found
        A surprise.
    world
        What it is of.
    """
    from steppe.insight.forecasting.ahead_words import day_words
    from steppe.insight.surprise_words import joint_words, sentence
    from steppe.interfaces.cli.tables import print_table

    start = day_words(found.forecast.start)
    typer.echo(f"{world.title or world.name}: counts held against the forecast of {start}\n")
    typer.echo(sentence(found))
    if found.departures:
        typer.echo("")
        rows = [_cells(each) for each in found.departures]
        print_table("What left the band", COLUMNS, rows, numbers=COLUMNS[2:7])
    if found.joint is not None:
        typer.echo(joint_words(found.joint))
    if found.explanations:
        typer.echo(
            "\nWhat could explain it, what accounts for most first; these overlap, and none is shown to be a cause:"
        )
        for number, each in enumerate(found.explanations, start=1):
            typer.echo(f"{number}. {each.words}")
    elif found.departures:
        typer.echo("Nothing in the counts or in the events of the scenario accounts for a tenth of it.")
    typer.echo(f"Standing: {found.forecast.stamp}.")


def _cells(each: Departure) -> tuple[str, ...]:
    from steppe.insight.surprise_words import chance_words, series_words

    return (
        series_words([each.series]),
        each.since.isoformat(),
        f"{each.observed:,.0f}",
        f"{each.median:,.0f}",
        f"{each.low:,.0f} to {each.high:,.0f}",
        f"{each.beyond:+,.0f}".replace("-", "\u2212"),
        chance_words(each.chance),
        "yes" if each.stayed else f"{each.outside} of {each.counts}",
    )
