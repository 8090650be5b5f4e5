"""``steppe hindcast``: forecasts of the past, scored; the command with its options, and what it tells."""

from __future__ import annotations

import json as json_words
import shlex
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from steppe.interfaces.cli.options import FixedSeed, Horizons, Json, Quiet, Threads, read_horizons
from steppe.interfaces.cli.shell import STOPPED, command_line, guarded, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from steppe.errors import SteppeError
    from steppe.insight.forecasting.hindcast import Hindcast
    from steppe.scenario.model import Scenario

FARTHEST_DAYS = 3_650
ENOUGH_CASES = 3
FEW_CASES = (
    "Learning from others needs at least two others: with {cases}, forecasts learn from the conflicts that"
    " ship with Steppe as well, but from none that counts the same places."
)
ONE_CASE = (
    "With one case the best simple rule is chosen on that case, knowing how it ended: a harder opponent than"
    " there can be in practice."
)


class Totals(StrEnum):
    """Whether forecasters are told the true totals."""

    given = "given"
    forecast = "forecast"
    both = "both"


@guarded
def hindcast(
    cases: Annotated[
        list[str],
        typer.Argument(metavar="CASES", help="Scenario folders or Flee folders, with published counts."),
    ],
    horizon: Horizons = "7,30,90,180",
    every: Annotated[
        int, typer.Option(metavar="N", min=1, max=FARTHEST_DAYS, help="Days from one forecast to the next.")
    ] = 14,
    track: Annotated[
        Totals,
        typer.Option(
            metavar="|".join(Totals),
            help="Tell every forecaster the true totals and the course of events, or nothing after the day of the"
            " forecast.",
        ),
    ] = Totals.both,
    draws: Annotated[
        int, typer.Option(metavar="N", min=1, max=1024, help="Worlds drawn for each simulation.")
    ] = 16,
    seed: FixedSeed = 1,
    threads: Threads = None,
    no_cold_start: Annotated[
        bool, typer.Option("--no-cold-start", help="Leave out the runs that see no report.")
    ] = False,
    to: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder to write. [runs/hindcast-DATE-TIME]")
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """
    Forecast the past, and score what came of it.

    \b
    steppe hindcast cases/mali2012 cases/burundi2015 cases/car2013
    steppe hindcast my-scenario --horizon 30,90 --every 28 --to skill
    """  # noqa: D301
    from steppe.interfaces.cli.places_to_write import new_run_folder

    horizons = _prepared(cases, horizon, to)
    folder = to or new_run_folder("hindcast", datetime.now().astimezone())
    if not quiet:
        _tell_if_few(cases)
    how = {
        "horizons": horizons,
        "every": every,
        "tracks": ("given", "forecast") if track is Totals.both else (track.value,),
        "draws": draws,
        "seed": seed,
        "threads": threads,
        "cold_start": not no_cold_start,
    }
    try:
        found = _hindcast(cases, folder, how, quiet=quiet)
    except KeyboardInterrupt:
        again = command_line() + ("" if to else f" --to {shlex.quote(str(folder))}")
        tell(f"Stopped. What was finished is kept. To go on from there:\n  {again}")
        raise typer.Exit(STOPPED) from None
    if json:
        typer.echo(_as_json(found, folder))
        return
    if not quiet:
        tell_hindcast(found)
        typer.echo(_how_to_repeat(found, cases, track))
    typer.echo(str(folder))


def tell_hindcast(found: Hindcast) -> None:
    """
    Print every table, and how it was made.

    Parameters
    ----------
    found
        A hindcast.
    """
    from steppe.insight.forecasting.hindcast_table import hindcast_tables, made_line
    from steppe.interfaces.cli.tables import print_table

    typer.echo(f"{made_line(found)}\n")
    for table in hindcast_tables(found):
        if table.rows:
            print_table(table.title, table.columns, table.rows, numbers=table.numbers)
        else:
            typer.echo(table.title)
        for note in table.notes:
            typer.echo(note)
        if table.notes:
            typer.echo()


def _prepared(cases: Sequence[str], horizon: str, to: Path | None) -> tuple[int, ...]:
    """The horizons, or everything that is wrong with the request, before any work."""
    from steppe.errors import UsageError
    from steppe.interfaces.cli.places_to_write import require_free
    from steppe.interfaces.cli.run import noted, raise_together

    errors: list[SteppeError] = []
    horizons, problems = read_horizons(horizon, FARTHEST_DAYS)
    errors += [UsageError(problems)] if problems else []
    names: dict[str, str] = {}
    for source in cases:
        with noted(errors):
            _require_case(source, horizons, names)
    if to is not None:
        with noted(errors):
            require_free(to, empty_folder_will_do=True)
    raise_together(errors)
    return horizons


def _require_case(source: str, horizons: tuple[int, ...], names: dict[str, str]) -> None:
    """Raise where a case cannot be read, is named twice, or has nothing to forecast."""
    from steppe.errors import Problem, ScenarioError
    from steppe.scenario.folder import examine

    examined = examine(source)
    if examined.scenario is None or examined.errors:
        raise ScenarioError(
            each if each.where == source else replace(each, where=f"{source}: {each.where}")
            for each in examined.errors
        )
    name = examined.scenario.name
    if name in names:
        found = f"is called '{name}', as is '{names[name]}': what is learned could not be kept apart."
        raise ScenarioError(Problem(source, found, "Name each conflict once, or give one another name."))
    names[name] = source
    wrong = _nothing_to_forecast(examined.scenario, horizons)
    if wrong:
        raise ScenarioError(Problem(source, *wrong))


def _nothing_to_forecast(world: Scenario, horizons: tuple[int, ...]) -> tuple[str, str] | None:
    """What is wrong, and what to do about it, where no count can be forecast from an earlier one."""
    from steppe.insight.forecasting.origins import FIRST_DAY, origins, targets_of
    from steppe.insight.forecasting.situation import situation_of
    from steppe.insight.reports import reports_of

    reports = reports_of(world)
    if not reports:
        return "has no published counts of people.", "Add stocks of persons to observations.csv."
    for today in origins(world.days, every=1) if horizons else ():
        if targets_of(reports, situation_of(reports, today), world.days, horizons).day.size:
            return None
    if not horizons:
        return None
    ahead = ", ".join(map(str, horizons))
    return (
        f"has no count {ahead} days after another, from day {FIRST_DAY} on.",
        "Leave it out, or give other horizons.",
    )


def _tell_if_few(cases: Sequence[str]) -> None:
    if len(cases) < ENOUGH_CASES:
        tell(FEW_CASES.format(cases="one case" if len(cases) == 1 else f"{len(cases)} cases"))
    if len(cases) == 1:
        tell(ONE_CASE)


def _hindcast(cases: Sequence[str], folder: Path, how: dict[str, Any], *, quiet: bool) -> Hindcast:
    """Make it, keeping finished pieces, and write its folder."""
    from steppe.insight.forecasting.hindcast import hindcast as forecast_the_past
    from steppe.insight.forecasting.hindcast_files import write_hindcast
    from steppe.interfaces.cli.progress import told_progress
    from steppe.result.recorders import partial_folder

    with told_progress("hindcast", quiet=quiet, of="steps") as progress:
        found = forecast_the_past(cases, **how, work=partial_folder(folder), progress=progress)
    write_hindcast(found, folder, command=command_line())
    return found


def _as_json(found: Hindcast, folder: Path) -> str:
    from steppe.insight.forecasting.hindcast_files import hindcast_as_json

    told = {**hindcast_as_json(found), "folder": str(folder)}
    return json_words.dumps(told, ensure_ascii=False, allow_nan=False)


def _how_to_repeat(found: Hindcast, cases: Sequence[str], track: Totals) -> str:
    """The command with every option that numbers depend on written out."""
    terms = found.settings
    horizons = ",".join(map(str, terms["horizons"]))
    words = ["steppe", "hindcast", *cases, "--horizon", horizons, "--every", str(terms["every"])]
    words += ["--track", track.value, "--draws", str(terms["draws"]), "--seed", str(terms["seed"])]
    words += [] if terms["cold_start"] else ["--no-cold-start"]
    return f"To make it again, with Steppe {found.version} (settings {found.settings_hash[:12]}):\n  {shlex.join(words)}"
