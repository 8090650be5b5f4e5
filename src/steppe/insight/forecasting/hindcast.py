"""
Forecasts of the past: every conflict, rolling origins, every forecaster, scored on what came.

Whatever is learned for a conflict is learned from the others: where a count
goes, how far off that may be, the errors of simple rules, and which of them is
best.  Only the conflict's own past, as known on the day, enters besides.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from steppe.insight.forecasting.both import learn_both
from steppe.insight.forecasting.dressing import WITH_ERRORS, dressed
from steppe.insight.forecasting.keeping import kept_sheet
from steppe.insight.forecasting.lessons import lessons_for
from steppe.insight.forecasting.members import MEMBERS, chances_of
from steppe.insight.forecasting.origins import EVERY_DAYS, FIRST_DAY, HORIZONS, origins
from steppe.insight.forecasting.scoring import Scored, score_sheet
from steppe.insight.forecasting.sheet import TRACKS, Case, Sheet, Terms, Track, case_of, sheet_of
from steppe.insight.forecasting.summary import OURS, overall_table, summary_table
from steppe.result.measures import FloatArray
from steppe.result.provenance import versions_here

if TYPE_CHECKING:
    import polars

STEPPE, SIMULATION = OURS
Progress = Callable[[int, int], object]


@dataclass(frozen=True, eq=False)
class Hindcast:
    """
    What came of forecasts of the past.

    Parameters
    ----------
    points
        One row per case, origin, horizon, track, forecaster and series: what was observed,
        quantiles, scores, PIT.
    scores
        One row per case, origin, horizon, track and forecaster: ``targets, mae, mase, ard, crps,
        wis, coverage_50, coverage_80, coverage_90, energy``.
    summary
        One row per case, horizon, track and forecaster: the same over all origins, with the skill
        against the best baseline, chosen on the other cases.
    overall
        One row per horizon, track and forecaster: mean skill over cases with a bootstrap interval,
        and coverage over all points.
    cold_start
        One row per case, with and without capacities, and forecaster: the averaged relative
        difference of a run that sees no report.
    settings, settings_hash
        What the scores depend on, and its SHA-256, fixed before anything is scored.
    version, made
        Of Steppe, and the day.
    """

    points: polars.DataFrame
    scores: polars.DataFrame
    summary: polars.DataFrame
    overall: polars.DataFrame
    cold_start: polars.DataFrame
    settings: dict[str, Any]
    settings_hash: str
    version: str
    made: date


def hindcast(
    cases: Sequence[Path | str],
    *,
    horizons: Sequence[int] = HORIZONS,
    every: int = EVERY_DAYS,
    tracks: Sequence[Track] = TRACKS,
    draws: int = 16,
    seed: int = 1,
    threads: int | None = None,
    cold_start: bool = True,
    work: Path | None = None,
    progress: Progress | None = None,
) -> Hindcast:
    """
    Forecast the past of several conflicts and score it.

    Parameters
    ----------
    cases
        Scenario or Flee folders with published counts. The lessons that ship with Steppe are
        learned from too, but for no conflict those that count the same places.
    horizons
        Days ahead.
    every
        Days between origins.
    tracks
        ``given`` tells every forecaster the true totals, ``forecast`` nothing after the origin.
    draws
        Worlds drawn for each simulation.
    seed
        Of everything random.
    threads
        At once; all processors by default. Numbers do not depend on it.
    cold_start
        Whether to score runs that see no report, beside the peer.
    work
        A folder that keeps finished pieces, so that a stopped hindcast goes on.
    progress
        Called with the number of steps done and of all.

    Raises
    ------
    ScenarioError
        With everything that is wrong with a case.
    """
    from steppe.insight.forecasting.cold_start import cold_start_table

    found = [case_of(each) for each in cases]
    terms = Terms(tuple(horizons), every, FIRST_DAY, draws, seed)
    settings = settings_of(found, terms, tracks, cold_start=cold_start)
    frozen = settings_hash(settings)
    count = _Count(progress, _steps(found, terms, tracks, cold_start=cold_start))
    sheets = {
        (case.name, track): kept_sheet(
            work,
            frozen,
            case.name,
            track,
            partial(sheet_of, case, track, terms, threads=threads, told=count.step),
        )
        for case in found
        for track in tracks
    }
    scored = _score_all(found, tracks, sheets, terms, threads, count)
    cold = cold_start_table(found, terms, threads=threads, told=count.step) if cold_start else None
    return _gathered(scored, cold, settings, frozen)


def settings_of(
    cases: Sequence[Case], terms: Terms, tracks: Sequence[Track], *, cold_start: bool
) -> dict[str, Any]:
    """Everything that the scores depend on, as JSON can hold it."""
    from steppe.scenario.folder import scenario_hash

    return {
        "cases": {case.name: scenario_hash(case.as_found) for case in cases},
        "tracks": list(tracks),
        **asdict(terms),
        "members": MEMBERS,
        "cold_start": cold_start,
        "version": versions_here()["steppe"],
    }


def settings_hash(settings: dict[str, Any]) -> str:
    """SHA-256 of settings, the same for the same settings."""
    text = json.dumps(settings, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


class _Count:
    """Steps done, told from any thread."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        import threading

        self.progress, self.total, self.done = progress, total, 0
        self.lock = threading.Lock()

    def step(self) -> None:
        """One more."""
        with self.lock:
            self.done += 1
            if self.progress is not None:
                self.progress(min(self.done, self.total), self.total)


