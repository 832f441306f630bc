"""Days and times in the binary workbooks of Excel: numbers that only their format tells apart."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from assess.intake.cells import Cell
from assess.intake.formats.percent import percent_formats

_DATES = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))
"""Numbers of the formats of days and times that no file spells out."""
_DURATION = 46
_IGNORED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DATE_LETTER = re.compile(r"[dmyhs]|a/p|am/pm", re.IGNORECASE)
_DAYS_1904 = 1462
"""Days between the two beginnings of Excel's calendar, of 1900 and of 1904."""
_LEAP_1900 = 60
"""Excel's calendar has a 29 February 1900, which never was."""
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no time zone
_DAY_MS = 86_400_000
_MOST = 2_958_466
"""One more than the last day that Excel knows, 9999-12-31."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How a workbook's numbers are meant: its cells' styles, and what their formats are.

    `styles` gives the number of a format by the number of a style, `kinds` "date" or "duration"
    by that of a format; `percents` are the formats that show a value times one hundred.
    """

    styles: list[int]
    kinds: dict[int, str]
    percents: set[int]
    from_1904: bool

    def value(self, number: float, style: int) -> Cell:
        """Return the day, time, length of time or number that a cell of a style holds."""
        kind = self.kinds.get(self._format(style))
        return moment(number, kind, from_1904=self.from_1904) if kind else number

    def is_percent(self, style: int) -> bool:
        """Tell whether cells of a style show their number times one hundred."""
        return self._format(style) in self.percents

    def _format(self, style: int) -> int:
        return self.styles[style] if style < len(self.styles) else 0


def numbers_of(styles: list[int], codes: dict[int, str], *, from_1904: bool) -> Numbers:
    """Make sense of a workbook's styles and of the formats that it spells out, by number."""
    kinds = dict.fromkeys(_DATES, "date") | {_DURATION: "duration"}
    kinds |= {number: _kind(code) for number, code in codes.items()}
    return Numbers(styles, kinds, percent_formats(codes), from_1904)


def _kind(code: str) -> str:
    first = _IGNORED.sub("", code).split(";")[0]
    if _ELAPSED.search(first):
        return "duration"
    return "date" if _DATE_LETTER.search(first) else ""


def moment(serial: float, kind: str, *, from_1904: bool) -> Cell:
    """Return the day, time or length of time that a number is, or the number if it is none."""
    if not 0 <= serial < _MOST:
        return serial
    if kind == "duration":
        return dt.timedelta(milliseconds=round(serial * _DAY_MS))
    if serial < 1:
        return (_EPOCH + dt.timedelta(milliseconds=round(serial * _DAY_MS))).time()
    days = serial + (_DAYS_1904 if from_1904 else 0)
    if days < _LEAP_1900:
        days += 1
    try:
        found = _EPOCH + dt.timedelta(milliseconds=round(days * _DAY_MS))
    except OverflowError:
        return serial
    return found if found.time() != dt.time() else found.date()
