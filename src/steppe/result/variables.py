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
    needs
        The dimension without which a run has no such output, such as ``group``; empty where every run has it.
    stocks
        Labels within it that are stocks although the others add up, such as an account of those waiting.
    """

    name: str
    dims: tuple[str, ...]
    time_rule: TimeRule
    meaning: str
    unit: str = "people"
    needs: str = ""
    stocks: tuple[str, ...] = ()

    def time_rule_of(self, label: str) -> TimeRule:
        """How days make a longer period for one label within the output, such as an account of a post."""
        return "last" if label in self.stocks else self.time_rule

    @property
    def time_rule_in_words(self) -> str:
        """How days make a longer period, with what differs from it."""
        differing = f"; of `{'`, `'.join(self.stocks)}` the last" if self.stocks else ""
        return f"{self.time_rule} of the days{differing}"


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
            Variable(
                "group_stock",
                ("day", "group", "place"),
                "last",
                "Displaced people of each group standing at a place at the end of a day; over groups they add up"
                " to `stock`.",
                needs="group",
            ),
            Variable(
                "border",
                ("day", "account", "post"),
                "sum",
                "What became of people at each post, a directed route from one country to another, on a day:"
                " `attempts` are `admitted`, `refused`, `waiting` there at the end of the day, across as"
                " `irregular` or `pushed_back`, each person once; `gave_up` are those who left the queue.",
                "people/day",
                needs="post",
                stocks=("waiting",),
            ),
            Variable(
                "pathway",
                ("day", "step", "pathway"),
                "sum",
                "People who went each step of a pathway on a day: `applied`, `approved`, `refused`, `departed`,"
                " `gave_up` and `released` at its end; `waiting` are those in it at the end of the day.",
                "people/day",
                needs="pathway",
                stocks=("waiting",),
            ),
            Variable(
                "went_home",
                ("day",),
                "sum",
                "People whom a pathway took home on a day, so that they count no more as displaced: entered so"
                " far is stock, en route and went home so far.",
                "people/day",
                needs="pathway",
            ),
        )
    }
)
