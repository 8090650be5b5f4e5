"""What left the band, in plain sentences that claim no cause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from steppe.insight.figures import two_figures
from steppe.insight.forecasting.ahead_words import day_words

if TYPE_CHECKING:
    from steppe.insight.surprise import Departure, Joint, Surprise

TOGETHER = "all together"


def people_words(people: float) -> str:
    """A number of people in two figures, with thousands apart."""
    return two_figures(people).replace("-", "\u2212")


def percent_words(share: float) -> str:
    """A share in whole per cent."""
    return f"{round(100 * share):,} %".replace("-", "\u2212")


def series_words(names: Sequence[str]) -> str:
    """Names of series in a row; an empty one is all together."""
    return ", ".join(name or TOGETHER for name in names)


def chance_words(chance: float) -> str:
    """A chance as one in so many."""
    if chance >= 0.5:
        return "more than 1 in 2"
    return f"1 in {round(1 / chance):,}"


def sentence(found: Surprise) -> str:
    """
    What came otherwise than forecast, in one sentence or two.

    Parameters
    ----------
    found
        Any.
    """
    start = day_words(found.forecast.start)
    if found.joint is None:
        return f"No count came after {start} that could be held against the forecast."
    until = day_words(found.until)
    if not found.departures:
        share = f"{found.joint.outside:,} of {found.joint.counts:,} counts between {start} and {until}"
        if found.joint.is_surprising:
            return f"No series left the band, but {share} lie outside 9 in 10, more than may be expected."
        return f"Nothing left the band: {share} lie outside 9 in 10, no more than may happen."
    series = [each for each in found.departures if each.series]
    count = f"{len(series)} of {found.joint.series} series left the band by {until}" if series else ""
    if len(found.forecast.names) == 1:
        return f"{series[0].series} left the band: {departed_words(series[0])}."
    total = next((each for each in found.departures if not each.series), None)
    in_all = f"the sum of all lies {departed_words(total)}" if total else "the sum of all stayed within it"
    first = f"; {series[0].series} is furthest away, {departed_words(series[0])}" if series else ""
    return f"{count}{first}; {in_all}." if count else f"{in_all[0].upper()}{in_all[1:]}."


def departed_words(each: Departure) -> str:
    """How far out a departure is, and since when."""
    back = "" if each.stayed else f", {each.outside} of {each.counts} counts since"
    return (
        f"{people_words(abs(each.beyond))} {each.direction} the band ({people_words(each.observed)} counted,"
        f" {people_words(each.median)} forecast), since {day_words(each.since)}{back}"
    )


def joint_words(joint: Joint) -> str:
    """All counts together, in a sentence."""
    verdict = "more than may be expected" if joint.is_surprising else "no more than may happen"
    return (
        f"All counts together: {joint.outside:,} of {joint.counts:,} lie outside 9 in 10 (1 in 10 is expected), and"
        f" {joint.series_outside} of {joint.series} latest ones (chance {joint.chance:.2g} if series are independent);"
        f" {percent_words(joint.chance_of_course)} of the forecast's own futures have as many outside:"
        f" {verdict}."
    )
