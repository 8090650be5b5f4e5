"""Compiled code gives what plain Python gives, is kept where it can be, and is never out of date."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from steppe import chance, compiled
from steppe.engine import kernel_choice, replica
from tests import without_compiling

ROOT = Path(__file__).resolve().parents[1]
NOWHERE_TO_KEEP = """
import runpy
from numba.core import caching
caching.CacheImpl._locator_classes = []
runpy.run_module("tests.without_compiling", run_name="__main__")
from steppe.engine.replica import run_replica
assert run_replica.stats.cache_path is None, run_replica.stats
"""


def told(*arguments: str, **surroundings: str) -> object:
    """What another Python prints as JSON."""
    ended = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    return json.loads(ended.stdout)


def test_the_worlds_compared_have_something_in_every_output():
    for world in without_compiling.numbers().values():
        assert all(np.any(output) for output in world)


def test_plain_python_gives_exactly_the_same_numbers():
    plain = told("-m", "tests.without_compiling", NUMBA_DISABLE_JIT="1")
    assert plain == without_compiling.numbers()


@pytest.mark.slow
def test_where_nothing_can_be_kept_everything_works_and_gives_the_same_numbers():
    assert told("-c", NOWHERE_TO_KEEP) == without_compiling.numbers()


def test_nothing_is_compiled_with_fast_arithmetic():
    for each in (
        chance.binomial,
        chance.poisson,
        chance.hypergeometric,
        replica.run_replica,
        kernel_choice.decide,
    ):
        assert not each.targetoptions.get("fastmath", False)
        assert each.targetoptions["nogil"]


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of two rooms, one of which is at home in the other."""
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(compiled._config, "CACHE_DIR", "")
    monkeypatch.setattr(compiled, "_PACKAGE", tmp_path / "package")
    for file in ("package/chance.py", "package/engine/kernel.py", "package/result/store.py"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("one = 1\n", encoding="utf-8")
    return tmp_path / "package"


def kept_in(folder: Path) -> Path:
    """Where it would be kept if Steppe were started now."""
    return compiled._kept_in.__wrapped__(folder)


@pytest.mark.parametrize("changed", ["chance.py", "engine/kernel.py", "engine/another.py"])
def test_a_change_of_a_source_it_rests_on_has_it_kept_elsewhere(package, changed):
    before = kept_in(package / "engine")
    assert kept_in(package / "engine") == before
    (package / changed).write_text("one = 2\n", encoding="utf-8")
    assert kept_in(package / "engine") != before


def test_a_change_elsewhere_does_not_matter(package):
    before = kept_in(package / "engine")
    (package / "result" / "store.py").write_text("one = 2\n", encoding="utf-8")
    assert kept_in(package / "engine") == before


def test_another_numba_does_not_use_what_this_one_kept(package, monkeypatch):
    before = kept_in(package / "engine")
    monkeypatch.setattr(compiled, "numba_version", "0.0.1")
    assert kept_in(package / "engine") != before


def test_it_is_kept_where_numba_is_told_to_else_beside_the_package_else_with_the_user(
    package, monkeypatch, tmp_path
):
    assert kept_in(package / "engine").parent == package / "__pycache__"
    monkeypatch.setattr(compiled.os, "access", lambda *_: False)
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    assert kept_in(package / "engine").parent == tmp_path / "me" / ".cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    assert kept_in(package / "engine").parent == tmp_path / "other"
    monkeypatch.setattr(compiled._config, "CACHE_DIR", str(tmp_path / "told"))
    assert kept_in(package / "engine").parent == tmp_path / "told"


def test_numbas_own_setting_is_left_as_it_was(monkeypatch, tmp_path):
    monkeypatch.setattr(compiled._config, "CACHE_DIR", str(tmp_path))
    doubled = compiled.compiled()(twice)
    assert doubled(4) == 8
    assert compiled._config.CACHE_DIR == str(tmp_path)
    assert list(tmp_path.glob("steppe-*/**/*twice*.nbi"))


def test_where_one_function_cannot_be_kept_it_works_all_the_same(monkeypatch, tmp_path):
    from numba.core import caching

    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [])
    doubled = compiled.compiled()(twice)
    assert doubled(4) == 8
    assert doubled.stats.cache_path is None


@pytest.mark.parametrize("step", ["save", "load"])
def test_a_full_disk_or_one_that_may_not_be_read_does_not_stop_it(monkeypatch, tmp_path, step):
    from numba.core import caching

    def fails(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(compiled._config, "CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(caching.IndexDataCacheFile, step, fails)
    assert compiled.compiled()(twice)(4) == 8


def test_an_old_version_is_not_used_after_a_change_of_what_it_calls(tmp_path):
    """In a copy of the sources: the odds of a binomial are changed, and its caller sees it."""
    shutil.copytree(
        ROOT / "src" / "steppe", tmp_path / "steppe", ignore=shutil.ignore_patterns("__pycache__")
    )
    (tmp_path / "caller").mkdir()
    (tmp_path / "caller" / "asks.py").write_text(
        "from steppe.chance import uniforms\nfrom steppe.compiled import compiled\nimport numpy as np\n"
        "@compiled()\ndef ask(one):\n    return uniforms(one, one, one, one, 0)[0]\n"
        "print(ask(np.uint64(1)))\n"
    )
    told_to = {"PYTHONPATH": str(tmp_path), "NUMBA_CACHE_DIR": str(tmp_path / "kept")}
    before = told(str(tmp_path / "caller" / "asks.py"), **told_to)
    source = tmp_path / "steppe" / "chance.py"
    written = source.read_text(encoding="utf-8")
    source.write_text(written.replace("_WEYL_A = np.uint64(0x9E3779B9)", "_WEYL_A = np.uint64(0x9E3779B8)"))
    after = told(str(tmp_path / "caller" / "asks.py"), **told_to)
    assert before == pytest.approx(chance.uniforms(*[np.uint64(1)] * 4, 0)[0])
    assert after != before


def twice(number):
    return 2 * number
