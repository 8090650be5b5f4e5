"""
What people of each group may choose at each place: the candidates of all groups in one row.

A menu belongs to a *stand*, a place as one group finds it.  Behind the menus of
all stands come those of people who gave up waiting at a post: the same, less what
leads along that road.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from steppe.chance import address_of
from steppe.engine.arrays import FloatArray, IntArray, RecordArray
from steppe.engine.cells import without
from steppe.engine.routing import Candidate, Choices
from steppe.engine.strata import Strata, Stratum

CANDIDATE = np.dtype(
    [("address", np.uint64), ("route", np.int32), ("final", np.int32), ("copies", np.int32)], align=True
)
"""What may be chosen; ``route`` is a way of all groups."""


@dataclass(frozen=True, slots=True)
class Menus:
    """
    Candidates of all menus and their weights.

    Parameters
    ----------
    menu_start
        First candidate of each menu. Shape ``(menu + 1,)``.
    candidates
        ``CANDIDATE`` records grouped by menu.
    weights
        Shape ``(epoch, candidate)``; negative where the candidate is not there.
    epoch_of_day
        Which row of ``weights`` holds on a day. Shape ``(day,)``.
    barred
        The menu of those who gave up waiting for a way, by way.
    """

    menu_start: IntArray
    candidates: RecordArray
    weights: FloatArray
    epoch_of_day: IntArray
    barred: Mapping[int, int]


def build_menus(strata: Strata, choices: Sequence[Choices], managed: Sequence[int]) -> Menus:
    """
    Gather the choices of all groups.

    Parameters
    ----------
    strata
        The groups.
    choices
        Of each group, candidates grouped by place.
    managed
        Ways for which people ever wait, by their numbers among those of all groups.
    """
    records: list[tuple[int, int, int, int]] = []
    columns: list[int] = []
    starts: list[int] = []
    first_column = 0
    menu_of: dict[tuple[int, int], tuple[list[Candidate], list[int]]] = {}
    for number, (stratum, own) in enumerate(zip(strata.groups, choices, strict=True)):
        for place in range(len(stratum.network.places)):
            menu_of[number, place] = ([], [])
        for position, candidate in enumerate(own.candidates):
            menu = menu_of[number, candidate.place]
            menu[0].append(candidate)
            menu[1].append(first_column + position)
        first_column += len(own.candidates)
    asked = [(number, candidates, own) for (number, _), (candidates, own) in menu_of.items()]
    barred: dict[int, int] = {}
    for way in managed:
        barred[way] = len(asked)
        asked.append(_barred(strata, way, menu_of))
    for number, candidates, own_columns in asked:
        starts.append(len(records))
        records += [_record(strata.groups[number], each) for each in candidates]
        columns += own_columns
    weights, epoch_of_day = in_step(choices)
    return Menus(
        np.array([*starts, len(records)], dtype=np.int64),
        np.array(records, dtype=CANDIDATE),
        np.ascontiguousarray(weights[:, columns]),
        epoch_of_day,
        barred,
    )


def _barred(
    strata: Strata, way: int, menu_of: Mapping[tuple[int, int], tuple[list[Candidate], list[int]]]
) -> tuple[int, list[Candidate], list[int]]:
    """The menu at the start of a way, without its road."""
    number = int(strata.group_of[way])
    stratum = strata.groups[number]
    candidates, columns = menu_of[number, int(strata.start[way])]
    column_of = dict(zip(candidates, columns, strict=True))
    left = without(candidates, way - stratum.first_way, stratum.recorded.tolist())
    return number, list(left), [column_of[each] for each in left]


def _record(stratum: Stratum, candidate: Candidate) -> tuple[int, int, int, int]:
    network = stratum.network
    rest = (network.places[place].name for place in candidate.rest)
    return (
        address_of("choose", network.routes[candidate.route].name, *rest),
        stratum.first_way + candidate.route,
        candidate.final,
        candidate.copies,
    )


def in_step(choices: Sequence[Choices]) -> tuple[FloatArray, IntArray]:
    """
    Weights of all groups side by side, in epochs in which none of them changes.

    Returns
    -------
    weights, epoch_of_day
        Shapes ``(epoch, candidate)``, group after group, and ``(day,)``.
    """
    if len(choices) == 1:
        return choices[0].weights, choices[0].epoch_of_day
    together = np.stack([each.epoch_of_day for each in choices], axis=1)
    epochs, first, epoch_of_day = np.unique(together, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(np.argsort(first))
    epochs = epochs[np.argsort(first)]
    weights = [each.weights[epochs[:, number]] for number, each in enumerate(choices)]
    return np.concatenate(weights, axis=1), order[epoch_of_day.reshape(-1)].astype(np.int64)
