"""Claims for tests, as a reader would find them in a text, and a reader that finds them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from steppe.sources.news.candidate import Candidate, Quantity
from steppe.sources.news.ledger import hash_of

DAY = date(2025, 1, 12)
TEXT = "Officials said on Sunday that Bland had shut its border with Aland. It was quiet — sehr ruhig."


@dataclass(frozen=True)
class Paper:
    """A document as far as the ledger knows one."""

    name: str = "paper.txt"
    text: str = TEXT
    published: date | None = DAY
    title: str = "A border is shut"

    @property
    def hash(self) -> str:
        return hash_of(self.text)


def claim(kind: str = "border_closed", *, words: str = "Bland had shut its border with Aland", paper: Paper | None = None,
          low: float | None = None, high: float | None = None, per: str = "", vague: bool = False, **changes: object) -> Candidate:  # fmt: skip
    paper = paper or Paper()
    start = paper.text.index(words)
    quantity = Quantity(low, high, per=per, vague=vague) if (low, high) != (None, None) else None
    day = paper.published or DAY
    one = Candidate(
        kind=kind, actor="Bland", target="Aland", actor_codes=(), target_codes=(), group="", quantity=quantity,
        quantity_text="", date_from=day, date_to=day, date_text="", modality="done", attribution=("officials",),
        start=start, end=start + len(words), passage=words, sentence_start=0, sentence_end=len(paper.text),
        confidence=0.8, reasons=("the date is that of the report",), rule="border.shut", fired=(),
        document=paper.hash,
    )  # fmt: skip
    return replace(one, **changes)
