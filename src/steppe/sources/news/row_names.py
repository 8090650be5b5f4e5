"""How a world calls the countries, places and pathways that a report names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from steppe.scenario.model import Pathway, Route, Scenario
from steppe.sources.news.candidate import Candidate


def plain(text: str) -> str:
    """A text in one line, without characters that a cell cannot keep."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _alike(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split())


class WorldNames:
    """
    Names in a world.

    Parameters
    ----------
    scenario
        The world; without one every country goes by its code, and no place is known.
    """

    def __init__(self, scenario: Scenario | None) -> None:
        self.scenario = scenario

    @cached_property
    def _countries(self) -> dict[str, str]:
        places = self.scenario.places if self.scenario else ()
        return {_alike(each.country): each.country for each in places if each.country}

    @cached_property
    def _country_of(self) -> dict[str, str]:
        return {each.name: each.country for each in self.scenario.places} if self.scenario else {}

    @cached_property
    def _gates(self) -> list[Route]:
        """Routes that lead from one country to another through a post."""
        routes = self.scenario.routes if self.scenario else ()
        return [
            each
            for each in routes
            if not each.away_from_posts and self.country_of(each.start) != self.country_of(each.end)
        ]

    def country(self, name: str, codes: Sequence[str]) -> str:
        """The one country of the world that is meant; empty where it is none, or more than one."""
        if self.scenario is None:
            return codes[0] if len(codes) == 1 else ""
        words = (*codes, *name.split(";"))
        found = {self._countries[_alike(each)] for each in words if _alike(each) in self._countries}
        return found.pop() if len(found) == 1 and len(codes) < 2 else ""

    def any_country(self, name: str, codes: Sequence[str]) -> str:
        """A country for a statement: as the world writes it, or its code, or the name of whoever it was."""
        if len(codes) > 1 and ";" not in name:
            return plain(name)
        return self.country(name, codes[:1]) or (codes[0] if codes else plain(name.split(";")[0]))

    def sides(self, one: Candidate) -> tuple[str, str]:
        """
        Whose statement a claim is, and the other country it speaks of; empty for none.

        It is the actor's, but where that is no country and the target is in one, such
        as a town that an army took or the country that people leave, it is the target's.
        """
        place = self.place(one.target)
        target = self.country_of(place) or self.any_country(one.target, one.target_codes)
        actor = self.any_country(one.actor, one.actor_codes)
        is_country = bool(one.actor_codes or self.country(one.actor, ()))
        if not actor or (not is_country and (place or len(one.target_codes) == 1)):
            return target, ""
        return actor, "" if target == actor else target

    def country_of(self, place: str) -> str:
        """The country that a place lies in."""
        return self._country_of.get(place, "")

    def place(self, name: str) -> str:
        """
        The place that is meant.

        A post may be called after itself alone: ``Torkham`` is ``Torkham post``
        where no place has that very name.
        """
        wanted = _alike(name)
        exact = [each for each in self._country_of if _alike(each) == wanted]
        longer = [each for each in self._country_of if wanted and _alike(each) == f"{wanted} post"]
        found = exact or longer
        return found[0] if len(found) == 1 else ""

    def across(self, place: str) -> str:
        """The other end of the one way across a border that begins at a place; empty where there is none."""
        ends = {route.end if route.start == place else route.start for route in self._gates_at(place)}
        return ends.pop() if len(ends) == 1 else ""

    def _gates_at(self, place: str) -> list[Route]:
        return [each for each in self._gates if place in (each.start, each.end)]

    def is_border(self, country: str, other: str) -> bool:
        """Whether a route with a post crosses the border of two countries; without a world, any may."""
        pair = {country, other}
        return self.scenario is None or any(
            {self.country_of(each.start), self.country_of(each.end)} == pair for each in self._gates
        )

    def pathways(self, one: Candidate, kinds: Sequence[str]) -> list[str]:
        """Pathways of these kinds that lead to or from whom and where the claim says."""
        everything = self.scenario.pathways if self.scenario else ()
        return [each.name for each in everything if each.kind in kinds and self._meets(each, one)]

    def _meets(self, pathway: Pathway, one: Candidate) -> bool:
        """Whether the claim's actor and target, as far as the world has them, are at the ends of a pathway."""
        begins = {pathway.place, pathway.country or self.country_of(pathway.place)}
        leads = {pathway.destination, self.country_of(pathway.destination)}
        target = self.place(one.target) or self.country(one.target, one.target_codes)
        actor = self.country(one.actor, one.actor_codes)
        named = [each for each in (target, actor) if each]
        return bool(target) and all(each in begins | leads for each in named)
