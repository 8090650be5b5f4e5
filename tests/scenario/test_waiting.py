"""The wait in a pathway is spread the less, the more stages it has."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.scenario.waiting import wait_spread_days


@pytest.mark.parametrize(("wait_days", "stages"), [(30, 1), (30, 3), (90, 10)])
def test_the_spread_is_that_of_people_who_wait_day_by_day(wait_days, stages):
    waits = np.random.default_rng(7).geometric(stages / wait_days, (200_000, stages)).sum(axis=1)
    assert waits.mean() == pytest.approx(wait_days, rel=0.01)
    assert waits.std() == pytest.approx(wait_spread_days(wait_days, stages), rel=0.01)


def test_a_stage_a_day_leaves_no_chance_and_no_wait_no_spread():
    assert wait_spread_days(5, 5) == 0
    assert wait_spread_days(0, 1) == 0
