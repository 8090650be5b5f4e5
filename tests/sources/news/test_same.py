"""Claims of several documents repeat, contradict or supersede each other, in whatever order they were read."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest

from steppe.sources.news.same import Claim, relate
from tests.sources.news.claims import DAY, Paper, claim


def said(name: str, kind: str = "border_closed", *, published: date = DAY, **changes: object) -> Claim:
    paper = Paper(text=f"{Paper().text} {name}", published=published)
    changes = {"date_from": DAY, "date_to": DAY, "paper": paper, **changes}
    return Claim(name, claim(kind, **changes), published, paper.hash)


NEXT = DAY + timedelta(days=1)


def test_another_document_that_says_the_same_repeats_it():
    links = relate([said("a"), said("b", published=NEXT), said("c", published=NEXT)])
    assert [links[each].duplicate_of for each in "abc"] == ["", "a", "a"]


def test_a_later_document_supersedes_and_one_of_the_same_day_contradicts():
    links = relate([said("a"), said("b", "border_opened", published=NEXT), said("c", "border_restricted")])
    assert links["b"].supersedes == ("a", "c")
    assert links["a"].superseded_by == ("b",)
    assert (links["a"].contradicts, links["c"].contradicts) == (("c",), ("a",))


def test_a_denial_contradicts():
    links = relate([said("a"), said("b", modality="denied")])
    assert links["b"].contradicts == ("a",)


@pytest.mark.parametrize(
    "other",
    [
        {"modality": "feared"},
        {"modality": "requested"},
        {"modality": "historical"},
        {"target": "Cland"},
        {"actor": "Cland"},
        {"date_from": DAY + timedelta(days=9), "date_to": DAY + timedelta(days=9)},
    ],
)
def test_what_is_not_held_to_be_so_or_is_about_something_else_changes_nothing(other):
    links = relate([said("a"), said("b", "border_opened", published=NEXT, **other)])
    assert links["b"] == links["a"]


def test_an_answer_does_not_contradict_the_question():
    links = relate([said("a", "hosting_requested"), said("b", "hosting_agreed", published=NEXT)])
    assert not links["b"].supersedes


def test_codes_say_that_two_names_are_one_country():
    links = relate(
        [said("a", actor_codes=("BLD",)), said("b", actor="The Bland Republic", actor_codes=("BLD",))]
    )
    assert links["b"].duplicate_of == "a"


def test_counts_repeat_where_their_bounds_meet_and_contradict_where_they_do_not():
    def count(name, low, high, published=DAY):
        return said(name, "people_arrived", low=low, high=high, published=published)

    links = relate(
        [count("a", 1000, 1000), count("b", 900, None), count("c", 5000, 5000), count("d", 3000, 3000, NEXT)]
    )
    assert links["b"].duplicate_of == "a"
    assert links["c"].contradicts == ("a",)
    assert links["d"].supersedes == ("a", "c")


def test_claims_of_one_document_are_left_to_the_reader():
    one = said("a")
    links = relate([one, Claim("b", claim("border_opened"), DAY, one.document)])
    assert links["a"] == links["b"]


def test_the_order_in_which_documents_were_read_does_not_matter():
    claims = [
        said("a"),
        said("b", "border_opened"),
        said("c", published=NEXT),
        said("d", "border_opened", published=NEXT),
    ]
    found = [relate(each) for each in permutations(claims)]
    assert all(each == found[0] for each in found)
