"""A value is read as it is written, and refused with what to write instead."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from steppe.field import Field
from steppe.scenario.values import Refused, expected, judged, read_value, shown_range, written_value

NUMBER = Field("height", "number", "How high.", section="places")
INTEGER = Field("people", "integer", "How many.", section="places", minimum=0, maximum=2**63 - 1)
DATE = Field("start", "date", "When.")
FLAG = Field("use", "yes/no", "Whether.", True)
KIND = Field("kind", "choice", "What.", choices=("town", "camp"))
NAME = Field("name", "name", "Who.")
TEXT = Field("note", "text", "What else.")
NUMBERS = Field("decay", "numbers", "By how much.", ())


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_comes_back_to_the_last_digit(number):
    assert read_value(NUMBER, written_value(NUMBER, number)) == number


@given(st.integers(0, 2**63 - 1))
def test_a_whole_number_comes_back_however_large(number):
    assert read_value(INTEGER, written_value(INTEGER, number)) == number


@given(st.lists(st.floats(0, 1e6), max_size=5).map(tuple))
def test_a_list_of_numbers_comes_back(numbers):
    assume(numbers)
    assert read_value(NUMBERS, written_value(NUMBERS, numbers)) == numbers


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_date_comes_back(day):
    assert read_value(DATE, written_value(DATE, day)) == day


def read_or_refusal(field: Field, text: str) -> object:
    try:
        return read_value(field, text)
    except Refused as refused:
        return refused


@given(st.text())
def test_any_text_is_read_or_refused_with_a_remedy_but_never_breaks(text):
    for field in (NUMBER, INTEGER, DATE, FLAG, KIND, NAME, TEXT, NUMBERS):
        value = read_or_refusal(field, text)
        if isinstance(value, Refused):
            assert value.found
            assert value.remedy
        else:
            assert judged(field, value) == value


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (INTEGER, "1e5", 100_000),
        (INTEGER, "12.0", 12),
        (INTEGER, " 7\u00a0", 7),
        (NUMBER, ".5", 0.5),
        (NUMBER, "+3", 3.0),
        (DATE, "2021-08-15T00:00:00", date(2021, 8, 15)),
        (FLAG, "TRUE", True),
        (FLAG, "0", False),
        (KIND, "Camp", "camp"),
        (NAME, "  Kidal ", "Kidal"),
        (TEXT, " kept ", " kept "),
        (NUMBERS, "[1, 0.5; 0.1]", (1.0, 0.5, 0.1)),
    ],
)
def test_what_people_and_spreadsheets_write_is_understood(field, text, value):
    assert read_value(field, text) == value


@pytest.mark.parametrize(
    ("field", "text", "remedy"),
    [
        (INTEGER, "22,849", "Write 22849, without a thousands separator."),
        (INTEGER, "1,234,567", "Write 1234567, without"),
        (INTEGER, "22.000", "Write 22000, without"),
        (INTEGER, "1.234.567", "Write 1234567, without"),
        (INTEGER, "22'849", "Write 22849, with nothing between"),
        (INTEGER, "1_000", "Write 1000, with nothing between"),
        (NUMBER, "22,849", "(or 22.849, if the comma is a decimal point)"),
        (NUMBER, "3,5", "Write 3.5, with a decimal point."),
        (NUMBER, "1.234,5", "Write 1234.5, without"),
        (NUMBER, "12%", "Write 0.12, a share"),
        (NUMBER, "#N/A", "Leave the cell empty"),
        (NUMBER, "-", "Leave the cell empty"),
        (NUMBER, "٣", "Give a number."),
        (INTEGER, "12.5", "Give a whole number"),
        (INTEGER, "1e999", "Give a whole number"),
        (DATE, "15.8.2021", "Write it as year-month-day: 2021-08-15."),
        (DATE, "8/7/2021", "2021-07-08 or 2021-08-07."),
        (DATE, "44423", "Write 2021-08-15"),
        (DATE, "August", "such as 2021-08-15"),
        (DATE, "2021-08-15 10:30", "such as 2021-08-15"),
        (DATE, "20210815", "such as 2021-08-15"),
        (KIND, "cmap", "Did you mean 'camp'?"),
        (FLAG, "maybe", "Write yes or no."),
        (NAME, "two\nlines", "without that character"),
    ],
)
def test_what_is_refused_is_refused_with_what_to_write(field, text, remedy):
    with pytest.raises(Refused) as raised:
        read_value(field, text)
    assert remedy in raised.value.remedy


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (NUMBER, True),
        (NUMBER, float("nan")),
        (NUMBER, float("inf")),
        (NUMBER, None),
        (INTEGER, 1.5),
        (INTEGER, -1),
        (INTEGER, "3"),
        (FLAG, 1),
        (DATE, "2021-08-15"),
        (DATE, datetime(2021, 8, 15, 10, tzinfo=UTC)),
        (DATE, date(21, 8, 15)),
        (KIND, "city"),
        (NAME, " Kidal"),
        (NAME, "a\u0007"),
        (TEXT, "\ud800"),
        (TEXT, "x" * 200_000),
        (TEXT, 5),
        (NUMBERS, "1 2"),
        (NUMBERS, (1.0, float("nan"))),
    ],
)
def test_a_typed_value_is_held_against_its_field_too(field, value):
    with pytest.raises(Refused) as raised:
        judged(field, value)
    assert raised.value.found.endswith(".")
    assert raised.value.remedy


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (Field("a", "number", "", minimum=0, maximum=1, unit="per day"), "a number from 0 to 1 (per day)"),
        (Field("a", "integer", "", minimum=1), "a whole number of at least 1"),
        (Field("a", "number", "", maximum=2.5), "a number of at most 2.5"),
        (NUMBERS, "numbers"),
    ],
)
def test_a_range_is_told_in_words(field, words):
    assert shown_range(field) == words
    assert expected(field) == f"Give {words}."
