"""Lessons never come from the conflict they are for, whatever it is called."""

import numpy as np
import pytest

from steppe.errors import UsageError
from steppe.insight.forecasting import lessons as module
from steppe.insight.forecasting.both import Both, learn_both
from steppe.insight.forecasting.keeping import kept_sheet, read_sheet, write_sheet
from steppe.insight.forecasting.learned import as_stored, taught_by_others
from steppe.insight.forecasting.lessons import is_same_conflict, lessons_for
from steppe.insight.forecasting.sheet import Sheet
from steppe.insight.forecasting.shipped import shipped_sheets
from tests.insight.forecasting.worlds import points


def sheet(case, names, rows=12, value=1_000.0):
    return Sheet(
        case,
        "given",
        tuple(names),
        points(rows),
        np.full(rows, 30),
        np.full(rows, value),
        {"last report": np.full(rows, 900.0)},
    )


@pytest.fixture
def shipped(monkeypatch):
    found = (sheet("old", ["Alpha", "Beta"], value=1.0), sheet("older", ["Gamma"], value=2.0))
    monkeypatch.setattr(module, "shipped_sheets", lambda track: found)
    return found


def test_the_conflict_at_hand_teaches_nothing_even_under_another_name(shipped):
    lessons, said = lessons_for(sheet("renamed", ["Alpha", "Beta", "Delta"]), [])
    assert set(lessons.conflict) == {"older"} and set(lessons.observed) == {2.0}
    assert said["last report"].size == lessons.observed.size


def test_other_cases_stand_in_for_shipped_lessons_of_the_same_places(shipped):
    lessons, _ = lessons_for(
        sheet("new", ["Delta"]), [sheet("fresh", ["Gamma"], value=7.0), sheet("copy", ["Delta"])]
    )
    assert set(lessons.conflict) == {"fresh", "old"} and set(lessons.observed) == {7.0, 1.0}


def test_with_nothing_to_learn_from_that_is_said(monkeypatch):
    monkeypatch.setattr(module, "shipped_sheets", lambda track: ())
    with pytest.raises(UsageError, match="no other conflict"):
        lessons_for(sheet("alone", ["A"]), [])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (["A", "B"], ["B", "C"], True),
        (["A", "B", "C"], ["C", "D", "E"], False),
        (["A"], ["B"], False),
        ([], ["A"], False),
    ],
)
def test_half_the_places_of_the_smaller_make_a_conflict_the_same(one, other, same):
    assert is_same_conflict(one, other) is same is is_same_conflict(other, one)


def test_a_sheet_comes_back_from_its_file_as_it_was(tmp_path):
    made = sheet("x", ["A"])
    write_sheet(made, tmp_path / "x.npz")
    back = read_sheet(tmp_path / "x.npz")
    assert (back.case, back.track, back.names) == ("x", "given", ("A",))
    assert np.array_equal(back.points.level, made.points.level) and np.array_equal(
        back.simple["last report"], made.simple["last report"]
    )


def test_a_stopped_hindcast_takes_up_what_is_finished_and_nothing_made_on_other_terms(tmp_path):
    made = []
    make = lambda: made.append(1) or sheet("x", ["A"])  # noqa: E731
    for frozen in ("a" * 64, "a" * 64, "b" * 64):
        kept_sheet(tmp_path, frozen, "x", "given", make)
    assert len(made) == 2
    (tmp_path / f"x-given-{'a' * 16}.npz").write_bytes(b"half")
    kept_sheet(tmp_path, "a" * 64, "x", "given", make)
    assert len(made) == 3


@pytest.mark.parametrize("track", ["given", "forecast"])
def test_what_ships_is_what_its_lessons_teach_and_leaves_out_the_conflict_at_hand(track):
    sheets = shipped_sheets(track)
    assert len(sheets) == 5 and all(len(each.points) > 100 for each in sheets)
    everybody = taught_by_others(["Nowhere"], track)
    assert set(everybody.conflicts) == {each.case for each in sheets}
    assert set(everybody.skill) == {7, 30, 90, 180}
    words = as_stored(everybody.learned)
    assert set(words) == {"by_stack", "by_simulation"}
    assert np.all(np.diff(everybody.learned.by_stack.below) > 0)


def test_learning_both_ways_gives_what_lies_between(shipped):
    rng = np.random.default_rng(1)
    rows = points(60, by_simulation=rng.uniform(0, 500, 60), short_pace=rng.uniform(0, 9, 60))
    lessons = module.lessons_of(
        [
            Sheet(
                name,
                "given",
                (name,),
                rows,
                np.full(60, 30),
                rows.level + rows.by_simulation + rng.normal(0, 50, 60),
                {},
            )
            for name in ("one", "two", "three")
        ]
    )
    both = learn_both(lessons)
    chance = np.full((1, 60), 0.8)
    low, high = sorted(
        (both.by_stack.quantiles(rows, chance), both.by_simulation.quantiles(rows, chance)),
        key=lambda each: each.sum(),
    )
    middle = both.quantiles(rows, chance)
    assert isinstance(both, Both) and low.sum() <= middle.sum() <= high.sum()
    assert middle == pytest.approx(0.5 * (low + high))
