"""What each file and setting of a Flee folder becomes, and what is told of the rest."""

from __future__ import annotations

from datetime import date

import pytest

from steppe.scenario.events import (
    BorderRegime,
    CampClosed,
    Conflict,
    PlaceSealed,
    RedirectionRemoved,
)
from steppe.scenario.flee import is_flee_folder, read_flee
from steppe.scenario.flee_series import Record, added_up
from steppe.scenario.flee_settings import known_keys
from steppe.scenario.model import Correction, Place, Route
from steppe.scenario.series import interpolated, new_people
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

HEAD = "#name,region,country,lat,lon,location_type,conflict_date,population"
START = date(2020, 3, 1)


def _read(tmp_path, **changes):
    names = {
        "locations": LOCATIONS, "routes": ROUTES, "conflicts": CONFLICTS, "closures": CLOSURES,
        "corrections": CORRECTIONS, "period": PERIOD, "layout": LAYOUT, "settings": SETTINGS,
    }  # fmt: skip
    return read_flee(flee_folder(tmp_path, {names.get(name, name): text for name, text in changes.items()}))


def _told(world):
    return "\n".join(map(str, world.notes))


def _locations(*rows: str) -> str:
    return SMALL[LOCATIONS] + "".join(f"{row}\n" for row in rows)


def test_places_and_routes_are_as_in_the_files(tmp_path):
    world = _read(tmp_path)
    assert world.places == (
        Place("Ash", "Aland", "town", "North", 10.5, 20.25, population=900),
        Place("Birch", "Aland", "town", "North", 11.0, 21.0, population=50),
        Place("Cedar", "Bland", "camp", "South", 12.0, 22.0, capacity=400),
    )
    assert world.routes == (
        Route("Ash", "Birch", 100.0),
        Route("Birch", "Cedar", 250.5, forced_redirection=2),
    )
    assert (world.start, world.days, world.home_country) == (START, 4, "Aland")
    assert world.name == tmp_path.name


def test_a_folder_without_input_csv_is_none(tmp_path):
    assert not is_flee_folder(tmp_path)
    assert is_flee_folder(flee_folder(tmp_path))


@pytest.mark.parametrize(
    ("location_type", "kind"),
    [
        ("town", "town"),
        ("Default", "town"),
        ("camp", "camp"),
        ("Refugee_Camp", "camp"),
        ("idpcamp", "idp_camp"),
        ("IDP camp", "idp_camp"),
        ("conflict", "town"),
        ("forwarding_hub", "hub"),
        ("Forward", "hub"),
        ("marker", "marker"),
        ("flood_zone", "town"),
        ("village", "waypoint"),
    ],
)
def test_the_kind_of_a_place_follows_the_words_in_its_type(tmp_path, location_type, kind):
    layout = SMALL[LAYOUT] + ("New,cedar.csv\n" if "camp" in kind else "")
    world = _read(tmp_path, locations=_locations(f"New,,,,,{location_type},3,7"), layout=layout)
    place = world.place("New")
    assert (place.kind, place.region, place.country) == (kind, "", "unknown")
    assert (place.latitude, place.longitude) == (None, None)
    is_camp = kind in ("camp", "idp_camp")
    assert (place.capacity, place.population) == ((7, 0) if is_camp else (None, 7))
    assert ("is unknown" in _told(world)) == (kind == "waypoint")
    assert ("floods are not carried over" in _told(world)) == (location_type == "flood_zone")


@pytest.mark.parametrize("capacity", ["", "0"])
def test_a_camp_without_capacity_is_unlimited(tmp_path, capacity):
    world = _read(
        tmp_path,
        locations=_locations(f"New,,Bland,1,1,camp,,{capacity}"),
        layout=SMALL[LAYOUT] + "New,cedar.csv\n",
    )
    assert world.place("New").capacity is None


def test_where_hardly_anybody_leaves_a_town_it_is_a_camp(tmp_path):
    changes = {
        "settings": "move_rules:\n  default_movechance: 0.001\n",
        "layout": SMALL[LAYOUT] + "Birch,cedar.csv\n",
    }
    world = _read(tmp_path, **changes)
    kinds = {place.name: place.kind for place in world.places}
    assert kinds == {"Ash": "town", "Birch": "camp", "Cedar": "camp"}
    assert "'Birch'" in _told(world)


