"""``steppe.read`` takes a text and its day, and says what is wrong with anything else."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

import steppe

TEXT = "Greece closed its border with Turkey on Sunday, officials said. In Qanat rebels captured the town of Varzob."
DAY = date(2021, 8, 23)


def test_a_day_can_be_given_in_several_ways():
    told = [
        steppe.read(TEXT, date=day)
        for day in (DAY, "2021-08-23", " 2021-08-23 ", datetime(2021, 8, 23, 9, 30, tzinfo=UTC))
    ]
    assert told[0]
    assert all(each == told[0] for each in told)


def test_what_is_found_is_a_list_of_candidates():
    found = steppe.read(TEXT, date=DAY)
    assert isinstance(found, list)
    assert all(isinstance(one, steppe.Candidate) for one in found)
    closed = found[0]
    assert (closed.kind, closed.actor, closed.target) == ("border_closed", "Greece", "Turkey")
    assert closed.date_from == date(2021, 8, 22)
    assert closed.passage == TEXT[closed.start : closed.end]


def test_ids_are_those_of_the_command(tmp_path):
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "steppe", "read", "report.txt", "--date", "2021-08-23", "--json"],
        cwd=tmp_path, check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    there = [one["id"] for one in json.loads(ended.stdout)["candidates"]]
    assert there == [one.id for one in steppe.read(TEXT, date=DAY)]


def test_places_that_are_named_are_found():
    text = "Rebels captured Umm Zalat on Sunday."
    found = steppe.read(text, date=DAY, places=["Umm Zalat"])
    assert [(one.kind, one.target) for one in found] == [("place_captured", "Umm Zalat")]


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ({"text": 7}, "text"),
        ({"text": b"Greece"}, "text"),
        ({"date": "23 August"}, "date"),
        ({"date": None}, "date"),
        ({"date": 20210823}, "date"),
        ({"date": "2021-02-30"}, "date"),
        ({"places": "Herat"}, "places"),
        ({"places": [1]}, "places"),
        ({"places": None}, "places"),
    ],
)
def test_a_bad_argument_is_named(arguments, where):
    given = {"text": TEXT, "date": DAY} | arguments
    with pytest.raises(steppe.UsageError) as caught:
        steppe.read(given.pop("text"), **given)
    assert [problem.where for problem in caught.value.problems] == [where]


def test_all_bad_arguments_are_named_at_once():
    with pytest.raises(steppe.UsageError) as caught:
        steppe.read(None, date="", places=3)
    assert [problem.where for problem in caught.value.problems] == ["text", "date", "places"]
