"""Which fields matter: shares against closed forms, questions against runs, ranges that any mix can bear, resumption."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars
import pytest

import steppe.insight.sweep as sweeping
from steppe.errors import OutputError, ScenarioError, UsageError
from steppe.insight.score import score
from steppe.insight.sweep import answer_at, sweep
from steppe.insight.sweep_figure import sweep_figure
from steppe.insight.sweep_indices import SCHEMES, design_of, indices_of
from steppe.insight.sweep_questions import read_question
from steppe.insight.sweep_ranges import RANGES, Range, cheapest_circles, ranges_of
from steppe.insight.sweep_words import hardly_matter, is_unsure
from steppe.result.recorders import partial_folder
from steppe.scenario.check import require
from steppe.scenario.folder import load
from steppe.scenario.gallery import __file__ as gallery
from steppe.scenario.model import Observation
from steppe.scenario.variation import under_own_rules, with_settings
from steppe.simulate import simulate
from tests.scenario.flee_folders import SHARED, flee_folder

WORLDS = sorted(path.parent.name for path in Path(gallery).parent.glob("*/scenario.toml"))
CASES = ("mali2012", "burundi2015", "ssudan2013", "syria2013", "car2013")
QUESTION = "stock:Ridge camp"
FIELDS = ("cost_border", "capacity_scaling", "worth_camp")


@pytest.fixture(scope="module")
def camps():
    return load("two-camps")


@pytest.fixture(scope="module")
def gates():
    return simulate(load("border-closes"), expected=True)


@pytest.fixture(scope="module")
def small(camps):
    return sweep(camps, QUESTION, fields=FIELDS, samples=16)


def ishigami(u):
    """Ishigami & Homma (1990) with a = 7 and b = 0.1, on quantiles of (-pi, pi)."""
    x = (2 * u - 1) * np.pi
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami_shares():
    alone = np.array([0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2, 7**2 / 8, 0.0])
    together = np.array([0.0, 0.0, 0.1**2 * np.pi**8 * (1 / 18 - 1 / 50)])
    total = alone + together + np.array([together[2], 0.0, 0.0])
    variance = alone.sum() + together.sum()
    return alone / variance, total / variance


def test_shares_of_the_ishigami_function_are_its_closed_form():
    design = design_of("sobol", 3, 4096, seed=5)
    found = indices_of("sobol", design, ishigami(design), seed=5)
    alone, total = ishigami_shares()
    assert found["first_order"] == pytest.approx(alone, abs=0.035)
    assert found["total"] == pytest.approx(total, abs=0.035)
    assert (np.abs(found["first_order_give"]) < 0.05).all()
    assert abs(found["direction"][1]) < 0.05  # as often up as down
    assert found["direction"][0] > 0.2


def test_intervals_hold_the_share_of_a_sum_about_as_often_as_they_say_even_where_runs_are_few():
    weights = np.ones(15)
    weights[14] = 4.0  # the last of fifteen, where one Sobol' sequence for both samples goes wrong
    truth = weights**2 / (weights**2).sum()
    held, error = [], []
    for seed in range(40):
        design = design_of("sobol", 15, 64, seed)
        found = indices_of("sobol", design, design @ weights, seed)
        held.append(abs(found["total"][14] - truth[14]) <= found["total_give"][14])
        error.append(found["total"][14] - truth[14])
    assert np.mean(held) >= 0.8
    assert abs(np.mean(error)) < 0.05
    assert max(np.abs(error)) < 0.35


def test_every_field_of_a_design_is_spread_evenly_and_rows_differ_in_one_field():
    design = design_of("sobol", 4, 32, seed=2)
    rows = design.reshape(32, 6, 4)
    assert SCHEMES["sobol"].runs(4, 32) == len(design)
    for sample in (rows[:, 0], rows[:, -1]):
        assert (np.sort(np.floor(sample * 32), axis=0) == np.arange(32)[:, None]).all()
    for at in range(4):
        differing = rows[:, at + 1] != rows[:, 0]
        assert differing[:, at].all() and differing.sum() == 32
        assert (rows[:, at + 1, at] == rows[:, -1, at]).all()


def test_morris_finds_the_slopes_of_a_plane_and_their_signs():
    design = design_of("morris", 3, 6, seed=3)
    assert len(design) == SCHEMES["morris"].runs(3, 6)
    found = indices_of("morris", design, 3 * design[:, 0] - 2 * design[:, 1] + 1, seed=3)
    assert found["effect"] == pytest.approx([3, 2, 0])
    assert found["signed_effect"] == pytest.approx([3, -2, 0])
    assert found["effect_spread"] == pytest.approx([0, 0, 0], abs=1e-9)
    assert found["direction"] == pytest.approx([1, -1, 0])


@pytest.mark.parametrize("method", SCHEMES)
def test_an_answer_that_never_changes_leaves_nothing_to_any_field(method):
    design = design_of(method, 3, 8, seed=1)
    found = indices_of(method, design, np.full(len(design), 12.5), seed=1)
    assert set(found) == {*SCHEMES[method].indices, "direction"}
    assert all((values == 0).all() for values in found.values())


@pytest.mark.parametrize("method", SCHEMES)
def test_the_seed_alone_decides(method):
    one, same, other = (design_of(method, 4, 16, seed) for seed in (0, 0, 1))
    assert np.array_equal(one, same) and not np.array_equal(one, other)
    answers = one.sum(axis=1) ** 2
    twice = [indices_of(method, one, answers, seed=0) for _ in range(2)]
    assert all(np.array_equal(twice[0][name], twice[1][name]) for name in twice[0])


def test_a_field_that_cannot_matter_gets_nothing_and_the_scarce_room_gets_most(small):
    total = dict(zip(FIELDS, small.indices["total"], strict=True))
    assert total["cost_border"] == 0.0  # both camps lie in the country that people flee
    assert small.ranges[small.order[0]].name == "capacity_scaling"
    assert total["capacity_scaling"] > 0.5
    assert "cost_border" in hardly_matter(small)
    assert "capacity_scaling" not in hardly_matter(small)


def test_more_room_is_more_people_in_the_camp(small):
    direction = dict(zip(FIELDS, small.indices["direction"], strict=True))
    assert direction["capacity_scaling"] > 0.95
    assert direction["worth_camp"] > 0
    assert direction["cost_border"] == 0


def test_the_only_field_that_is_swept_accounts_for_everything(camps):
    found = sweep(camps, QUESTION, fields={"capacity_scaling": (0.5, 1.0)}, samples=64)
    assert found.indices["total"][0] == pytest.approx(1.0, abs=0.2)
    assert found.indices["first_order"][0] == pytest.approx(1.0, abs=0.2)


def test_an_answer_of_a_sweep_is_that_of_the_world_with_these_settings(camps, small):
    names = [each.name for each in small.ranges]
    for run in (0, 7):
        world = with_settings(camps, dict(zip(names, small.points[run].tolist(), strict=True)))
        there = simulate(world, expected=True).stock.at(place="Ridge camp").values
        assert small.answers[run] == there[0, -1]
    assert small.own_answer == simulate(camps, expected=True).stock.at(place="Ridge camp").values[0, -1]


def test_the_number_of_threads_changes_nothing(camps, small):
    for threads in (1, 3):
        again = sweep(camps, QUESTION, fields=FIELDS, samples=16, threads=threads)
        assert np.array_equal(again.answers, small.answers)
        assert again.to_json()["fields"] == small.to_json()["fields"]


class TestRanges:
    @pytest.mark.parametrize("name", WORLDS)
    def test_any_mix_of_values_of_the_table_can_be_run(self, name):
        world = load(name)
        ranges = ranges_of(world)
        require(cheapest_circles(world, ranges))
        chance = np.random.default_rng(4)
        for share in (np.zeros(len(ranges)), np.ones(len(ranges)), *chance.random((20, len(ranges)))):
            values = {each.name: float(each.quantile(at)) for each, at in zip(ranges, share, strict=True)}
            require(with_settings(world, values))

    @pytest.mark.needs_shared
    @pytest.mark.skipif(
        not (SHARED / "cases").is_dir(), reason=f"the cases are not beside this repository ({SHARED})"
    )
    @pytest.mark.parametrize("case", CASES)
    def test_so_can_any_mix_in_a_folder_of_the_peers(self, case):
        world = under_own_rules(load(SHARED / "cases" / case))
        ranges = ranges_of(world)
        require(cheapest_circles(world, ranges))
        for each in ranges:
            assert each.low <= world.number(each.name) <= each.high

    @pytest.mark.parametrize("name", WORLDS)
    def test_a_range_of_the_table_holds_the_worlds_own_value_and_every_field_allows_it(self, name):
        world = load(name)
        for each in ranges_of(world):
            assert each.low <= world.number(each.name) <= each.high
            assert each.low < each.high and each.reason.endswith(".")

    def test_ranges_are_drawn_in_no_more_than_circles_ask_for(self):
        world = load("two-camps")
        ranges = {each.name: each for each in ranges_of(world)}
        drawn = {
            name
            for name, each in ranges.items()
            if (each.low, each.high) != (RANGES[name].low, RANGES[name].high)
        }
        assert drawn == {"choice_spread", "cost_per_hop"}
        wider = replace(ranges["cost_per_hop"], low=ranges["cost_per_hop"].low - 0.01)
        with pytest.raises(ScenarioError, match="circles costs too little"):
            require(cheapest_circles(world, [*(ranges | {"cost_per_hop": wider}).values()]))

    def test_a_value_far_out_widens_its_range(self):
        world = load("two-camps").with_settings(worth_camp=9, leave_chance_camp=0)
        ranges = {each.name: each for each in ranges_of(world)}
        assert (ranges["worth_camp"].low, ranges["worth_camp"].high) == (0, 9)
        assert (ranges["leave_chance_camp"].low, ranges["leave_chance_camp"].scale) == (0, "linear")

    def test_fields_that_mean_nothing_in_a_world_are_not_in_its_table(self):
        assert "conflict_push_rate" not in {each.name for each in ranges_of(load("two-camps"))}
        rate = next(each for each in ranges_of(load("one-road")) if each.name == "conflict_push_rate")
        assert (rate.low, rate.high) == (0.005, 0.02)
        unlimited = load("two-camps").with_settings(capacity_scaling=0)
        assert "capacity_scaling" not in {each.name for each in ranges_of(unlimited)}

    def test_quantiles_run_from_end_to_end_in_equal_steps_or_equal_factors(self):
        share = np.array([0.0, 0.5, 1.0])
        assert Range("worth_camp", -1, 3, "").quantile(share) == pytest.approx([-1, 1, 3])
        assert Range("choice_spread", 0.5, 2, "", "log").quantile(share) == pytest.approx([0.5, 1, 2])

    def test_a_range_that_somebody_gave_is_refused_where_circles_cost_too_little_with_what_to_do(self):
        world = load("two-camps")
        fields = {"cost_per_hop": (0.1, 3.0), "choice_spread": (0.5, 2.0)}
        with pytest.raises(ScenarioError, match=r"at \d+ of 64 points .* no lower than (\d\.\d+)") as told:
            sweep(world, QUESTION, fields=fields, samples=16)
        enough = float(str(told.value).partition("no lower than ")[2].partition(",")[0])
        assert enough > 0.1
        sweep(world, QUESTION, fields={**fields, "cost_per_hop": (enough, 3.0)}, samples=4)


class TestQuestions:
    def ask(self, result, text):
        return read_question(text, result.scenario).measure(result)

    def test_a_stock_is_that_of_the_day_and_of_all_places_of_a_country(self, gates):
        stock = gates.stock.values[0]
        camp = gates.labels.places.index("Amber camp")
        norda = [number for number, place in enumerate(gates.places) if place.country == "Norda"]
        assert self.ask(gates, "stock:Amber camp") == stock[-1, camp]
        assert self.ask(gates, "stock:Amber camp@2025-05-02") == stock[31, camp]
        assert self.ask(gates, "stock: Norda @ 2025-05-02") == pytest.approx(stock[31, norda].sum())

    def test_a_peak_is_the_most_on_any_day_and_not_the_sum_of_peaks(self, gates):
        norda = [number for number, place in enumerate(gates.places) if place.country == "Norda"]
        together = gates.stock.values[0][:, norda].sum(axis=1)
        assert self.ask(gates, "peak:Norda") == pytest.approx(together.max())
        amber = gates.stock.at(place="Amber camp").values[0]
        assert self.ask(gates, "peak:Amber camp") == amber.max()

    def test_people_en_route_are_those_at_nightfall(self, gates):
        assert self.ask(gates, "en-route@2025-04-20") == gates.en_route.values[0, 19]
        assert self.ask(gates, "en-route") == gates.en_route.values[0, -1]

    def test_crossings_are_what_reached_the_other_side_until_then(self, gates):
        into = [
            number
            for number, (start, end) in enumerate(gates.labels.route_ends)
            if start in ("South Gate", "North Gate") and end in ("Amber camp", "Kestrel camp")
        ]
        arrived = gates.flow.values[0][:, into].sum(axis=1).cumsum()
        # An account is of the morning people set out, an arrival of the day they get there.
        crossed = [self.ask(gates, f"crossed:Velia-Norda@2025-{day}") for day in ("04-20", "05-20", "06-29")]
        assert crossed == sorted(crossed)
        assert arrived[-1] <= crossed[-1] <= arrived[-1] * 1.02
        assert self.ask(gates, "crossed:Norda-Velia") < 0.1 * crossed[-1]

    def test_the_error_is_the_score(self):
        result = simulate(load("two-camps"), expected=True)
        assert self.ask(result, "error") == score(result).averaged_relative_difference[0]

    def test_words_say_what_is_asked_and_countries_have_their_names(self):
        afghanistan = load("afghanistan-2021")
        question = read_question("crossed:AFG-PAK@2021-09-01", afghanistan)
        assert question.words == "crossings from Afghanistan to Pakistan until 1 Sep 2021"
        assert read_question("crossed:Afghanistan-Pakistan@2021-09-01", afghanistan).words == question.words
        assert (
            read_question("stock:Pakistan@2021-09-01", afghanistan).words
            == "people in Pakistan on 1 Sep 2021"
        )

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("stok:Ridge camp", ["'stok' is not a question.", "Did you mean 'stock'?"]),
            ("Ridge camp", ["is not a question", "stock:PLACE"]),
            ("stock:Ridge cmp@2025-13-40", ["Did you mean 'Ridge camp'?", "2025-13-40"]),
            ("stock:Ridge cmp@2026-01-01", ["Did you mean 'Ridge camp'?", "2026-01-01 is outside the run."]),
            ("stock:Ridge camp@soon", ["soon"]),
            ("stock:", ["'' is no place or country."]),
            ("peak:Ridge camp@2025-04-20", ["takes no date", "Write peak:Ridge camp."]),
            ("en-route:Ridge camp", ["not counted by place ('Ridge camp')"]),
            ("crossed:Velia-Norda", ["no route leads across a border", "No route of this world"]),
            ("error:Ridge camp", ["the whole run"]),
        ],
    )
    def test_everything_wrong_with_a_question_is_told_with_what_could_have_been_meant(
        self, camps, text, told
    ):
        with pytest.raises(UsageError) as refused:
            read_question(text, camps)
        for words in told:
            assert words in str(refused.value)

    def test_without_observations_there_is_no_error_to_ask_for(self, camps):
        with pytest.raises(UsageError, match="no observations"):
            read_question("error", replace(camps, observations=()))
        elsewhere = Observation(camps.start, "", 5.0, country="Norda")
        world = replace(camps, observations=(elsewhere,))
        with pytest.raises(UsageError, match="no observation can be compared"):
            sweep(world, "error", fields=FIELDS, samples=4)

    def test_a_border_in_the_world_is_offered(self):
        with pytest.raises(UsageError, match="Did you mean 'Velia-Norda'"):
            read_question("crossed:Velia-Nord", load("border-closes"))


def test_everything_wrong_with_a_request_is_told_at_once(camps):
    fields = {
        "cost_bordr": (0, 1),
        "slices_per_day": (1, 2),
        "cost_border": (3, 1),
        "worth_camp": (0, 1000),
        "choice_spread": ("much", "2"),
        "softening_km": None,
    }
    with pytest.raises(UsageError) as refused:
        sweep(camps, "stock:Ridge cmp", fields=fields, method="sobl", seed=-1)
    assert len(refused.value.problems) == 9
    told = str(refused.value)
    for words in (
        "Did you mean 'Ridge camp'?", "Did you mean 'cost_border'?", "holds a integer", "3 is not below the high end 1",
        "field worth_camp", "field choice_spread", "no range of its own", "Did you mean 'sobol'?", "seed: -1",
    ):  # fmt: skip
        assert words in told
    with pytest.raises(UsageError, match="samples: 3 is out of range"):
        sweep(camps, QUESTION, samples=3)
    with pytest.raises(UsageError, match="there are none"):
        sweep(camps, QUESTION, fields=[])


class Stopped(Exception):
    """Somebody pulled the plug."""


@pytest.fixture
def interrupted(camps, tmp_path, monkeypatch):
    """A sweep that stopped after twenty answers."""

    def answer(*words):
        if len(list(answers)) >= 20:
            raise Stopped
        answers.append(1)
        return answer_at(*words)

    answers = []
    with monkeypatch.context() as patch:
        patch.setattr(sweeping, "answer_at", answer)
        with pytest.raises(Stopped):
            sweep(camps, QUESTION, fields=FIELDS, samples=16, threads=1, folder=tmp_path / "s")
    return tmp_path / "s"


class TestFolder:
    def test_a_sweep_that_was_stopped_goes_on_and_gives_the_same(
        self, camps, small, interrupted, monkeypatch
    ):
        assert not interrupted.exists()
        made = []
        monkeypatch.setattr(sweeping, "answer_at", lambda *words: (made.append(1), answer_at(*words))[1])
        again = sweep(camps, QUESTION, fields=FIELDS, samples=16, folder=interrupted)
        assert len(made) == small.runs - 20
        assert np.array_equal(again.answers, small.answers)
        assert again.to_json()["fields"] == small.to_json()["fields"]
        assert sorted(each.name for each in interrupted.parent.iterdir()) == ["s"]

    def test_a_line_that_was_cut_short_or_says_nothing_is_no_answer(self, camps, small, interrupted):
        journal = partial_folder(interrupted) / "answers.done"
        lines = journal.read_text().splitlines(keepends=True)
        journal.write_text("nonsense\n99999 0x1p0\n7 what\n" + "".join(lines)[:-4])
        again = sweep(camps, QUESTION, fields=FIELDS, samples=16, folder=interrupted)
        assert np.array_equal(again.answers, small.answers)

    def test_what_is_no_interrupted_sweep_is_left_alone(self, camps, tmp_path):
        partial_folder(tmp_path / "s").mkdir()
        with pytest.raises(OutputError, match="is no interrupted sweep"):
            sweep(camps, QUESTION, fields=FIELDS, samples=4, folder=tmp_path / "s")

    def test_another_sweep_does_not_go_on_from_it(self, camps, interrupted):
        with pytest.raises(OutputError, match="an interrupted sweep that differs in question, seed"):
            sweep(camps, "peak:Ridge camp", fields=FIELDS, samples=16, seed=2, folder=interrupted)

    def test_the_folder_has_the_ranking_the_answers_and_how_they_were_made(self, camps, small, tmp_path):
        sweep(camps, QUESTION, fields=FIELDS, samples=16, folder=tmp_path / "s", command="as typed")
        names = sorted(each.name for each in (tmp_path / "s").iterdir())
        assert names == ["answers.csv", "sweep.csv", "sweep.json", "sweep.png", "sweep.svg"]
        told = json.loads((tmp_path / "s" / "sweep.json").read_text(encoding="utf-8"))
        assert told["command"] == "as typed"
        assert told["scenario_hash"] == small.base.provenance.scenario_hash
        assert (told["seed"], told["samples"], told["runs"], told["method"]) == (1, 16, 80, "sobol")
        assert {"field", "low", "high", "own", "first_order", "total", "total_give"} <= set(told["fields"][0])
        answers = polars.read_csv(tmp_path / "s" / "answers.csv")
        assert answers.columns == [*FIELDS, "answer"]
        assert answers["answer"].to_numpy() == pytest.approx(small.answers, abs=1e-3)
        assert (
            polars.read_csv(tmp_path / "s" / "sweep.csv")["field"].to_list()
            == small.table()["field"].to_list()
        )

    def test_what_is_in_the_way_is_left_as_it_is(self, camps, tmp_path):
        (tmp_path / "s").mkdir()
        (tmp_path / "s" / "mine.txt").write_text("mine")
        with pytest.raises(OutputError, match="exists already"):
            sweep(camps, QUESTION, fields=FIELDS, samples=4, folder=tmp_path / "s")
        assert [each.name for each in tmp_path.rglob("*")] == ["s", "mine.txt"]


def test_a_folder_of_the_peers_is_swept_under_own_rules_and_says_so(tmp_path):
    world = load(flee_folder(tmp_path / "small"))
    found = sweep(world, "stock:Cedar", method="morris", samples=4)
    assert found.base.scenario.setting("rules") == "steppe"
    assert "peer's" in found.note and found.to_json()["note"] == found.note
    assert sweep(load("two-camps"), QUESTION, fields=FIELDS, samples=4).note == ""


class TestWords:
    def test_the_sentence_names_the_field_the_share_and_what_was_asked(self, small):
        share = f"{100 * min(1, small.indices['first_order'][small.order[0]]):.0f} % of the spread of people at Ridge camp"
        assert small.sentence.startswith(f"{share} on 30 May 2025 comes from capacity_scaling alone")

    def test_where_nothing_moves_the_answer_it_says_so(self, camps):
        found = sweep(camps, QUESTION, fields=["cost_border", "worth_foreign"], samples=4)
        assert (
            found.sentence == "No field moves people at Ridge camp on 30 May 2025: 5,998 people in every run."
        )
        assert hardly_matter(found) == ("cost_border", "worth_foreign")
        assert not is_unsure(found)

    def test_morris_says_how_many_people_a_field_moves(self, camps):
        found = sweep(camps, QUESTION, fields=FIELDS, method="morris", samples=4)
        moved = found.indices["effect"][found.order[0]]
        assert f"by {moved:,.0f} people from one end of its range to the other" in found.sentence


class TestFigure:
    def texts(self, found):
        figure = sweep_figure(found)
        return figure, [text.get_text() for text in figure.findobj(lambda each: hasattr(each, "get_text"))]

    def test_bars_stand_in_the_order_of_the_ranking_and_are_as_long_as_the_shares(self, small):
        figure, texts = self.texts(small)
        bars = sorted(
            figure.axes[0].patches,
            key=lambda bar: (round(bar.get_y() + bar.get_height() / 2), -bar.get_height()),
        )
        total, alone = (
            [max(0.0, small.indices[which][at]) for at in small.order] for which in ("total", "first_order")
        )
        assert [bar.get_width() for bar in bars[::2]] == pytest.approx(total)
        assert [bar.get_width() for bar in bars[1::2]] == pytest.approx(alone)
        labels = [label.get_text().split()[0] for label in figure.axes[0].get_yticklabels()]
        assert labels == small.table()["field"].to_list()
        assert "illustrative, not calibrated" in texts and "nothing" in texts

    def test_morris_shows_what_each_field_moves(self, camps):
        found = sweep(camps, QUESTION, fields=FIELDS, method="morris", samples=4)
        figure, _ = self.texts(found)
        widths = [bar.get_width() for bar in figure.axes[0].patches]
        assert widths == pytest.approx([found.indices["effect"][at] for at in found.order])


def test_the_page_tells_the_ranges_as_they_are():
    page = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "sweep.md").read_text(encoding="utf-8")
    rows = [line for line in page.replace("−", "-").splitlines() if line.startswith("| `")]
    for name, each in RANGES.items():
        (row,) = [row for row in rows if f"`{name}`" in row.split("|")[1]]
        ends = f"{each.low:g} to {each.high:g}".replace("1e-4", "0.0001")
        assert row.split("|")[2].strip().partition(",")[0] == ends, name
        assert ("equal factors" in row) == (each.scale == "log")
