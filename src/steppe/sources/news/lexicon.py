"""
The words a reader knows: names of countries, regions and organisations, authorities, people, verbs.

They are data files of ``lexicon/<language>``, so that a translator can replace them.  Which countries
share a land border is the same in every language and stands in ``lexicon/neighbours.csv``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from steppe.sources.news.words import WORD, Word

FORM_TYPES = ("base", "s", "past", "participle", "ing")


@dataclass(frozen=True, slots=True)
class Entry:
    """
    What a word or phrase stands for.

    Parameters
    ----------
    tag
        ``country``, ``adjective``, ``nation`` (noun for its people), ``capital``, ``seat``, ``leader``,
        ``region``, ``region_adjective``, ``organisation``, ``authority``, ``group`` or ``none``.
    name
        Canonical name; of an authority or group its own words.
    codes
        ISO 3166-1 alpha-3 codes.
    kind
        A finer word: of authorities, groups and organisations, the ``kind`` column.
    """

    tag: str
    name: str
    codes: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Verb:
    """A form of a verb: which verb, which forms it can be, and what classes of rules it belongs to."""

    lemma: str
    forms: frozenset[str]
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """
    All words of a language.

    Parameters
    ----------
    phrases
        Entries by their words, exact in case; the words as :func:`words_of` splits them.
    lower
        Entries whatever the case.
    longest
        For each first word, how many words the longest phrase has that begins with it.
    pairs
        The first two words of phrases that have as many.
    verbs
        Forms of verbs.
    country_names
        Canonical names by code.
    neighbours
        Codes of the countries that share a land border with one, by its code.
    """

    phrases: dict[tuple[str, ...], Entry]
    lower: dict[tuple[str, ...], Entry]
    longest: dict[str, int]
    pairs: frozenset[tuple[str, str]]
    verbs: dict[str, Verb]
    country_names: dict[str, str]
    neighbours: dict[str, frozenset[str]]

    def longest_at(self, words: Sequence[Word], at: int) -> tuple[Entry, int] | None:
        """The longest phrase that begins at a word, and the number of its last word."""
        if at >= len(words):
            return None
        first = words[at].text
        longest = max(self.longest.get(first, 0), self.longest.get(words[at].low, 0))
        if longest == 0:
            return None
        if longest > 1 and not self._goes_on(words, at):
            longest = 1
        for length in range(min(longest, len(words) - at), 0, -1):
            stretch = words[at : at + length]
            exact = tuple(each.text for each in stretch)
            entry = self.phrases.get(exact) or self.lower.get(tuple(each.low for each in stretch))
            if entry is not None:
                return entry, at + length - 1
        return None

    def _goes_on(self, words: Sequence[Word], at: int) -> bool:
        """Whether any phrase begins with a word and the one after it."""
        if at + 1 >= len(words):
            return False
        one, other = words[at], words[at + 1]
        return (one.text, other.text) in self.pairs or (one.low, other.low) in self.pairs


def words_of(phrase: str) -> tuple[str, ...]:
    """The words of a phrase as the reader splits a text."""
    return tuple(each.group().replace("’", "'") for each in WORD.finditer(phrase))


@cache
def lexicon(language: str = "en") -> Lexicon:
    """
    The words of a language.

    Parameters
    ----------
    language
        Name of a folder of data files.
    """
    phrases: dict[tuple[str, ...], Entry] = {}
    lower: dict[tuple[str, ...], Entry] = {}
    names: dict[str, str] = {}
    for words, entry in _cased(language, names):
        phrases.setdefault(words_of(words), entry)
    for words, entry in _uncased(language):
        lower.setdefault(words_of(words.lower()), entry)
    longest: dict[str, int] = {}
    for known in (*phrases, *lower):
        if known:
            longest[known[0]] = max(longest.get(known[0], 0), len(known))
    pairs = frozenset((known[0], known[1]) for known in (*phrases, *lower) if len(known) > 1)
    return Lexicon(phrases, lower, longest, pairs, _verbs(language), names, _neighbours())


def _neighbours() -> dict[str, frozenset[str]]:
    """Each pair of the list counts both ways."""
    found: dict[str, set[str]] = {}
    for row in rows("", "neighbours"):
        found.setdefault(row["code"], set()).add(row["other"])
        found.setdefault(row["other"], set()).add(row["code"])
    return {code: frozenset(others) for code, others in found.items()}


def rows(language: str, name: str) -> Iterator[dict[str, str]]:
    """
    Rows of a data file.

    Parameters
    ----------
    language
        A folder of data files; empty for what is the same in every language.
    name
        Of the file, without its ending.
    """
    path = files("steppe.sources.news").joinpath("lexicon", language, f"{name}.csv")
    with path.open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _cased(language: str, names: dict[str, str]) -> Iterator[tuple[str, Entry]]:
    """Names, the more particular first: what is listed earlier stays."""
    for row in rows(language, "false_friends"):
        yield row["words"], Entry("none", row["words"])
    for row in rows(language, "organisations"):
        codes = tuple(filter(None, [row["country"]]))
        for words in (row["name"], *row["names"].split("|")):
            yield words, Entry("organisation", row["name"], codes, row["kind"])
    countries = list(rows(language, "countries"))
    for row in countries:
        names[row["code"]] = row["name"]
        for words in (row["name"], *row["names"].split("|")):
            yield words, Entry("country", row["name"], (row["code"],))
    for row in rows(language, "regions"):
        codes = tuple(filter(None, row["members"].split("|")))
        for words in (row["name"], *row["names"].split("|")):
            yield words, Entry("region", row["name"], codes)
            yield words[:1].lower() + words[1:], Entry("region", row["name"], codes)
        for words in row["adjectives"].split("|"):
            yield words, Entry("region_adjective", row["name"], codes)
            yield words[:1].lower() + words[1:], Entry("region_adjective", row["name"], codes)
    yield from _of_countries(countries)


def _of_countries(countries: list[dict[str, str]]) -> Iterator[tuple[str, Entry]]:
    """Adjectives, peoples, capitals, seats of government and leaders."""
    columns = {"adjectives": "adjective", "people": "nation", "capitals": "capital", "seats": "seat"}
    for column, tag in (*columns.items(), ("leaders", "leader")):
        for row in countries:
            doubtful = set(row["ambiguous"].split("|"))
            for words in row[column].split("|"):
                if words and not (tag == "leader" and words in doubtful):
                    yield words, Entry(tag, row["name"], (row["code"],))


def _uncased(language: str) -> Iterator[tuple[str, Entry]]:
    """Authorities first: soldiers and police act for a state."""
    for row in rows(language, "authorities"):
        if row["kind"] != "people":
            yield row["words"], Entry("authority", row["words"], (), row["kind"])
    for row in rows(language, "people"):
        yield row["words"], Entry("group", row["words"], (), row["kind"])


def _verbs(language: str) -> dict[str, Verb]:
    """Verbs by their forms; a form of several verbs is of the one listed first."""
    verbs: dict[str, Verb] = {}
    for row in rows(language, "verbs"):
        forms = row["forms"].split("|")
        types = FORM_TYPES if len(forms) >= len(FORM_TYPES) else _types_of_few(forms)
        for form, kind in zip(forms, (*types, *["ing"] * len(forms)), strict=False):
            known = verbs.get(form)
            if known is None or known.lemma == row["lemma"]:
                kinds = known.forms | {kind} if known else frozenset({kind})
                verbs[form] = Verb(row["lemma"], kinds, frozenset(row["classes"].split()))
    return verbs


def _types_of_few(forms: list[str]) -> tuple[str, ...]:
    """Where not all forms are wanted: by their ending."""
    return tuple(next((kind for kind in ("s", "ing") if form.endswith(kind)), "participle") for form in forms)
