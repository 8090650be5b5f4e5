"""Days are counted from the first one, over leap days and before the start too."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steppe.units import date_of, day_number

START = date(2020, 2, 27)


@pytest.mark.parametrize(
    ("when", "number"),
    [
        (START, 0),
        (date(2020, 2, 29), 2),
        (date(2020, 3, 1), 3),
        (date(2021, 2, 27), 366),
        (date(2020, 2, 26), -1),
    ],
)
def test_a_date_has_the_number_of_days_since_the_start(when, number):
    assert day_number(when, START) == number
    assert date_of(number, START) == when


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_the_number_of_a_date_leads_back_to_it(when, start):
    assert date_of(day_number(when, start), start) == when
