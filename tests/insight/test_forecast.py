"""A forecast looks at nothing that came later, adds up, says what it rests on, and refuses what it cannot answer."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import polars
import pytest

import steppe.insight.forecast as forecasting
from steppe.errors import OutputError, UsageError
from steppe.insight.forecast import COLD, forecast
from steppe.insight.forecast_figure import forecast_figure, largest
from steppe.insight.forecasting.ahead_words import NO_SKILL, rests_on, skill_words
from steppe.insight.forecasting.forecast_files import write_forecast
from steppe.insight.forecasting.held import known_counts, later_counts
from steppe.insight.forecasting.planning import PlannedTotals, read_planned_totals
from steppe.insight.reports import as_known
from steppe.scenario.events import CampClosed, PlaceSealed
from steppe.scenario.folder import load
from steppe.scenario.model import Correction
from tests.insight.counted_world import (
    BEGIN,
    CAMPS,
    TODAY,
    believed,
    by_hand,
    counts,
    on,
    taught,
    usual_counts,
    world,
)
from tests.scenario.flee_folders import SHARED

CASES = SHARED / "cases"
FEW = {"start": on(TODAY), "horizons": (7, 30), "members": 40, "draws": 2}


@pytest.fixture(autouse=True)
def made_up_lessons(monkeypatch):
    monkeypatch.setattr(forecasting, "taught_by_others", lambda *_: taught())


@pytest.fixture(scope="module")
def made():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forecasting, "taught_by_others", lambda *_: taught())
        return forecast(world(), **FEW)


def spoiled(scenario, day, how):
    """The same world with everything that was published after a day made wrong."""
    last = scenario.start + timedelta(days=day)

    def wrong(number, each):
        late = max(each.as_of or each.date, each.date) > last
        return replace(each, value=how(number, each.value)) if late else each

    rows = tuple(wrong(number, each) for number, each in enumerate(scenario.observations))
    later = tuple(each for each in scenario.corrections if each.date <= last)
    return replace(
        scenario,
        observations=rows,
        corrections=(*later, *(Correction(place, last + timedelta(days=1)) for place in CAMPS)),
    )


HOW = {
    "noise": lambda number, _: float(np.random.default_rng(number).integers(0, 10**6)),
    "nothing": lambda *_: 0.0,
    "thousandfold": lambda _, value: 1000.0 * value + 13.0,
}


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("day", [0, 25, TODAY])
def test_nothing_that_was_published_later_is_looked_at(how, day):
    base = world(corrections=(Correction("Birch", on(20)),))
    asked = {**FEW, "start": on(day)}
    one, other = forecast(base, **asked), forecast(spoiled(base, day, HOW[how]), **asked)
    assert np.array_equal(one.members, other.members)
    assert one.table().equals(other.table())
    assert one.made == other.made


def test_counts_that_were_published_later_may_as_well_be_missing(made):
    known = as_known(world(), TODAY, events_given=False)
    assert np.array_equal(made.members, forecast(known, **FEW).members)


def test_events_dated_later_are_believed_only_where_they_are_given(made):
    surely = (*world().events, PlaceSealed("Birch", on(TODAY + 1)), CampClosed("Cedar", on(TODAY + 1)))
    changed = world(events=surely)
    assert np.array_equal(made.members, forecast(changed, **FEW).members)
    given = forecast(changed, **FEW, events_given=True)
    assert not np.array_equal(given.members, forecast(world(), **FEW, events_given=True).members)


@pytest.mark.skipif(not CASES.is_dir(), reason=f"the cases are not beside this repository ({CASES})")
@pytest.mark.parametrize("case", ["mali2012", "burundi2015"])
def test_a_forecast_of_a_conflict_is_blind_to_what_came_later(case):
    scenario = load(CASES / case)
    middle = scenario.days // 2
    asked = {**FEW, "start": scenario.start + timedelta(days=middle), "horizons": (30,)}
    other = spoiled(scenario, middle, HOW["noise"])
    assert np.array_equal(forecast(scenario, **asked).members, forecast(other, **asked).members)


def test_the_same_seed_gives_the_same_numbers_on_any_number_of_threads(made):
    assert np.array_equal(made.members, forecast(world(), **FEW, threads=1).members)
    assert np.array_equal(made.members, forecast(world(), **FEW, threads=2).members)
    assert not np.array_equal(made.members, forecast(world(), **FEW, seed=2).members)


def test_quantiles_rise_and_nobody_is_less_than_none(made):
    rows = made.table(range(1, 31)).select("p05", "p25", "p50", "p75", "p95").to_numpy()
    assert (np.diff(rows, axis=1) >= 0).all() and (rows >= 0).all()
    assert made.members.shape == (40, 30, 3)
    low, lower, upper, high = made.bands("Birch", 0.5, 0.9)
    assert (low <= lower).all() and (lower <= upper).all() and (upper <= high).all()


def test_all_together_is_the_sum_in_every_future(made):
    assert np.allclose(made.total, sum(made.at(name) for name in CAMPS))
    together = made.table().filter(polars.col("series") == "")
    assert together["last_count"].to_list() == [sum(made.level)] * 2
    assert together["p50"].to_list() == np.quantile(made.total, 0.5, axis=0)[[6, 29]].tolist()


def test_it_begins_at_the_last_count_as_known_that_day(made):
    # Alder's count for day 55 and the second word on Birch for day 50 came out after day 60.
    assert made.level.tolist() == [1000 + 20 * 60, 2000 + 15 * 60, 3000 + 10 * 60]
    seen = known_counts(world(), made)
    assert seen["Alder"].day.tolist() == list(range(-60, 1, 10))
    assert seen[""].value[-1] == made.level.sum()
    later = later_counts(world(), made)
    assert later["Alder"].ahead.tolist() == [10, 20, 30]
    assert later["Alder"].observed.tolist() == [2400, 2600, 2800]
    assert later[""].observed.tolist() == [9150, 9600, 10_050]


def test_without_a_day_it_begins_at_the_last_count():
    assert forecast(world(), horizons=(7,), members=20, draws=1).start == on(120)


def test_it_goes_on_beyond_the_last_day_of_the_world_as_before():
    counted = {"settings": {"push_from_observations": True}}
    long = replace(world(**counted), pushes=())
    short = replace(long, days=TODAY + 1)
    assert np.array_equal(forecast(short, **FEW).members, forecast(long, **FEW).members)


def planned(*rows):
    day, people, low, high = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    return PlannedTotals(day.astype(int), people, low, high, "planned.csv")


def spread(found, ahead=30):
    return float(np.subtract(*np.quantile(found.total[:, ahead - 1], (0.95, 0.05))))


def test_totals_that_somebody_plans_with_drive_the_middle():
    flat = forecast(world(), **FEW, totals=planned((TODAY + 30, 6700, 6700, 6700)))
    more = forecast(world(), **FEW, totals=planned((TODAY + 30, 9700, 9700, 9700)))
    gained = np.median(more.total[:, -1]) - np.median(flat.total[:, -1])
    values = dict(zip(("flow", "level", "simulation"), (0.1, 0.1, 0.1), strict=True))
    assert gained > 0.9 * sum(values.values()) * 3000
    assert more.made["totals"] == "planned.csv"


def test_doubt_about_planned_totals_widens_a_forecast_the_more_the_further_ahead():
    sure = forecast(world(), **FEW, totals=planned((TODAY + 30, 8000, 8000, 8000)))
    doubted = forecast(world(), **FEW, totals=planned((TODAY + 30, 8000, 0, 60_000)))
    assert spread(doubted) > spread(sure) + 1000
    first = abs(spread(doubted, 1) - spread(sure, 1))
    assert first < 0.1 * (spread(doubted) - spread(sure))


def test_rows_before_the_day_of_a_forecast_do_not_matter():
    ahead = (TODAY + 30, 9000, 8000, 12_000)
    one, other = planned(ahead), planned((10, 1, 0, 50_000), (TODAY, 99, 0, 999), ahead)
    assert np.array_equal(
        forecast(world(), **FEW, totals=one).members, forecast(world(), **FEW, totals=other).members
    )


def test_a_table_of_totals_is_read_with_everything_wrong_told_at_once(tmp_path):
    path = tmp_path / "planned.csv"
    path.write_text('date,people,p05,p95\n2025-03-10,5000,4000,7000\n2025-04-01,"6,500",,\n')
    read = read_planned_totals(path, BEGIN)
    assert (read.day.tolist(), read.people.tolist()) == ([68, 90], [5000, 6500])
    assert (read.low.tolist(), read.high.tolist(), read.is_uncertain) == ([4000, 6500], [7000, 6500], True)
    path.write_text("date,people,p05,p95\n2025-03-40,1,,\n2025-04-01,5,9,\n2025-04-02,5,,\n2025-04-02,6,,\n")
    with pytest.raises(UsageError) as error:
        read_planned_totals(path, BEGIN)
    told = str(error.value)
    assert all(each in told for each in ("3 problems", "line 2", "line 3", "a date comes twice"))
    path.write_text("day,total\n1,2\n")
    with pytest.raises(UsageError, match="the column date and the column people is missing"):
        read_planned_totals(path, BEGIN)


def test_a_world_without_a_count_rests_on_its_pushes_and_says_so():
    late = world(counts("Alder", {100: 900.0}) + counts("Birch", {110: 500.0}))
    found = forecast(late, **FEW)
    assert found.stamp.startswith(COLD)
    assert found.names == ("Alder", "Birch")
    assert not found.reported.any()
    assert found.table()["last_count"].to_list() == [0.0] * 6
    # 16,000 people set out over 160 days, from the first morning on.
    most = 16_000 / 160 * (TODAY + 31)
    assert 0 < np.median(found.total[:, -1]) <= most
    assert np.array_equal(found.members, forecast(late, **FEW, threads=1).members)
    assert "not whether the world is right" in rests_on(found)


def test_a_world_that_counts_its_leavers_but_has_no_count_is_refused():
    late = world(counts("Alder", {0: 0.0, 100: 900.0}), settings={"push_from_observations": True})
    with pytest.raises(UsageError, match="no count is known by 2025-03-02, and nothing says how many leave"):
        forecast(replace(late, pushes=()), **FEW)


def test_it_says_where_a_simple_rule_is_as_good(made, monkeypatch):
    assert made.stamp == "forecast, behaviour not calibrated; no better than last report + errors at 7 days"
    monkeypatch.setattr(forecasting, "taught_by_others", lambda *_: taught({}))
    silent = forecast(world(), **FEW)
    assert silent.stamp == "forecast, behaviour not calibrated"
    assert skill_words(silent) == [NO_SKILL]


def test_skill_is_told_in_words(made):
    assert skill_words(made) == [
        (
            "In hindcasts of five other conflicts such 7-day forecasts were 2 % further off than the best simple rule"
            " (last report + errors); the 90 % interval of that over conflicts is \u221210 to +4 %."
        ),
        (
            "In hindcasts of five other conflicts such 30-day forecasts were 10 % closer than the best simple rule"
            " (damped trend + errors); the 90 % interval of that over conflicts is +1 to +20 %."
        ),
    ]


def test_a_posterior_gives_the_behaviour_and_the_stamp(made):
    found = forecast(world(), believed(world(), on(TODAY)), **FEW)
    assert found.stamp.startswith("forecast, calibrated, not converged")
    assert found.made["posterior"] == {"until": on(TODAY).isoformat()}
    assert not np.array_equal(found.members, made.members)


def test_a_posterior_that_has_seen_later_counts_or_another_world_is_refused():
    other = believed(replace(world(), name="elsewhere"), on(100))
    with pytest.raises(UsageError) as error:
        forecast(world(), other, **FEW)
    told = str(error.value)
    assert "it is of 'elsewhere', not of 'three-camps'" in told
    assert "it has seen counts until 2025-04-11, after the forecast begins." in told


def test_everything_wrong_with_a_request_is_told_at_once():
    asked = {"start": BEGIN - timedelta(days=3), "horizons": (0, 30, 999), "members": 3, "draws": 0}
    with pytest.raises(UsageError) as error:
        forecast(world([]), **asked, totals="many", threads=0)
    told = str(error.value)
    assert "8 problems" in told
    for each in ("no counts of people", "2024-12-29 is before", "0 days", "999 days", "members: 3", "draws: 0",
                 "threads: 0", "'many' is unknown"):  # fmt: skip
        assert each in told
    with pytest.raises(UsageError, match="no row lies after the day of the forecast"):
        forecast(world(), start=on(TODAY), totals=planned((TODAY, 5, 5, 5)))
    with pytest.raises(UsageError, match="none is given"):
        forecast(world(), horizons=())


def test_files_hold_the_table_every_day_and_how_it_was_made(made, tmp_path):
    write_forecast(made, tmp_path / "f", scenario=world(), command="steppe forecast x")
    table = polars.read_csv(tmp_path / "f" / "forecast.csv", try_parse_dates=True)
    assert table["series"].to_list() == ["", *CAMPS] * 2
    assert np.allclose(table["p95"], made.table()["p95"], atol=1e-4)
    daily = polars.read_parquet(tmp_path / "f" / "courses.parquet")
    assert daily.columns == ["date", "series", "p05", "p25", "p50", "p75", "p95"]
    birch = daily.filter(series="Birch")
    assert birch["date"].to_list() == made.dates
    assert np.allclose(birch["p50"], np.quantile(made.at("Birch"), 0.5, axis=0))
    told = json.loads((tmp_path / "f" / "forecast.json").read_text(encoding="utf-8"))
    assert (told["from"], told["stamp"], told["command"]) == ("2025-03-02", made.stamp, "steppe forecast x")
    assert told["made"]["seed"] == 1 and len(told["rows"]) == 8
    assert (tmp_path / "f" / "forecast.png").stat().st_size > 10_000
    assert made.stamp.split(";")[0] in (tmp_path / "f" / "forecast.svg").read_text(encoding="utf-8")


def test_a_folder_in_the_way_is_left_as_it_is(made, tmp_path):
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="it exists already"):
        write_forecast(made, tmp_path / "f")
    with pytest.raises(UsageError, match="other series"):
        write_forecast(made, tmp_path / "g", scenario=world(counts("Alder", {0: 5.0})))
    assert [each.name for each in tmp_path.iterdir()] == ["f"]


def lines_of(axes, edge):
    """Counts drawn as dots with such an edge and face."""
    return [
        line for line in axes.get_lines() if line.get_marker() == "o" and line.get_markerfacecolor() == edge
    ]


def test_the_picture_tells_known_counts_from_later_ones(made):
    figure = forecast_figure(made, world())
    panels = {axes.get_title(loc="left"): axes for axes in figure.axes}
    assert list(panels) == ["All together", "Cedar", "Birch", "Alder"]
    (known,) = lines_of(panels["Alder"], "#222222")
    later = [line for line in lines_of(panels["Alder"], "white") if len(line.get_xdata())]
    assert known.get_xdata().max() == 0
    assert [line.get_ydata().tolist() for line in later] == [[2400, 2600, 2800]]
    words = " ".join(each.get_text() for each in figure.texts)
    assert made.stamp.split(";")[0] in words.replace("\n", " ")
    assert "how far off such forecasts were in two other conflicts" in words


def test_small_series_are_left_out_of_the_picture_by_name_but_none_that_left_the_band():
    many = {f"Camp {number:02}": 1000.0 * (number + 1) for number in range(14)}
    found = by_hand(many)
    assert largest(found) == [f"Camp {number:02}" for number in range(13, 2, -1)]
    assert largest(found, {"Camp 00"})[-1] == "Camp 00"
    figure = forecast_figure(found)
    assert len(figure.axes) == 12
    assert any("Not shown, 3 smaller: Camp 00, Camp 01, Camp 02." in each.get_text() for each in figure.texts)


def test_the_usual_world_is_what_the_tests_take_it_for():
    late = [each for each in usual_counts() if each.as_of and each.as_of > on(TODAY)]
    assert len(late) == 2
