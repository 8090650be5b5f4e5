"""``steppe describe``: what a world believes, on a page or two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import typer

from steppe.interfaces.cli.describe_policies import (
    print_borders,
    print_groups,
    print_limits,
    print_pathways,
)
from steppe.interfaces.cli.shell import tell
from steppe.interfaces.cli.tables import print_table
from steppe.scenario.events import (
    BorderRegime,
    Conflict,
    Event,
    HostLimit,
    PathwayChange,
    RouteRegime,
    listed,
)
from steppe.scenario.fields import SETTINGS
from steppe.scenario.model import Observation, Scenario
from steppe.scenario.subjects import sides_of
from steppe.units import date_of

MOST_CONFLICTS = 60


def describe(source: str) -> None:
    """
    Print what a world holds.

    Parameters
    ----------
    source
        A scenario folder, a Flee folder, or the name of a built-in world.

    Raises
    ------
    ScenarioError
        With every error that keeps it from being a world.
    """
    from steppe.scenario.folder import load

    scenario = load(source)
    _heading(scenario)
    _places(scenario)
    _routes(scenario)
    print_groups(scenario)
    _regimes(scenario)
    print_borders(scenario)
    print_limits(scenario, _span)
    print_pathways(scenario, _span)
    _conflicts(scenario)
    _other_events(scenario)
    _pushes(scenario)
    _observations(scenario)
    _settings(scenario)
    for note in scenario.notes:
        tell(f"not carried over: {note}")


def _heading(scenario: Scenario) -> None:
    last = date_of(scenario.days - 1, scenario.start)
    typer.echo(scenario.title or scenario.name)
    typer.echo(f"{scenario.start} to {last}, {scenario.days} days")
    if scenario.home_country:
        typer.echo(f"People flee {scenario.home_country}.")
    if scenario.description.strip():
        typer.echo("\n" + scenario.description.strip())
    if scenario.source:
        typer.echo(f"\nSource: {scenario.source}")
    typer.echo("")


def _places(scenario: Scenario) -> None:
    groups: dict[tuple[str, str], list[int]] = {}
    for number, place in enumerate(scenario.places):
        groups.setdefault((place.country, place.kind), []).append(number)
    rows = []
    for (country, kind), numbers in groups.items():
        places = [scenario.places[number] for number in numbers]
        limited = [place.capacity for place in places if place.capacity is not None]
        rows.append(
            (
                country,
                kind,
                str(len(places)),
                _count(sum(place.population for place in places)),
                _count(sum(place.present or 0 for place in places)),
                _count(sum(limited)) + (f" in {len(limited)}" if len(limited) < len(places) else "")
                if limited
                else "",
            )
        )
    columns = ("country", "kind", "places", "population", "present", "capacity")
    print_table(_several(len(scenario.places), "place"), columns, rows, numbers=columns[2:])


def _routes(scenario: Scenario) -> None:
    groups: dict[str, list[int]] = {}
    for number, route in enumerate(scenario.routes):
        groups.setdefault(route.mode, []).append(number)
    rows = []
    for mode, numbers in groups.items():
        routes = [scenario.routes[number] for number in numbers]
        lengths = sorted(route.distance_km for route in routes)
        rows.append(
            (
                mode or "any",
                str(len(routes)),
                str(sum(not route.two_way for route in routes)),
                f"{sum(lengths):,.0f}",
                f"{lengths[0]:,.0f} to {lengths[-1]:,.0f}",
            )
        )
    columns = ("mode", "routes", "one-way", "km in all", "km each")
    print_table(_several(len(scenario.routes), "route"), columns, rows, numbers=columns[1:])


def _regimes(scenario: Scenario) -> None:
    """One line per border and per route, with its dates in order."""
    groups: dict[str, list[BorderRegime | RouteRegime]] = {}
    for event in scenario.events:
        if isinstance(event, BorderRegime):
            groups.setdefault(f"{event.country} | {event.other_country}", []).append(event)
        elif isinstance(event, RouteRegime):
            groups.setdefault(f"{event.place} – {event.other_place}", []).append(event)
    rows = [
        (subject, "; ".join(_regime(each) for each in sorted(events, key=_by_start)))
        for subject, events in groups.items()
    ]
    if rows:
        print_table("Borders and routes that change", ("between", "from when, how"), rows)


def _regime(event: BorderRegime | RouteRegime) -> str:
    share = f" ({event.admit:g} let through)" if event.status == "restricted" else ""
    words = [f"{_span(event.start, event.end)} {event.status}{share}"]
    if event.groups:
        words.append(f"for {', '.join(listed(event.groups))}")
    if event.one_way:
        sides = sides_of(event)
        words.append(f"from {sides[0]} to {sides[1]} only")
    if event.quota is not None:
        words.append(f"at most {event.quota:,} a day")
    if event.weekdays:
        words.append(f"on {', '.join(listed(event.weekdays))}")
    numbers = ("wait", "give_up", "irregular", "irregular_returned", "pushback")
    words += [f"{name} {getattr(event, name):g}" for name in numbers if getattr(event, name)]
    return ", ".join(words)


def _span(start: date | None, end: date | None) -> str:
    if end is None:
        return "always" if start is None else f"from {start}"
    return f"until {end}" if start is None else f"{start} until {end}"


def _by_start(event: Event) -> date:
    return event.start or date.min


def _conflicts(scenario: Scenario) -> None:
    groups: dict[str, list[Conflict]] = {}
    for event in scenario.events:
        if isinstance(event, Conflict):
            groups.setdefault(event.place, []).append(event)
    rows = [
        (
            place,
            "; ".join(
                f"{_span(each.start, each.end)}{'' if each.intensity == 1 else f' ({each.intensity:g})'}"
                for each in sorted(events, key=_by_start)
            ),
        )
        for place, events in groups.items()
    ]
    if rows:
        more = f", the first {MOST_CONFLICTS}" if len(rows) > MOST_CONFLICTS else ""
        print_table(
            f"{_several(len(rows), 'place')} with conflict{more}",
            ("place", "when (intensity, where it is not 1)"),
            rows[:MOST_CONFLICTS],
        )


def _other_events(scenario: Scenario) -> None:
    others = Counter(
        event.word
        for event in scenario.events
        if not isinstance(event, BorderRegime | RouteRegime | Conflict | HostLimit | PathwayChange)
    )
    if others:
        print_table(
            "Other events",
            ("event", "rows"),
            [(word, str(count)) for word, count in others.items()],
            numbers=("rows",),
        )


def _pushes(scenario: Scenario) -> None:
    rows = [
        (
            push.place or "shared over conflict",
            str(push.start),
            str(push.end or push.start),
            _count(push.people),
        )
        for push in scenario.pushes
    ]
    if rows:
        print_table(
            f"{_count(sum(push.people for push in scenario.pushes))} people leave by a schedule",
            ("from", "first day", "last day", "people"),
            rows,
            numbers=("people",),
        )


def _observations(scenario: Scenario) -> None:
    groups: dict[tuple[str, str, str], list[Observation]] = {}
    for each in scenario.observations:
        groups.setdefault((each.series, each.measure, each.unit), []).append(each)
    rows = [
        (
            series or "(no name)",
            measure,
            unit,
            str(len(each)),
            str(sum(one.use for one in each)),
            _listed(one.place or one.country for one in each),
            f"{min(one.date for one in each)} to {max(one.date for one in each)}",
        )
        for (series, measure, unit), each in groups.items()
    ]
    if rows:
        columns = ("series", "measure", "unit", "counts", "compared", "of", "dates")
        print_table(
            _several(len(scenario.observations), "observation"), columns, rows, numbers=("counts", "compared")
        )


def _listed(names: Iterable[str], most: int = 4) -> str:
    different = [each for each in dict.fromkeys(names) if each]
    shown = ", ".join(different[:most])
    return shown if len(different) <= most else f"{shown} and {len(different) - most} more"


def _settings(scenario: Scenario) -> None:
    from steppe.scenario.heading import sorted_settings
    from steppe.scenario.values import written_value

    rows = [
        (
            name,
            written_value(SETTINGS[name], value),
            written_value(SETTINGS[name], SETTINGS[name].default),
            SETTINGS[name].meaning,
        )
        for name, value in sorted_settings(scenario.settings).items()
    ]
    if rows:
        print_table("Settings that are not the default", ("setting", "is", "default", "meaning"), rows)
    else:
        typer.echo("All settings have their defaults.")


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _count(people: float) -> str:
    return f"{people:,.0f}" if people else ""
