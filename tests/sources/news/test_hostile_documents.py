"""Made to harm: nothing here crashes, hangs, waits for a pipe or writes. A hang shows by a time-out."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from steppe.errors import UsageError
from steppe.sources.news import document
from steppe.sources.news.bounded import BoundedReader, Unreadable
from steppe.sources.news.document import gather_documents, read_documents
from steppe.sources.news.html_text import read_page
from tests.sources.news.made_documents import JOINED, drawn, page, pdf

LAUGHS = "".join(f"<!ENTITY a{at} '{f'&a{at - 1};' * 10}'>" for at in range(1, 12))
PAGES = {
    "nested": "<div>" * 100_000 + "hello" + "</div>" * 100_000,
    "never-closed": "<p>" + "<b>" * 100_000 + "hello",
    "tables": "<table><tr><td>" * 50_000 + "hello",
    "attributes": "<p " + " ".join(f"a{at}=1" for at in range(100_000)) + ">hello</p>",
    "quoted": "<p " + " ".join(f"a{at}='<'" for at in range(10_000)) + ">hello</p>",
    "laughs": f"<!DOCTYPE html [<!ENTITY a0 'ha'>{LAUGHS}]><html><body><p>hello &a11;</p></body></html>",
    "comment": "<!--" + "x" * 2_000_000 + "--><p>hello</p>",
    "comments": "hello" + "<!--" * 300_000,
    "script": "<p>hello</p><script>" + "var a = 1;" * 200_000,
    "scripts": "hello" + "<script " * 300_000,
    "heads": "<p>hello</p>" + "<head>" * 100_000,
    "line": "<p>" + "hello " * 300_000 + "</p>",
    "breaks": "hello" + "a<br>" * 10_000,
    "less-than": "hello" + "<" * 300_000,
    "number": "hello&#" + "9" * 500_000 + ";",
    "entities": "hello" + "&amp;" * 200_000,
    "linked": "<script type='application/ld+json'>" + "[" * 200_000 + "</script><p>hello</p>",
    "tail": "<p>hello" + " " * 500_000 + "</p>",
    "surrogates": "<p>hello &#xD800; &#xDFFF;</p>",
}
GIVES = (
    "import json, sys; from pathlib import Path; from steppe.sources.news.document import gather_documents\n"
    "told = gather_documents(Path(sys.argv[1]))\n"
    "print(json.dumps({**{d.name: d.text[:2000] for d in told.documents}, "
    "**{Path(p.where).name: str(p) for p in told.problems}}))"
)


def _gathered_elsewhere(folder, timeout=300):
    """What a process of its own makes of a folder."""
    ended = subprocess.run(
        [sys.executable, "-c", GIVES, str(folder)],
        capture_output=True,
        text=True,
        timeout=timeout,
        check=True,
    )
    assert ended.stderr == ""
    return json.loads(ended.stdout)


def test_no_page_hangs_or_crashes_the_reader_and_its_words_are_kept(tmp_path):
    for name, content in PAGES.items():
        (tmp_path / f"{name}.html").write_text(content)
    told = _gathered_elsewhere(tmp_path)
    assert told.keys() == {f"{name}.html" for name in PAGES}
    assert {name for name, text in told.items() if "hello" not in text} == set()


@pytest.mark.slow
def test_a_million_attributes_and_half_a_million_paragraphs_are_read(tmp_path):
    (tmp_path / "attributes.html").write_text(
        "<p " + " ".join(f"a{at}=1" for at in range(1_000_000)) + ">hello</p>"
    )
    (tmp_path / "paragraphs.html").write_text("<p>hello.</p>" * 700_000)
    assert all("hello" in text for text in _gathered_elsewhere(tmp_path).values())


def _pdfs():
    plain = pdf([drawn()])
    return {
        "spaces": pdf([[]], stream=b" " * 50_000_000),
        "words": pdf([[]], stream=b"(x) Tj " * 5_000_000),
        "kids-of-themselves": plain.replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"),
        "table-after-itself": plain.replace(b"/Root 1 0 R", b"/Prev 15 /Root 1 0 R"),
        "deep-list": pdf([drawn()], told="/Title " + "[" * 50_000),
        "deep-table": pdf([drawn()], told="/A <<" * 20_000 + ">>" * 20_000),
        "count": plain.replace(b"/Count 1", b"/Count 999999999"),
        "cut": plain[:500],
        "garbage": b"%PDF-1.4\n" + bytes(range(256)) * 100,
        "no-more-than-a-mark": b"%PDF-",
    }


def test_no_pdf_hangs_or_crashes_the_reader(tmp_path):
    made = _pdfs()
    for name, content in made.items():
        (tmp_path / f"{name}.pdf").write_bytes(content)
    told = _gathered_elsewhere(tmp_path)
    assert told.keys() == {f"{name}.pdf" for name in made}
    assert told["table-after-itself.pdf"] == told["count.pdf"] == JOINED


@pytest.mark.parametrize(
    "content",
    [
        b"\0" * 1000, b"\xff\xfe" + b"\x00\xd8" * 50 + b"a\0", b"\xff" * 100_000, b"\x80a" * 100_000, b"", b"\xff\xfe",
        "\u202e\u200b\u0000".encode() * 3 + b"text " * 50, b"a," * 5_000_000, b"2021-08-" * 100_000,
    ],
    ids=["nuls", "lone surrogates", "no encoding", "mixed", "empty", "mark", "marks", "10 MB on a line", "half dates"],
)  # fmt: skip
def test_odd_text_is_read_or_refused_in_words(content, tmp_path):
    file = tmp_path / "report.txt"
    file.write_bytes(content)
    reading = gather_documents(file)
    assert len(reading.documents) + len(reading.problems) == 1
    for each in reading.documents:
        each.text.encode()


def test_packed_files_under_another_name_are_refused(tmp_path):
    for name, content in {
        "a.html": gzip.compress(page().encode()),
        "b.pdf": b"PK\x03\x04" + b"\0" * 100,
        "c.txt": bytes(range(256)) * 4,
    }.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UsageError, match=r"is packed|is no text"):
            read_documents(tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_pipes_and_devices_are_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.txt").write_text("Text")
    reading = gather_documents(tmp_path)
    assert [each.text for each in reading.documents] == ["Text"]
    assert "is no plain file" in str(reading.left_out[0])
    for path in (tmp_path / "pipe.txt", Path("/dev/zero")):
        with pytest.raises(UsageError, match="is no plain file"):
            read_documents(path)


def test_a_file_above_the_limit_is_refused_unread(tmp_path):
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(document.MOST_BYTES + 1)
    with pytest.raises(UsageError, match="is larger than 64 MB"):
        read_documents(tmp_path / "large.txt")


def test_a_folder_above_the_limits_is_refused(tmp_path, monkeypatch):
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("Text")
    monkeypatch.setattr(document, "MOST_BYTES_TOGETHER", 10)
    with pytest.raises(UsageError, match="holds more than"):
        read_documents(tmp_path)
    monkeypatch.setattr(document, "MOST_FILES", 2)
    with pytest.raises(UsageError, match="holds more than 2 files"):
        read_documents(tmp_path)


def test_ten_thousand_files_are_read(tmp_path):
    for number in range(10_000):
        (tmp_path / f"{number:05}.txt").write_bytes(b"Text")
    assert len(read_documents(tmp_path)) == 10_000


def test_folders_deeper_than_calls_may_go_are_read(tmp_path):
    levels = [f"{tmp_path}{'/d' * depth}" for depth in range(1, 1101)]
    for level in levels:
        os.mkdir(level)  # noqa: PTH102 - makedirs and Path call themselves level by level
    (last := Path(levels[-1]) / "last.txt").write_text("Text")
    try:
        assert [each.name for each in read_documents(tmp_path)] == ["last.txt"]
    finally:
        last.unlink()
        for level in reversed(levels):
            os.rmdir(level)  # noqa: PTH106


def test_a_name_that_is_no_text_can_be_printed(tmp_path):
    file = tmp_path / os.fsdecode(b"re\xffport\x1b[31m.txt")
    try:
        file.write_text("Text")
    except OSError:
        pytest.skip("the file system takes no such name")
    (read,) = read_documents(file)
    assert read.name == "re\ufffdport\ufffd[31m.txt"


def test_a_process_that_breaks_is_begun_anew():
    with BoundedReader() as reader:
        assert reader.read("pdf", pdf([drawn()])).text == JOINED
        assert reader._process is not None
        reader._process.kill()
        reader._process.wait()
        assert reader.read("pdf", pdf([drawn()])).text == JOINED
        running = reader._process
        with pytest.raises(Unreadable):
            reader.read("pdf", b"%PDF-1.4 nothing")
        assert reader._process is running
    assert reader._process is None
    assert running.poll() is not None


def test_a_reader_that_outlives_its_time_is_stopped(monkeypatch):
    monkeypatch.setattr("steppe.sources.news.bounded._START_SECONDS", 0.0)
    monkeypatch.setattr("steppe.sources.news.bounded.seconds_for", lambda kind, size: 1e-6)
    with BoundedReader() as reader, pytest.raises(Unreadable, match="more time or memory"):
        reader.read("html", page().encode())


def test_a_page_read_in_the_bounded_process_is_the_page_read_here():
    with BoundedReader() as reader:
        assert reader.read("html", page().encode()) == read_page(page())


def test_nothing_is_written(tmp_path):
    (tmp_path / "a.html").write_text(page())
    (tmp_path / "b.pdf").write_bytes(pdf([drawn()]))
    before = {path: path.stat().st_mtime_ns for path in [tmp_path, *tmp_path.iterdir()]}
    read_documents(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in [tmp_path, *tmp_path.iterdir()]} == before
