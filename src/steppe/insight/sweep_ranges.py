"""
How far each field may go in a sweep: one table of ranges with their reasons, and what a person gives instead.

Under recursive logit going round in circles must cost enough (see
``scenario/checks/circles.py``).  That is hardest where every field stands at the
end that makes circles cheap; the ranges of the table are drawn in towards the
world's own values until even there circles cost enough.  A range that somebody
gave is never changed: points at which circles cost too little are counted and
refused before any run.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from steppe.errors import Problem, ScenarioError, UsageError
from steppe.result.measures import FloatArray
from steppe.scenario.checks.circles import circles_that_cost_too_little
from steppe.scenario.checks.world import World
from steppe.scenario.fields import SETTINGS
from steppe.scenario.model import Scenario
from steppe.scenario.nearest import suggestion
from steppe.scenario.values import Refused, judged, read_value
from steppe.scenario.variation import with_settings

Scale = Literal["linear", "log"]
Given = Mapping[str, "tuple[object, object] | None"]
Point = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Range:
    """
    How far one field goes in a sweep, every part of the range as likely as any other.

    Parameters
    ----------
    name
        A setting.
    low, high
        Its ends, in the setting's unit.
    reason
        Why so far and no further.
    scale
        Whether equal steps (``linear``) or equal factors (``log``) are as likely.
    """

    name: str
    low: float
    high: float
    reason: str
    scale: Scale = "linear"

    def quantile(self, u: FloatArray) -> FloatArray:
        """
        Values of the field below which a share ``u`` of the range lies.

        Parameters
        ----------
        u
            Any shape, 0 to 1.

        Returns
        -------
        values
            Same shape, from ``low`` to ``high``.
        """
        if self.scale == "log":
            values = self.low * np.exp(u * math.log(self.high / self.low))
        else:
            values = self.low + u * (self.high - self.low)
        return np.clip(values, self.low, self.high)


RANGES = {
    each.name: each
    for each in (
        Range("choice_spread", 0.5, 2.0, "Half to twice the default: from decisive to careless.", "log"),
        Range("cost_per_travel_day", 1.5, 6.0, "Half to twice the default."),
        Range("cost_per_hop", 0.75, 3.0, "Half to twice the default."),
        Range("cost_border", 0.0, 3.0, "From a line on the map to the cost of a day of travel."),
        Range("cost_conflict", 0.0, 6.0, "From not heeding conflict at the far end to twice the default."),
        Range("worth_town", -1.0, 1.0, "Staying in a town, a little worse or better than moving on."),
        Range("worth_camp", 0.0, 4.0, "From no better than a town to twice the default."),
        Range("worth_destination", 0.0, 4.0, "From no better than a town to twice the default."),
        Range("worth_foreign", -1.0, 3.0, "From a wish to stay in the country to three times the default."),
        Range("leave_chance_conflict", 0.3, 1.0, "Three days to none until people leave where fighting is."),
        Range("leave_chance_town", 0.1, 0.6, "A third to twice the default."),
        Range("leave_chance_camp", 1e-4, 1e-2, "A stay of months or of years, ten times either way.", "log"),
        Range("speed_km_per_day", 120.0, 480.0, "From poor tracks with checkpoints to good roads."),
        Range("border_knowledge", 0.0, 1.0, "From hearing nothing of closures ahead to knowing all."),
        Range("capacity_scaling", 0.5, 1.5, "Published capacities are rough: half as much either way."),
    )
}
PUSH_RATE = Range("conflict_push_rate", 0.5, 2.0, "Half to twice the world's own value.", "log")
# The end of each range at which going round in circles costs least, the default of the others not mattering.
CHEAP_END: Mapping[str, Literal["low", "high"]] = {
    "choice_spread": "high",
    "cost_per_travel_day": "low",
    "cost_per_hop": "low",
    "cost_border": "low",
    "speed_km_per_day": "high",
    "foot_speed_km_per_day": "high",
    "animal_speed_km_per_day": "high",
    "hours_per_day": "low",
    "border_knowledge": "low",
    "crossing_spacing_km": "low",
    "patrol_reach_km": "low",
}
# Which ranges are drawn in, those that have most to do with circles first, and the others only if need be.
DRAWN_IN_TURN = (
    ("choice_spread", "cost_per_hop"),
    ("cost_per_travel_day", "speed_km_per_day"),
    ("cost_border", "border_knowledge"),
)
_HALVINGS = 12


def ranges_of(scenario: Scenario, fields: Given | Iterable[str] | None = None) -> tuple[Range, ...]:
    """
    The ranges of the fields to be swept.

    Parameters
    ----------
    scenario
        A world under its own rules; a range of the table is widened to hold the world's own value,
        then drawn in until circles cost enough.
    fields
        Names of settings, or names with two ends each (``None`` for those of the table);
        by default every field of the table, and ``conflict_push_rate`` where it is above 0.

    Returns
    -------
    ranges
        In the order given.

    Raises
    ------
    UsageError
        With every field that is unknown or no number, every end that is none or out of the field's
        range, and every pair in which the low end is not below the high one.
    """
    table = _table_for(scenario)
    asked: Given = dict.fromkeys(table if fields is None else fields)
    if isinstance(fields, Mapping):
        asked = fields
    ranges: list[Range] = []
    problems: list[Problem] = []
    for name, ends in asked.items():
        try:
            ranges.append(_range(name, ends, table))
        except Refused as refused:
            problems.append(Problem(f"field {name}", refused.found, refused.remedy))
    if not asked:
        problems.append(Problem("fields", "there are none.", "Name a field, or leave them to the table."))
    if problems:
        raise UsageError(problems)
    return _drawn_in(scenario, ranges, {each.name for each in ranges if asked[each.name] is None})


def _table_for(scenario: Scenario) -> dict[str, Range]:
    """The ranges of the table, each wide enough for the world's own value."""
    table = {name: _holding(each, scenario.number(name)) for name, each in RANGES.items()}
    if scenario.number("capacity_scaling") == 0:
        del table["capacity_scaling"]
    rate = scenario.number(PUSH_RATE.name)
    if rate > 0:
        most = SETTINGS[PUSH_RATE.name].maximum or math.inf
        low, high = PUSH_RATE.low * rate, min(PUSH_RATE.high * rate, most)
        table[PUSH_RATE.name] = replace(PUSH_RATE, low=low, high=high)
    return table


