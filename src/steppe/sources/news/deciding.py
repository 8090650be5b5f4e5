"""
What becomes of claims: accepted ones become rows of a scenario folder, refused ones stay in the ledger.

The whole world is checked with its new rows before anything is written; then the
table and the ledger are each put in place at once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from steppe.errors import Problem, ScenarioError, SteppeError, UsageError
from steppe.scenario.appended import appended
from steppe.scenario.check import check_parts
from steppe.scenario.events import Statement, listed
from steppe.scenario.folder import load
from steppe.scenario.model import Scenario
from steppe.scenario.nearest import suggestion
from steppe.scenario.tables import rows_of
from steppe.scenario.tables_io import read_table, table_texts
from steppe.scenario.whereabouts import Whereabouts
from steppe.scenario.written import for_spreadsheets
from steppe.sources.news.ledger import (
    ACCEPTED,
    Decision,
    Entry,
    linked,
    put,
    read_ledger,
    sole_writer,
    write_ledger,
)
from steppe.sources.news.rows import Proposal, problems_of, propose, with_cells

TABLES = ("events", "observations")


@dataclass(frozen=True, slots=True)
class Word:
    """
    Somebody's word on a claim.

    Parameters
    ----------
    by, note
        Who, and what they said.
    changes
        Text by column, for a row that is edited before it is accepted.
    when
        The time, ISO; now by default.
    """

    by: str = ""
    note: str = ""
    changes: tuple[tuple[str, str], ...] = ()
    when: str = ""

    def decision(self, state: str, proposal: Proposal | None = None, note: str = "") -> Decision:
        """The decision that this word makes."""
        when = self.when or datetime.now().astimezone().isoformat(timespec="seconds")
        table, values = (proposal.table, proposal.cells) if proposal else ("", {})
        return Decision(state, self.by, when, note or self.note, table, values)


@dataclass(frozen=True, slots=True)
class Decided:
    """A claim that was decided on, the row it became, and what a person should know of it."""

    id: str
    state: str
    proposal: Proposal | None = None
    told: tuple[str, ...] = ()


def proposal_for(entry: Entry, scenario: Scenario, changes: Mapping[str, str]) -> Proposal:
    """
    The row that an entry would become, with a person's changes.

    Raises
    ------
    ScenarioError
        Where it has no place in the world.
    UsageError
        With every change that cannot be.
    """
    found = propose(entry.candidate, source=entry.document.said, scenario=scenario)
    if found is None and "event" in changes:
        found = Proposal("events", _blank(entry))
    if found is None:
        remedy = "Refuse it, or say what it is: --set event=statement --set country=..., and so on."
        raise ScenarioError(Problem(entry.id, "has no place in this world.", remedy))
    if not changes:
        return found
    changed = with_cells(found, changes, entry.id)
    if changed.row.evidence != entry.id:
        changed = replace(changed, row=replace(changed.row, evidence=entry.id))
    wrong = problems_of(changed.row, scenario)
    if wrong:
        raise ScenarioError(Problem(entry.id, each, "") for each in wrong)
    return replace(changed, told=())


def _blank(entry: Entry) -> Statement:
    one = entry.candidate
    return Statement("", one.date_from, source=entry.document.said, note=one.passage, evidence=entry.id)


def accept(folder: Path, ids: Sequence[str], word: Word) -> tuple[Decided, ...]:
    """
    Let claims become rows.

    Parameters
    ----------
    folder
        The scenario folder.
    ids
        Of entries of its ledger.
    word
        Who accepts them, and with what changes; changes are for one claim alone.

    Returns
    -------
    decided
        In the order of ``ids``.

    Raises
    ------
    SteppeError
        With every unknown id and every row that cannot be; nothing has changed then.
    """
    if word.changes and len(dict.fromkeys(ids)) > 1:
        raise UsageError(Problem("--set", "is for one claim alone.", "Accept one ID at a time."))
    with sole_writer(folder):
        entries = {each.id: each for each in read_ledger(folder)}
        wanted = _known(ids, entries)
        before = load(folder)
        after, decided = _with_rows(before, entries, wanted, word)
        for one in decided:
            entries[one.id] = replace(
                entries[one.id],
                decision=word.decision(one.state, one.proposal) if one.proposal else entries[one.id].decision,
            )
        told = tuple(replace(one, told=(*one.told, *_told(one, entries, word))) for one in decided)
        _put_rows(folder, before, after, linked(tuple(entries.values())))
        return told


def _known(ids: Sequence[str], entries: Mapping[str, Entry]) -> list[str]:
    wanted = list(dict.fromkeys(ids))
    unknown = [
        Problem(
            repr(each)[1:-1], "is not in evidence.jsonl.", suggestion(each, entries, "See `steppe review`.")
        )
        for each in wanted
        if each not in entries
    ]
    if unknown:
        raise ScenarioError(unknown)
    return wanted


def _with_rows(
    before: Scenario, entries: Mapping[str, Entry], wanted: Sequence[str], word: Word
) -> tuple[Scenario, list[Decided]]:
    """The world with the new rows, judged as a whole; what is wrong with any of them is told together."""
    world, decided, errors = before, list[Decided](), list[SteppeError]()
    named: dict[tuple[str, int], str] = {}
    rests = _rows_by_evidence(before)
    for name in wanted:
        if name in rests:
            table, row = rests[name]
            told = ("its row is there already; nothing was added.",)
            is_decided = entries[name].decision.state in ACCEPTED
            decided.append(Decided(name, "accepted", None if is_decided else Proposal(table, row), told))
            continue
        try:
            proposal = proposal_for(entries[name], world, dict(word.changes))
        except SteppeError as error:
            errors.append(error)
            continue
        named[proposal.table, len(rows_of(world, proposal.table))] = name
        more: dict[str, Any] = {proposal.table: (*rows_of(world, proposal.table), proposal.row)}
        world = replace(world, **more)
        decided.append(Decided(name, "edited" if word.changes else "accepted", proposal, proposal.told))
    if not errors and named:
        problems = check_parts(world, Whereabouts(named=named))
        wrong = [each for each in problems if each.severity == "error"]
        errors += [ScenarioError(wrong)] if wrong else []
    if errors:
        kind = type(errors[0]) if len({type(each) for each in errors}) == 1 else ScenarioError
        raise kind(problem for each in errors for problem in each.problems)
    return world, decided


def _rows_by_evidence(scenario: Scenario) -> dict[str, tuple[str, Any]]:
    return {
        name: (table, row)
        for table in TABLES
        for row in rows_of(scenario, table)
        for name in listed(row.evidence)
    }


def _told(one: Decided, entries: dict[str, Entry], word: Word) -> tuple[str, ...]:
    """What an accepted claim has to do with others; those of earlier documents that are open are superseded by it."""
    links = entries[one.id].links
    told = [
        f"it contradicts {other}, which is accepted: {_shown(entries[other])}."
        for other in links.contradicts
        if other in entries and entries[other].decision.state in ACCEPTED
    ]
    told += [
        f"a later document says otherwise ({other}): {_shown(entries[other])}."
        for other in links.superseded_by
        if other in entries and entries[other].decision.state != "refused"
    ]
    for other in links.supersedes:
        if other not in entries:
            continue
        if entries[other].decision.state == "open":
            note = f"superseded by {one.id}"
            entries[other] = replace(entries[other], decision=word.decision("superseded", note=note))
            told.append(f"it supersedes {other}: {_shown(entries[other])}.")
        elif entries[other].decision.state in ACCEPTED:
            told.append(f"it supersedes {other}, whose row is still there: end that row, or delete it.")
    return tuple(told)


def _shown(entry: Entry) -> str:
    one = entry.candidate
    return f"{one.kind} {one.actor} – {one.target}, {one.date_from} ({entry.document.name})"


def _put_rows(folder: Path, before: Scenario, after: Scenario, entries: Sequence[Entry]) -> None:
    """Write the tables that changed and the ledger; if the ledger cannot be written, the tables are as before."""
    old: dict[Path, bytes | None] = {}
    new: dict[Path, bytes] = {}
    for table in TABLES:
        added = rows_of(after, table)[len(rows_of(before, table)) :]
        if added:
            path = folder / f"{table}.csv"
            old[path] = path.read_bytes() if path.exists() else None
            new[path] = _content(old[path] or b"", table, after, added)
    try:
        for path, content in new.items():
            put(path, content)
        write_ledger(folder, entries)
    except BaseException:
        for path, was in old.items():
            if was is None:
                path.unlink(missing_ok=True)
            elif path.read_bytes() != was:
                put(path, was)
        raise


def _content(was: bytes, table: str, after: Scenario, added: Sequence[Any]) -> bytes:
    """A table with rows at its end; written anew where its file is of a shape to which none can be added."""
    content = appended(was, table, added)
    with tempfile.TemporaryDirectory() as aside:
        path = Path(aside) / f"{table}.csv"
        path.write_bytes(content)
        found = read_table(path, table)
    if not found.problems and tuple(found.rows) == rows_of(after, table):
        return content
    name = f"{table}.csv"
    return for_spreadsheets(name, table_texts(after)[name]).encode()


def refuse(folder: Path, ids: Sequence[str], word: Word) -> tuple[Decided, ...]:
    """
    Refuse claims; only the ledger changes.

    Raises
    ------
    ScenarioError
        With every unknown id and every bad line of the ledger; nothing has changed then.
    """
    with sole_writer(folder):
        entries = {each.id: each for each in read_ledger(folder)}
        decided = []
        for name in _known(ids, entries):
            had_row = entries[name].decision.table if entries[name].decision.state in ACCEPTED else ""
            told = (f"its row in {had_row}.csv stays: delete it there.",) if had_row else ()
            entries[name] = replace(entries[name], decision=word.decision("refused"))
            decided.append(Decided(name, "refused", None, told))
        write_ledger(folder, tuple(entries.values()))
        return tuple(decided)
