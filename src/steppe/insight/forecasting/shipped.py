"""
Lessons that ship with Steppe: past forecasts of five conflicts, so that a new one starts from their errors.

Made by ``tools/make_lessons.py``; the folder ``lessons`` says from what.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from steppe.insight.forecasting.sheet import Sheet, Track


@cache
def shipped_sheets(track: Track) -> tuple[Sheet, ...]:
    """Sheets of the conflicts Steppe was developed on, on one track; empty where none is installed."""
    from steppe.insight.forecasting.keeping import read_sheet

    found = []
    folder = files("steppe.insight.forecasting") / "lessons"
    if not folder.is_dir():
        return ()
    for each in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if each.name.endswith(f"-{track}.npz"):
            with each.open("rb") as file:
                found.append(read_sheet(file))
    return tuple(found)
