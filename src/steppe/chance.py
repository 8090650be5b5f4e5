"""
Counter-based randomness: every draw has an address, and no draw knows another.

A draw is named by (seed, replica, day, address): the same name always gives the
same number, whatever was drawn before it, on whichever thread.  So a replica can
be run alone, and two scenarios that differ in one border share all other luck.

The bits come from Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel
random numbers: as easy as 1, 2, 3").  Counts come from inversion where few are
expected, and from transformed rejection where many are: BTRS for binomials and
PTRS for Poisson counts (Hörmann 1993, "The generation of binomial random
variates" and "The transformed rejection method for generating Poisson random
variables"); hypergeometric counts by HRUA (Stadlober 1990).  No fast-math: the
same draw is the same number in every build.

The samplers are compiled by numba and meant to be called from compiled code.
Counts are float64 holding whole numbers, exact below 2**53.
"""

from __future__ import annotations

import hashlib
import math

import numpy as np

from steppe.compiled import compiled

_LOW32 = np.uint64(0xFFFFFFFF)
_SHIFT32 = np.uint64(32)
_MULTIPLIER_A = np.uint64(0xD2511F53)
_MULTIPLIER_B = np.uint64(0xCD9E8D57)
_WEYL_A = np.uint64(0x9E3779B9)
_WEYL_B = np.uint64(0xBB67AE85)
_UNIT = 2.0**-52
_FEW = 10.0
_FEW_TRIALS = 64.0
_NEVER = 1e-20
MOST_ATTEMPTS = 65535


def address_of(*words: object) -> int:
    """
    A 64-bit address for a draw, from the names of what it decides.

    Parameters
    ----------
    words
        Names and numbers, such as ``("leave", "Kabul")``; their text is hashed.

    Returns
    -------
    address
        Integer in ``[0, 2**64)``, the same on every machine.
    """
    text = "\x1f".join(str(word) for word in words)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


@compiled()
def philox(
    key: np.uint64, address: np.uint64, replica: np.uint64, day_attempt: np.uint64
) -> tuple[np.uint64, np.uint64]:
    """
    One block of Philox4x32-10: 128 random bits as two unsigned 64-bit integers.

    Parameters
    ----------
    key
        The seed.
    address
        Words 0 and 1 of the counter.
    replica
        Word 2 of the counter, below 2**32.
    day_attempt
        Word 3 of the counter: the day, plus 65536 times the attempt.
    """
    word0 = address & _LOW32
    word1 = address >> _SHIFT32
    word2 = replica & _LOW32
    word3 = day_attempt & _LOW32
    key0 = key & _LOW32
    key1 = key >> _SHIFT32
    for _ in range(10):
        product_a = _MULTIPLIER_A * word0
        product_b = _MULTIPLIER_B * word2
        word0 = (product_b >> _SHIFT32) ^ word1 ^ key0
        word2 = (product_a >> _SHIFT32) ^ word3 ^ key1
        word1 = product_b & _LOW32
        word3 = product_a & _LOW32
        key0 = (key0 + _WEYL_A) & _LOW32
        key1 = (key1 + _WEYL_B) & _LOW32
    return word0 | (word1 << _SHIFT32), word2 | (word3 << _SHIFT32)


@compiled()
def uniforms(
    key: np.uint64, address: np.uint64, replica: np.uint64, day: np.uint64, attempt: int
) -> tuple[float, float]:
    """Two independent numbers from the open interval (0, 1), with 52 random bits each; one more could round up to 1."""
    first, second = philox(key, address, replica, day | (np.uint64(attempt & MOST_ATTEMPTS) << np.uint64(16)))
    shift = np.uint64(12)
    return (
        (float(first >> shift) + 0.5) * _UNIT,
        (float(second >> shift) + 0.5) * _UNIT,
    )


@compiled()
def _stirling_tail(count: float) -> float:
    """Log of ``count!`` less Stirling's main terms (Hörmann 1993, table and series)."""
    if count <= 9.0:
        return float(_STIRLING[int(count)])
    inverse = 1.0 / (count + 1.0)
    square = inverse * inverse
    return (1.0 / 12.0 - (1.0 / 360.0 - square / 1260.0) * square) * inverse


_STIRLING = np.array(
    [
        math.lgamma(k + 1.0) - 0.5 * math.log(2.0 * math.pi) - (k + 0.5) * math.log(k + 1.0) + k + 1.0
        for k in range(10)
    ]
)