def test_columns_with_a_name_are_carried_over_or_told(tmp_path):
    head = f"{HEAD},initial_idps,conflict_intensity,capacity_per_day"
    rows = "Ash,,Aland,1,1,conflict_zone,0,900,,2.5,\nBirch,,Aland,1,1,town,,,,,\nCedar,,Bland,1,1,camp,,400,30,,5\n"
    world = _read(
        tmp_path, locations=f"{head}\n{rows}", conflicts=f"#Day,Birch\n{'0,0' + chr(10)}1,0\n2,0\n3,0\n"
    )
    assert world.place("Cedar").present == 30
    assert Conflict("Ash", date(2020, 2, 29), intensity=2.5) in world.events
    assert "the column 'capacity_per_day' is not carried over" in _told(world)
    assert "initial_idps" not in _told(world)


def test_columns_of_routes_are_carried_over_or_told(tmp_path):
    routes = "#a,b,c,d,max_move_speed,link_type,walk_probability\nAsh,Birch,100,,50,road,0.2\nBirch,Cedar,250,1,,road,\n"
    world = _read(tmp_path, routes=routes)
    assert [route.speed_km_per_day for route in world.routes] == [50.0, None]
    assert [route.forced_redirection for route in world.routes] == [0, 1]
    assert "the column 'link_type'" in _told(world) and "the column 'walk_probability'" in _told(world)


def test_values_in_columns_without_a_name_are_told(tmp_path):
    world = _read(tmp_path, routes="Ash,Birch,100,,7\nBirch,Cedar,250,,\n")
    assert "column 5 has values but no name" in _told(world)


def test_each_stretch_of_intensity_is_an_event(tmp_path):
    conflicts = "#Day, Ash, Birch,\n0,1,0\n1,1,0.0000001\n2,0.5,2\n3,0,2\n"
    events = _read(tmp_path, conflicts=conflicts).events
    assert events == (
        Conflict("Ash", START, date(2020, 3, 3)),
        Conflict("Ash", date(2020, 3, 3), date(2020, 3, 4), 0.5),
        Conflict("Birch", date(2020, 3, 3), None, 2.0),
    )


def test_a_zone_that_the_conflict_file_never_mentions_has_conflict_before_the_first_day(tmp_path):
    world = _read(tmp_path, conflicts="#Day,Birch\n0,0\n1,0\n2,0\n3,0\n")
    assert world.events == (Conflict("Ash", date(2020, 2, 29)),)
    assert "'Ash' is typed as in conflict from the start, but conflicts.csv never says so" in _told(world)


def test_a_zone_with_a_later_conflict_date_waits_for_the_conflict_file(tmp_path):
    locations = SMALL[LOCATIONS].replace("conflict_zone,0", "conflict_zone,2")
    world = _read(tmp_path, locations=locations, conflicts="#Day,Birch\n0,1\n1,1\n2,1\n3,1\n")
    assert world.events == (Conflict("Birch", START),)
    assert "'Ash' typed as in conflict from a later day: no day in the file says so" in _told(world)
    assert "the days in conflict_date are not kept (1 of them above 0)" in _told(world)


def test_a_zone_in_conflict_from_the_start_that_the_file_starts_later_is_in_conflict_all_along(tmp_path):
    world = _read(tmp_path, conflicts="#Day,Ash\n0,0\n1,0\n2,3\n3,3\n")
    assert world.events == (
        Conflict("Ash", date(2020, 2, 29), date(2020, 3, 3)),
        Conflict("Ash", date(2020, 3, 3), None, 3.0),
    )
    assert "says so from day 2 only" in _told(world)


def test_a_short_conflict_file_goes_on_with_its_last_day(tmp_path):
    world = _read(tmp_path, conflicts="#Day,Ash\n0,1\n1,1\n")
    assert world.events == (Conflict("Ash", START),)
    assert "2 days are given, 4 are run" in _told(world)


def test_the_order_of_days_counts_and_not_their_number(tmp_path):
    world = _read(tmp_path, conflicts="#Day,Ash,Birch\n1,1,0\n2,1,1\n3,1,1\n4,1,1\n")
    assert Conflict("Birch", date(2020, 3, 2)) in world.events
    assert "conflicts.csv line 2: is day 0 by its place in the file, but says '1'" in _told(world)


