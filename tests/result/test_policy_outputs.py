"""Groups, accounts of posts and pathways: labelled where a run has them, without a trace where it has not."""

import json

import numpy as np
import pytest

from steppe.engine.policy import ACCOUNTS, STEPS
from steppe.errors import OutputError, UsageError
from steppe.result import store
from steppe.result.recorders import DiskRecorder, open_recorder
from steppe.result.variables import VARIABLES
from tests.result.worlds import POLICIES, counts, everything, fill, shape, simulated, with_policies

FURTHER = ("group_stock", "border", "pathway", "went_home")
ANY_WAY = pytest.mark.parametrize("keep", ["memory", "disk", "summary"])


def _truth(name):
    return everything(8, name, POLICIES)


@pytest.mark.parametrize("keep", ["memory", "disk"])
def test_each_further_output_is_kept_as_it_was_and_has_names(keep, tmp_path):
    result = with_policies(keep, tmp_path / "run")
    assert result.outputs == tuple(VARIABLES)
    for name in FURTHER:
        found = getattr(result, name)
        assert found.dims == ("replica", *VARIABLES[name].dims)
        assert np.array_equal(found.values, _truth(name))
    admitted = result.border.at("Quetta → Chaman", account="admitted")
    assert np.array_equal(admitted.values, _truth("border")[:, :, ACCOUNTS.index("admitted"), 1])
    waiting = result.pathway.at("airlift", "waiting")
    assert np.array_equal(waiting.values, _truth("pathway")[:, :, STEPS.index("waiting"), 2])
    one_group = result.group_stock.at("without papers", "Quetta")
    assert np.array_equal(one_group.values, _truth("group_stock")[:, :, 1, 3])


def test_a_post_knows_its_two_countries():
    labels = with_policies().labels
    assert labels.posts == ("Kabul → Post", "Quetta → Chaman", "Kabul → Airport")
    assert labels.post_countries == (("AFG", "PAK"), ("PAK", "IRN"), ("AFG", "PAK"))


@ANY_WAY
def test_saving_then_opening_keeps_the_further_outputs(keep, tmp_path):
    result = with_policies(keep, tmp_path / "run")
    before = {name: getattr(result, name).values for name in VARIABLES}
    store.save(result, tmp_path / "run")
    opened = store.open_run(tmp_path / "run")
    assert opened.labels == result.labels
    for name, values in before.items():
        assert np.array_equal(getattr(opened, name).values, values)


@ANY_WAY
def test_a_run_without_policies_shows_no_trace_of_them(keep, tmp_path):
    result = simulated(keep=keep, folder=tmp_path / "run")
    store.save(result, tmp_path / "run")
    kind = "summary" if keep == "summary" else "ensemble"
    stored = {each.name for each in (tmp_path / "run" / f"{kind}.zarr").iterdir() if each.is_dir()}
    assert stored == {"stock", "flow", "en_route", "entered", "turned_back"}
    assert set(json.loads((tmp_path / "run" / "run.json").read_text())) == {"provenance", "places", "routes"}
    assert set(result.recorded.arrays) == stored
    opened = store.open_run(tmp_path / "run")
    for name, words in zip(
        FURTHER, ("no groups", "no accounts of borders", *2 * ["no pathways"]), strict=True
    ):
        with pytest.raises(UsageError, match=words):
            getattr(opened, name)


def test_an_account_in_which_nothing_happens_takes_no_memory_of_its_own():
    recorder = open_recorder("memory", shape(3, names=POLICIES))
    output = counts(0, names=POLICIES)
    output.border[:, ACCOUNTS.index("irregular")] = 0
    recorder.record(0, output)
    kept = recorder.finish().arrays["border"]
    assert np.array_equal(kept[0], output.border)
    assert kept[0, :, 2].flags.c_contiguous


def test_an_interrupted_run_that_kept_less_is_not_mixed_in(tmp_path):
    fill(DiskRecorder(shape(4), tmp_path / "run", {"seed": 1}), [0])
    with pytest.raises(OutputError, match="differs in outputs"):
        DiskRecorder(shape(4, names=POLICIES), tmp_path / "run", {"seed": 1})


def test_those_waiting_are_a_stock_among_accounts_that_add_up():
    for name in ("border", "pathway"):
        assert VARIABLES[name].time_rule_of("waiting") == "last"
        assert VARIABLES[name].time_rule_of("refused") == "sum"
        assert VARIABLES[name].time_rule_in_words == "sum of the days; of `waiting` the last"
    assert VARIABLES["stock"].time_rule_in_words == "last of the days"


def test_a_replica_taken_alone_holds_what_the_run_has():
    first = next(iter(with_policies().each_replica()))
    assert np.array_equal(first.border, _truth("border")[0])
    assert np.allclose(with_policies().mean_replica().pathway, _truth("pathway").mean(axis=0))
    assert next(iter(simulated().each_replica())).border.size == 0
