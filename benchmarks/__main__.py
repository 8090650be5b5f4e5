"""Every part, one after the other, each in a process of its own; 1 where any limit is missed."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.machine import machine_lines

PARTS = ("speed", "scaling", "sampler", "memory", "startup", "accuracy", "paired", "reading")


def main() -> int:
    """Print the machine and every part's table."""
    print("\n".join(["# Benchmarks", "", *machine_lines()]), flush=True)
    codes = [
        subprocess.run([sys.executable, "-m", f"benchmarks.{part}"], check=False).returncode for part in PARTS
    ]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
