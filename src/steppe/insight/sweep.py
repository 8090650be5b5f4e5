"""
Which fields matter for a question: many runs with the fields at many values, and what their answers say.

::

    sweep.json                 question, method, fields with their ranges, what each accounts for, how it was made
    sweep.csv                  the same as one table, a row per field
    answers.csv                a row per run: the values of the fields, and the answer
    sweep.png sweep.svg        the ranking as a picture

Every run is an expected one (see :func:`steppe.simulate`): chance has no part in
it.  It can be stopped at any time; answers that are there are not sought again.
What is not swept stays as the world has it, and what the ranges leave out is not
in the numbers.  Questions are in ``sweep_questions.py``, ranges in
``sweep_ranges.py``, indices in ``sweep_indices.py``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from steppe.errors import Problem, SteppeError, UsageError
from steppe.insight.sweep_indices import SCHEMES, Method, Scheme, design_of, indices_of, is_constant
from steppe.insight.sweep_questions import Question, read_question
from steppe.insight.sweep_ranges import Given, Range, ranges_of, require_circles
from steppe.result.measures import FloatArray
from steppe.result.provenance import versions_here
from steppe.result.result import Result
from steppe.scenario.fields import SETTINGS
from steppe.scenario.folder import scenario_hash
from steppe.scenario.model import Scenario
from steppe.scenario.nearest import suggestion
from steppe.scenario.variation import under_own_rules, with_settings

if TYPE_CHECKING:
    import polars

    from steppe.insight.sweep_files import Journal

Progress = Callable[[int, int], object]
NAP_SECONDS = 0.1
LEAST_SAMPLES = 4
PEER_NOTE = "The folder's own rules are the peer's; it is swept under Steppe's rules."


@dataclass(frozen=True, eq=False)
class Sweep:
    """
    What came of a sweep.

    Parameters
    ----------
    base
        The world's own expected run.
    question
        What was asked of every run.
    method, samples, seed
        How the fields were varied.
    ranges
        Of the fields, in the order of the columns of ``points``.
    points
        Values of the fields. Shape ``(run, field)``, in the unit of each field.
    answers
        Shape ``(run,)``, in the unit of the question.
    indices
        What the answers say of each field, as in
        :func:`~steppe.insight.sweep_indices.indices_of`. Shape ``(field,)`` each.
    note
        What a reader should know of the world that was swept.
    """

    base: Result
    question: Question
    method: Method
    samples: int
    seed: int
    ranges: tuple[Range, ...]
    points: FloatArray = field(repr=False)
    answers: FloatArray = field(repr=False)
    indices: Mapping[str, FloatArray] = field(repr=False)
    note: str = ""

    @property
    def scheme(self) -> Scheme:
        """What the method ranks by, and its indices."""
        return SCHEMES[self.method]

    @property
    def runs(self) -> int:
        """How many runs were made, the world's own aside."""
        return int(self.answers.size)

    @cached_property
    def own_answer(self) -> float:
        """The answer with every field at the world's own value."""
        return self.question.measure(self.base)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Positions of the fields, the one that matters most first; of equals, in the order of ``ranges``."""
        return tuple(np.argsort(-self.indices[self.scheme.ranked_by], kind="stable").tolist())

    @property
    def is_constant(self) -> bool:
        """Whether no field moves the answer."""
        return is_constant(self.answers)

    @property
    def sentence(self) -> str:
        """What matters most, in one sentence."""
        from steppe.insight.sweep_words import sentence

        return sentence(self)

    def table(self) -> polars.DataFrame:
        """
        One row per field, the one that matters most first.

        Returns
        -------
        table
            ``rank, field, unit, low, high, scale, own``, then the indices of the method, ``direction``, ``reason``.
        """
        import polars

        return polars.DataFrame([self._row(rank, at) for rank, at in enumerate(self.order, start=1)])

    def _row(self, rank: int, at: int) -> dict[str, Any]:
        each = self.ranges[at]
        return {
            "rank": rank,
            "field": each.name,
            "unit": SETTINGS[each.name].unit,
            "low": each.low,
            "high": each.high,
            "scale": each.scale,
            "own": self.base.scenario.number(each.name),
            **{name: _finite(values[at]) for name, values in self.indices.items()},
            "reason": each.reason,
        }

    def to_json(self) -> dict[str, Any]:
        """The sweep in plain words and numbers."""
        made, asked = self.base.provenance, self.question
        return {
            "scenario": made.scenario,
            "scenario_hash": made.scenario_hash,
            "steppe": made.versions.get("steppe", "unknown"),
            "start": made.start,
            "days": made.days,
            "question": {"text": asked.text, "words": asked.words, "unit": asked.unit},
            "method": self.method,
            "samples": self.samples,
            "seed": self.seed,
            "runs": self.runs,
            "answer": self._answer(),
            "sentence": self.sentence,
            "fields": [self._row(rank, at) for rank, at in enumerate(self.order, start=1)],
            "note": self.note,
            "stamp": made.stamp,
            "run": made.to_json(),
        }

    def _answer(self) -> dict[str, float]:
        levels = np.quantile(self.answers, (0.05, 0.5, 0.95)).tolist()
        moments = {
            "own": self.own_answer,
            "mean": float(self.answers.mean()),
            "sd": float(self.answers.std()),
        }
        return {**moments, **dict(zip(("p05", "p50", "p95"), levels, strict=True))}


def sweep(
    scenario: Scenario,
    question: str,
    *,
    fields: Given | Iterable[str] | None = None,
    method: Method = "sobol",
    samples: int | None = None,
    seed: int = 1,
    threads: int | None = None,
    folder: Path | str | None = None,
    progress: Progress | None = None,
    command: str = "",
) -> Sweep:
    """
    Tell which fields matter for a question.

    Parameters
    ----------
    scenario
        A world; one under the peer's rules is swept under Steppe's own.
    question
        As on the command line, such as ``"stock:Vale camp@2025-05-30"``; see ``sweep_questions.py``.
    fields
        Names of settings, or names with the low and the high end of each (``None`` for the table's);
        by default every field of the table in ``sweep_ranges.py``.
    method
        ``"sobol"`` shares out the variance of the answer; ``"morris"`` only ranks, in fewer runs.
    samples
        ``sobol``: rows of the base samples, each of as many runs as there are fields, and 2 more;
        256 by default.  ``morris``: walks of as many runs as there are fields, and 1 more; 20 by default.
    seed
        Where the chance of the design starts from, 0 to 2**63 - 1. The same seed gives the same
        numbers, whatever the number of threads.
    threads
        How many runs at once; all processors by default.
    folder
        Where to write it; new, or empty. Until then answers are kept in ``<folder>.partial``, and
        the same call goes on from there. Without it nothing is written.
    progress
        Called with the number of runs done and of all runs.
    command
        What to record as the command that asked for it.

    Returns
    -------
    sweep
        With a table and a sentence.

    Raises
    ------
    UsageError
        With everything that is wrong with the question, the fields and the numbers.
    ScenarioError
        Where the world is at fault, or fields go where circles cost too little.
    OutputError
        Where the folder is in the way or cannot be written.
    """
    from steppe.insight.sweep_files import kept_answers, write_sweep
    from steppe.scenario.check import require
    from steppe.simulate import simulate

    require(scenario)
    world = under_own_rules(scenario)
    asked, ranges, count = settle(world, question, fields, method, samples, seed)
    design = design_of(method, len(ranges), count, seed)
    points = np.stack([each.quantile(design[:, at]) for at, each in enumerate(ranges)], axis=1)
    base = simulate(world, expected=True, seed=0, command=command)
    asked.measure(base)
    require_circles(world, ranges, _named(ranges, points))
    terms = {"question": asked.text, "method": method, "samples": count, "seed": seed, "ranges": ranges}
    with kept_answers(folder, _identity(world, terms), len(points)) as journal:
        answers = _answers(base, asked, list(_named(ranges, points)), journal, threads, progress)
    indices = indices_of(method, design, answers, seed)
    note = "" if world is scenario else PEER_NOTE
    found = Sweep(base, asked, method, count, seed, ranges, points, answers, indices, note)
    if folder is not None:
        write_sweep(found, Path(folder), command=command)
    return found


def settle(
    world: Scenario,
    question: str,
    fields: Given | Iterable[str] | None,
    method: str,
    samples: int | None,
    seed: int,
) -> tuple[Question, tuple[Range, ...], int]:
    """
    The question, the ranges and the number of samples, before any run.

    Parameters are those of :func:`sweep`, with a world under Steppe's own rules.

    Raises
    ------
    UsageError
        With everything that is wrong with any of it.
    """
    problems: list[Problem] = []
    asked: Question | None = None
    ranges: tuple[Range, ...] = ()
    with _noted(problems):
        asked = read_question(question, world)
    with _noted(problems):
        ranges = ranges_of(world, fields)
    scheme = SCHEMES.get(method)  # type: ignore[call-overload]
    if scheme is None:
        problems.append(Problem("method", f"'{method}' is unknown.", suggestion(method, SCHEMES)))
    else:
        problems += _sample_problems(scheme, samples)
    if not 0 <= seed <= 2**63 - 1:
        problems.append(
            Problem("seed", f"{seed} is out of range.", "Give a whole number from 0 to 2**63 - 1.")
        )
    if problems:
        raise UsageError(problems)
    assert asked and scheme, "what is missing has been told"
    return asked, ranges, scheme.samples if samples is None else samples


def _sample_problems(scheme: Scheme, samples: int | None) -> Iterator[Problem]:
    if samples is not None and not LEAST_SAMPLES <= samples <= scheme.most:
        remedy = f"Give a whole number from {LEAST_SAMPLES} to {scheme.most:,}."
        yield Problem("samples", f"{samples:,} is out of range.", remedy)


@contextmanager
def _noted(problems: list[Problem]) -> Iterator[None]:
    """Keep what is wrong for later, and go on."""
    try:
        yield
    except SteppeError as error:
        problems += error.problems


def _named(ranges: tuple[Range, ...], points: FloatArray) -> Iterator[dict[str, float]]:
    """The values of the fields of each run by name."""
    names = [each.name for each in ranges]
    return (dict(zip(names, point, strict=True)) for point in points.tolist())


def _identity(world: Scenario, terms: Mapping[str, Any]) -> dict[str, Any]:
    """What makes two sweeps the same, as plain words and numbers."""
    ranges = [[each.name, each.low, each.high, each.scale] for each in terms["ranges"]]
    made = {"scenario": scenario_hash(world), "steppe": versions_here()["steppe"]}
    return {**made, **terms, "ranges": ranges}


def _answers(
    base: Result,
    question: Question,
    points: list[dict[str, float]],
    journal: Journal,
    threads: int | None,
    progress: Progress | None,
) -> FloatArray:
    """The answer at each point, those in the journal taken from there. Shape ``(run,)``."""

    def work(number: int) -> None:
        done = journal.put(number, answer_at(base, question, points[number]))
        if progress is not None:
            progress(done, len(points))

    wanted = [number for number in range(len(points)) if number not in journal.answers]
    with ThreadPoolExecutor(max(1, min(threads or os.cpu_count() or 1, len(wanted)))) as pool:
        try:
            _await([pool.submit(work, number) for number in wanted])
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return np.array([journal.answers[number] for number in range(len(points))])


def _await(futures: Iterable[Future[None]]) -> None:
    """Wait until all have ended or one has failed, in naps short enough to hear Ctrl-C."""
    left = set(futures)
    while left:
        done, left = wait(left, timeout=NAP_SECONDS, return_when=FIRST_EXCEPTION)
        for future in done:
            future.result()


def answer_at(base: Result, question: Question, point: Mapping[str, float]) -> float:
    """
    The answer of the world with some settings changed, from one expected run.

    Parameters
    ----------
    base
        The world's own run, which lends the names of places, routes and days.
    question
        What is asked.
    point
        Values of settings by name.
    """
    from steppe.engine.ensemble import run_replicas
    from steppe.engine.plan import compile_plan
    from steppe.result.recorders import open_recorder

    world = with_settings(base.scenario, point)
    plan = compile_plan(world, days=base.days)
    recorder = open_recorder("memory", base.recorded.shape)
    run_replicas(plan, replicas=1, seed=0, record=recorder.record, expected=True, threads=1)
    return question.measure(replace(base, scenario=world, recorded=recorder.finish()))


def _finite(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None
