"""The small world with every policy there is, right in every line, for tests to spoil one thing at a time."""

from __future__ import annotations

from collections.abc import Mapping

from tests.scenario.worlds import FILES, Change, both, line, more, whole

PLACES, ROUTES, EVENTS = "places.csv", "routes.csv", "events.csv"
GROUPS, SHARES, BORDERS, PATHWAYS = "groups.csv", "shares.csv", "borders.csv", "pathways.csv"

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "places": ("name", "country", "kind", "latitude", "longitude", "population", "capacity", "hard_capacity",
               "present", "overflow_to"),
    "routes": ("start", "end", "distance_km", "two_way", "mode", "speed_km_per_day", "closed_to", "away_from_posts"),
    "events": ("event", "start", "end", "place", "other_place", "country", "other_country", "status", "admit",
               "groups", "one_way", "quota", "weekdays", "wait", "give_up", "irregular", "irregular_returned",
               "pushback", "intensity", "capacity", "limit", "speed_factor", "every_year", "pathway", "apply",
               "seats", "approval", "wait_days", "about"),
    "groups": ("name", "documents", "mode", "household_size", "hours_per_day", "leave_factor"),
    "shares": ("group", "share", "place"),
    "borders": ("country", "other_country", "length_km", "terrain", "patrols"),
    "pathways": ("name", "kind", "destination", "end", "place", "country", "groups", "start", "apply", "quota",
                 "wait_days", "stages", "give_up", "approval", "seats", "refused_to", "settles", "worth"),
}  # fmt: skip

ROWS: dict[str, list[dict[str, object]]] = {
    "places": [
        {"name": "Origin", "country": "Aland", "latitude": 10, "longitude": 20, "population": 50_000},
        {"name": "Midway", "country": "Aland", "latitude": 10, "longitude": 21, "population": 5_000},
        {"name": "Gate", "country": "Aland", "kind": "crossing", "latitude": 10, "longitude": 22},
        {"name": "Camp One", "country": "Bland", "kind": "camp", "latitude": 10, "longitude": 23, "capacity": 4_000,
         "hard_capacity": "yes", "present": 100, "overflow_to": "Inn"},
        {"name": "Inn", "country": "Bland", "latitude": 10, "longitude": 24},
        {"name": "Far City", "country": "Cland", "kind": "destination", "latitude": 11, "longitude": 30},
    ],
    "routes": [
        {"start": "Origin", "end": "Midway", "distance_km": 120},
        {"start": "Midway", "end": "Gate", "distance_km": 115},
        {"start": "Gate", "end": "Camp One", "distance_km": 118},
        {"start": "Camp One", "end": "Inn", "distance_km": 116},
        {"start": "Midway", "end": "Inn", "distance_km": 340, "two_way": "no", "mode": "path",
         "closed_to": "vehicle;animal", "away_from_posts": "yes"},
    ],
    "events": [
        {"event": "conflict", "start": "2025-01-05", "end": "2025-02-01", "place": "Origin", "intensity": 1},
        {"event": "border", "start": "2025-01-20", "end": "2025-02-10", "country": "Aland", "other_country": "Bland",
         "status": "restricted", "admit": 0.5, "quota": 200, "weekdays": "mon;tue;wed;thu;fri", "wait": 0.8,
         "give_up": 0.05, "irregular": 0.1, "irregular_returned": 0.3, "pushback": 0.02},
        {"event": "route", "start": "2025-01-20", "end": "2025-02-10", "place": "Gate", "other_place": "Camp One",
         "status": "open", "groups": "families", "one_way": "yes"},
        {"event": "camp_opens", "start": "2025-01-03", "place": "Camp One"},
        {"event": "host_limit", "start": "2025-01-15", "end": "2025-02-15", "country": "Bland", "limit": 9000},
        {"event": "speed", "start": "2023-12-01", "end": "2024-02-15", "place": "Midway", "other_place": "Origin",
         "speed_factor": 0.5, "every_year": "yes", "groups": "families"},
        {"event": "pathway", "start": "2025-01-25", "end": "2025-02-05", "pathway": "visa", "seats": 5},
        {"event": "statement", "start": "2024-12-12", "country": "Dland", "other_country": "Aland",
         "about": "A pledge of 5000 places"},
    ],
    "groups": [
        {"name": "families", "documents": "none", "mode": "foot", "household_size": 6, "hours_per_day": 6},
        {"name": "drivers", "documents": "tazkira"},
    ],
    "shares": [
        {"group": "families", "share": 0.7},
        {"group": "drivers", "share": 0.3},
        {"group": "families", "share": 0.5, "place": "Midway"},
        {"group": "drivers", "share": 0.5, "place": "Midway"},
    ],
    "borders": [
        {"country": "Bland", "other_country": "Aland", "length_km": 500, "terrain": "hills", "patrols": 10},
    ],
    "pathways": [
        {"name": "visa", "kind": "visa", "destination": "Far City", "end": "2025-02-20", "place": "Camp One",
         "groups": "drivers", "start": "2025-01-10", "apply": 0.1, "quota": 20, "wait_days": 9, "stages": 3,
         "give_up": 0.01, "approval": 0.5, "seats": 15, "refused_to": "onward", "worth": 1},
        {"name": "going home", "kind": "voluntary_return", "destination": "Origin", "end": "2025-03-01",
         "country": "Bland", "apply": 0.01, "settles": "yes"},
    ],
}  # fmt: skip
"""Every table of policy, and the tables it touches; the first row stands on line 2."""


def _text(table: str, row: Mapping[str, object]) -> str:
    unknown = row.keys() - set(COLUMNS[table])
    assert not unknown, f"{table} has no column {unknown}"
    return ",".join(str(row.get(column, "")) for column in COLUMNS[table])


def _table(table: str) -> str:
    return "\n".join([",".join(COLUMNS[table]), *(_text(table, row) for row in ROWS[table])]) + "\n"


with_policies: Change = both(*(whole(f"{table}.csv", _table(table)) for table in COLUMNS))
"""Makes the small world one with every policy."""


def spoilt(file: str, number: int, **cells: object) -> Change:
    """Put other cells into the row on one line; ``None`` empties a cell."""
    table = file.removesuffix(".csv")
    row = {**ROWS[table][number - 2], **cells}
    return line(file, number, _text(table, {name: each for name, each in row.items() if each is not None}))


def added(file: str, **cells: object) -> Change:
    """Add a row."""
    return more(file, _text(file.removesuffix(".csv"), cells))


def dropped(file: str, number: int) -> Change:
    """Empty one line."""
    return line(file, number, "")


def run_with(text: str) -> Change:
    """Add settings at the end of ``scenario.toml``."""
    return whole("scenario.toml", FILES["scenario.toml"] + text + "\n")
