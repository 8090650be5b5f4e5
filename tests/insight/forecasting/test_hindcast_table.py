"""What a person is told of a hindcast: every conflict, every loss with its size, and what was wrong."""

from __future__ import annotations

import numpy as np
import polars
import pytest

from steppe.insight.forecasting.hindcast_losses import losses_of, why
from steppe.insight.forecasting.hindcast_table import (
    NONE,
    cases_table,
    cold_start_tables,
    forecasters_table,
    hindcast_markdown,
    hindcast_tables,
    losses_table,
    overall_table,
    peer_ratios,
    percent,
    signed,
)
from tests.docs.blocks import blocks_of
from tests.insight.forecasting.made_up import CASES, HORIZONS, made_up

QUANTILES = {
    "p05": -1.645, "p10": -1.282, "p25": -0.674, "median": 0.0, "p75": 0.674, "p90": 1.282, "p95": 1.645
}  # fmt: skip


@pytest.fixture(scope="module")
def whole():
    return made_up()


def points(tilt=1.0, width=1.0, *, only="", crps=100.0):
    """Forecasts of two series for 400 days, multiplied and widened; ``only`` limits that to one series."""
    rng = np.random.default_rng(5)
    series = np.repeat(["Alder camp", "Birch camp"], 200)
    observed = 10_000 + 500 * rng.standard_normal(400)
    odd = (series == only) | (only == "")
    times = np.where(odd, tilt, 1.0)
    table = {name: times * (10_000 + width * 500 * place) for name, place in QUANTILES.items()}
    return polars.DataFrame(
        {"series": series, "observed": observed, **table, "crps": np.where(odd, crps, 100.0)}
    )


class TestWhatWasWrong:
    def test_a_forecast_that_is_a_fifth_too_high_is_called_that(self):
        assert why(points(tilt=1.2, crps=150), points()).startswith("too high by 2")

    def test_one_that_is_too_low_is_called_that(self):
        assert why(points(tilt=0.8, crps=150), points()).startswith("too low by 2")

    def test_one_that_is_three_times_too_wide_is_called_that(self):
        told = why(points(width=3.0, crps=150), points())
        size = float(told.split(" times too wide")[0])
        assert size == pytest.approx(3.0, rel=0.15)
        assert "held 100 %" in told

    def test_one_that_is_three_times_too_narrow_is_called_that_with_what_it_held(self):
        told = why(points(width=1 / 3, crps=120), points())
        assert float(told.split(" times too narrow")[0]) == pytest.approx(3.0, rel=0.15)
        assert "(90 % intervals held 4" in told

    def test_one_that_only_the_other_bettered_is_blamed_for_no_more(self):
        closer = points().with_columns(median=0.5 * polars.col("observed") + 0.5 * polars.col("median"))
        told = why(points(crps=101), closer)
        assert told.startswith("medians off by ") and "on no one side" in told
        assert why(points(crps=101), points()) == "medians no farther off, widths about right: by little"

    def test_the_series_that_lost_most_is_named_and_none_where_all_lost_alike(self):
        assert why(points(tilt=1.2, only="Birch camp", crps=150), points()).endswith("mostly at Birch camp")
        assert "mostly" not in why(points(tilt=1.2, crps=150), points())


class TestLosses:
    def test_there_is_one_for_each_negative_skill_and_no_other(self):
        found = made_up(tilt=1.08)
        negative = found.summary.filter(
            (polars.col("forecaster") == "steppe")
            & ((polars.col("skill_crps") < 0) | (polars.col("skill_wis") < 0))
        )
        losses = losses_of(found)
        assert len(losses) == negative.height > 0
        assert {each.case for each in losses} == {CASES[0]}
        assert all("too high" in each.why for each in losses)
        assert [each.against for each in losses] == negative["best_baseline"].to_list()

    def test_their_size_is_told_and_nowhere_where_there_is_none(self, whole):
        table = losses_table(made_up(width=4.0))
        first = losses_of(made_up(width=4.0))[0]
        assert table.rows[0][3] == f"{percent(-first.skill_crps)} CRPS, {percent(-first.skill_wis)} WIS"
        assert losses_table(whole).rows == ()
        assert losses_table(whole).notes == ("Nowhere: in no case, track and horizon.",)


