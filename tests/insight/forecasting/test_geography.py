"""Gravity and radiation, against sums written out and against an oracle that tries every way."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from steppe.insight.forecasting.geography import geography_of, radiation
from steppe.scenario.events import BorderRegime, CampClosed, CampOpens, Conflict
from steppe.scenario.model import Place, Route
from tests.engine.worlds import HERE, THERE, camp, day, town, world
from tests.insight.forecasting.worlds import series

NEAR, FAR = series("Near", {0: 1.0}), series("Far", {0: 1.0})
ROADS = (Route("Home", "Near", 100), Route("Home", "Between", 150), Route("Between", "Far", 150))
FIGHTING = Conflict("Home", day(0))


def country(*events, roads=ROADS, home=8_000, between=6_000, **more):
    places = (town("Home", population=home), town("Between", population=between), camp("Near"), camp("Far"))
    return world(*places, routes=roads, events=(FIGHTING, *events), days=10, **more)


def shares(world, reports=(NEAR, FAR), on=0):
    found = geography_of(world, reports, world.days)
    return found.gravity[on].tolist(), found.radiation[on].tolist()


def test_gravity_falls_with_the_square_of_the_way():
    gravity, _ = shares(country())
    assert gravity == pytest.approx([0.9, 0.1])


def test_radiation_counts_who_lives_on_this_side_of_a_host():
    """A camp counts as the median town, of 7,000; within 300 km of home live 6,000 and the nearer camp's 7,000."""
    _, found = shares(country())
    pull = [8 * 7 / (8 * (8 + 7)), 8 * 7 / ((8 + 13) * (8 + 7 + 13))]
    assert found == pytest.approx([each / sum(pull) for each in pull])


def test_the_formula_of_radiation():
    """Simini et al. 2012, eq. 2, for one commuter: 3 of 3 + 2 people stop at once, and nobody between changes that."""
    assert float(radiation(3.0, np.array([2.0]), np.array([0.0]))[0]) == pytest.approx(2 / 5)
    assert float(radiation(3.0, np.array([2.0]), np.array([5.0]))[0]) == pytest.approx(3 * 2 / (8 * 10))


def test_radiation_knows_no_distance_only_who_is_passed():
    stretched = tuple(replace(road, distance_km=3 * road.distance_km) for road in ROADS)
    assert shares(country(roads=stretched))[1] == pytest.approx(shares(country())[1])


def test_who_lives_beyond_a_host_does_not_matter_to_it():
    beyond = (*ROADS, Route("Far", "Beyond", 50))
    larger = replace(country(roads=beyond), places=(*country().places, town("Beyond", population=7_000)))
    assert shares(larger)[1] == pytest.approx(shares(country())[1])


def test_a_camp_takes_people_only_while_it_is_open():
    opens, closes = CampOpens("Far", day(3)), CampClosed("Near", day(6))
    found = geography_of(country(opens, closes), (NEAR, FAR), 10)
    assert found.gravity[[2, 3, 6], 0].tolist() == pytest.approx([1.0, 0.9, 0.0])
    assert found.radiation[[2, 6], 0].tolist() == [1.0, 0.0]


def test_nobody_is_sent_over_a_closed_border():
    def at(name, land, kind="town"):
        return Place(name, land, kind, population=5_000 if kind == "town" else 0)

    places = (at("Home", HERE), at("Near", "One", "camp"), at("Far", "Two", "camp"))
    roads = (Route("Home", "Near", 100), Route("Home", "Far", 300))
    closed = BorderRegime(HERE, "One", "closed", day(4), day(7))
    both = world(*places, routes=roads, events=(FIGHTING, closed), days=10)
    found = geography_of(both, (NEAR, FAR), 10)
    for table in (found.gravity, found.radiation):
        assert (table[:4, 0] > 0.5).all() and (table[7:, 0] > 0.5).all()
        assert table[4:7].tolist() == [[0.0, 1.0]] * 3


def test_each_place_in_conflict_sends_its_own_by_people_and_intensity():
    """Neither reaches the other's camp, so that shares are those of who flees."""
    places = (town("Home", population=1_000), town("Other", population=4_000), camp("Near"), camp("Far"))
    roads = (Route("Home", "Near", 10), Route("Other", "Far", 500))
    events = (FIGHTING, Conflict("Other", day(0), intensity=0.5))
    found = shares(world(*places, routes=roads, events=events))
    assert found == (pytest.approx([1 / 3, 2 / 3]), pytest.approx([1 / 3, 2 / 3]))


def test_without_any_population_places_in_conflict_count_alike():
    places = (town("Home"), town("Other"), camp("Near"), camp("Far"))
    roads = (Route("Home", "Near", 10), Route("Other", "Far", 500))
    found = shares(world(*places, routes=roads, events=(FIGHTING, Conflict("Other", day(0)))))
    assert found == (pytest.approx([0.5, 0.5]), pytest.approx([0.5, 0.5]))


@pytest.mark.parametrize(
    "roads", [(), (Route("Near", "Far", 10),), (Route("Near", "Home", 5, two_way=False),)]
)
def test_where_nothing_is_reached_shares_are_equal(roads):
    assert shares(country(roads=roads)) == ([0.5, 0.5], [0.5, 0.5])


