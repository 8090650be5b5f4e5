"""
``steppe accept`` and ``steppe refuse``, and what the commands on evidence share.

Evidence lives in a scenario folder that may be written to; a built-in world has
to be copied first.
"""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from steppe.errors import OutputError, Problem, UsageError
from steppe.interfaces.cli.pairs import read_pairs
from steppe.interfaces.cli.shell import tell

if TYPE_CHECKING:
    from steppe.insight.timeline import Choice
    from steppe.scenario.events import Event
    from steppe.scenario.model import Observation, Scenario
    from steppe.sources.news.deciding import Decided
    from steppe.sources.news.ledger import Entry


def own_folder(source: str) -> Path:
    """
    The scenario folder that evidence is kept in.

    Raises
    ------
    ScenarioError
        Where there is no such folder.
    OutputError
        Where it is a built-in world or a Flee folder, which nothing is written to, or may not be written to.
    """
    import os

    from steppe.scenario import gallery
    from steppe.scenario.folder import locate
    from steppe.scenario.whereabouts import TOML_FILE

    folder = locate(source)
    copy = f"Copy it: steppe new my-{folder.name} --like {source}"
    if folder.name in gallery.names() and folder.resolve() == gallery.path(folder.name).resolve():
        raise OutputError(Problem(source, "is a built-in world and is not written to.", f"{copy}."))
    if not (folder / TOML_FILE).exists():
        raise OutputError(Problem(source, "is no scenario folder.", "Bring it in with `steppe import`."))
    if (folder.parent / "run.json").is_file():
        raise OutputError(Problem(source, "is the frozen world of a run.", f"{copy}."))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(Problem(source, "may not be written to.", f"{copy}."))
    return folder


def who(by: str) -> str:
    """Who decides: as told, or the person whose computer it is."""
    if by.strip():
        return by.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def changes_from(pairs: Iterable[str], *, option: str = "--set ") -> dict[str, str]:
    """
    Text by column, of ``column=value``.

    Raises
    ------
    UsageError
        With everything that is none.
    """
    changes, problems = read_pairs(pairs, option=option, what="COLUMN")
    if problems:
        raise UsageError(problems)
    return changes


def accept(
    source: str, ids: Sequence[str], changes: Sequence[str], *, by: str, note: str, as_json: bool = False
) -> None:
    """
    Let claims of a ledger become rows, and say which.

    Raises
    ------
    SteppeError
        With everything that keeps any of them from it; nothing has changed then.
    """
    from steppe.sources.news.deciding import Word
    from steppe.sources.news.deciding import accept as accept_claims

    word = Word(who(by), note, tuple(changes_from(changes).items()))
    _tell_decided(accept_claims(own_folder(source), ids, word), as_json=as_json)


def refuse(source: str, ids: Sequence[str], *, by: str, note: str, as_json: bool = False) -> None:
    """
    Refuse claims of a ledger.

    Raises
    ------
    SteppeError
        With every unknown id; nothing has changed then.
    """
    from steppe.sources.news.deciding import Word
    from steppe.sources.news.deciding import refuse as refuse_claims

    _tell_decided(refuse_claims(own_folder(source), ids, Word(who(by), note)), as_json=as_json)


def _tell_decided(decided: Iterable[Decided], *, as_json: bool) -> None:
    if as_json:
        written = [decided_as_json(each) for each in decided]
        typer.echo(json.dumps({"decided": written}, ensure_ascii=False))
        return
    for each in decided:
        tell_decision(each)


def decided_as_json(one: Decided) -> dict[str, Any]:
    """A decision for another program."""
    row = one.proposal.to_json() if one.proposal else None
    return {"id": one.id, "state": one.state, "scenario_event": row, "told": list(one.told)}


def tell_decision(one: Decided) -> None:
    """What was decided, the row, and what should be known of it."""
    if one.proposal is None:
        typer.echo(f"{one.id} {one.state}")
    else:
        typer.echo(f"{one.id} {one.state}: {one.proposal.table}.csv: {cells_in_a_line(one.proposal.cells)}")
    for each in one.told:
        tell(f"{one.id}: {each}")


