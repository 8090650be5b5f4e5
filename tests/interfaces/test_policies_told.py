"""What a person and a program are told of borders, pathways and groups, only where a run has them."""

from __future__ import annotations

import json
import shutil

import pytest

from steppe.insight.score import score
from steppe.interfaces.cli.outcome import outcome_as_json, tell_outcome
from steppe.result.policy_outcomes import border_outcomes
from steppe.result.store import open_run
from tests.result.worlds import POLICIES, simulated, with_policies

EVERY_RUN = ("stock", "flow", "en_route", "entered", "turned_back")


def _told(result, capsys):
    tell_outcome(result, score(result))
    return capsys.readouterr().out


def test_a_person_is_told_of_borders_and_pathways(capsys):
    result = with_policies()
    out = _told(result, capsys)
    assert "People at borders, 2021-08-01 to 2021-08-06: mean (90 % band)" in out
    for words in ("admitted", "crossed irregularly", "pushed back", "waiting at the end"):
        assert words in out
    first = border_outcomes(result)[0]["admitted"]
    assert f"{first['mean']:,.0f} ({first['p05']:,.0f} – {first['p95']:,.0f})" in out
    assert "People on pathways" in out
    assert all(name in out for name in POLICIES.pathways)


def test_a_person_is_told_nothing_of_what_did_not_happen(capsys):
    quiet = with_policies()
    for name in ("border", "pathway"):
        quiet.recorded.arrays[name][...] = 0
    for result in (quiet, simulated()):
        out = _told(result, capsys)
        assert "borders" not in out
        assert "pathways" not in out


def test_what_is_too_long_to_tell_is_counted(capsys, monkeypatch):
    monkeypatch.setattr("steppe.interfaces.cli.outcome.POLICIES_SHOWN", 1)
    out = _told(with_policies(), capsys)
    assert "and 1 more (borders.parquet)" in out
    assert "and 2 more (pathways.parquet)" in out


def test_a_program_is_told_of_them_and_of_nothing_that_is_not_there(tmp_path):
    plain = json.loads(outcome_as_json(simulated(), score(simulated()), tmp_path))
    result = with_policies()
    told = json.loads(outcome_as_json(result, score(result), tmp_path))
    assert set(told) - set(plain) == {"borders", "pathways", "groups"}
    spread = {"mean", "p05", "p95"}
    for border in told["borders"]:
        assert list(border) == ["from", "to", "admitted", "irregular", "pushed_back", "waiting"]
        assert all(set(border[word]) == spread for word in list(border)[2:])
    assert [each["name"] for each in told["pathways"]] == list(POLICIES.pathways)
    assert set(told["pathways"][0]["applied"]) == spread
    households = {
        each["name"]: each["people"]["mean"] / each["households"]["mean"] for each in told["groups"]
    }
    assert households == pytest.approx({"with papers": 1.0, "without papers": 5.0})


@pytest.mark.parametrize("keep", ["memory", "disk", "summary"])
def test_a_run_with_accounts_of_borders_is_made_again_to_the_same_numbers(
    keep, tmp_path, steppe, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    words = ("run", "border-closes", "--replicas", "3", "--no-figures", "--keep", keep, "--quiet")
    assert steppe(*words, "--out", "r")[0] == 0
    assert open_run("r").labels.posts
    code, out, _ = steppe("rerun", "r", "--json")
    told = json.loads(out)
    assert (code, told["identical"]) == (0, True)
    assert set(told["differing"]) == {*EVERY_RUN, "border"}


@pytest.mark.parametrize("keep", ["memory", "summary"])
def test_a_run_of_before_there_were_accounts_opens_and_is_made_again(keep, tmp_path, steppe, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ("run", "border-closes", "--replicas", "3", "--no-figures", "--keep", keep, "--quiet")
    assert steppe(*words, "--out", "r")[0] == 0
    _make_old(tmp_path / "r", "summary" if keep == "summary" else "ensemble")
    assert open_run("r").outputs == EVERY_RUN
    code, out, _ = steppe("rerun", "r", "--json")
    assert (code, set(json.loads(out)["differing"])) == (0, set(EVERY_RUN))
    code, _, err = steppe("export", "r", "--format", "csv", "--to", "tables")
    assert (code, err) == (0, "")
    assert not (tmp_path / "tables" / "borders.csv").exists()


def _make_old(run, kind):
    """A run folder as it was written before accounts of posts were kept."""
    written = json.loads((run / "run.json").read_text(encoding="utf-8"))
    del written["posts"]
    (run / "run.json").write_text(json.dumps(written), encoding="utf-8")
    (run / "borders.parquet").unlink()
    shutil.rmtree(run / f"{kind}.zarr" / "border")
