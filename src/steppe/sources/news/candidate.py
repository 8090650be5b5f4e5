"""
What a report says that matters to a world: candidates, each with the passage that says so.

A candidate is a claim to be accepted, edited or refused by a person; it changes nothing by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import blake2b, sha256
from types import MappingProxyType
from typing import Any

KINDS: MappingProxyType[str, str] = MappingProxyType(
    {
        "border_closed": "a border or post is shut",
        "border_restricted": "a border or post lets only some through",
        "border_opened": "a border or post is opened again",
        "hosting_agreed": "a country takes people in or says it will",
        "hosting_refused": "a country will not take people in",
        "hosting_requested": "a country is asked to take people in",
        "visa_programme": "visas or permits, or waiting for them elsewhere",
        "third_country_relocation": "resettlement or relocation to a third country",
        "evacuation": "people are flown or brought out",
        "return": "people go home, or are helped to",
        "deportation": "people are sent back against their will",
        "place_captured": "a place falls or changes hands",
        "fighting": "battles, shelling, attacks",
        "conflict_driver": "a government falls, a coup, a state of war",
        "camp_opened": "a camp or centre is opened or widened",
        "camp_closed": "a camp or centre is closed",
        "outflow": "people leave, without a count",
        "people_arrived": "a count of people who came",
        "people_waiting": "a count of people who wait",
        "people_displaced": "a count of people who fled or are displaced",
    }
)
"""Kinds of candidates and what each means."""

MODALITIES: MappingProxyType[str, str] = MappingProxyType(
    {
        "done": "it has happened, or is in force",
        "ongoing": "it is under way",
        "announced": "it is declared, and not yet known to be in force",
        "intended": "somebody plans it or is ready to",
        "requested": "somebody asks another for it",
        "refused": "somebody declines it",
        "denied": "it is said not to be so",
        "feared": "it is feared or warned of",
        "hypothetical": "it might be, or would under a condition",
        "historical": "it was, in an earlier time",
    }
)
"""How a report holds a claim to be true, and what each word means."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """
    A number of people as the text bounds it.

    Parameters
    ----------
    low, high
        Bounds; ``None`` where the text gives none on that side.
    unit
        ``people``, ``families``, ``flights`` or ``per cent``.
    per
        ``day``, ``week``, ``month``, ``year``, or empty for a total.
    vague
        Whether the words are a rough number, such as "thousands" or "about 3,000".
    """

    low: float | None
    high: float | None
    unit: str = "people"
    per: str = ""
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Fired:
    """Words that made a rule fire, and what they were taken for. Offsets count Unicode code points of the text."""

    role: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    One claim of a report.

    Parameters
    ----------
    kind
        One of :data:`KINDS`.
    actor, target
        Canonical names, several joined with ``"; "``; empty where the text does not say.
    actor_codes, target_codes
        ISO 3166-1 alpha-3 codes of those that are countries, and of the members of regions.
    group
        Words of the text for the people it is about.
    quantity, quantity_text
        How many, and the words that say so.
    date_from, date_to
        First and last day on which it can have happened; both included.
    date_text
        The words that say when; empty where the text says nothing and the day of publication stands.
    modality
        One of :data:`MODALITIES`.
    attribution
        Who says so, the outermost voice first; empty where the report says it itself.
    start, end
        Offsets of the passage in the text, Unicode code points, end not included.
    passage
        ``text[start:end]``.
    sentence_start, sentence_end
        Offsets of the sentence around it.
    confidence
        From 0 to 1.
    reasons
        Why the confidence is no higher.
    rule
        Name of the rule.
    fired
        The words that made it fire.
    duplicate_of
        Id of the candidate that says the same, or empty.
    """

    kind: str
    actor: str
    target: str
    actor_codes: tuple[str, ...]
    target_codes: tuple[str, ...]
    group: str
    quantity: Quantity | None
    quantity_text: str
    date_from: date
    date_to: date
    date_text: str
    modality: str
    attribution: tuple[str, ...]
    start: int
    end: int
    passage: str
    sentence_start: int
    sentence_end: int
    confidence: float
    reasons: tuple[str, ...]
    rule: str
    fired: tuple[Fired, ...]
    duplicate_of: str = ""
    document: str = ""

    @property
    def id(self) -> str:
        """Eight letters and digits, the same whenever the same text is read again."""
        words = (self.document, self.start, self.end, self.kind, self.actor, self.target)
        return blake2b("\x1f".join(map(str, words)).encode(), digest_size=4).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """As it is printed and kept; see ``steppe read --help``."""
        return {
            "id": self.id,
            "kind": self.kind,
            "actor": self.actor,
            "target": self.target,
            "actor_codes": list(self.actor_codes),
            "target_codes": list(self.target_codes),
            "group": self.group,
            "quantity": _quantity_as_json(self.quantity),
            "quantity_text": self.quantity_text,
            "date_from": self.date_from.isoformat(),
            "date_to": self.date_to.isoformat(),
            "date_text": self.date_text,
            "modality": self.modality,
            "attribution": list(self.attribution),
            "start": self.start,
            "end": self.end,
            "passage": self.passage,
            "sentence_start": self.sentence_start,
            "sentence_end": self.sentence_end,
            "confidence": self.confidence,
            "reasons": list(self.reasons),
            "rule": self.rule,
            "fired": [[each.role, each.start, each.end, each.words] for each in self.fired],
            "duplicate_of": self.duplicate_of,
            "document": self.document,
        }


def candidate_from_json(written: dict[str, Any]) -> Candidate:
    """
    The candidate that :meth:`Candidate.to_json` wrote.

    Raises
    ------
    KeyError, TypeError, ValueError
        Where it was not written so.
    """
    quantity = written["quantity"]
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in written.items()
        if name not in ("id", "quantity", "date_from", "date_to", "fired")
    }
    return Candidate(
        **plain,
        quantity=Quantity(**quantity) if quantity else None,
        date_from=date.fromisoformat(written["date_from"]),
        date_to=date.fromisoformat(written["date_to"]),
        fired=tuple(Fired(*each) for each in written["fired"]),
    )


def hash_of(text: str) -> str:
    """SHA-256 of a text, 64 hexadecimal digits: the name by which candidates know their document."""
    return sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()


def _quantity_as_json(quantity: Quantity | None) -> dict[str, Any] | None:
    if quantity is None:
        return None
    return {
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit,
        "per": quantity.per,
        "vague": quantity.vague,
    }
