"""Importing Steppe and asking for help loads nothing heavy and prints nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "numba", "scipy", "matplotlib", "polars", "pyarrow", "zarr", "xarray", "pandas", "xlsxwriter", "rich", "numpy.testing",
)  # fmt: skip
REPORT = f"import sys; sys.stderr.write(' '.join(sorted(set({HEAVY!r}) & set(sys.modules))))"


def _run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )


def test_importing_steppe_prints_nothing_and_loads_nothing_heavy():
    ended = _run(f"import steppe; {REPORT}")
    assert ended.stdout == ""
    assert ended.stderr == ""


@pytest.mark.parametrize("asked", [["--help"], ["--version"], ["run", "--help"]])
def test_asking_the_command_line_loads_nothing_heavy(asked):
    code = (
        f"import sys; sys.argv = ['steppe', *{asked!r}]\n"
        "from steppe.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        f"{REPORT}"
    )
    ended = _run(code)
    assert "steppe" in ended.stdout
    assert ended.stderr == ""


def test_the_test_would_see_a_heavy_module():
    assert _run(f"import polars; {REPORT}").stderr == "polars"
