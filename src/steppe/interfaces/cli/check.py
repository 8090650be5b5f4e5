"""``steppe check``: everything that is wrong or odd about a world, and what to do about it."""

from __future__ import annotations

import json

import typer

from steppe.errors import Problem, ScenarioError
from steppe.interfaces.cli.shell import tell


def check(source: str, *, as_json: bool = False) -> None:
    """
    Tell every problem of a world.

    Parameters
    ----------
    source
        A scenario folder, a Flee folder, or the name of a built-in world.
    as_json
        Print one JSON object instead, with all problems; the exit code is the same.

    Raises
    ------
    ScenarioError
        With every error, after the warnings were told.
    """
    from steppe.scenario.folder import examine

    examined = examine(source)
    warnings = [each for each in examined.problems if each.severity == "warning"]
    if as_json:
        typer.echo(_as_json(source, examined.problems))
        if examined.errors:
            raise typer.Exit(ScenarioError.exit_code)
        return
    if examined.scenario is None:
        for warning in warnings:
            tell(f"warning: {warning}")
        raise ScenarioError(examined.errors)
    for warning in warnings:
        typer.echo(f"warning: {warning}")
    scenario = examined.scenario
    told = {0: "no warnings", 1: "1 warning"}.get(len(warnings), f"{len(warnings)} warnings")
    typer.echo(
        f"{scenario.name} can be run: {len(scenario.places)} places, {len(scenario.routes)} routes,"
        f" {len(scenario.events)} events, {len(scenario.observations)} observations; {told}"
    )


def _as_json(source: str, problems: tuple[Problem, ...]) -> str:
    return json.dumps(
        {
            "scenario": source,
            "can_run": all(each.severity != "error" for each in problems),
            "problems": [
                {
                    "where": each.where,
                    "found": each.found,
                    "remedy": each.remedy,
                    "severity": each.severity,
                }
                for each in problems
            ],
        },
        ensure_ascii=False,
    )
