"""What happens and what was counted: fighting, border posts, air routes, published figures."""

from __future__ import annotations

from collections.abc import Iterator

from assumptions import (
    AD_HOC,
    AD_HOC_DECIDER,
    ADMIT_BY_STATUS,
    AIR_OPENINGS,
    AIRLIFT_END,
    AIRLIFT_START,
    BUSY_HUBS,
    COUNTRY_CODES,
    EARLY_FIGHTING,
    EARLY_INTENSITY,
    FIGHTING_DAYS,
    HANDED_OVER,
    LEFT_OUT_NODES,
    OBSERVED_PLACES,
    OTHER_SEATS,
    PERIOD_END,
    PERIOD_START,
    UNUSED_STATUS_ROWS,
    Judgement,
    judge_observation,
)
from facts import Facts, Row, day_after, day_before, sentences


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
            handed_over = HANDED_OVER.get(capital, "")
            begins = fell if handed_over else day_before(fell, FIGHTING_DAYS)
            if capital in EARLY_FIGHTING:
                start, source, why = EARLY_FIGHTING[capital]
                yield conflict(capital, start, begins, EARLY_INTENSITY, source, why)
            other_date = province["capital_fell_alt"]
            fact = f"Fell {fell}, {province['fall_confidence']} confidence" + (
                f"; other date {other_date}" if other_date else ""
            )
            why = (
                handed_over
                or f"Assumption: fighting drives people out for {FIGHTING_DAYS} days before the fall"
            )
            note = sentences(fact, province["note"] if "Pajhwok" not in province["note"] else "", why)
            yield conflict(capital, begins, day_after(fell), "1", province["fall_source"], note)

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
            "other_place": self.facts.names[f"x:{post['crossing_id']}:{post['country']}"],
            "status": state,
            "admit": admit,
            "source": row["source"],
            "note": sentences(fact, row["note"], why, meaning),
        }

    def airlift(self) -> Iterator[Row]:
        """When each air route from Kabul was open, and how many of those who came to it got a seat."""
        for row in self.facts.read("routes"):
            if row["mode"] != "air" or row["to"] in LEFT_OUT_NODES:
                continue
            opened, source = AIR_OPENINGS.get(row["to"], (AIRLIFT_START, row["source"]))
            ends = {
                "place": self.facts.names[row["from"]],
                "other_place": self.facts.names[row["to"]],
                "event": "route",
            }
            unopened = (
                "Assumption: not open before the first date found for it" if opened > AIRLIFT_START else ""
            )
            yield ends | {
                "start": PERIOD_START,
                "end": opened,
                "status": "closed",
                "source": source,
                "note": sentences("Before the airlift", unopened),
            }
            if row["to"] not in BUSY_HUBS:
                why = (
                    f"Assumption: {float(OTHER_SEATS):.0%} of those who wish to go there find a seat on a day"
                )
                yield ends | {
                    "start": opened,
                    "end": AIRLIFT_END,
                    "status": "restricted",
                    "admit": OTHER_SEATS,
                    "source": source,
                    "note": sentences(why),
                }
            yield ends | {
                "start": AIRLIFT_END,
                "status": "closed",
                "source": "https://news.cgtn.com/news/2021-08-31/Chart-of-the-Day-The-Afghanistan-exodus-by-the-"
                "numbers-13aztdiR3m8/index.html",
                "note": "The airlift ended on 30 August.",
            }
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
