"""
What insight adds to a run folder: the comparison with observations, the scores, the figures.

Handed to ``result.store.save`` as what to add before the folder appears.
"""

from __future__ import annotations

from pathlib import Path

from steppe.insight.observed import observed_table
from steppe.insight.score import Scores, score
from steppe.result import store
from steppe.result.result import Result
from steppe.result.tables import write_parquet


def write_findings(
    result: Result, folder: Path, *, figures: bool = True, scores: Scores | None = None
) -> list[Path]:
    """
    Write ``observations.parquet``, ``scores.parquet`` and ``figures/`` into a folder.

    Parameters
    ----------
    result
        A run, with its replicas.
    folder
        An existing folder.
    figures
        Whether to draw bands and the map.
    scores
        If they have been reckoned already.

    Returns
    -------
    figures
        The figures that were written.
    """
    write_parquet(observed_table(result), folder / "observations.parquet")
    write_parquet((scores or score(result)).table, folder / "scores.parquet")
    return write_figures(result, folder / "figures") if figures else []


def save(
    result: Result,
    folder: Path | str,
    *,
    figures: bool = True,
    scores: Scores | None = None,
    overwrite: bool = False,
) -> Result:
    """
    Write a run folder: the numbers, the comparison with observations, the scores and the figures.

    Parameters
    ----------
    result
        What to write.
    folder
        Where; it must not exist yet.
    figures
        Whether to draw bands and the map.
    scores
        If they have been reckoned already.
    overwrite
        Replace a run folder that is there.

    Returns
    -------
    saved
        The same result, known to lie in the folder.

    Raises
    ------
    OutputError
        Where the folder is in the way or cannot be written; nothing is left half done.
    """

    def add(aside: Path) -> None:
        write_findings(result, aside, figures=figures, scores=scores)

    return store.save(result, Path(folder), add=add, overwrite=overwrite)


def write_figures(result: Result, folder: Path) -> list[Path]:
    """Draw bands and the map into a folder, which is made if need be; gives what was written."""
    from steppe.insight.map import plot_map
    from steppe.insight.plot import plot_bands

    folder.mkdir(exist_ok=True)
    return [*plot_bands(result, folder), *plot_map(result, folder)]
