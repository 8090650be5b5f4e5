"""A scenario folder is read as it is written, and as a person's spreadsheet leaves it."""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings

from steppe.errors import OutputError, ScenarioError, UsageError
from steppe.scenario import gallery
from steppe.scenario.folder import examine, load, locate, read, scenario_hash, write
from steppe.scenario.model import Place, Scenario
from tests.scenario.strategies import scenarios
from tests.scenario.worlds import FILES, line, make_world, more, whole


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenario=scenarios())
def test_reading_what_was_written_is_identity(scenario, tmp_path_factory):
    folder = tmp_path_factory.mktemp("round") / "trip"
    try:
        write(scenario, folder)
        again = read(folder)
        assert again == scenario
        assert scenario_hash(again) == scenario_hash(scenario)
    finally:
        shutil.rmtree(folder.parent)


@pytest.mark.parametrize("name", gallery.names())
def test_a_built_in_world_has_no_errors_and_survives_being_written(name, tmp_path):
    world = load(name)
    write(world, tmp_path / "copy")
    assert load(tmp_path / "copy") == world
    assert world.name == name


def test_the_four_worlds_are_there():
    assert set(gallery.names()) >= {"afghanistan-2021", "border-closes", "one-road", "two-camps"}
    with pytest.raises(KeyError):
        gallery.path("atlantis")


def excel(text: str, *, mark: bool, separator: str, ends: str) -> bytes:
    """A table as a spreadsheet saves it: other ends of lines, empty cells and rows behind."""
    lines = [each.replace(",", separator) + separator * 3 for each in text.splitlines()]
    lines += [separator * 8, "", separator]
    return (b"\xef\xbb\xbf" if mark else b"") + ends.join(lines).encode()


@pytest.mark.parametrize("mark", [False, True])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_table_that_a_spreadsheet_saved_is_the_same_table(mark, separator, ends, tmp_path):
    plain = load(make_world(tmp_path / "plain"))
    tables = [
        whole(name, excel(text, mark=mark, separator=separator, ends=ends))
        for name, text in FILES.items()
        if name.endswith(".csv")
    ]
    assert load(make_world(tmp_path / "excel", *tables)) == plain


def test_a_first_line_that_names_the_separator_is_not_the_header_but_counts_as_a_line(tmp_path):
    text = "sep=;\r\n" + FILES["routes.csv"].replace(",", ";")
    folder = make_world(tmp_path / "world", whole("routes.csv", text))
    assert load(folder) == load(make_world(tmp_path / "plain"))
    whole("routes.csv", text.replace("Gate;115", "Gate;x"))(folder)
    assert [each.where for each in examine(folder).errors] == ["routes.csv line 4"]


def test_case_and_blanks_around_words_do_not_count(tmp_path):
    folder = make_world(
        tmp_path / "world",
        line("places.csv", 1, " Name ,COUNTRY,kind,latitude,longitude,population,capacity,hard_capacity,present,source"),
        line("places.csv", 3, " Midway ,Aland, Town ,10.0, 21.0,5000.0 ,, NO ,,census"),
        line("routes.csv", 2, "Origin\u00a0, Midway,1.2e2,TRUE,map"),
        line("events.csv", 2, "conflict,2025-01-05 00:00:00,2025-02-01,Origin,,,,,,1,,news"),
    )  # fmt: skip
    assert load(folder) == load(make_world(tmp_path / "plain"))


def test_lines_are_counted_as_an_editor_counts_them(tmp_path):
    long_note = 'Origin,Aland,town,10.0,20.0,50000,,no,,"two\nlines, and\r\nthree"'
    folder = make_world(
        tmp_path / "world",
        line("places.csv", 2, long_note + "\n\n"),
        more("places.csv", "Far,Aland,town,10.0,99999,1,,no,,x"),
    )
    (problem,) = examine(folder).errors
    assert problem.where == "places.csv line 10"
    lines = (folder / "places.csv").read_bytes().decode().splitlines()
    assert lines[9].startswith("Far,")


def test_columns_may_stand_in_any_order_and_be_left_out(tmp_path):
    folder = make_world(
        tmp_path / "world",
        whole("routes.csv", "distance_km,end,start\n120,Midway,Origin\n115,Gate,Midway\n118,Camp One,Gate\n"),
    )
    plain = load(make_world(tmp_path / "plain"))
    assert load(folder).routes == tuple(replace(route, source="") for route in plain.routes)


