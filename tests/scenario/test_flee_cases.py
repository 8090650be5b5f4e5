"""Every case in the peer's format loads as it is, and its daily counts are the peer's own, to the person."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from steppe.scenario.check import check
from steppe.scenario.events import Conflict
from steppe.scenario.fields import SETTINGS
from steppe.scenario.flee import is_flee_folder, read_flee
from steppe.scenario.folder import load, read, write
from steppe.scenario.model import Scenario
from steppe.scenario.series import day_zero_stock, interpolated, new_people
from tests.scenario.flee_folders import SHARED, shared_folders

CASES = shared_folders("cases", "flee_reference")
REFERENCE = shared_folders("flee_reference")


@cache
def _world(folder: Path) -> Scenario:
    return read_flee(folder)


@cache
def _ensemble(folder: Path) -> dict[str, dict[int, np.ndarray]]:
    """By column and place: for each run, values by day."""
    found: dict[str, dict[int, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    with gzip.open(folder / "ensemble.csv.gz", "rt", encoding="utf-8") as text:
        for row in csv.DictReader(text):
            everybody = row["place"] == "__all_people"
            value = row["simulated"] if everybody else row["observed"]
            found[row["place"]][int(row["run"])][int(row["day"])] = float(value)
    return {
        place: {run: np.array([days[day] for day in range(len(days))]) for run, days in runs.items()}
        for place, runs in found.items()
    }


@pytest.mark.parametrize("folder", CASES)
def test_a_case_loads_without_an_error(folder):
    assert is_flee_folder(folder)
    world = load(folder)
    assert world.name == folder.name
    assert not [problem for problem in check(world) if problem.severity == "error"]


@pytest.mark.parametrize("folder", CASES)
def test_an_imported_case_is_the_same_world(folder, tmp_path):
    write(_world(folder), tmp_path / "imported")
    assert read(tmp_path / "imported") == _world(folder)


@pytest.mark.parametrize("folder", CASES)
def test_a_case_keeps_the_rules_of_the_peer_and_only_settings_unlike_ours(folder):
    world = _world(folder)
    assert (world.setting("rules"), world.setting("clock"), world.setting("routing")) == ("flee",) * 3
    assert world.setting("push_from_observations")
    assert world.setting("day_zero") == "observations"
    assert not [name for name, value in world.settings.items() if value == SETTINGS[name].default]


@pytest.mark.parametrize("folder", CASES)
def test_every_file_of_a_case_is_read_or_noted(folder):
    told = " ".join(note.found for note in _world(folder).notes)
    # Of a file that is read, the rows are there; of the others, the name.
    sources = {name for each in _world(folder).observations for name in each.source.split(" + ")}
    read_files = {
        *sources, "locations.csv", "routes.csv", "conflicts.csv", "closures.csv", "sim_period.csv",
        "registration_corrections.csv", "data_layout.csv", "simsetting.yml",
    }  # fmt: skip
    listed = [path for path in folder.iterdir() if path.name not in ("input_csv", "source_data")]
    listed += [*(folder / "input_csv").iterdir(), *(folder / "source_data").iterdir()]
    assert not [path.name for path in listed if path.name not in read_files and f"'{path.name}'" not in told]


@pytest.mark.parametrize("folder", REFERENCE)
def test_the_counts_of_every_camp_and_day_are_those_the_peer_compared_itself_with(folder):
    world, peer = _world(folder), _ensemble(folder)
    tables = interpolated(world)
    camps = [place.name for place in world.places if place.kind in ("camp", "idp_camp")]
    assert sorted(camps) == sorted(set(peer) - {"__all_people"})
    for camp in camps:
        for run, observed in peer[camp].items():
            assert np.array_equal(tables[camp], observed), f"{camp}, run {run}"


@pytest.mark.parametrize("folder", REFERENCE)
def test_as_many_people_have_left_by_each_day_as_in_the_peer(folder):
    world, peer = _world(folder), _ensemble(folder)
    everybody = sum(day_zero_stock(world).values()) + np.cumsum(new_people(world))
    for run, people in peer["__all_people"].items():
        assert np.array_equal(everybody, people), f"run {run}"


def _shared_world(name: str) -> Scenario:
    if not (SHARED / name).is_dir():
        pytest.skip(f"the cases are not beside this repository ({SHARED})")
    return _world(SHARED / name)


def test_the_settings_of_the_peers_newer_rules_are_carried_over():
    world = _shared_world("flee_reference/f3_mali.h10")
    expected = {
        "people_per_count": 10,
        "speed_km_per_day": 200,
        "foot_speed_km_per_day": 35,
        "camp_weight": 2,
        "softening_km": 10,
        "leave_chance_town": 0.5,
        "start_on_foot": True,
        "avoid_short_stints": True,
        "capacity_scaling": 1.25,
        "conflict_decay": (1, 1, 1, 0.5, 0.1),
        "conflict_decay_interval_days": 30,
        "awareness": 1,
    }
    assert {name: world.setting(name) for name in expected} == expected
    assert world.number("conflict_weight") == pytest.approx(0.316228, abs=1e-6)


def test_a_series_of_no_place_makes_people_flee_but_is_compared_with_nothing():
    world = _shared_world("flee_reference/car.h100")
    rows = [each for each in world.observations if each.series == "Bossobolo"]
    assert rows and not any(each.place for each in rows)
    assert interpolated(world)["Bossobolo"][0] == 180
    assert any("Bossobolo" in note.found for note in world.notes)


def test_conflict_begins_on_the_days_of_the_file():
    world = _shared_world("cases/burundi2015")
    starts = {
        event.place: (event.start - world.start).days
        for event in world.events
        if isinstance(event, Conflict) and event.end is None
    }
    assert starts == {
        "Bujumbura": 0, "Kabarore": 71, "Bukinanyana": 72, "Cibitoke": 76,
        "Mwaro": 179, "Gisuru": 207, "Burambi": 222,
    }  # fmt: skip


def test_a_longer_conflict_file_is_cut_and_a_misspelt_column_is_told_with_the_nearest_place():
    told = [str(note) for note in _shared_world("cases/venezuela2022").notes]
    assert any("428 days after the last day of the run" in note for note in told)
    assert any("'Distrito Capital'" in note and "Did you mean 'Distrito_Capital'?" in note for note in told)


def test_a_series_named_twice_counts_twice_and_is_told():
    world = _shared_world("cases/syria2022")
    tables = interpolated(world)
    assert (tables["Bardarash"] == tables["Bardarash (2)"]).all()
    assert any("'Bardarash' is there already" in note.found for note in world.notes)
