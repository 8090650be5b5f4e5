"""From a report to a row, as a person types it."""

from __future__ import annotations

import io
import json
import sys
import types
from datetime import date

import pytest

from steppe.scenario.folder import load
from steppe.sources.news.ledger import hash_of, read_ledger
from tests.scenario.worlds import make_world
from tests.sources.news.claims import Paper, claim

REPORT = "\n".join(
    [
        "On 5 February Bland had shut its border with Aland.",
        "Some fear that thousands flee.",
        "Again: Bland shut the border.",
    ]
)
DAY = date(2025, 2, 5)


def found_in(text, published, *, places=(), document=""):
    """What a reader would find in the report."""
    paper = Paper(text=text, published=published)

    def one(kind, words, **changes):
        days = {"date_from": DAY, "date_to": DAY}
        return claim(
            kind, words=words, paper=paper, **{**days, "document": document or hash_of(text), **changes}
        )

    if "opened" in text:
        return [one("border_opened", "Bland opened its border")]
    first = one("border_closed", "Bland had shut its border with Aland")
    again = one("border_closed", "Bland shut the border", duplicate_of=first.id)
    return [first, one("people_displaced", "thousands flee", modality="feared", low=2000, vague=True), again]


@pytest.fixture
def reader(monkeypatch):
    fake = types.ModuleType("steppe.sources.news.reader")
    fake.read_text = found_in
    monkeypatch.setitem(sys.modules, "steppe.sources.news.reader", fake)


@pytest.fixture
def report(tmp_path, reader):
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.fixture
def world(tmp_path):
    return make_world(tmp_path / "world")


