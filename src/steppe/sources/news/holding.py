"""How a report holds a claim: done, planned, asked for, denied, feared."""

from __future__ import annotations

from dataclasses import dataclass

from steppe.sources.news.around import Finding
from steppe.sources.news.clauses import Act, Clause, Sentence
from steppe.sources.news.grammar import MODALS
from steppe.sources.news.word_sets import word_set

_IF = frozenset({"if", "unless", "should"})
_PLANNED = frozenset(["plan", "threaten"])
_PAST_MARKS = frozenset(["formerly", "previously", "historically"])
_FEARS = frozenset(["fear", "fears", "feared", "fearing", "worries", "warned", "warns", "risk", "threat"])
_MAYBE = frozenset(["would", "might", "could", "may"])
_HOSTING = ("hosting_agreed", "hosting_refused", "hosting_requested")
_ONGOING_WORDS = word_set("ongoing_words")
_DEEPEST = 4
_NEAR = 4
_DESCRIBING = frozenset(
    ["the", "a", "an", "its", "their", "his", "for", "early", "full", "partial", "temporary", "'s"]
)


@dataclass(frozen=True, slots=True)
class _Held:
    """
    A finding with the words that bear on how it is held.

    Parameters
    ----------
    lows
        Words of its clause.
    helpers
        Words before its verb; the "would" of what somebody said is a "will".
    classes, above
        Classes of the verbs that lead to its verb, and of those above its clause.
    """

    found: Finding
    sentence: Sentence
    lows: list[str]
    helpers: frozenset[str]
    classes: frozenset[str]
    above: frozenset[str]
    negated: bool

    @property
    def act(self) -> Act | None:
        return self.found.act

    @property
    def chain(self) -> list[Act]:
        return self.act.chain if self.act else []

    @property
    def rules_out(self) -> bool:
        return "refuse" in self.classes or {"ruled", "out"} <= set(self.lows)

    @property
    def is_participle(self) -> bool:
        return self.act is not None and "ing" in self.act.verb.forms


def held(found: Finding, sentence: Sentence, *, to_come: bool, long_ago: bool) -> tuple[str, str]:
    """
    Kind and modality of a finding.

    Parameters
    ----------
    found
        What a rule found.
    sentence
        Where.
    to_come
        Whether its date is after the day of publication.
    long_ago
        Whether its date is more than two years before.

    Returns
    -------
    kind
        As found, or another of its family: who refuses to host does not host.
    modality
        One of ``candidate.MODALITIES``.
    """
    view = _view(found, sentence)
    kind = found.kind
    if "fear" in view.classes | view.above or _FEARS & set(view.lows[:4]):
        return kind, "feared"
    if kind == "hosting_agreed" and {"could", "cannot", "can"} & view.helpers and "say" in view.above:
        return ("hosting_refused", "done") if view.negated else (kind, "intended")
    if _is_hypothetical(view):
        return kind, "hypothetical" if not long_ago else "historical"
    if "deny" in view.above | view.classes or "denied" in view.lows:
        return kind, "denied"
    if kind in _HOSTING:
        if long_ago and kind != "hosting_requested":
            return kind, "historical"
        return _hosting(view)
    if view.rules_out:
        return kind, "refused"
    if view.negated:
        return kind, "refused" if "will" in view.helpers else "denied"
    if long_ago or _PAST_MARKS & set(view.lows):
        return kind, "historical"
    if view.classes & {"ask", "call"} or "ask" in view.above or {"should", "must"} & view.helpers:
        return kind, "requested"
    return kind, _in_time(view, to_come=to_come)


def _view(found: Finding, sentence: Sentence) -> _Held:
    act, clause = found.act, found.clause
    above = _above(clause)
    helpers = frozenset(act.helpers if act else ())
    conditional = any(sentence.low(n) in _IF for n in range(len(sentence.words)))
    if "would" in helpers and "say" in above and not conditional:
        helpers = helpers - {"would"} | {"will"}
    return _Held(
        found,
        sentence,
        lows=[sentence.low(n) for n in range(clause.first, clause.last)],
        helpers=helpers,
        classes=frozenset().union(*(each.verb.classes for each in _leading(found, sentence))),
        above=above,
        negated=_is_negated(found, sentence),
    )


def _leading(found: Finding, sentence: Sentence) -> list[Act]:
    """The verbs that lead to a verb, or to a noun: "is weighing the closure of"."""
    if found.act is not None:
        return found.act.chain
    at = found.fired[0][1]
    before = [each for each in found.clause.acts if at - _NEAR <= each.at < at and not each.passive]
    between = range(before[-1].at + 1, at) if before else range(0)
    direct = all(n in sentence.mention_at or sentence.low(n) in _DESCRIBING for n in between)
    return [*before[-1].chain, before[-1]] if before and direct else []


def _above(clause: Clause) -> frozenset[str]:
    """Classes of the verbs above a clause."""
    found: frozenset[str] = frozenset()
    act, depth = clause.above, 0
    while act is not None and depth < _DEEPEST:
        found |= act.verb.classes
        act, depth = act.clause.above, depth + 1
    return found


def _is_negated(found: Finding, sentence: Sentence) -> bool:
    """Whether the verb, one that leads to it or its object is negated: "took in no refugees"."""
    act = found.act
    if act is None:
        return False
    if (act.negated and "negation_used" not in found.notes) or any(each.negated for each in act.chain):
        return True
    following = range(act.at + 1, min(found.clause.last, act.at + 3))
    return any(sentence.low(n) in ("no", "none", "nobody") for n in following)


