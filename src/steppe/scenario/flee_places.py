"""
``locations.csv`` and ``routes.csv`` of a Flee folder: places, and ways between them.

The leading columns go by their position, whatever the line of column names
calls them; it only names the columns after those.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from types import MappingProxyType

from steppe.field import Field
from steppe.scenario.flee_files import Reading, Row, column, named_columns, quoted
from steppe.scenario.model import CAMP_KINDS, Place, PlaceKind, Route
from steppe.scenario.nearest import suggestion

_LATITUDE, _LONGITUDE = column("places", "latitude"), column("places", "longitude")
_POPULATION, _CAPACITY = column("places", "population"), column("places", "capacity")
_CONFLICT_DATE = Field("conflict_date", "integer", "Day on which conflict comes, 0 or less: from the start.")
_INTENSITY = column("events", "intensity", "conflict_intensity")
_PRESENT = column("places", "present", "initial_idps")
_DISTANCE = column("routes", "distance_km", "distance")
_REDIRECTION = column("routes", "forced_redirection")
_SPEED = column("routes", "speed_km_per_day", "max_move_speed")

# The first word found in a location type decides; camps and conflict come before these.
_KIND_OF_WORD: tuple[tuple[str, PlaceKind], ...] = (
    ("forward", "hub"),
    ("marker", "marker"),
    ("flood_zone", "town"),
    ("default", "town"),
    ("town", "town"),
)
_HEADINGS = ("location_type", "type", "kind")
_CARRIED_ATTRIBUTES = ("conflict_intensity", "initial_idps")
_LEFT_OUT_ATTRIBUTES = MappingProxyType(
    {
        "capacity_per_day": "capacities do not grow by the day; use the event 'capacity'",
        "deactivation_probability": "nobody leaves the simulation",
        "walk_probability": "nobody walks by chance; give the route a slower max_move_speed",
        "link_type": "the program itself does not read it either",
    }
)
# Below this chance of leaving, the program takes any place for a camp.
_AS_GOOD_AS_A_CAMP = 0.005


@dataclass(frozen=True, slots=True)
class Locations:
    """
    Places, and those typed as in conflict from the start.

    Parameters
    ----------
    places
        In file order.
    from_start
        Intensity by place, for zones whose ``conflict_date`` is 0 or less.
    later
        Zones whose ``conflict_date`` is above 0.
    """

    places: tuple[Place, ...]
    from_start: MappingProxyType[str, float]
    later: tuple[str, ...]


def read_places(reading: Reading) -> Locations:
    """Read ``locations.csv``."""
    rows = reading.rows("input_csv/locations.csv")
    attributes = _attributes(reading, "locations.csv", rows, 8)
    places: dict[str, Place] = {}
    from_start: dict[str, float] = {}
    later: list[str] = []
    for row in rows:
        name = row.cell(0)
        if row.is_comment:
            continue
        if row is rows[0] and row.cell(5).casefold() in _HEADINGS:
            reading.wrong(
                row.where, "the column names are read as a place.", "Put # before the first of them."
            )
        elif not name:
            reading.wrong(row.where, "the name of the place is empty.", "Fill in the first column.")
        elif name in places:
            reading.wrong(
                row.where, f"place '{name}' is there already.", "Give each place a name of its own."
            )
        else:
            places[name] = _place(reading, row, attributes)
            intensity = _conflict_from_start(reading, row, attributes)
            if intensity is not None:
                from_start[name] = intensity
            elif _is_zone(row):
                later.append(name)
    if not places and not reading.problems:
        reading.wrong("locations.csv", "there are no places.", "Add a row for each town and camp.")
    _tell_of_conflict_dates(reading, rows)
    return Locations(tuple(places.values()), MappingProxyType(from_start), tuple(later))


def _place(reading: Reading, row: Row, attributes: dict[str, int]) -> Place:
    kind = _kind(reading, row)
    is_camp = kind in CAMP_KINDS
    people = reading.value(row, 7, _CAPACITY if is_camp else _POPULATION)
    present = _attribute(reading, row, attributes, "initial_idps", _PRESENT)
    if present and not is_camp:
        reading.note(
            row.where,
            f"initial_idps {present} is for '{row.cell(0)}', which is no camp, and so without effect in Flee.",
            "Make it a camp, or fill in 'present' and set day_zero to 'places'.",
        )
    return Place(
        name=row.cell(0),
        country=row.cell(2) or "unknown",
        kind=kind,
        region=row.cell(1),
        latitude=reading.value(row, 3, _LATITUDE),
        longitude=reading.value(row, 4, _LONGITUDE),
        population=0 if is_camp else people or 0,
        capacity=(people or None) if is_camp else None,
        present=int(present) if is_camp and present is not None else None,
    )


def _kind(reading: Reading, row: Row) -> PlaceKind:
    """The kind of a place, by the words its type contains; a zone of conflict is a town with events."""
    text = row.cell(5)
    word = text.casefold()
    if "camp" in word:
        return "idp_camp" if "idp" in word else "camp"
    if "conflict" in word:
        return "town"
    for part, kind in _KIND_OF_WORD:
        if part in word:
            if part == "flood_zone":
                reading.note(
                    row.where,
                    f"'{row.cell(0)}' is a flood zone; floods are not carried over.",
                    "It is kept as a town.",
                )
            return kind
    offer = suggestion(
        text, ("town", "camp", "conflict_zone", "idpcamp", "forwarding_hub", "marker"), "Correct it."
    )
    reading.note(
        row.where,
        f"location_type '{text}' of '{row.cell(0)}' is unknown; the place is kept as a waypoint, which"
        " everybody leaves at once, as in Flee.",
        offer,
    )
    return "waypoint"


def _conflict_from_start(reading: Reading, row: Row, attributes: dict[str, int]) -> float | None:
    """Intensity of a zone that is typed as in conflict from the start, else ``None``."""
    if not _is_zone(row):
        return None
    day = reading.needed(row, 6, _CONFLICT_DATE)
    if day is None or day > 0:
        return None
    intensity = _attribute(reading, row, attributes, "conflict_intensity", _INTENSITY)
    return 1.0 if intensity is None else float(intensity)


def _is_zone(row: Row) -> bool:
    word = row.cell(5).casefold()
    return "conflict" in word and "camp" not in word


def _attribute(
    reading: Reading, row: Row, attributes: dict[str, int], name: str, kind: Field
) -> float | int | None:
    found: float | int | None = reading.value(row, attributes[name], kind) if name in attributes else None
    return found


def _attributes(reading: Reading, file: str, rows: list[Row], first: int) -> dict[str, int]:
    """Positions of the columns that are carried over; the others are noted."""
    names = named_columns(rows, first)
    carried = (*_CARRIED_ATTRIBUTES, "max_move_speed")
    for name in names.values():
        if name not in carried:
            reason = _LEFT_OUT_ATTRIBUTES.get(name, "no rule that is carried over reads it")
            reading.note(file, f"the column '{name}' is not carried over.", f"Know that {reason}.")
    nameless = sorted(
        {
            number + 1
            for row in rows
            for number in range(first, len(row.cells))
            if not row.is_comment and row.cell(number) and number not in names
        }
    )
    if nameless:
        reading.note(
            file,
            f"column {', '.join(map(str, nameless))} has values but no name, and is not carried over.",
            "Name it in a first line that begins with #.",
        )
    return {name: number for number, name in names.items()}


def _tell_of_conflict_dates(reading: Reading, rows: list[Row]) -> None:
    """The day itself is not used by the program either."""
    later = [row.cell(0) for row in rows if not row.is_comment and row.cell(6).isdigit() and int(row.cell(6))]
    if later:
        reading.note(
            "locations.csv",
            f"the days in conflict_date are not kept ({len(later)} of them above 0).",
            "As in Flee, only conflicts.csv says when conflict comes to a place whose day is above 0.",
        )


def as_camps_where_nobody_leaves(
    reading: Reading, locations: Locations, *, leave_town: float, leave_conflict: float
) -> tuple[Place, ...]:
    """
    The program takes a place for a camp where the chance of leaving is below 0.005 when it is loaded.

    Parameters
    ----------
    reading
        Where it is noted.
    locations
        Places as typed.
    leave_town, leave_conflict
        Chance per day, 0 to 1.
    """
    turned: list[str] = []
    places = []
    for place in locations.places:
        chance = leave_conflict if place.name in locations.from_start else leave_town
        if place.kind == "town" and chance < _AS_GOOD_AS_A_CAMP:
            turned.append(place.name)
            place = dataclasses.replace(place, kind="camp")
        places.append(place)
    if turned:
        reading.note(
            "simsetting.yml",
            f"so few people leave a town ({leave_town:g} per day) or conflict ({leave_conflict:g}) that"
            f" Flee takes {len(turned)} places for camps: {quoted(turned[:8])}.",
            "They are camps here too, and people leave them with leave_chance_camp.",
        )
    return tuple(places)


def read_routes(reading: Reading, places: tuple[Place, ...]) -> tuple[Route, ...]:
    """Read ``routes.csv``; every row is a way in both directions."""
    rows = reading.rows("input_csv/routes.csv")
    attributes = _attributes(reading, "routes.csv", rows, 4)
    known = {place.name for place in places}
    routes = (_route(reading, row, known, attributes) for row in rows if not row.is_comment)
    return tuple(route for route in routes if route is not None)


def _route(reading: Reading, row: Row, known: set[str], attributes: dict[str, int]) -> Route | None:
    start, end = row.cell(0), row.cell(1)
    for name in (start, end):
        if not name:
            reading.wrong(row.where, "one end of the route is empty.", "Name both places.")
        elif known and name not in known:
            remedy = suggestion(name, known, "Add it to locations.csv, or correct the name.")
            reading.wrong(row.where, f"place '{name}' is unknown.", remedy)
    if start and start == end:
        reading.wrong(row.where, f"the route leads from '{start}' to itself.", "Correct one of its ends.")
    distance = reading.needed(row, 2, _DISTANCE)
    redirection = reading.value(row, 3, _REDIRECTION)
    speed = _attribute(reading, row, attributes, "max_move_speed", _SPEED)
    if distance is None:
        return None
    return Route(
        start=start,
        end=end,
        distance_km=float(distance),
        speed_km_per_day=None if speed is None else float(speed),
        forced_redirection=redirection or 0,
    )