def _holding(each: Range, own: float) -> Range:
    if each.scale == "log" and own <= 0:
        return replace(each, low=own, scale="linear")
    return replace(each, low=min(each.low, own), high=max(each.high, own))


def _range(name: str, ends: tuple[object, object] | None, table: Mapping[str, Range]) -> Range:
    wanted = SETTINGS.get(name)
    if wanted is None:
        raise Refused(
            f"'{name}' is not a setting.", suggestion(name, SETTINGS, otherwise="`steppe fields` lists them.")
        )
    if wanted.type != "number":
        raise Refused(f"it holds a {wanted.type}.", "Only settings that hold one number can be swept.")
    if ends is None:
        if name not in table:
            raise Refused("it has no range of its own here.", f"Give one, as in {name}=LOW:HIGH.")
        return table[name]
    low, high = (
        float(read_value(wanted, end) if isinstance(end, str) else judged(wanted, end)) for end in ends
    )
    if low >= high:
        raise Refused(f"the low end {low:g} is not below the high end {high:g}.", "Write LOW:HIGH.")
    return Range(name, low, high, "Given.")


def cheapest_circles(scenario: Scenario, ranges: Iterable[Range]) -> Scenario:
    """The world with every swept field at the end at which going round in circles costs least."""
    ends = {each.name: getattr(each, CHEAP_END[each.name]) for each in ranges if each.name in CHEAP_END}
    return with_settings(scenario, ends)


def _circles_cost_enough(scenario: Scenario) -> bool:
    return not any(True for _ in circles_that_cost_too_little(World(scenario)))


def _drawn_in(scenario: Scenario, ranges: list[Range], free: set[str]) -> tuple[Range, ...]:
    """The same ranges, the free ones no further towards cheap circles than any mix of them can bear."""
    for names in DRAWN_IN_TURN:
        if _circles_cost_enough(cheapest_circles(scenario, ranges)):
            break
        ranges = _drawn(scenario, ranges, free & set(names))
    return tuple(ranges)


def _drawn(scenario: Scenario, ranges: list[Range], names: set[str]) -> list[Range]:
    """The cheap ends of these as far from the world's own values as circles bear; those values, if not at all."""
    enough, too_far = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (enough + too_far) / 2
        drawn = [_towards_own(scenario, each, middle) if each.name in names else each for each in ranges]
        if _circles_cost_enough(cheapest_circles(scenario, drawn)):
            enough = middle
        else:
            too_far = middle
    return [_towards_own(scenario, each, enough) if each.name in names else each for each in ranges]


def _towards_own(scenario: Scenario, each: Range, share: float) -> Range:
    """A range whose cheap end lies that share of the way from the world's own value, in its own scale."""
    own, end = scenario.number(each.name), getattr(each, CHEAP_END[each.name])
    drawn = own * (end / own) ** share if each.scale == "log" else own + share * (end - own)
    return replace(each, **{CHEAP_END[each.name]: drawn})


def require_circles(scenario: Scenario, ranges: tuple[Range, ...], points: Iterable[Point]) -> None:
    """
    Make sure that going round in circles costs enough at every point of a sweep.

    Parameters
    ----------
    scenario
        The world.
    ranges
        Of the fields.
    points
        Values of the fields at each run.

    Raises
    ------
    ScenarioError
        With how many points are refused, and what to do.
    """
    corner = cheapest_circles(scenario, ranges)
    if _circles_cost_enough(corner):
        return
    asked = list(points)
    refused = sum(not _circles_cost_enough(with_settings(scenario, point)) for point in asked)
    if refused:
        raise ScenarioError(
            Problem(
                "fields",
                f"at {refused:,} of {len(asked):,} points going round in circles costs too little.",
                f"Let cost_per_hop go no lower than {_enough_per_hop(corner):g}, or choice_spread not so high.",
            )
        )


def _enough_per_hop(corner: Scenario) -> float:
    """The cost per hop, to two decimals, from which circles cost enough in that world."""
    low = corner.number("cost_per_hop")
    high = max(2 * low, 1.0)
    while not _circles_cost_enough(with_settings(corner, {"cost_per_hop": high})):
        low, high = high, 2 * high
    while high - low > 0.005:
        middle = (low + high) / 2
        if _circles_cost_enough(with_settings(corner, {"cost_per_hop": middle})):
            high = middle
        else:
            low = middle
    return math.ceil(high * 100) / 100
