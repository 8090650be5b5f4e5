"""Totals that somebody else plans with, with their own uncertainty: a table of days and people."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from steppe.errors import Problem, UsageError
from steppe.insight.forecasting.points import Points
from steppe.insight.forecasting.situation import Situation
from steppe.result.measures import AnyArray, FloatArray
from steppe.units import day_number

Z_OF_90 = 1.6448536269514722
COLUMNS = ("date", "people", "p05", "p95")


@dataclass(frozen=True, slots=True, eq=False)
class PlannedTotals:
    """
    People counted in all on some days, straight lines between them.

    The first row joins the last counts: only the growth from the day of the forecast on enters.

    Parameters
    ----------
    day
        Day numbers, rising. Shape ``(row,)``.
    people
        The middle. Shape ``(row,)``.
    low, high
        Between which nine in ten futures lie; equal to ``people`` where nobody says. Shape ``(row,)``.
    words
        Where it is from.
    """

    day: AnyArray
    people: FloatArray
    low: FloatArray
    high: FloatArray
    words: str

    @property
    def is_uncertain(self) -> bool:
        """Whether any row has a width."""
        return bool((self.high > self.low).any())

    def growth(self, situation: Situation, first: AnyArray, last: AnyArray) -> FloatArray:
        """See :class:`~steppe.insight.forecasting.totals.Totals`."""
        return self._at(self.people, situation, last) - self._at(self.people, situation, first)

    def away(self, z: FloatArray, points: Points) -> FloatArray:
        """
        How far each member's total is from the middle.

        Parameters
        ----------
        z
            A standard normal value per member. Shape ``(member,)``.
        points
            On whose days.

        Returns
        -------
        away
            People. Shape ``(member, point)``; 0 on the day of the forecast.
        """
        today = int(points.origin[0])
        up = self._ahead(self.high - self.people, today, 0.0, points.day)
        down = self._ahead(self.people - self.low, today, 0.0, points.day)
        steps = z[:, None] / Z_OF_90
        return np.asarray(np.where(steps > 0, steps * up, steps * down))

    def _at(self, people: FloatArray, situation: Situation, day: AnyArray) -> FloatArray:
        """The planned line, drawn from the last counts to the first row that lies ahead."""
        return self._ahead(people, situation.today, situation.total, day)

    def _ahead(self, values: FloatArray, today: int, now: float, day: AnyArray) -> FloatArray:
        later = self.day > today
        days = np.concatenate([[today], self.day[later]])
        return np.asarray(np.interp(day, days, np.concatenate([[now], values[later]])))


def read_planned_totals(path: Path, start: date) -> PlannedTotals:
    """
    Read a table with the columns ``date, people`` and, if wanted, ``p05, p95``.

    Parameters
    ----------
    path
        A CSV file.
    start
        First day of the world.

    Raises
    ------
    UsageError
        With everything that is wrong with the file, line by line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows, names = list(reader), reader.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(Problem(str(path), f"cannot be read ({error}).", "Give a CSV file.")) from error
    missing = [each for each in COLUMNS[:2] if each not in names]
    if missing:
        found = f"the column {' and the column '.join(missing)} is missing."
        raise UsageError(Problem(str(path), found, f"Give the columns {', '.join(COLUMNS)}."))
    problems: list[Problem] = []
    read = [_read_row(path, line, row, start, problems) for line, row in enumerate(rows, start=2)]
    if not rows:
        problems.append(Problem(str(path), "it has no rows.", "Give a row for each day that is planned."))
    days = [each[0] for each in read if each is not None]
    if len(set(days)) < len(days):
        problems.append(Problem(str(path), "a date comes twice.", "Keep one row for each date."))
    if problems:
        raise UsageError(problems)
    table = np.array(sorted(each for each in read if each is not None), dtype=np.float64).T
    return PlannedTotals(table[0].astype(np.int64), table[1], table[2], table[3], path.name)


def _read_row(
    path: Path, line: int, row: dict[str, str | None], start: date, problems: list[Problem]
) -> tuple[float, float, float, float] | None:
    where = f"{path}, line {line}"
    try:
        day = day_number(date.fromisoformat((row.get("date") or "").strip()), start)
    except ValueError:
        problems.append(Problem(where, f"date '{row.get('date')}' is no day.", "Write year-month-day."))
        return None
    people = _number(row.get("people"))
    low, high = (_number(row.get(word), people) for word in ("p05", "p95"))
    if not (0 <= low <= people <= high < np.inf):
        problems.append(
            Problem(where, "people, p05 and p95 are no rising numbers from 0.", "Write p05 <= people <= p95.")
        )
        return None
    return float(day), people, low, high


def _number(text: str | None, otherwise: float = float("nan")) -> float:
    """A number of people, or not a number."""
    try:
        return float(text.replace(",", "")) if text and text.strip() else otherwise
    except ValueError:
        return float("nan")
