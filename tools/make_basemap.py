"""
Make the basemap that Steppe ships, from the npm package ``world-atlas``.

Not part of the package; run it by hand when the basemap is to change::

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m pip install pycountry
    python tools/make_basemap.py package/countries-50m.json

It decodes the TopoJSON, thins every shared border once (so that neighbours
still meet), cuts rings at the 180th meridian and closes the ring round the
south pole, names the countries by their ISO 3166-1 codes, and writes
``src/steppe/insight/basemap/countries.geojson``.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Line = list[Point]

DATE_LINE = 180.0
DECIMALS = 3
TARGET = Path(__file__).parents[1] / "src/steppe/insight/basemap/countries.geojson"


def decode_arcs(topology: dict[str, Any]) -> list[Line]:
    """Arcs as longitude and latitude: TopoJSON stores steps on an integer grid."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        line: Line = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            line.append((x * scale_x + left, y * scale_y + bottom))
        arcs.append(line)
    return arcs


def distance_to_chord(point: Point, first: Point, last: Point) -> float:
    """Distance in degrees from a point to the segment between two others."""
    (px, py), (ax, ay), (bx, by) = point, first, last
    length_squared = (bx - ax) ** 2 + (by - ay) ** 2
    along = 0.0
    if length_squared > 0:
        along = max(0.0, min(1.0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length_squared))
    return float(((px - ax - along * (bx - ax)) ** 2 + (py - ay - along * (by - ay)) ** 2) ** 0.5)


def thin(line: Line, tolerance_degrees: float) -> Line:
    """Drop points closer to the line than the tolerance (Douglas and Peucker 1973); the ends stay."""
    keep = {0, len(line) - 1}
    pending = [(0, len(line) - 1)]
    while pending:
        first, last = pending.pop()
        between = range(first + 1, last)
        if not between:
            continue
        furthest = max(between, key=lambda at: distance_to_chord(line[at], line[first], line[last]))
        if distance_to_chord(line[furthest], line[first], line[last]) > tolerance_degrees:
            keep.add(furthest)
            pending += [(first, furthest), (furthest, last)]
    return [line[at] for at in sorted(keep)]


def thin_arc(line: Line, tolerance_degrees: float) -> Line:
    """As :func:`thin`; a closed arc (an island, an enclave) stays a shape however small it is."""
    if line[0] != line[-1] or len(line) < 5:
        return thin(line, tolerance_degrees)
    furthest = max(range(len(line)), key=lambda at: distance_to_chord(line[at], line[0], line[0]))
    thinned = thin(line[: furthest + 1], tolerance_degrees)[:-1] + thin(line[furthest:], tolerance_degrees)
    return thinned if len(thinned) >= 4 else line


def join_arcs(references: list[int], arcs: list[Line]) -> Line:
    """One closed ring from numbered arcs; a negative number is an arc walked backwards."""
    ring: Line = []
    for reference in references:
        arc = arcs[reference] if reference >= 0 else arcs[~reference][::-1]
        ring += arc if not ring else arc[1:]
    return ring


def unwrap(ring: Line) -> Line:
    """Longitudes made continuous; a ring round the south pole is closed through the pole."""
    result = [ring[0]]
    for longitude, latitude in ring[1:]:
        while longitude - result[-1][0] > DATE_LINE:
            longitude -= 360.0
        while longitude - result[-1][0] < -DATE_LINE:
            longitude += 360.0
        result.append((longitude, latitude))
    if abs(result[-1][0] - result[0][0]) > DATE_LINE:
        result += [(result[-1][0], -90.0), (result[0][0], -90.0), result[0]]
    return result


def clip_side(ring: Line, limit: float, keep_east: bool) -> Line:
    """The part of a ring on one side of a meridian (Sutherland and Hodgman 1974)."""

    def inside(point: Point) -> bool:
        return point[0] >= limit if keep_east else point[0] <= limit

    result: Line = []
    for start, end in pairwise(ring):
        if inside(start):
            result.append(start)
        if inside(start) != inside(end):
            share = (limit - start[0]) / (end[0] - start[0])
            result.append((limit, start[1] + share * (end[1] - start[1])))
    return [*result, result[0]] if result else []


