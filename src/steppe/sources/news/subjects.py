"""Who the subject of a clause is: a mention, or a pronoun that stands for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steppe.sources.news.acts import Clause
from steppe.sources.news.grammar import PREPOSITIONS, PRONOUNS
from steppe.sources.news.mentions import Mention

if TYPE_CHECKING:
    from steppe.sources.news.clauses import Sentence

_STATES = ("country", "region", "organisation", "armed")
_RELATIVE = ("who", "which", "that")
_SOME = frozenset(("most", "many", "some", "all", "few"))
_AFTER_SOME = frozenset(("of", "have", "were", "are", "had", "went", "came", "fled"))
_NO_SUBJECTS = frozenset(("its", "their", "this", "that"))
_POINTING = frozenset(("the", "that", "this", "his", "her", "its", "our", "my", "their"))
_STATE_WORDS = frozenset(("country", "nation", "kingdom", "republic", "state", "government", "island"))
_LONGEST_PHRASE = 7


def subject_of(sentence: Sentence, clause: Clause) -> tuple[Mention | None, str]:
    """
    The first mention before the verb that no preposition leads in; or a pronoun.

    Parameters
    ----------
    sentence, clause
        Whose mentions are known, and which of its clauses.
    """
    if clause.opener == "reduced":
        for back in range(1, 3):
            if (before := sentence.mention_at.get(clause.first - back)) is not None:
                return before, ""
    if clause.opener in ("which", "who") and sentence.is_finite(clause.first):
        before = sentence.mention_at.get(clause.first - 2) or sentence.mention_at.get(clause.first - 3)
        return (before, "") if before and before.kind in _STATES else (None, clause.opener)
    if clause.opener == "resumed" or _shares(sentence, clause):
        return None, ""
    place = clause.first
    while place < clause.last:
        mention = sentence.mention_at.get(place)
        if mention is not None:
            if _leads(sentence, clause, mention):
                return mention, ""
            place = mention.last + 1
            continue
        found = _unnamed(sentence, clause, place)
        if found is not None:
            return found
        if place > clause.first and sentence.is_finite(place):
            break
        place += 1
    return None, clause.opener if clause.opener in ("who", "which") else ""


def _leads(sentence: Sentence, clause: Clause, mention: Mention) -> bool:
    """Whether a mention can be the subject: no preposition before it, and no bare number of something else."""
    if mention.kind == "number" and (
        sentence.mention_at.get(mention.last + 1) is not None or sentence.things(mention)
    ):
        return False
    led_in = sentence.preposition(mention)
    near = mention.quantity is not None and mention.first <= clause.first + 5
    return not led_in or (led_in == "of" and near)


def _unnamed(sentence: Sentence, clause: Clause, place: int) -> tuple[Mention | None, str] | None:
    """A pronoun, "most", or "the country"; ``None`` where the word is none of these."""
    low = sentence.low(place)
    if low in _SOME and place == clause.first and sentence.low(place + 1) in _AFTER_SOME:
        return None, "they"
    if low in PRONOUNS and low not in _NO_SUBJECTS and sentence.low(place - 1) not in PREPOSITIONS:
        return None, low
    if low in _POINTING and sentence.low(place + 1) in _STATE_WORDS:
        named = _apposed(sentence, place, clause.last)
        return named, "" if named else "the country"
    return None


def _apposed(sentence: Sentence, first: int, last: int) -> Mention | None:
    """The country named between commas after a phrase: "the country most affected, Chad, has"."""
    for place in range(first, min(last, first + _LONGEST_PHRASE)):
        mention = sentence.mention_at.get(place)
        if mention is not None:
            between = sentence.low(place - 1) == "," == sentence.low(mention.last + 1)
            return mention if between and mention.kind in _STATES else None
        if sentence.is_finite(place):
            return None
    return None


def share_subjects(sentence: Sentence) -> None:
    """
    Give a clause that begins with its verb after an aside the subject before the aside.

    Parameters
    ----------
    sentence
        Whose clauses have been taken apart.
    """
    for number, clause in enumerate(sentence.clauses):
        first = clause.acts[0] if clause.acts else None
        if number > 0 and clause.opener == "resumed":
            _give(clause, sentence.mention_at.get(sentence.clauses[number - 1].first - 2), "")
            continue
        if number > 0 and _shares(sentence, clause):
            _give(clause, sentence.clauses[number - 1].subject, sentence.clauses[number - 1].pronoun)
            continue
        if first is None or number == 0 or clause.subject is not None or clause.pronoun or clause.opener:
            continue
        if clause.joined != "," or first.at - len(first.helpers) != clause.first:
            continue
        before = [each for each in sentence.clauses[:number] if each.opener not in _RELATIVE]
        if before and not before[-1].acts and not before[-1].quoted and before[-1].subject is not None:
            _give(clause, before[-1].subject, "")


def _shares(sentence: Sentence, clause: Clause) -> bool:
    """Whether a clause after "and" begins with its verb: "and tried to storm"."""
    if clause.joined not in ("and", "but") or clause.opener or not sentence.is_finite(clause.first):
        return False
    verb = sentence.verb(clause.first)
    return verb is None or "past" in verb.forms or not sentence.is_finite(clause.first + 1)


def _give(clause: Clause, subject: Mention | None, pronoun: str) -> None:
    clause.subject, clause.pronoun = subject, pronoun
    for act in clause.acts:
        act.subject, act.pronoun = act.subject or subject, act.pronoun or pronoun
