"""Nobody is lost, nobody appears, nobody is halved."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from tests.properties.runs import run
from tests.properties.worlds import few, worlds


@few(120)
@given(worlds())
def test_whoever_entered_stands_somewhere_is_on_the_road_or_went_home(world):
    counted = run(world)
    here = counted.stock.sum(axis=2) + counted.en_route + counted.went_home.cumsum(axis=1)
    assert np.array_equal(here, counted.entered.cumsum(axis=1))


@few(80)
@given(worlds())
def test_whoever_is_expected_to_enter_is_expected_somewhere(world):
    means = run(world, replicas=1, expected=True)
    here = means.stock.sum(axis=2) + means.en_route + means.went_home.cumsum(axis=1)
    assert np.allclose(here, means.entered.cumsum(axis=1), rtol=1e-6, atol=1e-9)


@few(60)
@given(worlds())
def test_counts_are_whole_people_and_never_fewer_than_none(world):
    for numbers in run(world):
        assert (numbers >= 0).all()
        assert np.array_equal(numbers, np.floor(numbers))


@few(40)
@given(worlds())
def test_means_are_never_less_than_nothing(world):
    for numbers in run(world, replicas=1, expected=True):
        assert (numbers >= -1e-9).all()
