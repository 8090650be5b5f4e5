"""
What was published by some day, laid out beside what a run expects of it.

Zeros before the first person is counted in a series say that nobody counted
there yet, and are taken as missing.  A register carries most of a count over to
the next, so counts of a series closer than two months are not evidence of their
own: going back from the last one, a count is left out until so long before.
Counts of a cumulative series are compared
by their growth; growth below zero is a correction, and says nothing of arrivals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from steppe.engine.replica import Counted
from steppe.insight.observed import Counterpart, counterpart
from steppe.insight.reports import reports_of
from steppe.result.measures import AnyArray, FloatArray
from steppe.result.result import Result
from steppe.scenario.model import Observation, Scenario

GAP_DAYS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Stocks:
    """
    Counts of people present.

    Parameters
    ----------
    names
        Of the series that have any count.
    start
        Where each series begins. Shape ``(series + 1,)``.
    day
        Day numbers, rising within a series. Shape ``(report,)``.
    value
        People. Shape ``(report,)``.
    columns
        Positions of the places each series counts.
    """

    names: tuple[str, ...]
    start: AnyArray
    day: AnyArray
    value: FloatArray
    columns: tuple[AnyArray, ...]

    def expected(self, stock: FloatArray) -> FloatArray:
        """What a run says of each count, from its people by ``(day, place)``. Shape ``(report,)``."""
        rows = [
            stock[np.ix_(self.day[first:last], columns)].sum(axis=1)
            for first, last, columns in zip(self.start[:-1], self.start[1:], self.columns, strict=True)
        ]
        return np.concatenate(rows) if rows else np.zeros(0)

    def only(self, kept: AnyArray) -> Stocks:
        """
        Some of the counts.

        Parameters
        ----------
        kept
            Whether each count stays. Shape ``(report,)``.
        """
        ends = zip(self.start[:-1], self.start[1:], strict=True)
        left = np.array([int(kept[first:last].sum()) for first, last in ends], dtype=np.int64)
        return Stocks(
            tuple(name for name, count in zip(self.names, left, strict=True) if count),
            np.cumsum([0, *left[left > 0]]),
            self.day[kept],
            self.value[kept],
            tuple(where for where, count in zip(self.columns, left, strict=True) if count),
        )

    def counts(self) -> dict[str, int]:
        """How many counts each series has."""
        return dict(zip(self.names, np.diff(self.start).tolist(), strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class Arrivals:
    """
    Counts of people who came in a span of days.

    Parameters
    ----------
    names
        Of the series of each count. Shape ``(count,)``.
    value
        People. Shape ``(count,)``.
    spans
        Where the counterpart of each is found; the whole span for a cumulative series.
    before
        The counterpart to take off, of the count before in a cumulative series.
    """

    names: tuple[str, ...]
    value: FloatArray
    spans: tuple[Counterpart, ...]
    before: tuple[Counterpart | None, ...]

    def expected(self, counted: Counted) -> FloatArray:
        """What a run says of each count. Shape ``(count,)``, people."""
        return np.array(
            [
                _came(counted, span) - (0.0 if before is None else _came(counted, before))
                for span, before in zip(self.spans, self.before, strict=True)
            ]
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that was counted and can be compared with a run."""

    stocks: Stocks
    arrivals: Arrivals


def seen_by(scenario: Scenario, today: int, run: Result | None) -> Seen:
    """
    What was published by the end of a day.

    Parameters
    ----------
    scenario
        A world; later publications in it are not looked at.
    today
        Day number, not beyond the days of ``run``.
    run
        Any run of the same world, for its labels; needed only for counts of arrivals.
    """
    return Seen(_stocks(scenario, today), _arrivals(scenario, today, run))


def _stocks(scenario: Scenario, today: int) -> Stocks:
    number = {place.name: position for position, place in enumerate(scenario.places)}
    country = np.array([place.country for place in scenario.places], dtype=object)
    first_day = 1 if scenario.setting("day_zero") == "observations" else 0
    names, days, values, columns = [], [], [], []
    for reports in (each for each in reports_of(scenario) if each.measure == "stock"):
        known = reports.on(today)
        begun = np.maximum.accumulate(known.value) > 0
        rows = np.flatnonzero(begun & (known.day >= first_day) & (known.day < scenario.days))
        rows = apart(rows, known.day)
        where = (
            np.array([number[reports.where]])
            if reports.where in number
            else np.flatnonzero(country == reports.where)
        )
        if rows.size and where.size:
            names.append(reports.name)
            days.append(known.day[rows])
            values.append(known.value[rows])
            columns.append(where)
    return Stocks(
        tuple(names),
        np.cumsum([0, *(len(each) for each in days)]),
        np.concatenate(days) if days else np.zeros(0, dtype=np.int64),
        np.concatenate(values) if values else np.zeros(0),
        tuple(columns),
    )


def apart(rows: AnyArray, day: AnyArray, gap_days: int = GAP_DAYS) -> AnyArray:
    """
    Of some counts, the last one and those before that are at least so many days apart.

    Parameters
    ----------
    rows
        Positions in ``day``, rising.
    day
        Of each count, rising.
    """
    kept: list[int] = []
    for row in rows[::-1].tolist():
        if not kept or day[kept[-1]] - day[row] >= gap_days:
            kept.append(row)
    return np.array(kept[::-1], dtype=np.int64)


def _arrivals(scenario: Scenario, today: int, run: Result | None) -> Arrivals:
    found = list(_counts_of_arrivals(scenario, today, run)) if run is not None else []
    return Arrivals(
        tuple(name for name, _, _, _ in found),
        np.array([value for _, value, _, _ in found]),
        tuple(span for _, _, span, _ in found),
        tuple(before for _, _, _, before in found),
    )


def counts_arrivals(observation: Observation) -> bool:
    """Whether an observation is a count of persons who came, to be compared."""
    return observation.use and observation.unit == "person" and observation.measure != "stock"


def _counts_of_arrivals(
    scenario: Scenario, today: int, run: Result
) -> Iterator[tuple[str, float, Counterpart, Counterpart | None]]:
    """Name, people, where to find them, and what to take off, of every count of arrivals."""
    for name, rows in _series_of_arrivals(scenario, today).items():
        before: tuple[float, Counterpart] | None = None
        for each in rows:
            span = counterpart(run, each)
            if isinstance(span, str) or span.remark:
                continue
            if each.measure == "flow":
                yield name, each.value, span, None
                continue
            growth = each.value - (before[0] if before else 0.0)
            if growth >= 0:
                yield name, growth, span, before[1] if before else None
            before = each.value, span


def _series_of_arrivals(scenario: Scenario, today: int) -> dict[str, list[Observation]]:
    """Counts of each series by rising date, the last publication of each."""
    last: dict[tuple[object, ...], Observation] = {}
    for each in sorted(scenario.observations, key=lambda each: each.as_of or each.date):
        known = max(each.as_of or each.date, each.date)
        if counts_arrivals(each) and (known - scenario.start).days <= today:
            key = (each.place or each.country, each.series, each.measure, each.counted_from, each.date)
            last[key] = each
    found: dict[str, list[Observation]] = {}
    for (where, series, measure, begins, _), each in sorted(last.items(), key=lambda pair: pair[1].date):
        name = f"{where}: {series or measure}" + (f" from {begins}" if begins else "")
        found.setdefault(name, []).append(each)
    return found


def _came(counted: Counted, span: Counterpart) -> float:
    days = slice(span.first, span.last + 1)
    if span.what == "entering":
        return max(0.0, float(counted.entered[days].sum()) - span.less)
    return float(counted.flow[days][:, span.columns].sum())