def test_where_nobody_flees_shares_are_equal():
    later = replace(country(), events=(Conflict("Home", day(5)),))
    found = geography_of(later, (NEAR, FAR), 10)
    assert found.gravity[4].tolist() == [0.5, 0.5]
    assert found.gravity[5].tolist() == pytest.approx([0.9, 0.1])


def test_a_host_that_falls_to_the_fighting_takes_nobody():
    assert shares(country(Conflict("Near", day(0))))[0] == [0.0, 1.0]


def test_a_country_holds_what_its_places_hold():
    whole = series(THERE, {0: 1.0})
    third = Place("Third", "Elsewhere", "camp")
    roads = (*ROADS, Route("Home", "Third", 200))
    larger = replace(country(roads=roads), places=(*country().places, third))
    apart = shares(larger, (NEAR, FAR, series("Third", {0: 1.0})))
    together = shares(larger, (whole, series("Third", {0: 1.0})))
    for each, summed in zip(apart, together, strict=True):
        assert summed == pytest.approx([each[0] + each[1], each[2]])


def test_nobody_stays_for_good_at_a_crossing():
    post = Place("Post", THERE, "crossing")
    roads = (Route("Home", "Post", 1), Route("Post", "Near", 99), *ROADS[1:])
    third = Place("Third", "Elsewhere", "camp")
    more = replace(
        country(roads=(*roads, Route("Home", "Third", 100))), places=(*country().places, post, third)
    )
    gravity, _ = shares(more, (series(THERE, {0: 1.0}), series("Third", {0: 1.0})))
    assert gravity == pytest.approx([(1 + 1 / 9) / (2 + 1 / 9), 1 / (2 + 1 / 9)])


def test_of_parallel_roads_the_shorter_counts():
    found = shares(country(roads=(*ROADS, Route("Home", "Near", 50))))[0]
    assert found == pytest.approx([36 / 37, 1 / 37])


def test_the_order_of_places_and_of_series_changes_nothing():
    there, turned = country(), replace(country(), places=country().places[::-1])
    for forward, backward in zip(shares(there), shares(turned, (FAR, NEAR)), strict=True):
        assert backward[::-1] == pytest.approx(forward)


@pytest.mark.parametrize("seed", range(6))
def test_shares_of_random_countries_are_those_of_an_oracle(seed):
    rng = np.random.default_rng(seed)
    drawn, reports = _random_country(rng)
    found = geography_of(drawn, reports, drawn.days)
    gravity, by_radiation = _oracle(drawn, [each.where for each in reports])
    assert found.gravity[0] == pytest.approx(gravity)
    assert found.radiation[0] == pytest.approx(by_radiation)
    assert found.gravity.sum(axis=1) == pytest.approx(1.0)
    assert found.radiation.sum(axis=1) == pytest.approx(1.0)


def _random_country(rng):
    towns = [town(f"T{number}", population=int(rng.integers(1, 50)) * 1_000) for number in range(7)]
    camps = [camp(f"C{number}") for number in range(4)]
    names = [each.name for each in (*towns, *camps)]
    pairs = [(a, b) for a, b in product(names, names) if a < b and rng.random() < 0.3]
    roads = tuple(
        Route(a, b, float(rng.integers(5, 400)), two_way=bool(rng.random() < 0.7)) for a, b in pairs
    )
    events = tuple(
        Conflict(f"T{number}", day(0), intensity=float(rng.uniform(0.2, 1))) for number in range(3)
    )
    return world(*towns, *camps, routes=roads, events=events), [series(each.name, {0: 1.0}) for each in camps]


def _oracle(drawn, camps):
    """Both models written out place by place, ways by trying every place between (Floyd & Warshall)."""
    names = [each.name for each in drawn.places]
    km = {(a, b): 0.0 if a == b else np.inf for a, b in product(names, names)}
    for road in drawn.routes:
        km[road.start, road.end] = road.distance_km
        if road.two_way:
            km[road.end, road.start] = road.distance_km
    for through, a, b in product(names, names, names):
        km[a, b] = min(km[a, b], km[a, through] + km[through, b])
    people = {each.name: float(each.population) for each in drawn.places}
    typical = float(np.median([each.population for each in drawn.places if each.kind == "town"]))
    people |= dict.fromkeys(camps, typical)
    summed = np.zeros((2, len(camps)))
    for event in drawn.events:
        home = event.place
        reached = [each for each in camps if np.isfinite(km[home, each])]
        if not reached:
            continue
        pull = np.zeros((2, len(camps)))
        for each in reached:
            between = sum(
                people[other]
                for other in names
                if other not in (home, each) and km[home, other] <= km[home, each]
            )
            own, host = people[home], people[each]
            pull[:, camps.index(each)] = (
                km[home, each] ** -2.0,
                own * host / ((own + between) * (own + host + between)),
            )
        summed += people[home] * event.intensity * pull / pull.sum(axis=1, keepdims=True)
    return summed / summed.sum(axis=1, keepdims=True)
