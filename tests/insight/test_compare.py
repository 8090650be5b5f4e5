"""Differences are paired by replica: the distribution of differences, never a difference of medians."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import polars
import pytest

import steppe
from steppe.engine.policy import ACCOUNTS, STEPS
from steppe.errors import UsageError
from steppe.insight import compare_figure, compare_measures
from steppe.insight.compare import STATISTICS, compare, spread
from steppe.insight.compare_figure import comparison_figure, plot_comparison
from steppe.insight.compare_files import write_comparison
from steppe.result import store
from steppe.result.result import Result
from steppe.scenario.events import BorderRegime
from steppe.scenario.folder import load
from tests.result.worlds import DAYS, PLACES, POLICIES, everything, simulated, with_policies, world

QUETTA = PLACES.index("Quetta")


def altered(result: Result, **outputs: np.ndarray) -> Result:
    """The same run with other numbers in some outputs."""
    arrays = {name: np.array(values) for name, values in result.recorded.arrays.items()}
    return replace(result, recorded=replace(result.recorded, arrays=arrays | outputs))


def shuffled(result: Result) -> Result:
    """The same run with its replicas the other way round."""
    turned = {name: np.array(values)[::-1] for name, values in result.recorded.arrays.items()}
    return altered(result, **turned)


def row(table: polars.DataFrame, **wanted: str) -> dict[str, object]:
    (found,) = table.filter(**wanted).to_dicts()
    return found


def assert_legible(figure) -> None:
    """No two words lie on each other, and none beyond the edge."""
    figure.canvas.draw()
    texts = list(figure.texts)
    for axes in figure.axes:
        low, high = sorted(axes.get_ylim())
        shown = [label for label in axes.get_yticklabels() if low <= label.get_position()[1] <= high]
        texts += [*axes.texts, *shown, axes._left_title]
    texts = [each for each in texts if each.get_text() and each.get_visible()]
    boxes = [each.get_window_extent().shrunk(0.98, 0.9) for each in texts]
    for number, box in enumerate(boxes):
        on = [texts[other].get_text() for other in range(number) if box.overlaps(boxes[other])]
        assert not on, (texts[number].get_text(), on)
        assert 0 <= box.x0 <= box.x1 <= figure.bbox.width, texts[number].get_text()
        assert 0 <= box.y0 <= box.y1 <= figure.bbox.height, texts[number].get_text()


def told(base: Result, variant: Result) -> str:
    with pytest.raises(UsageError) as caught:
        compare(base, variant)
    assert caught.value.exit_code == 2
    return str(caught.value)


def test_a_run_compared_with_itself_differs_in_nothing():
    found = compare(with_policies(), with_policies())
    differences = [name for name in STATISTICS if name not in ("base", "variant")]
    assert found.table.height > 60
    assert (found.table.select(differences).to_numpy() == 0).all()
    assert (found.daily(*PLACES).select(differences).to_numpy() == 0).all()


def test_two_names_for_one_world_differ_in_nothing():
    world_here = load("two-camps")
    base = steppe.simulate(world_here, replicas=5, seed=3)
    variant = steppe.simulate(replace(world_here, name="other"), replicas=5, seed=3)
    found = steppe.compare(base, variant)
    assert set(found.table["mean"]) == {0.0}
    assert set(found.table["sd"]) == {0.0}


def test_a_difference_is_of_pairs_and_not_of_medians():
    base = np.array([0.0, 10.0, 20.0, 30.0, 100.0])
    variant = np.array([20.0, 11.0, 21.0, 31.0, 0.0])
    found = spread(base, variant)
    assert np.median(variant) - np.median(base) == 0
    assert found["p50"] == 1
    assert found["p95"] == pytest.approx(np.quantile(variant - base, 0.95))
    assert found["mean"] == pytest.approx((variant - base).mean())
    assert found["sd"] == pytest.approx((variant - base).std(ddof=1))
    assert (found["chance_above_zero"], found["chance_below_zero"]) == (0.8, 0.2)


def test_replicas_in_another_order_have_the_same_medians_and_other_differences():
    base = simulated()
    found = compare(base, shuffled(base))
    quetta = row(found.places, place="Quetta")
    stock = everything(8, "stock")[:, -1, QUETTA]
    assert quetta["base"] == pytest.approx(quetta["variant"])
    assert quetta["sd"] == pytest.approx((stock[::-1] - stock).std(ddof=1))
    assert quetta["p95"] == pytest.approx(np.quantile(stock[::-1] - stock, 0.95))


def test_five_people_more_at_one_place_are_five_there_and_nothing_elsewhere():
    base = simulated()
    stock = np.array(base.recorded.arrays["stock"])
    stock[:, :, QUETTA] += 5
    found = compare(base, altered(base, stock=stock))
    quetta = row(found.places, place="Quetta")
    assert [quetta[name] for name in ("mean", "p05", "p50", "p95", "sd")] == [5, 5, 5, 5, 0]
    assert (quetta["chance_above_zero"], quetta["chance_below_zero"]) == (1, 0)
    assert set(found.places.filter(polars.col("place") != "Quetta")["mean"]) == {0.0}
    assert row(found.peak, place="Quetta")["mean"] == 5
    assert row(found.person_days, place="Quetta")["mean"] == 5 * DAYS
    assert row(found.countries, country="PAK", measure="last_day")["mean"] == 5
    assert row(found.totals, measure="abroad")["mean"] == 5
    assert (found.daily("Quetta")["mean"] == 5).all()


def test_accounts_of_posts_add_up_to_borders_and_to_the_nights_spent_waiting():
    base = with_policies()
    border = np.array(base.recorded.arrays["border"])
    border[:, 2, ACCOUNTS.index("waiting"), 0] += 7
    border[:, 3, ACCOUNTS.index("irregular"), 2] += 2
    found = compare(base, altered(base, border=border))
    assert row(found.posts, post="Kabul → Post", measure="waiting")["mean"] == 7
    assert row(found.borders, border="AFG → PAK", measure="waiting")["mean"] == 7
    assert row(found.borders, border="AFG → PAK", measure="crossed")["mean"] == 2
    assert row(found.borders, border="AFG → PAK", measure="admitted")["mean"] == 0
    assert set(found.borders.filter(border="PAK → IRN")["mean"]) == {0.0}
    waiting = found.people_days_waiting
    assert waiting["name"][0] == "everywhere"
    assert row(waiting, of="everywhere")["mean"] == 7
    truth = everything(8, "border", POLICIES)
    crossed = truth[:, :, ACCOUNTS.index("admitted")] + truth[:, :, ACCOUNTS.index("irregular")]
    both_posts = crossed[:, :, [0, 2]].sum(axis=(1, 2)).mean()
    assert row(found.borders, border="AFG → PAK", measure="crossed")["base"] == pytest.approx(both_posts)


def test_departures_and_nights_in_a_pathway_are_told_by_pathway():
    base = with_policies()
    pathway = np.array(base.recorded.arrays["pathway"])
    pathway[:, 1, STEPS.index("departed"), 2] += 4
    pathway[:, :, STEPS.index("waiting"), 1] -= 1
    found = compare(base, altered(base, pathway=pathway))
    assert row(found.pathways, pathway="airlift", measure="departed")["mean"] == 4
    assert row(found.people_days_waiting, name="return")["mean"] == -DAYS
    assert row(found.totals, measure="waiting_in_pathways")["mean"] == -DAYS
    assert row(found.totals, measure="departed")["mean"] == 4


def test_peak_needs_are_told_in_households_where_groups_have_a_size():
    base = with_policies()
    table = compare(base, base).peak.filter(measure="peak_households")
    groups = everything(8, "group_stock", POLICIES)[..., QUETTA]
    households = (groups / np.array([1.0, 5.0])).sum(axis=2).max(axis=1)
    assert table["unit"].unique().to_list() == ["households"]
    assert row(table, place="Quetta")["base"] == pytest.approx(households.mean())


def test_without_accounts_of_posts_those_who_reached_the_other_side_are_counted():
    found = compare(simulated(), simulated())
    assert found.borders["measure"].unique().to_list() == ["crossed"]
    into_pakistan = everything(8, "flow")[:, :, 0].sum(axis=1).mean()
    assert row(found.borders, border="AFG → PAK")["base"] == pytest.approx(into_pakistan)


def test_a_place_that_only_one_world_has_counts_nothing_in_the_other():
    world_here = load("one-road")
    more = replace(
        world_here,
        name="more",
        places=(*world_here.places, replace(world_here.places[-1], name="Annex", present=40)),
        routes=(*world_here.routes, replace(world_here.routes[-1], end="Annex")),
    )
    both = [steppe.simulate(each, replicas=3, seed=1) for each in (world_here, more)]
    found = compare(*both)
    assert (found.only_in_base, found.only_in_variant) == ((), ("Annex",))
    assert row(found.places, place="Annex")["base"] == 0
    assert row(found.places, place="Annex")["mean"] >= 40
    assert found.daily("Annex")["base"].to_list() == [0.0] * found.base.days
    back = compare(*both[::-1])
    assert back.only_in_base == ("Annex",)
    assert row(back.places, place="Annex")["mean"] == -row(found.places, place="Annex")["mean"]


def test_places_are_matched_by_name_whatever_their_order():
    world_here = load("two-camps")
    turned = replace(world_here, places=(world_here.places[0], *world_here.places[:0:-1]))
    found = compare(*(steppe.simulate(each, replicas=3, seed=1) for each in (world_here, turned)))
    assert found.only_in_base == found.only_in_variant == ()
    assert set(found.places["mean"]) == {0.0}


def test_expected_runs_give_the_difference_and_no_interval():
    world_here = load("two-camps")
    quick = world_here.with_settings(leave_chance_town=0.9)
    both = [steppe.simulate(each, expected=True) for each in (world_here, quick)]
    found = compare(*both)
    assert found.table["mean"].abs().max() > 1
    assert found.table["p05"].null_count() == found.table.height
    assert found.table["chance_above_zero"].null_count() == found.table.height
    assert found.to_json()["places"][0]["difference"]["p05"] is None
    comparison_figure(found)


def test_a_comparison_from_disk_is_the_one_from_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(compare_measures, "BLOCK_BYTES", 1)
    base, variant = with_policies(), shuffled(with_policies())
    in_memory = compare(base, variant)
    opened = []
    for name, each in (("base", base), ("variant", variant)):
        store.save(each, tmp_path / name)
        opened.append(store.open_run(tmp_path / name))
    from_disk = compare(*opened)
    assert from_disk.table.equals(in_memory.table)
    assert from_disk.daily("Quetta").equals(in_memory.daily("Quetta"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"seed": 8}, "their seeds differ: 7 and 8"),
        ({"mode": "expected"}, "their modes differ: counts and expected"),
        ({"days": 5}, "their numbers of days differ: 6 and 5"),
        ({"replicas": 9}, "their numbers of replicas differ: 8 and 9"),
    ],
)
def test_runs_that_are_no_pairs_are_refused(changes, words):
    base = simulated()
    assert words in told(base, replace(base, provenance=replace(base.provenance, **changes)))


def test_everything_that_keeps_two_runs_apart_is_told_at_once():
    base = simulated()
    other = replace(
        base,
        provenance=replace(base.provenance, seed=1, replicas=3),
        scenario=world(start=date(2021, 8, 2)).with_settings(people_per_count=10),
    )
    words = told(base, other)
    assert all(each in words for each in ("seeds", "replicas", "first days", "units of counting"))


def test_a_run_that_kept_summaries_only_is_refused(tmp_path):
    result = simulated(keep="summary")
    store.save(result, tmp_path / "run")
    words = told(simulated(), store.open_run(tmp_path / "run"))
    assert "variant: has only summaries of its replicas" in words


def test_a_place_of_neither_world_is_refused_with_the_nearest():
    with pytest.raises(UsageError, match="Did you mean 'Quetta'"):
        compare(simulated(), simulated()).daily("Queta")


def test_the_json_has_the_promised_shape():
    found = compare(with_policies(), shuffled(with_policies())).to_json()
    json.dumps(found, allow_nan=False)
    assert (found["base"], found["variant"]) == ("small", "small")
    assert [each["name"] for each in found["places"]] == list(PLACES)
    for each in (*found["places"], *found["borders"], found["people_days_waiting"]):
        assert {"mean", "p05", "p95"} <= set(each["difference"])
        assert 0 <= each["chance_above_zero"] <= 1
    assert [each["name"] for each in found["borders"]] == ["AFG → PAK", "PAK → IRN"]
    assert set(found["people_days_waiting"]) >= {"base", "variant", "posts", "pathways"}
    assert found["runs"]["base"]["seed"] == 7


def test_files_hold_the_table_the_object_and_the_picture(tmp_path):
    found = compare(with_policies(), shuffled(with_policies()))
    write_comparison(found, tmp_path, command="steppe compare a b")
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "comparison.csv", "comparison.json", "comparison.png", "comparison.svg",
    ]  # fmt: skip
    table = polars.read_csv(tmp_path / "comparison.csv")
    assert table.height == found.table.height
    assert json.loads((tmp_path / "comparison.json").read_text(encoding="utf-8"))["command"]


def test_the_picture_says_what_it_is_of_and_is_the_same_twice(tmp_path):
    world_here = load("border-closes")
    shut = world_here.what_if(BorderRegime("Velia", "Norda", start=date(2025, 4, 20)), name="shut")
    both = [steppe.simulate(each, replicas=4, seed=1, days=40) for each in (world_here, shut)]
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        plot_comparison(compare(*both), tmp_path / name)
    drawn = (tmp_path / "a" / "comparison.svg").read_bytes()
    assert drawn == (tmp_path / "b" / "comparison.svg").read_bytes()
    words = drawn.decode()
    for word in ("illustrative, not calibrated", "Amber camp", "4 pairs of simulated futures", "seed 1"):
        assert word in words


@pytest.mark.parametrize("few_places", [8, 3])
def test_no_two_words_of_the_picture_lie_on_each_other(few_places, monkeypatch):
    monkeypatch.setattr(compare_figure, "FEW_PLACES", few_places)
    large = with_policies()
    large = altered(large, **{name: 37_111 * np.array(each) for name, each in large.recorded.arrays.items()})
    assert_legible(compare_figure.comparison_figure(compare(large, shuffled(large))))


def test_a_comparison_in_which_nothing_differs_can_be_drawn():
    comparison_figure(compare(simulated(), simulated()))
