"""
A Flee input folder becomes a scenario under the peer's own rules, and what stays behind is listed.

``locations.csv`` and ``routes.csv`` are read in ``flee_places.py``, what happens
and when in ``flee_events.py``, counts in ``flee_series.py`` and ``simsetting.yml``
in ``flee_settings.py``.  How the peer computes with all that is left to the
compile step, which follows it under ``rules = "flee"``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import cast

from steppe.errors import Problem, ScenarioError
from steppe.scenario.fields import SETTINGS
from steppe.scenario.flee_events import Period, read_closures, read_conflicts, read_period
from steppe.scenario.flee_files import Reading, quoted
from steppe.scenario.flee_places import as_camps_where_nobody_leaves, read_places, read_routes
from steppe.scenario.flee_series import read_corrections, read_observations
from steppe.scenario.flee_settings import read_settings
from steppe.scenario.model import Scenario, SettingValue

_FOLDERS = ("input_csv", "source_data")
# Stands in where the period cannot be read, so that the other files are looked at all the same.
_UNKNOWN_PERIOD = Period(date(2000, 1, 1), 65_535)
_LEFT_OUT = MappingProxyType(
    {
        "demographics_": "attributes of people, which only rules that are not carried over look at",
        "location_changes": "changes of a place's type; Flee looks for them where it is started, not here",
        "agents.csv": "people placed one by one",
        "flood_level": "floods",
        "region_attributes_": "attributes of regions, such as hunger",
        "major_routes": "fixed routes",
    }
)


def is_flee_folder(path: str | Path) -> bool:
    """Whether a folder is laid out as Flee's are: with its tables under ``input_csv/``."""
    return (Path(path) / "input_csv").is_dir()


def read_flee(path: str | Path) -> Scenario:
    """
    Read a Flee folder.

    Parameters
    ----------
    path
        The folder that holds ``input_csv/``, ``source_data/`` and ``simsetting.yml``.

    Returns
    -------
    scenario
        Named after the folder, under ``rules = "flee"``; its ``notes`` list every
        file, column and setting that is not, or not fully, carried over.

    Raises
    ------
    ScenarioError
        With everything that is wrong in any of the files.
    """
    folder = Path(path)
    reading = Reading(folder)
    if not is_flee_folder(folder):
        raise ScenarioError(
            Problem(str(path), "is no Flee folder.", "Name the folder that holds input_csv/.")
        )
    period = read_period(reading)
    settings = read_settings(reading)
    scenario = _read_world(reading, period or _UNKNOWN_PERIOD, settings)
    _tell_of_leftovers(reading)
    if reading.problems:
        raise ScenarioError(reading.problems)
    return replace(scenario, notes=tuple(dict.fromkeys(reading.notes)))


def _read_world(reading: Reading, period: Period, settings: dict[str, SettingValue]) -> Scenario:
    """Everything of the folder but its settings, read into one scenario."""
    locations = read_places(reading)
    places = as_camps_where_nobody_leaves(
        reading,
        locations,
        leave_town=cast("float", settings["leave_chance_town"]),
        leave_conflict=cast("float", settings["leave_chance_conflict"]),
    )
    routes = read_routes(reading, places)
    closures = read_closures(reading, period, places)
    conflicts = read_conflicts(reading, period, locations)
    observations = read_observations(reading, places, required=bool(settings["push_from_observations"]))
    corrections, observations = read_corrections(reading, observations, period.start)
    name = reading.folder.resolve().name
    return Scenario(
        name=name,
        start=period.start,
        days=period.days,
        title=name,
        home_country=places[0].country if places else "",
        source=f"The Flee folder {name}.",
        places=places,
        routes=routes,
        events=(*conflicts, *closures),
        observations=observations,
        corrections=corrections,
        settings=_unlike_ours(settings),
    )


def _unlike_ours(settings: dict[str, SettingValue]) -> MappingProxyType[str, SettingValue]:
    """The settings that differ from our own defaults, which are those a scenario keeps."""
    return MappingProxyType(
        {name: value for name, value in settings.items() if value != SETTINGS[name].default}
    )


def _tell_of_leftovers(reading: Reading) -> None:
    """Note the remarks in files, and every file of the folder that nothing was read from."""
    if reading.commented:
        reading.note(
            "the folder",
            f"the remarks (lines that begin with #) in {quoted(reading.commented)} are not kept.",
            "Write what they say into the column 'note' of the imported tables.",
        )
    for name in _FOLDERS:
        unread = [path.name for path in _entries(reading.folder / name) if path not in reading.used]
        for start, meaning in _LEFT_OUT.items():
            known = [file for file in unread if file.startswith(start)]
            if known:
                reading.note(
                    f"{name}/", f"{quoted(known)} not carried over: {meaning}.", "Nothing uses them."
                )
                unread = [file for file in unread if file not in known]
        if unread:
            asks = (
                "data_layout.csv names none of them" if name == "source_data" else "Flee reads no such files"
            )
            reading.note(
                f"{name}/", f"{quoted(unread)} not carried over: {asks}.", "Correct the name if one is meant."
            )
    besides = [
        path.name
        for path in _entries(reading.folder)
        if path not in reading.used and path.name not in _FOLDERS
    ]
    if besides:
        reading.note(
            "the folder",
            f"{quoted(besides)} not carried over: they are no part of what Flee reads.",
            "Keep the folder.",
        )


def _entries(folder: Path) -> list[Path]:
    return (
        sorted(path for path in folder.iterdir() if not path.name.startswith(".")) if folder.is_dir() else []
    )
