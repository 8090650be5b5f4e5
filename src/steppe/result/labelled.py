"""
A small array with names on its dimensions.

Just enough to say ``result.stock.at("Quetta").bands(0.5, 0.9)`` and get numbers
that know what they are; whoever wants more turns it into a polars table or an
xarray array.  The values may lie on disk: they are read when they are used, a
few days at a time where all replicas are needed at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from steppe.errors import Problem, UsageError
from steppe.result import measures
from steppe.result.measures import AnyArray

if TYPE_CHECKING:
    import polars

SLAB_BYTES = 8 * 2**20
LONGEST_LIST = 6


class ArraySource(Protocol):
    """What a labelled array needs of the thing that holds its values: numpy's and zarr's arrays both do."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of the dimensions."""
        ...

    @property
    def dtype(self) -> Any:
        """Type of one value."""
        ...

    def __getitem__(self, selection: Any) -> Any:
        """Values of a selection."""
        ...


class Labelled:
    """
    Values with named dimensions, coordinates and a unit. Not to be changed once made.

    Parameters
    ----------
    dims
        Names of the dimensions, in the order of the axes.
    coords
        Labels along each dimension.
    values
        The numbers; a numpy array, or an array on disk.
    unit
        Of the values.
    name
        What is counted, for tables and charts.
    """

    __slots__ = ("_source", "coords", "dims", "name", "unit")

    def __init__(
        self,
        dims: Sequence[str],
        coords: Mapping[str, Sequence[Any]],
        values: ArraySource,
        *,
        unit: str = "",
        name: str = "value",
    ) -> None:
        self.dims = tuple(dims)
        self.coords: Mapping[str, tuple[Any, ...]] = MappingProxyType(
            {dim: tuple(coords[dim]) for dim in self.dims}
        )
        self._source = values
        self.unit = unit
        self.name = name
        lengths = tuple(len(self.coords[dim]) for dim in self.dims)
        if lengths != tuple(values.shape):
            raise ValueError(f"coordinates of lengths {lengths} do not fit values of shape {values.shape}")

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of the dimensions."""
        return tuple(self._source.shape)

    @property
    def values(self) -> AnyArray:
        """The numbers, in memory."""
        return np.asarray(self._source[...])

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> AnyArray:
        """Let numpy take the values."""
        return np.array(self.values, dtype=dtype, copy=copy)

    def __float__(self) -> float:
        """The number, where there is only one."""
        return float(self.values.reshape(-1)[0] if self.values.size == 1 else self.values)

    def __repr__(self) -> str:
        size = ", ".join(f"{dim}: {len(self.coords[dim])}" for dim in self.dims)
        head = f"<Labelled {self.name} ({size}) in {self.unit or 'no unit'}>"
        lines = [f"  {dim:<10} {_shortened(self.coords[dim])}" for dim in self.dims]
        if int(np.prod(self.shape)) <= LONGEST_LIST**2:
            lines.append(np.array2string(self.values, precision=1, suppress_small=True, prefix="  "))
        return "\n".join([head, *lines])

    def at(self, *labels: Any, **by_dim: Any) -> Labelled:
        """
        Take the values at some labels.

        Parameters
        ----------
        labels
            Looked up in all dimensions, such as ``"Quetta"`` or ``"2021-08-15"``.
        by_dim
            A label, or a list of labels, of the named dimension, such as
            ``place="Quetta"`` or ``day=["2021-08-15", "2021-09-15"]``.  A day may
            be a date, an ISO date or the number of the day.

        Returns
        -------
        chosen
            Without the dimensions of which one label was taken.

        Raises
        ------
        UsageError
            For labels and dimensions that do not exist, all of them at once.
        """
        problems: list[Problem] = []
        chosen: dict[str, Any] = {}
        for dim, label in [*((None, each) for each in labels), *by_dim.items()]:
            try:
                found, position = self._find(label) if dim is None else (dim, self._positions(dim, label))
                chosen[found] = position
            except UsageError as error:
                problems += error.problems
        if problems:
            raise UsageError(problems)
        return self._take(chosen)

    def mean(self, dim: str = "replica") -> Labelled:
        """
        Mean over a dimension, the replicas if not said otherwise.

        An array of summaries (with a dimension ``statistic``) gives its mean over all replicas.
        """
        if dim == "replica" and "statistic" in self.dims:
            return self.at(statistic="mean")
        axis = self._axis(dim)
        if axis == 0:
            return self._reduced(dim, np.concatenate([measures.mean(slab) for slab in self._slabs()]))
        return self._reduced(dim, self.values.mean(axis=axis, dtype=np.float64))

    def sum(self, dim: str) -> Labelled:
        """Sum over a dimension, such as ``"place"``. Quantiles do not add up, so summaries cannot be summed."""
        if "statistic" in self.dims:
            raise UsageError(
                Problem(
                    f".sum({dim!r})",
                    "this run kept summaries, and quantiles do not add up.",
                    "Sum the mean, as in .mean().sum(...), or run with keep='memory' or keep='disk'.",
                )
            )
        return self._reduced(dim, self.values.sum(axis=self._axis(dim)))

    def quantile(self, level: float) -> Labelled:
        """
        A quantile over replicas.

        Parameters
        ----------
        level
            From 0 to 1.
        """
        return self._quantiles((level,)).at(band=measures.level_name(level))

    def bands(self, *widths: float) -> Labelled:
        """
        Edges of central bands over replicas, and the median.

        Parameters
        ----------
        widths
            Shares of the replicas a band holds; 0.5 and 0.9 if not given.

        Returns
        -------
        bands
            With a dimension ``band`` in place of ``replica``, first of all: ``p05, p25, p50, p75, p95``.
        """
        return self._quantiles(measures.band_levels(*(widths or (0.5, 0.9))))

    def to_polars(self) -> polars.DataFrame:
        """A long table: one column for each dimension, then the values."""
        import polars

        values = self.values
        columns: dict[str, Any] = {}
        for axis, dim in enumerate(self.dims):
            inside, outside = int(np.prod(self.shape[axis + 1 :])), int(np.prod(self.shape[:axis]))
            positions = np.tile(np.repeat(np.arange(self.shape[axis]), inside), outside)
            columns[dim] = polars.Series(dim, list(self.coords[dim])).gather(positions)
        columns[self.name] = values.reshape(-1)
        return polars.DataFrame(columns)

    def to_xarray(self) -> Any:
        """The same as an ``xarray.DataArray``; xarray is not installed with Steppe."""
        try:
            import xarray
        except ModuleNotFoundError:
            raise UsageError(
                Problem(
                    ".to_xarray()", "xarray is not installed.", "Install it: pip install 'steppe[xarray]'."
                )
            ) from None
        coords = {
            dim: np.array(labels, dtype="datetime64[ns]") if dim == "day" else list(labels)
            for dim, labels in self.coords.items()
        }
        return xarray.DataArray(
            self.values, coords=coords, dims=self.dims, name=self.name, attrs={"unit": self.unit}
        )

    def _quantiles(self, levels: Sequence[float]) -> Labelled:
        names = [measures.level_name(level) for level in levels]
        if "statistic" in self.dims:
            kept = self.at(statistic=[name for name in names if name in self.coords["statistic"]])
            if len(kept.coords["statistic"]) < len(names):
                raise UsageError(
                    Problem(
                        f"quantiles {', '.join(names)}",
                        "are not among the summaries this run kept.",
                        f"Kept are {', '.join(self.coords['statistic'])}; for others run with keep='memory'.",
                    )
                )
            return kept._renamed("statistic", "band")
        if self._axis("replica") != 0 or len(self.dims) == 1:
            values = measures.quantiles(np.moveaxis(self.values, self._axis("replica"), 0), levels)
        else:
            slabs = [measures.quantiles(slab, levels) for slab in self._slabs()]
            values = np.concatenate(slabs, axis=1)
        rest = tuple(dim for dim in self.dims if dim != "replica")
        coords = {**self.coords, "band": names}
        return Labelled(("band", *rest), coords, values, unit=self.unit, name=self.name)

    def _slabs(self) -> Iterator[AnyArray]:
        """All of the first dimension, a stretch of the second at a time, so that memory stays bounded."""
        if len(self.dims) == 1:
            yield self.values[:, None]
            return
        line = max(1, int(np.prod(self.shape)) // max(1, self.shape[1]) * self._source.dtype.itemsize)
        step = max(1, SLAB_BYTES // line)
        for start in range(0, max(1, self.shape[1]), step):
            yield np.asarray(self._source[:, start : start + step])

    def _reduced(self, dim: str, values: AnyArray) -> Labelled:
        rest = tuple(each for each in self.dims if each != dim)
        shape = tuple(len(self.coords[each]) for each in rest)
        return Labelled(rest, self.coords, values.reshape(shape), unit=self.unit, name=self.name)

    def _renamed(self, dim: str, word: str) -> Labelled:
        dims = tuple(word if each == dim else each for each in self.dims)
        coords = {**self.coords, word: self.coords[dim]}
        return Labelled(dims, coords, self._source, unit=self.unit, name=self.name)

    def _take(self, chosen: Mapping[str, int | list[int]]) -> Labelled:
        single = {dim: at for dim, at in chosen.items() if isinstance(at, int)}
        many = {dim: at for dim, at in chosen.items() if isinstance(at, list)}
        values: Any = self._source[tuple(single.get(dim, slice(None)) for dim in self.dims)]
        rest = tuple(dim for dim in self.dims if dim not in single)
        coords = dict(self.coords)
        for dim, positions in many.items():
            values = np.take(values, positions, axis=rest.index(dim))
            coords[dim] = tuple(self.coords[dim][position] for position in positions)
        return Labelled(rest, coords, np.asarray(values), unit=self.unit, name=self.name)

    def _axis(self, dim: str) -> int:
        if dim in self.dims:
            return self.dims.index(dim)
        raise UsageError(Problem(f"{dim!r}", "is not a dimension here.", _offer(dim, self.dims)))

    def _positions(self, dim: str, label: Any) -> int | list[int]:
        self._axis(dim)
        if isinstance(label, list | tuple):
            return [self._position(dim, each) for each in label]
        return self._position(dim, label)

    def _position(self, dim: str, label: Any) -> int:
        labels = self.coords[dim]
        wanted = _as_date(label) if dim == "day" else label
        if wanted in labels:
            return labels.index(wanted)
        if dim == "day" and isinstance(label, int) and -len(labels) <= label < len(labels):
            return label % len(labels)
        raise UsageError(Problem(f"{dim} {str(label)!r}", "is unknown.", _offer(label, labels)))

    def _find(self, label: Any) -> tuple[str, int]:
        """Dimension and position of a label that was given without its dimension."""
        wanted = _as_date(label)
        found = [dim for dim in self.dims if wanted in self.coords[dim]]
        if len(found) == 1:
            return found[0], self.coords[found[0]].index(wanted)
        if found:
            remedy = f"Say which, as in .at({found[0]}={label!r})."
            raise UsageError(Problem(f"{label!r}", f"is a label of {' and of '.join(found)}.", remedy))
        known = [each for labels in self.coords.values() for each in labels]
        raise UsageError(Problem(f"{label!r}", "is not a label here.", _offer(label, known)))


def _as_date(label: Any) -> Any:
    """An ISO date as a date; anything else as it is."""
    try:
        return date.fromisoformat(label) if isinstance(label, str) else label
    except ValueError:
        return label


def _offer(label: Any, known: Sequence[Any]) -> str:
    """The nearest known word, or the range of what is known."""
    from difflib import get_close_matches

    words = {str(each).casefold(): str(each) for each in known}
    near = get_close_matches(str(label).casefold(), list(words), n=1, cutoff=0.6)
    if near and not isinstance(_as_date(label), date):
        return f"Did you mean {words[near[0]]!r}?"
    return f"Known are {_shortened(known)}." if known else "There are none."


def _shortened(labels: Sequence[Any]) -> str:
    words = [str(each) for each in labels]
    if len(words) <= LONGEST_LIST:
        return ", ".join(words)
    return f"{', '.join(words[: LONGEST_LIST - 2])}, … {words[-1]} ({len(words)})"
