"""
How good forecasts are: five conflicts, each forecast with what the others taught, against targets.

Run with ``python -m benchmarks.hindcast``; it takes the better part of an hour.  ``--to DIR`` keeps the results,
and a run that was stopped goes on with the same ``DIR``; ``--open DIR`` judges results that are there.  ``--page``
fills the marked block of docs/explanation/forecast-skill.md and the picture beside it, instead of printing.
The cases lie in ``shared/`` beside the repository; where they are absent, nothing is run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.cases import SHARED
from benchmarks.machine import machine_lines
from benchmarks.table import MISSED, NO_LIMIT, WITHIN

if TYPE_CHECKING:
    import polars

    from steppe.insight.forecasting.hindcast import Hindcast

CASES = tuple(
    SHARED / "cases" / name for name in ("mali2012", "burundi2015", "ssudan2013", "syria2013", "car2013")
)
DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE, PICTURE = DOCS / "explanation" / "forecast-skill.md", DOCS / "images" / "forecast-skill.png"
BEGIN, END = "<!-- figures: written by python -m benchmarks.hindcast --page -->", "<!-- end of figures -->"
LEAST_SKILL = {30: 0.0, 90: 0.2}
HELD = {50: (0.42, 0.58), 90: (0.85, 0.95)}
MOST_OF_PEER, MOST_OF_PEER_ANYWHERE = 0.8, 1.1
MOST_MINUTES = 60.0


@dataclass(frozen=True, slots=True)
class Target:
    """
    Something that was measured, and where it should lie.

    Parameters
    ----------
    what
        In words.
    figure
        Not a number where it could not be measured, which misses every target.
    least, most
        The range it should lie in; ``None`` where that side is open, or both for information only.
    above
        Whether ``least`` itself is too little.
    unit
        Of all of them.
    """

    what: str
    figure: float
    least: float | None = None
    most: float | None = None
    above: bool = False
    unit: str = ""

    @property
    def verdict(self) -> str:
        """Whether the target is met."""
        if self.least is None and self.most is None:
            return NO_LIMIT
        if not isfinite(self.figure):
            return MISSED
        enough = (
            self.least is None or self.figure > self.least or (self.figure == self.least and not self.above)
        )
        return WITHIN if enough and (self.most is None or self.figure <= self.most) else MISSED

    @property
    def wanted(self) -> str:
        """The target in words."""
        low, high = (f"{each:.2f}{self.unit}" if each is not None else "" for each in (self.least, self.most))
        if low and high:
            return f"{low} to {high}"
        if low:
            return f"{'above' if self.above else 'at least'} {low}"
        return f"at most {high}" if high else ""


def targets_of(found: Hindcast, minutes: float | None = None) -> list[Target]:
    """
    Every target with what was reached.

    Parameters
    ----------
    found
        A hindcast of the five cases.
    minutes
        How long it took; ``None`` where it was not run at one go.
    """
    targets = [*_skills(found), *_coverages(found), *_cold_starts(found.cold_start)]
    return [*targets, Target("the whole", minutes, most=MOST_MINUTES, unit=" min")] if minutes else targets


def target_lines(targets: Sequence[Target]) -> list[str]:
    """The targets as a table in Markdown."""
    from steppe.insight.forecasting.hindcast_table import Table, markdown_lines

    rows = tuple(
        (each.what, f"{each.figure:.2f}{each.unit}".replace("-", "−"), each.wanted, each.verdict)
        for each in targets
    )
    columns = ("what", "figure", "target", "verdict")
    return list(markdown_lines(Table("", columns, rows, words=columns[2:])))


def page_block(found: Hindcast, targets: Sequence[Target]) -> str:
    """What stands between the marks of the page."""
    from steppe.insight.forecasting.hindcast_table import hindcast_markdown

    picture = f"![Skill, widths and cold start of every conflict](../images/{PICTURE.name})"
    parts = [BEGIN, "\n".join(target_lines(targets)), picture, hindcast_markdown(found).rstrip(), END]
    return "\n\n".join(parts)


def filled(page: str, block: str) -> str:
    """
    The page with another block.

    Raises
    ------
    ValueError
        Where the marks are not there, each once and in order.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end or BEGIN in after or END in before + after:
        raise ValueError(f"'{BEGIN}' and '{END}' are not both there once, in this order")
    return before + block + after


