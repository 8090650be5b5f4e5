"""
Where to go: the candidates at every place, and their weights on every day.

Three rules.  ``recursive-logit`` looks at the whole network (Fosgerau, Frejinger &
Karlström 2013; Akamatsu 1996): the chance of a route is its own cost and what
its end leads to.  ``destination-choice`` (``destinations.py``) weighs places to stop
at, ``flee`` (``awareness.py``) the ends of all paths of a few hops.  All give base
weights; the throttle of filling places is applied day by day.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from steppe.engine.arrays import BoolArray, FloatArray, IntArray
from steppe.engine.environment import Environment
from steppe.engine.network import Network
from steppe.errors import Problem, ScenarioError
from steppe.scenario.model import CAMP_KINDS, Scenario
from steppe.scenario.travel_cost import LARGEST_RADIUS, route_cost, spectral_radius

NOT_A_CANDIDATE = -1.0
_MOST_LOG = 300.0
_MOST_POWERS = 64
_MOST_SUBSTITUTIONS = 50_000
_SETTLED = 1e-13
_SMALL_PLACE = 1_000.0
_NO_STOPPING = ("crossing", "hub", "waypoint", "marker")


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    One thing a person at a place may choose.

    ``route`` is the first route, ``rest`` the places still to come after its end,
    ``final`` the last place of all, ``copies`` how many equal candidates it stands for.
    """

    place: int
    route: int
    rest: tuple[int, ...]
    final: int
    copies: int


@dataclass(frozen=True, slots=True)
class Choices:
    """
    Candidates of every place and their weights.

    Parameters
    ----------
    candidates
        Grouped by place, in falling order of weight on the first day.
    weights
        Shape ``(epoch, candidate)``; negative where the candidate is not there.
    epoch_of_day
        Which row of ``weights`` holds on a day. Shape ``(day,)``.
    power
        Of the capacity throttle that multiplies a weight.
    uniform_when_all_full
        Whether people choose evenly when every weight is zero, as the peer's do.
    """

    candidates: tuple[Candidate, ...]
    weights: FloatArray
    epoch_of_day: IntArray
    power: float
    uniform_when_all_full: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """
    What one group sees of policy when it chooses.

    Parameters
    ----------
    available
        Ways that are there at all. Shape ``(day, way)``.
    ways_across
        How many alike ways one stands for. Shape ``(way,)``, at least 1.
    pathway_worth
        Worth of a pathway it may apply for at a place; minus infinity where there is none.
        Shape ``(day, place)``.
    """

    available: BoolArray
    ways_across: FloatArray
    pathway_worth: FloatArray


def plain_outlook(days: int, ways: int, places: int) -> Outlook:
    """Nothing that policy changes: all ways there, each one way, no pathway."""
    return Outlook(np.ones((days, ways), dtype=bool), np.ones(ways), np.full((days, places), -np.inf))


def build_choices(
    scenario: Scenario,
    network: Network,
    environment: Environment,
    seen: FloatArray,
    outlook: Outlook | None = None,
) -> Choices:
    """
    Candidates and weights under the routing rule a scenario asks for, heaviest first.

    Parameters
    ----------
    scenario, network, environment
        The world, its ways as one group has them, and its days.
    seen
        Share of those setting out on a way who get across. Shape ``(day, way)``.
    outlook
        What else policy changes; nothing if not given.
    """
    return _heaviest_first(weigh_choices(scenario, network, environment, seen, outlook))


def weigh_choices(
    scenario: Scenario,
    network: Network,
    environment: Environment,
    seen: FloatArray,
    outlook: Outlook | None = None,
) -> Choices:
    """The same as :func:`build_choices`, in an order that does not depend on the weights."""
    if scenario.setting("routing") == "flee":
        from steppe.engine.awareness import flee_choices

        return flee_choices(scenario, network, environment, seen)
    outlook = outlook or plain_outlook(len(seen), len(network.routes), len(network.places))
    if scenario.setting("routing") == "destination-choice":
        from steppe.engine.destinations import destination_choices

        return destination_choices(scenario, network, environment, seen, outlook)
    return _recursive_logit(scenario, network, environment, seen, outlook)


def epochs_of(*tables: FloatArray) -> tuple[list[int], IntArray]:
    """
    Stretches of days on which all tables are the same.

    Returns
    -------
    first_days, epoch_of_day
        A representative day of each epoch, and the epoch of each day.
    """
    known: dict[bytes, int] = {}
    first_days: list[int] = []
    epoch_of_day = np.zeros(len(tables[0]), dtype=np.int64)
    for day in range(len(tables[0])):
        key = b"".join(np.ascontiguousarray(table[day]).tobytes() for table in tables)
        if key not in known:
            known[key] = len(first_days)
            first_days.append(day)
        epoch_of_day[day] = known[key]
    return first_days, epoch_of_day


