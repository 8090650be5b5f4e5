"""The bits are those of Philox4x32-10 as published, and numbers from (0, 1) are made of them evenly."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

import steppe.chance as chance
from steppe.chance import address_of, philox, uniforms
from tests.chance.draws import evenly_drawn

# Counter, key and output of the known-answer tests published with Random123
# (Salmon, Moraes, Dror & Shaw 2011), as 32-bit words.
PUBLISHED = (
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
)
ALL_ONES = np.uint64(2**64 - 1)


def words(text: str) -> list[int]:
    return [int(word, 16) for word in text.split()]


@pytest.mark.parametrize(("counter", "key", "output"), PUBLISHED)
def test_the_bits_are_the_published_ones(counter, key, output):
    low, high, third, fourth = words(counter)
    key_low, key_high = words(key)
    names = (key_low | key_high << 32, low | high << 32, third, fourth)
    first, second = philox(*map(np.uint64, names))
    found = [int(first) & 0xFFFFFFFF, int(first) >> 32, int(second) & 0xFFFFFFFF, int(second) >> 32]
    assert found == words(output)


def test_day_and_attempt_are_one_word_of_the_counter_and_do_not_run_into_each_other():
    for day, attempt in ((0, 0), (3, 0), (0, 3), (65_535, 65_535), (1, 256)):
        bits, _ = philox(np.uint64(5), np.uint64(6), np.uint64(7), np.uint64(day + 65_536 * attempt))
        first, _ = uniforms(np.uint64(5), np.uint64(6), np.uint64(7), np.uint64(day), attempt)
        assert first == pytest.approx(int(bits) / 2**64, abs=2**-50)


@pytest.mark.parametrize(("bits", "least", "most"), [(np.uint64(0), 0.0, 1e-15), (ALL_ONES, 1 - 1e-15, 1.0)])
def test_the_ends_of_the_unit_interval_are_never_drawn(monkeypatch, bits, least, most):
    monkeypatch.setattr(chance, "philox", lambda *_: (bits, bits))
    drawn = chance.uniforms.py_func(np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0), 0)
    assert all(least < each < most for each in drawn)


def test_numbers_between_0_and_1_are_evenly_spread():
    drawn = evenly_drawn(address=np.arange(200_000))
    assert stats.kstest(drawn, "uniform").pvalue > 1e-5
    assert stats.kstest(drawn**1.02, "uniform").pvalue < 1e-5


def test_an_address_is_a_number_of_64_bits_that_depends_on_every_word_and_their_order():
    several = [
        address_of("leave", "Kabul"),
        address_of("Kabul", "leave"),
        address_of("leave", "Kabu", "l"),
        address_of("leaveKabul"),
        address_of("leave", "Kabul", 1),
        address_of("leave", "Kabul", "1", ""),
        address_of(),
    ]
    assert len(set(several)) == len(several)
    assert all(0 <= each < 2**64 for each in several)


def test_addresses_are_the_same_on_every_machine_and_in_every_version():
    assert address_of("leave", "Kabul") == 37_839_400_510_161_937
    assert address_of("choose", "Herat → Islam Qala", 3) == 12_155_927_277_612_911_805
