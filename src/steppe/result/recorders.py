"""
What is done with each replica the moment it ends: kept in memory, put on disk, or summarised.

All three give the same numbers whatever the order in which replicas end.
``Summaries`` takes its means and standard deviations from every replica and
its quantiles from a bounded sample of them: all replicas where they are at most
``SAMPLE_REPLICAS`` and fit in ``SAMPLE_BYTES``, otherwise those that a hash of
their number puts first.
"""

from __future__ import annotations

import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from steppe.errors import OutputError, Problem, UsageError
from steppe.result import array_store, measures
from steppe.result.measures import AnyArray, FloatArray
from steppe.result.shape import Shape
from steppe.result.variables import VARIABLES

if TYPE_CHECKING:
    from steppe.engine.ensemble import ReplicaOutput

Keep = Literal["memory", "disk", "summary"]
SAMPLE_REPLICAS = 200
SAMPLE_BYTES = 64 * 2**20
LEAST_SAMPLE = 20
STATISTICS = ("mean", "sd", *measures.LEVEL_NAMES)
LARGEST_SMALL = np.iinfo(np.int32).max
IDENTITY = "unfinished.json"
JOURNAL = "replicas.done"


@dataclass(frozen=True, slots=True)
class Recorded:
    """
    What a recorder has when all replicas have ended.

    Parameters
    ----------
    shape
        Of the whole run.
    numbers
        The replicas that are there one by one; all of them unless summaries were kept.
    arrays
        Of each output, shape ``(replica, ...)``; in memory or on disk.
    summaries
        Of each output, shape ``(statistic, ...)`` in the order of ``STATISTICS``; empty unless kept.
    folder
        Where the arrays lie, if on disk.
    """

    shape: Shape
    numbers: tuple[int, ...]
    arrays: Mapping[str, Any]
    summaries: Mapping[str, FloatArray] = field(default_factory=dict)
    folder: Path | None = None


