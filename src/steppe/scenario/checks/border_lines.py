"""Borders away from posts: the routes that cross them, and what is known of the land there."""

from __future__ import annotations

from collections.abc import Iterator

from steppe.errors import Problem
from steppe.scenario.checks.world import World


def routes_that_cross_nothing(world: World) -> Iterator[Problem]:
    """A route away from posts inside one country."""
    for number, route in enumerate(world.scenario.routes):
        ends = [world.place_of.get(name) for name in (route.start, route.end)]
        if not route.away_from_posts or None in ends or route.start == route.end:
            continue
        countries = {place.country for place in ends if place is not None}
        if len(countries) == 1:
            inside = f"in '{countries.pop()}'" if countries != {""} else "in no country"
            yield world.problem(
                "routes",
                number,
                f"away_from_posts is yes, but '{route.start}' and '{route.end}' both lie {inside}.",
                "Write no, or correct the countries of the places.",
            )


def two_sides(world: World) -> Iterator[Problem]:
    """A border of a country with itself, or the same border twice."""
    seen: dict[frozenset[str], int] = {}
    for number, border in enumerate(world.scenario.borders):
        pair = frozenset((border.country, border.other_country))
        if len(pair) == 1:
            yield world.problem(
                "borders",
                number,
                f"a border of '{border.country}' with itself is none.",
                "Name the country on the other side.",
            )
            continue
        first = seen.setdefault(pair, number)
        if first != number:
            yield world.problem(
                "borders",
                number,
                f"the border of '{border.country}' and '{border.other_country}' is there already"
                f" ({world.where.row('borders', first)}).",
                "Keep one of the two rows; a border is the same from both sides.",
            )


def borders_that_nothing_crosses(world: World) -> Iterator[Problem]:
    """A border without a route away from its posts."""
    away = _away(world)
    for number, border in enumerate(world.scenario.borders):
        if frozenset((border.country, border.other_country)) not in away:
            yield world.warning(
                "borders",
                number,
                f"no route away from posts crosses the border of '{border.country}' and"
                f" '{border.other_country}', so that this row has no effect.",
                "Add the route, with yes under away_from_posts, or delete the row.",
            )


def borders_of_which_nothing_is_known(world: World) -> Iterator[Problem]:
    """A route away from posts over a border without a row of its own."""
    known = {frozenset((border.country, border.other_country)) for border in world.scenario.borders}
    for pair, number in _away(world).items():
        if len(pair) == 2 and pair not in known:
            first, other = sorted(pair)
            yield world.warning(
                "routes",
                number,
                f"the route runs away from posts, but the border of '{first}' and '{other}' is not among the"
                " borders: it counts as one way across, which nobody watches.",
                "Add the border, with its length, terrain and patrols.",
            )


def _away(world: World) -> dict[frozenset[str], int]:
    """Row of the first route away from posts between each two countries."""
    found: dict[frozenset[str], int] = {}
    for number, route in enumerate(world.scenario.routes):
        ends = {route.start, route.end}
        if route.away_from_posts and ends <= world.place_of.keys():
            found.setdefault(frozenset(world.place_of[name].country for name in ends), number)
    return found


CHECKS = (routes_that_cross_nothing, two_sides)
WHOLE_CHECKS = (borders_that_nothing_crosses, borders_of_which_nothing_is_known)