def _heaviest_first(choices: Choices) -> Choices:
    """
    Order candidates of a place by falling weight, so that few are left for the later ones.

    The weights are those of the first day: what happens later must not change the
    order, for luck depends on it, and a what-if must leave the days before it as they were.
    """
    heft = choices.weights[choices.epoch_of_day[0]]
    places = np.array([candidate.place for candidate in choices.candidates], dtype=np.int64)
    order = np.lexsort((np.arange(len(places)), -heft, places))
    return Choices(
        tuple(choices.candidates[number] for number in order),
        np.ascontiguousarray(choices.weights[:, order]),
        choices.epoch_of_day,
        choices.power,
        choices.uniform_when_all_full,
    )


def _recursive_logit(
    scenario: Scenario, network: Network, environment: Environment, seen: FloatArray, outlook: Outlook
) -> Choices:
    """Weights of the outgoing routes of every place, solved anew whenever conditions change."""
    first_days, epoch_of_day = stretches(environment, seen, outlook)
    links = links_of(network)
    terms = terms_of(scenario, network, environment, seen, outlook, first_days)
    values = np.array([log_values(links, *each) for each in zip(*terms, strict=True)])
    return weighed(network, terms[0], values.reshape(len(first_days), -1), epoch_of_day)


def stretches(environment: Environment, seen: FloatArray, outlook: Outlook) -> tuple[list[int], IntArray]:
    """Stretches of days on which nothing changes that choices look at; see :func:`epochs_of`."""
    conditions = (environment.is_camp.astype(float), outlook.available.astype(float), outlook.pathway_worth)
    return epochs_of(environment.pull, seen, environment.capacity, *conditions)


def terms_of(
    scenario: Scenario,
    network: Network,
    environment: Environment,
    seen: FloatArray,
    outlook: Outlook,
    days: list[int],
) -> tuple[FloatArray, FloatArray]:
    """
    What the system of values is made of, on some days.

    Returns
    -------
    log_seen, log_worth
        Log of M by route, shape ``(day, route)``, and log of b, shape ``(day, place)``; minus
        infinity where there is no way, and where nobody stops.
    """
    links, cost = links_of(network), _calm_cost(scenario, network)
    log_seen = np.empty((len(days), len(network.routes)))
    log_worth = np.empty((len(days), len(network.places)))
    for row, day in enumerate(days):
        known = np.where(outlook.available[day], seen[day], np.nan)
        log_seen[row] = _log_seen(scenario, cost, links, environment.pull[day], known)
        log_worth[row] = _log_worth(scenario, network, environment, outlook, day)
    return log_seen + np.log(outlook.ways_across), log_worth


def weighed(network: Network, log_seen: FloatArray, log_value: FloatArray, epoch_of_day: IntArray) -> Choices:
    """
    Choices from the values of all places.

    Parameters
    ----------
    log_seen
        Log of M. Shape ``(epoch, route)``.
    log_value
        Log of z, the value of standing at each place. Shape ``(epoch, place)``.
    epoch_of_day
        Shape ``(day,)``.
    """
    candidates = tuple(
        Candidate(place, number, (), network.routes[number].end, 1)
        for place, leaving in enumerate(network.leaving)
        for number in leaving
    )
    ends, chosen = links_of(network).ends, [each.route for each in candidates]
    log_weight = (log_seen + log_value[:, ends])[:, chosen]
    weights = np.array([relative(each, candidates) for each in log_weight])
    return Choices(candidates, weights.reshape(log_weight.shape), epoch_of_day, 1.0, False)


def _calm_cost(scenario: Scenario, network: Network) -> FloatArray:
    """Cost of each route where there is peace. Shape ``(route,)``."""
    country = [place.country for place in network.places]
    return np.array(
        [
            route_cost(
                scenario, each.distance_km, each.speed_km_per_day, country[each.start] != country[each.end]
            )
            for each in network.routes
        ]
    )


def _log_seen(
    scenario: Scenario, cost: FloatArray, links: Links, pull: FloatArray, across: FloatArray
) -> FloatArray:
    """Log of M: minus the cost of each route over the spread, and what is known of its border; nan is no way."""
    spread = scenario.number("choice_spread")
    hazard, knowledge = scenario.number("cost_conflict"), scenario.number("border_knowledge")
    seen = np.where(np.isnan(across), 0.0, 1.0 - knowledge * (1.0 - across))
    with np.errstate(divide="ignore"):
        log_seen: FloatArray = -(cost + hazard * pull[links.ends]) / spread + np.log(np.maximum(seen, 0.0))
    return log_seen


