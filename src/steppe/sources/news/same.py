"""
Claims of several documents that say the same, or the contrary, or change what an earlier one said.

Only the days on which the documents were published and what they say count, not
the order in which they were read.  Repeats within one document are the reader's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from types import MappingProxyType
from typing import Any

from steppe.sources.news.candidate import Candidate, Quantity

NEAR = timedelta(days=3)
FAMILIES: MappingProxyType[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("border_closed", "border_restricted", "border_opened"), "border"),
        **dict.fromkeys(("hosting_agreed", "hosting_refused", "hosting_requested"), "hosting"),
        **dict.fromkeys(("camp_opened", "camp_closed"), "camp"),
    }
)
"""Kinds that answer the same question; every other kind is a family of its own."""

ASSERTED = ("done", "ongoing", "announced")
_AS_IS = 1.05  # counts within five in a hundred are the same count, rounded otherwise


@dataclass(frozen=True, slots=True)
class Claim:
    """A candidate under its id, the day its document was published, and the hash of that."""

    id: str
    candidate: Candidate
    published: date
    document: str


@dataclass(frozen=True, slots=True)
class Links:
    """
    What a claim has to do with others, by their ids.

    Parameters
    ----------
    duplicate_of
        The claim that says the same and was there first; empty for none.
    contradicts
        Claims of the same day that say otherwise.
    supersedes, superseded_by
        Claims of earlier documents that this one changes, and of later ones that change it.
    """

    duplicate_of: str = ""
    contradicts: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    superseded_by: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As it stands in the ledger."""
        return {
            "duplicate_of": self.duplicate_of,
            "contradicts": list(self.contradicts),
            "supersedes": list(self.supersedes),
            "superseded_by": list(self.superseded_by),
        }

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> Links:
        """Links as they were written. Raises ``KeyError`` or ``TypeError`` for what are none."""
        lists = [written.get(name, ()) for name in ("contradicts", "supersedes", "superseded_by")]
        return cls(str(written["duplicate_of"]), *(tuple(map(str, each)) for each in lists))


def relate(claims: Iterable[Claim]) -> dict[str, Links]:
    """
    Find what claims of different documents have to do with each other.

    Returns
    -------
    links
        For every claim, by its id.
    """
    ordered = sorted(claims, key=lambda each: (each.published, each.id))
    links = {each.id: Links(duplicate_of=each.candidate.duplicate_of) for each in ordered}
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in ordered:
        groups.setdefault(_subject(claim.candidate), []).append(claim)
    for group in groups.values():
        _relate_group(group, links)
    return links


def _relate_group(group: Sequence[Claim], links: dict[str, Links]) -> None:
    for first, second in combinations(group, 2):
        if first.document == second.document or not _are_near(first.candidate, second.candidate):
            continue
        if _say_the_same(first.candidate, second.candidate):
            if not links[second.id].duplicate_of:
                root = links[first.id].duplicate_of or first.id
                links[second.id] = replace(links[second.id], duplicate_of=root)
        elif _say_otherwise(first.candidate, second.candidate):
            if first.published == second.published:
                _note(links, first.id, "contradicts", second.id)
                _note(links, second.id, "contradicts", first.id)
            else:
                _note(links, second.id, "supersedes", first.id)
                _note(links, first.id, "superseded_by", second.id)


def _note(links: dict[str, Links], claim: str, word: str, other: str) -> None:
    more: dict[str, Any] = {word: (*getattr(links[claim], word), other)}
    links[claim] = replace(links[claim], **more)


def _subject(one: Candidate) -> tuple[object, ...]:
    """What a claim is about: family, actor, target, and for counts of what they are."""
    family = FAMILIES.get(one.kind, one.kind)
    unit = (one.quantity.unit, one.quantity.per) if one.quantity and one.kind.startswith("people") else ()
    actor = () if one.kind.startswith("people") else _who(one.actor, one.actor_codes)
    return (family, actor, _who(one.target, one.target_codes), unit)


def _who(names: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Codes where they are known, and else names, in alphabetical order."""
    return tuple(sorted(codes)) or tuple(sorted(each.strip().casefold() for each in names.split(";")))


def _are_near(one: Candidate, other: Candidate) -> bool:
    return one.date_from - NEAR <= other.date_to and other.date_from - NEAR <= one.date_to


def _stance(one: Candidate) -> str:
    return "asserted" if one.modality in ASSERTED else one.modality


def _say_the_same(one: Candidate, other: Candidate) -> bool:
    alike = one.kind == other.kind and _stance(one) == _stance(other)
    return alike and _fit(one.quantity, other.quantity)


def _say_otherwise(one: Candidate, other: Candidate) -> bool:
    """Whether both are held to be so or not so, and cannot both be: what is feared or asked contradicts nothing."""
    stances = {_stance(one), _stance(other)}
    if not stances <= {"asserted", "denied"} or "hosting_requested" in (one.kind, other.kind):
        return False
    if one.kind != other.kind:
        return stances == {"asserted"}
    if len(stances) > 1:
        return True
    overlap = one.date_from <= other.date_to and other.date_from <= one.date_to
    return stances == {"asserted"} and overlap and not _fit(one.quantity, other.quantity)


def _fit(one: Quantity | None, other: Quantity | None) -> bool:
    """Whether two numbers can be the same: their bounds meet, or one of them is not given."""
    if one is None or other is None:
        return True
    if (one.unit, one.per) != (other.unit, other.per):
        return False
    return _reaches(one, other) and _reaches(other, one)


def _reaches(one: Quantity, other: Quantity) -> bool:
    return one.high is None or other.low is None or one.high * _AS_IS >= other.low
