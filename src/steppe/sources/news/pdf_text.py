"""
Text of a PDF, its lines joined into paragraphs.

It runs in the bounded process of ``bounded.py``: a PDF may be made to exhaust its reader.
"""

from __future__ import annotations

import io
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from steppe.sources.news.html_text import Extracted
from steppe.sources.news.plain_text import day_in

NO_TEXT = "There is no text in this PDF; it may be pictures of pages."
RUNNING_LINES = "Lines at the head or foot of most pages were left out."
MOST_PAGES = 2_000
MOST_LETTERS = 20_000_000
MOST_DRAWING_BYTES = 4_000_000
"""A page with more drawing commands than this is a map, or made to harm."""


class UnreadablePdf(Exception):
    """A PDF that cannot be read, and why, in words for a person."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page and how high it stands, in points; ``None`` where that is not known."""

    words: str
    height: float | None


def read_pdf(content: bytes, seconds: float) -> Extracted:
    """
    Text of a PDF.

    Parameters
    ----------
    content
        Bytes of the file.
    seconds
        When so much processor time is spent no further page is begun.

    Raises
    ------
    UnreadablePdf
        Where it is broken or locked.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadablePdf("is locked with a password.")
        pages, notes = _pages(reader, seconds)
    except UnreadablePdf:
        raise
    except (
        PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
        ArithmeticError,
    ) as problem:
        raise UnreadablePdf(f"is not a PDF that can be read ({type(problem).__name__}).") from problem
    except DependencyError as problem:
        raise UnreadablePdf("is locked in a way that cannot be opened here.") from problem
    kept = without_running_lines(pages)
    if sum(map(len, kept)) < sum(map(len, pages)):
        notes.append(RUNNING_LINES)
    text = "\n\n".join(paragraphs(kept))
    if not text:
        notes.append(NO_TEXT)
    title, made = _told(reader)
    return Extracted(text, title, day_in(made), tuple(notes))


def _told(reader: Any) -> tuple[str, str]:
    """Title and day of making, as the file tells them, or empty."""
    try:
        told = reader.metadata or {}
        return str(told.get("/Title") or "").strip()[:500], str(told.get("/CreationDate") or "")
    except Exception:  # noqa: BLE001 - a broken table of metadata is as good as none
        return "", ""


def _pages(reader: Any, seconds: float) -> tuple[list[list[Line]], list[str]]:
    pages: list[list[Line]] = []
    letters = broken = 0
    count = len(reader.pages)
    notes: list[str] = []
    for number in range(count):
        if time.process_time() > seconds or number >= MOST_PAGES or letters > MOST_LETTERS:
            notes.append(f"Only the first {number} of {count} pages were read.")
            break
        try:
            lines = _lines(reader.pages[number])
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - whatever a page holds, the others are read
            broken += 1
            continue
        letters += sum(len(line.words) for line in lines)
        pages.append(lines)
    if broken and broken == count:
        raise UnreadablePdf("has no page that can be read.")
    if broken:
        notes.append(f"{broken} of {count} pages are broken or too large and were left out.")
    return pages, notes


def _lines(page: Any) -> list[Line]:
    """Lines of a page in the order in which they are drawn."""
    drawing = page.get_contents()
    if drawing is not None and len(drawing.get_data()) > MOST_DRAWING_BYTES:
        raise UnreadablePdf("is drawn with too many commands.")
    words: list[str] = []
    heights: list[float | None] = []

    def see(text: str, of_page: Sequence[float], of_text: Sequence[float], *_: object) -> None:
        height = of_text[4] * of_page[1] + of_text[5] * of_page[3] + of_page[5]
        for at, piece in enumerate(text.split("\n")):
            if at or not words:
                words.append("")
                heights.append(None)
            words[-1] += piece
            if piece.strip() and heights[-1] is None:
                heights[-1] = height

    page.extract_text(visitor_text=see)
    return [Line(each.strip(), height) for each, height in zip(words, heights, strict=True)]


_SENTENCE_ENDS = re.compile(r"""[.!?:…]["”’')\]]*$""")
_BULLET = re.compile(r"(?:[•▪◦‣·*–—-]|\(?\d{1,2}[.)])\s")
_HYPHENED = re.compile(r"(\w+)[-\u00ad\u2010]$")
_FIRST_WORD = re.compile(r"\w+")
_PAGE_NUMBER = re.compile(r"^\d{1,4}\b|\b\d{1,4}$|(?<=[Pp]age )\d+|(?<=\d of )\d+")
_WORDS_WITH_HYPHENS = re.compile(r"\w+-\w+")
_GAP = 1.35
"""A gap this many times the usual one between lines parts paragraphs."""
_SHORT = 0.7
"""A line shorter than this share of the usual one may end a paragraph."""


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[str]:
    """
    Join the lines of each paragraph.

    A paragraph ends at a blank line, a gap wider than that between its lines, a bullet, or a short line
    that ends a sentence. A word parted at the end of a line is put together again, unless the text writes
    it with a hyphen elsewhere.
    """
    lines = [line for page in pages for line in page]
    hyphened = {
        word.lower() for line in lines for word in _WORDS_WITH_HYPHENS.findall(line.words)
    }  # "cross-border" stays so where it stands so within a line
    leading, width = _usual(pages)
    told: list[list[str]] = []
    before: Line | None = None
    for page in pages:
        first = True
        for line in page:
            if not line.words:
                before = None if not first else before
                continue
            if before and not _parts(before, line, leading, width, first):
                _append(told[-1], line.words, hyphened)
            else:
                told.append([line.words])
            before, first = line, False
    return [" ".join(each) for each in told]


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Pages without the lines that most of them share at their head or foot, whatever the number of the page."""

    def ends(page: Sequence[Line]) -> Iterable[int]:
        filled = [at for at, line in enumerate(page) if line.words]
        return {filled[0], filled[-1]} if filled else ()

    def mask(line: Line) -> str:
        return _PAGE_NUMBER.sub("0", line.words)

    if len(pages) < 3:
        return [list(page) for page in pages]
    seen = Counter(each for page in pages for each in {mask(page[at]) for at in ends(page)})
    return [
        [
            line
            for at, line in enumerate(page)
            if at not in ends_of or seen[mask(line)] <= max(2, len(pages) // 2)
        ]
        for page, ends_of in ((page, set(ends(page))) for page in pages)
    ]


def _usual(pages: Sequence[Sequence[Line]]) -> tuple[float, float]:
    """The usual distance between lines, in points, and the width of a full line, in letters."""
    gaps = [
        upper.height - lower.height
        for page in pages
        for upper, lower in pairwise(page)
        if upper.height is not None and lower.height is not None and 0 < upper.height - lower.height < 200
    ]
    widths = sorted(len(line.words) for page in pages for line in page if line.words)
    return (median(gaps) if gaps else 0.0), (widths[int(len(widths) * 0.8)] if widths else 0)


def _parts(before: Line, line: Line, leading: float, width: float, first_of_page: bool) -> bool:
    """Whether a line begins a new paragraph."""
    ended = bool(_SENTENCE_ENDS.search(before.words))
    if first_of_page:
        return ended or not line.words[0].islower()
    if _BULLET.match(line.words):
        return True
    if before.height is not None and line.height is not None and leading:
        gap = before.height - line.height
        if gap > _GAP * leading:
            return True
    return len(before.words) < _SHORT * width and (ended or not line.words[0].islower())


def _append(words: list[str], line: str, hyphened: set[str]) -> None:
    parted = _HYPHENED.search(words[-1])
    next_word = _FIRST_WORD.match(line)
    if not parted or not next_word or not line[0].islower():
        words.append(line)
        return
    keeps = f"{parted[1]}-{next_word[0]}".lower() in hyphened
    words[-1] = words[-1][:-1] + ("-" if keeps else "") + line
