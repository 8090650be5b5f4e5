"""
What rows rest on, as far as a world knows it: files that travel along, ids, and what was decided.

``evidence.jsonl`` has one JSON object per line, each with an ``id``, a
``document`` with a ``hash``, and a ``decision`` with a ``state``.  The text of a
document lies beside it as ``evidence/<first 16 digits of its hash>.txt``.  What
else an entry says is read and written by ``sources/news/ledger.py``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from steppe.errors import OutputError, Problem, ScenarioError

EVIDENCE_FILE = "evidence.jsonl"
EVIDENCE_FOLDER = "evidence"
NO_EVIDENCE: Mapping[str, bytes] = MappingProxyType({})
_HASH = re.compile(r"[0-9a-f]{16,128}")
_TEXT_NAME = re.compile(rf"{EVIDENCE_FOLDER}/[0-9a-f]{{16}}\.txt")
_CORRECT = "Correct the line, or delete it."


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line of ``evidence.jsonl`` that is a JSON object, and its number."""

    line: int
    entry: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its id, empty where it has none."""
        return _word(self.entry, "id")

    @property
    def state(self) -> str:
        """What was decided, empty where nothing is said."""
        return _word(self.entry.get("decision"), "state")

    @property
    def text_name(self) -> str:
        """The file that keeps the text of its document, empty where its hash is none."""
        return text_name(_word(self.entry.get("document"), "hash"))


def text_name(text_hash: str) -> str:
    """The file in a scenario folder that keeps a text; empty for what is no hash, so that no path is made of it."""
    return f"{EVIDENCE_FOLDER}/{text_hash[:16]}.txt" if _HASH.fullmatch(text_hash) else ""


def entry_lines(content: bytes) -> tuple[list[EntryLine], list[Problem]]:
    """
    The entries of a ledger.

    Parameters
    ----------
    content
        Of ``evidence.jsonl``.

    Returns
    -------
    entries, problems
        Every line that is a JSON object, and every line that is none.
    """
    entries: list[EntryLine] = []
    problems: list[Problem] = []
    for number, raw in enumerate(content.split(b"\n"), start=1):
        if not raw.strip(b" \t\r\xef\xbb\xbf"):
            continue
        try:
            written = json.loads(raw.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            written = None
        if isinstance(written, dict):
            entries.append(EntryLine(number, written))
        else:
            problems.append(Problem(f"{EVIDENCE_FILE} line {number}", "is no JSON object.", _CORRECT))
    return entries, problems


def _word(written: object, name: str) -> str:
    value = written.get(name) if isinstance(written, Mapping) else None
    return value if isinstance(value, str) else ""


def read_evidence(folder: Path) -> Mapping[str, bytes]:
    """
    The ledger of a scenario folder and the texts that it names, byte for byte.

    Returns
    -------
    evidence
        Name of each file in the folder to its content; empty where there is no ledger.

    Raises
    ------
    ScenarioError
        Where a file is there but cannot be read.
    """
    path = folder / EVIDENCE_FILE
    if not (path.exists() or path.is_symlink()):
        return NO_EVIDENCE
    files = {EVIDENCE_FILE: content_of(path, EVIDENCE_FILE)}
    for name in sorted({each.text_name for each in entry_lines(files[EVIDENCE_FILE])[0]} - {""}):
        if (folder / name).is_file() and not _leads_away(folder, name):
            files[name] = content_of(folder / name, name)
    return MappingProxyType(files)


def _leads_away(folder: Path, name: str) -> bool:
    """Whether a text is, or lies in, a link to somewhere else."""
    return (folder / EVIDENCE_FOLDER).is_symlink() or (folder / name).is_symlink()


def content_of(path: Path, name: str) -> bytes:
    """Bytes of a file of a scenario's evidence. Raises :class:`ScenarioError` where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        found = f"cannot be read ({error.strerror or error})."
        raise ScenarioError(Problem(name, found, "Check the file and your rights.")) from None


def require_own_files(evidence: Mapping[str, bytes]) -> None:
    """Raise :class:`ScenarioError` where a file of the evidence is none that a scenario folder holds."""
    problems = [
        Problem(f"evidence '{name}'", "is no file of a scenario's evidence.", f"Keep {EVIDENCE_FILE} only.")
        for name in evidence
        if name != EVIDENCE_FILE and not _TEXT_NAME.fullmatch(name)
    ]
    if problems:
        raise ScenarioError(problems)


def require_no_link(folder: Path) -> None:
    """Raise :class:`OutputError` where texts would be written outside a scenario folder."""
    if (folder / EVIDENCE_FOLDER).is_symlink():
        raise OutputError(
            Problem(
                str(folder / EVIDENCE_FOLDER),
                "is a link to another folder, and nothing is written outside the scenario.",
                "Put a folder of its own there.",
            )
        )
