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
        their actors and targets may be the same and it counts no other number.  What
        tells less is linked to what tells more, else the later to the earlier.
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
    for number, one in enumerate(found):
        if number not in first and (refused := _refusal_like(one, found)) is not None:
            first[number] = refused.id
    return [replace(one, duplicate_of=first.get(number, "")) for number, one in enumerate(found)]


def _repeats(one: Candidate, other: Candidate) -> bool:
    """Whether a claim says no more than another."""
    if one.kind != other.kind or (one.quantity is not None and one.quantity != other.quantity):
        return False
    if (one.actor, one.target) == (other.actor, other.target):
        return True
    if not one.target:
        return one.actor == other.actor
    actors = _may_be_the_same(one.actor, one.actor_codes, other.actor, other.actor_codes)
    targets = _may_be_the_same(one.target, one.target_codes, other.target, other.target_codes)
    loosely = {one.actor, one.target, other.actor, other.target} & word_set("loose_names")
    return actors and targets and bool(loosely)


def _may_be_the_same(name: str, codes: Sequence[str], other: str, other_codes: Sequence[str]) -> bool:
    """Whether two names may mean the same: equal, sharing a country, or one so loose that it may be any."""
    if name == other or set(codes) & set(other_codes):
        return True
    return bool({name, other} & word_set("loose_names")) and bool(name and other)


def _refusal_like(one: Candidate, found: Sequence[Candidate]) -> Candidate | None:
    """A refusal to host, told in the same report, of the very people to whom a border is said to be shut."""
    if one.kind != "border_closed" or not one.group or one.target != one.group:
        return None
    return next((each for each in found if each.kind == "hosting_refused" and each.actor == one.actor), None)
