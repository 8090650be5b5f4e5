"""What stands around a verb, and what a rule finds."""

from __future__ import annotations

from dataclasses import dataclass, field

from steppe.sources.news.clauses import Act, Clause, Sentence
from steppe.sources.news.grammar import PREPOSITIONS
from steppe.sources.news.mentions import Mention
from steppe.sources.news.word_sets import word_set

BORDER = word_set("border")


CAMP = word_set("camp")


PEOPLE_WORDS = word_set("people_words")


GOVERNMENT = word_set("government")


_ASKED = word_set("words_for_requests") | word_set("words_that_may_be_requests") | {"call", "calls"}
_ANSWERS = frozenset({"refuse", "agree", "host", "give", "deny"})
_OF_PEOPLE = word_set("of_people")


@dataclass(slots=True)
class Finding:
    """
    What a rule found.

    Parameters
    ----------
    kind
        Of candidate.
    actors, targets
        Mentions; targets may be empty.
    group
        People it is about.
    counted
        Mention whose number counts.
    fired
        Role and word number of what made the rule fire.
    notes
        Marks for how it is held: ``negation_used``, ``put`` (people in a country), ``waits`` (for papers).
    pronoun
        What stands for the actor where no mention does.
    targets_actor
        Whether the target is who does it.
    """

    kind: str
    rule: str
    clause: Clause
    act: Act | None
    actors: list[Mention]
    targets: list[Mention]
    group: Mention | None = None
    counted: Mention | None = None
    fired: list[tuple[str, int]] = field(default_factory=list)
    notes: frozenset[str] = frozenset()
    pronoun: str = ""
    targets_actor: bool = False


class Around:
    """What stands around a verb in its clause."""

    def __init__(self, sentence: Sentence, act: Act) -> None:
        self.sentence = sentence
        self.act = act
        self.clause = act.clause
        self.lows = [sentence.low(n) for n in range(self.clause.first, self.clause.last)]
        here = [each for each in sentence.mentions if self.clause.first <= each.first < self.clause.last]
        self.before = [each for each in here if each.last < act.at]
        self.after = [each for each in here if each.first > act.at]

    def has(self, words: frozenset[str], *, after: bool = False) -> int | None:
        """Number of the first such word in the clause, or ``None``."""
        first = self.act.at + 1 if after else self.clause.first
        for at in range(first, self.clause.last):
            if self.sentence.low(at) in words:
                return at
        return None

    def near(self, words: frozenset[str], reach: int = 7) -> int | None:
        """Number of such a word among the object, or the subject of a passive."""
        for at in range(self.act.at + 1, min(self.clause.last, self.act.at + 1 + reach)):
            if self.sentence.low(at) in words:
                return at
        following = self.sentence.low(self.act.at + 1)
        alone = (
            following in PREPOSITIONS or following in ("", ".", ",") or self.act.at + 1 >= self.clause.last
        )
        for at in (
            range(self.clause.first, self.act.at) if self.act.passive or not self.after or alone else ()
        ):
            if self.sentence.low(at) in words:
                return at
        return None

    def particle(self, *words: str, reach: int = 1) -> bool:
        """Whether one of these comes right after the verb, or after a short object."""
        return any(self.sentence.low(self.act.at + n) in words for n in range(1, reach + 1))

    def people(self) -> Mention | None:
        """People the verb is about: after it, or the subject of a passive."""
        by_whom = self.agent() if self.act.passive else None
        groups = [each for each in self.after if each.kind == "group" and each is not by_whom]
        if groups:
            counted = [each for each in groups[1:2] if each.quantity and each.first == groups[0].last + 2]
            return counted[0] if counted and groups[0].quantity is None else groups[0]
        for each in self.after:
            if each.kind == "number" and each.last < self.clause.last:
                return each
        if self.act.passive:
            return next((each for each in self.before if each.kind in ("group", "number")), None)
        return None

    def speaks_of_people(self) -> bool:
        """Whether people are meant, by a mention or a pronoun."""
        found = self.people()
        return found is not None or self.has(PEOPLE_WORDS, after=True) is not None

    def with_preposition(
        self, *prepositions: str, kinds: tuple[str, ...] = ("country", "region", "place")
    ) -> list[Mention]:
        """Mentions after the verb that one of these prepositions leads in."""
        found = [
            each
            for each in self.after
            if each.kind in kinds
            and self.sentence.preposition(each) in prepositions
            and each.detail != "nation"
        ]
        named = [each for each in found if each.detail != "adjective"]
        return named or found

    def beyond(self, people: Mention, *prepositions: str) -> list[Mention]:
        """Places after one of these prepositions in what describes people: "migrants who come by boat to"."""
        following = next((each for each in self.sentence.clauses if each.first == people.last + 2), None)
        if following is None or following.opener not in ("who", "that", "which"):
            return []
        return [
            each
            for each in self.sentence.mentions
            if following.first <= each.first < following.last
            and each.kind in ("country", "region", "place")
            and self.sentence.preposition(each) in prepositions
        ][-1:]

    def _owner(self) -> Mention | None:
        """Whose effort, plan or refusal it is ("US efforts to resettle"), or who is blamed "for placing"."""
        sentence, act = self.sentence, self.act
        at = act.at - len(act.helpers) - 1
        if "ing" in act.verb.forms and sentence.low(at) in ("for", "in") and (at - 1) in sentence.mention_at:
            return sentence.mention_at[at - 1]
        if "to" not in act.helpers:
            return None
        for noun in range(at, max(self.clause.first - 1, at - 9), -1):
            if sentence.low(noun) in _OF_PEOPLE and noun not in sentence.mention_at:
                if (answer := self._answers(noun)) is not None:
                    return answer.subject
                own = sentence.mention_at.get(noun - 1) or sentence.mention_at.get(noun - 2)
                by = [
                    each
                    for each in sentence.mentions
                    if noun < each.first <= at + 1 and sentence.preposition(each) == "by"
                ]
                return by[0] if by else own
        return None

    def _answers(self, noun: int) -> Act | None:
        """The verb of who answers a request, "turned down Italy's request to", "agreed to a request to"."""
        if self.sentence.low(noun) not in _ASKED:
            return None
        acts = (each for each in self.clause.acts if each.at < noun)
        return next(
            (each for each in acts if each.verb.classes & _ANSWERS or each.verb.lemma == "turn"), None
        )

    def agent(self) -> Mention | None:
        """Who does it: the subject, or after "by" in a passive."""
        owner = self._owner()
        if owner is not None:
            return owner
        if not self.act.passive:
            return self.act.subject
        for each in self.after:
            if self.sentence.preposition(each) == "by":
                return each
        return None


def finding(kind: str, rule: str, around: Around, targets: list[Mention], **more: object) -> Finding:
    """A finding of a verb, by its agent; ``more`` are other fields."""
    act = around.act
    agent = around.agent()
    pronoun = "" if agent is not None or act.passive else act.pronoun
    found = Finding(kind, rule, act.clause, act, [agent] if agent else [], targets, pronoun=pronoun)
    found.fired.append(("verb", act.at))
    for name, value in more.items():
        setattr(found, name, value)
    return found


def is_place(mention: Mention) -> bool:
    """Whether people can be there: a place or a country, not its government."""
    return mention.kind == "place" or (mention.kind == "country" and mention.detail in ("country", "capital"))


def of_government(around: Around) -> bool:
    """Whether a government is the subject."""
    return any(each in GOVERNMENT for each in around.lows[: around.act.at - around.clause.first])
