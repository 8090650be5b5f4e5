"""
Bytes to text, and the day that the first lines of a text name.

Nothing is tidied: every character of the file stays, so that offsets are those of the file.
"""

from __future__ import annotations

import codecs
import re
from datetime import date

from steppe.sources.news.moments import month_number

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Marks and the encodings they stand for; the longer before the shorter that begins alike."""

DECLARABLE = frozenset(
    [f"windows-125{n}" for n in range(9)]
    + [f"iso-8859-{n}" for n in range(1, 17) if n != 12]
    + ["windows-874", "koi8-r", "koi8-u", "ibm866", "macintosh", "gbk", "gb2312", "gb18030", "big5"]
    + ["euc-jp", "shift_jis", "iso-2022-jp", "euc-kr"]
)
"""Encodings that a page may declare; others, such as codecs that unpack, are not believed."""

_PYTHON_NAMES = {"iso-8859-1": "windows-1252", "windows-874": "cp874", "macintosh": "mac_roman"}
_DECLARED = re.compile(rb"""(?i)(?:charset|encoding)\s{0,5}=\s{0,5}["']?([a-z0-9_-]{3,20})""")
_HEAD_BYTES = 4096
_UNITS_LOOKED_AT = 8192

_FOREIGN = re.compile(
    rb"(?:(?![\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})[\x80-\xff])+"
)


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Read a run of bytes that is no UTF-8 as Windows-1252; the five it lacks become U+FFFD."""
    assert isinstance(error, UnicodeDecodeError)
    run = _FOREIGN.match(error.object, error.start)
    end = max(run.end() if run else 0, error.end)
    return error.object[error.start : end].decode("cp1252", errors="replace"), end


codecs.register_error("steppe.windows-1252", _as_windows_1252)


def _utf_16_without_a_mark(content: bytes) -> str:
    """The byte order of Latin text in UTF-16: one byte of each pair is nearly always zero, the other never."""
    looked_at = content[: 2 * _UNITS_LOOKED_AT]
    pairs = len(looked_at) // 2
    if not pairs or len(content) % 2:
        return ""
    first, second = looked_at[::2].count(0) / pairs, looked_at[1::2].count(0) / pairs
    if second > 0.4 and first < 0.01:
        return "utf-16-le"
    return "utf-16-be" if first > 0.4 and second < 0.01 else ""


def _declared(content: bytes) -> str:
    found = _DECLARED.search(content[:_HEAD_BYTES])
    name = found[1].decode("ascii").lower() if found else ""
    return _PYTHON_NAMES.get(name, name) if name in DECLARABLE else ""


def decode(content: bytes, *, declares: bool = False) -> tuple[str, tuple[str, ...]]:
    """
    Text of a file, whatever its encoding.

    A byte order mark is believed first, then UTF-8, then what a page declares; bytes that are still
    unread are taken for Windows-1252.

    Parameters
    ----------
    content
        Bytes of the file.
    declares
        Whether a declaration in the first 4,096 bytes counts, as in a page.

    Returns
    -------
    text
        Without a byte order mark and without lone surrogates.
    notes
        What was odd.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding, ())
    encoding = _utf_16_without_a_mark(content)
    if encoding:
        return _decoded(content, encoding, (f"Read as {encoding.upper()}; the file does not say so.",))
    try:
        return content.decode(), ()
    except UnicodeDecodeError:
        encoding = _declared(content) if declares else ""
    if encoding:
        return _decoded(content, encoding, (f"Read as {encoding}, as it declares.",))
    text = content.decode("utf-8", errors="steppe.windows-1252")
    return text, ("Some bytes are not UTF-8; they were read as Windows-1252.",)


def _decoded(content: bytes, encoding: str, notes: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    try:
        return content.decode(encoding), notes
    except UnicodeDecodeError:
        text = content.decode(encoding, errors="replace")
        return text, (*notes, f"Some bytes are not {encoding.upper()}; U+FFFD stands for them.")


_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = re.compile(
    r"(?<![\w/-])(?:"
    r"(?P<y1>(?:19|20)\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)(?!\d)"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[ \xa0-]{_MONTH.format('m2')},?[ \xa0-](?P<y2>(?:19|20)\d\d)\b"
    rf"|{_MONTH.format('m3')}[ \xa0](?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?[ \xa0](?P<y3>(?:19|20)\d\d)\b"
    r")",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"\s?(?:D:)?((?:19|20)\d\d)(\d\d)(\d\d)(?!\d{1,3}\b)")


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), month_number(month), int(day))
    except ValueError:
        return None


def _day_of(found: re.Match[str]) -> date | None:
    form = next(n for n in "123" if found[f"y{n}"])
    return _day(found[f"y{form}"], found[f"m{form}"], found[f"d{form}"])


def day_in(stamp: str) -> date | None:
    """
    The first day that a stamp of metadata names, such as ``2021-08-23T14:03Z`` or ``D:20210823140300``.

    The day is the one written; time zones are not reckoned with.
    """
    compact = _COMPACT.match(stamp[:40])
    if compact:
        return _day(*compact.groups())
    found = _DAY.search(stamp[:200])
    return _day_of(found) if found else None


# 04:20 PM EDT, 14.03 BST, T14:03:00Z and the like, and the marks that part a date from what follows.
_AFTER_DAY = re.compile(
    r"(?:[T,\s\xa0]|at\b|-(?=\s?\d)|\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?:\.\d+)?|[ap]\.?m\b\.?|[A-Z]{1,5}\b"
    r"|[+-]\d\d:?\d\d)*(?:[.:]?$|[|•·(\[/–—-]|by\b)"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?"
_LABEL = r"(?:first |last )?(?:published|posted|issued|date|dated|created|updated|modified|filed|released?)"
_BEFORE_DAY = re.compile(
    rf"(?:.{{0,80}}[,|•·:)\]–—-])?\s{{0,5}}(?:{_LABEL}(?: on| at)?:?\s{{1,5}})?(?:{_WEEKDAY}\s{{1,5}})?",
    re.IGNORECASE,
)
_LATER = re.compile(r"updated|modified|update\b", re.IGNORECASE)
_LINES_LOOKED_AT = 12
_LINE_LENGTH = 200
_LINES = re.compile(r"[^\r\n]+")


def dateline(text: str) -> date | None:
    """
    The day that one of the first lines gives as its own, or ``None``.

    Only a day in full counts (year, month in letters or ISO), and only where it stands as a stamp does:
    alone, or after a place, an agency or a label, and before a time, a dash or the end of the line.
    A day of publication goes before a day of update.
    """
    later: date | None = None
    looked_at = 0
    for line in _LINES.finditer(text[: _LINES_LOOKED_AT * 1000]):
        words = line[0].strip()[:_LINE_LENGTH]
        if not words:
            continue
        day = _stamped(words)
        if day and not _LATER.search(words):
            return day
        later = later or day
        looked_at += 1
        if looked_at == _LINES_LOOKED_AT:
            break
    return later


def _stamped(line: str) -> date | None:
    for found in _DAY.finditer(line):
        before, after = line[: found.start()], line[found.end() :]
        if _BEFORE_DAY.fullmatch(before) and _AFTER_DAY.match(after):
            return _day_of(found)
    return None
