"""What each border post did to people by their papers, the ways past the posts, and the land between the posts."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from assumptions import (
    COUNTRY_CODES,
    PERIOD_END,
    PERIOD_START,
    WAYS_ROUND_POSTS,
)
from facts import Facts, Row, day_after, sentences
from people import LOCAL_CARD, PASSPORT

_TAJIKISTAN = "Tajikistan"


@dataclass(frozen=True)
class Door:
    """What a post does to the people of a row: cells of the events table, and the words for them."""

    status: str
    cells: dict[str, str]
    why: str = ""


SHUT = Door("closed", {})
OPEN = Door("open", {})
# Those with papers where only some of them are let through: patients, people going home, holders of visas.
PAPERS_CHECKED = Door(
    "restricted",
    {"admit": "0.5", "wait": "0.9", "give_up": "0.1"},
    "Assumption: of those with papers half are let through on a day, nine in ten of the others wait, and one in ten of "
    "the queue gives up each morning",
)
# Before the checks of July everybody was let through at the gate's discretion.
NOT_STRICT = Door(
    "restricted",
    {"admit": "0.5", "wait": "0.5", "give_up": "0.1"},
    "Assumption: half are let through on a day, half of the others wait, one in ten of the queue gives up each morning",
)
# The leak of Chaman: a card of the region opens it; who has none gets through with a borrowed one or a bribe.
CARD_TAKEN = Door(
    "restricted",
    {"admit": "0.8", "wait": "0.9", "give_up": "0.1"},
    "Assumption: four in five holders of a card of the region are let through on a day, and the others wait",
)
WITHOUT_CARD = Door(
    "restricted",
    {"admit": "0.3", "wait": "0.5", "give_up": "0.2"},
    "Assumption: of those without a card of the region three in ten get through on a day, half of the others wait, and "
    "one in five of the queue gives up each morning",
)
WITHOUT_CARD_ON_THE_ROAD = Door(
    "restricted",
    {"admit": "0.15", "wait": "0.5", "give_up": "0.2"},
    "Assumption: with the notice to the drivers half as many without a card of the region get through",
)
# Tajik posts were shut to everybody, yet several thousand people got in: troops, and groups let in one by one.
AD_HOC = Door(
    "restricted",
    {"admit": "0.01", "wait": "0.2", "give_up": "0.2"},
    "Assumption: shut, yet groups were let in ad hoc until it was said on 2 September that there was no room; one in a "
    "hundred of those who try on a day, one in five of the others waits, as the 80 families reported at the border did",
)
TAJIK_REFUSAL, TAJIK_REFUSAL_SOURCE = "2021-09-02", "https://english.ahram.org.eg/News/422288.aspx"
TAJIK_PLEDGE = "2021-07-23"
REFUSED = Door(
    "restricted",
    {"admit": "0.0005"},
    "Assumption: after the refusal one in two thousand of those who try on a day is let in, as the count hardly moved",
)
# Uzbekistan: 158 people walked over as the government fell; of the 743 who came then 150 were sent back.
WALKED_OVER = Door(
    "closed",
    {"irregular": "0.1", "pushback": "0.2"},
    "158 people crossed on foot on 15 August, 585 came by air, and 150 were sent back on 20 August: one in five. "
    "Assumption: one in ten of those who try walks over",
)
NOTICE_TO_DRIVERS = ("chaman", "2021-09-07")
RETURNED = "0.65"
_RETURNED_SOURCE = (
    "https://reliefweb.int/report/iran-islamic-republic/afghanistan-situation-emergency-preparedness-and-response-"
    "iran-2-0 ; https://www.tbsnews.net/world/iran-closes-border-afghans-fleeing-taliban-290203"
)
_TURKEY = (
    "https://www.atalayar.com/en/articulo/politics/erdogan-sends-troops-iranian-border-prevent-access-afghan-refugees/"
    "20210823134726152627.amp.html"
)
# Borders that ways past the posts cross: what the land is like, patrols, why.
_LAND = {
    "PK": (
        "mountains",
        "300",
        "Mountains for most of it; a fence was nearly finished (general knowledge 0.8)",
    ),
    "IR": ("desert", "100", "Desert for most of it"),
}


def key_of(row: Row) -> tuple[str, str]:
    """What identifies a row of the border posts' states."""
    return row["crossing_id"], row["date_from"]


