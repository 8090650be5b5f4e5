"""Pathways of the world: seats out of Kabul, onward from the bases, visas in third countries, returns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from airlift import (
    AIR_OPENINGS,
    AIRLIFT_END,
    AIRLIFT_START,
    FLOWN,
    HOST_LIMITS,
    ONWARD,
    STAGES_OF_THE_AIRLIFT,
)
from assumptions import PATHWAYS_END
from facts import Facts, Row, day_after, sentences
from people import EMPLOYEES

KABUL_AIRPORT = "a:kabul_airport"
_FITTED_ROUNDS = 200
WORTH_OF_THE_AIRPORT = "4"
_ENDED = (
    "https://news.cgtn.com/news/2021-08-31/Chart-of-the-Day-The-Afghanistan-exodus-by-the-numbers-13aztdiR3m8/"
    "index.html"
)
# Visas of the United States for those it employed: applied for in a third country, a year and more of waiting.
_P2_SOURCE = (
    "https://www.state.gov/briefing-with-senior-state-department-officials-on-the-u-s-refugee-admissions-program-"
    "priority-2-p-2-designation-for-afghan-nationals/ ; firstpost.com 9861901 (12 to 14 months)"
)
# Where the wait is: in all of Pakistan, and in the two capitals with an embassy.
P2_HOSTS = {
    "Pakistan": {"country": "PAK"},
    "Tajikistan": {"place": "Dushanbe"},
    "Uzbekistan": {"place": "Tashkent"},
}
P2_START, P2_WAIT_DAYS = "2021-08-02", "420"
# People who went home, as published: since 1 September, by day.
_OCHA_RETURNS = (
    (
        "2021-10-06",
        143_125,
        (
            "https://reliefweb.int/report/afghanistan/unhcr-regional-bureau-asia-and-pacific-rbap-flash-external-update-"
            "afghanistan"
        ),
    ),
    (
        "2021-11-02",
        165_000,
        "https://fdocuments.net/document/key-displacement-figures-29-m-681-332-72377.html",
    ),
    (
        "2021-11-15",
        169_000,
        (
            "https://reliefweb.int/report/afghanistan/unhcr-regional-bureau-asia-and-pacific-rbap-flash-external-update-"
            "afghanistan-2"
        ),
    ),
)
RETURNS, RETURNS_START = "going home", "2021-09-01"
_FLOWN_BACK_SOURCE = "https://en.trend.az/casia/tajikistan/3460177.html"


def largest_remainders(exact: list[float], total: int) -> list[int]:
    """Whole numbers near the exact ones that add up to the total."""
    whole = [int(each) for each in exact]
    by_remainder = sorted(range(len(exact)), key=lambda at: whole[at] - exact[at])
    for at in by_remainder[: total - sum(whole)]:
        whole[at] += 1
    return whole


def opening(site: str) -> tuple[str, str]:
    """First day a site took people from Kabul, and its source; empty where it is the airlift's own."""
    return AIR_OPENINGS.get(site, (AIRLIFT_START, ""))


@dataclass(frozen=True)
class Span:
    """
    Days of one stage of the airlift on which the same sites were open, and the seats a day to each site.

    ``people`` were flown out on each of these days.
    """

    start: str
    end: str
    people: float
    stage: Row

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return days_between(self.start, self.end)


def days_between(start: str, end: str) -> int:
    """Days from one ISO date to another, the last one left out."""
    return (date.fromisoformat(end) - date.fromisoformat(start)).days


def spans() -> Iterator[Span]:
    """Stages of the airlift, cut where a site opens."""
    opened = sorted({opening(site)[0] for site in FLOWN})
    for stage in STAGES_OF_THE_AIRLIFT:
        end = day_after(stage["end"])
        a_day = int(stage["people"]) / days_between(stage["start"], end)
        bounds = [stage["start"], *(each for each in opened if stage["start"] < each < end), end]
        for begin, until in pairwise(bounds):
            yield Span(begin, until, a_day, stage)