def test_every_type_of_closure_becomes_an_event_in_file_order(tmp_path):
    closures = (
        "#closure_type,name1,name2,closure_start,closure_end\n"
        "camp,Cedar,,0,2\n"
        "country,Aland,Bland,1,-1\n"
        "location,Ash,Birch,0,900\n"
        "idpcamp,Cedar,,1,3\n"
        "remove_forced_redirection,Birch,Cedar,2,0\n"
        "country,Bland,Aland,-3,2\n"
        "link,Ash,Birch,0,2\n"
        "contry,Aland,Bland,0,1\n"
    )
    world = _read(tmp_path, closures=closures)
    assert world.events[1:] == (
        CampClosed("Cedar", START, date(2020, 3, 3)),
        BorderRegime("Aland", "Bland", "closed", date(2020, 3, 2)),
        PlaceSealed("Ash", START, date(2022, 8, 18)),
        CampClosed("Cedar", date(2020, 3, 2), date(2020, 3, 4)),
        RedirectionRemoved("Birch", "Cedar", date(2020, 3, 3)),
    )
    told = _told(world)
    assert "line 4: 'Birch' has no effect: the closure seals Ash on every side" in told
    assert "line 5: 'Cedar' is a camp; that Flee makes it a camp of another kind" in told
    assert "line 6: ends on day 0, before it starts on day 2" in told
    assert "line 7: starts on day -3, which never comes" in told
    assert "line 8: the closure of the link Ash – Birch is left out" in told
    assert "line 9: closure type 'contry' is unknown" in told and "Did you mean 'country'?" in told


def test_a_closure_for_a_million_days_is_for_good(tmp_path):
    world = _read(tmp_path, closures="country,Aland,Bland,0,99999999\n")
    assert world.events[-1] == BorderRegime("Aland", "Bland", "closed", START, date(2199, 12, 31))


def test_series_come_in_the_order_of_the_layout_the_total_first(tmp_path):
    world = _read(tmp_path, layout="total,refugees.csv\nElsewhere,refugees.csv\nCedar,cedar.csv\n")
    assert [(each.series, each.place) for each in world.observations[::2]] == [
        ("total", ""),
        ("Elsewhere", ""),
        ("Cedar", "Cedar"),
    ]
    assert world.observations[-1].source == "cedar.csv"
    assert "'Elsewhere' is not in locations.csv" in _told(world)


def test_a_first_series_of_another_name_is_the_total_all_the_same(tmp_path):
    world = _read(tmp_path, layout="all,refugees.csv\nCedar,cedar.csv\n")
    assert world.observations[0].series == "total"
    assert "'all', is taken for the total" in _told(world)


@pytest.mark.parametrize("heading", ["Date,people\n", "DateTime,n,x\n", ",\n", "#anything\n", '"Date","n"\n'])
def test_headings_remarks_and_blank_counts_of_a_series_are_passed_over(tmp_path, heading):
    text = f"\ufeff{heading}# a remark, with commas\n2020-03-01,8\r\n2020-03-02,\n2020-03-03\n2020-03-05, 48 ,x\n"
    world = _read(tmp_path, **{"source_data/cedar.csv": text})
    cedar = [(each.date.day, each.value) for each in world.observations if each.place == "Cedar"]
    assert cedar == [(1, 8.0), (5, 48.0)]
    assert "columns after the second" in _told(world)
    assert "'cedar.csv' are not kept" in _told(world)


def _days(*days_and_counts):
    return [Record(date(2020, 3, day), count) for day, count in days_and_counts]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([(1, 10), (5, 50)], [(1, 1), (5, 5)], [(1, 11), (5, 55)]),
        # A date of the second alone takes the next count of the first.
        ([(3, 30), (9, 90)], [(1, 1), (3, 3), (4, 4), (9, 9)], [(1, 31), (3, 33), (4, 94), (9, 99)]),
        # A date of the first alone takes the last count seen of the second.
        ([(1, 10), (2, 20), (3, 30)], [(1, 1), (3, 3)], [(1, 11), (2, 21), (3, 33)]),
        # What comes after the end of the second is lost.
        ([(1, 10), (2, 20), (9, 90)], [(1, 1), (2, 2)], [(1, 11), (2, 22)]),
        # What comes after the end of the first repeats its last row.
        ([(1, 10), (2, 20)], [(1, 1), (2, 2), (5, 5), (6, 6)], [(1, 11), (2, 22), (2, 22), (2, 22)]),
    ],
)
def test_two_files_are_added_up_by_stepping_from_date_to_date(first, second, expected):
    assert added_up(_days(*first), _days(*second)) == _days(*expected)


def test_a_series_of_two_files_says_which(tmp_path):
    world = _read(tmp_path, layout="total,refugees.csv\nCedar,cedar.csv,refugees.csv\n")
    cedar = [each for each in world.observations if each.place == "Cedar"]
    assert [each.value for each in cedar] == [18.0, 98.0]
    assert cedar[0].source == "cedar.csv + refugees.csv"
    assert cedar[0].note == "added up from 2 files"