def _is_hypothetical(view: _Held) -> bool:
    return bool(
        view.found.clause.opener in _IF
        or any(each.opener in ("if", "unless") for each in view.sentence.clauses)
        or {"if", "unless"} & set(view.lows)
        or view.lows[:1] == ["should"]
        or _MAYBE & view.helpers - ({"may"} if view.found.rule == "only some may cross" else set())
    )


def _hosting(view: _Held) -> tuple[str, str]:
    """Who agrees to take people in, who refuses and who is asked to."""
    found, act = view.found, view.act
    if found.kind == "hosting_requested":
        return found.kind, "requested"
    if found.kind == "hosting_refused":
        return found.kind, "done"
    by_noun = _hosting_by_noun(view)
    if by_noun is not None:
        return by_noun
    helpers = view.helpers
    if view.rules_out or view.negated:
        return ("hosting_refused", "done") if "did" not in helpers else ("hosting_agreed", "denied")
    asked = view.classes & {"ask", "call"} or "ask" in view.above or {"should", "must"} & helpers
    if asked or {"request", "asked"} & set(view.lows):
        return "hosting_requested", "requested"
    if view.classes & _PLANNED or {"ready", "willing", "prepared"} & set(view.lows):
        return found.kind, "intended"
    if view.classes & {"agree", "decide", "offer"} or {"will", "'ll"} & helpers or act is None:
        return found.kind, "announced"
    if view.is_participle and {"is", "are"} & helpers:
        return found.kind, "ongoing"
    return found.kind, "done"


def _hosting_by_noun(view: _Held) -> tuple[str, str] | None:
    """What the noun of "refusal to host" or "a request to take in" says."""
    if view.found.rule == "noun home":
        return "hosting_agreed", "ongoing"
    noun, before = _governing_noun(view)
    if noun in ("plan", "plans", "intention") and before == "no":
        return "hosting_refused", "done"
    if noun in ("refusal", "unwillingness", "reluctance") or _turned_down(view.found):
        return "hosting_refused", "done"
    if noun in ("request", "requests", "call", "calls", "appeal", "plea", "demand") and _granted(view.found):
        return "hosting_agreed", "announced"
    if noun in ("request", "requests", "call", "calls", "appeal", "plea", "demand", "pressure"):
        return "hosting_requested", "requested"
    if noun in ("offer", "pledge", "promise", "agreement", "decision", "deal"):
        return "hosting_agreed", "announced"
    return None


def _governing_noun(view: _Held) -> tuple[str, str]:
    """The noun of "no plans to host", and the word before it."""
    act = view.act
    if act is None or "to" not in act.helpers:
        return "", ""
    sentence, at = view.sentence, act.at - len(act.helpers) - 1
    if (mention := sentence.mention_at.get(at)) is not None and sentence.preposition(mention) in (
        "by",
        "from",
        "of",
    ):
        at = next(n for n in range(mention.first - 1, -1, -1) if sentence.low(n) in ("by", "from", "of")) - 1
    return sentence.low(at), sentence.low(at - 1)


def _granted(found: Finding) -> bool:
    """Whether a request is agreed to: "accepted a request to host"."""
    before = [each for each in found.clause.acts if found.act is not None and each.at < found.act.at]
    return any("agree" in each.verb.classes or each.verb.lemma in ("accept", "grant") for each in before)


def _turned_down(found: Finding) -> bool:
    """Whether it is refused first: "turned down a request to host"."""
    act = found.act
    if act is None:
        return False
    return any(
        "refuse" in each.verb.classes or each.verb.lemma == "turn"
        for each in (*act.chain, *found.clause.acts)
        if each.at < act.at
    )


def _in_time(view: _Held, *, to_come: bool) -> str:
    """Of what is neither denied nor doubted, whether it was, is or will be."""
    if _is_intended(view):
        return "intended"
    if _is_announced(view):
        return "announced"
    if _is_ongoing(view):
        return "ongoing"
    if to_come:
        return "announced"
    if "to" in view.helpers and "try" in view.classes:
        return "ongoing"
    if MODALS & view.helpers - {"can", "must"} and view.found.rule != "only some may cross":
        return "announced"
    return "done"


def _is_intended(view: _Held) -> bool:
    act = view.act
    prepares = act is not None and ("expect" in act.verb.classes or act.verb.lemma == "prepare")
    put_off = view.act is None and bool({"postponed", "delayed", "shelved", "off"} & set(view.lows))
    return bool(
        view.classes & (_PLANNED | {"expect"})
        or put_off
        or {"ready", "willing"} & view.helpers
        or "plan" in view.above
        or {"plans", "plan", "planned"} & set(view.lows[:6])
        or prepares
    )


def _is_announced(view: _Held) -> bool:
    return bool(
        view.classes & {"agree", "decide"}
        or {"will", "'ll", "shall"} & view.helpers
        or ("to" in view.helpers and {"is", "are", "set", "due", "was"} & view.helpers)
        or any(each.verb.lemma == "announce" for each in view.chain)
    )


def _is_ongoing(view: _Held) -> bool:
    found, helpers = view.found, view.helpers
    if found.kind == "people_waiting" or "waits" in found.notes or "being" in helpers:
        return True
    if "continue" in view.classes or any(_goes_on(each, view) for each in view.chain):
        return True
    near = found.fired[0][1] if found.fired else 0
    if _ONGOING_WORDS & {view.sentence.low(n) for n in range(near - 5, near)}:
        return True
    is_now = {"is", "are", "been", "be", "'s", "'re"} & helpers or (not helpers and not view.chain)
    return view.is_participle and bool(is_now)


def _goes_on(before: Act, view: _Held) -> bool:
    """Whether a verb says that the next one begins or goes on."""
    lemma = before.verb.lemma
    return lemma in ("begin", "start", "resume") or (lemma == "keep" and view.is_participle)
