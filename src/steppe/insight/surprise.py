"""
The doorway of surprise: which counts left the band of a forecast, since when, and what could explain it.

A series has left the band where two counts in a row lie outside its 90 % band
on the same side, or one lies beyond its 99 % range.  What could explain it is
worked out in ``surprise_reasons.py``; no cause is ever claimed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from steppe.insight.forecasting.ahead import EVERYWHERE, Forecast
from steppe.insight.forecasting.held import Held, later_counts
from steppe.result.measures import AnyArray, FloatArray
from steppe.scenario.model import Scenario

if TYPE_CHECKING:
    import polars

INSIDE, FAR = 0.9, 0.99
Direction = Literal["above", "below"]
Kind = Literal["inflow", "routes", "relocation", "jump", "events", "new series"]


@dataclass(frozen=True, slots=True)
class Departure:
    """
    A series that left the band.

    Parameters
    ----------
    series
        Its name; empty for all together.
    since
        Day of the first of the counts outside.
    before
        Day of the last count before that, or the day of the forecast.
    direction
        Of the counts from the band.
    outside, counts
        How many counts lie outside on that side from ``since`` on, and how many there are from then on.
    day
        Day of the latest count outside, which the numbers below are of.
    observed, median, low, high
        The count, and the median and the 90 % band of the forecast, people.
    chance
        Two-sided chance of a count as far out under the forecast, at least that of one member.
    """

    series: str
    since: date
    before: date
    direction: Direction
    outside: int
    counts: int
    day: date
    observed: float
    median: float
    low: float
    high: float
    chance: float

    @property
    def stayed(self) -> bool:
        """Whether every count since lies outside."""
        return self.outside == self.counts

    @property
    def beyond(self) -> float:
        """How far outside the band, people; negative below it."""
        return self.observed - (self.high if self.direction == "above" else self.low)

    @property
    def away(self) -> float:
        """How far from the median, people."""
        return self.observed - self.median


@dataclass(frozen=True, slots=True)
class Explanation:
    """
    What could explain a part of what was seen.

    Parameters
    ----------
    kind
        ``inflow`` more or fewer came in all; ``routes`` they went elsewhere; ``relocation`` one
        series fell by what another gained; ``jump`` a single step at one count; ``new series``;
        ``events`` of the scenario shortly before.
    series
        Which it is about.
    people
        Of the departures, how many it could account for; an upper bound for events.
    share
        The same as a share of all departures, 0 to 1.
    words
        A sentence.
    evidence
        The numbers behind it.
    """

    kind: Kind
    series: tuple[str, ...]
    people: float
    share: float
    words: str
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Joint:
    """
    All counts together.

    Parameters
    ----------
    counts, outside
        How many counts came, and how many of them lie outside the 90 % band.
    series, series_outside
        How many series were counted, and how many have their latest count outside.
    chance
        Of so many series outside, were the forecast right and series independent (binomial).
    chance_of_course
        Share of the forecast's own futures of which at least so many counts lie outside; this
        allows for counts and series that move together.
    """

    counts: int
    outside: int
    series: int
    series_outside: int
    chance: float
    chance_of_course: float

    @property
    def is_surprising(self) -> bool:
        """Whether more lies outside than one in twenty of the forecast's own futures has."""
        return self.chance_of_course < 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Surprise:
    """
    What came otherwise than forecast.

    Parameters
    ----------
    forecast
        What was forecast.
    departures
        Series that left the band, all together first, where there are several, then those furthest away.
    explanations
        What could explain them, what accounts for most first.
    joint
        All counts together; ``None`` where no count came later.
    until
        Day of the latest count.
    """

    forecast: Forecast
    departures: tuple[Departure, ...]
    explanations: tuple[Explanation, ...]
    joint: Joint | None
    until: date

    @property
    def since(self) -> dict[str, date]:
        """Since when each series is outside, by name."""
        return {each.series: each.since for each in self.departures}

    def table(self) -> polars.DataFrame:
        """One row per departure: its fields, and ``beyond``, ``away`` and ``stayed``."""
        import polars

        words = dict.fromkeys(("series", "direction"), polars.String)
        days = dict.fromkeys(("since", "before", "day"), polars.Date)
        counts = dict.fromkeys(("outside", "counts"), polars.Int64)
        rest = ("observed", "median", "low", "high", "chance", "beyond", "away")
        schema = {**words, **days, **counts, **dict.fromkeys(rest, polars.Float64), "stayed": polars.Boolean}
        return polars.DataFrame([_departure(each) for each in self.departures], schema=schema)

    def to_json(self) -> dict[str, Any]:
        """Plain words and numbers, ready to be written."""
        from steppe.insight.surprise_words import sentence

        rows = [_departure(each) for each in self.departures]
        days = ("since", "before", "day")
        return {
            "scenario": self.forecast.scenario,
            "from": self.forecast.start.isoformat(),
            "until": self.until.isoformat(),
            "stamp": self.forecast.stamp,
            "sentence": sentence(self),
            "departures": [{**row, **{day: row[day].isoformat() for day in days}} for row in rows],
            "explanations": [asdict(each) for each in self.explanations],
            "joint": None if self.joint is None else asdict(self.joint),
            "made": dict(self.forecast.made),
        }


