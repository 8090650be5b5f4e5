"""
How functions are compiled: by numba, without fast-math, kept on disk where that is possible.

What is kept lies in a folder named after a hash of the sources it was made from:
numba itself looks only at the file of a function, not at the files of those it
calls, and would go on using an old version of those.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import __version__ as numba_version
from numba import config as numba_config
from numba import njit

_PACKAGE = Path(__file__).parent
_config: Any = numba_config
_Function = TypeVar("_Function", bound=Callable[..., Any])

# Without numba's reference counting, which would take much of the time: such a function reads and writes
# arrays but makes none.
_APART = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False}
# Compiled into its caller.
_INNER = {**_APART, "forceinline": True}
_MERGED = {"inline": "always"}


def compiled(
    *, inner: bool = False, apart: bool = False, merged: bool = False
) -> Callable[[_Function], _Function]:
    """
    Compile a function with numba, kept on disk where that is possible.

    Parameters
    ----------
    inner
        Called from compiled code only, and becomes a part of its caller; must not make arrays.
    apart
        Called from compiled code only, and a function of its own there; must not make arrays.
    merged
        Called from one place in compiled code only, and written into it before anything is
        compiled, which spares compiling it by itself.
    """
    kind = _INNER if inner else _APART if apart else _MERGED if merged else {}
    options: dict[str, Any] = {"nogil": True, **kind}

    def compile_function(function: _Function) -> _Function:
        usual = _config.CACHE_DIR
        _config.CACHE_DIR = str(_kept_in(Path(function.__code__.co_filename).parent))
        try:
            return cast(_Function, _kept_if_possible(njit(cache=True, **options)(function)))
        except RuntimeError:
            return cast(_Function, njit(**options)(function))
        finally:
            _config.CACHE_DIR = usual

    return compile_function


def _kept_if_possible(function: Any) -> Any:
    """The same function, which works as well where the disk is full or may no longer be read."""
    kept = getattr(function, "_cache", None)
    if kept is not None:
        kept.load_overload = _if_possible(kept.load_overload)
        kept.save_overload = _if_possible(kept.save_overload)
    return function


def _if_possible(keep: Callable[..., Any]) -> Callable[..., Any]:
    def keep_or_not(*what: Any) -> Any:
        with suppress(OSError):
            return keep(*what)
        return None

    return keep_or_not


@cache
def _kept_in(folder: Path) -> Path:
    """Folder for what is compiled from the sources in ``folder`` and those all of it rests on."""
    stamp = blake2b(numba_version.encode(), digest_size=6)
    for path in sorted({*_PACKAGE.glob("*.py"), *folder.glob("*.py")}):
        try:
            stamp.update(path.read_bytes())
        except OSError:
            stamp.update(str(path).encode())
    return _root() / f"steppe-{stamp.hexdigest()}"


def _root() -> Path:
    """Where numba is told to keep things; else beside the package if it may be written to, else the user's own cache."""
    if _config.CACHE_DIR:
        return Path(_config.CACHE_DIR)
    beside = _PACKAGE / "__pycache__"
    if os.access(beside if beside.exists() else _PACKAGE, os.W_OK):
        return beside
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
