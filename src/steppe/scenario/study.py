"""
A study: one world, and what would happen if; a list of variants in a TOML file.

::

    base = "afghanistan-2021"          # a built-in world or a folder; by default the folder the file lies in
    question = "Which border makes the difference?"
    replicas = 200

    [[variant]]
    name = "uzbek-border-open"
    events = [{ event = "border", country = "AFG", other_country = "UZB", status = "open", start = 2021-08-15 }]

    [[variant]]
    name = "slow-visas"
    rows = [{ table = "pathways", name = "US visa", wait_days = 90 }]
    remove = [{ event = "statement", country = "TJK" }]
    settings = { leave_chance_town = 0.2 }

Every problem of the file is told at once, with the variant it is in.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from steppe.errors import Problem, ScenarioError, SteppeError
from steppe.field import Field
from steppe.scenario import gallery
from steppe.scenario.check import check
from steppe.scenario.columns import NOT_IN_FILE_NAMES, name
from steppe.scenario.fields import SETTINGS
from steppe.scenario.folder import examine
from steppe.scenario.heading import syntax_problem
from steppe.scenario.model import Scenario
from steppe.scenario.nearest import suggestion
from steppe.scenario.study_changes import Changes, changed
from steppe.scenario.tables import HEADING
from steppe.scenario.text_file import read_text
from steppe.scenario.values import Refused, judged, read_value

TOP: Mapping[str, Field] = {
    "base": name("base", "The world that every variant is compared with: a built-in world or a folder."),
    "title": Field("title", "text", "A title for charts and tables.", ""),
    "question": Field("question", "text", "What the study is to answer.", ""),
    "replicas": SETTINGS["replicas"],
    "seed": SETTINGS["seed"],
    "days": HEADING["days"],
}
ABOUT: Mapping[str, Field] = {
    "name": name("name", "What the variant is called.", required=True),
    "title": Field("title", "text", "A title for charts and tables.", ""),
    "description": Field("description", "text", "What it supposes, and why.", ""),
    "scenario": name("scenario", "A world of its own to begin with, instead of the base."),
}
CHANGES = ("settings", "events", "remove", "rows")
VARIANT_WORDS = (*ABOUT, *CHANGES)
RESERVED = ("base", "study")


@dataclass(frozen=True, slots=True)
class Variant:
    """
    The base with something changed.

    Parameters
    ----------
    name
        Unique in the study, and fit to name a folder.
    scenario
        The world, checked; it has the name of the variant.
    title, description
        For charts and tables.
    """

    name: str
    scenario: Scenario
    title: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """
    A world and its variants, all to be run with the same luck.

    Parameters
    ----------
    name
        Of the file, without ``.toml``; with the folder before it if the file is called ``study.toml``.
    base
        The world that every variant is compared with.
    variants
        In the order of the file.
    title, question
        For charts and tables.
    replicas, seed, days
        Of every run; ``None`` leaves them to the base.
    text
        The file as it was read.
    """

    name: str
    base: Scenario
    variants: tuple[Variant, ...]
    title: str = ""
    question: str = ""
    replicas: int | None = None
    seed: int | None = None
    days: int | None = None
    text: str = ""


def find_study(source: str) -> Path | None:
    """
    The study file that a name means, if it means one.

    Parameters
    ----------
    source
        A path that ends in ``.toml``, or a world and a study in it: ``afghanistan-2021/study`` is
        ``study.toml`` in the folder of that world.

    Returns
    -------
    path
        ``None`` where the name is none of a study.
    """
    if source.endswith(".toml"):
        return Path(source)
    world, slash, study = source.rpartition("/")
    if not slash or not study or Path(source).is_dir():
        return None
    folders = [Path(world or "/"), *([gallery.path(world)] if world in gallery.names() else [])]
    return next((path for each in folders if (path := each / f"{study}.toml").is_file()), None)


def read_study(path: Path | str) -> Study:
    """
    Read a study file and make every variant of it.

    Parameters
    ----------
    path
        The file; folders in it are looked for beside it.

    Raises
    ------
    ScenarioError
        With every problem of the file, the base and the variants.
    """
    path = Path(path)
    text = _text_of(path)
    try:
        document = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        raise ScenarioError(syntax_problem(error, path.name)) from None
    problems: list[Problem] = []
    top = _read_fields(document, TOP, (*TOP, "variant"), path.name, problems)
    base = _world(top.get("base") or ".", path.parent, f"{path.name} base", problems)
    variants = _variants(document.get("variant"), base, path, problems)
    if problems or base is None:
        raise ScenarioError(problems)
    top.pop("base", None)
    return Study(_name_of(path), base, tuple(variants), text=text, **top)


def _text_of(path: Path) -> str:
    if not path.exists():
        raise ScenarioError(Problem(str(path), "there is no such file.", "Check the path of the study."))
    if path.is_file() and not path.stat().st_size:
        raise ScenarioError(Problem(path.name, "is empty.", "Write [[variant]] and below it a name."))
    return read_text(path, is_table=False)


def _name_of(path: Path) -> str:
    return path.absolute().parent.name + "-study" if path.stem == "study" else path.stem


def _read_fields(
    given: Mapping[str, Any],
    fields: Mapping[str, Field],
    known: Iterable[str],
    where: str,
    problems: list[Problem],
) -> dict[str, Any]:
    """Values of some of the known words; those that are not known are told."""
    values = {}
    words = list(known)
    for word, value in given.items():
        if word not in words:
            listed = f"Known are {', '.join(words)}."
            problems.append(
                Problem(where, f"'{word}' is not known here.", suggestion(word, words, otherwise=listed))
            )
        elif word in fields:
            try:
                is_text = isinstance(value, str) and fields[word].type in ("integer", "number")
                values[word] = read_value(fields[word], value) if is_text else judged(fields[word], value)
            except Refused as refused:
                problems.append(Problem(where, refused.found, refused.remedy))
    return values


def _world(source: str, folder: Path, where: str, problems: list[Problem]) -> Scenario | None:
    """A world in a folder beside the file, or a built-in one; its problems are told under its own name."""
    beside = folder / source
    try:
        examined = examine(beside if source == "." or beside.exists() else source)
    except SteppeError as error:
        problems += [replace(each, where=f"{where}: {each.where}") for each in error.problems]
        return None
    problems += [replace(each, where=f"{where}: {each.where}") for each in examined.errors]
    return examined.scenario


def _variants(given: object, base: Scenario | None, path: Path, problems: list[Problem]) -> list[Variant]:
    if not isinstance(given, list) or not given or not all(isinstance(each, dict) for each in given):
        problems.append(Problem(path.name, "has no variants.", "Write [[variant]] and below it a name."))
        return []
    variants, taken = [], dict.fromkeys(RESERVED, "kept for the study itself")
    for number, each in enumerate(given, start=1):
        called = each.get("name")
        where = f"{path.name} variant " + (f"'{called}'" if called else str(number))
        about = _read_fields(each, ABOUT, VARIANT_WORDS, where, problems)
        problems += _name_problems(about, each, where, taken)
        variant = _variant(about, each, base, path.parent, where, problems)
        variants += [variant] if variant is not None else []
    return variants


def _name_problems(
    about: Mapping[str, str], given: Mapping[str, Any], where: str, taken: dict[str, str]
) -> list[Problem]:
    called = about.get("name", "")
    if not called.strip(". "):
        is_told = "name" in given and "name" not in about
        return [] if is_told else [Problem(where, "has no name.", 'Write name = "..." below [[variant]].')]
    odd = sorted(set(called) & set(NOT_IN_FILE_NAMES))
    if odd or called.startswith("."):
        return [
            Problem(where, f"the name '{called}' cannot name a folder.", "Use letters, digits and hyphens.")
        ]
    if called.casefold() in taken:
        return [Problem(where, f"the name is {taken[called.casefold()]}.", "Give each variant its own name.")]
    taken[called.casefold()] = "given to another variant"
    return []


def _variant(
    about: Mapping[str, str],
    given: Mapping[str, Any],
    base: Scenario | None,
    folder: Path,
    where: str,
    problems: list[Problem],
) -> Variant | None:
    own = about.get("scenario")
    begins = _world(own, folder, f"{where} scenario", problems) if own else base
    wrong: list[Problem] = []
    changes = _changes(given, where, wrong)
    if not own and not changes and not wrong:
        remedy = f"Give it a scenario, or one of {', '.join(CHANGES)}."
        wrong.append(Problem(where, "changes nothing of the base.", remedy))
    problems += wrong
    if wrong or begins is None:
        return None
    called = about.get("name", "")
    try:
        scenario = changed(begins, changes, name=called)
    except ScenarioError as error:
        problems += [replace(each, where=f"{where}, {each.where}") for each in error.problems]
        return None
    judged_whole = [each for each in check(scenario) if each.severity == "error"]
    problems += [replace(each, where=f"{where}: {each.where}") for each in judged_whole]
    title, description = about.get("title", ""), about.get("description", "")
    return Variant(called, replace(scenario, title=title or scenario.title), title, description)


def _changes(given: Mapping[str, Any], where: str, problems: list[Problem]) -> Changes:
    """The changes, if they have the form of changes."""
    settings = given.get("settings", {})
    if not isinstance(settings, dict):
        problems.append(Problem(where, "settings is no table.", "Write settings = { name = value }."))
        settings = {}
    lists: dict[str, Any] = {}
    for word in CHANGES[1:]:
        rows = given.get(word, [])
        if not isinstance(rows, list) or not all(isinstance(each, dict) for each in rows):
            remedy = f"Write {word} = [{{ column = value, ... }}, ...]."
            problems.append(Problem(where, f"{word} is no list of tables.", remedy))
            rows = []
        lists[word] = rows
    return Changes(settings=settings, **lists)
