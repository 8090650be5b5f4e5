"""The collected facts: their tables, their dates, and short names for their nodes."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

from assumptions import (
    COUNTRY_CODES,
    LEFT_OUT_NODES,
    SAME_AS_POST,
)

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
        return f"{post} ({COUNTRY_CODES[side[0]]})"
    if node["node_id"] == "a:kabul_airport":
        return "Kabul airport"
    if node["node_id"] == "a:tashkent":
        return "Tashkent airport"
    if kind == "a" and identifier == "islamabad":
        return "Islamabad airport"
    return node["name"].split(" / ")[0].split(" (")[0]


class Facts:
    """The tables of the facts, and the names given to their nodes."""

    def __init__(self, facts: Path) -> None:
        self.folder = facts
        left_out = LEFT_OUT_NODES | set(SAME_AS_POST)
        nodes = read(facts, "nodes")
        self.nodes = {node["node_id"]: node for node in nodes if node["node_id"] not in left_out}
        self.names = {identifier: short_name(node) for identifier, node in self.nodes.items()}
        self.names |= {town: self.names[post] for town, post in SAME_AS_POST.items()}
        self.provinces = {f"cap:{row['iso_3166_2']}": row for row in read(facts, "provinces")}
        self.sites = {row["site_id"]: row for row in read(facts, "air_sites")}

    def read(self, name: str) -> list[Row]:
        """Rows of one table."""
        return read(self.folder, name)
