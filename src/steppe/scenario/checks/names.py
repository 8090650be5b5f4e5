"""Names: every place and country that a row speaks of exists, and only once."""

from __future__ import annotations

from collections.abc import Iterator

from steppe.errors import Problem
from steppe.scenario.checks.world import World
from steppe.scenario.events import BorderRegime, HostLimit
from steppe.scenario.nearest import suggestion
from steppe.scenario.tables import NOT_IN_FILE_NAMES, rows_of

_ADD = "Add it to the places, or correct the name."


def unknown_places(world: World) -> Iterator[Problem]:
    """A row speaks of a place that is not in the places table."""
    if not world.knows_places:
        return
    for table, attributes in (
        ("places", ("overflow_to",)),
        ("routes", ("start", "end")),
        ("events", ("place", "other_place")),
        ("observations", ("place",)),
        ("corrections", ("place",)),
        ("pushes", ("place",)),
        ("shares", ("place",)),
        ("pathways", ("place", "destination")),
    ):
        for number, row in enumerate(getattr(world.scenario, table)):
            for attribute in attributes:
                name = getattr(row, attribute, "")
                if name and name not in world.place_of:
                    remedy = suggestion(name, world.place_of, otherwise=_ADD)
                    yield world.problem(table, number, f"place '{name}' is unknown.", remedy)


def duplicate_names(world: World) -> Iterator[Problem]:
    """Two places, groups or pathways have the same name, or names that a reader takes for the same."""
    for table in ("places", "groups", "pathways"):
        yield from _duplicates(world, table, table.removesuffix("s"))


def _duplicates(world: World, table: str, noun: str) -> Iterator[Problem]:
    seen: dict[str, tuple[int, str]] = {}
    for number, row in enumerate(rows_of(world.scenario, table)):
        alike = " ".join(row.name.casefold().split())
        if alike not in seen:
            seen[alike] = (number, row.name)
            continue
        first, name = seen[alike]
        where = world.where.row(table, first)
        if name == row.name:
            yield world.problem(
                table,
                number,
                f"{noun} '{name}' is there already ({where}).",
                f"Give each {noun} a name of its own.",
            )
        else:
            yield world.warning(
                table,
                number,
                f"'{row.name}' looks like '{name}' ({where}).",
                f"Use one spelling if they are the same {noun}.",
            )


def unknown_countries(world: World) -> Iterator[Problem]:
    """A regime, a limit, a border or a pathway speaks of a country where no place lies."""
    if not world.knows_places:
        return
    for table, number, country in _countries_named(world):
        if country and country not in world.countries:
            remedy = suggestion(country, world.countries)
            yield world.problem(
                table, number, f"no place lies in the country '{country}'.", remedy, world.mistake
            )


def _countries_named(world: World) -> Iterator[tuple[str, int, str]]:
    """Table, row and name of each country that must have places; a statement may be anybody's."""
    for number, event in world.events:
        if isinstance(event, BorderRegime):
            yield "events", number, event.country
            yield "events", number, event.other_country
        elif isinstance(event, HostLimit):
            yield "events", number, event.country
    for number, border in enumerate(world.scenario.borders):
        yield "borders", number, border.country
        yield "borders", number, border.other_country
    for number, pathway in enumerate(world.scenario.pathways):
        yield "pathways", number, pathway.country


def unknown_home(world: World) -> Iterator[Problem]:
    """The home country is none that a place lies in."""
    home = world.scenario.home_country
    if home and world.knows_places and home not in world.countries:
        yield world.of_setting(
            "home_country", f"no place lies in home_country '{home}'.", suggestion(home, world.countries)
        )


def unfit_name(world: World) -> Iterator[Problem]:
    """Runs are named after the scenario, so its name must be good for a folder."""
    name = world.scenario.name
    marks = sorted({each for each in name if each in NOT_IN_FILE_NAMES})
    if marks or name.startswith("."):
        what = f"holds {' '.join(marks)}" if marks else "begins with a point"
        yield world.of_setting(
            "name", f"the name '{name}' {what}, which no folder can.", "Runs are named after it: change it."
        )


def no_places(world: World) -> Iterator[Problem]:
    """There is nowhere to be."""
    if "places" not in world.unread and not world.scenario.places:
        yield world.of_table(
            "places", "there are no places.", "Add a row for each town, camp and crossing.", "error"
        )


CHECKS = (unknown_places, duplicate_names, unknown_countries, unknown_home, unfit_name, no_places)
