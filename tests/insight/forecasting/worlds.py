"""Series, situations and points made by hand, for tests of forecasts."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from steppe.insight.forecasting.points import Points
from steppe.insight.forecasting.situation import Situation
from steppe.insight.reports import Reports


def series(where: str, counts: dict[int, float], known: dict[int, int] | None = None) -> Reports:
    """Stocks by day, published on that day unless said otherwise."""
    days = np.array(list(counts), dtype=np.int64)
    published = np.array([(known or {}).get(day, day) for day in counts], dtype=np.int64)
    return Reports(where, "", "stock", days, published, np.array(list(counts.values()), dtype=np.float64))


def situation(level: list[float], **changed: list[float] | int) -> Situation:
    """Counts of today and nothing that moves, but for what is said."""
    size = len(level)
    known: dict[str, object] = {
        "today": 50,
        "names": tuple(f"Camp {number}" for number in range(size)),
        "reported": np.array(level) > 0,
        "level": np.array(level, dtype=np.float64),
        "last_day": np.full(size, 50),
        "age": np.full(size, 50),
        "nested": np.zeros(size, dtype=bool),
        **{name: np.zeros(size) for name in ("short_pace", "long_pace", "activity", "recent")},
    }
    for name, value in changed.items():
        known[name] = value if isinstance(value, int) else np.array(value)
    return Situation(**known)  # type: ignore[arg-type]


def points(size: int, **said: object) -> Points:
    """Rows of 1,000 people thirty days ahead where nothing moves, but for what is said."""
    usual: dict[str, float] = {each.name: 0.0 for each in fields(Points)}
    usual |= {"level": 1000.0, "lead": 30.0, "day": 80, "origin": 50}
    table = usual | said
    return Points(*(np.broadcast_to(np.asarray(table[each.name]), size).copy() for each in fields(Points)))
