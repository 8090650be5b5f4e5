"""
The log density of what is not known, given what was published: one expected run for each vector.

Everything that behaviour does not change is compiled once (``engine/reweigh.py``).
"""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from steppe.engine.ensemble import nothing_counted
from steppe.engine.gather import kernel_tables
from steppe.engine.kernel_state import Luck
from steppe.engine.plan import compile_plan
from steppe.engine.replica import Counted, run_replica
from steppe.engine.reweigh import Reweighing
from steppe.errors import Problem, ScenarioError, UsageError
from steppe.insight.calibration import observation
from steppe.insight.calibration.parameters import Parameters, applied, parameters_of
from steppe.insight.calibration.priors import ARRIVAL_SPREAD, REPORT_NOISE, REPORT_SPREAD
from steppe.insight.calibration.seen import Seen, counts_arrivals, seen_by
from steppe.insight.reports import as_known
from steppe.result.measures import FloatArray
from steppe.scenario.model import Scenario
from steppe.scenario.variation import under_own_rules
from steppe.units import day_number

LEAST_EXPECTED = 1.0
NO_LUCK = Luck(np.uint64(1), np.uint64(0), True)


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """
    What a run says of all counts.

    Parameters
    ----------
    stocks, arrivals
        People. Shape ``(report,)`` and ``(count,)``.
    """

    stocks: FloatArray
    arrivals: FloatArray


class Target:
    """
    The posterior density of one world on one day.

    Parameters
    ----------
    scenario
        The world as it was known on that day, under own rules, over the days until then.
    parameters
        What is not known.
    seen
        What was published.
    """

    def __init__(self, scenario: Scenario, parameters: Parameters, seen: Seen) -> None:
        self.scenario, self.parameters, self.seen = scenario, parameters, seen
        self.household = _household(scenario)
        self._reweighing = Reweighing(compile_plan(scenario), scenario)
        self._mine = threading.local()

    def expected(self, vector: FloatArray) -> Expected | None:
        """
        What is expected under a vector without bounds.

        Returns
        -------
        expected
            ``None`` where the world could not be run: a value its field does not allow, or
            wandering in circles without end.
        """
        counted = self.counted(vector)
        if counted is None:
            return None
        return Expected(self.seen.stocks.expected(counted.stock), self.seen.arrivals.expected(counted))

    def counted(self, vector: FloatArray) -> Counted | None:
        """An expected run; its arrays are used again by the next one of the same thread."""
        scenario = applied(self.scenario, self.parameters, vector)
        if scenario is None:
            return None
        try:
            plan = self._reweighing.plan_for(scenario)
        except ScenarioError:
            return None
        if not hasattr(self._mine, "counted"):
            self._mine.counted = nothing_counted(plan)
        run_replica(kernel_tables(plan), NO_LUCK, self._mine.counted)
        counted: Counted = self._mine.counted
        return counted

    def log_likelihood(self, vector: FloatArray, expected: Expected) -> float:
        """Log density of what was published, given what is expected and how reports scatter."""
        scatter, total = self.parameters.reports(vector), 0.0
        stocks, arrivals = self.seen.stocks, self.seen.arrivals
        if len(stocks.value):
            total += observation.log_stock_density(
                observation.log_ratio(stocks.value, expected.stocks),
                observation.chance_variance(expected.stocks, self.household),
                stocks.day,
                stocks.start,
                scatter[REPORT_SPREAD],
                observation.MEMORY_DAYS,
                scatter[REPORT_NOISE],
            )
        if len(arrivals.value):
            total += observation.log_negative_binomial(
                arrivals.value, expected.arrivals, scatter[ARRIVAL_SPREAD], self.household
            )
        return total if math.isfinite(total) else -math.inf

    def log_density(self, vector: FloatArray) -> float:
        """Log of prior times likelihood; minus infinity where the world could not be run."""
        return self.judged(vector)[0]

    def judged(self, vector: FloatArray) -> tuple[float, Expected | None]:
        """The log density and what is expected."""
        expected = self.expected(vector)
        if expected is None:
            return -math.inf, None
        return self.parameters.log_prior(vector) + self.log_likelihood(vector, expected), expected


