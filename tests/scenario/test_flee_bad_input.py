"""A Flee folder at fault is refused: every fault at once, with file and line, what is there, and what to do."""

from __future__ import annotations

import pytest

from steppe.errors import ScenarioError
from steppe.scenario.flee import read_flee
from tests.scenario.flee_folders import (
    CLOSURES,
    CONFLICTS,
    CORRECTIONS,
    LAYOUT,
    LOCATIONS,
    PERIOD,
    ROUTES,
    SETTINGS,
    SMALL,
    flee_folder,
)


def _and(name: str, *rows: str) -> dict[str, str | None]:
    return {name: SMALL[name] + "".join(f"{row}\n" for row in rows)}


# What is changed, where it is told, and words of what is found and of the remedy.
BAD = {
    "no locations": ({LOCATIONS: None}, "locations.csv", "no file input_csv/locations.csv", "Add"),
    "no routes": ({ROUTES: None}, "routes.csv", "no file", "Add"),
    "no conflicts": ({CONFLICTS: None}, "conflicts.csv", "no file", "Add"),
    "no closures": ({CLOSURES: None}, "closures.csv", "no file", "Add"),
    "no period": ({PERIOD: None}, "sim_period.csv", "no file", "Add"),
    "no layout": ({LAYOUT: None}, "data_layout.csv", "no file source_data/", "Add"),
    "empty locations": ({LOCATIONS: ""}, "locations.csv", "no places", "Add a row"),
    "empty conflicts": ({CONFLICTS: ""}, "conflicts.csv", "is empty", "line of place names"),
    "conflicts without days": ({CONFLICTS: "#Day,Ash\n"}, "conflicts.csv", "no day in it", "Give 4 lines"),
    "empty period": ({PERIOD: ""}, "sim_period.csv", "no row StartDate", "Add StartDate"),
    "empty layout": ({LAYOUT: ""}, "data_layout.csv", "camp 'Cedar' has no series", "Add a row"),
    "column names unmarked": (
        {LOCATIONS: SMALL[LOCATIONS][1:]},
        "locations.csv line 1",
        "column names are read as a place",
        "Put #",
    ),
    "place without name": (_and(LOCATIONS, ",,,1,1,town,,"), "locations.csv line 5", "empty", "Fill in"),
    "place twice": (_and(LOCATIONS, "Ash,,,1,1,town,,"), "locations.csv line 5", "'Ash' is there", "own"),
    "latitude in words": (
        _and(LOCATIONS, "New,,,north,1,town,,"),
        "locations.csv line 5",
        "latitude 'north' is not a number",
        "Give",
    ),
    "latitude off the globe": (
        _and(LOCATIONS, "New,,,99,1,town,,"),
        "locations.csv line 5",
        "above 90",
        "from -90 to 90",
    ),
    "population with separators": (
        _and(LOCATIONS, 'New,,,1,1,town,,"22,849"'),
        "locations.csv line 5",
        "population '22,849' is not a whole number",
        "Write 22849",
    ),
    "population below zero": (
        _and(LOCATIONS, "New,,,1,1,town,,-5"),
        "locations.csv line 5",
        "below 0",
        "Give",
    ),
    "capacity in words": (
        _and(LOCATIONS, "New,,,1,1,camp,,many"),
        "locations.csv line 5",
        "capacity",
        "Give",
    ),
    "no conflict date": (
        _and(LOCATIONS, "New,,,1,1,conflict_zone,,5"),
        "locations.csv line 5",
        "conflict_date is empty",
        "Fill in column 7",
    ),
    "unknown place in a route": (
        _and(ROUTES, "Ash,Ceder,7"),
        "routes.csv line 4",
        "place 'Ceder' is unknown",
        "Did you mean 'Cedar'?",
    ),
    "route to itself": (_and(ROUTES, "Ash,Ash,7"), "routes.csv line 4", "to itself", "Correct"),
    "route without distance": (
        _and(ROUTES, "Ash,Cedar,"),
        "routes.csv line 4",
        "distance is empty",
        "column 3",
    ),
    "negative distance": (_and(ROUTES, "Ash,Cedar,-7"), "routes.csv line 4", "below 0", "Give"),
    "distance that is none": (_and(ROUTES, "Ash,Cedar,nan"), "routes.csv line 4", "'nan'", "Give"),
    "redirection of three": (_and(ROUTES, "Ash,Cedar,7,3"), "routes.csv line 4", "above 2", "0 to 2"),
    "speed of nothing": (
        {ROUTES: "#a,b,c,d,max_move_speed\nAsh,Birch,100,,0\nBirch,Cedar,9,,\n"},
        "routes.csv line 2",
        "max_move_speed '0' is below",
        "Give",
    ),
    "day of a closure in words": (
        _and(CLOSURES, "camp,Cedar,,never,2"),
        "closures.csv line 2",
        "day 'never' is not a whole number",
        "Give",
    ),
    "closure without an end": (
        _and(CLOSURES, "camp,Cedar,,0,"),
        "closures.csv line 2",
        "day is empty",
        "column 5",
    ),
    "closure of an unknown place": (
        _and(CLOSURES, "location,Ashe,,0,2"),
        "closures.csv line 2",
        "place 'Ashe' is unknown",
        "Did you mean 'Ash'?",
    ),
    "border of one country": (
        _and(CLOSURES, "country,Aland,,0,2"),
        "closures.csv line 2",
        "empty",
        "Name both",
    ),
    "intensity in words": (
        {CONFLICTS: "#Day,Ash\n0,1\n1,yes\n2,1\n3,1\n"},
        "conflicts.csv line 3",
        "intensity 'yes' is not a number",
        "Give",
    ),
    "missing intensity": (
        {CONFLICTS: "#Day,Ash,Birch\n0,1,0\n1,1\n2,1,0\n3,1,0\n"},
        "conflicts.csv line 3",
        "intensity is empty",
        "column 3",
    ),
    "negative intensity": (
        {CONFLICTS: "#Day,Ash\n0,-1\n1,1\n2,1\n3,1\n"},
        "conflicts.csv line 2",
        "below 0",
        "Give",
    ),
    "conflict column twice": (
        {CONFLICTS: "#Day,Ash,Ash\n0,1,1\n1,1,1\n2,1,1\n3,1,1\n"},
        "conflicts.csv line 1",
        "two columns 'Ash'",
        "Delete",
    ),
    "start that is no date": (
        {PERIOD: "StartDate,01/03/2020\nLength,4\n"},
        "sim_period.csv line 1",
        "'01/03/2020' is not a date",
        "2020-03-01",
    ),
    "length in words": (
        {PERIOD: "StartDate,2020-03-01\nLength,long\n"},
        "sim_period.csv line 2",
        "'long'",
        "Give",
    ),
    "length of nothing": (
        {PERIOD: "StartDate,2020-03-01\nLength,0\n"},
        "sim_period.csv line 2",
        "below 1",
        "Give",
    ),
    "no length": ({PERIOD: "StartDate,2020-03-01\n"}, "sim_period.csv", "no row Length", "Add Length"),
    "missing series file": (
        {"source_data/cedar.csv": None},
        "data_layout.csv line 2",
        "no file source_data/cedar.csv",
        "correct its name",
    ),
    "camp without a series": (
        {LAYOUT: "total,refugees.csv\nCeder,cedar.csv\n"},
        "data_layout.csv",
        "camp 'Cedar' has no series",
        "Did you mean 'Ceder'?",
    ),
    "series without counts": ({"source_data/cedar.csv": "Date,n\n"}, "cedar.csv", "has no counts", "Give"),
    "count in words": (
        {"source_data/cedar.csv": "2020-03-01,none\n"},
        "cedar.csv line 1",
        "count 'none' is not a number",
        "Give",
    ),
    "negative count": ({"source_data/cedar.csv": "2020-03-01,-4\n"}, "cedar.csv line 1", "below 0", "Give"),
    "count without a date": (
        {"source_data/cedar.csv": "2020-03-01,4\nMarch,4\n"},
        "cedar.csv line 2",
        "date 'March' is not a date",
        "2021-08-15",
    ),
    "count on the 30th of February": (
        {"source_data/cedar.csv": "2020-02-30,4\n"},
        "cedar.csv line 1",
        "not a day of the calendar",
        "Correct",
    ),
    "files that cannot be added up": (
        {LAYOUT: "total,refugees.csv\nCedar,cedar.csv,late.csv\n", "source_data/late.csv": "2020-03-02,1\n"},
        "data_layout.csv line 2",
        "late.csv begins 2020-03-02, after 2020-03-01",
        "Put the file",
    ),
    "correction of an unknown series": (
        {CORRECTIONS: "Ceder,2020-03-05\n"},
        "registration_corrections.csv line 1",
        "'Ceder' has no series",
        "Did you mean 'Cedar'?",
    ),
    "correction on a day without a count": (
        {CORRECTIONS: "Cedar,2020-03-04\n"},
        "registration_corrections.csv line 1",
        "no count on 2020-03-04",
        "'2020-03-05'",
    ),
    "correction on the first count": (
        {CORRECTIONS: "Cedar,2020-03-01\n"},
        "registration_corrections.csv line 1",
        "with another before it",
        "'2020-03-05'",
    ),
    "correction after a count of nobody": (
        {CORRECTIONS: "Cedar,2020-03-05\n", "source_data/cedar.csv": "2020-03-01,0\n2020-03-05,9\n"},
        "registration_corrections.csv line 1",
        "cannot be rescaled",
        "take another day",
    ),
    "settings that are no YAML": (
        {SETTINGS: "move_rules:\n\tspeed: 1\n"},
        "simsetting.yml line 2",
        "YAML",
        "tabs",
    ),
    "settings that are a text": ({SETTINGS: "fast\n"}, "simsetting.yml", "not a list of keys", "Write key"),
    "heading without keys": (
        {SETTINGS: "move_rules: 3\n"},
        "simsetting.yml line 1",
        "not a list of keys",
        "Write",
    ),
    "speed in words": (
        {SETTINGS: "move_rules:\n  max_move_speed: fast\n"},
        "simsetting.yml line 2",
        "max_move_speed: speed_km_per_day 'fast' is not a number",
        "Give",
    ),
    "negative speed": (
        {SETTINGS: "move_rules:\n  max_move_speed: -2\n"},
        "simsetting.yml line 2",
        "below",
        "Give",
    ),
    "half a person": (
        {SETTINGS: "optimisations:\n  hasten: 0.5\n"},
        "simsetting.yml line 2",
        "hasten",
        "Give",
    ),
    "decay in words": (
        {SETTINGS: "spawn_rules:\n  conflict_spawn_decay: [1, less]\n"},
        "simsetting.yml line 2",
        "'less' is not a number",
        "Give",
    ),
    "unknown mode": (
        {SETTINGS: "spawn_rules:\n  conflict_driven_spawning:\n    spawn_mode: poison\n"},
        "simsetting.yml line 2",
        "'poison' is not one of",
        "Did you mean 'poisson'?",
    ),
    "mode of ours": (
        {SETTINGS: "spawn_rules:\n  conflict_driven_spawning:\n    spawn_mode: resident\n"},
        "simsetting.yml line 2",
        "'resident' is unknown",
        "'constant'",
    ),
    "open quotation mark": ({ROUTES: 'Ash,"Birch,100\n'}, "routes.csv line 1", "quotation mark", "Put one"),
}