def test_corrections_keep_their_order_and_remark(tmp_path):
    series = "2020-03-01,8\n2020-03-03,20\n2020-03-05,48\n"
    corrections = "Cedar,2020-03-05,normalize\n\nCedar,2020-03-03\nCedar\n"
    world = _read(tmp_path, corrections=corrections, **{"source_data/cedar.csv": series})
    assert world.corrections == (
        Correction("Cedar", date(2020, 3, 5), "normalize"),
        Correction("Cedar", date(2020, 3, 3)),
    )


def test_a_correction_of_a_series_of_no_place_is_made_in_its_counts(tmp_path):
    changes = {
        "layout": "total,refugees.csv\nElsewhere,else.csv\nCedar,cedar.csv\n",
        "corrections": "Elsewhere,2020-03-04\n",
        "source_data/else.csv": "2020-03-01,10\n2020-03-03,20\n2020-03-04,5\n",
    }
    world = _read(tmp_path, **changes)
    assert [each.value for each in world.observations if each.series == "Elsewhere"] == [2.5, 5, 5]
    assert world.corrections == ()
    assert interpolated(world)["Elsewhere"].tolist() == [2, 3, 5, 5]


def test_a_correction_before_the_first_day_is_told(tmp_path):
    world = _read(tmp_path, corrections="Cedar,2020-02-01\n")
    assert world.corrections == ()
    assert "before the first day 2020-03-01" in _told(world)


def test_without_settings_the_peers_defaults_hold(tmp_path):
    world = _read(tmp_path, settings=None)
    expected = {
        "rules": "flee", "clock": "flee", "routing": "flee", "push_from_observations": True,
        "day_zero": "observations", "sum_from_camps": True, "take_from_population": False,
        "people_per_count": 1, "speed_km_per_day": 360, "foot_speed_km_per_day": 35,
        "leave_chance_conflict": 1, "leave_chance_camp": 0.001, "leave_chance_idp_camp": 0.1,
        "leave_chance_town": 0.3, "leave_chance_hub": 1, "start_on_foot": False, "avoid_short_stints": False,
        "capacity_buffer": 0.9, "capacity_scaling": 1, "awareness": 1, "foreign_weight": 1, "camp_weight": 1,
        "softening_km": 10, "distance_power": 1, "weight_softening": 0, "weight_power": 1,
        "conflict_decay": (), "conflict_decay_interval_days": 30, "conflict_push_rate": 0,
    }  # fmt: skip
    assert {name: world.setting(name) for name in expected} == expected
    assert world.number("conflict_weight") == pytest.approx(10**-0.5)
    assert "simsetting.yml: is not there" in _told(world)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("optimisations:\n  hasten: 100", "people_per_count", 100),
        ("move_rules:\n  max_walk_speed: 42", "foot_speed_km_per_day", 42.0),
        ("move_rules:\n  conflict_movechance: 0.9", "leave_chance_conflict", 0.9),
        ("move_rules:\n  camp_movechance: 0", "leave_chance_camp", 0.0),
        ("move_rules:\n  idpcamp_movechance: 0.2", "leave_chance_idp_camp", 0.2),
        ("move_rules:\n  default_movechance: 3", "leave_chance_town", 1.0),
        ("move_rules:\n  start_on_foot: True", "start_on_foot", True),
        ("move_rules:\n  avoid_short_stints: 'False'", "avoid_short_stints", True),
        ("move_rules:\n  capacity_buffer: 0.75", "capacity_buffer", 0.75),
        ("move_rules:\n  capacity_scaling: 0", "capacity_scaling", 0.0),
        ("move_rules:\n  awareness_level: 4", "awareness", 4),
        ("move_rules:\n  awareness_level: 1.5", "awareness", 1),
        ("move_rules:\n  awareness_level: -3", "awareness", 1),
        ("move_rules:\n  awareness_level: 0", "awareness", 0),
        ("move_rules:\n  awareness_level: 9", "awareness", 5),
        ("move_rules:\n  foreign_weight: 2", "foreign_weight", 2.0),
        ("move_rules:\n  camp_weight: 5", "camp_weight", 5.0),
        ("move_rules:\n  conflict_weight: 1e-1", "conflict_weight", 0.1),
        ("move_rules:\n  softening: 36", "softening_km", 36.0),
        ("move_rules:\n  distance_power: 0.75", "distance_power", 0.75),
        ("move_rules:\n  weight_softening: 0.1", "weight_softening", 0.1),
        ("move_rules:\n  weight_power: 2", "weight_power", 2.0),
        ("spawn_rules:\n  take_from_population: True", "take_from_population", True),
        ("spawn_rules:\n  sum_from_camps: False", "sum_from_camps", False),
        ("spawn_rules:\n  insert_day0: False", "day_zero", "places"),
        ("spawn_rules:\n  empty_camps_on_day0: True", "day_zero", "none"),
        ("spawn_rules:\n  conflict_spawn_decay: [1, 0.5]", "conflict_decay", (1.0, 0.5)),
        ("spawn_rules:\n  conflict_spawn_decay_interval: 7", "conflict_decay_interval_days", 7),
    ],
)
def test_a_setting_is_carried_over(tmp_path, text, name, value):
    assert _read(tmp_path, settings=text).setting(name) == value


