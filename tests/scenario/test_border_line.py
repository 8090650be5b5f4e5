"""A border away from its posts: the longer, the more ways; the more watched, the more are turned back."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steppe.scenario.border_line import LAND, crossing_ways, returned_share
from steppe.scenario.model import Border, Terrain

borders = st.builds(
    Border,
    st.just("Aland"),
    st.just("Bland"),
    length_km=st.floats(0.1, 50_000),
    terrain=st.sampled_from(list(LAND)),
    patrols=st.floats(0, 1e6),
)


def test_a_border_of_which_nothing_is_known_is_one_way_across_and_nobody_watches_it():
    assert crossing_ways(None, 100.0) == 1.0
    assert returned_share(None, 5.0) == 0.0


@pytest.mark.parametrize(("terrain", "ways"), [("steppe", 6.0), ("hills", 4.2), ("mountains", 1.2)])
def test_the_ways_across_are_those_that_fit_on_what_can_be_crossed(terrain, ways):
    assert crossing_ways(Border("Aland", "Bland", 600, terrain), 100.0) == pytest.approx(ways)


def test_a_patrol_for_every_stretch_it_watches_still_misses_one_in_e():
    assert returned_share(Border("Aland", "Bland", 50, patrols=10), 5.0) == pytest.approx(1 - math.exp(-1))
    assert returned_share(Border("Aland", "Bland", 50), 5.0) == 0.0


@given(borders, st.floats(0.1, 1e5), st.floats(0, 1e4))
def test_there_is_at_least_one_way_and_nobody_is_turned_back_twice(border, spacing_km, reach_km):
    assert crossing_ways(border, spacing_km) >= 1
    assert 0 <= returned_share(border, reach_km) <= 1


def test_every_terrain_is_described():
    from typing import get_args

    assert set(LAND) == set(get_args(Terrain))
