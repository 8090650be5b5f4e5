"""
A report is read into candidates: what it says that matters to a world, each with its passage.

Rules over words, no model weights, no network; the same text always gives the same candidates.
"""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from steppe.sources.news import lexicon as lexicons
from steppe.sources.news.around import Around, Finding
from steppe.sources.news.candidate import Candidate, Fired, Quantity
from steppe.sources.news.clauses import Sentence
from steppe.sources.news.holding import held
from steppe.sources.news.lexicon import Lexicon
from steppe.sources.news.memory import Memory
from steppe.sources.news.mentions import Mention, mentions
from steppe.sources.news.moments import Moment, moments
from steppe.sources.news.pointing import Plans
from steppe.sources.news.repeats import linked
from steppe.sources.news.rules import findings
from steppe.sources.news.rules_nouns import NOUN_KINDS
from steppe.sources.news.shutting_out import shut_out
from steppe.sources.news.voices import voices
from steppe.sources.news.whom import Party, Whom, asking_act, group_words
from steppe.sources.news.words import Span, Word, paragraphs, quotations, sentences, words

_BYLINE = re.compile(
    r"(?:(?:[Bb]y|BY)\s+[A-Z][^\n.\d]{2,80}(?:$|\n)|(?i:reporting by|editing by|writing by|additional reporting|image\s*:|photo|caption\s*:"
    r"|credit\s*:|file photo|read more|related|advertisement|copyright|©|share this|follow us|subscribe|\*|—+$))"
)
_DATELINE = re.compile(r"[A-Z][A-Z'’./ -]{2,40}(?:,[^-–—]{1,40})?(?:\([^)]*\))?\s*(?:\([^)]*\))?\s*[-–—]+\s+")
_MATTERS: dict[int, re.Pattern[str]] = {}
_HOST_KINDS = ("hosting_agreed", "hosting_refused")
_NOT_YET = ("announced", "intended")
_COMPARED = 3000
_SKIMMED = 160


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a finding says, the same for each of its targets."""

    found: Finding
    passage: Span
    span: Span
    when: Moment | None
    modality: str
    said: tuple[str, ...]
    in_quotes: bool
    actor: Party
    reasons: list[str]
    fired: tuple[Fired, ...]


def read_text(
    text: str,
    published: date,
    *,
    places: Sequence[str] = (),
    document: str = "",
    language: str = "en",
) -> list[Candidate]:
    """
    Candidates of a text, in the order in which it tells them.

    Parameters
    ----------
    text
        Plain text; offsets of candidates are Unicode code points of it.
    published
        Day of publication, from which "on Sunday" and "last week" are reckoned.
    places
        Names of places that are known, such as those of a scenario.
    document
        Hash or name of the document; part of the ids of candidates.
    language
        A folder of the lexicon.

    Returns
    -------
    candidates
        What repeats an earlier one has its id in ``duplicate_of``.
    """
    known = lexicons.lexicon(language)
    reader = _Reader(text, published, known, frozenset(places), document)
    found = list(reader.read())
    return linked(reader.plans.recast(found))


class _Reader:
    """Goes through a text once."""

    def __init__(
        self, text: str, published: date, known: Lexicon, places: frozenset[str], document: str
    ) -> None:
        self.text = text
        self.published = published
        self.known = known
        self.places = places
        self.document = document
        self.memory = Memory()
        self.plans = Plans()
        self.matters = _matters(known)

    def read(self) -> Iterator[Candidate]:
        """Paragraph by paragraph, those that are not news left out."""
        for paragraph in paragraphs(self.text):
            if _BYLINE.match(self.text, paragraph.start) or self._repeated(paragraph):
                continue
            start = paragraph.start
            dateline = _DATELINE.match(self.text, paragraph.start)
            if dateline and dateline.end() < paragraph.end:
                self._skim(Span(start, dateline.end()))
                start = dateline.end()
            quoted = quotations(self.text, paragraph)
            for sentence in sentences(self.text, Span(start, paragraph.end)):
                yield from self._sentence(sentence, quoted)

    def _repeated(self, paragraph: Span) -> bool:
        """Whether nearly all of it has been read before."""
        end = min(paragraph.end, paragraph.start + _COMPARED)
        found = re.findall(r"\w+", self.text[paragraph.start : end])
        return self.memory.has_seen({each.lower() for each in found})

    def _sentence(self, span: Span, quoted: list[Span]) -> Iterator[Candidate]:
        if not self.matters.search(self.text, span.start, span.end):
            self._skim(span)
            self.plans.skip()
            return
        found_words = words(self.text, span)
        found = mentions(self.text, found_words, self.known, self.places)
        inside = quoted[
            bisect(quoted, span.start, key=_ending) : bisect_left(quoted, span.end, key=_beginning)
        ]
        sentence = Sentence(found_words, found, self.known, [(each.start, each.end) for each in inside])
        self.memory.open(sentence)
        claims = [one for each in findings(sentence) for one in self._candidates(each, sentence, span)]
        yield from claims
        self.memory.close(sentence)
        self.plans.follow(claims, sentence)
        self._keep_speech(found, span)

    def _keep_speech(self, found: list[Mention], span: Span) -> None:
        """When a leader spoke, for what is quoted of the speech in later sentences."""
        leader = next((each for each in found if each.kind == "country" and each.detail == "leader"), None)
        said = self._moments(span.start, span.end, False) if leader is not None else []
        if leader is not None and said:
            self.memory.speech, self.memory.speech_of = said[0], leader

    def _skim(self, span: Span) -> None:
        """Keep the names at the beginning of what no rule looks at."""
        beginning = words(self.text, Span(span.start, min(span.end, span.start + _SKIMMED)))
        found = mentions(self.text, beginning, self.known, self.places)
        self.memory.skim(found)
        self._keep_speech(found, span)

    def _candidates(self, found: Finding, sentence: Sentence, span: Span) -> Iterator[Candidate]:
        """One candidate, or one for each target where a verb has several."""
        if self._is_rhetoric(found, span) or not self.memory.answers(found):
            return
        passage = _passage(found, sentence, span)
        when = self._when(found, sentence, passage, span)
        to_come = when is not None and when.first > self.published
        long_ago = when is not None and when.is_long_ago
        found.kind, modality = held(found, sentence, to_come=to_come, long_ago=long_ago)
        if when and not to_come and modality in _NOT_YET and _may_be_ahead(found, sentence, passage, when):
            when = self._when(found, sentence, passage, span, ahead=True) or when
        said, in_quotes = voices(found, sentence, self.memory.speaker)
        if found.kind == "hosting_requested":
            _let_asker_act(found, sentence)
        whom = Whom(found, sentence, self.memory, self.known)
        actor = whom.actor()
        if refuses := shut_out(found, actor.codes, self.known):
            whom.reasons.append(refuses)
        targets = whom.targets(actor)
        fired = tuple(_fired(role, sentence.words[at]) for role, at in found.fired)
        claim = _Claim(found, passage, span, when, modality, said, in_quotes, actor, whom.reasons, fired)
        for target in targets:
            made = self._made(claim, target)
            self.plans.keep(found, made)
            yield made

    def _is_rhetoric(self, found: Finding, span: Span) -> bool:
        """Questions, and counts of fighters."""
        fighters = found.counted is not None and found.counted.detail == "militant"
        return fighters or self.text[span.end - 1] == "?"

    def _when(
        self, found: Finding, sentence: Sentence, passage: Span, span: Span, *, ahead: bool = False
    ) -> Moment | None:
        """The expression of time of the clause, else the nearest one of its sentence, else that of the speech."""
        ahead = ahead or _looks_ahead(found)
        own = self._moments(passage.start, passage.end, ahead)
        if not own and passage != span and not _is_of_now(found, sentence):
            later = ahead and not _says_after(found, sentence)
            own = (
                self._moments(span.start, passage.start, ahead)[-1:]
                or self._moments(passage.end, span.end, later)[:1]
            )
        if not own and self.memory.speech is not None and self.memory.is_of_speech(found.clause, sentence):
            return self.memory.speech
        return next((each for each in own if not each.is_long_ago), own[0] if own else None)

    def _moments(self, start: int, end: int, ahead: bool) -> list[Moment]:
        return moments(self.text, start, end, self.published, ahead=ahead)

    def _made(self, claim: _Claim, target: Party) -> Candidate:
        found, passage, when = claim.found, claim.passage, claim.when
        quantity, counted = _quantity(found)
        reasons = claim.reasons
        if when is None:
            reasons = [*reasons, "no time is said: the day of publication stands"]
        return Candidate(
            kind=found.kind,
            actor=claim.actor.name,
            target=target.name,
            actor_codes=claim.actor.codes,
            target_codes=target.codes,
            group=group_words(found.group),
            quantity=quantity,
            quantity_text=counted,
            date_from=when.first if when else self.published,
            date_to=when.last if when else self.published,
            date_text=when.text if when else "",
            modality=claim.modality,
            attribution=claim.said,
            start=passage.start,
            end=passage.end,
            passage=self.text[passage.start : passage.end],
            sentence_start=claim.span.start,
            sentence_end=claim.span.end,
            confidence=_confidence(reasons, claim.modality, claim.in_quotes),
            reasons=tuple(reasons),
            rule=found.rule,
            fired=claim.fired,
            document=self.document,
        )


def _beginning(quotation: Span) -> int:
    return quotation.start


def _ending(quotation: Span) -> int:
    return quotation.end


def _passage(found: Finding, sentence: Sentence, span: Span) -> Span:
    """The clause, from its subject to its last word, marks at its ends left out."""
    first, last, tokens = found.clause.first, found.clause.last, sentence.words
    while first < last and not tokens[first].text[0].isalnum():
        first += 1
    while last > first and not (tokens[last - 1].text[-1].isalnum() or tokens[last - 1].text[-1] == "%"):
        last -= 1
    return Span(tokens[first].start, tokens[last - 1].end) if last > first else span


def _is_of_now(found: Finding, sentence: Sentence) -> bool:
    """Whether it is under way whatever the time of the rest: "now pouring out", "the ongoing evacuation"."""
    if found.act is not None:
        return found.clause.opener == "reduced"
    at = found.fired[0][1] if found.fired else 0
    return sentence.low(at - 1) in ("ongoing", "continuing")


def _looks_ahead(found: Finding) -> bool:
    """Whether the verb is of what is to come: "will open", "is due to open"."""
    helpers = set(found.act.helpers) if found.act else set()
    return bool({"will", "'ll"} & helpers or ("to" in helpers and {"is", "are", "set", "due"} & helpers))


def _says_after(found: Finding, sentence: Sentence) -> bool:
    """Whether the next clause tells who said it, and so when it was said."""
    later = (each for each in sentence.clauses if each.first >= found.clause.last and each.acts)
    after = next((each for each in later if each.opener not in ("who", "which", "that")), None)
    return after is not None and "say" in after.acts[0].verb.classes


def _may_be_ahead(found: Finding, sentence: Sentence, passage: Span, when: Moment) -> bool:
    """Whether the time of a plan, said after its verb, is the time for which it is planned."""
    act = found.act
    if act is None or found.kind in _HOST_KINDS or when.lead == "since":
        return False
    if any(each.verb.lemma in ("agree", "decide") for each in act.chain):
        return False
    return max(passage.start, sentence.words[act.at].start + 1) <= when.start and when.end <= passage.end


def _let_asker_act(found: Finding, sentence: Sentence) -> None:
    """Of a request, who asks is the actor."""
    asking = asking_act(found)
    if asking is None:
        _let_presser_act(found, sentence)
        return
    asker = Around(sentence, asking).agent()
    found.actors, found.pronoun = [asker] if asker else [], asking.pronoun


def _let_presser_act(found: Finding, sentence: Sentence) -> None:
    """Of "is under pressure from X to host", X acts and the subject is asked."""
    act = found.act
    presser = (
        sentence.mention_at.get(act.at - len(act.helpers) - 1) if act is not None and act.helpers else None
    )
    if act is None or presser is None or act.subject is None or presser is act.subject or act.passive:
        return
    if sentence.preposition(presser) in ("from", "by") and "to" in act.helpers:
        if presser.kind == "place" and presser.codes:
            presser = replace(presser, kind="country", name=sentence.known.country_names[presser.codes[0]])
        found.actors, found.targets, found.pronoun = [presser], [act.subject], ""
        found.notes |= {"put"}


def _fired(role: str, word: Word) -> Fired:
    return Fired(role, word.start, word.end, word.text)


def _quantity(found: Finding) -> tuple[Quantity | None, str]:
    """How many, and the words that say so."""
    for each in (found.counted, found.group):
        if each is not None and each.quantity is not None:
            return each.quantity, each.quantity_text
    return None, ""


def _confidence(reasons: list[str], modality: str, in_quotes: bool) -> float:
    """Less for each guess, for what only might be and for what stands in quotation marks."""
    untimed = sum(each.startswith("no time") for each in reasons)
    least = 0.95 - 0.12 * (len(reasons) - untimed) - 0.05 * (untimed > 0)
    doubted = 0.1 if modality in ("hypothetical", "feared") else 0
    return round(max(0.2, least - doubted - (0.03 if in_quotes else 0)), 2)


def _matters(known: Lexicon) -> re.Pattern[str]:
    """Words of which a sentence has at least one if any rule can fire."""
    key = id(known)
    if key not in _MATTERS:
        stems = sorted(
            {
                form[:5] if len(form) > 5 else form
                for form, verb in known.verbs.items()
                if verb.classes - {"say", "cite"}
            }
        )
        nouns = "|".join(sorted(NOUN_KINDS)) + "|visa|camp|plea|said no"
        _MATTERS[key] = re.compile(rf"\b(?:{'|'.join(map(re.escape, stems))}|{nouns})", re.IGNORECASE)
    return _MATTERS[key]
