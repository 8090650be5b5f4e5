"""Groups: who is of which, so that everybody is of exactly one, and rows speak of groups there are."""

from __future__ import annotations

import math
from collections.abc import Iterator

from steppe.errors import Problem
from steppe.scenario import events
from steppe.scenario.checks.world import World, listed
from steppe.scenario.nearest import suggestion
from steppe.scenario.tables import rows_of

SUM_SLACK = 1e-6
_WITH_GROUPS = ("events", "pathways")


def unknown_groups(world: World) -> Iterator[Problem]:
    """A row speaks of a group that is not in the groups table."""
    if "groups" in world.unread:
        return
    known = [group.name for group in world.scenario.groups]
    for table, number, name in _groups_named(world):
        if name not in known:
            remedy = suggestion(name, known, otherwise="Add it to the groups, or correct the name.")
            yield world.problem(table, number, f"group '{name}' is unknown.", remedy)


def _groups_named(world: World) -> Iterator[tuple[str, int, str]]:
    """Table, row and name of each group that a row speaks of."""
    for table in _WITH_GROUPS:
        for number, row in enumerate(rows_of(world.scenario, table)):
            for name in dict.fromkeys(events.listed(getattr(row, "groups", ""))):
                yield table, number, name
    if world.scenario.groups:
        for number, share in enumerate(world.scenario.shares):
            yield "shares", number, share.group


def lists_of_groups(world: World) -> Iterator[Problem]:
    """A cell that lists groups, and means another thing than it seems to."""
    for table in _WITH_GROUPS:
        for number, row in enumerate(rows_of(world.scenario, table)):
            cell = getattr(row, "groups", "")
            names = events.listed(cell)
            if cell and not names:
                yield world.problem(
                    table,
                    number,
                    f"groups '{cell}' names nobody.",
                    "Empty the cell for everybody, or name them.",
                )
            for name in dict.fromkeys(each for each in names if names.count(each) > 1):
                yield world.problem(table, number, f"group '{name}' is named twice.", "Name each group once.")


def names_that_cannot_be_listed(world: World) -> Iterator[Problem]:
    """A semicolon separates names, so that no name can hold one."""
    for number, group in enumerate(world.scenario.groups):
        if ";" in group.name:
            yield world.problem(
                "groups",
                number,
                f"the name '{group.name}' holds ';', which separates names.",
                "Leave it out.",
            )


def shares_twice(world: World) -> Iterator[Problem]:
    """Two shares of the same group at the same place."""
    seen: dict[tuple[str, str], int] = {}
    for number, share in enumerate(world.scenario.shares):
        first = seen.setdefault((share.group, share.place), number)
        if first != number:
            yield world.problem(
                "shares",
                number,
                f"group '{share.group}' has a share {_at(share.place)} already"
                f" ({world.where.row('shares', first)}).",
                "Keep one of the two rows.",
            )


def shares_without_groups(world: World) -> Iterator[Problem]:
    """Shares of groups where there are none."""
    if world.scenario.shares and not world.scenario.groups and "groups" not in world.unread:
        yield world.of_table(
            "shares",
            "there are shares, but no groups.",
            "Add the table groups, or delete the shares.",
            "error",
        )


def shares_that_do_not_add_up(world: World) -> Iterator[Problem]:
    """The shares of a place are not those of everybody there."""
    for place, numbers in _rows_of_places(world).items():
        total = math.fsum(world.scenario.shares[number].share for number in numbers)
        if abs(total - 1) > SUM_SLACK:
            yield world.problem(
                "shares",
                numbers[0],
                f"the shares {_at(place)} add up to {total:.6g}, not to 1.",
                "Correct them: everybody is of one group.",
            )


def people_of_no_group(world: World) -> Iterator[Problem]:
    """Places of which nobody knows what groups people there are of."""
    scenario, rows = world.scenario, _rows_of_places(world)
    if not scenario.groups or "" in rows:
        return
    missing = [place.name for place in scenario.places if place.name not in rows]
    if missing:
        found = (
            f"people who enter at {listed(missing)} are of no group."
            if rows
            else "the groups have no shares."
        )
        yield world.of_table(
            "shares", found, "Add rows without a place; they hold wherever no row names the place.", "error"
        )


def groups_of_nobody(world: World) -> Iterator[Problem]:
    """A group that no row of shares speaks of."""
    with_shares = {share.group for share in world.scenario.shares}
    for number, group in enumerate(world.scenario.groups):
        if with_shares and group.name not in with_shares:
            yield world.problem(
                "groups",
                number,
                f"group '{group.name}' has no share anywhere: nobody is of it.",
                "Add its shares (0 where there are none of it), or delete the row.",
            )


def _rows_of_places(world: World) -> dict[str, list[int]]:
    """Rows of shares by the place they are for; those for all other places under the empty name."""
    found: dict[str, list[int]] = {}
    for number, share in enumerate(world.scenario.shares):
        found.setdefault(share.place, []).append(number)
    return found


def _at(place: str) -> str:
    return f"at '{place}'" if place else "without a place"


CHECKS = (
    unknown_groups,
    lists_of_groups,
    names_that_cannot_be_listed,
    shares_twice,
    shares_without_groups,
)
WHOLE_CHECKS = (shares_that_do_not_add_up, people_of_no_group, groups_of_nobody)
