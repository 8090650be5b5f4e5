"""Whether a form of a verb is a noun where it stands: "the return", "a call", "heavy shelling"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steppe.sources.news.grammar import ADVERBS, BEFORE_BASE, MODALS, NEGATIONS, PRONOUNS
from steppe.sources.news.lexicon import Verb
from steppe.sources.news.word_sets import word_set

if TYPE_CHECKING:
    from steppe.sources.news.clauses import Sentence

_NO_NOUNS = ("let", "set", "put", "shut", "hit")
_WEAPONS = word_set("weapons")
_FIGHTS = ("fighting", "shelling", "bombing", "raiding")


def is_noun(sentence: Sentence, at: int, verb: Verb) -> bool:
    """
    Whether a word that could be a verb is a noun.

    Parameters
    ----------
    sentence
        Where it stands.
    at
        Number of the word.
    verb
        What verb it would be.
    """
    before, low = sentence.low(at - 1), sentence.low(at)
    if "base" in verb.forms and "past" not in verb.forms and at > 0 and at - 1 not in sentence.mention_at:
        if before.endswith("s") and len(before) > 3:
            return False
        if before not in BEFORE_BASE | NEGATIONS | ADVERBS | MODALS | PRONOUNS and not sentence.modal_before(
            at
        ):
            return True
    if "s" in verb.forms and sentence.low(at + 1) in ("made", "by", "of"):
        return True
    if verb.forms & {"base", "s"} and low not in _NO_NOUNS and _after_a_determiner(sentence, at):
        return True
    if low in _WEAPONS and sentence.is_finite(at + 1):
        return True
    return "ing" in verb.forms and _is_noun_in_ing(sentence, at)


def _after_a_determiner(sentence: Sentence, at: int) -> bool:
    """After an article, a possessive, a preposition, or the adjective of a country."""
    if sentence.low(at - 1) in word_set("before_nouns"):
        return True
    mention = sentence.mention_at.get(at - 1)
    return mention is not None and (mention.detail == "adjective" or mention.kind == "number")


def _is_noun_in_ing(sentence: Sentence, at: int) -> bool:
    """As in "heavy fighting in", "the shelling of"."""
    before, following = sentence.low(at - 1), sentence.low(at + 1)
    if at == 0 or before in ("heavy", "fierce", "intense", "renewed", "fresh"):
        told = following in ("of", "in", "near", "around", "between") or sentence.verb(at + 1) is not None
        return sentence.low(at) in _FIGHTS and told
    return before in ("the", "a", "this", "of") and following in ("of", ",", ".", "in", "between", "and")
