"""
A process of its own that reads pages and PDFs, so that none can hang the caller or use up its memory.

``python -m steppe.sources.news.bounded`` serves one document after another over its pipes: a header line in
JSON, then bytes; the answer is a header line, then bytes. Memory and processor time are limited where the
system knows how; a time on the clock is kept by the caller everywhere. Nothing is written to disk.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from types import TracebackType
from typing import IO, Any, Literal, Self

from steppe.sources.news.html_text import Extracted

MEMORY_BYTES = 1 << 30
"""Address space of the process."""

Kind = Literal["html", "pdf"]
_START_SECONDS = 10.0
_SECONDS: dict[Kind, tuple[float, float]] = {"html": (1.5, 0.7), "pdf": (4.0, 1.5)}
"""Processor time that a document may take: at least, and for each MB. About five times what is usual."""
_STOP_EARLY = 0.75
"""After this share of its time a reader of PDFs begins no further page."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def seconds_for(kind: Kind, size: int) -> float:
    """Processor time that a document of so many bytes may take, in seconds."""
    at_least, per_megabyte = _SECONDS[kind]
    return at_least + per_megabyte * size / 1e6


class Unreadable(Exception):
    """A document could not be read within bounds, and why, in words for a person."""


class BoundedReader:
    """
    Reads documents in a process of its own, begun with the first and begun anew after one that broke it.

    Use it with ``with``, so that the process ends.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, kind: Kind, content: bytes) -> Extracted:
        """
        Text of a page (bytes in UTF-8) or of a PDF.

        Raises
        ------
        Unreadable
            Where it is broken, or would take too much time or memory.
        """
        try:
            answer = self._ask(kind, content)
        except (OSError, ValueError) as problem:
            self._end()
            raise Unreadable("takes more time or memory to read than a document may.") from problem
        if "problem" in answer:
            raise Unreadable(str(answer["problem"]))
        return Extracted(
            answer["text"],
            answer["title"],
            date.fromisoformat(answer["published"]) if answer["published"] else None,
            tuple(answer["notes"]),
        )

    def _ask(self, kind: Kind, content: bytes) -> dict[str, Any]:
        process = self._started()
        assert process.stdin and process.stdout
        # The clock is for a system that counts no processor time; a busy machine gets three times as long.
        clock = threading.Timer(_START_SECONDS + 3 * seconds_for(kind, len(content)), process.kill)
        clock.daemon = True
        clock.start()
        try:
            _send(process.stdin, {"kind": kind}, content)
            header, text = _receive(process.stdout)
        finally:
            clock.cancel()
        return {**header, "text": text.decode()}

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "steppe.sources.news.bounded"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe:
                    pipe.close()
            except OSError:
                continue
        process.wait()


def _send(pipe: IO[bytes], header: dict[str, Any], content: bytes) -> None:
    pipe.write(json.dumps({**header, "bytes": len(content)}).encode() + b"\n")
    pipe.write(content)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Read what :func:`_send` wrote; ``ValueError`` where the other side ended before it was done."""
    header = json.loads(pipe.readline(1_000_000) or b"null")
    if not isinstance(header, dict):
        raise ValueError("nothing was sent")
    content = pipe.read(header["bytes"])
    if len(content) != header["bytes"]:
        raise ValueError("not all was sent")
    return header, content


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests until there are no more."""
    _limit_memory()
    while True:
        try:
            header, content = _receive(requests)
        except ValueError:
            return
        text, told = _answer(header["kind"], content)
        _send(answers, told, text)


def _answer(kind: Kind, content: bytes) -> tuple[bytes, dict[str, Any]]:
    seconds = seconds_for(kind, len(content))
    soft_seconds = time.process_time() + _STOP_EARLY * seconds
    _limit_time(seconds)
    try:
        found = _extract(kind, content, soft_seconds)
    except Unreadable as problem:
        return b"", {"problem": str(problem)}
    except MemoryError:
        raise SystemExit(1) from None
    except Exception as problem:  # noqa: BLE001 - whatever a library raises is told, not thrown
        return b"", {"problem": f"cannot be read ({type(problem).__name__})."}
    told = {
        "title": _SURROGATE.sub("\ufffd", found.title),
        "published": found.published.isoformat() if found.published else "",
        "notes": found.notes,
    }
    return _SURROGATE.sub("\ufffd", found.text).encode(), told


def _extract(kind: Kind, content: bytes, soft_seconds: float) -> Extracted:
    if kind == "html":
        from steppe.sources.news.html_text import read_page

        return read_page(content.decode())
    from steppe.sources.news.pdf_text import UnreadablePdf, read_pdf

    try:
        return read_pdf(content, soft_seconds)
    except UnreadablePdf as problem:
        raise Unreadable(str(problem)) from problem


def _limit_memory() -> None:
    """At most :data:`MEMORY_BYTES` of address space, and no core file, where the system can."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    except (ImportError, OSError, ValueError):
        return


def _limit_time(seconds: float) -> None:
    """End this process when it has used so much more processor time, where the system can."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


if __name__ == "__main__":
    pipe, sys.stdout = sys.stdout.buffer, sys.stderr  # what a library prints is no answer
    serve(sys.stdin.buffer, pipe)
