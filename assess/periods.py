"""Quarters written `2026Q3`: parsing, order, and their first and last day."""

from __future__ import annotations

import re
from datetime import date, timedelta

_PERIOD = re.compile(r"(20[0-9]{2})Q([1-4])")


def parse_period(text: str) -> str:
    """Return a period in its one spelling (`2026q3 ` becomes `2026Q3`).

    Raises ValueError for anything else.
    """
    period = text.strip().upper()
    if not _PERIOD.fullmatch(period):
        message = f"{text!r} is not a period: write a year and a quarter, such as 2026Q3"
        raise ValueError(message)
    return period


def last_day(period: str) -> date:
    """Return the last day of a period: the day to which ages of dates are counted."""
    year, quarter = int(period[:4]), int(period[5])
    return date(year + quarter // 4, quarter * 3 % 12 + 1, 1) - timedelta(days=1)


def following(period: str) -> str:
    """Return the period after."""
    return period_of(last_day(period) + timedelta(days=1))


def previous(period: str) -> str:
    """Return the period before."""
    year, quarter = int(period[:4]), int(period[5])
    return f"{year}Q{quarter - 1}" if quarter > 1 else f"{year - 1}Q4"


def period_of(day: date) -> str:
    """Return the period that a day lies in."""
    return f"{day.year}Q{(day.month - 1) // 3 + 1}"


def quarters_between(earlier: str, later: str) -> int:
    """Return how many quarters lie from one period to another: 1 for neighbours."""
    first, last = (int(period[:4]) * 4 + int(period[5]) for period in (earlier, later))
    return last - first