@pytest.mark.parametrize(
    ("below", "mode", "rate"),
    [
        ("spawn_mode: constant", "constant", 500),
        ("spawn_mode: pop_ratio", "pop_ratio", 0.01),
        ("{spawn_mode: poisson, displaced_per_conflict_day: 30}", "poisson", 30),
    ],
)
def test_conflict_can_drive_people_out_in_place_of_totals(tmp_path, below, mode, rate):
    indent = below if below.startswith("{") else f"\n    {below}"
    world = _read(
        tmp_path,
        settings=f"spawn_rules:\n  conflict_driven_spawning: {indent}\n",
        layout=None,
        locations=SMALL[LOCATIONS].replace("camp,,400", "town,,"),
    )
    assert not world.setting("push_from_observations")
    assert (world.setting("conflict_push"), world.number("conflict_push_rate")) == (mode, rate)


def test_the_rules_of_version_one_override_what_is_set(tmp_path):
    world = _read(
        tmp_path,
        settings="move_rules:\n  use_v1_rules: True\n  max_move_speed: 400\n  start_on_foot: True\n",
    )
    assert world.number("speed_km_per_day") == 200
    assert world.setting("start_on_foot") is False
    assert (world.number("camp_weight"), world.number("conflict_weight")) == (2, 0.25)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("move_rules:\n  max_crossing_speed: 20", "'max_crossing_speed': has no effect in Flee either"),
        ("number_of_steps: 3", "'number_of_steps': has no effect in Flee either"),
        ("log_levels:\n  agent: 1\n  link: 0", "'agent', 'link': only say what Flee writes"),
        ("move_rules:\n  fixed_routes: False", "'fixed_routes': has no effect in Flee either"),
        ("move_rules:\n  fixed_routes: True", "line 2: fixed_routes is not carried over. Know that ways"),
        ("move_rules:\n  harvest_months: [7]", "harvest_months is not carried over"),
        (
            "spawn_rules:\n  starvation_driven_spawning: True",
            "starvation_driven_spawning is not carried over",
        ),
        ("move_rules:\n  camp_wieght: 2", "line 2: 'camp_wieght' is not a setting of Flee under move_rules"),
        ("move_rules:\n  camp_wieght: 2", "Did you mean 'camp_weight'?"),
        ("move_rules:\n  hasten: 2", "Move it under optimisations."),
        ("hasten: 2", "'hasten' is not a setting of Flee above all headings"),
        ("mov_rules:\n  camp_weight: 2", "Did you mean 'move_rules'?"),
        ("move_rules:\n  awareness_level: 9", "awareness_level 9 is more than 5"),
        ("move_rules:\n  start_on_foot: 'no'", "the text 'no', which counts as true in Flee"),
    ],
)
def test_a_setting_that_is_not_carried_over_is_told(tmp_path, text, told):
    assert told in _told(_read(tmp_path, settings=text))


def test_settings_that_are_carried_over_are_not_told(tmp_path):
    assert "setting" not in _told(_read(tmp_path))


def test_files_that_nothing_is_read_from_are_told(tmp_path):
    world = _read(
        tmp_path,
        **{
            "input_csv/demographics_age.csv": "age,Default\n1,1\n",
            "input_csv/mine.csv": "a\n",
            "source_data/old.csv": "2020-01-01,1\n",
            "notes.txt": "hello",
        },
    )
    told = _told(world)
    assert "'demographics_age.csv' not carried over: attributes of people" in told
    assert "'mine.csv' not carried over: Flee reads no such files" in told
    assert "'old.csv' not carried over: data_layout.csv names none of them" in told
    assert "the folder: 'notes.txt'" in told


def test_totals_drive_people_out_as_the_files_say(tmp_path):
    assert new_people(_read(tmp_path)).tolist() == [0, 10, 10, 10]


def test_every_key_is_known_under_one_heading_only():
    headings = ("", "log_levels", "spawn_rules", "move_rules", "optimisations")
    keys = [key for heading in headings for key in known_keys(heading)]
    assert len(keys) == len(set(keys)) > 60
