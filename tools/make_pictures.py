"""
Make the pictures of the documents anew: the map of the README and those of the page on policies.

    python -m tools.make_pictures

The map is of a run of the built-in world with its own seed, so it changes only
when the world or the numbers do; the same goes for the others.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

import steppe
from steppe.insight.figures import house_style
from steppe.insight.map import map_figure
from tools import policy_pictures, policy_runs

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"
DOTS_PER_INCH = 110


def main() -> None:
    """Draw them all."""
    draw_map()
    draw_policies()


def draw_policies() -> None:
    """Draw the pictures of docs/explanation/policies.md."""
    for name, draw in {**policy_pictures.PICTURES, **policy_runs.PICTURES}.items():
        path = FOLDER / f"{name}.svg"
        with house_style():
            draw().savefig(path, metadata={"Date": None})
        print(f"{path.relative_to(FOLDER.parents[1])}: {path.stat().st_size / 1000:.0f} kB")


def draw_map() -> None:
    """Draw the map of the README."""
    from PIL import Image

    result = steppe.simulate(steppe.load("afghanistan-2021"))
    with house_style():
        figure = map_figure(result)
        figure.set_dpi(DOTS_PER_INCH)
        figure.canvas.draw()
        pixels = Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("RGB")  # type: ignore[attr-defined]
    path = FOLDER / "afghanistan-2021.png"
    pixels.save(path, optimize=True)
    print(f"{path.relative_to(FOLDER.parents[1])}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
