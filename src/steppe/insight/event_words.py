"""
A plain sentence for every kind of event and for every pathway, with its numbers and their units.

``describe_event`` is what the timeline, its picture and the command line show;
the words of a new kind of event are one function here and one row in ``_WORDS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from steppe.insight.basemap import names_by_code
from steppe.scenario.events import (
    WEEKDAYS,
    BorderRegime,
    CampClosed,
    CampOpens,
    CapacityChange,
    Conflict,
    Event,
    HostLimit,
    PathwayChange,
    PlaceSealed,
    RedirectionRemoved,
    RouteRegime,
    RouteSpeed,
    Statement,
    listed,
)
from steppe.scenario.model import Pathway, Scenario
from steppe.scenario.subjects import share_admitted

NOTHING_BY_ITSELF = "(changes nothing by itself)"
PATHWAY_NAMES = {
    "visa": "visas",
    "resettlement": "resettlement",
    "evacuation": "evacuation",
    "voluntary_return": "voluntary return",
    "forced_return": "forced return",
}


def describe_event(event: Event, scenario: Scenario) -> str:
    """
    What an event does, as a sentence without its dates.

    Parameters
    ----------
    event
        An event of any type.
    scenario
        The world it belongs to, for what its places and countries are.

    Returns
    -------
    sentence
        Such as ``"Pakistan – Afghanistan at Torkham: closed; for people without papers"``.
    """
    return _WORDS[type(event)](event, scenario)


def describe_pathway(pathway: Pathway) -> str:
    """What a pathway offers, to whom and where, as a sentence without its dates."""
    host = pathway.place or country_name(pathway.country)
    goal = "home in " if pathway.settles else ""
    parts = [
        f"{PATHWAY_NAMES[pathway.kind]} from {host} to {goal}{pathway.destination}",
        f"{percent(pathway.apply)} of those there apply a day",
        *_limit(pathway.quota, "applications a day"),
        wait_words(pathway.wait_days, pathway.stages),
        *_if_any(pathway.give_up, "of those waiting give up a day"),
        *([] if pathway.approval == 1 else [f"{percent(pathway.approval)} approved"]),
        *_limit(pathway.seats, "seats a day"),
        *([] if pathway.approval == 1 else [_refused(pathway.refused_to)]),
    ]
    return f"{pathway.name}: {', '.join(parts)}{_for_groups(pathway.groups)}"


def describe_pathway_end(pathway: Pathway) -> str:
    """What happens when a pathway is over."""
    return f"{pathway.name}: over, whoever is still in it is as others there again"


def country_name(country: str) -> str:
    """A country in words where its code is known, or as it is written."""
    return names_by_code().get(country, country)


def percent(share: float) -> str:
    """A share as a percentage: ``2 %``."""
    return f"{round(100 * share, 4):g} %"


def weekday_words(weekdays: str) -> str:
    """Weekdays with neighbours joined: ``Mon–Fri``, ``Mon, Wed, Thu``."""
    named = {each.casefold() for each in listed(weekdays)}
    runs: list[list[str]] = []
    before = False
    for day in WEEKDAYS:
        if day in named:
            runs = [*runs[:-1], [*runs[-1], day]] if before else [*runs, [day]]
        before = day in named
    return ", ".join(
        f"{run[0].title()}–{run[-1].title()}" if len(run) > 2 else ", ".join(each.title() for each in run)
        for run in runs
    )


def way_words(place: str, other_place: str, scenario: Scenario, *, one_way: bool = False) -> str:
    """
    The way between two places: by its countries and its border post, where it has them.

    Parameters
    ----------
    place, other_place
        Names of its ends.
    scenario
        The world.
    one_way
        Whether what is said holds from the first to the second only.
    """
    places = {each.name: each for each in scenario.places}
    first, second = places.get(place), places.get(other_place)
    link = _link(one_way)
    ends = f"{place}{link}{other_place}"
    if first is None or second is None or first.country == second.country:
        return ends
    border = f"{country_name(first.country)}{link}{country_name(second.country)}"
    if is_away_from_posts(place, other_place, scenario):
        return f"{border} away from posts, {ends}"
    post = only_post(place, other_place, scenario)
    return f"{border} at {post}" if post else f"{border}, {ends}"


def is_away_from_posts(place: str, other_place: str, scenario: Scenario) -> bool:
    """Whether the way between two places crosses a border where there is no post."""
    return any(
        route.away_from_posts and {route.start, route.end} == {place, other_place}
        for route in scenario.routes
    )


def only_post(place: str, other_place: str, scenario: Scenario) -> str:
    """The end that is a border post with no other way over a border, so that its name says enough; or nothing."""
    places = {each.name: each for each in scenario.places}
    country_of = {name: each.country for name, each in places.items()}
    for post in (place, other_place):
        across = {
            frozenset((route.start, route.end))
            for route in scenario.routes
            if post in (route.start, route.end) and country_of.get(route.start) != country_of.get(route.end)
        }
        if post in places and places[post].kind == "crossing" and len(across) <= 1:
            return post
    return ""


def _link(one_way: bool) -> str:
    return " → " if one_way else " – "


def _for_groups(groups: str) -> str:
    names = listed(groups)
    if not names:
        return ""
    return f"; for {', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else f"; for {names[0]}"


def _if_any(share: float, words: str) -> list[str]:
    return [f"{percent(share)} {words}"] if share else []


def _limit(number: int | None, words: str) -> list[str]:
    return [] if number is None else [f"at most {number:,} {words}"]


def wait_words(wait_days: float, stages: int = 1) -> str:
    """How long a decision takes, and in how many stages where these are several."""
    if not wait_days:
        return "decided at once"
    return f"{wait_days:g} {'day' if wait_days == 1 else 'days'} of waiting on average" + (
        f" in {stages} stages" if stages > 1 else ""
    )


def _refused(refused_to: str) -> str:
    told = {"host": "stay", "onward": "leave the next morning"}
    return f"the refused {told.get(refused_to, f'are taken to {refused_to}')}"


def regime_words(event: BorderRegime | RouteRegime, *, away: bool = False) -> str:
    """
    What a regime does to those who come to it, without where it is and whom it is for.

    Parameters
    ----------
    event
        The regime.
    away
        Whether it is of a way away from posts, where nobody is let through or refused.
    """
    admitted: Iterable[str] = ()
    if event.status == "restricted":
        admitted = [f"{percent(share_admitted(event))} let through"]
    tries = "of those who try" if away else "of these"
    parts = [
        *([] if away else [event.status, *admitted, *_limit(event.quota, "people a day")]),
        *([weekday_words(event.weekdays)] if listed(event.weekdays) else []),
        *_if_any(event.wait, "of those refused queue"),
        *_if_any(event.give_up, "of the queue give up a day"),
        *_if_any(event.irregular, "of those not let through cross away from the post"),
        *_if_any(event.irregular_returned, f"{tries} are turned back"),
        *_if_any(event.pushback, "of those across are pushed back"),
    ]
    return ", ".join(parts or ["nobody is turned back"])


def _border(event: BorderRegime, _: Scenario) -> str:
    sides = country_name(event.country), country_name(event.other_country)
    return f"{_link(event.one_way).join(sides)}: {regime_words(event)}{_for_groups(event.groups)}"


def _route(event: RouteRegime, scenario: Scenario) -> str:
    where = way_words(event.place, event.other_place, scenario, one_way=event.one_way)
    away = is_away_from_posts(event.place, event.other_place, scenario)
    return f"{where}: {regime_words(event, away=away)}{_for_groups(event.groups)}"


def _conflict(event: Conflict, _: Scenario) -> str:
    usual = " (usual)" if event.intensity == 1 else " (1 is usual)"
    return f"{event.place}: fighting, intensity {event.intensity:g}{usual}"


def _sealed(event: PlaceSealed, _: Scenario) -> str:
    return f"{event.place}: sealed, nobody gets in or out"


def _camp_closed(event: CampClosed, _: Scenario) -> str:
    return f"{event.place}: no camp, counts as a town"


def _camp_opens(event: CampOpens, scenario: Scenario) -> str:
    capacity = {each.name: each.capacity for each in scenario.places}.get(event.place)
    room = "" if capacity is None else f", room for {capacity:,} people"
    return f"{event.place}: open as a camp{room}"


def _capacity(event: CapacityChange, _: Scenario) -> str:
    room = "any number of" if event.capacity is None else f"{event.capacity:,}"
    return f"{event.place}: room for {room} displaced people"


def _host_limit(event: HostLimit, _: Scenario) -> str:
    return f"{country_name(event.country)}: takes {event.limit:,} displaced people at most"


def _speed(event: RouteSpeed, _: Scenario) -> str:
    yearly = ", every year" if event.every_year else ""
    where = f"{event.place} – {event.other_place}"
    return f"{where}: {percent(event.speed_factor)} of the usual speed{yearly}{_for_groups(event.groups)}"


def _pathway_change(event: PathwayChange, scenario: Scenario) -> str:
    of_name = {each.name: each.stages for each in scenario.pathways}
    parts = [
        *([] if event.apply is None else [f"{percent(event.apply)} of those there apply a day"]),
        *_limit(event.quota, "applications a day"),
        *([] if event.wait_days is None else [wait_words(event.wait_days, of_name.get(event.pathway, 1))]),
        *([] if event.approval is None else [f"{percent(event.approval)} approved"]),
        *_limit(event.seats, "seats a day"),
    ]
    return f"{event.pathway}: now {', '.join(parts or ['as before'])}"


def _statement(event: Statement, _: Scenario) -> str:
    toward = f" on {country_name(event.other_country)}" if event.other_country else ""
    about = event.about.strip() or "a statement"
    return f"{country_name(event.country)}{toward}: {about} {NOTHING_BY_ITSELF}"


def _redirection_removed(event: RedirectionRemoved, _: Scenario) -> str:
    return f"{event.place} – {event.other_place}: people are no longer sent that way"


_WORDS: Mapping[type[Event], Callable[[Any, Scenario], str]] = MappingProxyType(
    {
        Conflict: _conflict,
        BorderRegime: _border,
        RouteRegime: _route,
        PlaceSealed: _sealed,
        CampClosed: _camp_closed,
        CampOpens: _camp_opens,
        CapacityChange: _capacity,
        HostLimit: _host_limit,
        RouteSpeed: _speed,
        PathwayChange: _pathway_change,
        Statement: _statement,
        RedirectionRemoved: _redirection_removed,
    }
)
