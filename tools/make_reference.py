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
from steppe.insight.score import MEANINGS
from steppe.interfaces.cli.app import app
from steppe.result.variables import VARIABLES
from steppe.scenario.events import EVENT_TYPES
from steppe.scenario.fields import SETTINGS
from steppe.scenario.tables import HEADING, TABLES, event_fields
from steppe.scenario.values import shown_range, written_value

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
NOTICE = "<!-- Written by tools/make_reference.py from the registries; change those and run `make docs`. -->"
SECTION = re.compile(r"^(\w[\w ]*)\n-{3,}\n", re.MULTILINE)

TABLE_OPENINGS = {
    "places": "One row per place; the only table that must be there.",
    "routes": "One row per route between two places.",
    "events": "One row per dated change. Which columns an event uses is listed below the table; the others stay empty.",
    "observations": "One row per published count. A count of a wider area has no place.",
    "corrections": "One row per day on which the counts of a place were put right.",
    "pushes": "One row per scheduled departure of people.",
    "groups": "One row per group of people, where not all are alike. A person is of the same group throughout.",
    "shares": "One row per group and place: which share of those who enter there are of it. The shares of a place add up"
    " to 1, as do those without a place, which hold wherever no row names the place.",
    "borders": "One row per land border that routes cross away from its posts.",
    "pathways": "One row per staged way out of a host place: apply, wait, be approved or refused, depart.",
    "notes": "What could not be carried over from another format; written by `steppe import`.",
}
SPREAD = {
    "mean": "mean over replicas",
    "p05, p25, p50, p75, p95": "quantiles over replicas: one in two simulated futures lies between p25 and p75, nine in"
    " ten between p05 and p95",
}
DAYS = {"date": "the day", "day": "its number, from 0"}
RUN_TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "places": (
        "One row per day and place: people there at the end of the day (`stock`).",
        {**DAYS, "place, country, kind": "as in the scenario", **SPREAD, "unit": "people"},
    ),
    "routes": (
        "One row per day and directed route on which anybody arrived or was turned back, in any replica (`flow`).",
        {
            **DAYS,
            "route, start, end": "the directed route, `start → end`, and its two places",
            "start_country, end_country": "their countries",
            **SPREAD,
            "unit": "people/day",
            "turned_back_mean": "mean number of people turned back on it that day",
        },
    ),
    "totals": (
        "One row per day, measure and country.",
        {
            **DAYS,
            "measure": "`entered` (people who entered up to and including the day), `standing` (at any place),"
            " `en_route` (between places), `in_country` (at places of the country named); where the run has them,"
            " `waiting_at_borders` and `in_pathways` (of those standing) and `went_home` (up to and including the"
            " day, displaced no more)",
            "country": "empty except for `in_country`",
            **SPREAD,
            "unit": "people",
        },
    ),
    "observations": (
        "One row per observation of the scenario, beside its counterpart in the run.",
        {
            "date, place, country, series, measure, unit, source": "as in the scenario",
            "observed": "what was published",
            "mean, p05, p50, p95": "what the replicas say; empty where nothing is compared",
            "difference": "the median of the replicas less what was published",
            "compared": "whether it has a counterpart",
            "remark": "why not, or what a reader should know of the comparison",
        },
    ),
    "scores": (
        "One row per score: of all pairs together (an empty place) and of each place.",
        {
            "score": "one of the words below",
            "place": "a place or a country; empty for all",
            "mean, p05, p50, p95": "over replicas",
            "unit": "people, or a share",
            "pairs": "how many pairs were compared",
            "meaning": "as below",
        },
    ),
}
FURTHER_RUN_TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "borders": (
        (
            "One row per day, account, and pair of countries or post, in which anything happened (`border`). Only under"
            ' `rules = "steppe"` and where a route joins two countries.'
        ),
        {
            **DAYS,
            "from_country, to_country": "the pair of countries",
            "post": "a directed route from the one to the other; empty for all of them together",
            "account": "`attempts`, which are `admitted`, `refused`, `waiting` (at the end of the day), `irregular` (across"
            " without leave) or `pushed_back`, each person once; `gave_up` (left the queue)",
            **SPREAD,
            "unit": "people for `waiting`, else people/day",
        },
    ),
    "pathways": (
        "One row per day, pathway and step, in which anything happened (`pathway`). Only where the scenario has pathways.",
        {
            **DAYS,
            "pathway": "its name",
            "step": "`applied`, `waiting` (at the end of the day), `approved`, `refused`, `departed`, `gave_up` or"
            " `released` (at its end)",
            **SPREAD,
            "unit": "people for `waiting`, else people/day",
        },
    ),
    "groups": (
        "One row per day, group and place where anybody of the group is (`group_stock`). Only where the scenario has groups.",
        {
            **DAYS,
            "place, country": "as in the scenario",
            "group": "its name",
            **SPREAD,
            "unit": "people",
            "households": "the mean divided by the mean size of a household of the group",
        },
    ),
}
FOLDER_FILES = [
    (
        "`run.json`",
        "how the run was made: scenario hash, settings, seed, versions, command, times; names of places",
    ),
    ("`scenario/`", "the world that was run, frozen; itself a scenario folder"),
    ("`places.parquet`, `routes.parquet`, `totals.parquet`", "means and quantiles of every day"),
    (
        "`borders.parquet`, `pathways.parquet`, `groups.parquet`",
        "the same of borders, pathways and groups; only where the run has them",
    ),
    (
        "`observations.parquet`, `scores.parquet`",
        "published counts beside the run, and how far it is from them",
    ),
    ("`ensemble.zarr`", "every replica; `summary.zarr` instead with `--keep summary`"),
    ("`figures/`", "`bands` and `map`, as PNG and SVG"),
]
JSON_KEYS = [
    (
        "`scenario`, `start`, `days`, `replicas`, `mode`, `seed`",
        "what was run; `mode` is `counts` or `expected`",
    ),
    ("`people`", "`mean`: people who entered the run in all, mean over replicas"),
    ("`seconds`", "`load`, `compile`, `run`"),
    (
        "`places`",
        (
            "every place: `name`, `country`, `kind`, `final` (`mean`, `p05`, `p50`, `p95` of the last day),"
            " `observed` (the latest published stock there, or null) and `observed_date`"
        ),
    ),
    (
        "`scores`",
        "`averaged_relative_difference`: `mean`, `p05`, `p50`, `p95`; empty where nothing can be compared",
    ),
    (
        "`people_per_count`, `stamp`, `folder`",
        "the unit, how far to trust the numbers, and where they were written",
    ),
]
FURTHER_JSON_KEYS = [
    (
        "`borders`",
        (
            "only where `borders.parquet` is: each pair of countries, `from` and `to`, with `admitted`, `irregular`,"
            " `pushed_back` (people over the run) and `waiting` (on the last day), each with `mean`, `p05`, `p95`"
        ),
    ),
    (
        "`pathways`",
        (
            "only where `pathways.parquet` is: each `name` with its steps, people over the run and `waiting` on the last"
            " day, each with `mean`, `p05`, `p95`"
        ),
    ),
    (
        "`groups`",
        (
            "only where `groups.parquet` is: each `name` with `people` and `households` standing anywhere on the last day,"
            " each with `mean`, `p05`, `p95`"
        ),
    ),
]


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
    return ", ".join(f"`{word}`" for word in field.choices) if field.choices else shown_range(field)


