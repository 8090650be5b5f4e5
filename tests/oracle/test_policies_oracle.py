"""What single persons do under borders and pathways agrees with what can be reckoned by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest

from steppe.scenario.check import check
from steppe.scenario.events import BorderRegime, CampOpens, HostLimit, RouteSpeed
from steppe.scenario.model import Border, Group, Pathway, Place, Route, Scenario, Share
from tests.oracle.environment import directed_links, environment
from tests.oracle.groups import leaves, speeds
from tests.oracle.networks import NETWORKS
from tests.oracle.networks.frontier import frontier
from tests.oracle.networks.valley import ABROAD, HOME, amended, day
from tests.oracle.regimes import posts
from tests.oracle.run import ACCOUNTS, STEPS, Histories, run_oracle
from tests.oracle.tables import lay_out

POLICIES = tuple(sorted(name for name, make in NETWORKS.items() if ".policies" in make.__module__))


@cache
def history(name: str) -> Histories:
    return run_oracle(NETWORKS[name](), replicas=60, seed=5)


def accounts(kept: Histories) -> dict[str, np.ndarray]:
    """Accounts of posts by word. Shape ``(replica, day, post)`` each."""
    return {word: kept.border[:, :, number] for number, word in enumerate(ACCOUNTS)}


def steps(kept: Histories) -> dict[str, np.ndarray]:
    """Accounts of pathways by word. Shape ``(replica, day, pathway)`` each."""
    return {word: kept.pathway[:, :, number] for number, word in enumerate(STEPS)}


def yesterday(waiting: np.ndarray) -> np.ndarray:
    """Who waited the night before."""
    return np.concatenate([np.zeros_like(waiting[:, :1]), waiting[:, :-1]], axis=1)


@pytest.mark.parametrize("name", POLICIES)
def test_a_world_of_policies_is_one_that_may_be_run(name):
    assert [each.found for each in check(NETWORKS[name]()) if each.severity == "error"] == []


@pytest.mark.parametrize("name", POLICIES)
def test_nobody_is_lost(name):
    kept = history(name)
    home = kept.went_home.cumsum(axis=1) if kept.went_home.size else 0
    assert (kept.entered.cumsum(axis=1) == kept.stock.sum(axis=2) + kept.en_route + home).all()
    if kept.group_stock.size:
        assert (kept.group_stock.sum(axis=2) == kept.stock).all()


@pytest.mark.parametrize("name", POLICIES)
def test_every_attempt_at_a_post_ends_in_one_way(name):
    kept, scenario = history(name), NETWORKS[name]()
    found = accounts(kept)
    ends = ("admitted", "refused", "irregular", "pushed_back", "waiting")
    assert (found["attempts"] == sum(found[word] for word in ends)).all()
    assert (found["attempts"] >= yesterday(found["waiting"]) - found["gave_up"]).all()
    assert (found["gave_up"] <= yesterday(found["waiting"])).all()
    between = posts(scenario, directed_links(scenario))
    refused_at_gates = any(place.hard_capacity for place in scenario.places)
    back = kept.turned_back[:, :, between] - found["refused"] - found["pushed_back"]
    assert (back >= 0).all() and (refused_at_gates or not back.any())


@pytest.mark.parametrize("name", [name for name in POLICIES if NETWORKS[name]().pathways])
def test_whoever_applies_waits_or_has_an_answer(name):
    found = steps(history(name))
    left = sum(found[word] for word in ("refused", "departed", "gave_up", "released"))
    assert (found["waiting"] == yesterday(found["waiting"]) + found["applied"] - left).all()
    assert found["applied"].any()


def test_a_quota_is_used_up_by_both_posts_together_while_people_wait():
    found = accounts(history("quota_shared_by_two_posts"))
    outward = [
        n for n, link in enumerate(between_countries("quota_shared_by_two_posts")) if link == (HOME, ABROAD)
    ]
    admitted, waiting = (found[word][:, :, outward].sum(axis=2) for word in ("admitted", "waiting"))
    assert admitted.max() == 3
    assert (admitted[waiting > 0] == 3).all()


def test_a_quota_is_for_each_direction():
    found = accounts(history("quota_in_each_direction"))
    ways = between_countries("quota_in_each_direction")
    for way in ((HOME, ABROAD), (ABROAD, HOME)):
        numbers = [n for n, each in enumerate(ways) if each == way]
        assert found["admitted"][:, :, numbers].sum(axis=2).max() == 2


def between_countries(name: str) -> list[tuple[str, str]]:
    scenario = NETWORKS[name]()
    links = directed_links(scenario)
    country = [place.country for place in scenario.places]
    return [(country[links[n].start], country[links[n].end]) for n in posts(scenario, links)]


def test_nobody_is_let_through_a_shut_door_and_all_wait_before_it():
    name = "door_open_on_some_weekdays"
    found, ways = accounts(history(name)), between_countries(name)
    between = [n for n, way in enumerate(ways) if set(way) == {HOME, ABROAD}]
    shut = [n for n in range(NETWORKS[name]().days) if day(n).weekday() not in (0, 1, 3)]
    assert (found["waiting"] == found["attempts"])[:, shut][:, :, between].all()
    assert not found["admitted"][:, shut][:, :, between].any()
    assert found["admitted"][:, :, between].any()


def test_a_country_that_takes_eight_people_never_has_more():
    world = frontier(HostLimit(ABROAD, day(0), 8))
    kept = run_oracle(world, replicas=100, seed=1)
    abroad = [n for n, place in enumerate(world.places) if place.country == ABROAD]
    assert kept.stock[:, :, abroad].sum(axis=2).max() == 8


def test_seats_are_never_exceeded_and_used_up_while_people_are_ready():
    found = steps(history("airlift_with_seats"))
    assert found["departed"].max() == 2
    assert (found["departed"][found["waiting"] > 0] == 2).all()


def test_a_camp_that_sends_people_on_is_never_overfull_and_they_sleep_on_the_road():
    kept, world = history("overflow"), NETWORKS["overflow"]()
    haven = [place.name for place in world.places].index("Haven")
    assert kept.stock[:, :, haven].max() == 5
    assert (kept.en_route >= kept.turned_back[:, :, into(world, "Haven")].sum(axis=2)).all()


def into(scenario: Scenario, place: str) -> list[int]:
    return [n for n, link in enumerate(directed_links(scenario)) if scenario.places[link.end].name == place]


def crowd(*events: object, people: int = 40_000, **changes: object) -> Scenario:
    """So many people at a post on the first day, with nowhere to go but across."""
    fields: dict[str, object] = {
        "places": (Place("Post", HOME, "crossing", present=people), Place("Camp", ABROAD, "camp")),
        "routes": (Route("Post", "Camp", 10, two_way=False),),
        "events": events,
        "settings": {"leave_chance_camp": 0.0, "border_knowledge": 0.0},
        "days": 1,
    }
    return Scenario("crowd", day(0), home_country=HOME, **{**fields, **changes})  # type: ignore[arg-type]


def shares_on(kept: Histories, number: int) -> dict[str, float]:
    found = accounts(kept)
    return {word: float(each[0, number, 0] / found["attempts"][0, number, 0]) for word, each in found.items()}


def test_shares_of_a_post_are_those_of_its_rule():
    rule = BorderRegime(HOME, ABROAD, "restricted", day(0), admit=0.3, wait=0.5, irregular=0.4, pushback=0.1)
    found = shares_on(run_oracle(crowd(replace(rule, irregular_returned=0.35)), replicas=1, seed=1), 0)
    tries = 0.7 * 0.4
    assert found["admitted"] == pytest.approx(0.3 * 0.9, abs=0.012)
    assert found["irregular"] == pytest.approx(tries * 0.65 * 0.9, abs=0.012)
    assert found["pushed_back"] == pytest.approx(0.03 + tries * (0.35 + 0.065), abs=0.012)
    assert found["waiting"] == pytest.approx(0.7 * 0.6 * 0.5, abs=0.012)
    assert found["refused"] == pytest.approx(0.7 * 0.6 * 0.5, abs=0.012)


def test_of_those_who_wait_a_share_gives_up_every_morning_and_is_back_the_next_where_there_is_no_other_road():
    rule = BorderRegime(HOME, ABROAD, "closed", day(0), wait=1.0, give_up=0.25)
    found = accounts(run_oracle(crowd(rule, days=6), replicas=1, seed=1))
    waiting = [1.0]
    for _ in range(5):
        waiting.append(0.75 * waiting[-1] + (1 - waiting[-1]))
    assert found["waiting"][0, :, 0] / 40_000 == pytest.approx(np.array(waiting), abs=0.012)
    assert not found["refused"].any()


def test_patrols_of_the_land_return_whom_they_meet():
    away = (Route("Post", "Camp", 10, two_way=False, away_from_posts=True),)
    world = crowd(routes=away, borders=(Border(ABROAD, HOME, 420, "hills", 30),))
    found = shares_on(run_oracle(world, replicas=1, seed=1), 0)
    assert found["irregular"] == pytest.approx(math.exp(-30 * 5 * 0.6 / 420), abs=0.012)
    assert found["irregular"] + found["pushed_back"] == 1.0


def test_a_long_border_draws_people_as_many_posts_would():
    roads = tuple(Route("Post", "Camp", 10, two_way=False, away_from_posts=away) for away in (True, False))
    known = {"border_knowledge": 1.0}
    borders = (Border(ABROAD, HOME, 420, "hills", 30),)
    rule = BorderRegime(HOME, ABROAD, "restricted", day(0), admit=0.3, wait=1.0, irregular=0.5, pushback=0.2)
    world = crowd(rule, routes=roads, borders=borders, settings=known)
    weight = lay_out(world)[0].choices["weight"][0, 0]
    seen = (0.3 + 0.7 * 0.5) * 0.8
    assert weight[0] / weight[1] == pytest.approx(2.94 * math.exp(-30 * 5 * 0.6 / 420) / seen)


def applicants(**changes: object) -> Scenario:
    """A thousand people who have applied for something by the first evening and do nothing else."""
    pathway = Pathway("visa", "visa", "Camp", day(400), "Post", wait_days=6.0, stages=3)
    settings = {"leave_chance_crossing": 0.0, "leave_chance_camp": 0.0}
    return crowd(people=4000, pathways=(replace(pathway, **changes),), settings=settings, days=60)  # type: ignore[arg-type]


def test_a_wait_in_stages_has_the_mean_and_the_spread_of_its_law():
    found = steps(run_oracle(applicants(), replicas=1, seed=1))
    departed = found["departed"][0, :, 0]
    days = np.repeat(np.arange(60), departed)
    assert found["applied"][0, 0, 0] == len(days) == 4000
    assert days.mean() == pytest.approx(6.0, abs=0.2)
    assert days.var() == pytest.approx(6.0 * (6.0 / 3 - 1), rel=0.1)
    assert days.min() == 3


def test_who_is_refused_at_a_host_place_does_not_apply_there_again():
    found = steps(run_oracle(applicants(approval=0.7), replicas=1, seed=1))
    assert found["applied"].sum() == 4000
    assert found["refused"].sum() / 4000 == pytest.approx(0.3, abs=0.03)
    again = steps(run_oracle(applicants(approval=0.7, refused_to="Post"), replicas=1, seed=1))
    assert again["applied"].sum() > 5000


def test_who_is_sent_onward_has_left_the_next_evening():
    world = replace(applicants(approval=0.0, refused_to="onward", wait_days=0.0), days=2)
    kept = run_oracle(world, replicas=1, seed=1)
    assert kept.stock[0].tolist() == [[4000, 0], [0, 4000]]


def test_on_its_last_day_a_pathway_lets_everybody_go():
    found = steps(run_oracle(applicants(end=day(4)), replicas=1, seed=1))
    assert found["released"][0, :, 0].nonzero()[0].tolist() == [4]
    assert found["released"].sum() == found["waiting"][0, 3, 0]


def test_who_settles_lives_there_and_may_be_driven_out_again():
    name = "returned_and_driven_out_again"
    kept, world = history(name), NETWORKS[name]()
    assert kept.entered.sum(axis=1).max() > sum(place.population for place in world.places)


def test_people_enter_by_the_shares_of_their_place():
    world = crowd(
        groups=(Group("a"), Group("b")),
        shares=(Share("a", 1.0), Share("b", 0.8, "Post"), Share("a", 0.2, "Post")),
    )
    kept = run_oracle(replace(world, settings={"leave_chance_crossing": 0.0}), replicas=1, seed=1)
    assert kept.group_stock[0, 0, :, 0] / 40_000 == pytest.approx([0.2, 0.8], abs=0.012)


def test_a_pass_is_slow_on_the_same_days_of_every_year():
    start, end = date(2020, 2, 29), date(2020, 3, 2)
    event = RouteSpeed("Camp", "Post", start, end, 0.5, every_year=True)
    slow = {}
    for year in (2019, 2023, 2024):
        world = replace(crowd(event, days=6), start=date(year, 2, 26))
        pace = speeds(world, directed_links(world))[:, 0, 0]
        slow[year] = [
            (world.start + timedelta(days=n)).isoformat()[5:] for n in range(6) if pace[n] < pace[0]
        ]
    assert slow[2019] == slow[2023] == ["02-28", "03-01"]
    assert slow[2024] == ["02-28", "02-29", "03-01"]


def test_how_far_a_day_takes_a_group_depends_on_mode_and_hours():
    groups = (
        Group("a", hours_per_day=5),
        Group("b", mode="foot"),
        Group("c", mode="animal", hours_per_day=20),
    )
    roads = (*crowd().routes, Route("Post", "Camp", 900, two_way=False, mode="air", speed_km_per_day=4000))
    world = crowd(groups=groups, shares=tuple(Share(each.name, 1 / 3) for each in groups), routes=roads)
    assert speeds(world, directed_links(world))[0].tolist() == [[180, 4000], [35, 4000], [90, 4000]]


def test_some_leave_more_than_others():
    groups = (Group("a", leave_factor=2), Group("b", leave_factor=0), Group("c"))
    world = crowd(groups=groups, shares=tuple(Share(each.name, 1 / 3) for each in groups))
    chances = leaves(world, np.array([[0.3, 1.0]]))
    assert chances[0] == pytest.approx(np.array([[0.51, 1.0], [0.0, 0.0], [0.3, 1.0]]))


def test_a_camp_that_opens_is_a_town_before_and_between():
    opens = (CampOpens("Camp", day(1), day(3)), CampOpens("Camp", day(4)))
    days = environment(replace(crowd(*opens), days=6))
    assert days.is_camp[:, 1].tolist() == [False, True, True, False, True, True]


def test_the_rule_for_a_group_at_a_post_goes_before_all_others():
    rules = lay_out(NETWORKS["one_regime_per_group"]())[0].regimes.rule
    world = NETWORKS["one_regime_per_group"]()
    names = [place.name for place in world.places]
    link = next(
        n
        for n, each in enumerate(directed_links(world))
        if (names[each.start], names[each.end]) == ("Gate", "Harbour")
    )
    assert rules["admit"][0, :, link].tolist() == [1.0, 0.0, 0.0]
    assert rules["admit"][2, :, link].tolist() == [0.5, 0.0, 0.0]
    assert rules["quota"][0, 0, link] >= 0 and rules["quota"][2, 0, link] == -1


def test_a_hard_place_takes_no_more_from_a_pathway_than_it_has_room():
    world = NETWORKS["pathway_into_a_full_camp"]()
    haven = [place.name for place in world.places].index("Haven")
    assert history("pathway_into_a_full_camp").stock[:, :, haven].max() == 5
    roomier = amended(world, "Haven", capacity=7)
    assert run_oracle(roomier, replicas=60, seed=1).stock[:, :, haven].max() == 7
