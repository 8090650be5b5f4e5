"""
The command line: one function per verb, with its options and their help.

Nothing is computed here.  Each command hands its arguments to the module of its
name, imported only then, so that ``steppe --help`` stays quick.
"""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from steppe.interfaces.cli import app_evidence as evidence_commands
from steppe.interfaces.cli.app_ahead import COMMANDS
from steppe.interfaces.cli.options import Json, Quiet, ScenarioName, Threads
from steppe.interfaces.cli.shell import guarded

EPILOG = "Numbers are illustrative until a scenario is calibrated against observations."

app = typer.Typer(
    name="steppe",
    help="Simulate where people go when they are forced to flee.",
    epilog=EPILOG,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Keep(StrEnum):
    """Where an ensemble is held while it runs."""

    memory = "memory"
    disk = "disk"
    summary = "summary"


class Format(StrEnum):
    """What a run can be exported to."""

    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"
    geojson = "geojson"


RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="A run folder written by `steppe run`.")]

Replicas = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, max=1_000_000, help="How many replicas; the scenario's by default."),
]
Seed = Annotated[
    int | None,
    typer.Option(
        metavar="N", min=0, max=2**63 - 1, help="Where chance starts from; the scenario's by default."
    ),
]
Expected = Annotated[
    bool, typer.Option("--expected", help="One pass with the mean of every draw, instead of replicas.")
]
Days = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, max=100_000, help="How many days; the scenario's by default."),
]
Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="NAME=VALUE", help="Change a setting; repeatable. `steppe fields` lists them."
    ),
]


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"steppe {version('steppe')}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[  # noqa: ARG001 - answered by its callback
        bool, typer.Option("--version", "-V", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where in the code an error came from.")
    ] = False,
) -> None:
    if debug:
        os.environ["STEPPE_DEBUG"] = "1"


@app.command()
@guarded
def run(
    scenario: ScenarioName,
    replicas: Replicas = None,
    seed: Seed = None,
    expected: Expected = False,
    days: Days = None,
    threads: Threads = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Run folder to write; must not exist yet, or be empty. [runs/SCENARIO-DATE-TIME]",
        ),
    ] = None,
    changes: Changes = None,
    keep: Annotated[
        Keep,
        typer.Option(
            metavar="|".join(Keep),
            help="Hold the ensemble in memory, stream it to disk, or keep summaries only.",
        ),
    ] = Keep.memory,
    no_figures: Annotated[bool, typer.Option("--no-figures", help="Draw no charts and no map.")] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """
    Simulate a scenario and write where people went.

    \b
    steppe run afghanistan-2021
    steppe run my-scenario --replicas 200 --seed 7 --set leave_chance_town=0.2
    """
    from steppe.interfaces.cli.run import Request, run_scenario

    run_scenario(
        Request(
            source=scenario,
            replicas=replicas,
            seed=seed,
            expected=expected,
            days=days,
            threads=threads,
            out=out,
            changes=tuple(changes or ()),
            keep=keep.value,
            figures=not no_figures,
            quiet=quiet,
            as_json=json,
        )
    )


