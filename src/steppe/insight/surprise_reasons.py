"""
What could explain counts that left the band, each candidate with how many people it accounts for.

A candidate says where counts would be if it were the whole story.  What it
accounts for is the part of each departure, count less median, that lies on the
same side; the share is of all departures together.  Candidates overlap, so
shares need not add up to 1.  Events shortly before are given the whole of what
came after them, and stand behind others that account for as much to a tenth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from steppe.insight.forecasting.ahead import EVERYWHERE, Forecast
from steppe.insight.forecasting.ahead_words import day_words
from steppe.insight.forecasting.held import Held
from steppe.insight.surprise_words import people_words, percent_words, series_words
from steppe.result.measures import FloatArray
from steppe.scenario.model import Scenario

if TYPE_CHECKING:
    from steppe.insight.surprise import Departure, Explanation, Kind

LEAST_SHARE = 0.1
AS_MUCH = 0.67
NEAR_DAYS = 10
MOST_OF_IT, PARALLEL, QUIET_BEFORE = 0.6, 0.25, 0.4
GROWS = 0.01
RANK: tuple[Kind, ...] = ("new series", "jump", "relocation", "inflow", "routes", "events")


@dataclass(frozen=True, slots=True)
class Seen:
    """
    Everything that candidates are worked out from.

    Parameters
    ----------
    scenario, forecast
        The world and what was forecast of it.
    held
        Later counts by series, all together under an empty name.
    departures
        Series that left the band, all together included.
    parts
        The departures to be explained: those of single series, or all series with counts where
        only all together left the band; people from the median by name, at the latest count.
    """

    scenario: Scenario
    forecast: Forecast
    held: Mapping[str, Held]
    departures: Sequence[Departure]
    parts: Mapping[str, float]

    @property
    def names(self) -> list[str]:
        """Series with later counts."""
        return [each for each in self.held if each != EVERYWHERE]

    @property
    def away(self) -> FloatArray:
        """Latest count less median of each of them, people. Shape ``(series,)``."""
        return np.array([self.held[name].away[-1] for name in self.names])

    @property
    def size(self) -> float:
        """All that is to be explained, people, above 0."""
        return max(sum(map(abs, self.parts.values())), 1.0)

    def explained(self, said: Mapping[str, float]) -> float:
        """How much of the departures lies on the same side as what a candidate says, people."""
        both = ((said.get(name, 0.0), away) for name, away in self.parts.items())
        return sum(min(abs(one), abs(away)) for one, away in both if one * away > 0)

    def level(self, name: str) -> float:
        """Last count before the forecast, people."""
        return float(self.forecast.level[self.forecast.names.index(name)])

    def day(self, ahead: float) -> date:
        """The day so many days after the start."""
        return self.forecast.start + timedelta(days=int(ahead))


def reasons(
    scenario: Scenario, forecast: Forecast, held: Mapping[str, Held], departures: Sequence[Departure]
) -> tuple[Explanation, ...]:
    """
    What could explain departures, what accounts for most first; of those within a tenth, the more particular.

    Parameters
    ----------
    scenario, forecast
        The world and what was forecast of it.
    held
        Later counts by series, all together under an empty name.
    departures
        Series that left the band.

    Returns
    -------
    reasons
        Those that account for at least a tenth; none where nothing left the band.
    """
    from steppe.insight.surprise_events import events_before

    if not departures:
        return ()
    seen = Seen(scenario, forecast, held, departures, _parts(held, departures))
    found = [*_inflow_and_routes(seen), *_relocations(seen), *_jumps(seen), *_new_series(seen)]
    found += events_before(seen)
    worth = [each for each in found if each.share >= LEAST_SHARE]
    return tuple(sorted(worth, key=lambda each: (-round(each.share, 1), RANK.index(each.kind), -each.share)))


def _parts(held: Mapping[str, Held], departures: Sequence[Departure]) -> dict[str, float]:
    names = [each.series for each in departures if each.series != EVERYWHERE]
    every = names or [each for each in held if each != EVERYWHERE]
    if not names:
        side = np.sign(held[EVERYWHERE].away[-1])
        every = [each for each in every if held[each].away[-1] * side > 0] or every
    return {name: float(held[name].away[-1]) for name in every}


def explanation(
    seen: Seen, kind: Kind, series: Sequence[str], said: Mapping[str, float], words: str, **evidence: object
) -> Explanation:
    """A candidate with what it accounts for; ``said`` is where it would put series from their medians, people."""
    from steppe.insight.surprise import Explanation

    people = seen.explained(said)
    return Explanation(kind, tuple(series), people, people / seen.size, words, dict(evidence))


def _inflow_and_routes(seen: Seen) -> list[Explanation]:
    """More or fewer in all, handed out as forecast; and the rest, which went elsewhere than forecast."""
    names, away = seen.names, seen.away
    median = np.array([seen.held[name].quantile(0.5)[-1] for name in names])
    if len(names) < 2 or not median.sum() > 0:
        return [_inflow(seen, dict(zip(names, away.tolist(), strict=True)))]
    weights = _forecast_shares(seen, median)
    in_all = weights * seen.held[EVERYWHERE].away[-1]
    elsewhere = away - weights * away.sum()
    counted = median + away
    moved = float(np.abs(counted / max(counted.sum(), 1.0) - median / median.sum()).sum() / 2)
    return [
        _inflow(seen, dict(zip(names, in_all.tolist(), strict=True))),
        _routes(seen, dict(zip(names, elsewhere.tolist(), strict=True)), moved),
    ]


def _forecast_shares(seen: Seen, median: FloatArray) -> FloatArray:
    """How the forecast hands out people: its growth where it has any, otherwise its counts. Adds up to 1."""
    level = np.array([seen.level(name) for name in seen.names])
    growth = np.maximum(median - level, 0.0)
    grows = growth.sum() > GROWS * median.sum()
    return np.asarray(growth / growth.sum() if grows else median / median.sum())


def _inflow(seen: Seen, said: Mapping[str, float]) -> Explanation:
    total = seen.held[EVERYWHERE]
    away, median = float(total.away[-1]), float(total.quantile(0.5)[-1])
    words = (
        f"{people_words(abs(away))} {'more' if away > 0 else 'fewer'} in all than the {people_words(median)} forecast"
        f" ({percent_words(away / max(median, 1.0))}), handed out as forecast, could explain"
        f" {percent_words(seen.explained(said) / seen.size)}: more or less conflict, or other totals."
    )
    return explanation(
        seen,
        "inflow",
        list(seen.parts),
        said,
        words,
        total_away=away,
        total_median=median,
        total_chance_below=float(total.chance[-1]),
    )


def _routes(seen: Seen, said: Mapping[str, float], moved: float) -> Explanation:
    gains = sorted(((people, name) for name, people in said.items() if people > 0), reverse=True)[:3]
    losses = sorted((people, name) for name, people in said.items() if people < 0)[:3]
    told = ", ".join(f"{name} {people:+,.0f}".replace("-", "\u2212") for people, name in [*gains, *losses])
    words = (
        f"other shares of the same total could explain {percent_words(seen.explained(said) / seen.size)}: routes,"
        f" closures or openings; {percent_words(moved)} of all people are elsewhere than forecast ({told})."
    )
    return explanation(seen, "routes", list(seen.parts), said, words, share_elsewhere=moved,
                       from_forecast_shares={name: round(people) for name, people in said.items()})  # fmt: skip


def _relocations(seen: Seen) -> list[Explanation]:
    """For each series that fell, the one that gained about as much in the same span."""
    found = []
    for fell in [name for name, away in seen.parts.items() if away < 0]:
        best = max(
            (
                each
                for each in (_relocation(seen, fell, other) for other in seen.names if other != fell)
                if each
            ),
            key=lambda each: each.people,
            default=None,
        )
        found += [best] if best is not None else []
    return found


def _relocation(seen: Seen, fell: str, rose: str) -> Explanation | None:
    day, value = _with_start(seen, fell)
    spans = [*pairwise(range(day.size)), (0, day.size - 1)]
    best: tuple[float, int, int, float] | None = None
    for first, last in spans:
        fall = value[first] - value[last]
        gain = _gain(seen, rose, day[first], day[last])
        alike = fall > 0 and gain > 0 and min(fall, gain) >= AS_MUCH * max(fall, gain)
        if alike and (best is None or min(fall, gain) > min(best[0], best[3])):
            best = (float(fall), first, last, float(gain))
    if best is None:
        return None
    fall, first, last, gain = best
    start, end = seen.day(day[first]), seen.day(day[last])
    words = (
        f"{fell} fell by {people_words(fall)} and {rose} gained {people_words(gain)} between {day_words(start)}"
        f" and {day_words(end)}: a relocation could explain it."
    )
    moved = min(fall, gain)
    return explanation(seen, "relocation", (fell, rose), {fell: -moved, rose: moved}, words, fell=fall, gained=gain,
                       start=start.isoformat(), end=end.isoformat())  # fmt: skip


def _with_start(seen: Seen, name: str) -> tuple[FloatArray, FloatArray]:
    """Counts of a series with the last one before the forecast in front."""
    held = seen.held[name]
    return np.concatenate([[0.0], held.ahead]), np.concatenate([[seen.level(name)], held.observed])


def _gain(seen: Seen, name: str, first: float, last: float) -> float:
    """By how much a series rose over about the same days; 0 where it was not counted near their ends."""
    day, value = _with_start(seen, name)
    begin = np.flatnonzero(day <= first + NEAR_DAYS)
    begin = begin[day[begin] >= first - NEAR_DAYS] if first > 0 else begin[:1]
    end = np.flatnonzero(np.abs(day - last) <= NEAR_DAYS)
    if not begin.size or not end.size or end[-1] <= begin[0]:
        return 0.0
    return float(value[end[-1]] - value[begin[0]])


def _jumps(seen: Seen) -> list[Explanation]:
    """
    Steps at one count that make a departure, where counts run on as forecast from there.

    Those of the same day are one candidate: a correction or a registration often is of a whole country.
    """
    of_day: dict[date, dict[str, float]] = {}
    left = {each.series for each in seen.departures}
    for name in seen.parts:
        if name in left and seen.forecast.reported[seen.forecast.names.index(name)]:
            step = _jump(seen.held[name])
            if step is not None:
                of_day.setdefault(seen.day(seen.held[name].ahead[step[0]]), {})[name] = step[1]
    return [_jumped(seen, day, steps) for day, steps in of_day.items()]


def _jump(held: Held) -> tuple[int, float] | None:
    """Which count the step is at, and how large it is; or nothing."""
    away = np.concatenate([[0.0], held.away])
    steps = np.diff(away)
    at = int(np.argmax(np.abs(steps)))
    step, end = float(steps[at]), float(away[-1])
    later = away[at + 2 :]
    is_it = (
        later.size > 0
        and step * end > 0
        and abs(step) >= MOST_OF_IT * abs(end)
        and np.abs(later - away[at + 1]).max() <= PARALLEL * abs(step)
        and np.abs(away[: at + 1]).max() <= QUIET_BEFORE * abs(step)
    )
    return (at, step) if is_it else None


def _jumped(seen: Seen, day: date, steps: Mapping[str, float]) -> Explanation:
    corrected = sorted(
        name
        for name in steps
        if any(each.place == name.split(": ")[0] and each.date == day for each in seen.scenario.corrections)
    )
    told = " and ".join(
        f"{name} {'rose' if step > 0 else 'fell'} by {people_words(abs(step))}"
        for name, step in steps.items()
    )
    dated = f"; the scenario dates a correction of {series_words(corrected)} that day" if corrected else ""
    words = (
        f"{told} more than forecast at one count, that of {day_words(day)}, and ran beside the forecast after it: a"
        f" correction or a new registration could explain it{dated}."
    )
    return explanation(
        seen, "jump", list(steps), steps, words, steps=dict(steps), day=day.isoformat(), corrected=corrected
    )


def _new_series(seen: Seen) -> list[Explanation]:
    """Series without a count on the first day, beside others that had one, with more people than forecast."""
    found: list[Explanation] = []
    for name in seen.names if seen.forecast.reported.any() else ():
        if seen.forecast.reported[seen.forecast.names.index(name)] or seen.held[name].away[-1] <= 0:
            continue
        held = seen.held[name]
        first, last = float(held.observed[0]), float(held.observed[-1])
        day, away = seen.day(held.ahead[0]), float(held.away[-1])
        words = (
            f"{name} had no count on {day_words(seen.forecast.start)}; its first, on {day_words(day)}, is"
            f" {people_words(first)}, its latest {people_words(last)} ({people_words(last - away)} forecast): the"
            f" beginning of {series_words([name])} could explain it."
        )
        said = {name: away, **_drawn_from(seen, name, away)}
        found.append(
            explanation(
                seen, "new series", (name,), said, words, first=first, latest=last, day=day.isoformat()
            )
        )
    return found


def _drawn_from(seen: Seen, new: str, people: float) -> dict[str, float]:
    """What the others would miss if a new series had all its people from them, as they miss them now."""
    short = {name: -float(seen.held[name].away[-1]) for name in seen.names if name != new}
    short = {name: each for name, each in short.items() if each > 0}
    total = sum(short.values())
    return {name: -each * min(1.0, max(people, 0.0) / total) for name, each in short.items()}
