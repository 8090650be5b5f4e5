"""
The cases that are measured, and the peer's figures for them.

The folders lie in ``shared/`` beside the repository; where that is absent, what
needs them is left out and said to be.  The peer is Flee at commit 02cd2cbd of
2026-05-14, one run on one core of a machine with two busy ones, in CPU seconds
(``shared/flee_reference/README.md``).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.table import Peer

if TYPE_CHECKING:
    from steppe import Scenario

SHARED = Path(__file__).resolve().parents[2] / "shared"


@dataclass(frozen=True, slots=True)
class Case:
    """
    A world to be measured at full scale, one counted unit for each person.

    Parameters
    ----------
    name
        As the tables show it.
    folder
        Below ``shared/``, or the name of a built-in world.
    limit_ms
        What one replica may take, in milliseconds; ``None`` for information only.
    peer
        What the peer takes, in milliseconds.
    """

    name: str
    folder: str
    limit_ms: float | None = None
    peer: Peer | None = None

    @property
    def path(self) -> str:
        """What ``steppe.load`` takes."""
        return str(SHARED / self.folder) if "/" in self.folder else self.folder

    @property
    def is_there(self) -> bool:
        """Whether the world can be loaded here."""
        return "/" not in self.folder or Path(self.path).is_dir()

    def load(self) -> Scenario:
        """The world, one counted unit for each person."""
        import steppe

        return steppe.load(self.path).with_settings(people_per_count=1)


MALI = Case("mali", "flee_reference/mali", 8, Peer(76e3, 92e3, "76–92 s, measured"))
CAR = Case("car", "flee_reference/car.h100", 80, Peer(1307e3, 1307e3, "1,307 s, measured"))
SYRIA = Case("syria", "flee_reference/syria.h100", 170, Peer(7e6, 13e6, "7,000–13,000 s, estimated"))
AFGHANISTAN = Case("afghanistan-2021", "afghanistan-2021")
MALI_SHORT_STINTS = Case("mali2012, short stints avoided", "cases/mali2012")
CAR_SHORT_STINTS = Case("car2013, short stints avoided", "cases/car2013")


def left_out(*cases: Case) -> list[str]:
    """A note on the cases that are not there."""
    absent = [case.name for case in cases if not case.is_there]
    return [f"Left out: {', '.join(absent)}; {SHARED.name}/ is not beside the repository."] if absent else []
