"""
The numbers that are not known, as one vector.

Settings of behaviour, the worth of each place that is or may be counted, and how
far reports scatter.  Names become positions here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from steppe.errors import UsageError
from steppe.insight.calibration.priors import (
    ARRIVAL_SPREAD,
    PLACE_WORTH,
    REPORT_NOISE,
    REPORT_SPREAD,
    Prior,
    priors_of,
)
from steppe.result.measures import FloatArray
from steppe.scenario.events import Conflict
from steppe.scenario.model import CAMP_KINDS, Scenario

STOCK_WORDS = (REPORT_SPREAD, REPORT_NOISE)
PASSED_THROUGH = ("crossing", "hub", "waypoint", "marker")
Kind = Literal["setting", "place", "reports"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """
    One number that is not known.

    Parameters
    ----------
    name
        As in tables: a setting, ``worth of <place>``, or a word of reports.
    kind
        What it changes.
    target
        The setting, the place or the word.
    prior
        What is believed of it.
    """

    name: str
    kind: Kind
    target: str
    prior: Prior


@dataclass(frozen=True)
class Parameters:
    """
    All numbers that are not known, in a fixed order.

    Parameters
    ----------
    each
        Settings first, then places, then reports.
    """

    each: tuple[Parameter, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """In the order of the vector."""
        return tuple(one.name for one in self.each)

    @cached_property
    def mean(self) -> FloatArray:
        """Of the priors, without bounds. Shape ``(parameter,)``."""
        return np.array([one.prior.mean for one in self.each])

    @cached_property
    def sd(self) -> FloatArray:
        """Of the priors, without bounds. Shape ``(parameter,)``."""
        return np.array([one.prior.sd for one in self.each])

    @cached_property
    def moves_people(self) -> FloatArray:
        """Positions of those that change the run and not only how reports are judged."""
        return np.array([n for n, one in enumerate(self.each) if one.kind != "reports"], dtype=np.int64)

    def log_prior(self, vector: FloatArray) -> float:
        """Log density of a vector without bounds; independent normals."""
        away = (vector - self.mean) / self.sd
        return float(-0.5 * away @ away - np.log(self.sd).sum() - 0.5 * len(away) * np.log(2.0 * np.pi))

    def natural(self, vectors: FloatArray) -> FloatArray:
        """Vectors as people know the numbers. Shape ``(..., parameter)`` as given."""
        columns = [
            np.vectorize(one.prior.natural, otypes=[float])(vectors[..., n])
            for n, one in enumerate(self.each)
        ]
        return np.stack(columns, axis=-1)

    def reports(self, vector: FloatArray) -> dict[str, float]:
        """The numbers that say how reports scatter, by word."""
        return {
            one.target: one.prior.natural(float(vector[n]))
            for n, one in enumerate(self.each)
            if one.kind == "reports"
        }


def applied(scenario: Scenario, parameters: Parameters, vector: FloatArray) -> Scenario | None:
    """
    The world with other behaviour.

    Parameters
    ----------
    scenario
        Any world with these places and settings; not only the one that was calibrated.
    vector
        Without bounds. Shape ``(parameter,)``.

    Returns
    -------
    applied
        ``None`` where a value is outside what the setting or column allows.
    """
    settings: dict[str, object] = {}
    worths: dict[str, float] = {}
    for one, value in zip(parameters.each, vector.tolist(), strict=True):
        if one.kind == "setting":
            settings[one.target] = one.prior.natural(value)
        elif one.kind == "place":
            worths[one.target] = one.prior.natural(value)
    if any(abs(worth) > 100.0 for worth in worths.values()):
        return None
    places = tuple(
        replace(place, worth=worths[place.name]) if place.name in worths else place
        for place in scenario.places
    )
    try:
        return replace(scenario.with_settings(**settings), places=places)
    except UsageError:
        return None


def parameters_of(
    scenario: Scenario,
    *,
    stocks: bool,
    arrivals: bool,
    learned: Mapping[str, tuple[float, float]] | None = None,
) -> Parameters:
    """
    What a world's counts can inform.

    Parameters
    ----------
    scenario
        The world as far as it is known.
    stocks, arrivals
        Which kinds of counts there are.
    learned
        Priors from other crises; see :func:`~steppe.insight.calibration.priors.priors_of`.
    """
    settings = priors_of(scenario, _settings(scenario), learned)
    rows = [Parameter(name, "setting", name, prior) for name, prior in settings.items()]
    (worth,) = priors_of(scenario, (PLACE_WORTH,), learned).values()
    rows += [
        Parameter(f"worth of {place.name}", "place", place.name, replace(worth, mean=place.worth))
        for place in scenario.places
        if place.name in _own_worth(scenario)
    ]
    words = [*(STOCK_WORDS if stocks else ()), *((ARRIVAL_SPREAD,) if arrivals else ())]
    rows += [
        Parameter(word, "reports", word, prior) for word, prior in priors_of(scenario, words, learned).items()
    ]
    return Parameters(tuple(rows))


def _own_worth(scenario: Scenario) -> set[str]:
    """Places whose own pull is not known: camps, counted already or not, and every other place that is counted."""
    counted = {each.place for each in scenario.observations if each.use and each.unit == "person"}
    return {
        place.name
        for place in scenario.places
        if place.kind not in PASSED_THROUGH and (place.kind in CAMP_KINDS or place.name in counted)
    }


def _settings(scenario: Scenario) -> list[str]:
    """
    The settings that this world's counts can say anything about.

    The cost of a hop is held: roads between places are of like lengths, so that counts can hardly
    tell it from the cost of a day, and it is what keeps going round in circles finite.
    """
    kinds = {place.kind for place in scenario.places}
    country = {place.name: place.country for place in scenario.places}
    home = scenario.home_country or scenario.places[0].country
    stops = {place.country == home for place in scenario.places if place.kind not in PASSED_THROUGH}
    asked = {
        "cost_per_travel_day": bool(scenario.routes),
        "cost_border": any(country[each.start] != country[each.end] for each in scenario.routes),
        "cost_conflict": any(isinstance(each, Conflict) for each in scenario.events),
        "worth_camp": bool(kinds & set(CAMP_KINDS)) and bool(kinds - set(CAMP_KINDS) - set(PASSED_THROUGH)),
        "worth_destination": "destination" in kinds and len(kinds - set(PASSED_THROUGH)) > 1,
        "worth_foreign": len(stops) > 1,
        "leave_chance_town": "town" in kinds,
        "leave_chance_camp": "camp" in kinds,
        "leave_chance_idp_camp": "idp_camp" in kinds,
        "leave_chance_destination": "destination" in kinds,
        "conflict_push_rate": scenario.number("conflict_push_rate") > 0,
    }
    return [
        name
        for name, informed in asked.items()
        if informed and (not name.startswith(("cost", "leave")) or scenario.number(name) > 0)
    ]
