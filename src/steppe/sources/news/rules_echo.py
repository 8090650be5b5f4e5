"""Rules of what is told by pointing back: "Peru plans to follow", "is considering doing the same", "said no"."""

from __future__ import annotations

from collections.abc import Iterator

from steppe.sources.news.around import Around, Finding, finding

ECHO = "echo"
"""Kind of a finding that is of the same kind as the one before it in the report."""
REFUSAL = "refusal"
"""Kind of a finding that refuses what was asked before it in the report."""


_WHEN = ("", ".", ",", "next", "on", "in", "later", "soon", "this", "too", "tomorrow")


def echo(around: Around) -> Iterator[Finding]:
    """The same by somebody else, or a plain no."""
    act, sentence = around.act, around.sentence
    following = [sentence.low(act.at + 1), sentence.low(act.at + 2)]
    if act.verb.lemma == "say" and following[0] == "no" and following[1] in ("", ".", ","):
        yield finding(REFUSAL, "said no", around, [])
    if not act.verb.classes & {"echo", "launch"}:
        return
    starts = act.verb.lemma in ("start", "begin") and bool(act.chain or "will" in act.helpers)
    suit = act.verb.lemma == "follow" and (
        following[0] in ("suit", "") or following[0] in ("on", "in", ".", "next")
    )
    same = act.verb.lemma == "do" and following == ["the", "same"]
    if (
        (suit or same or (starts and following[0] in _WHEN))
        and act.subject is not None
        and act.subject.kind == "country"
    ):
        yield finding(ECHO, "the same as before", around, [])
