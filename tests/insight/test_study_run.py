"""A study is a batch of comparisons with one base; its picture has a row for every variant."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import steppe
from steppe.errors import OutputError, UsageError
from steppe.insight import study_run
from steppe.insight.pairing import terms_for
from steppe.insight.study_figure import study_figure
from steppe.insight.study_run import Findings, run_study
from steppe.result.store import open_run
from steppe.scenario import gallery
from steppe.scenario.study import Study, read_study
from tests.insight.test_compare import assert_legible


@pytest.fixture(scope="module")
def gates() -> Study:
    return read_study(gallery.path("border-closes") / "study.toml")


def found(study: Study, folder: Path, **numbers: int) -> Findings:
    terms = terms_for(study.base, **{"replicas": 4, "days": 50, **numbers})
    return run_study(study, folder, terms, telling=lambda name: nullcontext(None), figures=False)


def test_each_variant_is_compared_with_the_one_base(gates, tmp_path):
    findings = found(gates, tmp_path / "s")
    assert [each.variant.name for each in findings.outcomes] == [each.name for each in gates.variants]
    for each in findings.outcomes:
        run = steppe.simulate(each.variant.scenario, replicas=4, days=50, seed=findings.base.seed)
        base = steppe.simulate(gates.base, replicas=4, days=50, seed=findings.base.seed)
        assert steppe.compare(base, run).table.equals(each.comparison.table)


def test_the_table_has_the_headlines_of_every_variant(gates, tmp_path):
    table = found(gates, tmp_path / "s").table
    for variant in gates.variants:
        rows = table.filter(variant_name=variant.name)
        assert {"waiting", "abroad", "departed"} <= set(rows["measure"])
        assert set(rows.filter(of="country")["name"]) == {"Velia", "Norda"}


def test_an_interrupted_variant_is_taken_up_and_gives_the_same(gates, tmp_path, monkeypatch):
    whole = found(gates, tmp_path / "whole")
    making, stop_at = study_run.run_into, [gates.variants[1].name]

    def stopping(scenario, folder, terms, **options):
        if scenario.name in stop_at:
            stop_at.clear()
            raise KeyboardInterrupt
        return making(scenario, folder, terms, **options)

    monkeypatch.setattr(study_run, "run_into", stopping)
    with pytest.raises(KeyboardInterrupt):
        found(gates, tmp_path / "s")
    assert not (tmp_path / "s" / "study.json").exists()
    again = found(gates, tmp_path / "s")
    assert [each.is_new for each in again.outcomes] == [False, True, True]
    assert again.table.equals(whole.table)
    assert (tmp_path / "s" / "study.json").exists()


def test_a_run_of_another_world_in_the_folder_is_replaced(gates, tmp_path):
    found(gates, tmp_path / "s")
    other = replace(gates, base=gates.base.with_settings(leave_chance_town=0.9))
    findings = found(other, tmp_path / "s")
    assert open_run(tmp_path / "s" / "base").scenario == other.base
    assert [each.is_new for each in findings.outcomes] == [False] * len(gates.variants)


def test_a_broken_run_in_the_folder_is_made_again(gates, tmp_path):
    first = found(gates, tmp_path / "s")
    (tmp_path / "s" / "base" / "totals.parquet").unlink()
    assert found(gates, tmp_path / "s").table.equals(first.table)


def test_a_folder_of_something_else_and_worlds_that_are_no_pairs_are_refused(gates, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="holds no study"):
        found(gates, tmp_path)
    other = replace(gates.variants[0], scenario=gates.base.with_settings(people_per_count=10))
    with pytest.raises(UsageError, match="units of counting differ"):
        found(replace(gates, variants=(other,)), tmp_path / "s")


def test_the_picture_of_a_study_is_legible_and_leaves_out_what_does_not_differ(gates, tmp_path):
    question = "Which of the two gates makes a difference to those who wait, and where do they wait? " * 3
    findings = found(replace(gates, question=question), tmp_path / "s")
    figure = study_figure(findings)
    assert_legible(figure)
    titles = [axes._left_title.get_text() for axes in figure.axes]
    assert titles == ["People abroad at the end: difference"]
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert labels == [each.name for each in gates.variants]


def test_a_study_in_which_nothing_differs_can_be_drawn(gates, tmp_path):
    same = replace(gates.variants[0], scenario=replace(gates.base, name="same"))
    findings = found(replace(gates, variants=(same,)), tmp_path / "s")
    assert not np.array(findings.table["mean"]).any()
    assert not study_figure(findings).axes
