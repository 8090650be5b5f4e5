"""
Where a result comes from: everything needed to make it again, and when it was made.

``run.json`` of a run folder is this, written down.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import Any, Literal

from steppe.errors import Problem, RunError
from steppe.scenario.fields import SETTINGS
from steppe.scenario.model import Scenario

SCHEMA_VERSION = 1
STAMP = "illustrative, not calibrated"
Mode = Literal["counts", "expected"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """
    How one result was made.

    Parameters
    ----------
    scenario, scenario_hash
        Name of the world, and a hash of everything it says.
    start, days, replicas, seed, mode, keep
        What was run and what was kept of it.
    settings
        Every setting with the value it had, defaults included.
    command
        The command line, or the call, that asked for it.
    created
        When, in UTC, ISO 8601.
    seconds
        How long loading, compiling and running took, s.
    versions
        Of Steppe, Python, numpy and numba, and the platform.  The number of
        threads is not here: no number depends on it.
    calibrated
        Whether parameters were fitted to observations.
    schema_version
        Of the run folder.
    """

    scenario: str
    scenario_hash: str
    start: str
    days: int
    replicas: int
    seed: int
    mode: Mode
    keep: str
    settings: Mapping[str, Any]
    command: str = ""
    created: str = ""
    seconds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    versions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    calibrated: bool = False
    schema_version: int = SCHEMA_VERSION

    @property
    def stamp(self) -> str:
        """What every figure and export of this result has to say of its standing."""
        return "calibrated" if self.calibrated else STAMP

    @property
    def run_name(self) -> str:
        """A short name of the run for a source line: world, hash, seed, replicas, version, date."""
        return (
            f"{self.scenario} {self.scenario_hash[:8]}, seed {self.seed}, {self.replicas} replicas, "
            f"Steppe {self.versions.get('steppe', 'unknown')}, {self.created[:10]}"
        )

    def to_json(self) -> dict[str, Any]:
        """Plain words and numbers, ready to be written."""
        plain = {name: _plain(value) for name, value in vars_of(self).items()}
        return {"schema_version": plain.pop("schema_version"), **plain}


def vars_of(provenance: Provenance) -> dict[str, Any]:
    """Fields and values, mappings included."""
    return {each.name: getattr(provenance, each.name) for each in fields(provenance)}


def from_json(written: Mapping[str, Any], where: str) -> Provenance:
    """
    Read a provenance back.

    Raises
    ------
    RunError
        Where fields are missing, or a newer Steppe wrote it.
    """
    found = written.get("schema_version")
    if not isinstance(found, int) or found > SCHEMA_VERSION:
        raise RunError(
            Problem(
                where,
                f"schema_version {found!r} is not one this Steppe reads (up to {SCHEMA_VERSION}).",
                "Install the version of Steppe that wrote it, or run the scenario again.",
            )
        )
    known = {each.name for each in fields(Provenance)}
    missing = sorted(known - written.keys())
    if missing:
        raise RunError(
            [
                Problem(
                    where, f"{name!r} is missing.", "Take the file from a backup, or run the scenario again."
                )
                for name in missing
            ]
        )
    return Provenance(**{name: written[name] for name in known})


def describe_run(
    scenario: Scenario,
    *,
    days: int,
    replicas: int,
    seed: int,
    mode: Mode,
    keep: str,
    command: str = "",
    seconds: Mapping[str, float] | None = None,
) -> Provenance:
    """
    The provenance of a run that has just ended.

    Parameters
    ----------
    scenario
        The world as it was run.
    days, replicas, seed, mode, keep
        What was asked for.
    command
        The command line or call.
    seconds
        How long each part took, s.
    """
    from steppe.scenario.folder import scenario_hash

    return Provenance(
        scenario=scenario.name,
        scenario_hash=scenario_hash(scenario),
        start=scenario.start.isoformat(),
        days=days,
        replicas=replicas,
        seed=seed,
        mode=mode,
        keep=keep,
        settings={name: _plain(scenario.setting(name)) for name in SETTINGS},
        command=command,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=dict(seconds or {}),
        versions=versions_here(),
    )


def versions_here() -> dict[str, str]:
    """Versions of what makes the numbers."""
    found = {"python": platform.python_version(), "platform": platform.platform()}
    for package in ("steppe", "numpy", "numba"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "unknown"
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
