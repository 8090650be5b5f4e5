"""
What the model says about each number that somebody published.

A published count is one of three things, and each has its own counterpart in a run:

stock
    People standing at the place, or at all places of the country, at the end of the day.
cumulative, flow
    People who arrived over routes in the days the count covers, the date included:
    into the place (at a crossing, only from other countries), or into the country
    from other countries.  For the home country, where people are displaced
    without crossing a border, it is those who entered the run, less those a
    schedule puts straight into an airport or a border post.

A cumulative count without a first day covers the run from its start, a flow
without one covers its date alone.  Only persons are compared, only dates inside
the run, and only observations marked ``use``; the others are listed with the
reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from steppe.result import measures
from steppe.result.measures import AnyArray, FloatArray
from steppe.result.result import Replica, Result
from steppe.scenario.model import Observation, Push

if TYPE_CHECKING:
    import polars

PASSING_KINDS = ("hub", "crossing")
EARLIER = "Counted from before the run begins; the model counts from its first day."


@dataclass(frozen=True, slots=True)
class Counterpart:
    """
    Where in a run the counterpart of one observation is found.

    Parameters
    ----------
    what
        People standing, people arriving, or people entering the run.
    columns
        Positions of places (standing) or directed routes (arriving).
    first, last
        Days covered, both included; standing is taken on the last.
    less
        People to take off, such as those flown out.
    remark
        What a reader should know of the comparison.
    """

    what: Literal["standing", "arriving", "entering"]
    columns: AnyArray
    first: int
    last: int
    less: float = 0.0
    remark: str = ""


def observed_table(result: Result) -> polars.DataFrame:
    """
    Every observation beside its counterpart in the run.

    Returns
    -------
    table
        One row per observation, in the scenario's order: ``date, place, country,
        series, measure, unit, observed, mean, p05, p50, p95, difference,
        compared, remark, source``; ``difference`` is the median of the replicas
        less the observation.  Numbers of the model are empty where nothing is compared.
    """
    import polars

    if not result.has_replicas and result.folder is not None:
        return polars.read_parquet(result.folder / "observations.parquet")
    found = [counterpart(result, observation) for observation in result.scenario.observations]
    rows = [row for row, each in enumerate(found) if isinstance(each, Counterpart)]
    compared = [each for each in found if isinstance(each, Counterpart)]
    summary = np.full((4, len(found)), np.nan)
    summary[:, rows] = _summary(result, compared)
    remarks = [each.remark if isinstance(each, Counterpart) else each for each in found]
    return _table(result.scenario.observations, summary, set(rows), remarks)


def counterpart(result: Result, observation: Observation) -> Counterpart | str:
    """Where an observation's counterpart is found, or why there is none."""
    day = result.day_of(observation.date)
    if not observation.use:
        return "Not compared: the scenario says so."
    if observation.unit != "person":
        return f"Not compared: it counts {observation.unit}s, the model counts persons."
    if day is None:
        return "Not compared: outside the days of the run."
    if observation.place and observation.place not in result.labels.places:
        return f"Not compared: the place {observation.place!r} is not in the run."
    if not observation.place and observation.country not in {place.country for place in result.places}:
        return "Not compared: it names neither a place nor a country of the run."
    if observation.measure == "stock":
        return Counterpart("standing", _places(result, observation), day, day)
    return _accumulated(result, observation, day)


def modelled(result: Result, counterparts: Iterable[Counterpart]) -> FloatArray:
    """
    What each replica says about each observation.

    Returns
    -------
    modelled
        Shape ``(replica, observation)``, people.
    """
    wanted = list(counterparts)
    values = [_values(replica, wanted) for replica in result.each_replica()]
    return np.array(values, dtype=np.float64).reshape(len(values), len(wanted))


def final_comparison(result: Result) -> polars.DataFrame:
    """
    People at each place on the last day, beside the latest published stock there.

    Returns
    -------
    table
        ``place, country, kind, mean, p05, p50, p95, observed, observed_date,
        p50_then, difference``.  ``p50_then`` is the median on the date of the
        observation, and ``difference`` is that less the observation, so it
        compares like with like even where that date is not the last day.
    """
    import polars

    latest = (
        _daily_series_end(result) if result.scenario.setting("rules") == "flee" else _latest_stocks(result)
    )
    schema = {
        "place": polars.String,
        "observed": polars.Float64,
        "observed_date": polars.Date,
        "p50_then": polars.Float64,
        "difference": polars.Float64,
    }
    columns = ["place", "country", "kind", "mean", "p05", "p50", "p95"]
    beside = polars.DataFrame(latest, schema=schema, orient="row")
    return result.final.select(columns).join(beside, on="place", how="left", maintain_order="left")


def _latest_stocks(result: Result) -> list[tuple[object, ...]]:
    import polars

    stocks = observed_table(result).filter(
        polars.col("compared") & (polars.col("measure") == "stock") & (polars.col("place") != "")
    )
    last = stocks.sort("date", maintain_order=True).unique("place", keep="last", maintain_order=True)
    return list(last.select("place", "observed", "date", "p50", "difference").iter_rows())


