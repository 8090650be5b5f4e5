"""Files under 400 lines, function bodies of at most 40 and a median under 12; exceptions by name."""

from __future__ import annotations

from statistics import median

from tests.house.tree import PACKAGE, function_bodies, source_files

FILE_LINES = 400
BODY_LINES = 40
MEDIAN_BODY_LINES = 12

# Each with its reason; one that is no longer needed fails the test below.
LONG_FILES: dict[str, str] = {}
LONG_BODIES: dict[str, str] = {}


def _file_lengths() -> dict[str, int]:
    return {
        str(path.relative_to(PACKAGE)): len(path.read_text(encoding="utf-8").splitlines())
        for path in source_files()
    }


def _bodies() -> dict[str, int]:
    return {
        body.where: body.lines
        for path in source_files()
        for body in function_bodies(path.read_text(encoding="utf-8"), str(path.relative_to(PACKAGE)))
    }


def test_files_fit_their_budget():
    over = {name for name, lines in _file_lengths().items() if lines >= FILE_LINES}
    assert over == set(LONG_FILES), (
        f"over {FILE_LINES} lines, or listed without need: {over ^ set(LONG_FILES)}"
    )


def test_functions_fit_on_a_screen():
    over = {where: lines for where, lines in _bodies().items() if lines > BODY_LINES}
    unlisted = set(over) ^ set(LONG_BODIES)
    assert not unlisted, (
        f"over {BODY_LINES} lines, or listed without need: {[(w, over.get(w)) for w in unlisted]}"
    )


def test_the_usual_function_is_short():
    assert median(_bodies().values()) < MEDIAN_BODY_LINES


def test_a_docstring_and_a_signature_cost_nothing_and_a_nested_function_is_counted():
    source = (
        'def f(\n    a,\n):\n    """One.\n\n    Two.\n    """\n    def g():\n        return 1\n    return g\n'
    )
    assert [(body.where, body.lines) for body in function_bodies(source, "x.py")] == [
        ("x.py:f", 3),
        ("x.py:f.g", 1),
    ]
