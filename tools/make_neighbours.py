"""
Make the list of countries that share a land border, which the reader of reports asks.

Not part of the package; run it by hand when the basemap or the list of countries changes::

    python tools/make_neighbours.py

Neighbours on the basemap that Steppe ships (Natural Earth 1:50 million, public domain) share the points of
their border exactly.  What so coarse a map misses, and where people cross by a bridge, a causeway or
a tunnel, is added by hand below, with the reason.  Writes ``src/steppe/sources/news/lexicon/neighbours.csv``.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
MAP = ROOT / "src/steppe/insight/basemap/countries.geojson"
LEXICON = ROOT / "src/steppe/sources/news/lexicon"
FEWEST_SHARED_POINTS = 2
"""One shared point is a corner at which countries meet, not a border: Namibia and Zimbabwe."""

UNCODED = {"Kosovo": "XKX", "Somaliland": "SOM", "N. Cyprus": "CYP"}
"""Areas that the map draws apart and that have no ISO code: of which country of the lexicon they are here."""

BY_HAND = {
    ("BWA", "ZMB"): "150 m on the Zambezi at Kazungula, a corner on the map",
    ("ESP", "MAR"): "Ceuta and Melilla, too small for the map",
    ("BHR", "SAU"): "King Fahd Causeway",
    ("DNK", "SWE"): "bridge over the Oresund",
    ("FRA", "GBR"): "tunnel under the Channel",
    ("MYS", "SGP"): "causeways over the strait of Johor",
}
FROM_MAP = "Natural Earth 1:50 million"


def main() -> None:
    """Write the list, each pair once, in the order of the codes."""
    known = {row["code"] for row in _rows(LEXICON / "en" / "countries.csv")}
    pairs = {pair: FROM_MAP for pair in shared_borders() if known.issuperset(pair)} | BY_HAND
    with (LEXICON / "neighbours.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "other", "source"))
        writer.writerows((*pair, pairs[pair]) for pair in sorted(pairs))


def shared_borders() -> list[tuple[str, str]]:
    """Pairs of codes whose areas share enough points, each in the order of the alphabet."""
    at: dict[tuple[float, ...], set[str]] = defaultdict(set)
    for feature in json.loads(MAP.read_text(encoding="utf-8"))["features"]:
        told = feature["properties"]
        code = told["iso_alpha_3"] or UNCODED.get(told["name"], "")
        for point in _points(feature["geometry"]):
            at[point].add(code)
    shared = Counter(pair for codes in at.values() for pair in combinations(sorted(codes - {""}), 2))
    return [pair for pair, points in shared.items() if points >= FEWEST_SHARED_POINTS]


def _points(geometry: dict[str, Any]) -> Iterator[tuple[float, ...]]:
    areas = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return (tuple(point) for area in areas for ring in area for point in ring)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


if __name__ == "__main__":
    main()
