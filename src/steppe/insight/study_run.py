"""
A study as a batch: the base once, every variant once, with the same luck, and what each variant does.

::

    study.toml                 the study as it was asked for
    base/                      a run folder
    variants/NAME/run/         a run folder for each variant
    variants/NAME/             comparison.csv, comparison.json, comparison.png of it with the base
    study.csv study.json       the headline numbers of every variant
    study.png study.svg        the same as intervals

It can be stopped at any time; what is finished is not run again.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from steppe.errors import OutputError, Problem, UsageError
from steppe.insight.batch import Progress, finished_run, run_into
from steppe.insight.compare import STATISTICS, Comparison, compare
from steppe.insight.compare_files import comparison_as_json, write_comparison, write_record, write_table
from steppe.insight.pairing import Terms, pairing_problems
from steppe.result.result import Result
from steppe.scenario.model import Scenario
from steppe.scenario.study import Study, Variant
from steppe.scenario.written import cannot_write

if TYPE_CHECKING:
    import polars

ASKED = "study.toml"
HEADLINES = (
    ("everywhere", ("waiting", "waiting_at_posts", "waiting_in_pathways", "abroad", "crossed", "departed")),
    ("country", ("last_day",)),
    ("pathway", ("departed",)),
)
Telling = Callable[[str], AbstractContextManager[Progress | None]]


@dataclass(frozen=True, eq=False)
class Outcome:
    """
    What came of one variant.

    Parameters
    ----------
    variant
        Of the study.
    comparison
        Of it with the base.
    is_new
        Whether it was run now, and not found finished.
    """

    variant: Variant
    comparison: Comparison
    is_new: bool


@dataclass(frozen=True, eq=False)
class Findings:
    """
    What came of a study.

    Parameters
    ----------
    study
        What was asked.
    base
        The run of the base.
    outcomes
        In the order of the study.
    """

    study: Study
    base: Result
    outcomes: tuple[Outcome, ...]

    @property
    def table(self) -> polars.DataFrame:
        """One row per variant and headline: ``variant_name, of, name, measure, unit``, then statistics."""
        import polars

        wanted = polars.any_horizontal(
            (polars.col("of") == of) & polars.col("measure").is_in(names) for of, names in HEADLINES
        )
        return polars.concat(
            each.comparison.table.filter(wanted).select(
                polars.lit(each.variant.name).alias("variant_name"),
                "of",
                "name",
                "measure",
                "unit",
                *STATISTICS,
            )
            for each in self.outcomes
        )

    def to_json(self) -> dict[str, Any]:
        """The study in plain words and numbers."""
        study, base = self.study, self.base
        return {
            "study": study.name,
            "title": study.title,
            "question": study.question,
            "base": base.scenario.name,
            "start": base.dates[0].isoformat(),
            "days": base.days,
            "replicas": base.replicas,
            "seed": base.seed,
            "variants": [_outcome_as_json(each) for each in self.outcomes],
            "stamp": base.provenance.stamp,
            "runs": {"base": base.provenance.to_json()},
        }


def run_study(
    study: Study,
    folder: Path,
    terms: Terms,
    *,
    telling: Telling,
    threads: int | None = None,
    command: str = "",
    figures: bool = True,
) -> Findings:
    """
    Run the base and every variant that is not there yet, compare them, and write it all.

    Parameters
    ----------
    study
        What is asked.
    folder
        Where; new, empty, or holding an earlier attempt at the same study.
    terms
        How many replicas and days, and the seed.
    telling
        Called with what is under way; gives whom to tell of replicas.
    threads, command
        As for :func:`steppe.simulate`.
    figures
        Whether to draw pictures.

    Returns
    -------
    findings
        Of every variant.

    Raises
    ------
    UsageError
        Where variants cannot be compared with the base.
    OutputError
        Where the folder is in the way or cannot be written.
    """
    require_pairs(study, terms)
    require_study_folder(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ASKED).write_text(study.text, encoding="utf-8", newline="")
        base, _ = _run(study.base, folder / "base", terms, telling, threads, command)
        outcomes = []
        for variant in study.variants:
            own = folder / "variants" / variant.name
            own.mkdir(parents=True, exist_ok=True)
            run, is_new = _run(variant.scenario, own / "run", terms, telling, threads, command)
            outcome = Outcome(variant, compare(base, run), is_new)
            put_in(own, partial(_write_one, outcome, command=command, figures=figures))
            outcomes.append(outcome)
        findings = Findings(study, base, tuple(outcomes))
        put_in(folder, partial(_write_all, findings, command=command, figures=figures))
    except OSError as error:
        raise cannot_write(folder, error) from error
    return findings


def require_pairs(study: Study, terms: Terms) -> None:
    """Raise :class:`UsageError` where a variant cannot be compared with the base."""
    problems = [
        Problem(f"variant '{each.name}'", problem.found, problem.remedy)
        for each in study.variants
        for problem in pairing_problems(terms, terms.of(each.scenario))
    ]
    if problems:
        raise UsageError(problems)


def require_study_folder(folder: Path) -> None:
    """Raise :class:`OutputError` where something else is in the way of a study."""
    if not folder.exists():
        return
    if not folder.is_dir() or (any(folder.iterdir()) and not (folder / ASKED).is_file()):
        raise OutputError(
            Problem(str(folder), "is in the way and holds no study.", "Name another, or move it away first.")
        )


def put_in(folder: Path, write: Callable[[Path], object]) -> None:
    """
    Write files beside their folder first, then move them in, each whole.

    Parameters
    ----------
    folder
        An existing folder.
    write
        Called with the folder aside.
    """
    aside = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
    try:
        write(aside)
        for path in sorted(aside.iterdir()):
            os.replace(path, folder / path.name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _run(
    scenario: Scenario, folder: Path, terms: Terms, telling: Telling, threads: int | None, command: str
) -> tuple[Result, bool]:
    """The run, and whether it was made now."""
    found = finished_run(scenario, folder, terms)
    if found is not None:
        return found, False
    with telling(scenario.name) as progress:
        return run_into(scenario, folder, terms, threads=threads, progress=progress, command=command), True


def _write_one(outcome: Outcome, aside: Path, *, command: str, figures: bool) -> None:
    write_comparison(outcome.comparison, aside, command=command, figure=figures)


def _write_all(findings: Findings, aside: Path, *, command: str, figures: bool) -> None:
    write_table(findings.table, aside / "study.csv")
    write_record({**findings.to_json(), "command": command}, aside / "study.json")
    if figures:
        from steppe.insight.study_figure import plot_study

        plot_study(findings, aside)


def _outcome_as_json(outcome: Outcome) -> dict[str, Any]:
    about, found = outcome.variant, comparison_as_json(outcome.comparison)
    kept = {
        name: found[name]
        for name in ("places", "countries", "borders", "posts", "pathways", "people_days_waiting", "totals")
    }
    words = {"name": about.name, "title": about.title, "description": about.description}
    return {**words, "scenario_hash": found["runs"]["variant"]["scenario_hash"], **kept}