def _daily_series_end(result: Result) -> list[tuple[object, ...]]:
    from steppe.scenario.series import interpolated

    median = dict(zip(result.final["place"], result.final["p50"], strict=True))
    last = result.days - 1
    return [
        (place, float(series[last]), result.dates[last], median[place], median[place] - float(series[last]))
        for place, series in interpolated(result.scenario).items()
        if place in median
    ]


def _places(result: Result, observation: Observation) -> AnyArray:
    if observation.place:
        return np.array([result.labels.places.index(observation.place)])
    of_country = [place.country == observation.country for place in result.places]
    return np.flatnonzero(of_country)


def _accumulated(result: Result, observation: Observation, last: int) -> Counterpart:
    begins = observation.counted_from
    first, remark = 0, ""
    if begins is not None:
        first = max(0, (begins - result.scenario.start).days)
        remark = EARLIER if begins < result.scenario.start else ""
    elif observation.measure == "flow":
        first = last
    home = result.scenario.home_country or result.places[0].country
    if not observation.place and observation.country == home:
        less = sum(_scheduled(push, result, first, last) for push in result.scenario.pushes)
        return Counterpart("entering", np.array([], dtype=np.int64), first, last, less, remark)
    return Counterpart("arriving", _routes_into(result, observation), first, last, remark=remark)


def _routes_into(result: Result, observation: Observation) -> AnyArray:
    """Routes into a place, or into a country from others; into a crossing, only those from other countries."""
    places = {place.name: place for place in result.places}
    ends = [(places[start], places[end]) for start, end in result.labels.route_ends]
    abroad = np.array([start.country != end.country for start, end in ends], dtype=bool)
    if not observation.place:
        into = np.array([end.country == observation.country for _, end in ends], dtype=bool)
        return np.flatnonzero(into & abroad)
    into = np.array([end.name == observation.place for _, end in ends], dtype=bool)
    if places[observation.place].kind == "crossing" and (into & abroad).any():
        into &= abroad
    return np.flatnonzero(into)


def _scheduled(push: Push, result: Result, first: int, last: int) -> float:
    """People a schedule puts straight into an airport or a border post on days ``first`` to ``last``."""
    kinds = {place.name: place.kind for place in result.places}
    if kinds.get(push.place) not in PASSING_KINDS:
        return 0.0
    begin = (push.start - result.scenario.start).days
    end = begin if push.end is None else (push.end - result.scenario.start).days
    shared = max(0, min(end, last) - max(begin, first) + 1)
    return push.people * shared / (end - begin + 1)


def accumulated_less(result: Result, each: Counterpart) -> FloatArray:
    """What is to be taken off the counterpart by each day. Shape ``(day,)``, people."""
    less = np.zeros(result.days)
    if each.what == "entering":
        for day in range(each.first, result.days):
            less[day] = sum(_scheduled(push, result, each.first, day) for push in result.scenario.pushes)
    return less


def _values(replica: Replica, wanted: list[Counterpart]) -> list[float]:
    arrived = replica.flow.cumsum(axis=0, dtype=np.float64)
    entered = replica.entered.cumsum(dtype=np.float64)
    return [_value(replica, arrived, entered, each) for each in wanted]


def _value(replica: Replica, arrived: FloatArray, entered: FloatArray, each: Counterpart) -> float:
    if each.what == "standing":
        return float(replica.stock[each.last, each.columns].sum())
    if each.what == "arriving":
        before = arrived[each.first - 1, each.columns].sum() if each.first else 0.0
        return float(arrived[each.last, each.columns].sum() - before)
    before = entered[each.first - 1] if each.first else 0.0
    return max(0.0, float(entered[each.last] - before) - each.less)


def _summary(result: Result, compared: list[Counterpart]) -> FloatArray:
    """Mean, 5 %, median and 95 % of each counterpart. Shape ``(4, observation)``."""
    values = modelled(result, compared)
    mean = measures.mean(values)
    if result.recorded.summaries:
        mean = np.array(_values(result.mean_replica(), compared))
    return np.concatenate([mean[None], measures.quantiles(values, (0.05, 0.5, 0.95))])


def _table(
    observations: tuple[Observation, ...], summary: FloatArray, rows: set[int], remarks: list[str]
) -> polars.DataFrame:
    import polars

    observed = np.array([each.value for each in observations], dtype=np.float64)
    words = ("place", "country", "series", "measure", "unit")
    columns = {
        "date": polars.Series("date", [each.date for each in observations], dtype=polars.Date),
        **{
            word: polars.Series(word, [getattr(each, word) for each in observations], dtype=polars.String)
            for word in words
        },
        "observed": observed,
        **dict(zip(("mean", "p05", "p50", "p95"), summary, strict=True)),
        "difference": summary[2] - observed,
        "compared": polars.Series(
            "compared", [row in rows for row in range(len(observations))], dtype=polars.Boolean
        ),
        "remark": polars.Series("remark", remarks, dtype=polars.String),
        "source": polars.Series("source", [each.source for each in observations], dtype=polars.String),
    }
    return polars.DataFrame(columns).fill_nan(None)
