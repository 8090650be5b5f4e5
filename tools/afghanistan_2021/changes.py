"""What happens and what was counted: fighting, the way to the airport, published figures."""

from __future__ import annotations

from collections.abc import Iterator

from airlift import AIRLIFT_END, AIRLIFT_START
from assumptions import (
    BESIEGED,
    COUNTRY_CODES,
    EARLY_FIGHTING,
    EARLY_INTENSITY,
    FIGHTING_DAYS,
    HANDED_OVER,
    PERIOD_START,
)
from facts import Facts, Row, day_after, day_before, sentences
from people import EMPLOYEES
from published import OBSERVED_PLACES, Judgement, judge_observation


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


def _gate(start: str, end: str, begin: str, until: str, note: str) -> Row:
    return {
        "event": "route",
        "start": begin,
        "end": until,
        "place": start,
        "other_place": end,
        "status": "closed",
        "one_way": "yes",
        "source": "Assumption",
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

    def airport_gate(self) -> Iterator[Row]:
        """The way to the airport: shut but for the airlift, and then open to those who may get a seat."""
        waits = (
            "Assumption: those at the airport wait for a seat; whoever is left at the end goes back to town."
        )
        nobody = "Assumption: before and after the airlift nobody goes to the airport for a seat."
        yield _gate("Kabul airport", "Kabul", PERIOD_START, AIRLIFT_END, waits)
        yield _gate("Kabul", "Kabul airport", PERIOD_START, AIRLIFT_START, nobody)
        yield _gate(
            "Kabul", "Kabul airport", AIRLIFT_START, AIRLIFT_END, "Assumption: but for the row below."
        )
        yield _gate(
            "Kabul",
            "Kabul airport",
            AIRLIFT_START,
            AIRLIFT_END,
            "Assumption: displaced people of this group come to it for a seat, with those who enter there.",
        ) | {"status": "open", "groups": EMPLOYEES}
        yield _gate("Kabul", "Kabul airport", AIRLIFT_END, "", nobody)

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
