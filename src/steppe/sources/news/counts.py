"""Numbers of a sentence, in digits or words, with their bounds and what they are by: day, week, month, year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from steppe.sources.news.candidate import Quantity
from steppe.sources.news.words import Word

_VAGUE = {
    "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "tens of thousands": 20000,
    "hundreds of thousands": 200000, "millions": 2000000,
}  # fmt: skip
_UNITS = {"dozen": 12, "hundred": 100, "thousand": 1000, "lakh": 100000, "million": 1000000}
_UNITS_OF_A = ("hundred", "thousand", "million", "dozen")
_NUMBERS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_PERIODS = {"day": "day", "week": "week", "month": "month", "year": "year"}
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_AT_LEAST = re.compile(
    r"\b(at least|more than|(?<!hand )(?<!handed )(?<!handing )(?<!turn )(?<!turned )over|no fewer than|upwards of|a minimum of|above)\s+$",
    re.I,
)
_AT_MOST = re.compile(
    r"\b(up to|at most|no more than|as many as|fewer than|less than|a maximum of|under)\s+$", re.I
)
_ABOUT = re.compile(
    r"\b(about|around|some|roughly|nearly|almost|approximately|an estimated|close to|another)\s+$", re.I
)
_LONGEST_BOUND = 24


class Value(NamedTuple):
    """What a number says: its bounds, and whether it is a rough word such as "thousands"."""

    low: float | None
    high: float | None
    is_vague: bool


class Count(NamedTuple):
    """A number with the words that bound it: where they start, and which word is the last."""

    quantity: Quantity
    start: int
    last: int


def count_at(text: str, words: Sequence[Word], at: int) -> Count | None:
    """
    The number that begins at a word, if one does.

    Parameters
    ----------
    at
        Number of the word; words before it, such as "at least", bound the number.
    """
    value, last = _value(words, at)
    if value is None:
        return None
    upper, end = _range_end(words, last)
    if upper is not None:
        value, last = value._replace(high=upper), end
    start = words[at].start
    value, length = _bounded(value, text[max(0, start - _LONGEST_BOUND) : start])
    return Count(Quantity(value.low, value.high, vague=value.is_vague), start - length, last)


def period_after(words: Sequence[Word], last: int) -> str:
    """``day``, ``week``, ``month`` or ``year`` where the words after the last one say "a day", "per week"."""
    following = _low(words, last + 1)
    if following == "daily":
        return "day"
    if following in ("a", "per", "each", "every"):
        period = _low(words, last + 2)
        return "day" if period == "daily" else _PERIODS.get(period, "")
    return ""


def _low(words: Sequence[Word], at: int) -> str:
    return words[at].low if at < len(words) else ""


def _bounded(value: Value, before: str) -> tuple[Value, int]:
    """The number with the bound that stands before it ("at least"), and the length of that bound."""
    if found := _AT_LEAST.search(before):
        return value._replace(high=None), len(found.group())
    if found := _AT_MOST.search(before):
        return value._replace(low=None), len(found.group())
    if found := _ABOUT.search(before):
        return value._replace(is_vague=True), len(found.group())
    return value, 0


_BEGIN_NUMBERS = frozenset({*(phrase.split()[0] for phrase in _VAGUE), *_NUMBERS, "a", "half"})


def may_count(low: str) -> bool:
    """
    Whether a number can begin with a word.

    Parameters
    ----------
    low
        The word in small letters.
    """
    return low in _BEGIN_NUMBERS or "-" in low or low[0].isdigit()


def _value(words: Sequence[Word], at: int) -> tuple[Value | None, int]:
    """What a number says, and the number of its last word."""
    if not may_count(words[at].low):
        return None, at
    for length in (each for each in (3, 1) if at + each <= len(words)):
        phrase = " ".join(each.low for each in words[at : at + length])
        if phrase in _VAGUE:
            return Value(_VAGUE[phrase], None, True), at + length - 1
    number = _plain_number(words, at)
    if number is None:
        return None, at
    last = at
    while _low(words, last + 1) in _UNITS:
        last += 1
        number *= _UNITS[_low(words, last)]
    return Value(number, number, False), last


def _plain_number(words: Sequence[Word], at: int) -> float | None:
    """A number of one word: digits, "seven", "twenty-five", or "a" and "half" before "million"."""
    low = words[at].low
    digits = low.replace(",", "")
    if _DIGITS.fullmatch(digits):
        return float(digits)
    if low in _NUMBERS:
        return float(_NUMBERS[low])
    parts = low.split("-")
    if len(parts) > 1 and all(part in _NUMBERS for part in parts):
        return float(sum(_NUMBERS[part] for part in parts))
    if low in ("a", "half") and _low(words, at + 1) in _UNITS_OF_A:
        return 1.0 if low == "a" else 0.5
    return None


def _range_end(words: Sequence[Word], last: int) -> tuple[float | None, int]:
    """The upper end of "300 to 500" or "between 300 and 500", and the number of its last word."""
    link, following = _low(words, last + 1), _low(words, last + 2)
    if link not in ("to", "and", "-", "–") or not following[:1].isdigit():
        return None, last
    if link == "and" and all(each.low != "between" for each in words[max(0, last - 3) : last]):
        return None, last
    value, end = _value(words, last + 2)
    return (value.high, end) if value else (None, last)
