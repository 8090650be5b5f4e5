"""
Which curves are worth a panel: what was published, day by day, and the places with the most people.

The counterpart of an observation (``observed.py``) on one day becomes a curve
over all days, so that the points of one series lie beside one band.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from steppe.insight.basemap import names_by_code
from steppe.insight.observed import Counterpart, accumulated_less, counterpart
from steppe.result import measures
from steppe.result.measures import FloatArray
from steppe.result.result import Replica, Result
from steppe.scenario.model import Observation

PLACES_BESIDES = 4


@dataclass(frozen=True, eq=False)
class Curve:
    """
    One quantity of a run over time, and the counts published of it.

    Parameters
    ----------
    title
        Place or country.
    subtitle
        What is counted.
    bands
        Quantiles as in ``measures.LEVELS``. Shape ``(5, day)``, people; not a
        number on days before the count begins.
    observed
        Pairs of day and people.
    measure
        Of the observations: stock, flow or cumulative.
    """

    title: str
    subtitle: str
    bands: FloatArray
    observed: tuple[tuple[int, float], ...]
    measure: str


@dataclass(frozen=True, eq=False)
class _Wanted:
    title: str
    subtitle: str
    counterpart: Counterpart
    observed: tuple[tuple[int, float], ...]
    measure: str


def curves(result: Result, most: int) -> list[Curve]:
    """
    The curves to show: observed ones first, those with most counts leading, then the fullest places.

    Parameters
    ----------
    result
        A run.
    most
        No more than this many.
    """
    observed = sorted(_observed(result), key=lambda each: -len(each.observed))
    room = max(most - len(observed), min(PLACES_BESIDES, most // 3))
    seen = {each.title for each in observed if each.measure == "stock"}
    wanted = [*observed[: most - room], *_fullest(result, seen, room)]
    if not result.has_replicas:
        return _from_summary(result, wanted)
    daily: list[list[FloatArray]] = [[] for _ in wanted]
    for replica in result.each_replica():
        for values, each in zip(daily, wanted, strict=True):
            values.append(_daily(replica, each.counterpart))
    less = [accumulated_less(result, each.counterpart) for each in wanted]
    return [
        _curve(each, measures.quantiles(np.maximum(np.array(values) - off, 0)))
        for each, values, off in zip(wanted, daily, less, strict=True)
    ]


def _observed(result: Result) -> Iterable[_Wanted]:
    """Observations that share a counterpart, gathered."""
    groups: dict[tuple[object, ...], list[tuple[Observation, Counterpart]]] = {}
    for each in result.scenario.observations:
        found = counterpart(result, each)
        if isinstance(found, Counterpart):
            one_day = each.measure == "flow" and found.first == found.last
            title = each.place or names_by_code().get(each.country, each.country)
            since = 0 if found.what == "standing" else -1 if one_day else found.first
            key = (each.place, title, each.measure, since)
            groups.setdefault(key, []).append((each, found))
    for (place, name, measure, first), pairs in groups.items():
        found = pairs[0][1]
        whole = replace(found, first=max(0, int(str(first))), last=result.days - 1)
        if first == -1:
            whole = replace(whole, what="arriving", first=-1)
        points = tuple((other.last, each.value) for each, other in pairs)
        yield _Wanted(str(name), _words(result, whole, str(place)), whole, points, str(measure))


def _words(result: Result, whole: Counterpart, place: str) -> str:
    if whole.what == "standing":
        return "people there" if place else "people in the country"
    if whole.first < 0:
        return "arrivals a day"
    if whole.what != "arriving" and whole.first == 0:
        return "displaced, those from before included"
    since = result.dates[whole.first]
    what = "arrivals" if whole.what == "arriving" else "newly displaced"
    return f"{what} since {since.day} {since:%b %Y}"


def _fullest(result: Result, seen: set[str], most: int) -> list[_Wanted]:
    final = result.summary("stock").at(statistic="p50").values[-1]
    order = [
        number for number in np.argsort(-final, kind="stable") if result.labels.places[number] not in seen
    ]
    return [
        _Wanted(
            result.labels.places[number],
            "people there",
            Counterpart("standing", np.array([number]), 0, result.days - 1),
            (),
            "stock",
        )
        for number in order[:most]
    ]


def _daily(replica: Replica, each: Counterpart) -> FloatArray:
    """The counterpart of one replica on every day; not a number before its first day. Shape ``(day,)``."""
    if each.what == "standing":
        return np.asarray(replica.stock[:, each.columns].sum(axis=1, dtype=np.float64))
    arrived = replica.entered if each.what == "entering" else replica.flow[:, each.columns].sum(axis=1)
    if each.first < 0:
        return arrived.astype(np.float64)
    values = np.full(arrived.shape, np.nan)
    values[each.first :] = arrived[each.first :].cumsum(dtype=np.float64)
    return values


def _from_summary(result: Result, wanted: list[_Wanted]) -> list[Curve]:
    """Only single places have a curve where single replicas are gone."""
    stock = result.summary("stock").at(statistic=list(measures.LEVEL_NAMES)).values
    return [
        _curve(each, stock[:, :, each.counterpart.columns[0]])
        for each in wanted
        if each.counterpart.what == "standing" and each.counterpart.columns.size == 1
    ]


def _curve(each: _Wanted, bands: FloatArray) -> Curve:
    return Curve(each.title, each.subtitle, bands, each.observed, each.measure)
