"""Small worlds of every shape for property tests: what may happen in them is left to hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import assume, settings
from hypothesis import strategies as st

from steppe.scenario.check import check
from steppe.scenario.events import (
    BorderRegime,
    CampClosed,
    CapacityChange,
    Conflict,
    Event,
    PlaceSealed,
    RouteRegime,
)
from steppe.scenario.model import CAMP_KINDS, Observation, Place, Push, Route, Scenario

START = date(2024, 3, 1)
NAMES = ("Adar", "Belem", "Cori", "Dubra", "Ester", "Falun")
KINDS = ("town", "camp", "idp_camp", "crossing", "hub", "destination")
SETTINGS: dict[str, st.SearchStrategy[object]] = {
    "clock": st.sampled_from(["hours", "flee"]),
    "routing": st.sampled_from(["recursive-logit", "flee"]),
    "rules": st.sampled_from(["steppe", "steppe", "flee"]),
    "awareness": st.integers(0, 3),
    "slices_per_day": st.sampled_from([1, 5, 12]),
    "start_on_foot": st.booleans(),
    "avoid_short_stints": st.booleans(),
    "leave_chance_town": st.sampled_from([0.1, 0.5, 1.0]),
    "leave_chance_camp": st.sampled_from([0.0, 0.2]),
    "capacity_buffer": st.sampled_from([0.0, 0.5, 1.0]),
    "border_knowledge": st.sampled_from([0.0, 0.6, 1.0]),
    "conflict_push": st.sampled_from(["resident", "constant", "pop_ratio", "poisson"]),
    "conflict_push_rate": st.sampled_from([0.0, 0.05, 0.7]),
    "conflict_decay": st.sampled_from([(), (1.0, 0.3)]),
    "conflict_decay_interval_days": st.just(2),
    "push_from_observations": st.booleans(),
    "day_zero": st.sampled_from(["places", "observations", "none"]),
    "take_from_population": st.booleans(),
}


def few(examples: int) -> settings:
    """So many examples, always the same ones, however long each takes."""
    return settings(max_examples=examples, deadline=None, derandomize=True, database=None)


def day(number: int) -> date:
    """Date of a day of these worlds."""
    return START + timedelta(days=number)


@st.composite
def places(draw: st.DrawFn, *, limits: bool) -> tuple[Place, ...]:
    """A town at home with people in it, and two to five other places, some with little room."""
    found = [Place(NAMES[0], "Ayland", population=draw(st.integers(1, 200)))]
    for name in NAMES[1 : draw(st.integers(3, len(NAMES)))]:
        kind = draw(st.sampled_from(KINDS))
        capacity = draw(st.none() | st.integers(0, 30)) if limits else None
        hard = capacity is not None and draw(st.booleans())
        found.append(
            Place(
                name,
                draw(st.sampled_from(["Ayland", "Beeland"])),
                kind,
                population=draw(st.sampled_from([0, 40])) if kind == "town" else 0,
                capacity=capacity,
                hard_capacity=hard,
                present=draw(st.none() | st.integers(0, 20)),
            )
        )
    return tuple(found)


@st.composite
def routes(draw: st.DrawFn, names: Sequence[str]) -> tuple[Route, ...]:
    """A network that holds together, with no two routes of one length or between the same places."""
    pairs = [(names[draw(st.integers(0, number - 1))], names[number]) for number in range(1, len(names))]
    others = [(a, b) for n, a in enumerate(names) for b in names[n + 1 :] if (a, b) not in pairs]
    pairs += draw(st.lists(st.sampled_from(others), max_size=3, unique=True)) if others else []
    lengths_km = draw(st.permutations([3.0, 21.5, 47.0, 83.25, 119.0, 180.5, 260.0, 359.0, 611.0, 1003.0]))
    return tuple(
        Route(a, b, length, two_way=draw(st.sampled_from([True, True, False])))
        for (a, b), length in zip(pairs, lengths_km, strict=False)
    )


@st.composite
def events(
    draw: st.DrawFn, found: Sequence[Place], roads: Sequence[Route], *, limits: bool
) -> tuple[Event, ...]:
    """A conflict at home, and at most one change of each kind."""
    span = st.tuples(st.integers(0, 5), st.none() | st.integers(6, 9))

    def dates() -> dict[str, date | None]:
        first, last = draw(span)
        return {"start": day(first), "end": None if last is None else day(last)}

    def admitted() -> dict[str, object]:
        status = draw(st.sampled_from(["open", "restricted", "closed"]))
        return {"status": status, "admit": 0.3 if status == "restricted" else None}

    somewhere = st.sampled_from(found[1:])
    road = draw(st.sampled_from(roads))
    possible: list[Event] = [
        Conflict(draw(somewhere).name, **dates(), intensity=0.4),  # type: ignore[arg-type]
        RouteRegime(road.start, road.end, **admitted(), **dates()),  # type: ignore[arg-type]
        PlaceSealed(draw(somewhere).name, **dates()),  # type: ignore[arg-type]
    ]
    camps = [place.name for place in found if place.kind in CAMP_KINDS]
    if camps:
        possible.append(CampClosed(draw(st.sampled_from(camps)), **dates()))  # type: ignore[arg-type]
    if any(place.country == "Beeland" for place in found):
        possible.append(BorderRegime("Ayland", "Beeland", **admitted(), **dates()))  # type: ignore[arg-type]
    if limits:
        room = draw(st.none() | st.integers(0, 30))
        possible.append(CapacityChange(draw(somewhere).name, capacity=room, **dates()))  # type: ignore[arg-type]
    chosen = draw(st.lists(st.sampled_from(possible), max_size=4, unique=True))
    return (Conflict(found[0].name, day(draw(st.integers(0, 2)))), *chosen)


@st.composite
def worlds(draw: st.DrawFn, *, limits: bool = True, least_days: int = 1, **fixed: object) -> Scenario:
    """
    A valid world.

    Parameters
    ----------
    limits
        Whether places may have capacities.
    least_days
        How many days there are at least.
    fixed
        Settings that are not left to chance.
    """
    found = draw(places(limits=limits))
    roads = draw(routes([place.name for place in found]))
    chosen = draw(st.fixed_dictionaries({}, optional=SETTINGS))
    counted = tuple(
        Observation(day(when), found[-1].name, value)
        for when, value in ((0, 6), (draw(st.integers(1, 9)), 41))
    )
    schedule = (
        Push(day(draw(st.integers(0, 3))), draw(st.integers(0, 60)), found[0].name, day(6)),
        Push(day(1), draw(st.integers(0, 25)), "", day(draw(st.integers(1, 4)))),
    )
    scenario = Scenario(
        "any",
        START,
        draw(st.integers(least_days, 10)),
        home_country="Ayland",
        places=found,
        routes=roads,
        events=draw(events(found, roads, limits=limits)),
        observations=counted,
        pushes=draw(st.lists(st.sampled_from(schedule), max_size=2, unique=True).map(tuple)),
    ).with_settings(**{"cost_per_hop": 3.0, **chosen, **fixed})
    assume(not any(problem.severity == "error" for problem in check(scenario)))
    return scenario
