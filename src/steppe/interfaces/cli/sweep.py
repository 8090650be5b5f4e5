"""``steppe sweep``: which fields matter for a question; the command with its options, and what it tells."""

from __future__ import annotations

import json as json_words
import shlex
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from steppe.interfaces.cli.options import FixedSeed, Json, Quiet, ScenarioName, Threads
from steppe.interfaces.cli.shell import STOPPED, command_line, guarded, tell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from steppe.errors import Problem, SteppeError
    from steppe.insight.sweep import Sweep
    from steppe.scenario.model import Scenario

WHICH = {
    "sobol": ("alone", "±", "in all", "±"),
    "morris": ("moves by", "±", "on balance", "differs by"),
}
MEANING = {
    "sobol": "Shares of the spread (variance) of the answer, the field alone, and in all with what it does together with others;"
    " ± is a 90 % interval.",
    "morris": "What moving the field over its whole range does, on average, in {unit}; ± is a 90 % interval."
    " 'on balance' keeps the sign; 'differs by' is how much it depends on the other fields.",
}


class Method(StrEnum):
    """How fields are varied."""

    sobol = "sobol"
    morris = "morris"


@guarded
def sweep(
    scenario: ScenarioName,
    question: Annotated[
        str,
        typer.Option(
            metavar="QUESTION",
            help="stock:PLACE[@DATE], stock:COUNTRY[@DATE], peak:PLACE, en-route[@DATE],"
            " crossed:COUNTRY-COUNTRY[@DATE] or error.",
        ),
    ],
    fields: Annotated[
        list[str] | None,
        typer.Option(
            "--field",
            metavar="NAME[=LOW:HIGH]",
            help="Sweep this setting; repeatable. By default those that steer behaviour, over ranges of their own.",
        ),
    ] = None,
    method: Annotated[
        Method,
        typer.Option(metavar="|".join(Method), help="Share out the spread, or only rank, in fewer runs."),
    ] = Method.sobol,
    samples: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="How many times every field is varied: each takes as many runs as there are fields, and 2 more"
            " (sobol) [256] or 1 more (morris) [20].",
        ),
    ] = None,
    seed: FixedSeed = 1,
    threads: Threads = None,
    to: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder to write. [runs/SCENARIO-sweep-DATE-TIME]")
    ] = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """
    Tell which fields matter for a question.

    \b
    steppe sweep two-camps --question "stock:Ridge camp"
    steppe sweep my-scenario --question en-route --field cost_border=0:5 --field worth_camp
    """  # noqa: D301
    from steppe.interfaces.cli.places_to_write import new_run_folder

    how = (method.value, samples, seed)
    world, asked = _prepared(scenario, question, fields or (), how, to)
    folder = to or new_run_folder(f"{world.name}-sweep", datetime.now().astimezone())
    try:
        found = _swept(world, question, asked, folder, (*how, threads), quiet=quiet)
    except KeyboardInterrupt:
        again = command_line() + ("" if to else f" --to {shlex.quote(str(folder))}")
        tell(f"Stopped. The answers that were there are kept. To go on from there:\n  {again}")
        raise typer.Exit(STOPPED) from None
    if json:
        told = {**found.to_json(), "folder": str(folder)}
        typer.echo(json_words.dumps(told, ensure_ascii=False, allow_nan=False))
        return
    if not quiet:
        tell_sweep(found)
    typer.echo(str(folder))


Ends = tuple[object, object] | None


def _prepared(
    source: str, question: str, written: Iterable[str], how: tuple[str, int | None, int], to: Path | None
) -> tuple[Scenario, dict[str, Ends] | None]:
    """The world and the fields, or everything that is wrong with the request, before any work."""
    from steppe.errors import ScenarioError, UsageError
    from steppe.insight.sweep import settle
    from steppe.interfaces.cli.places_to_write import require_free
    from steppe.interfaces.cli.run import noted, raise_together
    from steppe.scenario.folder import examine
    from steppe.scenario.variation import under_own_rules

    errors: list[SteppeError] = []
    world: Scenario | None = None
    asked, problems = read_fields(written)
    errors += [UsageError(problems)] if problems else []
    with noted(errors):
        examined = examine(source)
        if examined.scenario is None:
            raise ScenarioError(examined.errors)
        world = examined.scenario
        with noted(errors):
            settle(under_own_rules(world), question, asked, *how)
    if to is not None:
        with noted(errors):
            require_free(to, empty_folder_will_do=True)
    raise_together(errors)
    assert world is not None, "what is missing has been told"
    return world, asked


