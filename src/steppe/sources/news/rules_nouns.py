"""Rules of nouns: the closure of a border, an airlift from a city, a refusal to host."""

from __future__ import annotations

from collections.abc import Iterator

from steppe.sources.news.around import BORDER, CAMP, GOVERNMENT, Finding, is_place
from steppe.sources.news.clauses import Clause, Sentence
from steppe.sources.news.grammar import BE
from steppe.sources.news.mentions import Mention
from steppe.sources.news.word_sets import word_set

_GENERIC_SITES, _SITE_KINDS = word_set("generic_sites"), word_set("site_kinds")

NOUN_KINDS = {
    "evacuation": "evacuation", "evacuations": "evacuation", "airlift": "evacuation", "airlifts": "evacuation",
    "resettlement": "third_country_relocation", "deportation": "deportation", "deportations": "deportation",
    "expulsion": "deportation", "expulsions": "deportation", "pushbacks": "deportation", "repatriation": "return",
    "exodus": "outflow", "coup": "conflict_driver", "clashes": "fighting", "fighting": "fighting",
    "shelling": "fighting", "bombardment": "fighting", "airstrikes": "fighting", "battles": "fighting",
    "airstrike": "fighting", "strikes": "fighting", "raids": "fighting", "attacks": "fighting", "attack": "fighting", "bombing": "fighting", "offensive": "fighting", "collapse": "conflict_driver",
    "fall": "place_captured", "capture": "place_captured", "seizure": "place_captured",
    "closure": "border_closed", "closures": "border_closed", "closing": "border_closed", "shutdown": "border_closed",
    "reopening": "border_opened", "opening": "border_opened",
    "refusal": "hosting_refused", "offer": "hosting_agreed", "pledge": "hosting_agreed", "requests": "hosting_requested",
    "request": "hosting_requested", "return": "return", "influx": "people_arrived", "arrival": "people_arrived",
    "exit": "outflow", "control": "place_captured", "hands": "place_captured", "home": "hosting_agreed", "room": "hosting_refused", "space": "hosting_refused",
}  # fmt: skip


def nouns(sentence: Sentence, clause: Clause, seen: set[str]) -> Iterator[Finding]:
    """Events told by a noun: the closure of the border, an airlift from, refusal to host."""
    for at in range(clause.first, clause.last):
        low = sentence.low(at)
        kind = NOUN_KINDS.get(low)
        if kind is None or kind in seen or at in sentence.mention_at:
            continue
        if sentence.verb(at) is not None and any(each.at == at for each in clause.acts):
            continue
        if (
            kind.startswith("hosting")
            and sentence.low(at + 1) in ("to", "by", "from")
            and low not in ("requests", "request", "home")
        ):
            continue
        found = _of_noun(sentence, clause, at, _of_camps(sentence, clause, at, kind))
        if found is not None:
            seen.add(kind)
            yield found


def _of_camps(sentence: Sentence, clause: Clause, at: int, kind: str) -> str:
    """The opening or closure of a camp, where a camp and no border is named."""
    window = range(at, min(clause.last, at + 8))
    camp = next((n for n in window if sentence.low(n) in CAMP), None)
    if not kind.startswith("border") or camp is None or any(sentence.low(n) in BORDER for n in window):
        return kind
    people = {sentence.low(n) for n in range(camp - 3, camp)} & _SITE_KINDS
    if sentence.low(camp) in _GENERIC_SITES and not people:
        return kind
    return "camp_opened" if kind == "border_opened" else "camp_closed"


def _of_noun(sentence: Sentence, clause: Clause, at: int, kind: str) -> Finding | None:
    """What a noun tells with the mentions around it; ``None`` where it tells too little."""
    here = [each for each in sentence.mentions if clause.first <= each.first < clause.last]
    after = [each for each in here if each.first > at]
    if sentence.low(at) in ("control", "hands"):
        return _held(sentence, clause, at, after)
    owner = _owner(sentence, clause, at, kind, here)
    places = [each for each in _led(sentence, at, after) if is_place(each) and each is not owner]
    if kind == "evacuation" and not places:
        places = [each for each in after if each.kind == "place"]
    if not _tells_enough(sentence, clause, at, kind, here, places, owner):
        return None
    actors = [owner] if owner is not None else []
    found = Finding(kind, f"noun {sentence.low(at)}", clause, None, actors, places[:1], fired=[("noun", at)])
    found.group = next((each for each in after if each.kind == "group"), None)
    if kind == "people_arrived":
        found.counted = found.group = next(each for each in after if each.quantity is not None)
        found.actors = [found.group]
    if sentence.low(at) in _ROOM:
        who = clause.subject if clause.subject is not None and clause.subject.last < at else None
        if (
            found.group is None
            or found.group.detail not in _NEWCOMERS
            or (who is None and not clause.pronoun)
        ):
            return None
        found.actors, found.targets = [who] if who is not None else [], []
        found.pronoun = "" if found.actors else clause.pronoun
    if kind == "conflict_driver":
        later = [each for each in after if each.kind == "country"]
        found.actors = later[:1] if sentence.low(at + 1) == "of" and later else actors or later[:1]
        found.targets = found.actors
    if kind == "hosting_requested":
        states = [each for each in after if each.kind in ("country", "region")]
        found.targets = [each for each in states if sentence.preposition(each) not in ("by", "from")][:2]
    return found if found.targets or kind != "hosting_requested" else None