def snapshot(folder):
    return {each.name: each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def claims_of(steppe, report, world):
    code, out, err = steppe("read", report, "--date", "2025-02-06", "--scenario", world, "--json")
    assert code == 0, err
    return json.loads(out)["candidates"]


def test_a_table_shows_each_claim_and_repeats_below_the_first(steppe, report):
    code, out, err = steppe("read", report, "--date", "2025-02-06")
    assert (code, err) == (0, "")
    lines = [line for line in out.splitlines() if "border closed" in line]
    assert lines[1].startswith("  ") and not lines[0].startswith(" ")
    assert "thousands" not in out and "1 more" in out
    assert "people displaced" in steppe("read", report, "--date", "2025-02-06", "--all")[1]


def test_explaining_tells_the_rule_and_why_it_is_no_surer(steppe, report):
    _, out, _ = steppe("read", report, "--date", "2025-02-06", "--explain")
    assert "rule border.shut" in out
    assert "not surer: the date is that of the report" in out


def test_without_a_day_of_publication_it_says_to_give_one(steppe, report):
    code, out, err = steppe("read", report)
    assert (code, out) == (1, "")
    assert "--date 2021-08-23" in err


def test_every_mistake_in_the_request_is_told_at_once(steppe, tmp_path, reader):
    code, _, err = steppe("read", tmp_path / "none.txt", "--date", "soon", "--scenario", tmp_path / "nowhere")
    assert code == 1
    assert "3 problem" in err


def test_as_json_offsets_are_exact_and_a_row_is_proposed(steppe, report, world):
    first, feared, again = claims_of(steppe, report, world)
    for each in (first, feared, again):
        assert REPORT[each["start"] : each["end"]] == each["passage"]
        assert each["selectors"][0]["exact"] == each["passage"]
        assert each["hash"] == hash_of(REPORT)
    assert first["scenario_event"]["row"]["event"] == "border"
    assert feared["scenario_event"]["row"]["event"] == "statement"
    assert again["duplicate_of"] == first["id"]


def test_reading_twice_adds_nothing(steppe, report, world):
    _, out, _ = steppe("read", report, "--date", "2025-02-06", "--scenario", world)
    assert "3 claims were added" in out
    before = snapshot(world)
    _, out, _ = steppe("read", report, "--date", "2025-02-06", "--scenario", world)
    assert "0 claims were added" in out and "3 were there already" in out
    assert snapshot(world) == before


def test_a_built_in_world_is_not_written_to(steppe, report):
    code, _, err = steppe("read", report, "--date", "2025-02-06", "--scenario", "one-road")
    assert code == 1
    assert "steppe new my-one-road --like one-road" in err
    assert steppe("review", "one-road")[0] == steppe("accept", "one-road", "x")[0] == 1


def test_an_accepted_claim_becomes_a_row_that_passes_the_check_and_says_why(steppe, report, world):
    first, *_ = claims_of(steppe, report, world)
    code, out, err = steppe(
        "accept", world, first["id"], "--set", "wait=0.5", "--by", "Amina", "--note", "sure"
    )
    assert (code, err) == (0, "")
    assert "border country=Bland other_country=Aland" in out
    assert load(world).events[-1].wait == 0.5
    code, out, _ = steppe("check", world)
    assert code == 0 and first["id"] not in out
    _, out, _ = steppe("events", world, "--why")
    assert f"{first['id']}: “Bland had shut its border with Aland”" in out
    assert "edited by Amina" in out and "sure" in out
    assert "source: news" in out
    why = json.loads(steppe("events", world, "--why", "--kind", "border", "--json")[1])
    assert [len(each["evidence"]) for each in why] == [0, 1]


def test_the_evidence_goes_along_when_a_world_is_copied(steppe, report, world, tmp_path):
    first, *_ = claims_of(steppe, report, world)
    steppe("accept", world, first["id"])
    assert steppe("new", tmp_path / "copy", "--like", world)[0] == 0
    for name in ("evidence.jsonl", f"evidence/{hash_of(REPORT)[:16]}.txt"):
        assert (tmp_path / "copy" / name).read_bytes() == (world / name).read_bytes()
    assert first["id"] in steppe("events", tmp_path / "copy", "--why")[1]


def test_all_unknown_and_hostile_ids_are_told_at_once_and_nothing_is_written(steppe, report, world):
    first, *_ = claims_of(steppe, report, world)
    before = snapshot(world)
    for command in ("accept", "refuse"):
        code, out, err = steppe(command, world, first["id"], "../../etc/passwd", "nothing", "a\x1b[31mb")
        assert (code, out) == (1, "")
        assert "3 problems" in err and "\x1b" not in err
    assert snapshot(world) == before


def test_a_change_that_cannot_be_leaves_everything_as_it_was(steppe, report, world):
    first, *_ = claims_of(steppe, report, world)
    before = snapshot(world)
    assert steppe("accept", world, first["id"], "--set", "status=shut", "--set", "wait=9")[0] != 0
    assert steppe("accept", world, first["id"], "--set", "country=Cland")[0] == 1
    assert snapshot(world) == before


def test_a_refused_row_is_told_by_check(steppe, report, world):
    first, *_ = claims_of(steppe, report, world)
    steppe("accept", world, first["id"])
    code, _, err = steppe("refuse", world, first["id"], "--by", "Amina")
    assert code == 0 and "its row in events.csv stays" in err
    assert f"the row rests on '{first['id']}', which was refused" in steppe("check", world)[1]


def test_a_review_goes_line_by_line_through_a_pipe(steppe, report, world, monkeypatch):
    claims_of(steppe, report, world)
    monkeypatch.setattr("sys.stdin", io.StringIO("?\ne\nadmit=9\n\ne\nend=2025-02-20\n\nr\n"))
    code, out, err = steppe("review", world, "--by", "Amina")
    assert code == 0
    assert "skip: decide another time" in out
    assert "admit" in err
    assert "1 accepted, 1 refused, 0 left." in out
    assert load(world).events[-1].end == date(2025, 2, 20)
    assert [each.decision.state for each in read_ledger(world)] == ["edited", "refused", "open"]
    assert "No claim waits" in steppe("review", world)[1]


def test_quitting_a_review_keeps_what_was_decided(steppe, report, world, monkeypatch):
    claims_of(steppe, report, world)
    monkeypatch.setattr("sys.stdin", io.StringIO("a\n"))
    _, out, _ = steppe("review", world)
    assert "1 accepted, 0 refused, 1 left." in out


def test_two_reports_that_contradict_each_other_are_told_of(steppe, report, world, tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    report.rename(folder / "a.txt")
    (folder / "b.txt").write_text("Bland opened its border.")
    code, out, _ = steppe("read", folder, "--date", "2025-02-06", "--scenario", world)
    assert code == 0
    assert "contradicts" in out


@pytest.mark.parametrize("command", ["read", "review", "accept", "refuse"])
def test_help_shows_two_examples(command, steppe):
    code, out, _ = steppe(command, "--help")
    assert code == 0
    assert out.count(f"  steppe {command} ") == 2
