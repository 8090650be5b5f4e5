"""``steppe events``, as a person types it, at a terminal and into a pipe."""

from __future__ import annotations

import json
import re
import sys
from io import StringIO

import pytest

from steppe.insight.timeline import timeline
from steppe.interfaces.cli.events import Wanted, _print_table, events
from tests.insight.policy_world import WORLD
from tests.scenario.worlds import line, make_world

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def world(tmp_path):
    return str(make_world(tmp_path / "world"))


class Terminal(StringIO):
    """A screen that remembers what was written on it."""

    def isatty(self):
        return True


def screen_of_80_columns(monkeypatch):
    """A terminal in place of standard output."""
    for name, value in {"COLUMNS": "80", "TERM": "xterm-256color"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys, "stdout", Terminal())
    return sys.stdout


def test_into_a_pipe_each_event_is_one_line_with_its_columns_between_tabs(world, steppe):
    code, out, err = steppe("events", world)
    assert (code, err) == (0, "")
    lines = [line.split("\t") for line in out.splitlines()]
    assert lines == [
        ["date", "until", "event", "what", "where", "source"],
        ["2025-01-05", "2025-02-01", "conflict", "Origin: fighting, intensity 1 (usual)", "Origin", "news"],
        ["2025-01-20", "2025-01-25", "border", "Aland – Bland: closed", "Aland, Bland", "news"],
    ]


def test_as_json_it_is_a_list_of_records(world, steppe):
    _, out, _ = steppe("events", world, "--json", "--kind", "border")
    assert json.loads(out) == [
        {
            "event": "border",
            "start": "2025-01-20",
            "end": "2025-01-25",
            "what": "Aland – Bland: closed",
            "place": [],
            "country": ["Aland", "Bland"],
            "groups": [],
            "source": "news",
            "note": "",
        }
    ]


def test_at_a_terminal_of_80_columns_nothing_is_cut_off(monkeypatch, tmp_path):
    told = "A person in the ministry; as told on the radio " * 5
    border = line("events.csv", 3, f"border,2025-01-20,2025-01-25,,,Aland,Bland,closed,,,,{told}")
    world = make_world(tmp_path / "world", border)
    screen = screen_of_80_columns(monkeypatch)
    events(str(world), Wanted())
    lines = [COLOUR.sub("", each) for each in screen.getvalue().splitlines()]
    assert max(len(line) for line in lines) <= 80
    assert any(line.startswith("2025-01-05  2025-02-01  Origin: fighting") for line in lines)
    assert lines[-1] == "2 events"


def test_a_statement_is_grey_at_a_terminal(monkeypatch):
    screen = screen_of_80_columns(monkeypatch)
    _print_table("World", timeline(WORLD))
    grey = [each for each in screen.getvalue().splitlines() if "\x1b[90m" in each]
    assert any("Pakistan on" in each for each in grey)
    assert not any("restricted" in each for each in grey)


def test_dates_kinds_places_and_countries_choose(world, steppe):
    def words(*asked):
        return [line.split("\t")[2] for line in steppe("events", world, *asked)[1].splitlines()[1:]]

    assert words("--from", "2025-01-25") == ["conflict"]
    assert words("--until", "2025-01-19") == ["conflict"]
    assert words("--place", "Origin") == ["conflict"]
    assert words("--country", "Bland") == ["border"]
    assert words("--kind", "border", "--kind", "route") == ["border"]


def test_what_is_unknown_ends_with_2_and_the_nearest_word(world, steppe):
    code, out, err = steppe("events", world, "--kind", "bordr", "--place", "Orign", "--from", "yesterday")
    assert (code, out) == (2, "")
    assert "3 problems" in err
    assert "Did you mean 'border'?" in err
    assert "Did you mean 'Origin'?" in err


def test_a_picture_is_written_and_its_path_is_all_that_is_said(world, steppe, tmp_path):
    picture = tmp_path / "policies.svg"
    assert steppe("events", world, "--figure", picture) == (0, f"{picture}\n", "")
    assert "Aland – Bland" in picture.read_text(encoding="utf-8")
    code, out, err = steppe("events", world, "--figure", tmp_path / "other.png", "--json")
    assert code == 0
    assert len(json.loads(out)) == 2
    assert "other.png" in err


def test_a_picture_of_another_kind_or_in_the_way_is_refused_before_any_work(world, steppe, tmp_path):
    assert steppe("events", world, "--figure", tmp_path / "a.pdf")[0] == 2
    (tmp_path / "a.png").write_text("mine")
    code, _, err = steppe("events", world, "--figure", tmp_path / "a.png")
    assert code == 1
    assert "exists already" in err
    assert (tmp_path / "a.png").read_text() == "mine"
