"""``steppe forecast``: how many people may be counted where, from the counts known on a day; options and words."""

from __future__ import annotations

import json as json_words
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from steppe.interfaces.cli.options import (
    FixedSeed,
    Horizons,
    Json,
    Quiet,
    ScenarioName,
    Threads,
    read_day,
    read_horizons,
)
from steppe.interfaces.cli.shell import command_line, guarded

if TYPE_CHECKING:
    from steppe.errors import SteppeError
    from steppe.insight.calibration.posterior import Posterior
    from steppe.insight.forecasting.ahead import Forecast
    from steppe.insight.forecasting.planning import PlannedTotals
    from steppe.scenario.model import Scenario

COLUMNS = ("series", "last count", "median", "1 in 2", "9 in 10")


class Events(StrEnum):
    """Which events a forecast believes."""

    known = "known"
    given = "given"


@dataclass(frozen=True, slots=True)
class Asked:
    """
    A forecast that was asked for and can be made.

    Parameters
    ----------
    world, posterior, start, horizons, totals
        As :func:`steppe.insight.forecast.forecast` takes them.
    """

    world: Scenario
    posterior: Posterior | None
    start: date | None
    horizons: tuple[int, ...]
    totals: str | PlannedTotals


@guarded
def forecast(
    scenario: ScenarioName,
    start: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DATE", help="The last day that anything is known of. [day of the last count]"
        ),
    ] = None,
    horizon: Horizons = "7,30,90,180",
    totals: Annotated[
        str,
        typer.Option(
            metavar="forecast|given|FILE",
            help="How many in all: forecast too, as published later, or a CSV file with date, people, p05, p95.",
        ),
    ] = "forecast",
    events: Annotated[
        Events,
        typer.Option(
            metavar="|".join(Events), help="Events after that day: unknown, or as the world has them."
        ),
    ] = Events.known,
    posterior: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Behaviour as `steppe calibrate` found it; by default the priors."),
    ] = None,
    draws: Annotated[int, typer.Option(metavar="N", min=1, max=4096, help="How many simulations.")] = 16,
    members: Annotated[
        int, typer.Option(metavar="N", min=20, max=10_000, help="How many equally likely futures.")
    ] = 200,
    seed: FixedSeed = 1,
    threads: Threads = None,
    to: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder to write. [runs/SCENARIO-forecast-DATE-TIME]")
    ] = None,
    no_figures: Annotated[bool, typer.Option("--no-figures", help="Draw no picture.")] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """
    Forecast how many people will be counted where.

    \b
    steppe forecast my-scenario
    steppe forecast my-scenario --from 2025-05-15 --horizon 30,90 --totals planned.csv
    """  # noqa: D301
    from steppe.insight.forecast import forecast as forecast_world
    from steppe.insight.forecasting.forecast_files import write_forecast
    from steppe.interfaces.cli.places_to_write import new_run_folder
    from steppe.interfaces.cli.progress import told_progress

    numbers = {"draws": draws, "members": members, "threads": threads}
    asked = prepared(scenario, start, horizon, totals, posterior, to, numbers)
    folder = to or new_run_folder(f"{asked.world.name}-forecast", datetime.now().astimezone())
    with told_progress(asked.world.name, quiet=quiet, of="simulations") as progress:
        found = forecast_world(
            asked.world,
            asked.posterior,
            start=asked.start,
            horizons=asked.horizons,
            totals=asked.totals,  # type: ignore[arg-type]
            events_given=events is Events.given,
            seed=seed,
            progress=progress,
            **numbers,  # type: ignore[arg-type]
        )
    write_forecast(found, folder, scenario=asked.world, command=command_line(), figure=not no_figures)
    if json:
        told = {**found.to_json(), "folder": str(folder)}
        typer.echo(json_words.dumps(told, ensure_ascii=False, allow_nan=False))
        return
    if not quiet:
        tell_forecast(found, asked.world)
        typer.echo(f"To make it again: {command_line()}")
    typer.echo(str(folder))


def prepared(
    source: str,
    start: str | None,
    horizon: str,
    totals: str,
    posterior: Path | None,
    to: Path | None,
    numbers: dict[str, int | None],
) -> Asked:
    """
    What was asked for, read.

    Raises
    ------
    SteppeError
        With everything that is wrong with it, before any work.
    """
    from steppe.errors import UsageError
    from steppe.insight.forecast import MOST_DAYS, require_answerable
    from steppe.interfaces.cli.places_to_write import require_free
    from steppe.interfaces.cli.run import noted, raise_together

    errors: list[SteppeError] = []
    first, problems = read_day(start, "--from")
    days, more = read_horizons(horizon, MOST_DAYS)
    if problems or more:
        errors.append(UsageError([*problems, *more]))
    with noted(errors):
        world = _world(source)
        planned = _totals(totals, world, errors)
        believed = _posterior(posterior, errors)
        # What could not be read is told already, and taken as if it had not been given.
        with noted(errors):
            require_answerable(
                world,
                believed,
                start=first,
                horizons=days or (1,),
                totals="forecast" if planned is None else planned,
                **numbers,  # type: ignore[arg-type]
            )
    if to is not None:
        with noted(errors):
            require_free(to, empty_folder_will_do=True)
    raise_together(errors)
    assert planned is not None, "what is missing has been told"
    return Asked(world, believed, first, days, planned)


def _world(source: str) -> Scenario:
    from steppe.errors import ScenarioError
    from steppe.scenario.folder import examine

    examined = examine(source)
    if examined.scenario is None:
        raise ScenarioError(examined.errors)
    return examined.scenario


def _totals(text: str, world: Scenario, errors: list[SteppeError]) -> str | PlannedTotals | None:
    from steppe.errors import SteppeError
    from steppe.insight.forecasting.planning import read_planned_totals

    if text in ("forecast", "given"):
        return text
    try:
        return read_planned_totals(Path(text), world.start)
    except SteppeError as error:
        errors.append(error)
        return None


def _posterior(folder: Path | None, errors: list[SteppeError]) -> Posterior | None:
    if folder is None:
        return None
    from steppe.errors import SteppeError
    from steppe.insight.calibration.files import open_posterior

    try:
        return open_posterior(folder)
    except SteppeError as error:
        errors.append(error)
        return None


def tell_forecast(found: Forecast, world: Scenario) -> None:
    """
    Print a table for each horizon, the standing of the numbers, and how such forecasts did elsewhere.

    Parameters
    ----------
    found
        A forecast.
    world
        What it is of.
    """
    from steppe.insight.forecasting.ahead_words import day_words, rests_on, skill_words
    from steppe.interfaces.cli.tables import print_table

    typer.echo(f"{world.title or world.name}: people counted, known until {day_words(found.start)}\n")
    table = found.table()
    for (ahead, day), rows in table.group_by("ahead", "date", maintain_order=True):
        cells = [_cells(row) for row in rows.iter_rows(named=True)]
        print_table(f"In {ahead} days, on {day_words(day)}", COLUMNS, cells, numbers=COLUMNS[1:])
    typer.echo(f"Standing: {found.stamp}.")
    for sentence in (*skill_words(found), rests_on(found)):
        typer.echo(sentence)


def _cells(row: dict[str, object]) -> tuple[str, ...]:
    def people(word: str) -> str:
        return f"{row[word]:,.0f}"

    last = people("last_count") if row["reported"] else "none yet"
    within = (f"{people(low)} to {people(high)}" for low, high in (("p25", "p75"), ("p05", "p95")))
    return (str(row["series"]) or "all together", last, people("p50"), *within)
