"""
Reports come in: plain text, HTML pages, PDFs, or a folder of them.

A file is opened only if it is a plain one, is read to a stated limit and never written. Pages and PDFs
are taken apart in a process of their own (``bounded.py``), so that none can hang or exhaust the caller.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Literal

from steppe.errors import Problem, UsageError
from steppe.sources.news.bounded import BoundedReader, Unreadable
from steppe.sources.news.candidate import hash_of
from steppe.sources.news.html_text import Extracted, without_tags
from steppe.sources.news.plain_text import dateline, decode

MOST_BYTES = 64_000_000
"""A larger file is refused."""
MOST_BYTES_TOGETHER = 512_000_000
"""A folder with more than this is refused."""
MOST_FILES = 20_000
"""A folder with more files is refused."""
MADE_ON = "The date is that on which the PDF was made."

Media = Literal["text/plain", "text/html", "application/pdf"]
_SUFFIXES: dict[str, Media] = {
    "": "text/plain", ".txt": "text/plain", ".text": "text/plain", ".md": "text/plain",
    ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".pdf": "application/pdf",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """
    One report.

    Parameters
    ----------
    name
        File name without its folder.
    text
        What offsets refer to, in Unicode code points. Of plain text it is the whole file, unchanged but
        for its encoding; of a page or a PDF what was taken out, paragraphs parted by blank lines.
    hash
        SHA-256 of the text in UTF-8, in hexadecimal.
    source_hash
        SHA-256 of the bytes of the file.
    published
        Day of publication, or ``None`` where neither the user nor the document gives it.
    title
        Headline, or empty.
    media
        Kind of file.
    notes
        What was odd.
    """

    name: str
    text: str
    hash: str
    source_hash: str
    published: date | None
    title: str
    media: Media
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """
    Documents of a file or folder, and what was not read.

    Parameters
    ----------
    documents
        In the order of their paths.
    left_out
        Warnings: what a folder holds that is no report, such as a picture or a link.
    problems
        Errors: what should have been read and could not be.
    """

    documents: list[Document] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_documents(path: Path, published: date | None = None) -> list[Document]:
    """
    Read a report, or every report of a folder and the folders in it.

    Parameters
    ----------
    path
        A file or a folder. In a folder hidden files, links and files of other kinds are left out.
    published
        Day of publication of all of them; without it, what each document says.

    Returns
    -------
    documents
        In the order of their paths.

    Raises
    ------
    UsageError
        Where a file is absent, broken, locked, too large or none that can be read; every problem at once.
    """
    reading = gather_documents(path, published)
    if reading.problems:
        raise UsageError(reading.problems)
    return reading.documents


def gather_documents(path: Path, published: date | None = None) -> Reading:
    """
    Do as :func:`read_documents` does, telling what was left out and raising nothing.

    Parameters
    ----------
    path
        A file or a folder.
    published
        Day of publication of all of them, or ``None``.
    """
    reading = Reading()
    with BoundedReader() as reader:
        together = 0
        for file in _files(path, reading):
            content = _content(file, path, reading)
            if content is None:
                continue
            together += len(content)
            if together > MOST_BYTES_TOGETHER:
                remedy = "Read its parts one by one."
                reading.problems.append(
                    Problem(_shown(path), f"holds more than {MOST_BYTES_TOGETHER // 10**6} MB.", remedy)
                )
                break
            try:
                reading.documents.append(_document(file, content, published, reader))
            except Unreadable as problem:
                remedy = "Save it anew as plain text or PDF, or take it out."
                reading.problems.append(Problem(_shown(file), str(problem), remedy))
    if path.is_dir() and not (reading.documents or reading.problems):
        reading.problems.append(
            Problem(_shown(path), "holds no report.", "Give a folder with .txt, .html or .pdf files.")
        )
    return reading


def _shown(path: Path) -> str:
    """A path as it can be printed: bytes that are no text, and control characters, become U+FFFD."""
    written = os.fsencode(path).decode("utf-8", errors="replace")
    return "".join(each if each.isprintable() else "\ufffd" for each in written)


def _files(path: Path, reading: Reading) -> Iterator[Path]:
    """The file, or the files of the folder that may be reports, sorted by path."""
    try:
        kind = path.stat().st_mode
    except (OSError, ValueError) as problem:
        reading.problems.append(_unopened(path, problem))
        return
    if not stat.S_ISDIR(kind):
        yield path
        return
    found: list[Path] = []
    folders = [path]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if not entry.name.startswith("."):
                        _sort_out(entry, found, folders, reading)
        except OSError as problem:
            reading.problems.append(_unopened(folder, problem))
        if len(found) > MOST_FILES:
            remedy = "Read its parts one by one."
            reading.problems.append(Problem(_shown(path), f"holds more than {MOST_FILES} files.", remedy))
            return
    yield from sorted(found)


def _sort_out(entry: os.DirEntry[str], found: list[Path], folders: list[Path], reading: Reading) -> None:
    path = Path(entry.path)
    if entry.is_symlink():
        reading.left_out.append(_left_out(path, "is a link; links in a folder are not followed."))
    elif entry.is_dir(follow_symlinks=False):
        folders.append(path)
    elif not entry.is_file(follow_symlinks=False):
        reading.left_out.append(_left_out(path, "is no plain file."))
    elif path.suffix.lower() not in _SUFFIXES:
        reading.left_out.append(_left_out(path, f"is no report by its ending '{_shown(Path(path.suffix))}'."))
    else:
        found.append(path)


def _left_out(path: Path, why: str) -> Problem:
    remedy = "It was left out; name it by itself to read it all the same."
    return Problem(_shown(path), why, remedy, severity="warning")


def _unopened(path: Path, problem: OSError | ValueError) -> Problem:
    if isinstance(problem, FileNotFoundError):
        return Problem(_shown(path), "does not exist.", "Check the name.")
    why = getattr(problem, "strerror", None) or str(problem)
    return Problem(_shown(path), f"cannot be opened ({why}).", "Check that you may read it.")


def _content(file: Path, root: Path, reading: Reading) -> bytes | None:
    """Bytes of a file, or ``None`` once what is wrong with it has been told."""
    try:
        content = _bytes_of(file, follow=file == root)
    except Unreadable as problem:
        remedy = "Give a text, an HTML page or a PDF of its parts."
        reading.problems.append(Problem(_shown(file), str(problem), remedy))
        return None
    except (OSError, ValueError) as problem:
        reading.problems.append(_unopened(file, problem))
        return None
    why = _other_kind(content)
    if why and file == root:
        reading.problems.append(Problem(_shown(file), why, "Give a text, an HTML page or a PDF."))
    elif why:
        reading.left_out.append(_left_out(file, why))
    return None if why else content


def _bytes_of(file: Path, *, follow: bool) -> bytes:
    """Read a plain file up to the limit; never wait for a pipe, never open a device."""
    if not stat.S_ISREG((file.stat() if follow else file.lstat()).st_mode):
        raise Unreadable("is no plain file.")
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    flags |= 0 if follow else getattr(os, "O_NOFOLLOW", 0)
    with open(os.open(file, flags), "rb") as opened:  # noqa: PTH123 - Path.open takes no flags
        status = os.fstat(opened.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("is no plain file.")
        content = b"" if status.st_size > MOST_BYTES else opened.read(MOST_BYTES + 1)
    if max(status.st_size, len(content)) > MOST_BYTES:
        raise Unreadable(f"is larger than {MOST_BYTES // 10**6} MB.")
    return content


_OTHER_KINDS = (
    (b"\x1f\x8b", "is packed (gzip)."),
    (b"BZh", "is packed (bzip2)."),
    (b"\xfd7zXZ", "is packed (xz)."),
    (b"\x28\xb5\x2f\xfd", "is packed (zstandard)."),
    (b"7z\xbc\xaf", "is packed (7-Zip)."),
    (b"PK\x03\x04", "is packed (zip), or a document of a word processor."),
    (b"\xd0\xcf\x11\xe0", "is a document of an old word processor."),
    (b"{\\rtf", "is a document in rich text format."),
    (b"\x89PNG", "is a picture."),
    (b"\xff\xd8\xff", "is a picture."),
    (b"GIF8", "is a picture."),
    (b"\x7fELF", "is a program."),
)
_LOOKED_AT = 65_536
_CONTROLS = "".join(chr(each) for each in {*range(32), 127} - {*b"\t\n\v\f\r\x1b"})
_MOST_CONTROLS = 0.03
"""A larger share of control characters is no text."""


def _other_kind(content: bytes) -> str:
    """What a file is if no text, page or PDF; empty if it may be one."""
    for mark, kind in _OTHER_KINDS:
        if content.startswith(mark):
            return kind
    if _is_pdf(content):
        return ""
    head = decode(content[:_LOOKED_AT])[0]
    return "is no text." if sum(map(head.count, _CONTROLS)) > _MOST_CONTROLS * len(head) else ""


def _is_pdf(content: bytes) -> bool:
    return content[:1024].lstrip().startswith(b"%PDF-")


_PAGE = re.compile(
    r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,200})?(?:<!--[^>]{0,500}>\s{0,200})?<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE,
)


def _media(file: Path, content: bytes) -> Media:
    """Kind of a file by its first bytes, else by its ending."""
    if _is_pdf(content):
        return "application/pdf"
    if _PAGE.match(decode(content[:4096])[0]):
        return "text/html"
    return _SUFFIXES.get(file.suffix.lower(), "text/plain")


def _document(file: Path, content: bytes, published: date | None, reader: BoundedReader) -> Document:
    media = _media(file, content)
    found = _extracted(media, content, reader)
    day, notes = _published(media, found, published)
    return Document(
        name=_shown(Path(file.name)),
        text=found.text,
        hash=hash_of(found.text),
        source_hash=sha256(content).hexdigest(),
        published=day,
        title=found.title,
        media=media,
        notes=(*found.notes, *notes),
    )


def _published(media: Media, found: Extracted, told: date | None) -> tuple[date | None, tuple[str, ...]]:
    """The user's word, then the document's; a PDF may have been made long after its report was written."""
    if told:
        return told, ()
    stated = dateline(found.text)
    if media == "application/pdf":
        return stated or found.published, (MADE_ON,) if found.published and not stated else ()
    return found.published or stated, ()


def _extracted(media: Media, content: bytes, reader: BoundedReader) -> Extracted:
    if media == "application/pdf":
        return reader.read("pdf", content)
    if media == "text/html":
        return _page(content, reader)
    text, notes = decode(content)
    if "\0" in text:
        notes = (*notes, "There are NUL characters in it.")
    return Extracted(text, notes=notes)


def _page(content: bytes, reader: BoundedReader) -> Extracted:
    page, notes = decode(content, declares=True)
    try:
        found = reader.read("html", page.encode())
    except Unreadable:
        found = without_tags(page)
    return Extracted(found.text, found.title, found.published, (*notes, *found.notes))
