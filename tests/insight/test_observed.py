"""Every published count meets the counterpart its measure names."""

from datetime import date

import numpy as np
import polars
import pytest

from steppe.insight.findings import write_findings
from steppe.insight.observed import final_comparison, observed_table
from steppe.result.store import open_run, save
from steppe.scenario.model import Observation
from tests.result.worlds import AIRLIFT, everything, simulated, world

DAY = date(2021, 8, 4)
STOCK, FLOW, ENTERED = (everything(8, name) for name in ("stock", "flow", "entered"))
COUNTERPARTS = {
    "stock at a place": (Observation(DAY, "Quetta", 5), STOCK[:, 3, 3]),
    "stock in a country": (Observation(DAY, "", 5, country="PAK"), STOCK[:, 3, 2:].sum(axis=1)),
    "cumulative at a place": (Observation(DAY, "Chaman", 5, "cumulative"), FLOW[:, :4, 3].sum(axis=1)),
    "cumulative at a crossing counts only who comes from abroad": (
        Observation(DAY, "Post", 5, "cumulative"),
        FLOW[:, :4, 0].sum(axis=1),
    ),
    "cumulative in a country": (
        Observation(DAY, "", 5, "cumulative", country="PAK", counted_from=date(2021, 8, 2)),
        FLOW[:, 1:4, 0].sum(axis=1),
    ),
    "flow over a period": (
        Observation(DAY, "Quetta", 5, "flow", counted_from=date(2021, 8, 3)),
        FLOW[:, 2:4, 1].sum(axis=1),
    ),
    "flow of one day": (Observation(DAY, "Quetta", 5, "flow"), FLOW[:, 3, 1]),
    "newly displaced at home": (
        Observation(DAY, "", 5, "cumulative", country="AFG"),
        ENTERED[:, :4].sum(axis=1),
    ),
}


@pytest.mark.parametrize("case", COUNTERPARTS)
def test_counterpart(case):
    observation, truth = COUNTERPARTS[case]
    row = observed_table(simulated(world(observation))).row(0, named=True)
    assert row["compared"]
    assert row["mean"] == pytest.approx(truth.mean())
    expected = np.quantile(truth, (0.05, 0.5, 0.95))
    assert [row["p05"], row["p50"], row["p95"]] == pytest.approx(list(expected))
    assert row["difference"] == pytest.approx(np.median(truth) - 5)


def test_those_flown_out_are_not_counted_as_displaced_at_home():
    observation = Observation(date(2021, 8, 3), "", 5, "cumulative", country="AFG")
    row = observed_table(simulated(world(observation, pushes=(AIRLIFT,)))).row(0, named=True)
    assert row["mean"] == pytest.approx(np.maximum(0, ENTERED[:, :3].sum(axis=1) - 60).mean())


REASONS = {
    "the scenario says so": Observation(DAY, "Quetta", 5, use=False),
    "counts households": Observation(DAY, "Quetta", 5, unit="household"),
    "outside the days": Observation(date(2021, 9, 1), "Quetta", 5),
    "neither a place nor a country": Observation(DAY, "", 5, series="region"),
    "'Elsewhere' is not in the run": Observation(DAY, "Elsewhere", 5),
}


@pytest.mark.parametrize("reason", REASONS)
def test_what_is_not_compared_is_listed_with_its_reason(reason):
    row = observed_table(simulated(world(REASONS[reason]))).row(0, named=True)
    assert not row["compared"]
    assert reason.split()[0] in row["remark"]
    assert row["observed"] == 5
    assert row["mean"] is row["difference"] is None


def test_a_count_that_begins_before_the_run_says_so():
    observation = Observation(DAY, "Quetta", 5, "cumulative", counted_from=date(2021, 1, 1))
    row = observed_table(simulated(world(observation))).row(0, named=True)
    assert "before the run" in row["remark"]
    assert row["mean"] == pytest.approx(FLOW[:, :4, 1].sum(axis=1).mean())


def test_the_final_comparison_sets_the_latest_count_against_its_own_day():
    observations = (
        Observation(date(2021, 8, 2), "Quetta", 100),
        Observation(DAY, "Quetta", 300),
        Observation(DAY, "", 999, country="PAK"),
    )
    table = final_comparison(simulated(world(*observations)))
    row = table.filter(polars.col("place") == "Quetta").row(0, named=True)
    assert (row["observed"], row["observed_date"]) == (300, DAY)
    assert row["p50_then"] == pytest.approx(np.median(STOCK[:, 3, 3]))
    assert row["difference"] == pytest.approx(row["p50_then"] - 300)
    assert row["p50"] == pytest.approx(np.median(STOCK[:, 5, 3]))
    assert table.filter(polars.col("place") == "Kabul")["observed"].to_list() == [None]


def test_a_run_reopened_from_summaries_still_has_its_comparison(tmp_path):
    result = simulated(world(Observation(DAY, "Quetta", 5)), keep="summary")
    table = observed_table(result)
    save(result, tmp_path / "run", add=lambda folder: write_findings(result, folder))
    opened = open_run(tmp_path / "run")
    assert observed_table(opened).equals(table)
    assert {each.name for each in (tmp_path / "run" / "figures").iterdir()} == {
        "bands.png", "bands.svg", "map.png", "map.svg",
    }  # fmt: skip
