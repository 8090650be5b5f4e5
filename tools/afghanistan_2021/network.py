"""Places and routes of the world, from the nodes and links of the facts."""

from __future__ import annotations

from collections.abc import Iterator

from airlift import HOSTING_SITES
from assumptions import (
    COUNTRY_CODES,
    DAY_ZERO_PEOPLE,
    DAY_ZERO_SOURCE,
    DETOUR,
    ORDINARY_SPEED_KM_PER_DAY,
    WAYS_ROUND_POSTS,
)
from facts import Facts, Row, sentences
from roads import Link, speed_of


def shares_of(total: int, weights: list[int]) -> list[int]:
    """Whole numbers in proportion to the weights that add up to the total (largest remainders)."""
    exact = [total * weight / sum(weights) for weight in weights]
    whole = [int(each) for each in exact]
    by_remainder = sorted(range(len(exact)), key=lambda at: whole[at] - exact[at])
    for at in by_remainder[: total - sum(whole)]:
        whole[at] += 1
    return whole


class Network:
    """Places and routes."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def places(self) -> Iterator[Row]:
        """Every node as a place."""
        people = [int(row["population_nsia_1400_2021_22"]) for row in self.facts.provinces.values()]
        present = dict(zip(self.facts.provinces, shares_of(DAY_ZERO_PEOPLE, people), strict=True))
        for identifier, node in self.facts.nodes.items():
            row = {
                "name": self.facts.names[identifier],
                "country": COUNTRY_CODES[node["iso2"]],
                "latitude": node["lat"],
                "longitude": node["lon"],
                "hard_capacity": "no",
                "source": f"coordinates: {node['coord_source']}",
            }
            if identifier in self.facts.provinces:
                row |= self.capital(self.facts.provinces[identifier], present[identifier])
            else:
                row |= self.other_place(identifier, node)
            yield row

    def capital(self, province: Row, present: int) -> Row:
        """A provincial capital, standing for its whole province."""
        return {
            "kind": "town",
            "region": province["province"],
            "population": province["population_nsia_1400_2021_22"],
            "present": str(present),
            "source": f"coordinates: {province['coord_source']}; population: {province['population_source']}; "
            f"present: {DAY_ZERO_SOURCE}",
            "note": sentences(
                f"Population of all {province['province']} province, not of the town",
                province["note"],
                "Assumption: the displaced of the whole province set out from its capital",
                f"Assumption: its share by population of the {DAY_ZERO_PEOPLE:,} people displaced "
                "by 31 May is there at the start",
            ),
        }

    def other_place(self, identifier: str, node: Row) -> Row:
        """A border post, a junction, a town or city abroad, an airport or a hosting site."""
        full_name = f"In the sources: {node['name']}" if node["name"] != self.facts.names[identifier] else ""
        if identifier.startswith("x:"):
            return {"kind": "crossing", "note": sentences(full_name)}
        if identifier.startswith("hub:"):
            return {"kind": "waypoint", "note": "A junction on the road."}
        if identifier in HOSTING_SITES:
            capacity, why = HOSTING_SITES[identifier]
            site = self.facts.sites[identifier]
            return {
                "kind": "camp",
                "capacity": capacity,
                "source": f"coordinates: {node['coord_source']}; role: {site['source']}",
                "note": sentences(full_name, f"Role: {site['role']}", why),
            }
        if identifier == "a:kabul_airport":
            return {"kind": "hub", "note": sentences(full_name)}
        return {"kind": "destination", "note": sentences(full_name)}

    def routes(self) -> Iterator[Row]:
        """Every link between places, then the ways round border posts."""
        yield from map(self.route, self.facts.links)
        yield from self.ways_round_posts()

    def route(self, link: Link) -> Row:
        """One link; how fast it is depends on its surface and mode."""
        if (link.start, link.end) == ("cap:AF-KAB", "a:kabul_airport"):
            return self.airport_road(link)
        return {
            "start": self.facts.names[link.start],
            "end": self.facts.names[link.end],
            "distance_km": f"{link.distance_km:g}",
            "two_way": "no" if link.one_way else "yes",
            "mode": link.mode,
            "away_from_posts": "yes" if link.mode == "irregular" else "",
            "speed_km_per_day": link.speed_km_per_day,
            "source": " ; ".join(dict.fromkeys(row["source"] for row in link.rows)),
            "note": self.note_of(link),
        }

    def note_of(self, link: Link) -> str:
        """What the facts say of each stretch, the places passed, and why it is slow."""
        stretches = [
            sentences(
                row["surface_note"].capitalize(),
                f"Length: {row['confidence']} confidence",
                f"Facts row {row['route_id']}",
            )
            for row in link.rows
        ]
        passed = ", ".join(self.facts.full_names[node] for node in link.by_way_of)
        by_way_of = f"By way of {passed}, where nobody is taken to settle" if passed else ""
        whys = dict.fromkeys(speed_of(row)[1] for row in link.rows)
        return sentences(*stretches, by_way_of, *whys)

    def airport_road(self, link: Link) -> Row:
        """The road between Kabul and its airport."""
        why = (
            "Assumption: most of those flown out enter at the airport by the published totals; this road serves "
            "displaced people who come to it for a seat, and those who got none, on their way back"
        )
        return {
            "start": self.facts.names[link.end],
            "end": self.facts.names[link.start],
            "distance_km": f"{link.distance_km:g}",
            "two_way": "yes",
            "mode": "road",
            "source": link.rows[0]["source"],
            "note": sentences(f"Facts row {link.rows[0]['route_id']}", why),
        }

    def ways_round_posts(self) -> Iterator[Row]:
        """A slow way past each post that people are known to have gone round."""
        for start, end, road_km, further_km, speed, source in WAYS_ROUND_POSTS:
            round_km = road_km * DETOUR
            days = round_km / float(speed) + further_km / ORDINARY_SPEED_KM_PER_DAY
            further = f", then {further_km} km of ordinary road" if further_km else ""
            yield {
                "start": self.facts.names[start],
                "end": self.facts.names[end],
                "distance_km": f"{round_km + further_km:g}",
                "two_way": "no",
                "mode": "irregular",
                "away_from_posts": "yes",
                "speed_km_per_day": f"{(round_km + further_km) / days:.0f}",
                "source": source,
                "note": f"Assumption: no source describes the way; {DETOUR} times the {road_km} km by road through "
                f"the post at {speed} km a day, partly or wholly on foot{further}. Outward only.",
            }
