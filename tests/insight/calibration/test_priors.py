"""Every field of behaviour has a prior with a reason, and scales go there and back."""

from __future__ import annotations

import math

import pytest

from steppe.insight.calibration.learning import learn, learned_for
from steppe.insight.calibration.priors import PLACE_WORTH, PRIORS, priors_of
from steppe.insight.calibration.transforms import SCALES
from steppe.scenario.fields import SETTINGS
from steppe.scenario.folder import load

NO_BEHAVIOUR = {"slices_per_day", "awareness"}
WORLD = load("two-camps")


def test_every_field_of_behaviour_has_a_prior():
    asked = {
        name
        for name, field in SETTINGS.items()
        if field.section in ("movement", "routing", "borders", "attraction", "capacity")
        and field.type in ("number", "integer")
    }
    assert asked | {"conflict_push_rate"} <= PRIORS.keys() | NO_BEHAVIOUR
    assert not NO_BEHAVIOUR & PRIORS.keys()


@pytest.mark.parametrize("name", PRIORS)
def test_a_prior_gives_a_reason_and_lies_within_its_field(name):
    prior = PRIORS[name]
    assert len(prior.reason) > 20 and prior.reason.endswith(".")
    assert prior.sd > 0
    if name in SETTINGS:
        field = SETTINGS[name]
        for z in (-3.0, 0.0, 3.0):
            assert field.minimum <= prior.quantile(z) <= field.maximum


@pytest.mark.parametrize(("transform", "value"), [("log", 3.7), ("logit", 0.93), ("identity", -2.4)])
def test_a_scale_goes_there_and_back(transform, value):
    scale = SCALES[transform]
    assert scale.back(scale.there(value)) == pytest.approx(value)


def test_bounds_are_infinitely_far_and_far_is_no_overflow():
    assert SCALES["log"].there(0.0) == -math.inf
    assert SCALES["logit"].back(-1e9) == 0.0 and SCALES["logit"].back(1e9) == 1.0
    assert math.isfinite(SCALES["log"].back(1e9))


def test_a_worlds_own_value_is_the_middle_and_a_value_at_a_bound_is_not_doubted():
    own = priors_of(WORLD.with_settings(cost_border=4.0), ["cost_border"], {"cost_border": (9.0, 0.1)})
    assert own["cost_border"].quantile(0.0) == pytest.approx(4.0)
    assert own["cost_border"].sd == 0.1
    assert priors_of(WORLD.with_settings(cost_border=0.0), ["cost_border"]) == {}


def test_what_others_teach_takes_the_place_of_the_stated_prior():
    prior = priors_of(WORLD, ["cost_border"], {"cost_border": (1.5, 0.25)})["cost_border"]
    assert (prior.mean, prior.sd) == (1.5, 0.25)
    assert "Learned" in prior.reason


CASES = {
    "a": {"worth_camp": (1.0, 0.1), PLACE_WORTH: (math.log(0.5), 0.1)},
    "b": {"worth_camp": (3.0, 0.1), PLACE_WORTH: (math.log(2.0), 0.1)},
    "c": {"worth_camp": (2.0, 0.1)},
}


def test_pooled_priors_lie_between_the_cases_and_the_stated_prior_and_are_wide_enough_for_both():
    found = learn(CASES)["all"]["worth_camp"]
    assert found[0] == pytest.approx(2.0)
    assert 0.5 < found[1] < 1.2
    stated = PRIORS[PLACE_WORTH].sd
    assert found[1] >= 0.5 * PRIORS["worth_camp"].sd
    assert 1.0 < learn(CASES)["all"][PLACE_WORTH][1] < stated


def test_a_case_learns_nothing_from_itself():
    first = learn(CASES)["left_out"]["a"]
    again = learn({**CASES, "a": {"worth_camp": (-40.0, 5.0)}})["left_out"]["a"]
    assert first == again
    assert first != learn(CASES)["left_out"]["b"]


def test_the_more_cases_agree_the_less_the_stated_prior_says():
    alike = {str(number): {"cost_border": (2.0, 0.1)} for number in range(12)}
    few = learn({"0": alike["0"]})["all"]["cost_border"]
    many = learn(alike)["all"]["cost_border"]
    assert 0.0 < few[0] < many[0] < 2.0
    assert many[1] < few[1]


def test_packaged_priors_are_of_known_fields():
    learned = learned_for(WORLD)
    assert learned.keys() <= PRIORS.keys()
    assert all(sd > 0 for _, sd in learned.values())
