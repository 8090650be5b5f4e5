"""
The land border away from its posts: how many ways across it there are, and who is caught on them.

Whoever judges a world and whoever compiles it both ask here, so that the size and
the danger of a route away from posts are the same for both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType

from steppe.scenario.model import Border, Terrain


@dataclass(frozen=True, slots=True)
class Land:
    """
    What the land along a border is like for those who cross it and those who watch it.

    Parameters
    ----------
    passable
        Share of its length that can be crossed. 0 to 1.
    visibility
        Length that a patrol watches there, as a share of what it watches in open land. 0 to 1.
    """

    passable: float
    visibility: float


# Our judgement, in order rather than in size: nobody has measured these for whole borders.
LAND: MappingProxyType[Terrain, Land] = MappingProxyType(
    {
        "steppe": Land(1.0, 1.0),
        "hills": Land(0.7, 0.6),
        "mountains": Land(0.2, 0.3),
        "desert": Land(0.6, 1.0),
        "river": Land(0.3, 0.8),
    }
)


def crossing_ways(border: Border | None, spacing_km: float) -> float:
    """
    How many ways across a border a route away from its posts stands for.

    It is one alternative made of many alike; its weight in route choice is multiplied
    by their number (the size of an aggregate of alternatives: Ben-Akiva & Lerman 1985,
    chapter 9).

    Parameters
    ----------
    border
        The line it crosses; ``None`` where nothing is known of it.
    spacing_km
        Length of border that counts as one way, where all of it can be crossed. km, positive.

    Returns
    -------
    ways
        At least 1, and 1 for a border of which nothing is known.
    """
    if border is None:
        return 1.0
    return max(1.0, border.length_km * LAND[border.terrain].passable / spacing_km)


def returned_share(border: Border | None, reach_km: float) -> float:
    """
    Share of those crossing away from the posts who meet a patrol and are turned back.

    Patrols that each watch a stretch of the line, placed without regard to where people
    cross, miss somebody with chance ``exp(-watched / length)`` (random search: Koopman 1946).

    Parameters
    ----------
    border
        The line they cross; ``None`` where nothing is known of it.
    reach_km
        Length of border that one patrol watches in open land. km, non-negative.

    Returns
    -------
    share
        0 to 1, and 0 for a border of which nothing is known.
    """
    if border is None:
        return 0.0
    watched_km = border.patrols * reach_km * LAND[border.terrain].visibility
    return 1.0 - math.exp(-watched_km / border.length_km)