def main(words: list[str] | None = None) -> int:
    """Print every table, or fill the page; 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hindcast", description=__doc__)
    parser.add_argument("--to", type=Path, metavar="DIR", help="keep the results there")
    parser.add_argument("--open", type=Path, metavar="DIR", help="judge these results instead of running")
    parser.add_argument("--page", action="store_true", help=f"fill {PAGE.name}")
    asked = parser.parse_args(words)
    if asked.open is None and not all(case.is_dir() for case in CASES):
        print(f"Left out: {SHARED.name}/ is not beside the repository.")
        return 0
    with _results(asked.open, asked.to) as (folder, minutes):
        return _tell(folder, minutes, page=asked.page)


def _tell(folder: Path, minutes: float | None, *, page: bool) -> int:
    from steppe.insight.forecasting.hindcast_files import open_hindcast
    from steppe.insight.forecasting.hindcast_table import hindcast_markdown

    found = open_hindcast(folder)
    targets = targets_of(found, minutes)
    if page:
        PAGE.write_text(
            filled(PAGE.read_text(encoding="utf-8"), page_block(found, targets)), encoding="utf-8"
        )
        PICTURE.write_bytes((folder / "hindcast.png").read_bytes())
        print(f"{PAGE} and {PICTURE.name} are filled")
    else:
        print("\n".join(["# Hindcast", "", *machine_lines(), "", *target_lines(targets), ""]))
        print(hindcast_markdown(found))
    return int(any(each.verdict == MISSED for each in targets))


@contextmanager
def _results(there: Path | None, to: Path | None) -> Iterator[tuple[Path, float | None]]:
    """A folder with the results, and how many minutes it took to make them at one go."""
    from steppe.insight.forecasting.hindcast import hindcast
    from steppe.insight.forecasting.hindcast_files import write_hindcast
    from steppe.interfaces.cli.progress import told_progress
    from steppe.result.recorders import partial_folder

    if there is not None:
        yield there, None
        return
    with tempfile.TemporaryDirectory() as aside:
        folder = to or Path(aside) / "hindcast"
        goes_on, begun = partial_folder(folder).exists(), perf_counter()
        with told_progress("hindcast", quiet=False, of="steps") as progress:
            found = hindcast(CASES, work=partial_folder(folder), progress=progress)
        minutes = (perf_counter() - begun) / 60
        write_hindcast(found, folder, command="python -m benchmarks.hindcast")
        yield folder, None if goes_on else minutes


def _skills(found: Hindcast) -> Iterator[Target]:
    from steppe.insight.forecasting.hindcast_losses import PRODUCT
    from steppe.insight.forecasting.hindcast_table import TRACK_WORDS, tracks_of

    ours = found.overall.filter(found.overall["forecaster"] == PRODUCT)
    reached = {(row["track"], row["horizon"]): row for row in ours.iter_rows(named=True)}
    for track in tracks_of(found):
        for horizon, least in LEAST_SKILL.items():
            row = reached.get((track, horizon), {})
            for score in ("crps", "wis"):
                figure = row.get(f"skill_{score}")
                what = f"skill {horizon} days ahead, {score.upper()}, {TRACK_WORDS[track]}"
                yield Target(what, float("nan") if figure is None else figure, least, above=least == 0.0)


def _coverages(found: Hindcast) -> Iterator[Target]:
    from steppe.insight.forecasting.hindcast_losses import PRODUCT
    from steppe.insight.forecasting.hindcast_table import TRACK_WORDS, tracks_of
    from steppe.insight.forecasting.scoring import inside

    ours = found.points.filter(found.points["forecaster"] == PRODUCT)
    for track in tracks_of(found):
        rows = ours.filter(ours["track"] == track)
        for level, (least, most) in HELD.items():
            held = rows.select(inside(level / 100).mean()).item()
            what = f"of {rows.height:,} counts within {level} % intervals, {TRACK_WORDS[track]}"
            yield Target(what, float(held), least, most)


def _cold_starts(table: polars.DataFrame) -> Iterator[Target]:
    from steppe.insight.forecasting.hindcast_table import CAPACITY_WORDS, peer_ratios

    for capacities, words in CAPACITY_WORDS.items():
        ratios = peer_ratios(table, capacities)
        if not ratios:
            continue
        limits = (MOST_OF_PEER, MOST_OF_PEER_ANYWHERE) if capacities == "without" else (None, None)
        worst = max(ratios, key=lambda case: ratios[case])
        mean = sum(ratios.values()) / len(ratios)
        yield Target(f"cold start ÷ the peer, mean, {words}", mean, most=limits[0])
        yield Target(f"cold start ÷ the peer, worst ({worst}), {words}", ratios[worst], most=limits[1])


if __name__ == "__main__":
    sys.exit(main())
