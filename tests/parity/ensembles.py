"""The peer's own ensembles, and the statistics by which two ensembles are compared."""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

Counts = NDArray[np.float64]
EVERYBODY = "__all_people"


@dataclass(frozen=True)
class Ensemble:
    """
    Runs of one folder.

    Parameters
    ----------
    places
        Names of the camps.
    simulated
        People, shape ``(run, day, place)``.
    observed
        People, shape ``(day, place)``.
    """

    places: tuple[str, ...]
    simulated: Counts
    observed: Counts


def read_ensemble(folder: Path) -> Ensemble:
    """The runs that lie in a reference folder."""
    with gzip.open(folder / "ensemble.csv.gz") as file:
        rows = pl.read_csv(io.BytesIO(file.read())).filter(pl.col("place") != EVERYBODY)
    places = tuple(rows["place"].unique(maintain_order=True))
    days, runs = int(rows["day"].max()) + 1, rows["run"].n_unique()  # type: ignore[arg-type]
    run = rows["run"].rank("dense").to_numpy() - 1
    day, place = rows["day"].to_numpy(), np.array([places.index(each) for each in rows["place"]])
    simulated, observed = np.full((runs, days, len(places)), np.nan), np.zeros((days, len(places)))
    simulated[run, day, place] = rows["simulated"].to_numpy()
    observed[day, place] = rows["observed"].to_numpy()
    return Ensemble(places, simulated, observed)


def averaged_relative_difference(simulated: Counts, observed: Counts) -> Counts:
    """Of each run: mean over days of the summed absolute differences over the summed counts."""
    difference = np.abs(simulated - observed).sum(axis=2)
    return (difference / np.maximum(1, observed.sum(axis=1))).mean(axis=1)


def distance_of_means(one: Counts, other: Counts, total: Counts) -> float:
    """Mean over days of the summed absolute differences of mean camp counts over everyone in camps."""
    apart = np.abs(one.mean(axis=0) - other.mean(axis=0)).sum(axis=1)
    return float((apart / np.maximum(1, total)).mean())


def ratio_of_spreads(one: Counts, other: Counts) -> float:
    """Standard deviation between runs of one ensemble over that of another, pooled over days and places."""
    return float(np.sqrt(one.var(axis=0, ddof=1).mean() / other.var(axis=0, ddof=1).mean()))


def relabelled(one: Counts, other: Counts, statistic: object, *, times: int = 400) -> NDArray[np.float64]:
    """What a statistic of two ensembles is when it does not matter which run belongs to which."""
    rng = np.random.default_rng(20_210_815)
    pool = np.concatenate([one, other])
    found = []
    for _ in range(times):
        order = rng.permutation(len(pool))
        found.append(statistic(pool[order[: len(one)]], pool[order[len(one) :]]))  # type: ignore[operator]
    return np.array(found)