class Crossings:
    """Regimes of posts and of the ways past them."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def borders(self) -> Iterator[Row]:
        """The lines with neighbours that ways past the posts cross."""
        for row in self.facts.read("borders"):
            if row["iso2"] not in _LAND:
                continue
            terrain, patrols, why = _LAND[row["iso2"]]
            yield {
                "country": "AFG",
                "other_country": COUNTRY_CODES[row["iso2"]],
                "length_km": row["length_km_preferred"],
                "terrain": terrain,
                "patrols": patrols,
                "source": row["source"],
                "note": sentences(
                    f"Other figures: {row['length_km_alt1']} and {row['length_km_alt2']} km",
                    f"Assumption: {why[0].lower()}{why[1:]}; {patrols} patrols",
                ),
            }

    def posts(self) -> Iterator[Row]:
        """What each post did to people, period by period, gaps filled with the state at the year's end."""
        statuses = self.facts.read("crossing_status")
        for post in self.facts.read("crossings"):
            rows = [row for row in statuses if row["crossing_id"] == post["crossing_id"]]
            yield from self.one_post(post, _without_overlap(sorted(rows, key=lambda row: row["date_from"])))

    def one_post(self, post: Row, rows: list[Row]) -> Iterator[Row]:
        """Regimes of one post over the whole period, without gap or overlap."""
        free_from = PERIOD_START
        for row in rows:
            if row["date_to"] < PERIOD_START:
                continue
            if row["date_from"] > free_from:
                why = "Assumption: nothing was found for these days; taken as at the end of the year"
                yield from self.period(post, rows[-1], free_from, row["date_from"], why)
            begin = max(row["date_from"], PERIOD_START)
            yield from self.period(post, row, begin, day_after(row["date_to"]), "")
            free_from = day_after(row["date_to"])

    def period(self, post: Row, row: Row, start: str, end: str, why: str) -> Iterator[Row]:
        """One period of one post: a row for everybody, and one for each group that is treated otherwise."""
        for begin, until in _cut(start, end, row):
            for groups, door in doors(row, begin):
                yield self.regime(post, row, begin, until, groups, door, why)

    def regime(self, post: Row, row: Row, start: str, end: str, groups: str, door: Door, why: str) -> Row:
        """One row of one period of one post."""
        fact = (
            f"People without papers: {row['people_undocumented']}; with papers: {row['people_documented']}; "
            f"decided by {row['who_decides']}; {row['confidence']} confidence"
        )
        refused = row["who_decides"] == _TAJIKISTAN and start >= TAJIK_REFUSAL
        is_shut_to_all = {row["people_undocumented"], row["people_documented"], row["cargo"]} == {"closed"}
        return {
            "event": "route",
            "start": start,
            "end": "" if end > PERIOD_END else end,
            "place": self.facts.names[f"x:{post['crossing_id']}:AF"],
            "other_place": self.facts.names[self.facts.beyond(f"x:{post['crossing_id']}:AF")],
            "status": door.status,
            "groups": groups,
            "one_way": "no" if is_shut_to_all else "yes",
            **door.cells,
            "source": f"{row['source']} ; {TAJIK_REFUSAL_SOURCE}" if refused else row["source"],
            "note": sentences(fact, row["note"], why, door.why),
        }

    def ways_past_posts(self) -> Iterator[Row]:
        """What happens on the ways into Iran away from its posts, and on the way from there into Turkey."""
        ends = [(start, end) for start, end, *_ in WAYS_ROUND_POSTS if self.facts.nodes[end]["iso2"] == "IR"]
        for start, end in (*ends, ("cap:AF-NIM", "d:saravan")):
            yield {
                "event": "route",
                "place": self.facts.names[start],
                "other_place": self.facts.names[end],
                "status": "open",
                "one_way": "yes",
                "irregular_returned": RETURNED,
                "source": _RETURNED_SOURCE,
                "note": (
                    "UNHCR put those deported at about 65 % of new arrivals; guards were told on 18 August to turn "
                    "people back. Assumption: that share of those who try on a day is sent back at once, in the whole "
                    "period, and may try again."
                ),
            }
        yield from self.into_turkey()

    def into_turkey(self) -> Iterator[Row]:
        """The way from Iran into Turkey, before and after troops were sent there."""
        for start, end, share, why in (
            ("", "2021-08-22", "0.5", "Assumption: half of those who try on a day are pushed back"),
            ("2021-08-22", "", "0.8", "Troops and a wall of 160 km. Assumption: from then on four in five"),
        ):
            yield {
                "event": "route",
                "start": start,
                "end": end,
                "place": "Tehran",
                "other_place": "Van",
                "status": "closed",
                "one_way": "yes",
                "irregular": "1",
                "pushback": share,
                "source": _TURKEY,
                "note": sentences("Shut to all; crossed irregularly", why),
            }


def _without_overlap(rows: list[Row]) -> list[Row]:
    """Rows in which the notice to the drivers ends the row of the gate that it overlaps."""
    found = []
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        if following is not None and key_of(following) == NOTICE_TO_DRIVERS:
            row = row | {"date_to": "2021-09-06"}
        found.append(row)
    return found


def _cut(start: str, end: str, row: Row) -> Iterator[tuple[str, str]]:
    """Spans of a period; one of a Tajik post is cut where the pledge was made and where it was withdrawn."""
    marks = [TAJIK_PLEDGE, TAJIK_REFUSAL] if row["who_decides"] == _TAJIKISTAN else []
    bounds = [start, *(each for each in marks if start < each < end), end]
    yield from itertools.pairwise(bounds)


def doors(row: Row, start: str) -> Iterator[tuple[str, Door]]:
    """Groups named in a row of a post, and what it does to them; nobody named is everybody else."""
    without, having = row["people_undocumented"], row["people_documented"]
    if without == "restricted":
        yield from _at_chaman(row)
    elif row["who_decides"] == _TAJIKISTAN and having == "closed":
        yield "", REFUSED if start >= TAJIK_REFUSAL else AD_HOC
    elif key_of(row) == ("hairatan", "2021-08-14"):
        yield "", WALKED_OVER
    else:
        yield "", SHUT
    if having == "restricted":
        yield PASSPORT, PAPERS_CHECKED
    elif having == "open":
        yield PASSPORT, OPEN


def _at_chaman(row: Row) -> Iterator[tuple[str, Door]]:
    if row["date_from"] < "2021-07-14":
        yield "", NOT_STRICT
        return
    yield "", WITHOUT_CARD_ON_THE_ROAD if key_of(row) == NOTICE_TO_DRIVERS else WITHOUT_CARD
    yield LOCAL_CARD, CARD_TAKEN
