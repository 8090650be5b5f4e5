"""
Who and where: names of countries, regions, organisations, places and groups of people in a sentence.

Words are joined to mentions from the left, the longest phrase first: an adjective of a country
with an authority ("the Hungarian government") is that country, with people ("Syrian refugees") a group.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from steppe.sources.news.candidate import Quantity
from steppe.sources.news.counts import Count, count_at, may_count, period_after
from steppe.sources.news.lexicon import Entry, Lexicon
from steppe.sources.news.word_sets import word_set
from steppe.sources.news.words import Word

_COUNTRY_TAGS = word_set("country_tags")
_SITES = word_set("sites")
_BEFORE_PLACE = word_set("before_place")
_CALENDAR = word_set("calendar")
_SITE_WORDS = word_set("site_words")
_OF_PLACES = word_set("verbs_before_places")
_AUXILIARIES = word_set("auxiliaries")
_FORCES = word_set("forces")
_NO_NAMES = word_set("no_names") | word_set("border") | word_set("camp") | word_set("weapons")
_NAMES_OF_COUNTRIES = ("country", "capital", "seat", "leader", "region")
_COUNTED_TAGS = ("group", "nation", "adjective", "country", "region_adjective")
_BEFORE_COUNTED = (
    "of", "the", "more", "other", "additional", "its", "their", "new", "his", "those", "people", "per",
)  # fmt: skip
_NO_MODIFIERS = _AUXILIARIES | {
    "will", "would", "could", "may", "might", "can", "and", "or", "to", "in", "on", "with", "of", "has", "is",
    "from", "for", "who",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """
    Somebody or something named.

    Parameters
    ----------
    kind
        ``country``, ``region``, ``organisation``, ``authority`` (whose country is not said), ``group``,
        ``place``, ``person`` or ``none``.
    name
        Canonical, or as written.
    codes
        Of countries.
    start, end
        Offsets.
    first, last
        Numbers of its first and last word; ``last`` included.
    words
        As written.
    detail
        A finer word, such as the kind of people or authority.
    quantity, quantity_text
        How many, of groups.
    of
        Where the authority or group is of a country: what stands for it in the text (capital, adjective...).
    """

    kind: str
    name: str
    codes: tuple[str, ...]
    start: int
    end: int
    first: int
    last: int
    words: str
    detail: str = ""
    quantity: Quantity | None = None
    quantity_text: str = ""
    of: str = ""


def mentions(text: str, words: list[Word], known: Lexicon, places: frozenset[str]) -> list[Mention]:
    """Mentions of a sentence, in order, none inside another."""
    return _Finder(text, words, known, places).find()


class _Finder:
    """Goes through the words of one sentence once."""

    def __init__(self, text: str, words: list[Word], known: Lexicon, places: frozenset[str]) -> None:
        self.text = text
        self.words = words
        self.known = known
        self.places = places
        self.found: list[Mention] = []

    def find(self) -> list[Mention]:
        at = 0
        while at < len(self.words):
            mention = self._number(at) or self._entry(at) or self._capitals(at)
            if mention is None:
                at += 1
                continue
            if mention.kind != "none":
                self.found.append(mention)
            at = mention.last + 1
        return self.found

    def _low(self, at: int) -> str:
        return self.words[at].low if at < len(self.words) else ""

    def _is_capital(self, at: int) -> bool:
        letter = self.words[at].text[0]
        return letter.isupper() and letter.isalpha()

    def _match(self, at: int) -> tuple[Entry, int] | None:
        """The longest phrase that begins here, and the number of its last word."""
        return self.known.longest_at(self.words, at)

    def _entry(self, at: int) -> Mention | None:
        """A phrase that the lexicon knows, joined with what follows it."""
        matched = self._match(at)
        if matched is None:
            return None
        entry, last = matched
        if entry.tag in _COUNTRY_TAGS or entry.tag in ("region", "region_adjective"):
            return self._of_country(entry, at, last)
        if entry.tag == "organisation":
            kind = "armed" if entry.kind == "armed" else "organisation"
            return self._made(kind, entry.name, (), at, self._officials(last), detail=entry.kind)
        if entry.tag == "authority":
            return self._authority(entry, at, last)
        if entry.tag == "group":
            return None if self._is_verb(at, last) else self._group(entry, at, last, ())
        return self._made("none", "", (), at, last)

    def _is_verb(self, at: int, last: int) -> bool:
        """A word for people that is a verb here, as after "is"."""
        before = self._low(at - 2) if self._low(at - 1) in ("now", "still", "already") else self._low(at - 1)
        return 0 < at == last and before in _AUXILIARIES and self._low(at) in self.known.verbs

    def _after(self, last: int) -> int:
        """The word after, or after its "'s"."""
        return last + 2 if self._low(last + 1) == "'s" else last + 1

    def _officials(self, last: int) -> int:
        """An organisation with its officials is the organisation."""
        matched = self._match(self._after(last))
        if matched and matched[0].tag == "authority":
            return self._with_name(matched[1])
        return last

    def _of_country(self, entry: Entry, at: int, last: int) -> Mention:
        """A country; with an authority after it the country acts, with people it is a group."""
        is_direction = entry.tag == "region_adjective" and not entry.codes
        if is_direction and entry.name != "Western countries" and last + 1 < len(self.words):
            return self._made("none", "", (), at, last)
        return self._with_next(entry, at, last) or self._country(entry, at, last)

    def _with_next(self, entry: Entry, at: int, last: int) -> Mention | None:
        """A country with the organisation, authority or people after it, with up to two words between."""
        after = self._after(last)
        needs_no_gap = entry.tag in _NAMES_OF_COUNTRIES and after == last + 1
        for position in range(after, after + 3):
            matched = self._match(position)
            if matched:
                return self._joined(
                    entry, at, matched, is_next=position == last + 1, is_owner=after > last + 1
                )
            if needs_no_gap or not self._is_modifier(position):
                return None
        return None

    def _joined(
        self, entry: Entry, at: int, matched: tuple[Entry, int], *, is_next: bool, is_owner: bool
    ) -> Mention | None:
        """A country with what was matched after it, where the two are one; an owner has an "'s"."""
        other, last = matched
        if other.tag == "organisation" and is_next and other.kind in ("aid", "international"):
            end = self._officials(last)
            return self._made("organisation", self._text(at, end), (), at, end, detail=other.kind)
        if other.tag == "authority" and entry.tag != "nation":
            return self._country_acts(entry, at, self._with_name(last), other)
        if other.tag != "group":
            return None
        following = self._match(last + 1)
        if following and following[0].tag == "authority" and entry.tag == "adjective":
            return self._country_acts(entry, at, self._with_name(following[1]), following[0])
        if is_owner or entry.tag in ("capital", "seat", "leader", "region"):
            return None
        return self._people_of(entry, at, other, last)

    def _people_of(self, entry: Entry, at: int, people: Entry, last: int) -> Mention:
        """People of a country; its forces are the country, its other armed people are not."""
        if people.kind != "militant":
            return self._group(people, at, last, entry.codes)
        if _FORCES.isdisjoint(people.name.lower().split()):
            return self._group(people, at, last, ())
        return self._country_acts(entry, at, last, people)

    def _country(self, entry: Entry, at: int, last: int) -> Mention:
        """A country or region by itself, or its people ("Syrians"), or its capital as a place."""
        words = self._text(at, last)
        if entry.tag == "nation" or (entry.tag == "adjective" and self._is_people(last)):
            return self._made("group", words, entry.codes, at, last, detail="nation", of=entry.name)
        if entry.tag == "leader" and at and self._low(at - 1) in ("at", "in", "near"):
            return self._made("place", words, (), at, last)
        if entry.tag == "capital" and at and self._is_after_place_word(at):
            return self._made("place", words, entry.codes, at, last, detail="capital")
        kind = "region" if entry.tag.startswith("region") else "country"
        is_adjective = entry.tag in ("adjective", "region_adjective") and self._low(last + 1)[:1].isalpha()
        detail = "adjective" if is_adjective else entry.tag
        return self._made(kind, entry.name, entry.codes, at, last, detail=detail)

    def _is_people(self, last: int) -> bool:
        """Whether an adjective stands for people, as "Syrians" and "Chinese" do."""
        return self.words[last].text.endswith(("s", "ese")) and self._low(last + 1) not in _SITES

    def _is_after_place_word(self, at: int) -> bool:
        return self._low(at - 1) in _BEFORE_PLACE or self._after_a_verb_of_place(at)

    def _is_modifier(self, at: int) -> bool:
        low = self._low(at)
        return low.isalpha() and low not in self.known.verbs and low not in _NO_MODIFIERS

    def _country_acts(self, entry: Entry, at: int, last: int, authority: Entry) -> Mention:
        kind = "region" if entry.tag.startswith("region") else "country"
        return self._made(kind, entry.name, entry.codes, at, last, detail=authority.kind, of=entry.tag)

    def _authority(self, entry: Entry, at: int, last: int) -> Mention:
        """An authority of a country that comes after it ("the government of Chad") or is not said."""
        end = self._with_name(last)
        for before, links in ((last, ("of", "in")), (end, ("of",))):
            matched = self._match(self._after_of(before)) if self._low(before + 1) in links else None
            if matched and matched[0].tag in _COUNTRY_TAGS:
                return self._country_acts(matched[0], at, matched[1], entry)
        return self._made("authority", "", (), at, end, detail=entry.kind)

    def _with_name(self, last: int) -> int:
        """Names that follow a title belong to it."""
        end = last
        while end + 1 < len(self.words) and len(self.words[end + 1].text) > 1 and self._is_name(end + 1):
            end += 1
        return end

    def _is_name(self, at: int) -> bool:
        """Capital letters that the lexicon does not know, or knows as a leader."""
        if not self._is_capital(at):
            return False
        matched = self._match(at)
        return matched is None or matched[0].tag == "leader"

    def _group(self, entry: Entry, at: int, last: int, codes: tuple[str, ...]) -> Mention:
        """People, with the origin or the name that follows them."""
        kind = "armed" if entry.kind == "militant" else "group"
        if not codes and entry.kind in ("refugee", "migrant", "displaced"):
            codes = self._origin(last)
        own_name = self._own_name(last) if kind == "armed" else None
        first, end = own_name or (at, last)
        return self._made(kind, self._text(first, end), codes, at, end, detail=entry.kind)

    def _origin(self, last: int) -> tuple[str, ...]:
        """Codes of the country in "from Chad" after people."""
        matched = self._match(last + 2) if self._low(last + 1) == "from" else None
        return matched[0].codes if matched and matched[0].tag == "country" else ()

    def _after_of(self, last: int) -> int:
        """The word after "of" or "of the"."""
        return last + 3 if self._low(last + 2) == "the" else last + 2

    def _own_name(self, last: int) -> tuple[int, int] | None:
        """First and last word of the unknown name in "fighters of the Northern Band"."""
        if self._low(last + 1) not in ("of", "from") or last + 3 >= len(self.words):
            return None
        first = end = self._after_of(last)
        if not self.words[first].text[0].isupper() or self._match(first) is not None:
            return None
        while end + 1 < len(self.words) and self.words[end + 1].text[0].isupper():
            end += 1
        return first, end

    def _capitals(self, at: int) -> Mention | None:
        """Capital letters that no list knows: a place after a preposition or before a kind of site, else a person."""
        word = self.words[at]
        if not self._is_capital(at) or len(word.text) == 1 or word.low in _CALENDAR or word.low in _NO_NAMES:
            return None
        last = at
        while last + 1 < len(self.words) and self._goes_on(last + 1):
            last += 1
        return self._place(at, last) or self._person(at, last)

    def _place(self, at: int, last: int) -> Mention | None:
        """A name that its neighbours or the list of places make a place."""
        name, following = self._text(at, last), self._low(last + 1)
        if following in _SITE_WORDS and self._low(last + 2) in _SITES:
            return self._made("place", name, (), at, last + 2, detail="site")
        if self._after_a_verb_of_place(at):
            return self._made("place", name, (), at, last)
        if name in self.places:
            return self._made("place", name, (), at, last, detail="known")
        if self._goes_on_list_of_places(at):
            return self._made("place", name, (), at, last)
        if following in _SITES:
            return self._made("place", name, (), at, last + 1, detail="site")
        if self._is_after_preposition(at):
            return self._made("place", name, (), at, last)
        return None

    def _goes_on_list_of_places(self, at: int) -> bool:
        if at < 2 or self._low(at - 1) not in ("and", ",") or not self.found:
            return False
        before = self.found[-1]
        return before.kind == "place" and before.last == at - 2

    def _is_after_preposition(self, at: int) -> bool:
        back = at - 2 if at > 1 and self._low(at - 1) == "the" else at - 1
        return back >= 0 and self._low(back) in _BEFORE_PLACE

    def _person(self, at: int, last: int) -> Mention | None:
        """A person; the first word of a sentence is one only where a verb follows."""
        following = self._low(last + 1)
        verb = self.known.verbs.get(following)
        has_verb = following in _AUXILIARIES or (verb is not None and "past" in verb.forms)
        if last == 0 and not has_verb:
            return None
        return self._made("person", self._text(at, last), (), at, last)

    def _after_a_verb_of_place(self, at: int) -> bool:
        back = at - 2 if at > 1 and self._low(at - 1) in ("the", "both") else at - 1
        verb = self.known.verbs.get(self._low(back)) if back >= 0 else None
        return verb is not None and bool(verb.classes & _OF_PLACES)

    def _goes_on(self, at: int) -> bool:
        """Whether a word belongs to the name before it."""
        if self._is_capital(at):
            return self._is_name(at) or self._low(at - 1) in ("port", "fort", "mount", "lake")
        is_particle = self.words[at].low in ("al", "el", "de", "bin", "ul", "-")
        return is_particle and at + 1 < len(self.words) and self.words[at + 1].text[0].isupper()

    def _number(self, at: int) -> Mention | None:
        """A number with the people it counts, or by itself."""
        count = count_at(self.text, self.words, at) if may_count(self._low(at)) else None
        if count is None:
            return None
        first = at
        while first > 0 and self.words[first - 1].start >= count.start:
            first -= 1
        return self._counted(first, count) or self._bare_number(first, count)

    def _counted(self, first: int, count: Count) -> Mention | None:
        """People after a number ("of its citizens", "Syrian refugees", "others"), if there are any."""
        people = self._people_after(count.last)
        if people is None or people.kind != "group":
            return None
        unit = "families" if people.detail == "family" else "people"
        return replace(
            people,
            first=first,
            start=count.start,
            words=self.text[count.start : people.end],
            quantity=replace(count.quantity, unit=unit, per=period_after(self.words, people.last)),
            quantity_text=self.text[count.start : self.words[count.last].end],
        )

    def _people_after(self, last: int) -> Mention | None:
        """What a number may count: after words such as "of its", with one unknown word between."""
        after = last + 1
        while self._low(after) in _BEFORE_COUNTED:
            if self._low(after) == "people" and self._low(after + 1) not in ("from", "of"):
                break
            after += 1
        matched = self._match(after)
        if matched is None and self._is_modifier(after):
            after += 1
            matched = self._match(after)
            if matched and matched[0].tag != "group":
                return None
        return self._entry(after) if matched and matched[0].tag in _COUNTED_TAGS else None

    def _bare_number(self, first: int, count: Count) -> Mention:
        start, end = count.start, self.words[count.last].end
        words = self.text[start:end]
        quantity = replace(count.quantity, per=period_after(self.words, count.last))
        return Mention("number", "", (), start, end, first, count.last, words, "", quantity, words)

    def _text(self, at: int, last: int) -> str:
        return self.text[self.words[at].start : self.words[last].end]

    def _made(
        self,
        kind: str,
        name: str,
        codes: tuple[str, ...],
        at: int,
        last: int,
        *,
        detail: str = "",
        of: str = "",
    ) -> Mention:
        start, end = self.words[at].start, self.words[last].end
        return Mention(kind, name, codes, start, end, at, last, self.text[start:end], detail, None, "", of)
