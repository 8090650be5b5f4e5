"""The world ``afghanistan-2021``: every figure sourced, nothing counted twice, and as it was found."""

from __future__ import annotations

import csv
import filecmp
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import steppe
from steppe.insight.basemap import countries, names_by_code
from steppe.insight.observed import Counterpart, counterpart, modelled
from steppe.result.result import Result
from steppe.scenario import gallery
from steppe.scenario.events import BorderRegime, Conflict, RouteRegime
from steppe.scenario.model import Observation, Scenario

ROOT = Path(__file__).resolve().parents[2]
FACTS = ROOT.parent / "shared" / "afghanistan"
PAGE = ROOT / "docs" / "explanation" / "afghanistan-2021.md"
WORLD = steppe.load("afghanistan-2021")
AIRPORT = "Kabul airport"
FARTHEST_OUTSIDE_KM = 25
FELL = re.compile(r"^Fell (\d{4}-\d\d-\d\d)")


def needs_facts(test: Callable[..., None]) -> Callable[..., None]:
    """Mark a test that reads the collected facts; it is skipped where they are absent."""
    absent = pytest.mark.skipif(
        not FACTS.is_dir(), reason=f"the facts are not beside this repository ({FACTS})"
    )
    return pytest.mark.needs_shared(absent(test))


