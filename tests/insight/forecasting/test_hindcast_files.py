"""A hindcast as a folder: writing then opening is identity, all of it or nothing, and what is wrong is told."""

from __future__ import annotations

import csv
import json
import os

import polars
import pytest
from polars.testing import assert_frame_equal

from steppe.errors import OutputError, RunError
from steppe.insight.forecasting import hindcast_files
from steppe.insight.forecasting.hindcast_figure import hindcast_figure
from steppe.insight.forecasting.hindcast_files import finite, hindcast_as_json, open_hindcast, write_hindcast
from tests.insight.forecasting.made_up import CASES, HORIZONS, made_up

TABLES = ("points", "scores", "summary", "overall", "cold_start")


@pytest.fixture(scope="module")
def whole():
    return made_up()


@pytest.fixture
def folder(whole, tmp_path):
    write_hindcast(whole, tmp_path / "h", figure=False)
    return tmp_path / "h"


def test_writing_then_opening_is_identity(whole, folder):
    again = open_hindcast(folder)
    for name in TABLES:
        assert_frame_equal(getattr(again, name), getattr(whole, name), check_exact=True)
    for name in ("settings", "settings_hash", "version", "made"):
        assert getattr(again, name) == getattr(whole, name), name


def test_so_it_is_without_cold_start_and_with_one_case_and_track(tmp_path):
    small = made_up(CASES[:1], ("forecast",), cold_start=False)
    write_hindcast(small, tmp_path / "h", figure=False)
    again = open_hindcast(tmp_path / "h")
    assert again.cold_start.is_empty()
    for name in TABLES:
        assert_frame_equal(getattr(again, name), getattr(small, name), check_exact=True)


def test_a_program_has_one_row_for_each_case_origin_horizon_track_and_forecaster(whole):
    told = hindcast_as_json(whole)
    keys = [tuple(row[name] for name in hindcast_files.BY_ORIGIN) for row in told["rows"]]
    assert len(set(keys)) == len(keys) == whole.scores.height
    origins = whole.scores["origin"].n_unique()
    assert len(keys) == len(CASES) * origins * len(HORIZONS) * 2 * 6
    row = told["rows"][0]
    assert row["origin"] == "2001-01-29"
    assert set(row) == set(whole.scores.columns)
    assert all(name in told for name in ("overall", "cold_start", "settings", "settings_hash", "version"))


def test_a_number_that_there_is_not_is_null_for_programs_and_empty_for_people(whole, tmp_path):
    odd = whole.overall.with_columns(
        skill_crps=polars.lit(float("nan")), skill_wis_high=polars.lit(float("inf"))
    )
    changed = type(whole)(
        **{name: getattr(whole, name) for name in TABLES if name != "overall"},
        overall=odd, settings=whole.settings, settings_hash=whole.settings_hash, version="1", made=whole.made,
    )  # fmt: skip
    told = json.loads(json.dumps(hindcast_as_json(changed), allow_nan=False))
    assert {row["skill_crps"] for row in told["overall"]} == {None}
    write_hindcast(changed, tmp_path / "h", figure=False)
    with (tmp_path / "h" / "overall.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["skill_wis_high"] for row in csv.DictReader(file)} == {""}
    again = open_hindcast(tmp_path / "h").overall
    assert_frame_equal(again, finite(odd), check_exact=True)
    assert again["skill_crps"].null_count() == again.height


def test_the_record_says_what_asked_for_it_and_pieces_of_the_way_are_cleared(whole, tmp_path):
    (tmp_path / "h.partial").mkdir()
    (tmp_path / "h.partial" / "a-given-0.npz").write_bytes(b"x")
    write_hindcast(whole, tmp_path / "h", command="steppe hindcast a b c", figure=False)
    assert [each.name for each in tmp_path.iterdir()] == ["h"]
    record = json.loads((tmp_path / "h" / "hindcast.json").read_text(encoding="utf-8"))
    assert record["command"] == "steppe hindcast a b c"
    assert record["settings_hash"] == whole.settings_hash


def test_a_folder_in_the_way_is_left_alone_and_the_pieces_stay(whole, tmp_path):
    (tmp_path / "h").mkdir()
    (tmp_path / "h" / "mine.txt").write_text("mine")
    (tmp_path / "h.partial").mkdir()
    with pytest.raises(OutputError, match="exists already"):
        write_hindcast(whole, tmp_path / "h")
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["h", "h.partial", "mine.txt"]


def test_nothing_half_written_is_left_where_the_last_step_fails(whole, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutputError, match="Free some space"):
        write_hindcast(whole, tmp_path / "h", figure=False)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_none_is_told(tmp_path):
    with pytest.raises(RunError, match="Name a folder that `steppe hindcast` has written"):
        open_hindcast(tmp_path)


def test_every_missing_or_broken_file_is_told_at_once(folder):
    (folder / "points.parquet").write_bytes(b"no parquet")
    (folder / "scores.csv").unlink()
    with pytest.raises(RunError) as caught:
        open_hindcast(folder)
    assert [each.where.rpartition("/")[2] for each in caught.value.problems] == [
        "points.parquet",
        "scores.csv",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema_version": 2}, "schema_version 2 is not 1"),
        ({"made": "yesterday"}, "does not hold what it should"),
        ({"columns": {}}, "does not hold what it should"),
        ({"settings": ..., "version": ...}, "2 problems"),
    ],
)
def test_a_record_of_another_age_or_broken_is_told(folder, change, words):
    path = folder / "hindcast.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    for name, value in change.items():
        if value is ...:
            del record[name]
        else:
            record[name] = value
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(RunError, match=words):
        open_hindcast(folder)


def test_the_picture_shows_every_conflict_on_both_tracks_and_cold_start(whole, tmp_path):
    write_hindcast(whole, tmp_path / "h")
    drawn = (tmp_path / "h" / "hindcast.svg").read_text(encoding="utf-8")
    for case in CASES:
        assert drawn.count(f">{case}<") == 4, "both tracks, with and without capacities"
    assert (tmp_path / "h" / "hindcast.png").stat().st_size > 50_000


def test_the_bars_of_the_histogram_are_all_counts_that_have_a_place(whole):
    figure = hindcast_figure(whole)
    panels = [axes for axes in figure.axes if "PIT" in axes.get_title(loc="left")]
    rows = whole.points.filter((polars.col("forecaster") == "steppe") & (polars.col("track") == "given"))
    heights = [bar.get_height() for bar in panels[0].patches]
    assert len(panels) == 2
    assert sum(heights) == pytest.approx(10)
    lowest = int((rows["pit"] < 0.1).sum())
    assert heights[0] == pytest.approx(10 * lowest / rows.height)


def test_a_hindcast_of_one_track_without_cold_start_can_be_drawn():
    figure = hindcast_figure(made_up(CASES[:1], ("given",), cold_start=False))
    assert len(figure.axes) == 3


def test_a_skill_too_low_to_be_drawn_is_written_down():
    figure = hindcast_figure(made_up(tilt=1.3))
    skills = made_up(tilt=1.3).summary.filter(
        (polars.col("forecaster") == "steppe") & (polars.col("skill_crps") < -1)
    )
    words = [each.get_text() for axes in figure.axes for each in axes.texts]
    assert skills.height
    assert sum(each.startswith("↓ −") for each in words) == skills.height
