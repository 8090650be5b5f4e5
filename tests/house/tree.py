"""The source tree as the house tests see it: files, parsed modules, function bodies."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "steppe"

# Left to right: a room may import from its own room and from those before it.
ROOMS = (
    ("errors", "field", "units", "compiled"),
    ("chance",),
    ("scenario",),
    ("sources",),
    ("engine",),
    ("result",),
    ("simulate",),
    ("insight",),
    ("scale",),
    ("__init__",),
    ("interfaces",),
    ("__main__",),
)
RANK = {name: rank for rank, names in enumerate(ROOMS) for name in names}


def source_files() -> list[Path]:
    """Every Python file of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    """The room a file of the package stands in."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported_rooms(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and room of every import of Steppe's own modules, wherever in the file it stands."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "steppe":
            names = [f"steppe.{each.name}" for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            parts = name.split(".")
            if parts[0] == "steppe":
                room = parts[1] if len(parts) > 1 else "__init__"
                yield node.lineno, room if room in RANK else "__init__"


def wall_breaches(source: str, room: str, rank: dict[str, int] = RANK) -> list[str]:
    """Imports in a file of ``room`` that point right."""
    return [
        f"line {line}: {room} imports {other}"
        for line, other in imported_rooms(ast.parse(source))
        if rank[other] > rank[room]
    ]


@dataclass(frozen=True)
class Body:
    """A function and the number of lines of its body, docstring left out."""

    where: str
    lines: int


def _without_docstring(statements: list[ast.stmt]) -> list[ast.stmt]:
    first = statements[0]
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        return statements[1:]
    return statements


def function_bodies(source: str, file: str) -> list[Body]:
    """Every function of a file, nested ones and methods included."""
    found = []

    def visit(node: ast.AST, prefix: str) -> None:
        for child in ast.iter_child_nodes(node):
            name = getattr(child, "name", "")
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                body = _without_docstring(child.body)
                lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
                found.append(Body(f"{file}:{prefix}{name}", lines))
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            visit(child, f"{prefix}{name}." if inside else prefix)

    visit(ast.parse(source), "")
    return found
