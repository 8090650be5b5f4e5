"""
``simsetting.yml`` of a Flee folder as settings of ours.

Every key that Flee knows stands in one of three tables below: carried over, of
no effect there either, or not carried over.  A key in none of them is told with
the nearest one that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from steppe.scenario.fields import SETTINGS
from steppe.scenario.flee_files import Reading, quoted
from steppe.scenario.model import SettingValue
from steppe.scenario.nearest import suggestion
from steppe.scenario.values import Refused, judged

FILE = "simsetting.yml"

# What Flee does where a file says nothing.
_DEFAULTS: Mapping[str, SettingValue] = MappingProxyType(
    {
        "rules": "flee",
        "clock": "flee",
        "routing": "flee",
        "people_per_count": 1,
        "push_from_observations": True,
        "sum_from_camps": True,
        "day_zero": "observations",
        "take_from_population": False,
        "conflict_push": "resident",
        "conflict_push_rate": 0.0,
        "conflict_decay": (),
        "conflict_decay_interval_days": 30,
        "speed_km_per_day": 360.0,
        "foot_speed_km_per_day": 35.0,
        "start_on_foot": False,
        "avoid_short_stints": False,
        "leave_chance_conflict": 1.0,
        "leave_chance_camp": 0.001,
        "leave_chance_idp_camp": 0.1,
        "leave_chance_town": 0.3,
        "leave_chance_hub": 1.0,
        "capacity_buffer": 0.9,
        "capacity_scaling": 1.0,
        "awareness": 1,
        "foreign_weight": 1.0,
        "camp_weight": 1.0,
        "conflict_weight": 10**-0.5,
        "softening_km": 10.0,
        "distance_power": 1.0,
        "weight_softening": 0.0,
        "weight_power": 1.0,
    }
)
_V1_RULES: Mapping[str, SettingValue] = MappingProxyType(
    {
        "speed_km_per_day": 200.0,
        "start_on_foot": False,
        "avoid_short_stints": False,
        "camp_weight": 2.0,
        "conflict_weight": 0.25,
    }
)
_CARRIED = MappingProxyType(
    {
        "optimisations": {"hasten": "people_per_count"},
        "spawn_rules": {
            "take_from_population": "take_from_population",
            "sum_from_camps": "sum_from_camps",
            "conflict_spawn_decay_interval": "conflict_decay_interval_days",
        },
        "move_rules": {
            "max_move_speed": "speed_km_per_day",
            "max_walk_speed": "foot_speed_km_per_day",
            "conflict_movechance": "leave_chance_conflict",
            "camp_movechance": "leave_chance_camp",
            "idpcamp_movechance": "leave_chance_idp_camp",
            "default_movechance": "leave_chance_town",
            "start_on_foot": "start_on_foot",
            "avoid_short_stints": "avoid_short_stints",
            "capacity_buffer": "capacity_buffer",
            "capacity_scaling": "capacity_scaling",
            "foreign_weight": "foreign_weight",
            "camp_weight": "camp_weight",
            "conflict_weight": "conflict_weight",
            "softening": "softening_km",
            "distance_power": "distance_power",
            "weight_softening": "weight_softening",
            "weight_power": "weight_power",
        },
    }
)
_LOGS = "only say what Flee writes to its log files"
_INERT = "has no effect in Flee either"
_WITHOUT_EFFECT = MappingProxyType(
    {
        "": (
            "number_of_steps",
            "default_conflict_intensity",
            "conflict_input_file",
            "flood_level_input_file",
        ),
        "log_levels": ("agent", "link", "camp", "conflict", "init", "idp_totals", "granularity"),
        "spawn_rules": ("conflict_zone_spawning_only", "average_social_connectivity", "camps_are_sinks"),
        "move_rules": (
            "max_crossing_speed",
            "movechance_pop_base",
            "pop_power_for_loc_weight",
            "home_distance_power",
            "avg_religion_fraction",
            "two_system_decision_making",
            "BoysTakeRisk",
        ),
        "optimisations": (),
    }
)
# Key, value at which it does nothing, and what it does otherwise.
_NOT_CARRIED: Mapping[str, Mapping[str, tuple[object, str]]] = MappingProxyType(
    {
        "spawn_rules": {
            "flood_zone_spawning_only": (False, "floods drive nobody out"),
            "flood_driven_spawn_mode": (None, "floods drive nobody out"),
            "starvation_driven_spawning": (False, "hunger drives nobody out"),
            "read_from_agents_csv_file": (False, "nobody is placed one by one; use 'present' of the places"),
            "camps_are_sicks": (False, "nobody leaves the simulation in a camp"),
        },
        "move_rules": {
            "movechance_pop_scale_factor": (0.0, "the chance of leaving does not depend on population"),
            "harvest_months": ([], "nobody stays for the harvest"),
            "pruning_threshold": (1.0, "every way is kept, however unattractive"),
            "use_pop_for_loc_weight": (False, "population does not attract"),
            "stay_close_to_home": (False, "distance from home does not count"),
            "use_economic_pull": (False, "wealth does not attract"),
            "avoid_food_deprived_locations": (False, "hunger puts nobody off"),
            "flee_when_starving": (False, "hunger drives nobody out"),
            "fixed_routes": (False, "ways are found anew each day"),
            "ChildrenAvoidHazards": (False, "everybody chooses alike"),
            "ElderlyAvoidHazards": (False, "everybody chooses alike"),
            "WomenAvoidHazards": (False, "everybody chooses alike"),
            "MatchCampEthnicity": (False, "everybody chooses alike"),
            "MatchTownEthnicity": (False, "everybody chooses alike"),
            "MatchConflictEthnicity": (False, "everybody chooses alike"),
            "MatchCampReligion": (False, "everybody chooses alike"),
            "flood_rules": (None, "there are no floods"),
        },
    }
)
_SPECIAL = MappingProxyType(
    {
        "spawn_rules": (
            "insert_day0",
            "empty_camps_on_day0",
            "conflict_spawn_decay",
            "conflict_driven_spawning",
        ),
        "move_rules": ("awareness_level", "use_v1_rules"),
    }
)
_SECTIONS = ("log_levels", "spawn_rules", "move_rules", "optimisations")
_SPAWN_RATE = MappingProxyType({"constant": 500.0, "pop_ratio": 0.01, "poisson": 500.0})


@dataclass(frozen=True, slots=True)
class _Given:
    """One key as it stands in the file; ``section`` is empty at the top level."""

    section: str
    key: str
    value: Any
    where: str


def read_settings(reading: Reading) -> dict[str, SettingValue]:
    """
    Read ``simsetting.yml``.

    Returns
    -------
    settings
        Every setting of ours that Flee has a rule for, at the file's value or at
        Flee's own default.
    """
    given = _given(reading)
    settings = dict(_DEFAULTS)
    for each in given:
        name = _CARRIED.get(each.section, {}).get(each.key)
        if name is not None:
            _carry(reading, settings, name, each)
    special = {each.key: each for each in given if each.key in _SPECIAL.get(each.section, ())}
    _read_day_zero(reading, settings, special)
    _read_conflict(reading, settings, special)
    _read_awareness(reading, settings, special)
    older = special.get("use_v1_rules")
    if older is not None and _is_true(reading, older):
        settings.update(_V1_RULES)
        reading.note(
            older.where, "use_v1_rules sets five other settings, whatever they say.", "They are set so."
        )
    _tell_of_the_rest(reading, given)
    return settings


def known_keys(section: str) -> set[str]:
    """Every key that Flee knows under a heading; under ``""``, those above all headings."""
    return {
        *_CARRIED.get(section, {}),
        *_WITHOUT_EFFECT.get(section, ()),
        *_NOT_CARRIED.get(section, {}),
        *_SPECIAL.get(section, ()),
    }


def _given(reading: Reading) -> list[_Given]:
    """Keys of the file in their order, with their lines."""
    import yaml

    text = reading.text(FILE, required=False)
    if not text:
        if not (reading.folder / FILE).exists():
            reading.note(FILE, "is not there; Flee's own defaults hold.", "Add it to set anything else.")
        return []
    try:
        loader = yaml.SafeLoader(text)
        root = loader.get_single_node()
        return [] if root is None else list(_entries(reading, loader, root))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = FILE if mark is None else f"{FILE} line {mark.line + 1}"
        told = getattr(error, "problem", None) or "it cannot be read as YAML"
        reading.wrong(where, f"is not YAML: {told}.", "Write key: value, indented by blanks and not tabs.")
        return []


def _entries(reading: Reading, loader: Any, root: Any) -> list[_Given]:
    found: list[_Given] = []
    for key, node, where in _pairs(reading, root, FILE):
        if key not in _SECTIONS:
            found.append(_Given("", key, loader.construct_object(node, deep=True), where))
        elif node.tag != "tag:yaml.org,2002:null":
            found += [
                _Given(key, name, loader.construct_object(value, deep=True), line)
                for name, value, line in _pairs(reading, node, where)
            ]
    return found


def _pairs(reading: Reading, node: Any, where: str) -> list[tuple[str, Any, str]]:
    """Keys of a mapping with their nodes and lines."""
    if not isinstance(node.value, list) or node.id != "mapping":
        reading.wrong(where, "is not a list of keys and values.", "Write key: value on each line.")
        return []
    return [(str(key.value), value, f"{FILE} line {key.start_mark.line + 1}") for key, value in node.value]


def _carry(reading: Reading, settings: dict[str, SettingValue], name: str, given: _Given) -> None:
    """Set one of our settings, where the value can be one."""
    kind = SETTINGS[name].type
    value = _is_true(reading, given) if kind == "yes/no" else _number(given.value)
    if name.startswith("leave_chance_") and isinstance(value, float) and value > 1:
        reading.note(
            given.where, f"{given.key} {value:g} is above 1, and acts as 1 in Flee.", "It is 1 here."
        )
        value = 1.0
    if kind == "integer" and isinstance(value, float):
        value = int(value) if value.is_integer() else value
    _set(reading, settings, name, value, given)


def _set(
    reading: Reading, settings: dict[str, SettingValue], name: str, value: object, given: _Given
) -> None:
    try:
        settings[name] = judged(SETTINGS[name], value)
    except Refused as refused:
        reading.wrong(given.where, f"{given.key}: {refused.found}", refused.remedy)


def _number(value: object) -> object:
    """A number, also one that YAML takes for a text, such as 1e5."""
    if isinstance(value, bool):
        return value
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return value


def _is_true(reading: Reading, given: _Given) -> bool:
    """Whether Python takes a value for true, as Flee does; a quoted "False" is."""
    if isinstance(given.value, str):
        reading.note(
            given.where,
            f"{given.key} is the text '{given.value}', which counts as true in Flee.",
            "Write True or False.",
        )
    return bool(given.value)


def _read_day_zero(
    reading: Reading, settings: dict[str, SettingValue], special: Mapping[str, _Given]
) -> None:
    """Who is in the camps on day 0: those who were counted, nobody, or those who come out of conflict then."""
    inserts, empty = special.get("insert_day0"), special.get("empty_camps_on_day0")
    if empty is not None and _is_true(reading, empty):
        settings["day_zero"] = "none"
    elif inserts is not None and not _is_true(reading, inserts):
        settings["day_zero"] = "places"


def _read_conflict(
    reading: Reading, settings: dict[str, SettingValue], special: Mapping[str, _Given]
) -> None:
    """The decay of conflict, and people driven out by conflict in place of totals."""
    decay = special.get("conflict_spawn_decay")
    if decay is not None and decay.value is not None:
        factors = decay.value if isinstance(decay.value, list) else [decay.value]
        _set(reading, settings, "conflict_decay", [_number(each) for each in factors], decay)
    spawning = special.get("conflict_driven_spawning")
    if spawning is None or spawning.value is None:
        return
    if not isinstance(spawning.value, dict):
        reading.wrong(spawning.where, "conflict_driven_spawning has no keys.", "Give spawn_mode below it.")
        return
    mode = str(spawning.value.get("spawn_mode", "constant"))
    settings["push_from_observations"] = False
    _set(reading, settings, "conflict_push", mode, spawning)
    if mode in _SPAWN_RATE:
        rate = spawning.value.get("displaced_per_conflict_day", _SPAWN_RATE[mode])
        _set(reading, settings, "conflict_push_rate", _number(rate), spawning)
    elif mode == "resident":
        reading.wrong(
            spawning.where, "spawn_mode 'resident' is unknown.", "Write one of " + quoted(_SPAWN_RATE) + "."
        )
    for key in spawning.value:
        if key not in ("spawn_mode", "displaced_per_conflict_day"):
            offer = suggestion(str(key), ("spawn_mode", "displaced_per_conflict_day"), "Delete it.")
            reading.note(spawning.where, f"'{key}' is not a setting of Flee, and is left out.", offer)


def _read_awareness(
    reading: Reading, settings: dict[str, SettingValue], special: Mapping[str, _Given]
) -> None:
    """How many routes ahead people see: cut to a whole number, and 1 where it is negative."""
    given = special.get("awareness_level")
    if given is None:
        return
    value = _number(given.value)
    if isinstance(value, float) and abs(value) < 1e6:
        most = int(SETTINGS["awareness"].maximum or 0)
        seen = int(value) if value > -1 else 1
        if seen > most:
            reading.note(given.where, f"awareness_level {seen} is more than {most}.", f"It is {most} here.")
        if seen == 0:
            reading.note(given.where, "awareness_level is 0: as in Flee, nobody ever moves.", "Write 1.")
        value = min(seen, most)
    _set(reading, settings, "awareness", value, given)


def _tell_of_the_rest(reading: Reading, given: list[_Given]) -> None:
    """Note every key that is not carried over, those without effect together."""
    together: dict[str, list[str]] = {}
    for each in given:
        if each.key in _WITHOUT_EFFECT.get(each.section, ()):
            reason = _LOGS if each.section == "log_levels" else _INERT
            together.setdefault(reason, []).append(each.key)
        elif each.key in _NOT_CARRIED.get(each.section, {}):
            nothing, meaning = _NOT_CARRIED[each.section][each.key]
            if not each.value or each.value == nothing:
                together.setdefault(_INERT, []).append(each.key)
            else:
                reading.note(each.where, f"{each.key} is not carried over.", f"Know that {meaning}.")
        elif each.key not in known_keys(each.section):
            _tell_of_unknown(reading, each)
    for reason, keys in together.items():
        shown = quoted(dict.fromkeys(keys))
        reading.note(FILE, f"{shown}: {reason}; not carried over.", "Nothing is lost.")


def _tell_of_unknown(reading: Reading, given: _Given) -> None:
    """A key that Flee does not know there: most often misspelt, or under the wrong heading."""
    heading = f"under {given.section}" if given.section else "above all headings"
    elsewhere = [section for section in ("", *_SECTIONS) if given.key in known_keys(section)]
    if elsewhere:
        offer = f"Move it under {elsewhere[0]}." if elsewhere[0] else "Move it above all headings."
    else:
        words = known_keys(given.section) | (set(_SECTIONS) if not given.section else set())
        offer = suggestion(given.key, words, "Delete it.")
    reading.note(given.where, f"'{given.key}' is not a setting of Flee {heading}, and is left out.", offer)
