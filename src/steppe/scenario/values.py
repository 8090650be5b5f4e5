"""
One value of one field: read from text, judged, and written back.

What a cell, a line of ``scenario.toml`` and ``--set name=value`` may hold is
decided here, from the field's row in the registry; a value that is refused is
refused with what to write instead.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from steppe.field import Field
from steppe.scenario.nearest import suggestion

LONGEST_TEXT = 100_000
YES = ("yes", "true", "y", "1")
NO = ("no", "false", "n", "0")
FIRST_YEAR, LAST_YEAR = 1900, 2199

_PLAIN_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_WHOLE_NUMBER = re.compile(r"[+-]?\d{1,30}", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})([ T]00:00(:00(\.0+)?)?)?", re.ASCII)
_OTHER_DATE = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})", re.ASCII)
# What does not survive being written to a file and read again; a text may have lines and tabs.
_ODD_IN_NAME = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_ODD_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_BLANKS = " \t\u00a0\u2007\u2009\u202f\u200b\u200e\u200f\u2060\ufeff"
_WITH_GAPS = ("places", "routes", "events", "groups", "borders", "pathways")
_NOT_KNOWN = ("nan", "inf", "infinity", "na", "n/a", "n.a.", "none", "null", "-", "–", "?", "unknown", "#n/a")
_EXCEL_EPOCH = date(1899, 12, 30)


class Refused(ValueError):
    """
    A value that a field cannot hold.

    Parameters
    ----------
    found
        What is there, as a sentence.
    remedy
        What to write instead, as a sentence.
    """

    def __init__(self, found: str, remedy: str) -> None:
        super().__init__(f"{found} {remedy}")
        self.found = found
        self.remedy = remedy


def read_value(field: Field, text: str) -> Any:
    """
    Read one value from text.

    Parameters
    ----------
    field
        What the value is for.
    text
        A cell or the right side of ``--set``; not empty.

    Returns
    -------
    value
        Of the field's type and within its range.

    Raises
    ------
    Refused
        Where the text is no such value.
    """
    if field.type == "text":
        return judged(field, text)
    bare = text.strip(_BLANKS)
    if field.type == "numbers":
        parts = [each for each in re.split(r"[,;\s]+", bare.strip("[]()")) if each]
        return judged(field, tuple(_number_from(field, each) for each in parts))
    if field.type in ("number", "integer"):
        return judged(field, _number_from(field, bare))
    if field.type == "date":
        return judged(field, _date_from(field, bare))
    if field.type == "yes/no":
        return _flag_from(field, bare)
    if field.type == "choice":
        return judged(field, next((each for each in field.choices if each == bare.casefold()), bare))
    return judged(field, bare)


def judged(field: Field, value: Any) -> Any:
    """
    Hold a typed value against its field.

    Returns
    -------
    value
        The same, as its field keeps it: a whole number for a ``number`` becomes a float.

    Raises
    ------
    Refused
        Where the field cannot hold the value.
    """
    if field.type in ("number", "integer"):
        return _judged_number(field, value)
    if field.type == "numbers":
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise Refused(f"{field.name} {_shown(value)} is not a list of numbers.", expected(field))
        return tuple(_judged_number(field, each) for each in value)
    if field.type == "date":
        return _judged_date(field, value)
    if field.type == "choice":
        return _judged_choice(field, value)
    if field.type == "yes/no":
        if not isinstance(value, bool):
            raise Refused(f"{field.name} {_shown(value)} is neither yes nor no.", "Write yes or no.")
        return value
    return _judged_text(field, value)


def written_value(field: Field, value: Any) -> str:
    """A value as it stands in a cell; the opposite of :func:`read_value`, and empty for ``None``."""
    if value is None:
        return ""
    if field.type == "yes/no":
        return "yes" if value else "no"
    if field.type == "date":
        return str(value.isoformat())
    if field.type == "number":
        return _written_number(float(value))
    if field.type == "numbers":
        return " ".join(_written_number(float(each)) for each in value)
    return str(value)


def expected(field: Field) -> str:
    """What a field may hold, as a sentence that asks for it."""
    if field.choices:
        return f"Write one of {', '.join(field.choices)}."
    if field.type not in ("number", "integer", "numbers"):
        return {"date": "Write a date as year-month-day.", "yes/no": "Write yes or no."}.get(
            field.type, "Write a text."
        )
    return f"Give {shown_range(field)}."


def shown_range(field: Field) -> str:
    """The type of a field, its range and its unit, in a few words such as ``a number from 0 to 1``."""
    nouns = {"number": "a number", "integer": "a whole number", "numbers": "numbers", "date": "a date"}
    noun = nouns.get(field.type, field.type)
    unit = f" ({field.unit})" if field.unit else ""
    low, high = (None if each is None else _readable(each) for each in (field.minimum, field.maximum))
    if low is not None and high is not None:
        return f"{noun} from {low} to {high}{unit}"
    if low is not None or high is not None:
        return f"{noun} of at {'least ' + low if low is not None else f'most {high}'}{unit}"
    return f"{noun}{unit}"


def _readable(number: float) -> str:
    if isinstance(number, int):
        return f"{number:,}"
    return f"{number:,.0f}" if number.is_integer() and abs(number) < 1e12 else f"{number:g}"


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else str(value)
    text = text if text.isprintable() else repr(text)[1:-1]
    return f"'{text if len(text) <= 60 else text[:57] + '...'}'"


def _written_number(number: float) -> str:
    return f"{number:.0f}" if number.is_integer() and abs(number) < 1e15 else repr(number)


def _number_from(field: Field, text: str) -> int | float:
    if _WHOLE_NUMBER.fullmatch(text):
        return int(text)
    # 22.000 people are twenty-two for one spreadsheet and twenty-two thousand for another.
    splits_thousands = field.type == "integer" and re.fullmatch(r"[+-]?[1-9]\d{0,2}\.\d{3}", text)
    if _PLAIN_NUMBER.fullmatch(text) and not splits_thousands:
        return float(text)
    noun = "a whole number" if field.type == "integer" else "a number"
    raise Refused(f"{field.name} {_shown(text)} is not {noun}.", _number_remedy(field, text))


def _number_remedy(field: Field, text: str) -> str:
    """What to write for a number as people and spreadsheets write them."""
    if text.casefold().lstrip("+-") in _NOT_KNOWN or text.casefold() in _NOT_KNOWN:
        may_be_empty = field.section in _WITH_GAPS and not field.required
        return "Leave the cell empty where it is not known." if may_be_empty else expected(field)
    bare = re.sub(r"['’_\s\u00a0\u2007\u2009\u202f]", "", text)
    if bare != text and _PLAIN_NUMBER.fullmatch(bare):
        return f"Write {bare}, with nothing between the digits."
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", bare):
        plain = bare.replace(",", "")
        doubt = f" (or {bare.replace(',', '.')}, if the comma is a decimal point)"
        is_doubtful = field.type == "number" and bare.count(",") == 1 and "." not in bare
        return f"Write {plain}, without a thousands separator{doubt if is_doubtful else ''}."
    if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?", bare):
        return f"Write {bare.replace('.', '').replace(',', '.')}, without a thousands separator."
    if re.fullmatch(r"[+-]?\d*,\d+", bare):
        return f"Write {bare.replace(',', '.')}, with a decimal point."
    if bare.endswith("%") and _PLAIN_NUMBER.fullmatch(bare[:-1]):
        return f"Write {float(bare[:-1]) / 100:g}, a share and not per cent."
    return expected(field)


def _judged_number(field: Field, value: Any) -> int | float:
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        raise Refused(f"{field.name} {_shown(value)} is not a number.", expected(field))
    if isinstance(value, float) and math.isnan(value):
        raise Refused(f"{field.name} is not a number (nan).", expected(field))
    is_whole = isinstance(value, int) or (math.isfinite(value) and float(value).is_integer())
    if field.type == "integer" and math.isfinite(value) and not is_whole:
        raise Refused(f"{field.name} {_shown(value)} is not a whole number.", expected(field))
    too_low = field.minimum is not None and value < field.minimum
    too_high = field.maximum is not None and value > field.maximum
    if too_low or too_high or not (isinstance(value, int) or math.isfinite(value)):
        side = "below" if value < 0 or too_low else "above"
        bound = field.minimum if side == "below" else field.maximum
        what = "is not finite" if bound is None else f"is {side} {_readable(bound)}"
        raise Refused(f"{field.name} {_shown(value)} {what}.", expected(field))
    return int(value) if field.type == "integer" else float(value)


def _date_from(field: Field, text: str) -> date:
    found = _DATE.fullmatch(text)
    if found is None:
        raise Refused(f"{field.name} {_shown(text)} is not a date.", _date_remedy(text))
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise Refused(
            f"{field.name} {_shown(text)} is not a day of the calendar.", "Correct the month or the day."
        ) from None


def _date_remedy(text: str) -> str:
    """What to write for a date in another country's order, or for the number Excel keeps it as."""
    if re.fullmatch(r"\d{5}", text) and 20_000 <= int(text) <= 80_000:
        meant = _EXCEL_EPOCH + timedelta(days=int(text))
        return f"Write {meant}, if that is what the spreadsheet showed; its cells must be text."
    found = _OTHER_DATE.fullmatch(text)
    if found is None:
        return "Write it as year-month-day, such as 2021-08-15."
    first, second, third = (int(each) for each in found.groups())
    orders = (
        [(first, second, third)] if len(found[1]) == 4 else [(third, second, first), (third, first, second)]
    )
    meant_dates = []
    for year, month, day in orders:
        try:
            meant_dates.append(date(year + (2000 if year < 100 else 0), month, day).isoformat())
        except ValueError:
            continue
    if not meant_dates:
        return "Write it as year-month-day, such as 2021-08-15."
    return f"Write it as year-month-day: {' or '.join(dict.fromkeys(meant_dates))}."


