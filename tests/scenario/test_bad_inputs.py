"""
Whatever is wrong with a scenario, a person is told where, what, and what to do.

Each case spoils one thing in a world that is right, and must be told as one
problem (or as those listed) and no others, with exit code 1 and no traceback.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from steppe.__main__ import main
from steppe.errors import ScenarioError
from steppe.scenario.folder import examine, load
from tests.scenario.bad_policies import BAD_POLICIES
from tests.scenario.policy_world import with_policies
from tests.scenario.worlds import (
    FILES,
    Bad,
    both,
    folder_at,
    gone,
    line,
    make_world,
    more,
    setting,
    whole,
)

TOML, PLACES, ROUTES = "scenario.toml", "places.csv", "routes.csv"
EVENTS, COUNTS, PUSHES = "events.csv", "observations.csv", "pushes.csv"


def head(file: str) -> str:
    return FILES[file].splitlines()[0]


BAD = [
    # files
    Bad("no scenario.toml", gone(TOML), TOML, "is missing", "steppe new"),
    Bad("no places", gone(PLACES), PLACES, "is missing", "column 'name'"),
    Bad("a folder for places", folder_at(PLACES), PLACES, "is a folder", "put a file"),
    Bad("a folder for scenario.toml", folder_at(TOML), TOML, "is a folder", "put a file"),
    Bad("a folder for an optional table", folder_at("corrections.csv"), "corrections.csv", "is a folder", "file"),
    Bad("an empty table", whole(ROUTES, ""), ROUTES, "is empty", "column names"),
    Bad("blank lines only", whole(EVENTS, "\n \n\r\n"), EVENTS, "is empty", "column names"),
    Bad("an empty scenario.toml", whole(TOML, b""), TOML, "is empty", "[scenario]"),
    Bad("no rows of places", whole(PLACES, head(PLACES) + "\n"), PLACES, "no places", "Add a row"),
    Bad("a table under a misspelt name", whole("observation.csv", head(COUNTS)), "observation.csv",
        "is not a table", "Rename it to observations.csv"),
    # encodings
    Bad("Windows-1252", whole(PLACES, FILES[PLACES].replace("Midway,A", "Midw\xe4y,A").encode("cp1252")),
        "places.csv line 3", "another encoding, perhaps Windows-1252 ('Midwäy,Aland", "CSV UTF-8"),
    Bad("UTF-16", whole(ROUTES, FILES[ROUTES].encode("utf-16")), ROUTES, "UTF-16", "CSV UTF-8"),
    Bad("UTF-16 without a mark", whole(ROUTES, FILES[ROUTES].encode("utf-16-le")), ROUTES, "UTF-16", "CSV UTF-8"),
    Bad("a workbook named .csv", whole(PLACES, b"PK\x03\x04\x14\x00rest of a zip"), PLACES, "workbook", "CSV UTF-8"),
    Bad("scenario.toml in Windows-1252", whole(TOML, FILES[TOML].replace("border", "gr\xe4nse").encode("cp1252")),
        "scenario.toml line 2", "another encoding", "UTF-8 text"),
    # scenario.toml
    Bad("not TOML", line(TOML, 4, "days = sixty"), "scenario.toml line 4", "is not TOML", "name = value"),
    Bad("a number without end", line(TOML, 4, "days = " + "9" * 5000), TOML, "thousands of digits", "can be meant"),
    Bad("a setting twice", line(TOML, 5, "days = 61"), "scenario.toml line 5", "is not TOML", "name = value"),
    Bad("no start", line(TOML, 3, ""), TOML, "no 'start'", "The first day"),
    Bad("days below 1", line(TOML, 4, "days = 0"), "scenario.toml line 4", "days '0' is below 1", "from 1 to 65,535"),
    Bad("days with a fraction", line(TOML, 4, "days = 60.5"), "scenario.toml line 4", "not a whole number", "Give"),
    Bad("huge days", line(TOML, 4, "days = 99999999999999999999"), "scenario.toml line 4", "is above 65,535", "Give"),
    Bad("start in another order", line(TOML, 3, 'start = "15/01/2025"'), "scenario.toml line 3", "is not a date",
        "2025-01-15"),
    Bad("an unlikely start", line(TOML, 3, "start = 0225-01-01"), "scenario.toml line 3", "not a likely date", "1900"),
    Bad("an unknown heading", setting("[movment]\nspeed_km_per_day = 100"), "scenario.toml line 7",
        "[movment] is not a heading", "Did you mean 'movement'?"),
    Bad("an unknown setting", setting("[push]\nconflict_push_rat = 0.1"), "scenario.toml line 8",
        "'conflict_push_rat' under [push] is not a setting", "Did you mean 'conflict_push_rate'?"),
    Bad("a setting under another heading", setting("[movement]\nconflict_push_rate = 0.1"), "scenario.toml line 8",
        "stands under [movement]", "under [push]"),
    Bad("an unknown word in the heading", line(TOML, 5, 'homecountry = "Aland"'), "scenario.toml line 5",
        "'homecountry' under [scenario] is not known", "Did you mean 'home_country'?"),
    Bad("text for a number", setting('[push]\nconflict_push_rate = "lots"'), "scenario.toml line 8",
        "'lots' is not a number", "from 0"),
    Bad("nan in a setting", setting("[push]\nconflict_push_rate = nan"), "scenario.toml line 8", "nan", "from 0"),
    Bad("inf in a setting", setting("[movement]\nspeed_km_per_day = inf"), "scenario.toml line 8", "is above", "Give"),
    Bad("a chance above 1", setting("[movement]\nleave_chance_town = 1.5"), "scenario.toml line 8",
        "'1.5' is above 1", "from 0 to 1 (per day)"),
    Bad("an unknown choice", setting('[movement]\nclock = "hour"'), "scenario.toml line 8",
        "clock 'hour' is not one of hours, flee", "Did you mean 'hours'?"),
    Bad("a number for yes or no", setting("[movement]\nstart_on_foot = 3"), "scenario.toml line 8",
        "neither yes nor no", "yes or no"),
    Bad("a resident's chance above 1", setting("[push]\nconflict_push_rate = 2"), "scenario.toml line 8",
        "the chance of a resident per day", "from 0 to 1"),
    Bad("awareness out of range", setting('[routing]\nrouting = "flee"\n[attraction]\nawareness = 9'),
        "scenario.toml line 10", "awareness '9' is above 5", "from -1 to 5"),
    Bad("circles that cost nothing", setting("[routing]\ncost_per_hop = 0\ncost_per_travel_day = 0"),
        "scenario.toml line 8", "going round in circles costs too little", "Raise cost_per_hop to at least"),
    Bad("people from counts that are not there", setting("[push]\npush_from_observations = true\nsum_from_camps = false"),
        "scenario.toml line 9", "no series is named 'total'", "total"),
    Bad("a name no folder can have", line(TOML, 2, 'name = "either/or"'), "scenario.toml line 2",
        "the name 'either/or' holds /", "change it"),
    Bad("a heading in brackets twice", line(TOML, 7, "[[push]]"), TOML, "'push' is not a heading here",
        "Write [push] on a line"),
    Bad("a name with a hidden character", line(ROUTES, 2, "Origin,Mid\u200bway,120,yes,map"), "routes.csv line 2",
        "is unknown", "Copy 'Midway'"),
    Bad("a number with a hidden character", line(ROUTES, 2, "Origin,Midway,1\u200b20,yes,map"), "routes.csv line 2",
        r"distance_km '1\u200b20' is not a number", "Give a number"),
    Bad("an unknown home country", line(TOML, 5, 'home_country = "Alnd"'), "scenario.toml line 5",
        "no place lies in home_country 'Alnd'", "Did you mean 'Aland'?"),
    # headers and shape
    Bad("an unknown column", line(PLACES, 1, head(PLACES).replace("population", "populaton")), "places.csv line 1",
        "'populaton' is not a column", "Did you mean 'population'?"),
    Bad("a column twice", line(PLACES, 1, head(PLACES).replace("source", "country")), "places.csv line 1",
        "column 'country' stands there twice", "Keep one"),
    Bad("a column that is needed", line(ROUTES, 1, "start,end,distance,two_way,source"), "routes.csv line 1",
        "'distance' is not a column", "distance_km", (("routes.csv line 1", "no column 'distance_km'", "Add it"),)),
    Bad("no header", line(ROUTES, 1, "Origin,Gate,120,yes,map"), "routes.csv line 1", "'Origin' is not a column",
        "Known are", tuple(("routes.csv line 1", part, "") for part in (
            "'Gate'", "'120'", "'yes'", "'map'", "no column 'start'", "no column 'end'", "no column 'distance_km'"))),
    Bad("a comma too many", line(ROUTES, 3, "Midway,Gate,115,yes,map, page 3"), "routes.csv line 3",
        "'page 3' stands in column 6, which has no name", "quotation marks"),
    Bad("a quotation mark left open", line(ROUTES, 3, '"Midway,Gate,115,yes,map'), "routes.csv line 3",
        "quotation mark", 'Put one "'),
    # places
    Bad("a place without a name", line(PLACES, 3, ",Aland,town,,,5000,,no,,census"), "places.csv line 3",
        "name is empty", "Fill it in",
        (("routes.csv line 2", "'Midway' is unknown", ""), ("routes.csv line 3", "'Midway' is unknown", ""),
         ("pushes.csv line 2", "'Midway' is unknown", ""))),
    Bad("a name twice", more(PLACES, "Gate,Bland,crossing,,,,,,,map"), "places.csv line 6",
        "place 'Gate' is there already (places.csv line 4)", "name of its own"),
    Bad("an unknown kind", line(PLACES, 5, "Camp One,Bland,cmp,,,,4000,no,,x"), "places.csv line 5",
        "kind 'cmp' is not one of town, camp", "Did you mean 'camp'?"),
    Bad("a thousands separator", line(PLACES, 2, 'Origin,Aland,town,,,"22,849",,no,,census'), "places.csv line 2",
        "population '22,849' is not a whole number", "Write 22849, without a thousands separator"),
    Bad("blanks in a number", line(PLACES, 2, "Origin,Aland,town,,,22 849,,no,,census"), "places.csv line 2",
        "'22 849'", "Write 22849"),
    Bad("a point for thousands", line(PLACES, 2, "Origin,Aland,town,,,22.849,,no,,census"), "places.csv line 2",
        "'22.849' is not a whole number", "Write 22849"),
    Bad("a negative population", line(PLACES, 2, "Origin,Aland,town,,,-5,,no,,census"), "places.csv line 2",
        "population '-5' is below 0", "from 0 to 2,000,000,000"),
    Bad("a huge population", line(PLACES, 2, "Origin,Aland,town,,,9999999999999,,no,,census"), "places.csv line 2",
        "is above 2,000,000,000", "from 0"),
    Bad("a number beyond all numbers", line(PLACES, 2, "Origin,Aland,town,,,1e999,,no,,census"), "places.csv line 2",
        "is above 2,000,000,000", "from 0"),
    Bad("nan people", line(PLACES, 2, "Origin,Aland,town,,,NaN,,no,,census"), "places.csv line 2",
        "'NaN' is not a whole number", "Leave the cell empty"),
    Bad("text in a number", line(PLACES, 2, "Origin,Aland,town,,,many,,no,,census"), "places.csv line 2",
        "population 'many' is not a whole number", "Give a whole number"),
    Bad("a latitude out of range", line(PLACES, 2, "Origin,Aland,town,95,20,5,,no,,census"), "places.csv line 2",
        "latitude '95' is above 90", "from -90 to 90"),
    Bad("half a position", line(PLACES, 2, "Origin,Aland,town,10,,50000,,no,,census"), "places.csv line 2",
        "'Origin' has no longitude", "both coordinates"),
    Bad("a decimal comma", line(PLACES, 2, 'Origin,Aland,town,"10,5",20,50000,,no,,census'), "places.csv line 2",
        "latitude '10,5' is not a number", "Write 10.5, with a decimal point"),
    Bad("neither yes nor no", line(PLACES, 5, "Camp One,Bland,camp,,,,4000,perhaps,,x"), "places.csv line 5",
        "hard_capacity 'perhaps' is neither yes nor no", "Write yes or no"),
    # routes
    Bad("a route to an unknown place", line(ROUTES, 2, "Origin,Midwey,120,yes,map"), "routes.csv line 2",
        "place 'Midwey' is unknown", "Did you mean 'Midway'?"),
    Bad("an unknown place like no other", line(ROUTES, 2, "Origin,Zzz,120,yes,map"), "routes.csv line 2",
        "place 'Zzz' is unknown", "Add it to the places"),
    Bad("a negative distance", line(ROUTES, 2, "Origin,Midway,-120,yes,map"), "routes.csv line 2",
        "distance_km '-120' is below 0", "from 0 to 50,000 (km)"),
    Bad("no distance", line(ROUTES, 2, "Origin,Midway,,yes,map"), "routes.csv line 2", "distance_km is empty", "length"),
    Bad("an endless distance", line(ROUTES, 2, "Origin,Midway,inf,yes,map"), "routes.csv line 2", "'inf'", "from 0"),
    Bad("a distance round the world", line(ROUTES, 2, "Origin,Midway,120000,yes,map"), "routes.csv line 2",
        "is above 50,000", "(km)"),
    Bad("a route to itself", line(ROUTES, 2, "Origin,Origin,120,yes,map"), "routes.csv line 2",
        "leads from 'Origin' to itself", "Correct one of its ends"),
    Bad("a route that takes years", whole(ROUTES, "start,end,distance_km,speed_km_per_day\nOrigin,Gate,20000,0.01\n"),
        "routes.csv line 2", "take 2,000,000 days", "Check the distance"),
    # events
    Bad("an unknown event", line(EVENTS, 2, "konflict,2025-01-05,,Origin,,,,,,1,,news"), "events.csv line 2",
        "event 'konflict' is not one of", "Did you mean 'conflict'?"),
    Bad("an end before its start", line(EVENTS, 3, "border,2025-01-25,2025-01-20,,,Aland,Bland,closed,,,,"),
        "events.csv line 3", "the closure ends 2025-01-20 before it starts 2025-01-25", "Swap the dates"),
    Bad("an event that never holds", line(EVENTS, 3, "border,2025-01-25,2025-01-25,,,Aland,Bland,closed,,,,"),
        "events.csv line 3", "starts and ends on 2025-01-25", "a later one"),
    Bad("a date after the period", line(EVENTS, 3, "border,2026-01-20,2026-01-25,,,Aland,Bland,closed,,,,"),
        "events.csv line 3", "starts 2026-01-20, after the last day 2025-03-01", "Correct the date"),
    Bad("a date before the period", line(EVENTS, 3, "border,2020-01-20,2020-01-25,,,Aland,Bland,closed,,,,"),
        "events.csv line 3", "is over on 2020-01-25", "Correct the date"),
    Bad("no day of the calendar", line(EVENTS, 2, "conflict,2025-02-30,,Origin,,,,,,1,,news"), "events.csv line 2",
        "start '2025-02-30' is not a day of the calendar", "Correct the month"),
    Bad("a date in two ways", line(EVENTS, 2, "conflict,05/01/2025,,Origin,,,,,,1,,news"), "events.csv line 2",
        "start '05/01/2025' is not a date", "2025-01-05 or 2025-05-01"),
    Bad("a date as Excel counts days", line(EVENTS, 2, "conflict,45662,,Origin,,,,,,1,,news"), "events.csv line 2",
        "start '45662' is not a date", "Write 2025-01-05"),
    Bad("overlapping closures of a border", more(EVENTS, "border,2025-01-22,2025-01-30,,,Bland,Aland,restricted,0.5,,,"),
        "events.csv line 4", "another row on the border Aland – Bland (events.csv line 3)", "End one before"),
    Bad("a closure within a long one",
        line(EVENTS, 3, "border,,,,,Aland,Bland,closed,,,,\nborder,2025-01-03,2025-01-04,,,Aland,Bland,open,,,,\n"
             "border,2025-02-03,2025-02-04,,,Aland,Bland,open,,,,"),
        "events.csv line 4", "holds from the beginning for good", "End one",
        (("events.csv line 5", "(events.csv line 3)", "End one"),)),
    Bad("overlapping closures of a route",
        more(EVENTS, "route,2025-01-02,2025-01-09,Gate,Camp One,,,closed,,,,\n"
             "route,2025-01-08,,Camp One,Gate,,,closed,,,,"),
        "events.csv line 5", "another row on the route Camp One – Gate (events.csv line 4)", "End one before"),
    Bad("restricted, but how much", line(EVENTS, 3, "border,2025-01-20,2025-01-25,,,Aland,Bland,restricted,,,,"),
        "events.csv line 3", "restricted, but admit is empty", "such as 0.3"),
    Bad("closed, but a share let through", line(EVENTS, 3, "border,2025-01-20,,,,Aland,Bland,closed,0.4,,,"),
        "events.csv line 3", "closed, but admit is 0.4", "restricted"),
    Bad("a share above one", line(EVENTS, 3, "border,2025-01-20,,,,Aland,Bland,restricted,40,,,"),
        "events.csv line 3", "admit '40' is above 1", "from 0 to 1"),
    Bad("per cent", line(EVENTS, 3, "border,2025-01-20,,,,Aland,Bland,restricted,40 %,,,"),
        "events.csv line 3", "admit '40 %' is not a number", "Write 0.4"),
    Bad("a border with an unknown country", line(EVENTS, 3, "border,2025-01-20,,,,Aland,Blnd,closed,,,,"), "events.csv line 3",
        "no place lies in the country 'Blnd'", "Did you mean 'Bland'?"),
    Bad("a cell an event has no use for", line(EVENTS, 2, "conflict,2025-01-05,,Origin,,,,closed,,1,,news"),
        "events.csv line 2", "status 'closed' means nothing for the event 'conflict'", "Empty that cell"),
    Bad("a conflict nowhere", line(EVENTS, 2, "conflict,2025-01-05,,,,,,,,1,,news"), "events.csv line 2",
        "place is empty", "Fill it in"),
    Bad("a conflict in an unknown place", line(EVENTS, 2, "conflict,2025-01-05,,Orign,,,,,,1,,news"),
        "events.csv line 2", "place 'Orign' is unknown", "Did you mean 'Origin'?"),
    Bad("a town that closes as a camp", more(EVENTS, "camp_closed,2025-01-02,,Midway,,,,,,,,"), "events.csv line 4",
        "'Midway' is not a camp but a town", "'sealed'"),
    # observations, corrections, pushes
    Bad("a count of an unknown place", line(COUNTS, 2, "2025-01-15,Camp Two,800,stock,person,a,yes,x"),
        "observations.csv line 2", "place 'Camp Two' is unknown", "Did you mean 'Camp One'?"),
    Bad("a count of nothing", line(COUNTS, 2, "2025-01-15,,800,stock,person,,yes,x"), "observations.csv line 2",
        "names no place, no country and no series", "Name the place"),
    Bad("a count without a date", line(COUNTS, 2, ",Camp One,800,stock,person,a,yes,x"), "observations.csv line 2",
        "date is empty", "Fill it in"),
    Bad("a count without a number", line(COUNTS, 2, "2025-01-15,Camp One,,stock,person,a,yes,x"),
        "observations.csv line 2", "value is empty", "Fill it in"),
    Bad("an unknown measure", line(COUNTS, 2, "2025-01-15,Camp One,800,stocks,person,a,yes,x"),
        "observations.csv line 2", "measure 'stocks'", "Did you mean 'stock'?"),
    Bad("a span that ends before it begins",
        whole(COUNTS, "date,place,value,measure,counted_from,source\n2025-01-15,Camp One,8,flow,2025-01-20,x\n"),
        "observations.csv line 2", "after its own date", "Swap"),
    Bad("a correction of nothing", whole("corrections.csv", "place,date\nCamp One,2025-01-16\n"),
        "corrections.csv line 2", "no count on 2025-01-16", "2025-02-15"),
    Bad("a push of an unknown place", line(PUSHES, 2, "2025-01-10,2025-01-19,1000,Midwya,x"), "pushes.csv line 2",
        "place 'Midwya' is unknown", "Did you mean 'Midway'?"),
    Bad("a push outside the period", line(PUSHES, 2, "2026-01-10,2026-01-19,1000,Midway,x"), "pushes.csv line 2",
        "outside the period 2025-01-01 to 2025-03-01", "Correct the dates"),
    Bad("a push that ends before it starts", line(PUSHES, 2, "2025-01-19,2025-01-10,1000,Midway,x"),
        "pushes.csv line 2", "before it starts", "Swap"),
    Bad("a push of less than nobody", line(PUSHES, 2, "2025-01-10,2025-01-19,-1000,Midway,x"), "pushes.csv line 2",
        "people '-1000' is below 0", "from 0"),
    Bad("a push with nobody to share it over",
        both(line(EVENTS, 2, ""), line(PUSHES, 2, "2025-01-10,,1000,,x")),
        "pushes.csv line 2", "no place is in conflict", "Name the place"),
]  # fmt: skip


def run_check(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Exit code of ``steppe check``."""
    monkeypatch.setattr(sys, "argv", ["steppe", "check", str(folder)])
    with pytest.raises(SystemExit) as end:
        main()
    return int(end.value.code or 0)


