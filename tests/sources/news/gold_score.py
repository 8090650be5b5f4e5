"""
How well a reader does on reports of which it is known what they say.

The gold files and the tables of the seed article are read into the same form. A claim found is right if its
kind, actor and target are right and its passage overlaps the one expected; modality, dates, attribution and
numbers are judged among those that are right. Claims marked as repeats of earlier ones are not counted.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

from steppe.sources.news.candidate import Candidate
from steppe.sources.news.lexicon import lexicon
from steppe.sources.news.reader import read_text

GOLD = Path(__file__).resolve().parent / "gold"
SEED = Path(__file__).resolve().parents[4] / "shared" / "afghanistan"
SEED_DAY = date(2021, 8, 23)
SEED_YEAR = date(2021, 1, 1)
NOT_TO_BE_FOUND = "arms_offer"

Read = Callable[[str, date], Sequence[Candidate]]


@dataclass(frozen=True)
class Expected:
    """A claim that a report makes; of words in a tuple each is right, the first is the one meant."""

    kinds: tuple[str, ...]
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    modalities: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    first: date
    last: date
    earliest: date | None = None
    attribution: tuple[str, ...] | None = None
    attribution_also: tuple[str, ...] = ()
    quantity: tuple[float | None, float | None, str, str] | None = None


@dataclass(frozen=True)
class Report:
    """A text and what is to be found in it."""

    id: str
    published: date
    text: str
    expected: tuple[Expected, ...]


@dataclass(frozen=True)
class Judged:
    """What was found in a report, beside what was to be found."""

    report: Report
    found: tuple[Candidate, ...]
    right: tuple[tuple[Expected, Candidate], ...]
    missed: tuple[Expected, ...]
    extra: tuple[Candidate, ...]


@dataclass
class Scores:
    """Shares over many reports; ``nan`` where there is nothing to judge."""

    expected: int = 0
    found: int = 0
    right: int = 0
    modality: int = 0
    dates: int = 0
    attribution: int = 0
    attribution_of: int = 0
    quantity: int = 0
    quantity_of: int = 0
    offsets: int = 0
    offsets_of: int = 0
    judged: list[Judged] = field(default_factory=list)

    def share(self, name: str) -> float:
        """One of the shares, by name."""
        of = {
            "precision": (self.right, self.found),
            "recall": (self.right, self.expected),
            "modality": (self.modality, self.right),
            "dates": (self.dates, self.right),
            "attribution": (self.attribution, self.attribution_of),
            "numbers": (self.quantity, self.quantity_of),
            "offsets": (self.offsets, self.offsets_of),
        }
        part, whole = of[name]
        return part / whole if whole else float("nan")


SHARES = ("precision", "recall", "modality", "dates", "attribution", "numbers", "offsets")


@cache
def gold(name: str) -> tuple[Report, ...]:
    """The reports of ``tuned`` or ``held_out``."""
    written = tomllib.loads((GOLD / f"{name}.toml").read_text(encoding="utf-8"))
    return tuple(
        Report(
            one["id"], one["date"], one["text"], tuple(_expected(each, one) for each in one.get("event", ()))
        )
        for one in written["report"]
    )


def _expected(event: dict[str, Any], report: dict[str, Any]) -> Expected:
    start = report["text"].index(event["passage"])
    counted = "low" in event or "high" in event
    return Expected(
        kinds=(event["kind"], *event.get("kind_also", ())),
        actors=(event["actor"], *event.get("actor_also", ())),
        targets=(event["target"], *event.get("target_also", ())),
        modalities=(event["modality"], *event.get("modality_also", ())),
        spans=((start, start + len(event["passage"])),),
        first=event["date_from"],
        last=event["date_to"],
        attribution=tuple(event["attribution"]),
        attribution_also=tuple(event.get("attribution_also", ())),
        quantity=(event.get("low"), event.get("high"), event.get("unit", "people"), event.get("per", ""))
        if counted
        else None,
    )


# What the words of the seed article's tables are called in the reader's own vocabulary; written before any scoring.
_SEED_NAMES = {
    "Western partners (US, some European states)": (
        "Western countries", "Western partners", "Western leaders", "United States; European Union",
        "United States; Europe", "United States; European countries", "United States; European leaders",
    ),
    "United States and some European states": (
        "United States", "United States; Europe", "United States; European countries", "United States; European states",
    ),
    "Central Asian countries": ("Central Asia", "neighboring Central Asian countries"),
    "nearby Central Asian countries": ("Central Asia", "Central Asian countries"),
    "Afghan government": ("Afghanistan", "Afghan national government", "Government of Afghanistan"),
    "out of Afghanistan": ("Afghanistan",),
    "from Afghanistan": ("Afghanistan",),
    "Afghans": ("Afghan refugees",),
}  # fmt: skip


def seed() -> Report:
    """The seed article, its distinct events, and no offer of arms."""
    text = (SEED / "seed_article.txt").read_bytes().decode("utf-8")
    with (SEED / "seed_gold_events.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] != NOT_TO_BE_FOUND]
    return Report("seed article", SEED_DAY, text, tuple(map(_seed_event, rows)))


def _seed_event(row: dict[str, str]) -> Expected:
    day = re.search(r"\d{4}-\d\d-\d\d", row["date"])
    assert day, row
    is_open = day[0] != row["date"]
    return Expected(
        kinds=(row["kind"],),
        actors=(row["actor"], *_SEED_NAMES.get(row["actor"], ())),
        targets=(row["target"], *_SEED_NAMES.get(row["target"], ())),
        modalities=(row["modality"],),
        spans=tuple(tuple(map(int, each.split("-"))) for each in row["spans"].split()),  # type: ignore[misc]
        first=date.fromisoformat(day[0]),
        last=SEED_DAY,
        earliest=SEED_YEAR if is_open else date.fromisoformat(day[0]) - timedelta(days=1),
    )


def judge(report: Report, found: Sequence[Candidate]) -> Judged:
    """Pair what was found with what was to be found, those that overlap most first; each is used once."""
    new = [each for each in found if not each.duplicate_of]
    pairs = sorted(
        (-overlap, at, other)
        for at, expected in enumerate(report.expected)
        for other, one in enumerate(new)
        if (overlap := _overlap(expected, one)) and is_right(expected, one)
    )
    partner: dict[int, int] = {}
    for _, at, other in pairs:
        if at not in partner and other not in partner.values():
            partner[at] = other
    right = tuple((report.expected[at], new[other]) for at, other in sorted(partner.items()))
    missed = tuple(each for at, each in enumerate(report.expected) if at not in partner)
    extra = tuple(one for other, one in enumerate(new) if other not in partner.values())
    return Judged(report, tuple(found), right, missed, extra)


def _overlap(expected: Expected, one: Candidate) -> float:
    """Shared part of the two passages together, the best of the spans."""
    return max(
        (min(one.end, end) - max(one.start, start)) / (max(one.end, end) - min(one.start, start))
        if min(one.end, end) > max(one.start, start)
        else 0.0
        for start, end in expected.spans
    )


def is_right(expected: Expected, one: Candidate) -> bool:
    """Whether kind, actor and target are those expected."""
    return (
        one.kind in expected.kinds
        and any(same_names(one.actor, each) for each in expected.actors)
        and any(same_names(one.target, each) for each in expected.targets)
    )


def plain(name: str) -> str:
    """A name without its article, in small letters."""
    return re.sub(r"^the ", "", " ".join(name.casefold().replace("’", "'").split()))


def same_names(one: str, other: str) -> bool:
    """Whether two lists of names, joined with semicolons, name the same in any order."""
    ours, theirs = ([plain(each) for each in names.split(";")] for names in (one, other))
    if len(ours) != len(theirs) or len(ours) > 5:
        return False
    return any(all(map(same_name, ours, each)) for each in permutations(theirs))


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same; of names that are no country's, one may be said with more words."""
    if one == other or not (one and other):
        return one == other
    if {one, other} & _country_names():
        return False
    shorter, longer = sorted((one, other), key=len)
    return re.search(rf"(?<!\w){re.escape(shorter)}(?!\w)", longer) is not None


