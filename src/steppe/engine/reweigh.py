"""
The same compiled world with other behaviour: weights and chances anew, everything else as it was.

Compiling finds every situation a person can be in; which these are depends on
the network, the dates and the clock, but not on what routes cost, what places
are worth, or how many leave.  A calibration changes only the latter, thousands
of times.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from steppe.engine.arrays import FloatArray, IntArray
from steppe.engine.environment import Environment, leave_chances
from steppe.engine.kernel_values import solve_values
from steppe.engine.menus import in_step
from steppe.engine.network import Network
from steppe.engine.plan import Plan, leave_by_stand, prospects
from steppe.engine.push import build_push
from steppe.engine.routing import Choices, Links, Outlook, links_of, log_values, stretches, terms_of, weighed
from steppe.engine.strata import Strata, Stratum
from steppe.errors import Problem, UsageError
from steppe.scenario.fields import SETTINGS
from steppe.scenario.model import Scenario
from steppe.scenario.travel_cost import LARGEST_RADIUS

RUNS_AS_COMPILED = frozenset(
    {
        "choice_spread",
        "border_knowledge",
        "conflict_push_rate",
        *(name for name in SETTINGS if name.startswith(("cost_", "worth_", "leave_chance_"))),
    }
)
"""The settings that may differ from those of the world that was compiled."""


@dataclass(frozen=True, slots=True)
class _Outset:
    """What one group knows when it chooses, and on which stretches of days; behaviour changes none of it."""

    stratum: Stratum
    seen: FloatArray
    outlook: Outlook
    first_days: list[int]
    epoch_of_day: IntArray


class Reweighing:
    """
    Gives plans for one world under many behaviours.

    Candidates keep the order they have in ``plan``, while a fresh compile puts the heaviest
    first: means are the same to rounding, but single draws are not, so replicas that are to
    be repeated need a fresh compile.

    Parameters
    ----------
    plan
        Compiled under own routing rules.
    scenario
        The world it was compiled from.

    Raises
    ------
    UsageError
        Where the world does not choose routes by recursive logit: the peer's rule is not weighed
        this way, and under destination choice the ways that may be chosen depend on what they cost.
    """

    def __init__(self, plan: Plan, scenario: Scenario) -> None:
        routing = scenario.setting("routing")
        if routing != "recursive-logit":
            found = f"the world chooses routes by '{routing}', not by recursive logit."
            raise UsageError(Problem("Reweighing", found, "Compile it anew."))
        self.plan = plan
        self.push_rate = scenario.number("conflict_push_rate")
        known = prospects(scenario, plan.strata, plan.regimes, plan.pathways)
        self._outsets = [
            _Outset(stratum, seen, outlook, *stretches(plan.environment, seen, outlook))
            for stratum, (seen, outlook) in zip(plan.strata.groups, known, strict=True)
        ]

    def plan_for(self, scenario: Scenario) -> Plan:
        """
        The plan under another behaviour.

        Parameters
        ----------
        scenario
            The same world, in which only the settings ``RUNS_AS_COMPILED`` and the worths of
            places may differ.

        Raises
        ------
        ScenarioError
            Where route choice has no solution.
        """
        plan = self.plan
        network = replace(plan.network, places=scenario.places)
        groups = [
            replace(each, network=replace(each.network, places=scenario.places))
            for each in plan.strata.groups
        ]
        calm = plan.environment
        leave = leave_chances(scenario, network, calm.intensity, calm.is_camp)
        environment = replace(calm, leave=leave)
        choices = [
            _weighed(scenario, outset, group.network, environment)
            for outset, group in zip(self._outsets, groups, strict=True)
        ]
        weights, epoch_of_day = in_step(choices)
        column = _column_of_way(plan.strata, choices)
        menus = replace(
            plan.menus,
            weights=np.ascontiguousarray(weights[:, column[plan.menus.candidates["route"]]]),
            epoch_of_day=epoch_of_day,
        )
        same_push = scenario.number("conflict_push_rate") == self.push_rate
        return replace(
            plan,
            network=network,
            strata=Strata(tuple(groups)),
            environment=environment,
            push=plan.push if same_push else build_push(scenario, network, environment),
            leave=leave_by_stand(scenario, environment),
            choices=_in_order_of(plan.choices, choices[0]),
            menus=menus,
        )


def _weighed(scenario: Scenario, outset: _Outset, network: Network, environment: Environment) -> Choices:
    """Choices of one group."""
    terms = terms_of(scenario, network, environment, outset.seen, outset.outlook, outset.first_days)
    return weighed(network, terms[0], _values(links_of(network), *terms), outset.epoch_of_day)


def _values(links: Links, log_seen: FloatArray, log_worth: FloatArray) -> FloatArray:
    """Log of the value of every place, by the quick way where numbers can hold it. Shape ``(epoch, place)``."""
    largest = np.maximum(log_worth.max(axis=1, initial=-np.inf), -1e300)
    worth = np.exp(log_worth - largest[:, None])
    value = np.zeros_like(worth)
    with np.errstate(over="ignore", divide="ignore"):
        solved = solve_values(links.starts, links.ends, np.exp(log_seen), worth, LARGEST_RADIUS, value)
        log_value = np.log(value) + largest[:, None]
    for epoch in np.flatnonzero(~solved):
        log_value[epoch] = log_values(links, log_seen[epoch], log_worth[epoch])
    return np.asarray(log_value)


def _column_of_way(strata: Strata, weighed: list[Choices]) -> IntArray:
    """Column of each way among the weights of all groups side by side. Shape ``(way,)``."""
    ways = [
        stratum.first_way + candidate.route
        for stratum, choices in zip(strata.groups, weighed, strict=True)
        for candidate in choices.candidates
    ]
    column = np.zeros(len(strata.recorded), dtype=np.int64)
    column[ways] = np.arange(len(ways))
    return column


def _in_order_of(old: Choices, new: Choices) -> Choices:
    """New weights of one group in the order its candidates had."""
    column = {candidate.route: number for number, candidate in enumerate(new.candidates)}
    order = [column[candidate.route] for candidate in old.candidates]
    return replace(old, weights=np.ascontiguousarray(new.weights[:, order]), epoch_of_day=new.epoch_of_day)
