"""What the README and the documentation show is run, page by page, in an empty folder."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from pathlib import Path

import pytest

from tests.docs.blocks import ROOT, blocks_of, commands_of, documents, output_matches, printed, run_command

LANGUAGES = {"python", "console", "sh", "toml", "csv", "text", "bibtex"}
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
MAKE_TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)


def _pages() -> list[object]:
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in documents()]


def _runnable() -> list[object]:
    return [
        pytest.param(path, id=str(path.relative_to(ROOT)))
        for path in documents()
        if any(
            block.language in {"python", "console"} for block in blocks_of(path.read_text(encoding="utf-8"))
        )
    ]


@pytest.mark.parametrize("path", _runnable())
def test_the_blocks_of_a_page_run_in_order(path: Path, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words: dict[str, object] = {"__name__": "__page__"}
    for block in blocks_of(path.read_text(encoding="utf-8")):
        if block.language == "python":
            exec(compile("\n" * block.line + block.text, str(path), "exec"), words)
        elif block.language == "console":
            for command, shown in commands_of(block.text):
                ended = run_command(command, tmp_path)
                expected = 0 if "problem" not in shown else ended.returncode
                told = f"{path.name}: $ {command}\n{ended.stdout}{ended.stderr}"
                assert ended.returncode == expected, told
                assert output_matches(shown, printed(ended)), told


@pytest.mark.parametrize("path", _pages())
def test_every_block_says_what_it_is_and_is_well_formed(path: Path):
    targets = set(MAKE_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    for block in blocks_of(path.read_text(encoding="utf-8")):
        assert block.language in LANGUAGES, f"{path.name} line {block.line}: '{block.language}'"
        if block.language == "toml":
            tomllib.loads(block.text)
        if block.language == "csv":
            widths = {len(row) for row in csv.reader(io.StringIO(block.text))}
            assert len(widths) == 1, f"{path.name} line {block.line}: rows of {widths} cells"
        if block.language == "sh":
            asked = set(re.findall(r"\bmake ([a-z]+)", block.text))
            assert asked <= targets, f"{path.name} line {block.line}: no such target {asked - targets}"


@pytest.mark.parametrize("path", _pages())
def test_every_link_within_the_repository_leads_somewhere(path: Path):
    broken = [
        link
        for link in LINK.findall(path.read_text(encoding="utf-8"))
        if not re.match(r"[a-z]+:|#", link) and not (path.parent / link.partition("#")[0]).exists()
    ]
    assert not broken


def test_a_wrong_output_on_a_page_would_be_seen():
    assert output_matches("3 places ... found\n", "3 places were found\n")
    assert not output_matches("3 places\n", "4 places\n")
    assert commands_of("$ steppe --version\nsteppe 0.1.0\n$ ls\n") == [
        ("steppe --version", "steppe 0.1.0\n"),
        ("ls", ""),
    ]
