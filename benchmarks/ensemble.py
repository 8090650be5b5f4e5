"""
One ensemble in a process of its own, for others to measure.

``python -m benchmarks.ensemble WORLD REPLICAS KEEP FOLDER`` simulates and keeps
the result as asked; nothing is printed.
"""

from __future__ import annotations

import sys


def main() -> int:
    """Simulate what the command line says."""
    import steppe

    world, replicas, keep, folder = sys.argv[1:]
    result = steppe.simulate(
        steppe.load(world),
        replicas=int(replicas),
        seed=1,
        keep=keep,  # type: ignore[arg-type]
        folder=folder if keep == "disk" else None,
    )
    return 0 if result.stock is not None else 1


if __name__ == "__main__":
    sys.exit(main())
