"""
Small worlds, one for each thing that can happen on a day, and some with everything at once.

Five to eight places, some tens of people and a week or two, so that tens of
thousands of histories take seconds and a rule gone wrong shows.
"""

from tests.oracle.networks import (
    destinations,
    everything,
    limits,
    people,
    policies_borders,
    policies_everything,
    policies_pathways,
    policies_people,
    roads,
)
from tests.oracle.networks.valley import NETWORKS

__all__ = [
    "NETWORKS",
    "destinations",
    "everything",
    "limits",
    "people",
    "policies_borders",
    "policies_everything",
    "policies_pathways",
    "policies_people",
    "roads",
]
