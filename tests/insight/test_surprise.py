"""What left the band of a forecast is found, and each kind of explanation where counts were made to have it."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom

from steppe.errors import UsageError
from steppe.insight.forecasting.held import later_counts
from steppe.insight.surprise import sides, surprise
from steppe.insight.surprise_files import write_surprise
from steppe.insight.surprise_words import joint_words, sentence
from steppe.scenario.events import BorderRegime, CampOpens, CapacityChange, Conflict, Statement
from steppe.scenario.model import Correction
from tests.insight.counted_world import BEGIN, TODAY, by_hand, counts, on, world

LEVEL = {"Alder": 2000.0, "Birch": 4000.0, "Cedar": 6000.0}
LATER = range(TODAY + 10, TODAY + 61, 10)


def seen(of_place, **more):
    """The usual counts on the day of the forecast, and later ones by place as a function of the days ahead."""
    rows = [each for place, level in LEVEL.items() for each in counts(place, {TODAY: level})]
    for place, value in of_place.items():
        rows += counts(place, {day: float(value(day - TODAY)) for day in LATER})
    return world(rows, **more)


def still(level):
    return lambda _: level


CALM = {place: still(level) for place, level in LEVEL.items()}


def first(found, kind):
    return next(each for each in found.explanations if each.kind == kind)


def test_nothing_leaves_the_band_where_counts_are_as_forecast():
    found = surprise(seen(CALM), by_hand(LEVEL))
    assert (found.departures, found.explanations) == ((), ())
    assert sentence(found) == (
        "Nothing left the band: 0 of 18 counts between 2 Mar 2025 and 1 May 2025 lie outside 9 in 10, no more than may"
        " happen."
    )
    assert not found.joint.is_surprising
    assert found.joint.chance_of_course == 1.0


def test_no_later_count_is_told_as_such():
    found = surprise(seen({}), by_hand(LEVEL))
    assert (found.joint, found.departures, found.until) == (None, (), on(TODAY))
    assert sentence(found) == "No count came after 2 Mar 2025 that could be held against the forecast."


def outliers(*values):
    return dict(zip([10, 20, 30, 40, 50, 60], values, strict=True)).__getitem__


def departed(*values):
    """The departure of Alder, forecast as 2,000 with a standard deviation of 50, where its counts are these."""
    found = surprise(seen({**CALM, "Alder": outliers(*values)}), by_hand(LEVEL))
    return next((each for each in found.departures if each.series == "Alder"), None)


def test_one_count_a_little_outside_is_no_departure_two_in_a_row_are():
    assert departed(2000, 2100, 2000, 2000, 2000, 2000) is None
    assert departed(2000, 2100, 2000, 2100, 2000, 2100) is None
    assert departed(2000, 2100, 1900, 2000, 2000, 2000) is None
    two = departed(2000, 2000, 2100, 2100, 2000, 2000)
    assert (two.since, two.before, two.direction) == (on(TODAY + 30), on(TODAY + 20), "above")
    assert (two.outside, two.counts, two.stayed, two.day) == (2, 4, False, on(TODAY + 40))


def test_one_count_far_outside_is_a_departure():
    one = departed(2000, 2000, 2000, 2000, 2000, 1700)
    assert (one.since, one.direction, one.stayed) == (on(TODAY + 60), "below", True)
    forecast = by_hand(LEVEL)
    low, middle = np.quantile(forecast.at("Alder")[:, 59], (0.05, 0.5))
    assert (one.low, one.median, one.observed) == pytest.approx((low, middle, 1700))
    assert one.beyond == pytest.approx(1700 - low) and one.away == pytest.approx(1700 - middle)
    assert one.chance == pytest.approx(1 / 400)


def test_the_chance_is_two_sided():
    some = departed(2090, 2090, 2090, 2090, 2090, 2090)
    below = (by_hand(LEVEL).at("Alder")[:, 59] < 2090).mean()
    assert some.chance == pytest.approx(2 * (1 - below))


def test_counts_before_the_forecast_and_corrected_counts_are_not_held_against_it():
    rows = counts("Alder", {TODAY: 2000.0, 50: 9999.0}, {50: TODAY + 5})
    rows += counts("Alder", {TODAY + 10: 2000.0, TODAY + 20: 2000.0})
    rows += counts("Alder", {TODAY + 10: 9999.0}, {TODAY + 10: TODAY + 30})
    rows += counts("Birch", {TODAY: 4000.0}) + counts("Cedar", {TODAY: 6000.0})
    held = later_counts(world(rows), by_hand(LEVEL))
    assert held["Alder"].observed.tolist() == [2000, 2000]


def test_all_together_are_held_against_forecasts_of_the_days_they_were_counted_on():
    rows = [each for place, level in LEVEL.items() for each in counts(place, {TODAY: level})]
    rows += counts("Alder", {TODAY + 10: 2200.0}) + counts("Birch", {TODAY + 20: 4400.0})
    forecast = by_hand(LEVEL, per_day=10.0)
    together = later_counts(world(rows), forecast)[""]
    assert together.observed.tolist() == [12_200, 12_600]
    assert np.allclose(together.members[:, 0], forecast.at("Alder")[:, 9] + 10_000)
    assert np.allclose(
        together.members[:, 1], forecast.at("Alder")[:, 9] + forecast.at("Birch")[:, 19] + 6000
    )


def test_a_total_that_runs_ahead_with_shares_as_forecast_is_inflow():
    pace = {"Alder": 30, "Birch": 20, "Cedar": 10}
    forecast = by_hand(LEVEL, per_day=pace)
    twice = {place: (lambda d, p=place: LEVEL[p] + 2 * pace[p] * d) for place in LEVEL}
    found = surprise(seen(twice), forecast)
    assert {each.series for each in found.departures} == {"", *LEVEL}
    inflow = found.explanations[0]
    assert inflow.kind == "inflow" and inflow.share > 0.97
    assert inflow.evidence["total_away"] == pytest.approx(60 * 60, rel=0.01)
    assert (
        "3,600 more in all than the 16,000 forecast (23 %)" in inflow.words
        and "could explain" in inflow.words
    )
    assert not [each for each in found.explanations if each.kind in ("routes", "relocation")]


def test_a_total_that_falls_short_is_inflow_too():
    forecast = by_hand(LEVEL, per_day=30.0)
    found = surprise(seen(CALM), forecast)
    assert found.explanations[0].kind == "inflow" and "fewer in all" in found.explanations[0].words
    assert {each.direction for each in found.departures} == {"below"}


def test_the_total_as_forecast_with_other_shares_is_routes():
    forecast = by_hand(LEVEL, per_day=30.0)
    changed = {
        "Alder": lambda d: 2000 + 55 * d, "Birch": lambda d: 4000 + 25 * d, "Cedar": lambda d: 6000 + 10 * d,
    }  # fmt: skip
    found = surprise(seen(changed), forecast)
    assert "" not in found.since
    routes = found.explanations[0]
    assert routes.kind == "routes" and routes.share > 0.97
    assert routes.evidence["from_forecast_shares"]["Alder"] == pytest.approx(1500, abs=20)
    assert routes.evidence["share_elsewhere"] == pytest.approx(1500 / 17_400, abs=0.005)
    assert not [each for each in found.explanations if each.kind in ("inflow", "relocation")]


def test_what_one_series_loses_another_gains_is_a_relocation_and_both_are_named():
    moved = {
        **CALM,
        "Birch": lambda d: 4000 if d < 30 else 4000 - 40 * (d - 20),
        "Cedar": lambda d: 6000 if d < 30 else 6000 + 38 * (d - 20),
    }
    found = surprise(seen(moved), by_hand(LEVEL))
    told = first(found, "relocation")
    assert told.series == ("Birch", "Cedar")
    assert told.evidence["fell"] == pytest.approx(1600) and told.evidence["gained"] == pytest.approx(1520)
    assert told.share > 0.9
    assert found.explanations[0].kind == "relocation"
    assert "Birch fell by 1,600 and Cedar gained 1,500" in told.words
    assert "Alder" not in {name for each in found.departures for name in [each.series]}


def test_a_fall_that_nobody_gains_is_no_relocation():
    found = surprise(seen({**CALM, "Birch": lambda d: 4000 - 20 * d}), by_hand(LEVEL))
    assert "Birch" in found.since
    assert not [each for each in found.explanations if each.kind == "relocation"]


def test_a_single_step_and_a_parallel_course_is_a_correction_or_a_new_registration():
    stepped = {**CALM, "Cedar": lambda d: 6000 if d < 30 else 5000}
    found = surprise(seen(stepped), by_hand(LEVEL))
    jump = found.explanations[0]
    assert (jump.kind, jump.series) == ("jump", ("Cedar",))
    assert jump.share > 0.9 and jump.evidence["day"] == on(TODAY + 30).isoformat()
    assert jump.evidence["corrected"] == []
    told = surprise(seen(stepped, corrections=(Correction("Cedar", on(TODAY + 30)),)), by_hand(LEVEL))
    assert told.explanations[0].evidence["corrected"] == ["Cedar"]
    assert "the scenario dates a correction of Cedar that day" in told.explanations[0].words


def test_steps_of_one_day_are_told_together():
    stepped = {
        **CALM,
        "Alder": lambda d: 2000 if d < 30 else 3000,
        "Cedar": lambda d: 6000 if d < 30 else 8000,
    }
    jump = first(surprise(seen(stepped), by_hand(LEVEL)), "jump")
    assert set(jump.series) == {"Alder", "Cedar"} and jump.share > 0.97


@pytest.mark.parametrize("course", [lambda d: 6000 + 25 * d, lambda d: 6000 if d < 60 else 8000])
def test_a_slow_drift_or_a_step_at_the_last_count_is_none(course):
    found = surprise(seen({**CALM, "Cedar": course}), by_hand(LEVEL))
    assert "Cedar" in found.since
    assert not [each for each in found.explanations if each.kind == "jump"]


def test_a_series_that_begins_is_named():
    fresh = {**CALM, "Alder": lambda d: 0 if d < 30 else 20 * d}
    level = {**LEVEL, "Alder": 0.0}
    rows = [each for place in ("Birch", "Cedar") for each in counts(place, {TODAY: LEVEL[place]})]
    rows = [*counts("Alder", {TODAY: 0.0}), *rows]
    for place, value in fresh.items():
        rows += counts(place, {day: float(value(day - TODAY)) for day in LATER})
    found = surprise(world(rows), by_hand(level))
    new = found.explanations[0]
    assert (new.kind, new.series) == ("new series", ("Alder",))
    assert (new.evidence["first"], new.evidence["latest"]) == (600.0, 1200.0)
    assert new.evidence["day"] == on(TODAY + 30).isoformat()
    assert "Alder had no count on 2 Mar 2025" in new.words


def test_where_nothing_had_a_count_none_is_new_among_others():
    found = surprise(seen(CALM), by_hand(dict.fromkeys(LEVEL, 0.0)))
    assert {each.kind for each in found.explanations} <= {"inflow", "routes", "jump", "events"}


def test_of_a_single_series_the_sum_is_not_told_twice():
    rows = counts("Alder", {TODAY: 2000.0, TODAY + 10: 3000.0})
    found = surprise(world(rows), by_hand({"Alder": 2000.0}))
    assert [each.series for each in found.departures] == ["Alder"]
    assert sentence(found).startswith("Alder left the band: ") and "sum" not in sentence(found)
    assert found.explanations[0].kind == "inflow"


def test_events_shortly_before_that_touch_the_place_or_the_country_are_listed_with_dates():
    closed = BorderRegime("BIR", "HOM", "closed", on(TODAY + 5))
    events = (
        Conflict("Home", BEGIN, on(TODAY + 8)),
        closed,
        CampOpens("Alder", on(TODAY + 5)),
        CapacityChange("Cedar", on(TODAY - 40), 100),
        CapacityChange("Cedar", on(TODAY + 55), 200),
        Statement("BIR", on(TODAY + 5), about="nothing"),
    )
    found = surprise(seen({**CALM, "Cedar": lambda d: 6000 - 20 * d}, events=events), by_hand(LEVEL))
    assert found.since["Cedar"] == on(TODAY + 10)
    of_cedar = next(
        each for each in found.explanations if each.kind == "events" and each.series == ("Cedar",)
    )
    assert [each["day"] for each in of_cedar.evidence["events"]] == [on(TODAY + 5).isoformat()]
    assert "at most" in of_cedar.words and "closed" in of_cedar.words
    together = next(each for each in found.explanations if each.kind == "events" and each.series == ("",))
    days = [(each["day"], each["ends"]) for each in together.evidence["events"]]
    assert (on(TODAY + 8).isoformat(), True) in days and len(days) == 3


def test_explanations_stand_by_how_much_they_account_for():
    mixed = {
        "Alder": lambda d: 2000 + 30 * d, "Birch": lambda d: 4000 - 10 * d, "Cedar": lambda d: 6000 + 50 * d,
    }  # fmt: skip
    found = surprise(seen(mixed), by_hand(LEVEL))
    shares = [round(each.share, 1) for each in found.explanations]
    assert shares == sorted(shares, reverse=True)
    assert all(0.1 <= each.share <= 1 + 1e-9 for each in found.explanations)
    assert all(each.people == pytest.approx(each.share * sum(abs(d.away) for d in found.departures if d.series), rel=0.01)
               for each in found.explanations)  # fmt: skip
    words = " ".join(each.words for each in found.explanations)
    assert "could explain" in words and "caused" not in words


def test_where_only_the_sum_left_the_band_all_series_on_its_side_are_explained():
    slightly = {place: (lambda d, p=place: LEVEL[p] + 70) for place in LEVEL}
    found = surprise(seen(slightly), by_hand(LEVEL))
    assert [each.series for each in found.departures] == [""]
    assert found.explanations[0].kind == "inflow" and found.explanations[0].share > 0.7
    assert sentence(found).startswith("The sum of all lies")


def test_all_counts_together_are_tested_once_per_series_and_against_the_forecasts_own_futures():
    forecast = by_hand(LEVEL)
    odd = {**CALM, "Alder": still(2400), "Birch": still(3600)}
    joint = surprise(seen(odd), forecast).joint
    assert (joint.counts, joint.outside, joint.series, joint.series_outside) == (18, 12, 3, 2)
    assert joint.chance == pytest.approx(1 - binom.cdf(1, 3, 0.1))
    out = np.abs(sides_of(forecast)).sum(axis=1) * 6
    assert joint.chance_of_course == pytest.approx((1 + (out >= 12).sum()) / 401)
    assert joint.is_surprising and "12 of 18 lie outside" in joint_words(joint)


def sides_of(forecast):
    """On which side of the band each member's course lies, by series."""
    members = forecast.members[:, 0]
    low, high = np.quantile(members, (0.05, 0.95), axis=0)
    return (members > high).astype(int) - (members < low)


