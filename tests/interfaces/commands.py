"""Typing commands in tests: in this process, and in one of their own that can be stopped or starved of disk."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from steppe.__main__ import main

STARVED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
from steppe.__main__ import main
main()
"""

TALKATIVE = """
from steppe.interfaces.cli import progress
progress.LEAST_SECONDS = 0.0
from steppe.__main__ import main
main()
"""


class Shell:
    """Types commands and hears what they say."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch = monkeypatch
        self.capsys = capsys

    def __call__(self, *words: str | Path) -> tuple[int, str, str]:
        self.monkeypatch.setattr(sys, "argv", ["steppe", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        told = self.capsys.readouterr()
        assert "Traceback" not in told.err
        return int(end.value.code or 0), told.out, told.err


def starved(limit: int, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """A command in a process that may write no file larger than ``limit`` bytes: the disk is full for it."""
    return subprocess.run(
        [sys.executable, "-c", STARVED.format(limit=limit), *map(str, words)],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip


def stopped(when: Callable[[subprocess.Popen[str]], bool], *words: str | Path) -> tuple[int, str, str]:
    """A command that gets Ctrl-C as soon as ``when`` says so; it tells of every tenth of its replicas."""
    process = subprocess.Popen(
        [sys.executable, "-c", TALKATIVE, *map(str, words)],
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    deadline = time.monotonic() + 100
    try:
        while not when(process):
            assert process.poll() is None, f"it ended before it could be stopped: {process.communicate()[1]}"
            assert time.monotonic() < deadline, "the moment to stop it never came"
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=240)
    finally:
        process.kill()
        process.wait()
    return process.returncode, out, err