def test_the_world_that_is_spoilt_is_right(tmp_path):
    assert examine(make_world(tmp_path / "world")).problems == ()
    assert examine(make_world(tmp_path / "policies", with_policies)).problems == ()


def test_there_are_enough_cases_and_each_has_its_own_name():
    assert len(BAD) >= 60
    assert len(BAD_POLICIES) >= 50
    names = [case.name for case in (*BAD, *BAD_POLICIES)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("case", [*BAD, *BAD_POLICIES], ids=lambda case: case.name)
def test_what_is_wrong_is_told_once_with_its_place_and_a_remedy(case, tmp_path, monkeypatch, capsys):
    folder = make_world(tmp_path / "world", case.change)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ScenarioError) as raised:
        load(folder)
    problems = raised.value.problems
    wanted = [(case.where, case.found, case.remedy), *case.others]
    assert len(problems) == len(wanted), [str(each) for each in problems]
    for where, found, remedy in wanted:
        assert any(
            each.where == where and found in each.found and remedy in each.remedy for each in problems
        ), (where, found, remedy, [str(each) for each in problems])
    assert all(each.where and each.found and each.remedy for each in problems)

    assert run_check(folder, monkeypatch) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    assert all(str(each) in told.err for each in problems)
    assert sorted(tmp_path.rglob("*")) == before


