"""What rows rest on travels with a world, changes nothing in it, and is missed where it is not there."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from steppe.errors import OutputError, ScenarioError
from steppe.scenario.appended import appended
from steppe.scenario.check import check
from steppe.scenario.events import Statement
from steppe.scenario.folder import examine, load, read, scenario_hash, write
from steppe.scenario.model import Observation
from tests.scenario.worlds import make_world, more, whole

HASH = "0123456789abcdef" * 4
TEXT = "evidence/0123456789abcdef.txt"
ROW = Statement("Aland", date(2025, 1, 3), date(2025, 1, 4), evidence="aaaa1111; bbbb2222")


def entry(name: str, state: str) -> str:
    return json.dumps({"id": name, "document": {"hash": HASH}, "decision": {"state": state}})


LEDGER = f"{entry('aaaa1111', 'accepted')}\r\nnot json\n\n{entry('bbbb2222', 'refused')}".encode()


@pytest.fixture
def folder(tmp_path):
    folder = make_world(tmp_path / "world")
    (folder / "evidence.jsonl").write_bytes(LEDGER)
    (folder / "evidence").mkdir()
    (folder / TEXT).write_bytes(b"no\xffUTF-8\r\n")
    (folder / "evidence" / "stranger.txt").write_text("not named by the ledger")
    return folder


def test_a_world_without_evidence_is_written_and_named_as_before_there_was_any(tmp_path):
    write(load(make_world(tmp_path / "world")), tmp_path / "copy")
    assert "evidence" not in (tmp_path / "copy" / "events.csv").read_text()
    assert "evidence" not in (tmp_path / "copy" / "observations.csv").read_text()
    assert not (tmp_path / "copy" / "evidence.jsonl").exists()


def test_the_ledger_and_its_texts_travel_byte_for_byte_and_do_not_count(folder, tmp_path):
    world = load(folder)
    write(world, tmp_path / "copy")
    assert load(tmp_path / "copy") == world
    assert (tmp_path / "copy" / "evidence.jsonl").read_bytes() == LEDGER
    assert (tmp_path / "copy" / TEXT).read_bytes() == b"no\xffUTF-8\r\n"
    assert not (tmp_path / "copy" / "evidence" / "stranger.txt").exists()
    assert scenario_hash(world) == scenario_hash(replace(world, evidence={}))
    assert world.what_if(replace(ROW, evidence="aaaa1111"), name="other").evidence == world.evidence


def test_a_row_that_names_its_evidence_comes_back_with_it(tmp_path):
    world = load(make_world(tmp_path / "world"))
    with_rows = replace(
        world,
        events=(*world.events, ROW),
        observations=(
            *world.observations,
            Observation(date(2025, 1, 9), "Gate", 7, source="x", evidence="c"),
        ),
    )
    write(with_rows, tmp_path / "copy")
    assert read(tmp_path / "copy") == with_rows
    assert scenario_hash(with_rows) != scenario_hash(world)


def test_writing_over_a_world_takes_its_ledger_away(folder):
    write(replace(load(folder), evidence={}), folder, overwrite=True)
    assert not (folder / "evidence.jsonl").exists()
    assert (folder / TEXT).exists()


def test_a_row_is_told_of_that_rests_on_what_is_refused_or_not_there(folder):
    more("events.csv", "statement,2025-01-03,2025-01-04,,,Aland,,,,,,x")(folder)
    world = load(folder)
    changed = replace(
        world, events=(*world.events[:-1], replace(ROW, evidence="aaaa1111; bbbb2222; aaaa1112"))
    )
    told = [str(each) for each in check(changed)]
    assert any("'bbbb2222', which was refused" in each for each in told)
    assert any(
        "'aaaa1112', which is not in evidence.jsonl. Did you mean 'aaaa1111'?" in each for each in told
    )
    assert any(each.startswith("evidence.jsonl line 2: is no JSON object") for each in told)
    assert not any("'aaaa1111'," in each for each in told)
    assert all(each.severity == "warning" for each in check(changed))
    assert not examine(folder).errors


def test_many_rows_without_their_evidence_are_told_in_few_lines(tmp_path):
    world = load(make_world(tmp_path / "world"))
    events = tuple(replace(ROW, evidence=f"id{number}") for number in range(30))
    told = [each for each in check(replace(world, events=events)) if "evidence.jsonl" in each.found]
    assert len(told) == 4


def test_no_file_outside_the_folder_is_read_or_written(folder, tmp_path):
    world = replace(load(folder), evidence={"../outside.txt": b"", "evidence/x.txt": b""})
    with pytest.raises(ScenarioError) as raised:
        write(world, tmp_path / "copy")
    assert len(raised.value.problems) == 2
    (tmp_path / "secret").write_text("secret")
    (folder / TEXT).unlink()
    (folder / TEXT).symlink_to(tmp_path / "secret")
    assert list(load(folder).evidence) == ["evidence.jsonl"]


def test_a_world_is_not_written_over_through_a_link(folder, tmp_path):
    world = load(folder)
    write(world, tmp_path / "copy")
    for each in (tmp_path / "copy" / "evidence").iterdir():
        each.unlink()
    (tmp_path / "copy" / "evidence").rmdir()
    (tmp_path / "away").mkdir()
    (tmp_path / "copy" / "evidence").symlink_to(tmp_path / "away")
    with pytest.raises(OutputError, match="outside the scenario"):
        write(world, tmp_path / "copy", overwrite=True)
    assert not list((tmp_path / "away").iterdir())


SHAPES = [
    "event,start,end,country\nstatement,2025-01-02,2025-01-03,Aland\n",
    "event,start,end,country,source,note,evidence\nstatement,2025-01-02,2025-01-03,Aland,x,y,\n",
    "Country;Event;END;start;;\r\nAland;statement;2025-01-03;2025-01-02;;\r\n;;;;;\r\n",
    "sep=;\nevent;start;end;country\nstatement;2025-01-02;2025-01-03;Aland",
    "event\tstart\tend\tcountry\rstatement\t2025-01-02\t2025-01-03\tAland",
]


@pytest.mark.parametrize("text", SHAPES)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("note", ["plain", 'ü; "quoted", and\ntwo lines'])
def test_a_row_is_appended_to_a_table_of_any_shape_and_nothing_else_changes(text, mark, note, tmp_path):
    folder = make_world(tmp_path / "world", whole("events.csv", mark + text.encode()))
    before = load(folder)
    row = replace(ROW, note=note)
    (folder / "events.csv").write_bytes(appended(mark + text.encode(), "events", [row]))
    assert load(folder) == replace(before, events=(*before.events, row))
    rows = text.rstrip().splitlines()
    kept = (folder / "events.csv").read_bytes().decode("utf-8-sig")
    assert all(each in kept for each in rows)


def test_a_table_that_is_not_there_yet_is_begun(tmp_path):
    folder = make_world(tmp_path / "world")
    (folder / "events.csv").write_bytes(appended(b"", "events", [ROW]))
    assert load(folder).events == (ROW,)
