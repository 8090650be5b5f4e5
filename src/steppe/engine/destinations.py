"""
Where to go under ``destination-choice``: a place to stop at, and the whole way there.

A production-constrained spatial interaction model (Wilson 1971, *Environment and
Planning* 3) as a multinomial logit over destinations (McFadden 1978, *Modelling the
choice of residential location*): the chance of a place grows with what stopping there
is worth and falls with what the cheapest way there costs.  Whoever has chosen
travels the whole way and is not caught by places on it.
"""

from __future__ import annotations

import numpy as np

from steppe.engine.arrays import FloatArray, IntArray
from steppe.engine.environment import Environment
from steppe.engine.network import Network
from steppe.engine.routing import (
    Candidate,
    Choices,
    Outlook,
    relative,
    stretches,
    terms_of,
)
from steppe.scenario.model import Scenario

Rest = tuple[int, ...]

_LEAST_COST = 1e-6
"""Of a route over the spread, so that going round in circles is never as good as going straight."""
_SAME_COST = 1e-13
_NEVER_CHOSEN = 1e-9
_NO_ROUTE = -1


def destination_choices(
    scenario: Scenario, network: Network, environment: Environment, seen: FloatArray, outlook: Outlook
) -> Choices:
    """
    Destinations of every place, each with the cheapest way there, and what they weigh.

    The log of a weight is the worth of stopping less the cost of the way, both over the
    spread of choices.  A way that is the cheapest on some days is no candidate on the
    others; one that never weighs more than a billionth of the best is left out.

    Parameters
    ----------
    scenario, network, environment
        The world, its ways as one group has them, and its days.
    seen
        Share of those setting out on a way who get across. Shape ``(day, way)``.
    outlook
        What else policy changes.
    """
    first_days, epoch_of_day = stretches(environment, seen, outlook)
    log_seen, log_worth = terms_of(scenario, network, environment, seen, outlook, first_days)
    costs, cost_of = np.unique(_costs(network, log_seen), axis=0, return_inverse=True)
    paths = _Paths(network)
    found = [paths.add(cost) for cost in costs]
    log_weight = np.full((len(first_days), len(paths.candidates)), -np.inf)
    for epoch, kind in enumerate(cost_of.reshape(-1)):
        cost, number = found[kind]
        there = number >= 0
        log_weight[epoch, number[there]] = (log_worth[epoch] - cost)[there]
    candidates = tuple(paths.candidates)
    weights = np.array([relative(each, candidates) for each in log_weight]).reshape(log_weight.shape)
    chosen = np.flatnonzero((weights > _NEVER_CHOSEN).any(axis=0))
    return Choices(tuple(candidates[each] for each in chosen), weights[:, chosen], epoch_of_day, 1.0, False)


def cheapest_ways(network: Network, cost: FloatArray) -> tuple[FloatArray, IntArray]:
    """
    The cheapest way from every place to every other; of equal ones that of the lowest routes.

    Parameters
    ----------
    network
        Places and routes.
    cost
        Of each route; infinite where there is no way. Shape ``(route,)``, positive.

    Returns
    -------
    total, first_route
        Cost of the way from one place to another, infinite where there is none, and the route
        it begins with, -1 where there is none. Shape ``(place, place)`` each.
    """
    size = len(network.places)
    total = np.full((size, size), np.inf)
    np.fill_diagonal(total, 0.0)
    first_route = np.full((size, size), _NO_ROUTE, dtype=np.int64)
    order = np.array([number for leaving in network.leaving for number in leaving], dtype=np.int64)
    if not len(order):
        return total, first_route
    ends = np.array([network.routes[number].end for number in order], dtype=np.int64)
    sources = np.flatnonzero([len(leaving) for leaving in network.leaving])
    groups = np.cumsum([0, *(len(network.leaving[place]) for place in sources)])[:-1]
    while True:
        through = cost[order, None] + total[ends]
        nearer = np.minimum(total[sources], np.minimum.reduceat(through, groups))
        if (nearer == total[sources]).all():
            break
        total[sources] = nearer
    with np.errstate(invalid="ignore"):
        best = np.repeat(total[sources], np.diff([*groups, len(order)]), axis=0)
        as_good = np.isfinite(through) & (through - best <= _SAME_COST * (1.0 + best))
    lowest = np.minimum.reduceat(np.where(as_good, order[:, None], len(order)), groups)
    first_route[sources] = np.where(lowest < len(order), lowest, _NO_ROUTE)
    np.fill_diagonal(first_route, _NO_ROUTE)
    return total, first_route


class _Paths:
    """Candidates found so far: one for every way that is ever the cheapest."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.candidates: list[Candidate] = []
        self._number: dict[tuple[int, Rest], int] = {}
        self._columns: dict[tuple[int, bytes], IntArray] = {}

    def add(self, cost: FloatArray) -> tuple[FloatArray, IntArray]:
        """
        Enter the cheapest ways at these costs.

        Returns
        -------
        total, number
            Cost of the way between two places, and its candidate, -1 for none. Shape ``(place, place)``.
        """
        total, first_route = cheapest_ways(self.network, cost)
        number = np.full(total.shape, -1, dtype=np.int64)
        for final in range(len(total)):
            key = (final, first_route[:, final].tobytes())
            if key not in self._columns:
                self._columns[key] = self._toward(final, total[:, final], first_route[:, final].tolist())
            number[:, final] = self._columns[key]
        return total, number

    def _toward(self, final: int, total: FloatArray, first_route: list[int]) -> IntArray:
        """The candidates that lead to one place, nearest starts first. Shape ``(place,)``."""
        numbers = np.full(len(total), -1, dtype=np.int64)
        stops: dict[int, Rest] = {final: ()}
        for place in np.argsort(total, kind="stable").tolist():
            route = first_route[place]
            if route == _NO_ROUTE:
                continue
            end = self.network.routes[route].end
            rest = stops[end]
            stops[place] = (end, *rest)
            number = self._number.setdefault((route, rest), len(self.candidates))
            if number == len(self.candidates):
                self.candidates.append(Candidate(place, route, rest, final, 1))
            numbers[place] = number
        return numbers


def _costs(network: Network, log_seen: FloatArray) -> FloatArray:
    """What each route costs over the spread; of several between two places only the quickest is taken."""
    taken = np.zeros(len(network.routes), dtype=bool)
    taken[list(network.travelled.values())] = True
    return np.where(taken & np.isfinite(log_seen), np.maximum(-log_seen, _LEAST_COST), np.inf)
