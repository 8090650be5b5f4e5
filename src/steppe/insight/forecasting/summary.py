"""
Scores over all origins of a conflict, and over all conflicts; skill against the best simple rule.

Which simple rule is best for a horizon is chosen on the other conflicts, as it
would have to be by somebody who does not know how this one ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from steppe.insight.forecasting.scoring import LAST_REPORT, WIDTHS, aggregates, inside
from steppe.insight.skill import bootstrap_skill

if TYPE_CHECKING:
    import polars

OURS = ("steppe", "steppe simulation")
SCORES = ("crps", "wis")
KEY = ["case", "horizon", "track", "forecaster"]


def summary_table(points: polars.DataFrame) -> polars.DataFrame:
    """
    One row per case, horizon, track and forecaster.

    Parameters
    ----------
    points
        See :class:`~steppe.insight.forecasting.hindcast.Hindcast`.

    Returns
    -------
    summary
        ``targets, mae, mase, ard, crps, wis, coverage_50, coverage_80, coverage_90`` over all
        points, ``best_baseline`` and
        ``best_baseline_wis`` (the best by each score) and ``skill_crps, skill_wis`` against them.
    """
    import polars

    still = points.filter(polars.col("forecaster") == LAST_REPORT).select(
        "case",
        "track",
        "origin",
        "horizon",
        "series",
        (polars.col("median") - polars.col("observed")).abs().alias("persistence"),
    )
    table = (
        points.join(still, on=["case", "track", "origin", "horizon", "series"], how="left")
        .group_by(KEY, maintain_order=True)
        .agg(*aggregates())
    )
    return _with_skill(table)


def _with_skill(table: polars.DataFrame) -> polars.DataFrame:
    """Skill by each score against the simple rule that is best by that score; the one by CRPS is named."""
    import polars

    for score in SCORES:
        best = _best_baselines(table, score)
        reference = table.select(
            "case",
            "horizon",
            "track",
            polars.col("forecaster").alias(f"best_{score}"),
            polars.col(score).alias("_theirs"),
        )
        skill = polars.when(polars.col("_theirs") > 0).then(1 - polars.col(score) / polars.col("_theirs"))
        table = (
            table.join(best, on=["case", "horizon", "track"], how="left")
            .join(reference, on=["case", "horizon", "track", f"best_{score}"], how="left")
            .with_columns(skill.alias(f"skill_{score}"))
            .drop("_theirs")
        )
    return table.rename({"best_crps": "best_baseline", "best_wis": "best_baseline_wis"})


def _best_baselines(table: polars.DataFrame, score: str) -> polars.DataFrame:
    """
    The simple rule that does best on the other cases, by a score relative to that of the last report.

    A case without others takes its own best.
    """
    import polars

    simple = table.filter(~polars.col("forecaster").is_in(OURS))
    still = simple.filter(polars.col("forecaster") == LAST_REPORT).select(
        "case", "horizon", "track", polars.col(score).alias("still")
    )
    relative = simple.join(still, on=["case", "horizon", "track"]).with_columns(
        (polars.col(score) / polars.col("still").clip(1e-9)).alias("relative")
    )
    rows: list[dict[str, Any]] = []
    for case, horizon, track in (
        table.select("case", "horizon", "track").unique(maintain_order=True).iter_rows()
    ):
        same = relative.filter((polars.col("horizon") == horizon) & (polars.col("track") == track))
        others = same.filter(polars.col("case") != case)
        chosen = (
            (others if others.height else same)
            .group_by("forecaster", maintain_order=True)
            .agg(polars.col("relative").mean())
            .sort("relative", maintain_order=True)
        )
        if chosen.height:
            rows.append(
                {"case": case, "horizon": horizon, "track": track, f"best_{score}": chosen["forecaster"][0]}
            )
    kinds = (polars.String, polars.Int64, polars.String, polars.String)
    schema = dict(zip(("case", "horizon", "track", f"best_{score}"), kinds, strict=True))
    return polars.DataFrame(rows, schema=schema)


def overall_table(points: polars.DataFrame, summary: polars.DataFrame, seed: int) -> polars.DataFrame:
    """
    One row per horizon, track and forecaster over all cases.

    Returns
    -------
    overall
        ``cases``, ``skill_crps, skill_crps_low, skill_crps_high`` and the same of ``wis``: mean
        over cases and 90 % interval of a bootstrap over cases; ``coverage_50, coverage_80,
        coverage_90`` over all points, ``references``: the baselines that skill is against.
    """
    import polars

    coverage = points.group_by("horizon", "track", "forecaster", maintain_order=True).agg(
        *(
            polars.when(~polars.col("is_point").any())
            .then(inside(width).mean())
            .alias(f"coverage_{round(100 * width)}")
            for width in WIDTHS
        )
    )
    rows = []
    for (horizon, track, forecaster), own in summary.group_by(
        "horizon", "track", "forecaster", maintain_order=True
    ):
        row: dict[str, Any] = {
            "horizon": horizon,
            "track": track,
            "forecaster": forecaster,
            "cases": own.height,
        }
        for score in SCORES:
            row |= _skill(summary, own, score, seed)
        row["references"] = ", ".join(dict.fromkeys(own["best_baseline"].drop_nulls().to_list()))
        rows.append(row)
    table = polars.DataFrame(rows, infer_schema_length=None)
    return table.join(coverage, on=["horizon", "track", "forecaster"], how="left")


def _skill(
    summary: polars.DataFrame, own: polars.DataFrame, score: str, seed: int
) -> dict[str, float | None]:
    """Mean skill over cases, and its interval."""
    import polars

    chosen = "best_baseline" if score == "crps" else f"best_baseline_{score}"
    theirs_of = summary.select("case", "horizon", "track", polars.col("forecaster").alias(chosen), score)
    reference = own.select("case", "horizon", "track", chosen).join(
        theirs_of, on=["case", "horizon", "track", chosen], how="left"
    )
    ours, theirs = own[score].to_numpy(), reference[score].to_numpy()
    if not (theirs > 0).all():
        return dict.fromkeys((f"skill_{score}", f"skill_{score}_low", f"skill_{score}_high"))
    found = bootstrap_skill(ours, theirs, seed=seed)
    return {f"skill_{score}": found.mean, f"skill_{score}_low": found.low, f"skill_{score}_high": found.high}
