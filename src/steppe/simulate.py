"""The doorway: compile a world, run it, put names on what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from steppe.errors import Problem, UsageError

if TYPE_CHECKING:
    from steppe.engine.ensemble import ReplicaOutput
    from steppe.result.provenance import Mode
    from steppe.result.recorders import Keep
    from steppe.result.result import Result
    from steppe.scenario.model import Scenario

MOST_REPLICAS = 1_000_000
Progress = Callable[[int, int], object]


def simulate(
    scenario: Scenario,
    *,
    replicas: int | None = None,
    seed: int | None = None,
    expected: bool = False,
    days: int | None = None,
    threads: int | None = None,
    keep: Keep = "memory",
    folder: Path | str | None = None,
    progress: Progress | None = None,
    command: str = "",
    seconds: Mapping[str, float] | None = None,
) -> Result:
    """
    Simulate where people go.

    Parameters
    ----------
    scenario
        A world, from :func:`steppe.load` or made in Python.
    replicas
        How many independent replicas, 1 to 1,000,000; the scenario's own number by default.
    seed
        Where all chance starts from, 0 to 2**63 - 1; the scenario's own by default.
        The same seed gives the same numbers, whatever the number of threads.
    expected
        One pass in which every draw is replaced by its mean, instead of replicas.
    days
        How many days, 1 to 65,535; the scenario's own number by default.
    threads
        How many replicas at once; all processors by default.
    keep
        ``"memory"`` holds every replica, ``"disk"`` streams each to ``<folder>.partial``
        (an interrupted run is taken up again), ``"summary"`` keeps means and quantiles.
    folder
        The run folder to be; needed for ``keep="disk"``.
    progress
        Called with the number of replicas done and of all replicas.
    command
        What to record as the command that asked for it.
    seconds
        How long earlier steps took, to be recorded beside compiling and running, s.

    Returns
    -------
    result
        Stocks ``(replica, day, place)``, flows ``(replica, day, route)`` and how they were made.

    Raises
    ------
    ScenarioError
        With everything that is wrong with the scenario.
    UsageError
        Where a number is out of its range.
    OutputError
        Where ``keep="disk"`` cannot write.
    """
    from steppe.engine.ensemble import run_replicas
    from steppe.engine.plan import compile_plan
    from steppe.result.provenance import describe_run
    from steppe.result.recorders import open_recorder
    from steppe.result.result import label
    from steppe.result.shape import shape_of
    from steppe.scenario.check import require
    from steppe.scenario.folder import scenario_hash

    begun = perf_counter()
    asked = _settled(scenario, replicas, seed, expected=expected, days=days)
    require(scenario)
    plan = compile_plan(scenario, days=asked.days)
    compiled = perf_counter()
    shape = shape_of(plan, asked.replicas, expected=expected)
    identity = {"scenario": scenario_hash(scenario), **asdict(asked), "replicas": "any"}
    recorder = open_recorder(keep, shape, folder=Path(folder) if folder else None, identity=identity)
    already = recorder.done()
    run_replicas(
        plan,
        replicas=asked.replicas,
        seed=asked.seed,
        record=telling(recorder.record, len(already), asked.replicas, progress),
        expected=expected,
        threads=threads,
        skip=already,
    )
    taken = {**(seconds or {}), "compile": compiled - begun, "run": perf_counter() - compiled}
    made = describe_run(scenario, **asdict(asked), keep=keep, command=command, seconds=taken)
    return label(scenario, plan, recorder.finish(), made)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be run, with the scenario's own numbers where none were given."""

    replicas: int
    seed: int
    days: int
    mode: Mode


def _settled(
    scenario: Scenario, replicas: int | None, seed: int | None, *, expected: bool, days: int | None
) -> _Asked:
    """Fill in the scenario's own numbers, and refuse those out of range, all at once."""
    asked = _Asked(
        replicas=1 if expected else scenario.integer("replicas") if replicas is None else replicas,
        seed=scenario.integer("seed") if seed is None else seed,
        days=scenario.days if days is None else days,
        mode="expected" if expected else "counts",
    )
    ranges = (("replicas", 1, MOST_REPLICAS), ("seed", 0, 2**63 - 1), ("days", 1, 65_535))
    problems = [
        Problem(
            name, f"{getattr(asked, name)} is out of range.", f"Give a whole number from {low} to {high}."
        )
        for name, low, high in ranges
        if not low <= getattr(asked, name) <= high
    ]
    if problems:
        raise UsageError(problems)
    return asked


def telling(
    record: Callable[[int, ReplicaOutput], None], done: int, total: int, progress: Progress | None
) -> Callable[[int, ReplicaOutput], None]:
    """
    Record a replica and tell how many there are now.

    Parameters
    ----------
    record
        What takes a replica, from any thread.
    done, total
        How many replicas are there already, and how many there will be.
    progress
        Called with both after each replica, by one thread at a time; ``None`` tells nobody.
    """
    if progress is None:
        return record
    import threading

    lock, count = threading.Lock(), done

    def recorded(replica: int, output: ReplicaOutput) -> None:
        nonlocal count
        record(replica, output)
        with lock:
            count += 1
            progress(count, total)

    return recorded
