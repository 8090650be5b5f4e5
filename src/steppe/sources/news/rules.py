"""
Which verbs and nouns, with what around them, say what: the rules of the reader.

A rule looks at one verb (an act) or one noun of a sentence and gives findings: a kind, who, to whom,
and the words that fired.  Whether it is done, planned or denied is another question (see ``holding.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from steppe.sources.news.around import Around, Finding
from steppe.sources.news.clauses import Act, Sentence
from steppe.sources.news.rules_borders import borders
from steppe.sources.news.rules_echo import echo
from steppe.sources.news.rules_force import collapsing, fighting, taking
from steppe.sources.news.rules_hosting import camps, hosting, visas
from steppe.sources.news.rules_idioms import has_idiom, idioms
from steppe.sources.news.rules_moving import carrying, moving, returning, sending
from steppe.sources.news.rules_nouns import nouns

MOST_ACTS = 12
"""A clause with more verbs that rules know is no clause of a report."""

VERB_RULES: tuple[Callable[[Around], Iterator[Finding]], ...] = (
    idioms, borders, camps, hosting, visas, carrying, sending, returning, taking, collapsing, fighting, moving, echo,
)  # fmt: skip


_SILENT = frozenset(
    ("say", "cite", "fear", "deny", "plan", "agree", "ask", "call", "command", "refuse", "rule", "try", "help", "continue", "threaten")
)  # fmt: skip
_NEVER_SILENT = ("announce", "declare")


def _is_silent(sentence: Sentence, act: Act) -> bool:
    """Whether no rule looks at a verb by itself, such as those of saying, but for "said no"."""
    verb = act.verb
    if not verb.classes <= _SILENT or verb.lemma in _NEVER_SILENT:
        return False
    return not has_idiom(verb.lemma) and not (verb.lemma == "say" and sentence.low(act.at + 1) == "no")


def findings(sentence: Sentence) -> Iterator[Finding]:
    """What all rules find in a sentence, in the order of its words."""
    for clause in sentence.clauses:
        if len(clause.acts) > MOST_ACTS:
            continue
        seen: set[str] = set()
        for act in clause.acts:
            if _is_silent(sentence, act):
                continue
            around = Around(sentence, act)
            for rule in VERB_RULES:
                for found in rule(around):
                    if found.kind not in seen:
                        seen.add(found.kind)
                        yield found
        yield from nouns(sentence, clause, seen)
