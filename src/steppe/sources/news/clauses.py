"""
The grammar of a sentence, as far as a reader needs it: clauses, their verbs, who does what to whom.

A clause is a stretch with one subject.  What somebody says, denies or fears is a clause of its own,
which knows the verb above it and whose it is.
"""

from __future__ import annotations

from steppe.sources.news.acts import Act as Act
from steppe.sources.news.acts import Clause as Clause
from steppe.sources.news.grammar import (
    ADVERBS,
    BARE_OPENERS,
    BE,
    HAVE,
    MARKS,
    MODALS,
    NEGATIONS,
    OF_PLACES,
    OPENERS,
    PREPOSITIONS,
    PRONOUNS,
    SMALL,
    TELLS,
)
from steppe.sources.news.lexicon import Lexicon, Verb
from steppe.sources.news.mentions import Mention
from steppe.sources.news.nounhood import is_noun
from steppe.sources.news.subjects import share_subjects, subject_of
from steppe.sources.news.word_sets import word_set
from steppe.sources.news.words import Word

_TELLING = frozenset(("say", "deny", "fear", "expect", "plan", "agree", "ask"))
_RESUMING = MODALS | HAVE | BE
_NOT_RESUMED = frozenset(("and", "or", "but", ",", "that", "to", "not"))
_FEWEST_OF_RELATIVE = 2
_BEGIN_SUBJECTS = frozenset(("a", "an", "the", "its", "their", "all"))
_SUBJECTS = frozenset(("people", "many", "most", "thousands", "others", "nobody", "no"))
_STATES = ("country", "region", "armed")
_LONGEST_TIME = 5
_TIME = word_set("calendar") | word_set("words_of_time")
_FARTHEST, _FARTHEST_ASKED = 8, 14
"""How many words may stand between a verb and the "to" verb it governs: "asks its partners, first of all X, to"."""