def facts(name: str) -> list[dict[str, str]]:
    with (FACTS / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def capitals(world: Scenario = WORLD) -> list[str]:
    return [place.name for place in world.places if place.country == "AFG" and place.kind == "town"]


def falls() -> dict[str, date]:
    """The day each capital fell, as its event says in words."""
    found = {}
    for event in WORLD.events:
        if isinstance(event, Conflict) and (said := FELL.match(event.note)):
            found[event.place] = date.fromisoformat(said[1])
            assert event.end == found[event.place] + timedelta(days=1), event.place
    return found


@cache
def run() -> Result:
    return steppe.simulate(WORLD, expected=True)


def counted(observation: Observation) -> float:
    """What the run says of an observation."""
    found = counterpart(run(), observation)
    assert isinstance(found, Counterpart), found
    return float(modelled(run(), [found])[0, 0])


def test_every_row_says_where_it_is_from() -> None:
    rows = (*WORLD.places, *WORLD.routes, *WORLD.events, *WORLD.observations, *WORLD.pushes)
    assert [row for row in rows if not row.source.strip()] == []
    assert [row for row in rows if row.source == "Assumption" and "Assumption:" not in row.note] == []


def test_thirty_four_capitals_and_the_day_each_fell() -> None:
    assert len(capitals()) == 34
    assert set(falls()) == set(capitals())


def test_capitals_fell_as_fast_as_was_reported_at_the_time() -> None:
    """18 by 13 August, 33 by 15 August, Bazarak in September."""
    by = [sum(day <= date(2021, 8, last) for day in falls().values()) for last in range(6, 16)]
    assert by == [1, 2, 5, 6, 8, 9, 12, 18, 25, 33]
    assert falls()["Bazarak"] == date(2021, 9, 6)


def test_eighteen_border_posts_each_with_a_state_for_every_day() -> None:
    posts = {place.name for place in WORLD.places if place.kind == "crossing" and place.country == "AFG"}
    assert len(posts) == 18
    first, after = WORLD.start, WORLD.start + timedelta(days=WORLD.days)
    for post in posts:
        spans = sorted(
            (event.start or first, event.end or after)
            for event in WORLD.events
            if isinstance(event, RouteRegime) and event.place == post
        )
        assert spans[0][0] <= first and spans[-1][1] == after, post
        assert all(end == start for (_, end), (start, _) in pairwise(spans)), post


def test_every_place_lies_in_its_country() -> None:
    by_name = {each.name: each.rings for each in countries()}
    outlines = {code: by_name[name] for code, name in names_by_code().items() if name in by_name}
    assert {"AFG", "PAK", "IRN", "TJK", "UZB", "TKM", "CHN"} <= set(outlines)
    missed = {}
    for place in WORLD.places:
        assert place.latitude is not None and place.longitude is not None
        if place.country in outlines:
            away = outside_km(outlines[place.country], place.longitude, place.latitude)
            if away > FARTHEST_OUTSIDE_KM:
                missed[place.name] = round(away)
    assert missed == {}


def outside_km(rings: tuple[np.ndarray, ...], longitude: float, latitude: float) -> float:
    """How far a point lies outside an outline, km; 0 inside."""
    crossings, nearest = 0, np.inf
    scale = np.array([111.2 * np.cos(np.radians(latitude)), 111.2])
    for ring in rings:
        (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
        spans = (y0 > latitude) != (y1 > latitude)
        at = x0[spans] + (latitude - y0[spans]) / (y1[spans] - y0[spans]) * (x1[spans] - x0[spans])
        crossings += int(np.sum(at > longitude))
        start, along = (ring[:-1] - (longitude, latitude)) * scale, (ring[1:] - ring[:-1]) * scale
        length = np.maximum((along**2).sum(axis=1), 1e-12)
        share = np.clip(-(start * along).sum(axis=1) / length, 0, 1)
        nearest = min(nearest, float(np.hypot(*(start + share[:, None] * along).T).min()))
    return 0.0 if crossings % 2 else nearest


def test_a_place_put_into_another_country_would_be_noticed() -> None:
    rings = next(each.rings for each in countries() if each.name == "Afghanistan")
    assert outside_km(rings, 69.2, 34.5) == 0
    assert 100 < outside_km(rings, 71.58, 34.0) + outside_km(rings, 67.0, 30.18) < 250


def test_nothing_published_is_compared_twice() -> None:
    used = [each for each in WORLD.observations if each.use]
    same = Counter((each.date, each.place, each.country, each.measure, each.counted_from) for each in used)
    assert [key for key, times in same.items() if times > 1] == []


def test_sums_plans_and_estimates_are_kept_but_not_compared() -> None:
    for each in WORLD.observations:
        if not each.note.startswith("Observed") or "Neighbouring countries" in each.series:
            assert not each.use, each
    assert not any(each.use for each in WORLD.observations if each.value in (515_000, 500_000, 158_000))
    assert sum(each.value == 515_000 for each in WORLD.observations) == 1


def test_a_figure_left_out_of_the_comparison_says_why() -> None:
    assert [each for each in WORLD.observations if not each.use and "Not compared: " not in each.note] == []


def test_what_drives_the_airlift_is_not_also_held_against_it() -> None:
    pushed = {push.end or push.start for push in WORLD.pushes}
    driving = [each for each in WORLD.observations if each.series == "evacuated_cumulative"]
    assert pushed <= {each.date for each in driving} | {date(2021, 8, 30)}
    assert not any(each.use for each in driving)
    assert {push.place for push in WORLD.pushes} == {AIRPORT}
    assert sum(push.people for push in WORLD.pushes) == 124_000


def test_nobody_crosses_iran_but_by_a_post_or_a_way_that_has_a_regime() -> None:
    border = [event for event in WORLD.events if isinstance(event, BorderRegime)]
    assert [(event.country, event.other_country, event.admit) for event in border] == [("AFG", "IRN", 0.35)]


@needs_facts
def test_the_script_writes_the_world_as_it_stands(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "tools/afghanistan_2021"), str(FACTS), "--to", str(tmp_path)]
    subprocess.run(command, check=True, timeout=60)
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == ["events.csv", "observations.csv", "places.csv", "pushes.csv", "routes.csv"]
    same, different, missing = filecmp.cmpfiles(gallery.path(WORLD.name), tmp_path, written, shallow=False)
    assert (different, missing) == ([], [])
    assert same == written


@needs_facts
def test_capitals_stand_where_and_hold_whom_the_facts_say() -> None:
    for row in facts("provinces"):
        place = WORLD.place(row["capital"])
        assert (place.latitude, place.longitude) == (float(row["lat"]), float(row["lon"]))
        assert place.population == int(row["population_nsia_1400_2021_22"])
        assert falls()[place.name] == date.fromisoformat(row["capital_fell"])


@needs_facts
def test_every_road_of_the_facts_is_there_once() -> None:
    """No stretch is lost or counted twice when roads are joined; what is left out is said."""
    lengths = {row["route_id"]: float(row["distance_km"]) for row in facts("routes")}
    named = [re.findall(r"Facts row (r\d+)", route.note) for route in WORLD.routes]
    assert Counter(row for rows in named for row in rows).most_common(1)[0][1] == 1
    assert set(lengths) - {row for rows in named for row in rows} == LEFT_OUT_ROADS
    for route, rows in zip(WORLD.routes, named, strict=True):
        if rows:
            assert route.distance_km == pytest.approx(sum(lengths[row] for row in rows)), route


# Dushanbe airport (no number), Kabul to Frankfurt (counted by way of Tashkent), roads out of transit airports.
LEFT_OUT_ROADS = {"r127", "r128", "r129", "r144", "r146"}


@needs_facts
def test_every_published_figure_of_the_facts_is_there_once() -> None:
    given = Counter(
        (row["date"], float(row["value"]), row["source"]) for row in facts("arrivals") if row["value"]
    )
    kept = Counter((each.date.isoformat(), float(each.value), each.source) for each in WORLD.observations)
    assert kept == given


@needs_facts
def test_border_posts_are_in_the_state_the_facts_say() -> None:
    """Every period of the facts within the run is a regime with its dates, but for one that overlaps another."""
    starts = {
        (event.place.lower(), event.start)
        for event in WORLD.events
        if isinstance(event, RouteRegime) and event.place.endswith(" post")
    }
    for row in facts("crossing_status"):
        if (
            row["date_to"] >= WORLD.start.isoformat()
            and (row["crossing_id"], row["date_from"]) != OVERLAPPING
        ):
            begin = max(date.fromisoformat(row["date_from"]), WORLD.start)
            assert (f"{row['crossing_id'].replace('_', ' ')} post", begin) in starts


OVERLAPPING = ("chaman", "2021-09-07")


def test_as_many_are_displaced_as_was_counted_by_the_end_of_the_year() -> None:
    last = max(
        (each for each in WORLD.observations if each.use and each.country == "AFG"), key=lambda e: e.date
    )
    assert last.value == 690_248
    assert counted(last) == pytest.approx(last.value, rel=0.1)


def test_nearly_all_who_reach_pakistan_come_through_chaman() -> None:
    """91 to 97 in a hundred, by those whom UNHCR asked."""
    flow = run().mean_replica().flow.sum(axis=0)
    place = {each.name: each.country for each in run().places}
    into = {
        ends: float(people)
        for ends, people in zip(run().labels.route_ends, flow, strict=True)
        if place[ends[0]] == "AFG" and place[ends[1]] == "PAK" and ends[0] != AIRPORT
    }
    assert into["Chaman post", "Quetta"] > 0.9 * sum(into.values()) > 10_000


def test_arrivals_in_neighbouring_countries_lie_between_what_was_registered_and_what_was_estimated() -> None:
    """Iran's government spoke of up to 500,000; Pakistan's year-end estimate was 108,000."""
    final = {each.country: counted(each) for each in WORLD.observations if each.use and not each.place}
    assert 26_244 / 2 < final["IRN"] < 500_000
    assert 27_860 / 2 < final["PAK"] < 108_000
    assert 5_600 / 2 < final["TJK"] < 5_600 * 2


def test_the_airlift_takes_everybody_from_the_airport_by_the_end_of_august() -> None:
    result = run()
    stock = result.mean_replica().stock[:, result.labels.places.index(AIRPORT)]
    flow = result.mean_replica().flow
    out = [number for number, ends in enumerate(result.labels.route_ends) if ends[0] == AIRPORT]
    flown = sum(flow[:, number].sum() for number in out if result.labels.route_ends[number][1] != "Kabul")
    assert stock[-1] == 0
    assert 110_000 < flown <= 124_000
    september = (date(2021, 9, 1) - WORLD.start).days
    assert flow[september:, out].sum() < 1


def test_an_unopened_pass_carries_nobody() -> None:
    numbers = [n for n, ends in enumerate(run().labels.route_ends) if ends == ("Wakhjir post", "Tashkurgan")]
    assert len(numbers) == 1
    assert run().mean_replica().flow[:, numbers].sum() == 0


def test_the_page_on_this_world_shows_what_a_run_gives() -> None:
    shown = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if re.match(r"\| 2021-\d\d-\d\d \|", line)
    ]
    assert len(shown) > 10
    for day, where, _, published, simulated in shown:
        code = next((code for code, name in names_by_code().items() if name == where), where)
        value = float(published.replace(",", ""))
        found = [
            each
            for each in WORLD.observations
            if each.use
            and (each.date.isoformat(), each.place or each.country, each.value) == (day, code, value)
        ]
        assert len(found) == 1, (day, where)
        assert counted(found[0]) == pytest.approx(float(simulated.replace(",", "")), rel=0.03, abs=4), (
            day,
            where,
        )