def test_an_empty_capacity_is_unlimited_and_an_empty_number_of_people_is_not_known(tmp_path):
    world = load(make_world(tmp_path / "world"))
    assert world.place("Origin").capacity is None
    assert world.place("Origin").present is None
    assert world.place("Gate").population == 0
    assert world.place("Camp One").capacity == 4000


def test_a_built_in_name_that_is_also_a_folder_here_must_be_told_apart(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make_world(tmp_path / "one-road")
    with pytest.raises(UsageError, match=r"Write \./one-road for the folder"):
        load("one-road")
    assert load("./one-road").name == "border"
    assert load(Path("one-road")).name == "border"
    (tmp_path / "two-camps").mkdir()
    assert load("two-camps").name == "two-camps"
    assert locate("two-camps") == gallery.path("two-camps")


WORLD = Scenario("small", date(2025, 1, 1), 10, places=(Place("A"), Place("B")))


def test_equal_worlds_have_equal_hashes_and_any_change_another():
    changed = [
        replace(WORLD, name="other"),
        replace(WORLD, days=11),
        replace(WORLD, places=(Place("A"), Place("B", capacity=1))),
        replace(WORLD, places=(Place("B"), Place("A"))),
        replace(WORLD, settings=MappingProxyType({"seed": 2})),
    ]
    same = replace(WORLD, settings=MappingProxyType({"seed": 1}))
    assert scenario_hash(same) == scenario_hash(WORLD)
    assert len({scenario_hash(each) for each in (WORLD, *changed)}) == 6


def test_settings_may_be_given_in_any_order():
    one = replace(WORLD, settings=MappingProxyType({"seed": 2, "replicas": 3, "clock": "flee"}))
    two = replace(WORLD, settings=MappingProxyType({"clock": "flee", "replicas": 3, "seed": 2}))
    assert scenario_hash(one) == scenario_hash(two)


def test_letters_that_excel_would_misread_get_a_byte_order_mark(tmp_path):
    write(replace(WORLD, places=(Place("Kandahār"),)), tmp_path / "marked")
    assert (tmp_path / "marked" / "places.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    write(WORLD, tmp_path / "plain")
    assert (tmp_path / "plain" / "places.csv").read_bytes().startswith(b"name,")


def test_nothing_is_written_over_unless_it_is_asked_for(tmp_path):
    write(WORLD, tmp_path / "world")
    other = replace(WORLD, days=99)
    with pytest.raises(OutputError, match="holds a scenario already"):
        write(other, tmp_path / "world")
    assert read(tmp_path / "world") == WORLD
    write(other, tmp_path / "world", overwrite=True)
    assert read(tmp_path / "world") == other


def test_writing_over_a_scenario_keeps_the_files_that_are_not_its_own(tmp_path):
    write(load(make_world(tmp_path / "source")), tmp_path / "world")
    (tmp_path / "world" / "my notes.txt").write_text("keep me")
    write(WORLD, tmp_path / "world", overwrite=True)
    assert sorted(each.name for each in (tmp_path / "world").iterdir()) == [
        "my notes.txt",
        "places.csv",
        "scenario.toml",
    ]
    assert read(tmp_path / "world") == WORLD


def test_an_empty_folder_is_as_good_as_none_and_parents_are_made(tmp_path):
    (tmp_path / "empty").mkdir()
    write(WORLD, tmp_path / "empty")
    write(WORLD, tmp_path / "a" / "b" / "c")
    assert read(tmp_path / "empty") == read(tmp_path / "a" / "b" / "c") == WORLD


def test_a_scenario_that_no_file_can_hold_is_refused_before_anything_is_written(tmp_path):
    bad = replace(WORLD, places=(Place("A\x00"), Place(" B "), Place("C", latitude=float("nan"))))
    with pytest.raises(ScenarioError) as raised:
        write(bad, tmp_path / "world")
    assert [each.where for each in raised.value.problems] == ["places row 1", "places row 2", "places row 3"]
    assert list(tmp_path.iterdir()) == []


def occupied(tmp_path: Path) -> tuple[Path, str]:
    (tmp_path / "taken").write_text("a file")
    return tmp_path / "taken", "is a file"


def below_a_file(tmp_path: Path) -> tuple[Path, str]:
    (tmp_path / "taken").write_text("a file")
    return tmp_path / "taken" / "world", "cannot be written"


def not_empty(tmp_path: Path) -> tuple[Path, str]:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "1.jpg").write_text("not ours")
    return tmp_path / "photos", "is not empty"


def too_long(tmp_path: Path) -> tuple[Path, str]:
    return tmp_path / ("x" * 300), "cannot be written"


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("in_the_way", [occupied, below_a_file, not_empty, too_long])
def test_what_is_in_the_way_is_told_and_left_alone(in_the_way, overwrite, tmp_path):
    folder, found = in_the_way(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OutputError) as raised:
        write(WORLD, folder, overwrite=overwrite)
    (problem,) = raised.value.problems
    assert problem.where == str(folder)
    assert found in problem.found
    assert problem.remedy
    assert sorted(tmp_path.rglob("*")) == before


def fail_on(name: str, error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk fail in the middle of one file, half of it written."""
    whole_write = Path.write_text

    def write_text(self: Path, text: str, **options: str) -> int:
        if self.name == name:
            whole_write(self, text[: len(text) // 2], **options)
            raise error
        return whole_write(self, text, **options)

    monkeypatch.setattr(Path, "write_text", write_text)


@pytest.mark.parametrize("exists", [False, True])
@pytest.mark.parametrize(
    ("code", "remedy"),
    [(errno.ENOSPC, "Free some space"), (errno.EACCES, "may write to"), (errno.EROFS, "may write to"),
     (errno.EIO, "may write to")],
)  # fmt: skip
def test_a_disk_that_fails_half_way_leaves_nothing_half_written(code, remedy, exists, tmp_path, monkeypatch):
    old = replace(WORLD, days=5)
    if exists:
        write(old, tmp_path / "world")
    before = sorted(tmp_path.rglob("*"))
    fail_on("places.csv", OSError(code, os.strerror(code)), monkeypatch)
    with pytest.raises(OutputError) as raised:
        write(WORLD, tmp_path / "world", overwrite=True)
    assert os.strerror(code) in raised.value.problems[0].found
    assert remedy in raised.value.problems[0].remedy
    assert sorted(tmp_path.rglob("*")) == before
    if exists:
        monkeypatch.undo()
        assert read(tmp_path / "world") == old


def test_stopping_half_way_leaves_nothing_half_written(tmp_path, monkeypatch):
    fail_on("places.csv", KeyboardInterrupt(), monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        write(WORLD, tmp_path / "world")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_disk_that_is_really_full_is_told_as_such(tmp_path, monkeypatch):
    whole_write = Path.write_text

    def write_text(self: Path, text: str, **options: str) -> int:
        return whole_write(Path("/dev/full"), text * 10_000, **options)

    monkeypatch.setattr(Path, "write_text", write_text)
    with pytest.raises(OutputError, match="Free some space"):
        write(WORLD, tmp_path / "world")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    folder = make_world(tmp_path / "world")
    read_bytes = Path.read_bytes

    def refused(self: Path) -> bytes:
        if self.name == "routes.csv":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return read_bytes(self)

    monkeypatch.setattr(Path, "read_bytes", refused)
    (problem,) = examine(folder).errors
    assert problem.where == "routes.csv"
    assert "Permission denied" in problem.found


SHARED = Path(__file__).resolve().parents[3] / "shared" / "cases"
FLEE_FOLDERS = sorted(each.parent for each in SHARED.glob("*/input_csv"))


@pytest.mark.needs_shared
@pytest.mark.skipif(not FLEE_FOLDERS, reason=f"the Flee folders of {SHARED} are not here")
@pytest.mark.parametrize("folder", FLEE_FOLDERS, ids=lambda folder: folder.name)
def test_a_flee_folder_has_no_errors_and_is_the_same_world_once_imported(folder, tmp_path):
    world = load(folder)
    assert world.setting("rules") == "flee"
    write(world, tmp_path / "imported")
    assert load(tmp_path / "imported") == world
