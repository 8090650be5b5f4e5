"""Who leaves home on each day and from where, as far as it is settled in advance."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from steppe.scenario.model import Push, Scenario
from tests.oracle.environment import NO_DAY, Environment, Floats, Numbers, decay_after
from tests.oracle.groups import shares
from tests.oracle.published import Published


class Pushes(NamedTuple):
    """
    People who enter the simulation.

    Parameters
    ----------
    present
        There from the start. Shape ``(place,)``.
    population
        Residents still at home when the run begins. Shape ``(place,)``.
    anywhere
        Leavers who are shared over places in conflict. Shape ``(day,)``.
    pull
        Share of those for each resident, up to a factor. Shape ``(day, place)``.
    settled
        Leavers whose place is known. Shape ``(day, place)``.
    chance
        For each resident to leave home. Shape ``(day, place)``.
    poisson
        Mean of leavers drawn from a Poisson distribution. Shape ``(day, place)``.
    takes
        Whether those who leave by totals no longer live at home.
    share
        Chance of being of a group for whoever enters at a place. Shape ``(place, group)``.
    """

    present: Numbers
    population: Numbers
    anywhere: Numbers
    pull: Floats
    settled: Numbers
    chance: Floats
    poisson: Floats
    takes: bool
    share: Floats


def lowers_capacities(scenario: Scenario) -> bool:
    """Whether the peer's rule takes the day-zero counts off the capacities."""
    return (
        scenario.setting("rules") == "flee"
        and scenario.setting("day_zero") == "observations"
        and scenario.flag("push_from_observations")
    )


def pushes(scenario: Scenario, days: Environment, published: Published) -> Pushes:
    """Work out all pushes of a world."""
    per_count = scenario.integer("people_per_count")
    population = np.array([place.population // per_count for place in scenario.places], np.int64)
    shape = days.intensity.shape
    anywhere, settled = np.zeros(shape[0], np.int64), np.zeros(shape, np.int64)
    if scenario.flag("push_from_observations"):
        anywhere += np.array(published.leavers(), np.int64)
    position = {place.name: number for number, place in enumerate(scenario.places)}
    for push in scenario.pushes:
        leavers = _evenly(scenario, push, push.people / per_count)
        if push.place:
            settled[:, position[push.place]] += leavers
        else:
            anywhere += leavers
    chance, constant, poisson = _by_conflict(scenario, days, population)
    present = _present(scenario, published)
    pull = days.intensity * _fading_of_shares(scenario, days)
    takes = scenario.flag("take_from_population")
    return Pushes(
        present, population, anywhere, pull, settled + constant, chance, poisson, takes, shares(scenario)
    )


def _present(scenario: Scenario, published: Published) -> Numbers:
    word, of_peer = scenario.setting("day_zero"), scenario.setting("rules") == "flee"
    counted = published.at_start() if word == "observations" else {}
    per_count = 1 if of_peer else scenario.integer("people_per_count")
    listed = {place.name: (place.present or 0) // per_count for place in scenario.places}
    if word == "none" or (word == "observations" and not of_peer):
        listed = {}
    return np.array([counted.get(each.name, 0) + listed.get(each.name, 0) for each in scenario.places])


def _evenly(scenario: Scenario, push: Push, people: float) -> Numbers:
    """One row of the schedule: whole people on each day, what is left over carried to the next."""
    first = (push.start - scenario.start).days
    last = first if push.end is None else (push.end - scenario.start).days
    length = last - first + 1
    gone, leavers = 0, np.zeros(scenario.days, np.int64)
    for count, day in enumerate(range(first, last + 1), start=1):
        due = math.floor(people * count / length + 1e-9)
        if 0 <= day < scenario.days:
            leavers[day] = due - gone
        gone = due
    return leavers


def _by_conflict(
    scenario: Scenario, days: Environment, population: Numbers
) -> tuple[Floats, Numbers, Floats]:
    """Chance of a resident, leavers of the peer's fixed modes, and mean of its Poisson mode."""
    rate, mode = scenario.number("conflict_push_rate"), scenario.setting("conflict_push")
    nothing = np.zeros(days.intensity.shape)
    if mode == "resident":
        return np.minimum(1.0, rate * days.intensity * days.fading), nothing.astype(np.int64), nothing
    if mode == "poisson":
        return nothing, nothing.astype(np.int64), rate * days.intensity
    people = population if mode == "pop_ratio" else 1
    return nothing, np.floor(rate * people * days.intensity + 1e-9).astype(np.int64), nothing


def _fading_of_shares(scenario: Scenario, days: Environment) -> Floats:
    """Decay in the sharing of leavers; the peer's is a day old unless a conflict began or ended today."""
    fading = days.fading.copy()
    if scenario.setting("rules") != "flee":
        return fading
    fighting = days.intensity > 0
    for day in range(1, scenario.days):
        if (fighting[day] != fighting[day - 1]).any():
            continue
        for place in np.flatnonzero(fighting[day]):
            onset = int(days.onset[day, place])
            assert onset != NO_DAY
            fading[day, place] = decay_after(scenario, day - 1 - onset)
    return fading
