"""
How well and how fast reports are read.

Run with ``python -m benchmarks.reading``. Every claim that was missed and every one too many is listed, but
for the reports that are held out: those nobody who works on the reader should see, and only
``--held-out-details`` prints them. The seed article lies in ``shared/`` beside the repository; where that is
absent, it is left out and said to be.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from math import isnan

from benchmarks.table import Row, quickest_seconds, report, shown_number
from tests.sources.news.gold_score import (
    SEED,
    SHARES,
    Judged,
    Scores,
    attribution_is_right,
    dates_are_right,
    gold,
    mixture,
    modality_is_right,
    quantity_is_right,
    score,
    seed,
)

LIMITS = {"precision": 0.9, "recall": 0.9, "modality": 0.9, "dates": 0.9, "offsets": 1.0}
WORDS = {
    "precision": "claims found that are right",
    "recall": "claims made that are found",
    "modality": "of the right ones: modality",
    "dates": "of the right ones: both days",
    "attribution": "of the right ones: who says so",
    "numbers": "of the right ones: bounds of numbers",
    "offsets": "offsets that are exact",
}
LEAST_KB_PER_SECOND, MOST_SECONDS_TO_LOAD = 300.0, 1.0
SPEED_NOTE = (
    "Processor seconds, the best of several: all tuned and held-out reports one by one, and sentences of the "
    "tuned ones at random in one long report; kB of UTF-8."
)
LOAD = (
    "from time import process_time\nbegun = process_time()\n"
    "from datetime import date\nfrom steppe.sources.news.reader import read_text\n"
    "read_text('Greece closed its border.', date(2021, 8, 23))\nprint(process_time() - begun)"
)


def rows_of(scores: Scores, *, limits: bool) -> list[Row]:
    """The shares, as rows of the table."""
    counts = {"precision": f", {scores.found}", "recall": f", {scores.expected}"}
    return [
        Row(
            f"{WORDS[name]}{counts.get(name, '')}",
            scores.share(name),
            "",
            LIMITS.get(name) if limits else None,
            at_least=True,
        )
        for name in SHARES
        if not isnan(scores.share(name))
    ]


def faults_of(judged: Judged) -> Iterator[str]:
    """What was missed, what is too many, and what is wrong in those that are right."""
    text = judged.report.text
    for each in judged.missed:
        words = " … ".join(" ".join(text[start:end].split()) for start, end in each.spans)
        yield f"missed: {each.kinds[0]}, {each.actors[0] or '?'} → {each.targets[0] or '?'}: “{words}”"
    for one in judged.extra:
        words = " ".join(one.passage.split())
        yield f"too many: {one.kind}, {one.actor or '?'} → {one.target or '?'}, {one.modality} ({one.rule}): “{words}”"
    for expected, one in judged.right:
        name = f"{one.kind}, {one.actor or '?'} → {one.target or '?'}"
        if not modality_is_right(expected, one):
            yield f"modality of {name}: {one.modality}, not {' or '.join(expected.modalities)}"
        if not dates_are_right(expected, one):
            meant = "before " * bool(expected.earliest) + f"{expected.first} to {expected.last}"
            yield f"days of {name}: {one.date_from} to {one.date_to}, not {meant}"
        if expected.attribution is not None and not attribution_is_right(expected, one):
            told, meant = (" > ".join(each) or "none" for each in (one.attribution, expected.attribution))
            yield f"who says {name}: {told}, not {meant}"
        if expected.quantity is not None and not quantity_is_right(expected, one):
            yield f"number of {name}: {one.quantity}, not {expected.quantity}"


def tell_scores(title: str, scores: Scores, *, limits: bool = False, details: bool = True) -> int:
    """Print the table of some reports, and below it every fault; 1 where a limit is missed."""
    faults = [(judged.report.id, fault) for judged in scores.judged for fault in faults_of(judged)]
    notes = (
        [f"{name}: {fault}" for name, fault in faults] if details else [f"{len(faults)} faults, not shown"]
    )
    return report(title, rows_of(scores, limits=limits), notes or ["no faults"])


def speed_rows() -> list[Row]:
    """How fast reports are read, and how long the first one waits."""
    from steppe.sources.news.reader import read_text

    reports = [*gold("tuned"), *gold("held_out")]
    long = mixture(1, sentences=2000)
    loading = [sys.executable, "-c", LOAD]
    started = [
        float(subprocess.run(loading, check=True, capture_output=True, text=True).stdout) for _ in range(5)
    ]

    def read_all() -> None:
        for each in reports:
            read_text(each.text, each.published)

    short_kb, long_kb = sum(len(each.text.encode()) for each in reports) / 1000, len(long.encode()) / 1000
    short_s = quickest_seconds(read_all, tries=5)
    long_s = quickest_seconds(partial(read_text, long, reports[0].published), tries=3)
    least = LEAST_KB_PER_SECOND
    return [
        Row("short reports, full of claims", short_kb / short_s, "kB/s", least, at_least=True),
        Row("one long report", long_kb / long_s, "kB/s", least, at_least=True),
        Row("loading, and one short sentence", min(started), "s", MOST_SECONDS_TO_LOAD),
    ]


def page_lines() -> list[str]:
    """The table of the how-to page: every share, of every collection of reports that is here."""
    columns = {"tuned on": score(gold("tuned")), "held out": score(gold("held_out"))}
    if SEED.is_dir():
        columns["the article"] = score([seed()])
    cells = [("", *columns), ("claims expected", *(str(each.expected) for each in columns.values()))]
    for name in SHARES:
        shares = [each.share(name) for each in columns.values()]
        cells.append((WORDS[name], *("" if isnan(share) else f"{share:.2f}" for share in shares)))
    blanks = [""] * (len(columns) - 1)
    cells += [(row.what, f"{shown_number(row.figure)} {row.unit}", *blanks) for row in speed_rows()]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, each, widths)) + " |" for each in cells]
    return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]


def main(words: list[str] | None = None) -> int:
    """Print every table; 1 where a limit is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument(
        "--held-out-details", action="store_true", help="list what is wrong in held-out reports"
    )
    parser.add_argument(
        "--page", action="store_true", help="print the table of docs/how-to/read-the-news.md only"
    )
    asked = parser.parse_args(words)
    if asked.page:
        print("\n".join(page_lines()))
        return 0
    codes = [tell_scores("Reports the rules were tuned on", score(gold("tuned")))]
    codes.append(tell_scores("Reports held out", score(gold("held_out")), details=asked.held_out_details))
    if SEED.is_dir():
        codes.append(tell_scores("The seed article", score([seed()]), limits=True))
    else:
        report("The seed article", [], [f"left out: there is no {SEED}"])
    codes.append(report("How fast reports are read", speed_rows(), [SPEED_NOTE]))
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
