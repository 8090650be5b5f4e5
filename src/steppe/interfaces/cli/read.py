"""
``steppe read``: what reports say that matters to a world, each claim with its passage.

Nothing becomes part of a world here: with a scenario folder the claims are put
into its ledger, to be accepted or refused by a person.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from steppe.errors import Problem, UsageError
from steppe.interfaces.cli.evidence import own_folder
from steppe.interfaces.cli.run import noted, raise_together
from steppe.interfaces.cli.shell import tell

if TYPE_CHECKING:
    from steppe.errors import SteppeError
    from steppe.scenario.model import Scenario
    from steppe.sources.news.candidate import Candidate
    from steppe.sources.news.document import Document
    from steppe.sources.news.ledger import Added
    from steppe.sources.news.same import Links

COLUMNS = ("id", "kind", "actor → target", "how many", "when", "modality", "who says so", "sure")
DOUBTED = ("denied", "feared", "hypothetical", "historical")


@dataclass(frozen=True, slots=True)
class Request:
    """
    What a person asked for.

    Parameters
    ----------
    report
        A file or a folder.
    date
        Day of publication as text, for documents that do not tell theirs.
    scenario
        A scenario folder whose ledger is to take the claims; empty for none.
    everything
        Claims that are denied, feared, hypothetical or of an earlier time are shown too.
    explain
        Print the rule and the words of each claim.
    as_json
        Print one JSON object instead of tables.
    """

    report: Path
    date: str = ""
    scenario: str = ""
    everything: bool = False
    explain: bool = False
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """One document, what was found in it, and what its claims have to do with all others."""

    document: Document
    candidates: tuple[Candidate, ...]


def read(request: Request) -> None:
    """
    Read reports, print what they claim, and put it into a ledger if one is given.

    Raises
    ------
    SteppeError
        With everything that is wrong with the request or the reports; nothing is written then.
    """
    from steppe.scenario.folder import load
    from steppe.sources.news.ledger import add_to_ledger

    errors: list[SteppeError] = []
    folder, scenario = None, None
    with noted(errors):
        if request.scenario:
            folder = own_folder(request.scenario)
            scenario = load(folder)
    documents: list[Document] = []
    with noted(errors):
        documents = _documents(request)
    raise_together(errors)
    found = [_found(each, scenario) for each in documents]
    added = add_to_ledger(folder, [(each.document, each.candidates) for each in found]) if folder else None
    links = _links(folder, found)
    if request.as_json:
        typer.echo(json.dumps(_as_json(found, links, scenario), ensure_ascii=False, indent=1))
        return
    for each in found:
        _print_document(each, links, request)
    if added is not None:
        _tell_added(added, request.scenario)


def _documents(request: Request) -> list[Document]:
    """Documents whose day is known, each text once; what is left out of a folder is told."""
    from steppe.sources.news.document import gather_documents

    errors: list[SteppeError] = []
    published = None
    with noted(errors):
        published = _day(request.date)
    reading = gather_documents(request.report, published)
    for each in reading.left_out:
        tell(f"warning: {each}")
    if reading.problems:
        errors.append(UsageError(reading.problems))
    undated = [
        Problem(each.name, "does not say when it was published.", "Give the day: --date 2021-08-23.")
        for each in reading.documents
        if each.published is None
    ]
    if undated and published is None and not errors:
        errors.append(UsageError(undated))
    if errors:
        raise UsageReport(problem for each in errors for problem in each.problems)
    return _once(reading.documents)


class UsageReport(UsageError):
    """A report is at fault, or what is told of it."""

    exit_code = 1
    headline = "problem with the report"


def _once(documents: Iterable[Document]) -> list[Document]:
    kept: dict[str, Document] = {}
    for each in documents:
        first = kept.setdefault(each.hash, each)
        if first is not each:
            tell(f"{each.name}: has the same text as {first.name}, and is read once.")
        for note in each.notes:
            tell(f"{each.name}: {note}")
    return list(kept.values())


def _day(text: str) -> date | None:
    from steppe.field import Field
    from steppe.scenario.values import Refused, read_value

    if not text:
        return None
    try:
        day = read_value(Field("date", "date", "A day."), text)
    except Refused as refused:
        raise UsageError(Problem(f"--date {text}", refused.found, refused.remedy)) from None
    return day if isinstance(day, date) else None


def _found(document: Document, scenario: Scenario | None) -> Read:
    from steppe.sources.news.reader import read_text

    assert document.published is not None, "documents without a day have been told of"
    places = [each.name for each in scenario.places] if scenario else []
    found = read_text(document.text, document.published, places=places, document=document.hash)
    return Read(document, tuple(found))


def _links(folder: Path | None, found: Sequence[Read]) -> dict[str, Links]:
    """What each claim has to do with others: those read now, and those in the ledger."""
    from steppe.sources.news.ledger import entry_of, read_ledger
    from steppe.sources.news.same import relate

    claims = {each.id: each.claim for each in (read_ledger(folder) if folder else ())}
    claims |= {one.id: entry_of(one, each.document).claim for each in found for one in each.candidates}
    return relate(claims.values())


def _as_json(found: Sequence[Read], links: dict[str, Links], scenario: Scenario | None) -> dict[str, Any]:
    return {
        "documents": [
            {
                "name": each.document.name,
                "hash": each.document.hash,
                "source_hash": each.document.source_hash,
                "published": str(each.document.published),
                "title": each.document.title,
                "media": each.document.media,
                "notes": list(each.document.notes),
            }
            for each in found
        ],
        "candidates": [
            _candidate_as_json(one, each.document, links[one.id], scenario)
            for each in found
            for one in each.candidates
        ],
    }


def _candidate_as_json(
    one: Candidate, document: Document, links: Links, scenario: Scenario | None
) -> dict[str, Any]:
    from steppe.sources.news.ledger import entry_of, selectors
    from steppe.sources.news.rows import propose

    entry = entry_of(one, document)
    proposal = propose(one, source=entry.document.said, scenario=scenario)
    return {
        **one.to_json(),
        **links.to_json(),
        "document": document.name,
        "hash": document.hash,
        "selectors": selectors(one, entry.prefix, entry.suffix),
        "scenario_event": proposal.to_json() if proposal else None,
    }


def _print_document(read: Read, links: dict[str, Links], request: Request) -> None:
    from steppe.interfaces.cli.tables import print_table

    shown = [one for one in read.candidates if request.everything or one.modality not in DOUBTED]
    title = f"{read.document.title or read.document.name}, {read.document.published}"
    rows = [cells_of(one, indent) for one, indent in _with_repeats(shown, links)]
    print_table(title, COLUMNS, rows, numbers=("sure",))
    left = len(read.candidates) - len(shown)
    if left:
        typer.echo(
            f"{left} more that are denied, feared, hypothetical or of an earlier time: --all shows them."
        )
    for one in shown:
        _print_links(one, links[one.id])
        if request.explain:
            _print_reasons(one)


def _with_repeats(shown: Sequence[Candidate], links: dict[str, Links]) -> list[tuple[Candidate, str]]:
    """Claims in the order of the text, those that say the same indented under the first."""
    there = {one.id for one in shown}
    below: dict[str, list[Candidate]] = {}
    for one in shown:
        below.setdefault(links[one.id].duplicate_of, []).append(one)
    ordered: list[tuple[Candidate, str]] = []
    for one in shown:
        if links[one.id].duplicate_of not in there:
            ordered += [(one, ""), *((other, "  ") for other in below.get(one.id, ()))]
    told = {one.id for one, _ in ordered}
    return ordered + [(one, "  ") for one in shown if one.id not in told]


def cells_of(one: Candidate, indent: str = "") -> tuple[str, ...]:
    """A claim as a row of the table."""
    when = str(one.date_from) if one.date_from == one.date_to else f"{one.date_from} to {one.date_to}"
    who = f"{one.actor} → {one.target}" if one.actor else one.target
    what = ", ".join(each for each in (one.quantity_text, one.group) if each)
    said = " > ".join(one.attribution)
    return (
        indent + one.id,
        one.kind.replace("_", " "),
        who,
        what,
        when,
        one.modality,
        said,
        f"{one.confidence:.2f}",
    )


def _print_links(one: Candidate, links: Links) -> None:
    for word in ("contradicts", "supersedes", "superseded_by"):
        others = getattr(links, word)
        if others:
            typer.echo(f"{one.id} {word.replace('_', ' ')} {', '.join(others)}")


def _print_reasons(one: Candidate) -> None:
    typer.echo(f"{one.id} {one.kind}: “{' '.join(one.passage.split())}”")
    typer.echo(f"  rule {one.rule}")
    for each in one.fired:
        typer.echo(f"  {each.role}: '{each.words}' (characters {each.start} to {each.end})")
    if one.date_text:
        typer.echo(f"  when: '{one.date_text}'")
    for reason in one.reasons:
        typer.echo(f"  not surer: {reason}")


def _tell_added(added: Added, scenario: str) -> None:
    import shlex

    there = f", {len(added.known)} were there already" if added.known else ""
    typer.echo(f"{len(added.new)} claims were added to {scenario}{there}.")
    if added.new:
        typer.echo(f"To go through them: steppe review {shlex.quote(scenario)}")
