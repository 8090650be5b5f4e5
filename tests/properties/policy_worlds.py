"""
Small worlds in which governments act: groups, posts, ways around them, limits of hosts, camps and pathways.

They are made from the worlds of ``worlds.py``; what contradicts an earlier row is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import assume
from hypothesis import strategies as st

from steppe.scenario.check import check
from steppe.scenario.events import (
    WEEKDAYS,
    BorderRegime,
    CampOpens,
    Event,
    HostLimit,
    PathwayChange,
    RouteRegime,
    RouteSpeed,
    Statement,
)
from steppe.scenario.model import CAMP_KINDS, Border, Group, Pathway, Place, Push, Route, Scenario, Share
from tests.properties.worlds import day, worlds

COUNTRIES = ("Ayland", "Beeland", "Ceeland")
GROUPS = (
    Group("drivers"),
    Group("herders", mode="animal", hours_per_day=6, leave_factor=0.4),
    Group("walkers", mode="foot", hours_per_day=8, leave_factor=1.5),
    Group("nobody", mode="animal"),
)
SHARES = ((0.5, 0.3, 0.2, 0.0), (0.0, 0.4, 0.6, 0.0), (1.0, 0.0, 0.0, 0.0))
OUR_RULES = {
    "rules": "steppe",
    "routing": "recursive-logit",
    "foot_speed_km_per_day": 60.0,
    "animal_speed_km_per_day": 110.0,
}
NUMBERS_OF_A_REGIME = {
    "quota": st.none() | st.integers(0, 5),
    "weekdays": st.just("")
    | st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4, unique=True).map(";".join),
    "wait": st.sampled_from([0.0, 0.5, 1.0]),
    "give_up": st.sampled_from([0.0, 0.3, 1.0]),
    "irregular": st.sampled_from([0.0, 0.4, 1.0]),
    "irregular_returned": st.sampled_from([0.0, 0.3, 1.0]),
    "pushback": st.sampled_from([0.0, 0.0, 0.4, 1.0]),
    "one_way": st.booleans(),
}
NUMBERS_OF_A_PATHWAY = {
    "apply": st.sampled_from([0.2, 0.6, 1.0]),
    "quota": st.none() | st.integers(0, 4),
    "give_up": st.sampled_from([0.0, 0.2, 1.0]),
    "approval": st.sampled_from([0.0, 0.5, 1.0]),
    "seats": st.none() | st.integers(0, 3),
    "settles": st.booleans(),
    "worth": st.sampled_from([0.0, 0.5, 3.0]),
}
CHANGES_OF_A_PATHWAY = {
    "apply": st.sampled_from([0.0, 0.9]),
    "quota": st.integers(0, 4),
    "seats": st.integers(0, 3),
    "approval": st.sampled_from([0.0, 0.5, 1.0]),
    "wait_days": st.sampled_from([2.0, 5.0]),
}


def is_sound(world: Scenario) -> bool:
    """Whether a world has no error."""
    return not any(problem.severity == "error" for problem in check(world))


def with_events(world: Scenario, events: Sequence[Event]) -> Scenario:
    """The world with those of the events that contradict nothing before them."""
    for event in events:
        more = replace(world, events=(*world.events, event))
        world = more if is_sound(more) else world
    return world


def spans(*, ends: bool = True) -> st.SearchStrategy[dict[str, object]]:
    """Days on which something holds."""
    last = st.none() | st.integers(5, 9).map(day) if ends else st.none()
    return st.fixed_dictionaries({"start": st.integers(0, 4).map(day), "end": last})


@st.composite
def regimes(draw: st.DrawFn, world: Scenario) -> BorderRegime | RouteRegime:
    """A rule of a border or of a road, for everybody or for some, with any numbers."""
    numbers = draw(st.fixed_dictionaries(NUMBERS_OF_A_REGIME))
    status = draw(st.sampled_from(["open", "restricted", "restricted", "closed"]))
    said = {
        "status": status,
        "admit": draw(st.sampled_from([0.3, 0.8])) if status == "restricted" else None,
        "groups": draw(some_groups(world)),
        **draw(spans()),
        **numbers,
    }
    country = {place.name: place.country for place in world.places}
    ends = draw(ends_of_a_road(world))
    sides = tuple(country[end] for end in ends)
    if sides[0] != sides[1] and draw(st.booleans()):
        return BorderRegime(*sides, **said)
    return RouteRegime(*ends, **said)


def some_groups(world: Scenario) -> st.SearchStrategy[str]:
    """One or two groups, or everybody."""
    names = [group.name for group in world.groups]
    if not names:
        return st.just("")
    named = st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True).map(";".join)
    return st.just("") | named


@st.composite
def ends_of_a_road(draw: st.DrawFn, world: Scenario) -> tuple[str, str]:
    """The two ends of a road in either order, of one across a border if it can be."""
    country = {place.name: place.country for place in world.places}
    posts = [
        road for road in world.routes if country[road.start] != country[road.end] and not road.away_from_posts
    ]
    road = draw(st.sampled_from(posts or world.routes))
    return (road.start, road.end) if draw(st.booleans()) else (road.end, road.start)


@st.composite
def limits_of_hosts(draw: st.DrawFn, world: Scenario) -> HostLimit:
    """A country that takes so many at most."""
    country = draw(st.sampled_from(world.places)).country
    return HostLimit(country, limit=draw(st.integers(0, 15)), **draw(spans()))


@st.composite
def seasons(draw: st.DrawFn, world: Scenario) -> RouteSpeed:
    """A road that takes longer or shorter for a while."""
    span = draw(spans())
    return RouteSpeed(
        *draw(ends_of_a_road(world)),
        speed_factor=draw(st.sampled_from([0.3, 0.6, 1.5])),
        every_year=span["end"] is not None and draw(st.booleans()),
        groups=draw(some_groups(world)),
        **span,
    )


@st.composite
def openings(draw: st.DrawFn, world: Scenario) -> CampOpens | Statement:
    """A camp that opens, or words where there is none."""
    span = draw(spans())
    camps = [place.name for place in world.places if place.kind in CAMP_KINDS]
    if not camps:
        return Statement(world.places[0].country, about="a pledge", **span)
    return CampOpens(draw(st.sampled_from(camps)), **span)


@st.composite
def pathways(draw: st.DrawFn, world: Scenario, name: str) -> Pathway:
    """A way out of a place or a country, at once or in stages."""
    host, destination, other = (each.name for each in draw(st.permutations(world.places))[:3])
    in_country = draw(st.booleans())
    stages = draw(st.integers(1, 2))
    wait_days = draw(st.sampled_from([0.0, 1.0, 2.5])) * stages
    start = draw(st.none() | st.integers(0, 3).map(day))
    return Pathway(
        name,
        draw(st.sampled_from(["visa", "resettlement", "evacuation", "voluntary_return", "forced_return"])),
        destination,
        day(draw(st.integers(4, 12))),
        start=start,
        stages=stages if wait_days else 1,
        wait_days=wait_days,
        groups=draw(some_groups(world)),
        refused_to=draw(st.sampled_from(["host", "onward", other])),
        **({"country": draw(st.sampled_from(world.places)).country} if in_country else {"place": host}),
        **draw(st.fixed_dictionaries(NUMBERS_OF_A_PATHWAY)),
    )


@st.composite
def changes_of(draw: st.DrawFn, world: Scenario) -> PathwayChange:
    """A change of one of the pathways."""
    number = draw(st.sampled_from(sorted(CHANGES_OF_A_PATHWAY)))
    others = draw(st.fixed_dictionaries({}, optional=CHANGES_OF_A_PATHWAY))
    changed = {number: draw(CHANGES_OF_A_PATHWAY[number]), **others}
    return PathwayChange(draw(st.sampled_from(world.pathways)).name, **draw(spans()), **changed)


@st.composite
def _peopled(draw: st.DrawFn, world: Scenario, *, number: int) -> Scenario:
    """The world with so many groups, of four nobody is of the last, and other shares at one place."""
    groups = GROUPS[:number]
    if not groups:
        return world
    everywhere, here = (draw(st.sampled_from(SHARES)) for _ in range(2))
    if number == 2:
        everywhere, here = (0.5, 0.5), (0.0, 1.0)
    place = draw(st.just("") | st.sampled_from([place.name for place in world.places]))
    shares = [Share(group.name, share) for group, share in zip(groups, everywhere, strict=True)]
    if place:
        shares += [Share(group.name, share, place) for group, share in zip(groups, here, strict=True)]
    return replace(world, groups=groups, shares=tuple(shares))


@st.composite
def _laid_out(draw: st.DrawFn, world: Scenario, *, limits: bool) -> Scenario:
    """The world in three countries, with roads that are not everybody's, or nobody's at all."""
    countries = st.sampled_from(COUNTRIES)
    places = (world.places[0], *(replace(each, country=draw(countries)) for each in world.places[1:]))
    country = {place.name: place.country for place in places}
    roads = tuple(draw(_road(each, country[each.start] != country[each.end])) for each in world.routes)
    ways = [(road.start, road.end) for road in roads]
    ways += [(road.end, road.start) for road in roads if road.two_way]
    if limits:
        places = tuple(draw(_overflowing(place, ways)) for place in places)
    lines = [
        Border(each, "Ayland", 240.0, "hills", 20.0) for each in COUNTRIES[1:] if each in country.values()
    ]
    borders = tuple(draw(st.lists(st.sampled_from(lines), unique=True))) if lines else ()
    return replace(world, places=places, routes=roads, borders=borders)


@st.composite
def _road(draw: st.DrawFn, road: Route, crosses: bool) -> Route:
    """A road closed to some, by air, or away from posts."""
    kind = draw(st.sampled_from(["usual", "usual", "closed", "air", "away"]))
    if kind == "closed":
        modes = draw(
            st.lists(st.sampled_from(["animal", "foot", "vehicle"]), min_size=1, max_size=2, unique=True)
        )
        return replace(road, closed_to=";".join(modes))
    if kind == "air":
        return replace(road, mode="air", speed_km_per_day=500.0)
    return replace(road, away_from_posts=kind == "away" and crosses)


@st.composite
def _overflowing(draw: st.DrawFn, place: Place, ways: Sequence[tuple[str, str]]) -> Place:
    """A place that passes on those it has no room for, if it has a way to anywhere."""
    neighbours = [end for start, end in ways if start == place.name]
    if not (place.hard_capacity and neighbours and draw(st.booleans())):
        return place
    return replace(place, overflow_to=draw(st.sampled_from(neighbours)))


@st.composite
def policy_worlds(
    draw: st.DrawFn,
    *,
    limits: bool = True,
    groups: Sequence[int] = (0, 2, 4),
    least_pathways: int = 0,
    **fixed: object,
) -> Scenario:
    """
    A valid world with policies of every kind.

    Parameters
    ----------
    limits
        Whether places may have capacities.
    groups
        How many groups there may be: none, two or four.
    least_pathways
        How many pathways there are at least, 0 to 2.
    fixed
        Settings that are not left to chance.
    """
    world = draw(worlds(limits=limits, least_days=6, **OUR_RULES, **fixed))
    events = tuple(each for each in world.events if not isinstance(each, BorderRegime | RouteRegime))
    pushes = (*world.pushes, Push(day(0), 30, world.places[0].name, day(3)))
    world = replace(world, events=events, pushes=pushes)
    world = draw(_peopled(draw(_laid_out(world, limits=limits)), number=draw(st.sampled_from(groups))))
    number = draw(st.integers(least_pathways, 2))
    found = tuple(draw(pathways(world, name)) for name in ("visa", "return")[:number])
    world = replace(world, pathways=found)
    assume(is_sound(world))
    said: list[Event] = draw(st.lists(regimes(world), min_size=1, max_size=5))
    said += draw(st.lists(limits_of_hosts(world) | seasons(world) | openings(world), max_size=3))
    if found:
        said += draw(st.lists(changes_of(world), max_size=2))
    return with_events(world, said)
