"""
Names beside dots, without one on top of another.

Works in points on the page with the width of text reckoned, not measured, so
that it needs no drawing; what finds no room is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import hypot
from typing import NamedTuple

CHARACTER_WIDTH = 0.62
LINE_HEIGHT = 1.25
LEADER_GAP = 6.0


class Box(NamedTuple):
    """A rectangle on the page, in points."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Box) -> bool:
        """Whether two rectangles overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )


class Dot(NamedTuple):
    """A dot on the page and its name; ``radius``, ``x`` and ``y`` in points."""

    x: float
    y: float
    radius: float
    text: str


class Placed(NamedTuple):
    """Where the text of a dot goes, and the point of that box that is nearest to the dot."""

    box: Box
    dot: Dot

    @property
    def nearest(self) -> tuple[float, float]:
        """Where a leader from the dot would end, in points."""
        box, dot = self
        return min(max(dot.x, box.left), box.right), min(max(dot.y, box.bottom), box.top)

    @property
    def is_apart(self) -> bool:
        """Whether the text lies so far off that it needs a leader."""
        x, y = self.nearest
        return hypot(x - self.dot.x, y - self.dot.y) > self.dot.radius + LEADER_GAP


def place_labels(dots: Iterable[Dot], page: Box, obstacles: Iterable[Box], font_size: float) -> list[Placed]:
    """
    Find room for names, the first dots first.

    Parameters
    ----------
    dots
        In order of importance.
    page
        Labels stay inside.
    obstacles
        What labels may not cover, such as other dots.
    font_size
        In points.

    Returns
    -------
    placed
        Those that found room; none overlaps another or an obstacle.
    """
    taken = list(obstacles)
    placed: list[Placed] = []
    for dot in dots:
        for box in _candidates(dot, font_size):
            inside = box.left >= page.left and box.right <= page.right
            inside = inside and box.bottom >= page.bottom and box.top <= page.top
            if inside and not any(box.meets(other) for other in taken):
                taken.append(box)
                placed.append(Placed(box, dot))
                break
    return placed


def _candidates(dot: Dot, font_size: float) -> Iterable[Box]:
    """Right, left, above, below, then the four corners, near first."""
    lines = dot.text.split("\n")
    width = CHARACTER_WIDTH * font_size * max(map(len, lines))
    height = LINE_HEIGHT * font_size * len(lines)
    for gap in (2.0, 9.0, 18.0, 30.0, 45.0, 62.0):
        reach = dot.radius + gap
        slant = 0.75 * reach
        for x, y in (
            (dot.x + reach, dot.y - height / 2),
            (dot.x - reach - width, dot.y - height / 2),
            (dot.x - width / 2, dot.y + reach),
            (dot.x - width / 2, dot.y - reach - height),
            (dot.x + slant, dot.y + slant),
            (dot.x + slant, dot.y - slant - height),
            (dot.x - slant - width, dot.y + slant),
            (dot.x - slant - width, dot.y - slant - height),
        ):
            yield Box(x, y, x + width, y + height)