def _steps(cases: Sequence[Case], terms: Terms, tracks: Sequence[Track], *, cold_start: bool) -> int:
    per_track = [len(origins(case.world.days, every=terms.every, first=terms.first)) + 1 for case in cases]
    return len(tracks) * sum(per_track) + (len(cases) if cold_start else 0)


def _score_all(
    cases: Sequence[Case],
    tracks: Sequence[Track],
    sheets: dict[tuple[str, Track], Sheet],
    terms: Terms,
    threads: int | None,
    count: _Count,
) -> list[Scored]:
    """Every case on every track, learned from the others."""

    def one(job: tuple[Case, Track]) -> Scored:
        case, track = job
        others = [sheets[each.name, track] for each in cases if each.name != case.name]
        sheet = sheets[case.name, track]
        members = members_of(sheet, others, terms)
        dates = [case.world.start + timedelta(days=day) for day in range(case.world.days)]
        scored = score_sheet(sheet, members, np.array(dates, dtype=object), terms.seed)
        count.step()
        return scored

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, [(case, track) for track in tracks for case in cases]))


def members_of(sheet: Sheet, others: Sequence[Sheet], terms: Terms) -> dict[str, FloatArray]:
    """
    What every forecaster says, learned from other conflicts.

    Parameters
    ----------
    sheet
        What to forecast.
    others
        Sheets of other conflicts on the same track.
    terms
        For the seed.

    Returns
    -------
    members
        By forecaster. Shape ``(point, member)``; one member from those that claim to be certain.
    """
    lessons, said_then = lessons_for(sheet, others)
    chances = chances_of(sheet.points.origin, MEMBERS, terms.seed)
    members: dict[str, FloatArray] = {}
    for name, said in sheet.simple.items():
        members[name] = said[:, None]
        if name in said_then:
            members[name + WITH_ERRORS] = dressed(
                said, lessons, said_then[name], sheet.points.level, sheet.horizon, chances
            )
    taught = learn_both(lessons)
    members[STEPPE] = np.asarray(taught.quantiles(sheet.points, chances.T).T)
    members[SIMULATION] = np.asarray(taught.by_simulation.quantiles(sheet.points, chances.T).T)
    return members


def _gathered(
    scored: Sequence[Scored], cold: polars.DataFrame | None, settings: dict[str, Any], frozen: str
) -> Hindcast:
    import polars

    from steppe.insight.forecasting.cold_start import nothing_scored

    points = polars.concat(each.points for each in scored)
    summary = summary_table(points)
    return Hindcast(
        points=points,
        scores=polars.concat(each.scores for each in scored),
        summary=summary,
        overall=overall_table(points, summary, settings["seed"]),
        cold_start=nothing_scored() if cold is None else cold,
        settings=settings,
        settings_hash=frozen,
        version=settings["version"],
        made=datetime.now(tz=UTC).date(),
    )
