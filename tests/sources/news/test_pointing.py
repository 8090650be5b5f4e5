"""Plans that a report calls a request, and those that it does not."""

from __future__ import annotations

from datetime import date

import pytest

from steppe.sources.news.pointing import RULE
from steppe.sources.news.reader import read_text

DAY = date(2024, 5, 15)
PLAN = "Italy plans to send migrants to Albania. "
CALLED = {
    "The Netherlands plans to send asylum seekers to Uganda. This is a difficult request, Kampala said.": ("Netherlands", "Uganda"),
    "Washington wants to resettle Afghan interpreters in Kosovo. Pristina has not yet answered the request.": ("United States", "Kosovo"),
    "Israel is considering moving Palestinians to Somalia. It is an “outrageous” demand, a minister in Mogadishu said.": ("Israel", "Somalia"),
    "Australia plans to relocate Iranian refugees to Papua New Guinea. Port Moresby turned down the proposal.": ("Australia", "Papua New Guinea"),
    "Denmark intends to send Syrian refugees to Rwanda. The plea was the third this year, officials said.": ("Denmark", "Rwanda"),
    "Plans by Britain to resettle Iraqis in Jordan were a “shameful” request, the king said.": ("United Kingdom", "Jordan"),
    "Germany hopes to resettle Yemenis in Oman. The sultan called it an unusual request.": ("Germany", "Oman"),
    "Austria plans to move Chechen refugees to Georgia. That was a request nobody had expected.": ("Austria", "Georgia"),
    "Japan plans to resettle Rohingya refugees in Nepal. Tokyo's request surprised Kathmandu.": ("Japan", "Nepal"),
    "The minister described plans by Finland to send Somali refugees to Kenya as a request that cannot be met.": ("Finland", "Kenya"),
    PLAN + "The Italian request will be debated in Tirana next week.": ("Italy", "Albania"),
    PLAN + "Aid groups were angry. Such requests have been refused before.": ("Italy", "Albania"),
}  # fmt: skip


@pytest.mark.parametrize("text", CALLED)
def test_a_plan_for_others_that_is_called_a_request_asks_the_country_to_host(text):
    told = [one for one in read_text(text, DAY) if one.rule == RULE]
    assert [(one.kind, one.actor, one.target, one.modality) for one in told] == [
        ("hosting_requested", *CALLED[text], "requested")
    ]
    assert "called a request" in {each.role for each in told[0].fired}
    assert any("the report calls it one" in reason for reason in told[0].reasons)
    assert all(text[each.start : each.end] == each.words for each in told[0].fired)


NOT_CALLED = (
    PLAN + "The judges will hear the case in June.",
    PLAN + "It requested a delay from the court.",
    PLAN + "A request was filed with the court in Rome.",
    PLAN + "The request for more money was turned down.",
    PLAN + "This is not a request but an order, an official said.",
    PLAN + "The proposal has angered judges in Rome.",
    PLAN + "The appeal will be heard in June.",
    PLAN + "The French request came too late.",
    PLAN + "Poland shut its border with Belarus. This was an unusual request.",
    PLAN + "It rained. The sea was rough. Boats stayed in port. The request came late.",
    "Italy has sent 40 migrants to Albania. The request came late.",
    "Italy will send migrants to Albania. The request came late.",
    "Italy denied that it plans to send migrants to Albania. The request came late.",
    "Italy plans to resettle Syrians in other countries. The request came late.",
    "Canada plans to resettle Syrians in Canada. The request came late.",
    "Kenya plans to move Kenyans to Uganda. The request came late.",
    "The request came late. Italy plans to send migrants to Albania.",
)  # fmt: skip


@pytest.mark.parametrize("text", NOT_CALLED)
def test_a_plan_that_is_not_called_so_stays_what_it_is(text):
    told = read_text(text, DAY)
    assert [one.rule for one in told if one.rule == RULE] == []
    assert told
    assert any(one.kind != "hosting_requested" for one in told)


def test_a_plan_called_a_request_repeats_an_earlier_request():
    text = "Rome asked Tirana to take in migrants. " + PLAN + "This is an odd request, a deputy said."
    first, later = read_text(text, DAY)
    assert (first.kind, later.kind, later.duplicate_of) == (
        "hosting_requested",
        "hosting_requested",
        first.id,
    )
