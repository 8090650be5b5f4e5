"""The compiled morning's first phase: people leave home and enter the system."""

from __future__ import annotations

import numpy as np

from steppe.chance import poisson
from steppe.compiled import compiled
from steppe.engine.arrays import FloatArray
from steppe.engine.kernel_state import BIN_STEP, CARRIED, Luck, Now, Tables, split

_SHARED = np.uint64(0x1405_7B7E_F767_814F)
_RESIDENT = np.uint64(0x27BB_2EE6_87B0_B0FD)
_GROUPED = np.uint64(0x8CB9_2BA7_2F3D_8DD7)
_SOURCE_STEP = np.uint64(0xB5AD_4ECE_DA1C_E2A9)
_POISSON = np.uint64(0xD134_2543_DE82_EF95)


@compiled(inner=True)
def add_people(
    tables: Tables, now: Now, luck: Luck, day: int, place: int, source: np.uint64, count: float
) -> float:
    """Put people who enter the system at a place, this morning, each into a group by chance."""
    if count <= 0.0:
        return count
    places, groups = tables.group_chance.shape
    address = tables.place_address[place] + _GROUPED + source * _SOURCE_STEP
    left = count
    for group in range(groups):
        chance = tables.group_chance[place, group]
        own = split(luck, np.uint64(day), address + np.uint64(group) * BIN_STEP, left, chance, now.tally)
        if own > 0.0:
            left -= own
            cell = tables.start_cell[group * places + place]
            now.today[cell, 0] += own
            now.today_last[cell] = max(now.today_last[cell], 0)
    now.occupancy[place] += count
    return count


@compiled(inner=True)
def share_out(tables: Tables, now: Now, luck: Luck, day: int, residents: FloatArray, people: float) -> float:
    """Share a total over places by people at home times conflict; what finds no place waits for tomorrow."""
    places = len(residents)
    at_home = residents if tables.takes_from_population else tables.population
    weight = 0.0
    for place in range(places):
        weight += at_home[place] * tables.factor[day, place]
    if weight <= 0.0:
        now.tally[CARRIED] = people
        return 0.0
    now.tally[CARRIED] = 0.0
    left = people
    for place in range(places):
        own = at_home[place] * tables.factor[day, place]
        if own <= 0.0 or left <= 0.0:
            continue
        address = tables.place_address[place] + _SHARED
        chance = own / weight if weight > own * (1.0 + 1e-12) else 1.0
        count = split(luck, np.uint64(day), address, left, chance, now.tally)
        weight -= own
        left -= count
        add_people(tables, now, luck, day, place, np.uint64(0), count)
        if tables.takes_from_population:
            residents[place] = max(0.0, residents[place] - count)
    return people - left


@compiled(inner=True)
def push(tables: Tables, now: Now, luck: Luck, day: int, residents: FloatArray) -> float:
    """People leave home; returns how many entered today."""
    entered = 0.0
    people = tables.total[day] + now.tally[CARRIED]
    if people > 0.0:
        entered += share_out(tables, now, luck, day, residents, people)
    for place in range(len(residents)):
        if day == 0:
            entered += add_people(tables, now, luck, day, place, np.uint64(1), tables.present[place])
        count = tables.placed[day, place]
        address = tables.place_address[place]
        if tables.mean[day, place] > 0.0:
            if luck.expected:
                count += tables.mean[day, place]
            else:
                mean = tables.mean[day, place]
                count += poisson(mean, luck.key, address + _POISSON, luck.replica, np.uint64(day))
        if tables.takes_from_population:
            residents[place] = max(0.0, residents[place] - count)
        driven = split(
            luck,
            np.uint64(day),
            address + _RESIDENT,
            residents[place],
            tables.chance[day, place],
            now.tally,
        )
        residents[place] -= driven
        entered += add_people(tables, now, luck, day, place, np.uint64(2), count + driven)
    return entered