def cut_at_date_line(ring: Line) -> Iterator[Line]:
    """Parts of an unwrapped ring, each moved into longitudes -180 to 180."""
    west, east = min(x for x, _ in ring), max(x for x, _ in ring)
    for turn in (-360.0, 0.0, 360.0):
        if east + turn <= -DATE_LINE or west + turn >= DATE_LINE:
            continue
        moved = [(x + turn, y) for x, y in ring]
        if west + turn < -DATE_LINE:
            moved = clip_side(moved, -DATE_LINE, keep_east=True)
        if east + turn > DATE_LINE:
            moved = clip_side(moved, DATE_LINE, keep_east=False)
        if moved:
            yield moved


def rounded(ring: Line) -> Line:
    """Coordinates rounded, repeated points dropped; empty where no area is left."""
    result: Line = []
    for x, y in ring:
        point = (round(x, DECIMALS), round(y, DECIMALS))
        if not result or point != result[-1]:
            result.append(point)
    return result if len(result) >= 4 and doubled_area(result) != 0 else []


def doubled_area(ring: Line) -> float:
    """Twice the signed area in square degrees; positive where the ring runs anticlockwise."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring))


def wound(ring: Line, anticlockwise: bool) -> Line:
    """The ring in the direction that RFC 7946 asks for: outlines anticlockwise, holes clockwise."""
    return ring if (doubled_area(ring) > 0) == anticlockwise else ring[::-1]


def pieces(references: list[list[int]], arcs: list[Line]) -> Iterator[list[Line]]:
    """The polygons, each an outline and its holes, that one TopoJSON polygon becomes."""
    outline, *holes = [unwrap(join_arcs(each, arcs)) for each in references]
    cut_holes = [part for hole in holes for part in map(rounded, cut_at_date_line(hole)) if part]
    for part in map(rounded, cut_at_date_line(outline)):
        if part:
            west, east = min(x for x, _ in part), max(x for x, _ in part)
            mine = [hole for hole in cut_holes if west <= hole[0][0] <= east]
            yield [wound(part, True), *(wound(hole, False) for hole in mine)]


def feature(geometry: dict[str, Any], arcs: list[Line], alpha_3: dict[str, str]) -> dict[str, Any]:
    """One country as a GeoJSON feature."""
    parts = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    polygons = [piece for part in parts for piece in pieces(part, arcs)]
    numeric = geometry.get("id", "")
    properties = {
        "name": geometry["properties"]["name"],
        "iso_numeric": numeric,
        "iso_alpha_3": alpha_3.get(numeric, ""),
    }
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }


def keep_one_owner_per_code(features: list[dict[str, Any]]) -> None:
    """Natural Earth files some islands under their country's code; only the largest outline keeps it."""

    def area(each: dict[str, Any]) -> float:
        return sum(doubled_area(polygon[0]) for polygon in each["geometry"]["coordinates"])

    owners: dict[str, dict[str, Any]] = {}
    for each in sorted(features, key=area, reverse=True):
        properties = each["properties"]
        if owners.setdefault(properties["iso_numeric"], each) is not each:
            properties["iso_numeric"] = properties["iso_alpha_3"] = ""


def main() -> None:
    """Read the TopoJSON named on the command line and write the basemap beside the package."""
    import pycountry  # type: ignore[import-not-found,import-untyped,unused-ignore]

    parser = argparse.ArgumentParser(description="Make Steppe's basemap from a world-atlas TopoJSON file.")
    parser.add_argument("topology", type=Path)
    parser.add_argument("--tolerance-degrees", type=float, default=0.01)
    options = parser.parse_args()
    topology = json.loads(options.topology.read_text(encoding="utf-8"))
    arcs = [thin_arc(arc, options.tolerance_degrees) for arc in decode_arcs(topology)]
    alpha_3 = {country.numeric: country.alpha_3 for country in pycountry.countries}
    features = [feature(each, arcs, alpha_3) for each in topology["objects"]["countries"]["geometries"]]
    keep_one_owner_per_code(features)
    features.sort(key=lambda each: each["properties"]["name"])
    lines = ",\n".join(json.dumps(each, separators=(",", ":"), ensure_ascii=False) for each in features)
    aside = TARGET.with_suffix(".partial")
    aside.write_text('{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n", encoding="utf-8")
    os.replace(aside, TARGET)


if __name__ == "__main__":
    main()