def _judged_date(field: Field, value: Any) -> date:
    if isinstance(value, datetime):
        if (value.hour, value.minute, value.second, value.microsecond) != (0, 0, 0, 0):
            raise Refused(f"{field.name} '{value}' has a time of day.", f"Write {value.date()}.")
        value = value.date()
    if not isinstance(value, date):
        raise Refused(f"{field.name} {_shown(value)} is not a date.", _date_remedy(str(value)))
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise Refused(
            f"{field.name} '{value}' is not a likely date.",
            f"Give a date between {FIRST_YEAR} and {LAST_YEAR}.",
        )
    return value


def _flag_from(field: Field, text: str) -> bool:
    word = text.casefold()
    if word in YES or word in NO:
        return word in YES
    raise Refused(f"{field.name} {_shown(text)} is neither yes nor no.", "Write yes or no.")


def _judged_choice(field: Field, value: Any) -> str:
    if value in field.choices:
        return str(value)
    raise Refused(
        f"{field.name} {_shown(value)} is not one of {', '.join(field.choices)}.",
        suggestion(str(value), field.choices, otherwise="Choose one of them."),
    )


def _judged_text(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        raise Refused(f"{field.name} {_shown(value)} is not a text.", "Write it in quotation marks.")
    if len(value) > LONGEST_TEXT:
        raise Refused(
            f"{field.name} has {len(value):,} characters.", f"Shorten it to {LONGEST_TEXT:,} at most."
        )
    odd = (_ODD_IN_TEXT if field.type == "text" else _ODD_IN_NAME).search(value)
    if odd is not None:
        raise Refused(
            f"{field.name} {_shown(value)} holds a character that cannot be kept (U+{ord(odd[0]):04X}).",
            "Type it again without that character.",
        )
    if field.type == "name" and value != value.strip(_BLANKS):
        raise Refused(
            f"{field.name} {_shown(value)} has blanks around it.", f"Write '{value.strip(_BLANKS)}'."
        )
    return value
