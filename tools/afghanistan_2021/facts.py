"""The collected facts: their tables, their dates, and short names for their nodes."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

from airlift import LEFT_OUT_NODES
from assumptions import COUNTED_FAR_SIDES, COUNTRY_CODES, THROUGH_TOWNS
from roads import links_between

Row = dict[str, str]


def read(folder: Path, name: str) -> list[Row]:
    """Rows of one CSV file of the facts."""
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sentences(*parts: str) -> str:
    """Notes joined, each ended by a full stop."""
    return " ".join(part if part.endswith(".") else part + "." for part in parts if part)


def day_after(text: str) -> str:
    """The day after an ISO date: facts name the last day, events the first day that is free again."""
    return (date.fromisoformat(text) + timedelta(days=1)).isoformat()


def day_before(text: str, days: int) -> str:
    """The ISO date that many days earlier."""
    return (date.fromisoformat(text) - timedelta(days=days)).isoformat()


def short_name(node: Row) -> str:
    """A name that fits into a table; the full local name is kept in the note."""
    kind, identifier, *side = node["node_id"].split(":")
    if kind == "x":
        post = identifier.replace("_", " ").title()
        return f"{post} post" if side == ["AF"] else f"{post} ({COUNTRY_CODES[side[0]]})"
    if node["node_id"] == "a:kabul_airport":
        return "Kabul airport"
    if node["node_id"] == "a:tashkent":
        return "Tashkent airport"
    if kind == "a" and identifier == "islamabad":
        return "Islamabad airport"
    return node["name"].split(" / ")[0].split(" (")[0]


def is_uncounted_far_side(identifier: str) -> bool:
    """Whether a node is the far side of a border post where nothing was counted."""
    return (
        identifier.startswith("x:") and not identifier.endswith(":AF") and identifier not in COUNTED_FAR_SIDES
    )


class Facts:
    """The tables of the facts, and the names given to their nodes."""

    def __init__(self, facts: Path) -> None:
        self.folder = facts
        nodes = {node["node_id"]: node for node in read(facts, "nodes")}
        joined = [name for name in nodes if name in THROUGH_TOWNS or is_uncounted_far_side(name)]
        links = links_between(self.read("routes"), joined)
        self.links = [link for link in links if link.mode != "air"]
        self.flights = [link for link in links if link.mode == "air"]
        self.full_names = {name: node["name"] for name, node in nodes.items()}
        self.nodes = {
            name: node for name, node in nodes.items() if name not in LEFT_OUT_NODES and name not in joined
        }
        self.names = {name: short_name(node) for name, node in self.nodes.items()}
        self.provinces = {f"cap:{row['iso_3166_2']}": row for row in read(facts, "provinces")}
        self.sites = {row["site_id"]: row for row in read(facts, "air_sites")}

    def beyond(self, post: str) -> str:
        """The place on the other side of a border post, given the node of its Afghan side."""
        for link in self.links:
            if link.mode == "border" and post in (link.start, link.end):
                return link.end if link.start == post else link.start
        raise KeyError(post)

    def read(self, name: str) -> list[Row]:
        """Rows of one table."""
        return read(self.folder, name)
