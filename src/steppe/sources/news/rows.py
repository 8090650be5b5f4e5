"""
What row of ``events.csv`` or ``observations.csv`` a claim could become in a world.

A row is proposed only where the text says enough for it and the world has what
it speaks of; whatever else governments said becomes a statement, which changes
nothing by itself, with the reason why it is no more than that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from steppe.errors import Problem, UsageError
from steppe.scenario.check import check_parts
from steppe.scenario.events import (
    BorderRegime,
    BorderStatus,
    CampClosed,
    CampOpens,
    Conflict,
    Event,
    HostLimit,
    PathwayChange,
    RouteRegime,
    Statement,
)
from steppe.scenario.model import Observation, Scenario
from steppe.scenario.nearest import suggestion
from steppe.scenario.subjects import subject_of
from steppe.scenario.tables import TABLES, event_fields, event_type, fields_of_row
from steppe.scenario.tables_io import row_of
from steppe.scenario.values import written_value
from steppe.scenario.whereabouts import Whereabouts
from steppe.sources.news.candidate import Candidate
from steppe.sources.news.row_counts import observation_values
from steppe.sources.news.row_names import WorldNames, plain

LONGEST_NOTE = 300
HOLDS = ("done", "ongoing", "announced")
STATUS_OF: MappingProxyType[str, BorderStatus] = MappingProxyType(
    {"border_closed": "closed", "border_restricted": "restricted", "border_opened": "open"}
)
PATHWAY_KINDS: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        "evacuation": ("evacuation",),
        "visa_programme": ("visa", "resettlement"),
        "third_country_relocation": ("resettlement",),
        "return": ("voluntary_return",),
        "deportation": ("forced_return",),
    }
)
_DAY = timedelta(days=1)
_THIS = "the row"
_LASTING = ("since", "from", "until", "till", "through", "to", "by", "between")


class NoRow(Exception):
    """Why a claim cannot be the row of its kind, as a sentence."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    A row that a claim could become.

    Parameters
    ----------
    table
        ``events`` or ``observations``.
    row
        The row.
    told
        What a person should know of it: why it is a statement only, what was assumed.
    """

    table: str
    row: Event | Observation
    told: tuple[str, ...] = ()

    @property
    def cells(self) -> dict[str, str]:
        """Its cells as text by column, without those that are empty or as always."""
        word = {} if isinstance(self.row, Observation) else {"event": self.row.word}
        return word | {
            each.name: written_value(each, getattr(self.row, each.name))
            for each in fields_of_row(self.table, self.row)
            if each.required or each.type == "choice" or getattr(self.row, each.name) != each.default
        }

    def to_json(self) -> dict[str, Any]:
        """As it stands under ``scenario_event``."""
        return {"table": self.table, "row": self.cells, "told": list(self.told)}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A claim, the world it is to stand in, and the cells that every row gets."""

    one: Candidate
    names: WorldNames
    common: Mapping[str, Any] = field(default_factory=dict)

    def day_after(self) -> date:
        return self.one.date_to + _DAY

    def end(self) -> date | None:
        """Until when a regime holds: for good, but where the text names its last day."""
        words = self.one.date_text.casefold().split()
        says_when = bool(words) and words[0] in ("until", "till", "through", "to", "for", "between")
        return self.day_after() if says_when and self.one.date_to > self.one.date_from else None


def propose(candidate: Candidate, *, source: str = "", scenario: Scenario | None = None) -> Proposal | None:
    """
    The row that a claim could become.

    Parameters
    ----------
    candidate
        The claim.
    source
        Where the row is to say that it comes from.
    scenario
        The world; without one, names and codes of countries are taken as they are.

    Returns
    -------
    proposal
        ``None`` where the claim has no place in the world.
    """
    common = {"source": plain(source), "note": _note(candidate), "evidence": candidate.id}
    asked = _Asked(candidate, WorldNames(scenario), common)
    try:
        row, told = _row_of_its_kind(asked)
        if scenario is not None:
            _require_fit(row, scenario)
        return Proposal(_table_of(row), row, told)
    except NoRow as reason:
        return _statement(asked, str(reason), scenario)


def _table_of(row: Event | Observation) -> str:
    return "observations" if isinstance(row, Observation) else "events"


def _require_fit(row: Event | Observation, scenario: Scenario) -> None:
    """Raise :class:`NoRow` where the world's own checks would not have the row."""
    problems = problems_of(row, scenario)
    if problems:
        more = f" ({len(problems) - 1} more like it)" if len(problems) > 1 else ""
        raise NoRow(problems[0][:1].upper() + problems[0][1:] + more)


