"""Rules of set phrases, which are data: "found room for", "put on buses back to", "changed hands"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from steppe.sources.news.around import PEOPLE_WORDS, Around, Finding, finding, is_place
from steppe.sources.news.lexicon import rows
from steppe.sources.news.mentions import Mention
from steppe.sources.news.rules_borders import border_targets

_REACH, _BESIDE = 9, 4


@dataclass(frozen=True, slots=True)
class Idiom:
    """
    A row of ``idioms.csv``.

    Parameters
    ----------
    words
        Sets of words that follow the verb in this order.
    is_next
        Whether the first of them comes right after the verb.
    kind
        Of candidate.
    needs
        What must be there: ``people``, ``people beside`` (the verb), ``counted`` (people with a number),
        ``counted subject``, ``place subject``, ``place beside``, or nothing.
    where
        The target: ``subject``, ``object``, ``border``, or prepositions that lead it in.
    who
        The actor: ``subject``, ``people``, ``to`` (whom that preposition leads in), or nobody.
    """

    words: tuple[frozenset[str], ...]
    is_next: bool
    kind: str
    needs: str
    where: str
    who: str


@cache
def _idioms(language: str = "en") -> dict[str, tuple[Idiom, ...]]:
    found: dict[str, tuple[Idiom, ...]] = {}
    for row in rows(language, "idioms"):
        words = tuple(frozenset(each.lstrip("^").split("|")) for each in row["words"].split())
        is_next = row["words"].startswith("^")
        one = Idiom(words, is_next, row["kind"], row["needs"], row["where"], row["who"])
        found[row["verb"]] = (*found.get(row["verb"], ()), one)
    return found


def has_idiom(lemma: str) -> bool:
    """
    Whether a set phrase begins with a verb.

    Parameters
    ----------
    lemma
        Of the verb.
    """
    return lemma in _idioms()


def idioms(around: Around) -> Iterator[Finding]:
    """The first set phrase that a verb begins and that has all it needs."""
    for idiom in _idioms().get(around.act.verb.lemma, ()):
        fired = _words_at(around, idiom)
        if not fired or not _has_needed(around, idiom):
            continue
        found = finding(idiom.kind, f"idiom {around.act.verb.lemma}", around, _where(around, idiom))
        found.group = around.people()
        found.fired += [("idiom", at) for at in fired]
        _fill_in(around, idiom, found)
        yield found
        return


def _words_at(around: Around, idiom: Idiom) -> list[int]:
    """Numbers of its words; empty where not all are there."""
    at, found = around.act.at, list[int]()
    for words in idiom.words:
        reach = 1 if idiom.is_next and not found else _REACH
        following = range(at + 1, min(around.clause.last, at + 1 + reach))
        here = next((n for n in following if around.sentence.low(n) in words), None)
        if here is None:
            return []
        found.append(here)
        at = here
    return found


def _has_needed(around: Around, idiom: Idiom) -> bool:
    """Whether the people or the place is there that it is about."""
    what, _, how = idiom.needs.partition(" ")
    if what == "place":
        return _place(around, how) is not None
    people = around.act.subject if how == "subject" else around.people()
    if what == "people" and not how and around.has(PEOPLE_WORDS, after=True) is not None:
        return True
    if not what:
        return True
    if people is None or people.kind != "group" or (what == "counted" and people.quantity is None):
        return False
    return how != "beside" or people.first - around.act.at <= _BESIDE


def _place(around: Around, how: str) -> Mention | None:
    """The place right before the verb, or right after it."""
    act, beside = around.act, next(iter(around.after), None)
    place = act.subject if how == "subject" else beside
    if place is None or not (is_place(place) or place.kind == "person"):
        return None
    if how == "subject":
        return place if place.last + 1 + len(act.helpers) == act.at else None
    near = place.first - act.at <= _BESIDE and place.kind != "country"
    return place if near and around.sentence.preposition(place) in ("", "of") else None


def _where(around: Around, idiom: Idiom) -> list[Mention]:
    if idiom.where == "subject":
        return [around.act.subject] if around.act.subject is not None else []
    if idiom.where == "object":
        return around.after[:1]
    if idiom.where == "border":
        return border_targets(around)
    return around.with_preposition(*idiom.where.split("|"))[-1:] if idiom.where else []


def _fill_in(around: Around, idiom: Idiom, found: Finding) -> None:
    """Who does it, and who is counted."""
    if idiom.who == "people":
        people = around.act.subject if idiom.needs.endswith("subject") else around.people()
        found.actors = [people] if people is not None else []
        found.group = found.counted = people
    elif idiom.who == "to":
        found.actors = around.with_preposition("to", kinds=("armed", "country", "organisation"))[:1]
    elif not idiom.who:
        found.actors = []
    if idiom.who != "subject":
        found.pronoun = ""
