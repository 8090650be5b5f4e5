"""A posterior in a folder, and a calibration under way beside it, from which it goes on bit by bit the same."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from steppe.errors import OutputError, Problem, RunError
from steppe.insight.calibration.chains import Chain, Gaussian
from steppe.insight.calibration.laplace import Peak
from steppe.insight.calibration.parameters import Parameter, Parameters
from steppe.insight.calibration.posterior import Posterior
from steppe.insight.calibration.priors import Prior
from steppe.insight.calibration.surrogate import Surrogate
from steppe.insight.compare_files import write_record
from steppe.result.measures import AnyArray
from steppe.result.recorders import partial_folder
from steppe.scenario.folder import read
from steppe.scenario.folder import write as write_scenario
from steppe.scenario.written import cannot_write, filled_aside, require_empty

STATE, IDENTITY = "state.npz", "unfinished.json"
DRAWS, RECORD, WORLD = "draws.parquet", "posterior.json", "scenario"
SCHEMA_VERSION = 1


def write_posterior(posterior: Posterior, folder: Path, *, figures: bool = False) -> None:
    """
    Write a posterior into a folder that appears whole, and clear away what was kept while it went on.

    Parameters
    ----------
    folder
        New, or empty.
    figures
        Whether to draw priors beside posteriors, traces, and counts beside what was expected.

    Raises
    ------
    OutputError
        Where the folder is in the way or cannot be written; nothing has changed then.
    """
    require_empty(folder)
    with filled_aside(folder) as aside:
        _write_draws(posterior, aside / DRAWS)
        write_record({"schema_version": SCHEMA_VERSION, **posterior.to_json()}, aside / RECORD)
        write_scenario(posterior.known, aside / WORLD)
        if figures:
            from steppe.insight.calibration.figures import plot_posterior

            plot_posterior(posterior, aside / "figures")
    shutil.rmtree(partial_folder(folder), ignore_errors=True)


def _write_draws(posterior: Posterior, path: Path) -> None:
    import polars

    chains, draws, _ = posterior.draws.shape
    number = np.repeat(np.arange(chains), draws), np.tile(np.arange(draws), chains)
    columns = {"chain": number[0], "draw": number[1], "log_density": posterior.log_density.ravel()}
    for position, name in enumerate(posterior.names):
        columns[name] = posterior.draws[:, :, position].ravel()
    polars.DataFrame(columns).write_parquet(path)


def open_posterior(folder: Path | str) -> Posterior:
    """
    Read a posterior back.

    Raises
    ------
    RunError
        Where the folder holds none, or one of a newer Steppe.
    """
    import polars

    folder = Path(folder)
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        table = polars.read_parquet(folder / DRAWS)
    except (OSError, ValueError, polars.exceptions.PolarsError) as error:
        raise RunError(
            Problem(str(folder), f"holds no posterior ({error}).", "Give a folder of `steppe calibrate`.")
        ) from None
    version = record.pop("schema_version", None)
    if not isinstance(version, int) or version > SCHEMA_VERSION:
        raise RunError(
            Problem(str(folder), f"schema_version {version!r} is unknown.", "Install a newer Steppe.")
        )
    rows = record.pop("parameters")
    chains = int(table["chain"].max()) + 1  # type: ignore[arg-type]
    names = [row["name"] for row in rows]
    made = {name: value for name, value in record.items() if name not in ("converged", "doubts", "stamp")}
    return Posterior(
        known=read(folder / WORLD),
        parameters=Parameters(tuple(map(_parameter, rows))),
        draws=table.select(names).to_numpy().reshape(chains, -1, len(names)),
        log_density=table["log_density"].to_numpy().reshape(chains, -1),
        peak=np.array([[row["peak"] for row in rows], [row["peak_sd"] for row in rows]]),
        made=made,
    )


def _parameter(row: Mapping[str, Any]) -> Parameter:
    prior = Prior(row["field"], row["transform"], row["prior_mean"], row["prior_sd"], row["reason"])
    return Parameter(row["name"], row["kind"], row["target"], prior)


class Checkpoint:
    """
    Where a calibration stands, on disk.

    Parameters
    ----------
    folder
        The posterior folder to be; the state lies in ``<folder>.partial``. ``None`` keeps nothing.
    identity
        What makes two calibrations the same.

    Raises
    ------
    OutputError
        Where the folder holds an interrupted calibration of something else, or cannot be written.
    """

    def __init__(self, folder: Path | None, identity: Mapping[str, Any]) -> None:
        self.folder = None if folder is None else partial_folder(folder)
        if self.folder is None:
            return
        try:
            if self.folder.exists():
                _require_same(self.folder, json.loads(json.dumps(dict(identity))))
                return
            self.folder.mkdir(parents=True)
            (self.folder / IDENTITY).write_text(json.dumps(dict(identity), indent=1), encoding="utf-8")
        except OSError as error:
            raise cannot_write(self.folder, error) from error

    def save(
        self, peak: Peak, gaussian: Gaussian, surrogate: Surrogate, chains: list[Chain], done: int
    ) -> None:
        """Put down everything that what comes next depends on, whole or not at all."""
        if self.folder is None:
            return
        arrays: dict[str, Any] = {"done": done, "chains": len(chains)}
        arrays |= {f"peak.{name}": getattr(peak, name) for name in ("mode", "covariance", "log_density")}
        arrays |= _numbered("peak.surrogate", peak.surrogate) | _numbered("surrogate", surrogate)
        arrays |= {"gaussian.mean": gaussian.mean, "gaussian.root": gaussian.root}
        for number, chain in enumerate(chains):
            arrays |= _of_chain(number, chain)
        try:
            aside = self.folder / f"{STATE}.aside.npz"
            np.savez(aside, **arrays)
            os.replace(aside, self.folder / STATE)
        except OSError as error:
            raise cannot_write(self.folder, error) from error

    def restored(self) -> tuple[Peak, Gaussian, Surrogate, list[Chain], int] | None:
        """What :meth:`save` put down last, if anything."""
        if self.folder is None or not (self.folder / STATE).is_file():
            return None
        with np.load(self.folder / STATE, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        peak = Peak(
            arrays["peak.mode"],
            arrays["peak.covariance"],
            float(arrays["peak.log_density"]),
            _surrogate("peak.surrogate", arrays),
        )
        gaussian = Gaussian(arrays["gaussian.mean"], arrays["gaussian.root"])
        chains = [_chain(number, arrays) for number in range(int(arrays["chains"]))]
        return peak, gaussian, _surrogate("surrogate", arrays), chains, int(arrays["done"])


def _require_same(folder: Path, identity: Mapping[str, Any]) -> None:
    remedy = f"Delete {folder}, or give another folder."
    try:
        left = json.loads((folder / IDENTITY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise OutputError(
            Problem(str(folder), "is in the way and is no interrupted calibration.", remedy)
        ) from None
    differing = sorted(name for name in left.keys() | identity.keys() if left.get(name) != identity.get(name))
    if differing:
        words = ", ".join(differing)
        raise OutputError(
            Problem(str(folder), f"holds an interrupted calibration that differs in {words}.", remedy)
        )


def _numbered(prefix: str, surrogate: Surrogate) -> dict[str, AnyArray]:
    return {f"{prefix}.{each.name}": getattr(surrogate, each.name) for each in fields(surrogate)}


def _surrogate(prefix: str, arrays: Mapping[str, AnyArray]) -> Surrogate:
    return Surrogate(**{each.name: arrays[f"{prefix}.{each.name}"] for each in fields(Surrogate)})


def _of_chain(number: int, chain: Chain) -> dict[str, Any]:
    found: dict[str, Any] = {
        "chance": json.dumps(chain.chance.bit_generator.state),
        "vector": chain.vector,
        "height": chain.height,
        "kept": np.array(chain.kept),
        "heights": np.array(chain.heights),
        "tried": chain.tried,
        "taken": chain.taken,
        "run_vectors": np.array([vector for vector, _ in chain.runs]),
        "run_signals": np.array([signal for _, signal in chain.runs]),
    }
    return {f"chain.{number}.{name}": value for name, value in found.items()}


def _chain(number: int, arrays: Mapping[str, AnyArray]) -> Chain:
    own = {
        name: arrays[f"chain.{number}.{name}"] for name in ("chance", "vector", "height", "kept", "heights")
    }
    chance = np.random.Generator(np.random.PCG64())
    chance.bit_generator.state = json.loads(str(own["chance"]))
    chain = Chain(chance, own["vector"], float(own["height"]), list(own["kept"]), own["heights"].tolist())
    chain.tried, chain.taken = arrays[f"chain.{number}.tried"], arrays[f"chain.{number}.taken"]
    vectors, signals = arrays[f"chain.{number}.run_vectors"], arrays[f"chain.{number}.run_signals"]
    chain.runs = list(zip(vectors, signals, strict=True))
    return chain
