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
from steppe.scenario.events import Conflict, HostLimit, PathwayChange, RouteRegime, Statement
from steppe.scenario.model import Observation, Scenario
from steppe.scenario.study import Study, read_study

ROOT = Path(__file__).resolve().parents[2]
FACTS = ROOT.parent / "shared" / "afghanistan"
PAGE = ROOT / "docs" / "explanation" / "afghanistan-2021.md"
WORLD = steppe.load("afghanistan-2021")
AIRPORT = "Kabul airport"
NO_PAPERS, LOCAL_CARD, PASSPORT, EMPLOYEES = (group.name for group in WORLD.groups)
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
    rows += (*WORLD.groups, *WORLD.shares, *WORLD.borders, *WORLD.pathways)
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


def regimes(place: str) -> list[RouteRegime]:
    return [each for each in WORLD.events if isinstance(each, RouteRegime) and each.place == place]


def test_eighteen_border_posts_each_with_a_state_for_every_day() -> None:
    posts = {place.name for place in WORLD.places if place.kind == "crossing" and place.country == "AFG"}
    assert len(posts) == 18
    first, after = WORLD.start, WORLD.start + timedelta(days=WORLD.days)
    for post in posts:
        spans = sorted((each.start or first, each.end or after) for each in regimes(post) if not each.groups)
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


def test_ways_into_iran_away_from_its_posts_turn_back_as_many_as_were_reported() -> None:
    country = {place.name: place.country for place in WORLD.places}
    ways = [
        route
        for route in WORLD.routes
        if route.away_from_posts and (country[route.start], country[route.end]) == ("AFG", "IRN")
    ]
    assert len(ways) == 3
    for route in ways:
        (regime,) = [each for each in regimes(route.start) if each.other_place == route.end]
        assert (regime.irregular_returned, regime.start, regime.end) == (0.65, None, None)


def test_chaman_takes_cards_of_the_four_provinces_near_it_only() -> None:
    assert {row.place for row in WORLD.shares if row.group == LOCAL_CARD} == {
        "Kandahar",
        "Lashkargah",
        "Tarinkot",
        "Qalat",
    }
    naming_cards = [each for each in WORLD.events if getattr(each, "groups", "") == LOCAL_CARD]
    assert {getattr(each, "place", "") for each in naming_cards} == {"Chaman post"}
    on = {each.groups: each.admit for each in regimes("Chaman post") if each.start == date(2021, 8, 13)}
    assert on[""] is not None
    assert on[LOCAL_CARD] is not None
    assert on[""] < on[LOCAL_CARD]


def test_shares_of_the_groups_add_up_wherever_people_leave() -> None:
    for place in {row.place for row in WORLD.shares}:
        assert sum(row.share for row in WORLD.shares if row.place == place) == pytest.approx(1), place


def test_seats_out_of_kabul_add_up_to_what_was_published_day_by_day() -> None:
    flights = {each.name: each for each in WORLD.pathways if each.place == AIRPORT}
    published = {
        date(2021, 8, 20): 9_000,
        date(2021, 8, 23): 48_000,
        date(2021, 8, 25): 88_000,
        date(2021, 8, 26): 95_700,
        date(2021, 8, 27): 105_000,
        date(2021, 8, 28): 111_900,
        date(2021, 8, 29): 117_000,
        date(2021, 8, 30): 124_000,
    }
    seats = 0
    for day in (date(2021, 8, 14) + timedelta(days=each) for each in range(17)):
        for name, flight in flights.items():
            assert flight.start is not None
            changed = [
                each.seats
                for each in WORLD.events
                if isinstance(each, PathwayChange)
                and each.pathway == name
                and each.start <= day < (each.end or day)
            ]
            if flight.start <= day < flight.end:
                seats += (changed or [flight.seats])[0] or 0
        assert abs(seats - published.get(day, seats)) <= 5, day


def test_statements_stand_on_the_timeline_and_change_nothing() -> None:
    said = [each for each in WORLD.events if isinstance(each, Statement)]
    assert 40 <= len(said) <= 90
    assert {each.country for each in said if each.about.startswith("hosting requested")} == {"USA"}
    assert {each.other_country for each in said if "9000" in each.about} == {"KAZ", "TJK", "UZB"}
    assert [each.country for each in said if each.about.startswith("arms offer")] == ["RUS"]


def test_hosts_that_named_a_number_take_no_more() -> None:
    limits = {each.country: each.limit for each in WORLD.events if isinstance(each, HostLimit)}
    assert limits == {"XKX": 2000, "ALB": 4000, "MKD": 450, "UGA": 2000}


@cache
def study() -> Study:
    return read_study(gallery.path(WORLD.name) / "study.toml")


