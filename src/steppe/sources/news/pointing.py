"""
Plans that the report itself calls a request: who plans to put people in another country asks it to host them.

A claim that a country plans to resettle others elsewhere is kept as it is until a later sentence, or the
rest of its own, points back to it: "this is a difficult request", "Tirana turned down the request".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from steppe.sources.news.around import Finding
from steppe.sources.news.candidate import Candidate, Fired
from steppe.sources.news.clauses import Sentence
from steppe.sources.news.grammar import BE, NEGATIONS, PREPOSITIONS
from steppe.sources.news.mentions import Mention
from steppe.sources.news.word_sets import word_set

RULE = "plan called a request"
_REASON = "it is a plan, and taken as a request to {target} because the report calls it one"
_LESS_SURE = 0.12
_FARTHEST = 2
_LONGEST = 4
_POINTERS = word_set("pointers")
_REQUESTS = word_set("words_for_requests")
_WEAK = word_set("words_that_may_be_requests")
_DEFINITE = word_set("definite")
_DASHES = (",", "-", "–", "—")
_QUOTES = "\"'“”‘’"


@dataclass(frozen=True, slots=True)
class _Pointer:
    """
    A word that calls something a request.

    Parameters
    ----------
    at
        Its number.
    is_weak
        Whether it calls much else so, as "proposal" does: whom it is put to must be named beside it.
    is_beside
        Whether it can only stand for what its own sentence told before.
    owner
        Whose request it is said to be.
    """

    at: int
    is_weak: bool
    is_beside: bool
    owner: Mention | None


@dataclass(slots=True)
class Plans:
    """
    Claims that a report may yet call a request.

    Parameters
    ----------
    new, last
        Plans of the sentence that is read, and of the last one that claimed something.
    age
        Sentences since then.
    asked
        By id of a plan, the word that calls it a request.
    """

    new: list[Candidate] = field(default_factory=list)
    last: list[Candidate] = field(default_factory=list)
    age: int = 0
    asked: dict[str, Fired] = field(default_factory=dict)

    def keep(self, found: Finding, one: Candidate) -> None:
        """
        Keep a claim where a country plans to put people who are not its own in one that is not its own.

        Parameters
        ----------
        found, one
            What a rule found, and the claim made of it.
        """
        own = set(one.actor_codes)
        people = found.group.codes if found.group is not None else ()
        elsewhere = one.target_codes and not own.intersection((*one.target_codes, *people))
        if one.kind == "third_country_relocation" and one.modality == "intended" and one.actor and elsewhere:
            self.new.append(one)

    def follow(self, claims: Sequence[Candidate], sentence: Sentence) -> None:
        """
        Look for words that point back, and go on by one sentence.

        Parameters
        ----------
        claims
            All that the sentence claims.
        sentence
            Whose words may point back.
        """
        self.age += 1
        for pointer in _pointers(sentence) if self.new or self.last else ():
            start = sentence.words[pointer.at].start
            told = [each for each in claims if each.end <= start]
            earlier = self.last if self.age <= _FARTHEST and not pointer.is_beside else []
            for plan in [each for each in self.new if each in told] if told else earlier:
                if _can_mean(pointer, plan, sentence):
                    word = sentence.words[pointer.at]
                    called = Fired("called a request", word.start, word.end, word.text)
                    self.asked.setdefault(plan.id, called)
        if claims:
            self.last, self.age = self.new, 0
        self.new = []

    def skip(self) -> None:
        """Go on by a sentence that no rule looks at."""
        self.age += 1

    def recast(self, found: Sequence[Candidate]) -> list[Candidate]:
        """Claims, with the plans that are called requests as requests to host."""
        if not self.asked:
            return list(found)
        return [_asking(each, self.asked[each.id]) if each.id in self.asked else each for each in found]


def _asking(plan: Candidate, called: Fired) -> Candidate:
    return replace(
        plan,
        kind="hosting_requested",
        modality="requested",
        rule=RULE,
        fired=(*plan.fired, called),
        reasons=(*plan.reasons, _REASON.format(target=plan.target)),
        confidence=round(max(0.2, plan.confidence - _LESS_SURE), 2),
    )


def _can_mean(pointer: _Pointer, plan: Candidate, sentence: Sentence) -> bool:
    """Whether the request can be that plan: by whose it is, and by whom it is put to where the word is weak."""
    owner = pointer.owner
    if owner is not None and owner.name != plan.actor and not set(owner.codes) & set(plan.actor_codes):
        return False
    states = (each for each in sentence.mentions if each.kind in ("country", "region"))
    return not pointer.is_weak or any(set(each.codes) & set(plan.target_codes) for each in states)


def _pointers(sentence: Sentence) -> Iterator[_Pointer]:
    """Words for a request that stand for what was just told, and are no request of something else."""
    for at, low in enumerate(sentence.lows):
        if low not in _REQUESTS | _WEAK or at in sentence.mention_at or _says_what(sentence, at):
            continue
        first = _determiner(sentence, at)
        if sentence.low(first) in _DEFINITE:
            yield _Pointer(at, low in _WEAK, False, _owner(sentence, at, first))
        elif sentence.low(first) in ("a", "an") or sentence.low(at - 1) == "as":
            yield from _called(sentence, at, first)


def _called(sentence: Sentence, at: int, first: int) -> Iterator[_Pointer]:
    """As in "this is a request", "called it a request", "plans to ... were a request", "as a request", ", a request"."""
    before, weak, place = sentence.low(first - 1), sentence.low(at) in _WEAK, first - 1
    if before in ("as", "such", *_DASHES):
        yield _Pointer(at, weak, before in _DASHES, None)
        return
    while sentence.low(place) in BE:
        place -= 1
    if sentence.low(place) in _POINTERS:
        yield _Pointer(at, sentence.low(at).startswith("propos"), False, None)
    elif place < first - 1 and place in sentence.mention_at:
        yield _Pointer(at, weak, True, None)


def _determiner(sentence: Sentence, at: int) -> int:
    """Number of the article of a noun, or of the noun; only words that describe it stand between."""
    for first in range(at - 1, max(-1, at - 2 - _LONGEST), -1):
        low, mention = sentence.low(first), sentence.mention_at.get(first)
        if low in _DEFINITE or low in ("a", "an"):
            return first
        describes = (
            mention.detail == "adjective" if mention else low.isalpha() or "-" in low or low in _QUOTES
        )
        if not describes or low in NEGATIONS | BE | PREPOSITIONS:
            return at
    return at


def _owner(sentence: Sentence, at: int, first: int) -> Mention | None:
    """Whose request: "Britain's request", "the British request", "the request by Britain"."""
    inside = next((sentence.mention_at[n] for n in range(first, at) if n in sentence.mention_at), None)
    if inside is None and sentence.low(first) == "'s":
        inside = sentence.mention_at.get(first - 1)
    if inside is None and sentence.low(at + 1) in ("by", "from"):
        inside = sentence.mention_at.get(at + 2) or sentence.mention_at.get(at + 3)
    return inside


def _says_what(sentence: Sentence, at: int) -> bool:
    """Whether the noun brings its own matter: "the request for aid", "the request to extradite"."""
    following = sentence.low(at + 1)
    if following != "to":
        return following in ("for", "of")
    addressed = sentence.mention_at.get(at + 2)
    return addressed is None or addressed.kind not in ("country", "region")