def cells_in_a_line(cells: dict[str, str]) -> str:
    """A row as it is written on a command line, its source and note left out."""
    shown = {name: cell for name, cell in cells.items() if name not in ("source", "note", "evidence")}
    word = shown.pop("event", "count")
    return " ".join(
        [word, *(f"{name}={cell!r}" if " " in cell else f"{name}={cell}" for name, cell in shown.items())]
    )


def reasons_behind(source: str, scenario: Scenario, choice: Choice) -> list[dict[str, Any]]:
    """
    The chosen rows of events and observations, and what each rests on.

    Returns
    -------
    rows
        With ``table``, ``row``, ``source`` and ``evidence``: of each entry its passage, document, date and decision.

    Raises
    ------
    ScenarioError
        With every bad line of the ledger.
    """
    from steppe.scenario.events import listed
    from steppe.scenario.folder import locate
    from steppe.scenario.tables import rows_of
    from steppe.sources.news.ledger import read_ledger
    from steppe.sources.news.rows import Proposal

    entries = {each.id: each for each in read_ledger(locate(source))}
    return [
        {
            "table": table,
            "row": Proposal(table, row).cells,
            "source": row.source,
            "evidence": [_reason(name, entries.get(name)) for name in listed(row.evidence)],
        }
        for table in ("events", "observations")
        for row in rows_of(scenario, table)
        if _is_chosen(row, scenario, choice)
    ]


def _is_chosen(row: Event | Observation, scenario: Scenario, choice: Choice) -> bool:
    """Whether a row is among those that were asked for; a count is of its own day, and of no kind of event."""
    from steppe.insight.timeline import TimelineRow, event_subject, occurrences
    from steppe.scenario.model import Observation

    if isinstance(row, Observation):
        country = row.country or next(
            (each.country for each in scenario.places if each.name == row.place), ""
        )
        day_after = row.date + timedelta(days=1)
        return choice.takes(TimelineRow("observation", row.date, day_after, "", (row.place,), (country,)))
    about = event_subject(row, scenario)
    spans = occurrences(row, scenario)
    return any(choice.takes(TimelineRow(row.word, start, end, "", *about)) for start, end in spans)


def _reason(name: str, entry: Entry | None) -> dict[str, Any]:
    if entry is None:
        return {"id": name, "passage": None}
    decision = entry.decision
    return {
        "id": name,
        "passage": entry.candidate.passage,
        "start": entry.candidate.start,
        "end": entry.candidate.end,
        "document": entry.document.title or entry.document.name,
        "hash": entry.document.hash,
        "published": entry.document.published.isoformat(),
        "state": decision.state,
        "by": decision.by,
        "when": decision.when,
        "note": decision.note,
        "superseded_by": list(entry.links.superseded_by),
        "contradicts": list(entry.links.contradicts),
    }


def tell_reasons(rows: Iterable[dict[str, Any]]) -> None:
    """Each row in a line, and below it the passages, or else its source."""
    for row in rows:
        typer.echo(f"{row['table']}.csv: {cells_in_a_line(row['row'])}")
        if not row["evidence"]:
            typer.echo(f"  source: {' '.join(row['source'].split()) or 'none'}")
        for each in row["evidence"]:
            _tell_reason(each)


def _tell_reason(each: dict[str, Any]) -> None:
    if each["passage"] is None:
        typer.echo(f"  {each['id']}: not in evidence.jsonl")
        return
    typer.echo(f"  {each['id']}: “{' '.join(each['passage'].split())}”")
    typer.echo(f"    {each['document']}, {each['published']}, characters {each['start']} to {each['end']}")
    note = f": {each['note']}" if each["note"] else ""
    typer.echo(f"    {each['state']} by {each['by'] or 'nobody named'}, {each['when']}{note}")
    for word in ("superseded_by", "contradicts"):
        if each[word]:
            typer.echo(f"    {word.replace('_', ' ')} {', '.join(each[word])}")
