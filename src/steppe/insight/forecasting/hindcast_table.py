"""
A hindcast in words and digits: the same tables for a terminal and for a page.

Skill is ``1 - score / score of the best simple rule``: 1 is perfect, 0 no
better, below 0 worse.  Every conflict is shown, and every loss with its size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING, Any

from steppe.insight.forecasting.hindcast_losses import PRODUCT, Loss, losses_of

if TYPE_CHECKING:
    import polars

    from steppe.insight.forecasting.hindcast import Hindcast

PEER = "the peer"
NONE = "–"
ALL_CASES = "all"
TRACK_WORDS = {"given": "totals given", "forecast": "totals forecast"}
CAPACITY_WORDS = {"without": "without capacities", "with": "with capacities, which leak the answer"}
AGAINST = "Skill is 1 − score ÷ that of the best simple rule, chosen on the other conflicts: 1 perfect, 0 no better."
BOUNDS = "In brackets: 90 % bounds by drawing the conflicts again; of few conflicts they are too narrow."
POINTS = "A forecaster with ° says one number and claims to be certain."
ARD = (
    "Averaged relative difference, small is good: over all days with counts drawn straight between reports,"
    " as the peer defines it, and on days of reports only."
)


@dataclass(frozen=True, slots=True)
class Table:
    """
    A table in words.

    Parameters
    ----------
    title
        One line.
    columns
        Names, each once.
    rows
        Cells.
    notes
        Lines below.
    words
        Columns that hold words, besides the first; the others hold numbers.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """Columns that hold numbers."""
        return tuple(name for name in self.columns[1:] if name not in self.words)


def hindcast_tables(hindcast: Hindcast) -> list[Table]:
    """
    Everything a person should see of a hindcast.

    Parameters
    ----------
    hindcast
        Of any cases.

    Returns
    -------
    tables
        For each track the skill over all cases and of each case; where Steppe loses and why;
        every forecaster; cold start with the peer.
    """
    tracks = tracks_of(hindcast)
    several = len(cases_of(hindcast)) > 1
    return _each_note_once(
        [
            *(overall_table(hindcast, track) for track in tracks),
            *(cases_table(hindcast, track) for track in tracks if several),
            losses_table(hindcast),
            *(forecasters_table(hindcast, track) for track in tracks),
            *cold_start_tables(hindcast),
        ]
    )


def _each_note_once(tables: list[Table]) -> list[Table]:
    told: set[str] = set()
    kept = []
    for table in tables:
        kept.append(replace(table, notes=tuple(note for note in table.notes if note not in told)))
        told.update(table.notes)
    return kept


def hindcast_markdown(hindcast: Hindcast) -> str:
    """
    The tables as Markdown, with a line of how they were made.

    Parameters
    ----------
    hindcast
        Of any cases.
    """
    parts = [made_line(hindcast)]
    for table in hindcast_tables(hindcast):
        parts.append(f"**{table.title}**")
        if table.rows:
            parts.append("\n".join(markdown_lines(table)))
        parts.extend(table.notes)
    return "\n\n".join(parts) + "\n"


def markdown_lines(table: Table) -> Iterator[str]:
    """Lines of a Markdown table, columns aligned."""
    cells = [table.columns, *(tuple(cell.replace("|", "\\|") for cell in row) for row in table.rows)]
    widths = [max(3, *(len(row[at]) for row in cells)) for at in range(len(table.columns))]
    for number, row in enumerate(cells):
        padded = (text.ljust(width) for text, width in zip(row, widths, strict=True))
        yield f"| {' | '.join(padded)} |"
        if number == 0:
            ends = (":" if name in table.numbers else "-" for name in table.columns)
            rules = ("-" * (width + 1) + end for width, end in zip(widths, ends, strict=True))
            yield f"|{'|'.join(rules)}|"


def made_line(hindcast: Hindcast) -> str:
    """Cases, terms, version, day and hash, in one line."""
    terms, cases = hindcast.settings, cases_of(hindcast)
    origins = hindcast.scores.select("case", "origin").unique().height
    return (
        f"{len(cases)} {'conflict' if len(cases) == 1 else 'conflicts'} ({', '.join(cases)}), {origins} origins"
        f" {terms['every']} days apart, {terms['draws']} draws, seed {terms['seed']}; Steppe {hindcast.version},"
        f" {hindcast.made}, settings {hindcast.settings_hash[:12]}"
    )


