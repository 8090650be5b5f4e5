"""
Learn priors from the reference cases, each case's own without itself.

Run with ``python tools/learn_priors.py ../shared/cases``; writes the file that calibrations
read, with the means and deviations of posteriors it was made from.  With names of cases
behind it, only those are calibrated anew.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import steppe
from steppe.insight.calibrate import calibrate
from steppe.insight.calibration import learning

CASES = ("mali2012", "burundi2015", "ssudan2013", "syria2013", "car2013")
TARGET = Path(learning.__file__).with_name(learning.FILE)


def main(folder: Path, names: tuple[str, ...]) -> None:
    """Calibrate cases under the stated priors, pool what was found with what is in the file, write it."""
    found = _found_before() if names else {}
    for name in names or CASES:
        posterior = calibrate(steppe.load(folder / name), learned={}, draws=1000)
        found[name] = learning.moments_of(posterior)
        print(f"{name}: {posterior.stamp}", "; ".join(posterior.doubts))
    written = {
        "made": date.today().isoformat(),  # noqa: DTZ011
        "from": {
            name: {field: [round(each, 4) for each in pair] for field, pair in sorted(own.items())}
            for name, own in sorted(found.items())
        },
        **learning.learn(found),
    }
    TARGET.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def _found_before() -> dict[str, learning.Learned]:
    before = json.loads(TARGET.read_text(encoding="utf-8"))["from"]
    return {
        name: {field: (float(mean), float(sd)) for field, (mean, sd) in own.items()}
        for name, own in before.items()
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), tuple(sys.argv[2:]))