class Recorder(ABC):
    """Takes replicas from many threads, in any order."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self._lock = threading.Lock()

    def done(self) -> set[int]:
        """Replicas that are there already, from an interrupted run."""
        return set()

    def record(self, replica: int, output: ReplicaOutput) -> None:
        """Take one replica; its arrays may be used again after the call."""
        with self._lock:
            self._take(replica, {name: getattr(output, name) for name in self.shape.outputs})

    @abstractmethod
    def _take(self, replica: int, values: Mapping[str, AnyArray]) -> None: ...

    @abstractmethod
    def finish(self) -> Recorded:
        """What was recorded, once every replica has ended."""


class _Rows:
    """Arrays in memory with a row per replica; they widen when counts outgrow them."""

    def __init__(self, shape: Shape, rows: int) -> None:
        self.arrays: dict[str, AnyArray] = {name: _zeros(name, rows, shape) for name in shape.outputs}

    def put(self, row: int, values: Mapping[str, AnyArray]) -> None:
        for name, counts in values.items():
            if not counts.any():
                continue  # the row is zero as it is, and takes no memory until something is written
            if _outgrows(counts, self.arrays[name].dtype):
                self.arrays[name] = self.arrays[name].astype(np.int64)
            if "account" not in VARIABLES[name].dims:
                self.arrays[name][row] = counts
                continue
            for account in np.flatnonzero(counts.any(axis=(0, 2))):
                self.arrays[name][row, :, account] = counts[:, account]


def _zeros(name: str, rows: int, shape: Shape) -> AnyArray:
    """Rows of zeros; accounts lie one behind the other, so that one in which nothing happens takes no memory."""
    lengths = shape.of(name)
    if "account" not in VARIABLES[name].dims:
        return np.zeros((rows, *lengths), dtype=shape.dtype)
    day, account, post = lengths
    return np.zeros((rows, account, day, post), dtype=shape.dtype).swapaxes(1, 2)


class MemoryRecorder(Recorder):
    """Keeps every replica in memory, four bytes a count."""

    def __init__(self, shape: Shape) -> None:
        super().__init__(shape)
        self._rows = _Rows(shape, shape.replicas)

    def _take(self, replica: int, values: Mapping[str, AnyArray]) -> None:
        self._rows.put(replica, values)

    def finish(self) -> Recorded:
        """Every replica, in memory."""
        return Recorded(self.shape, tuple(range(self.shape.replicas)), self._rows.arrays)


class SummaryRecorder(Recorder):
    """Keeps means and standard deviations of all replicas (Welford 1962) and a bounded sample of them."""

    def __init__(self, shape: Shape) -> None:
        super().__init__(shape)
        self.numbers = sampled_replicas(shape)
        self._row_of = {replica: row for row, replica in enumerate(self.numbers)}
        self._rows = _Rows(shape, len(self.numbers))
        self._mean = {name: np.zeros(shape.of(name)) for name in shape.outputs}
        self._squares = {name: np.zeros(shape.of(name)) for name in shape.outputs}
        self._early: dict[int, Mapping[str, AnyArray]] = {}
        self._next = 0

    def _take(self, replica: int, values: Mapping[str, AnyArray]) -> None:
        """Sum up in the order of numbers, so that rounding does not depend on who ends first."""
        if replica in self._row_of:
            self._rows.put(self._row_of[replica], values)
        if replica != self._next:
            self._early[replica] = {name: each.copy() for name, each in values.items()}
            return
        self._add(values)
        while self._next in self._early:
            self._add(self._early.pop(self._next))

    def _add(self, values: Mapping[str, AnyArray]) -> None:
        self._next += 1
        for name, counts in values.items():
            away = counts - self._mean[name]
            self._mean[name] += away / self._next
            self._squares[name] += away * (counts - self._mean[name])

    def finish(self) -> Recorded:
        """Summaries of all replicas, and the sample."""
        degrees = max(1, self.shape.replicas - 1)
        summaries = {
            name: np.stack(
                [
                    self._mean[name],
                    np.sqrt(self._squares[name] / degrees),
                    *measures.quantiles(self._rows.arrays[name]),
                ]
            )
            for name in self.shape.outputs
        }
        return Recorded(self.shape, self.numbers, self._rows.arrays, summaries)


class DiskRecorder(Recorder):
    """
    Puts every replica on disk as it ends, in a folder beside the one the run will have.

    An interrupted run leaves that folder, and the next run of the same scenario
    with the same seed takes up the replicas already in it.

    Parameters
    ----------
    shape
        Of the whole run.
    folder
        The run folder to be; the replicas go to ``<folder>.partial``.
    identity
        What makes two runs the same: the scenario's hash, the seed, the mode, the days.
    """

    def __init__(self, shape: Shape, folder: Path, identity: Mapping[str, object]) -> None:
        super().__init__(shape)
        self.folder = partial_folder(folder)
        self._done: set[int] = set()
        try:
            self._open(json.loads(json.dumps(dict(identity) | self._further_outputs())))
        except OSError as error:
            raise _cannot_write(self.folder, error) from error

    def done(self) -> set[int]:
        """Replicas that an interrupted run has left."""
        return {replica for replica in self._done if replica < self.shape.replicas}

    def _further_outputs(self) -> dict[str, object]:
        """The outputs that not every run has; part of what makes two runs the same."""
        further = [name for name in self.shape.outputs if VARIABLES[name].needs]
        return {"outputs": further} if further else {}

    def _open(self, identity: dict[str, object]) -> None:
        store = self.folder / array_store.ENSEMBLE
        if self.folder.exists():
            _require_same_run(self.folder, identity)
            self._group, self._arrays = array_store.open_to_write(store, self.shape.outputs)
            self._done = set(map(int, (self.folder / JOURNAL).read_text(encoding="utf-8").split()))
            for name, array in self._arrays.items():
                array.resize((self.shape.replicas, *self.shape.of(name)))
            return
        self.folder.mkdir(parents=True)
        self._group = array_store.create(store)
        self._arrays = {name: self._add_array(name, self.shape.dtype) for name in self.shape.outputs}
        (self.folder / JOURNAL).write_text("", encoding="utf-8")
        (self.folder / IDENTITY).write_text(json.dumps(identity, indent=1), encoding="utf-8")

    def _add_array(self, name: str, dtype: Any) -> Any:
        shape = (self.shape.replicas, *self.shape.of(name))
        return array_store.add_array(self._group, name, shape, dtype, ("replica", *VARIABLES[name].dims))

    def _take(self, replica: int, values: Mapping[str, AnyArray]) -> None:
        try:
            for name, counts in values.items():
                array = self._arrays[name]
                if _outgrows(counts, array.dtype):
                    array = self._widen(name)
                array[replica] = counts.astype(array.dtype)
            with (self.folder / JOURNAL).open("a", encoding="utf-8") as journal:
                journal.write(f"{replica}\n")
        except OSError as error:
            raise _cannot_write(self.folder, error) from error
        self._done.add(replica)

    def _widen(self, name: str) -> Any:
        """Eight bytes a count from here on; what is there already is copied over."""
        narrow = self._arrays[name]
        journal = self.folder / JOURNAL
        told = journal.read_text(encoding="utf-8")
        kept = {replica: np.asarray(narrow[replica]) for replica in sorted(self.done())}
        journal.write_text("", encoding="utf-8")
        wide = self._arrays[name] = self._add_array(name, np.int64)
        for replica, counts in kept.items():
            wide[replica] = counts
        journal.write_text(told, encoding="utf-8")
        return wide

    def finish(self) -> Recorded:
        """Every replica, on disk."""
        return Recorded(self.shape, tuple(range(self.shape.replicas)), self._arrays, folder=self.folder)


def open_recorder(
    keep: Keep, shape: Shape, *, folder: Path | None = None, identity: Mapping[str, object] | None = None
) -> Recorder:
    """
    The recorder of that word.

    Parameters
    ----------
    keep
        ``"memory"``, ``"disk"`` or ``"summary"``.
    shape
        Of the run.
    folder
        The run folder to be; needed for ``"disk"``.
    identity
        What makes two runs the same; needed for ``"disk"``.
    """
    if keep == "memory":
        return MemoryRecorder(shape)
    if keep == "summary":
        return SummaryRecorder(shape)
    if keep != "disk":
        raise UsageError(Problem("keep", f"{keep!r} is unknown.", "Use 'memory', 'disk' or 'summary'."))
    if folder is None:
        raise UsageError(
            Problem("keep='disk'", "there is no folder to stream to.", "Give folder=, the run folder to be.")
        )
    return DiskRecorder(shape, Path(folder), identity or {})


def sampled_replicas(shape: Shape) -> tuple[int, ...]:
    """
    The replicas that quantiles of a summary come from, in rising order.

    Parameters
    ----------
    shape
        Of the run; the choice depends on nothing else.
    """
    room = max(LEAST_SAMPLE, min(SAMPLE_REPLICAS, SAMPLE_BYTES // max(1, shape.replica_bytes)))
    if shape.replicas <= room:
        return tuple(range(shape.replicas))

    def lot(replica: int) -> bytes:
        return blake2b(replica.to_bytes(8, "little"), digest_size=8).digest()

    return tuple(sorted(sorted(range(shape.replicas), key=lot)[:room]))


def partial_folder(folder: Path) -> Path:
    """Where the replicas of a run lie until it is saved as ``folder``."""
    return folder.with_name(f"{folder.name}.partial")


def _outgrows(counts: AnyArray, dtype: Any) -> bool:
    return bool(dtype == np.int32 and counts.size and counts.max() > LARGEST_SMALL)


def _require_same_run(folder: Path, identity: Mapping[str, object]) -> None:
    remedy = f"Delete {folder}, or give another folder."
    try:
        left = json.loads((folder / IDENTITY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise OutputError(Problem(str(folder), "is in the way and is no interrupted run.", remedy)) from None
    differing = sorted(name for name in left.keys() | identity.keys() if left.get(name) != identity.get(name))
    if differing:
        raise OutputError(
            Problem(str(folder), f"holds an interrupted run that differs in {', '.join(differing)}.", remedy)
        )


def _cannot_write(folder: Path, error: OSError) -> OutputError:
    return OutputError(
        Problem(
            str(folder),
            f"cannot be written ({error.strerror or error}).",
            "Free some space or choose a folder you may write to; the replicas already there are taken up again.",
        )
    )
