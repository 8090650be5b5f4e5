"""What a claim could become in a world: rows that pass its checks, or a statement with the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from steppe.errors import UsageError
from steppe.scenario.check import check
from steppe.scenario.folder import load
from steppe.scenario.model import Pathway
from steppe.sources.news.candidate import KINDS, MODALITIES
from steppe.sources.news.rows import propose, with_cells
from tests.scenario.worlds import make_world
from tests.sources.news.claims import claim

LATER = date(2025, 2, 5)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return load(make_world(tmp_path_factory.mktemp("rows") / "world"))


def cells(world, kind, **changes):
    changes = {"date_from": LATER, "date_to": LATER, **changes}
    return propose(claim(kind, **changes), source="a paper", scenario=world).cells


def errors_with(world, proposal):
    rows = (*getattr(world, proposal.table), proposal.row)
    return [each for each in check(replace(world, **{proposal.table: rows})) if each.severity == "error"]


@pytest.mark.parametrize("modality", MODALITIES)
@pytest.mark.parametrize("target", ["Aland", "Gate", "Camp One", "Nowhere", ""])
@pytest.mark.parametrize("number", [(None, None), (3000.0, 3000.0), (3000.0, None)])
def test_every_row_that_is_proposed_passes_the_checks_of_the_world(world, modality, target, number):
    for kind in KINDS:
        one = claim(kind, target=target, modality=modality, low=number[0], high=number[1])
        proposal = propose(one, source="a paper", scenario=world)
        assert proposal is not None
        if modality not in ("done", "ongoing", "announced"):
            assert proposal.cells["event"] == "statement"
            assert modality in " ".join(proposal.told)
        assert proposal.row.evidence == one.id
        assert (proposal.row.source, "shut its border" in proposal.row.note) == ("a paper", True)
        if modality == "done":
            assert not errors_with(world, proposal)


def test_a_border_between_two_countries_of_the_world(world):
    row = cells(world, "border_closed")
    assert {name: row[name] for name in ("event", "country", "other_country", "start")} == {
        "event": "border",
        "country": "Bland",
        "other_country": "Aland",
        "start": "2025-02-05",
    }
    assert "end" not in row


def test_a_closure_until_a_day_ends_on_the_morning_after(world):
    until = LATER + timedelta(days=5)
    assert cells(world, "border_closed", date_to=until, date_text="until 10 February")["end"] == "2025-02-11"


def test_a_post_is_the_route_across_it(world):
    row = cells(world, "border_opened", target="Gate")
    assert (row["event"], row["place"], row["other_place"], row["status"]) == (
        "route",
        "Gate",
        "Camp One",
        "open",
    )


def test_a_border_that_lets_some_through_needs_their_number_from_the_text(world):
    row = cells(world, "border_restricted", low=None, high=300, per="day")
    assert (row["event"], row["quota"], row["status"]) == ("border", "300", "open")
    assert cells(world, "border_restricted")["event"] == "statement"


def test_what_contradicts_a_row_that_is_there_is_a_statement_that_tells_the_problem(world):
    proposal = propose(
        claim(date_from=date(2025, 1, 21), date_to=date(2025, 1, 21)), source="x", scenario=world
    )
    assert proposal.cells["event"] == "statement"
    assert "Another row on the border" in proposal.told[0]


def test_a_host_limit_needs_an_upper_number(world):
    assert cells(world, "hosting_agreed", low=None, high=9000)["limit"] == "9000"
    assert cells(world, "hosting_agreed", low=1500, high=None)["event"] == "statement"
    assert cells(world, "hosting_agreed", actor="Cland", low=9, high=9)["event"] == "statement"


def test_a_pathway_changes_only_where_one_matches_and_a_number_is_given(world):
    pathway = Pathway("airlift", "evacuation", "Camp One", date(2025, 2, 20), place="Origin")
    with_one = replace(world, pathways=(pathway,))
    row = cells(with_one, "evacuation", target="Origin", low=200, high=200, per="day")
    assert (row["event"], row["pathway"], row["seats"]) == ("pathway", "airlift", "200")
    assert cells(with_one, "evacuation", target="Origin")["event"] == "statement"
    two = replace(world, pathways=(pathway, replace(pathway, name="other")))
    assert cells(two, "evacuation", target="Origin", low=1, high=1, per="day")["event"] == "statement"


def test_fighting_is_conflict_on_the_days_of_the_text_at_a_known_place(world):
    row = cells(world, "fighting", target="midway")
    assert (row["event"], row["place"], row["end"]) == ("conflict", "Midway", "2025-02-06")
    assert cells(world, "conflict_driver", target="Aland")["event"] == "statement"


def test_counts_are_compared_only_where_they_are_exact_and_it_is_known_what_they_count(world):
    exact = cells(world, "people_waiting", target="Gate", low=3000, high=3000)
    assert (exact["value"], exact["measure"], exact.get("use", "yes")) == ("3000", "stock", "yes")
    bounded = cells(world, "people_waiting", target="Gate", low=1500, high=None)
    assert (bounded["value"], bounded["use"]) == ("1500", "no")
    assert "at least 1,500" in bounded["note"]
    assert "event" in cells(world, "people_waiting", target="Gate", low=2000, high=None, vague=True)
    since = cells(world, "people_arrived", target="Camp One", low=900, high=900, date_from=date(2025, 1, 2), date_text="since 2 January")  # fmt: skip
    assert (since["measure"], since["counted_from"], since["date"]) == (
        "cumulative",
        "2025-01-02",
        "2025-02-05",
    )
    week = cells(world, "people_arrived", target="Camp One", low=900, high=900, date_from=date(2025, 1, 27), date_text="last week")  # fmt: skip
    assert (week["measure"], week["counted_from"]) == ("flow", "2025-01-27")
    assert cells(world, "people_arrived", target="Bland", low=900, high=900)["use"] == "no"


def test_without_a_world_codes_are_taken_and_what_names_nobody_is_nothing():
    one = claim(actor_codes=("UZB",), target_codes=("AFG",))
    assert propose(one).cells["country"] == "UZB"
    assert propose(claim(actor="", target="")) is None


def test_a_person_may_change_any_cell_and_is_told_of_every_mistake(world):
    proposal = propose(claim(date_from=LATER, date_to=LATER), source="a paper", scenario=world)
    changed = with_cells(proposal, {"status": "restricted", "admit": "0.3"}, "x")
    assert (changed.cells["status"], changed.cells["admit"]) == ("restricted", "0.3")
    assert with_cells(proposal, {"event": "statement"}, "x").cells["event"] == "statement"
    with pytest.raises(UsageError) as raised:
        with_cells(proposal, {"statsu": "open", "admit": "many", "start": "soon"}, "x")
    assert len(raised.value.problems) == 3


def test_hostile_characters_of_a_passage_do_not_reach_the_table(world):
    row = cells(world, "border_closed", passage="shut\x00\x1b[31m\u202e its\r\nborder " + "x" * 999)
    assert row["note"].isprintable()
    assert len(row["note"]) < 400
