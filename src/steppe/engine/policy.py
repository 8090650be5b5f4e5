"""The words in which borders and pathways keep their accounts, in the order of the arrays."""

from __future__ import annotations

ACCOUNTS = ("attempts", "admitted", "refused", "waiting", "irregular", "pushed_back", "gave_up")
"""Of a post and a day: attempts are admitted, refused, waiting, irregular or pushed back, each person once."""
STEPS = ("applied", "waiting", "approved", "refused", "departed", "gave_up", "released")
"""Of a pathway and a day: who is waiting is yesterday's and who applied, less all who left it."""

ATTEMPTS, ADMITTED, REFUSED, WAITING, IRREGULAR, PUSHED_BACK, GAVE_UP = range(len(ACCOUNTS))
APPLIED, IN_IT, APPROVED, DISMISSED, DEPARTED, WITHDREW, RELEASED = range(len(STEPS))
