"""The registry of outputs: what each one counts, along which dimensions, and how it adds up over time."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

TimeRule = Literal["last", "sum"]


@dataclass(frozen=True, slots=True)
class Variable:
    """
    One output of a run.

    Parameters
    ----------
    name
        The word used in Python, in files and in tables.
    dims
        Dimensions of one replica, in order; a result puts ``replica`` before them.
    time_rule
        How days make a longer period: the ``last`` of a stock, the ``sum`` of a flow.
    meaning
        One sentence for a person who reads a table.
    unit
        Of the values.
    """

    name: str
    dims: tuple[str, ...]
    time_rule: TimeRule
    meaning: str
    unit: str = "people"


VARIABLES: MappingProxyType[str, Variable] = MappingProxyType(
    {
        each.name: each
        for each in (
            Variable(
                "stock",
                ("day", "place"),
                "last",
                "Displaced people standing at a place at the end of a day, those at their origin who have"
                " decided to flee and not yet set out included.",
            ),
            Variable(
                "flow",
                ("day", "route"),
                "sum",
                "People who reached the end of a directed route on a day.",
                "people/day",
            ),
            Variable("en_route", ("day",), "last", "People on a route between two places at nightfall."),
            Variable(
                "entered",
                ("day",),
                "sum",
                "People who entered the run on a day; on the first day, those already displaced included.",
                "people/day",
            ),
            Variable(
                "turned_back",
                ("day", "route"),
                "sum",
                "People who wanted to use a directed route on a day and were refused.",
                "people/day",
            ),
        )
    }
)