@compiled()
def _none_succeeds(trials: float, chance: float) -> float:
    """Chance that nobody succeeds; by squaring where trials are few, which is quicker."""
    if trials > _FEW_TRIALS:
        return math.exp(trials * math.log1p(-chance))
    power, square, left = 1.0, 1.0 - chance, int(trials)
    while left > 0:
        if left & 1:
            power *= square
        square *= square
        left >>= 1
    return power


@compiled()
def _few_successes(trials: float, chance: float, uniform: float) -> float:
    """Binomial count by walking up its distribution function; chance at most 1/2, few expected."""
    ratio = chance / (1.0 - chance)
    term = _none_succeeds(trials, chance)
    reached = term
    count = 0.0
    while uniform > reached:
        count += 1.0
        term *= ratio * (trials - count + 1.0) / count
        reached += term
        if term < _NEVER or count >= trials:
            break
    return count


@compiled()
def _many_successes(
    trials: float,
    chance: float,
    key: np.uint64,
    address: np.uint64,
    replica: np.uint64,
    day: np.uint64,
    mirror: float,
) -> float:
    """Binomial count by BTRS (Hörmann 1993); chance at most 1/2, ten or more expected."""
    spread = math.sqrt(trials * chance * (1.0 - chance))
    width = 1.15 + 2.53 * spread
    slope = -0.0873 + 0.0248 * width + 0.01 * chance
    centre = trials * chance + 0.5
    quick = 0.92 - 4.2 / width
    for attempt in range(MOST_ATTEMPTS):
        first, second = uniforms(key, address, replica, day, attempt)
        offset = mirror * (first - 0.5)
        edge = 0.5 - abs(offset)
        count = math.floor((2.0 * slope / edge + width) * offset + centre)
        if edge >= 0.07 and second <= quick:
            return count
        if count < 0.0 or count > trials:
            continue
        height = second * (2.83 + 5.1 / width) * spread / (slope / (edge * edge) + width)
        if math.log(height) <= _log_binomial_ratio(trials, chance, count):
            return count
    return math.floor(centre)


@compiled()
def _log_binomial_ratio(trials: float, chance: float, count: float) -> float:
    """Log of the binomial probability of ``count`` over that of the most likely count."""
    odds = chance / (1.0 - chance)
    mode = math.floor((trials + 1.0) * chance)
    rest = trials - mode + 1.0
    left = trials - count + 1.0
    return (
        (mode + 0.5) * math.log((mode + 1.0) / (odds * rest))
        + (trials + 1.0) * math.log(rest / left)
        + (count + 0.5) * math.log(odds * left / (count + 1.0))
        + _stirling_tail(mode)
        + _stirling_tail(trials - mode)
        - _stirling_tail(count)
        - _stirling_tail(trials - count)
    )


@compiled()
def binomial(
    trials: float, chance: float, key: np.uint64, address: np.uint64, replica: np.uint64, day: np.uint64
) -> float:
    """
    How many of ``trials`` succeed, each with the same chance.

    Parameters
    ----------
    trials
        Whole number of people, 0 to 2**53.
    chance
        Of each, any number; below 0 acts as 0, above 1 as 1.
    key, address, replica, day
        The name of the draw.

    Returns
    -------
    count
        Whole number from 0 to ``trials``.  For the same name a larger chance never
        gives a smaller count while fewer than ten are expected to go, or to stay.
        Beyond that it may: what the rejection step refuses is drawn anew.
    """
    if trials <= 0.0 or chance <= 0.0:
        return 0.0
    if chance >= 1.0:
        return trials
    flipped = chance > 0.5
    rarer = 1.0 - chance if flipped else chance
    if trials * rarer >= _FEW:
        mirror = -1.0 if flipped else 1.0
        count = _many_successes(trials, rarer, key, address, replica, day, mirror)
    else:
        uniform = uniforms(key, address, replica, day, 0)[0]
        count = _few_successes(trials, rarer, 1.0 - uniform if flipped else uniform)
    return trials - count if flipped else count


@compiled()
def poisson(mean: float, key: np.uint64, address: np.uint64, replica: np.uint64, day: np.uint64) -> float:
    """
    A Poisson count with this mean (0 to about 2**52).

    Inversion below a mean of ten, else PTRS (Hörmann 1993).
    """
    if mean <= 0.0:
        return 0.0
    if mean < _FEW:
        return _few_events(mean, uniforms(key, address, replica, day, 0)[0])
    root = math.sqrt(mean)
    width = 0.931 + 2.53 * root
    slope = -0.059 + 0.02483 * width
    scale = 1.1239 + 1.1328 / (width - 3.4)
    quick = 0.9277 - 3.6224 / (width - 2.0)
    for attempt in range(MOST_ATTEMPTS):
        first, second = uniforms(key, address, replica, day, attempt)
        offset = first - 0.5
        edge = 0.5 - abs(offset)
        count = math.floor((2.0 * slope / edge + width) * offset + mean + 0.43)
        if edge >= 0.07 and second <= quick:
            return count
        if count < 0.0 or (edge < 0.013 and second > edge):
            continue
        height = math.log(second * scale / (slope / (edge * edge) + width))
        if height <= count * math.log(mean) - mean - math.lgamma(count + 1.0):
            return count
    return math.floor(mean)


