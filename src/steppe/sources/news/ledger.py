"""
The ledger of a scenario folder: every claim that was read, the passage that says so, and what became of it.

``evidence.jsonl`` has one entry on each line; the texts that were read lie
beside it, so that a passage can always be shown.  A ledger is written aside and
then renamed, and nothing is written outside the scenario folder.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from steppe.errors import Problem, ScenarioError
from steppe.scenario.evidence import (
    EVIDENCE_FILE,
    EntryLine,
    content_of,
    entry_lines,
    require_no_link,
    text_name,
)
from steppe.scenario.written import cannot_write
from steppe.sources.news.candidate import KINDS, MODALITIES, Candidate, candidate_from_json, hash_of
from steppe.sources.news.same import Claim, Links, relate

STATES = ("open", "accepted", "edited", "refused", "superseded")
ACCEPTED = ("accepted", "edited")
AROUND = 40
_ID = re.compile(r"[0-9a-z]{1,32}")
_HASH = re.compile(r"[0-9a-f]{64}")


class Report(Protocol):
    """What the ledger has to know of a document that was read."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def published(self) -> date | None: ...  # noqa: D102
    @property
    def hash(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class DocumentNamed:
    """
    A document by name and content.

    Parameters
    ----------
    name
        Of its file.
    hash, source_hash
        SHA-256 of the text that was read, and of the file it was taken from.
    published
        The day.
    title
        Empty where there is none.
    """

    name: str
    hash: str
    source_hash: str
    published: date
    title: str = ""

    @property
    def said(self) -> str:
        """How a row names it as its source."""
        return f"{self.title or self.name}, {self.published}"


@dataclass(frozen=True, slots=True)
class Decision:
    """
    What became of a claim.

    Parameters
    ----------
    state
        One of :data:`STATES`.
    by, when, note
        Who decided, at what time (ISO), and what they said.
    table, values
        The row it became, its cells as text by column.
    """

    state: str = "open"
    by: str = ""
    when: str = ""
    note: str = ""
    table: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim of one document, where in its text it stands, and what became of it."""

    candidate: Candidate
    document: DocumentNamed
    prefix: str = ""
    suffix: str = ""
    decision: Decision = Decision()
    links: Links = Links()

    @property
    def id(self) -> str:
        """Id of the candidate."""
        return self.candidate.id

    @property
    def claim(self) -> Claim:
        """What is compared with claims of other documents."""
        return Claim(self.id, self.candidate, self.document.published, self.document.hash)

    def to_json(self) -> dict[str, Any]:
        """As it stands on a line of the ledger."""
        one, decision = self.candidate, self.decision
        row = {"table": decision.table, "values": dict(decision.values)} if decision.table else None
        return {
            "id": self.id,
            "document": asdict(self.document) | {"published": self.document.published.isoformat()},
            "selectors": selectors(one, self.prefix, self.suffix),
            "candidate": one.to_json(),
            "decision": {
                "state": decision.state,
                "by": decision.by,
                "when": decision.when,
                "note": decision.note,
                "row": row,
            },
            "links": self.links.to_json(),
        }


def selectors(candidate: Candidate, prefix: str, suffix: str) -> list[dict[str, Any]]:
    """The passage as selectors of the W3C Web Annotation model: by its words and by its position."""
    quote = {"exact": candidate.passage, "prefix": prefix, "suffix": suffix}
    position = {"start": candidate.start, "end": candidate.end}
    return [{"type": "TextQuoteSelector", **quote}, {"type": "TextPositionSelector", **position}]


def entry_of(candidate: Candidate, document: Report) -> Entry:
    """A new entry, undecided, for a claim of a document whose day is known."""
    if document.published is None:
        raise ValueError("the day of publication is not known")
    text_hash = hash_of(document.text)
    source_hash = str(getattr(document, "source_hash", "") or document.hash)
    named = DocumentNamed(document.name, text_hash, source_hash, document.published, document.title)
    prefix = document.text[max(0, candidate.start - AROUND) : candidate.start]
    suffix = document.text[candidate.end : candidate.end + AROUND]
    return Entry(candidate, named, prefix, suffix)


def read_ledger(folder: Path) -> tuple[Entry, ...]:
    """
    The entries of a scenario folder, in the order in which they were read.

    Raises
    ------
    ScenarioError
        With every line that is none.
    """
    path = folder / EVIDENCE_FILE
    if not path.exists():
        return ()
    lines, problems = entry_lines(content_of(path, EVIDENCE_FILE))
    entries: dict[str, Entry] = {}
    for line in lines:
        try:
            entry = _entry_from(line)
            if entry.id in entries:
                raise ValueError(f"id '{entry.id}' stands there already")
            entries[entry.id] = entry
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            told = f"has no {error}" if isinstance(error, KeyError) else f"is no entry ({error})"
            problems.append(_bad_line(line.line, told))
    if problems:
        raise ScenarioError(sorted(problems, key=lambda each: int(each.where.rpartition(" ")[2])))
    return tuple(entries.values())


def _bad_line(line: int, told: str) -> Problem:
    return Problem(f"{EVIDENCE_FILE} line {line}", f"{told}.", "Correct the line, or delete it.")


def _entry_from(line: EntryLine) -> Entry:
    """An entry as it was written. Raises ``KeyError``, ``TypeError`` or ``ValueError`` for what is none."""
    written = line.entry
    if not _ID.fullmatch(line.id):
        raise ValueError(f"id {str(written.get('id'))[:40]!r} is none")
    document, decided, quote = written["document"], written["decision"], written["selectors"][0]
    if not _HASH.fullmatch(document["hash"]):
        raise ValueError("the hash of the document is none")
    named = DocumentNamed(**{**document, "published": date.fromisoformat(document["published"])})
    candidate = candidate_from_json(written["candidate"])
    if candidate.kind not in KINDS or candidate.modality not in MODALITIES:
        raise ValueError(f"kind '{candidate.kind}' or modality '{candidate.modality}' is unknown")
    if candidate.id != line.id:
        raise ValueError(f"the id of its candidate is '{candidate.id}', not '{line.id}'")
    row = decided["row"] or {"table": "", "values": {}}
    words = [str(decided[name]) for name in ("state", "by", "when", "note")]
    if words[0] not in STATES:
        raise ValueError(f"state '{words[0]}' is not one of {', '.join(STATES)}")
    state, by, when, note = words
    decision = Decision(state, by, when, note, str(row["table"]), dict(row["values"]))
    links = Links.from_json(written["links"])
    return Entry(candidate, named, str(quote["prefix"]), str(quote["suffix"]), decision, links)


def ledger_text(entries: Iterable[Entry]) -> str:
    """The lines of ``evidence.jsonl``."""
    return "".join(json.dumps(each.to_json(), ensure_ascii=False) + "\n" for each in entries)


@dataclass(frozen=True, slots=True)
class Added:
    """
    What came of putting claims into a ledger.

    Parameters
    ----------
    new
        Entries that were not there.
    known
        Ids that were there already.
    """

    new: tuple[Entry, ...]
    known: tuple[str, ...]


def add_to_ledger(folder: Path, read: Sequence[tuple[Report, Sequence[Candidate]]]) -> Added:
    """
    Put claims into the ledger as open; what is there already stays as it is.

    Parameters
    ----------
    folder
        The scenario folder.
    read
        Each document, and what was found in it.

    Raises
    ------
    ScenarioError
        With every bad line of the ledger that is there.
    OutputError
        Where nothing can be written; the folder is then as it was.
    """
    with sole_writer(folder):
        there = read_ledger(folder)
        ids = {each.id for each in there}
        new: dict[str, Entry] = {}
        known: list[str] = []
        texts: dict[str, str] = {}
        for document, candidates in read:
            for candidate in candidates:
                if candidate.id in ids or candidate.id in new:
                    known.append(candidate.id)
                    continue
                entry = entry_of(candidate, document)
                new[entry.id] = entry
                texts[text_name(entry.document.hash)] = document.text
        if new:
            entries = linked((*there, *new.values()))
            write_ledger(folder, entries, texts)
            new = {each.id: each for each in entries if each.id in new}
        return Added(tuple(new.values()), tuple(known))


def linked(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries with what each has to do with those of other documents found anew."""
    links = relate([each.claim for each in entries])
    return tuple(replace(each, links=links[each.id]) for each in entries)


def write_ledger(folder: Path, entries: Sequence[Entry], texts: Mapping[str, str] | None = None) -> None:
    """
    Write the ledger and the texts it names, each aside first; a text that is there is not written again.

    Raises
    ------
    OutputError
        Where nothing can be written.
    """
    require_no_link(folder)
    for name, text in (texts or {}).items():
        if name and not (folder / name).is_file():
            put(folder / name, text.encode("utf-8", errors="surrogatepass"))
    put(folder / EVIDENCE_FILE, ledger_text(entries).encode("utf-8", errors="surrogatepass"))


def put(path: Path, content: bytes) -> None:
    """Write one file aside and rename it. Raises ``OutputError``."""
    aside = ""
    try:
        path.parent.mkdir(exist_ok=True)
        mode = path.stat().st_mode & 0o777 if path.exists() else None
        handle, aside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(aside).chmod(0o644 if mode is None else mode)
        os.replace(aside, path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        if aside:
            Path(aside).unlink(missing_ok=True)


def kept_text(folder: Path, entry: Entry) -> str | None:
    """The text of an entry's document, or ``None`` where it is gone or is another text now."""
    path = folder / text_name(entry.document.hash)
    try:
        text = path.read_bytes().decode("utf-8", errors="surrogatepass")
    except (OSError, ValueError):
        return None
    return text if hash_of(text) == entry.document.hash else None


@contextmanager
def sole_writer(folder: Path) -> Iterator[None]:
    """Let one command at a time change a scenario folder, where the system can hold the others back."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    try:
        held = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise cannot_write(folder, error) from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)
