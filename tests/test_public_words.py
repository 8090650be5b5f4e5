"""The public words are these and no others; each is there, and the doorway stays a function."""

from __future__ import annotations

import subprocess
import sys

import steppe

WORDS = [
    "Border", "BorderRegime", "CampClosed", "CampOpens", "Candidate", "CapacityChange",
    "Comparison", "Conflict", "Correction", "Forecast", "Group", "Hindcast", "HostLimit",
    "Observation", "OutputError", "Pathway", "PathwayChange", "Place", "PlaceSealed", "Posterior",
    "Problem", "Push", "RedirectionRemoved", "Result", "Route", "RouteRegime", "RouteSpeed",
    "RunError", "Scenario", "ScenarioError", "Share", "Statement", "SteppeError", "Surprise",
    "Sweep", "UsageError", "calibrate", "check", "compare", "export", "forecast", "hindcast",
    "load", "observed_table", "open", "read", "save", "score", "simulate", "surprise", "sweep",
    "write",
]  # fmt: skip


def test_the_public_words_are_pinned():
    assert steppe.__all__ == WORDS


def test_every_public_word_is_there_and_listed():
    assert [word for word in WORDS if not callable(getattr(steppe, word))] == []
    assert set(WORDS) <= set(dir(steppe))


def test_a_word_that_is_not_public_is_an_attribute_error():
    assert not hasattr(steppe, "simulat")


def test_simulate_stays_a_function_however_it_is_imported():
    code = (
        "import steppe.simulate\nfrom steppe.simulate import simulate\nimport steppe\n"
        "assert steppe.simulate is simulate and callable(simulate)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