def read_fields(written: Iterable[str]) -> tuple[dict[str, Ends] | None, list[Problem]]:
    """
    ``NAME`` or ``NAME=LOW:HIGH`` as written after ``--field``, and those that are neither or come twice.

    Parameters
    ----------
    written
        As typed.

    Returns
    -------
    fields, problems
        The ends of each field by name, as text; ``None`` where nothing was written.
    """
    from steppe.errors import Problem

    fields: dict[str, Ends] = {}
    problems: list[Problem] = []
    for text in written:
        name, equals, ends = (part.strip() for part in text.partition("="))
        low, colon, high = (part.strip() for part in ends.partition(":"))
        if name in fields:
            problems.append(Problem(f"--field {name}", "is given twice.", "Keep one of them."))
        elif not name or (equals and not (low and colon and high)):
            problems.append(Problem(f"--field '{text}'", "names no range.", "Write NAME or NAME=LOW:HIGH."))
        else:
            fields[name] = (low, high) if equals else None
    return fields or None, problems


def _swept(
    world: Scenario,
    question: str,
    asked: dict[str, Ends] | None,
    folder: Path,
    how: tuple[str, int | None, int, int | None],
    *,
    quiet: bool,
) -> Sweep:
    from steppe.insight.sweep import sweep as sweep_world
    from steppe.interfaces.cli.progress import told_progress

    method, samples, seed, threads = how
    with told_progress(world.name, quiet=quiet, of="runs") as progress:
        return sweep_world(
            world,
            question,
            fields=asked,
            method=method,  # type: ignore[arg-type]
            samples=samples,
            seed=seed,
            threads=threads,
            folder=folder,
            progress=progress,
            command=command_line(),
        )


def tell_sweep(found: Sweep) -> None:
    """
    Print the ranking, and what it says in a sentence.

    Parameters
    ----------
    found
        A sweep.
    """
    from steppe.insight.sweep_words import hardly_matter, in_unit, is_unsure
    from steppe.interfaces.cli.tables import print_table

    unit, base = found.question.unit, found.base
    spread = found.to_json()["answer"]
    own, low, high = (in_unit(spread[each], unit) for each in ("own", "p05", "p95"))
    low = low.removesuffix(" people")
    typer.echo(
        f"{base.scenario.title or base.scenario.name}: {found.question.words}\n"
        f"{own} as the world stands; nine in ten of {found.runs:,} expected runs from {low} to {high}.\n"
    )
    columns = ("field", "low", "high", "own", *WHICH[found.method], "direction")
    print_table("What matters, most of all first", _apart(columns), _rows(found), numbers=_apart(columns)[1:])
    typer.echo(MEANING[found.method].format(unit=unit))
    typer.echo(found.sentence)
    hardly = hardly_matter(found)
    if hardly and not found.is_constant:
        typer.echo(f"Hardly matter here: {', '.join(hardly)}.")
    if is_unsure(found):
        typer.echo(f"The interval of the first is wide; --samples {2 * found.samples} would narrow it.")
    if found.note:
        typer.echo(found.note)
    typer.echo(f"These numbers are {base.provenance.stamp}.")


def _apart(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Two columns of one name are told apart by a blank that is not seen."""
    return tuple(f"{name} " if name in columns[:at] else name for at, name in enumerate(columns))


def _rows(found: Sweep) -> list[tuple[str, ...]]:
    from steppe.insight.sweep_figure import arrow
    from steppe.insight.sweep_words import in_unit, percent

    names = tuple(found.scheme.indices)

    def cell(value: float | None) -> str:
        if value is None:
            return ""
        if found.method == "sobol":
            return percent(value) if abs(value) >= 0.005 else "0 %"
        return in_unit(value, found.question.unit).removesuffix(" people")

    return [
        (
            row["field"],
            *(f"{row[end]:.3g}" for end in ("low", "high", "own")),
            *(cell(row[name]) for name in names),
            arrow(row["direction"]),
        )
        for row in found.table().iter_rows(named=True)
    ]
