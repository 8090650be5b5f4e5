"""
What happened in a run: outputs with names on them, ready to be summarised, saved and compared.

Storing is left to ``store.py``, tables to ``tables.py``, meaning to the insight room.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from steppe.engine.policy import ACCOUNTS, STEPS
from steppe.errors import Problem, UsageError
from steppe.result import array_store
from steppe.result.labelled import Labelled
from steppe.result.measures import AnyArray
from steppe.result.provenance import Mode, Provenance
from steppe.result.recorders import STATISTICS, Recorded
from steppe.result.variables import VARIABLES
from steppe.scenario.model import Place, Scenario
from steppe.units import date_of, day_number

if TYPE_CHECKING:
    import polars

    from steppe.engine.plan import Plan

LACKING = {
    "group": ("this scenario has no groups.", "Add groups.csv and shares.csv, and run it again."),
    "post": (
        "this run kept no accounts of borders.",
        "They are kept under rules = 'steppe' where a route joins two countries; run it again.",
    ),
    "pathway": ("this scenario has no pathways.", "Add pathways.csv, and run it again."),
}


def _nothing() -> AnyArray:
    return np.zeros(0)


@dataclass(frozen=True, slots=True)
class Replica:
    """
    One replica: whole people by day, or means in an expected run.

    Parameters
    ----------
    number
        Which replica.
    stock, flow, en_route, entered, turned_back
        As in ``variables.py``; shapes ``(day, place)``, ``(day, route)``, ``(day,)``.
    group_stock, border, pathway, went_home
        The same, of no length in a run that has no such output; shapes ``(day, group, place)``,
        ``(day, account, post)``, ``(day, step, pathway)``, ``(day,)``.
    """

    number: int
    stock: AnyArray
    flow: AnyArray
    en_route: AnyArray
    entered: AnyArray
    turned_back: AnyArray
    group_stock: AnyArray = field(default_factory=_nothing)
    border: AnyArray = field(default_factory=_nothing)
    pathway: AnyArray = field(default_factory=_nothing)
    went_home: AnyArray = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Labels:
    """
    What the positions in the arrays of a run stand for.

    Parameters
    ----------
    places
        Names in the order of the arrays.
    routes
        Names of directed routes, ``"A → B"``.
    route_ends
        Start and end of each directed route.
    groups, pathways
        Names of the groups and the pathways; empty where the scenario has none.
    posts
        Names of the directed routes whose accounts were kept, from one country to another.
    post_countries
        Countries that each post leads from and to.
    """

    places: tuple[str, ...]
    routes: tuple[str, ...]
    route_ends: tuple[tuple[str, str], ...]
    groups: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    post_countries: tuple[tuple[str, str], ...] = ()
    pathways: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Result:
    """
    A simulated ensemble, or a summary of one.

    Parameters
    ----------
    scenario
        The world that was run.
    labels
        Names of places and routes.
    provenance
        How it was made.
    recorded
        The numbers; in a run reopened from summaries there are no single replicas in it.
    folder
        The run folder it was opened from, if it was.
    """

    scenario: Scenario
    labels: Labels
    provenance: Provenance
    recorded: Recorded
    folder: Path | None = field(default=None, repr=False)

    @property
    def mode(self) -> Mode:
        """Whether replicas hold whole people (``counts``) or means (``expected``)."""
        return self.provenance.mode

    @property
    def replicas(self) -> int:
        """How many replicas were run."""
        return self.provenance.replicas

    @property
    def seed(self) -> int:
        """Where all chance started from."""
        return self.provenance.seed

    @property
    def days(self) -> int:
        """How many days were run."""
        return self.provenance.days

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """The days, as dates."""
        return tuple(date_of(day, self.scenario.start) for day in range(self.days))

    @property
    def stock(self) -> Labelled:
        """People standing at each place at the end of each day: ``(replica, day, place)``."""
        return self._labelled("stock")

    @property
    def flow(self) -> Labelled:
        """People who reached the end of each directed route each day: ``(replica, day, route)``."""
        return self._labelled("flow")

    @property
    def en_route(self) -> Labelled:
        """People between places at nightfall: ``(replica, day)``."""
        return self._labelled("en_route")

    @property
    def entered(self) -> Labelled:
        """People who entered the run each day: ``(replica, day)``."""
        return self._labelled("entered")

    @property
    def turned_back(self) -> Labelled:
        """People refused on each directed route each day: ``(replica, day, route)``."""
        return self._labelled("turned_back")

    @property
    def group_stock(self) -> Labelled:
        """People of each group at each place at the end of each day: ``(replica, day, group, place)``."""
        return self._labelled("group_stock")

    @property
    def border(self) -> Labelled:
        """What became of people at each post each day: ``(replica, day, account, post)``."""
        return self._labelled("border")

    @property
    def pathway(self) -> Labelled:
        """People who went each step of each pathway each day: ``(replica, day, step, pathway)``."""
        return self._labelled("pathway")

    @property
    def went_home(self) -> Labelled:
        """People whom a pathway took home each day, displaced no more: ``(replica, day)``."""
        return self._labelled("went_home")

    @property
    def outputs(self) -> tuple[str, ...]:
        """The outputs this run has, of those in ``variables.py``."""
        return self.recorded.shape.outputs

    def require(self, name: str) -> None:
        """
        Make sure that the run has an output.

        Raises
        ------
        UsageError
            With what the scenario has none of.
        """
        if name not in self.outputs:
            raise UsageError(Problem(name, *LACKING[VARIABLES[name].needs]))

    @property
    def has_replicas(self) -> bool:
        """Whether there are replicas to go through one by one, or only their summaries."""
        return bool(self.recorded.arrays)

    def each_replica(self) -> Iterator[Replica]:
        """
        Go through the replicas that were kept, one in memory at a time.

        A run with ``keep="summary"`` gives its sample (see ``recorders.py``);
        one reopened from summaries gives none.
        """
        if not self.has_replicas:
            return
        rows = (array_store.rows(self.recorded.arrays[name]) for name in self.outputs)
        for number, *arrays in zip(self.recorded.numbers, *rows, strict=True):
            yield Replica(number, **dict(zip(self.outputs, arrays, strict=True)))

    def mean_replica(self) -> Replica:
        """Means over all replicas, in the shape of one replica; its number is -1."""
        return Replica(-1, **{name: self._labelled(name).mean().values for name in self.outputs})

    def day_of(self, when: date) -> int | None:
        """Number of the day of a date, or ``None`` outside the run."""
        day = day_number(when, self.scenario.start)
        return day if 0 <= day < self.days else None

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The scenario's places in the order of the arrays."""
        by_name = {place.name: place for place in self.scenario.places}
        return tuple(by_name[name] for name in self.labels.places)

    @cached_property
    def final(self) -> polars.DataFrame:
        """One row per place on the last day: ``place, country, kind, mean, p05 ... p95, unit``."""
        from steppe.result.tables import final_table

        return final_table(self)

    def places_table(self) -> polars.DataFrame:
        """One row per day and place: ``date, day, place, country, kind, mean, p05 ... p95, unit``."""
        from steppe.result.tables import places_table

        return places_table(self)

    def routes_table(self) -> polars.DataFrame:
        """One row per day and directed route that anybody used or was refused on."""
        from steppe.result.tables import routes_table

        return routes_table(self)

    def totals_table(self) -> polars.DataFrame:
        """One row per day, measure and country: people entered, standing, en route, waiting, in each country."""
        from steppe.result.tables import totals_table

        return totals_table(self)

    def borders_table(self) -> polars.DataFrame:
        """One row per day, account, and pair of countries (``post`` is empty) or post, of what happened there."""
        from steppe.result.policy_tables import borders_table

        return borders_table(self)

    def pathways_table(self) -> polars.DataFrame:
        """One row per day, pathway and step that anybody took, and of those waiting."""
        from steppe.result.policy_tables import pathways_table

        return pathways_table(self)

    def groups_table(self) -> polars.DataFrame:
        """One row per day, group and place where anybody of the group stands; people and households."""
        from steppe.result.policy_tables import groups_table

        return groups_table(self)

    def summary(self, name: str) -> Labelled:
        """
        Mean and quantiles of one output over replicas.

        Parameters
        ----------
        name
            An output of ``variables.py``.

        Returns
        -------
        summary
            First dimension ``statistic``: ``mean, p05, p25, p50, p75, p95``.
        """
        if name not in self._summaries:
            self._summaries[name] = self._summarised(name)
        return self._summaries[name]

    @cached_property
    def _summaries(self) -> dict[str, Labelled]:
        return {}

    def _summarised(self, name: str) -> Labelled:
        whole = self._labelled(name)
        if self.recorded.summaries:
            return whole.at(statistic=[each for each in STATISTICS if each != "sd"])
        mean, bands = whole.mean(), whole.bands(0.5, 0.9)
        coords = {**mean.coords, "statistic": ["mean", *bands.coords["band"]]}
        values = np.concatenate([mean.values[None], bands.values])
        return Labelled(("statistic", *mean.dims), coords, values, unit=whole.unit, name=name)

    def _labelled(self, name: str) -> Labelled:
        variable = VARIABLES[name]
        self.require(name)
        coords: dict[str, Sequence[Any]] = {
            "replica": self.recorded.numbers,
            "statistic": STATISTICS,
            "day": self.dates,
            "place": self.labels.places,
            "route": self.labels.routes,
            "group": self.labels.groups,
            "post": self.labels.posts,
            "pathway": self.labels.pathways,
            "account": ACCOUNTS,
            "step": STEPS,
        }
        first = "statistic" if self.recorded.summaries else "replica"
        values = (self.recorded.summaries or self.recorded.arrays)[name]
        return Labelled((first, *variable.dims), coords, values, unit=variable.unit, name=name)

    def moved_to(self, folder: Path, arrays: Mapping[str, Any] | None = None) -> Result:
        """The same result, known to lie in a run folder."""
        recorded = self.recorded if arrays is None else replace(self.recorded, arrays=arrays, folder=None)
        return replace(self, folder=folder, recorded=recorded)


def label(scenario: Scenario, plan: Plan, recorded: Recorded, provenance: Provenance) -> Result:
    """
    Put names on what a run recorded.

    Parameters
    ----------
    scenario
        The world that was run.
    plan
        What it was compiled to.
    recorded
        What the recorder has.
    provenance
        How it was made.
    """
    numbers = zip(plan.route_start, plan.route_end, strict=True)
    ends = tuple((plan.place_names[start], plan.place_names[end]) for start, end in numbers)
    country = {place.name: place.country for place in scenario.places}
    labels = Labels(
        places=plan.place_names,
        routes=plan.route_names,
        route_ends=ends,
        groups=plan.group_names,
        posts=tuple(plan.route_names[route] for route in plan.posts),
        post_countries=tuple((country[ends[post][0]], country[ends[post][1]]) for post in plan.posts),
        pathways=plan.pathway_names,
    )
    return Result(scenario, labels, provenance, recorded)
