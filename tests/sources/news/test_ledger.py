"""The ledger keeps every claim with its passage, tells every bad line, and never leaves the folder."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from steppe.errors import OutputError, ScenarioError
from steppe.scenario.folder import examine, load, scenario_hash
from steppe.sources.news.deciding import Word, accept, refuse
from steppe.sources.news.ledger import (
    add_to_ledger,
    entry_of,
    kept_text,
    ledger_text,
    read_ledger,
)
from tests.scenario.worlds import make_world
from tests.sources.news.claims import DAY, TEXT, Paper, claim


@pytest.fixture
def world(tmp_path):
    return make_world(tmp_path / "world")


def snapshot(folder):
    return {each.name: each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_reading_the_same_document_twice_adds_nothing(world):
    first = add_to_ledger(world, [(Paper(), [claim()])])
    before = snapshot(world)
    again = add_to_ledger(world, [(Paper(name="copy.txt"), [claim()])])
    assert (len(first.new), again.new, again.known) == (1, (), (claim().id,))
    assert snapshot(world) == before


def test_an_entry_comes_back_as_it_was_with_its_passage_and_its_text(world):
    add_to_ledger(world, [(Paper(), [claim(low=3, high=4.5)])])
    (entry,) = read_ledger(world)
    assert entry == entry_of(claim(low=3, high=4.5), Paper())
    assert kept_text(world, entry) == TEXT
    written = json.loads((world / "evidence.jsonl").read_text(encoding="utf-8"))
    quote, position = written["selectors"]
    assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
    assert TEXT[position["start"] : position["end"]] == quote["exact"]
    assert TEXT[: position["start"]].endswith(quote["prefix"])
    assert quote["suffix"] and TEXT[position["end"] :].startswith(quote["suffix"])


def test_the_world_of_a_folder_with_a_ledger_is_the_same_world(world):
    before = scenario_hash(load(world))
    add_to_ledger(world, [(Paper(), [claim()])])
    assert scenario_hash(load(world)) == before
    assert len(load(world).evidence) == 2


def spoiled(**changes):
    written = entry_of(claim(), Paper()).to_json()
    return json.dumps({**written, **changes})


def test_every_bad_line_is_told_at_once_with_its_number(world):
    good = ledger_text([entry_of(claim(), Paper())]).strip()
    lines = ["{", good, "[1]", "", "{}", spoiled(id="../../etc"), spoiled(id="00000000"), good,
             spoiled(decision={"state": "perhaps", "by": "", "when": "", "note": "", "row": None}), "\x00",
             spoiled(document={"hash": "../../../etc/passwd", "published": "2025-01-01"})]  # fmt: skip
    (world / "evidence.jsonl").write_text("\n".join(lines))
    with pytest.raises(ScenarioError) as raised:
        read_ledger(world)
    told = [each.where for each in raised.value.problems]
    assert told == [f"evidence.jsonl line {number}" for number in (1, 3, 5, 6, 7, 8, 9, 10, 11)]
    before = snapshot(world)
    with pytest.raises(ScenarioError):
        add_to_ledger(world, [(Paper(), [claim()])])
    with pytest.raises(ScenarioError):
        refuse(world, [claim().id], Word())
    assert snapshot(world) == before
    assert not examine(world).errors


def test_hostile_names_write_nothing_outside_the_scenario(world, tmp_path):
    paper = Paper(name="../../../outside.txt")
    add_to_ledger(world, [(paper, [claim(document="../../elsewhere")])])
    assert [each.name for each in tmp_path.iterdir()] == ["world"]
    (name,) = {each.name for each in (world / "evidence").iterdir()}
    assert name == f"{paper.hash[:16]}.txt"


def test_a_link_to_another_folder_is_not_followed(world, tmp_path):
    (tmp_path / "away").mkdir()
    (world / "evidence").symlink_to(tmp_path / "away")
    before = snapshot(world)
    with pytest.raises(OutputError, match="outside the scenario"):
        add_to_ledger(world, [(Paper(), [claim()])])
    assert snapshot(world) == before
    assert list((tmp_path / "away").iterdir()) == []


def test_commands_at_the_same_time_lose_no_claim(world):
    papers = [Paper(text=f"{TEXT} {number}") for number in range(6)]
    threads = [
        threading.Thread(target=add_to_ledger, args=(world, [(each, [claim(paper=each)])])) for each in papers
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(read_ledger(world)) == 6


def test_refusing_leaves_every_other_file_as_it_was(world):
    add_to_ledger(world, [(Paper(), [claim()])])
    before = snapshot(world)
    refuse(world, [claim().id], Word("Amina", "about another border"))
    after = snapshot(world)
    assert {name for name in after if after[name] != before[name]} == {"evidence.jsonl"}
    (entry,) = read_ledger(world)
    assert (entry.decision.state, entry.decision.by, entry.decision.note) == (
        "refused",
        "Amina",
        "about another border",
    )


def test_a_row_whose_ledger_cannot_be_written_is_taken_back(world, monkeypatch):
    later = claim(date_from=DAY + timedelta(days=20), date_to=DAY + timedelta(days=20))
    add_to_ledger(world, [(Paper(), [later])])
    before = snapshot(world)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("steppe.sources.news.deciding.write_ledger", full)
    with pytest.raises(OSError, match="No space"):
        accept(world, [later.id], Word())
    assert snapshot(world) == before


def test_accepting_again_adds_no_second_row_even_if_the_ledger_forgot(world):
    later = claim(date_from=DAY + timedelta(days=20), date_to=DAY + timedelta(days=20))
    add_to_ledger(world, [(Paper(), [later])])
    ledger = (world / "evidence.jsonl").read_bytes()
    accept(world, [later.id], Word())
    rows = (world / "events.csv").read_bytes()
    (world / "evidence.jsonl").write_bytes(ledger)
    (decided,) = accept(world, [later.id], Word())
    assert "there already" in decided.told[0]
    assert (world / "events.csv").read_bytes() == rows
    assert read_ledger(world)[0].decision.state == "accepted"


def test_a_later_document_supersedes_an_open_claim_visibly(world):
    day = DAY + timedelta(days=20)
    early = claim(date_from=day, date_to=day)
    paper = Paper(name="later.txt", text="Bland has opened its border.", published=DAY + timedelta(days=21))
    late = claim("border_opened", words=paper.text, paper=paper, date_from=day, date_to=day)
    add_to_ledger(world, [(Paper(), [early])])
    add_to_ledger(world, [(paper, [late])])
    (decided,) = accept(world, [late.id], Word("Amina"))
    assert f"supersedes {early.id}" in " ".join(decided.told)
    states = {each.id: each.decision.state for each in read_ledger(world)}
    assert states == {early.id: "superseded", late.id: "accepted"}


def test_accepting_what_contradicts_an_accepted_row_says_so(world):
    day = DAY + timedelta(days=20)
    first = claim(date_from=day, date_to=day)
    paper = Paper(name="other.txt", text="Bland has opened its border.")
    second = claim("border_opened", words=paper.text, paper=paper, date_from=day, date_to=day)
    add_to_ledger(world, [(Paper(), [first]), (paper, [second])])
    accept(world, [first.id], Word())
    (decided,) = accept(world, [second.id], Word())
    assert any(f"contradicts {first.id}, which is accepted" in each for each in decided.told)
    assert decided.proposal is not None and decided.proposal.cells["event"] == "statement"


def test_a_semicolon_table_with_a_mark_keeps_its_shape(world):
    day = DAY + timedelta(days=20)
    path = world / "events.csv"
    was = b"\xef\xbb\xbf" + path.read_bytes().replace(b",", b";").replace(b"\n", b"\r\n").rstrip()
    path.write_bytes(was)
    add_to_ledger(world, [(Paper(), [claim(date_from=day, date_to=day)])])
    accept(world, [claim().id], Word())
    now = path.read_bytes().split(b"\r\n")
    assert now[1:3] == was.split(b"\r\n")[1:3]
    assert now[0].startswith(was.split(b"\r\n")[0])
    assert load(world).events[-1].evidence == claim().id
    assert not examine(world).errors


def test_an_undated_document_is_no_entry():
    with pytest.raises(ValueError, match="publication"):
        entry_of(claim(), replace(Paper(), published=None))
