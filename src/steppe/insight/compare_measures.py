"""
What is measured of each replica when two runs are compared: one number per subject and measure.

Subjects are places, countries, posts (directed routes from one country to
another), borders (all posts from one country to another), pathways, and
everything together.  A block of replicas is measured at a time, so that an
ensemble on disk stays there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import NamedTuple

import numpy as np

from steppe.engine.policy import ACCOUNTS, STEPS
from steppe.result.measures import AnyArray, FloatArray
from steppe.result.result import Result

BLOCK_BYTES = 32 * 2**20
EVERYWHERE = "everywhere"


class Measure(NamedTuple):
    """Something measured of one subject in one replica."""

    name: str
    unit: str
    meaning: str


class Subject(NamedTuple):
    """What is measured; two runs are matched by the names of their subjects."""

    name: str
    country: str = ""
    other_country: str = ""
    kind: str = ""


_LAST = Measure("last_day", "people", "People standing there at the end of the last day.")
_PEAK = Measure("peak", "people", "The most people who stood there at the end of any day.")
_POST = (
    Measure("crossed", "people", "People who got across: admitted, or irregularly."),
    Measure("admitted", "people", "People let through."),
    Measure("irregular", "people", "People who crossed away from the post."),
    Measure("pushed_back", "people", "People caught or pushed back after crossing."),
    Measure("refused", "people", "People refused who went back."),
    Measure("gave_up", "people", "People who left the queue."),
    Measure("waiting", "people-days", "Nights spent in the queue, over everybody in it."),
)
_CROSSED = _POST[0]._replace(meaning="People who reached the other side.")
MEASURES: Mapping[str, tuple[Measure, ...]] = {
    "place": (
        _LAST,
        _PEAK,
        Measure("person_days", "people-days", "Nights spent there, over everybody."),
        Measure("peak_households", "households", "The most households who stood there on any day."),
    ),
    "country": (_LAST, _PEAK),
    "border": _POST,
    "post": _POST,
    "pathway": (
        Measure("departed", "people", "People who departed."),
        Measure("applied", "people", "People who applied."),
        Measure("approved", "people", "People approved."),
        Measure("refused", "people", "People refused."),
        Measure("gave_up", "people", "People who withdrew."),
        Measure("waiting", "people-days", "Nights spent in the pathway, over everybody in it."),
    ),
    EVERYWHERE: (
        Measure("waiting", "people-days", "Nights spent waiting at posts and in pathways, over everybody."),
        Measure("waiting_at_posts", "people-days", "Of these, at posts."),
        Measure("waiting_in_pathways", "people-days", "Of these, in pathways."),
        Measure("abroad", "people", "People standing outside the home country at the end of the last day."),
        Measure("en_route", "people", "People between two places at the end of the last day."),
        Measure("entered", "people", "People who entered the run."),
        Measure("crossed", "people", "Border crossings, admitted or irregular; one person may cross twice."),
        Measure("departed", "people", "People who departed by any pathway."),
        Measure("went_home", "people", "People whom a pathway took home, displaced no more."),
    ),
}
"""What is measured of each kind of subject, in the order of the arrays."""


@dataclass(frozen=True, slots=True)
class Scope:
    """
    What two runs have in common that can be measured in both.

    Parameters
    ----------
    accounts
        Whether posts keep accounts; otherwise people who reached the other side are counted.
    households
        Whether households can be counted.
    """

    accounts: bool
    households: bool

    def measures(self, of: str) -> tuple[Measure, ...]:
        """What is measured of a kind of subject."""
        if of in ("border", "post") and not self.accounts:
            return (_CROSSED,)
        if of == "place" and not self.households:
            return MEASURES[of][:-1]
        return MEASURES[of]


def scope_of(base: Result, variant: Result) -> Scope:
    """What can be measured in both of two runs."""
    both = (base, variant)
    return Scope(
        accounts=all("border" in each.outputs or not crossing_routes(each) for each in both),
        households=all("group_stock" in each.outputs for each in both)
        and any(group.household_size != 1 for each in both for group in each.scenario.groups),
    )


def crossing_routes(result: Result) -> list[int]:
    """Positions of the directed routes from one country to another."""
    country = {place.name: place.country for place in result.places}
    ends = result.labels.route_ends
    return [number for number, (start, end) in enumerate(ends) if country[start] != country[end]]


def subjects(result: Result, scope: Scope) -> dict[str, tuple[Subject, ...]]:
    """
    What there is to be measured in a run, by kind, in the order of the arrays.

    Parameters
    ----------
    result
        A run.
    scope
        What is measured.
    """
    posts = _posts(result, scope)
    pairs = dict.fromkeys((post.country, post.other_country) for post in posts)
    countries = dict.fromkeys(place.country for place in result.places)
    return {
        "place": tuple(Subject(each.name, each.country, kind=each.kind) for each in result.places),
        "country": tuple(Subject(each, each) for each in countries),
        "border": tuple(Subject(f"{start} → {end}", start, end) for start, end in pairs),
        "post": posts,
        "pathway": tuple(Subject(each) for each in result.labels.pathways),
        EVERYWHERE: (Subject(EVERYWHERE),),
    }


def _posts(result: Result, scope: Scope) -> tuple[Subject, ...]:
    labels = result.labels
    if scope.accounts:
        pairs = zip(labels.posts, labels.post_countries, strict=True)
        return tuple(Subject(name, *countries) for name, countries in pairs)
    country = {place.name: place.country for place in result.places}
    return tuple(
        Subject(labels.routes[route], *(country[end] for end in labels.route_ends[route]))
        for route in crossing_routes(result)
    )


def row_blocks(result: Result) -> list[slice]:
    """Rows of a run in pieces of which each takes some megabytes of memory."""
    shape, count = result.recorded.shape, len(result.recorded.numbers)
    replica_bytes = 8 * sum(prod(shape.of(name)) for name in shape.outputs)
    step = max(1, BLOCK_BYTES // max(1, replica_bytes))
    return [slice(first, min(first + step, count)) for first in range(0, count, step)]


def read_block(result: Result, rows: slice) -> dict[str, AnyArray]:
    """Every output of some replicas. Shape ``(replica, ...)`` each."""
    return {name: np.asarray(result.recorded.arrays[name][rows]) for name in result.outputs}


def measured(result: Result, block: Mapping[str, AnyArray], scope: Scope) -> dict[str, FloatArray]:
    """
    Measure a block of replicas.

    Parameters
    ----------
    result
        The run they are of.
    block
        Arrays by output. Shape ``(replica, ...)``.
    scope
        What is measured.

    Returns
    -------
    measured
        By kind of subject. Shape ``(replica, subject, measure)``.
    """
    stock = block["stock"].astype(np.float64)
    posts, pathways = _post_values(result, block, scope), _pathway_values(block)
    country = [place.country for place in result.places]
    standing = _summed(stock, country)
    return {
        "place": _place_values(result, block, stock, scope),
        "country": np.stack([standing[:, -1], standing.max(axis=1)], axis=-1),
        "border": _borders(result, posts, scope),
        "post": posts,
        "pathway": pathways,
        EVERYWHERE: _everywhere(result, block, posts, pathways, scope)[:, None],
    }


def _place_values(
    result: Result, block: Mapping[str, AnyArray], stock: FloatArray, scope: Scope
) -> FloatArray:
    values = [stock[:, -1], stock.max(axis=1), stock.sum(axis=1)]
    if scope.households:
        size = {group.name: group.household_size for group in result.scenario.groups}
        people_each = np.array([size[name] for name in result.labels.groups])
        households = (block["group_stock"] / people_each[:, None]).sum(axis=2)
        values.append(households.max(axis=1))
    return np.stack(values, axis=-1)


def _post_values(result: Result, block: Mapping[str, AnyArray], scope: Scope) -> FloatArray:
    replicas = block["stock"].shape[0]
    if not scope.accounts:
        crossing = crossing_routes(result)
        return np.asarray(block["flow"][:, :, crossing].sum(axis=1, dtype=np.float64)[..., None])
    if "border" not in block:
        return np.zeros((replicas, 0, len(_POST)))
    total = dict(zip(ACCOUNTS, np.moveaxis(block["border"].sum(axis=1, dtype=np.float64), 1, 0), strict=True))
    total["crossed"] = total["admitted"] + total["irregular"]
    return np.stack([total[measure.name] for measure in _POST], axis=-1)


def _pathway_values(block: Mapping[str, AnyArray]) -> FloatArray:
    names = [measure.name for measure in MEASURES["pathway"]]
    if "pathway" not in block:
        return np.zeros((block["stock"].shape[0], 0, len(names)))
    total = block["pathway"].sum(axis=1, dtype=np.float64)
    return np.stack([total[:, STEPS.index(name)] for name in names], axis=-1)


def _borders(result: Result, posts: FloatArray, scope: Scope) -> FloatArray:
    pairs = [(post.country, post.other_country) for post in _posts(result, scope)]
    return np.moveaxis(_summed(np.moveaxis(posts, 1, -1), pairs), -1, 1)


def _everywhere(
    result: Result,
    block: Mapping[str, AnyArray],
    posts: FloatArray,
    pathways: FloatArray,
    scope: Scope,
) -> FloatArray:
    """Shape ``(replica, measure)``."""
    home = result.scenario.home_country or result.places[0].country
    is_abroad = np.array([place.country != home for place in result.places])
    nothing = np.zeros(block["stock"].shape[0])
    at_posts = posts[..., -1].sum(axis=1) if scope.accounts else nothing
    in_pathways = pathways[..., -1].sum(axis=1)
    went_home = block["went_home"].sum(axis=1, dtype=np.float64) if "went_home" in block else nothing
    values = [
        at_posts + in_pathways,
        at_posts,
        in_pathways,
        block["stock"][:, -1, is_abroad].sum(axis=1),
        block["en_route"][:, -1],
        block["entered"].sum(axis=1, dtype=np.float64),
        posts[..., 0].sum(axis=1),
        pathways[..., 0].sum(axis=1),
        went_home,
    ]
    return np.stack(values, axis=-1).astype(np.float64)


def _summed(values: FloatArray, belongs_to: list[str] | list[tuple[str, str]]) -> FloatArray:
    """Sums of the last axis over what belongs together, in the order of first appearance."""
    order = {word: number for number, word in enumerate(dict.fromkeys(belongs_to))}
    sums = np.zeros((*values.shape[:-1], len(order)))
    for position, word in enumerate(belongs_to):
        sums[..., order[word]] += values[..., position]
    return sums