def test_the_study_holds_the_answers_that_were_not_given() -> None:
    assert [each.name for each in study().variants] == [
        "central-asia-hosts-9000",
        "tajikistan-keeps-its-pledge",
        "all-neighbours-open",
        "all-neighbours-shut",
        "transit-visas-in-30-days",
        "transit-visas-in-180-days",
        "transit-visas-in-420-days",
    ]
    assert study().base == WORLD
    for each in study().variants:
        assert "Changed:" in each.description
        assert "Assumed:" in each.description


@needs_facts
def test_the_script_writes_the_world_as_it_stands(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "tools/afghanistan_2021"), str(FACTS), "--to", str(tmp_path)]
    subprocess.run(command, check=True, timeout=60)
    written = sorted(path.name for path in tmp_path.iterdir())
    assert [name.removesuffix(".csv") for name in written] == [
        "borders",
        "events",
        "groups",
        "observations",
        "pathways",
        "places",
        "pushes",
        "routes",
        "shares",
    ]
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
    """No stretch is lost or counted twice when roads are joined; flights are pathways; what is left out is said."""
    lengths = {row["route_id"]: float(row["distance_km"]) for row in facts("routes")}
    named = [re.findall(r"Facts row (r\d+)", route.note) for route in WORLD.routes]
    flown = [row for each in WORLD.pathways for row in re.findall(r"Facts row (r\d+)", each.note)]
    found = Counter(flown + [row for rows in named for row in rows])
    assert found.most_common(1)[0][1] == 1
    assert set(lengths) - set(found) == LEFT_OUT_ROADS
    for route, rows in zip(WORLD.routes, named, strict=True):
        if rows:
            assert route.distance_km == pytest.approx(sum(lengths[row] for row in rows)), route


# Dushanbe airport (no number), Kabul to Frankfurt (counted by way of Tashkent), roads out of transit airports, flights
# from three bases to Ramstein.
LEFT_OUT_ROADS = {"r127", "r128", "r129", "r144", "r146", "r150", "r152", "r154"}


@needs_facts
def test_every_published_figure_of_the_facts_is_there_once() -> None:
    given = Counter(
        (row["date"], float(row["value"]), row["source"]) for row in facts("arrivals") if row["value"]
    )
    kept = Counter((each.date.isoformat(), float(each.value), each.source) for each in WORLD.observations)
    assert kept == given


@needs_facts
def test_border_posts_are_in_the_state_the_facts_say() -> None:
    """Every period of the facts within the run is a regime with its dates, for people with papers and without."""
    for row in facts("crossing_status"):
        if row["date_to"] < WORLD.start.isoformat():
            continue
        begin = max(date.fromisoformat(row["date_from"]), WORLD.start)
        post = regimes(
            f"{row['crossing_id'].replace('_', ' ').capitalize()} post".title().replace("Post", "post")
        )
        on = {each.groups: each for each in post if each.start == begin}
        assert "" in on, row
        with_papers = on.get(PASSPORT, on[""])
        expected = {"open": "open", "closed": "closed", "restricted": "restricted"}
        if row["who_decides"] != "Tajikistan":
            assert on[""].status == expected[row["people_undocumented"]], row
            assert with_papers.status == expected[row["people_documented"]], row


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


def test_two_thirds_of_attempts_on_the_ways_into_iran_fail() -> None:
    ways = [name for name in run().labels.posts if name.endswith(("→ Mashhad", "→ Birjand", "→ Saravan"))]
    ways = [name for name in ways if " post" not in name]
    assert len(ways) == 3
    back, across = (
        sum(float(run().border.at(account=account, post=name).values.sum()) for name in ways)
        for account in ("pushed_back", "irregular")
    )
    assert back / (back + across) == pytest.approx(0.65, abs=0.01)


def test_arrivals_in_neighbouring_countries_lie_between_what_was_registered_and_what_was_estimated() -> None:
    """Iran's government spoke of up to 500,000; Pakistan's year-end estimate was 108,000."""
    final = {each.country: counted(each) for each in WORLD.observations if each.use and not each.place}
    assert 26_244 / 2 < final["IRN"] < 500_000
    assert 27_860 / 2 < final["PAK"] < 108_000
    assert 5_600 / 2 < final["TJK"] < 5_600 * 2


def test_the_airlift_takes_as_many_as_were_flown_out_and_empties_the_airport() -> None:
    result = run()
    stock = result.mean_replica().stock[:, result.labels.places.index(AIRPORT)]
    assert stock[-1] < 1
    flights = [each.name for each in WORLD.pathways if each.place == AIRPORT]
    flown = sum(float(result.pathway.at(step="departed", pathway=name).values.sum()) for name in flights)
    assert flown == pytest.approx(124_000, rel=0.01)


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
