"""The benchmark of the reader lists every fault, but none of the reports that are held out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from benchmarks.reading import faults_of, tell_scores
from tests.sources.news.gold_score import gold, judge, score

REPORTS = gold("tuned")[:3]


def nothing(text: str, published: date) -> list:
    return []


def test_every_miss_is_listed_with_its_words(capsys):
    tell_scores("A title", score(REPORTS, nothing))
    printed = capsys.readouterr().out
    assert printed.count("missed: ") == sum(len(each.expected) for each in REPORTS)
    assert all(each.id in printed for each in REPORTS)


def test_without_details_only_the_number_of_faults_is_told(capsys):
    scores = score(REPORTS, nothing)
    tell_scores("A title", scores, details=False)
    printed = capsys.readouterr().out
    assert f"{scores.expected} faults, not shown" in printed
    assert not any(word in printed for each in REPORTS for word in (f"{each.id}:", each.text[:20]))


def test_a_missed_limit_is_the_exit_code(capsys):
    assert tell_scores("A title", score(REPORTS, nothing), limits=True) == 1
    assert tell_scores("A title", score(REPORTS, nothing)) == 0


def test_what_is_wrong_in_a_claim_that_is_right_is_listed():
    from steppe.sources.news.reader import read_text

    for report in gold("tuned"):
        found = [replace(each, modality="none") for each in read_text(report.text, report.published)]
        judged = judge(report, found)
        faults = [each for each in faults_of(judged) if each.startswith("modality of ")]
        assert len(faults) == len(judged.right)
