"""A field says what one named value may be, and cannot be changed."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from steppe.field import Field


def test_a_field_asks_for_a_name_a_type_and_a_meaning_and_nothing_more():
    field = Field("distance_km", "number", "Length of the road.")
    assert (field.default, field.required, field.unit, field.choices, field.section) == (
        None,
        False,
        "",
        (),
        "",
    )
    assert (field.minimum, field.maximum) == (None, None)


def test_a_field_cannot_be_changed_but_another_can_be_made_of_it():
    field = Field("distance_km", "number", "Length of the road.", unit="km", minimum=0)
    with pytest.raises(FrozenInstanceError):
        field.minimum = -1  # type: ignore[misc]
    assert replace(field, section="routes") == Field(
        "distance_km", "number", "Length of the road.", unit="km", minimum=0, section="routes"
    )
    assert field.section == ""
