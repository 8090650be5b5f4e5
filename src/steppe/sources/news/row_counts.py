"""What an observation can say of a count in a report: conservatively, and compared only where it is exact."""

from __future__ import annotations

from typing import Any

from steppe.sources.news.candidate import Candidate, Quantity

UNIT_OF = {"people": "person", "families": "household"}
SERIES_OF = {
    "people_arrived": "arrived (reports)",
    "people_waiting": "waiting (reports)",
    "people_displaced": "displaced (reports)",
}
_SINCE = ("since", "from")


def observation_values(one: Candidate) -> tuple[dict[str, Any], tuple[str, ...]] | None:
    """
    Date, value, measure, unit, series and use of an observation.

    Returns
    -------
    values, told
        And what a person should know; ``None`` where the number has no bound that is a number.
    """
    number = one.quantity
    if number is None or number.unit not in UNIT_OF or number.per not in ("", "day"):
        return None
    bounded = _value(number)
    if bounded is None:
        return None
    value, bound = bounded
    measure, doubt = _measure(one, number)
    exact = not bound and not doubt and number.unit == "people"
    values = {
        "date": one.date_to,
        "value": value,
        "unit": UNIT_OF[number.unit],
        "series": SERIES_OF[one.kind],
        "use": exact,
        **measure,
    }
    told = tuple(f"Not compared: {each}." for each in (bound, doubt) if each)
    return values, told


def _value(number: Quantity) -> tuple[float, str] | None:
    """One number for what the text bounds, and in words how it is bounded; empty where it is exact."""
    low, high = number.low, number.high
    if low is not None and low == high:
        return low, ""
    if low is not None and high is not None:
        return low, f"between {low:,.0f} and {high:,.0f}, the lower is taken"
    if number.vague:
        return None
    if low is not None:
        return low, f"at least {low:,.0f}"
    return (high, f"at most {high:,.0f}") if high is not None else None


def _measure(one: Candidate, number: Quantity) -> tuple[dict[str, Any], str]:
    """Stock, flow or cumulative count, and why it is not known for certain; empty where it is."""
    words = one.date_text.casefold().split()
    if one.kind == "people_waiting":
        return {"measure": "stock"}, ""
    if one.kind == "people_displaced":
        doubt = "the text may count those who fled from there or those who are there"
    else:
        doubt = ""
    if number.per == "day":
        return {"measure": "flow", "counted_from": one.date_to}, doubt
    if words and words[0] in _SINCE:
        return {"measure": "cumulative", "counted_from": one.date_from}, doubt
    if words:
        return {"measure": "flow", "counted_from": one.date_from}, doubt
    return {"measure": "cumulative"}, doubt or "the text does not say since when they are counted"
