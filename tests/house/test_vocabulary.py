"""Whole words: no drawer called utils, nothing called data or info."""

from __future__ import annotations

import ast

from tests.house.tree import PACKAGE, source_files

DRAWERS = {"utils", "util", "helpers", "misc", "common", "info", "data", "core", "base", "tools", "stuff"}
EMPTY_NAMES = {"data", "info", "utils", "obj", "tmp", "foo", "helper", "handle_data", "process_data"}


def named_things(tree: ast.Module) -> set[str]:
    """Functions, classes and their parameters."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            names.add(node.name)
        if isinstance(node, ast.arg):
            names.add(node.arg)
    return names


def test_no_file_or_folder_is_a_drawer():
    names = {part.removesuffix(".py") for path in source_files() for part in path.relative_to(PACKAGE).parts}
    assert not names & DRAWERS


def test_functions_classes_and_parameters_say_what_they_are():
    empty = {
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in source_files()
        for name in named_things(ast.parse(path.read_text(encoding="utf-8"))) & EMPTY_NAMES
    }
    assert not empty


def test_every_file_opens_with_a_paragraph():
    silent = [
        str(path.relative_to(PACKAGE))
        for path in source_files()
        if path.name != "__init__.py" and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_the_vocabulary_test_sees_a_parameter():
    assert "data" in named_things(ast.parse("def load(path, *, data=None): ..."))