def tracks_of(hindcast: Hindcast) -> list[str]:
    """Tracks there are, ``given`` first."""
    found = set(hindcast.overall["track"])
    return [each for each in TRACK_WORDS if each in found]


def cases_of(hindcast: Hindcast) -> list[str]:
    """Names of the cases, in the order they were named."""
    return [str(each) for each in hindcast.summary["case"].unique(maintain_order=True)]


def horizons_of(hindcast: Hindcast) -> list[int]:
    """Days ahead, rising."""
    return sorted(hindcast.overall["horizon"].unique().to_list())


def overall_table(hindcast: Hindcast, track: str) -> Table:
    """Skill over all cases with its bounds, and how often intervals held, for each horizon of a track."""
    rows = _rows(hindcast.overall, track=track, forecaster=PRODUCT)
    counts = {
        row["horizon"]: row["targets"] for row in _rows(_targets(hindcast), track=track, forecaster=PRODUCT)
    }
    cells = [
        (
            str(row["horizon"]),
            f"{counts[row['horizon']]:,}",
            _with_bounds(row, "skill_crps"),
            _with_bounds(row, "skill_wis"),
            *(percent(row[f"coverage_{level}"]) for level in (50, 80, 90)),
            row["references"],
        )
        for row in sorted(rows, key=lambda row: row["horizon"])
    ]
    columns = ("days", "counts", "skill, CRPS", "skill, WIS", "50 %", "80 %", "90 %", "best simple rule")
    title = f"Steppe against the best simple rule, and what its intervals held, {TRACK_WORDS[track]}"
    return Table(title, columns, tuple(cells), (AGAINST, BOUNDS), words=columns[-1:])


def cases_table(hindcast: Hindcast, track: str) -> Table:
    """Skill of every case, CRPS and WIS, for each horizon of a track."""
    horizons = horizons_of(hindcast)
    skills = {
        (row["case"], row["horizon"]): row for row in _rows(hindcast.summary, track=track, forecaster=PRODUCT)
    }
    means = {row["horizon"]: row for row in _rows(hindcast.overall, track=track, forecaster=PRODUCT)}
    rows = [
        (case, *(_both(skills.get((case, horizon))) for horizon in horizons)) for case in cases_of(hindcast)
    ]
    rows.append((ALL_CASES, *(_both(means.get(horizon)) for horizon in horizons)))
    columns = ("case", *(f"{horizon} days" for horizon in horizons))
    return Table(f"Skill by case, CRPS and WIS, {TRACK_WORDS[track]}", columns, tuple(rows))


def losses_table(hindcast: Hindcast) -> Table:
    """Where the best simple rule did better, by how much, and what was wrong."""
    title = "Where Steppe loses, by how much and why"
    losses = losses_of(hindcast)
    if not losses:
        return Table(title, (), (), ("Nowhere: in no case, track and horizon.",))
    rows = tuple(
        (
            each.case,
            each.track,
            str(each.horizon),
            _worse_by(each),
            each.against,
            each.why,
        )
        for each in losses
    )
    columns = ("case", "totals", "days", "worse by", "than", "what was wrong, known afterwards")
    return Table(title, columns, rows, words=columns)


def forecasters_table(hindcast: Hindcast, track: str) -> Table:
    """Mean skill in CRPS of every forecaster, the best first."""
    horizons, rows = horizons_of(hindcast), _rows(hindcast.overall, track=track)
    points = set(hindcast.points.filter(hindcast.points["is_point"])["forecaster"].unique())
    skill = {(row["forecaster"], row["horizon"]): row["skill_crps"] for row in rows}
    names = sorted(
        dict.fromkeys(row["forecaster"] for row in rows),
        key=lambda name: -_mean(skill.get((name, horizon)) for horizon in horizons),
    )
    cells = tuple(
        (
            f"{name} °" if name in points else name,
            *(signed(skill.get((name, horizon))) for horizon in horizons),
        )
        for name in names
    )
    columns = ("forecaster", *(f"{horizon} days" for horizon in horizons))
    title = f"Every forecaster, {TRACK_WORDS[track]}: mean skill in CRPS against the best simple rule"
    return Table(title, columns, cells, (POINTS,) if points else ())


def cold_start_tables(hindcast: Hindcast) -> list[Table]:
    """Runs that see no report beside the peer's, without capacities first; none where it was not asked for."""
    found = [_cold_start(hindcast.cold_start, each) for each in CAPACITY_WORDS]
    return [table for table in found if table.rows]


