"""What the marks on the map mean: kinds, sizes, widths and borders, and the list of places beyond it."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any

from steppe.insight.figures import BLUE, GREEN, INK, ORANGE, PURPLE, VERMILLION, two_figures
from steppe.insight.map_scene import Scene

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIDE_LEFT = 0.795
FAR_ROWS = 14
LARGEST_RADIUS, WIDEST_LINE = 13.0, 6.0
WAY = "#4A6C8C"
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


def radius_of(people: float, largest: float) -> float:
    """Radius of a dot in points: its area is in proportion to people, but nobody vanishes."""
    return max(1.3, LARGEST_RADIUS * sqrt(max(people, 0.0) / largest))


def line_width(people: float, largest: float) -> float:
    """Width of a line in points, in proportion to people."""
    return WIDEST_LINE * people / largest


def draw_side(figure: Figure, scene: Scene, largest_flow: float, largest_stock: float) -> None:
    """
    Draw the legends and the list of far places beside the map.

    Parameters
    ----------
    figure
        With the map at its left.
    scene
        What is on the map.
    largest_flow, largest_stock
        What the widest line and the largest dot stand for, people.
    """
    _legend(figure, _kind_handles(scene), "Places, by kind", 0.905)
    sizes = _size_handles(largest_stock)
    _legend(figure, sizes, "People there at the end (median)", 0.745, labelspacing=1.1, handlelength=3.0)
    _legend(figure, _width_handles(largest_flow), "People who took the way, in all", 0.590, handlelength=3.0)
    gates = _gate_handles(scene)
    if gates:
        _legend(figure, gates, "Border crossings on the last day", 0.470)
    _list_far(figure, scene)


def _handle(**look: Any) -> Any:
    from matplotlib.lines import Line2D

    return Line2D([], [], **look)


def _kind_handles(scene: Scene) -> list[Any]:
    present = {dot.kind for dot in scene.dots if scene.shows(dot)}
    looks = dict.fromkeys(look for kind, look in KINDS.items() if kind in present)
    common = {"linestyle": "none", "markeredgecolor": "white", "markersize": 7}
    return [_handle(marker=marker, color=colour, label=word, **common) for word, marker, colour in looks]


def _size_handles(largest: float) -> list[Any]:
    common = {"marker": "o", "color": "#9AA7B2", "linestyle": "none", "markeredgecolor": "white"}
    return [
        _handle(
            markersize=2 * radius_of(largest * share, largest), label=two_figures(largest * share), **common
        )
        for share in (0.03, 0.25, 1.0)
    ]


def _width_handles(largest: float) -> list[Any]:
    common = {"color": WAY, "alpha": 0.55}
    return [
        _handle(linewidth=line_width(largest * share, largest), label=two_figures(largest * share), **common)
        for share in (0.05, 0.3, 1.0)
    ]


def _gate_handles(scene: Scene) -> list[Any]:
    found = {gate.status for gate in scene.gates}
    common = {"linestyle": "none", "markersize": 6.5}
    return [
        _handle(marker=marker, markerfacecolor=face, markeredgecolor=edge, label=word, **common)
        for status, (word, marker, face, edge) in GATES.items()
        if status in found
    ]


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
    top, line = 0.345, 0.0175
    figure.text(SIDE_LEFT, top, "People beyond the map at the end", fontsize=9, fontweight="bold")
    rows = [*scene.far[:FAR_ROWS]]
    rest = scene.far[FAR_ROWS:]
    if rest:
        rows.append((f"{len(rest)} more places", sum(people for _, people in rest)))
    for number, (name, people) in enumerate(rows, start=1):
        y = top - 0.006 - number * line
        figure.text(SIDE_LEFT, y, name, fontsize=8.5)
        figure.text(0.975, y, two_figures(people), fontsize=8.5, ha="right")
