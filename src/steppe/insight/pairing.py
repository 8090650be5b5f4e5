"""
What two runs must have in common for their replicas to be pairs.

Known before anything is run, so that nobody waits for a run that cannot be compared.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from steppe.errors import Problem
from steppe.result.provenance import Mode
from steppe.result.result import Result
from steppe.scenario.model import Scenario


@dataclass(frozen=True, slots=True)
class Terms:
    """
    What two runs must have in common for their replicas to be pairs.

    Parameters
    ----------
    mode, seed, replicas, days
        As in :class:`~steppe.result.provenance.Provenance`.
    start
        The first day.
    people_per_count
        How many people one count stands for.
    """

    mode: Mode
    seed: int
    replicas: int
    days: int
    start: date
    people_per_count: int

    def of(self, scenario: Scenario) -> Terms:
        """The same for a run of that world, which has its own first day and unit of counting."""
        return replace(self, start=scenario.start, people_per_count=scenario.integer("people_per_count"))


def terms_of(result: Result) -> Terms:
    """The terms on which a run was made."""
    people_per_count = result.scenario.integer("people_per_count")
    start = result.scenario.start
    return Terms(result.mode, result.seed, result.replicas, result.days, start, people_per_count)


def terms_for(
    scenario: Scenario,
    *,
    replicas: int | None = None,
    seed: int | None = None,
    days: int | None = None,
    expected: bool = False,
) -> Terms:
    """The terms on which a world is to be run, with its own numbers where none are given."""
    return Terms(
        mode="expected" if expected else "counts",
        seed=scenario.integer("seed") if seed is None else seed,
        replicas=1 if expected else scenario.integer("replicas") if replicas is None else replicas,
        days=scenario.days if days is None else days,
        start=scenario.start,
        people_per_count=scenario.integer("people_per_count"),
    )


def pairing_problems(base: Terms, variant: Terms) -> list[Problem]:
    """Everything in which the terms of two runs differ."""
    asked: list[tuple[str, object, object, str]] = [
        ("modes", base.mode, variant.mode, "Run both with --expected, or both without."),
        ("seeds", base.seed, variant.seed, "Run both with the same seed; else their luck differs."),
        ("numbers of replicas", base.replicas, variant.replicas, "Run both with as many replicas."),
        ("numbers of days", base.days, variant.days, "Run both for as many days."),
        ("first days", base.start, variant.start, "Let both worlds start on the same day."),
        (
            "units of counting",
            base.people_per_count,
            variant.people_per_count,
            "Give both the same people_per_count.",
        ),
    ]
    has_luck = base.mode == "counts" or variant.mode == "counts"
    return [
        Problem("base and variant", f"their {what} differ: {one} and {two}.", remedy)
        for what, one, two, remedy in asked
        if one != two and (has_luck or what != "seeds")
    ]


def replica_problems(which: str, result: Result) -> list[Problem]:
    """Whether a run kept the replicas that are to be paired."""
    if result.has_replicas and len(result.recorded.numbers) == result.replicas:
        return []
    remedy = "Run it again with --keep memory or disk."
    return [Problem(which, "has only summaries of its replicas.", remedy)]
