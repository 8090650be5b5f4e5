"""``steppe describe``: groups, borders away from posts, limits of hosts and pathways, a table each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from steppe.interfaces.cli.tables import print_table
from steppe.scenario.border_line import crossing_ways, returned_share
from steppe.scenario.events import HostLimit, PathwayChange, listed
from steppe.scenario.model import Group, Pathway, Scenario
from steppe.scenario.subjects import given_of
from steppe.scenario.waiting import wait_spread_days

Span = Callable[[date | None, date | None], str]


def print_groups(scenario: Scenario) -> None:
    """Groups, how they travel, and their shares; then the places where shares are others."""
    everywhere = {share.group: share.share for share in scenario.shares if not share.place}
    rows = [
        (
            group.name,
            f"{everywhere[group.name]:.1%}" if group.name in everywhere else "",
            group.mode,
            "" if group.hours_per_day is None else f"{group.hours_per_day:g}",
            "" if group.leave_factor == 1 else f"{group.leave_factor:g}",
            f"{group.household_size:g}",
            _who(group),
        )
        for group in scenario.groups
    ]
    if rows:
        columns = ("group", "share", "travels by", "hours a day", "leaving times", "household", "who")
        print_table(_several(len(rows), "group"), columns, rows, numbers=("share", *columns[3:6]))
    elsewhere: dict[str, list[str]] = {}
    for share in scenario.shares:
        if share.place:
            elsewhere.setdefault(share.place, []).append(f"{share.group} {share.share:.1%}")
    if elsewhere:
        print_table(
            "Places where the shares are others",
            ("who enters at", "is of"),
            [(place, ", ".join(shares)) for place, shares in elsewhere.items()],
        )


def _who(group: Group) -> str:
    described = (group.documents and f"papers: {group.documents}", group.nationality, group.ethnicity)
    return ", ".join(each for each in described if each)


def print_borders(scenario: Scenario) -> None:
    """Borders away from posts: how many ways across a route stands for, and who is turned back there."""
    spacing, reach = scenario.number("crossing_spacing_km"), scenario.number("patrol_reach_km")
    rows = [
        (
            f"{border.country} | {border.other_country}",
            f"{border.length_km:,.0f}",
            border.terrain,
            f"{border.patrols:g}",
            f"{crossing_ways(border, spacing):.3g}",
            f"{returned_share(border, reach):.1%}",
        )
        for border in scenario.borders
    ]
    if rows:
        columns = ("between", "km", "land", "patrols", "ways across", "turned back")
        print_table(
            "Borders away from posts", columns, rows, numbers=("km", "patrols", "ways across", "turned back")
        )


def print_limits(scenario: Scenario, span: Span) -> None:
    """How many people countries take, and when."""
    groups: dict[str, list[HostLimit]] = {}
    for event in scenario.events:
        if isinstance(event, HostLimit):
            groups.setdefault(event.country, []).append(event)
    rows = [
        (
            country,
            "; ".join(
                f"{span(each.start, each.end)} {each.limit:,}"
                for each in sorted(events, key=lambda one: one.start)
            ),
        )
        for country, events in groups.items()
    ]
    if rows:
        print_table("Countries that take so many and no more", ("country", "from when, how many"), rows)


def print_pathways(scenario: Scenario, span: Span) -> None:
    """Pathways, one line each, and below them what changes."""
    rows = [
        (
            each.name,
            each.kind.replace("_", " "),
            f"{each.place or 'anywhere in ' + each.country} to {each.destination}"
            + (" (at home there)" if each.settles else ""),
            "; ".join(listed(each.groups)) or "everybody",
            span(each.start, each.end),
            _intake(each.apply, each.quota, each.seats),
            _wait(each),
            _decision(each),
        )
        for each in scenario.pathways
    ]
    if rows:
        columns = ("pathway", "kind", "from and to", "for", "open", "a day", "wait, days", "decision")
        title = f"{_several(len(rows), 'pathway')} (waits as mean ± standard deviation)"
        print_table(title, columns, rows)
    changes = [
        (event.pathway, span(event.start, event.end), _change(event))
        for event in scenario.events
        if isinstance(event, PathwayChange)
    ]
    if changes:
        print_table("Pathways that change", ("pathway", "when", "to what"), changes)


def _intake(apply: float, quota: int | None, seats: int | None) -> str:
    taken = "" if quota is None else f", {quota:,} taken"
    return f"{apply:.3g} of them apply{taken}{'' if seats is None else f', {seats:,} depart'}"


def _wait(pathway: Pathway) -> str:
    if not pathway.wait_days:
        return "none"
    spread = wait_spread_days(pathway.wait_days, pathway.stages)
    give_up = f", {pathway.give_up:.3g} a day give up" if pathway.give_up else ""
    return f"{pathway.wait_days:g} ± {spread:.1f}{give_up}"


def _decision(pathway: Pathway) -> str:
    """The share approved, and where the others go."""
    refused = f", the others: {pathway.refused_to}" if pathway.approval < 1 else ""
    return f"{pathway.approval:.0%} approved{refused}"


def _change(event: PathwayChange) -> str:
    return ", ".join(f"{name} {getattr(event, name):g}" for name in given_of(event))


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
