"""What happens and what was counted: fighting, border posts, air routes, published figures."""

from __future__ import annotations

import math
from collections.abc import Iterator

from airlift import (
    AIR_OPENINGS,
    AIRLIFT_END,
    AIRLIFT_START,
    MOST_SEATS,
    SEATS,
    SEATS_WHERE_NO_NUMBER,
)
from assumptions import (
    AD_HOC,
    AD_HOC_DECIDER,
    ADMIT_BY_STATUS,
    BESIEGED,
    COUNTRY_CODES,
    EARLY_FIGHTING,
    EARLY_INTENSITY,
    FIGHTING_DAYS,
    HANDED_OVER,
    PERIOD_END,
    PERIOD_START,
    UNUSED_STATUS_ROWS,
)
from facts import Facts, Row, day_after, day_before, sentences
from published import OBSERVED_PLACES, Judgement, judge_observation
from roads import Link


def key_of(row: Row) -> tuple[str, str]:
    """What identifies a row of the border posts' states."""
    return row["crossing_id"], row["date_from"]


def conflict(place: str, start: str, end: str, intensity: str, source: str, note: str) -> Row:
    """A row of the events table."""
    return {
        "event": "conflict",
        "start": start,
        "end": end,
        "place": place,
        "intensity": intensity,
        "source": source,
        "note": note,
    }