@cache
def _country_names() -> frozenset[str]:
    return frozenset(map(plain, lexicon("en").country_names.values()))


def modality_is_right(expected: Expected, one: Candidate) -> bool:
    """Whether it is held to be true as expected."""
    return one.modality in expected.modalities


def dates_are_right(expected: Expected, one: Candidate) -> bool:
    """
    Whether both days are those expected.

    Where the article leaves the start open (``earliest``), it may be any day from that one to the one expected.
    """
    if expected.earliest:
        return expected.earliest <= one.date_from <= expected.first <= one.date_to <= expected.last
    return (one.date_from, one.date_to) == (expected.first, expected.last)


def attribution_is_right(expected: Expected, one: Candidate) -> bool:
    """
    Whether the voices are those expected.

    Those of ``attribution_also`` may stand in for others, be added or be left out; an empty one there lets
    the list be empty.
    """
    told = [plain(each) for each in one.attribution]
    meant = [plain(each) for each in expected.attribution or ()]
    also = {plain(each) for each in expected.attribution_also}
    if not told:
        return "" in also or not set(meant) - also
    kept = [each for each in told if each in meant]
    missing = [each for each in meant if each not in told and each not in also]
    standing_in = [each for each in told if each in also and each not in meant]
    return (
        set(told) <= {*meant, *also}
        and kept == [each for each in meant if each in kept]
        and len(missing) <= len(standing_in)
    )


def quantity_is_right(expected: Expected, one: Candidate) -> bool:
    """Whether bounds, unit and time are those expected."""
    told = one.quantity
    return told is not None and (told.low, told.high, told.unit, told.per) == expected.quantity


def score(reports: Iterable[Report], read: Read = read_text) -> Scores:
    """Read every report and count."""
    total = Scores()
    for report in reports:
        judged = judge(report, read(report.text, report.published))
        total.judged.append(judged)
        total.expected += len(report.expected)
        total.found += len(judged.right) + len(judged.extra)
        total.right += len(judged.right)
        total.offsets_of += len(judged.found)
        total.offsets += sum(has_exact_offsets(report.text, each) for each in judged.found)
        for expected, one in judged.right:
            total.modality += modality_is_right(expected, one)
            total.dates += dates_are_right(expected, one)
            if expected.attribution is not None:
                total.attribution_of += 1
                total.attribution += attribution_is_right(expected, one)
            if expected.quantity is not None:
                total.quantity_of += 1
                total.quantity += quantity_is_right(expected, one)
    return total


def has_exact_offsets(text: str, one: Candidate) -> bool:
    """Whether its offsets lead to its words: passage, sentence, and all that fired."""
    return (
        0 <= one.sentence_start <= one.start < one.end <= one.sentence_end <= len(text)
        and one.passage == text[one.start : one.end]
        and all(each.words == text[each.start : each.end] for each in one.fired)
    )


def mixture(seed: int, sentences: int = 40) -> str:
    """Sentences of the tuned reports at random, in paragraphs of one to five; the same for the same seed."""
    random = Random(seed)
    pool = [each for report in gold("tuned") for each in re.split(r"(?<=[.!?”\"])\s+", report.text) if each]
    parts = []
    while len(parts) < 2 * sentences:
        parts += [random.choice(pool), random.choices(("\n\n", " ", "\r\n\r\n", "\n"), (20, 70, 2, 8))[0]]
    return "".join(parts)
