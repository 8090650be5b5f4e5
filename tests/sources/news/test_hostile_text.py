"""No text makes the reader raise, hang or point beside the text."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import steppe
from steppe.sources.news.reader import read_text
from tests.sources.news.gold_score import gold, has_exact_offsets
from tests.sources.news.hostile_texts import hostile_text, names

ROOT = Path(__file__).resolve().parents[3]
DAY = date(2021, 8, 23)
CHARACTERS = 1_000_000
SECONDS = 60
"""Generous: the aim is under two seconds."""
ALWAYS = {
    "sentences on one line", "letters without a space", "quotation marks", "commas", "and", "opening parentheses",
    "digits", "spaces",
}  # fmt: skip

ODD = st.characters() | st.sampled_from(
    "\u200b\u200f\u202e\ufeff\u00a0\u2028\x00\x1b\ud800\udfff\u0301İß’“”\"'.,;:()-—\r\n\t "
)
PIECES = st.sampled_from(
    [
        "Greece closed its border with Turkey", "said", "officials", "at least 3,000 people fled Idomeni", "has not",
        "on Sunday", "last week", "since 31 February", "on 99 August 0000", "in 999999999999", "1,000,000,000,000,000",
        "thousands", "of", "hundreds of", "if", "who", "to", "U.S.", "the", "’s", "n't", "per cent", "a day", "more than",
        "up to", "between", "and", "the Russian leader", "KABUL (Reuters) - ", "By ", "\n\n", "\r\n", "“", "”", '"', "(", ")",
    ]
)  # fmt: skip


def text_of(parts):
    return "".join(parts)


mixed = st.lists(st.text(ODD, max_size=6) | PIECES | st.just(" "), max_size=40).map(text_of)


@given(text=st.text(ODD, max_size=300) | mixed)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text):
    assert all(has_exact_offsets(text, each) for each in steppe.read(text, date=DAY))


@given(
    report=st.sampled_from(gold("tuned")),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.text(ODD, max_size=3)), min_size=1, max_size=12),
)
@settings(max_examples=150, deadline=None)
def test_a_report_with_odd_characters_put_in_is_read(report, cuts):
    text = report.text
    for where, odd in cuts:
        at = int(where * len(text))
        text = text[:at] + odd + text[at:]
    assert all(has_exact_offsets(text, each) for each in read_text(text, report.published))


@given(day=st.dates(), report=st.sampled_from(gold("tuned")))
@settings(max_examples=60, deadline=None)
def test_any_day_of_publication_will_do(day, report):
    assert all(each.date_from <= each.date_to for each in read_text(report.text, day))


@pytest.mark.parametrize("name", names())
def test_twenty_thousand_characters_of_anything_are_read(name):
    text = hostile_text(name, 20_000)
    assert all(has_exact_offsets(text, each) for each in read_text(text, DAY))


@pytest.mark.parametrize(
    "name", [name if name in ALWAYS else pytest.param(name, marks=pytest.mark.slow) for name in names()]
)
def test_a_megabyte_of_anything_is_read_in_time(name):
    words = [sys.executable, "-m", "tests.sources.news.hostile_texts", name, str(CHARACTERS)]
    ended = subprocess.run(
        words, cwd=ROOT, capture_output=True, text=True, errors="replace", timeout=SECONDS, check=False
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
