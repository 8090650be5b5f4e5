"""Settings beside each other: combinations that cannot be run, or that leave one without effect."""

from __future__ import annotations

from collections.abc import Iterator

from steppe.errors import Problem
from steppe.scenario.checks.world import World, listed
from steppe.scenario.events import CapacityChange
from steppe.scenario.fields import SETTINGS


def rates_that_are_shares(world: World) -> Iterator[Problem]:
    """A chance or a share above 1."""
    mode, rate = world.scenario.setting("conflict_push"), world.scenario.number("conflict_push_rate")
    if mode in ("resident", "pop_ratio") and rate > 1:
        what = "the chance of a resident" if mode == "resident" else "a share of the population"
        yield world.of_setting(
            "conflict_push_rate",
            f"conflict_push_rate is {rate:g}, but with conflict_push '{mode}' it is {what} per day.",
            "Give a number from 0 to 1, or write constant or poisson as conflict_push.",
        )


def division_by_zero(world: World) -> Iterator[Problem]:
    """Under the peer's weights a way of no length is divided by."""
    scenario = world.scenario
    if scenario.setting("routing") != "flee" or scenario.number("softening_km") > 0:
        return
    for number, route in enumerate(scenario.routes):
        if route.distance_km == 0 and scenario.number("distance_power") > 0:
            yield world.problem(
                "routes",
                number,
                "the route has no length, and softening_km is 0: attraction is divided by zero.",
                "Raise softening_km, or give the route a length.",
            )


def too_slow_to_walk(world: World) -> Iterator[Problem]:
    """Walking that is faster than riding."""
    scenario = world.scenario
    foot, speed = scenario.number("foot_speed_km_per_day"), scenario.number("speed_km_per_day")
    if scenario.flag("start_on_foot") and foot > speed:
        yield world.of_setting(
            "foot_speed_km_per_day",
            f"foot_speed_km_per_day {foot:g} is above speed_km_per_day {speed:g}; the lower one holds.",
            "Check both speeds.",
            "warning",
        )


def observations_the_settings_need(world: World) -> Iterator[Problem]:
    """Settings that take people from observations where there are none to take them from."""
    scenario = world.scenario
    stocks = [each for each in scenario.observations if each.measure == "stock" and each.use]
    if scenario.flag("push_from_observations") and not stocks:
        yield world.of_setting(
            "push_from_observations",
            "push_from_observations is yes, but there is no stock among the observations to follow.",
            "Add the counts, or drive people out by conflict_push_rate or the table pushes.",
            world.mistake,
        )
    if scenario.setting("day_zero") == "observations" and not stocks:
        yield world.of_setting(
            "day_zero",
            "day_zero is 'observations', but there is no stock among the observations.",
            "Add the counts, or write day_zero = \"places\" and fill in 'present'.",
            world.mistake,
        )
    wants_total = scenario.flag("push_from_observations") and not scenario.flag("sum_from_camps")
    if wants_total and stocks and not any(each.series == "total" for each in stocks):
        yield world.of_setting(
            "sum_from_camps",
            "sum_from_camps is no, but no series is named 'total'.",
            "Name the series of the total 'total', or write sum_from_camps = true.",
        )


def people_present_left_out(world: World) -> Iterator[Problem]:
    """A column that is filled in and not looked at."""
    way = world.scenario.setting("day_zero")
    present = [place.name for place in world.scenario.places if place.present]
    if present and (way == "none" or (way == "observations" and not world.is_flee)):
        yield world.of_setting(
            "day_zero",
            f"the people present in {listed(present)} are left out, as day_zero is '{way}'.",
            'Write day_zero = "places" to start with them.',
            "warning",
        )


def settings_without_effect(world: World) -> Iterator[Problem]:
    """Settings that were changed, but that the others keep from having any effect."""
    changed = set(world.scenario.settings)
    for name, reason in _idle(world).items():
        if name in changed:
            yield world.of_setting(
                name, f"{name} has no effect: {reason}.", "Delete it, or change the other setting.", "warning"
            )


def _idle(world: World) -> dict[str, str]:
    """Settings that have no effect in this world, and why."""
    scenario = world.scenario
    idle: dict[str, str] = {}
    routing, clock = scenario.setting("routing"), scenario.setting("clock")
    section = "attraction" if routing != "flee" else "routing"
    for name, each in SETTINGS.items():
        if each.section == section and name != "routing":
            idle[name] = f"routing is '{routing}'"
    if not any(place.capacity for place in scenario.places) and not any(
        isinstance(event, CapacityChange) for event in scenario.events
    ):
        idle["worth_capacity"] = "no place has a capacity"
    if clock == "flee":
        idle["slices_per_day"] = "clock is 'flee'"
    modes = {group.mode for group in scenario.groups}
    if not scenario.flag("start_on_foot") and "foot" not in modes:
        idle["foot_speed_km_per_day"] = "start_on_foot is no, and no group is on foot"
    if "animal" not in modes:
        idle["animal_speed_km_per_day"] = "no group travels with animals"
    if all(group.hours_per_day is None for group in scenario.groups):
        idle["hours_per_day"] = "no group has hours of its own"
    if not any(route.away_from_posts for route in scenario.routes):
        idle["crossing_spacing_km"] = idle["patrol_reach_km"] = "no route runs away from posts"
    elif not any(border.patrols for border in scenario.borders):
        idle["patrol_reach_km"] = "no border has patrols"
    if not scenario.setting("conflict_decay"):
        idle["conflict_decay_interval_days"] = "conflict_decay is empty"
    if scenario.number("conflict_push_rate") == 0:
        idle["conflict_push"] = "conflict_push_rate is 0"
    return {} if world.is_flee else idle


CHECKS = (rates_that_are_shares, division_by_zero, too_slow_to_walk)
WHOLE_CHECKS = (observations_the_settings_need, people_present_left_out, settings_without_effect)
