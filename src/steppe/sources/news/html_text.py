"""
The main text of an HTML page, its headline and the day it was published.

Trafilatura finds what is the report and what is the page around it. It runs in the bounded process of
``bounded.py``; :func:`without_tags` is for pages that it cannot read, and is safe for any text.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from steppe.sources.news.plain_text import day_in

WHOLE_PAGE = "The main text was not found; the whole page was read, with whatever stands around the report."


@dataclass(frozen=True, slots=True)
class Extracted:
    """
    What was taken out of a page or a PDF.

    Parameters
    ----------
    text
        Paragraphs, with a blank line between them.
    title
        Headline, or empty.
    published
        The day that metadata gives, or ``None``.
    notes
        What was odd.
    """

    text: str
    title: str = ""
    published: date | None = None
    notes: tuple[str, ...] = ()


# The names that newspapers and content systems give to the day of publication, the surest first.
_DAY_NAMES = (
    "article:published_time", "og:article:published_time", "datepublished", "og:published_time",
    "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date",
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date",
    "publication_date", "citation_publication_date", "article.published", "date",
)  # fmt: skip
# Parsers take time in the square of the number of attributes; pictures within a tag are as long, and no loss.
_LONG_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,20}+)[^<>]{20000,}+>")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
# Below this share of the words of the page, and below so many letters, an extraction is not trusted.
_SMALL_SHARE, _FEW_LETTERS = 0.1, 250


def read_page(page: str) -> Extracted:
    """
    Main text of a page, headline first.

    To be called where a hang or a hunger for memory does no harm.
    """
    from trafilatura import bare_extraction, load_html

    tree = load_html(_LONG_TAG.sub(r"<\1>", page))
    if tree is None:
        return without_tags(page)
    title, published = _title(tree), _published(tree)
    found = bare_extraction(tree, include_comments=False, include_tables=True, favor_recall=True)
    body = getattr(found, "body", None)
    paragraphs = _paragraphs(body) if body is not None else []
    text = "\n\n".join(_headline_first(paragraphs, title))
    if len(text) < _FEW_LETTERS:
        whole = without_tags(page)
        if len(text) < _SMALL_SHARE * len(whole.text) or not paragraphs:
            return Extracted(whole.text, title or whole.title, published, whole.notes)
    return Extracted(text, title, published)


def _squeezed(words: str) -> str:
    return _SPACE.sub(" ", words).strip(" ")


def _title(tree: Any) -> str:
    """Headline: what the page tells other sites, else its only ``h1``, else its name without the site's."""
    heads = [_squeezed("".join(each.itertext())) for each in tree.iter("h1")]
    heads = [each for each in heads if each]
    told = [
        _squeezed(each.get("content") or "")
        for each in tree.iter("meta")
        if (each.get("property") or each.get("name") or "").lower() in ("og:title", "twitter:title")
    ]
    named = [_squeezed("".join(each.itertext())) for each in tree.iter("title")]
    if len(heads) == 1:
        return heads[0][:500]
    return next((re.split(r"\s[|•·–—]\s", each)[0][:500] for each in (*told, *heads[:1], *named) if each), "")


def _published(tree: Any) -> date | None:
    stated = {
        (each.get("property") or each.get("name") or each.get("itemprop") or "").lower(): each.get("content")
        for each in reversed(list(tree.iter("meta")))
    }
    stamps = [stated[name] for name in _DAY_NAMES[:4] if stated.get(name)]
    stamps += [
        day
        for script in tree.iter("script")
        if "ld+json" in (script.get("type") or "").lower()
        for day in _days_of_linked_data(script.text or "")
    ]
    stamps += [stated[name] for name in _DAY_NAMES[4:] if stated.get(name)]
    stamps += [each.get("datetime") for each in tree.iter("time") if each.get("datetime")]
    return next(filter(None, map(day_in, stamps)), None)