def default_of(field: Field) -> str:
    """The default, as it is written in a file."""
    return f"{field.default:.6g}" if isinstance(field.default, float) else written_value(field, field.default)


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


def tables_page() -> str:
    """Every table of a scenario folder, every column, and the columns of each event."""
    parts = [
        "## [scenario] in scenario.toml\n\n" + _columns(HEADING.values()),
        *(_table_part(name, columns) for name, columns in TABLES.items()),
    ]
    return page(
        "Tables of a scenario folder",
        "A scenario is a folder: `scenario.toml` with a heading and [settings](settings.md), and CSV files (UTF-8,"
        " commas, a header line; columns in any order, unused ones left out). An empty cell has the default. Dates"
        " are year-month-day, numbers have a decimal point and no thousands separator.",
        *parts,
    )


def _table_part(name: str, columns: Iterable[Field]) -> str:
    part = f"## {name}.csv\n\n{TABLE_OPENINGS[name]}\n\n{_columns(columns)}"
    if name != "events":
        return part
    rows = [
        (
            f"`{kind.word}`",
            (inspect.getdoc(kind) or "").partition("\n\n")[0].replace("``", "`"),
            ", ".join(
                f"**`{each.name}`**" if each.required else f"`{each.name}`"
                for each in event_fields(kind)
                if each.name not in ("source", "note")
            ),
        )
        for kind in EVENT_TYPES
    ]
    words = {kind.__name__: kind.word for kind in EVENT_TYPES}
    rows = [
        (word, re.sub(r":class:`(\w+)`", lambda found: f"`{words[found[1]]}`", meaning), used)
        for word, meaning, used in rows
    ]
    return (
        f"{part}\n\nWhat each event uses, **needed** columns in bold; all have `source` and `note`:\n\n"
        + table(("event", "meaning", "columns"), rows)
    )