def _held(sentence: Sentence, clause: Clause, at: int, after: list[Mention]) -> Finding | None:
    """As in "are in control of the town", "the town is in the hands of the army"."""
    who, low = clause.subject, sentence.low(at)
    before = [sentence.low(at - 2), sentence.low(at - 1)]
    beside = next((each for each in after if sentence.preposition(each) == "of"), None)
    if who is None or beside is None or sentence.low(at + 1) != "of":
        return None
    if low == "control" and before[1] == "in" and is_place(beside):
        return Finding("place_captured", "in control of", clause, None, [who], [beside], fired=[("noun", at)])
    if low == "hands" and before == ["in", "the"] and (is_place(who) or who.kind == "person"):
        return Finding(
            "place_captured", "in the hands of", clause, None, [beside], [who], fired=[("noun", at)]
        )
    return None


def _led(sentence: Sentence, at: int, after: list[Mention]) -> list[Mention]:
    """Mentions that a preposition joins to the noun; attacks are on somebody."""
    if sentence.low(at) in ("attack", "attacks", "strikes", "raids"):
        return [each for each in after if sentence.preposition(each) in ("on", "against")]
    joining = ("in", "into", "of", "from", "at", "to", "near", "on", "with", "made")
    return [each for each in after if sentence.preposition(each) in joining]


def _owner(sentence: Sentence, clause: Clause, at: int, kind: str, here: list[Mention]) -> Mention | None:
    """Whose evacuation, refusal or closure it is: named before the noun, else the subject of the clause."""
    for each in here:
        acts = each.first > at and each.kind in ("country", "region", "organisation", "armed")
        if acts and sentence.preposition(each) == "by":
            return each
    if kind == "place_captured":
        for each in here:
            if each.first > at and each.kind in ("armed", "country") and sentence.preposition(each) == "to":
                return each
    near = at - 6 if kind in ("evacuation", "hosting_requested") else at - 2
    for each in reversed(here):
        acts = each.kind in ("country", "region", "organisation", "armed")
        if near <= each.last < at and acts and not any(sentence.verb(n) for n in range(each.last + 1, at)):
            if sentence.preposition(each) not in ("in", "at", "of", "from", "to"):
                return each
            break
    for each in here:
        if each.last < at and at - each.last <= 3 and each.detail == "adjective":
            return each
    subject = clause.subject
    if kind in _BY_THE_SUBJECT and subject is not None and subject.last < at:
        return subject if subject.kind in ("country", "organisation", "region") else None
    return None


_BY_THE_SUBJECT = (
    "evacuation", "deportation", "border_closed", "border_opened", "third_country_relocation", "camp_opened", "camp_closed",
)  # fmt: skip
_OF_HOSTING = frozenset(
    ["host", "refugees", "accept", "take", "admit", "shelter", "resettle", "accommodate", "hosting"]
)


_NEWCOMERS = ("refugee", "migrant", "nation", "displaced")
_ROOM = ("home", "room", "space")


def _is_home_or_no_room(sentence: Sentence, at: int) -> bool:
    """As in "is home to 5,000 refugees", "have no room for refugees"."""
    if sentence.low(at) == "home":
        return sentence.low(at + 1) == "to" and any(sentence.low(n) in BE for n in range(at - 3, at))
    return sentence.low(at + 1) == "for" and any(sentence.low(n) == "no" for n in range(at - 2, at))


def _tells_enough(
    sentence: Sentence,
    clause: Clause,
    at: int,
    kind: str,
    here: list[Mention],
    places: list[Mention],
    owner: Mention | None,
) -> bool:
    """Whether the words around say that the noun means what it may mean."""
    window = {sentence.low(n) for n in range(max(clause.first, at - 4), min(clause.last, at + 8))}
    people = any(each.kind == "group" for each in here)
    if kind.startswith("border"):
        return bool(window & BORDER)
    if sentence.low(at) in _ROOM:
        return people and _is_home_or_no_room(sentence, at)
    if kind.startswith("hosting"):
        later = any(each.kind == "group" for each in here if each.first > at)
        return bool(window & _OF_HOSTING) or later or (kind == "hosting_requested" and owner is not None)
    if kind == "conflict_driver":
        known = sentence.low(at) != "collapse" or bool(window & (GOVERNMENT | {"country"}))
        return known and bool(here)
    if kind in ("fighting", "place_captured", "outflow"):
        return bool(places)
    if kind == "return":
        return bool(places) and (people or sentence.low(at) == "repatriation")
    if kind == "people_arrived":
        return bool(places) and any(each.quantity is not None for each in here if each.first > at)
    return kind != "evacuation" or bool(places or owner or window & {"ongoing", "flights"})
