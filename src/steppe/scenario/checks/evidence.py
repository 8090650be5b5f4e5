"""Evidence: a row rests on entries that are there and that nobody has refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from steppe.errors import Problem
from steppe.scenario.checks.world import Named, World, shortened
from steppe.scenario.events import listed
from steppe.scenario.evidence import EVIDENCE_FILE, entry_lines
from steppe.scenario.nearest import suggestion
from steppe.scenario.tables import rows_of

TABLES_WITH_EVIDENCE = ("events", "observations")


def lines_that_are_none(world: World) -> Iterator[Problem]:
    """A line of the ledger that cannot be read; it keeps nobody from running the world."""
    for problem in entry_lines(world.scenario.evidence.get(EVIDENCE_FILE, b""))[1]:
        yield replace(problem, severity="warning")


def rows_without_their_evidence(world: World) -> Iterator[Problem]:
    """A row rests on an entry that is not there, or that was refused."""
    lines = entry_lines(world.scenario.evidence.get(EVIDENCE_FILE, b""))[0]
    state_of = {each.id: each.state for each in lines}
    for table in TABLES_WITH_EVIDENCE:
        unknown: list[Named] = []
        for number, row in enumerate(rows_of(world.scenario, table)):
            for name in dict.fromkeys(listed(row.evidence)):
                if name not in state_of:
                    found = f"the row rests on '{name}', which is not in {EVIDENCE_FILE}."
                    remedy = suggestion(name, state_of, otherwise="Correct the id, or empty the cell.")
                    unknown.append(Named(world.warning(table, number, found, remedy), name))
                elif state_of[name] == "refused":
                    yield world.warning(
                        table,
                        number,
                        f"the row rests on '{name}', which was refused.",
                        f"Delete the row, or accept the claim: steppe accept SCENARIO {name}.",
                    )
        yield from shortened(
            world, table, unknown, f"rows rest on entries that are not in {EVIDENCE_FILE}", "Correct the ids."
        )


CHECKS = (lines_that_are_none, rows_without_their_evidence)
"""Nothing here keeps a world from being run."""
