"""The reference pages say what the registries say."""

from __future__ import annotations

import pytest

from tools.make_reference import FOLDER, pages

PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_agrees_with_the_registries(name):
    committed = (FOLDER / name).read_text(encoding="utf-8")
    assert committed == PAGES[name], f"docs/reference/{name} is out of date: run `make docs`"


def test_no_reference_page_is_left_over():
    assert {path.name for path in FOLDER.glob("*.md")} == set(PAGES)