def _columns(columns: Iterable[Field]) -> str:
    rows = [
        (f"`{each.name}`", allowed(each), "needed" if each.required else default_of(each), each.meaning)
        for each in columns
    ]
    return table(("column", "may be", "default", "meaning"), rows)


def outputs_page() -> str:
    """What a run holds: outputs, tables, files, JSON."""
    outputs = [
        (
            f"`{each.name}`",
            ", ".join(("replica", *each.dims)),
            each.unit,
            each.time_rule_in_words,
            each.meaning,
        )
        for each in VARIABLES.values()
    ]
    parts = [
        f"### {name}.parquet\n\n{opening}\n\n"
        + table(
            ("column", "meaning"), [(_each_as_code(words), meaning) for words, meaning in columns.items()]
        )
        for name, (opening, columns) in (RUN_TABLES | FURTHER_RUN_TABLES).items()
    ]
    return page(
        "Outputs of a run",
        "`steppe run` writes a folder; `steppe.open` reads it; `steppe export` turns its tables into CSV, XLSX, Parquet"
        " or GeoJSON with the same columns.",
        "## Outputs\n\nArrays with named dimensions, in `ensemble.zarr` and as attributes of a result.\n\n"
        + table(("output", "dimensions", "unit", "a longer period is the", "meaning"), outputs),
        "## The run folder\n\n" + table(("file", "holds"), FOLDER_FILES),
        "## Tables",
        *parts,
        "## Scores\n\n"
        + table(("score", "meaning"), [(f"`{word}`", text) for word, text in MEANINGS.items()]),
        "## steppe run --json\n\nOne object on standard output:\n\n"
        + table(("key", "holds"), JSON_KEYS + FURTHER_JSON_KEYS),
    )


def _each_as_code(words: str) -> str:
    return ", ".join(f"`{word}`" for word in words.split(", "))


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


class _Plain:
    """An annotation that shows as it is written, without quotation marks."""

    def __init__(self, text: object) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text if isinstance(self.text, str) else inspect.formatannotation(self.text)


def _signature(name: str, thing: object) -> str:
    try:
        signature = inspect.signature(thing)  # type: ignore[arg-type]
    except ValueError:
        return name
    given = [each.replace(annotation=_annotation(each.annotation)) for each in signature.parameters.values()]
    bare = signature.replace(parameters=given, return_annotation=_annotation(signature.return_annotation))
    shown = f"{name}{bare}".removesuffix(" -> None")
    return "\n".join(textwrap.wrap(shown, 100, subsequent_indent="    ", break_long_words=False))


def _annotation(annotation: object) -> object:
    return annotation if annotation is inspect.Parameter.empty else _Plain(annotation)


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
        "tables.md": tables_page(),
        "outputs.md": outputs_page(),
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
