"""
Who would host how many if only distance and population mattered: gravity and radiation.

Both send the people of every place in conflict to the places counted, over the
roads open on that day.  The share of a day is that of those who leave on it under
its conditions: where fighting is, which camps are open, which borders are closed.
Nothing is remembered of the days before.

Camps have no population of their own in most worlds, and what they hold is what
is to be forecast: gravity takes all hosts as equally large, and for radiation a
host of unknown population counts as a town of median size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from steppe.engine.environment import Environment, build_environment
from steppe.engine.network import Network, build_network
from steppe.engine.regimes import build_regimes
from steppe.engine.strata import Strata, build_strata
from steppe.insight.observed import PASSING_KINDS
from steppe.insight.reports import Reports
from steppe.result.measures import AnyArray, FloatArray
from steppe.scenario.model import CAMP_KINDS, Place, Scenario

DISTANCE_POWER = 2.0
LEAST_KM = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Geography:
    """
    Shares of the series in all people displaced, under the conditions of each day alone.

    Parameters
    ----------
    gravity, radiation
        Adding up to 1 over series; equal where nobody flees or nothing can be reached. Shape
        ``(day, series)``.
    """

    gravity: FloatArray
    radiation: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """
    What distances and shares are made of.

    Parameters
    ----------
    population
        Shape ``(place,)``.
    typical
        Median population of towns, for hosts of which none is known.
    fleeing
        Population times intensity of conflict. Shape ``(day, place)``.
    host
        Places counted, open and without conflict. Shape ``(day, place)``.
    passable
        Shape ``(day, way)``.
    of_series
        Whether a series counts a place. Shape ``(series, place)``.
    strata
        The ways.
    """

    population: FloatArray
    typical: float
    fleeing: FloatArray
    host: AnyArray
    passable: AnyArray
    of_series: AnyArray
    strata: Strata


def geography_of(world: Scenario, reports: Sequence[Reports], days: int) -> Geography:
    """
    Shares by gravity and by radiation on each day.

    Gravity: from origin ``o`` to host ``c`` go people in proportion to ``p_o / d_oc^2``, each origin
    sending all its own (Zipf 1946; production-constrained as in Wilson 1971). Radiation: in proportion
    to ``p_o p_c / ((p_o + s_oc)(p_o + p_c + s_oc))``, where ``s_oc`` is the population, other than of
    both, no farther from ``o`` than ``c`` is (Simini, Gonzalez, Maritan & Barabasi 2012, eq. 2), over
    the hosts of each origin. ``d`` is the shortest way in km over roads open to anybody; an origin
    counts by its population times the intensity of conflict there.

    Parameters
    ----------
    world
        Under Steppe's own rules.
    reports
        Series: each of a place, or of a country, that is all its places where people stay.
    days
        How many days, from the first of the world.
    """
    ground = _ground_of(world, reports, days)
    shares = np.full((2, days, len(reports)), 1.0 / max(len(reports), 1))
    origins = np.flatnonzero((ground.fleeing > 0).any(axis=0))
    distances: dict[bytes, FloatArray] = {}
    found: dict[bytes, FloatArray | None] = {}
    for day in range(days):
        open_ways = ground.passable[day].tobytes()
        conditions = open_ways + ground.fleeing[day].tobytes() + ground.host[day].tobytes()
        if conditions not in found:
            if open_ways not in distances:
                distances[open_ways] = _distance_km(ground.strata, ground.passable[day], origins)
            found[conditions] = _shares(ground, day, origins, distances[open_ways])
        own = found[conditions]
        if own is not None:
            shares[:, day] = own
    return Geography(*shares)


def _ground_of(world: Scenario, reports: Sequence[Reports], days: int) -> _Ground:
    network = build_network(world)
    environment = build_environment(world, network, days)
    strata = build_strata(world, network, days)
    seen = build_regimes(world, network, strata, days).seen
    population = np.array([place.population or 0.0 for place in network.places], dtype=np.float64)
    towns = population[[place.kind == "town" and bool(place.population) for place in network.places]]
    known = population if population.any() else np.ones_like(population)
    of_series = np.array([[_counts(each, place) for place in network.places] for each in reports], dtype=bool)
    of_series = of_series.reshape(len(reports), len(network.places))
    return _Ground(
        population=population,
        typical=float(np.median(towns)) if towns.size else 1.0,
        fleeing=environment.push * known,
        host=_hosts(network, environment) & of_series.any(axis=0),
        passable=strata.available & (seen > 0),
        of_series=of_series,
        strata=strata,
    )


def _counts(reports: Reports, place: Place) -> bool:
    """Whether a series counts people at a place; a country has them where they stay."""
    if place.kind in PASSING_KINDS:
        return reports.where == place.name
    return reports.where in (place.name, place.country)


def _hosts(network: Network, environment: Environment) -> AnyArray:
    """Places without conflict where people may stay; camps only while open. Shape ``(day, place)``."""
    ever_camp = np.array([place.kind in CAMP_KINDS for place in network.places], dtype=bool)
    return np.asarray((environment.is_camp | ~ever_camp) & (environment.intensity <= 0))


def _distance_km(strata: Strata, passable: AnyArray, origins: AnyArray) -> FloatArray:
    """Shortest ways over what is passable; infinite where there is none. Shape ``(origin, place)``."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    places = len(strata.groups[0].network.places)
    length = np.array([way.distance_km for way in strata.ways], dtype=np.float64)
    ways = np.flatnonzero(passable)
    ways = ways[np.argsort(length[ways], kind="stable")]
    _, shortest = np.unique(strata.start[ways] * places + strata.end[ways], return_index=True)
    ways = ways[shortest]
    entries = (np.maximum(length[ways], LEAST_KM), (strata.start[ways], strata.end[ways]))
    return np.asarray(dijkstra(csr_array(entries, shape=(places, places)), indices=origins))


