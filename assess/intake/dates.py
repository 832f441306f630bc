"""Dates: real date cells and ISO text; what two people could read differently is refused."""

from __future__ import annotations

import datetime as dt
import re

from assess.intake.cells import Cell, RefusedError, exact, plain, quoted
from assess.intake.months import days_meant

EARLIEST = dt.date(1990, 1, 1)
"""Earlier dates are slips: a small number in a date format shows as a day in 1900."""

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?")
_SERIALS = (20_000, 80_000)
"""Numbers that may be a date whose format was lost (1954 to 2119)."""
_EPOCH = dt.date(1899, 12, 30)
_HINT = "write year-month-day, such as 2026-03-31, or give the cell a date format"


def read_date(value: Cell, as_of: dt.date) -> dt.date:
    """Return the date in a cell that is not blank.

    Raises RefusedError for text that is no ISO date, numbers, and days after `as_of`.
    """
    day = _from_text(value) if isinstance(value, str) else _from_cell(value)
    if day > as_of:
        hint = "give the date on which it happened; leave the cell blank if it has not yet"
        message = f"{day} lies after {as_of}"
        raise RefusedError(message, "future-date", hint)
    if day < EARLIEST:
        message = f"{day} is too long ago to be meant"
        raise RefusedError(message, "implausible-date", _HINT)
    return day


def _from_cell(value: Cell) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        raise _number(value)
    raise _no_date(value)


def _no_date(value: Cell) -> RefusedError:
    return RefusedError(f"{quoted(value)} is not a date", "not-a-date", _HINT)


def _number(value: float) -> RefusedError:
    message = f"{plain(exact(value))} is a number, not a date"
    if _SERIALS[0] <= value <= _SERIALS[1]:
        meant = _EPOCH + dt.timedelta(days=int(value))
        hint = f"if {meant} is meant, give the cell a date format or write {meant}"
        return RefusedError(message, "date-serial", hint)
    return RefusedError(message, "not-a-date", _HINT)


def _from_text(value: str) -> dt.date:
    text = value.strip()
    if _ISO.fullmatch(text):
        try:
            return dt.datetime.fromisoformat(text).date()
        except ValueError:
            message = f"{quoted(value)} is not a day of the calendar"
            raise RefusedError(message, "not-a-date", _HINT) from None
    readings = days_meant(text)
    if len(readings) > 1:
        hint = f"write {' or '.join(map(str, readings))}, whichever is meant"
        message = f"{quoted(value)} can be read as two different days"
        raise RefusedError(message, "ambiguous-date", hint)
    if any(each.isdigit() for each in text):
        hint = f"write {readings[0]}" if readings else _HINT
        message = f"{quoted(value)} is text, not a date"
        raise RefusedError(message, "text-date", hint)
    raise _no_date(value)
