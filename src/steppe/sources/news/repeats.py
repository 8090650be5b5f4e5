"""What a report says twice: later claims that say the same get the id of the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from steppe.sources.news.candidate import Candidate
from steppe.sources.news.word_sets import word_set


def linked(found: Sequence[Candidate]) -> list[Candidate]:
    """
    Claims with ``duplicate_of`` filled in.

    Parameters
    ----------
    found
        Claims of one report, in its order.

    Returns
    -------
    linked
        The same claims in the same order.  A claim repeats another of its kind where
        it says no more of who acts and to whom, and counts no other number.
    """
    kept: list[Candidate] = []
    first: dict[int, str] = {}
    for number in sorted(range(len(found)), key=lambda n: (not found[n].target, n)):
        one = found[number]
        same = next((each for each in kept if _repeats(one, each)), None)
        if same is None:
            kept.append(one)
        else:
            first[number] = same.id
    return [replace(one, duplicate_of=first.get(number, "")) for number, one in enumerate(found)]


def _repeats(one: Candidate, other: Candidate) -> bool:
    """Whether a claim says no more than another."""
    if one.kind != other.kind or (one.quantity is not None and one.quantity != other.quantity):
        return False
    if not one.target:
        return one.actor in ("", other.actor)
    actor = _no_more(one.actor, one.actor_codes, other.actor, other.actor_codes)
    return actor and _no_more(one.target, one.target_codes, other.target, other.target_codes)


def _no_more(name: str, codes: Sequence[str], other: str, other_codes: Sequence[str]) -> bool:
    """Whether a name says no more than another: the same, a region around it, or one that may be any."""
    if name == other or (bool(other) and name in word_set("loose_names")):
        return True
    return len(codes) > len(other_codes) > 0 and set(codes) >= set(other_codes)
