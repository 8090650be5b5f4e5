"""Published counts: what each counts, that it does so once, and from whom it is."""

from __future__ import annotations

from collections.abc import Iterator

from steppe.errors import Problem
from steppe.scenario.checks.world import World, listed
from steppe.scenario.model import Observation


def counts_of_nothing(world: World) -> Iterator[Problem]:
    """A count that names neither a place, nor a country, nor a series."""
    for number, observation in enumerate(world.scenario.observations):
        if not (observation.place or observation.series or observation.country):
            yield world.problem(
                "observations",
                number,
                "the count names no place, no country and no series.",
                "Name the place, or for a wider area the country or the series.",
            )


def counts_without_source(world: World) -> Iterator[Problem]:
    """Counts that nobody can look up; one line for each series."""
    missing: dict[str, list[int]] = {}
    for number, observation in enumerate(world.scenario.observations):
        if not observation.source.strip():
            missing.setdefault(_series(observation), []).append(number)
    for series, numbers in missing.items():
        yield world.warning(
            "observations",
            numbers[0],
            f"{len(numbers)} counts of '{series}' have no source."
            if len(numbers) > 1
            else f"the count of '{series}' has no source.",
            "Say under source who published it and where.",
        )


def parts_of_people(world: World) -> Iterator[Problem]:
    """A count that is not whole: most often a point that was to separate thousands."""
    for number, each in enumerate(world.scenario.observations):
        if not float(each.value).is_integer():
            yield world.warning(
                "observations",
                number,
                f"the count {each.value:g} is not whole.",
                f"Write {each.value * 1000:.0f} if the point was to separate thousands.",
            )


def counts_twice(world: World) -> Iterator[Problem]:
    """The same count of the same day twice, both to be compared; one line for each series."""
    seen: dict[tuple[object, ...], int] = {}
    again: dict[str, list[tuple[int, int]]] = {}
    for number, each in enumerate(world.scenario.observations):
        if not each.use:
            continue
        key = (each.date, each.place, each.series, each.country, each.measure, each.unit, each.counted_from)
        first = seen.setdefault((*key, each.as_of), number)
        if first != number:
            again.setdefault(_series(each), []).append((number, first))
    for series, found in again.items():
        number, first = found[0]
        more = f" ({len(found) - 1} more like it)" if len(found) > 1 else ""
        yield world.warning(
            "observations",
            number,
            f"'{series}' has a count for that day already ({world.where.row('observations', first)}){more}.",
            "Keep one, or write no under use for the others.",
        )


def falling_cumulative_counts(world: World) -> Iterator[Problem]:
    """A count of all who came so far cannot fall: most often a stock under the wrong measure."""
    last: dict[tuple[object, ...], tuple[Observation, int]] = {}
    numbered = enumerate(world.scenario.observations)
    for number, each in sorted(numbered, key=lambda pair: (pair[1].date, pair[0])):
        if each.measure != "cumulative" or not each.use:
            continue
        key = (each.place, each.series, each.country, each.unit, each.counted_from)
        before = last.get(key)
        if before is not None and each.value < before[0].value and each.date > before[0].date:
            yield world.warning(
                "observations",
                number,
                f"the cumulative count of '{_series(each)}' falls from {before[0].value:,.0f} to"
                f" {each.value:,.0f}.",
                "Write stock under measure if people were counted who are there.",
            )
        last[key] = (each, number)


def households_to_compare(world: World) -> Iterator[Problem]:
    """Households are kept but cannot be compared with people."""
    households = [
        (number, each)
        for number, each in enumerate(world.scenario.observations)
        if each.unit == "household" and each.use
    ]
    if households:
        names = list(dict.fromkeys(_series(each) for _, each in households))
        yield world.warning(
            "observations",
            households[0][0],
            f"{len(households)} counts are of households ({listed(names)}); only persons are compared.",
            "Write no under use, or give the number of persons.",
        )


def _series(observation: Observation) -> str:
    return observation.series or observation.place or observation.country


CHECKS = (
    counts_of_nothing,
    counts_without_source,
    parts_of_people,
    counts_twice,
    falling_cumulative_counts,
    households_to_compare,
)
