"""
Write the gallery world ``afghanistan-2021`` from a folder of collected facts.

Not part of the package; run it by hand when a fact or an assumption changes::

    python tools/afghanistan_2021 ../shared/afghanistan

Facts (coordinates, road lengths, dates, counts) are copied row by row with
their source.  What is not a fact is in ``assumptions.py``, ``people.py``, ``crossing.py``, ``airlift.py``,
``pathways.py`` and ``published.py``, and is marked "Assumption:" in the notes of the rows it touches.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable
from pathlib import Path

import people
from airlift import STAGES_OF_THE_AIRLIFT
from changes import Changes
from crossing import Crossings
from facts import Facts, Row
from network import Network
from pathways import Pathways
from statements import statements

TARGET = Path(__file__).parents[2] / "src/steppe/scenario/gallery/afghanistan-2021"
COLUMNS = {
    "places": "name,country,kind,region,latitude,longitude,population,capacity,hard_capacity,present,source,note",
    "routes": "start,end,distance_km,two_way,mode,speed_km_per_day,away_from_posts,source,note",
    "events": (
        "event,start,end,place,other_place,country,other_country,status,admit,groups,one_way,quota,wait,give_up,"
        "irregular,irregular_returned,pushback,intensity,limit,pathway,seats,about,source,note"
    ),
    "observations": "date,place,value,measure,unit,series,country,counted_from,as_of,use,source,note",
    "pushes": "start,people,place,end,source,note",
    "groups": "name,documents,nationality,mode,household_size,leave_factor,source,note",
    "shares": "group,share,place,source,note",
    "borders": "country,other_country,length_km,terrain,patrols,source,note",
    "pathways": (
        "name,kind,destination,end,place,country,groups,start,apply,quota,wait_days,stages,approval,seats,settles,"
        "worth,source,note"
    ),
}


def write(folder: Path, name: str, rows: Iterable[Row]) -> None:
    """Write one table of the world with all its columns."""
    columns = COLUMNS[name].split(",")
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write all tables of the world; its ``scenario.toml`` is kept by hand."""
    parser = argparse.ArgumentParser(description="Write the gallery world afghanistan-2021.")
    parser.add_argument("facts", type=Path, help="folder of the collected facts")
    parser.add_argument("--to", type=Path, default=TARGET, help="folder to write to, if not the world itself")
    asked = parser.parse_args()
    facts = Facts(asked.facts)
    network, changes = Network(facts), Changes(facts)
    crossings, pathways = Crossings(facts), Pathways(facts)
    asked.to.mkdir(parents=True, exist_ok=True)
    write(asked.to, "places", network.places())
    write(asked.to, "routes", network.routes())
    write(
        asked.to,
        "events",
        [
            *changes.conflicts(),
            *crossings.posts(),
            *crossings.ways_past_posts(),
            *changes.airport_gate(),
            *pathways.changes(),
            *statements(facts),
        ],
    )
    write(asked.to, "observations", changes.observations())
    write(asked.to, "pushes", STAGES_OF_THE_AIRLIFT)
    write(asked.to, "groups", people.groups())
    write(asked.to, "shares", people.shares())
    write(asked.to, "borders", crossings.borders())
    write(asked.to, "pathways", pathways.rows())


if __name__ == "__main__":
    main()
