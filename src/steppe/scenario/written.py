"""Put files into a folder, all of them or none."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from steppe.errors import OutputError, Problem
from steppe.scenario.evidence import NO_EVIDENCE, require_no_link

BYTE_ORDER_MARK = "\ufeff"


def put_in_place(
    texts: Mapping[str, str],
    folder: Path,
    *,
    overwrite: bool,
    all_names: Iterable[str],
    beside: Mapping[str, bytes] = NO_EVIDENCE,
) -> None:
    """
    Write files beside their folder first, then move them in.

    Parameters
    ----------
    texts
        Name of each file, and its text; one of them is the mark of such a folder, the first.
    folder
        Where they belong.
    overwrite
        Whether files of an earlier such folder may be replaced.
    all_names
        Every name such a folder can hold; those that are not written are deleted from an earlier one.
    beside
        Files that are put there byte for byte, by their path in the folder.

    Raises
    ------
    OutputError
        Where the folder is in the way or cannot be written; nothing has changed then.
    """
    _require_room(folder, next(iter(texts)), overwrite=overwrite)
    require_no_link(folder)
    aside: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        for name, text in texts.items():
            (aside / name).write_text(for_spreadsheets(name, text), encoding="utf-8", newline="")
        for name, content in beside.items():
            (aside / name).parent.mkdir(exist_ok=True)
            (aside / name).write_bytes(content)
        _move_in(aside, folder, [*texts, *beside], all_names)
    except OSError as error:
        raise cannot_write(folder, error) from error
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def filled_aside(folder: Path) -> Iterator[Path]:
    """
    A folder beside the one to be, moved into its place when all is well and deleted otherwise.

    Parameters
    ----------
    folder
        New, or empty.

    Yields
    ------
    aside
        To be written into.

    Raises
    ------
    OutputError
        Where the folder cannot be written; nothing has changed then.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise cannot_write(folder, error) from error
    try:
        yield aside
        aside.chmod(0o777 & ~umask())
        os.replace(aside, folder)
    except OSError as error:
        raise cannot_write(folder, error) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def require_empty(folder: Path) -> None:
    """Raise :class:`OutputError` where something is in the way of a folder to be."""
    try:
        is_free = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    except OSError as error:
        raise cannot_write(folder, error) from error
    if not is_free:
        raise OutputError(Problem(str(folder), "it exists already.", "Name another, or move it away first."))


def _require_room(folder: Path, mark: str, *, overwrite: bool) -> None:
    try:
        is_file = folder.is_file() or (folder.is_symlink() and not folder.exists())
        is_free = not folder.exists() or (not is_file and not any(folder.iterdir()))
        holds_one = (folder / mark).is_file()
    except OSError as error:
        raise cannot_write(folder, error) from error
    if is_file:
        raise OutputError(Problem(str(folder), "is a file, not a folder.", "Give another name."))
    if is_free:
        return
    if not holds_one:
        raise OutputError(Problem(str(folder), "is not empty.", "Give the name of a new folder."))
    if not overwrite:
        raise OutputError(
            Problem(str(folder), "holds a scenario already.", "Give another name, or delete it first.")
        )


def for_spreadsheets(name: str, text: str) -> str:
    """A byte order mark before letters that Excel would otherwise misread."""
    return text if text.isascii() or not name.endswith(".csv") else BYTE_ORDER_MARK + text


def _move_in(aside: Path, folder: Path, names: Iterable[str], all_names: Iterable[str]) -> None:
    if not folder.exists():
        aside.chmod(0o777 & ~umask())
        os.replace(aside, folder)
        return
    names = tuple(names)
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        os.replace(aside / name, folder / name)
    for name in set(all_names) - set(names):
        (folder / name).unlink(missing_ok=True)


def umask() -> int:
    """The permissions that new files do not get, as a bit mask."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def cannot_write(folder: Path, error: OSError) -> OutputError:
    """What the system said, with something to do about it."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        remedy = "Free some space, or give a folder on another disk."
    elif error.errno in (errno.ENOTDIR, errno.EEXIST):
        remedy = "A part of the path is a file; give another path."
    elif error.errno == errno.ENAMETOOLONG:
        remedy = "Give a shorter name."
    else:
        remedy = "Give a folder you may write to."
    return OutputError(Problem(str(folder), f"cannot be written ({error.strerror or error}).", remedy))
