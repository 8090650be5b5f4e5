"""How large an ensemble is: lengths of its dimensions, the outputs it has, the memory of a replica."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from steppe.engine.policy import ACCOUNTS, STEPS
from steppe.result.variables import VARIABLES

if TYPE_CHECKING:
    from steppe.engine.plan import Plan


@dataclass(frozen=True, slots=True)
class Shape:
    """
    How large an ensemble is, and whether it holds whole people.

    Parameters
    ----------
    replicas, days, places, routes
        Lengths of the dimensions; routes are directed.
    expected
        Values are means, not counts.
    groups, posts, pathways
        Lengths of the dimensions that many runs do not have.
    """

    replicas: int
    days: int
    places: int
    routes: int
    expected: bool = False
    groups: int = 0
    posts: int = 0
    pathways: int = 0

    def of(self, name: str) -> tuple[int, ...]:
        """Shape of one output of one replica."""
        lengths = self._lengths
        return tuple(lengths[dim] for dim in VARIABLES[name].dims)

    @property
    def outputs(self) -> tuple[str, ...]:
        """The outputs such a run has."""
        lengths = self._lengths
        return tuple(name for name, each in VARIABLES.items() if not each.needs or lengths[each.needs])

    @property
    def _lengths(self) -> dict[str, int]:
        several = {"group": self.groups, "post": self.posts, "pathway": self.pathways}
        fixed = {"account": len(ACCOUNTS), "step": len(STEPS)}
        return {"day": self.days, "place": self.places, "route": self.routes, **several, **fixed}

    @property
    def dtype(self) -> type[np.generic]:
        """Type of one value, before counts turn out too large for it."""
        return np.float64 if self.expected else np.int32

    @property
    def replica_bytes(self) -> int:
        """
        Memory one replica takes, the accounts of posts aside.

        Without those, as many replicas make up the sample of a summary as before such accounts were kept,
        and quantiles that were stored then are found again.
        """
        counted = [int(np.prod(self.of(name))) for name in self.outputs if name != "border"]
        return sum(counted) * np.dtype(self.dtype).itemsize


def shape_of(plan: Plan, replicas: int, *, expected: bool = False) -> Shape:
    """
    How large an ensemble of a compiled scenario is.

    Parameters
    ----------
    plan
        What is run.
    replicas
        How many times.
    expected
        Values are means, not counts.
    """
    places, routes = len(plan.place_names), len(plan.route_names)
    groups, posts, pathways = len(plan.group_names), len(plan.posts), len(plan.pathway_names)
    return Shape(replicas, plan.days, places, routes, expected, groups, posts, pathways)
