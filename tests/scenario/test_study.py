"""A study file becomes a base and its variants, or a list of everything that is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from steppe.errors import ScenarioError
from steppe.scenario import gallery
from steppe.scenario.events import BorderRegime, RouteRegime
from steppe.scenario.folder import load
from steppe.scenario.study import Study, find_study, read_study
from steppe.scenario.study_changes import KEYS
from steppe.scenario.tables import TABLES
from tests.scenario.worlds import line, make_world

WORLD = "border-closes"
VARIANT = '[[variant]]\nname = "other"\n'


def study(folder: Path, text: str, name: str = "gates.toml") -> Study:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return read_study(folder / name)


def one(folder: Path, changes: str) -> Study:
    return study(folder, f'base = "{WORLD}"\n{VARIANT}{changes}\n')


def told(folder: Path, text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        study(folder, text)
    assert caught.value.exit_code == 1
    return [str(problem) for problem in caught.value.problems]


def test_a_study_has_a_base_and_its_variants_in_the_order_of_the_file(tmp_path):
    text = f"""
        base = "{WORLD}"
        title = "Two gates"
        question = "Which gate matters?"
        replicas = 12
        seed = 5
        days = 40
        [[variant]]
        name = "shut"
        title = "The whole border shut"
        description = "Both gates."
        events = [{{ event = "border", country = "Velia", other_country = "Norda", start = 2025-04-20 }}]
        [[variant]]
        name = "quick"
        settings = {{ leave_chance_town = 0.5 }}
    """
    found = study(tmp_path, text)
    assert (found.name, found.title, found.question) == ("gates", "Two gates", "Which gate matters?")
    assert (found.replicas, found.seed, found.days) == (12, 5, 40)
    assert found.base == load(WORLD)
    shut, quick = found.variants
    assert (shut.title, shut.description) == ("The whole border shut", "Both gates.")
    assert BorderRegime("Velia", "Norda", start=date(2025, 4, 20)) in shut.scenario.events
    assert quick.scenario == replace(load(WORLD).with_settings(leave_chance_town=0.5), name="quick")


def test_what_is_not_said_is_left_to_the_base(tmp_path):
    found = one(tmp_path, "settings = { border_knowledge = 0 }")
    assert (found.replicas, found.seed, found.days, found.title) == (None, None, None, "")


def test_without_a_base_the_folder_the_file_lies_in_is_meant_and_names_are_folders_beside_it(tmp_path):
    make_world(tmp_path / "here")
    make_world(tmp_path / "here" / "other", line("places.csv", 5, "Camp One,Bland,camp,10,23,,9000,no,100,x"))
    found = study(tmp_path / "here", f'{VARIANT}scenario = "other"\n', "study.toml")
    assert found.name == "here-study"
    assert found.base.place("Camp One").capacity == 4000
    assert found.variants[0].scenario.place("Camp One").capacity == 9000
    assert found.variants[0].scenario.name == "other"


def test_events_that_have_all_the_given_values_are_removed(tmp_path):
    found = one(tmp_path, 'remove = [{ event = "route", start = 2025-05-01 }]')
    kept = found.variants[0].scenario.events
    assert len(kept) == len(found.base.events) - 1
    assert not any(isinstance(each, RouteRegime) and each.start == date(2025, 5, 1) for each in kept)


def test_named_columns_of_a_row_are_changed_and_the_others_stay(tmp_path):
    rows = 'rows = [{ table = "places", name = "Harn", population = 500 }]'
    found = one(tmp_path, rows)
    before, after = found.base.place("Harn"), found.variants[0].scenario.place("Harn")
    assert after == replace(before, population=500)


def test_a_road_is_found_from_either_end_and_a_new_row_is_added(tmp_path):
    rows = """rows = [
        { table = "routes", start = "Solet", end = "Harn", distance_km = 50 },
        { table = "places", add = true, name = "New camp", country = "Norda", kind = "camp" },
        { table = "routes", add = true, start = "Norda City", end = "New camp", distance_km = 20.5 },
        { table = "pushes", add = true, place = "Solet", start = 2025-04-05, people = 300 },
    ]"""
    scenario = one(tmp_path, rows).variants[0].scenario
    assert scenario.routes[0].distance_km == 50
    assert (scenario.places[-1].name, scenario.routes[-1].end) == ("New camp", "New camp")
    assert scenario.pushes[-1].people == 300


def test_rows_come_first_so_that_an_event_can_speak_of_a_new_place(tmp_path):
    changes = """
        events = [{ event = "sealed", place = "New camp", start = 2025-04-09 }]
        rows = [{ table = "places", add = true, name = "New camp", country = "Norda", kind = "camp" },
                { table = "routes", add = true, start = "Norda City", end = "New camp", distance_km = 20 }]
    """
    assert one(tmp_path, changes).variants[0].scenario.events[-1].place == "New camp"


def test_names_may_be_given_as_a_list(tmp_path):
    event = 'event = "border", country = "Velia", other_country = "Norda", weekdays = ["mon", "tue"]'
    scenario = one(tmp_path, f"events = [{{ {event}, status = 'open' }}]").variants[0].scenario
    assert scenario.events[-1].weekdays == "mon;tue"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty. Write [[variant]]"),
        (f'base = "{WORLD}"', "has no variants"),
        ('base = "nowhere"\n' + VARIANT, "no such folder and no such built-in world"),
        (f'basis = "{WORLD}"\n{VARIANT}', "Did you mean 'base'?"),
        (f'base = "{WORLD}"\nreplicas = 0\n{VARIANT}', "replicas '0' is below 1"),
        (f'base = "{WORLD}"\nseed = "x"\n{VARIANT}', "seed 'x' is not a whole number"),
        (f'base = "{WORLD}"\n[[variant]]\nsettings = {{ leave_chance_town = 1 }}', "has no name"),
        (f'base = "{WORLD}"\n{VARIANT}{VARIANT}', "given to another variant"),
        (f'base = "{WORLD}"\n[[variant]]\nname = "a/b"', "cannot name a folder"),
        (f'base = "{WORLD}"\n[[variant]]\nname = "base"', "kept for the study itself"),
        (f'base = "{WORLD}"\n[[variant]]\nname = 7', "name '7' is not a text"),
        (f'base = "{WORLD}"\n{VARIANT}', "changes nothing of the base"),
        (f'base = "{WORLD}"\nvariant = 3', "has no variants"),
        ("base = \n", "is not TOML here"),
    ],
)
def test_what_is_wrong_with_the_file_is_said(text, words, tmp_path):
    assert [each for each in told(tmp_path, text) if words in each]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ("setings = { leave_chance_town = 0.5 }", "Did you mean 'settings'?"),
        ("settings = { leave_chance_twon = 0.5 }", "Did you mean 'leave_chance_town'?"),
        ("settings = { leave_chance_town = 5 }", "is above 1"),
        ("settings = { seed = 5 }", "is the same for every variant"),
        ("settings = 5", "settings is no table"),
        ("events = [5]", "events is no list of tables"),
        ('events = [{ event = "bordr" }]', "Did you mean 'border'?"),
        ('events = [{ country = "Velia" }]', "event is empty"),
        ('events = [{ event = "sealed", place = "Harn", strat = 2025-04-09 }]', "Did you mean 'start'?"),
        ('events = [{ event = "sealed", place = "Harn", start = 9 }]', "start '9' is not a date"),
        ('events = [{ event = "sealed", place = true, start = 2025-04-09 }]', "place 'True' is not a text"),
        ('events = [{ event = "sealed", place = "Hern", start = 2025-04-09 }]', "Did you mean 'Harn'?"),
        ('events = [{ event = "capacity", place = "Harn", start = 2025-04-09, admit = 1 }]', "means nothing"),
        ('remove = [{ event = "sealed" }]', "no event of the base has event sealed"),
        ("remove = [{ }]", "names no event"),
        ('remove = [{ evnt = "route" }]', "Did you mean 'event'?"),
        ('rows = [{ name = "Harn" }]', "is no table whose rows can be changed"),
        ('rows = [{ table = "place", name = "Harn" }]', "Did you mean 'places'?"),
        ('rows = [{ table = "places", name = "Hern", population = 5 }]', "Did you mean 'Harn'?"),
        ('rows = [{ table = "places", name = "Harn", popluation = 5 }]', "Did you mean 'population'?"),
        ('rows = [{ table = "places", name = "Harn", population = -5 }]', "is below 0"),
        ('rows = [{ table = "places", population = 5 }]', "does not say which of places is meant"),
        ('rows = [{ table = "places", name = "Harn" }]', "changes nothing of 'Harn'"),
        ('rows = [{ table = "places", name = "Harn", add = true }]', "is in places already"),
        ('rows = [{ table = "places", name = "Harn", add = "yes" }]', "is neither true nor false"),
        ('scenario = "nowhere"', "no such folder and no such built-in world"),
        ('rows = [{ table = "routes", start = "Harn", end = "Solet", distance_km = "far" }]', "'far' is not"),
        (
            'rows = [{ table = "routes", add = true, start = "Harn", end = "Islet", distance_km = 9 }]',
            "Islet",
        ),
    ],
)
def test_what_is_wrong_with_a_variant_is_said_with_its_name(changes, words, tmp_path):
    problems = told(tmp_path, f'base = "{WORLD}"\n{VARIANT}{changes}\n')
    assert [each for each in problems if words in each], problems
    assert all(each.startswith("gates.toml variant 'other'") for each in problems)


def test_the_problems_of_all_variants_are_told_at_once(tmp_path):
    text = f"""
        base = "{WORLD}"
        titel = "x"
        [[variant]]
        name = "first"
        settings = {{ leave_chance_twon = 1 }}
        [[variant]]
        name = "second"
        events = [{{ event = "sealed", place = "Hern", start = 2025-04-09 }}]
        remove = [{{ event = "sealed" }}]
    """
    where = [each.split(":")[0].split(",")[0] for each in told(tmp_path, text)]
    assert where == ["gates.toml", "gates.toml variant 'first'"] + 2 * ["gates.toml variant 'second'"]


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(ScenarioError, match="there is no such file"):
        read_study(tmp_path / "none.toml")


def test_a_study_is_found_by_path_and_by_the_name_of_its_world(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "study.toml").write_text("", encoding="utf-8")
    assert find_study("mine/study") == Path("mine/study.toml")
    assert find_study("mine/study.toml") == Path("mine/study.toml")
    assert find_study("border-closes/study") == gallery.path("border-closes") / "study.toml"
    assert find_study("border-closes") is None
    assert find_study("mine/other") is None


def test_every_key_is_made_of_columns():
    for table, key in KEYS.items():
        assert set(key) <= {each.name for each in TABLES[table]}
