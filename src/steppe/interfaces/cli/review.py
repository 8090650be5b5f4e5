"""
``steppe review``: a person goes through the claims of a ledger that nobody has decided on.

Each is shown with its passage in its sentence and the row it would become.  At a
terminal and through a pipe alike an answer is one line; every decision is
written at once, so that stopping loses nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from steppe.errors import SteppeError
from steppe.interfaces.cli.evidence import (
    cells_in_a_line,
    changes_from,
    own_folder,
    tell_decision,
    who,
)
from steppe.interfaces.cli.shell import tell

if TYPE_CHECKING:
    from rich.console import Console

    from steppe.sources.news.ledger import Entry

ANSWERS = {"a": "accept", "e": "edit", "r": "refuse", "s": "skip", "q": "quit", "?": "help"}
HELP = """\
a  accept: the row is added to the world
e  edit: write column=value lines, then an empty line; the row is added with them
r  refuse: the claim stays in evidence.jsonl and nothing is added
s  skip: decide another time
q  quit: what was decided is kept"""
AROUND = 300


@dataclass(slots=True)
class Counted:
    """How many claims were decided on, and how."""

    accepted: int = 0
    refused: int = 0
    skipped: int = 0


def review(source: str, *, by: str = "", everything: bool = False) -> None:
    """
    Walk through the open claims of a scenario folder.

    Parameters
    ----------
    source
        The scenario folder.
    by
        Who decides; the user of the computer by default.
    everything
        Repeats of other claims and those that were superseded are asked about too.

    Raises
    ------
    SteppeError
        Where the folder or its ledger is at fault.
    """
    from steppe.scenario.folder import load
    from steppe.sources.news.ledger import read_ledger

    folder = own_folder(source)
    load(folder)
    waiting = [each for each in read_ledger(folder) if _is_asked(each, everything=everything)]
    if not waiting:
        typer.echo("No claim waits for a decision; `steppe read REPORT --scenario S` adds some.")
        return
    counted, lines = Counted(), _typed()
    for number, entry in enumerate(waiting, start=1):
        if not _ask(folder, entry, f"{number} of {len(waiting)}", lines, counted, who(by)):
            break
    left = len(waiting) - counted.accepted - counted.refused
    typer.echo(f"{counted.accepted} accepted, {counted.refused} refused, {left} left.")


def _is_asked(entry: Entry, *, everything: bool) -> bool:
    if everything:
        return entry.decision.state in ("open", "superseded")
    return entry.decision.state == "open" and not entry.links.duplicate_of


def _typed() -> Iterator[str]:
    """Lines as a person types them, or as they come through a pipe."""
    while True:
        line = sys.stdin.readline()
        if not line:
            return
        yield line.strip()


def _ask(folder: Path, entry: Entry, place: str, lines: Iterator[str], counted: Counted, by: str) -> bool:
    """Show one claim and act on the answer; whether to go on to the next."""
    _show(folder, entry, place)
    while True:
        typer.echo("accept, edit, refuse, skip, quit, ? > ", nl=False)
        answer = next(lines, "q").casefold()
        typer.echo("" if sys.stdin.isatty() else answer)
        word = ANSWERS.get(answer[:1]) if answer else None
        if word == "quit":
            return False
        if word == "skip":
            counted.skipped += 1
            return True
        if word in ("accept", "edit", "refuse"):
            try:
                _decide(folder, entry, word, lines, by)
            except SteppeError as error:
                tell(str(error))
                continue
            counted.refused += word == "refuse"
            counted.accepted += word != "refuse"
            return True
        typer.echo(HELP)


def _decide(folder: Path, entry: Entry, word: str, lines: Iterator[str], by: str) -> None:
    from steppe.sources.news.deciding import Word, accept, refuse

    said = Word(by)
    if word == "edit":
        said = replace(said, changes=tuple(_changes(lines).items()))
    decided = (refuse if word == "refuse" else accept)(folder, [entry.id], said)
    for each in decided:
        tell_decision(each)


def _changes(lines: Iterator[str]) -> dict[str, str]:
    typer.echo("column=value lines, then an empty line; an empty value empties the cell")
    pairs = []
    for line in lines:
        if not line:
            break
        pairs.append(line)
    return changes_from(pairs, option="")


def _show(folder: Path, entry: Entry, place: str) -> None:
    from rich.console import Console
    from rich.markup import escape

    from steppe.interfaces.cli.read import cells_of

    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    one, document = entry.candidate, entry.document
    console.print(f"\n[bold]{place}[/bold]  {escape(document.said)}")
    console.print("  ".join(each for each in map(escape, cells_of(one)) if each))
    _show_passage(console, folder, entry)
    for word in ("contradicts", "supersedes", "superseded_by", "duplicate_of"):
        others = getattr(entry.links, word)
        if others:
            named = others if isinstance(others, str) else ", ".join(others)
            console.print(f"[yellow]{word.replace('_', ' ')} {escape(named)}[/yellow]")
    _show_row(console, folder, entry)


def _show_passage(console: Console, folder: Path, entry: Entry) -> None:
    """The passage in its sentence, as the kept text has it, or else as the ledger does."""
    from rich.text import Text

    from steppe.sources.news.ledger import kept_text

    one, text = entry.candidate, kept_text(folder, entry)
    before, after = entry.prefix, entry.suffix
    if text is not None and text[one.start : one.end] == one.passage:
        before = text[max(one.sentence_start, one.start - AROUND) : one.start]
        after = text[one.end : min(one.sentence_end, one.end + AROUND)]
    shown = Text(_on_screen(before))
    shown.append(_on_screen(one.passage), style="reverse")
    shown.append(_on_screen(after))
    console.print(shown)


def _on_screen(text: str) -> str:
    """A text without characters that would move the cursor or turn the line around."""
    return "".join(each if each.isprintable() else " " for each in text)


def _show_row(console: Console, folder: Path, entry: Entry) -> None:
    from rich.markup import escape

    from steppe.scenario.folder import load
    from steppe.sources.news.rows import propose

    proposal = propose(entry.candidate, source=entry.document.said, scenario=load(folder))
    if proposal is None:
        console.print("no row: it has no place in this world; edit it or refuse it")
        return
    console.print(f"row of {proposal.table}.csv: {escape(cells_in_a_line(proposal.cells))}")
    for each in proposal.told:
        console.print(f"  {escape(each)}")
