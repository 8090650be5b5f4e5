"""
What became of people at borders, on pathways and by group over a whole run, and how long they waited.

Days and posts are added up in each replica before means and quantiles are
taken, because quantiles do not add up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from steppe.engine.policy import ACCOUNTS, STEPS
from steppe.errors import Problem, UsageError
from steppe.result import measures
from steppe.result.labelled import Labelled
from steppe.result.measures import AnyArray, FloatArray
from steppe.result.policy_tables import OUTPUT_OF_TABLE, post_pairs
from steppe.result.variables import VARIABLES

if TYPE_CHECKING:
    from steppe.result.result import Result

TOLD_OF_BORDERS = ("admitted", "irregular", "pushed_back", "waiting")
TOLD_STATISTICS = (0.05, 0.95)
LABELS: Mapping[str, tuple[str, ...]] = MappingProxyType({"border": ACCOUNTS, "pathway": STEPS})


@dataclass(frozen=True, slots=True)
class TimeWaited:
    """
    People-days spent waiting, one number for each replica.

    Parameters
    ----------
    posts
        At each post. Dimensions ``(replica, post)``; no posts where the run kept no accounts of borders.
    pathways
        In each pathway. Dimensions ``(replica, pathway)``; none where the scenario has none.
    """

    posts: Labelled
    pathways: Labelled

    @property
    def total(self) -> Labelled:
        """At all posts and in all pathways. Dimensions ``(replica,)``."""
        people_days = self.posts.values.sum(axis=1) + self.pathways.values.sum(axis=1)
        return Labelled(("replica",), self.posts.coords, people_days, unit="people-days", name="time_waited")


def time_waited(result: Result) -> TimeWaited:
    """
    How many people-days were spent waiting: the sum over days of people waiting at the end of each.

    Parameters
    ----------
    result
        A run with its replicas.

    Raises
    ------
    UsageError
        Where only summaries of the run are there.
    """
    return TimeWaited(_waited(result, "border", "post"), _waited(result, "pathway", "pathway"))


def border_outcomes(result: Result) -> list[dict[str, Any]]:
    """
    What became of people between each pair of countries over the run, ready to be written as JSON.

    Returns
    -------
    outcomes
        ``from, to`` and ``admitted, irregular, pushed_back`` (people over the run) and ``waiting`` (on the
        last day), each with ``mean, p05, p95`` over replicas.
    """
    pairs, joins = post_pairs(result.labels)
    spread = _spread(result, "border", lambda replica: over_days(replica, "border") @ joins)
    return [
        {"from": start, "to": end}
        | {account: _told(spread[:, ACCOUNTS.index(account), number]) for account in TOLD_OF_BORDERS}
        for number, (start, end) in enumerate(pairs)
    ]


def pathway_outcomes(result: Result) -> list[dict[str, Any]]:
    """
    How many people went each step of each pathway over the run, ready to be written as JSON.

    Returns
    -------
    outcomes
        ``name`` and each step, ``waiting`` on the last day, with ``mean, p05, p95`` over replicas.
    """
    spread = _spread(result, "pathway", lambda replica: over_days(replica, "pathway"))
    return [
        {"name": name} | {step: _told(spread[:, row, number]) for row, step in enumerate(STEPS)}
        for number, name in enumerate(result.labels.pathways)
    ]


def group_outcomes(result: Result) -> list[dict[str, Any]]:
    """
    How many people of each group stand at any place on the last day, ready to be written as JSON.

    Returns
    -------
    outcomes
        ``name``, and ``people`` and ``households`` with ``mean, p05, p95`` over replicas.
    """
    spread = _spread(result, "group_stock", lambda replica: replica[-1].sum(axis=-1))
    size = {group.name: group.household_size for group in result.scenario.groups}
    return [
        {
            "name": name,
            "people": _told(spread[:, number]),
            "households": _told(spread[:, number] / size[name]),
        }
        for number, name in enumerate(result.labels.groups)
    ]


def policy_outcomes(result: Result) -> dict[str, list[dict[str, Any]]]:
    """
    All of these that a run has, by the words ``borders``, ``pathways`` and ``groups``.

    Parameters
    ----------
    result
        A run with its replicas, if it has any of them.
    """
    told = {"borders": border_outcomes, "pathways": pathway_outcomes, "groups": group_outcomes}
    return {word: tell(result) for word, tell in told.items() if OUTPUT_OF_TABLE[word] in result.outputs}


def most_told(
    outcomes: Sequence[Mapping[str, Any]], words: Sequence[str], least: float
) -> list[Mapping[str, Any]]:
    """
    Those outcomes in which something happened, the largest first.

    Parameters
    ----------
    outcomes
        As the functions here give them.
    words
        What to look at.
    least
        The mean from which on something has happened, people.
    """
    happened = [each for each in outcomes if any(each[word]["mean"] >= least for word in words)]
    return sorted(happened, key=lambda each: -sum(each[word]["mean"] for word in words))


def over_days(values: AnyArray, name: str) -> AnyArray:
    """
    Make one period of all days: the sum of what adds up, the last of what is a stock.

    Parameters
    ----------
    values
        Of one replica. Shape ``(day, label, ...)``, labels being the accounts or steps of the output.
    name
        ``"border"`` or ``"pathway"``.

    Returns
    -------
    period
        Shape ``(label, ...)``.
    """
    period = np.asarray(values.sum(axis=0))
    for row, label in enumerate(LABELS[name]):
        if VARIABLES[name].time_rule_of(label) == "last":
            period[row] = values[-1, row]
    return period


def _spread(result: Result, name: str, change: Callable[[AnyArray], AnyArray]) -> FloatArray:
    """Mean, p05 and p95 of a linear change of one replica, ``(day, ...)``. Shape ``(statistic, ...)``."""
    _require_replicas(result, name)
    source = result.recorded.arrays[name]
    replicas = np.stack([change(np.asarray(source[row])) for row in range(source.shape[0])])
    kept = result.recorded.summaries
    mean = change(kept[name][0]) if kept else measures.mean(replicas)
    return np.concatenate([mean[None], measures.quantiles(replicas, TOLD_STATISTICS)])


def _told(spread: FloatArray) -> dict[str, float]:
    return {word: float(value) for word, value in zip(("mean", "p05", "p95"), spread, strict=True)}


def _waited(result: Result, name: str, dim: str) -> Labelled:
    """People-days of those waiting; zero labels where the run has no such output."""
    numbers = result.recorded.numbers
    coords = {"replica": numbers, "post": result.labels.posts, "pathway": result.labels.pathways}
    people_days: AnyArray = np.zeros((len(numbers), 0))
    if name in result.outputs:
        _require_replicas(result, name)
        row, source = LABELS[name].index("waiting"), result.recorded.arrays[name]
        people_days = np.stack([np.asarray(source[each, :, row]).sum(axis=0) for each in range(len(numbers))])
    return Labelled(("replica", dim), coords, people_days, unit="people-days", name="time_waited")


def _require_replicas(result: Result, name: str) -> None:
    result.require(name)
    if not result.has_replicas:
        raise UsageError(
            Problem(
                name,
                "only summaries of this run are kept, and quantiles do not add up.",
                "Run it with keep='memory' or keep='disk'.",
            )
        )
