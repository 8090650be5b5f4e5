"""Figures carry what a careful reader needs, and nothing lies on top of anything."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from steppe.insight.curves import curves
from steppe.insight.figures import day_ticks, short_number, two_figures
from steppe.insight.findings import write_figures
from steppe.insight.map import plot_map
from steppe.insight.map_labels import Box, Dot, place_labels
from steppe.insight.map_scene import build_scene
from steppe.scenario.events import BorderRegime
from steppe.scenario.model import Observation
from tests.result.worlds import DAYS, everything, simulated, world

SEEN = (
    Observation(date(2021, 8, 3), "Quetta", 400),
    Observation(date(2021, 8, 5), "", 9, "cumulative", country="PAK"),
)


def test_both_figures_are_written_and_say_what_they_are(tmp_path):
    written = write_figures(simulated(world(*SEEN)), tmp_path / "figures")
    assert [path.name for path in written] == ["bands.png", "bands.svg", "map.png", "map.svg"]
    for path in written[1::2]:
        words = path.read_text(encoding="utf-8")
        for word in ("illustrative, not calibrated", "seed 7", "8 replicas"):
            assert word in words
    assert "no opinion on the legal status" in written[3].read_text(encoding="utf-8")
    assert "Quetta" in written[1].read_text(encoding="utf-8")


def test_drawing_the_same_run_twice_gives_the_same_picture(tmp_path):
    for name in ("a", "b"):
        write_figures(simulated(world(*SEEN)), tmp_path / name)
    for name in ("bands.svg", "map.svg"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_world_without_coordinates_has_no_map_but_its_bands(tmp_path):
    places = tuple(replace(place, latitude=None, longitude=None) for place in world().places)
    result = simulated(world(*SEEN, places=places))
    assert plot_map(result, tmp_path) == []
    assert [path.name for path in write_figures(result, tmp_path / "f")] == ["bands.png", "bands.svg"]


def test_curves_follow_the_counterparts_day_by_day():
    by_title = {curve.title: curve for curve in curves(simulated(world(*SEEN)), 12)}
    stock, flow = everything(8, "stock"), everything(8, "flow")
    assert np.allclose(by_title["Quetta"].bands[2], np.median(stock[:, :, 3], axis=0))
    assert by_title["Quetta"].observed == ((2, 400),)
    assert np.allclose(by_title["Pakistan"].bands[4], np.quantile(flow[:, :, 0].cumsum(axis=1), 0.95, axis=0))
    assert "Kabul" in by_title


def test_stocks_of_one_place_on_several_dates_are_points_on_one_curve():
    counted = [Observation(date(2021, 8, day), "Quetta", 100 * day) for day in (2, 4, 5)]
    shown = [each for each in curves(simulated(world(*counted)), 12) if each.observed]
    assert [(each.title, each.observed) for each in shown] == [
        ("Quetta", ((1, 200.0), (3, 400.0), (4, 500.0)))
    ]


def test_no_more_curves_than_asked_for_and_some_places_among_them():
    many = [
        Observation(date(2021, 8, 3), "Quetta", 4, "cumulative", counted_from=date(2021, 7, d))
        for d in (1, 2)
    ]
    shown = curves(simulated(world(*SEEN, *many)), 3)
    assert len(shown) == 3
    assert any(not curve.observed for curve in shown)


def test_labels_lie_on_nothing():
    draw = np.random.default_rng(5)
    dots = [
        Dot(x, y, 4.0, f"Place {number}\n12,000")
        for number, (x, y) in enumerate(draw.uniform(0, 400, (40, 2)))
    ]
    dots_as_boxes = [Box(dot.x - 3, dot.y - 3, dot.x + 3, dot.y + 3) for dot in dots]
    page = Box(0, 0, 400, 400)
    placed = [each.box for each in place_labels(dots, page, dots_as_boxes, 8.0)]
    assert len(placed) > 15
    for number, box in enumerate(placed):
        assert page.left <= box.left < box.right <= page.right
        assert not any(box.meets(other) for other in [*placed[:number], *dots_as_boxes])


def test_the_map_shows_what_each_border_does_on_the_last_day():
    closes = BorderRegime("AFG", "PAK", "closed", start=date(2021, 8, 3), end=None)
    reopens = BorderRegime("AFG", "PAK", "closed", start=date(2021, 8, 3), end=date(2021, 8, 5))
    lets_some = BorderRegime("AFG", "PAK", "restricted", start=date(2021, 8, 3), admit=0.2)
    one_way = BorderRegime("AFG", "PAK", "closed", start=date(2021, 8, 3), one_way=True)
    so_many = BorderRegime("AFG", "PAK", "open", start=date(2021, 8, 3), quota=5)
    for events, status in (
        ((closes,), "closed"),
        ((reopens,), "open"),
        ((lets_some,), "restricted"),
        ((one_way,), "closed"),
        ((so_many,), "restricted"),
    ):
        result = simulated(world(events=events))
        assert [gate.status for gate in build_scene(result).gates] == [status]


def test_far_places_are_listed_beside_the_map_and_not_on_it():
    places = (*world().places[:4], replace(world().places[4], latitude=45.0, longitude=-75.0))
    result = simulated(world(places=places))
    scene = build_scene(result)
    assert [name for name, _ in scene.far] == ["Chaman"]
    assert scene.far[0][1] == np.median(everything(8, "stock")[:, DAYS - 1, 4])
    assert scene.frame[0] > 50


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0"), (950, "950"), (1234, "1.23k"), (35000, "35k"), (2.5e6, "2.5M")]
)
def test_short_numbers(value, words):
    assert short_number(value) == words


@pytest.mark.parametrize(
    ("value", "words"), [(0.2, "0"), (7, "7"), (94.6, "95"), (34567, "35,000"), (999.6, "1,000")]
)
def test_headline_numbers_have_two_figures(value, words):
    assert two_figures(value) == words


@pytest.mark.parametrize("days", [1, 20, 59, 214, 820, 3650])
def test_a_few_ticks_for_runs_of_any_length(days):
    from types import SimpleNamespace

    from steppe.units import date_of

    ticks, words = day_ticks(SimpleNamespace(dates=[date_of(d, date(2021, 6, 1)) for d in range(days)]), 4)
    assert 1 <= len(ticks) <= 5
    assert len(words) == len(ticks)
    assert all(0 <= day < days for day in ticks)
