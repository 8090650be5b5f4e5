"""A hindcast sees nothing later than its origin, learns from others only, and scores what it says it scores."""

from dataclasses import fields, replace
from datetime import timedelta

import numpy as np
import polars
import pytest

from steppe.insight import proper
from steppe.insight.forecasting.cold_start import Truth, cold_start_table
from steppe.insight.forecasting.cold_worlds import ColdBeliefs, beliefs_for, worlds_of
from steppe.insight.forecasting.hindcast import members_of, settings_hash, settings_of
from steppe.insight.forecasting.members import chances_of
from steppe.insight.forecasting.scoring import score_sheet
from steppe.insight.forecasting.sheet import Case, Terms, sheet_of
from steppe.insight.forecasting.summary import overall_table, summary_table
from steppe.insight.reports import reports_of
from tests.insight.counted_world import BEGIN, on, usual_counts, world

TERMS = Terms((7, 30), 14, 28, 2, 1)
DATES = np.array([BEGIN + timedelta(days=day) for day in range(160)], dtype=object)


def case(observations=None, name="three-camps"):
    found = world(observations)
    return Case(name, found, found, reports_of(found))


@pytest.fixture(scope="module")
def forecast_sheet():
    return sheet_of(case(), "forecast", TERMS, threads=1)


def corrupted(after):
    """The same counts, with everything that was published after a day changed."""
    return [
        replace(each, value=7 * each.value + 123) if (each.as_of or each.date) > on(after) else each
        for each in usual_counts()
    ]


@pytest.mark.parametrize("origin", [28, 56, 70])
def test_what_is_said_at_an_origin_does_not_depend_on_anything_published_later(forecast_sheet, origin):
    other = sheet_of(case(corrupted(origin)), "forecast", TERMS, threads=2)
    mine, theirs = (each.points.at(each.points.origin == origin) for each in (forecast_sheet, other))
    assert len(mine) > 0
    for part in fields(mine):
        assert np.array_equal(getattr(mine, part.name), getattr(theirs, part.name)), part.name
    for name, said in forecast_sheet.simple.items():
        rows = forecast_sheet.points.origin == origin
        assert np.array_equal(said[rows], other.simple[name][other.points.origin == origin]), name
    assert not np.array_equal(forecast_sheet.observed, other.observed)


def test_given_totals_and_events_are_all_that_the_other_track_is_told(forecast_sheet):
    given = sheet_of(case(), "given", TERMS, threads=1)
    same = given.simple["last report"] == forecast_sheet.simple["last report"]
    assert same.all() and not np.array_equal(given.points.growth, forecast_sheet.points.growth)


def test_members_of_every_forecaster_are_learned_without_the_case_itself(forecast_sheet, monkeypatch):
    from steppe.insight.forecasting import hindcast, lessons

    seen = []
    true = hindcast.lessons_for
    monkeypatch.setattr(lessons, "shipped_sheets", lambda track: ())
    monkeypatch.setattr(hindcast, "lessons_for", lambda *given: seen.append(true(*given)[0]) or true(*given))
    monkeypatch.setattr("steppe.insight.forecasting.spread.MOST_STEPS", 2)
    others = [replace(forecast_sheet, case=name, names=(name,)) for name in ("north", "south")]
    members = members_of(forecast_sheet, others, TERMS)
    assert set(seen[0].conflict) == {"north", "south"}
    assert members["last report"].shape[1] == 1 and members["steppe"].shape[1] == 200
    assert {"steppe", "steppe simulation", "damped trend", "damped trend + errors"} <= set(members)
    assert all((each >= 0).all() and np.isfinite(each).all() for each in members.values())


def test_scores_are_those_of_the_members(forecast_sheet):
    rng = np.random.default_rng(2)
    wide = forecast_sheet.observed[:, None] * rng.lognormal(0, 0.2, (forecast_sheet.observed.size, 50))
    still = forecast_sheet.simple["last report"][:, None]
    scored = score_sheet(forecast_sheet, {"wide": wide, "last report": still}, DATES, 1)
    rows = scored.points.filter(polars.col("forecaster") == "wide")
    assert rows["crps"].to_numpy() == pytest.approx(proper.crps(wide, forecast_sheet.observed))
    certain = scored.points.filter(polars.col("forecaster") == "last report")
    assert certain["crps"].to_numpy() == pytest.approx(np.abs(still[:, 0] - forecast_sheet.observed))
    assert certain["pit"].null_count() == certain.height and certain["is_point"].all()
    one = scored.scores.filter(
        (polars.col("forecaster") == "wide")
        & (polars.col("origin") == on(28))
        & (polars.col("horizon") == 30)
    )
    mine = (forecast_sheet.points.origin == 28) & (forecast_sheet.horizon == 30)
    assert one["targets"][0] == mine.sum()
    assert one["energy"][0] == pytest.approx(proper.energy_score(wide[mine].T, forecast_sheet.observed[mine]))
    median = np.median(wide[mine], axis=1)
    truth = forecast_sheet.observed[mine]
    assert one["ard"][0] == pytest.approx(np.abs(median - truth).sum() / truth.sum())
    assert one["mase"][0] == pytest.approx(
        np.abs(median - truth).sum() / np.abs(still[mine, 0] - truth).sum()
    )


