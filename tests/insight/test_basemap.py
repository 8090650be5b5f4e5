"""The shipped basemap: whole, light, safe to draw as it stands, and honest about its origin."""

from importlib.resources import files

import numpy as np
import pytest

from steppe.insight import basemap
from steppe.insight.basemap import Country, countries, names_by_code


def country(name: str) -> Country:
    return next(each for each in countries() if each.name == name)


def signed_area(ring: np.ndarray) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


def is_inside(each: Country, longitude: float, latitude: float) -> bool:
    """Even-odd rule over all rings of a country."""
    crossings = 0
    for ring in each.rings:
        (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
        spans = (y0 > latitude) != (y1 > latitude)
        at = x0[spans] + (latitude - y0[spans]) / (y1[spans] - y0[spans]) * (x1[spans] - x0[spans])
        crossings += int(np.sum(at > longitude))
    return crossings % 2 == 1


def test_every_country_has_a_name_and_a_closed_outline() -> None:
    assert len({each.name for each in countries()}) == len(countries()) == 241
    for each in countries():
        assert each.rings, each.name
        for ring in each.rings:
            assert ring.shape[0] >= 4 and ring.shape[1] == 2, each.name
            assert np.array_equal(ring[0], ring[-1]), each.name


def test_no_line_jumps_across_the_map() -> None:
    for each in countries():
        for ring in each.rings:
            assert -180 <= ring[:, 0].min() and ring[:, 0].max() <= 180, each.name
            assert -90 <= ring[:, 1].min() and ring[:, 1].max() <= 90, each.name
            steps = np.abs(np.diff(ring[:, 0]))
            along_the_pole = (ring[:-1, 1] == -90) & (ring[1:, 1] == -90)
            assert not np.any((steps > 30) & ~along_the_pole), each.name


@pytest.mark.parametrize("name", ["Russia", "Fiji"])
def test_countries_on_the_date_line_have_land_on_both_sides_of_it(name: str) -> None:
    rings = country(name).rings
    assert any(ring[:, 0].max() == 180 for ring in rings)
    assert any(ring[:, 0].min() == -180 for ring in rings)


@pytest.mark.parametrize(
    ("name", "longitude", "latitude"),
    [
        ("Russia", 100.0, 60.0),
        ("Russia", -175.0, 67.0),
        ("Russia", 179.0, 67.5),
        ("Antarctica", 0.0, -85.0),
        ("Antarctica", -120.0, -89.9),
        ("Afghanistan", 66.0, 33.5),
        ("Lesotho", 28.2, -29.6),
        ("United States of America", -150.0, 65.0),
    ],
)
def test_land_is_inside_its_country_and_no_other(name: str, longitude: float, latitude: float) -> None:
    assert [each.name for each in countries() if is_inside(each, longitude, latitude)] == [name]


def test_the_open_sea_is_in_no_country() -> None:
    for longitude, latitude in [(-30.0, 0.0), (180.0, 0.0), (-175.0, 50.0), (80.0, -40.0)]:
        assert not [each.name for each in countries() if is_inside(each, longitude, latitude)]


def test_holes_run_against_their_outline() -> None:
    south_africa = country("South Africa")
    assert sum(signed_area(ring) < 0 for ring in south_africa.rings) == 1
    assert sum(signed_area(ring) for ring in country("Russia").rings) > 2500
    assert all(signed_area(ring) > 0 for ring in country("Afghanistan").rings)


def test_neighbours_share_their_border() -> None:
    """Thinning worked on shared lines, so a border is the same points from both sides."""

    def points(name: str) -> set[tuple[float, float]]:
        return {(float(x), float(y)) for ring in country(name).rings for x, y in ring}

    shared = points("Afghanistan") & points("Pakistan")
    assert len(shared) > 100


def test_codes_are_those_of_iso() -> None:
    names = names_by_code()
    assert {names[code] for code in ("AFG", "PAK", "IRN", "TJK", "UZB", "TKM", "CHN")} == {
        "Afghanistan",
        "Pakistan",
        "Iran",
        "Tajikistan",
        "Uzbekistan",
        "Turkmenistan",
        "China",
    }
    assert names["AUS"] == "Australia"
    assert len(names) == 235 and all(len(code) == 3 and code.isupper() for code in names)


def test_it_is_light_and_read_once() -> None:
    assert len(files(basemap).joinpath("countries.geojson").read_bytes()) < 1_400_000
    assert countries() is countries()


def test_outlines_cannot_be_changed_by_whoever_draws_them() -> None:
    with pytest.raises(ValueError, match="read-only"):
        countries()[0].rings[0][0, 0] = 0.0


def test_the_provenance_travels_with_the_shapes() -> None:
    text = files(basemap).joinpath("README.md").read_text(encoding="utf-8")
    for word in ("Natural Earth", "public domain", "4.1.0", "world-atlas", "make_basemap.py"):
        assert word in text
    assert "no opinion on the legal status" in basemap.BOUNDARY_DISCLAIMER
