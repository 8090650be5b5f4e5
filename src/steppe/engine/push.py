"""
Who leaves home, where and when: everything about it that is known before chance.

Three sources add up: the growth of published totals, a schedule, and conflict
itself.  The tables say how many (or with what chance) and with which weights
people are shared over places; the kernel draws.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from steppe.engine.arrays import FloatArray
from steppe.engine.environment import Environment
from steppe.engine.network import Network
from steppe.scenario.model import Push, Scenario
from steppe.units import day_number


@dataclass(frozen=True, slots=True)
class PushTables:
    """
    Tables the kernel draws from; all counts in counted units.

    Parameters
    ----------
    present
        Displaced people there before day 0. Shape ``(place,)``.
    population
        Residents at home on day 0. Shape ``(place,)``.
    total
        People shared over places. Shape ``(day,)``.
    factor
        Weight of a place per resident in that sharing. Shape ``(day, place)``.
    placed
        People who leave a given place. Shape ``(day, place)``.
    chance
        Of each resident leaving. Shape ``(day, place)``, 0 to 1.
    mean
        Of a Poisson number leaving. Shape ``(day, place)``.
    """

    present: FloatArray
    population: FloatArray
    total: FloatArray
    factor: FloatArray
    placed: FloatArray
    chance: FloatArray
    mean: FloatArray


def group_chances(scenario: Scenario) -> FloatArray:
    """
    Chance that somebody who enters at a place, and is of no group before it, is of a group.

    Returns
    -------
    chances
        Shape ``(place, group)``, 0 to 1; the last group that has a share takes all who are left.
    """
    everywhere = {row.group: row.share for row in scenario.shares if not row.place}
    named = {row.place for row in scenario.shares if row.place}
    chances = np.zeros((len(scenario.places), max(1, len(scenario.groups))))
    for number, place in enumerate(scenario.places):
        own = {row.group: row.share for row in scenario.shares if row.place == place.name}
        shares = own if place.name in named else everywhere
        values = np.array([shares.get(group.name, 0.0) for group in scenario.groups] or [1.0])
        left = values[::-1].cumsum()[::-1]
        with np.errstate(invalid="ignore", divide="ignore"):
            chances[number] = np.where(values > 0, values / left, 0.0)
        # Those left after the last share are rounding, not people without a group.
        chances[number, np.flatnonzero(values)[-1:]] = 1.0
    return chances


def day_zero_counts(scenario: Scenario) -> dict[str, int]:
    """Counted people standing in each place when the run begins, where observations say so."""
    if scenario.setting("day_zero") != "observations":
        return {}
    from steppe.scenario.series import day_zero_stock

    return day_zero_stock(scenario)


def build_push(scenario: Scenario, network: Network, environment: Environment) -> PushTables:
    """Work out every source of people for every day."""
    days = len(environment.push)
    people_per_count = scenario.integer("people_per_count")
    population = np.array([float(place.population // people_per_count) for place in network.places])
    total, placed = _scheduled(scenario, network, days, people_per_count)
    if scenario.setting("push_from_observations"):
        from steppe.scenario.series import new_people

        total += np.asarray(new_people(scenario), dtype=float)[:days]
    chance, mean = _from_conflict(scenario, environment, population, placed)
    return PushTables(
        present=_present(scenario, network, people_per_count),
        population=population,
        total=total,
        factor=environment.push,
        placed=placed,
        chance=chance,
        mean=mean,
    )


def _present(scenario: Scenario, network: Network, people_per_count: int) -> FloatArray:
    """Who is there at the start: counted by observations, by the places table, or nobody."""
    way = scenario.setting("day_zero")
    present = np.zeros(len(network.places))
    if way == "none":
        return present
    counts = day_zero_counts(scenario)
    flee = scenario.setting("rules") == "flee"
    for number, place in enumerate(network.places):
        if way == "observations":
            present[number] = counts.get(place.name, 0)
            if flee:
                present[number] += place.present or 0
        else:
            present[number] = (place.present or 0) // (1 if flee else people_per_count)
    return present


def _scheduled(
    scenario: Scenario, network: Network, days: int, people_per_count: int
) -> tuple[FloatArray, FloatArray]:
    """Rows of the pushes table, spread evenly over their days in whole people."""
    total = np.zeros(days)
    placed = np.zeros((days, len(network.places)))
    for row in scenario.pushes:
        column = placed[:, network.number_of[row.place]] if row.place else total
        for day, count in _evenly(row, scenario, people_per_count):
            if 0 <= day < days:
                column[day] += count
    return total, placed


def _evenly(row: Push, scenario: Scenario, people_per_count: int) -> list[tuple[int, float]]:
    """Day by day the whole people due by then less those already gone."""
    first = day_number(row.start, scenario.start)
    last = first if row.end is None else day_number(row.end, scenario.start)
    length = last - first + 1
    people = row.people / people_per_count
    due = [math.floor(people * step / length + 1e-9) for step in range(length + 1)]
    return [(first + step, float(due[step + 1] - due[step])) for step in range(length)]


def _from_conflict(
    scenario: Scenario, environment: Environment, population: FloatArray, placed: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """People driven out by conflict; the fixed modes are added to ``placed``."""
    rate = scenario.number("conflict_push_rate")
    mode = scenario.setting("conflict_push")
    chance = np.zeros_like(placed)
    mean = np.zeros_like(placed)
    if rate <= 0:
        return chance, mean
    if mode == "resident":
        chance = np.minimum(1.0, rate * environment.push)
    elif mode == "constant":
        placed += np.floor(rate * environment.intensity)
    elif mode == "pop_ratio":
        placed += np.floor(rate * population * environment.intensity)
    else:
        mean = rate * environment.intensity
    return chance, mean
