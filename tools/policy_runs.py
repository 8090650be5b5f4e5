"""
The pictures of docs/explanation/policies.md that show a simulated world.

Each world is a few lines long and made to show one mechanism; all run with the
same seed, so the pictures change only when the numbers do.  Called by
``tools/make_pictures.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

import steppe
from steppe.engine.policy import ACCOUNTS, STEPS
from steppe.insight.figures import BLUE, GREEN, INK, ORANGE, VERMILLION
from steppe.result.result import Result
from steppe.scenario.events import BorderRegime, CampOpens, Event, HostLimit, PathwayChange, RouteRegime
from steppe.scenario.model import Group, Pathway, Place, Push, Route, Scenario, Share
from tools.policy_pictures import COLOURS, DASHES, legend, panel

START = date(2025, 3, 3)  # a Monday
SEED, REPLICAS = 7, 20
PLACES = (
    Place("Town", "Velia", population=100_000),
    Place("Gate", "Velia", "crossing"),
    Place("Haven", "Norda", "camp"),
)
ROUTES = (Route("Town", "Gate", 60.0), Route("Gate", "Haven", 60.0))


def world(days: int, people: float, flee_days: int, **parts: Any) -> Scenario:
    """Two countries, one post, and people who leave a town on the first days."""
    end = date.fromordinal(START.toordinal() + flee_days - 1)
    usual: dict[str, Any] = {
        "places": PLACES,
        "routes": ROUTES,
        "pushes": (Push(START, people, "Town", end),),
        "home_country": "Velia",
    }
    made = Scenario("example", START, days, **(usual | parts))
    return made.with_settings(conflict_push_rate=0, leave_chance_town=0.9, worth_camp=6, leave_chance_camp=0)


def simulated(scenario: Scenario) -> Result:
    """The run of a world."""
    steppe.check(scenario)
    return steppe.simulate(scenario, replicas=REPLICAS, seed=SEED)


def account(result: Result, name: str, post: int = 0) -> NDArray[np.float64]:
    """Mean over replicas of one account of a post. Shape ``(day,)``, people."""
    return np.asarray(result.border.values)[:, :, ACCOUNTS.index(name), post].mean(axis=0)


def step(result: Result, name: str, pathway: int = 0) -> NDArray[np.float64]:
    """Mean over replicas of one step of a pathway. Shape ``(day,)``, people."""
    return np.asarray(result.pathway.values)[:, :, STEPS.index(name), pathway].mean(axis=0)


def stock(result: Result, place: str) -> NDArray[np.float64]:
    """Mean over replicas of the people at a place. Shape ``(day,)``."""
    number = [each.name for each in result.places].index(place)
    return np.asarray(result.stock.values)[:, :, number].mean(axis=0)


def group_stock(result: Result, group: int, place: str) -> NDArray[np.float64]:
    """Mean over replicas of the people of a group at a place. Shape ``(day,)``."""
    number = [each.name for each in result.places].index(place)
    return np.asarray(result.group_stock.values)[:, :, group, number].mean(axis=0)


def lines(axes: Any, found: dict[str, NDArray[np.float64]]) -> None:
    """One line over days for each, told apart by colour and by dashes."""
    for (words, values), colour, dash in zip(found.items(), COLOURS, DASHES, strict=False):
        axes.plot(np.arange(len(values)), values, color=colour, linestyle=dash, label=words)
    axes.set_xlim(0, max(len(values) for values in found.values()) - 1)
    axes.set_ylim(0)
    axes.xaxis.set_major_locator(MaxNLocator(7, integer=True))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    legend(axes)


def border(status: str = "restricted", **given: Any) -> BorderRegime:
    """A regime from Velia to Norda from the first day on."""
    usual: dict[str, Any] = {"start": START, "one_way": True}
    return BorderRegime("Velia", "Norda", status, **(usual | given))  # type: ignore[arg-type]


def two_groups() -> Figure:
    """The same post for people with and without papers."""
    made = world(
        60, 6000, 20,
        groups=(Group("papers"), Group("no papers", mode="foot")),
        shares=(Share("papers", 0.4), Share("no papers", 0.6)),
        events=(border("open", groups="papers"), border("restricted", admit=0.02, groups="no papers")),
    )  # fmt: skip
    run = simulated(made)
    figure, axes = panel("One post, two groups: 40 % have papers", "day", "people")
    lines(
        axes,
        {
            "in Haven, papers": group_stock(run, 0, "Haven"),
            "in Haven, no papers": group_stock(run, 1, "Haven"),
            "at the Gate, no papers": group_stock(run, 1, "Gate"),
        },
    )
    return figure


def queue() -> Figure:
    """People waiting at a post under a quota, with a long way round by another."""
    weekdays = "mon;tue;wed;thu;fri"
    cases = {
        "every day": {},
        "Mon–Fri": {"weekdays": weekdays},
        "Mon–Fri, 5 % give up": {"weekdays": weekdays, "give_up": 0.05},
    }
    places = (*PLACES, Place("Ford", "Velia", "crossing"))
    routes = (*ROUTES, Route("Gate", "Ford", 250.0), Route("Ford", "Haven", 250.0))
    figure, axes = panel(
        "The queue when 300 a day come and 200 a day are let through", "day", "people waiting"
    )
    found = {}
    for words, given in cases.items():
        post = RouteRegime("Gate", "Haven", "open", START, one_way=True, quota=200, **given)  # type: ignore[arg-type]
        run = simulated(world(60, 6000, 20, places=places, routes=routes, events=(post,)))
        found[words] = account(run, "waiting")
    lines(axes, found)
    return figure


def accounts() -> Figure:
    """What became of everybody who tried, day by day."""
    event = border(
        admit=0.3, quota=60, wait=0.5, give_up=0.1, irregular=0.2, irregular_returned=0.4, pushback=0.1
    )
    run = simulated(world(60, 6000, 20, events=(event,)))
    figure, axes = panel("Everybody who tries is in one account", "day", "people")
    names = ("admitted", "irregular", "pushed_back", "refused", "waiting")
    parts = [account(run, name) for name in names]
    days = np.arange(len(parts[0]))
    shades = (BLUE, GREEN, VERMILLION, ORANGE, "#D9C7D3")
    axes.stackplot(days, parts, colors=shades, labels=names, edgecolor="white", linewidth=0.4)
    axes.plot(days, account(run, "attempts"), color=INK, linewidth=1.2, label="attempts")
    axes.set_xlim(0, len(days) - 1)
    axes.set_ylim(0)
    handles, words = axes.get_legend_handles_labels()
    axes.legend(
        handles[::-1], words[::-1], loc="upper left", bbox_to_anchor=(1.02, 1.03), frameon=False, fontsize=8
    )
    return figure


def visas() -> Figure:
    """A pathway with a long wait and few seats."""
    places = (*PLACES, Place("Farland", "Farland", "destination"))
    pathway = Pathway(
        "Visas", "visa", "Farland", date.fromordinal(START.toordinal() + 150), place="Haven",
        apply=0.05, quota=60, wait_days=30, stages=3, give_up=0.002, approval=0.7, seats=25,
    )  # fmt: skip
    change = PathwayChange("Visas", date.fromordinal(START.toordinal() + 100), seats=60)
    run = simulated(world(180, 4000, 10, places=places, pathways=(pathway,), events=(change,)))
    figure, axes = panel("Visas: 25 seats a day, 60 from day 100, over on day 150", "day", "people")
    lines(
        axes,
        {
            "in it tonight": step(run, "waiting"),
            "applied so far": step(run, "applied").cumsum(),
            "approved so far": step(run, "approved").cumsum(),
            "departed so far": step(run, "departed").cumsum(),
            "released": step(run, "released").cumsum(),
        },
    )
    return figure


def going_home() -> Figure:
    """A return that settles."""
    pathway = Pathway(
        "Way home", "voluntary_return", "Town", date.fromordinal(START.toordinal() + 120), place="Haven",
        start=date.fromordinal(START.toordinal() + 40), apply=0.03, wait_days=10, stages=2, seats=40, settles=True,
    )  # fmt: skip
    run = simulated(world(120, 3000, 10, pathways=(pathway,)))
    home = np.asarray(run.went_home.values).mean(axis=0).cumsum()
    figure, axes = panel("Going home from day 40, at most 40 a day", "day", "people")
    lines(axes, {"in Haven": stock(run, "Haven"), "gone home so far": home})
    return figure


def overflow() -> Figure:
    """A full camp that sends people on."""
    places = (
        *PLACES[:2],
        Place("Haven", "Norda", "camp", capacity=1500, hard_capacity=True, overflow_to="Second"),
        Place("Second", "Norda", "camp"),
    )
    routes = (ROUTES[0], Route("Gate", "Haven", 90.0), Route("Haven", "Second", 200.0))
    run = simulated(world(20, 3000, 4, places=places, routes=routes))
    found_full = np.asarray(run.turned_back.values).mean(axis=0).sum(axis=1).cumsum()
    figure, axes = panel("A camp for 1,500 passes on those who come when it is full", "day", "people")
    lines(
        axes,
        {
            "in Haven": stock(run, "Haven"),
            "in Second": stock(run, "Second"),
            "in Town": stock(run, "Town"),
            "found Haven full so far": found_full,
        },
    )
    return figure


def camp_opens() -> Figure:
    """A nearer camp that opens later."""
    places = (*PLACES, Place("Second", "Norda", "camp"))
    routes = (ROUTES[0], Route("Gate", "Second", 60.0), Route("Gate", "Haven", 200.0))
    opens = CampOpens("Second", date.fromordinal(START.toordinal() + 10))
    run = simulated(world(30, 4000, 20, places=places, routes=routes, events=(opens,)))
    figure, axes = panel("Second, nearer than Haven, is a camp from day 10", "day", "people")
    lines(axes, {"in Haven": stock(run, "Haven"), "in Second": stock(run, "Second")})
    return figure


def host_limit() -> Figure:
    """A country that takes so many and no more."""
    later = date.fromordinal(START.toordinal() + 40)
    events: tuple[Event, ...] = (
        HostLimit("Norda", START, 2000, later),
        HostLimit("Norda", later, 3000),
    )
    run = simulated(world(60, 6000, 20, events=events))
    figure, axes = panel("Norda takes 2,000 people, and 3,000 from day 40", "day", "people")
    lines(axes, {"in Norda": stock(run, "Haven"), "waiting at the Gate": account(run, "waiting")})
    return figure


PICTURES: dict[str, Callable[[], Figure]] = {
    "policy-two-groups": two_groups,
    "policy-queue": queue,
    "policy-accounts": accounts,
    "policy-visas": visas,
    "policy-going-home": going_home,
    "policy-overflow": overflow,
    "policy-camp-opens": camp_opens,
    "policy-host-limit": host_limit,
}
