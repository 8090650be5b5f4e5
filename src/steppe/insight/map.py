"""
The map: where people are at the end, the ways they took, and what the borders do.

Areas of dots are people, widths of lines are people who passed, shapes and
colours are kinds.  What lies far from the home country is listed beside the map.
"""

from __future__ import annotations

from math import cos, radians, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from steppe.insight.basemap import BOUNDARY_DISCLAIMER, countries
from steppe.insight.figures import (
    BLUE,
    GREEN,
    INK,
    ORANGE,
    PURPLE,
    VERMILLION,
    add_heading,
    add_source,
    house_style,
    new_figure,
    title_of,
    two_figures,
    write_figure,
)
from steppe.insight.map_labels import Box, place_labels
from steppe.insight.map_labels import Dot as PageDot
from steppe.insight.map_scene import Dot, Scene, build_scene, widened
from steppe.result.result import Result

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 13.0, 8.6
MAP_BOX = (0.02, 0.085, 0.755, 0.815)
SIDE_LEFT = 0.795
LABELS, FAR_ROWS = 15, 12
LARGEST_RADIUS, WIDEST_LINE = 17.0, 7.0
SEA, LAND, OUTLINE = "#E4EDF3", "#F7F5F0", "#B9B3A8"
KINDS = {
    "town": ("town", "o", BLUE),
    "camp": ("camp or base", "^", VERMILLION),
    "idp_camp": ("camp for internally displaced people", "v", ORANGE),
    "destination": ("destination", "D", GREEN),
    "hub": ("airport", "p", PURPLE),
    "crossing": ("border post", "s", "#777777"),
    "waypoint": ("on the way", ".", "#777777"),
    "marker": ("on the way", ".", "#777777"),
}
GATES = {
    "open": ("open", "o", "white", BLUE),
    "restricted": ("lets some through", "D", ORANGE, INK),
    "closed": ("closed", "X", INK, "white"),
}


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
    _draw_land(axes, (west, south, east, north))
    largest_flow = max([flow.people for flow in scene.flows], default=1.0)
    largest_stock = max([dot.people for dot in scene.dots if scene.shows(dot)], default=1.0) or 1.0
    _draw_flows(axes, scene, largest_flow)
    _draw_dots(axes, scene, largest_stock)
    _draw_gates(axes, scene)
    _draw_labels(axes, scene, largest_stock)
    _draw_side(figure, scene, largest_flow, largest_stock)
    _add_words(figure, result)
    return figure


def _draw_land(axes: Any, frame: tuple[float, float, float, float]) -> None:
    from matplotlib.collections import PathCollection
    from matplotlib.path import Path as Outline
    from matplotlib.transforms import Bbox

    west, south, east, north = frame
    around = Bbox([[west - 1, south - 1], [east + 1, north + 1]])
    lands = []
    for country in countries():
        rings = [
            Outline(ring, closed=True).clip_to_bbox(around)
            for ring in country.rings
            if ring[:, 0].max() >= west
            and ring[:, 0].min() <= east
            and ring[:, 1].max() >= south
            and ring[:, 1].min() <= north
        ]
        if rings:
            lands.append(Outline.make_compound_path(*rings))
    axes.add_collection(
        PathCollection(lands, facecolor=LAND, edgecolor=OUTLINE, linewidth=0.8, zorder=1), autolim=False
    )


def _draw_flows(axes: Any, scene: Scene, largest: float) -> None:
    from matplotlib.collections import LineCollection

    drawn = [flow for flow in scene.flows if _line_width(flow.people, largest) >= 0.12]
    lines = [[_position(scene.dots[flow.start]), _position(scene.dots[flow.end])] for flow in drawn]
    widths = [_line_width(flow.people, largest) for flow in drawn]
    axes.add_collection(
        LineCollection(lines, linewidths=widths, colors="#4A6C8C", alpha=0.55, zorder=2, capstyle="round"),
        autolim=False,
    )
    heads = [(flow, width) for flow, width in zip(drawn, widths, strict=True) if width >= 0.8]
    for flow, width in heads:
        start, end = (np.array(_position(scene.dots[number])) for number in (flow.start, flow.end))
        axes.annotate(
            "",
            start + 0.60 * (end - start),
            start + 0.56 * (end - start),
            arrowprops={
                "arrowstyle": "-|>",
                "color": "#2B4A66",
                "lw": 0.4,
                "mutation_scale": 6 + 1.6 * width,
            },
            annotation_clip=True,
            zorder=2.5,
        )


def _draw_dots(axes: Any, scene: Scene, largest: float) -> None:
    for kind, (_, marker, colour) in KINDS.items():
        dots = sorted(
            (dot for dot in scene.dots if dot.kind == kind and scene.shows(dot)), key=lambda d: -d.people
        )
        if not dots:
            continue
        sizes = [(2 * _radius(dot.people, largest)) ** 2 for dot in dots]
        x, y = zip(*map(_position, dots), strict=True)
        axes.scatter(
            x, y, s=sizes, marker=marker, color=colour, alpha=0.8, edgecolor="white", linewidth=0.5, zorder=3
        )


