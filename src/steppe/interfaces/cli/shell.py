"""
What every command shares: how it ends when something goes wrong.

Exit codes: 0 fine, 1 the scenario or a file is at fault, 2 the command line is,
70 Steppe itself is, 130 the person stopped it.  What a command has to say about
its own ending goes to standard error, so that standard output stays clean.
"""

from __future__ import annotations

import functools
import os
import shlex
import sys
import traceback
from collections.abc import Callable
from typing import ParamSpec

import typer

from steppe.errors import SteppeError

STOPPED = 130
OUR_FAULT = 70

Arguments = ParamSpec("Arguments")


def tell(line: str) -> None:
    """Say one line to the person, on standard error."""
    typer.echo(line, err=True)


def command_line() -> str:
    """The command as it was typed, ready to be pasted into a shell."""
    return shlex.join(["steppe", *sys.argv[1:]])


def wants_traceback() -> bool:
    """Whether the person asked to see where in the code an error came from."""
    return os.environ.get("STEPPE_DEBUG", "") not in ("", "0")


def guarded(command: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """
    End a command in words and with an exit code, never with a bare traceback.

    Parameters
    ----------
    command
        The body of a command.

    Returns
    -------
    guarded
        The same command; errors become lines on standard error and an exit code.
    """

    @functools.wraps(command)
    def shell(*args: Arguments.args, **options: Arguments.kwargs) -> None:
        try:
            command(*args, **options)
        except typer.Exit:
            raise
        except SteppeError as error:
            _show_traceback()
            tell(str(error))
            raise typer.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            tell(f"Stopped; nothing half-finished was left behind. To start again:\n  {command_line()}")
            raise typer.Exit(STOPPED) from None
        except BrokenPipeError:
            _close_output()
            raise typer.Exit(0) from None
        except Exception as error:  # noqa: BLE001 - the last resort is what this function is for
            _show_traceback()
            tell(_unexpected(error))
            raise typer.Exit(OUR_FAULT) from None

    return shell


def _show_traceback() -> None:
    if wants_traceback():
        tell(traceback.format_exc().rstrip())


def _close_output() -> None:
    """Point standard output at nothing, so that no second complaint follows at exit."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())


def _unexpected(error: Exception) -> str:
    return (
        f"Steppe failed in a way it did not foresee ({type(error).__name__}: {error}). This is a defect in"
        " Steppe, not in what you did.\n"
        "Please report it with this line, the scenario folder if you may share it, and what\n"
        f"  STEPPE_DEBUG=1 {command_line()}\n"
        "prints."
    )
