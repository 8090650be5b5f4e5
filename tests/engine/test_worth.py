"""What a place is worth beyond its kind moves people there as a multinomial logit says, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from steppe.engine.plan import compile_plan
from steppe.scenario.model import Place, Route, Scenario
from tests.engine.worlds import HERE, camp, expected, town, world


def fork(*, near: float = 0.0, far: float = 0.0, **settings: object) -> Scenario:
    """Two camps behind one town, neither of which leads on."""
    return world(
        town("Town", present=10_000),
        camp("Near", worth=near),
        camp("Far", worth=far),
        routes=(Route("Town", "Near", 90, two_way=False), Route("Town", "Far", 270, two_way=False)),
        days=6,
        leave_chance_town=1.0,
        leave_chance_camp=0.0,
        **settings,
    )


def people(scenario: Scenario) -> np.ndarray:
    """People at Near and at Far at the end. Shape ``(2,)``."""
    return np.asarray(expected(scenario).stock[0, -1, 1:])


@pytest.mark.parametrize("spread", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("worth", [-1.3, 0.4, 2.0])
def test_the_odds_of_two_camps_grow_by_the_exponential_of_their_worths(worth, spread):
    plain, drawn = people(fork(choice_spread=spread)), people(fork(far=worth, choice_spread=spread))
    assert drawn[1] / drawn[0] == pytest.approx(plain[1] / plain[0] * np.exp(worth / spread))
    assert drawn.sum() == pytest.approx(10_000)


def test_the_same_worth_everywhere_changes_nothing():
    assert people(fork(near=3.0, far=3.0)) == pytest.approx(people(fork()))


def test_no_worth_leaves_every_bit_as_it_was():
    plain = compile_plan(fork())
    zero = compile_plan(fork(near=0.0, far=-0.0))
    assert plain.menus.weights.tobytes() == zero.menus.weights.tobytes()


def test_a_place_that_people_only_pass_through_is_worth_nothing_however_much_is_said():
    places = (
        town("Town", present=1_000),
        Place("Post", HERE, "crossing", worth=9.0),
        camp("Camp"),
        camp("Other"),
    )
    routes = (Route("Town", "Post", 50), Route("Post", "Camp", 50), Route("Town", "Other", 100))
    said = world(*places, routes=routes, days=5)
    plain = replace(said, places=tuple(replace(each, worth=0.0) for each in places))
    assert expected(said).stock == pytest.approx(expected(plain).stock)
