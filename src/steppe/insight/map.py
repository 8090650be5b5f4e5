"""
The map: where people are at the end, the ways they took, and what the borders do.

Areas of dots are people, widths of lines are people who passed, shapes and
colours are kinds.  What lies far from the home country is listed beside the map.
"""

from __future__ import annotations

from math import cos, radians
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from steppe.insight.basemap import BOUNDARY_DISCLAIMER, countries, names_by_code
from steppe.insight.figures import (
    INK,
    add_heading,
    add_source,
    house_style,
    new_figure,
    title_of,
    two_figures,
    write_figure,
)
from steppe.insight.map_labels import Box, Placed, place_labels
from steppe.insight.map_labels import Dot as PageDot
from steppe.insight.map_legend import GATES, KINDS, WAY, draw_side, line_width, radius_of
from steppe.insight.map_scene import Dot, Scene, build_scene, widened
from steppe.result.measures import FloatArray
from steppe.result.result import Result

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 13.0, 8.6
MAP_BOX = (0.02, 0.085, 0.755, 0.815)
LABELS = 16
LABEL_SIZE, COUNTRY_SIZE = 8.0, 8.5
LEAST_WIDTH, LEAST_WITH_HEAD, LEAST_NAMED = 0.12, 0.7, 0.006
SEA, LAND, HOME_LAND, OUTLINE = "#E4EDF3", "#F1EEE7", "#FCFBF9", "#B9B3A8"
HEAD = "#2B4A66"


def plot_map(result: Result, folder: Path) -> list[Path]:
    """
    Draw the map and write ``map.png`` and ``map.svg``.

    Parameters
    ----------
    result
        A run whose places have coordinates.
    folder
        An existing folder.

    Returns
    -------
    paths
        What was written; nothing where no place has coordinates.
    """
    if all(place.longitude is None or place.latitude is None for place in result.places):
        return []
    with house_style():
        return write_figure(map_figure(result), folder, "map")


def map_figure(result: Result) -> Figure:
    """The figure itself, not yet written."""
    scene = build_scene(result)
    figure = new_figure(WIDTH, HEIGHT)
    axes = figure.add_axes(MAP_BOX)
    shape = MAP_BOX[2] * WIDTH / (MAP_BOX[3] * HEIGHT)
    west, south, east, north = widened(scene.frame, shape)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(1 / cos(radians((south + north) / 2)), adjustable="box")
    axes.set_facecolor(SEA)
    axes.set_xticks([])
    axes.set_yticks([])
    names = _draw_land(axes, result, (west, south, east, north))
    largest_flow = max([flow.people for flow in scene.flows], default=1.0)
    largest_stock = max([dot.people for dot in scene.dots if scene.shows(dot)], default=1.0) or 1.0
    _draw_flows(axes, scene, largest_flow)
    _draw_dots(axes, scene, largest_stock)
    _draw_gates(axes, scene)
    _draw_labels(axes, scene, largest_stock, names)
    draw_side(figure, scene, largest_flow, largest_stock)
    _add_words(figure, result)
    return figure


def _draw_land(axes: Any, result: Result, frame: tuple[float, float, float, float]) -> list[Any]:
    """Outlines, clipped to the frame; gives back the names written on the countries of the scenario."""
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path as Outline
    from matplotlib.transforms import Bbox

    west, south, east, north = frame
    around = Bbox([[west - 1, south - 1], [east + 1, north + 1]])
    inside = Bbox([[west, south], [east, north]])
    home = result.scenario.home_country or result.places[0].country
    named = {names_by_code().get(place.country, place.country) for place in result.places}
    lands, colours, names = [], [], []
    for country in countries():
        rings = [Outline(ring, closed=True) for ring in country.rings if _meets(ring, frame)]
        if rings:
            lands.append(Outline.make_compound_path(*(ring.clip_to_bbox(around) for ring in rings)))
            colours.append(HOME_LAND if country.name == names_by_code().get(home, home) else LAND)
        if rings and country.name in named:
            seen = [np.asarray(ring.clip_to_bbox(inside).vertices, dtype=np.float64) for ring in rings]
            names += _draw_country_name(axes, country.name, seen, frame)
    axes.add_collection(
        PathCollection(lands, facecolor=colours, edgecolor=OUTLINE, linewidth=0.8, zorder=1), autolim=False
    )
    return names


def _meets(ring: FloatArray, frame: tuple[float, float, float, float]) -> bool:
    west, south, east, north = frame
    (left, bottom), (right, top) = ring.min(axis=0), ring.max(axis=0)
    return bool(right >= west and left <= east and top >= south and bottom <= north)


def _draw_country_name(
    axes: Any, name: str, rings: list[FloatArray], frame: tuple[float, float, float, float]
) -> list[Any]:
    """The name in the middle of what is seen of the country, if that is not too little."""
    areas = [_area_and_middle(ring) for ring in rings if len(ring) > 2]
    area, x, y = max(areas, default=(0.0, 0.0, 0.0))
    west, south, east, north = frame
    if area <= LEAST_NAMED * (east - west) * (north - south):
        return []
    look = {"fontsize": COUNTRY_SIZE, "color": "#A39B8B", "ha": "center", "va": "center", "zorder": 1.5}
    return [axes.text(x, y, name.upper(), clip_on=True, **look)]


def _area_and_middle(ring: FloatArray) -> tuple[float, float, float]:
    """Area of a closed line and its centre of mass (the shoelace formula)."""
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    cross = x * np.roll(y, -1) - np.roll(x, -1) * y
    area = cross.sum() / 2
    if abs(area) < 1e-9:
        return 0.0, float(ring[0, 0]), float(ring[0, 1])
    middle = [((each + np.roll(each, -1)) * cross).sum() / (6 * area) for each in (x, y)]
    return abs(float(area)), float(ring[0, 0] + middle[0]), float(ring[0, 1] + middle[1])


