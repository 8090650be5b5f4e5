"""
Which of the peer's defects touch a case, and on which day: a table for the documentation.

``python -m tools.flee_defects FOLDER...`` prints it; everything is worked out
from the files of the folders, as Steppe reads and compiles them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np

from steppe.engine.borders import build_admit
from steppe.engine.network import build_network
from steppe.scenario.events import BorderRegime, Conflict, PlaceSealed, RedirectionRemoved
from steppe.scenario.flee import read_flee
from steppe.scenario.model import Scenario
from steppe.scenario.series import day_zero_stock, debt, interpolated, raw_total, read_series

CAMP_KINDS = ("camp", "idp_camp")


def listed(words: list[str], most: int = 5) -> str:
    """Some of the words, and how many more there are."""
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more


def _days(days: list[int] | np.ndarray) -> str:
    """Day numbers, as one span where they follow on each other."""
    found = [int(day) for day in days]
    if len(found) > 1 and found == list(range(found[0], found[-1] + 1)):
        return f"days {found[0]}–{found[-1]}"
    return f"day {found[0]}" if len(found) == 1 else f"{len(found)} days, {found[0]} to {found[-1]}"


def parallel_routes(world: Scenario) -> Iterator[str]:
    """Places joined by several rows: only the first is travelled, all of them attract."""
    seen: dict[frozenset[str], int] = {}
    for route in world.routes:
        pair = frozenset((route.start, route.end))
        seen[pair] = seen.get(pair, 0) + (2 if route.forced_redirection == 1 else 1)
    many = [" – ".join(sorted(pair)) for pair, count in seen.items() if count > 1]
    if many:
        yield f"{listed(many)}; from day 0"


def exact_distances(world: Scenario) -> Iterator[str]:
    """Routes as long as a whole number of days: one day longer under way."""
    usual, foot = world.number("speed_km_per_day"), world.number("foot_speed_km_per_day")
    ways = {"": usual, " on foot": foot} if world.flag("start_on_foot") else {"": usual}
    for word, speed in ways.items():
        exact = [
            f"{each.start} – {each.end} ({each.distance_km:g} km)"
            for each in world.routes
            if each.distance_km > 0 and each.distance_km % (each.speed_km_per_day or speed) == 0
        ]
        if exact:
            yield f"{listed(exact)}{word}; from day 0"


def twice_subtracted(world: Scenario) -> Iterator[str]:
    """People who are there on day 0 take up room and make the camp smaller."""
    stock, per_count = day_zero_stock(world), world.integer("people_per_count")
    found = [
        f"{place.name} (room for {place.capacity // per_count:,} less {stock[place.name]:,})"
        for place in world.places
        if place.capacity is not None and stock.get(place.name)
    ]
    if found:
        yield f"{listed(found, 7)}; from day 0"


def unlimited_camps(world: Scenario) -> Iterator[str]:
    """A capacity that is empty, or below 1 once scaled and lowered, is no limit."""
    stock, per_count = day_zero_stock(world), world.integer("people_per_count")
    scaling = world.number("capacity_scaling")
    found = [
        place.name
        for place in world.places
        if place.kind in CAMP_KINDS
        and ((place.capacity or 0) // per_count - stock.get(place.name, 0)) * scaling < 1
    ]
    if found:
        yield f"{listed(found)}; from day 0"


def sealed_places(world: Scenario) -> Iterator[str]:
    """A closure meant for one way seals the place on every side."""
    for event in world.events:
        if isinstance(event, PlaceSealed):
            until = world.days if event.end is None else (event.end - world.start).days
            yield f"{event.place}, days {(event.start - world.start).days}–{min(until, world.days) - 1}"


def overlapping_closures(world: Scenario) -> Iterator[str]:
    """The first closure that ends opens a route that another still closes."""
    network = build_network(world)
    as_peer = build_admit(world, network, world.days)
    counted = build_admit(world.with_settings(rules="steppe"), network, world.days)
    differ = (as_peer != counted).any(axis=1)
    if differ.any():
        routes = [network.routes[number].name for number in np.flatnonzero((as_peer != counted).any(axis=0))]
        yield f"{listed(routes)}; {_days(np.flatnonzero(differ))}"


def turned_round(world: Scenario) -> Iterator[str]:
    """Days on which routes close with people on them, who arrive and are put back at the start."""
    for event in world.events:
        if isinstance(event, PlaceSealed):
            what = event.place
        elif isinstance(event, BorderRegime):
            what = f"{event.country} – {event.other_country}"
        else:
            continue
        day = (event.start - world.start).days if event.start else 0
        if 0 < day < world.days:
            yield f"{what}, from day {day}"


def ignored_intensities(world: Scenario) -> Iterator[str]:
    """A change from one positive intensity to another is not noticed."""
    events = [event for event in world.events if isinstance(event, Conflict)]
    before = {(event.place, event.end): event.intensity for event in events}
    found = [
        f"{event.place}, day {(event.start - world.start).days}"
        for event in events
        if before.get((event.place, event.start), event.intensity) != event.intensity
    ]
    if found:
        yield listed(found)


def never_in_conflict(world: Scenario) -> Iterator[str]:
    """Conflict columns for places that are on no map."""
    unknown = [note.found.split("'")[1] for note in world.notes if "its conflict is left out" in note.found]
    if unknown:
        yield listed(unknown, 7)


def lasting_peace(world: Scenario) -> Iterator[str]:
    """The day in ``conflict_date`` brings no conflict by itself."""
    told = [note.found for note in world.notes if "peace lasts" in note.found]
    yield from (found.split(" typed as")[0].replace("'", "") for found in told)


def conflict_all_along(world: Scenario) -> Iterator[str]:
    """A zone typed as in conflict from the start is, whatever the file says of its first days."""
    told = [note.found for note in world.notes if "has it in conflict all along" in note.found]
    for found in told:
        yield f"{found.split(chr(39))[1]}, from day 0"


def lagging_decay(world: Scenario) -> Iterator[str]:
    """Where people leave from is weighed with yesterday's decay, unless conflict moves somewhere that day."""
    factors = world.setting("conflict_decay")
    if not isinstance(factors, tuple) or len(set(factors)) < 2:
        return
    interval = world.integer("conflict_decay_interval_days")
    events = [event for event in world.events if isinstance(event, Conflict)]
    moves = {day for event in events for day in (event.start, event.end)}
    steps = [number for number in range(1, len(factors)) if factors[number] != factors[number - 1]]
    changes = {
        event.start + timedelta(days=step * interval)
        for event in events
        for step in steps
        if event.end is None or event.start + timedelta(days=step * interval) < event.end
    }
    days = sorted((day - world.start).days for day in changes - moves)
    days = [day for day in days if 0 <= day < world.days]
    if days:
        yield f"{len(days)} days: {listed([str(day) for day in days], 8)}"