def _log_worth(
    scenario: Scenario, network: Network, environment: Environment, outlook: Outlook, day: int
) -> FloatArray:
    """
    Log of b: the worth of stopping at each place over the spread; minus infinity where none stops.

    Where people may apply for a pathway they stop whatever kind of place it is.
    """
    spread = scenario.number("choice_spread")
    camp, destination, town, foreign = (
        scenario.number(f"worth_{name}") for name in ("camp", "destination", "town", "foreign")
    )
    worth = np.full(len(network.places), -np.inf)
    for number, place in enumerate(network.places):
        pathway = float(outlook.pathway_worth[day, number])
        offered = math.isfinite(pathway)
        if environment.intensity[day, number] > 0 or (place.kind in _NO_STOPPING and not offered):
            continue
        if place.kind in _NO_STOPPING:
            base = 0.0
        elif place.kind in CAMP_KINDS and environment.is_camp[day, number]:
            base = camp
        else:
            base = destination if place.kind == "destination" else town
        gain = pathway if offered else 0.0
        worth[number] = (base + place.worth + gain + foreign * network.foreign(number)) / spread
    return worth + _worth_of_size(scenario, environment.capacity[day]) / spread


def _worth_of_size(scenario: Scenario, capacity: FloatArray) -> FloatArray:
    """What places are worth for their capacity; nothing where none is said. Shape ``(place,)``."""
    known = np.where(np.isfinite(capacity), capacity, 0.0)
    return scenario.number("worth_capacity") * np.log(np.maximum(known, _SMALL_PLACE) / _SMALL_PLACE)


@dataclass(frozen=True, slots=True)
class Links:
    """Where every route starts and ends. Shape ``(route,)`` each."""

    starts: IntArray
    ends: IntArray
    places: int


def links_of(network: Network) -> Links:
    """The ends of all routes of a network."""
    starts = np.array([route.start for route in network.routes], dtype=np.int64)
    ends = np.array([route.end for route in network.routes], dtype=np.int64)
    return Links(starts, ends, len(network.places))


def log_values(links: Links, log_seen: FloatArray, log_worth: FloatArray) -> FloatArray:
    """
    Log of z, where z = b + M z (Fosgerau, Frejinger & Karlström 2013, eq. 12).

    By repeated substitution in logarithms: z may be too small for ordinary numbers,
    and the result is the same on every machine, whatever its linear algebra.

    Raises
    ------
    ScenarioError
        Where routes are so cheap that endless wandering is worth more than arriving.
    """
    _require_arrival(links, log_seen)
    value = log_worth.copy()
    for _ in range(_MOST_SUBSTITUTIONS):
        newer = log_worth.copy()
        np.logaddexp.at(newer, links.starts, log_seen + value[links.ends])
        with np.errstate(invalid="ignore"):
            moved = np.abs(np.where(newer == value, 0.0, newer - value))
        value = newer
        if not (moved > _SETTLED).any():
            break
    return value


def _require_arrival(links: Links, log_seen: FloatArray) -> None:
    """Refuse too large a spectral radius of M; what a power of M makes of ones is a bound on it."""
    if (log_seen > _MOST_LOG).any():
        raise _endless(np.inf)
    weight = np.exp(log_seen)
    reach: FloatArray = np.ones(links.places)
    bound = 1.0
    for _ in range(_MOST_POWERS):
        arriving = weight * reach[links.ends]
        reach = np.bincount(links.starts, arriving, minlength=links.places).astype(float)
        bound *= LARGEST_RADIUS
        if reach.max(initial=0.0) < bound:
            return
    radius, _ = spectral_radius(links.starts, links.ends, weight, links.places)
    if radius >= LARGEST_RADIUS:
        raise _endless(radius)


def _endless(radius: float) -> ScenarioError:
    return ScenarioError(
        Problem(
            "scenario.toml [routing]",
            f"going round in circles costs too little (spectral radius {radius:.3g}, needs to be below"
            f" {LARGEST_RADIUS:g}).",
            "Raise cost_per_hop or cost_per_travel_day, or lower choice_spread.",
        )
    )


def relative(log_weight: FloatArray, candidates: tuple[Candidate, ...]) -> FloatArray:
    """Weights relative to the best of the same place; what is not seen is no candidate."""
    places = np.array([candidate.place for candidate in candidates], dtype=np.int64)
    best = np.full(int(places.max(initial=-1)) + 1, -np.inf)
    np.maximum.at(best, places, log_weight)
    with np.errstate(invalid="ignore"):
        weight = np.exp(log_weight - best[places])
    return np.where(np.isfinite(log_weight), weight, NOT_A_CANDIDATE)
