"""Start the command line: ``steppe …`` and ``python -m steppe …`` both begin here."""

from __future__ import annotations

import sys


def main() -> None:
    """Answer ``--version`` at once; hand everything else to the commands."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from importlib.metadata import version

        sys.stdout.write(f"steppe {version('steppe')}\n")
        return
    from steppe.interfaces.cli.app import app

    app(prog_name="steppe")


if __name__ == "__main__":
    main()
