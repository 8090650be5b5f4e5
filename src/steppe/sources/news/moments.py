"""When: expressions of time, resolved against the day of publication."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from steppe.sources.news.word_sets import word_set

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_SHORT = {name[:3]: number for number, name in enumerate(_MONTHS, 1)} | {"sept": 9}
_LONG = {name: number for number, name in enumerate(_MONTHS, 1)}
_MONTH = "|".join(
    [*(name.capitalize() for name in _MONTHS), r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"]
)
_DAY = "|".join(name.capitalize() for name in _DAYS)
_COUNT = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})"
_NUMBER = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
} | {"a": 1, "an": 1}

_ABSOLUTE = (
    rf"(?P<y0>\d{{4}})-(?P<m0>\d\d)-(?P<d0>\d\d)"
    rf"|(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})(?:,? (?P<y1>\d{{4}}))?"
    rf"|(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,? ?\d{{3}}\b)(?:,? (?P<y2>\d{{4}}))?"
    rf"|(?:(?P<part>early|mid|late|mid-|the end of|the start of|the beginning of)[ -])?"
    rf"(?P<m3>{_MONTH})(?:(?:,| of)? (?P<y3>\d{{4}}))?"
    rf"|(?P<edge>the end|the start|the beginning) of (?:the|this) (?P<period>month|year|week)"
    rf"|(?:the )?(?P<decade>(?:19|20)\d0s|(?:mid-|early |late )?\d0s)"
    rf"|(?P<y4>(?:19|20)\d\d)(?![\d,.]*\d)(?= |[,.;:)]|$)"
)
_RELATIVE = (
    rf"(?P<which>last|next|this|this past|past|this coming)? ?(?P<weekday>{_DAY})(?: (?:morning|afternoon|evening|night))?"
    r"|(?P<today>today|tonight|on the same day|this morning|this afternoon|this evening)"
    r"|(?P<yesterday>yesterday|overnight|last night|the day before yesterday)"
    r"|(?P<tomorrow>tomorrow)"
    r"|(?P<weekend>(?:over|at|during) (?:the|this) (?:past |last )?weekend|last weekend|this weekend)"
    r"|(?P<span_which>last|this|next|the past|the last|past|the coming) (?P<span>week|month|year)"
    rf"|(?P<ago_count>{_COUNT}|several|a few|some|) ?(?P<ago_unit>days?|weeks?|months?|years?|decades?) (?:ago|earlier)"
    rf"|(?:in|over|within|for|during) (?:the )?(?:past|last|previous|recent) ?(?P<past_count>{_COUNT}|few|several|)"
    r" ?(?P<past_unit>days?|weeks?|months?|24 hours|48 hours)"
    rf"|(?P<recently>in recent (?:days|weeks|months))"
    rf"|(?:in|within) (?P<in_count>{_COUNT}) (?P<in_unit>days?|weeks?|months?)"
)
_LEAD = r"(?:(?P<lead>since|until|till|by|before|from|starting|beginning|effective|as of|after|in|on|during|of)\s+)?(?:on |the )?"
_TIME = re.compile(rf"\b{_LEAD}(?:{_RELATIVE}|{_ABSOLUTE})", re.IGNORECASE)
_MAY_BE = re.compile(
    rf"\b(?:{_DAY}|{_MONTH}|ago|today|tonight|yesterday|tomorrow|overnight|week|weekend|month|year|days|weeks|hours"
    r"|decade|last night|the same day|this morning|this afternoon|this evening|(?:19|20)?\d0s|(?:19|20)\d\d)",
    re.IGNORECASE,
)
_LENGTHS = {"d": 1, "w": 7, "m": 30, "y": 365}
_LONGEST = 36500
_OPEN = frozenset({"since", "after"})
_TO = word_set("words_until")


class Moment(NamedTuple):
    """An expression of time: where it stands, and the days it may mean; ``lead`` is the word before it."""

    start: int
    end: int
    first: date
    last: date
    lead: str
    text: str
    is_long_ago: bool


def moments(text: str, start: int, end: int, published: date, *, ahead: bool = False) -> list[Moment]:
    """
    Expressions of time in a stretch of a text.

    Parameters
    ----------
    ahead
        Whether bare weekdays and dates are those to come.
    """
    if not _MAY_BE.search(text, start, end):
        return []
    found = []
    for each in _TIME.finditer(text, start, end):
        days = _resolved(each, published, ahead)
        if days is None:
            continue
        lead = (each["lead"] or "").lower()
        first, last = _bounded(days, lead, published, ahead)
        long_ago = (published - last).days > 2 * 365
        found.append(Moment(each.start(), each.end(), first, last, lead, each.group(), long_ago))
    return found


def _bounded(days: tuple[date, date], lead: str, published: date, ahead: bool) -> tuple[date, date]:
    first, last = days
    if lead in _OPEN and first <= published and not ahead:
        return (first, max(published, first)) if lead == "since" else (first, last)
    if lead in _TO and last > published:
        return published, last
    return first, last


def _resolved(found: re.Match[str], published: date, ahead: bool) -> tuple[date, date] | None:
    """First and last day of an expression, or nothing where it is none, or beyond the days there are."""
    try:
        return (
            _weekday(found, published, ahead)
            or _near(found, published)
            or _ago(found, published, ahead)
            or _absolute(found, published, ahead)
        )
    except (OverflowError, ValueError):
        return None


def _weekday(found: re.Match[str], published: date, ahead: bool) -> tuple[date, date] | None:
    if not found["weekday"] or not found["weekday"][0].isupper():
        return None
    number = _DAYS.index(found["weekday"].lower())
    which = (found["which"] or "").lower()
    back = (published.weekday() - number) % 7
    if which in ("next", "this coming") or (ahead and which != "last"):
        day = published + timedelta(days=(number - published.weekday()) % 7 or 7)
    else:
        day = published - timedelta(days=back if back or which != "last" else 7)
    return day, day


def _near(found: re.Match[str], published: date) -> tuple[date, date] | None:
    one = timedelta(days=1)
    if found["today"]:
        return published, published
    if found["yesterday"]:
        day = published - one * (2 if "before" in found["yesterday"].lower() else 1)
        return day, day
    if found["tomorrow"]:
        return published + one, published + one
    if found["weekend"]:
        saturday = published - one * ((published.weekday() - 5) % 7)
        return saturday, min(saturday + one, max(published, saturday))
    if found["recently"]:
        length = {"days": 7, "weeks": 30, "months": 180}[found["recently"].lower().split()[-1]]
        return published - one * length, published
    return _period(found, published) if found["span"] else None


def _period(found: re.Match[str], published: date) -> tuple[date, date]:
    """Last, present or next week, month or year; "the past week" is the seven days to now."""
    which, span = found["span_which"].lower(), found["span"].lower()
    if which in ("the past", "past", "the last"):
        return published - timedelta(days={"week": 7, "month": 30, "year": 365}[span]), published
    step = {"last": -1, "this": 0, "next": 1, "the coming": 1}[which]
    if span == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(days=7 * step)
        return monday, published if step == 0 else monday + timedelta(days=6)
    if span == "year":
        year = published.year + step
        return date(year, 1, 1), published if step == 0 else date(year, 12, 31)
    first = _month_from(published.year, published.month + step)
    return first, published if step == 0 else _month_end(first)


def _ago(found: re.Match[str], published: date, ahead: bool) -> tuple[date, date] | None:
    one = timedelta(days=1)
    if found["ago_unit"]:
        length = _length(found["ago_unit"])
        word = found["ago_count"].lower()
        if word in ("", "several", "a few", "some"):
            return published - one * 4 * length, published - one * 2 * length
        day = published - one * min(_number(word) * length, _LONGEST)
        slack = one * (length // 3 if length > 1 else 0)
        return day - slack, day + slack
    if found["past_unit"]:
        unit, word = found["past_unit"].lower(), found["past_count"].lower()
        if "hours" in unit:
            return published - one * (1 if unit.startswith("24") else 2), published
        count = 3 if word in ("few", "several") else _number(word) if word else 7 // _length(unit) or 1
        return published - one * min(count * _length(unit), _LONGEST), published
    if found["in_unit"] and ahead:
        length = _number(found["in_count"].lower()) * _length(found["in_unit"])
        return published, published + one * min(length, _LONGEST)
    return None


def _absolute(found: re.Match[str], published: date, ahead: bool) -> tuple[date, date] | None:
    try:
        for number in ("0", "1", "2"):
            if found[f"d{number}"]:
                month = month_number(found[f"m{number}"])
                day = _day(found[f"y{number}"], month, int(found[f"d{number}"]), published, ahead)
                return day, day
        if found["m3"]:
            return _month(found, published, ahead)
        if found["edge"]:
            return _edge(found, published)
        if found["decade"]:
            return _decade(found["decade"], published)
        if found["y4"]:
            return _year(found, published, ahead)
    except (ValueError, OverflowError):
        return None
    return None


def _day(year: str | None, month: int, day: int, published: date, ahead: bool) -> date:
    """Without a year, the nearest of that date that is not to come; for plans, not past."""
    if year:
        return date(int(year), month, day)
    near = date(published.year, month, day)
    if near > published and not ahead and (near - published).days > 60:
        return date(published.year - 1, month, day)
    if near < published and ahead and (published - near).days > 120:
        return date(published.year + 1, month, day)
    return near


def _month(found: re.Match[str], published: date, ahead: bool) -> tuple[date, date] | None:
    word = found["m3"]
    if not word[0].isupper() or (
        word.lower() in ("may", "march") and not (found["lead"] or found["y3"] or found["part"])
    ):
        return None
    month = month_number(word)
    year = int(found["y3"]) if found["y3"] else published.year
    if not found["y3"] and not ahead and month > published.month:
        year -= 1
    if not found["y3"] and ahead and month < published.month:
        year += 1
    first = date(year, month, 1)
    last = _month_end(first)
    part = (found["part"] or "").lower().rstrip("-")
    if part:
        cut = {"early": (1, 10), "mid": (11, 20), "the start of": (1, 5), "the beginning of": (1, 5)}.get(
            part, (21, 31)
        )
        return first.replace(day=cut[0]), min(last, first + timedelta(days=cut[1] - 1))
    if (first.year, first.month) == (published.year, published.month) and not ahead:
        last = published
    return first, last


def _year(found: re.Match[str], published: date, ahead: bool) -> tuple[date, date] | None:
    """A bare year is one only after a word such as "in" or "since"."""
    year = int(found["y4"])
    if abs(year - published.year) > 150 or not found["lead"]:
        return None
    last = published if year == published.year and not ahead else date(year, 12, 31)
    return date(year, 1, 1), last


def _edge(found: re.Match[str], published: date) -> tuple[date, date]:
    period, at_end = found["period"].lower(), "end" in found["edge"].lower()
    first, last = {
        "month": (published.replace(day=1), _month_end(published)),
        "year": (date(published.year, 1, 1), date(published.year, 12, 31)),
        "week": (
            published - timedelta(days=published.weekday()),
            published + timedelta(days=6 - published.weekday()),
        ),
    }[period]
    return (last, last) if at_end else (first, first)


def _decade(words: str, published: date) -> tuple[date, date]:
    digits = "".join(each for each in words if each.isdigit())
    year = int(digits)
    if len(digits) == 2:
        year += 1900 if year > 20 else 2000
    return date(year, 1, 1), min(published, date(year + 9, 12, 31))


def _month_from(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_number(word: str) -> int:
    """Number of a month, 1 to 12, written in figures, in full or in short. Raises ``KeyError``."""
    low = word.lower().rstrip(".")
    return int(low) if low.isdigit() else _LONG.get(low) or _SHORT[low]


def _length(unit: str) -> int:
    """Days of a unit."""
    low = unit.lower()
    return 3650 if low.startswith("dec") else _LENGTHS[low[0]]


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBER.get(word, 3)
