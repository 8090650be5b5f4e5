"""Who does what a finding says, and to whom or where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from steppe.sources.news.around import Finding
from steppe.sources.news.clauses import Act, Sentence
from steppe.sources.news.lexicon import Lexicon
from steppe.sources.news.memory import Memory
from steppe.sources.news.mentions import Mention

_STANDS_FOR_SOMEBODY = ("it", "we", "its", "the country", "he", "she", "they", "who", "which")
_STANDS_FOR_PERSONS = ("they", "who", "which", "he", "she")
_HOST_KINDS = ("hosting_agreed", "hosting_refused")
_OF_ACTOR = ("camp_opened", "camp_closed", "conflict_driver")
_OF_A_NATION = (
    "visa_programme",
    "deportation",
    "return",
    "border_closed",
    "border_restricted",
    "border_opened",
)
_FROM_A_NATION = ("people_displaced", "outflow", "evacuation")
_STATES = frozenset({"country", "region"})


@dataclass(frozen=True, slots=True)
class Party:
    """Name of who does something or to whom it is done, and codes where it is a country or a region."""

    name: str = ""
    codes: tuple[str, ...] = ()


@dataclass(slots=True)
class Whom:
    """
    Looks up who does what a finding says, and to whom.

    Parameters
    ----------
    found, sentence
        What a rule found, and where.
    memory
        What earlier sentences left behind.
    known
        The words a reader knows.
    reasons
        What had to be guessed; grows as it is asked.
    """

    found: Finding
    sentence: Sentence
    memory: Memory
    known: Lexicon
    reasons: list[str] = field(default_factory=list)

    def actor(self) -> Party:
        """Who does it; pronouns and bare authorities are looked up."""
        who = self._doer() or self._behind_pronoun()
        if self.found.kind == "conflict_driver":
            who = self._of_state(who)
        who = who or self._country_that_speaks() or self._country_spoken_of()
        if who is None:
            self.reasons.append("who does it is not said")
            return Party()
        joined = self._joined(who)
        codes = (code for each in joined for code in each.codes if each.kind != "group")
        return Party(
            "; ".join(dict.fromkeys(mention_name(each) for each in joined)), tuple(dict.fromkeys(codes))
        )

    def targets(self, actor: Party) -> list[Party]:
        """
        Whom or what it is about, one for each candidate.

        Parameters
        ----------
        actor
            Who does it.
        """
        found = self.found
        named = [each for each in found.targets if mention_name(each) != actor.name]
        if found.kind in _HOST_KINDS:
            return _parties(each for each in named if each.kind in ("place", "country"))[:1] or [actor]
        if found.kind == "hosting_requested":
            return self._asked(actor)
        if named:
            return _parties(self._such_as(named))
        if found.kind in _OF_ACTOR or found.targets_actor:
            return [actor]
        guessed = self._guessed_target(actor)
        if guessed is None:
            self.reasons.append("to whom or where is not said")
        return [guessed or Party()]

    def _doer(self) -> Mention | None:
        """Whom the rule found, of a bare number or authority whose it is."""
        who = self.found.actors[0] if self.found.actors else None
        if who is not None and who.kind == "number" and not who.name:
            who = self.memory.group
        if who is not None and who.kind == "authority":
            who = self._country_of(who) or who
        return who

    def _behind_pronoun(self) -> Mention | None:
        if self.found.pronoun not in _STANDS_FOR_SOMEBODY:
            return None
        who = self._referred()
        if who is not None:
            self.reasons.append(f"'{self.found.pronoun}' is taken to be {who.name or who.words}")
        return who

    def _referred(self) -> Mention | None:
        """Whom a pronoun stands for."""
        pronoun, kind = self.found.pronoun, self.found.kind
        if pronoun == "we":
            return self._speaking_country() or self.memory.leader or self.memory.actor
        if pronoun in _STANDS_FOR_PERSONS:
            before = self._last_before(("group", "country", "armed"))
            if before is not None:
                return before
            if kind.startswith(("people", "outflow", "return")):
                return self.memory.group
        return self._last_subject() or self.memory.actor

    def _speaking_country(self) -> Mention | None:
        """The country whose leader or ministry is named after the clause."""
        return next(
            (
                each
                for each in self.sentence.mentions
                if each.kind == "country"
                and each.detail in ("leader", "ministry", "government")
                and each.first >= self.found.clause.last
            ),
            None,
        )

    def _last_before(self, kinds: tuple[str, ...]) -> Mention | None:
        first = self.found.clause.first
        before = [each for each in self.sentence.mentions if each.last < first and each.kind in kinds]
        return before[-1] if before else None

    def _last_subject(self) -> Mention | None:
        """The subject of the last clause before this one that has one who acts."""
        subjects = [
            clause.subject
            for clause in self.sentence.clauses
            if clause.first < self.found.clause.first
            and clause.subject is not None
            and clause.subject.kind in ("country", "region", "armed")
        ]
        return subjects[-1] if subjects else None

    def _of_state(self, who: Mention | None) -> Mention | None:
        """The country in which a government falls."""
        if who is not None and who.kind == "country":
            return who
        own = next((each for each in self.sentence.mentions if each.kind == "country"), None)
        return own or self.memory.country or who

    def _country_that_speaks(self) -> Mention | None:
        """Of what was done to people, the country whose authorities tell of it."""
        above = self.found.clause.above or self._saying_after()
        told = self.found.kind.startswith(("deport", "evac", "camp", "border"))
        if above is None or above.subject is None or not told:
            return None
        speaks = above.subject
        if speaks.kind == "person":
            speaks = self.sentence.mention_at.get(speaks.first - 2, speaks)
        if speaks.kind != "country" or speaks.detail not in ("government", "ministry", "border", "leader"):
            return None
        self.reasons.append(f"who does it is not said, and taken to be {speaks.name}, which tells of it")
        return speaks

    def _saying_after(self) -> Act | None:
        """The verb of saying right after a passive: "has been sent back, the ministry said"."""
        if self.found.act is None or not self.found.act.passive:
            return None
        after = (each for each in self.sentence.clauses if each.first >= self.found.clause.last)
        return next((act for each in after for act in each.acts[:1] if "say" in act.verb.classes), None)

    def _country_spoken_of(self) -> Mention | None:
        """Of camps, borders and visas, the country the report was about."""
        who = self.memory.country
        if who is None or not self.found.kind.startswith(("camp", "border", "visa")):
            return None
        if any(who is each for each in self.sentence.mentions) and not self._is_near(who):
            return None
        self.reasons.append(f"who does it is not said, and taken to be {who.name}")
        return who

    def _is_near(self, who: Mention) -> bool:
        """Whether a country is named in the clause, before it, or where it is told who says so."""
        clause = next(each for each in self.sentence.clauses if each.first <= who.first < each.last)
        says = any("say" in each.verb.classes for each in clause.acts)
        return clause.first <= self.found.clause.first or says

    def _country_of(self, who: Mention) -> Mention | None:
        """The country whose authority it is: the last spoken of."""
        before = [
            each
            for each in self.sentence.mentions
            if each.kind == "country" and each.last < who.first and not self.sentence.preposition(each)
        ]
        country = before[-1] if before else self.memory.country
        if country is not None:
            self.reasons.append(f"'{who.words}' is taken to be of {country.name}")
        return country

    def _joined(self, who: Mention) -> list[Mention]:
        """Several that act together: "Italy and Malta"."""
        sentence, found = self.sentence, [who]
        for each in sentence.mentions:
            if (
                each.last == who.first - 2
                and sentence.low(who.first - 1) in ("and", "nor")
                and {each.kind, who.kind} <= _STATES
            ):
                found.insert(0, each)
        for each in sentence.mentions:
            if (
                each.first == found[-1].last + 2
                and sentence.low(each.first - 1) in ("and", ",", "nor")
                and (each.kind == who.kind == "armed" or {each.kind, who.kind} <= _STATES)
            ):
                found.append(each)
        return found

    def _such_as(self, named: list[Mention]) -> list[Mention]:
        """Of "countries in the region, such as Uzbekistan" those that are named."""
        if named[0].kind != "region" or named[0].codes:
            return named
        told = [
            each
            for each in self.sentence.mentions
            if each.kind == "country"
            and self.sentence.low(each.first - 2) == "such"
            and each.first > named[0].last
        ]
        return told or named

    def _asked(self, actor: Party) -> list[Party]:
        """Of requests to host, whom they go to."""
        found, act = self.found, self.found.act
        given = _parties(found.targets)
        if (given and "put" in found.notes) or act is None:
            return given or [Party()]
        asker = asking_act(found)
        if asker is None:
            return given or [actor]
        asked = (
            each
            for each in self.sentence.mentions
            if asker.at < each.first < act.at
            and each.kind in ("country", "region", "organisation")
            and each not in found.actors
        )
        return _parties(asked) or [Party()]

    def _guessed_target(self, actor: Party) -> Party | None:
        """Whom it is about where the clause does not name it."""
        kind = self.found.kind
        nation = self._nation_of_people()
        if nation is not None and (nation.name != actor.name or not kind.startswith("border")):
            return nation
        if kind == "visa_programme":
            return actor
        if kind == "third_country_relocation":
            return Party("other countries")
        return (
            self._asker()
            or self._across(actor)
            or self._left_nation()
            or self._there()
            or self._named_place(actor)
            or self._place_before()
        )

    def _nation_of_people(self) -> Party | None:
        """Of visas, borders and ways home, the country whose people it is about."""
        people = self.found.group or self.memory.group
        if self.found.kind not in _OF_A_NATION or people is None or people.kind != "group":
            return None
        return self._nation(people.codes)

    def _asker(self) -> Party | None:
        """The state that demands that people be handed over to it."""
        above = self.found.clause.above
        if self.found.kind != "deportation" or above is None or above.subject is None:
            return None
        asks = "ask" in above.verb.classes and above.subject.kind == "country"
        return _party(above.subject) if asks else None

    def _across(self, actor: Party) -> Party | None:
        """The other country of a border."""
        if not self.found.kind.startswith("border"):
            return None
        other = next((each for each in reversed(self.memory.countries) if each.name != actor.name), None)
        if other is None:
            return None
        self.reasons.append(f"with whom is not said, and taken to be {other.name}")
        return Party(other.name, other.codes)

    def _left_nation(self) -> Party | None:
        """The country whose people flee or are brought out."""
        kind, group = self.found.kind, self.found.group
        if kind not in _FROM_A_NATION:
            return None
        if kind == "evacuation" and (group is None or not group.codes):
            group = self.memory.group
        return self._nation(group.codes if group else ())

    def _nation(self, codes: tuple[str, ...]) -> Party | None:
        return Party(self.known.country_names[codes[0]], codes) if codes else None

    def _there(self) -> Party | None:
        """The place last spoken of, where a clause says "there"."""
        clause, place = self.found.clause, self.memory.place
        if place is None or not self.found.kind.startswith("people"):
            return None
        lows = {self.sentence.low(n) for n in range(clause.first, clause.last)}
        return _party(place) if "there" in lows else None

    def _place_before(self) -> Party | None:
        """Of people who fled from nobody says where, the place last spoken of."""
        place = self.memory.place
        if place is None or self.found.kind not in ("people_displaced", "outflow"):
            return None
        self.reasons.append(f"from where is not said, and taken to be {place.name}")
        return _party(place)

    def _named_place(self, actor: Party) -> Party | None:
        """The last place or country of the sentence."""
        if not self.found.kind.startswith(("people", "evacuation", "fighting", "border")):
            return None
        places = [
            each
            for each in self.sentence.mentions
            if each.kind in ("place", "country")
            and mention_name(each) != actor.name
            and each.detail != "adjective"
        ]
        sites = [each for each in places if each.kind == "place" and self.found.kind == "people_waiting"]
        return _party((sites or places)[-1]) if places else None


def asking_act(found: Finding) -> Act | None:
    """The verb of asking above the verb of a finding: "urged" in "urged Italy to take in"."""
    chain = found.act.chain if found.act else ()
    return next((each for each in chain if each.verb.classes & {"ask", "call"}), None)


def group_words(group: Mention | None) -> str:
    """Words for people without their number: "Afghan refugees" of "3,000 more Afghan refugees"."""
    if group is None or group.kind != "group":
        return ""
    words = group.words
    if group.quantity_text and words.startswith(group.quantity_text):
        words = words[len(group.quantity_text) :].strip()
    return re.sub(r"^(?:of|the|its|their|more|other|new|additional)\s+", "", words)


def mention_name(mention: Mention) -> str:
    """What a candidate calls a mention: its canonical name, else its words."""
    if mention.kind == "group":
        return group_words(mention) or mention.words
    return mention.name or mention.words


def _party(mention: Mention) -> Party:
    return Party(mention_name(mention), mention.codes)


def _parties(mentions: Iterable[Mention]) -> list[Party]:
    return [_party(each) for each in mentions]
