"""Start the command line: ``steppe …`` and ``python -m steppe …`` both begin here."""

from __future__ import annotations

import gc
import sys

BETWEEN_CLEARINGS = (300_000, 20, 100)


def main() -> None:
    """Answer ``--version`` at once; hand everything else to the commands."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from importlib.metadata import version

        sys.stdout.write(f"steppe {version('steppe')}\n")
        return
    # A command makes many objects that last until it ends; looking through them again and again, and once more
    # when all are thrown away, would take a tenth of its time.
    gc.set_threshold(*BETWEEN_CLEARINGS)
    try:
        from steppe.interfaces.cli.app import app

        app(prog_name="steppe")
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
