"""
How long people wait in a pathway, and how much that differs from one to the next.

Of ``k`` equal stages each is left with chance ``p`` per day, so that the wait is the sum
of ``k`` geometric ones (negative binomial; Erlang's distribution where a day is short).
"""

from __future__ import annotations

import math


def wait_spread_days(wait_days: float, stages: int) -> float:
    """
    Standard deviation of the wait in a pathway.

    Parameters
    ----------
    wait_days
        Its mean. Days, at least as many as there are stages, or 0 where all is decided at once.
    stages
        Equal stages of the wait. At least 1.

    Returns
    -------
    spread
        Days: the variance of ``stages`` geometric waits with mean ``wait_days / stages`` each
        is ``wait_days * (wait_days / stages - 1)``.
    """
    return math.sqrt(max(0.0, wait_days * (wait_days / stages - 1)))
