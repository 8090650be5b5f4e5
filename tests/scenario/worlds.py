"""A small world as files, right in every line, for tests to spoil one thing at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

FILES = {
    "scenario.toml": """\
[scenario]
name = "border"
start = 2025-01-01
days = 60
home_country = "Aland"

[push]
conflict_push_rate = 0.01
""",
    "places.csv": """\
name,country,kind,latitude,longitude,population,capacity,hard_capacity,present,source
Origin,Aland,town,10.0,20.0,50000,,no,,census
Midway,Aland,town,10.0,21.0,5000,,no,,census
Gate,Aland,crossing,10.0,22.0,,,no,,map
Camp One,Bland,camp,10.0,23.0,,4000,no,100,agency
""",
    "routes.csv": """\
start,end,distance_km,two_way,source
Origin,Midway,120,yes,map
Midway,Gate,115,yes,map
Gate,Camp One,118,yes,map
""",
    "events.csv": """\
event,start,end,place,other_place,country,other_country,status,admit,intensity,capacity,source
conflict,2025-01-05,2025-02-01,Origin,,,,,,1,,news
border,2025-01-20,2025-01-25,,,Aland,Bland,closed,,,,news
""",
    "observations.csv": """\
date,place,value,measure,unit,series,use,source
2025-01-15,Camp One,800,stock,person,registered,yes,agency
2025-02-15,Camp One,2500,stock,person,registered,yes,agency
""",
    "pushes.csv": """\
start,end,people,place,source
2025-01-10,2025-01-19,1000,Midway,plan
""",
}

Change = Callable[[Path], None]


@dataclass(frozen=True)
class Bad:
    """What to spoil, and what must be told: where, a part of what, a part of the remedy."""

    name: str
    change: Change
    where: str
    found: str
    remedy: str
    others: tuple[tuple[str, str, str], ...] = field(default=())


@dataclass(frozen=True)
class Odd:
    """What to do to a world that is right, and the one warning that must follow."""

    name: str
    change: Change
    where: str
    found: str
    remedy: str


def make_world(folder: Path, *changes: Change) -> Path:
    """Write the world into a folder, then spoil it."""
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for change in changes:
        change(folder)
    return folder


def line(file: str, number: int, text: str) -> Change:
    """Put another text on one line."""

    def change(folder: Path) -> None:
        lines = (folder / file).read_text(encoding="utf-8").splitlines()
        lines[number - 1] = text
        (folder / file).write_text("\n".join(lines) + "\n", encoding="utf-8")

    return change


def more(file: str, text: str) -> Change:
    """Add lines at the end."""

    def change(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as opened:
            opened.write(text + "\n")

    return change


def whole(file: str, content: str | bytes) -> Change:
    """Put another content into a file."""

    def change(folder: Path) -> None:
        raw = content if isinstance(content, bytes) else content.encode()
        (folder / file).write_bytes(raw)

    return change


def both(*changes: Change) -> Change:
    """Several changes as one."""

    def change(folder: Path) -> None:
        for each in changes:
            each(folder)

    return change


def gone(file: str) -> Change:
    """Take a file away."""
    return lambda folder: (folder / file).unlink()


def folder_at(file: str) -> Change:
    """Put a folder where a file was."""

    def change(folder: Path) -> None:
        (folder / file).unlink(missing_ok=True)
        (folder / file).mkdir()

    return change


def setting(text: str) -> Change:
    """Replace the settings, which begin on line 7."""

    def change(folder: Path) -> None:
        head = FILES["scenario.toml"].split("[push]")[0]
        (folder / "scenario.toml").write_text(head + text + "\n", encoding="utf-8")

    return change
