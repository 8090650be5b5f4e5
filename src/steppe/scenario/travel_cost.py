"""
What a route costs under recursive logit, and how cheap going round in circles is.

The check of a world and the compile step both ask here, so that neither lets
through what the other would refuse.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from steppe.scenario.model import Scenario

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Nearer to 1 the worth of places hangs on the last digits of a cost.
LARGEST_RADIUS = 0.999
# The power reached is 2 to this; even chains of hundreds of places leave an error of less than 1e-6.
_SQUARINGS = 32


def route_cost(
    scenario: Scenario, distance_km: float, speed_km_per_day: float, crosses_border: bool
) -> float:
    """
    Cost of a route on a calm day, in the unit of the worths of places.

    Parameters
    ----------
    scenario
        Whose settings weigh a hop, a day of travel and a border.
    distance_km, speed_km_per_day
        Of the route.
    crosses_border
        Whether its ends are in different countries.
    """
    cost = scenario.number("cost_per_hop")
    cost += scenario.number("cost_per_travel_day") * distance_km / speed_km_per_day
    return cost + scenario.number("cost_border") * crosses_border


def spectral_radius(
    starts: NDArray[np.int64], ends: NDArray[np.int64], weights: NDArray[np.float64], places: int
) -> tuple[float, NDArray[np.float64]]:
    """
    Spectral radius of a non-negative matrix, by Gelfand's formula with the matrix squared again and again.

    Parameters
    ----------
    starts, ends
        Rows and columns of the entries. Shape ``(entry,)``.
    weights
        The entries; equal positions add up. Shape ``(entry,)``, non-negative.
    places
        Size of the square matrix.

    Returns
    -------
    radius, standing
        The spectral radius, and how much each row has to do with it. Shape ``(place,)``.
    """
    import numpy as np

    power = np.zeros((places, places))
    np.add.at(power, (starts, ends), weights)
    standing = power.sum(axis=1)
    log_radius = 0.0
    for step in range(_SQUARINGS):
        norm = float(power.sum(axis=1).max())
        if norm == 0.0:
            return 0.0, standing
        log_radius += math.log(norm) / 2**step
        power /= norm
        standing = power.sum(axis=1)
        power = power @ power
    return math.exp(log_radius), standing
