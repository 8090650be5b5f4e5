"""Places and routes of the world, from the nodes and links of the facts."""

from __future__ import annotations

from collections.abc import Iterator

from assumptions import (
    AIR_SPEED_KM_PER_DAY,
    COUNTRY_CODES,
    DAY_ZERO_PEOPLE,
    DAY_ZERO_SOURCE,
    DETOUR,
    HOSTING_SITES,
    SLOW_SURFACES,
    SMUGGLERS_SPEED_KM_PER_DAY,
    THROUGH_TOWNS,
    WAYS_ROUND_POSTS,
)
from facts import Facts, Row, sentences


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
        if identifier in THROUGH_TOWNS:
            why = "Assumption: a town on the way, where nobody settles"
            return {"kind": "waypoint", "note": sentences(full_name, why)}
        return {"kind": "destination", "note": sentences(full_name)}

    def routes(self) -> Iterator[Row]:
        """Every link of the facts between places kept, then the ways round border posts."""
        for row in self.facts.read("routes"):
            if self.facts.names.get(row["from"]) and self.facts.names.get(row["to"]) not in (
                None,
                self.facts.names[row["from"]],
            ):
                yield self.route(row)
        yield from self.ways_round_posts()

    def route(self, row: Row) -> Row:
        """One link; how fast it is depends on its surface and mode."""
        mode, one_way = row["mode"].split("_")[0], row["mode"].startswith(("air", "irregular"))
        fact = sentences(row["surface_note"].capitalize(), f"Length: {row['confidence']} confidence")
        speed, why = "", ""
        if mode == "air":
            speed = AIR_SPEED_KM_PER_DAY
            why = "Assumption: a flight and its formalities take less than a day; nobody flies back"
        elif mode == "irregular":
            speed = SMUGGLERS_SPEED_KM_PER_DAY
            why = "Assumption: driven by smugglers at less than half the pace of a road; not used for return"
        else:
            for word, slow in SLOW_SURFACES:
                if not speed and (word in row["surface_note"] or word == row["mode"]):
                    speed, why = slow, f"Assumption: {slow} km a day on a {word} road"
        if row["from"] == "cap:AF-KAB" and row["to"] == "a:kabul_airport":
            return self.airport_road(row)
        return {
            "start": self.facts.names[row["from"]],
            "end": self.facts.names[row["to"]],
            "distance_km": row["distance_km"],
            "two_way": "no" if one_way else "yes",
            "mode": mode,
            "speed_km_per_day": speed,
            "source": row["source"],
            "note": sentences(f"{fact} Facts row {row['route_id']}", why),
        }

    def airport_road(self, row: Row) -> Row:
        """The road between Kabul and its airport, out of the airport only."""
        why = (
            "Assumption: those flown out enter at the airport by the published totals, so that this road "
            "serves only those who were not let aboard, on their way back"
        )
        return {
            "start": self.facts.names[row["to"]],
            "end": self.facts.names[row["from"]],
            "distance_km": row["distance_km"],
            "two_way": "no",
            "mode": "road",
            "source": row["source"],
            "note": sentences(f"Facts row {row['route_id']}", why),
        }

    def ways_round_posts(self) -> Iterator[Row]:
        """A slow way past each post that people are known to have gone round."""
        for start, end, road_km, speed, source in WAYS_ROUND_POSTS:
            yield {
                "start": self.facts.names[start],
                "end": self.facts.names[end],
                "distance_km": f"{road_km * DETOUR:.0f}",
                "two_way": "no",
                "mode": "irregular",
                "speed_km_per_day": speed,
                "source": source,
                "note": f"Assumption: no source describes the way; {DETOUR} times the {road_km} km by road through "
                f"the post, at {speed} km a day, partly or wholly on foot, outward only.",
            }
