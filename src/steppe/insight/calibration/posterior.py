"""What is believed after the counts were seen: draws, how they came about, and worlds that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from steppe.insight.calibration.diagnostics import LEAST_ESS, WORST_R_HAT, bulk_ess, r_hat, tail_ess
from steppe.insight.calibration.parameters import Parameters, applied
from steppe.result.measures import FloatArray
from steppe.scenario.model import Scenario

if TYPE_CHECKING:
    import polars

LEVELS = (0.05, 0.5, 0.95)


@dataclass(frozen=True, eq=False)
class Posterior:
    """
    Draws of everything that was not known.

    Parameters
    ----------
    known
        The world as it was known on the day of the calibration, under own rules.
    parameters
        What was not known, with the priors that were used.
    draws
        Without bounds. Shape ``(chain, draw, parameter)``.
    log_density
        Of each draw, prior times likelihood. Shape ``(chain, draw)``.
    peak
        The Gaussian at the peak: mode and standard deviations without bounds. Shape ``(2, parameter)``.
    made
        How: scenario hash, day, seed, versions, steps, acceptance, seconds, command.
    """

    known: Scenario
    parameters: Parameters
    draws: FloatArray
    log_density: FloatArray
    peak: FloatArray
    made: Mapping[str, Any]

    @property
    def names(self) -> tuple[str, ...]:
        """Of the parameters."""
        return self.parameters.names

    @property
    def until(self) -> date:
        """The last day whose counts were seen."""
        return date.fromisoformat(str(self.made["until"]))

    @cached_property
    def natural(self) -> FloatArray:
        """The draws as people know the numbers. Shape ``(chain, draw, parameter)``."""
        return self.parameters.natural(self.draws)

    @cached_property
    def diagnostics(self) -> dict[str, dict[str, float]]:
        """``r_hat``, ``bulk_ess``, ``tail_ess`` and ``from_peak`` (how far the mean lies from the peak, in deviations), by name."""
        found = {}
        for number, name in enumerate(self.names):
            own = self.draws[:, :, number]
            mode, sd = self.peak[:, number]
            found[name] = {
                "r_hat": r_hat(own),
                "bulk_ess": bulk_ess(own),
                "tail_ess": tail_ess(own),
                "from_peak": float((own.mean() - mode) / sd),
            }
        return found

    @property
    def converged(self) -> bool:
        """Whether every chain tells the same, with enough independent draws (R-hat at most 1.02, both ESS at least 400)."""
        return not self.doubts

    @property
    def doubts(self) -> tuple[str, ...]:
        """What keeps these draws from being trusted, in words."""
        worst = max(each["r_hat"] for each in self.diagnostics.values())
        fewest = min(min(each["bulk_ess"], each["tail_ess"]) for each in self.diagnostics.values())
        doubts = []
        if not worst <= WORST_R_HAT:
            doubts.append(f"R-hat is up to {worst:.3f}, above {WORST_R_HAT}")
        if not fewest >= LEAST_ESS:
            doubts.append(f"as few as {fewest:.0f} effective draws, below {LEAST_ESS:.0f}")
        return tuple(doubts)

    @property
    def stamp(self) -> str:
        """What everything that rests on these draws has to say of its standing."""
        return "calibrated" if self.converged else "calibrated, not converged"

    def table(self) -> polars.DataFrame:
        """One row per parameter: prior and posterior median and 90 % on the natural scale, and diagnostics."""
        import polars

        rows = []
        for number, one in enumerate(self.parameters.each):
            low, middle, high = np.quantile(self.natural[:, :, number], LEVELS).tolist()
            rows.append(
                {
                    "field": one.name,
                    "prior_p05": one.prior.quantile(-1.6449),
                    "prior_p50": one.prior.quantile(0.0),
                    "prior_p95": one.prior.quantile(1.6449),
                    "p05": low,
                    "p50": middle,
                    "p95": high,
                    **self.diagnostics[one.name],
                    "reason": one.prior.reason,
                }
            )
        return polars.DataFrame(rows)

    def vectors(self, count: int) -> FloatArray:
        """So many draws, evenly taken from all chains. Shape ``(count, parameter)``."""
        every = self.draws.swapaxes(0, 1).reshape(-1, self.draws.shape[2])
        return np.asarray(every[np.linspace(0, len(every) - 1, count).round().astype(np.int64)])

    def apply(self, scenario: Scenario, vector: FloatArray) -> Scenario:
        """
        A world with the behaviour of a draw.

        Parameters
        ----------
        scenario
            The world to change: the one calibrated, or the same with other dates or events.
        vector
            Without bounds. Shape ``(parameter,)``.
        """
        found = applied(scenario, self.parameters, vector)
        assert found is not None, "a draw is a world that could be run"
        return found

    def scenarios(self, count: int) -> list[Scenario]:
        """So many worlds as they may have been, each with the behaviour of one draw."""
        return [self.apply(self.known, vector) for vector in self.vectors(count)]

    def to_json(self) -> dict[str, Any]:
        """Plain words and numbers, ready to be written."""
        return {
            **self.made,
            "converged": self.converged,
            "doubts": list(self.doubts),
            "stamp": self.stamp,
            "parameters": [
                {
                    "name": one.name,
                    "kind": one.kind,
                    "target": one.target,
                    "field": one.prior.field,
                    "transform": one.prior.transform,
                    "prior_mean": one.prior.mean,
                    "prior_sd": one.prior.sd,
                    "reason": one.prior.reason,
                    "peak": float(self.peak[0, number]),
                    "peak_sd": float(self.peak[1, number]),
                    **self.diagnostics[one.name],
                }
                for number, one in enumerate(self.parameters.each)
            ],
        }