def _shares(ground: _Ground, day: int, origins: AnyArray, distance_km: FloatArray) -> FloatArray | None:
    """
    Shares of the series on a day.

    Returns
    -------
    shares
        By gravity and by radiation; ``None`` where nobody flees or reaches anything. Shape
        ``(2, series)``.
    """
    hosts = np.flatnonzero(ground.host[day])
    far = np.isfinite(distance_km[:, hosts])
    weight = ground.fleeing[day, origins]
    sending = np.flatnonzero((weight > 0) & far.any(axis=1))
    if not sending.size:
        return None
    distance, weight = np.maximum(distance_km[sending], LEAST_KM), weight[sending]
    pull = np.stack([gravity(distance[:, hosts]), _radiation(ground, origins[sending], hosts, distance)])
    pull = np.where(far[sending], pull, 0.0)
    each = pull / pull.sum(axis=2, keepdims=True)
    shares = np.einsum("o,koh,sh->ks", weight, each, ground.of_series[:, hosts].astype(float))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def gravity(distance_km: FloatArray) -> FloatArray:
    """What draws people over a distance, on no scale; any shape."""
    return np.asarray(distance_km**-DISTANCE_POWER)


def _radiation(ground: _Ground, origins: AnyArray, hosts: AnyArray, distance_km: FloatArray) -> FloatArray:
    """What draws people from origins to hosts past those between. Shape ``(origin, host)``."""
    size = ground.population.copy()
    unknown = np.zeros(size.size, dtype=bool)
    unknown[origins] = unknown[hosts] = True
    size[unknown & (size <= 0)] = ground.typical
    pull = np.empty((origins.size, hosts.size))
    for row, origin in enumerate(origins.tolist()):
        own, host = size[origin], size[hosts]
        order = np.argsort(distance_km[row], kind="stable")
        within = np.cumsum(size[order])
        nearer = np.searchsorted(distance_km[row, order], distance_km[row, hosts], side="right") - 1
        pull[row] = radiation(own, host, within[nearer] - own - host)
    return pull


def radiation(origin: float, host: FloatArray, between: FloatArray) -> FloatArray:
    """
    Chance of stopping at a host and not before (Simini et al. 2012, eq. 2).

    Parameters
    ----------
    origin
        People living where they start, above 0.
    host, between
        People living at the host, and no farther away elsewhere. Any one shape.
    """
    return np.asarray(origin * host / ((origin + between) * (origin + host + between)))
