"""The world that ``steppe new`` writes: small, invented, complete, and with every setting explained."""

from __future__ import annotations

import json
import textwrap
from datetime import date
from pathlib import Path

from steppe.field import Field
from steppe.scenario.events import BorderRegime, CapacityChange, Conflict
from steppe.scenario.fields import SETTINGS
from steppe.scenario.model import Observation, Place, Route, Scenario
from steppe.scenario.tables import HEADING, NOT_IN_FILE_NAMES
from steppe.scenario.tables_io import table_texts
from steppe.scenario.values import Refused, expected, judged, written_value
from steppe.scenario.written import put_in_place

_INVENTED = "Invented; replace it by where your number comes from."
_START = date(2025, 1, 1)
_DAYS = 90
_PLACES = (
    Place("Oldtown", "Homeland", latitude=46.0, longitude=66.0, population=80_000, source=_INVENTED),
    Place("Midway", "Homeland", latitude=46.4, longitude=67.2, population=20_000, source=_INVENTED),
    Place("Bridge", "Homeland", "crossing", latitude=46.6, longitude=68.0, source=_INVENTED),
    Place(
        "River camp",
        "Neighbour",
        "camp",
        latitude=46.7,
        longitude=68.4,
        capacity=15_000,
        present=500,
        source=_INVENTED,
    ),
    Place("Harbour City", "Neighbour", "destination", latitude=47.2, longitude=69.6, source=_INVENTED),
)
_ROUTES = (
    Route("Oldtown", "Midway", 110, source=_INVENTED),
    Route("Midway", "Bridge", 75, source=_INVENTED),
    Route("Bridge", "River camp", 40, source=_INVENTED),
    Route("River camp", "Harbour City", 130, source=_INVENTED),
)
_CHANGED: dict[str, float] = {"conflict_push_rate": 0.01}


def write_template(folder: Path) -> None:
    """
    Write the example world into a new folder, and name it after the folder.

    Parameters
    ----------
    folder
        Where to; must not exist yet, or be empty.

    Raises
    ------
    OutputError
        Where the folder is in the way, or nothing can be written there.
    """
    world = example_world(name_for(folder))
    texts = {"scenario.toml": _toml(world), **table_texts(world)}
    put_in_place(texts, folder, overwrite=False, all_names=texts)


def name_for(folder: Path) -> str:
    """The name of a folder, as far as it can be the name of a scenario."""
    plain = "".join("-" if each in NOT_IN_FILE_NAMES else each for each in folder.resolve().name)
    try:
        return str(judged(HEADING["name"], " ".join(plain.split()).lstrip("."))) or "example"
    except Refused:
        return "example"


def example_world(name: str) -> Scenario:
    """A town in conflict, a town on the way, a border post, a camp and a city abroad."""
    return Scenario(
        name=name,
        start=_START,
        days=_DAYS,
        title="An example to change",
        home_country="Homeland",
        places=_PLACES,
        routes=_ROUTES,
        events=(
            Conflict("Oldtown", date(2025, 1, 6), date(2025, 3, 1), source=_INVENTED),
            BorderRegime(
                "Homeland",
                "Neighbour",
                "closed",
                date(2025, 2, 1),
                date(2025, 2, 15),
                source=_INVENTED,
                note="Nobody crosses for two weeks.",
            ),
            CapacityChange("River camp", date(2025, 2, 15), 25_000, source=_INVENTED),
        ),
        observations=(
            Observation(date(2025, 1, 20), "River camp", 3_000, series="registered", source=_INVENTED),
            Observation(date(2025, 3, 20), "River camp", 14_000, series="registered", source=_INVENTED),
        ),
        settings=_CHANGED,
    )


def _toml(world: Scenario) -> str:
    """``scenario.toml`` with every setting: those at their default as a comment."""
    heading = f"""\
# What this file says, and what each setting means. A line that starts with # is not read.
# The tables beside it (places.csv and so on) can be edited in Excel: save them as 'CSV UTF-8'.
# Who people are and what governments offer them go into groups.csv, shares.csv, borders.csv and pathways.csv, which
# are not here yet: `steppe fields groups` lists the columns of one.

[scenario]
name = {json.dumps(world.name, ensure_ascii=False)}
title = {json.dumps(world.title)}
start = {world.start}  # the first day
days = {world.days}
home_country = {json.dumps(world.home_country)}  # the country people flee
description = \"\"\"
What this world believes, and what it leaves out.
\"\"\"
source = {json.dumps(_INVENTED)}
"""
    parts = [heading]
    for section in dict.fromkeys(each.section for each in SETTINGS.values()):
        lines = [_setting_lines(each) for each in SETTINGS.values() if each.section == section]
        parts.append(f"[{section}]\n" + "\n".join(lines))
    return "\n".join(parts)


def _setting_lines(field: Field) -> str:
    """The meaning of a setting, what it may be, and its line: a comment where it has its default."""
    asked = "Write true or false." if field.type == "yes/no" else expected(field)
    meaning = textwrap.wrap(f"{field.meaning} {asked}", 100)
    value = _CHANGED.get(field.name, field.default)
    mark = "" if field.name in _CHANGED else "# "
    return "".join(f"# {line}\n" for line in meaning) + f"{mark}{field.name} = {_toml_value(field, value)}\n"


def _toml_value(field: Field, value: object) -> str:
    if field.type == "yes/no":
        return "true" if value else "false"
    if field.type == "numbers":
        return "[" + written_value(field, value).replace(" ", ", ") + "]"
    return json.dumps(value) if isinstance(value, str) else written_value(field, value)
