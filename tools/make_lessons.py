"""
Make the lessons that ship with Steppe: past forecasts of the cases it was developed on, and what they teach.

    python tools/make_lessons.py CASE...                 the sheets, and what is learned from all of them
    python tools/make_lessons.py --skill HINDCAST        how such forecasts did, from a folder of `steppe hindcast`

Written to ``src/steppe/insight/forecasting/lessons``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from steppe.insight.forecasting.both import learn_both
from steppe.insight.forecasting.hindcast_files import open_hindcast
from steppe.insight.forecasting.keeping import write_sheet
from steppe.insight.forecasting.learned import as_stored
from steppe.insight.forecasting.lessons import lessons_of
from steppe.insight.forecasting.origins import EVERY_DAYS, FIRST_DAY, HORIZONS
from steppe.insight.forecasting.sheet import TRACKS, Terms, case_of, sheet_of

HERE = Path(__file__).parent.parent / "src/steppe/insight/forecasting/lessons"
TERMS = Terms(HORIZONS, EVERY_DAYS, FIRST_DAY, 16, 1)


def make_sheets(folders: list[str]) -> None:
    """Every case on both tracks, and what all of them together teach."""
    HERE.mkdir(exist_ok=True)
    cases = [case_of(each) for each in folders]
    learned = {}
    for track in TRACKS:
        sheets = [sheet_of(case, track, TERMS) for case in cases]
        for sheet in sheets:
            write_sheet(sheet, HERE / f"{sheet.case}-{track}.npz")
        learned[track] = as_stored(learn_both(lessons_of(sheets)))
        print(track, sum(len(each.points) for each in sheets), "past forecasts")
    (HERE / "learned.json").write_text(json.dumps(learned, indent=1) + "\n", encoding="utf-8")


def make_skill(folder: Path) -> None:
    """What a hindcast says of forecasts at each horizon."""
    found: dict[str, dict[str, dict[str, object]]] = {}
    for row in open_hindcast(folder).overall.filter(forecaster="steppe").to_dicts():
        words = {
            "skill_crps": round(row["skill_crps"], 3),
            "low": round(row["skill_crps_low"], 3),
            "high": round(row["skill_crps_high"], 3),
            "cases": row["cases"],
            "references": row["references"],
        }
        found.setdefault(row["track"], {})[str(row["horizon"])] = words
    (HERE / "skill.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--skill"]:
        make_skill(Path(sys.argv[2]))
    else:
        make_sheets(sys.argv[1:])
