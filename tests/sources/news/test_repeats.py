"""What a report says twice, and what it only seems to."""

from __future__ import annotations

from datetime import date

import pytest

from steppe.sources.news.reader import read_text

DAY = date(2021, 8, 23)


def repeats(text):
    """Kind, target, and whether it is a repeat, of each claim."""
    return [(one.kind, one.target, bool(one.duplicate_of)) for one in read_text(text, DAY)]


def test_a_border_shut_to_a_people_is_asked_about_though_they_are_not_hosted_either():
    text = "Iran has shut its borders to Afghans. Iran will not accept refugees from Afghanistan."
    assert repeats(text) == [
        ("border_closed", "Afghanistan", False),
        ("hosting_refused", "Iran", False),
    ]


@pytest.mark.parametrize(
    ("text", "repeated"),
    [
        ("Poland closed its border with Belarus. Poland shut the border with Belarus.", [False, True]),
        ("Washington asked Kosovo to host Afghans. Western countries asked Kosovo to host Afghans.", [False, True]),
        ("Western countries asked Kosovo to host Afghans. Washington asked Kosovo to host Afghans.", [False, False]),
        ("Germany will resettle Syrians in other countries. Germany will resettle Syrians in Chad.", [False, False]),
    ],
)  # fmt: skip
def test_only_what_says_no_more_is_a_repeat(text, repeated):
    assert [is_repeat for _, _, is_repeat in repeats(text)] == repeated


def test_a_headline_without_names_repeats_the_story():
    text = "Border shut\n\nUzbekistan closed its border with Afghanistan on Sunday, the ministry said."
    assert repeats(text) == [("border_closed", "", True), ("border_closed", "Afghanistan", False)]
