"""
The pictures of docs/explanation/policies.md that need no run: formulas, and policies over time.

Speeds, seasons and patrols are asked of the code that a run asks.  Called by
``tools/make_pictures.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from math import comb
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from steppe.insight.figures import BLUE, FAINT, GREEN, INK, ORANGE, PURPLE, QUIET, VERMILLION, new_figure
from steppe.insight.timeline_figure import timeline_figure
from steppe.scenario.border_line import LAND, returned_share
from steppe.scenario.events import (
    BorderRegime,
    CampOpens,
    HostLimit,
    PathwayChange,
    RouteRegime,
    RouteSpeed,
    Statement,
)
from steppe.scenario.model import Border, Group, Pathway, Place, Route, Scenario, Terrain
from steppe.scenario.paces import factor_on, group_speed

COLOURS = (BLUE, VERMILLION, GREEN, ORANGE, PURPLE)
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))


def panel(title: str, below: str, beside: str, height: float = 2.5) -> tuple[Figure, Any]:
    """A figure with one set of axes in the style of the house."""
    figure = new_figure(7.0, height)
    axes = figure.add_axes((0.115, 0.46 / height, 0.575, 1 - 0.78 / height))
    style(axes, title, below, beside)
    return figure, axes


def style(axes: Any, title: str, below: str, beside: str) -> None:
    """Words around axes, faint lines across and nothing else."""
    axes.set_title(title, loc="left", fontsize=10, fontweight="bold")
    axes.set_xlabel(below, fontsize=8.5)
    axes.set_ylabel(beside, fontsize=8.5)
    axes.tick_params(labelsize=8, length=2)
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)


def legend(axes: Any, title: str = "") -> None:
    """What each line is, to the right of the axes."""
    axes.legend(
        loc="upper left", bbox_to_anchor=(1.02, 1.03), frameon=False, fontsize=8, title=title,
        title_fontsize=8, alignment="left", labelcolor=INK,
    )  # fmt: skip


def perceived_admission() -> Figure:
    """How good a managed post looks to those who choose a way."""
    figure, axes = panel(
        "How good a post looks to those who choose a way",
        "share let through, a",
        "perceived admission",
    )
    share = np.linspace(0, 1, 101)
    cases = ((0.0, 0.0, 0.0), (0.3, 0.0, 0.0), (0.3, 0.5, 0.0), (0.3, 0.5, 0.4))
    for (irregular, returned, pushback), colour, dash in zip(cases, COLOURS, DASHES, strict=False):
        seen = (share + (1 - share) * irregular * (1 - returned)) * (1 - pushback)
        axes.plot(
            share, seen, color=colour, linestyle=dash, label=f"{irregular:g}, {returned:g}, {pushback:g}"
        )
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    legend(axes, "irregular,\nirregular_returned,\npushback")
    return figure


def patrols() -> Figure:
    """Share of those crossing away from posts who are turned back."""
    figure, axes = panel(
        "Crossing away from posts: who is turned back",
        "patrols on 1,000 km of border",
        "share turned back",
    )
    patrolling = np.linspace(0, 400, 201)
    length_km, reach_km = 1000.0, Scenario("any", date(2025, 1, 1), 1).number("patrol_reach_km")
    alike: dict[float, list[Terrain]] = {}
    for terrain, land in sorted(LAND.items(), key=lambda each: -each[1].visibility):
        alike.setdefault(land.visibility, []).append(terrain)
    for (visibility, terrains), colour, dash in zip(alike.items(), COLOURS, DASHES, strict=False):
        lines = [Border("A", "B", length_km, terrains[0], each) for each in patrolling]
        shares = [returned_share(line, reach_km) for line in lines]
        words = f"{', '.join(terrains)} ({visibility:g})"
        axes.plot(patrolling, shares, color=colour, linestyle=dash, label=words)
    axes.set_xlim(0, 400)
    axes.set_ylim(0, 1)
    legend(axes, "terrain (visibility)")
    return figure


def waiting_times() -> Figure:
    """The wait in 1, 3 and 10 stages with the same mean."""
    figure, axes = panel(
        "The same mean wait of 60 days in more or fewer stages",
        "days from application to decision",
        "chance per day",
    )
    wait_days, days = 60, np.arange(1, 181)
    for stages, colour, dash in zip((1, 3, 10), COLOURS, DASHES, strict=False):
        chance = stages / wait_days
        decided = [
            comb(int(day) - 1, stages - 1) * chance**stages * (1 - chance) ** (int(day) - stages)
            if day >= stages
            else 0.0
            for day in days
        ]
        spread = (wait_days * (wait_days / stages - 1)) ** 0.5
        axes.plot(days, decided, color=colour, linestyle=dash, label=f"{stages} (± {spread:.0f} days)")
    axes.axvline(wait_days, color=QUIET, linewidth=0.6)
    axes.set_xlim(0, 180)
    axes.set_ylim(0)
    axes.yaxis.set_major_formatter(lambda share, _: f"{100 * share:g} %")
    legend(axes, "stages (± one\nstandard deviation)")
    return figure


def winter_pass() -> Figure:
    """Days that a pass takes over a year, for three ways of travelling."""
    figure, axes = panel(
        "200 km over a pass that is half as fast from 15 November to 15 March",
        "day of setting out",
        "days on the way",
    )
    world = Scenario("any", date(2025, 1, 1), 365)
    road = Route("South", "North", 200.0)
    winter = RouteSpeed("South", "North", date(2024, 11, 15), date(2025, 3, 15), 0.5, every_year=True)
    groups = (
        (Group("a", mode="foot"), "on foot"),
        (Group("b", mode="animal"), "with animals"),
        (Group("c", mode="foot", hours_per_day=6), "on foot, 6 hours a day"),
        (Group("d"), "by vehicle"),
    )
    for (group, words), colour, dash in zip(groups, COLOURS, DASHES, strict=False):
        base = group_speed(world, road, group)
        taken = [
            road.distance_km / (base * factor_on(winter, world.start + timedelta(days=day)))
            for day in range(365)
        ]
        axes.plot(range(365), taken, color=colour, linestyle=dash, label=words)
    firsts = [day for day in range(365) if (world.start + timedelta(days=day)).day == 1]
    axes.set_xticks(firsts[::2], [f"{world.start + timedelta(days=day):%b}" for day in firsts[::2]])
    axes.set_xlim(0, 364)
    axes.set_ylim(0)
    legend(axes)
    return figure


def policies_over_time() -> Figure:
    """What ``steppe events --figure`` draws of a small world."""
    first = date(2025, 3, 1)

    def day(number: int) -> date:
        return first + timedelta(days=number)

    places = (
        Place("Town", "Velia", population=100_000),
        Place("Gate", "Velia", "crossing"),
        Place("Ford", "Velia", "crossing"),
        Place("Haven", "Norda", "camp"),
        Place("Second", "Norda", "camp"),
        Place("Farland", "Farland", "destination"),
    )
    routes = (
        Route("Town", "Gate", 60.0),
        Route("Town", "Ford", 90.0),
        Route("Gate", "Haven", 60.0),
        Route("Ford", "Haven", 120.0),
        Route("Town", "Second", 200.0, away_from_posts=True),
    )
    events = (
        BorderRegime("Velia", "Norda", "restricted", first, day(60), 0.3),
        BorderRegime("Velia", "Norda", "closed", day(60), irregular=0.1, pushback=0.2),
        RouteRegime("Gate", "Haven", "open", first, groups="papers", one_way=True),
        RouteRegime(
            "Gate", "Haven", "restricted", day(20), admit=0.02, groups="no papers", one_way=True, quota=100
        ),
        RouteRegime("Town", "Second", "open", day(30), irregular_returned=0.35),
        HostLimit("Norda", day(45), 20_000),
        CampOpens("Second", day(25)),
        PathwayChange("Visas", day(90), seats=60),
        RouteSpeed("Town", "Ford", date(2024, 11, 15), date(2025, 3, 15), 0.5, every_year=True),
        Statement("Farland", day(15), about="pledges 5,000 places"),
        Statement("Norda", day(40), about="says that it can take no more"),
    )
    visas = Pathway(
        "Visas", "visa", "Farland", day(150), place="Haven", groups="papers", start=day(30), seats=25
    )
    return timeline_figure(
        Scenario(
            "example", first, 180, "A small world", home_country="Velia", places=places, routes=routes, events=events,
            groups=(Group("papers"), Group("no papers", mode="foot")), pathways=(visas,),
        )
    )  # fmt: skip


PICTURES: dict[str, Callable[[], Figure]] = {
    "policy-timeline": policies_over_time,
    "policy-perceived-admission": perceived_admission,
    "policy-patrols": patrols,
    "policy-waiting-times": waiting_times,
    "policy-winter-pass": winter_pass,
}
