"""
Priors learned from other crises: what each of them was found to be, pooled.

Empirical Bayes in its simplest form: the middle of the learned prior is the mean
of the posterior means of the cases, its variance their variance and the mean
posterior variance together; both are drawn towards the stated prior, which
weighs as much as two cases.  Each case has priors of its own, learned without it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from steppe.insight.calibration.posterior import Posterior
from steppe.insight.calibration.priors import ARRIVAL_SPREAD, PLACE_WORTH, PRIORS
from steppe.scenario.model import Scenario

FILE = "priors_learned.json"
STATED_WEIGHT = 2.0
LEAST_SD_SHARE = 0.5
Learned = dict[str, tuple[float, float]]


def learned_for(scenario: Scenario) -> Learned:
    """
    What other crises teach about a world: all of them, or all but the world itself where it is one of them.

    Returns
    -------
    learned
        Mean and standard deviation on the scale without bounds, by field; empty where nothing was learned.
    """
    packaged = _packaged()
    left_out = packaged.get("left_out", {})
    found = left_out.get(scenario.name, packaged.get("all", {}))
    return {field: (float(mean), float(sd)) for field, (mean, sd) in found.items()}


@cache
def _packaged() -> dict[str, Any]:
    path = files("steppe.insight.calibration") / FILE
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def moments_of(posterior: Posterior) -> Learned:
    """
    What one case was found to be: mean and standard deviation on the scale without bounds, by field.

    Under the word of the worth of places stands what they scatter about zero by, as the
    logarithm of their root mean square, less what is not known of each, and its error.
    """
    found: Learned = {}
    worths = []
    for number, one in enumerate(posterior.parameters.each):
        own = posterior.draws[:, :, number]
        if one.kind == "place":
            worths.append(own.ravel())
        else:
            found[one.target] = (float(own.mean()), float(own.std()))
    if worths:
        squares = np.sqrt((np.array(worths) ** 2).mean(axis=0))
        found[PLACE_WORTH] = (float(np.log(squares).mean()), float(np.log(squares).std()))
    return found


def learn(cases: Mapping[str, Learned]) -> dict[str, Any]:
    """
    Pool what cases were found to be.

    Parameters
    ----------
    cases
        From :func:`moments_of`, by the name of the case.

    Returns
    -------
    learned
        ``all`` and, by case, ``left_out``: mean and standard deviation by field.
    """
    return {
        "cases": sorted(cases),
        "all": _pooled(cases),
        "left_out": {
            name: _pooled({other: found for other, found in cases.items() if other != name})
            for name in sorted(cases)
        },
    }


def _pooled(cases: Mapping[str, Learned]) -> dict[str, list[float]]:
    fields = sorted({field for found in cases.values() for field in found} - {ARRIVAL_SPREAD})
    return {
        field: _pool(field, [found[field] for found in cases.values() if field in found]) for field in fields
    }


def _pool(field: str, found: list[tuple[float, float]]) -> list[float]:
    """Mean and standard deviation of one field; of the worth of places only the spread is learned."""
    means, sds = np.array(found).T
    stated = PRIORS[field]
    share = len(found) / (len(found) + STATED_WEIGHT)
    if field == PLACE_WORTH:
        return [0.0, round(math.exp(share * means.mean() + (1.0 - share) * math.log(stated.sd)), 4)]
    mean = share * means.mean() + (1.0 - share) * stated.mean
    own = means.var() + (sds**2).mean() + (means.mean() - mean) ** 2
    sd = math.sqrt(share * own + (1.0 - share) * stated.sd**2)
    return [round(float(mean), 4), round(max(sd, LEAST_SD_SHARE * stated.sd), 4)]
