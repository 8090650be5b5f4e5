"""The machine and the versions that a table was made with."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("steppe", "numba", "numpy", "polars", "zarr", "matplotlib")


def processor() -> str:
    """The name of the processor, as the system gives it."""
    table = Path("/proc/cpuinfo")
    if table.exists():
        for line in table.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def load() -> str:
    """How busy the machine is with everything that runs on it."""
    if not hasattr(os, "getloadavg"):
        return "load unknown"
    return f"load {os.getloadavg()[0]:.1f} over the last minute"


def machine_lines() -> list[str]:
    """Date, machine and versions, as a list in Markdown."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return [
        f"- {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"- {processor()}, {os.cpu_count()} processors, {platform.system()}; {load()}",
        f"- Python {platform.python_version()}, {versions}",
    ]