def _draw_gates(axes: Any, scene: Scene) -> None:
    for status, (_, marker, face, edge) in GATES.items():
        gates = [gate for gate in scene.gates if gate.status == status]
        if gates:
            x, y = [gate.longitude for gate in gates], [gate.latitude for gate in gates]
            size = 46 if marker == "X" else 26
            axes.scatter(x, y, s=size, marker=marker, facecolor=face, edgecolor=edge, linewidth=0.9, zorder=4)


def _draw_labels(axes: Any, scene: Scene, largest: float) -> None:
    """Name the fullest places in the frame, where there is room."""
    size = 8.0
    shown = sorted((dot for dot in scene.dots if scene.shows(dot)), key=lambda dot: -dot.people)
    scale = 72 / axes.figure.dpi
    points = axes.transData.transform([_position(dot) for dot in shown]) * scale if shown else []
    corners = axes.get_window_extent().get_points() * scale
    page = Box(*corners[0], *corners[1])
    radii = [_radius(dot.people, largest) for dot in shown]
    obstacles = [
        Box(x - 0.8 * radius, y - 0.8 * radius, x + 0.8 * radius, y + 0.8 * radius)
        for (x, y), radius in zip(points, radii, strict=True)
        if radius > 2.5
    ]
    dots = [
        PageDot(x, y, radius, f"{dot.name}\n{two_figures(dot.people)}")
        for dot, (x, y), radius in zip(shown[:LABELS], points, radii, strict=False)
        if dot.people >= 1
    ]
    to_map = axes.transData.inverted()
    for placed in place_labels(dots, page, obstacles, size):
        x, y = to_map.transform((placed.x / scale, placed.y / scale))
        axes.text(
            x, y, placed.text, fontsize=size, va="center", zorder=6, linespacing=1.05, path_effects=_halo()
        )


def _halo() -> list[Any]:
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=2.0, foreground="white", alpha=0.85)]


def _draw_side(figure: Figure, scene: Scene, largest_flow: float, largest_stock: float) -> None:
    """Legends and the list of far places, beside the map."""
    from matplotlib.lines import Line2D

    present = {dot.kind for dot in scene.dots if scene.shows(dot)}
    kinds = dict.fromkeys(look for kind, look in KINDS.items() if kind in present)
    look: dict[str, Any] = {"linestyle": "none", "markeredgecolor": "white"}
    handles = [Line2D([], [], marker=m, color=c, markersize=7, label=word, **look) for word, m, c in kinds]
    _legend(figure, handles, "Places, by kind", 0.905)
    sizes = [largest_stock * share for share in (0.03, 0.25, 1.0)]
    handles = [
        Line2D(
            [],
            [],
            marker="o",
            color="#9AA7B2",
            markersize=2 * _radius(s, largest_stock),
            label=two_figures(s),
            **look,
        )
        for s in sizes
    ]
    _legend(figure, handles, "People there at the end (median)", 0.745, labelspacing=1.1, handlelength=3.0)
    widths = [largest_flow * share for share in (0.05, 0.3, 1.0)]
    handles = [
        Line2D(
            [], [], color="#4A6C8C", alpha=0.55, linewidth=_line_width(s, largest_flow), label=two_figures(s)
        )
        for s in widths
    ]
    _legend(figure, handles, "People who took the way, in all", 0.565, handlelength=3.0)
    found = {gate.status for gate in scene.gates}
    handles = [
        Line2D(
            [],
            [],
            marker=m,
            linestyle="none",
            markerfacecolor=f,
            markeredgecolor=e,
            markersize=6.5,
            label=word,
        )
        for status, (word, m, f, e) in GATES.items()
        if status in found
    ]
    if handles:
        _legend(figure, handles, "Border crossings on the last day", 0.445)
    _list_far(figure, scene)


def _legend(figure: Figure, handles: list[Any], title: str, top: float, **more: Any) -> None:
    legend = figure.legend(
        handles=handles,
        title=title,
        loc="upper left",
        bbox_to_anchor=(SIDE_LEFT - 0.008, top),
        frameon=False,
        fontsize=8.5,
        title_fontproperties={"size": 9, "weight": "bold"},
        alignment="left",
        **more,
    )
    figure.add_artist(legend)


def _list_far(figure: Figure, scene: Scene) -> None:
    if not scene.far:
        return
    top, line = 0.325, 0.0175
    figure.text(SIDE_LEFT, top, "Beyond the map: people there at the end", fontsize=9, fontweight="bold")
    rows = [*scene.far[:FAR_ROWS]]
    rest = scene.far[FAR_ROWS:]
    if rest:
        rows.append((f"{len(rest)} more places", sum(people for _, people in rest)))
    for number, (name, people) in enumerate(rows, start=1):
        y = top - 0.006 - number * line
        figure.text(SIDE_LEFT, y, name, fontsize=8.5)
        figure.text(0.975, y, two_figures(people), fontsize=8.5, ha="right")


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


def _radius(people: float, largest: float) -> float:
    """Radius of a dot in points: its area is in proportion to people, but nobody vanishes."""
    return max(1.3, LARGEST_RADIUS * sqrt(max(people, 0.0) / largest))


def _line_width(people: float, largest: float) -> float:
    """Width of a line in points, in proportion to people."""
    return WIDEST_LINE * people / largest
