"""What a person, or a program, is told of a run: a few tables, a score and a stamp, or one JSON object."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from steppe.interfaces.cli.tables import print_table

if TYPE_CHECKING:
    from steppe.insight.score import Scores
    from steppe.result.result import Result

PLACES_SHOWN = 15
SERIES_SHOWN = 15
POLICIES_SHOWN = 12
LEAST_TOLD = 0.5
AT_BORDERS = {
    "admitted": "admitted",
    "irregular": "crossed irregularly",
    "pushed_back": "pushed back",
    "waiting": "waiting at the end",
}
ON_PATHWAYS = {"applied": "applied", "departed": "departed", "waiting": "waiting at the end"}
NUMBERS = ("median", "90 % band", "observed", "difference")


def outcome_as_json(result: Result, scores: Scores, folder: Path) -> str:
    """
    A run as one JSON object.

    Parameters
    ----------
    result
        A run.
    scores
        Its scores.
    folder
        Where it was written.
    """
    from steppe.insight.headlines import people_entered, places_in_full
    from steppe.result.policy_outcomes import policy_outcomes

    made = result.provenance
    told: dict[str, Any] = {
        "scenario": made.scenario,
        "start": made.start,
        "days": made.days,
        "replicas": made.replicas,
        "mode": made.mode,
        "seed": made.seed,
        "people": {"mean": people_entered(result)},
        "seconds": dict(made.seconds),
        "places": places_in_full(result),
        "scores": scores.to_json(),
        "people_per_count": result.scenario.integer("people_per_count"),
        "stamp": made.stamp,
        "folder": str(folder),
        **policy_outcomes(result),
    }
    return json.dumps(told, ensure_ascii=False, allow_nan=False)


def tell_outcome(result: Result, scores: Scores) -> None:
    """
    Print the tables, the score, and how far to trust them.

    Parameters
    ----------
    result
        A run.
    scores
        Its scores.
    """
    from steppe.insight.observed import final_comparison

    _tell_places(result, final_comparison(result))
    _tell_published(result)
    _tell_policies(result)
    if scores.averaged_relative_difference.size:
        typer.echo(_score_words(scores))
    each = result.scenario.integer("people_per_count")
    if each != 1:
        typer.echo(
            f"One counted unit stands for {each:,} people (people_per_count); nothing here is scaled back."
        )
    typer.echo(f"These numbers are {result.provenance.stamp}.")


def _tell_places(result: Result, final: Any) -> None:
    from steppe.insight.headlines import leading_places

    shown, left_out = leading_places(final, PLACES_SHOWN)
    rows = [
        (
            row["place"],
            row["country"],
            *_spread(row),
            _observed(row["observed"], row["observed_date"], result.dates[-1]),
            _signed(row["difference"]),
        )
        for row in shown.iter_rows(named=True)
    ]
    print_table(
        f"{result.scenario.title or result.scenario.name}: people on {result.dates[-1].isoformat()}, {_ensemble(result)}",
        ("place", "country", *NUMBERS),
        rows,
        numbers=NUMBERS,
    )
    if any(when not in (None, result.dates[-1]) for when in shown["observed_date"]):
        typer.echo("A difference is that of the median on the date of the count.\n")
    if left_out.height:
        people = _count(float(left_out["p50"].sum()))
        typer.echo(f"and {people} people at {left_out.height} more places (places.parquet)\n")


def _tell_published(result: Result) -> None:
    """The latest count of each series that counts arrivals, or people in a whole country."""
    from steppe.insight.basemap import names_by_code
    from steppe.insight.headlines import latest_published

    published = latest_published(result)
    if not published.height:
        return
    rows = [
        (
            row["place"] or names_by_code().get(row["country"], row["country"]),
            row["series"].replace("_", " "),
            row["date"].isoformat(),
            *_spread(row),
            _count(row["observed"]),
            _signed(row["difference"]),
        )
        for row in published.head(SERIES_SHOWN).iter_rows(named=True)
    ]
    columns = ("where", "published series", "until", *NUMBERS)
    print_table("The latest of each published count", columns, rows, numbers=NUMBERS)
    more = published.height - SERIES_SHOWN
    if more > 0:
        typer.echo(f"and {more} more series (observations.parquet)\n")


def _tell_policies(result: Result) -> None:
    """What became of people at borders and on pathways, where anybody came to one."""
    from steppe.result.policy_outcomes import most_told, policy_outcomes

    outcomes = policy_outcomes(result)
    span = f"{result.dates[0].isoformat()} to {result.dates[-1].isoformat()}"
    for key, title, names, words in (
        ("borders", f"People at borders, {span}: mean (90 % band)", ("from", "to"), AT_BORDERS),
        ("pathways", f"People on pathways, {span}: mean (90 % band)", ("name",), ON_PATHWAYS),
    ):
        told = most_told(outcomes.get(key, []), tuple(words), LEAST_TOLD)
        if not told:
            continue
        rows = [
            (*(each[name] for name in names), *(_mean_and_band(each[word]) for word in words))
            for each in told[:POLICIES_SHOWN]
        ]
        print_table(title, (*names, *words.values()), rows, numbers=tuple(words.values()))
        if len(told) > POLICIES_SHOWN:
            typer.echo(f"and {len(told) - POLICIES_SHOWN} more ({key}.parquet)\n")


def _mean_and_band(told: Mapping[str, float]) -> str:
    low, high = _count(told["p05"]), _count(told["p95"])
    return f"{_count(told['mean'])} ({low} – {high})" if low != high else _count(told["mean"])


def _score_words(scores: Scores) -> str:
    spread = scores.to_json()["averaged_relative_difference"]
    return (
        f"Averaged relative difference {spread['mean']:.3f} (90 % of replicas from {spread['p05']:.3f} to"
        f" {spread['p95']:.3f}; 0 is perfect), over {scores.pairs:,} pairs of {scores.basis}."
    )


def _ensemble(result: Result) -> str:
    if result.mode == "expected":
        return "expected values"
    return f"{result.replicas:,} replicas, seed {result.seed}"


def _spread(row: Mapping[str, Any]) -> tuple[str, str]:
    """Median and 90 % band."""
    return _count(row["p50"]), f"{_count(row['p05'])} – {_count(row['p95'])}"


def _observed(people: float | None, when: date | None, last: date) -> str:
    """A published count, with its date where that is not the last day."""
    if people is None or when is None:
        return ""
    return _count(people) if when == last else f"{_count(people)} ({when.isoformat()})"


def _count(people: float | None) -> str:
    return "" if people is None else f"{people:,.0f}"


def _signed(people: float | None) -> str:
    return "" if people is None else f"{people:+,.0f}"