def _days_of_linked_data(written: str) -> Iterator[str]:
    """Every ``datePublished`` of a JSON-LD block, outer before inner."""
    try:
        level = [json.loads(written)]
    except (ValueError, RecursionError):
        return
    while level:
        for each in level:
            day = each.get("datePublished") if isinstance(each, dict) else None
            if isinstance(day, str):
                yield day
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]


_BLOCKS = frozenset(
    {"p", "head", "item", "quote", "row", "ab", "list", "table", "div", "figure", "code", "lb"}
)


def _paragraphs(body: Any) -> list[str]:
    """Text of each block in order; nested blocks part it, inline marks do not."""
    paragraphs: list[str] = []
    words: list[str] = []

    def close() -> None:
        paragraph = _squeezed("".join(words)).strip("| ")
        if paragraph:
            paragraphs.append(paragraph)
        words.clear()

    def walk() -> Iterator[tuple[Any, bool]]:
        stack = [(body, True)]
        while stack:
            node, opens = stack.pop()
            yield node, opens
            if opens:
                stack.append((node, False))
                stack.extend((child, True) for child in reversed(node))

    for node, opens in walk():
        if node.tag in _BLOCKS:
            close()
        elif node.tag == "cell" and not opens:
            words.append(" | ")
        words.append((node.text if opens else node.tail if node is not body else "") or "")
    close()
    return paragraphs


def _headline_first(paragraphs: list[str], title: str) -> list[str]:
    if not title:
        return paragraphs
    near = [each.casefold() for each in paragraphs[:4]]
    if title.casefold() in near:
        at = near.index(title.casefold())
        return [paragraphs[at], *paragraphs[:at], *paragraphs[at + 1 :]]
    return [title, *paragraphs]


_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "title", "textarea", "iframe"})
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "em", "font", "i", "mark", "q", "s", "small", "span",
     "strong", "sub", "sup", "time", "u", "wbr"}
)  # fmt: skip
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,1000})", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\f\v]+")
_GAPS = re.compile(r"[ \t\f\v]*[\r\n][ \t\r\n\f\v]*")


def without_tags(page: str) -> Extracted:
    """
    All the words of a page, in one pass that no page can make slow.

    Parameters
    ----------
    page
        Any text.
    """
    named = _TITLE.search(page[:200_000])
    title = _plain(named[1]) if named else ""
    text = _plain("".join(_words_between_tags(page)), keep_breaks=True)
    return Extracted(text, title, None, (WHOLE_PAGE,))


def _plain(words: str, *, keep_breaks: bool = False) -> str:
    spelled = _ENTITY.sub(lambda found: html.unescape(found[0]), words)
    if not keep_breaks:
        return _squeezed(spelled)
    return _GAPS.sub("\n\n", _SPACES.sub(" ", spelled)).strip(" \n")


def _words_between_tags(page: str) -> Iterator[str]:
    """What stands outside tags; a tag or comment that never ends takes the rest with it."""
    at = 0
    while True:
        opened = page.find("<", at)
        if opened < 0:
            yield _one_line(page[at:])
            return
        yield _one_line(page[at:opened])
        tag = _TAG.match(page, opened)
        if page.startswith("<!--", opened):
            at = page.find("-->", opened + 4) + 3
        elif tag or page[opened + 1 : opened + 2] in ("!", "?", "/"):
            at = page.find(">", opened) + 1
        else:
            yield "<"
            at = opened + 1
            continue
        name = tag[2].lower() if tag else ""
        if at >= 3 and name in _SILENT and tag and not tag[1] and page[at - 2] != "/":
            at = _end_of(name, page, at)
        if at < 3:
            return
        yield "" if name in _INLINE else "\n"


def _one_line(words: str) -> str:
    return words.replace("\n", " ").replace("\r", " ")


def _end_of(name: str, page: str, at: int) -> int:
    """Where a silent element ends; 0 where it never does."""
    closed = re.compile(f"</{name}", re.IGNORECASE).search(page, at)
    return page.find(">", closed.end()) + 1 if closed else 0
