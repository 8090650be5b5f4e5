"""What earlier sentences of a report leave behind: who was spoken of, and who spoke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from steppe.sources.news.around import Finding
from steppe.sources.news.clauses import Clause, Sentence
from steppe.sources.news.mentions import Mention
from steppe.sources.news.moments import Moment
from steppe.sources.news.rules_echo import ECHO, REFUSAL
from steppe.sources.news.voices import voice_name

_ACTORS = ("country", "region", "armed", "organisation")
_COUNTRIES_KEPT = 6
_PARAGRAPHS_KEPT = 100
_FEWEST_WORDS = 6
_NEARLY_ALL = 0.95


@dataclass(slots=True)
class Memory:
    """
    What earlier sentences leave behind.

    Parameters
    ----------
    actor, country, group, leader, place
        The last of each that was spoken of.
    speaker
        Who spoke last.
    last
        The last finding.
    speech, speech_of
        When a leader last spoke, and who.
    countries
        The last few countries, the latest at the end.
    seen
        Words of each paragraph read.
    """

    actor: Mention | None = None
    country: Mention | None = None
    group: Mention | None = None
    leader: Mention | None = None
    place: Mention | None = None
    speaker: str = ""
    last: Finding | None = None
    speech: Moment | None = None
    speech_of: Mention | None = None
    countries: list[Mention] = field(default_factory=list)
    seen: list[set[str]] = field(default_factory=list)

    def answers(self, found: Finding) -> bool:
        """Fill in what points back to the last finding; whether there is such a one."""
        last = self.last
        if found.kind not in (ECHO, REFUSAL):
            self.last = found
            return True
        if last is None or (found.kind == REFUSAL and last.kind != "hosting_requested"):
            return False
        found.group = last.group
        if found.kind == REFUSAL:
            found.kind = "hosting_refused"
            return True
        found.kind, found.targets = last.kind, list(last.targets)
        return True

    def has_seen(self, words: set[str]) -> bool:
        """Whether nearly all words of a paragraph stood in an earlier one; keeps them if not too few."""
        if len(words) < _FEWEST_WORDS:
            return False
        enough = _NEARLY_ALL * len(words)
        kept = self.seen[-_PARAGRAPHS_KEPT:]
        seen = any(len(other) >= enough and len(words & other) >= enough for other in kept)
        self.seen.append(words)
        return seen

    def skim(self, found: Sequence[Mention]) -> None:
        """Of sentences that no rule looks at, keep the country that is their subject."""
        for each in found[:2]:
            if each.kind == "country" and each.detail != "adjective":
                self.actor = self.country = each
                self._keep_country(each)
                return

    def open(self, sentence: Sentence) -> None:
        """Keep what a sentence already knows while it is read: its countries and its people."""
        for each in sentence.mentions:
            if each.kind == "country":
                self._keep_country(each)
                self.country = self.country or each
            if each.kind == "group" and each.codes:
                self.group = each

    def close(self, sentence: Sentence) -> None:
        """Keep what a sentence leaves to the next ones."""
        for clause in sentence.clauses:
            self._keep_subject(clause)
            speaks = any("say" in act.verb.classes for act in clause.acts)
            self._keep_speaker(clause.subject, sentence, speaks=speaks)
        for each in sentence.mentions:
            if each.kind == "country" and each.detail == "leader":
                self.leader = each
            if each.kind == "place":
                self.place = each

    def _keep_speaker(self, who: Mention | None, sentence: Sentence, *, speaks: bool) -> None:
        """A leader who is the subject, and whoever says something, though no state before a person."""
        if who is None:
            return
        is_person = who.kind in ("person", "authority") or who.detail == "leader"
        if who.detail == "leader" or (speaks and (is_person or not self.speaker)):
            self.speaker = voice_name(who, sentence) or self.speaker

    def is_of_speech(self, clause: Clause, sentence: Sentence) -> bool:
        """Whether a clause is quoted from the last speech, or tells what that leader says of something."""
        leaders = [each for each in sentence.mentions if each.kind == "country" and each.detail == "leader"]
        same = self.speech_of is not None and any(each.codes == self.speech_of.codes for each in leaders)
        nobody_else = not any(each.kind == "person" for each in sentence.mentions)
        return same or (clause.quoted and not leaders and nobody_else)

    def _keep_subject(self, clause: Clause) -> None:
        who = clause.subject
        if who is None or who.kind not in _ACTORS:
            return
        self.actor = who
        if who.kind == "country":
            self.country = who

    def _keep_country(self, country: Mention) -> None:
        self.countries = [*self.countries[1 - _COUNTRIES_KEPT :], country]
