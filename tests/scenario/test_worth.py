"""The worth of single places: kept in files, and absent from worlds that say nothing of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from steppe.scenario.check import check
from steppe.scenario.folder import load, read, scenario_hash, write
from steppe.scenario.model import Pathway, Place, Route, Scenario

WORLD = Scenario(
    "drawn",
    date(2025, 1, 1),
    20,
    home_country="Aland",
    places=(
        Place("Town", "Aland", population=900),
        Place("Post", "Aland", "crossing"),
        Place("Camp", "Bland", "camp"),
    ),
    routes=(Route("Town", "Post", 40), Route("Post", "Camp", 30)),
)


def with_worth(place: str, worth: float, scenario: Scenario = WORLD) -> Scenario:
    places = tuple(replace(each, worth=worth) if each.name == place else each for each in scenario.places)
    return replace(scenario, places=places)


def told(scenario: Scenario) -> list[tuple[str, str]]:
    return [(each.severity, each.found) for each in check(scenario) if "worth" in each.found]


def test_worth_survives_being_written(tmp_path):
    write(with_worth("Camp", -1.25), tmp_path / "drawn")
    assert read(tmp_path / "drawn") == with_worth("Camp", -1.25)


def test_a_world_without_worth_is_written_and_named_as_before_the_column_was_there(tmp_path):
    write(WORLD, tmp_path / "plain")
    assert "worth" not in (tmp_path / "plain" / "places.csv").read_text()
    assert scenario_hash(with_worth("Camp", 0.0)) == scenario_hash(WORLD)
    assert scenario_hash(with_worth("Camp", 0.1)) != scenario_hash(WORLD)


def test_the_hash_of_a_built_in_world_is_what_it_was():
    assert scenario_hash(load("two-camps")) == TWO_CAMPS


TWO_CAMPS = "fcf306c8d566d7fc9964f6f8807f5c0fc6426d834ffd143df40cd02ed91f1a93"


def test_worth_of_a_place_nobody_stops_at_is_told_of():
    assert told(with_worth("Camp", 1.0)) == []
    assert told(with_worth("Post", 1.0)) == [
        ("warning", "worth has no effect: nobody stops at 'Post', a crossing.")
    ]
    offered = replace(WORLD, pathways=(Pathway("visa", "visa", "Town", date(2025, 1, 9), place="Post"),))
    assert told(with_worth("Post", 1.0, offered)) == []


def test_the_peers_rules_know_no_worth():
    peers = with_worth("Camp", 1.0).with_settings(rules="flee", clock="flee", routing="flee")
    assert told(peers) == [("error", "worth cannot be run with rules = 'flee' and routing = 'flee'.")]
    assert told(WORLD.with_settings(rules="flee", clock="flee", routing="flee")) == []