def _refused(folder) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        read_flee(folder)
    return caught.value


@pytest.mark.parametrize(("changes", "where", "found", "remedy"), BAD.values(), ids=BAD.keys())
def test_a_fault_is_told_with_its_place_and_a_remedy(tmp_path, changes, where, found, remedy):
    problems = _refused(flee_folder(tmp_path, changes)).problems
    matching = [each for each in problems if each.where == where and found in each.found]
    assert matching, [str(each) for each in problems]
    assert remedy in matching[0].remedy, str(matching[0])
    assert all(each.severity == "error" and each.remedy for each in problems)


def test_the_small_folder_is_without_fault(tmp_path):
    assert read_flee(flee_folder(tmp_path)).days == 4


def test_all_faults_of_all_files_are_told_at_once(tmp_path):
    changes = {
        **_and(LOCATIONS, "New,,,north,1,town,,"),
        **_and(ROUTES, "Ash,Ceder,-7"),
        **_and(CLOSURES, "camp,Nowhere,,0,2"),
        PERIOD: "StartDate,soon\nLength,4\n",
        SETTINGS: "optimisations:\n  hasten: none\n",
        "source_data/cedar.csv": "2020-03-01,many\n",
    }
    told = str(_refused(flee_folder(tmp_path, changes)))
    for file in ("locations", "routes", "closures", "sim_period", "simsetting", "cedar"):
        assert f"\n{file}." in told, told
    assert told.startswith("7 problems in this scenario")


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path):
    folder = flee_folder(tmp_path)
    (folder / LOCATIONS).write_bytes(SMALL[LOCATIONS].replace("Birch", "Bjørk").encode("cp1252"))
    assert any(each.where == "locations.csv line 3" for each in _refused(folder).problems)


def test_a_folder_where_a_file_should_be_is_refused(tmp_path):
    folder = flee_folder(tmp_path, {ROUTES: None})
    (folder / ROUTES).mkdir()
    assert any("is a folder, not a file" in each.found for each in _refused(folder).problems)


def test_a_folder_that_is_no_flee_folder_is_refused(tmp_path):
    assert "input_csv" in str(_refused(tmp_path / "nothing"))
