"""A world of which no count is known yet: what its own pushes and other crises say, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from steppe.insight.forecasting.arrivals import series_places
from steppe.insight.forecasting.draws import prior_worlds
from steppe.insight.reports import Reports
from steppe.result.measures import FloatArray
from steppe.scenario.model import Scenario

if TYPE_CHECKING:
    from steppe.insight.calibration.posterior import Posterior


def unseen_members(
    known: Scenario,
    posterior: Posterior | None,
    reports: Sequence[Reports],
    terms: tuple[int, int, int, int],
    threads: int | None,
    progress: Callable[[int, int], object] | None = None,
) -> FloatArray:
    """
    One replica under each draw of what is not known.

    Parameters
    ----------
    known
        The world as known on the day of the forecast.
    posterior
        Of its behaviour; draws from the priors without one.
    reports
        Series to tell of.
    terms
        Day of the forecast, days ahead, members and seed.
    threads
        Replicas at once.
    progress
        Called with the replicas done and of all.

    Returns
    -------
    members
        Shape ``(member, day, series)``, people.
    """
    from steppe.engine.ensemble import run_replicas
    from steppe.engine.plan import compile_plan

    today, ahead, members, seed = terms
    if posterior is None:
        worlds = prior_worlds(known, members, seed)
    else:
        worlds = [posterior.apply(known, vector) for vector in posterior.vectors(members)]

    def one(number: int) -> FloatArray:
        plan = compile_plan(worlds[number % len(worlds)], days=today + ahead + 1)
        found: list[FloatArray] = []
        run_replicas(
            plan,
            replicas=1,
            first=number,
            seed=seed,
            record=lambda _, out: found.append(out.stock.copy()),
            threads=1,
        )
        return np.asarray(found[0][today + 1 :] @ series_places(known, plan.place_names, reports).T)

    drawn = []
    with ThreadPoolExecutor(threads) as pool:
        for number, people in enumerate(pool.map(one, range(members)), start=1):
            drawn.append(people)
            if progress is not None:
                progress(number, members)
    return np.array(drawn) * known.integer("people_per_count")