def problems_of(row: Event | Observation, scenario: Scenario) -> list[str]:
    """What the checks of single rows and pairs of rows find wrong with a row beside those on the same thing."""
    beside: dict[str, Any] = {"observations": (), "events": (), "pushes": (), "shares": (), "corrections": ()}
    named: dict[tuple[str, int], str] = {}
    if isinstance(row, Observation):
        beside["observations"] = (row,)
        named["observations", 0] = _THIS
    else:
        about = subject_of(row)
        others = [(at, each) for at, each in enumerate(scenario.events) if _is_beside(each, row, about)]
        beside["events"] = (*(each for _, each in others), row)
        named = {("events", now): f"events row {at + 1}" for now, (at, _) in enumerate(others)}
        named["events", len(others)] = _THIS
    reduced = replace(scenario, **beside, notes=())
    found = check_parts(reduced, Whereabouts(named=named), is_whole=False)
    return [
        f"{each.found} {each.remedy}" for each in found if each.where == _THIS and each.severity == "error"
    ]


def _is_beside(other: Event, row: Event, about: tuple[str, ...]) -> bool:
    """Whether the checks could hold a row against another: of the same kind, or on the same thing."""
    return type(other) is type(row) or subject_of(other)[1:] == about[1:]


def _row_of_its_kind(asked: _Asked) -> tuple[Event | Observation, tuple[str, ...]]:
    one = asked.one
    if one.modality not in HOLDS:
        raise NoRow(f"It is {one.modality}, not done, under way or announced.")
    if one.kind not in _MAKERS:
        raise NoRow("Claims of this kind change nothing by themselves.")
    return _MAKERS[one.kind](asked)


def _border(asked: _Asked) -> tuple[Event, tuple[str, ...]]:
    one = asked.one
    numbers = _regime_numbers(one)
    shared: dict[str, Any] = {"start": one.date_from, "end": asked.end(), **numbers, **asked.common}
    place = asked.names.place(one.target)
    if place:
        return RouteRegime(place, asked.names.across(place), **shared), _range_told(one)
    country = asked.names.country(one.actor, one.actor_codes)
    other = asked.names.country(one.target, one.target_codes)
    if not country or not other or country == other:
        raise NoRow(
            "The text and the world do not name two countries, or a post, between which the border is."
        )
    if not asked.names.is_border(country, other):
        raise NoRow(f"No route with a post crosses the border of '{country}' and '{other}'.")
    return BorderRegime(country, other, **shared), _range_told(one)


def _regime_numbers(one: Candidate) -> dict[str, Any]:
    """Status and quota; a border that lets some through needs a number from the text."""
    status = STATUS_OF[one.kind]
    per_day = one.quantity if one.quantity and one.quantity.per == "day" else None
    if status != "restricted":
        return {"status": status}
    if per_day is not None and per_day.unit == "people" and per_day.high is not None:
        return {"status": "open", "quota": int(per_day.high)}
    raise NoRow("The text does not say what share or how many a day are let through: set status and admit.")


def _host_limit(asked: _Asked) -> tuple[Event, tuple[str, ...]]:
    one = asked.one
    number = one.quantity
    if number is None or number.high is None or number.unit != "people" or number.per:
        raise NoRow("The text gives no number of people up to which the country takes them in.")
    country = asked.names.country(one.actor, one.actor_codes)
    if not country:
        raise NoRow(f"The country '{one.actor}' is not one of this world.")
    told = (*_range_told(one), "The limit counts everybody displaced who stands in the country.")
    return HostLimit(country, one.date_from, int(number.high), **asked.common), told


def _pathway(asked: _Asked) -> tuple[Event, tuple[str, ...]]:
    one = asked.one
    number = one.quantity
    if number is None or number.per != "day" or number.unit != "people" or number.high is None:
        raise NoRow("The text gives no number of people a day by which a pathway could change.")
    found = asked.names.pathways(one, PATHWAY_KINDS[one.kind])
    if len(found) != 1:
        told = f"Of {len(found)} pathways" if found else "No pathway of this world"
        raise NoRow(f"{told} it is {'not said which' if found else 'the one'} that changes.")
    column = "quota" if one.kind == "visa_programme" else "seats"
    numbers: dict[str, Any] = {column: int(number.high)}
    return PathwayChange(found[0], one.date_from, asked.end(), **numbers, **asked.common), _range_told(one)


def _camp(asked: _Asked) -> tuple[Event, tuple[str, ...]]:
    one = asked.one
    kind = CampOpens if one.kind == "camp_opened" else CampClosed
    return kind(_known_place(asked), one.date_from, asked.end(), **asked.common), _range_told(one)


def _conflict(asked: _Asked) -> tuple[Event, tuple[str, ...]]:
    one = asked.one
    told = ("Assumption: conflict of the usual intensity on the days that the text names, and no longer.",)
    return Conflict(_known_place(asked), one.date_from, asked.day_after(), **asked.common), told