class Changes:
    """Events and observations."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def conflicts(self) -> Iterator[Row]:
        """Fighting before each capital fell; the last day of conflict is the day it fell."""
        for province in self.facts.provinces.values():
            capital, fell = province["capital"], province["capital_fell"]
            begins, fell_source, why = self.fight_for(capital, province)
            if capital in EARLY_FIGHTING:
                start, source, early = EARLY_FIGHTING[capital]
                yield conflict(capital, start, begins, EARLY_INTENSITY, source, early)
            other_date = province["capital_fell_alt"]
            fact = f"Fell {fell}, {province['fall_confidence']} confidence" + (
                f"; other date {other_date}" if other_date else ""
            )
            note = sentences(fact, province["note"] if "Pajhwok" not in province["note"] else "", why)
            yield conflict(capital, begins, day_after(fell), "1", fell_source, note)

    def fight_for(self, capital: str, province: Row) -> tuple[str, str, str]:
        """Since when a capital was fought over, the source of its fall and the siege, and the words for it."""
        fell, source = province["capital_fell"], province["fall_source"]
        if capital in HANDED_OVER:
            return fell, source, HANDED_OVER[capital]
        if capital in BESIEGED:
            since, siege_source = BESIEGED[capital]
            return since, f"{source} ; {siege_source}", "Under siege, with fighting in the city, by 31 July"
        why = f"Assumption: fighting drives people out for {FIGHTING_DAYS} days before the fall"
        return day_before(fell, FIGHTING_DAYS), source, why

    def border_posts(self) -> Iterator[Row]:
        """What each post did to people, period by period, gaps filled with the state at the year's end."""
        statuses = [
            row for row in self.facts.read("crossing_status") if key_of(row) not in UNUSED_STATUS_ROWS
        ]
        for post in self.facts.read("crossings"):
            rows = sorted(
                (row for row in statuses if row["crossing_id"] == post["crossing_id"]),
                key=lambda row: row["date_from"],
            )
            yield from self.one_post(post, rows)

    def one_post(self, post: Row, rows: list[Row]) -> Iterator[Row]:
        """Regimes of one post over the whole period, without gap or overlap."""
        free_from = PERIOD_START
        for row in rows:
            if row["date_to"] < PERIOD_START:
                continue
            if row["date_from"] > free_from:
                why = "Assumption: nothing was found for these days; taken as at the end of the year"
                yield self.regime(post, rows[-1], free_from, row["date_from"], why)
            begin = max(row["date_from"], PERIOD_START)
            yield self.regime(post, row, begin, day_after(row["date_to"]), "")
            free_from = day_after(row["date_to"])

    def regime(self, post: Row, row: Row, start: str, end: str, why: str) -> Row:
        """One period of one post; the share admitted follows from who was let through."""
        state, admit, meaning = ADMIT_BY_STATUS[row["people_undocumented"], row["people_documented"]]
        if state == "closed" and row["who_decides"] == AD_HOC_DECIDER:
            state, admit, meaning = AD_HOC
        fact = (
            f"People without papers: {row['people_undocumented']}; with papers: {row['people_documented']}; "
            f"decided by {row['who_decides']}; {row['confidence']} confidence"
        )
        return {
            "event": "route",
            "start": start,
            "end": "" if end > PERIOD_END else end,
            "place": self.facts.names[f"x:{post['crossing_id']}:AF"],
            "other_place": self.facts.names[self.facts.beyond(f"x:{post['crossing_id']}:AF")],
            "status": state,
            "admit": admit,
            "source": row["source"],
            "note": sentences(fact, row["note"], why, meaning),
        }

    def airlift(self) -> Iterator[Row]:
        """When each air route from Kabul was open, and how many of those who came to it got a seat."""
        for link in self.facts.links:
            if link.mode == "air" and link.start == "a:kabul_airport":
                yield from self.flights_from_kabul(link)
            elif (link.start, link.end) in SEATS:
                yield self.seats(link, PERIOD_START, "", SEATS["a:kabul_airport", link.start][0])
        yield {
            "event": "route",
            "start": PERIOD_START,
            "end": AIRLIFT_END,
            "place": "Kabul airport",
            "other_place": "Kabul",
            "status": "closed",
            "source": "Assumption",
            "note": "Assumption: those at the airport wait for a seat; whoever is left at the end goes back to town.",
        }

    def flights_from_kabul(self, link: Link) -> Iterator[Row]:
        """Closed before the first date found for them, then with their share of seats, then closed for good."""
        opened, source = AIR_OPENINGS.get(link.end, (AIRLIFT_START, link.rows[0]["source"]))
        closed = {
            "event": "route",
            "place": self.facts.names[link.start],
            "other_place": self.facts.names[link.end],
            "status": "closed",
        }
        unopened = "Assumption: not open before the first date found for it" if opened > AIRLIFT_START else ""
        yield closed | {
            "start": PERIOD_START,
            "end": opened,
            "source": source,
            "note": sentences("Before the airlift", unopened),
        }
        yield self.seats(link, opened, AIRLIFT_END, MOST_SEATS)
        yield closed | {
            "start": AIRLIFT_END,
            "source": "https://news.cgtn.com/news/2021-08-31/Chart-of-the-Day-The-Afghanistan-exodus-by-the-"
            "numbers-13aztdiR3m8/index.html",
            "note": "The airlift ended on 30 August.",
        }

    def seats(self, link: Link, start: str, end: str, most: int) -> Row:
        """How many of those who would go a way by air find a seat on a day, from the tallies of late August."""
        people, source = SEATS.get((link.start, link.end), (SEATS_WHERE_NO_NUMBER, "Assumption"))
        counted = f"{people:,} people went this way by the tallies of 26 to 29 August"
        if source == "Assumption":
            counted = f"Assumption: no number was found, taken as {people:,} people"
        why = (
            f"Assumption: seats in proportion to that, set against {most:,}; as the share counts both in choosing "
            "and in boarding, its square root"
        )
        return {
            "event": "route",
            "start": start,
            "end": end,
            "place": self.facts.names[link.start],
            "other_place": self.facts.names[link.end],
            "status": "restricted",
            "admit": f"{math.sqrt(people / most):.2g}",
            "source": source,
            "note": sentences(counted, why),
        }

    def observations(self) -> Iterator[Row]:
        """Every published figure; those not to be compared with are kept with the reason."""
        for row in self.facts.read("arrivals"):
            if not row["value"]:
                continue
            judgement: Judgement = judge_observation(row)
            place = OBSERVED_PLACES.get(row["place"], "")
            bounds = f"Between {row['low']} and {row['high']}" if row["low"] else ""
            yield {
                "date": row["date"],
                "place": self.facts.names.get(place, ""),
                "value": row["value"],
                "measure": judgement.measure,
                "unit": "person",
                "series": row["metric"] if row["iso"] or place else f"{row['metric']}: {row['place']}",
                "country": COUNTRY_CODES.get(row["iso"][:2], ""),
                "counted_from": row["counting_from"],
                "as_of": judgement.as_of,
                "use": "yes" if judgement.use else "no",
                "source": row["source"],
                "note": sentences(
                    row["kind"][0].upper() + row["kind"][1:], row["note"], bounds, judgement.reason
                ),
            }
