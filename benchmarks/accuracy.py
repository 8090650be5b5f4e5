"""
How near Steppe comes to the peer on the peer's own folders, and both to what was published.

Run with ``python -m benchmarks.accuracy``.  The statistics are those of
``tests/parity``: the averaged relative difference to the published counts, the
L1 distance of mean camp counts over everybody in camps beside the 95 % of its
permutation null, and the ratio of the spreads between runs.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

import steppe
from benchmarks.cases import SHARED
from tests.parity.ensembles import (
    averaged_relative_difference,
    distance_of_means,
    ratio_of_spreads,
    read_ensemble,
    relabelled,
)

REPLICAS, SEED = 40, 2
HEADINGS = (
    "folder", "runs", "error, the peer", "error, Steppe", "difference", "L1 of means", "95 % of null", "p",
    "ratio of spreads", "99 % of null",
)  # fmt: skip


def measured(folder: Path) -> tuple[str, ...]:
    """One row of the table."""
    theirs = read_ensemble(folder)
    result = steppe.simulate(steppe.load(folder), replicas=REPLICAS, seed=SEED, days=theirs.observed.shape[0])
    ours = result.stock.at(place=list(theirs.places)).values.astype(float)
    total = theirs.simulated.sum(axis=2).mean(axis=0)
    error = averaged_relative_difference(ours, theirs.observed)
    reference = averaged_relative_difference(theirs.simulated, theirs.observed)
    apart = distance_of_means(ours, theirs.simulated, total)
    null = relabelled(ours, theirs.simulated, lambda one, other: distance_of_means(one, other, total))
    spreads = relabelled(ours, theirs.simulated, ratio_of_spreads)
    return (
        folder.name,
        str(len(reference)),
        f"{reference.mean():.4f} ± {reference.std(ddof=1):.4f}",
        f"{error.mean():.4f} ± {error.std(ddof=1):.4f}",
        f"{error.mean() - reference.mean():+.4f}",
        f"{apart:.4f}",
        f"{np.quantile(null, 0.95):.4f}",
        f"{np.mean(null >= apart):.2f}",
        f"{ratio_of_spreads(ours, theirs.simulated):.2f}",
        f"{np.quantile(spreads, 0.005):.2f} to {np.quantile(spreads, 0.995):.2f}",
    )


def main() -> int:
    """Print the table; 1 where an error is further than 0.01 from the peer's."""
    print("\n## Agreement with the peer\n")
    folders = sorted(path for path in (SHARED / "flee_reference").glob("*/") if path.is_dir())
    if not folders:
        print(f"- Left out: the peer's ensembles are not at {SHARED / 'flee_reference'}.")
        return 0
    print("| " + " | ".join(HEADINGS) + " |")
    print("|" + " --- |" * len(HEADINGS))
    rows = []
    for folder in folders:
        rows.append(measured(folder))
        print("| " + " | ".join(rows[-1]) + " |", flush=True)
    print(f"\n- {REPLICAS} replicas of each, seed {SEED}, at the scale of the folder (`people_per_count`).")
    return int(any(abs(float(row[4])) > 0.01 for row in rows))


if __name__ == "__main__":
    sys.exit(main())
