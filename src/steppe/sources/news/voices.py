"""Who says so: the voices to which a report ascribes a claim."""

from __future__ import annotations

from dataclasses import replace

from steppe.sources.news.around import Finding
from steppe.sources.news.clauses import Act, Clause, Sentence
from steppe.sources.news.mentions import Mention

_PERSONS = ("he", "she", "they")
_SPEAKING = frozenset(["say", "fear", "cite"])
_OFFICES = ("leader", "ministry", "government", "border", "force", "media")
_DEEPEST = 4


def voices(found: Finding, sentence: Sentence, speaker: str) -> tuple[tuple[str, ...], bool]:
    """
    Who says so, the outermost first, and whether the words are in quotation marks.

    Parameters
    ----------
    found, sentence
        What, where.
    speaker
        Who spoke last in the text, for quotations that name nobody.
    """
    said = _governing(found.clause, sentence, speaker) or _beside(found, sentence, speaker)
    said += [each for each in _cited(sentence) if each not in said]
    if found.clause.quoted and not said and speaker:
        said = [speaker]
    return tuple(dict.fromkeys(said)), found.clause.quoted


def _governing(clause: Clause, sentence: Sentence, speaker: str) -> list[str]:
    """Voices of the verbs above a clause, the outermost first."""
    said: list[str] = []
    act, depth = clause.above, 0
    while act is not None and depth < _DEEPEST:
        name = voice_name(act.subject, sentence) or (speaker if act.pronoun in _PERSONS else "")
        if name and act.verb.classes & _SPEAKING:
            said.insert(0, name)
        act, depth = act.clause.above, depth + 1
    return said


def _beside(found: Finding, sentence: Sentence, speaker: str) -> list[str]:
    """Voices of "..., X said" and "according to X" after or before the clause."""
    names: list[str] = []
    for clause in sentence.clauses:
        if clause is found.clause:
            continue
        if _accords(clause, sentence):
            names.append(voice_name(_first_named(clause, sentence), sentence))
            continue
        act = next((each for each in clause.acts if "say" in each.verb.classes), None)
        if act is None:
            continue
        after = clause.first >= found.clause.last
        if after and clause.joined in ("and", "but", "while"):
            break
        if _tells(act, found.clause, after=after):
            names.append(_teller(act, found, sentence, speaker, after=after))
            if after:
                break
    return [each for each in names if each]


def _accords(clause: Clause, sentence: Sentence) -> bool:
    """Whether a clause is an "according to X"."""
    opening = range(clause.first, min(clause.first + 2, clause.last))
    return clause.opener == "according" or "according" in [sentence.low(n) for n in opening]


def _tells(act: Act, told: Clause, *, after: bool) -> bool:
    """Whether a verb of saying, first of its clause, can be that of another clause."""
    clause = act.clause
    if clause.acts[0] is not act:
        return False
    return after or told.quoted or (clause.last <= told.first and told.above is act)


def _teller(act: Act, found: Finding, sentence: Sentence, speaker: str, *, after: bool) -> str:
    person = _apposed(found, act, sentence) if after else None
    if act.subject is None and act.pronoun in (*_PERSONS, "it"):
        return speaker
    return voice_name(person or act.subject or _inverted(act, sentence), sentence)


def _apposed(found: Finding, act: Act, sentence: Sentence) -> Mention | None:
    """The name in ", a district official, Kamrul Hossain, said"."""
    between = [each for each in sentence.mentions if found.clause.last <= each.first and each.last < act.at]
    persons = [each for each in between if each.kind in ("person", "place") and act.at - each.last <= 3]
    return replace(persons[-1], kind="person") if persons else None


def _inverted(act: Act, sentence: Sentence) -> Mention | None:
    """The subject of "said X"."""
    return next((each for each in sentence.mentions if act.at < each.first < act.clause.last), None)


def _cited(sentence: Sentence) -> list[str]:
    """The voice of "citing X"."""
    for clause in sentence.clauses:
        if clause.opener == "citing":
            who = _first_named(clause, sentence)
            name = voice_name(who, sentence)
            return [name] if name else []
    return []


def _first_named(clause: Clause, sentence: Sentence) -> Mention | None:
    return next((each for each in sentence.mentions if clause.first <= each.first < clause.last), None)


def voice_name(who: Mention | None, sentence: Sentence) -> str:
    """
    A voice as the text has it: of titles with a name the name, of other mentions their words.

    Parameters
    ----------
    who
        Who speaks; numbers and places do not.
    sentence
        Where.
    """
    if who is None or who.kind in ("number", "place"):
        return ""
    if who.kind in ("organisation", "armed"):
        return who.words.removeprefix("the ").removeprefix("The ")
    if who.kind in ("country", "authority") and who.detail in _OFFICES:
        return _own_name(who, sentence) or who.words
    return who.words


def _own_name(who: Mention, sentence: Sentence) -> str:
    """The name of a person that ends a title: "Ana Silva" of "Prime Minister Ana Silva"."""
    first = who.last + 1
    while first > who.first and _is_of_name(first - 1, sentence):
        first -= 1
    return " ".join(sentence.words[n].text for n in range(first, who.last + 1))


def _is_of_name(at: int, sentence: Sentence) -> bool:
    """Whether a word has a capital and is neither a word of the lexicon nor the name of a country."""
    word, known = sentence.words[at], sentence.known
    if not word.text[0].isupper() or known.lower.get((word.low,)):
        return False
    phrase = known.phrases.get((word.text,))
    return not phrase or phrase.tag == "leader"
