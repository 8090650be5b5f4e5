"""Dates to day numbers and back; nothing else in Steppe does calendar arithmetic."""

from __future__ import annotations

from datetime import date, timedelta


def day_number(when: date, start: date) -> int:
    """Days from ``start`` to ``when``; 0 on the first day, negative before it."""
    return (when - start).days


def date_of(day: int, start: date) -> date:
    """The calendar date of a day number."""
    return start + timedelta(days=day)
