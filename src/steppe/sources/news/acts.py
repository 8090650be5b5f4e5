"""Clauses of a sentence and the verbs in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from steppe.sources.news.lexicon import Verb
from steppe.sources.news.mentions import Mention
from steppe.sources.news.words import Word


@dataclass(slots=True)
class Clause:
    """
    A stretch of a sentence with one subject.

    Parameters
    ----------
    first, last
        Numbers of its first word and of the word after its last.
    opener
        The word that began it, such as "if", "who" or "saying".
    above
        The verb that governs it ("said", "denied", "fears"), and who that is of; or ``None``.
    """

    first: int
    last: int
    opener: str = ""
    above: Act | None = None
    acts: list[Act] = field(default_factory=list)
    subject: Mention | None = None
    pronoun: str = ""
    quoted: bool = False
    joined: str = ""


@dataclass(slots=True)
class Act:
    """A verb in its clause, with the verbs before it that govern it ("agreed to", "refused to", "will")."""

    at: int
    word: Word
    verb: Verb
    clause: Clause
    chain: list[Act] = field(default_factory=list)
    helpers: tuple[str, ...] = ()
    passive: bool = False
    negated: bool = False
    subject: Mention | None = None
    pronoun: str = ""
