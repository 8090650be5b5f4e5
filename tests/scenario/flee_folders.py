"""A small Flee folder to be changed file by file, and the shared cases where they are there."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"

LOCATIONS = "input_csv/locations.csv"
ROUTES = "input_csv/routes.csv"
CONFLICTS = "input_csv/conflicts.csv"
CLOSURES = "input_csv/closures.csv"
CORRECTIONS = "input_csv/registration_corrections.csv"
PERIOD = "input_csv/sim_period.csv"
LAYOUT = "source_data/data_layout.csv"
SETTINGS = "simsetting.yml"

SMALL = {
    LOCATIONS: (
        "#name,region,country,lat,lon,location_type,conflict_date,population\n"
        "Ash,North,Aland,10.5,20.25,conflict_zone,0,900\n"
        "Birch,North,Aland,11,21,town,,50\n"
        "Cedar,South,Bland,12,22,camp,,400\n"
    ),
    ROUTES: "#name1,name2,distance,forced_redirection\nAsh,Birch,100,\nBirch,Cedar,250.5,2\n",
    CONFLICTS: "#Day,Ash,Birch,Cedar\n0,1,0,0\n1,1,0,0\n2,1,0,0\n3,1,0,0\n",
    CLOSURES: "#closure_type,name1,name2,closure_start,closure_end\n",
    PERIOD: "StartDate,2020-03-01\nLength,4\n",
    LAYOUT: "total,refugees.csv\nCedar,cedar.csv\n",
    "source_data/refugees.csv": "2020-03-01,10\n2020-03-05,50\n",
    "source_data/cedar.csv": "2020-03-01,8\n2020-03-05,48\n",
    SETTINGS: "move_rules:\n  max_move_speed: 200\n",
}


def flee_folder(folder: Path, changes: dict[str, str | None] | None = None) -> Path:
    """Write the small folder, with some files changed and those that are ``None`` left out."""
    for name, text in {**SMALL, **(changes or {})}.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
    return folder


def shared_folders(*rooms: str) -> list[object]:
    """Folders under ``../shared``, one test each; a single skipped one where they are not there."""
    found = [path for room in rooms for path in sorted((SHARED / room).glob("*/")) if path.is_dir()]
    if not found:
        reason = f"the cases are not beside this repository ({SHARED})"
        return [pytest.param(None, id="none", marks=pytest.mark.skip(reason=reason))]
    return [pytest.param(path, id=f"{path.parent.name}/{path.name}") for path in found]
