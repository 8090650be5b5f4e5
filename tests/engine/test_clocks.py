"""How long a route takes under either clock."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from steppe.engine.clocks import FleeClock, HoursClock, Leg
from steppe.engine.network import DirectedRoute
from steppe.scenario.model import Route
from tests.engine.worlds import PEER, along, camp, counted, expected, road, town, world


def route(distance_km, speed_km_per_day=360.0):
    return DirectedRoute(0, "A → B", 0, 1, distance_km, speed_km_per_day)


PEERS = FleeClock(360.0, 35.0)
OURS = HoursClock(12, 36.0)


def journeys(clock, way, used=0, on_foot=False):
    """Chance, nights and whether the day goes on, of each way a route may be travelled."""
    for leg in clock.set_out(way, used, on_foot):
        share, nights = leg.share, 0
        while leg.used is None:
            nights += 1
            leg = clock.night(way, leg.remaining)
        yield share, nights, leg


@pytest.mark.parametrize(
    ("distance_km", "nights", "again"),
    [
        (0, 0, True),
        (359, 0, True),
        (359.99, 0, True),
        (360, 1, True),
        (719, 1, True),
        (720, 2, True),
        (1003, 2, True),
    ],
)
def test_the_peer_arrives_once_strictly_more_than_the_distance_is_walked(distance_km, nights, again):
    ((share, slept, leg),) = journeys(PEERS, route(distance_km))
    assert (share, slept, leg.decides) == (1.0, nights, again)


@pytest.mark.parametrize(("used_km", "again"), [(0, True), (200, True), (210, False), (300, False)])
def test_the_peer_decides_again_on_a_day_until_a_days_distance_is_moved(used_km, again):
    """On a route of 150 km; what counts is what was moved when it is finished."""
    ((_, slept, leg),) = journeys(PEERS, route(150), used=100 * used_km)
    assert (slept, leg.used, leg.decides) == (0, 100 * used_km + 15_000, again)


def test_on_the_day_after_the_peer_has_moved_only_what_was_left_of_the_route():
    ((_, _, leg),) = journeys(PEERS, route(500))
    assert leg == Leg(1.0, 14_000, True, bins=39)


def test_on_foot_the_peers_first_route_takes_its_length_over_the_pace_on_foot():
    ((_, slept, leg),) = journeys(PEERS, route(100), on_foot=True)
    assert (slept, leg.used, leg.decides) == (2, 3_000, True)


@pytest.mark.parametrize("distance_km", [1, 29.9, 30, 31, 77, 180, 359, 360, 361, 500, 1003.7, 5000])
@pytest.mark.parametrize("used", [0, 5, 11])
def test_the_mean_travel_time_is_the_distance_over_the_speed_and_at_least_one_slice(distance_km, used):
    mean = 0.0
    for share, nights, leg in journeys(OURS, route(distance_km), used):
        mean += share * (12 * nights + leg.used - used)
    assert mean == pytest.approx(max(1.0, distance_km / 360 * 12))


@pytest.mark.parametrize(("used", "nights", "arrived"), [(0, 0, 4), (8, 0, 12), (9, 1, 1), (11, 1, 3)])
def test_a_route_of_four_slices_is_cut_by_the_night(used, nights, arrived):
    ((_, slept, leg),) = journeys(OURS, route(120), used)
    assert (slept, leg.used, leg.decides) == (nights, arrived, arrived < 12)


def test_on_foot_nobody_is_faster_than_on_the_road():
    for speed, slices in ((360.0, 12), (18.0, 24)):
        ((_, nights, leg),) = journeys(OURS, route(36, speed), on_foot=True)
        assert 12 * nights + leg.used == slices


@pytest.mark.parametrize(("distance_km", "when"), [(359, 0), (360, 1), (719.9, 1), (720, 2)])
def test_people_arrive_under_the_peers_clock_when_it_says(distance_km, when):
    scenario = road(distance_km, **PEER)
    came = along(scenario, counted(scenario).flow, "Town", "Camp")[0]
    assert came.tolist() == [1_000 * (number == when) for number in range(4)]


@pytest.mark.parametrize("distance_km", [100, 370, 490, 800])
def test_people_are_on_the_road_for_the_mean_number_of_days_by_the_hour(distance_km):
    """With one slice a day: the day of arrival is the number of days less one."""
    scenario = road(distance_km, days=5, slices_per_day=1, speed_km_per_day=200.0)
    came = along(scenario, expected(scenario).flow, "Town", "Camp")[0]
    assert came.sum() == pytest.approx(1_000)
    assert (came * np.arange(1, 6)).sum() / 1_000 == pytest.approx(max(1.0, distance_km / 200))


def chain(distance_km, **settings):
    """Five stops in a row, at none of which anybody rests."""
    names = ("A", "B", "C", "D", "E")
    return world(
        town("A", present=100),
        *(town(name) for name in names[1:-1]),
        camp("E"),
        routes=tuple(Route(*pair, distance_km, two_way=False) for pair in pairwise(names)),
        leave_chance_town=1.0,
        leave_chance_camp=0.0,
        **settings,
    )


@pytest.mark.parametrize(
    ("clock", "distance_km", "seen"),
    [
        ("hours", 90, "EEEE"),
        ("hours", 120, "DEEE"),
        ("hours", 150, ".EEE"),
        ("hours", 300, "...E"),
        ("flee", 89, "EEEE"),
        ("flee", 130, "DEEE"),
        ("flee", 200, "CEEE"),
        ("flee", 359, "CEEE"),
        ("flee", 400, "...."),
    ],
)
def test_how_far_a_day_takes_people_along_a_chain_of_roads(clock, distance_km, seen):
    """Where everybody stands each night; a dot is on the road."""
    found = counted(chain(distance_km, clock=clock, routing="flee"))
    where = ["ABCDE"[stock.argmax()] if stock.any() else "." for stock in found.stock[0]]
    assert "".join(where) == seen
