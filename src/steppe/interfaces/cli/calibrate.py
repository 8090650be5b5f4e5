"""``steppe calibrate``: what may be believed of behaviour, given the counts; the command with its options, and what it tells."""

from __future__ import annotations

import json as json_words
import shlex
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from steppe.interfaces.cli.options import FixedSeed, Json, Quiet, ScenarioName, Threads, read_day
from steppe.interfaces.cli.shell import STOPPED, command_line, guarded, tell

if TYPE_CHECKING:
    from steppe.errors import SteppeError
    from steppe.insight.calibration.posterior import Posterior
    from steppe.scenario.model import Scenario


@guarded
def calibrate(
    scenario: ScenarioName,
    until: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Look at nothing published after this day. [the last day of the scenario]"
        ),
    ] = None,
    draws: Annotated[
        int, typer.Option(metavar="N", min=20, max=1_000_000, help="Draws of each chain that are kept.")
    ] = 2500,
    chains: Annotated[int, typer.Option(metavar="N", min=2, max=64, help="How many chains.")] = 4,
    seed: FixedSeed = 1,
    threads: Threads = None,
    with_capacities: Annotated[
        bool,
        typer.Option(
            "--with-capacities",
            help="Let the capacities of places hold. In reference cases they are the peak of the counts themselves.",
        ),
    ] = False,
    to: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder to write. [runs/SCENARIO-posterior-DATE-TIME]"),
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """
    Draw from what may be believed of behaviour, given the counts published by a day.

    \b
    steppe calibrate my-scenario
    steppe calibrate my-scenario --until 2025-03-31 --to believed-in-march
    """  # noqa: D301
    from steppe.interfaces.cli.places_to_write import new_run_folder

    world, last = _prepared(scenario, until, to)
    folder = to or new_run_folder(f"{world.name}-posterior", datetime.now().astimezone())
    again = command_line() + ("" if to else f" --to {shlex.quote(str(folder))}")
    try:
        found = _calibrated(
            world,
            folder,
            {
                "until": last,
                "draws": draws,
                "chains": chains,
                "seed": seed,
                "threads": threads,
                "capacities": with_capacities,
            },
            quiet=quiet,
        )
    except KeyboardInterrupt:
        tell(f"Stopped. The draws that were there are kept. To go on from there:\n  {again}")
        raise typer.Exit(STOPPED) from None
    if json:
        told = {**found.to_json(), "folder": str(folder)}
        typer.echo(json_words.dumps(told, ensure_ascii=False, allow_nan=False))
        return
    if not quiet:
        tell_posterior(found)
    if found.doubts:
        more = (
            f"Not converged: {'; '.join(found.doubts)}. Do not rest on these draws; try --draws {4 * draws}."
        )
        tell(more)
    if not quiet:
        typer.echo(f"To make it again: {command_line()}")
    typer.echo(str(folder))


def _prepared(source: str, until: str | None, to: Path | None) -> tuple[Scenario, date | None]:
    """The world and the day, or everything that is wrong with the request, before any work."""
    from steppe.errors import ScenarioError, UsageError
    from steppe.insight.calibration.target import as_seen_on, require_own_routing
    from steppe.interfaces.cli.places_to_write import require_free
    from steppe.interfaces.cli.run import noted, raise_together
    from steppe.scenario.folder import examine

    errors: list[SteppeError] = []
    world: Scenario | None = None
    last, problems = read_day(until, "--until")
    if problems:
        errors.append(UsageError(problems))
    with noted(errors):
        examined = examine(source)
        if examined.scenario is None:
            raise ScenarioError(examined.errors)
        world = examined.scenario
        require_own_routing(as_seen_on(world, last, capacities=False))
    if to is not None:
        with noted(errors):
            require_free(to, empty_folder_will_do=True)
    raise_together(errors)
    assert world is not None, "what is missing has been told"
    return world, last


def _calibrated(world: Scenario, folder: Path, asked: dict[str, object], *, quiet: bool) -> Posterior:
    from steppe.insight.calibrate import calibrate as calibrate_world
    from steppe.insight.calibration.files import write_posterior
    from steppe.interfaces.cli.progress import told_progress

    with told_progress(f"{world.name}, chains", quiet=quiet, of="steps") as progress:
        found = calibrate_world(world, folder=folder, progress=progress, command=command_line(), **asked)  # type: ignore[arg-type]
    write_posterior(found, folder, figures=True)
    return found


def tell_posterior(found: Posterior) -> None:
    """
    Print what was believed before and after, and how far it may be trusted.

    Parameters
    ----------
    found
        A posterior.
    """
    from steppe.interfaces.cli.tables import print_table

    counts = found.made["counts"]
    used = [
        f"{counts[word]:,} counts of {what}"
        for word, what in (("stocks", "people present"), ("arrivals", "arrivals"))
        if counts[word]
    ]
    typer.echo(
        f"{found.known.title or found.known.name}, counts until {found.until}: {' and '.join(used)} used.\n"
    )
    columns = ("field", "before", "90 %", "after", "90 % ", "R-hat", "bulk ESS", "tail ESS")
    rows = [
        (
            row["field"],
            f"{row['prior_p50']:.3g}",
            f"{row['prior_p05']:.3g} to {row['prior_p95']:.3g}",
            f"{row['p50']:.3g}",
            f"{row['p05']:.3g} to {row['p95']:.3g}",
            f"{row['r_hat']:.3f}",
            f"{row['bulk_ess']:,.0f}",
            f"{row['tail_ess']:,.0f}",
        )
        for row in found.table().iter_rows(named=True)
    ]
    print_table("What is believed before and after the counts", columns, rows, numbers=columns[1:])
    for series, count in found.made["out_of_reach"].items():
        typer.echo(
            f"{series}: {count:,} left out, as the world lets nobody be there by then."
            " Look at its routes and at who leaves home when."
        )
    typer.echo(f"These draws are {found.stamp}.")
