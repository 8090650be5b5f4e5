"""
Write the reference pages from the registries, so that they cannot disagree.

Run with ``make docs``; a test compares what this makes with what is committed.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterable
from pathlib import Path

import typer

import steppe
from steppe.field import Field
from steppe.interfaces.cli.app import app
from steppe.scenario.fields import SETTINGS

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
NOTICE = "<!-- Written by tools/make_reference.py from the registries; change those and run `make docs`. -->"
SECTION = re.compile(r"^(\w[\w ]*)\n-{3,}\n", re.MULTILINE)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(_cell(each) for each in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def page(title: str, opening: str, *parts: str) -> str:
    """A whole page, with the notice that it is not to be edited."""
    return "\n\n".join([NOTICE, f"# {title}", opening, *parts]) + "\n"


def allowed(field: Field) -> str:
    """What a field may hold, in words: its type, unit, range or choices."""
    if field.choices:
        return ", ".join(f"`{word}`" for word in field.choices)
    words = field.type + (f", {field.unit}" if field.unit else "")
    low, high = field.minimum, field.maximum
    if low is not None and high is not None:
        return f"{words}, {low:g} to {high:g}"
    if low is not None:
        return f"{words}, at least {low:g}"
    return words if high is None else f"{words}, at most {high:g}"


def default_of(field: Field) -> str:
    """The default, as it is written in a file."""
    if field.default is None or field.default in ("", ()):
        return ""
    if isinstance(field.default, bool):
        return "yes" if field.default else "no"
    return f"{field.default:.6g}" if isinstance(field.default, float) else str(field.default)


def settings_page() -> str:
    """Every setting, under the heading of ``scenario.toml`` it stands under."""
    parts = []
    for section in dict.fromkeys(field.section for field in SETTINGS.values()):
        rows = [
            (f"`{field.name}`", allowed(field), default_of(field), field.meaning)
            for field in SETTINGS.values()
            if field.section == section
        ]
        parts.append(f"## [{section}]\n\n" + table(("setting", "may be", "default", "meaning"), rows))
    return page(
        "Settings",
        "A setting stands in `scenario.toml` under its heading, or on the command line as `--set name=value`;"
        " one that is absent has its default. Lists of numbers are separated by blanks or commas on the"
        " command line.",
        *parts,
    )


def command_line_page() -> str:
    """Every command with its arguments and options."""
    group = typer.main.get_command(app)
    parts = []
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        text = inspect.cleandoc((command.help or "").replace("\b\n", "\n"))
        opening, _, examples = text.partition(f"\nsteppe {name}")
        shown = f"\n```text\nsteppe {name}{examples.rstrip()}\n```\n" if examples else ""
        rows = [
            (f"`{_spelling(each)}`", (getattr(each, "help", "") or "").strip())
            for each in command.params
            if each.name != "help"
        ]
        parts.append(f"## steppe {name}\n\n{opening.strip()}\n{shown}\n" + table(("word", "meaning"), rows))
    codes = table(
        ("exit code", "meaning"),
        [
            ("0", "fine"),
            ("1", "the scenario, a file or a run is at fault; every problem is listed"),
            ("2", "the command line is"),
            ("70", "Steppe is: please report it"),
            ("130", "you stopped it"),
        ],
    )
    return page(
        "The command line",
        "Results go to standard output, everything else to standard error. `steppe --debug …` (or the"
        " environment variable `STEPPE_DEBUG=1`) also shows where in the code an error came from.",
        "## Exit codes\n\n" + codes,
        *parts,
    )


def _spelling(parameter: object) -> str:
    words = ", ".join(getattr(parameter, "opts", ()))
    metavar = getattr(parameter, "metavar", None) or ""
    if getattr(parameter, "param_type_name", "") == "argument":
        return metavar or words.upper()
    choices = getattr(getattr(parameter, "type", None), "choices", None)
    if choices:
        metavar = "|".join(str(getattr(each, "value", each)) for each in choices)
    return f"{words} {metavar}".strip()


def python_page() -> str:
    """The public words, with their signatures and what they say of themselves."""
    parts = [_word(name, getattr(steppe, name)) for name in steppe.__all__]
    return page("Python", "`import steppe` gives these words, and no others are promised to stay.", *parts)


def _word(name: str, thing: object) -> str:
    if not callable(thing):
        return f"## steppe.{name}\n\n{type(thing).__name__}"
    document = inspect.getdoc(thing) or ""
    sections = SECTION.split(document)
    described = [f"## steppe.{name}", f"```text\n{_signature(name, thing)}\n```", _prose(sections[0])]
    for heading, body in zip(sections[1::2], sections[2::2], strict=True):
        described.append(f"### {heading}\n\n{_section(body)}")
    return "\n\n".join(part for part in described if part)


def _signature(name: str, thing: object) -> str:
    try:
        signature = inspect.signature(thing)  # type: ignore[arg-type]
    except ValueError:
        return name
    bare = (
        re.sub(r"'([^']*)'", r"\1", f"{name}{signature}") if "'" in str(signature) else f"{name}{signature}"
    )
    return "\n".join(textwrap.wrap(bare, 100, subsequent_indent="    ", break_long_words=False))


def _prose(text: str) -> str:
    plain = re.sub(r":\w+:`~?\.?([^`]*)`", r"`\1`", text.strip())
    plain = plain.replace("``", "`")
    return re.sub(r"::\n\n((?:    .*\n?|\n)+)", lambda found: _literal(found[1]), plain)


def _literal(text: str) -> str:
    return f":\n\n```text\n{textwrap.dedent(text).rstrip()}\n```\n"


def _section(body: str) -> str:
    """A numpydoc section of names and their descriptions, as a table; anything else as it is."""
    entries = re.findall(r"^(\S[^\n]*)\n((?:[ ]{4}[^\n]*\n?|\n)+)", body + "\n", re.MULTILINE)
    if not entries:
        return _prose(body)
    return table(("name", "meaning"), [(f"`{name}`", _prose(meaning)) for name, meaning in entries])


def pages() -> dict[str, str]:
    """Every reference page by its file name."""
    return {
        "settings.md": settings_page(),
        "cli.md": command_line_page(),
        "python.md": python_page(),
    }


def main() -> None:
    """Write them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
