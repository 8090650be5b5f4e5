"""The page on Flee folders names every key, and its tables of defects are what the files say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from steppe.scenario.flee_settings import known_keys
from tests.scenario.flee_folders import (
    CLOSURES,
    CONFLICTS,
    LAYOUT,
    LOCATIONS,
    ROUTES,
    SHARED,
    SMALL,
    flee_folder,
)
from tools.flee_defects import table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "flee-folders.md"


@pytest.mark.parametrize("heading", ["", "log_levels", "spawn_rules", "move_rules", "optimisations"])
def test_the_page_names_every_setting_of_flee(heading):
    words = set(re.findall(r"`(\w+)`", PAGE.read_text(encoding="utf-8")))
    assert not known_keys(heading) - words


@pytest.mark.parametrize("room", ["flee_reference", "cases"])
def test_the_page_lists_the_defects_that_the_files_show(room):
    folders = sorted(path for path in (SHARED / room).glob("*/"))
    if not folders:
        pytest.skip(f"the cases are not beside this repository ({SHARED})")
    assert "\n".join(table(folders)) in PAGE.read_text(encoding="utf-8")


def _row(lines: list[str], words: str) -> str:
    (line,) = (line for line in lines if words in line)
    return line.split(" | ")[-1].removesuffix(" |")


def test_defects_are_found_where_they_are(tmp_path):
    folder = flee_folder(
        tmp_path,
        {
            LOCATIONS: SMALL[LOCATIONS].replace("camp,,400", "camp,,10"),
            ROUTES: "Ash,Birch,400\nBirch,Cedar,7\nCedar,Birch,9\n",
            CLOSURES: "location,Cedar,Birch,0,2\ncountry,Aland,Bland,1,3\n",
            CONFLICTS: "#Day,Ash,Nowhere\n0,1,0\n1,2,0\n2,2,1\n3,2,1\n",
            LAYOUT: "total,refugees.csv\nCedar,cedar.csv\nElse,else.csv\n",
            "source_data/cedar.csv": "2020-03-01,10\n2020-03-02,30\n2020-03-04,24\n",
            "source_data/else.csv": "2020-03-03,4\n2020-03-09,4\n",
        },
    )
    lines = table([folder])
    assert _row(lines, "Parallel routes") == "Birch – Cedar; from day 0"
    assert _row(lines, "exactly whole days") == "Ash – Birch (400 km); from day 0"
    assert _row(lines, "sealed on every side") == "Cedar, days 0–1"
    assert _row(lines, "first to end opens") == (
        "Birch → Cedar, Cedar → Birch, Cedar → Birch (2), Birch → Cedar (2); day 2"
    )
    assert _row(lines, "over people on the road") == "Aland – Bland, from day 1"
    assert _row(lines, "positive intensity") == "Ash, day 1"
    assert _row(lines, "not on the map is lost") == "Nowhere"
    assert _row(lines, "taken off the capacity") == "Cedar (room for 10 less 10); from day 0"
    assert _row(lines, "below 1 is no limit") == "Cedar; from day 0"
    assert _row(lines, "counted twice") == "24 in place of 14, day 0"
    assert _row(lines, "take nobody back") == "2 days, the first 2, the last 3; at most 6 on day 3"
    assert _row(lines, "series of no place") == "Else: 4 on day 0, and its growth afterwards"
    assert _row(lines, "flat before") == "before the first count: Else (4 until day 1)"
