"""
How far a run is from what was published.

The pairs compared are, for a scenario with the peer's rules, every camp with a
series on every day (the series drawn straight between reports, as the peer
does); otherwise, every observation that has a counterpart in the run
(``observed.py``), on its date.  A score says how good the agreement is, never
that a scenario has been calibrated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from steppe.insight.observed import Counterpart, counterpart, modelled
from steppe.result import measures
from steppe.result.measures import AnyArray, FloatArray
from steppe.result.result import Result

if TYPE_CHECKING:
    import polars

BASES = {
    "daily series": "every camp with a published series, every day, drawn straight between reports",
    "observations": "every observation that can be compared, on its date",
}
MEANINGS = {
    "averaged_relative_difference": "mean over days of the summed absolute differences, divided by the"
    " observed sum of the day; 0 is perfect, 2 is as wrong as a full misplacement",
    "averaged_relative_difference_rescaled": "the same after the modelled counts of each day are scaled to the"
    " observed sum of that day; only where is judged, not how many",
    "mean_absolute_error": "mean absolute difference of a replica from what was observed",
    "bias": "mean difference of a replica from what was observed; above 0 the model has too many",
    "crps": "continuous ranked probability score of the ensemble, mean over pairs; small is good",
    "coverage_90": "share of observations inside the band that holds 9 in 10 replicas; 0.9 is honest",
}


@dataclass(frozen=True, eq=False)
class Pairs:
    """
    Modelled and observed counts, side by side.

    Parameters
    ----------
    modelled
        Shape ``(replica, pair)``, people.
    observed
        Shape ``(pair,)``, people.
    day
        Day of each pair. Shape ``(pair,)``.
    where
        Place, or country, of each pair. Shape ``(pair,)``.
    basis
        What the pairs are.
    """

    modelled: FloatArray
    observed: FloatArray
    day: AnyArray
    where: tuple[str, ...]
    basis: Literal["daily series", "observations"]


@dataclass(frozen=True, eq=False)
class Scores:
    """
    Scores of one run.

    Parameters
    ----------
    averaged_relative_difference
        Of each replica, from 0 (perfect) to 2 where the totals agree. Shape ``(replica,)``;
        empty where there was nothing to compare.
    averaged_relative_difference_rescaled
        The same with the modelled counts of each day scaled to the observed sum. Shape ``(replica,)``;
        empty without daily series, where counts of one day need not add up to anything.
    pairs
        How many pairs were compared.
    basis
        What a pair is.
    table
        ``score, place, mean, p05, p50, p95, unit, pairs, meaning``: the two above,
        then error, bias, coverage and CRPS of all pairs (an empty place) and of each place.
    stamp
        Standing of the run, such as "illustrative, not calibrated".
    """

    averaged_relative_difference: FloatArray
    averaged_relative_difference_rescaled: FloatArray
    pairs: int
    basis: str
    table: polars.DataFrame
    stamp: str

    def to_json(self) -> dict[str, dict[str, float]]:
        """Mean and 90 % band of the averaged relative difference; empty where nothing was compared."""
        names = ("averaged_relative_difference", "averaged_relative_difference_rescaled")
        return {name: _spread(getattr(self, name)) for name in names if getattr(self, name).size}


def score(result: Result) -> Scores:
    """
    Score a run against everything in its scenario that can be compared.

    Parameters
    ----------
    result
        With its replicas; one reopened from summaries has none and gives no scores.
    """
    pairs = observed_pairs(result)
    absolute = averaged_relative_difference(pairs.modelled, pairs.observed, pairs.day)
    relative = np.empty(0)
    if pairs.basis == "daily series":
        scaled = rescaled(pairs.modelled, pairs.observed, pairs.day)
        relative = averaged_relative_difference(scaled, pairs.observed, pairs.day)
    return Scores(
        averaged_relative_difference=absolute,
        averaged_relative_difference_rescaled=relative,
        pairs=pairs.observed.size,
        basis=pairs.basis,
        table=_table(pairs, absolute, relative),
        stamp=result.provenance.stamp,
    )


def averaged_relative_difference(modelled: FloatArray, observed: FloatArray, day: AnyArray) -> FloatArray:
    """
    Mean over days of ``sum |S - D| / max(sum D, 1)``, the peer's headline score.

    Parameters
    ----------
    modelled
        Shape ``(replica, pair)``, people.
    observed, day
        Shape ``(pair,)``; only days with a pair count.

    Returns
    -------
    difference
        Of each replica. Shape ``(replica,)``; empty without pairs.
    """
    if observed.size == 0:
        return np.empty(0)
    apart = _by_day(np.abs(modelled - observed), day)
    return measures.mean((apart / np.maximum(_by_day(observed[None], day), 1.0)).T)


def rescaled(modelled: FloatArray, observed: FloatArray, day: AnyArray) -> FloatArray:
    """
    Modelled counts times the observed sum of the day over the modelled sum; 0 where that is 0.

    Parameters and shapes as in :func:`averaged_relative_difference`.
    """
    if observed.size == 0:
        return modelled
    sums = _by_day(modelled, day)
    factor = np.divide(_by_day(observed[None], day), sums, out=np.zeros_like(sums), where=sums > 0)
    return np.asarray(modelled * factor[:, np.unique(day, return_inverse=True)[1]])


def observed_pairs(result: Result) -> Pairs:
    """Everything that can be compared, as pairs."""
    if result.scenario.setting("rules") == "flee":
        return _daily_pairs(result)
    found = [(each, counterpart(result, each)) for each in result.scenario.observations]
    usable = [(each, other) for each, other in found if isinstance(other, Counterpart)]
    if not result.has_replicas:
        usable = []
    return Pairs(
        modelled=modelled(result, [other for _, other in usable]),
        observed=np.array([each.value for each, _ in usable], dtype=np.float64),
        day=np.array([other.last for _, other in usable], dtype=np.int64),
        where=tuple(each.place or each.country for each, _ in usable),
        basis="observations",
    )


def _daily_pairs(result: Result) -> Pairs:
    """Camps with a series, every day. Pairs run by day, then by camp."""
    from steppe.scenario.series import interpolated

    series = {
        place: np.asarray(values[: result.days], dtype=np.float64)
        for place, values in interpolated(result.scenario).items()
        if place in result.labels.places
    }
    if not result.has_replicas:
        series = {}
    columns = [result.labels.places.index(place) for place in series]
    replicas = [replica.stock[:, columns].reshape(-1) for replica in result.each_replica()]
    pairs = result.days * len(series)
    return Pairs(
        modelled=np.array(replicas, dtype=np.float64).reshape(len(replicas), pairs),
        observed=np.array(list(series.values()), dtype=np.float64).reshape(len(series), -1).T.reshape(-1),
        day=np.repeat(np.arange(result.days), len(series)),
        where=tuple(series) * result.days,
        basis="daily series",
    )


def _by_day(values: FloatArray, day: AnyArray) -> FloatArray:
    """Sums over the pairs of each day. Shape ``(replica, day with pairs)``."""
    days, position = np.unique(day, return_inverse=True)
    order = np.argsort(position, kind="stable")
    starts = np.searchsorted(position[order], np.arange(days.size))
    return np.asarray(np.add.reduceat(values[:, order], starts, axis=1))


def _table(pairs: Pairs, absolute: FloatArray, relative: FloatArray) -> polars.DataFrame:
    import polars

    schema: dict[str, Any] = {
        "score": polars.String,
        "place": polars.String,
        **dict.fromkeys(("mean", "p05", "p50", "p95"), polars.Float64),
        "unit": polars.String,
        "pairs": polars.Int64,
        "meaning": polars.String,
    }
    rows: list[tuple[object, ...]] = []
    count = pairs.observed.size
    if count:
        rows.append(_row("averaged_relative_difference", "", absolute, "share", count))
        if relative.size:
            rows.append(_row("averaged_relative_difference_rescaled", "", relative, "share", count))
        rows += _rows_at("", pairs, np.ones(count, dtype=bool))
        where = np.array(pairs.where)
        for place in dict.fromkeys(pairs.where):
            rows += _rows_at(place, pairs, where == place)
    return polars.DataFrame(rows, schema=schema, orient="row")


def _rows_at(place: str, pairs: Pairs, chosen: AnyArray) -> list[tuple[object, ...]]:
    """Error, bias, CRPS and coverage of some of the pairs."""
    model, truth = pairs.modelled[:, chosen], pairs.observed[chosen]
    away = model - truth
    count = int(chosen.sum())
    return [
        _row("mean_absolute_error", place, np.abs(away).mean(axis=1), "people", count),
        _row("bias", place, away.mean(axis=1), "people", count),
        _row("crps", place, np.array([measures.crps(model, truth).mean()]), "people", count),
        _row("coverage_90", place, np.array([measures.coverage(model, truth)]), "share", count),
    ]


def _row(name: str, place: str, values: FloatArray, unit: str, count: int) -> tuple[object, ...]:
    spread = _spread(values)
    return (name, place, *spread.values(), unit, count, MEANINGS[name])


def _spread(values: FloatArray) -> dict[str, float]:
    low, middle, high = measures.quantiles(values, (0.05, 0.5, 0.95))
    return {"mean": float(values.mean()), "p05": float(low), "p50": float(middle), "p95": float(high)}
