"""What a person and a program are told of borders, pathways and groups, only where a run has them."""

from __future__ import annotations

import json

import pytest

from steppe.insight.score import score
from steppe.interfaces.cli.outcome import outcome_as_json, tell_outcome
from steppe.result.policy_outcomes import border_outcomes
from tests.result.worlds import POLICIES, simulated, with_policies


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
