"""``scenario.toml``: the heading of a scenario and its settings <-> the file's text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from steppe.errors import Problem, ScenarioError
from steppe.field import Field
from steppe.scenario.fields import SETTINGS
from steppe.scenario.model import Scenario, SettingValue
from steppe.scenario.nearest import suggestion
from steppe.scenario.tables import HEADING
from steppe.scenario.text_file import read_text
from steppe.scenario.values import Refused, judged, read_value

FILE = "scenario.toml"
SECTIONS = ("scenario", *dict.fromkeys(each.section for each in SETTINGS.values()))


@dataclass(slots=True)
class ReadHeading:
    """
    What came of ``scenario.toml``.

    Parameters
    ----------
    values
        Name, start, days and so on, as far as they are without fault.
    settings
        Settings that differ from their defaults.
    lines
        The line each of them stands on, by name.
    problems
        Everything that is wrong in the file.
    """

    values: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, SettingValue] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_heading(path: Path) -> ReadHeading:
    """Read ``scenario.toml``, which is known to be there."""
    found = ReadHeading()
    try:
        text = read_text(path, is_table=False)
        document = tomllib.loads(text.replace("\r\n", "\n"))
    except ScenarioError as error:
        found.problems += error.problems
        return found
    except (ValueError, RecursionError) as error:
        found.problems.append(syntax_problem(error))
        return found
    lines = _lines_of(text)
    for section, content in document.items():
        if section not in SECTIONS or not isinstance(content, dict):
            found.problems.append(_unknown_section(section, content, lines))
            continue
        known = HEADING if section == "scenario" else SETTINGS
        for name, value in content.items():
            found.lines[name] = lines.get((section, name), 0)
            _take(found, section, name, value, known)
    _require(found)
    return found


def _take(found: ReadHeading, section: str, name: str, value: Any, known: Mapping[str, Field]) -> None:
    """Put one line of the file where it belongs, or say why it cannot be."""
    where = _where(found.lines[name])
    wanted = known.get(name)
    if wanted is None:
        remedy = suggestion(name, known, otherwise="`steppe fields` lists them.")
        what = "a setting" if section != "scenario" else "known"
        found.problems.append(Problem(where, f"'{name}' under [{section}] is not {what}.", remedy))
    elif wanted.section != section:
        found.problems.append(
            Problem(where, f"'{name}' stands under [{section}].", f"Move it under [{wanted.section}].")
        )
    else:
        try:
            as_text = isinstance(value, str) and wanted.type not in ("text", "name", "choice")
            kept = read_value(wanted, value) if as_text else judged(wanted, value)
        except Refused as refused:
            found.problems.append(Problem(where, refused.found, refused.remedy))
            return
        if section == "scenario":
            found.values[name] = kept
        elif kept != wanted.default:
            found.settings[name] = kept


def _require(found: ReadHeading) -> None:
    for name, wanted in HEADING.items():
        if wanted.required and name not in found.lines:
            found.problems.append(
                Problem(FILE, f"there is no '{name}' under [scenario].", f"Add it: {wanted.meaning}")
            )


def _where(line: int) -> str:
    return f"{FILE} line {line}" if line else FILE


def syntax_problem(error: Exception, file: str = FILE) -> Problem:
    """What is wrong with a text that could not be read as TOML, and on which line of the file."""
    if isinstance(error, ValueError) and not isinstance(error, tomllib.TOMLDecodeError):
        # Python refuses to read a whole number of more than some thousand digits.
        return Problem(file, "holds a number of thousands of digits.", "Write a number that can be meant.")
    told = re.search(r"^(.*?)\s*\(at (?:line (\d+), column \d+|end of document)\)", str(error), re.DOTALL)
    line = int(told[2]) if told and told[2] else 0
    what = f"{told[1] if told else error}".replace("\n", " ").rstrip(".")
    return Problem(
        f"{file} line {line}" if line else file,
        f"is not TOML here: {what[:1].lower()}{what[1:]}.",
        'Write name = value: a text in "quotation marks", a date as 2021-08-15, yes and no as true and false.',
    )


def _unknown_section(section: str, content: Any, lines: Mapping[tuple[str, str], int]) -> Problem:
    if isinstance(content, dict):
        where = _where(lines.get((section, ""), 0))
        listed = f"Headings are {', '.join(f'[{each}]' for each in SECTIONS)}."
        return Problem(
            where, f"[{section}] is not a heading.", suggestion(section, SECTIONS, otherwise=listed)
        )
    where = _where(lines.get(("", section), 0))
    if section in SECTIONS:
        return Problem(
            where, f"'{section}' is not a heading here.", f"Write [{section}] on a line of its own."
        )
    known = {**HEADING, **SETTINGS}
    if section in known:
        return Problem(
            where, f"'{section}' stands under no heading.", f"Move it under [{known[section].section}]."
        )
    return Problem(where, f"'{section}' is not known.", suggestion(section, [*known, *SECTIONS]))


def _lines_of(text: str) -> dict[tuple[str, str], int]:
    """On which line each name stands under each heading (an empty name is the heading itself)."""
    lines: dict[tuple[str, str], int] = {}
    section, inside = "", ""
    for number, line in enumerate(re.split(r"\r\n|\n", text), start=1):
        if inside:
            inside = "" if inside in line else inside
            continue
        heading = re.match(r'\s*\[\s*"?([^\]"]+?)"?\s*\]', line)
        entry = re.match(r"\s*(?:\"([^\"]+)\"|'([^']+)'|([\w.-]+))\s*=\s*(.*)", line)
        if heading:
            section = heading[1]
            lines.setdefault((section, ""), number)
        elif entry:
            lines.setdefault((section, entry[1] or entry[2] or entry[3]), number)
            mark = entry[4][:3]
            inside = mark if mark in ('"""', "'''") and mark not in entry[4][3:] else ""
    return lines


def heading_text(scenario: Scenario) -> str:
    """The text of ``scenario.toml``; settings that have their default are left out."""
    import tomlkit

    document = tomlkit.document()
    document["scenario"] = heading = tomlkit.table()
    for name, wanted in HEADING.items():
        value = getattr(scenario, name)
        if wanted.required or value != wanted.default:
            heading[name] = _text_item(value) if isinstance(value, str) else value
    for section in SECTIONS[1:]:
        changed = {
            name: value
            for name, value in sorted_settings(scenario.settings).items()
            if name in SETTINGS and SETTINGS[name].section == section and value != SETTINGS[name].default
        }
        if changed:
            document.add(tomlkit.nl())
            document[section] = table = tomlkit.table()
            for name, value in changed.items():
                table[name] = _typed(SETTINGS[name], value)
    return tomlkit.dumps(document)


def sorted_settings(settings: Mapping[str, SettingValue]) -> dict[str, SettingValue]:
    """Settings in the order of the registry, whatever order they were given in."""
    return {name: settings[name] for name in SETTINGS if name in settings}


def _typed(wanted: Field, value: SettingValue) -> Any:
    if wanted.type == "number":
        return float(value)  # type: ignore[arg-type]
    return list(value) if isinstance(value, tuple) else value


def _text_item(text: str) -> Any:
    """A TOML text, over several lines where it has several (a carriage return must be escaped)."""
    import tomlkit

    return tomlkit.string(text, multiline="\n" in text and "\r" not in text)
