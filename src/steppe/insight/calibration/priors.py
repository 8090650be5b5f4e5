"""
What is believed of every behavioural field before any count is seen, and why.

A prior is normal on a scale without bounds: the logarithm of what is positive,
the logit of a chance, and a worth as it is.  A world that sets a field itself
has its own value as the centre; otherwise the centre is that of this table or,
where other crises were learned from (``learning.py``), theirs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from steppe.insight.calibration.transforms import SCALES, Transform
from steppe.scenario.model import Scenario

PLACE_WORTH = "place_worth"
REPORT_SPREAD = "report_spread"
REPORT_NOISE = "report_noise"
ARRIVAL_SPREAD = "arrival_spread"


@dataclass(frozen=True, slots=True)
class Prior:
    """
    A normal belief on a scale without bounds.

    Parameters
    ----------
    field
        A setting, or one of the words of this module for what is no setting.
    transform
        From the natural scale to the one without bounds.
    mean, sd
        On the scale without bounds.
    reason
        Why so, in a sentence.
    """

    field: str
    transform: Transform
    mean: float
    sd: float
    reason: str

    def unbounded(self, value: float) -> float:
        """A natural value on the scale without bounds; infinite at a bound."""
        return SCALES[self.transform].there(value)

    def natural(self, value: float) -> float:
        """A value without bounds as people know it."""
        return SCALES[self.transform].back(value)

    def quantile(self, z: float) -> float:
        """The natural value that lies ``z`` standard deviations from the middle."""
        return self.natural(self.mean + z * self.sd)


def _positive(field: str, middle: float, sd: float, reason: str) -> Prior:
    return Prior(field, "log", math.log(middle), sd, reason)


def _chance(field: str, middle: float, sd: float, reason: str) -> Prior:
    return Prior(field, "logit", math.log(middle / (1.0 - middle)), sd, reason)


def _worth(field: str, middle: float, sd: float, reason: str) -> Prior:
    return Prior(field, "identity", middle, sd, reason)


_ROUTING = (
    _positive("choice_spread", 1.0, 0.3, "The unit that costs and worths are measured in; held at its value, since only costs over spread show in counts."),
    _positive("cost_per_travel_day", 3.0, 0.5, "A camp one day farther draws 3 to 400 times fewer people: from a mild to a nearly strict preference for what is near."),
    _positive("cost_per_hop", 1.5, 0.4, "Setting out once more counts for a third of a day to a day and a half; it also keeps wandering in circles finite."),
    _positive("cost_border", 1.0, 0.7, "An open border is anything from a formality to as bad as most of a day on the road."),
    _positive("cost_conflict", 3.0, 0.6, "A road into fighting is as bad as a third of a day to three days more on the road."),
    _worth("worth_town", 0.0, 1.0, "The zero that other worths are measured from; held at its value."),
    _worth("worth_camp", 2.0, 1.0, "People stop rather in camps than in towns, by odds of 1 to 50; reports count camps, so this also says who is counted."),
    _worth("worth_destination", 2.0, 1.0, "As for camps: a place people name as where they want to be."),
    _worth("worth_foreign", 1.0, 1.0, "Safety abroad draws people by odds of 0.4 to 20."),
    _positive("worth_capacity", 0.3, 0.7, "Three times the room draws 1.1 to 3 times the people; held at 0 where a world has it so, for capacities may be the peak of the counts."),
    _chance("border_knowledge", 0.9, 1.0, "Word of a closed road travels fast, but not to everybody."),
)  # fmt: skip
_LEAVING = (
    _chance("leave_chance_conflict", 0.95, 1.0, "Who is in fighting and on the move leaves within a day or two."),
    _chance("leave_chance_town", 0.3, 0.8, "People rest some days in a town on their way: one to ten."),
    _chance("leave_chance_camp", 0.001, 0.5, "People registered in a camp stay one to eight years; where more leave, they were moved, which is an event and no habit."),
    _chance("leave_chance_idp_camp", 0.1, 1.0, "A camp for the displaced at home is a stop of one to ten weeks."),
    _chance("leave_chance_crossing", 0.95, 1.0, "Nobody stays at a border post who can go on."),
    _chance("leave_chance_hub", 0.9, 1.0, "A hub is left on the day or the next."),
    _chance("leave_chance_destination", 0.0005, 1.0, "Few move on from where they wanted to be."),
)  # fmt: skip
_PACE = (
    _positive("speed_km_per_day", 360.0, 0.3, "A vehicle on poor roads makes 200 to 650 km on a day."),
    _positive("foot_speed_km_per_day", 35.0, 0.2, "People walk 25 to 50 km on a day."),
    _positive("animal_speed_km_per_day", 45.0, 0.2, "A cart or a rider makes 30 to 65 km on a day."),
    _positive("hours_per_day", 10.0, 0.2, "A day of travel is seven to fifteen hours."),
)  # fmt: skip
_PUSH = (
    _positive("conflict_push_rate", 0.003, 1.2, "On a day of full fighting 3 in 10,000 to 3 in 100 residents leave; where the world gives a rate, that is the middle."),
)  # fmt: skip
_LIMITS = (
    _chance("capacity_buffer", 0.9, 0.5, "Places put people off when four fifths to nineteen twentieths full."),
    _positive("capacity_scaling", 1.0, 0.3, "Stated capacities are right to within a factor of two."),
    _positive("crossing_spacing_km", 100.0, 0.5, "Ways across a border away from posts lie 40 to 270 km apart."),
    _positive("patrol_reach_km", 5.0, 0.5, "A patrol watches 2 to 13 km of open land."),
)  # fmt: skip
_PEER = (
    _positive("camp_weight", 1.0, 0.5, "The peer's rule draws to camps by factors of 0.4 to 2.7 in the literature."),
    _positive("foreign_weight", 1.0, 0.5, "As for camps, of another country."),
    _positive("conflict_weight", 0.32, 0.5, "A place in conflict draws a third of what it would in peace."),
    _positive("softening_km", 10.0, 0.5, "Ways of less than some ten kilometres are all alike."),
    _positive("distance_power", 1.0, 0.3, "Twice the distance draws between a third and two thirds."),
    _positive("weight_softening", 0.1, 1.0, "A little of any place's draw does not depend on what it is."),
    _positive("weight_power", 1.0, 0.3, "Choices a little more or less decided than weights."),
)  # fmt: skip
_REPORTS = (
    _worth(PLACE_WORTH, 0.0, 1.5, "Two camps equal on paper differ in pull by odds of up to 1:20: relocation, kin, aid. The spread is held; it is learned from other crises."),
    _positive(REPORT_SPREAD, 0.4, 0.6, "Published and modelled counts differ by a factor of 1.1 to 4 for weeks at a time."),
    _positive(REPORT_NOISE, 0.07, 0.5, "Two counts of the same week differ by 2 to 20 %."),
    _positive(ARRIVAL_SPREAD, 0.5, 0.7, "Reported arrivals scatter by a factor of 1.1 to 8 about what is expected."),
)  # fmt: skip

PRIORS: MappingProxyType[str, Prior] = MappingProxyType(
    {each.field: each for each in (*_ROUTING, *_LEAVING, *_PACE, *_PUSH, *_LIMITS, *_PEER, *_REPORTS)}
)
"""Every prior by its field."""


def priors_of(
    scenario: Scenario, fields: Iterable[str], learned: Mapping[str, tuple[float, float]] | None = None
) -> dict[str, Prior]:
    """
    The priors of some fields in one world.

    Parameters
    ----------
    scenario
        What it sets itself is the centre of its prior; so is its own rate of conflict push.
    fields
        Settings, or words of this module.
    learned
        Mean and standard deviation on the scale without bounds, from other crises, by field.

    Returns
    -------
    priors
        By field. One at a bound in this world (a cost of 0, a chance of 1) is left out: the
        world says that it is not to be doubted.
    """
    found = {}
    for field in fields:
        prior = PRIORS[field]
        if learned and field in learned:
            mean, sd = learned[field]
            prior = replace(prior, mean=mean, sd=sd, reason=f"Learned from other crises. {prior.reason}")
        if field in scenario.settings:
            own = prior.unbounded(scenario.number(field))
            prior = replace(prior, mean=own, reason=f"The world's own value in the middle. {prior.reason}")
        if math.isfinite(prior.mean):
            found[field] = prior
    return found
