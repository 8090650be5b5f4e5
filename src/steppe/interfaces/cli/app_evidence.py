"""The command line from a report to a row: reading, reviewing, accepting and refusing; see ``app.py``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from steppe.interfaces.cli.options import Json
from steppe.interfaces.cli.shell import guarded

OwnScenario = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A scenario folder that may be written to.")
]
Ids = Annotated[
    list[str], typer.Argument(metavar="ID...", help="Ids of claims, as `steppe read` shows them.")
]
By = Annotated[str, typer.Option(metavar="NAME", help="Who decides; the user of this computer by default.")]
Note = Annotated[str, typer.Option(metavar="TEXT", help="Kept with the decision.")]


@guarded
def read(
    report: Annotated[
        Path, typer.Argument(metavar="REPORT", help="A text, an HTML page, a PDF, or a folder of them.")
    ],
    date: Annotated[
        str, typer.Option(metavar="DATE", help="Day of publication; what the report says by default.")
    ] = "",
    scenario: Annotated[
        str, typer.Option(metavar="SCENARIO", help="A scenario folder whose evidence.jsonl takes the claims.")
    ] = "",
    everything: Annotated[
        bool,
        typer.Option("--all", help="Show what is denied, feared, hypothetical or of an earlier time too."),
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell the rule and the words behind each claim.")
    ] = False,
    json: Json = False,
) -> None:
    """
    Tell what a report claims that matters to a world, with its passages.

    \b
    steppe read report.txt --date 2021-08-23 --explain
    steppe read reports --scenario my-scenario
    """  # noqa: D301
    from steppe.interfaces.cli.read import Request
    from steppe.interfaces.cli.read import read as read_reports

    read_reports(Request(report, date, scenario, everything, explain, json))


@guarded
def review(
    scenario: OwnScenario,
    by: By = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Ask about repeats and superseded claims too.")
    ] = False,
) -> None:
    """
    Go through the claims that nobody has decided on.

    \b
    steppe review my-scenario
    steppe review my-scenario --by Amina
    """  # noqa: D301
    from steppe.interfaces.cli.review import review as review_claims

    review_claims(scenario, by=by, everything=everything)


@guarded
def accept(
    scenario: OwnScenario,
    ids: Ids,
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="COLUMN=VALUE", help="Change a cell of the row; repeatable."),
    ] = None,
    by: By = "",
    note: Note = "",
    json: Json = False,
) -> None:
    """
    Let claims become rows of a scenario.

    \b
    steppe accept my-scenario 1f0c22ab 77e1b0d4
    steppe accept my-scenario 1f0c22ab --set end=2021-09-13 --note "as in the later report"
    """  # noqa: D301
    from steppe.interfaces.cli.evidence import accept as accept_claims

    accept_claims(scenario, ids, changes or (), by=by, note=note, as_json=json)


@guarded
def refuse(scenario: OwnScenario, ids: Ids, by: By = "", note: Note = "", json: Json = False) -> None:
    """
    Refuse claims; they stay in evidence.jsonl.

    \b
    steppe refuse my-scenario 1f0c22ab
    steppe refuse my-scenario 1f0c22ab --note "about another border"
    """  # noqa: D301
    from steppe.interfaces.cli.evidence import refuse as refuse_claims

    refuse_claims(scenario, ids, by=by, note=note, as_json=json)
