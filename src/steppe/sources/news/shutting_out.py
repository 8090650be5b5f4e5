"""
A border shut to people who would first have to cross other countries: they are refused, and no crossing closes.

Which countries share a land border is data, ``lexicon/neighbours.csv``.
"""

from __future__ import annotations

from collections.abc import Sequence

from steppe.sources.news.around import Finding
from steppe.sources.news.lexicon import Lexicon

RULE = "border shut to a people without a common border"


def shut_out(found: Finding, actor_codes: Sequence[str], known: Lexicon) -> str:
    """
    Make a closed border a refusal to host where people are shut out by a country that is no neighbour of theirs.

    A crossing, a place or another country that the report names with the border keeps it a closed border;
    where the people come from ("refugees from Yemen") is no such name.

    Parameters
    ----------
    found
        What a rule found; its kind and rule change where this one fires.
    actor_codes
        Codes of who shuts the border; a region counts as all its members.
    known
        The words a reader knows, and which countries are neighbours.

    Returns
    -------
    reason
        Why it is read so; empty where it stays as it was.
    """
    people = found.group
    if found.kind != "border_closed" or people is None or not (people.codes and actor_codes):
        return ""
    if any(each.first != people.last + 2 or each.codes != people.codes for each in found.targets):
        return ""
    near = set(actor_codes).union(*(known.neighbours.get(each, ()) for each in actor_codes))
    if near.intersection(people.codes):
        return ""
    found.kind, found.rule, found.targets = "hosting_refused", RULE, []
    found.fired.append(("people", people.last))
    who, whose = (
        " and ".join(map(known.country_names.__getitem__, codes)) for codes in (actor_codes, people.codes)
    )
    return f"{who} and {whose} share no land border: shutting {people.words} out is a refusal to host them"
