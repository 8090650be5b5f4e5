"""How functions are compiled: by numba, without fast-math, kept on disk where that is possible."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

_Function = TypeVar("_Function", bound=Callable[..., Any])


def compiled(*, inner: bool = False) -> Callable[[_Function], _Function]:
    """
    Compile a function with numba, kept on disk where that is possible.

    Parameters
    ----------
    inner
        Called from compiled code only; saves the time to make it callable from Python.
    """
    options: dict[str, bool] = {"nogil": True}
    if inner:
        options |= {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}

    def compile_function(function: _Function) -> _Function:
        try:
            return njit(cache=True, **options)(function)  # type: ignore[no-any-return]
        except RuntimeError:
            return njit(**options)(function)  # type: ignore[no-any-return]

    return compile_function
