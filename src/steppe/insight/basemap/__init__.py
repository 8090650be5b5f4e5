"""
Outlines of countries to draw maps on, shipped with the package.

The shapes are Natural Earth's, public domain; ``README.md`` beside this file
says where they come from and what they do not claim.  Drawing is left to
``insight/map.py``.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

BOUNDARY_DISCLAIMER = (
    "Boundaries and names on this map are drawn for orientation only; "
    "they express no opinion on the legal status of any territory and no acceptance of any claim."
)


class Country(NamedTuple):
    """
    A country's name and its outlines.

    ``rings`` are closed lines, each of shape ``(point, 2)``: longitude and
    latitude in degrees, longitude from -180 to 180; none crosses the 180th
    meridian.  Outlines run anticlockwise and holes clockwise, so that filling
    by either the non-zero or the even-odd rule leaves the holes empty.
    """

    name: str
    rings: tuple[NDArray[np.float64], ...]


@cache
def _features() -> tuple[dict[str, Any], ...]:
    text = files(__package__).joinpath("countries.geojson").read_bytes()
    return tuple(json.loads(text)["features"])


def _closed_line(points: list[list[float]]) -> NDArray[np.float64]:
    line = np.array(points, dtype=np.float64)
    line.setflags(write=False)
    return line


@cache
def countries() -> tuple[Country, ...]:
    """All countries in order of name; read once, then kept."""
    return tuple(
        Country(
            feature["properties"]["name"],
            tuple(_closed_line(ring) for polygon in feature["geometry"]["coordinates"] for ring in polygon),
        )
        for feature in _features()
    )


@cache
def names_by_code() -> dict[str, str]:
    """
    Names of countries by their ISO 3166-1 alpha-3 code, for instance ``"AFG"``.

    The few areas that Natural Earth outlines and ISO does not list have no code
    and are absent here.
    """
    properties = (feature["properties"] for feature in _features())
    return {each["iso_alpha_3"]: each["name"] for each in properties if each["iso_alpha_3"]}
