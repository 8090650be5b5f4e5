"""Short names for the arrays the engine passes around; nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
AddressArray = NDArray[np.uint64]
RecordArray = NDArray[Any]
