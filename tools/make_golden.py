"""
Write the golden numbers: what small worlds give with seed 1.

They may move only on purpose, with a line under **Numbers change** in
``CHANGELOG.md``.  Then run ``python tools/make_golden.py`` and commit the file.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np

from steppe.engine.policy import ACCOUNTS, STEPS
from steppe.result.result import Result
from steppe.scenario.folder import load
from steppe.scenario.model import Scenario
from steppe.simulate import simulate

FILE = Path(__file__).resolve().parents[1] / "tests" / "golden" / "numbers.json"
OUTPUTS = ("stock", "flow", "en_route", "entered", "turned_back")
POLICY_OUTPUTS = ("group_stock", "border", "pathway", "went_home")


def golden_worlds() -> dict[str, Scenario]:
    """The small worlds, by name: those that come with the package, one under the peer's clock, one of policies."""
    bundled = {name: load(name) for name in ("one-road", "two-camps", "border-closes")}
    peers = {
        "clock": "flee",
        "routing": "flee",
        "awareness": 2,
        "start_on_foot": True,
        "avoid_short_stints": True,
    }
    return {
        **bundled,
        "two-camps, peer's clock": bundled["two-camps"].with_settings(**peers),
        "policies": load(FILE.parent / "policies"),
    }


def golden_numbers(scenario: Scenario) -> dict[str, object]:
    """
    What two replicas with seed 1 counted, and what one expected run gives.

    Returns
    -------
    numbers
        ``final`` people at each place in both replicas and as expected, ``on_the_road``
        on the last day, ``entered`` and ``turned_back`` over all days, and ``hash``, which
        holds every count of both replicas.  Where there are pathways, ``border`` and
        ``pathway`` are their accounts over all days, and ``hash of policies`` holds them and the groups.
    """
    counted = simulate(scenario, replicas=2, seed=1)
    expected = simulate(scenario, expected=True)
    last, means = _array(counted, "stock")[:, -1], _array(expected, "stock")[0, -1]
    return {
        "final": {
            place.name: [*map(int, last[:, number]), round(float(means[number]), 3)]
            for number, place in enumerate(scenario.places)
        },
        "on_the_road": _array(counted, "en_route")[:, -1].tolist(),
        "entered": _array(counted, "entered").sum(axis=1).tolist(),
        "turned_back": _array(counted, "turned_back").sum(axis=(1, 2)).tolist(),
        "hash": hash_of(counted),
        **(_of_policies(counted) if scenario.pathways else {}),
    }


def _of_policies(counted: Result) -> dict[str, object]:
    """What posts and pathways counted in both replicas, and the hash of that and of the groups."""
    return {
        **{
            name: dict(zip(words, _array(counted, name).sum(axis=(1, 3)).T.tolist(), strict=True))
            for name, words in (("border", ACCOUNTS), ("pathway", STEPS))
        },
        "hash of policies": hash_of(counted, POLICY_OUTPUTS),
    }


def hash_of(result: Result, outputs: tuple[str, ...] = OUTPUTS) -> str:
    """Every count of a run as 16 hexadecimal digits."""
    digest = hashlib.blake2b(digest_size=8)
    for name in outputs:
        digest.update(_array(result, name).tobytes())
    return digest.hexdigest()


def _array(result: Result, name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.generic]]:
    values = np.asarray(getattr(result, name).values)
    return values.astype(np.int64) if result.mode == "counts" else values


def main() -> None:
    """Write the file anew."""
    numbers = {name: golden_numbers(scenario) for name, scenario in golden_worlds().items()}
    FILE.write_text(json.dumps(numbers, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"Wrote {FILE}. Say what moved under Numbers change in CHANGELOG.md.")


if __name__ == "__main__":
    main()
