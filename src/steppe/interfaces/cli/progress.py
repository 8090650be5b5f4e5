"""
How far a run has got, told on standard error.

At a terminal, a bar that moves; elsewhere, a line now and then, for a tenth at
least; with ``--quiet``, nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from steppe.interfaces.cli.shell import tell

Progress = Callable[[int, int], None]
LEAST_SECONDS = 5.0
FIRST = "getting ready (the very first run compiles, half a minute)"


@contextmanager
def told_progress(what: str, *, quiet: bool, of: str = "replicas") -> Iterator[Progress | None]:
    """
    Tell of what is done while the body of the ``with`` runs.

    Parameters
    ----------
    what
        What is under way, such as the name of the scenario.
    quiet
        Tell nothing.
    of
        What is counted.

    Yields
    ------
    progress
        To be called with the number done and of all;
        ``None`` where nothing is to be told.
    """
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar(what, of) as progress:
            yield progress
    else:
        yield _tenths(what, of)


@contextmanager
def _bar(what: str, of: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Display

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(of),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
    )
    with Display(*columns, console=Console(stderr=True), transient=True) as display:
        task = display.add_task(f"{what}: {FIRST}", total=None)
        yield lambda done, total: display.update(task, completed=done, total=total, description=what)


def _tenths(what: str, of: str) -> Progress:
    started = last = monotonic()
    told = 0

    def progress(done: int, total: int) -> None:
        nonlocal told, last
        tenth, now = 10 * done // max(total, 1), monotonic()
        if tenth > told and now - last >= LEAST_SECONDS:
            told, last = tenth, now
            tell(f"{what}: {done} of {total} {of}, {now - started:.0f} s")

    return progress