def test_every_problem_of_every_file_is_told_at_once_in_the_order_of_the_folder(tmp_path):
    folder = make_world(
        tmp_path / "world",
        line(PUSHES, 2, "2025-01-10,2025-01-19,1000,Midwya,x"),
        line(ROUTES, 4, "Gate,Camp Oone,118,yes,map"),
        line(ROUTES, 2, "Origin,Midway,-1,yes,map"),
        line(PLACES, 4, "Gate,Aland,crossing,95,22,,,no,,map"),
        line(TOML, 8, "conflict_push_rte = 1"),
    )
    with pytest.raises(ScenarioError) as raised:
        load(folder)
    assert [each.where for each in raised.value.problems] == [
        "scenario.toml line 8",
        "places.csv line 4",
        "routes.csv line 2",
        "routes.csv line 4",
        "pushes.csv line 2",
    ]
    assert str(raised.value).startswith("5 problems in this scenario\nscenario.toml line 8: ")


@pytest.mark.parametrize(
    ("source", "found", "remedy"),
    [
        ("nowhere", "no such folder", "afghanistan-2021"),
        ("afganistan-2021", "no such built-in world", "Did you mean 'afghanistan-2021'?"),
        ("a-file", "is a file", "folder it is in"),
        ("world/scenario.toml", "is a file", "world"),
        ("empty", "holds no scenario.toml", "steppe new"),
        ("run", "is a run folder", "scenario"),
        ("y" * 300, "is no path", "Check the path"),
        ("nul\0byte", "no such folder", "Check the path"),
    ],
)
def test_a_name_that_leads_to_no_world(source, found, remedy, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    make_world(tmp_path / "world")
    make_world(tmp_path / "run" / "scenario")
    (tmp_path / "a-file").write_text("hello")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ScenarioError) as raised:
        load(source)
    (problem,) = raised.value.problems
    assert problem.where == source[:80]
    assert found in problem.found
    assert remedy in problem.remedy
    assert run_check(Path(source), monkeypatch) == 1
    assert "Traceback" not in capsys.readouterr().err