class Sentence:
    """
    A sentence taken apart.

    Parameters
    ----------
    words, mentions
        Of the sentence.
    known
        The words a reader knows.
    quoted
        Stretches of the text in quotation marks.
    """

    def __init__(
        self, words: list[Word], mentions: list[Mention], known: Lexicon, quoted: list[tuple[int, int]]
    ) -> None:
        self.words = words
        self.lows = [each.low for each in words]
        self.mentions = mentions
        self.known = known
        self.mention_at: dict[int, Mention] = {
            n: each for each in mentions for n in range(each.first, each.last + 1)
        }
        self._verbs = [
            None if at in self.mention_at else known.verbs.get(low) for at, low in enumerate(self.lows)
        ]
        self._tellers = {at for at, verb in enumerate(self._verbs) if verb and verb.classes & _TELLING}
        self.quoted = quoted
        self.clauses = self._split()
        for clause in self.clauses:
            self._parse(clause)
        share_subjects(self)
        self._govern()

    def low(self, at: int) -> str:
        """A word in small letters; empty outside the sentence."""
        return self.lows[at] if 0 <= at < len(self.lows) else ""

    def verb(self, at: int) -> Verb | None:
        """The verb that a word may be; ``None`` inside a mention."""
        return self._verbs[at] if 0 <= at < len(self._verbs) else None

    def _split(self) -> list[Clause]:
        clauses: list[Clause] = []
        first, opener, joined = 0, "", ""
        for at in range(len(self.words)):
            cut = self._cut(at) or ((0, "resumed") if self.resumes(first, opener, at) else None)
            if (
                cut is not None
                and self.low(at) == "and"
                and not any(self.verb(n) or self.low(n) in BE | HAVE | MODALS for n in range(first, at))
            ):
                cut = None
            if cut is None:
                continue
            if at > first:
                clauses.append(Clause(first, at, opener, joined=joined))
            first, opener, joined = at + cut[0], cut[1], self.low(at + cut[0] - 1) if cut[0] else ""
        if first < len(self.words):
            clauses.append(Clause(first, len(self.words), opener, joined=joined))
        for clause in clauses:
            start = self.words[clause.first].start
            clause.quoted = any(a <= start < b for a, b in self.quoted)
        return clauses

    def resumes(self, first: int, opener: str, at: int) -> bool:
        """Whether the main clause goes on after "who ...": "migrants who crossed the sea | will be sent"."""
        if (
            opener not in ("who", "which")
            or first - 2 not in self.mention_at
            or at - first < _FEWEST_OF_RELATIVE
        ):
            return False
        if (
            self.low(at) not in _RESUMING
            or self.low(at - 1) in _NOT_RESUMED | PRONOUNS | ADVERBS | BE | HAVE | MODALS
        ):
            return False
        verbs = [n for n in range(first, at) if self.is_finite(n)]
        told = any(
            each.last == at - 1 and not self.preposition(each) and each.first > first + 1
            for each in self.mentions
        )
        telling = not self._tellers.isdisjoint(range(first, at))
        begun = verbs[0] <= first + 2 if verbs else self.low(first).endswith("ed")
        return begun and not telling and not (told and self._has_object(first, at))

    def _has_object(self, first: int, at: int) -> bool:
        """Whether a mention before the last one can be the object, so that the last one is a new subject."""
        return sum(not self.preposition(each) for each in self.mentions if first <= each.first < at) > 1

    def _cut(self, at: int) -> tuple[int, str] | None:
        """Whether a clause begins here: how many words the cut itself takes, and the word that opens it."""
        if at in self.mention_at and self.mention_at[at].first != at:
            return None
        low, following = self.low(at), self.low(at + 1)
        if self.words[at].text in MARKS or (low == "-" and at > 0):
            return 1, ""
        if low == ",":
            if following in OPENERS:
                return (2, following) if following not in ("with",) else None
            if following in ("and", "but", "or", "yet", "then"):
                return (2, "") if self._clause_follows(at + 2) else None
            return (
                (1, "")
                if self._tells_follow(at + 1) or self._clause_follows(at + 1, needs_subject=True)
                else None
            )
        if at in self.mention_at:
            if self.low(at - 1) in ("the", "a", "an", "its", "their"):
                return None
            return (0, "") if self._said_before(at) and self._clause_follows(at, needs_subject=True) else None
        if low == "but" and self.low(at - 1) == "all":
            return None
        if low in BARE_OPENERS and not (low == "that" and not self._said_before(at)):
            return 1, low
        if low in ("amid", "despite") and at > 0:
            return 1, low
        if self._reduced(at):
            return 0, "reduced"
        if low in ("after", "before", "since", "as", "until") and self._clause_follows(
            at + 1, needs_subject=True
        ):
            return 1, low
        if low == "and" and self._clause_follows(at + 1):
            return 1, ""
        return (0, "") if self._said_before(at) and self._clause_follows(at, needs_subject=True) else None

    def _reduced(self, at: int) -> bool:
        """Whether people are described here: "Afghans now pouring out", "migrants stranded at"."""
        verb = self.verb(at)
        if (
            verb is None
            or not verb.classes & {"stream", "flee", "wait", "arrive"}
            or (verb.forms & {"base", "s"} and "past" not in verb.forms)
        ):
            return False
        back = at - 2 if self.low(at - 1) in ("now", "still", "currently", "already") else at - 1
        before = self.mention_at.get(back)
        return (
            before is not None
            and before.kind == "group"
            and before.first > 0
            and ("ing" in verb.forms or verb.classes & {"wait"} != frozenset())
        )

    def _said_before(self, at: int) -> bool:
        """Whether a verb of saying, fearing, denying stands just before, but for a word of time."""
        if self._tellers.isdisjoint((at - 1, at - 2, at - 3)):
            return False
        for back in range(1, 4):
            verb = self.verb(at - back)
            if at - back in self.mention_at or self.low(at - back) in PRONOUNS | MODALS | HAVE | BE:
                return False
            if verb is not None:
                return at - back in self._tellers
            if self.low(at - back) in (",", "", "to", "and"):
                return False
        return False

    def _clause_follows(self, at: int, *, needs_subject: bool = False) -> bool:
        """Whether a subject and a finite verb come here, or a finite verb alone."""
        place, seen = at, False
        while place < min(len(self.words), at + 9):
            low = self.low(place)
            mention = self.mention_at.get(place)
            if mention is not None:
                if seen and self.low(mention.first - 1) not in PREPOSITIONS | SMALL | {"and", ","}:
                    return False
                seen, place = True, mention.last + 1
                continue
            begins = needs_subject and place == at and low in _BEGIN_SUBJECTS
            if begins or low in PRONOUNS or low in _SUBJECTS:
                seen = True
            elif self.is_finite(place) and not (needs_subject and not seen):
                return True
            elif (
                low == "," and (listed := self.mention_at.get(place + 1)) and listed.kind in _STATES and seen
            ):
                place = listed.last
            elif low in (",", ".", ";", "to", "and", "or") or (
                not seen and not needs_subject and low not in ADVERBS
            ):
                return False
            place += 1
        return False

    def is_finite(self, at: int) -> bool:
        """Whether a word is a verb with a tense, or an auxiliary."""
        low, verb = self.low(at), self.verb(at)
        if low in MODALS or low in HAVE or low in BE or low in ("did", "does", "do"):
            return True
        if verb is None or not verb.forms & {"past", "s"} or self.low(at - 1) in ("to", "the", "a", "its"):
            return False
        before = self.mention_at.get(at - 1)
        return "past" in verb.forms or before is None or before.kind != "number"

    def _tells_follow(self, at: int) -> bool:
        """Whether "X said" comes here, as after what X said."""
        for place in range(at, min(len(self.words), at + 12)):
            verb = self.verb(place)
            if verb is not None and verb.classes & {"say"} and verb.forms & {"past", "s"}:
                return True
            if self.low(place) in (".", ";") or (self.low(place) == "," and place > at + 6):
                return False
        return False

    def _parse(self, clause: Clause) -> None:
        """Verbs of a clause, each with those that govern it."""
        clause.subject, clause.pronoun = subject_of(self, clause)
        chain: list[Act] = []
        for at in range(clause.first, clause.last):
            verb = self.verb(at)
            if verb is None or is_noun(self, at, verb):
                continue
            helpers, negated = self._helpers(at, clause.first)
            act = Act(at, self.words[at], verb, clause, [], helpers, False, negated)
            act.passive = self._is_passive(at, verb, helpers)
            act.subject, act.pronoun = clause.subject, clause.pronoun
            if chain and self._follows(chain[-1], at):
                act.chain = [*chain[-1].chain, chain[-1]]
                act.subject, act.pronoun = chain[-1].subject, chain[-1].pronoun
                if chain[-1].verb.classes & {"ask", "call", "command", "help", "allow"}:
                    between = self._between(chain[-1].at, at)
                    act.subject = between or act.subject
            chain.append(act)
            clause.acts.append(act)

    def _between(self, first: int, last: int) -> Mention | None:
        for each in self.mentions:
            if first < each.first and each.last < last and each.kind != "number":
                return each
        return None

    def modal_before(self, at: int) -> bool:
        """Whether only a word of time parts a verb from its modal: "will from Monday admit"."""
        place = at - 1
        while at - place < _LONGEST_TIME and self.low(place) in _TIME and place not in self.mention_at:
            place -= 1
        return place < at - 1 and self.low(place) in MODALS

    def _helpers(self, at: int, first: int) -> tuple[tuple[str, ...], bool]:
        """Auxiliaries, "to" and adverbs before a verb, and whether one of them negates it."""
        found: list[str] = []
        negated = False
        place = at - 1
        while self.low(place) in _TIME and self.modal_before(at):
            place -= 1
        while place >= first and place not in self.mention_at and len(found) < 9:
            low = self.low(place)
            if low in NEGATIONS:
                negated = True
            elif (
                low
                not in MODALS
                | HAVE
                | BE
                | {"to", "did", "does", "do", "going", "about", "ready", "set", "able", "willing", "due"}
                | ADVERBS
            ):
                break
            found.append(low)
            place -= 1
        if self.low(at - 1) == "against" and "ing" in self.known.verbs[self.low(at)].forms:
            negated = True
        if place >= first and place in self.mention_at:
            negated = negated or self.low(self.mention_at[place].first - 1) in ("no", "neither", "nor")
        return tuple(reversed(found)), negated

    def _is_passive(self, at: int, verb: Verb, helpers: tuple[str, ...]) -> bool:
        if "participle" not in verb.forms:
            return False
        bare = [each for each in helpers if each not in ADVERBS]
        if bare and bare[-1] in BE:
            return True
        if bare or "past" not in verb.forms:
            return not bare and "past" not in verb.forms
        return self.low(at + 1) == "by" and at > 0

    def _follows(self, before: Act, at: int) -> bool:
        """Whether the verb before governs this one: "agreed to host", "is considering closing", "urged X to open"."""
        between = [self.low(n) for n in range(before.at + 1, at) if n not in self.mention_at]
        if before.verb.classes & {"say"} and "to" not in between:
            return False
        if "to" in between:
            return len(between) < (_FARTHEST_ASKED if before.verb.classes & {"ask", "call"} else _FARTHEST)
        verb = self.verb(at)
        if verb is not None and "ing" in verb.forms and len(between) <= 2:
            return True
        if before.verb.lemma in ("keep", "leave", "help") and len(between) <= 4:
            return True
        return bool(before.verb.classes & {"allow"}) and len(between) <= 2

    def preposition(self, mention: Mention) -> str:
        """The preposition that leads a mention in; empty for subjects and objects."""
        for back in range(1, 6):
            low = self.low(mention.first - back)
            if low == "of" and self.low(mention.first - back - 1) in OF_PLACES:
                continue
            if low in PREPOSITIONS:
                return low
            if low in ("and", ",", "or"):
                other = self.mention_at.get(mention.first - back - 1)
                alike = other is not None and (
                    other.kind == mention.kind or (low == "and" and other.kind in ("country", "place"))
                )
                return self.preposition(other) if other is not None and alike and back == 1 else ""
            if (owner := self.mention_at.get(mention.first - back)) is not None:
                return self.preposition(owner) if owner.detail == "adjective" and back > 1 else ""
            if self.verb(mention.first - back) is not None or low not in SMALL | OF_PLACES:
                return ""
        return ""

    def things(self, number: Mention) -> bool:
        """Whether a bare number counts things: "hundreds of lorries"."""
        after = self.low(number.last + 1)
        if after == "of":
            return self.low(number.last + 2) not in ("them", "those", "these", "whom", "us")
        return (
            after.isalpha()
            and self.verb(number.last + 1) is None
            and after not in MODALS | HAVE | BE | ADVERBS | {"more", "others", "other", "who", "of", "and"}
        )

    def _govern(self) -> None:
        """A clause after a verb of saying is under it."""
        for before, clause in zip(self.clauses, self.clauses[1:], strict=False):
            if not before.acts:
                continue
            last = before.acts[-1]
            if (
                len(before.acts) > 1
                and last.verb.lemma in ("report", "claim")
                and "deny" in before.acts[-2].verb.classes
            ):
                last = before.acts[-2]
            near = clause.first - last.at <= 5
            if (
                near
                and last.verb.classes & TELLS
                and (clause.opener in ("that", "") or clause.opener == "")
                and not clause.quoted
            ):
                if clause.first > 0 and self.low(clause.first - 1) in (";", "and", "but"):
                    continue
                clause.above = last