def _departure(each: Departure) -> dict[str, Any]:
    return {**asdict(each), "beyond": each.beyond, "away": each.away, "stayed": each.stayed}


def surprise(scenario: Scenario, forecast: Forecast) -> Surprise:
    """
    Hold later counts against a forecast.

    Parameters
    ----------
    scenario
        The world that was forecast, with counts for days after the start of the forecast.
    forecast
        Made from an earlier day.

    Returns
    -------
    surprise
        Without departures where nothing left the band, or no count came.

    Raises
    ------
    UsageError
        Where the world has other series than the forecast.
    """
    from steppe.insight.surprise_reasons import reasons

    held = later_counts(scenario, forecast)
    alone = len(forecast.names) == 1
    found = [_departed(each, forecast) for name, each in held.items() if not (alone and name == EVERYWHERE)]
    departures = sorted((each for each in found if each is not None), key=_together_first)
    last = max((int(each.ahead[-1]) for each in held.values()), default=0)
    return Surprise(
        forecast=forecast,
        departures=tuple(departures),
        explanations=reasons(scenario, forecast, held, departures),
        joint=_joint([each for name, each in held.items() if name != EVERYWHERE]),
        until=forecast.start + timedelta(days=last),
    )


def _together_first(each: Departure) -> tuple[bool, float]:
    return each.series != EVERYWHERE, -abs(each.away)


def sides(held: Held, width: float) -> AnyArray:
    """Where counts lie to a central band: -1 below, 0 within, 1 above. Shape ``(count,)``."""
    low, high = held.quantile(0.5 - 0.5 * width), held.quantile(0.5 + 0.5 * width)
    return np.asarray((held.observed > high).astype(np.int64) - (held.observed < low))


def _departed(held: Held, forecast: Forecast) -> Departure | None:
    side, far = sides(held, INSIDE), sides(held, FAR)
    again = np.append((side[:-1] != 0) & (side[:-1] == side[1:]), False)
    starts = np.flatnonzero(again | (far != 0))
    if not starts.size:
        return None
    first = int(starts[0])
    own = side[first]
    latest = first + int(np.flatnonzero(side[first:] == own)[-1])
    low, middle, high = (float(held.quantile(each)[latest]) for each in (0.05, 0.5, 0.95))
    below = float(held.chance[latest])
    before = int(held.ahead[first - 1]) if first else 0
    return Departure(
        series=held.name,
        since=forecast.start + timedelta(days=int(held.ahead[first])),
        before=forecast.start + timedelta(days=before),
        direction="above" if own > 0 else "below",
        outside=int((side[first:] == own).sum()),
        counts=int(side[first:].size),
        day=forecast.start + timedelta(days=int(held.ahead[latest])),
        observed=float(held.observed[latest]),
        median=middle,
        low=low,
        high=high,
        chance=round(min(1.0, 2.0 * max(min(below, 1.0 - below), 0.5 / len(held.members))), 9),
    )


def _joint(held: Sequence[Held]) -> Joint | None:
    if not held:
        return None
    from scipy.stats import binom

    outside = [sides(each, INSIDE) != 0 for each in held]
    seen = int(sum(each.sum() for each in outside))
    last = int(sum(bool(each[-1]) for each in outside))
    courses = np.sum([_outside_of_course(each) for each in held], axis=0)
    return Joint(
        counts=int(sum(each.size for each in outside)),
        outside=seen,
        series=len(held),
        series_outside=last,
        chance=float(binom.sf(last - 1, len(held), 1.0 - INSIDE)),
        chance_of_course=float((1.0 + (courses >= seen).sum()) / (1.0 + courses.size)),
    )


def _outside_of_course(held: Held) -> FloatArray:
    """How many of the days of counts each member lies outside the band on. Shape ``(member,)``."""
    low, high = held.quantile(0.5 - 0.5 * INSIDE), held.quantile(0.5 + 0.5 * INSIDE)
    return np.asarray(((held.members < low) | (held.members > high)).sum(axis=1), dtype=np.float64)
