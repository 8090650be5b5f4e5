"""
Steppe simulates where people go when they are forced to flee.

These are the public words; each is imported from its room when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from steppe.simulate import simulate

if TYPE_CHECKING:
    from steppe.errors import OutputError, Problem, RunError, ScenarioError, SteppeError, UsageError
    from steppe.insight.calibrate import calibrate
    from steppe.insight.calibration.posterior import Posterior
    from steppe.insight.compare import Comparison, compare
    from steppe.insight.findings import save
    from steppe.insight.forecast import forecast
    from steppe.insight.forecasting.ahead import Forecast
    from steppe.insight.forecasting.hindcast import Hindcast, hindcast
    from steppe.insight.observed import observed_table
    from steppe.insight.score import score
    from steppe.insight.surprise import Surprise, surprise
    from steppe.insight.sweep import Sweep, sweep
    from steppe.result.export import export
    from steppe.result.result import Result
    from steppe.result.store import open_run as open
    from steppe.scenario.check import check
    from steppe.scenario.events import (
        BorderRegime,
        CampClosed,
        CampOpens,
        CapacityChange,
        Conflict,
        HostLimit,
        PathwayChange,
        PlaceSealed,
        RedirectionRemoved,
        RouteRegime,
        RouteSpeed,
        Statement,
    )
    from steppe.scenario.folder import load, write
    from steppe.scenario.model import (
        Border,
        Correction,
        Group,
        Observation,
        Pathway,
        Place,
        Push,
        Route,
        Scenario,
        Share,
    )
    from steppe.sources.news.candidate import Candidate
    from steppe.sources.news.reading import read

__all__ = [
    "Border",
    "BorderRegime",
    "CampClosed",
    "CampOpens",
    "Candidate",
    "CapacityChange",
    "Comparison",
    "Conflict",
    "Correction",
    "Forecast",
    "Group",
    "Hindcast",
    "HostLimit",
    "Observation",
    "OutputError",
    "Pathway",
    "PathwayChange",
    "Place",
    "PlaceSealed",
    "Posterior",
    "Problem",
    "Push",
    "RedirectionRemoved",
    "Result",
    "Route",
    "RouteRegime",
    "RouteSpeed",
    "RunError",
    "Scenario",
    "ScenarioError",
    "Share",
    "Statement",
    "SteppeError",
    "Surprise",
    "Sweep",
    "UsageError",
    "calibrate",
    "check",
    "compare",
    "export",
    "forecast",
    "hindcast",
    "load",
    "observed_table",
    "open",
    "read",
    "save",
    "score",
    "simulate",
    "surprise",
    "sweep",
    "write",
]

_EVENTS = [
    "BorderRegime",
    "CampClosed",
    "CampOpens",
    "CapacityChange",
    "Conflict",
    "HostLimit",
    "PathwayChange",
    "PlaceSealed",
    "RedirectionRemoved",
    "RouteRegime",
    "RouteSpeed",
    "Statement",
]
_ROWS = [
    "Border",
    "Correction",
    "Group",
    "Observation",
    "Pathway",
    "Place",
    "Push",
    "Route",
    "Scenario",
    "Share",
]
_HOME = {
    **dict.fromkeys(
        ("SteppeError", "ScenarioError", "RunError", "OutputError", "UsageError", "Problem"), "errors"
    ),
    **dict.fromkeys(_ROWS, "scenario.model"),
    **dict.fromkeys(_EVENTS, "scenario.events"),
    **dict.fromkeys(("load", "write"), "scenario.folder"),
    "check": "scenario.check",
    "Result": "result.result",
    "open": "result.store",
    "export": "result.export",
    **dict.fromkeys(("Comparison", "compare"), "insight.compare"),
    "save": "insight.findings",
    "score": "insight.score",
    "calibrate": "insight.calibrate",
    "Posterior": "insight.calibration.posterior",
    "forecast": "insight.forecast",
    "Forecast": "insight.forecasting.ahead",
    **dict.fromkeys(("Hindcast", "hindcast"), "insight.forecasting.hindcast"),
    **dict.fromkeys(("Surprise", "surprise"), "insight.surprise"),
    **dict.fromkeys(("Sweep", "sweep"), "insight.sweep"),
    "observed_table": "insight.observed",
    "Candidate": "sources.news.candidate",
    "read": "sources.news.reading",
}
_OTHER_NAME = {"open": "open_run"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'steppe' has no attribute {name!r}")
    return getattr(import_module(f"steppe.{_HOME[name]}"), _OTHER_NAME.get(name, name))


def __dir__() -> list[str]:
    return sorted(__all__)