@app.command()
@guarded
def compare(
    base: Annotated[
        str, typer.Argument(metavar="BASE", help="A scenario, a run folder, or a study (a .toml file).")
    ],
    variant: Annotated[
        str, typer.Argument(metavar="[VARIANT]", help="A scenario or a run folder; BASE by default.")
    ] = "",
    changes: Changes = None,
    events: Annotated[
        list[str] | None,
        typer.Option("--event", metavar="EVENT", help="Let this happen in the variant; repeatable."),
    ] = None,
    replicas: Replicas = None,
    seed: Seed = None,
    expected: Expected = False,
    days: Days = None,
    threads: Threads = None,
    to: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder to write. [runs/BASE-vs-VARIANT-DATE-TIME]")
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """
    Tell what one change does, with the same luck in both.

    \b
    steppe compare afghanistan-2021 --event "border country=AFG other_country=UZB status=open"
    steppe compare my-scenario my-other-scenario --replicas 200
    steppe compare border-closes/study --to gates
    """
    from steppe.interfaces.cli.compare import Request
    from steppe.interfaces.cli.compare import compare as compare_worlds

    worlds = (base, variant, tuple(changes or ()), tuple(events or ()))
    compare_worlds(
        Request(*worlds, replicas, seed, expected, days, threads, to=to, quiet=quiet, as_json=json)
    )


@app.command()
@guarded
def check(scenario: ScenarioName, json: Json = False) -> None:
    """
    Tell everything that is wrong or odd about a scenario.

    \b
    steppe check my-scenario
    steppe check my-scenario --json
    """
    from steppe.interfaces.cli.check import check as check_world

    check_world(scenario, as_json=json)


@app.command()
@guarded
def describe(scenario: ScenarioName) -> None:
    """
    Tell what a scenario believes: places, borders, dates, counts, settings.

    \b
    steppe describe afghanistan-2021
    steppe describe my-scenario
    """
    from steppe.interfaces.cli.describe import describe as describe_world

    describe_world(scenario)


@app.command()
@guarded
def events(
    scenario: ScenarioName,
    first: Annotated[
        str, typer.Option("--from", metavar="DATE", help="Only what holds on this day or later.")
    ] = "",
    last: Annotated[
        str, typer.Option("--until", metavar="DATE", help="Only what holds on this day or earlier.")
    ] = "",
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--kind", metavar="KIND", help="Only this word of events.csv, such as border; repeatable."
        ),
    ] = None,
    place: Annotated[str, typer.Option(metavar="NAME", help="Only what names this place.")] = "",
    country: Annotated[
        str, typer.Option(metavar="NAME", help="Only what is in or about this country, by name or code.")
    ] = "",
    figure: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Draw it over time, to a .png or .svg that must not exist yet."),
    ] = None,
    why: Annotated[
        bool, typer.Option("--why", help="Tell what each row of events and observations rests on.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON list on standard output.")] = False,
) -> None:
    """
    Tell what happens when: borders, pathways, camps, seasons, statements.

    \b
    steppe events afghanistan-2021 --country PAK --from 2021-08-01
    steppe events my-scenario --kind border --kind route --figure borders.png
    steppe events my-scenario --why
    """
    from steppe.interfaces.cli.events import Wanted
    from steppe.interfaces.cli.events import events as show_events

    wanted = Wanted(first, last, tuple(kinds or ()), place, country)
    show_events(scenario, wanted, figure=figure, why=why, as_json=json)


@app.command()
@guarded
def fields(
    name: Annotated[
        str,
        typer.Argument(metavar="[NAME]", help="A table, a heading, a column or a setting; all by default."),
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="One JSON list instead of tables.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="One CSV table instead of tables.")] = False,
) -> None:
    """
    Tell what each column and each setting may be.

    \b
    steppe fields places
    steppe fields leave_chance_town
    """
    from steppe.interfaces.cli.fields import fields as print_fields

    print_fields(name, format="json" if json else "csv" if csv else "table")


@app.command()
@guarded
def new(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Scenario folder to write; must not exist yet, or be empty.")
    ],
    like: Annotated[
        str,
        typer.Option(metavar="SCENARIO", help="A world to begin with, instead of a small explained example."),
    ] = "",
) -> None:
    """
    Write a scenario folder to start from.

    \b
    steppe new my-scenario
    steppe new my-afghanistan --like afghanistan-2021
    """
    from steppe.interfaces.cli.new import new as write_new

    write_new(folder, like=like)


@app.command("import")
@guarded
def import_folder(
    flee_folder: Annotated[Path, typer.Argument(metavar="FLEE_DIR", help="A folder that holds input_csv/.")],
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="Scenario folder to write; must not exist yet, or be empty.")
    ],
) -> None:
    """
    Turn a Flee folder into a scenario folder.

    What is not carried over is listed.

    \b
    steppe import conflicts/mali2012 mali2012
    steppe check mali2012
    """
    from steppe.interfaces.cli.import_flee import import_flee

    import_flee(flee_folder, out)


@app.command()
@guarded
def rerun(run: RunFolder, threads: Threads = None, json: Json = False) -> None:
    """
    Reproduce a run and compare the results.

    \b
    steppe rerun runs/afghanistan-2021-20260102-030405
    steppe rerun runs/mine --json
    """
    from steppe.interfaces.cli.rerun import rerun_folder

    rerun_folder(run, threads=threads, as_json=json)


@app.command()
@guarded
def export(
    run: RunFolder,
    format: Annotated[Format, typer.Option(metavar="|".join(Format), help="What to write.")],
    to: Annotated[
        Path, typer.Option(metavar="PATH", help="File (xlsx, geojson) or folder (csv, parquet) to write.")
    ],
) -> None:
    """
    Write a run's tables for Excel or a map.

    \b
    steppe export runs/mine --format xlsx --to mine.xlsx
    steppe export runs/mine --format geojson --to mine.geojson
    """
    from steppe.interfaces.cli.export import export_run

    export_run(run, format=format.value, to=to)


app.command()(evidence_commands.read)
app.command()(evidence_commands.review)
app.command()(evidence_commands.accept)
app.command()(evidence_commands.refuse)
for command in COMMANDS:
    app.command()(command)