def rows_of(case_name, errors):
    """One number per forecaster, off by so much."""
    quantiles = ("p05", "p10", "p25", "median", "p75", "p90", "p95")
    return polars.DataFrame(
        [
            {
                "case": case_name, "origin": on(28), "horizon": 30, "track": "forecast", "forecaster": name,
                "series": "A", "day": on(58), "observed": 1000.0, **dict.fromkeys(quantiles, 1000.0 + error),
                "crps": error, "wis": error, "pit": None, "is_point": name not in ("steppe", "steppe simulation"),
            }
            for name, error in errors.items()
        ],
        schema_overrides={"pit": polars.Float64},
    )  # fmt: skip


def test_the_best_simple_rule_is_chosen_on_the_other_cases():
    points = polars.concat(
        [
            rows_of("one", {"last report": 100.0, "damped trend": 10.0, "steppe": 50.0}),
            rows_of("two", {"last report": 100.0, "damped trend": 300.0, "steppe": 50.0}),
            rows_of("three", {"last report": 100.0, "damped trend": 90.0, "steppe": 25.0}),
        ]
    )
    summary = summary_table(points)
    ours = {row["case"]: row for row in summary.filter(polars.col("forecaster") == "steppe").to_dicts()}
    assert {name: row["best_baseline"] for name, row in ours.items()} == {
        "one": "last report", "two": "damped trend", "three": "last report",
    }  # fmt: skip
    assert ours["one"]["skill_crps"] == pytest.approx(0.5)
    assert ours["two"]["skill_crps"] == pytest.approx(1 - 50 / 300)
    overall = overall_table(points, summary, 1).filter(polars.col("forecaster") == "steppe").to_dicts()[0]
    assert overall["skill_crps"] == pytest.approx(np.mean([0.5, 1 - 50 / 300, 0.75]))
    assert overall["skill_crps_low"] <= overall["skill_crps"] <= overall["skill_crps_high"]


def test_members_of_one_origin_move_together_and_each_holds_every_chance():
    chances = chances_of(np.repeat([10, 24], 40), 100, 3)
    assert np.sort(chances, axis=1) == pytest.approx(np.tile((np.arange(100) + 0.5) / 100, (80, 1)))
    together = np.corrcoef(chances[:40])[np.triu_indices(40, 1)].mean()
    apart = np.corrcoef(chances)[:40, 40:].mean()
    assert 0.2 < together < 0.4 and abs(apart) < 0.15
    assert np.array_equal(chances, chances_of(np.repeat([10, 24], 40), 100, 3))


def test_the_hash_of_the_settings_knows_cases_and_terms():
    first = settings_of([case()], TERMS, ("given",), cold_start=True)
    assert settings_hash(first) == settings_hash(settings_of([case()], TERMS, ("given",), cold_start=True))
    assert settings_hash(first) != settings_hash(
        settings_of([case()], replace(TERMS, seed=2), ("given",), cold_start=True)
    )
    assert settings_hash(first) != settings_hash(
        settings_of([case(corrupted(30))], TERMS, ("given",), cold_start=True)
    )


def test_beliefs_of_a_cold_start_leave_out_the_conflict_at_hand():
    everybody = beliefs_for(["Nowhere"], capacities=False)
    left_out = beliefs_for(["Nyarugusu", "Nduta", "Mahama", "Nakivale", "Lusenda"], capacities=False)
    assert everybody != left_out and everybody.cost_per_travel_day > 0


def test_cold_worlds_differ_in_what_is_not_known_and_capacities_matter_only_where_they_may():
    beliefs = ColdBeliefs(2.0, 0.5, 1.0, 0.8)
    drawn = worlds_of(world(), beliefs, 8, 1, capacities=False)
    assert len({each.number("cost_per_travel_day") for each in drawn}) == 8
    assert {each.number("worth_capacity") for each in drawn} == {0.0}
    assert {each.number("capacity_scaling") for each in drawn} == {0.0}
    assert {each.place("Home").worth for each in drawn} == {0.0} and drawn[0].place("Alder").worth != 0.0
    assert worlds_of(world(), beliefs, 1, 1, capacities=True)[0].number("worth_capacity") == 0.8


def test_a_cold_start_is_scored_as_the_peer_is_on_its_camps():
    made = world(pushes=(), settings={"push_from_observations": True, "day_zero": "observations"})
    found = Case("three-camps", made, made, reports_of(made))
    truth = Truth(found)
    assert truth.names == ("Alder", "Birch", "Cedar") and truth.difference(truth.daily) == (0.0, 0.0)
    table = cold_start_table([found], TERMS, threads=1)
    assert set(table["forecaster"]) == {"steppe", "equal split", "capacity split", "gravity"}
    assert table["ard_daily"].is_between(0.0, 2.0).all()
    total = truth.daily.sum(axis=1, keepdims=True)
    even = truth.difference(np.repeat(total / 3, 3, axis=1))[0]
    assert table.filter(forecaster="equal split")["ard_daily"].to_list() == pytest.approx([even, even])