@compiled()
def _few_events(mean: float, uniform: float) -> float:
    """Poisson count by walking up its distribution function."""
    term = math.exp(-mean)
    reached = term
    count = 0.0
    while uniform > reached:
        count += 1.0
        term *= mean / count
        reached += term
        if term < _NEVER:
            break
    return count


@compiled()
def hypergeometric(
    marked: float,
    unmarked: float,
    drawn: float,
    key: np.uint64,
    address: np.uint64,
    replica: np.uint64,
    day: np.uint64,
) -> float:
    """
    How many of ``drawn`` people, taken without replacement, are marked.

    Parameters
    ----------
    marked, unmarked
        Whole numbers of people to draw from.
    drawn
        Whole number, at most ``marked + unmarked``.
    key, address, replica, day
        The name of the draw.

    Returns
    -------
    count
        Whole number from ``max(0, drawn - unmarked)`` to ``min(marked, drawn)``.
    """
    if drawn <= 0.0 or marked <= 0.0:
        return 0.0
    everyone = marked + unmarked
    if unmarked <= 0.0:
        return drawn
    if drawn >= everyone:
        return marked
    fewer_drawn = min(drawn, everyone - drawn)
    fewer_marked = min(marked, unmarked)
    if fewer_drawn <= _FEW:
        count = _draw_each(fewer_marked, everyone, fewer_drawn, key, address, replica, day)
    elif fewer_marked <= _FEW:
        count = _draw_each(fewer_drawn, everyone, fewer_marked, key, address, replica, day)
    else:
        count = _reject_hypergeometric(fewer_marked, everyone, fewer_drawn, key, address, replica, day)
    if marked > unmarked:
        count = fewer_drawn - count
    return count if drawn <= everyone - drawn else marked - count


@compiled()
def _draw_each(
    marked: float,
    everyone: float,
    drawn: float,
    key: np.uint64,
    address: np.uint64,
    replica: np.uint64,
    day: np.uint64,
) -> float:
    """Draw one at a time; for at most ten draws."""
    count = 0.0
    for taken in range(int(drawn)):
        uniform = uniforms(key, address, replica, day, taken)[0]
        if uniform * (everyone - taken) < marked - count:
            count += 1.0
    return count


@compiled()
def _log_ways(count: float, marked: float, everyone: float, drawn: float) -> float:
    """Negative log of the number of ways to draw, but for terms without ``count``."""
    return (
        math.lgamma(count + 1.0)
        + math.lgamma(marked - count + 1.0)
        + math.lgamma(drawn - count + 1.0)
        + math.lgamma(everyone - marked - drawn + count + 1.0)
    )


@compiled()
def _reject_hypergeometric(
    marked: float,
    everyone: float,
    drawn: float,
    key: np.uint64,
    address: np.uint64,
    replica: np.uint64,
    day: np.uint64,
) -> float:
    """Ratio-of-uniforms rejection HRUA (Stadlober 1990); both smaller sides above ten."""
    share = marked / everyone
    centre = drawn * share + 0.5
    variance = (everyone - drawn) * drawn * share * (1.0 - share) / (everyone - 1.0)
    spread = math.sqrt(variance + 0.5)
    width = 1.7155277699214135 * spread + 0.8989161620588988
    mode = math.floor((drawn + 1.0) * (marked + 1.0) / (everyone + 2.0))
    most = min(min(drawn, marked) + 1.0, math.floor(centre + 16.0 * spread))
    best = _log_ways(mode, marked, everyone, drawn)
    for attempt in range(MOST_ATTEMPTS):
        first, second = uniforms(key, address, replica, day, attempt)
        place = centre + width * (second - 0.5) / first
        if place < 0.0 or place >= most:
            continue
        count = math.floor(place)
        gain = best - _log_ways(count, marked, everyone, drawn)
        if first * (4.0 - first) - 3.0 <= gain or (
            first * (first - gain) < 1.0 and 2.0 * math.log(first) <= gain
        ):
            return count
    return mode
