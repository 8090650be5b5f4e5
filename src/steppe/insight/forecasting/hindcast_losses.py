"""
Where a forecast was worse than the best simple rule: by how much, and what was wrong with it.

What was wrong is found by trying: every forecast of a case and horizon is
multiplied by one and the same factor, or made wider or narrower by one, and
scored again.  What betters the score most was the fault.  A fault so found is
known only afterwards; nothing is corrected by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from steppe.insight.forecasting.scoring import QUANTILES
from steppe.insight.proper import weighted_interval_score_of_quantiles
from steppe.result.measures import FloatArray

if TYPE_CHECKING:
    import polars

    from steppe.insight.forecasting.hindcast import Hindcast

PRODUCT = "steppe"
FACTORS = np.geomspace(0.2, 5.0, 97)
WIDTHS = np.geomspace(0.1, 10.0, 93)
LEAST_GAIN = 0.01
SHARE_OF_LOSS = 1 / 3
MOST_OF_IT = 0.5
_SAME = ["origin", "series", "day"]


@dataclass(frozen=True, slots=True)
class Loss:
    """
    One case, track and horizon in which a simple rule did better.

    Parameters
    ----------
    case, track, horizon
        Where; ``horizon`` in days ahead.
    against
        The simple rule, best on the other cases.
    skill_crps, skill_wis
        At least one of them below 0.
    why
        What was wrong, in words.
    """

    case: str
    track: str
    horizon: int
    against: str
    skill_crps: float
    skill_wis: float
    why: str


def losses_of(hindcast: Hindcast, forecaster: str = PRODUCT) -> list[Loss]:
    """
    Every case, track and horizon in which a forecaster has negative skill in CRPS or WIS.

    Parameters
    ----------
    hindcast
        Of any cases.
    forecaster
        Whose losses.

    Returns
    -------
    losses
        In the order of the summary.
    """
    from polars import col

    found = hindcast.summary.filter(
        (col("forecaster") == forecaster)
        & col("skill_crps").is_finite()
        & col("skill_wis").is_finite()
        & ((col("skill_crps") < 0) | (col("skill_wis") < 0))
    )
    losses = []
    for row in found.iter_rows(named=True):
        where = {name: row[name] for name in ("case", "track", "horizon")}
        points = hindcast.points.filter(*(col(name) == value for name, value in where.items()))
        ours, theirs = (
            points.filter(col("forecaster") == name).sort(_SAME)
            for name in (forecaster, row["best_baseline"])
        )
        skills = {name: row[name] for name in ("skill_crps", "skill_wis")}
        losses.append(Loss(**where, against=row["best_baseline"], **skills, why=why(ours, theirs)))
    return losses


def why(ours: polars.DataFrame, theirs: polars.DataFrame) -> str:
    """
    What was wrong with forecasts that another forecaster bettered.

    Parameters
    ----------
    ours, theirs
        Rows of :attr:`Hindcast.points` of one case, track and horizon, for the same origins,
        series and days in the same order.

    Returns
    -------
    why
        Such as ``too high by 23 %; 1.8 times too narrow (90 % intervals held 61 %); mostly at Alder
        camp``.
    """
    quantiles = ours.select(list(QUANTILES)).to_numpy().T
    observed = ours["observed"].to_numpy()
    score = _score(quantiles, observed)
    lost = max(0.0, float(ours["crps"].mean()) - float(theirs["crps"].mean()))  # type: ignore[arg-type]
    enough = max(LEAST_GAIN * score, SHARE_OF_LOSS * lost)
    faults = sorted([_bias(quantiles, observed, score), _width(quantiles, observed, score)], reverse=True)
    words = [told for gain, told in faults if gain >= enough] or [_on_no_one_side(ours, theirs)]
    return "; ".join([*words, *_mostly_at(ours, theirs)])


def _score(quantiles: FloatArray, observed: FloatArray) -> float:
    chances = list(QUANTILES.values())
    return float(weighted_interval_score_of_quantiles(quantiles, observed, chances).mean())


def _bias(quantiles: FloatArray, observed: FloatArray, score: float) -> tuple[float, str]:
    """What would be gained if everything had been said so many times higher or lower."""
    scores = np.array([_score(factor * quantiles, observed) for factor in FACTORS])
    best = int(scores.argmin())
    off = 1.0 / float(FACTORS[best]) - 1.0
    side = "too high" if off > 0 else "too low"
    return score - float(scores[best]), f"{side} by {100 * abs(off):.0f} %"


def _width(quantiles: FloatArray, observed: FloatArray, score: float) -> tuple[float, str]:
    """What would be gained if every forecast had been so many times wider or narrower around its median."""
    middle = quantiles[len(QUANTILES) // 2]
    scores = np.array(
        [_score(np.maximum(middle + each * (quantiles - middle), 0.0), observed) for each in WIDTHS]
    )
    best = int(scores.argmin())
    times = float(WIDTHS[best])
    held = float(((observed >= quantiles[0]) & (observed <= quantiles[-1])).mean())
    side = f"{times:.1f} times too narrow" if times > 1 else f"{1 / times:.1f} times too wide"
    return score - float(scores[best]), f"{side} (90 % intervals held {100 * held:.0f} %)"


def _on_no_one_side(ours: polars.DataFrame, theirs: polars.DataFrame) -> str:
    error, other = (float(np.abs(each["median"] - each["observed"]).mean()) for each in (ours, theirs))
    if error > other:
        return f"medians off by {error:,.0f} people against {other:,.0f}, on no one side"
    return "medians no farther off, widths about right: by little"


def _mostly_at(ours: polars.DataFrame, theirs: polars.DataFrame) -> list[str]:
    """The series that is worth more than half of all that was lost, where there are several."""
    lost = ours["crps"].to_numpy() - theirs["crps"].to_numpy()
    names = ours["series"].to_numpy()
    by_series = {str(name): float(lost[names == name].sum()) for name in np.unique(names)}
    worse = {name: each for name, each in by_series.items() if each > 0}
    if len(by_series) < 2 or not worse:
        return []
    name = max(worse, key=lambda each: worse[each])
    share = worse[name] / sum(worse.values())
    return [f"mostly at {name}"] if share > MOST_OF_IT else []
