"""Words, sentences, quotations and paragraphs of a text, with their offsets in Unicode code points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from steppe.sources.news.word_sets import word_set

WORD = re.compile(
    r"(?:[A-Z]\.){2,}"  # U.S.
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\W\d_]+(?:[-'’][^\W\d_]+)*(?:['’](?=\W))?"
    r"|[^\w\s]",
)
_LINE = re.compile(r"[^\n\r]*(?:\r?\n|\r|$)")
_STOP = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")
_ABBREVIATIONS = word_set("abbreviations")
_QUOTES = re.compile(r"[\"“”„«»]")
LONGEST_SENTENCE = 700


class Span(NamedTuple):
    """A stretch of the text."""

    start: int
    end: int


class Word(NamedTuple):
    """A word or a mark, where it is, and how it is written in small letters."""

    start: int
    end: int
    text: str
    low: str


def paragraphs(text: str) -> Iterator[Span]:
    """Stretches between blank lines; a line that is short or ends a sentence ends a paragraph as well."""
    begun: int | None = None
    end = 0
    for found in _LINE.finditer(text):
        line = found.group()
        blank = not line or line.isspace()
        if blank and begun is not None:
            yield _trimmed(text, begun, end)
            begun = None
        if blank:
            continue
        begun, end = found.start() if begun is None else begun, found.end()
        if _ends_paragraph(line):
            yield _trimmed(text, begun, end)
            begun = None
    if begun is not None:
        yield _trimmed(text, begun, end)


def _ends_paragraph(line: str) -> bool:
    bare = line.strip()
    return len(bare) < 50 or bare[-1] in '.!?"”:'


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def sentences(text: str, within: Span) -> Iterator[Span]:
    """Sentences of a paragraph; a very long one is cut where a word ends."""
    begun = within.start
    for found in _STOP.finditer(text, within.start, within.end):
        if found.end() < within.end and not _is_end(text, found, within):
            continue
        yield from _cut(text, _trimmed(text, begun, found.end()))
        begun = found.end()
    if begun < within.end:
        rest = _trimmed(text, begun, within.end)
        if rest.end > rest.start:
            yield from _cut(text, rest)


def _is_end(text: str, found: re.Match[str], within: Span) -> bool:
    """A full stop after an abbreviation, an initial or before a small letter does not end a sentence."""
    after = found.end()
    while after < within.end and text[after].isspace():
        after += 1
    if after < within.end and text[after].islower():
        return False
    if found.group()[0] != ".":
        return True
    before = text[max(within.start, found.start() - 12) : found.start()].split()
    last = before[-1].lstrip("(\"'“‘") if before else ""
    if last.lower() in _ABBREVIATIONS:
        return last.lower() in ("u.s", "u.k", "u.n", "e.u") and text[after : after + 4].istitle()
    return not (len(last) == 1 and last.isupper())


def _cut(text: str, sentence: Span) -> Iterator[Span]:
    start = sentence.start
    while sentence.end - start > LONGEST_SENTENCE:
        space = text.rfind(" ", start, start + LONGEST_SENTENCE)
        end = space if space > start else start + LONGEST_SENTENCE
        yield Span(start, end)
        start = end
    if start < sentence.end:
        yield Span(start, sentence.end)


def words(text: str, within: Span) -> list[Word]:
    """Words and marks of a sentence; a possessive ending is a word of its own."""
    found: list[Word] = []
    for each in WORD.finditer(text, within.start, within.end):
        word, start = each.group(), each.start()
        low = word.lower()
        if "'" not in word and "’" not in word:
            found.append(Word(start, each.end(), word, low))
            continue
        low = low.replace("’", "'")
        cut = (
            len(word) - 2
            if low.endswith("'s")
            else len(word) - 1
            if low.endswith("'") and len(word) > 1
            else 0
        )
        if cut > 0:
            found.append(Word(start, start + cut, word[:cut], low[:cut]))
            found.append(Word(start + cut, each.end(), word[cut:], "'s"))
        elif low.endswith("n't") and len(word) > 3:
            found.append(Word(start, start + len(word) - 3, word[:-3], low[:-3]))
            found.append(Word(start + len(word) - 3, each.end(), word[-3:], "not"))
        else:
            found.append(Word(start, each.end(), word, low))
    return found


def quotations(text: str, within: Span) -> list[Span]:
    """What stands between double quotation marks, the marks left out."""
    marks = [each.start() for each in _QUOTES.finditer(text, within.start, within.end)]
    return [Span(first + 1, last) for first, last in zip(marks[::2], marks[1::2], strict=False)]
