"""Replicas are kept whatever the order in which they end, and an interrupted run goes on."""

import json
import random

import numpy as np
import pytest

from steppe.errors import OutputError, UsageError
from steppe.result.recorders import (
    STATISTICS,
    DiskRecorder,
    SummaryRecorder,
    open_recorder,
    sampled_replicas,
)
from steppe.result.shape import Shape
from tests.result.worlds import counts, everything, fill, shape


def _recorded(keep, order, folder, threads=4):
    recorder = open_recorder(keep, shape(len(order)), folder=folder, identity={"seed": 1})
    return fill(recorder, order, threads).finish()


@pytest.mark.parametrize("keep", ["memory", "disk"])
def test_every_replica_is_kept_as_it_was(keep, tmp_path):
    recorded = _recorded(keep, list(range(12)), tmp_path / "run")
    for name in shape(1).outputs:
        assert recorded.arrays[name].dtype == np.int32
        assert np.array_equal(recorded.arrays[name][...], everything(12, name))


@pytest.mark.parametrize("keep", ["memory", "disk", "summary"])
def test_neither_order_nor_threads_change_a_bit(keep, tmp_path):
    order = list(range(40))
    first = _recorded(keep, order, tmp_path / "a", threads=1)
    random.Random(3).shuffle(order)
    second = _recorded(keep, order, tmp_path / "b", threads=8)
    for name in shape(1).outputs:
        assert np.array_equal(first.arrays[name][...], second.arrays[name][...])
        if keep == "summary":
            assert np.array_equal(first.summaries[name], second.summaries[name])


def test_summaries_are_exact_where_all_replicas_fit(tmp_path):
    recorded = _recorded("summary", list(range(30)), None)
    truth = everything(30, "stock")
    assert np.allclose(recorded.summaries["stock"][0], truth.mean(axis=0))
    assert np.allclose(recorded.summaries["stock"][1], truth.std(axis=0, ddof=1))
    assert np.allclose(
        recorded.summaries["stock"][2:], np.quantile(truth, (0.05, 0.25, 0.5, 0.75, 0.95), axis=0)
    )
    assert len(STATISTICS) == recorded.summaries["stock"].shape[0]


def test_of_many_replicas_a_fixed_sample_is_kept_and_the_mean_is_still_of_all(monkeypatch):
    monkeypatch.setattr("steppe.result.recorders.SAMPLE_REPLICAS", 25)
    recorder = fill(SummaryRecorder(shape(300)), random.Random(1).sample(range(300), 300))
    recorded = recorder.finish()
    assert recorded.numbers == sampled_replicas(shape(300))
    assert len(set(recorded.numbers)) == 25
    assert max(recorded.numbers) > 150 > min(recorded.numbers)
    assert np.allclose(recorded.summaries["flow"][0], everything(300, "flow").mean(axis=0))
    assert np.array_equal(recorded.arrays["flow"][0], counts(recorded.numbers[0]).flow)


def test_the_sample_shrinks_with_the_size_of_a_replica():
    large = Shape(10_000, 3_650, 500, 2_000)
    assert len(sampled_replicas(large)) == 20
    assert len(sampled_replicas(Shape(10_000, 300, 20, 70))) == 200


@pytest.mark.parametrize("keep", ["memory", "disk", "summary"])
def test_counts_beyond_two_thousand_million_are_kept_too(keep, tmp_path):
    recorder = open_recorder(keep, shape(3), folder=tmp_path / "run", identity={})
    recorder.record(0, counts(0))
    recorder.record(1, counts(1, scale=10**8))
    recorder.record(2, counts(2))
    recorded = recorder.finish()
    for replica, scale in enumerate((1, 10**8, 1)):
        assert np.array_equal(recorded.arrays["stock"][replica], counts(replica, scale).stock)


def test_means_are_kept_with_all_their_digits():
    recorder = open_recorder("memory", shape(1, expected=True))
    output = counts(0)
    output.stock[...] = np.pi
    recorder.record(0, output)
    assert np.all(recorder.finish().arrays["stock"] == np.pi)


def test_an_interrupted_run_is_taken_up_where_it_stopped(tmp_path):
    first = DiskRecorder(shape(10), tmp_path / "run", {"scenario": "x", "seed": 1})
    fill(first, [0, 3, 4, 9])
    again = DiskRecorder(shape(10), tmp_path / "run", {"scenario": "x", "seed": 1})
    assert again.done() == {0, 3, 4, 9}
    fill(again, [1, 2, 5, 6, 7, 8])
    assert np.array_equal(again.finish().arrays["stock"][...], everything(10, "stock"))


def test_more_replicas_may_be_added_to_an_interrupted_run(tmp_path):
    fill(DiskRecorder(shape(4), tmp_path / "run", {"seed": 1}), [0, 1, 2, 3])
    again = DiskRecorder(shape(6), tmp_path / "run", {"seed": 1})
    assert again.done() == {0, 1, 2, 3}
    fill(again, [4, 5])
    assert np.array_equal(again.finish().arrays["flow"][...], everything(6, "flow"))


def test_an_interrupted_run_of_another_world_is_not_mixed_in(tmp_path):
    fill(DiskRecorder(shape(4), tmp_path / "run", {"scenario": "x", "seed": 1}), [0])
    with pytest.raises(OutputError, match="differs in seed"):
        DiskRecorder(shape(4), tmp_path / "run", {"scenario": "x", "seed": 2})


def test_a_folder_in_the_way_is_left_alone(tmp_path):
    (tmp_path / "run.partial").mkdir()
    (tmp_path / "run.partial" / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="no interrupted run"):
        DiskRecorder(shape(4), tmp_path / "run", {})
    assert [each.name for each in (tmp_path / "run.partial").iterdir()] == ["mine.txt"]


def test_a_replica_that_was_not_finished_does_not_count_as_done(tmp_path):
    recorder = fill(DiskRecorder(shape(4), tmp_path / "run", {"seed": 1}), [2])
    recorder._group["stock"][1] = 5
    assert DiskRecorder(shape(4), tmp_path / "run", {"seed": 1}).done() == {2}
    assert json.loads((tmp_path / "run.partial" / "unfinished.json").read_text()) == {"seed": 1}


def test_disk_needs_a_folder_and_unknown_words_are_refused():
    with pytest.raises(UsageError, match="no folder to stream to"):
        open_recorder("disk", shape(1))
    with pytest.raises(UsageError, match="'tape' is unknown"):
        open_recorder("tape", shape(1))