def _draw_flows(axes: Any, scene: Scene, largest: float) -> None:
    from matplotlib.collections import LineCollection

    drawn = [(flow, line_width(flow.people, largest)) for flow in scene.flows]
    for leaving, style in ((False, "solid"), (True, (0, (1.5, 1.5)))):
        some = [
            (flow, width) for flow, width in drawn if scene.leaves(flow) is leaving and width >= LEAST_WIDTH
        ]
        lines = [[_position(scene.dots[flow.start]), _position(scene.dots[flow.end])] for flow, _ in some]
        widths = [width for _, width in some]
        axes.add_collection(
            LineCollection(lines, linewidths=widths, colors=WAY, alpha=0.55, zorder=2, linestyles=[style]),
            autolim=False,
        )
    for flow, width in drawn:
        if width >= LEAST_WITH_HEAD and not scene.leaves(flow):
            start, end = (np.array(_position(scene.dots[number])) for number in (flow.start, flow.end))
            arrow = {"arrowstyle": "-|>", "color": HEAD, "lw": 0.4, "mutation_scale": 6 + 1.6 * width}
            tip, tail = start + 0.60 * (end - start), start + 0.56 * (end - start)
            axes.annotate("", tip, tail, arrowprops=arrow, annotation_clip=True, zorder=2.5)


def _draw_dots(axes: Any, scene: Scene, largest: float) -> None:
    for kind, (_, marker, colour) in KINDS.items():
        dots = sorted(
            (dot for dot in scene.dots if dot.kind == kind and scene.shows(dot)), key=lambda d: -d.people
        )
        if not dots:
            continue
        sizes = [(2 * radius_of(dot.people, largest)) ** 2 for dot in dots]
        x, y = zip(*map(_position, dots), strict=True)
        axes.scatter(
            x, y, s=sizes, marker=marker, color=colour, alpha=0.75, edgecolor="white", linewidth=0.5, zorder=3
        )


def _draw_gates(axes: Any, scene: Scene) -> None:
    for status, (_, marker, face, edge) in GATES.items():
        gates = [gate for gate in scene.gates if gate.status == status]
        if gates:
            x, y = [gate.longitude for gate in gates], [gate.latitude for gate in gates]
            size = 46 if marker == "X" else 26
            axes.scatter(x, y, s=size, marker=marker, facecolor=face, edgecolor=edge, linewidth=0.9, zorder=4)


def _draw_labels(axes: Any, scene: Scene, largest: float, names: list[Any]) -> None:
    """Name the fullest places in the frame, where there is room."""
    scale = 72 / axes.figure.dpi
    corners = axes.get_window_extent().get_points() * scale
    shown = sorted((dot for dot in scene.dots if scene.shows(dot)), key=lambda dot: -dot.people)
    spots = _on_page(axes, [_position(dot) for dot in shown])
    radii = [radius_of(dot.people, largest) for dot in shown]
    around = [_square(*spot, 0.8 * radius) for spot, radius in zip(spots, radii, strict=True) if radius > 2.5]
    around += [
        _square(*spot, 3.5) for spot in _on_page(axes, [(g.longitude, g.latitude) for g in scene.gates])
    ]
    for name, (x, y) in zip(names, _on_page(axes, [name.get_position() for name in names]), strict=True):
        half = 0.36 * COUNTRY_SIZE * len(name.get_text())
        around.append(Box(x - half, y - COUNTRY_SIZE / 2, x + half, y + COUNTRY_SIZE / 2))
    dots = [
        PageDot(*spot, radius, f"{dot.name}\n{two_figures(dot.people)}")
        for dot, spot, radius in zip(shown[:LABELS], spots, radii, strict=False)
        if dot.people >= 1
    ]
    for placed in place_labels(dots, Box(*corners[0], *corners[1]), around, LABEL_SIZE):
        _draw_label(axes, placed)


def _draw_label(axes: Any, placed: Placed) -> None:
    """A name and a number, with a thin line to their dot where they lie apart."""
    box, dot = placed
    points = np.array([(box.left, (box.bottom + box.top) / 2), placed.nearest, (dot.x, dot.y)])
    (x, y), nearest, centre = axes.transData.inverted().transform(points * axes.figure.dpi / 72)
    if placed.is_apart:
        axes.plot(*np.transpose([nearest, centre]), color=INK, linewidth=0.5, zorder=5)
    look = {"fontsize": LABEL_SIZE, "va": "center", "zorder": 6, "linespacing": 1.05}
    axes.text(x, y, dot.text, path_effects=_halo(), **look)


def _on_page(axes: Any, positions: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Degrees as points on the page."""
    if not positions:
        return []
    spots = axes.transData.transform(positions) * 72 / axes.figure.dpi
    return [(float(x), float(y)) for x, y in spots]


def _square(x: float, y: float, half: float) -> Box:
    return Box(x - half, y - half, x + half, y + half)


def _halo() -> list[Any]:
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=2.0, foreground="white", alpha=0.85)]


def _add_words(figure: Figure, result: Result) -> None:
    first, last = result.dates[0], result.dates[-1]
    futures = "expected values" if result.mode == "expected" else f"median of {result.replicas:,} replicas"
    add_heading(
        figure,
        f"{title_of(result)}: where people are, and how they went",
        f"Displaced people on {last.isoformat()} ({futures}), and movements since {first.isoformat()}",
        result.provenance,
    )
    add_source(figure, result.provenance, f"{BOUNDARY_DISCLAIMER} Outlines: Natural Earth.")


def _position(dot: Dot) -> tuple[float, float]:
    return dot.longitude, dot.latitude
