"""The benchmark of forecasts judges by its targets, and fills the page between its marks and nowhere else."""

from __future__ import annotations

import pytest

import benchmarks.hindcast as judging
from benchmarks.hindcast import BEGIN, END, PAGE, Target, filled, main, target_lines, targets_of
from steppe.insight.forecasting.hindcast_files import write_hindcast
from tests.insight.forecasting.made_up import made_up


@pytest.mark.parametrize(
    ("target", "verdict"),
    [
        (Target("", 0.0, 0.0, above=True), "MISSED"),
        (Target("", 0.01, 0.0, above=True), "within"),
        (Target("", 0.2, 0.2), "within"),
        (Target("", 0.419, 0.42, 0.58), "MISSED"),
        (Target("", 0.58, 0.42, 0.58), "within"),
        (Target("", 1.11, most=1.1), "MISSED"),
        (Target("", float("nan"), most=1.1), "MISSED"),
        (Target("", float("nan")), "-"),
    ],
)
def test_a_target_is_met_or_missed(target, verdict):
    assert target.verdict == verdict


def test_every_claim_has_a_row_on_both_tracks_with_what_was_reached():
    found = made_up()
    targets = {each.what: each for each in targets_of(found, minutes=61.0)}
    skill = found.overall.filter(
        (found.overall["forecaster"] == "steppe")
        & (found.overall["track"] == "given")
        & (found.overall["horizon"] == 90)
    )
    assert targets["skill 90 days ahead, CRPS, totals given"].figure == skill["skill_crps"][0]
    ours = found.points.filter(
        (found.points["forecaster"] == "steppe") & (found.points["track"] == "forecast")
    )
    inside = (ours["observed"] >= ours["p05"]) & (ours["observed"] <= ours["p95"])
    held = targets[f"of {ours.height:,} counts within 90 % intervals, totals forecast"]
    assert held.figure == pytest.approx(inside.mean())
    assert targets["cold start ÷ the peer, mean, without capacities"].figure == pytest.approx(0.5625)
    assert targets["cold start ÷ the peer, worst (west2003), without capacities"].verdict == "within"
    assert targets["the whole"].verdict == "MISSED"
    assert len(targets) == 8 + 4 + 4 + 1
    assert len(target_lines(list(targets.values()))) == len(targets) + 2


def test_a_horizon_that_was_not_forecast_misses_its_target():
    targets = targets_of(made_up(horizons=(7, 90), cold_start=False))
    assert [each.verdict for each in targets if "30 days" in each.what] == ["MISSED"] * 4


def test_only_what_is_between_the_marks_is_written_anew():
    page = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    assert filled(page, f"{BEGIN}\nnew\n{END}") == f"before\n{BEGIN}\nnew\n{END}\nafter\n"


@pytest.mark.parametrize("page", ["no marks", f"{BEGIN} only", f"{END}{BEGIN}", f"{BEGIN}{END}{BEGIN}{END}"])
def test_a_page_without_its_marks_is_not_touched(page):
    with pytest.raises(ValueError, match="not both there once"):
        filled(page, "new")


def test_the_page_has_its_marks():
    page = PAGE.read_text(encoding="utf-8")
    assert page.index(BEGIN) < page.index(END)
    assert filled(page, f"{BEGIN}{END}").count(BEGIN) == 1


def test_results_that_are_there_are_judged_and_put_on_the_page(tmp_path, monkeypatch, capsys):
    found = made_up(tilt=1.3)
    write_hindcast(found, tmp_path / "h")
    page, picture = tmp_path / "page.md", tmp_path / "skill.png"
    page.write_text(f"# A page\n\n{BEGIN}\n{END}\n", encoding="utf-8")
    monkeypatch.setattr(judging, "PAGE", page)
    monkeypatch.setattr(judging, "PICTURE", picture)
    assert main(["--open", str(tmp_path / "h"), "--page"]) == 1, "a target is missed"
    written = page.read_text(encoding="utf-8")
    assert "MISSED" in written and found.settings_hash[:12] in written and "(../images/skill.png)" in written
    assert picture.read_bytes() == (tmp_path / "h" / "hindcast.png").read_bytes()
    assert main(["--open", str(tmp_path / "h")]) == 1
    assert "Where Steppe loses" in capsys.readouterr().out
