"""
What people who keep to a destination cannot be told: queues, ways away from posts, and seasons.

Under ``routing = "destination-choice"`` people carry the rest of their way with them.
Who waits at a post would lose it there, and who planned at one pace of a road would
travel at another; so such worlds are refused rather than run as something else.
"""

from __future__ import annotations

from collections.abc import Iterator

from steppe.errors import Problem
from steppe.scenario.checks.world import World
from steppe.scenario.events import BorderRegime, Event, HostLimit, RouteRegime, RouteSpeed
from steppe.scenario.subjects import is_managed


def plans_that_cannot_be_kept(world: World) -> Iterator[Problem]:
    """Rows under which a planned way cannot be kept; one line for each kind."""
    if world.scenario.setting("routing") != "destination-choice":
        return
    for (table, what), numbers in _rows(world).items():
        more = f" ({len(numbers) - 1} more like it)" if len(numbers) > 1 else ""
        yield world.problem(
            table,
            numbers[0],
            f"{what} cannot be run with routing = 'destination-choice'{more}.",
            'Write routing = "recursive-logit" in scenario.toml, or take it out.',
        )


def _rows(world: World) -> dict[tuple[str, str], list[int]]:
    """Numbers of such rows, by their table and what they are."""
    found: dict[tuple[str, str], list[int]] = {}
    for number, route in enumerate(world.scenario.routes):
        if route.away_from_posts:
            found.setdefault(("routes", "away_from_posts"), []).append(number)
    for number, event in world.events:
        what = _kind(event)
        if what:
            found.setdefault(("events", what), []).append(number)
    return found


def _kind(event: Event) -> str:
    """What an event is that people with a plan cannot meet; empty for all others."""
    if isinstance(event, HostLimit | RouteSpeed):
        return f"the event '{event.word}'"
    if isinstance(event, BorderRegime | RouteRegime) and is_managed(event):
        return "a regime with a queue, a quota, days of opening, or ways around the post"
    return ""


CHECKS = (plans_that_cannot_be_kept,)
