"""
What became of people at borders, on pathways and by group, as long tables.

Only runs with the output have the table, and only rows in which anything
happened are kept.  What is told of two countries is summed over posts in each
replica before means and quantiles are taken.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from steppe.engine.policy import ACCOUNTS, STEPS
from steppe.result import measures
from steppe.result.labelled import SLAB_BYTES
from steppe.result.measures import AnyArray, FloatArray
from steppe.result.tables import long_table, stored_table
from steppe.result.variables import VARIABLES

if TYPE_CHECKING:
    import polars

    from steppe.result.result import Labels, Result

OUTPUT_OF_TABLE = {"borders": "border", "pathways": "pathway", "groups": "group_stock"}
"""The output each table is made of; a run without the output has no such table."""


def borders_table(result: Result) -> polars.DataFrame:
    """
    One row per day, account, and pair of countries or post.

    Rows with an empty ``post`` are of all posts from one country into the other
    together.  ``waiting`` are people at the end of the day, the other accounts people
    on the day.
    """
    result.require("border")
    if not result.has_replicas:
        return stored_table(result, "borders")
    labels = result.labels
    pairs, _ = post_pairs(labels)
    columns = [*((*pair, "") for pair in pairs), *_each_post(labels)]
    summary = spread(result, "border", lambda posts: _with_pairs(posts, labels))
    words = {
        "from_country": [start for start, _, _ in columns] * len(ACCOUNTS),
        "to_country": [end for _, end, _ in columns] * len(ACCOUNTS),
        "post": [post for _, _, post in columns] * len(ACCOUNTS),
        "account": [account for account in ACCOUNTS for _ in columns],
    }
    return _of_accounts(result, "border", "account", words, summary)


def pathways_table(result: Result) -> polars.DataFrame:
    """
    One row per day, pathway and step that anybody took.

    ``waiting`` are people in it at the end of the day, the other steps people on the day.
    """
    result.require("pathway")
    if not result.has_replicas:
        return stored_table(result, "pathways")
    names = result.labels.pathways
    words = {
        "pathway": list(names) * len(STEPS),
        "step": [step for step in STEPS for _ in names],
    }
    return _of_accounts(result, "pathway", "step", words, spread(result, "pathway"))


def groups_table(result: Result) -> polars.DataFrame:
    """
    One row per day, group and place where anybody of the group stands.

    ``households`` is the mean divided by the mean size of a household of the group.
    """
    import polars

    result.require("group_stock")
    if not result.has_replicas:
        return stored_table(result, "groups")
    places, groups = result.places, result.scenario.groups
    size = {group.name: group.household_size for group in groups}
    names = result.labels.groups
    words = {
        "place": [place.name for _ in names for place in places],
        "country": [place.country for _ in names for place in places],
        "group": [name for name in names for _ in places],
    }
    summary = spread(result, "group_stock")
    table = long_table(result, words, summary.reshape(*summary.shape[:2], -1), unit="people")
    of_household = polars.col("group").replace_strict(size, return_dtype=polars.Float64)
    households = (polars.col("mean") / of_household).alias("households")
    return table.filter(polars.col("mean") > 0).with_columns(households)


def post_pairs(labels: Labels) -> tuple[tuple[tuple[str, str], ...], AnyArray]:
    """
    Pairs of countries that posts join, and which posts join each.

    Parameters
    ----------
    labels
        Of a run.

    Returns
    -------
    pairs
        From and to, in the order in which they first appear.
    joins
        1 where a post leads from the one country to the other, else 0. Shape ``(post, pair)``.
    """
    pairs = tuple(dict.fromkeys(labels.post_countries))
    joins = [[pair == own for pair in pairs] for own in labels.post_countries]
    return pairs, np.array(joins, dtype=np.int64).reshape(len(labels.posts), len(pairs))


def spread(result: Result, name: str, change: Callable[[AnyArray], AnyArray] = np.asarray) -> FloatArray:
    """
    Mean and quantiles over replicas of something reckoned from an output.

    Parameters
    ----------
    result
        A run with its replicas.
    name
        An output with a dimension ``day`` and at least one more.
    change
        Makes of an output, ``(replica, day, ...)``, what is wanted, with the same first two dimensions.
        It must be linear, so that the mean of it is it of the mean.

    Returns
    -------
    spread
        Shape ``(statistic, day, ...)``: ``mean, p05, p25, p50, p75, p95``.
    """
    source = result.recorded.arrays[name]
    day_bytes = int(np.prod(source.shape)) // source.shape[1] * source.dtype.itemsize
    step = max(1, SLAB_BYTES // max(1, day_bytes))
    parts = []
    for start in range(0, source.shape[1], step):
        slab = change(np.asarray(source[:, start : start + step]))
        parts.append(_spread_of(slab))
    found = np.concatenate(parts, axis=1)
    if result.recorded.summaries:
        found[0] = change(result.recorded.summaries[name][:1])[0]
    return found


def _spread_of(slab: AnyArray) -> FloatArray:
    """Mean and quantiles, reckoned only where anything happens; at most posts nothing does on most days."""
    happens = slab.any(axis=0)
    values = slab[:, happens]
    found = np.zeros((1 + len(measures.LEVELS), *happens.shape))
    found[0, happens] = measures.mean(values)
    found[1:, happens] = measures.quantiles(values)
    return found


def _of_accounts(
    result: Result, name: str, dim: str, words: dict[str, list[str]], summary: FloatArray
) -> polars.DataFrame:
    """Rows in which anything happened; who waits is a number of people, the other accounts are per day."""
    import polars

    columns = summary.reshape(*summary.shape[:2], -1)
    table = long_table(result, words, columns, unit=VARIABLES[name].unit).filter(polars.col("mean") > 0)
    unit = polars.when(polars.col(dim).is_in(VARIABLES[name].stocks)).then(polars.lit("people"))
    return table.with_columns(unit.otherwise(polars.col("unit")).alias("unit"))


def _each_post(labels: Labels) -> list[tuple[str, str, str]]:
    return [(*pair, post) for pair, post in zip(labels.post_countries, labels.posts, strict=True)]


def _with_pairs(posts: AnyArray, labels: Labels) -> AnyArray:
    """Sums over the posts of each pair of countries, then the posts. Shape ``(..., pair and post)``."""
    _, joins = post_pairs(labels)
    sums = [posts[..., joined].sum(axis=-1) for joined in joins.T.astype(bool)]
    return np.concatenate([np.stack(sums, axis=-1), posts], axis=-1)
