"""A forecast: how many people will be counted at each series, day by day, as equally likely members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from steppe.result.measures import AnyArray, FloatArray

if TYPE_CHECKING:
    import polars

CHANCES = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
EVERYWHERE = ""


@dataclass(frozen=True, eq=False)
class Forecast:
    """
    What may be counted after a day.

    Parameters
    ----------
    scenario
        Name of the world.
    start
        The last day of which anything was known.
    names
        Of the series.
    members
        Equally likely courses, people. Shape ``(member, day, series)``; the first day is the
        one after ``start``.
    level
        Last counts, people. Shape ``(series,)``.
    reported
        Whether a series had a count by ``start``. Shape ``(series,)``.
    horizons
        Days ahead that tables show.
    skill
        By horizon, what hindcasts on other conflicts say of such forecasts: ``skill_crps``,
        ``low``, ``high``, ``cases``, ``references``; empty where none were made.
    stamp
        The standing of the numbers, for every table, figure and export.
    made
        How: version, seed, members, draws, totals, lessons, posterior, hash of the world as known.
    nested
        Whether another series counts the same people too. Shape ``(series,)``.
    """

    scenario: str
    start: date
    names: tuple[str, ...]
    members: FloatArray
    level: FloatArray
    reported: AnyArray
    horizons: tuple[int, ...]
    skill: Mapping[int, Mapping[str, Any]]
    stamp: str
    made: Mapping[str, Any]
    nested: AnyArray

    @property
    def days(self) -> int:
        """How many days ahead."""
        return int(self.members.shape[1])

    @property
    def dates(self) -> list[date]:
        """Of the days ahead."""
        return [self.start + timedelta(days=ahead) for ahead in range(1, self.days + 1)]

    @property
    def total(self) -> FloatArray:
        """All series together, nobody twice. Shape ``(member, day)``, people."""
        return np.asarray(self.members[:, :, ~self.nested].sum(axis=2))

    def at(self, name: str) -> FloatArray:
        """
        Members of one series, people. Shape ``(member, day)``.

        Raises
        ------
        KeyError
            For an unknown name.
        """
        if name not in self.names:
            raise KeyError(name)
        return np.asarray(self.members[:, :, self.names.index(name)])

    def bands(self, name: str, *widths: float) -> FloatArray:
        """
        Central bands of one series, or of all together for an empty name.

        Returns
        -------
        bands
            Lower ends from the widest to the narrowest, then upper ends. Shape ``(2 * width, day)``, people.
        """
        wide_first = sorted(widths, reverse=True)
        chances = [0.5 - 0.5 * each for each in wide_first] + [0.5 + 0.5 * each for each in wide_first[::-1]]
        members = self.total if name == EVERYWHERE else self.at(name)
        return np.asarray(np.quantile(members, chances, axis=0))

    def table(self, days: Sequence[int] | None = None) -> polars.DataFrame:
        """
        Quantiles at some days ahead.

        Parameters
        ----------
        days
            Days ahead, 1 to ``days``; the horizons by default.

        Returns
        -------
        table
            ``date, ahead, series, last_count, reported, mean, p05, p25, p50, p75, p95, skill, stamp``,
            all series together first, under an empty name.
        """
        import polars

        rows = [
            self._row(name, ahead)
            for ahead in (self.horizons if days is None else days)
            for name in (EVERYWHERE, *self.names)
        ]
        return polars.DataFrame(rows, infer_schema_length=None)

    def courses(self) -> polars.DataFrame:
        """Quantiles of every day: ``date, series, p05, p25, p50, p75, p95``, all together first, under an empty name."""
        import polars

        tables = []
        for name in (EVERYWHERE, *self.names):
            members = self.total if name == EVERYWHERE else self.at(name)
            rows = np.quantile(members, list(CHANCES.values()), axis=0)
            columns = dict(zip(CHANCES, rows, strict=True))
            tables.append(polars.DataFrame({"date": self.dates, "series": [name] * self.days, **columns}))
        return polars.concat(tables)

    def _row(self, name: str, ahead: int) -> dict[str, Any]:
        together = name == EVERYWHERE
        members = (self.total if together else self.at(name))[:, ahead - 1]
        number = None if together else self.names.index(name)
        horizon = min(self.skill, key=lambda each: abs(each - ahead), default=None)
        return {
            "date": self.start + timedelta(days=ahead),
            "ahead": ahead,
            "series": name,
            "last_count": float(self.level[~self.nested].sum() if number is None else self.level[number]),
            "reported": bool(self.reported.any() if number is None else self.reported[number]),
            "mean": float(members.mean()),
            **{word: float(np.quantile(members, chance)) for word, chance in CHANCES.items()},
            "skill": None if horizon is None else self.skill[horizon].get("skill_crps"),
            "stamp": self.stamp,
        }

    def to_json(self) -> dict[str, Any]:
        """Plain words and numbers, ready to be written."""
        rows = self.table().to_dicts()
        return {
            "scenario": self.scenario,
            "from": self.start.isoformat(),
            "stamp": self.stamp,
            "horizons": list(self.horizons),
            "skill": {str(ahead): dict(words) for ahead, words in self.skill.items()},
            "rows": [{**row, "date": row["date"].isoformat()} for row in rows],
            "made": dict(self.made),
        }