def seats_by_span() -> list[tuple[Span, dict[str, int]]]:
    """
    Seats a day to each site that is open.

    They add up to what was published for each stage, and are as near to the number of each site as that allows
    (proportional fitting).
    """
    all_spans = list(spans())
    table = [
        {site: float(span.days) for site in FLOWN if opening(site)[0] <= span.start} for span in all_spans
    ]
    for _ in range(_FITTED_ROUNDS):
        for site, (people, _source) in FLOWN.items():
            total = sum(row.get(site, 0.0) for row in table)
            for row in table:
                if site in row:
                    row[site] *= people / total
        for row, span in zip(table, all_spans, strict=True):
            scale = span.people * span.days / sum(row.values())
            row.update({site: people * scale for site, people in row.items()})
    return [(span, _whole(row, span)) for row, span in zip(table, all_spans, strict=True)]


def _whole(row: dict[str, float], span: Span) -> dict[str, int]:
    a_day = [people / span.days for people in row.values()]
    return dict(zip(row, largest_remainders(a_day, round(span.people)), strict=True))


class Pathways:
    """Rows of the pathways table, and the events that change them."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.seats = seats_by_span()

    def rows(self) -> Iterator[Row]:
        """Every pathway."""
        yield from self.out_of_kabul()
        yield from self.onward()
        yield from self.visas()
        yield from self.returns()

    def name(self, start: str, end: str) -> str:
        """What a flight is called."""
        return f"{self.facts.names[start]} to {self.facts.names[end]}"

    def flight_notes(self, start: str, end: str) -> str:
        """Which row of the facts a flight is."""
        rows = [
            row for link in self.facts.flights if (link.start, link.end) == (start, end) for row in link.rows
        ]
        return f"Facts row {rows[0]['route_id']}" if rows else ""

    def out_of_kabul(self) -> Iterator[Row]:
        """A seat for whoever is at the airport, as many a day as were flown."""
        for site, (people, source) in FLOWN.items():
            opened, opened_source = opening(site)
            seats = str(next(row[site] for _, row in self.seats if site in row))
            number = f"{people:,} people" if "Assumption" not in source else f"Assumption: {people:,} people"
            when = "" if site in AIR_OPENINGS else "Assumption: from the first day"
            why = (
                "Assumption: seats in proportion to that, by the published totals of each stage; whoever applies "
                "boards the same day"
            )
            yield {
                "name": self.name(KABUL_AIRPORT, site),
                "kind": "evacuation",
                "destination": self.facts.names[site],
                "place": self.facts.names[KABUL_AIRPORT],
                "groups": EMPLOYEES,
                "start": opened,
                "end": AIRLIFT_END,
                "quota": seats,
                "seats": seats,
                "worth": WORTH_OF_THE_AIRPORT,
                "source": " ; ".join(each for each in (source, opened_source, _ENDED) if each),
                "note": sentences(number, when, why, self.flight_notes(KABUL_AIRPORT, site)),
            }

    def seats_change(self) -> Iterator[Row]:
        """Seats a day from each later day on which they changed."""
        for site in FLOWN:
            own = next(row[site] for _, row in self.seats if site in row)
            for span, row in self.seats:
                seats = row.get(site, own)
                if seats != own:
                    yield {
                        "event": "pathway",
                        "start": span.start,
                        "end": span.end,
                        "pathway": self.name(KABUL_AIRPORT, site),
                        "quota": str(seats),
                        "seats": str(seats),
                        "source": span.stage["source"],
                        "note": f"{span.stage['note']} Assumption: shared over the sites in proportion to their "
                        "numbers.",
                    }

    def onward(self) -> Iterator[Row]:
        """On from the bases and hosts; where two ways lead on, the first of them takes its seats first."""
        for (start, end), (wait, seats, why) in ONWARD.items():
            yield {
                "name": self.name(start, end),
                "kind": "resettlement",
                "destination": self.facts.names[end],
                "place": self.facts.names[start],
                "groups": EMPLOYEES,
                "start": max(opening(start)[0], opening(end)[0]),
                "end": PATHWAYS_END,
                "quota": seats,
                "wait_days": wait,
                "stages": "1" if wait == "1" else "2",
                "source": self.facts.sites[start]["source"],
                "note": sentences(why, self.flight_notes(start, end)),
            }

    def visas(self) -> Iterator[Row]:
        """P-2 and the special immigrant visa, in the third countries where people could apply."""
        for country, host in P2_HOSTS.items():
            yield {
                "name": f"US visa in {country}",
                "kind": "visa",
                "destination": "Washington Dulles",
                **host,
                "groups": EMPLOYEES,
                "start": P2_START,
                "end": PATHWAYS_END,
                "apply": "0.05",
                "wait_days": P2_WAIT_DAYS,
                "stages": "4",
                "approval": "0.8",
                "worth": "1",
                "source": _P2_SOURCE,
                "note": (
                    "To be applied for in a third country reached alone; 12 to 14 months of waiting there. "
                    "Assumption: 420 days in four stages, one in twenty applies on a day, four in five are approved, "
                    "and the hope is worth 1."
                ),
            }
        yield {
            "name": "Termez to Washington Dulles",
            "kind": "resettlement",
            "destination": "Washington Dulles",
            "place": "Termez",
            "start": "2021-09-13",
            "end": "2021-09-14",
            "quota": "494",
            "source": "https://punchng.com/500-afghan-citizens-evacuated-from-uzbekistan-us/",
            "note": "494 people were flown on; Uzbekistan then said that no Afghan refugees remained.",
        }

    def returns(self) -> Iterator[Row]:
        """Home from within the country, and those whom Tajikistan flew back in July."""
        yield {
            "name": "flown back by Tajikistan",
            "kind": "forced_return",
            "destination": "Kabul",
            "country": "TJK",
            "start": "2021-07-13",
            "end": "2021-07-24",
            "quota": "143",
            "source": _FLOWN_BACK_SOURCE,
            "note": "1,574 people, all of July's arrivals, were flown back to Kabul and Mazar-e-Sharif by 23 July. "
            "Assumption: 143 a day over eleven days, all to Kabul.",
        }
        quota = self.returns_a_day()[0]
        yield {
            "name": RETURNS,
            "kind": "voluntary_return",
            "destination": "Kandahar",
            "country": "AFG",
            "start": RETURNS_START,
            "end": day_after(_OCHA_RETURNS[-1][0]),
            "quota": quota[2],
            "settles": "yes",
            "source": _OCHA_RETURNS[0][2],
            "note": f"{quota[3]} Assumption: drawn from all who are displaced in the country, as nobody's home is "
            "remembered; they are counted as residents of Kandahar province, where most were reported to go home.",
        }

    @staticmethod
    def returns_a_day() -> list[tuple[str, str, str, str, str]]:
        """Span of days, people a day, what was published, source."""
        found = []
        start, before = RETURNS_START, 0
        for last, people, source in _OCHA_RETURNS:
            after = day_after(last)
            days = days_between(start, after)
            words = f"{people:,} people went home from 1 September to {last}."
            found.append((start, after, str(round((people - before) / days)), words, source))
            start, before = after, people
        return found

    def changes(self) -> Iterator[Row]:
        """Events that change a pathway, and limits that a host named."""
        yield from self.seats_change()
        for start, end, quota, words, source in self.returns_a_day()[1:]:
            yield {
                "event": "pathway",
                "start": start,
                "end": end,
                "pathway": RETURNS,
                "quota": quota,
                "source": source,
                "note": words,
            }
        for country, (site, start, limit) in HOST_LIMITS.items():
            yield {
                "event": "host_limit",
                "country": country,
                "start": start,
                "limit": str(limit),
                "source": self.facts.sites[site]["source"],
                "note": self.facts.sites[site]["agreed_or_capacity"],
            }
