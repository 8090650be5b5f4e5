"""An event in one line is the row of events.csv with these cells, and is judged as that row is."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steppe.errors import UsageError
from steppe.scenario.events import BorderRegime, CapacityChange, PlaceSealed, RouteRegime
from steppe.scenario.inline_event import EXAMPLE, read_events


def told(*texts: str) -> list[str]:
    with pytest.raises(UsageError) as caught:
        read_events(texts)
    assert caught.value.exit_code == 2
    return [str(problem) for problem in caught.value.problems]


def test_a_border_is_read_with_its_dates_and_numbers():
    text = "border country=AFG other_country=UZB status=restricted admit=0.2 quota=100 start=2021-08-15"
    assert read_events([text]) == (
        BorderRegime(
            "AFG", "UZB", status="restricted", admit=0.2, quota=100, start=date(2021, 8, 15)
        ),
    )  # fmt: skip


def test_a_value_with_blanks_stands_in_quotation_marks_and_several_events_keep_their_order():
    found = read_events(
        [
            "route place='South Gate' other_place=\"Amber camp\" status=open",
            "sealed place=Harn start=2025-04-03",
        ]
    )
    assert found == (
        RouteRegime("South Gate", "Amber camp", status="open"),
        PlaceSealed("Harn", date(2025, 4, 3)),
    )


def test_an_empty_value_is_an_empty_cell():
    (event,) = read_events(["capacity place=Camp start=2025-01-01 capacity="])
    assert event == CapacityChange("Camp", date(2025, 1, 1), None)


def test_the_example_that_errors_show_is_an_event():
    assert isinstance(read_events([EXAMPLE])[0], BorderRegime)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("bordr country=AFG other_country=UZB", "Did you mean 'border'?"),
        ("border contry=AFG other_country=UZB", "Did you mean 'country'?"),
        ("border country=AFG", "other_country is empty."),
        ("border country=AFG other_country=UZB status=opn", "Did you mean 'open'?"),
        ("border country=AFG other_country=UZB start=15/08/2021", "2021-08-15"),
        ("border country=AFG other_country=UZB quota=1.5", "whole number"),
        ("border country=AFG other_country=UZB intensity=2", "means nothing for the event 'border'"),
        ("border country=AFG other_country=UZB country=IRN", "country is given twice."),
        ("border country=AFG other_country=UZB closed", "'closed' names no column and value."),
        ("border country='AFG other_country=UZB", "quotation mark that is not closed"),
        ("country=AFG", "does not begin with the word of an event"),
        ("", "does not begin with the word of an event"),
    ],
)
def test_what_is_wrong_with_an_event_is_said_with_a_remedy(text, words):
    (problem,) = [each for each in told(text) if words in each]
    assert problem.startswith("--event 1")


def test_everything_wrong_in_several_events_is_told_at_once():
    problems = told("border country=AFG quota=many", "seled place=Harn", "sealed place=Harn")
    assert [each.partition(":")[0] for each in problems] == [
        "--event 1 (border)",
        "--event 1 (border)",
        "--event 2 (seled)",
        "--event 3 (sealed)",
    ]


@given(st.text(max_size=60))
def test_any_text_is_an_event_or_a_refusal(text):
    with suppress(UsageError):
        assert len(read_events([text])) == 1
