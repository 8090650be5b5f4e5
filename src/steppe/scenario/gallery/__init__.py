"""The worlds that come with Steppe: a scenario folder each, found by name."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

_HERE = Path(str(files("steppe.scenario.gallery")))


def names() -> tuple[str, ...]:
    """Names of the built-in worlds, in alphabetical order."""
    return tuple(sorted(each.parent.name for each in _HERE.glob("*/scenario.toml")))


def path(name: str) -> Path:
    """The scenario folder of a built-in world. Raises ``KeyError`` for an unknown name."""
    if name not in names():
        raise KeyError(name)
    return _HERE / name
