"""
Ensembles on disk: one zarr group, one array per output, chunked by replica.

Knows files and shapes; what the numbers mean is left to ``result.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from steppe.errors import Problem, RunError

if TYPE_CHECKING:
    import zarr

ENSEMBLE = "ensemble.zarr"
SUMMARY = "summary.zarr"
SLAB_BYTES = 8 * 2**20
LEAST_CHUNK_BYTES = 64 * 2**10
WHOLE_CHUNK_BYTES = 2 * 2**20


def create(path: Path) -> zarr.Group:
    """A new, empty group; whatever was at ``path`` is replaced."""
    import zarr

    return zarr.open_group(str(path), mode="w", zarr_format=3)


def open_to_write(path: Path, names: tuple[str, ...]) -> tuple[zarr.Group, dict[str, Any]]:
    """A group that exists already and its arrays; parts that are all zero are written as any other."""
    import zarr

    with zarr.config.set({"array.write_empty_chunks": True}):
        group = zarr.open_group(str(path), mode="r+")
        return group, {name: group[name] for name in names}


def add_array(
    group: zarr.Group,
    name: str,
    shape: tuple[int, ...],
    dtype: Any,
    dims: tuple[str, ...],
    *,
    chunk_bytes: int = LEAST_CHUNK_BYTES,
) -> Any:
    """
    A new array in a group, one chunk per step of its first dimension; several steps where they are small.

    Parameters
    ----------
    group
        As :func:`create` gives it.
    name
        Word of the output.
    shape
        Lengths of the dimensions.
    dtype
        Type of one value.
    dims
        Names of the dimensions.
    chunk_bytes
        Steps are joined while a chunk is no larger than this.
    """
    from zarr.codecs import BloscCodec

    rows = max(1, min(shape[0], chunk_bytes // max(1, prod(shape[1:]) * np.dtype(dtype).itemsize)))
    return group.create_array(
        name,
        shape=shape,
        chunks=(rows, *(max(1, length) for length in shape[1:])),
        dtype=dtype,
        compressors=BloscCodec(cname="zstd", clevel=1, shuffle="shuffle"),
        dimension_names=dims,
        overwrite=True,
        config={"write_empty_chunks": True},
    )


def write(path: Path, arrays: Mapping[str, Any], dims: Mapping[str, tuple[str, ...]]) -> None:
    """Write whole arrays, which may themselves lie on disk, into a new group."""
    group = create(path)
    for name, values in arrays.items():
        target = add_array(
            group, name, tuple(values.shape), values.dtype, dims[name], chunk_bytes=WHOLE_CHUNK_BYTES
        )
        step = max(1, SLAB_BYTES // max(1, target.nbytes // max(1, target.shape[0])))
        for first in range(0, target.shape[0], step):
            target[first : first + step] = values[first : first + step]


def rows(array: Any) -> Iterator[np.ndarray]:
    """Steps of the first dimension one by one; where they lie on disk, each chunk of them is read once."""
    step = array.chunks[0] if hasattr(array, "chunks") else 1
    for first in range(0, array.shape[0], step):
        yield from np.asarray(array[first : first + step])


def read(path: Path, names: tuple[str, ...]) -> dict[str, Any]:
    """
    Arrays of a group, still on disk.

    Raises
    ------
    RunError
        Where the group or some of its arrays cannot be opened.
    """
    import zarr

    try:
        group = zarr.open_group(str(path), mode="r")
        arrays: dict[str, Any] = {name: group[name] for name in names}
    except (OSError, ValueError, KeyError, RuntimeError, TypeError) as error:
        raise RunError(
            Problem(
                str(path),
                f"the stored ensemble cannot be read ({type(error).__name__}: {error}).",
                "Run the scenario again; its copy and the seed are in the same folder.",
            )
        ) from None
    problems = [
        Problem(
            f"{path}/{name}",
            f"{array.nchunks - array.nchunks_initialized} of {array.nchunks} parts are missing.",
            "Take the folder from a backup, or run the scenario again.",
        )
        for name, array in arrays.items()
        if array.nchunks_initialized < array.nchunks
    ]
    if problems:
        raise RunError(problems)
    return arrays