def as_seen_on(scenario: Scenario, until: date | None, *, capacities: bool) -> Scenario:
    """
    The world to calibrate: under own rules, as it was known on a day, and no longer than until then.

    Parameters
    ----------
    scenario
        A world.
    until
        The last day that counts; the last of the scenario if not given.
    capacities
        Whether its capacities hold. In reference cases they are the peak of the very series
        that is to be foretold.
    """
    last = scenario.days - 1 if until is None else day_number(until, scenario.start)
    last = min(last, scenario.days - 1)
    if last < 1:
        raise UsageError(
            Problem(
                f"until {until}",
                f"is not after the first day of the scenario, {scenario.start}.",
                "Give a later day.",
            )
        )
    known = replace(as_known(under_own_rules(scenario), last), days=last + 1)
    return known if capacities else known.with_settings(capacity_scaling=0.0)


def target_of(known: Scenario, learned: Mapping[str, tuple[float, float]] | None = None) -> Target:
    """
    The posterior density of a world, as :func:`as_seen_on` gives it.

    Raises
    ------
    ScenarioError
        Where nothing was published that can be compared, or the world cannot be compiled or is not
        one to calibrate.
    """
    from steppe.simulate import simulate

    require_own_routing(known)
    run = simulate(known, expected=True) if any(map(counts_arrivals, known.observations)) else None
    seen = seen_by(known, known.days - 1, run)
    if not len(seen.stocks.value) and not len(seen.arrivals.value):
        raise ScenarioError(
            Problem(
                f"'{known.name}'",
                "no count of people was published by then that a run can be compared with.",
                "Give a later day, or add counts to observations.csv.",
            )
        )
    seen = within_reach(Target(known, _parameters(known, seen, learned), seen))
    if not len(seen.stocks.value) and not len(seen.arrivals.value):
        raise ScenarioError(
            Problem(
                f"'{known.name}'",
                "nobody can be by then where people were counted.",
                "Look at who leaves home when (push, conflicts), and at the routes to those places.",
            )
        )
    return Target(known, _parameters(known, seen, learned), seen)


def _parameters(known: Scenario, seen: Seen, learned: Mapping[str, tuple[float, float]] | None) -> Parameters:
    stocks, arrivals = len(seen.stocks.value) > 0, len(seen.arrivals.value) > 0
    return parameters_of(known, stocks=stocks, arrivals=arrivals, learned=learned)


def within_reach(target: Target) -> Seen:
    """
    Counts of people present where the world lets anybody be by then.

    Where no route leads, or nobody has left home yet, fewer than one person is expected whatever
    people are like; such a count says that the world is wrong, and nothing of behaviour.
    """
    expected = target.expected(target.parameters.mean)
    if expected is None:
        return target.seen
    return replace(target.seen, stocks=target.seen.stocks.only(expected.stocks >= LEAST_EXPECTED))


def require_own_routing(scenario: Scenario) -> None:
    """Refuse a world whose people choose by another rule, which cannot be weighed anew without compiling it."""
    routing = scenario.setting("routing")
    if routing != "recursive-logit":
        raise ScenarioError(
            Problem(
                f"'{scenario.name}'",
                f"chooses routes by '{routing}', which is not calibrated.",
                'Write routing = "recursive-logit" in scenario.toml.',
            )
        )


def _household(scenario: Scenario) -> float:
    """How much households add to the variance of counts, the mean over groups by their general shares."""
    shares = {each.group: each.share for each in scenario.shares if not each.place}
    groups = [each for each in scenario.groups if shares.get(each.name, 0.0) > 0] or list(scenario.groups)
    if not groups:
        return 1.0
    weights = [shares.get(each.name, 0.0) or 1e-9 for each in groups]
    sizes = [observation.household_overdispersion(each.household_size) for each in groups]
    return float(np.average(sizes, weights=weights))