def test_series_that_move_together_are_less_of_a_surprise_together():
    odd = {place: still(level + 100) for place, level in LEVEL.items()}
    apart = surprise(seen(odd), by_hand(LEVEL)).joint
    moving = surprise(seen(odd), by_hand(LEVEL, together=0.95)).joint
    assert apart.outside == moving.outside == 18
    assert moving.chance_of_course > 3 * apart.chance_of_course


def test_about_a_tenth_of_what_is_drawn_from_the_forecast_lies_outside():
    forecast = by_hand(LEVEL)
    outside = []
    for number in range(100):
        drawn = {place: still(forecast.members[number, 0, at]) for at, place in enumerate(LEVEL)}
        held = later_counts(seen(drawn), forecast)
        outside += [abs(int(sides(held[place], 0.9)[0])) for place in LEVEL]
    assert 0.05 < np.mean(outside) < 0.15


def test_another_world_is_refused():
    with pytest.raises(UsageError, match="other series of counts than the forecast of three-camps"):
        surprise(world(counts("Alder", {0: 1.0})), by_hand(LEVEL))


def test_it_is_written_as_a_table_an_object_and_a_picture_with_departures_marked(tmp_path):
    scenario = seen({**CALM, "Cedar": lambda d: 6000 + 25 * d})
    found = surprise(scenario, by_hand(LEVEL))
    write_surprise(found, scenario, tmp_path / "s", command="steppe surprise x")
    told = json.loads((tmp_path / "s" / "surprise.json").read_text(encoding="utf-8"))
    assert told["sentence"] == sentence(found) and told["command"] == "steppe surprise x"
    assert [each["series"] for each in told["departures"]] == [each.series for each in found.departures]
    assert told["explanations"][0]["kind"] == found.explanations[0].kind
    table = (tmp_path / "s" / "surprise.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(table) == 1 + len(found.departures)
    picture = (tmp_path / "s" / "surprise.svg").read_text(encoding="utf-8")
    assert "left the band on 12 Mar 2025" in picture and "outside 9 in 10" in picture
    calm = surprise(seen(CALM), by_hand(LEVEL))
    assert calm.table().height == 0 and calm.table().columns == found.table().columns


def test_a_forecast_of_fewer_days_looks_at_fewer_counts():
    forecast = by_hand(LEVEL)
    short = replace(forecast, members=forecast.members[:, :25])
    assert surprise(seen(CALM), short).joint.counts == 6
