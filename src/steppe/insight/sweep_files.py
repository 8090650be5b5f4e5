"""What a sweep keeps: answers while it goes on, then a folder with tables, one JSON object and a picture."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from steppe.errors import OutputError, Problem
from steppe.insight.compare_files import write_record, write_table
from steppe.result.recorders import partial_folder
from steppe.scenario.written import cannot_write, filled_aside, require_empty

if TYPE_CHECKING:
    import polars

    from steppe.insight.sweep import Sweep

IDENTITY, ANSWERS, ASIDE = "unfinished.json", "answers.done", "answers.new"


class Journal:
    """
    Answers by the number of their run, from any thread; each is written down as it comes.

    Parameters
    ----------
    answers
        Those that are there already.
    file
        Where further ones are added; ``None`` keeps them in memory alone.
    """

    def __init__(self, answers: dict[int, float], file: IO[str] | None = None) -> None:
        self.answers = answers
        self._file = file
        self._lock = threading.Lock()

    def put(self, number: int, answer: float) -> int:
        """Take one answer; gives how many there are now."""
        with self._lock:
            if self._file is not None:
                self._file.write(_line((number, answer)))
                self._file.flush()
            self.answers[number] = answer
            return len(self.answers)


@contextmanager
def kept_answers(folder: Path | str | None, identity: Mapping[str, Any], runs: int) -> Iterator[Journal]:
    """
    The answers of a sweep, those of an interrupted attempt included.

    Parameters
    ----------
    folder
        The folder to be; answers are kept in ``<folder>.partial``. ``None`` keeps them in memory.
    identity
        What makes two sweeps the same, in words and numbers that JSON has.
    runs
        How many there will be.

    Raises
    ------
    OutputError
        Where something else is in the way, or nothing can be written.
    """
    if folder is None:
        yield Journal({})
        return
    require_empty(Path(folder))
    left = partial_folder(Path(folder))
    try:
        answers = _opened(left, json.loads(json.dumps(dict(identity))), runs)
        with (left / ANSWERS).open("a", encoding="utf-8") as file:
            yield Journal(answers, file)
    except OSError as error:
        raise cannot_write(left, error) from error


def _opened(left: Path, identity: dict[str, Any], runs: int) -> dict[int, float]:
    """What an interrupted sweep has left, if it is the same one; otherwise a new place for answers."""
    if not left.exists():
        left.mkdir(parents=True)
        (left / IDENTITY).write_text(json.dumps(identity, indent=1), encoding="utf-8")
        return {}
    remedy = f"Delete {left}, or give another folder."
    try:
        found = json.loads((left / IDENTITY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise OutputError(Problem(str(left), "is in the way and is no interrupted sweep.", remedy)) from None
    differing = sorted(
        name for name in found.keys() | identity.keys() if found.get(name) != identity.get(name)
    )
    if differing:
        words = ", ".join(differing)
        raise OutputError(Problem(str(left), f"holds an interrupted sweep that differs in {words}.", remedy))
    answers = _read_answers(left / ANSWERS, runs)
    # Written anew, so that what comes next does not join a line that was cut short.
    (left / ASIDE).write_text("".join(map(_line, answers.items())), encoding="utf-8")
    os.replace(left / ASIDE, left / ANSWERS)
    return answers


def _line(answer: tuple[int, float]) -> str:
    return f"{answer[0]} {answer[1].hex()}\n"


def _read_answers(path: Path, runs: int) -> dict[int, float]:
    """The answers that were written whole; a line that was cut short is none."""
    answers: dict[int, float] = {}
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    for line in text.splitlines(keepends=True):
        number, _, answer = line.partition(" ")
        if line.endswith("\n") and number.isascii() and number.isdigit() and int(number) < runs:
            try:
                answers[int(number)] = float.fromhex(answer)
            except ValueError:
                continue
    return answers


def write_sweep(sweep: Sweep, folder: Path, *, command: str = "", figure: bool = True) -> None:
    """
    Write a sweep into a folder that appears whole, and clear away what was kept while it went on.

    Parameters
    ----------
    sweep
        What to write.
    folder
        New, or empty.
    command
        What asked for it, to be recorded.
    figure
        Whether to draw the picture.

    Raises
    ------
    OutputError
        Where the folder is in the way or cannot be written; nothing has changed then.
    """
    require_empty(folder)
    with filled_aside(folder) as aside:
        write_table(sweep.table(), aside / "sweep.csv")
        write_table(_answers_table(sweep), aside / "answers.csv")
        write_record({**sweep.to_json(), "command": command}, aside / "sweep.json")
        if figure:
            from steppe.insight.sweep_figure import plot_sweep

            plot_sweep(sweep, aside)
    shutil.rmtree(partial_folder(folder), ignore_errors=True)


def _answers_table(sweep: Sweep) -> polars.DataFrame:
    """One row per run: the values of the fields, then the answer."""
    import polars

    columns = {each.name: sweep.points[:, at] for at, each in enumerate(sweep.ranges)}
    return polars.DataFrame({**columns, "answer": sweep.answers})