class TestTables:
    def test_skill_over_all_cases_is_told_with_its_bounds_and_what_intervals_held(self, whole):
        table = overall_table(whole, "given")
        row = whole.overall.filter(
            (polars.col("track") == "given")
            & (polars.col("forecaster") == "steppe")
            & (polars.col("horizon") == 30)
        ).to_dicts()[0]
        told = dict(zip(table.columns, table.rows[1], strict=True))
        bounds = f"({signed(row['skill_crps_low'])} to {signed(row['skill_crps_high'])})"
        assert told["skill, CRPS"] == f"{signed(row['skill_crps'])} {bounds}"
        assert told["90 %"] == percent(row["coverage_90"])
        assert told["best simple rule"] == row["references"]
        counted = whole.points.filter(
            (polars.col("track") == "given")
            & (polars.col("forecaster") == "steppe")
            & (polars.col("horizon") == 30)
        )
        assert told["counts"] == f"{counted.height:,}"

    def test_every_case_has_a_row_and_the_last_is_the_mean(self, whole):
        table = cases_table(whole, "forecast")
        assert [row[0] for row in table.rows] == [*CASES, "all"]
        for column in range(1, len(HORIZONS) + 1):
            skills = [float(row[column].split(",")[0].replace("−", "-")) for row in table.rows]
            assert skills[-1] == pytest.approx(np.mean(skills[:-1]), abs=0.011)

    def test_every_forecaster_is_listed_the_best_first_and_those_without_width_are_marked(self, whole):
        table = forecasters_table(whole, "given")
        names = [row[0] for row in table.rows]
        assert names[0] == "steppe"
        assert set(names) == {
            "steppe", "steppe simulation", "last report °", "damped trend °", "last report + errors",
            "damped trend + errors",
        }  # fmt: skip
        assert table.rows[names.index("damped trend + errors")][1:] == ("0.00",) * len(HORIZONS)

    def test_cold_start_is_told_beside_the_peer_without_capacities_first(self, whole):
        without, having = cold_start_tables(whole)
        assert "without capacities" in without.title and "leak" in having.title
        assert [row[:5] for row in without.rows] == [
            (CASES[0], "0.40", "0.80", "0.50", "0.70 gravity"),
            (CASES[1], "0.45", "0.80", "0.56", "0.70 gravity"),
            (CASES[2], "0.50", "0.80", "0.62", "0.70 gravity"),
        ]
        assert having.rows[0][4] == "0.25 capacity split"
        assert without.notes[-1] == f"On average 0.56 × the peer's; at most 0.62 × ({CASES[2]})."

    def test_a_case_without_a_peer_has_no_ratio_and_is_still_shown(self, whole):
        own = whole.cold_start.filter(
            ~((polars.col("case") == CASES[0]) & (polars.col("forecaster") == "the peer"))
        )
        assert set(peer_ratios(own, "without")) == set(CASES[1:])
        changed = type(whole)(
            whole.points, whole.scores, whole.summary, whole.overall, own, whole.settings, "", "1", whole.made
        )
        assert cold_start_tables(changed)[0].rows[0][:4] == (CASES[0], "0.40", NONE, NONE)

    def test_one_case_has_no_bounds_and_no_table_of_cases(self):
        tables = hindcast_tables(made_up(CASES[:1], ("given",), cold_start=False))
        assert not any("(" in row[2] for row in tables[0].rows)
        assert [table.title.split(",")[0] for table in tables] == [
            "Steppe against the best simple rule",
            "Where Steppe loses",
            "Every forecaster",
        ]

    def test_a_page_has_every_table_well_formed_and_each_note_once(self, whole):
        page = hindcast_markdown(whole)
        assert not blocks_of(page)
        lines = page.splitlines()
        tables = [table for table in hindcast_tables(whole) if table.rows]
        assert sum(line.startswith("|--") for line in lines) == len(tables)
        for table in tables:
            assert f"**{table.title}**" in lines
        notes = [line for line in lines if line and line[0] not in "|*"]
        assert len(notes) == len(set(notes))
        assert all(case in lines[0] for case in CASES) and whole.settings_hash[:12] in lines[0]


@pytest.mark.parametrize(
    ("value", "told"), [(0.214, "+0.21"), (-0.05, "−0.05"), (-0.001, "0.00"), (None, NONE), (float("nan"), NONE)]
)  # fmt: skip
def test_skill_is_told_with_its_sign(value, told):
    assert signed(value) == told