def _known_place(asked: _Asked) -> str:
    place = asked.names.place(asked.one.target)
    if not place:
        raise NoRow(f"'{asked.one.target}' is no place of this world.")
    return place


def _count(asked: _Asked) -> tuple[Observation, tuple[str, ...]]:
    one = asked.one
    place = asked.names.place(one.target)
    country = "" if place else asked.names.country(one.target, one.target_codes)
    if not place and not country:
        raise NoRow(f"'{one.target}' is no place or country of this world.")
    found = observation_values(one)
    if found is None:
        raise NoRow("The text gives no exact or bounded number.")
    values, told = found
    values["note"] = "; ".join(each for each in (told[0] if told else "", asked.common["note"]) if each)
    return Observation(place=place, country=country, **{**asked.common, **values}), told


_MAKERS: Mapping[str, Callable[[_Asked], tuple[Event | Observation, tuple[str, ...]]]] = MappingProxyType(
    {
        **dict.fromkeys(STATUS_OF, _border),
        "hosting_agreed": _host_limit,
        **dict.fromkeys(PATHWAY_KINDS, _pathway),
        **dict.fromkeys(("camp_opened", "camp_closed"), _camp),
        **dict.fromkeys(("place_captured", "fighting", "conflict_driver"), _conflict),
        **dict.fromkeys(("people_arrived", "people_waiting", "people_displaced"), _count),
    }
)


def _statement(asked: _Asked, reason: str, scenario: Scenario | None) -> Proposal | None:
    """What was said, on the timeline only; ``None`` where not even a country is named that said or did it."""
    one = asked.one
    country, other = asked.names.sides(one)
    if not country:
        return None
    row = Statement(
        country,
        one.date_from,
        asked.day_after(),
        other_country=other,
        about=_about(one, country),
        **asked.common,
    )
    if scenario is not None and problems_of(row, scenario):
        return None
    return Proposal("events", row, (f"It is a statement only. {reason}",))


def _about(one: Candidate, country: str) -> str:
    """What a statement says, in a few words such as ``hosting requested: Uzbekistan, Afghan translators``."""
    words = one.kind.replace("_", " ")
    held = "" if one.modality == "done" or words.endswith(one.modality) else f" ({one.modality})"
    by = "" if not one.actor or one.actor_codes or country == one.actor else f"by {one.actor}"
    what = ", ".join(each for each in (one.target, one.group, one.quantity_text, by) if each)
    return plain(f"{words}{held}: {what}" if what else f"{words}{held}")


def _note(one: Candidate) -> str:
    """The passage, shortened, and who says so."""
    passage = plain(one.passage)
    if len(passage) > LONGEST_NOTE:
        passage = passage[: LONGEST_NOTE - 1].rstrip() + "…"
    return f"“{passage}”" + (f" ({plain(', '.join(one.attribution))})" if one.attribution else "")


def _range_told(one: Candidate) -> tuple[str, ...]:
    """That the day is not known, where the text only gives a span for something that happens once."""
    words = one.date_text.casefold().split()
    if one.date_from == one.date_to or (words and words[0] in _LASTING):
        return ()
    return (f"It began on a day from {one.date_from} to {one.date_to}; the first of them is taken.",)


def with_cells(proposal: Proposal, changes: Mapping[str, str], where: str) -> Proposal:
    """
    A proposal with other cells, each read and judged as in the files.

    Parameters
    ----------
    proposal
        The row as it was proposed.
    changes
        Text by column; an empty text empties the cell.
    where
        Words for where the changes stand, for errors.

    Raises
    ------
    UsageError
        With every change that cannot be.
    """
    known = [each.name for each in TABLES[proposal.table]]
    problems = [
        Problem(where, f"'{name}' is not a column of {proposal.table}.", suggestion(name, known))
        for name in changes
        if name not in known
    ]
    kept = proposal.cells
    if changes.get("event", kept.get("event")) != kept.get("event"):
        kept = {name: cell for name, cell in kept.items() if name in _columns_of(changes["event"])}
    cells = {name: cell for name, cell in {**kept, **changes}.items() if cell and name in known}
    row, problems = row_of(where, cells, proposal.table, already=problems)
    if problems or row is None:
        raise UsageError(problems or Problem(where, "there is no event left.", "Give one, such as border."))
    return Proposal(proposal.table, row, proposal.told)


def _columns_of(word: str) -> tuple[str, ...]:
    """Columns of a kind of event; of an unknown one none, which is told when the row is read."""
    try:
        return tuple(each.name for each in event_fields(event_type(word)))
    except KeyError:
        return ()
