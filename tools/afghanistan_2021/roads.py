"""Links of the facts as the world has them: stretches through a town where nobody settles are joined into one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from airlift import LEFT_OUT_LINKS, LEFT_OUT_NODES
from assumptions import (
    AIR_SPEED_KM_PER_DAY,
    ORDINARY_SPEED_KM_PER_DAY,
    SLOW_SURFACES,
    SMUGGLERS_SPEED_KM_PER_DAY,
)

Row = dict[str, str]


@dataclass(frozen=True)
class Link:
    """
    One or more links of the facts, end to end.

    ``rows`` are rows of the facts in order from ``start`` to ``end``; ``by_way_of`` are the nodes between.
    """

    start: str
    end: str
    rows: tuple[Row, ...]
    by_way_of: tuple[str, ...] = ()

    @property
    def distance_km(self) -> float:
        """Length of all of it, km."""
        return sum(float(row["distance_km"]) for row in self.rows)

    @property
    def mode(self) -> str:
        """``air``, ``irregular``, ``border`` where it passes a gate, or how the road is called."""
        modes = [row["mode"].split("_")[0] for row in self.rows]
        return "border" if "border" in modes else modes[0]

    @property
    def one_way(self) -> bool:
        """Whether nobody comes back by it."""
        return self.mode in ("air", "irregular")

    @property
    def speed_km_per_day(self) -> str:
        """Mean speed over its stretches, empty where all are ordinary roads."""
        speeds = [speed_of(row)[0] for row in self.rows]
        if not any(speeds):
            return ""
        days = sum(
            float(row["distance_km"]) / float(speed or ORDINARY_SPEED_KM_PER_DAY)
            for row, speed in zip(self.rows, speeds, strict=True)
        )
        return f"{self.distance_km / days:.0f}"

    def turned(self) -> Link:
        """Go the other way."""
        return Link(self.end, self.start, self.rows[::-1], self.by_way_of[::-1])

    def then(self, other: Link) -> Link:
        """Go on by another link that begins where this one ends."""
        return Link(
            self.start, other.end, self.rows + other.rows, (*self.by_way_of, self.end, *other.by_way_of)
        )


def speed_of(row: Row) -> tuple[str, str]:
    """Km a day on one link of the facts, empty for an ordinary road, and why."""
    mode = row["mode"].split("_")[0]
    if mode == "air":
        why = "Assumption: flown at a little over 800 km an hour; nobody flies back"
        return AIR_SPEED_KM_PER_DAY, why
    if mode == "irregular":
        why = "Assumption: driven by smugglers at less than half the pace of a road; not used for return"
        return SMUGGLERS_SPEED_KM_PER_DAY, why
    for word, slow in SLOW_SURFACES:
        if word in row["surface_note"] or word == row["mode"]:
            return slow, f"Assumption: {slow} km a day on a {word} road"
    return "", ""


def links_between(rows: Iterable[Row], joined: Iterable[str]) -> list[Link]:
    """
    Links of the facts, with the stretches on both sides of every node of ``joined`` made one.

    Raises
    ------
    ValueError
        Where such a node has other than two links.
    """
    links = [
        Link(row["from"], row["to"], (row,))
        for row in rows
        if not LEFT_OUT_NODES & {row["from"], row["to"]} and (row["from"], row["to"]) not in LEFT_OUT_LINKS
    ]
    for node in joined:
        meeting = [link for link in links if node in (link.start, link.end)]
        if len(meeting) != 2:
            raise ValueError(f"{node} has {len(meeting)} links, so its roads cannot be joined")
        first, second = meeting
        whole = (first if first.end == node else first.turned()).then(
            second if second.start == node else second.turned()
        )
        links = [whole if link is first else link for link in links if link is not second]
    return links
