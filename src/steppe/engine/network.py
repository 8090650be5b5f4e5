"""
Places and directed routes as positions: the part of a world that never changes.

Each row of the routes table becomes one directed route, or two where it is
two-way.  Rows that join the same places stay apart (parallel routes).
"""

from __future__ import annotations

from dataclasses import dataclass

from steppe.scenario.model import Place, Route, Scenario


@dataclass(frozen=True, slots=True)
class DirectedRoute:
    """
    One way along one row of the routes table.

    ``number`` is its position, ``start`` and ``end`` are positions of places, ``row``
    is that of its row in the routes table, and ``copies`` how often the peer creates
    it (2 for its forced redirection 1).
    """

    number: int
    name: str
    start: int
    end: int
    distance_km: float
    speed_km_per_day: float
    copies: int = 1
    row: int = -1


@dataclass(frozen=True, slots=True)
class Network:
    """
    Places and directed routes in file order.

    ``leaving[place]`` lists the routes that start there.  ``travelled`` gives,
    for a pair of places, the first route between them, the only one of several
    parallel routes that is used under ``routing="flee"``; under
    ``routing="destination-choice"`` the quickest, likewise the only one.
    """

    places: tuple[Place, ...]
    routes: tuple[DirectedRoute, ...]
    leaving: tuple[tuple[int, ...], ...]
    travelled: dict[tuple[int, int], int]
    number_of: dict[str, int]
    home_country: str

    def foreign(self, place: int) -> bool:
        """Whether a place lies outside the home country."""
        return self.places[place].country != self.home_country


def build_network(scenario: Scenario) -> Network:
    """Number the places and routes of a scenario."""
    number_of = {place.name: number for number, place in enumerate(scenario.places)}
    speed = scenario.number("speed_km_per_day")
    flee = scenario.setting("rules") == "flee"
    routes: list[DirectedRoute] = []
    seen: dict[str, int] = {}
    for position, row in enumerate(scenario.routes):
        for start, end in _ways(row, flee):
            name = f"{start} → {end}"
            seen[name] = seen.get(name, 0) + 1
            routes.append(
                DirectedRoute(
                    number=len(routes),
                    name=name if seen[name] == 1 else f"{name} ({seen[name]})",
                    start=number_of[start],
                    end=number_of[end],
                    distance_km=float(row.distance_km),
                    speed_km_per_day=float(row.speed_km_per_day or speed),
                    copies=2 if flee and row.forced_redirection == 1 else 1,
                    row=position,
                )
            )
    leaving, travelled = joined(len(scenario.places), routes, quickest=takes_quickest(scenario))
    home = scenario.home_country or (scenario.places[0].country if scenario.places else "")
    return Network(
        places=scenario.places,
        routes=tuple(routes),
        leaving=leaving,
        travelled=travelled,
        number_of=number_of,
        home_country=home,
    )


def takes_quickest(scenario: Scenario) -> bool:
    """Whether of several routes between two places people take the quickest, and not the first in the table."""
    return scenario.setting("routing") == "destination-choice"


def joined(
    places: int, routes: list[DirectedRoute], *, quickest: bool = False
) -> tuple[tuple[tuple[int, ...], ...], dict[tuple[int, int], int]]:
    """The routes that leave each place, and the first route, or the quickest, between each two places."""
    leaving: list[list[int]] = [[] for _ in range(places)]
    travelled: dict[tuple[int, int], int] = {}
    for route in routes:
        leaving[route.start].append(route.number)
    for route in sorted(routes, key=_travel_days) if quickest else routes:
        travelled.setdefault((route.start, route.end), route.number)
    return tuple(map(tuple, leaving)), travelled


def _travel_days(route: DirectedRoute) -> float:
    return route.distance_km / route.speed_km_per_day


def _ways(row: Route, flee: bool) -> tuple[tuple[str, str], ...]:
    """Directions of a row; the peer swaps the ends of a row with forced redirection 2."""
    there, back = (row.start, row.end), (row.end, row.start)
    if not row.two_way:
        return (there,)
    return (back, there) if flee and row.forced_redirection == 2 else (there, back)