def doubled_day_zero(world: Scenario) -> Iterator[str]:
    """The total of day 0 is counted twice; only the denominator of the peer's own error sees it."""
    tables, raw = interpolated(world), int(raw_total(world)[0])
    camps = sum(int(counts[0]) for name, counts in tables.items() if name != "total")
    if raw != camps:
        yield f"{raw:,} in place of {camps:,}, day 0"


def debts(world: Scenario) -> Iterator[str]:
    """Days on which the published total lies below its highest so far: nobody returns, later growth waits."""
    owed = debt(world)
    days = np.flatnonzero(owed > 0)
    if days.size:
        yield (
            f"{days.size} {'days' if days.size > 1 else 'day'}, the first {int(days[0])}, the last {int(days[-1])}; at most"
            f" {int(owed.max()):,} on day {int(owed.argmax())}"
        )


def off_the_map(world: Scenario) -> Iterator[str]:
    """Series of no place still drive people out."""
    tables = interpolated(world)
    for each in read_series(world):
        if not each.place and each.name != "total":
            first = int(tables[each.name][0])
            yield f"{each.name}: {first:,} on day 0, and its growth afterwards"


def extrapolated(world: Scenario) -> Iterator[str]:
    """Before its first count and after its last a series is flat."""
    series = [each for each in read_series(world) if each.name != "total"]
    early = [
        f"{each.name} ({int(each.value[0]):,} until day {int(each.day[0]) - 1})"
        for each in series
        if each.day[0] > 0 and each.value[0] > 0
    ]
    late = [each for each in series if each.day[-1] < world.days - 1]
    if early:
        yield f"before the first count: {listed(early, 7)}"
    if late:
        ends = sorted({int(each.day[-1]) for each in late})
        span = f"day {ends[0]}" if len(ends) == 1 else f"days {ends[0]} to {ends[-1]}"
        yield f"after the last count, {span}: {listed([each.name for each in late], 7)}"


