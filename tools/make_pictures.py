"""
Make the pictures of the README anew: the figures of a run of afghanistan-2021.

    python -m tools.make_pictures

The run is the built-in world with its own seed, so the picture changes only
when the world or the numbers do.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

import steppe
from steppe.insight.figures import house_style
from steppe.insight.map import map_figure

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"
DOTS_PER_INCH = 110


def main() -> None:
    """Draw the map."""
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
