"""Sheets as files: what a stopped hindcast has finished, and the lessons that ship with Steppe."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import IO

import numpy as np

from steppe.insight.forecasting.points import Points
from steppe.insight.forecasting.sheet import Sheet, Track

_SIMPLE = "simple: "


def kept_sheet(work: Path | None, frozen: str, case: str, track: Track, make: Callable[[], Sheet]) -> Sheet:
    """
    The sheet a stopped hindcast has left, or a new one that is left for the next.

    Parameters
    ----------
    work
        Where finished pieces are kept; ``None`` keeps nothing.
    frozen
        Hash of everything the sheet depends on; one made on other terms is not taken.
    case, track
        Which sheet.
    make
        Makes it.
    """
    if work is None:
        return make()
    path = work / f"{case}-{track}-{frozen[:16]}.npz"
    if path.is_file():
        try:
            return read_sheet(path)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            path.unlink(missing_ok=True)
    sheet = make()
    work.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".aside")
    with aside.open("wb") as file:
        write_sheet(sheet, file)
    os.replace(aside, path)
    return sheet


def write_sheet(sheet: Sheet, file: Path | IO[bytes]) -> None:
    """Write a sheet as compressed arrays, without anything that can run."""
    heading = {"case": sheet.case, "track": sheet.track, "names": list(sheet.names)}
    np.savez_compressed(
        file,
        heading=np.frombuffer(json.dumps(heading).encode("utf-8"), dtype=np.uint8),
        horizon=sheet.horizon,
        observed=sheet.observed,
        **{each.name: getattr(sheet.points, each.name) for each in fields(Points)},
        **{_SIMPLE + name: said for name, said in sheet.simple.items()},  # type: ignore[arg-type]
    )


def read_sheet(file: Path | IO[bytes]) -> Sheet:
    """
    Read a sheet again.

    Raises
    ------
    OSError, ValueError, KeyError, zipfile.BadZipFile
        Where the file is no sheet.
    """
    with np.load(file, allow_pickle=False) as found:
        heading = json.loads(found["heading"].tobytes().decode("utf-8"))
        return Sheet(
            case=heading["case"],
            track=heading["track"],
            names=tuple(heading["names"]),
            points=Points(*(found[each.name] for each in fields(Points))),
            horizon=found["horizon"],
            observed=found["observed"],
            simple={name[len(_SIMPLE) :]: found[name] for name in found.files if name.startswith(_SIMPLE)},
        )