def peer_ratios(cold_start: polars.DataFrame, capacities: str, forecaster: str = PRODUCT) -> dict[str, float]:
    """
    Averaged relative difference of a forecaster over that of the peer, by case.

    Parameters
    ----------
    cold_start
        Of a hindcast.
    capacities
        ``with`` or ``without``.
    forecaster
        Whose.

    Returns
    -------
    ratios
        Below 1 is better than the peer; cases without a peer are left out.
    """
    said = _by_case(cold_start, capacities)
    return {
        case: own[forecaster][0] / own[PEER][0]
        for case, own in said.items()
        if PEER in own and forecaster in own and isfinite(own[forecaster][0]) and own[PEER][0] > 0
    }


def _cold_start(table: polars.DataFrame, capacities: str) -> Table:
    said, ratios = _by_case(table, capacities), peer_ratios(table, capacities)
    rows = []
    for case, own in said.items():
        simple = {
            name: ard for name, (ard, _) in own.items() if name not in (PRODUCT, PEER) and isfinite(ard)
        }
        best = min(simple, key=lambda name: simple[name]) if simple else None
        rows.append(
            (
                case,
                number(own.get(PRODUCT, (None,))[0]),
                number(own.get(PEER, (None,))[0]),
                number(ratios.get(case)),
                f"{number(simple[best])} {best}" if best else NONE,
                number(own.get(PRODUCT, (None, None))[1]),
                number(own.get(PEER, (None, None))[1]),
            )
        )
    notes = [ARD]
    if ratios:
        worst = max(ratios, key=lambda case: ratios[case])
        notes.append(
            f"On average {number(_mean(ratios.values()))} × the peer's; at most {number(ratios[worst])} × ({worst})."
        )
    title = f"Cold start, no report used, totals given, {CAPACITY_WORDS[capacities]}"
    columns = ("case", "Steppe", PEER, "÷ peer", "best simple rule", "reports: Steppe", "reports: the peer")
    return Table(title, columns, tuple(rows), tuple(notes), words=("best simple rule",))


def _by_case(table: polars.DataFrame, capacities: str) -> dict[str, dict[str, tuple[float, float]]]:
    """Both differences by case and forecaster; not a number where there is none."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for row in table.iter_rows(named=True):
        if row["capacities"] == capacities:
            both = (_or_nan(row["ard_daily"]), _or_nan(row["ard_reports"]))
            found.setdefault(row["case"], {})[row["forecaster"]] = both
    return found


def _targets(hindcast: Hindcast) -> polars.DataFrame:
    from polars import col

    return hindcast.summary.group_by("horizon", "track", "forecaster").agg(col("targets").sum())


def _rows(table: polars.DataFrame, **wanted: str) -> list[dict[str, Any]]:
    return [
        row
        for row in table.iter_rows(named=True)
        if all(row[name] == value for name, value in wanted.items())
    ]


def _worse_by(loss: Loss) -> str:
    skills = {"CRPS": loss.skill_crps, "WIS": loss.skill_wis}
    return ", ".join(f"{percent(-each)} {score}" for score, each in skills.items() if each < 0)


def _both(row: dict[str, Any] | None) -> str:
    return f"{signed(row['skill_crps'])}, {signed(row['skill_wis'])}" if row else NONE


def _with_bounds(row: dict[str, Any], name: str) -> str:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if row["cases"] < 2 or not _is_number(low) or not _is_number(high):
        return signed(row[name])
    return f"{signed(row[name])} ({signed(low)} to {signed(high)})"


def signed(value: float | None) -> str:
    """A skill with its sign, such as ``+0.21``; a dash where there is none."""
    if value is None or not isfinite(value):
        return NONE
    rounded = round(value, 2)
    return f"{rounded:+.2f}".replace("-", "−") if rounded else "0.00"


def number(value: float | None) -> str:
    """Two digits after the point; a dash where there is no number."""
    return NONE if value is None or not isfinite(value) else f"{value:.2f}"


def percent(share: float | None) -> str:
    """A share as a percentage without digits after the point; a dash where there is none."""
    if share is None or not isfinite(share):
        return NONE
    return f"{100 * share:.0f} %" if round(100 * share) else "0 %"


def _mean(values: Iterable[float | None]) -> float:
    found = [each for each in values if _is_number(each)]
    return sum(found) / len(found) if found else float("nan")  # type: ignore[arg-type]


def _is_number(value: float | None) -> bool:
    return value is not None and isfinite(value)


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value
