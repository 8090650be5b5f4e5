"""
What one change does: two runs with the same luck, compared replica by replica.

Replica 17 of the base and replica 17 of the variant draw every number of chance
from the same address, so that where nothing was changed they are the same
replica.  Their difference is the effect of the change and little else; what is
told is the distribution of these differences, never a difference of medians.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from steppe.errors import Problem, UsageError
from steppe.insight.compare_measures import (
    EVERYWHERE,
    Scope,
    Subject,
    measured,
    read_block,
    row_blocks,
    scope_of,
    subjects,
)
from steppe.insight.pairing import pairing_problems, replica_problems, terms_of
from steppe.result import measures
from steppe.result.measures import AnyArray, FloatArray
from steppe.result.result import Result
from steppe.scenario.nearest import suggestion

if TYPE_CHECKING:
    import polars

CHANCES = ("chance_above_zero", "chance_below_zero")
STATISTICS = ("base", "variant", "mean", "sd", *measures.LEVEL_NAMES, *CHANCES)
PLACE_COLUMNS = ("place", "country", "kind")


@dataclass(frozen=True, eq=False)
class Comparison:
    """
    Differences between two runs, paired by replica: variant less base.

    Parameters
    ----------
    base, variant
        The runs.
    table
        One row per subject and measure: ``of, name, country, other_country, kind, measure, unit``, the
        means ``base`` and ``variant`` of the two runs, and of the paired difference ``mean, sd, p05 ... p95``
        and the shares of replicas in which it is above and below zero.  In expected runs there is only
        the difference itself.
    only_in_base, only_in_variant
        Places that only one of the worlds has; they count 0 in the other.
    """

    base: Result
    variant: Result
    table: polars.DataFrame
    only_in_base: tuple[str, ...] = ()
    only_in_variant: tuple[str, ...] = ()

    @property
    def places(self) -> polars.DataFrame:
        """People at each place on the last day."""
        return self._view("place", ("last_day",), PLACE_COLUMNS)

    @property
    def peak(self) -> polars.DataFrame:
        """The most people at each place on any day; households too, where groups have a household size."""
        return self._view("place", ("peak", "peak_households"), PLACE_COLUMNS)

    @property
    def person_days(self) -> polars.DataFrame:
        """Nights spent at each place, over everybody."""
        return self._view("place", ("person_days",), PLACE_COLUMNS)

    @property
    def countries(self) -> polars.DataFrame:
        """People in each country on the last day, and at most on any day."""
        return self._view("country", (), ("country",))

    @property
    def borders(self) -> polars.DataFrame:
        """What became of people at all posts from one country to another, over the run."""
        return self._view("border", (), ("border", "country", "other_country"))

    @property
    def posts(self) -> polars.DataFrame:
        """The same of each post, a directed route from one country to another."""
        return self._view("post", (), ("post", "country", "other_country"))

    @property
    def pathways(self) -> polars.DataFrame:
        """What became of people in each pathway, over the run."""
        return self._view("pathway", (), ("pathway",))

    @property
    def totals(self) -> polars.DataFrame:
        """Everything together: waiting, abroad, crossings, departures."""
        return self._view(EVERYWHERE, (), ())

    @property
    def people_days_waiting(self) -> polars.DataFrame:
        """Nights spent waiting: in all, then at each post and in each pathway."""
        import polars

        waiting = self.table.filter(polars.col("measure") == "waiting", polars.col("of") != "border")
        rank = polars.col("of").replace_strict({EVERYWHERE: 0, "post": 1, "pathway": 2})
        return waiting.sort(rank, maintain_order=True).select("of", "name", "unit", *STATISTICS)

    def daily(self, *places: str) -> polars.DataFrame:
        """
        The difference at places day by day.

        Parameters
        ----------
        places
            Their names.

        Returns
        -------
        table
            One row per day and place: ``date, day, place``, then statistics as in ``table``.
        """
        import polars

        columns = [self._positions(place) for place in places]
        base = self._daily_stock(self.base, [own for own, _ in columns])
        variant = self._daily_stock(self.variant, [other for _, other in columns])
        found = spread(base, variant, is_expected=self.base.mode == "expected")
        days = self.base.days
        labels = {
            "date": polars.Series(self.base.dates).gather(np.repeat(np.arange(days), len(places))),
            "day": np.repeat(np.arange(days, dtype=np.int32), len(places)),
            "place": list(places) * days,
        }
        numbers = {name: values.reshape(-1) for name, values in found.items()}
        return polars.DataFrame({**labels, **numbers}).with_columns(polars.col(STATISTICS).fill_nan(None))

    def to_json(self) -> dict[str, Any]:
        """The differences in plain words and numbers, ready to be written as JSON."""
        from steppe.insight.compare_files import comparison_as_json

        return comparison_as_json(self)

    def _view(self, of: str, chosen: Sequence[str], labels: Sequence[str]) -> polars.DataFrame:
        import polars

        rows = self.table.filter(polars.col("of") == of)
        if chosen:
            rows = rows.filter(polars.col("measure").is_in(chosen))
        named = polars.col("name").alias(labels[0] if labels else "name")
        return rows.select(*([named] if labels else []), *labels[1:], "measure", "unit", *STATISTICS)

    def _positions(self, place: str) -> tuple[int | None, int | None]:
        known = [*self.base.labels.places, *self.only_in_variant]
        if place not in known:
            raise UsageError(Problem("place", f"'{place}' is in neither world.", suggestion(place, known)))
        own, other = self.base.labels.places, self.variant.labels.places
        return (
            own.index(place) if place in own else None,
            other.index(place) if place in other else None,
        )

    @staticmethod
    def _daily_stock(result: Result, columns: list[int | None]) -> FloatArray:
        """Shape ``(replica, day, place)``."""
        stock = np.zeros((len(result.recorded.numbers), result.days, len(columns)))
        for rows in row_blocks(result):
            block = np.asarray(result.recorded.arrays["stock"][rows])
            for number, column in enumerate(columns):
                if column is not None:
                    stock[rows, :, number] = block[:, :, column]
        return stock


def compare(base: Result, variant: Result) -> Comparison:
    """
    Compare two runs replica by replica.

    Parameters
    ----------
    base, variant
        Runs with the same seed, replicas, first day and number of days, that kept their replicas.
        What is measured of every replica is held in memory, the replicas themselves are not.

    Returns
    -------
    comparison
        The distribution of the differences, variant less base.

    Raises
    ------
    UsageError
        With everything that keeps the two from being compared.
    """
    _require_paired(base, variant)
    scope = scope_of(base, variant)
    own, other = subjects(base, scope), subjects(variant, scope)
    union = {of: _union(own[of], other[of]) for of in own}
    base_values = _everything(base, scope, union)
    variant_values = _everything(variant, scope, union)
    frames = [
        _frame(of, union[of], scope, base_values[of], variant_values[of], is_expected=base.mode == "expected")
        for of in union
    ]
    return Comparison(
        base,
        variant,
        _joined(frames),
        only_in_base=_missing(own["place"], other["place"]),
        only_in_variant=_missing(other["place"], own["place"]),
    )


def spread(base: AnyArray, variant: AnyArray, *, is_expected: bool = False) -> dict[str, FloatArray]:
    """
    The distribution of paired differences.

    Parameters
    ----------
    base, variant
        Shape ``(replica, ...)``, the same replicas in the same order.
    is_expected
        The values are means, of which there is one; then only the difference itself is known.

    Returns
    -------
    spread
        The means of both, and of ``variant - base`` the mean, standard deviation, quantiles and the
        shares of replicas above and below zero; not a number where not known. Shape ``(...)`` each.
    """
    difference = variant.astype(np.float64) - base
    replicas = difference.shape[0]
    unknown = np.full(difference.shape[1:], np.nan)
    found = {
        "base": measures.mean(base),
        "variant": measures.mean(variant),
        "mean": measures.mean(difference),
        "sd": difference.std(axis=0, ddof=1) if replicas > 1 else unknown,
        **dict(zip(measures.LEVEL_NAMES, measures.quantiles(difference), strict=True)),
        "chance_above_zero": (difference > 0).mean(axis=0),
        "chance_below_zero": (difference < 0).mean(axis=0),
    }
    if is_expected:
        found |= dict.fromkeys(("sd", *measures.LEVEL_NAMES, *CHANCES), unknown)
    return {name: np.asarray(values, dtype=np.float64) for name, values in found.items()}


def _require_paired(base: Result, variant: Result) -> None:
    problems = pairing_problems(terms_of(base), terms_of(variant))
    problems += [*replica_problems("base", base), *replica_problems("variant", variant)]
    if problems:
        raise UsageError(problems)


def _union(own: tuple[Subject, ...], other: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """The subjects of the base, then what only the variant has."""
    names = {each.name for each in own}
    return (*own, *(each for each in other if each.name not in names))


def _everything(result: Result, scope: Scope, union: dict[str, tuple[Subject, ...]]) -> dict[str, FloatArray]:
    """Every measure of every replica, in the order of the union. Shape ``(replica, subject, measure)``."""
    replicas = len(result.recorded.numbers)
    values = {of: np.zeros((replicas, len(each), len(scope.measures(of)))) for of, each in union.items()}
    own = subjects(result, scope)
    columns = {of: _columns(own[of], union[of]) for of in union}
    for rows in row_blocks(result):
        for of, found in measured(result, read_block(result, rows), scope).items():
            values[of][rows, columns[of]] = found
    return values


def _columns(own: Iterable[Subject], union: Iterable[Subject]) -> list[int]:
    position = {each.name: number for number, each in enumerate(union)}
    return [position[each.name] for each in own]


def _frame(
    of: str,
    found: tuple[Subject, ...],
    scope: Scope,
    base: FloatArray,
    variant: FloatArray,
    *,
    is_expected: bool,
) -> polars.DataFrame:
    import polars

    asked = scope.measures(of)
    pairs = [(subject, measure) for measure in asked for subject in found]
    labels = {
        "of": [of] * len(pairs),
        **{word: [getattr(subject, word) for subject, _ in pairs] for word in Subject._fields},
        "measure": [measure.name for _, measure in pairs],
        "unit": [measure.unit for _, measure in pairs],
    }
    numbers = spread(base, variant, is_expected=is_expected)
    return polars.DataFrame(
        {
            **{name: polars.Series(words, dtype=polars.String) for name, words in labels.items()},
            **{name: values.T.reshape(-1) for name, values in numbers.items()},
        }
    )


def _joined(frames: Iterable[polars.DataFrame]) -> polars.DataFrame:
    import polars

    return polars.concat(frames).with_columns(polars.col(STATISTICS).fill_nan(None))


def _missing(here: Iterable[Subject], there: Iterable[Subject]) -> tuple[str, ...]:
    names = {each.name for each in there}
    return tuple(each.name for each in here if each.name not in names)