def out_of_order(world: Scenario) -> Iterator[str]:
    """Counts out of order, or two of one day: the row below counts from its day on."""
    for each in read_series(world):
        steps = np.flatnonzero(np.diff(each.day) <= 0)
        steps = steps[(each.day[steps] >= 0) & (each.day[steps] < world.days)]
        if steps.size:
            yield f"{each.name}, {_days(sorted(set(each.day[steps].tolist())))}"


def added_up_files(world: Scenario) -> Iterator[str]:
    """Series of several files are added up without interpolating."""
    names = dict.fromkeys(each.series for each in world.observations if " + " in each.source)
    if names:
        yield listed(list(names))


def inert_redirection(world: Scenario) -> Iterator[str]:
    """Forced redirection does nothing; lifting it neither."""
    rows = [f"{each.start} – {each.end}" for each in world.routes if each.forced_redirection]
    lifted = [event for event in world.events if isinstance(event, RedirectionRemoved)]
    if rows:
        days = ", ".join(f"lifted on day {(event.start - world.start).days}" for event in lifted)
        yield f"{listed(rows)}{'; ' + days if days else ''}"


def foreign_home(world: Scenario) -> Iterator[str]:
    """The home country is that of the first row, whoever flees."""
    fled = {world.place(event.place).country for event in world.events if isinstance(event, Conflict)}
    if world.home_country not in fled:
        weighs = world.number("foreign_weight") != 1
        yield (
            f"{world.home_country} is taken for home, people flee {listed(sorted(fled))};"
            f" {'from day 0' if weighs else 'no effect, as foreign_weight is 1'}"
        )


def lost_by_division(world: Scenario) -> Iterator[str]:
    """Populations are cut to whole counted units."""
    per_count = world.integer("people_per_count")
    lost = sum(place.population % per_count for place in world.places)
    if lost:
        yield f"{lost:,} residents are in no counted unit of {per_count}; from day 0"


DEFECTS: dict[str, Callable[[Scenario], Iterator[str]]] = {
    "Parallel routes: only the first is travelled, each attracts": parallel_routes,
    "A route of exactly whole days takes one day more": exact_distances,
    "A place sealed on every side, whatever the row names as the other end": sealed_places,
    "Overlapping closures: the first to end opens the route": overlapping_closures,
    "A border closes over people on the road: they go on, and are put back where they came from": turned_round,
    "Forced redirection does nothing": inert_redirection,
    "The home country is that of the first row": foreign_home,
    "Changes of a positive intensity are ignored": ignored_intensities,
    "Conflict of a name that is not on the map is lost": never_in_conflict,
    "A later conflict_date brings no conflict by itself": lasting_peace,
    "A zone of conflict_date 0 is in conflict from the start, whatever the file says": conflict_all_along,
    "Decay of conflict lags a day where people are drawn": lagging_decay,
    "People of day 0 are taken off the capacity and stand in the camp": twice_subtracted,
    "A capacity below 1 is no limit": unlimited_camps,
    "The total of day 0 is counted twice": doubled_day_zero,
    "Totals that fall take nobody back; later growth waits": debts,
    "A series of no place on the map drives people out": off_the_map,
    "A series is flat before its first count and after its last": extrapolated,
    "Counts out of order, or two of one day": out_of_order,
    "Series of several files are added up in steps": added_up_files,
    "Populations are cut to whole units": lost_by_division,
}


def table(folders: list[Path]) -> list[str]:
    """Lines of the table in Markdown; cases that a defect touches alike share a line."""
    worlds = [read_flee(folder) for folder in sorted(folders)]
    lines = ["| What the peer does | Case | Where, and on which day |", "|---|---|---|"]
    for meaning, ask in DEFECTS.items():
        cases: dict[str, list[str]] = {}
        for world in worlds:
            found = list(ask(world))
            if found:
                cases.setdefault("; ".join(found), []).append(world.name)
        if not cases:
            lines.append(f"| {meaning} | none | — |")
        lines += [f"| {meaning} | {', '.join(names)} | {found} |" for found, names in cases.items()]
    return lines


if __name__ == "__main__":
    sys.stdout.write("\n".join(table([Path(each) for each in sys.argv[1:]])) + "\n")
